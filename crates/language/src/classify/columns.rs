//! Sparse rows turned by columns, so that the slope of a column's weights is one sum that one thread
//! writes.
#![expect(
    clippy::indexing_slicing,
    reason = "numeric code over buffers that are sized here"
)]

use super::kernel;
use super::parallel::share;

/// Columns that one thread goes through at a time.
const PART: usize = 512;

/// For each column, the rows that have it and its value there.
pub(crate) struct Columns {
    entries: Vec<(u32, f32)>,
    /// Where each column begins; one more for the end.
    starts: Vec<usize>,
}

impl Columns {
    /// Turns the rows; columns at or above `count` are passed over.
    pub fn of(rows: &[&[(u32, f32)]], count: usize) -> Self {
        let known = |entry: &&(u32, f32)| (entry.0 as usize) < count;
        let mut starts = vec![0usize; count + 1];
        for (column, _) in rows.iter().copied().flatten().filter(known) {
            starts[*column as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut entries = vec![(0, 0.0); starts[count]];
        for (row, at) in rows.iter().zip(0..) {
            for (column, value) in row.iter().filter(known) {
                let place = &mut next[*column as usize];
                entries[*place] = (at, *value);
                *place += 1;
            }
        }
        Self { entries, starts }
    }

    /// Sets each row of `out`, one a column, to the sum of its rows of `errors` times its values.
    pub fn gather(&self, errors: &[f32], width: usize, out: &mut [f32]) {
        share(out.chunks_mut(PART * width).enumerate(), |(part, out)| {
            out.fill(0.0);
            let starts = &self.starts[part * PART..];
            let columns: Vec<&[(u32, f32)]> = starts
                .windows(2)
                .take(out.len() / width)
                .map(|ends| &self.entries[ends[0]..ends[1]])
                .collect();
            kernel::gather(errors, &columns, width, out);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_rows_by_columns() {
        let rows: [&[(u32, f32)]; 2] = [&[(0, 1.0), (2, 2.0), (9, 5.0)], &[(2, 3.0)]];
        let columns = Columns::of(&rows, 3);
        let mut out = [9f32; 6];
        columns.gather(&[1.0, 10.0, 2.0, 20.0], 2, &mut out);
        assert_eq!(out, [1.0, 10.0, 0.0, 0.0, 8.0, 80.0]);
    }
}
