//! The trainer: a softmax regression over dense parts and a sparse one, for two classes or two
//! hundred.
//!
//! Loss: mean of `−ln p(target)` with `p = softmax(W·x + b)`, plus `l2/2 · |W|²`. It is lowered over
//! all texts at once ([`descent`]); products of matrices on two threads, the same to the bit on one.
//!
//! [`descent`]: super::descent
#![expect(
    clippy::indexing_slicing,
    reason = "numeric code over buffers that are sized here"
)]

use super::columns::Columns;
use super::curvature::Curvature;
use super::descent::{DescentOptions, descend};
use super::kernel::{self, LANES};
use super::parallel::share;

/// Dense parts of an input.
pub const PARTS: usize = 2;

/// What a model looks at in one text; borrowed, so that several models can share the blocks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Input<'a> {
    pub dense: [&'a [f32]; PARTS],
    /// Column and value; columns at or above the model's are passed over.
    pub sparse: &'a [(u32, f32)],
}

/// The sizes of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    pub dense: [usize; PARTS],
    pub sparse: usize,
    pub classes: usize,
}

impl Shape {
    fn width(self) -> usize {
        self.classes.next_multiple_of(LANES)
    }

    fn fits(self, input: &Input<'_>) -> bool {
        input.dense.map(<[f32]>::len) == self.dense
    }

    /// Rows of weights: the dense parts, the sparse one, the bias; how many there are of each.
    fn rows(self) -> [usize; PARTS + 2] {
        let [first, second] = self.dense;
        [first, second, self.sparse, 1]
    }

    /// Weights of all rows; `None` where the sizes are no sizes.
    fn weights(self) -> Option<usize> {
        let rows = self.rows();
        let rows = rows
            .iter()
            .try_fold(0usize, |sum, rows| sum.checked_add(*rows))?;
        rows.checked_mul(self.classes.checked_next_multiple_of(LANES)?)
    }

    /// The weights in the order of [`Self::rows`].
    fn split(self, weights: &[f32]) -> [&[f32]; PARTS + 2] {
        let mut rest = weights;
        self.rows().map(|rows| {
            let (part, behind) = rest.split_at(rows * self.width());
            rest = behind;
            part
        })
    }
}

/// How to train. The defaults serve short texts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LinearOptions {
    pub l2: f32,
    pub descent: DescentOptions,
}

impl Default for LinearOptions {
    fn default() -> Self {
        Self {
            l2: 2e-5,
            descent: DescentOptions {
                steps: 30,
                tolerance: 2e-2,
                first: 0.15,
            },
        }
    }
}

/// A trained model.
#[derive(Debug, Clone, PartialEq)]
pub struct Linear {
    pub(super) shape: Shape,
    /// Rows of [`Shape::width`] weights, one a feature, and last the bias.
    pub(super) weights: Vec<f32>,
}

impl Linear {
    /// Trains on inputs and the class of each, from another model of the same shape or from
    /// nothing. Targets at or above `shape.classes` are passed over. `curvature` is that of these
    /// inputs or of many like them.
    pub fn train(
        inputs: &[Input<'_>],
        targets: &[u32],
        shape: Shape,
        options: &LinearOptions,
        curvature: &Curvature,
        start: Option<&Self>,
    ) -> Self {
        let (inputs, targets): (Vec<Input<'_>>, Vec<u32>) = inputs
            .iter()
            .zip(targets)
            .filter(|(input, target)| (**target as usize) < shape.classes && shape.fits(input))
            .unzip();
        let weights = match start {
            Some(start) if start.shape == shape => start.weights.clone(),
            _ => vec![0.0; shape.weights().unwrap_or(0)],
        };
        if inputs.is_empty() {
            return Self { shape, weights };
        }
        let lessons = Lessons::new(&inputs, targets, shape);
        let mut errors = vec![0f32; inputs.len() * shape.width()];
        let width = shape.width();
        let divide = |slope: &[f32], out: &mut [f32]| curvature.divide(slope, width, out);
        let weights = descend(weights, options.descent, divide, |weights, slope| {
            let loss = lessons.errors(weights, &mut errors);
            lessons.slope(&errors, slope);
            let bias = weights.len() - shape.width();
            loss + ridge(&weights[..bias], &mut slope[..bias], options.l2)
        });
        Self { shape, weights }
    }

    /// How the loss over these inputs bends where all classes are as likely.
    pub fn curvature(inputs: &[Input<'_>], shape: Shape, options: &LinearOptions) -> Curvature {
        let inputs: Vec<&Input<'_>> = inputs.iter().filter(|input| shape.fits(input)).collect();
        let dense: Vec<[&[f32]; PARTS]> = inputs
            .iter()
            .step_by(inputs.len().div_ceil(SAMPLE).max(1))
            .map(|input| input.dense)
            .collect();
        let mut squares = vec![0f32; shape.sparse];
        let share_of_one = 1.0 / inputs.len().max(1) as f32;
        for (column, value) in inputs.iter().flat_map(|input| input.sparse) {
            if let Some(square) = squares.get_mut(*column as usize) {
                *square += share_of_one * value * value;
            }
        }
        let likely = 1.0 / shape.classes.max(1) as f32;
        Curvature::of(&dense, &squares, likely * (1.0 - likely), options.l2)
    }

    /// A model between several of one shape: a start for one that learns what all of them learnt.
    pub(super) fn mean(models: &[&Self]) -> Option<Self> {
        let (first, others) = models.split_first()?;
        let mut mean = (*first).clone();
        for other in others.iter().filter(|other| other.shape == first.shape) {
            for (mean, weight) in mean.weights.iter_mut().zip(&other.weights) {
                *mean += weight;
            }
        }
        let share_of_one = 1.0 / models.len() as f32;
        mean.weights
            .iter_mut()
            .for_each(|weight| *weight *= share_of_one);
        Some(mean)
    }

    /// True when the weights are as many as the shape asks.
    pub(super) fn is_sound(&self) -> bool {
        self.shape.weights() == Some(self.weights.len())
    }

    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The scores of all classes, before any softmax.
    pub fn scores(&self, input: Input<'_>) -> Vec<f32> {
        let width = self.shape.width();
        let [dense @ .., sparse, bias] = self.shape.split(&self.weights);
        let mut out = bias.to_vec();
        for (weights, values) in dense.iter().zip(input.dense) {
            if !weights.is_empty() && values.len() * width == weights.len() {
                kernel::multiply(weights, &[values], width, &mut out);
            }
        }
        kernel::gather(sparse, &[input.sparse], width, &mut out);
        out.truncate(self.shape.classes);
        out
    }

    /// What a feature of the sparse block adds to a class, for each unit of its value.
    pub fn sparse_weight(&self, column: u32, class: usize) -> f32 {
        self.sparse_row(column).get(class).copied().unwrap_or(0.0)
    }

    /// The mean over the classes of what a feature of the sparse block adds.
    pub fn mean_weight(&self, column: u32) -> f32 {
        let row = self.sparse_row(column);
        row.iter().sum::<f32>() / row.len().max(1) as f32
    }

    fn sparse_row(&self, column: u32) -> &[f32] {
        let [.., sparse, _] = self.shape.split(&self.weights);
        let from = column as usize * self.shape.width();
        sparse.get(from..from + self.shape.classes).unwrap_or(&[])
    }

    /// Bytes held by the weights.
    pub fn bytes(&self) -> usize {
        4 * self.weights.len()
    }
}

/// Texts that the curvature is reckoned from.
const SAMPLE: usize = 2_048;

/// Texts, or features, that one thread goes through at a time.
const TEXTS: usize = 256;
const FEATURES: usize = 128;

/// What is learnt from, by texts and by features.
struct Lessons<'a> {
    dense: [Vec<&'a [f32]>; PARTS],
    sparse: Vec<&'a [(u32, f32)]>,
    columns: Columns,
    targets: Vec<u32>,
    shape: Shape,
}

impl<'a> Lessons<'a> {
    fn new(inputs: &[Input<'a>], targets: Vec<u32>, shape: Shape) -> Self {
        let sparse: Vec<&[(u32, f32)]> = inputs.iter().map(|input| input.sparse).collect();
        Self {
            dense: std::array::from_fn(|part| {
                inputs.iter().map(|input| input.dense[part]).collect()
            }),
            columns: Columns::of(&sparse, shape.sparse),
            sparse,
            targets,
            shape,
        }
    }

    /// Writes `(softmax − target) / texts` for each text; returns the mean loss.
    fn errors(&self, weights: &[f32], errors: &mut [f32]) -> f64 {
        let width = self.shape.width();
        let [dense @ .., sparse, bias] = self.shape.split(weights);
        let share_of_one = 1.0 / self.targets.len() as f32;
        let mut losses = vec![0f64; self.targets.len().div_ceil(TEXTS)];
        let jobs = errors
            .chunks_mut(TEXTS * width)
            .zip(&mut losses)
            .enumerate();
        share(jobs, |(at, (errors, loss))| {
            let texts = at * TEXTS..at * TEXTS + errors.len() / width;
            for scores in errors.chunks_exact_mut(width) {
                scores.copy_from_slice(bias);
            }
            for (weights, rows) in dense.iter().zip(&self.dense) {
                if !weights.is_empty() {
                    kernel::multiply(weights, &rows[texts.clone()], width, errors);
                }
            }
            kernel::gather(sparse, &self.sparse[texts.clone()], width, errors);
            for (scores, target) in errors.chunks_exact_mut(width).zip(&self.targets[texts]) {
                let (scores, padding) = scores.split_at_mut(self.shape.classes);
                padding.fill(0.0);
                softmax(scores);
                let right = &mut scores[*target as usize];
                *loss -= f64::from(right.max(1e-30)).ln();
                *right -= 1.0;
                scores.iter_mut().for_each(|error| *error *= share_of_one);
            }
        });
        losses.iter().sum::<f64>() * f64::from(share_of_one)
    }

    /// Writes the slope of the loss at these errors.
    fn slope(&self, errors: &[f32], slope: &mut [f32]) {
        let width = self.shape.width();
        let mut rest = slope;
        for (part, size) in self.shape.dense.into_iter().enumerate() {
            let (dense, behind) = rest.split_at_mut(size * width);
            rest = behind;
            share(
                dense.chunks_mut(FEATURES * width).enumerate(),
                |(at, out)| {
                    let features = at * FEATURES..at * FEATURES + out.len() / width;
                    let rows = self.dense[part].iter();
                    let rows: Vec<&[f32]> = rows.map(|row| &row[features.clone()]).collect();
                    kernel::gradient(&rows, errors, width, out);
                },
            );
        }
        let (sparse, bias) = rest.split_at_mut(self.shape.sparse * width);
        self.columns.gather(errors, width, sparse);
        bias.fill(0.0);
        for errors in errors.chunks_exact(width) {
            for (slope, error) in bias.iter_mut().zip(errors) {
                *slope += error;
            }
        }
    }
}

/// Adds the pull towards zero to the slope and returns its height.
fn ridge(weights: &[f32], slope: &mut [f32], l2: f32) -> f64 {
    const PART: usize = 1 << 14;
    let mut sums = vec![0f64; weights.len().div_ceil(PART)];
    let jobs = weights
        .chunks(PART)
        .zip(slope.chunks_mut(PART))
        .zip(&mut sums);
    share(jobs, |((weights, slope), sum)| {
        let mut squares = [0f32; LANES];
        let (weights, slope) = (
            weights.as_chunks::<LANES>().0,
            slope.as_chunks_mut::<LANES>().0,
        );
        for (weights, slope) in weights.iter().zip(slope) {
            for at in 0..LANES {
                slope[at] += l2 * weights[at];
                squares[at] += weights[at] * weights[at];
            }
        }
        *sum = squares.iter().map(|square| f64::from(*square)).sum();
    });
    0.5 * f64::from(l2) * sums.iter().sum::<f64>()
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

    const SHAPE: Shape = Shape {
        dense: [2, 0],
        sparse: 5,
        classes: 3,
    };

    #[test]
    fn learns_from_all_parts_and_repeats_itself() {
        let (dense, sparse, targets) = data();
        let inputs: Vec<Input<'_>> = dense
            .iter()
            .zip(&sparse)
            .map(|(dense, sparse)| Input {
                dense: [dense, &[]],
                sparse,
            })
            .collect();
        let options = LinearOptions::default();
        let bent = Linear::curvature(&inputs, SHAPE, &options);
        let model = Linear::train(&inputs, &targets, SHAPE, &options, &bent, None);
        let right = inputs.iter().zip(&targets).filter(|(input, target)| {
            let scores = model.scores(**input);
            let best = (0..3).max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
            best == Some(**target as usize)
        });
        assert_eq!(right.count(), targets.len());
        assert!(model.sparse_weight(4, 2) > model.sparse_weight(1, 2));
        let again = Linear::train(&inputs, &targets, SHAPE, &options, &bent, None);
        assert_eq!(model, again);
        // From its own end there is little left to go.
        let further = Linear::train(&inputs, &targets, SHAPE, &options, &bent, Some(&model));
        let moved = further.weights.iter().zip(&model.weights);
        assert!(moved.map(|(a, b)| (a - b).abs()).fold(0.0, f32::max) < 1.5);
    }

    #[test]
    fn slopes_are_those_of_the_loss() {
        let (dense, sparse, targets) = data();
        let inputs: Vec<Input<'_>> = dense
            .iter()
            .zip(&sparse)
            .map(|(dense, sparse)| Input {
                dense: [&dense[..1], &dense[1..]],
                sparse,
            })
            .collect();
        let shape = Shape {
            dense: [1, 1],
            ..SHAPE
        };
        let lessons = Lessons::new(&inputs, targets, shape);
        let mut weights: Vec<f32> = (0..shape.weights().unwrap())
            .map(|at| (at as f32 * 0.37).sin() * 0.2)
            .collect();
        let mut errors = vec![0f32; inputs.len() * LANES];
        let mut slope = vec![0f32; weights.len()];
        lessons.errors(&weights, &mut errors);
        lessons.slope(&errors, &mut slope);
        for at in [0, 17, LANES * 3 + 1, LANES * 6 + 2, LANES * 7] {
            let mut loss_at = |by: f32| {
                weights[at] += by;
                let loss = lessons.errors(&weights, &mut errors);
                weights[at] -= by;
                loss
            };
            let rise = (loss_at(0.01) - loss_at(-0.01)) / 0.02;
            assert!(
                (rise as f32 - slope[at]).abs() < 1e-3,
                "{at}: {rise} {}",
                slope[at]
            );
        }
    }

    #[test]
    fn nothing_to_learn_from_is_no_fault() {
        let shape = Shape {
            dense: [0, 0],
            sparse: 0,
            classes: 2,
        };
        let options = LinearOptions::default();
        let bent = Linear::curvature(&[], shape, &options);
        let model = Linear::train(&[], &[], shape, &options, &bent, None);
        assert_eq!(model.scores(Input::default()), vec![0.0, 0.0]);
        let beyond = Linear::train(&[Input::default()], &[7], shape, &options, &bent, None);
        assert_eq!(beyond, model);
    }

    #[test]
    fn probabilities_sum_to_one() {
        let mut scores = [1000.0, 999.0, -1000.0];
        softmax(&mut scores);
        assert!((scores.iter().sum::<f32>() - 1.0).abs() < 1e-6 && scores[0] > 0.7);
    }
}
