//! A small network over the encoder's layers: one hidden layer, `p = softmax(V · max(0, W·x + b) +
//! c)`, trained by Adam (Kingma, Ba 2015) with parts of the input and of the hidden layer left out
//! at random (dropout: Srivastava et al. 2014). What it hears in the sum of many weak signs, a
//! linear model cannot: `便宜` is praise beside 好用 and complaint beside 没好货.
#![expect(
    clippy::indexing_slicing,
    reason = "numeric code over buffers that are sized here"
)]

use rand::rngs::SmallRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

use crate::classify::kernel;

/// Units of the hidden layer; a multiple of the kernel's lanes.
const HIDDEN: usize = 64;
const EPOCHS: usize = 8;
const BATCH: usize = 128;
const RATE: f32 = 7e-4;
const DECAY: f32 = 1e-2;
/// Shares that are left out while learning.
const INPUT_DROPPED: f32 = 0.2;
const HIDDEN_DROPPED: f32 = 0.4;
const MOMENTUM: [f32; 2] = [0.9, 0.999];

/// The trained network.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Network {
    /// What is taken from each value of the input, and what the rest is multiplied by.
    centre: Vec<f32>,
    scale: Vec<f32>,
    /// A row of [`HIDDEN`] for each value of the input, and one for the bias.
    first: Vec<f32>,
    second: Vec<f32>,
    bias: f32,
}

/// A set of weights with its running means.
struct Weights {
    values: Vec<f32>,
    means: Vec<f32>,
    squares: Vec<f32>,
}

impl Weights {
    fn new(values: Vec<f32>) -> Self {
        Self {
            means: vec![0.0; values.len()],
            squares: vec![0.0; values.len()],
            values,
        }
    }

    /// One step of Adam; `count` steps were made before.
    fn step(&mut self, slope: &[f32], rate: f32, count: usize) {
        let [first, second] = MOMENTUM;
        let power = (count + 1).min(10_000) as i32;
        let rate = rate * (1.0 - second.powi(power)).sqrt() / (1.0 - first.powi(power));
        for (at, slope) in slope.iter().enumerate() {
            let mean = &mut self.means[at];
            *mean += (1.0 - first) * (slope - *mean);
            let square = &mut self.squares[at];
            *square += (1.0 - second) * (slope * slope - *square);
            self.values[at] -= rate * *mean / (square.sqrt() + 1e-8);
        }
    }
}

impl Network {
    /// Learns which of the rows are of the positive class.
    pub fn train(rows: &[&[f32]], positive: &[bool], seed: u64) -> Self {
        let size = rows.first().map_or(0, |row| row.len());
        let (centre, scale) = standard(rows, size);
        let mut random = SmallRng::seed_from_u64(seed);
        let reach = (2.0 / size.max(1) as f32).sqrt() * 1.7;
        let mut start = |length: usize, reach: f32| -> Vec<f32> {
            (0..length)
                .map(|_| (random.random::<f32>() * 2.0 - 1.0) * reach)
                .collect()
        };
        let mut first = Weights::new(start((size + 1) * HIDDEN, reach));
        let mut second = Weights::new(start(HIDDEN + 1, 0.2));
        first.values[size * HIDDEN..].fill(0.0);
        let mut random = SmallRng::seed_from_u64(seed ^ 1);
        let mut order: Vec<usize> = (0..rows.len()).collect();
        let steps = (EPOCHS * rows.len().div_ceil(BATCH)).max(1);
        let mut slope = vec![0f32; (size + 1) * HIDDEN];
        let mut count = 0;
        for _ in 0..EPOCHS {
            order.shuffle(&mut random);
            for batch in order.chunks(BATCH) {
                let inputs: Vec<Vec<f32>> = batch
                    .iter()
                    .map(|&at| {
                        let mut input = put(rows[at], &centre, &scale);
                        drop_some(&mut input[..size], INPUT_DROPPED, &mut random);
                        input
                    })
                    .collect();
                let inputs: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
                let targets: Vec<f32> = batch
                    .iter()
                    .map(|&at| f32::from(u8::from(positive[at])))
                    .collect();
                let rate = RATE * (1.0 - count as f32 / steps as f32);
                let (errors, last) = back(
                    &first.values,
                    &second.values,
                    &inputs,
                    &targets,
                    &mut random,
                );
                kernel::gradient(&inputs, &errors, HIDDEN, &mut slope);
                let share = 1.0 / batch.len() as f32;
                for (slope, value) in slope.iter_mut().zip(&first.values) {
                    *slope = *slope * share + DECAY * share * value;
                }
                first.step(&slope, rate, count);
                second.step(&last.map(|slope| slope * share), rate, count);
                count += 1;
            }
        }
        let bias = second.values.pop().unwrap_or(0.0);
        Self {
            centre,
            scale,
            first: first.values,
            second: second.values,
            bias,
        }
    }

    /// The logit of the positive class.
    pub fn score(&self, row: &[f32]) -> f32 {
        if row.len() != self.centre.len() {
            return 0.0;
        }
        let mut hidden = vec![0f32; HIDDEN];
        let input = put(row, &self.centre, &self.scale);
        kernel::multiply(&self.first, &[&input], HIDDEN, &mut hidden);
        let sum: f32 = hidden
            .iter()
            .zip(&self.second)
            .map(|(unit, weight)| unit.max(0.0) * weight)
            .sum();
        sum + self.bias
    }

    pub fn bytes(&self) -> usize {
        4 * (self.centre.len() * 2 + self.first.len() + self.second.len() + 1)
    }
}

/// The errors of the hidden layer, a row for each input, and the slopes of the last weights.
fn back(
    first: &[f32],
    second: &[f32],
    inputs: &[&[f32]],
    targets: &[f32],
    random: &mut SmallRng,
) -> (Vec<f32>, [f32; HIDDEN + 1]) {
    let mut hidden = vec![0f32; inputs.len() * HIDDEN];
    kernel::multiply(first, inputs, HIDDEN, &mut hidden);
    let mut last = [0f32; HIDDEN + 1];
    for (units, target) in hidden.chunks_exact_mut(HIDDEN).zip(targets) {
        units.iter_mut().for_each(|unit| *unit = unit.max(0.0));
        drop_some(units, HIDDEN_DROPPED, random);
        let score: f32 = units
            .iter()
            .zip(second)
            .map(|(unit, weight)| unit * weight)
            .sum();
        let error = 1.0 / (1.0 + (-(score + second[HIDDEN])).exp()) - target;
        last[HIDDEN] += error;
        for (at, unit) in units.iter_mut().enumerate() {
            last[at] += error * *unit;
            let kept = if *unit > 0.0 {
                1.0 / (1.0 - HIDDEN_DROPPED)
            } else {
                0.0
            };
            *unit = error * second[at] * kept;
        }
    }
    (hidden, last)
}

/// Mean and one over the deviation of each value.
fn standard(rows: &[&[f32]], size: usize) -> (Vec<f32>, Vec<f32>) {
    let count = rows.len().max(1) as f32;
    let mut centre = vec![0f32; size];
    for row in rows {
        centre
            .iter_mut()
            .zip(*row)
            .for_each(|(sum, value)| *sum += value / count);
    }
    let mut spread = vec![0f32; size];
    for row in rows {
        for ((sum, value), centre) in spread.iter_mut().zip(*row).zip(&centre) {
            *sum += (value - centre).powi(2) / count;
        }
    }
    let scale = spread
        .iter()
        .map(|square| 1.0 / square.sqrt().max(1e-6))
        .collect();
    (centre, scale)
}

/// A row as the network takes it, with a one for the bias at its end.
fn put(row: &[f32], centre: &[f32], scale: &[f32]) -> Vec<f32> {
    let values = row.iter().zip(centre).zip(scale);
    values
        .map(|((value, centre), scale)| (value - centre) * scale)
        .chain([1.0])
        .collect()
}

fn drop_some(values: &mut [f32], share: f32, random: &mut SmallRng) {
    let kept = 1.0 / (1.0 - share);
    for value in values {
        *value *= if random.random::<f32>() < share {
            0.0
        } else {
            kept
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_what_no_line_can_part() {
        let points: Vec<(Vec<f32>, bool)> = (0..2_000)
            .map(|at| {
                let (x, y) = ((at as f32 * 0.7).sin(), (at as f32 * 1.3).cos());
                (vec![x, y], (x > 0.0) == (y > 0.0))
            })
            .collect();
        let rows: Vec<&[f32]> = points.iter().map(|(row, _)| row.as_slice()).collect();
        let positive: Vec<bool> = points.iter().map(|(_, positive)| *positive).collect();
        let repeated: Vec<&[f32]> = rows.iter().copied().cycle().take(40_000).collect();
        let answers: Vec<bool> = positive.iter().copied().cycle().take(40_000).collect();
        let network = Network::train(&repeated, &answers, 3);
        let right = rows
            .iter()
            .zip(&positive)
            .filter(|(row, is)| (network.score(row) > 0.0) == **is);
        assert!(right.count() > 1_600);
        assert_eq!(network.score(&[]), 0.0);
    }
}
