//! Labels by the meaning of their texts: sentence vectors, less what all texts have in common.

use super::FiledText;
use super::fit::Course;
use crate::embed::{DIMENSIONS, Encoder, QuantVec};

/// Bytes of a text that are encoded; what it is about is said by then.
const READ: usize = 400;
/// Texts encoded together.
const BATCH: usize = 512;
/// Texts whose mean stands for the mean of all.
const MEAN_OF: usize = 4_096;

/// What vectors say about labels.
#[derive(Debug, Default)]
pub(super) struct Meaning {
    /// The mean vector of texts.
    pub mean: Vec<f32>,
    /// The direction of each label's summed vectors, and the length of the sum.
    pub centres: Vec<QuantVec>,
    pub lengths: Vec<f32>,
    /// What a vector adds to each label's logit; learnt.
    pub directions: Vec<QuantVec>,
}

impl Meaning {
    /// Encodes the texts and sums them up by label; also gives the texts' vectors. Nothing
    /// without an encoder.
    pub fn learn(
        encoder: Option<&Encoder>,
        rows: &[FiledText],
        own: &[Vec<u32>],
        labels: usize,
        course: &mut Course<'_>,
    ) -> (Option<Self>, Vec<QuantVec>) {
        let Some(encoder) = encoder else {
            return (None, Vec::new());
        };
        let mean = mean(encoder, rows);
        let mut vectors = Vec::with_capacity(rows.len());
        let mut sums = vec![0f32; labels * DIMENSIONS];
        for (batch, own) in rows.chunks(BATCH).zip(own.chunks(BATCH)) {
            let texts: Vec<&str> = batch.iter().map(|row| start(&row.text)).collect();
            for (mut vector, own) in encoder.encode_batch(&texts).into_iter().zip(own) {
                centre(&mut vector, &mean);
                for &label in own {
                    let from = label as usize * DIMENSIONS;
                    let sum = sums.get_mut(from..).into_iter().flatten();
                    sum.zip(&vector).for_each(|(sum, value)| *sum += value);
                }
                vectors.push(QuantVec::quantise(&vector));
                course.step();
            }
        }
        let mut meaning = Self {
            mean,
            ..Self::default()
        };
        for sum in sums.chunks_mut(DIMENSIONS) {
            meaning.lengths.push(normalise(sum));
            meaning.centres.push(QuantVec::quantise(sum));
            meaning.directions.push(nothing());
        }
        (Some(meaning), vectors)
    }

    /// The vector of a text.
    pub fn see(&self, encoder: &Encoder, text: &str) -> QuantVec {
        let mut vector = encoder.encode(start(text));
        centre(&mut vector, &self.mean);
        QuantVec::quantise(&vector)
    }

    /// The cosine of a text with a label's texts; `own` says that the text is one of them, and
    /// leaves it out.
    pub fn cosine(&self, label: u32, vector: &QuantVec, own: bool) -> f32 {
        let at = label as usize;
        let (Some(centre), Some(&length)) = (self.centres.get(at), self.lengths.get(at)) else {
            return 0.0;
        };
        let cosine = centre.dot(vector);
        if own {
            without_own(cosine * length, length * length)
        } else {
            cosine
        }
    }

    /// What the vector adds to the label's logit.
    pub fn direction(&self, label: u32, vector: &QuantVec) -> f32 {
        self.directions
            .get(label as usize)
            .map_or(0.0, |direction| direction.dot(vector))
    }

    pub fn bytes(&self) -> usize {
        (self.centres.len() + self.directions.len()) * (DIMENSIONS + 24) + self.lengths.len() * 4
    }

    pub fn insert_label(&mut self, at: usize) {
        self.centres.insert(at, nothing());
        self.lengths.insert(at, 0.0);
        self.directions.insert(at, nothing());
    }
}

/// The cosine of a text of length one with the sum of other texts, when `product` is its product
/// with the sum that has it in and `square` that sum's squared length.
pub(super) fn without_own(product: f32, square: f32) -> f32 {
    let rest = square - 2.0 * product + 1.0;
    if rest > 1e-3 {
        (product - 1.0) / rest.sqrt()
    } else {
        0.0
    }
}

fn nothing() -> QuantVec {
    QuantVec::quantise(&[0.0; DIMENSIONS])
}

/// The mean vector of texts that stand evenly apart.
fn mean(encoder: &Encoder, rows: &[FiledText]) -> Vec<f32> {
    let apart = rows.len().div_ceil(MEAN_OF).max(1);
    let some: Vec<&str> = rows
        .iter()
        .step_by(apart)
        .map(|row| start(&row.text))
        .collect();
    let mut mean = vec![0.0; DIMENSIONS];
    for batch in some.chunks(BATCH) {
        for vector in encoder.encode_batch(batch) {
            let share = 1.0 / some.len() as f32;
            mean.iter_mut()
                .zip(vector)
                .for_each(|(mean, value)| *mean += value * share);
        }
    }
    mean
}

fn centre(vector: &mut [f32], mean: &[f32]) {
    vector
        .iter_mut()
        .zip(mean)
        .for_each(|(value, mean)| *value -= mean);
    normalise(vector);
}

/// Brings a vector to length one and tells the length it had.
fn normalise(vector: &mut [f32]) -> f32 {
    let length = vector.iter().map(|v| v * v).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|value| *value /= length);
    }
    length
}

fn start(text: &str) -> &str {
    text.get(..text.floor_char_boundary(READ)).unwrap_or(text)
}
