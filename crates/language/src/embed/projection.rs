//! What a piece brings to the convolutions: its embedding, projected to the three branches and
//! normed. This depends on the piece alone and a few thousand pieces make up nearly all text, so
//! what was computed is kept, in a table of fixed size where a newcomer takes the place of
//! another. Kept numbers have 16 bits; fresh ones are rounded alike, so that a vector does not
//! depend on what was asked before.
#![expect(
    clippy::indexing_slicing,
    reason = "numeric code over buffers that are sized here"
)]

use std::sync::{Mutex, PoisonError};

use super::forward::{BRANCH, product};
use super::gemm::Matrix;
use super::rows::{add, layer_norm, wide};
use super::table::{Table, WIDTH};

/// Values of a projected piece.
pub(super) const PROJECTED: usize = 3 * BRANCH;
/// Pieces that are kept; 12.6 MB when all places are taken.
const PLACES: usize = 8_192;
const NOBODY: u32 = u32::MAX;
/// Pieces that are projected together.
const TOGETHER: usize = 192;

#[derive(Debug)]
pub(super) struct Projection {
    pub matrices: [Matrix; 3],
    /// Bias, gain and shift of the three projections, which are normed as one row.
    pub bias: Vec<f32>,
    pub norm: [Vec<f32>; 2],
    pub epsilon: f32,
    pub kept: Mutex<Kept>,
}

/// Projected pieces, each at its number modulo [`PLACES`].
#[derive(Debug)]
pub(super) struct Kept {
    owners: Vec<u32>,
    values: Vec<u16>,
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            owners: vec![NOBODY; PLACES],
            values: vec![0; PLACES * PROJECTED],
        }
    }
}

impl Projection {
    /// Writes the projections of pieces, one row of [`PROJECTED`] each.
    pub fn of(&self, table: &Table, ids: &[u32], out: &mut [f32]) {
        let mut missing: Vec<(u32, usize)> = Vec::new();
        {
            let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            wide(|| {
                for at in 0..ids.len() {
                    let place = ids[at] as usize % PLACES;
                    if kept.owners[place] == ids[at] {
                        let kept = &kept.values[place * PROJECTED..][..PROJECTED];
                        widen(kept, &mut out[at * PROJECTED..][..PROJECTED]);
                    } else {
                        missing.push((ids[at], at));
                    }
                }
            });
        }
        missing.sort_unstable();
        let mut rest = missing.as_slice();
        while !rest.is_empty() {
            let mut distinct: Vec<u32> = rest.iter().map(|(id, _)| *id).collect();
            distinct.dedup();
            distinct.truncate(TOGETHER);
            let last = distinct.last().copied().unwrap_or(NOBODY);
            let (now, later) = rest.split_at(rest.partition_point(|(id, _)| *id <= last));
            let fresh = self.compute(table, &distinct);
            let rows = || distinct.iter().zip(fresh.chunks_exact(PROJECTED));
            for (id, row) in rows() {
                let low = now.partition_point(|(other, _)| other < id);
                for (_, at) in now[low..].iter().take_while(|(other, _)| other == id) {
                    widen(row, &mut out[at * PROJECTED..][..PROJECTED]);
                }
            }
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            for (id, row) in rows() {
                let place = *id as usize % PLACES;
                kept.owners[place] = *id;
                kept.values[place * PROJECTED..][..PROJECTED].copy_from_slice(row);
            }
            rest = later;
        }
    }

    fn compute(&self, table: &Table, ids: &[u32]) -> Vec<u16> {
        let mut embedded = vec![0f32; ids.len() * WIDTH];
        wide(|| {
            for (id, row) in ids.iter().zip(embedded.as_chunks_mut::<WIDTH>().0) {
                table.row(*id, row);
            }
        });
        let parts = self.matrices.each_ref().map(|m| product(m, &embedded));
        let mut row = [0f32; PROJECTED];
        let mut rounded = vec![0; ids.len() * PROJECTED];
        wide(|| {
            for (i, rounded) in rounded.chunks_exact_mut(PROJECTED).enumerate() {
                for (to, from) in row.chunks_exact_mut(BRANCH).zip(&parts) {
                    to.copy_from_slice(&from[i * BRANCH..][..BRANCH]);
                }
                add(&mut row, &self.bias);
                layer_norm(&mut row, &self.norm, self.epsilon);
                for (to, value) in rounded.iter_mut().zip(&row) {
                    let bits = value.to_bits();
                    *to = ((bits + 0x7fff + (bits >> 16 & 1)) >> 16) as u16;
                }
            }
        });
        rounded
    }
}

#[inline(always)]
fn widen(from: &[u16], to: &mut [f32]) {
    let (from, to) = (&from[..PROJECTED], &mut to[..PROJECTED]);
    for i in 0..PROJECTED {
        to[i] = f32::from_bits(u32::from(from[i]) << 16);
    }
}
