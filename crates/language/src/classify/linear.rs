//! The trainer: a softmax regression over a dense block and a sparse block, for two classes or
//! two hundred.
//!
//! Loss: mean of `−ln p(target)` with `p = softmax(W·x + b)`, targets smoothed by
//! [`LinearOptions::smoothing`], plus `l2/2 · |W|²`. Steps over small batches in an order shuffled
//! by the seed; each feature has its own rate, `rate / √(sum of its mean squared gradients)`
//! (AdaGrad by rows: Duchi et al. 2011, one number a feature instead of one a weight), and all
//! rates sink to zero in a straight line.
#![expect(
    clippy::indexing_slicing,
    reason = "numeric code over buffers that are sized here"
)]

use rand::SeedableRng;
use rand::rngs::SmallRng;
use rand::seq::SliceRandom;

use super::kernel::{self, LANES};

/// What a model looks at in one text; borrowed, so that several models can share the blocks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Input<'a> {
    pub dense: &'a [f32],
    /// Column and value; columns at or above the model's are passed over.
    pub sparse: &'a [(u32, f32)],
}

/// The sizes of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    pub dense: usize,
    pub sparse: usize,
    pub classes: usize,
}

impl Shape {
    fn width(self) -> usize {
        self.classes.next_multiple_of(LANES)
    }
}

/// How to train. The defaults serve short texts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LinearOptions {
    pub epochs: usize,
    pub batch: usize,
    pub rate: f32,
    /// The rate of the sparse block, whose features are many and each seen seldom.
    pub sparse_rate: f32,
    pub l2: f32,
    /// Share of each target that is spread over all classes.
    pub smoothing: f32,
    pub seed: u64,
}

impl Default for LinearOptions {
    fn default() -> Self {
        Self {
            epochs: 10,
            batch: 32,
            rate: 0.3,
            sparse_rate: 0.5,
            l2: 1e-5,
            smoothing: 0.0,
            seed: 1,
        }
    }
}

/// A trained model.
#[derive(Debug, Clone, PartialEq)]
pub struct Linear {
    pub(super) shape: Shape,
    /// Rows of [`Shape::width`] weights, one a feature.
    pub(super) dense: Vec<f32>,
    pub(super) sparse: Vec<f32>,
    pub(super) bias: Vec<f32>,
}

impl Linear {
    /// Trains on inputs and the class of each. Targets at or above `shape.classes` are passed
    /// over. `progress` hears the epochs done.
    pub fn train(
        inputs: &[Input<'_>],
        targets: &[u32],
        shape: Shape,
        options: &LinearOptions,
        mut progress: impl FnMut(usize),
    ) -> Self {
        let width = shape.width();
        let mut trainer = Trainer {
            model: Self {
                shape,
                dense: vec![0.0; shape.dense * width],
                sparse: vec![0.0; shape.sparse * width],
                bias: vec![0.0; width],
            },
            dense_squares: vec![SMALLEST; shape.dense],
            sparse_squares: vec![SMALLEST; shape.sparse],
            bias_square: SMALLEST,
            scores: Vec::new(),
            slope: vec![0.0; shape.dense * width],
        };
        let mut order: Vec<usize> = (0..inputs.len().min(targets.len()))
            .filter(|&at| {
                (targets[at] as usize) < shape.classes && inputs[at].dense.len() == shape.dense
            })
            .collect();
        let mut random = SmallRng::seed_from_u64(options.seed);
        let batch = options.batch.max(1);
        let steps = options.epochs * order.len().div_ceil(batch);
        let mut step = 0;
        for epoch in 0..options.epochs {
            order.shuffle(&mut random);
            for batch in order.chunks(batch) {
                let left = 1.0 - step as f32 / steps as f32;
                trainer.step(inputs, targets, batch, left, options);
                step += 1;
            }
            progress(epoch + 1);
        }
        trainer.model
    }

    /// True when the weights are as many as the shape asks.
    pub(super) fn is_sound(&self) -> bool {
        let width = self.shape.width();
        self.shape.dense.checked_mul(width) == Some(self.dense.len())
            && self.shape.sparse.checked_mul(width) == Some(self.sparse.len())
            && self.bias.len() == width
    }

    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The scores of all classes, before any softmax.
    pub fn scores(&self, input: Input<'_>) -> Vec<f32> {
        let width = self.shape.width();
        let mut out = self.bias.clone();
        if input.dense.len() == self.shape.dense && self.shape.dense > 0 {
            kernel::multiply(&self.dense, &[input.dense], width, &mut out);
        }
        add_sparse(&self.sparse, input.sparse, width, &mut out);
        out.truncate(self.shape.classes);
        out
    }

    /// What a feature of the sparse block adds to a class, for each unit of its value.
    pub fn sparse_weight(&self, column: u32, class: usize) -> f32 {
        let at = column as usize * self.shape.width() + class;
        self.sparse.get(at).copied().unwrap_or(0.0)
    }

    /// The mean over the classes of what a feature of the sparse block adds.
    pub fn mean_weight(&self, column: u32) -> f32 {
        let from = column as usize * self.shape.width();
        let row = self.sparse.get(from..from + self.shape.classes);
        row.map_or(0.0, |row| row.iter().sum::<f32>() / row.len().max(1) as f32)
    }

    /// Bytes held by the weights.
    pub fn bytes(&self) -> usize {
        4 * (self.dense.len() + self.sparse.len() + self.bias.len())
    }
}

/// Where the sums of squares begin: below any gradient that matters.
const SMALLEST: f32 = 1e-6;

struct Trainer {
    model: Linear,
    dense_squares: Vec<f32>,
    sparse_squares: Vec<f32>,
    bias_square: f32,
    scores: Vec<f32>,
    slope: Vec<f32>,
}

impl Trainer {
    fn step(
        &mut self,
        inputs: &[Input<'_>],
        targets: &[u32],
        batch: &[usize],
        left: f32,
        options: &LinearOptions,
    ) {
        let width = self.model.shape.width();
        self.scores.clear();
        for _ in batch {
            self.scores.extend_from_slice(&self.model.bias);
        }
        let rows: Vec<&[f32]> = batch.iter().map(|&at| inputs[at].dense).collect();
        if self.model.shape.dense > 0 {
            kernel::multiply(&self.model.dense, &rows, width, &mut self.scores);
        }
        for (scores, &at) in self.scores.chunks_exact_mut(width).zip(batch) {
            add_sparse(&self.model.sparse, inputs[at].sparse, width, scores);
            to_errors(
                scores,
                targets[at] as usize,
                self.model.shape.classes,
                options.smoothing,
            );
        }
        if self.model.shape.dense > 0 {
            self.dense_step(&rows, options.rate * left, options.l2);
        }
        for (row, &at) in batch.iter().enumerate() {
            self.sparse_step(
                inputs[at].sparse,
                row,
                options.sparse_rate * left,
                options.l2,
            );
        }
        self.bias_step(batch.len(), options.rate * left);
    }

    fn dense_step(&mut self, rows: &[&[f32]], rate: f32, l2: f32) {
        let width = self.model.shape.width();
        let share = 1.0 / rows.len() as f32;
        kernel::gradient(rows, &self.scores, width, &mut self.slope);
        for ((weights, slope), square) in self
            .model
            .dense
            .chunks_exact_mut(width)
            .zip(self.slope.chunks_exact(width))
            .zip(&mut self.dense_squares)
        {
            *square += mean_square(slope, self.model.shape.classes) * share * share;
            let rate = rate / square.sqrt();
            for (weight, slope) in weights.iter_mut().zip(slope) {
                *weight -= rate * (slope * share + l2 * *weight);
            }
        }
    }

    fn sparse_step(&mut self, sparse: &[(u32, f32)], row: usize, rate: f32, l2: f32) {
        let width = self.model.shape.width();
        let errors = &self.scores[row * width..][..width];
        let square = mean_square(errors, self.model.shape.classes);
        for &(column, value) in sparse {
            let column = column as usize;
            if column >= self.model.shape.sparse {
                continue;
            }
            self.sparse_squares[column] += square * value * value;
            let rate = rate / self.sparse_squares[column].sqrt();
            let weights = &mut self.model.sparse[column * width..][..width];
            for (weight, error) in weights.iter_mut().zip(errors) {
                *weight -= rate * (value * error + l2 * *weight);
            }
        }
    }

    fn bias_step(&mut self, rows: usize, rate: f32) {
        let width = self.model.shape.width();
        let mut slope = vec![0f32; width];
        for errors in self.scores.chunks_exact(width) {
            for (slope, error) in slope.iter_mut().zip(errors) {
                *slope += error / rows as f32;
            }
        }
        self.bias_square += mean_square(&slope, self.model.shape.classes);
        let rate = rate / self.bias_square.sqrt();
        for (bias, slope) in self.model.bias.iter_mut().zip(&slope) {
            *bias -= rate * slope;
        }
    }
}

fn add_sparse(weights: &[f32], sparse: &[(u32, f32)], width: usize, out: &mut [f32]) {
    for &(column, value) in sparse {
        let from = column as usize * width;
        let Some(weights) = weights.get(from..from + width) else {
            continue;
        };
        for (out, weight) in out.iter_mut().zip(weights) {
            *out += value * weight;
        }
    }
}

/// Turns scores into `softmax − target`, zero in the padding.
fn to_errors(scores: &mut [f32], target: usize, classes: usize, smoothing: f32) {
    let (scores, padding) = scores.split_at_mut(classes);
    padding.fill(0.0);
    softmax(scores);
    let spread = smoothing / classes as f32;
    scores.iter_mut().for_each(|error| *error -= spread);
    scores[target] -= 1.0 - smoothing;
}

fn mean_square(values: &[f32], classes: usize) -> f32 {
    let mut lanes = [0f32; LANES];
    for chunk in values.as_chunks::<LANES>().0 {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += value * value;
        }
    }
    lanes.iter().sum::<f32>() / classes as f32
}

/// Scores into probabilities, in place.
pub fn softmax(scores: &mut [f32]) {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - top).exp();
        sum += *score;
    }
    for score in scores.iter_mut() {
        *score /= sum;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Sparse = Vec<(u32, f32)>;

    /// Points of three corners, with a mark in the sparse block for the third.
    fn data() -> (Vec<Vec<f32>>, Vec<Sparse>, Vec<u32>) {
        let mut dense = Vec::new();
        let mut sparse = Vec::new();
        let mut targets = Vec::new();
        for at in 0..90u32 {
            let class = at % 3;
            let noise = (at as f32 * 0.77).sin() * 0.3;
            dense.push(match class {
                0 => vec![1.0 + noise, 0.0],
                _ => vec![noise, 1.0],
            });
            sparse.push(if class == 2 {
                vec![(4, 1.0)]
            } else {
                vec![(1, 1.0)]
            });
            targets.push(class);
        }
        (dense, sparse, targets)
    }

    #[test]
    fn learns_from_both_blocks_and_repeats_itself() {
        let (dense, sparse, targets) = data();
        let inputs: Vec<Input<'_>> = dense
            .iter()
            .zip(&sparse)
            .map(|(dense, sparse)| Input { dense, sparse })
            .collect();
        let shape = Shape {
            dense: 2,
            sparse: 5,
            classes: 3,
        };
        let options = LinearOptions {
            rate: 0.5,
            ..LinearOptions::default()
        };
        let model = Linear::train(&inputs, &targets, shape, &options, |_| {});
        let right = inputs.iter().zip(&targets).filter(|(input, target)| {
            let scores = model.scores(**input);
            let best = (0..3).max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
            best == Some(**target as usize)
        });
        assert_eq!(right.count(), targets.len());
        assert!(model.sparse_weight(4, 2) > model.sparse_weight(1, 2));
        assert_eq!(
            model,
            Linear::train(&inputs, &targets, shape, &options, |_| {})
        );
    }

    #[test]
    fn nothing_to_learn_from_is_no_fault() {
        let shape = Shape {
            dense: 0,
            sparse: 0,
            classes: 2,
        };
        let model = Linear::train(&[], &[], shape, &LinearOptions::default(), |_| {});
        assert_eq!(model.scores(Input::default()), vec![0.0, 0.0]);
        let beyond = Linear::train(
            &[Input::default()],
            &[7],
            shape,
            &LinearOptions::default(),
            |_| {},
        );
        assert_eq!(beyond, model);
    }

    #[test]
    fn probabilities_sum_to_one() {
        let mut scores = [1000.0, 999.0, -1000.0];
        softmax(&mut scores);
        assert!((scores.iter().sum::<f32>() - 1.0).abs() < 1e-6 && scores[0] > 0.7);
    }
}
