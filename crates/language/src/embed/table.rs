//! The embedding table: 128,010 rows of 512 values of six bits, 49 MB.
//!
//! A row is stored as 256 bytes of low halves (values `i` and `i + 256` share a byte) and 128
//! bytes of the upper two bits (values `i`, `i + 128`, `i + 256`, `i + 384`), so that unpacking is
//! a straight loop. Rows belong to 17 groups in turn; a group has its own scale and lowest value.
#![expect(
    clippy::indexing_slicing,
    reason = "blocks of fixed sizes, cut by chunks_exact and arrays"
)]

use std::io::{Read, Seek};

use super::LoadError;
use super::npz::Npz;

/// Values of a row.
pub(super) const WIDTH: usize = 512;
const GROUPS: usize = 17;
/// Rows of a group.
const ROWS: usize = 7_530;
const PACKED: usize = 384;

#[derive(Debug)]
pub(super) struct Table {
    packed: Vec<u8>,
    scale: Vec<f32>,
    lowest: Vec<f32>,
}

impl Table {
    /// Reads the groups `q1` to `q17`, one at a time to keep the peak of memory low.
    pub fn load<R: Read + Seek>(npz: &mut Npz<R>) -> Result<Self, LoadError> {
        let scale = npz.array("scale")?.floats()?;
        let lowest = npz.array("lo")?.floats()?;
        if scale.len() != GROUPS || lowest.len() != GROUPS {
            return Err(LoadError::Format(
                "the embedding table has an unknown number of groups",
            ));
        }
        let mut packed = vec![0; ROWS * GROUPS * PACKED];
        for group in 0..GROUPS {
            let rows = npz.rows::<WIDTH>(&format!("q{}", group + 1), |row, values| {
                let at = (row * GROUPS + group) * PACKED;
                match packed.get_mut(at..at + PACKED) {
                    Some(place) if values.iter().all(|&value| value < 64) => {
                        pack(values, place);
                        Ok(())
                    }
                    _ => Err(LoadError::Format("the embedding table is of another size")),
                }
            })?;
            if rows != ROWS {
                return Err(LoadError::Format("the embedding table is of another size"));
            }
        }
        Ok(Self {
            packed,
            scale,
            lowest,
        })
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.packed.len() / PACKED
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.packed.len()
    }

    /// Writes the row of a piece as floats; the row of the unknown piece for ids out of range.
    #[inline(always)]
    pub fn row(&self, id: u32, out: &mut [f32; WIDTH]) {
        let id = if (id as usize) < self.rows() {
            id as usize
        } else {
            0
        };
        let (low, high) = self.packed[id * PACKED..][..PACKED].split_at(WIDTH / 2);
        let (scale, lowest) = (self.scale[id % GROUPS], self.lowest[id % GROUPS]);
        for i in 0..WIDTH / 4 {
            let (a, b, upper) = (low[i], low[i + 128], high[i]);
            let value = |four: u8, two: u8| f32::from(four | (two & 3) << 4) * scale + lowest;
            out[i] = value(a & 15, upper);
            out[i + 128] = value(b & 15, upper >> 2);
            out[i + 256] = value(a >> 4, upper >> 4);
            out[i + 384] = value(b >> 4, upper >> 6);
        }
    }
}

fn pack(values: &[u8; WIDTH], out: &mut [u8]) {
    let (low, high) = out.split_at_mut(WIDTH / 2);
    for i in 0..WIDTH / 2 {
        low[i] = (values[i] & 15) | (values[i + 256] & 15) << 4;
    }
    for i in 0..WIDTH / 4 {
        high[i] = values[i] >> 4
            | (values[i + 128] >> 4) << 2
            | (values[i + 256] >> 4) << 4
            | (values[i + 384] >> 4) << 6;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packing_keeps_every_value() {
        let values: [u8; WIDTH] = std::array::from_fn(|i| (i * 29 % 64) as u8);
        let mut packed = vec![0; PACKED];
        pack(&values, &mut packed);
        let table = Table {
            packed,
            scale: vec![2.0; GROUPS],
            lowest: vec![-3.0; GROUPS],
        };
        let mut row = [0.0; WIDTH];
        table.row(0, &mut row);
        for (value, read) in values.iter().zip(row) {
            assert_eq!(f32::from(*value) * 2.0 - 3.0, read);
        }
    }
}
