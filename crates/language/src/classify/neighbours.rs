//! The nearest training texts in a space where the differences inside a class count little.
//!
//! With `S` the covariance of the sentence vectors around the means of their classes, drawn to its
//! own mean variance by [`SHRINKAGE`], a vector becomes `L⁻¹ (v − mean)` with `S = L Lᵀ`, brought
//! to length one (within-class covariance normalisation: Hatch et al. 2006). A class scores
//! `ln(Σ exp(SHARPNESS · (cosine − 1)))` over its texts among the [`NEAREST`], and by another voice
//! `SHARPNESS · cosine` to its prototype, the mean of its texts there.
#![expect(
    clippy::indexing_slicing,
    reason = "numeric code over buffers that are sized here"
)]

use super::kernel;
use crate::embed::{DIMENSIONS, QuantVec, dot};

const SHRINKAGE: f64 = 0.3;
const NEAREST: usize = 10;
const SHARPNESS: f32 = 10.0;
/// What a class without a text among the nearest is given.
const NOTHING: f32 = 1e-6;

/// The whitened training texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbours {
    pub(super) mean: Vec<f32>,
    /// `L⁻¹`, transposed: a row for each value of the vector that goes in.
    pub(super) whitening: Vec<f32>,
    pub(super) texts: Texts,
    /// The mean direction of each class, length one.
    pub(super) prototypes: Vec<QuantVec>,
}

/// Whitened texts in one block, which a search runs through from end to end.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Texts {
    /// [`DIMENSIONS`] bytes for each text.
    values: Vec<i8>,
    /// For each text what a byte is worth, and its class.
    rest: Vec<(f32, u32)>,
}

impl Texts {
    pub(super) fn push(&mut self, vector: &QuantVec, class: u32) {
        self.values.extend_from_slice(&vector.values);
        self.rest.push((vector.scale, class));
    }

    pub(super) fn len(&self) -> usize {
        self.rest.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&[i8], f32, u32)> {
        let rows = self.values.chunks_exact(DIMENSIONS);
        rows.zip(&self.rest)
            .map(|(row, &(scale, class))| (row, scale, class))
    }
}

/// What the neighbourhood of a text says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Neighbourhood {
    /// What the nearest texts say of each class; taken by the classifier.
    pub scores: Vec<f32>,
    /// What the prototypes say of each class; taken by the classifier.
    pub prototypes: Vec<f32>,
    /// The greatest cosines, falling, each with its class.
    pub nearest: Vec<(f32, u32)>,
}

impl Neighbours {
    /// Learns from vectors and their classes.
    pub fn train(vectors: &[&[f32]], targets: &[u32], classes: usize) -> Self {
        let size = DIMENSIONS;
        let mean = mean_of(vectors.iter().copied());
        let mut sums = vec![vec![0f32; size]; classes];
        let mut counts = vec![0f32; classes];
        for (vector, &target) in vectors.iter().zip(targets) {
            counts[target as usize] += 1.0;
            add(&mut sums[target as usize], vector, 1.0);
        }
        let mut covariance = vec![0f64; size * size];
        let mut part = vec![0f32; size * size];
        for chunk in vectors.iter().zip(targets).collect::<Vec<_>>().chunks(64) {
            let mut flat = vec![0f32; chunk.len() * size];
            for (row, (vector, target)) in flat.chunks_exact_mut(size).zip(chunk) {
                row.copy_from_slice(vector);
                let class = **target as usize;
                add(row, &sums[class], -1.0 / counts[class]);
            }
            let rows: Vec<&[f32]> = flat.chunks_exact(size).collect();
            kernel::gradient(&rows, &flat, size, &mut part);
            for (sum, value) in covariance.iter_mut().zip(&part) {
                *sum += f64::from(*value);
            }
        }
        let mut neighbours = Self {
            mean,
            whitening: whitening(covariance, vectors.len().saturating_sub(classes).max(1)),
            texts: Texts::default(),
            prototypes: Vec::new(),
        };
        let mut means = vec![vec![0f32; size]; classes];
        for (chunk, targets) in vectors.chunks(64).zip(targets.chunks(64)) {
            let whitened = neighbours.whiten(chunk);
            for (row, &target) in whitened.chunks_exact(size).zip(targets) {
                add(&mut means[target as usize], row, 1.0);
                neighbours.texts.push(&QuantVec::quantise(row), target);
            }
        }
        for mut mean in means {
            shorten(&mut mean);
            neighbours.prototypes.push(QuantVec::quantise(&mean));
        }
        neighbours
    }

    /// Looks around a sentence vector.
    pub fn look(&self, vector: &[f32], classes: usize) -> Neighbourhood {
        if vector.len() != DIMENSIONS {
            return Neighbourhood {
                scores: vec![0.0; classes],
                prototypes: vec![0.0; classes],
                nearest: Vec::new(),
            };
        }
        let query = QuantVec::quantise(&self.whiten(&[vector]));
        let mut all: Vec<(f32, u32)> = self
            .texts
            .iter()
            .map(|(row, scale, class)| {
                let product = dot(row, &query.values) as f32;
                (product * scale * query.scale, class)
            })
            .collect();
        let nearest = NEAREST.min(all.len());
        if nearest < all.len() {
            all.select_nth_unstable_by(nearest, |a, b| b.0.total_cmp(&a.0));
        }
        all.truncate(nearest);
        all.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut scores = vec![NOTHING; classes];
        for (cosine, class) in &all {
            if let Some(score) = scores.get_mut(*class as usize) {
                *score += (SHARPNESS * (cosine - 1.0)).exp();
            }
        }
        scores.iter_mut().for_each(|score| *score = score.ln());
        let prototypes = self
            .prototypes
            .iter()
            .map(|mean| SHARPNESS * mean.dot(&query));
        Neighbourhood {
            scores,
            prototypes: prototypes.collect(),
            nearest: all,
        }
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        4 * (self.mean.len() + self.whitening.len())
            + (self.texts.len() + self.prototypes.len()) * (DIMENSIONS + 24)
    }

    fn whiten(&self, vectors: &[&[f32]]) -> Vec<f32> {
        let centred: Vec<Vec<f32>> = vectors
            .iter()
            .map(|vector| vector.iter().zip(&self.mean).map(|(v, m)| v - m).collect())
            .collect();
        let rows: Vec<&[f32]> = centred.iter().map(Vec::as_slice).collect();
        let mut out = vec![0f32; rows.len() * DIMENSIONS];
        kernel::multiply(&self.whitening, &rows, DIMENSIONS, &mut out);
        for row in out.chunks_exact_mut(DIMENSIONS) {
            shorten(row);
        }
        out
    }
}

fn mean_of<'a>(vectors: impl ExactSizeIterator<Item = &'a [f32]>) -> Vec<f32> {
    let share = 1.0 / vectors.len().max(1) as f32;
    let mut mean = vec![0f32; DIMENSIONS];
    for vector in vectors {
        add(&mut mean, vector, share);
    }
    mean
}

fn add(to: &mut [f32], values: &[f32], factor: f32) {
    for (to, value) in to.iter_mut().zip(values) {
        *to += factor * value;
    }
}

/// Brings a row to length one.
fn shorten(row: &mut [f32]) {
    let square = row.iter().map(|value| value * value).sum::<f32>();
    let norm = square.max(1e-12).sqrt();
    row.iter_mut().for_each(|value| *value /= norm);
}

/// `L⁻¹` transposed, of the shrunken covariance. Without any spread (one text a class) the space
/// stays as it is.
fn whitening(mut covariance: Vec<f64>, degrees: usize) -> Vec<f32> {
    let size = DIMENSIONS;
    covariance
        .iter_mut()
        .for_each(|value| *value /= degrees as f64);
    let spread = (0..size).map(|at| covariance[at * size + at]).sum::<f64>() / size as f64;
    if spread <= 1e-12 {
        let mut plain = vec![0f32; size * size];
        (0..size).for_each(|at| plain[at * size + at] = 1.0);
        return plain;
    }
    // Only the size of the spread relative to itself matters, so it is brought to one.
    for (at, value) in covariance.iter_mut().enumerate() {
        *value *= (1.0 - SHRINKAGE) / spread;
        if at % (size + 1) == 0 {
            *value += SHRINKAGE;
        }
    }
    let factor = cholesky(covariance, size);
    // Row by row: L⁻¹ e for the unit vectors e, kept as columns, which is the transpose.
    let mut inverse = vec![0f32; size * size];
    let mut column = vec![0f64; size];
    for unit in 0..size {
        for row in unit..size {
            let known: f64 = factor[row * size + unit..row * size + row]
                .iter()
                .zip(&column[unit..row])
                .map(|(a, b)| a * b)
                .sum();
            let right = if row == unit { 1.0 } else { 0.0 };
            column[row] = (right - known) / factor[row * size + row];
            inverse[unit * size + row] = column[row] as f32;
        }
    }
    inverse
}

/// The lower triangle `L` with `L Lᵀ = matrix`; the matrix is positive by its shrinkage.
fn cholesky(mut matrix: Vec<f64>, size: usize) -> Vec<f64> {
    for row in 0..size {
        let (above, rest) = matrix.split_at_mut(row * size);
        let current = &mut rest[..size];
        for column in 0..row {
            let other = &above[column * size..][..size];
            let known: f64 = current[..column]
                .iter()
                .zip(&other[..column])
                .map(|(a, b)| a * b)
                .sum();
            current[column] = (current[column] - known) / other[column];
        }
        let known: f64 = current[..row].iter().map(|a| a * a).sum();
        current[row] = (current[row] - known).max(1e-9).sqrt();
    }
    matrix
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vector(seed: usize) -> Vec<f32> {
        (0..DIMENSIONS)
            .map(|at| ((at * 31 + seed * 17) as f32 * 0.7).sin())
            .collect()
    }

    #[test]
    fn a_training_text_is_its_own_nearest() {
        let vectors: Vec<Vec<f32>> = (0..12).map(vector).collect();
        let rows: Vec<&[f32]> = vectors.iter().map(Vec::as_slice).collect();
        let targets: Vec<u32> = (0..12).map(|at| at % 3).collect();
        let neighbours = Neighbours::train(&rows, &targets, 3);
        for (row, target) in rows.iter().zip(&targets) {
            let seen = neighbours.look(row, 3);
            assert!(seen.nearest[0].0 > 0.98 && seen.nearest[0].1 == *target);
            assert_eq!(seen.nearest.len(), NEAREST);
        }
        assert_eq!(neighbours.look(&[], 3).scores, [0.0; 3]);
    }

    #[test]
    fn whitening_undoes_the_covariance() {
        // A diagonal covariance: each value is divided by its deviation.
        let mut covariance = vec![0f64; DIMENSIONS * DIMENSIONS];
        for at in 0..DIMENSIONS {
            covariance[at * DIMENSIONS + at] = if at % 2 == 0 { 1.5 } else { 0.5 };
        }
        let inverse = whitening(covariance, 1);
        let expected = |variance: f64| 1.0 / ((1.0 - SHRINKAGE) * variance + SHRINKAGE).sqrt();
        assert!((f64::from(inverse[0]) - expected(1.5)).abs() < 1e-5);
        assert!((f64::from(inverse[DIMENSIONS + 1]) - expected(0.5)).abs() < 1e-5);
    }

    #[test]
    fn one_text_a_class_is_enough() {
        let (a, b) = (vector(1), vector(2));
        let neighbours = Neighbours::train(&[&a, &b], &[0, 1], 2);
        let seen = neighbours.look(&a, 2);
        assert!(seen.scores[0] > seen.scores[1]);
    }
}
