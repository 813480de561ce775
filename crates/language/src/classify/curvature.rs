//! How the loss of a regression bends, guessed before it is seen: the mean products of the inputs'
//! values. A descent whose slopes are divided by it goes as fast along what the inputs seldom do as
//! along what they all do, which saves it half of its passes over the texts.
#![expect(
    clippy::indexing_slicing,
    reason = "numeric code over buffers that are sized here"
)]

use std::ops::Range;

use super::kernel::{self, LANES};
use super::parallel::share;

/// Rows of a matrix that one thread goes through at a time.
const PART: usize = 128;
/// A dense direction counts as bent at least so many times as the ridge bends it: what texts hardly do
/// is learnt late, and the descent stops before it is learnt by heart.
const LEAST: f32 = 50.0;
/// Columns of one text go together, so that their curvatures add up; about so many of them count.
const TOGETHER: f32 = 20.0;
/// Rows and columns of a block of a matrix that is factored.
const BLOCK: usize = 64;

/// The inverse of `scale · mean(x xᵀ) + floor` over dense values together, and over sparse columns each
/// by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Curvature {
    /// Values of the dense parts.
    values: usize,
    /// The same, padded: rows and columns of the factor.
    size: usize,
    /// `L⁻¹`, where the curvature of the dense values is `L Lᵀ`.
    factor: Vec<f32>,
    /// For each row of weights beyond the dense ones.
    rest: Vec<f32>,
}

impl Curvature {
    /// `dense`: for each text of a sample its dense parts. `sparse`: the mean square of each column.
    pub(super) fn of<const PARTS: usize>(
        dense: &[[&[f32]; PARTS]],
        sparse: &[f32],
        scale: f32,
        floor: f32,
    ) -> Self {
        let values = dense
            .first()
            .map_or(0, |parts| parts.iter().map(|part| part.len()).sum());
        let size = values.next_multiple_of(LANES);
        let mut flat = vec![0f32; dense.len() * size];
        for (row, parts) in flat.chunks_exact_mut(size.max(1)).zip(dense) {
            let mut at = 0;
            for part in parts {
                row[at..at + part.len()].copy_from_slice(part);
                at += part.len();
            }
        }
        let mut matrix = vec![0f32; size * size];
        let factor = scale / dense.len().max(1) as f32;
        share(
            matrix.chunks_mut((PART * size).max(1)).enumerate(),
            |(part, out)| {
                let features = part * PART..part * PART + out.len() / size;
                let rows = flat.chunks_exact(size);
                let rows: Vec<&[f32]> = rows.map(|row| &row[features.clone()]).collect();
                kernel::gradient(&rows, &flat, size, out);
                for (row, at) in out.chunks_exact_mut(size).zip(features) {
                    row.iter_mut().for_each(|value| *value *= factor);
                    row[at] += LEAST * floor;
                }
            },
        );
        let rest = sparse
            .iter()
            .map(|square| 1.0 / (TOGETHER * scale * square + floor));
        Self {
            values,
            size,
            factor: inverse_factor(matrix, size),
            rest: rest.chain([1.0 / (scale + floor)]).collect(),
        }
    }

    /// Divides a slope, rows of `width`, by the curvature.
    pub(super) fn divide(&self, slope: &[f32], width: usize, out: &mut [f32]) {
        let (slope, slope_rest) = slope.split_at(self.values * width);
        let (dense, rest) = out.split_at_mut(self.values * width);
        // L⁻ᵀ (L⁻¹ slope); L⁻¹ has nothing beyond its diagonal.
        let mut padded = slope.to_vec();
        padded.resize(self.size * width, 0.0);
        let mut half = vec![0f32; self.size * width];
        share(
            half.chunks_mut((PART * width).max(1)).enumerate(),
            |(part, out)| {
                let from = part * PART;
                let to = from + out.len() / width;
                let rows: Vec<&[f32]> = (from..to)
                    .map(|row| &self.factor[row * self.size..row * self.size + to])
                    .collect();
                kernel::multiply(&padded[..to * width], &rows, width, out);
            },
        );
        share(
            dense.chunks_mut((PART * width).max(1)).enumerate(),
            |(part, out)| {
                let from = part * PART;
                let to = from + out.len() / width;
                let rows: Vec<&[f32]> = (from..self.size)
                    .map(|row| &self.factor[row * self.size + from..row * self.size + to])
                    .collect();
                kernel::gradient(&rows, &half[from * width..], width, out);
            },
        );
        let rows = rest
            .chunks_exact_mut(width)
            .zip(slope_rest.chunks_exact(width));
        for ((out, slope), factor) in rows.zip(&self.rest) {
            for (out, slope) in out.iter_mut().zip(slope) {
                *out = factor * slope;
            }
        }
    }
}

/// `L⁻¹` of a symmetric positive matrix `L Lᵀ` whose size is a multiple of [`LANES`], in blocks: what
/// lies outside of them goes through the loops of the trainer.
fn inverse_factor(mut matrix: Vec<f32>, size: usize) -> Vec<f32> {
    let mut inverse = vec![0f32; size * size];
    for from in (0..size).step_by(BLOCK) {
        let to = size.min(from + BLOCK);
        let width = to - from;
        let own = block(&matrix, size, from..to, from..to);
        let corner = inverse_of_factor(&own, width);
        // The panel below: what is there times L⁻ᵀ of the corner.
        let turned = transpose(&corner, width);
        let below = block(&matrix, size, to..size, from..to);
        let mut panel = vec![0f32; below.len()];
        product(&below, width, &turned, width, &mut panel);
        // What the panel explains of the rest, block by block up to the diagonal.
        let across = transpose(&panel, width);
        let rest = size - to;
        share(
            matrix[to * size..].chunks_mut(BLOCK * size).enumerate(),
            |(part, rows)| {
                let first = part * BLOCK;
                let count = rows.len() / size;
                let columns = first + count;
                let mut explained = vec![0f32; count * columns];
                let wanted: Vec<f32> = across
                    .chunks_exact(rest.max(1))
                    .flat_map(|row| row[..columns].iter().copied())
                    .collect();
                let panel: Vec<&[f32]> =
                    panel.chunks_exact(width).skip(first).take(count).collect();
                kernel::multiply(&wanted, &panel, columns, &mut explained);
                for (row, explained) in rows
                    .chunks_exact_mut(size)
                    .zip(explained.chunks_exact(columns))
                {
                    for (value, explained) in row[to..to + columns].iter_mut().zip(explained) {
                        *value -= explained;
                    }
                }
            },
        );
        for (row, panel) in matrix[to * size..]
            .chunks_exact_mut(size)
            .zip(panel.chunks_exact(width))
        {
            row[from..to].copy_from_slice(panel);
        }
        // Rows of the inverse: L⁻¹ of the corner times (unit − row of L times the rows above).
        let known: Vec<&[f32]> = (from..to)
            .map(|row| &matrix[row * size..row * size + from])
            .collect();
        let mut sums = vec![0f32; width * from];
        if from > 0 {
            let above: Vec<f32> = block(&inverse, size, 0..from, 0..from);
            kernel::multiply(&above, &known, from, &mut sums);
        }
        let mut solved = vec![0f32; width * from];
        if from > 0 {
            product(&corner, width, &sums, from, &mut solved);
        }
        for row in 0..width {
            let out = &mut inverse[(from + row) * size..(from + row + 1) * size];
            for (out, value) in out
                .iter_mut()
                .zip(solved.get(row * from..(row + 1) * from).unwrap_or(&[]))
            {
                *out = -value;
            }
            out[from..to].copy_from_slice(&corner[row * width..(row + 1) * width]);
        }
    }
    inverse
}

fn block(matrix: &[f32], size: usize, rows: Range<usize>, columns: Range<usize>) -> Vec<f32> {
    let rows = rows.map(|row| &matrix[row * size..][columns.clone()]);
    rows.flatten().copied().collect()
}

/// `out = a · b`; `a` has `inner` columns, `b` has `width`.
fn product(a: &[f32], inner: usize, b: &[f32], width: usize, out: &mut [f32]) {
    let jobs = out.chunks_mut(PART * width).zip(a.chunks(PART * inner));
    share(jobs, |(out, a)| {
        let rows: Vec<&[f32]> = a.chunks_exact(inner).collect();
        kernel::multiply(b, &rows, width, out);
    });
}

fn transpose(matrix: &[f32], columns: usize) -> Vec<f32> {
    let rows = matrix.len() / columns.max(1);
    let mut turned = vec![0f32; matrix.len()];
    for (row, values) in matrix.chunks_exact(columns).enumerate() {
        for (column, value) in values.iter().enumerate() {
            turned[column * rows + row] = *value;
        }
    }
    turned
}

/// `L⁻¹` of a small matrix, element by element.
fn inverse_of_factor(matrix: &[f32], size: usize) -> Vec<f32> {
    let mut factor: Vec<f64> = matrix.iter().map(|value| f64::from(*value)).collect();
    for row in 0..size {
        for column in 0..=row {
            let known: f64 = (0..column)
                .map(|at| factor[row * size + at] * factor[column * size + at])
                .sum();
            let left = factor[row * size + column] - known;
            factor[row * size + column] = if row == column {
                left.max(1e-12).sqrt()
            } else {
                left / factor[column * size + column]
            };
        }
    }
    let mut inverse = vec![0f32; size * size];
    for unit in 0..size {
        let mut column = vec![0f64; size];
        for row in unit..size {
            let known: f64 = (unit..row)
                .map(|at| factor[row * size + at] * column[at])
                .sum();
            let right = if row == unit { 1.0 } else { 0.0 };
            column[row] = (right - known) / factor[row * size + row];
            inverse[row * size + unit] = column[row] as f32;
        }
    }
    inverse
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slope_that_was_bent_is_straightened() {
        let (texts, first, second) = (400, 90, 70);
        let noise = |at: usize| ((at as f32 * 12.9898).sin() * 43_758.547).fract();
        let store: Vec<Vec<f32>> = (0..texts)
            .map(|text| {
                (0..first + second)
                    .map(|at| noise(text * 977 + at) / (1.0 + at as f32 / 20.0))
                    .collect()
            })
            .collect();
        let dense: Vec<[&[f32]; 2]> = store
            .iter()
            .map(|row| [&row[..first], &row[first..]])
            .collect();
        let (scale, floor, width) = (0.5, 1e-3, LANES);
        let curvature = Curvature::of(&dense, &[0.25 / TOGETHER, 4.0 / TOGETHER], scale, floor);
        let rows = first + second + 3;
        let weights: Vec<f32> = (0..rows * width)
            .map(|at| (at as f32 * 0.7).sin())
            .collect();
        let mut slope = vec![0f32; weights.len()];
        for column in 0..width {
            for row in &store {
                let seen: f32 = row
                    .iter()
                    .zip(0..)
                    .map(|(v, at)| v * weights[at * width + column])
                    .sum();
                for (at, value) in row.iter().enumerate() {
                    slope[at * width + column] += scale * seen * value / texts as f32;
                }
            }
            for at in 0..first + second {
                slope[at * width + column] += LEAST * floor * weights[at * width + column];
            }
            for (at, square) in [0.25, 4.0, 1.0].into_iter().enumerate() {
                let at = (first + second + at) * width + column;
                slope[at] = (scale * square + floor) * weights[at];
            }
        }
        let mut found = vec![0f32; weights.len()];
        curvature.divide(&slope, width, &mut found);
        let worst = found.iter().zip(&weights).map(|(a, b)| (a - b).abs());
        assert!(worst.fold(0.0, f32::max) < 1e-2);
    }
}
