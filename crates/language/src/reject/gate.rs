//! The gate: a logistic regression over signals, and its threshold.

use rand::SeedableRng;
use rand::rngs::SmallRng;
use rand::seq::SliceRandom;

use super::signals::{self, SIGNALS};
use crate::classify::Reading;
use crate::classify::calibration::solve;

/// How the gate weighs its two faults.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GateOptions {
    /// The most texts in scope that may be lost (turned away though the answer was right), as a
    /// share of all texts in scope.
    pub lost: f64,
}

impl Default for GateOptions {
    fn default() -> Self {
        Self { lost: 0.02 }
    }
}

/// Decides whether a text is in scope.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    mean: [f64; SIGNALS],
    deviation: [f64; SIGNALS],
    weights: [f64; SIGNALS],
    bias: f64,
    threshold: f32,
}

/// A text whose side is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sample {
    signals: [f64; SIGNALS],
    inside: bool,
    /// In scope, and the classifier's answer is right.
    right: bool,
    /// From the dev texts, by which the threshold is chosen when there are any.
    dev: bool,
}

impl Sample {
    /// A text of `class`, or of none (`None`, or the class `outside`).
    pub fn new(reading: &Reading, class: Option<usize>, outside: Option<usize>, dev: bool) -> Self {
        let answer = reading
            .probabilities
            .iter()
            .enumerate()
            .filter(|(class, _)| Some(*class) != outside)
            .max_by(|a, b| a.1.total_cmp(b.1))
            .map(|(class, _)| class);
        let inside = class.is_some() && class != outside;
        Self {
            signals: signals::of(reading, outside, None),
            inside,
            right: inside && class == answer,
            dev,
        }
    }

    /// It belongs to a class.
    pub fn is_inside(&self) -> bool {
        self.inside
    }

    /// It belongs to a class, and the answer is that class.
    pub fn is_right(&self) -> bool {
        self.right
    }

    /// The text as it would look if its class did not exist.
    pub fn without_its_class(reading: &Reading, class: usize) -> Self {
        Self {
            signals: signals::of(reading, None, Some(class)),
            inside: false,
            right: false,
            dev: false,
        }
    }
}

const FOLDS: usize = 5;
/// Ridge on the standardised weights, in samples.
const RIDGE: f64 = 1.0;
const STEPS: usize = 25;

impl Gate {
    /// Fits the regression on all samples; the threshold by folds, so that no sample is judged by
    /// a gate that learnt from it.
    pub(super) fn fit(samples: &[Sample], options: &GateOptions, seed: u64) -> Self {
        let mut gate = Self::regress(samples);
        let mut order: Vec<usize> = (0..samples.len()).collect();
        order.shuffle(&mut SmallRng::seed_from_u64(seed));
        let mut part = vec![0usize; samples.len()];
        for (place, at) in order.into_iter().enumerate() {
            if let Some(part) = part.get_mut(at) {
                *part = place % FOLDS;
            }
        }
        let decide_by_dev = samples.iter().any(|sample| sample.dev && !sample.inside)
            && samples.iter().any(|sample| sample.dev && sample.inside);
        let mut judged = Vec::new();
        for fold in 0..FOLDS {
            let of = |inside: bool| {
                let part = &part;
                samples
                    .iter()
                    .zip(part)
                    .filter(move |(_, part)| (**part == fold) == inside)
                    .map(|(sample, _)| *sample)
            };
            let copy = Self::regress(&of(false).collect::<Vec<_>>());
            for sample in of(true).filter(|sample| sample.dev || !decide_by_dev) {
                judged.push((copy.in_scope(&sample.signals), sample));
            }
        }
        gate.threshold = threshold(judged, options);
        gate
    }

    /// All that it learnt, for keeping: means, deviations, weights, bias, threshold.
    pub(super) fn numbers(&self) -> Vec<f64> {
        let lists = [self.mean, self.deviation, self.weights];
        let mut numbers: Vec<f64> = lists.into_iter().flatten().collect();
        numbers.extend([self.bias, f64::from(self.threshold)]);
        numbers
    }

    /// [`Self::numbers`] again; `None` when there are more or fewer, or they are none.
    pub(super) fn from_numbers(numbers: &[f64]) -> Option<Self> {
        let ([mean, deviation, weights], &[bias, threshold]) = numbers.as_chunks::<SIGNALS>()
        else {
            return None;
        };
        let sound = numbers.iter().all(|number| number.is_finite())
            && deviation.iter().all(|deviation| *deviation > 0.0);
        sound.then_some(Self {
            mean: *mean,
            deviation: *deviation,
            weights: *weights,
            bias,
            threshold: threshold as f32,
        })
    }

    /// The probability that a text with these signals is in scope.
    pub(super) fn in_scope(&self, signals: &[f64; SIGNALS]) -> f32 {
        let mut sum = self.bias;
        for (value, weight) in self.standardise(signals).iter().zip(&self.weights) {
            sum += value * weight;
        }
        (1.0 / (1.0 + (-sum).exp())) as f32
    }

    /// The least probability of being in scope that is accepted.
    pub fn threshold(&self) -> f32 {
        self.threshold
    }

    fn standardise(&self, signals: &[f64; SIGNALS]) -> [f64; SIGNALS] {
        let mut values = *signals;
        for ((value, mean), deviation) in values.iter_mut().zip(&self.mean).zip(&self.deviation) {
            *value = (*value - mean) / deviation;
        }
        values
    }

    /// Both sides weigh the same, however many samples each has.
    fn regress(samples: &[Sample]) -> Self {
        let mut gate = Self {
            mean: [0.0; SIGNALS],
            deviation: [1.0; SIGNALS],
            weights: [0.0; SIGNALS],
            bias: 0.0,
            threshold: 0.0,
        };
        let inside = samples.iter().filter(|sample| sample.inside).count();
        let outside = samples.len() - inside;
        if inside == 0 || outside == 0 {
            return gate;
        }
        gate.measure(samples);
        let rows: Vec<([f64; SIGNALS], f64, f64)> = samples
            .iter()
            .map(|sample| {
                let count = if sample.inside { inside } else { outside };
                let weight = samples.len() as f64 / (2.0 * count as f64);
                (
                    gate.standardise(&sample.signals),
                    f64::from(u8::from(sample.inside)),
                    weight,
                )
            })
            .collect();
        for _ in 0..STEPS {
            let step = gate.newton(&rows);
            for (weight, step) in gate.weights.iter_mut().zip(&step) {
                *weight -= step;
            }
            gate.bias -= step.last().copied().unwrap_or(0.0);
            if step.iter().all(|step| step.abs() < 1e-6) {
                break;
            }
        }
        gate
    }

    fn newton(&self, rows: &[([f64; SIGNALS], f64, f64)]) -> Vec<f64> {
        let mut slope = vec![0f64; SIGNALS + 1];
        let mut curve = vec![vec![0f64; SIGNALS + 1]; SIGNALS + 1];
        for (values, target, weight) in rows {
            let sum: f64 = values.iter().zip(&self.weights).map(|(v, w)| v * w).sum();
            let believed = 1.0 / (1.0 + (-(sum + self.bias)).exp());
            let bent = weight * (believed * (1.0 - believed)).max(1e-4);
            for ((a, slope), row) in values.iter().chain([&1.0]).zip(&mut slope).zip(&mut curve) {
                *slope += weight * (believed - target) * a;
                for (b, cell) in values.iter().chain([&1.0]).zip(row) {
                    *cell += bent * a * b;
                }
            }
        }
        for (at, (weight, slope)) in self.weights.iter().zip(&mut slope).enumerate() {
            *slope += RIDGE * weight;
            if let Some(cell) = curve.get_mut(at).and_then(|row| row.get_mut(at)) {
                *cell += RIDGE;
            }
        }
        solve(&curve, &slope, 1e-9)
    }

    fn measure(&mut self, samples: &[Sample]) {
        let count = samples.len() as f64;
        for (at, (mean, deviation)) in self.mean.iter_mut().zip(&mut self.deviation).enumerate() {
            let values = samples.iter().filter_map(|sample| sample.signals.get(at));
            *mean = values.clone().sum::<f64>() / count;
            let variance = values.map(|value| (value - *mean).powi(2)).sum::<f64>() / count;
            *deviation = if variance > 1e-12 {
                variance.sqrt()
            } else {
                1.0
            };
        }
    }
}

/// The threshold with the greatest sum of right answers in scope and texts outside turned away,
/// both as shares, among those that lose no more than allowed.
fn threshold(mut judged: Vec<(f32, Sample)>, options: &GateOptions) -> f32 {
    judged.sort_by(|a, b| a.0.total_cmp(&b.0));
    let share = |count: usize| 1.0 / count.max(1) as f64;
    let inside = judged.iter().filter(|(_, sample)| sample.inside).count();
    let (per_inside, per_outside) = (share(inside), share(judged.len() - inside));
    let (mut lost, mut caught, mut best, mut threshold) = (0.0, 0.0, 0.0, 0.0);
    for (at, (score, sample)) in judged.iter().enumerate() {
        if sample.right {
            lost += per_inside;
        } else if !sample.inside {
            caught += per_outside;
        }
        if lost > options.lost {
            break;
        }
        let next = judged.get(at + 1).map_or(1.0, |(score, _)| *score);
        if caught - lost > best && next > *score {
            best = caught - lost;
            threshold = (score + next) / 2.0;
        }
    }
    threshold
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(count: usize) -> Vec<Sample> {
        (0..count)
            .map(|at| {
                let inside = at % 4 != 0;
                let mut signals = [0.0; SIGNALS];
                signals[0] = if inside { 1.0 } else { -1.0 } + (at as f64 * 1.3).sin() * 0.8;
                signals[1] = (at as f64 * 0.7).cos();
                Sample {
                    signals,
                    inside,
                    right: inside,
                    dev: false,
                }
            })
            .collect()
    }

    #[test]
    fn learns_which_signal_tells() {
        let gate = Gate::fit(&samples(400), &GateOptions::default(), 1);
        let with = |value: f64| {
            let mut signals = [0.0; SIGNALS];
            signals[0] = value;
            gate.in_scope(&signals)
        };
        assert!(with(1.0) > 0.95 && with(-1.0) < 0.05);
        assert!(gate.weights[0] > 5.0 * gate.weights[1].abs());
        assert!(gate.threshold() > 0.05 && gate.threshold() < 0.95);
    }

    #[test]
    fn without_the_other_side_everything_is_accepted() {
        let inside: Vec<Sample> = samples(40)
            .into_iter()
            .filter(|sample| sample.inside)
            .collect();
        for samples in [inside.as_slice(), &[]] {
            let gate = Gate::fit(samples, &GateOptions::default(), 1);
            assert!(gate.in_scope(&[0.0; SIGNALS]) >= gate.threshold());
        }
    }

    #[test]
    fn no_more_is_lost_than_allowed() {
        let sample = |inside| Sample {
            signals: [0.0; SIGNALS],
            inside,
            right: inside,
            dev: false,
        };
        let judged = || {
            (0..100)
                .map(|at| (at as f32 / 100.0, sample(at % 2 == 0)))
                .collect::<Vec<_>>()
        };
        let strict = threshold(judged(), &GateOptions { lost: 0.0 });
        assert_eq!(strict, 0.0);
        let mild = threshold(judged(), &GateOptions { lost: 0.1 });
        assert!(mild < 0.11, "{mild}");
    }
}
