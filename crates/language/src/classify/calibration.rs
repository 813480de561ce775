//! Makes scores honest: of the texts that get probability 0.8, about eight in ten are right.
//!
//! The probability of class `c` is `softmax(Σ weightₑ · scoreₑ)` over the experts `e`. The weights
//! are those under which texts that no expert has learnt from are most likely (stacking: Wolpert
//! 1992; with one expert it is temperature scaling: Guo et al. 2017), found by Newton's method and
//! drawn a little to the weights that serve when there is nothing to learn from.

use super::linear::softmax;

/// Pulls each weight to its start with this many texts' worth of evidence.
const PULL: f64 = 2.0;
const STEPS: usize = 30;

/// Fits the weight of each expert. `scores[text][expert][class]`; `start` are the weights to begin
/// with and to keep where the texts say nothing.
pub fn fit_weights(scores: &[Vec<Vec<f32>>], targets: &[u32], start: &[f32]) -> Vec<f32> {
    let mut weights: Vec<f64> = start.iter().map(|weight| f64::from(*weight)).collect();
    let mut before = loss(scores, targets, &weights, start);
    let mut damping = 1e-3;
    for _ in 0..STEPS {
        let (slope, curve) = slopes(scores, targets, &weights, start);
        let mut improved = false;
        for _ in 0..8 {
            let step = solve(&curve, &slope, damping);
            let tried: Vec<f64> = weights
                .iter()
                .zip(&step)
                .map(|(weight, step)| (weight - step).max(0.0))
                .collect();
            let after = loss(scores, targets, &tried, start);
            if after < before {
                improved = before - after > 1e-7 * before.abs();
                (weights, before) = (tried, after);
                damping = (damping * 0.3).max(1e-9);
                break;
            }
            damping *= 10.0;
        }
        if !improved {
            break;
        }
    }
    weights.into_iter().map(|weight| weight as f32).collect()
}

/// The weighted sum of the experts' scores as probabilities.
pub fn probabilities(scores: &[Vec<f32>], weights: &[f32]) -> Vec<f32> {
    let mut sum = vec![0f32; scores.first().map_or(0, Vec::len)];
    for (scores, weight) in scores.iter().zip(weights) {
        for (sum, score) in sum.iter_mut().zip(scores) {
            *sum += weight * score;
        }
    }
    softmax(&mut sum);
    sum
}

/// Expected calibration error: the mean gap between the probability of the answer and the share of
/// right ones, over `bins` equal parts of 0..1, weighed by how many texts fall into each
/// (Naeini et al. 2015). Takes the answer's probability and whether it was right.
pub fn expected_error(answers: &[(f32, bool)], bins: usize) -> f64 {
    let mut sums = vec![(0f64, 0f64); bins];
    for (probability, right) in answers {
        let bin = ((f64::from(*probability) * bins as f64).ceil() as usize).clamp(1, bins) - 1;
        if let Some((believed, true_ones)) = sums.get_mut(bin) {
            *believed += f64::from(*probability);
            *true_ones += f64::from(u8::from(*right));
        }
    }
    sums.iter()
        .map(|(believed, right)| (believed - right).abs())
        .sum::<f64>()
        / answers.len().max(1) as f64
}

fn loss(scores: &[Vec<Vec<f32>>], targets: &[u32], weights: &[f64], start: &[f32]) -> f64 {
    let single: Vec<f32> = weights.iter().map(|weight| *weight as f32).collect();
    let mut loss = 0.0;
    for (scores, target) in scores.iter().zip(targets) {
        let probabilities = probabilities(scores, &single);
        let right = probabilities.get(*target as usize).copied().unwrap_or(0.0);
        loss -= f64::from(right.max(1e-30)).ln();
    }
    let pull: f64 = weights
        .iter()
        .zip(start)
        .map(|(weight, start)| squared_ratio(*weight, *start))
        .sum();
    loss + 0.5 * PULL * pull
}

fn squared_ratio(weight: f64, start: f32) -> f64 {
    let start = f64::from(start).max(1e-6);
    ((weight - start) / start).powi(2)
}

/// The first and second derivatives of the loss.
fn slopes(
    scores: &[Vec<Vec<f32>>],
    targets: &[u32],
    weights: &[f64],
    start: &[f32],
) -> (Vec<f64>, Vec<Vec<f64>>) {
    let experts = weights.len();
    let single: Vec<f32> = weights.iter().map(|weight| *weight as f32).collect();
    let mut slope = vec![0f64; experts];
    let mut curve = vec![vec![0f64; experts]; experts];
    for (scores, target) in scores.iter().zip(targets) {
        let probabilities = probabilities(scores, &single);
        let expected: Vec<f64> = scores
            .iter()
            .map(|scores| dot(&probabilities, scores))
            .collect();
        for (a, row) in curve.iter_mut().enumerate() {
            let (Some(scores_a), Some(mean_a)) = (scores.get(a), expected.get(a)) else {
                continue;
            };
            let right = scores_a.get(*target as usize).copied().unwrap_or(0.0);
            if let Some(slope) = slope.get_mut(a) {
                *slope += mean_a - f64::from(right);
            }
            for ((cell, scores_b), mean_b) in row.iter_mut().zip(scores).zip(&expected) {
                let both: f64 = probabilities
                    .iter()
                    .zip(scores_a.iter().zip(scores_b))
                    .map(|(p, (a, b))| f64::from(p * a * b))
                    .sum();
                *cell += both - mean_a * mean_b;
            }
        }
    }
    for (at, ((slope, weight), start)) in slope.iter_mut().zip(weights).zip(start).enumerate() {
        let start = f64::from(*start).max(1e-6);
        *slope += PULL * (weight - start) / (start * start);
        if let Some(cell) = curve.get_mut(at).and_then(|row| row.get_mut(at)) {
            *cell += PULL / (start * start);
        }
    }
    (slope, curve)
}

fn dot(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from(a * b)).sum()
}

/// Solves `(matrix + damping · diagonal) x = right` by elimination; the matrix is small.
pub(crate) fn solve(matrix: &[Vec<f64>], right: &[f64], damping: f64) -> Vec<f64> {
    let mut rows: Vec<Vec<f64>> = matrix
        .iter()
        .zip(right)
        .enumerate()
        .map(|(at, (row, right))| {
            let mut row = row.clone();
            if let Some(cell) = row.get_mut(at) {
                *cell += damping * (cell.abs() + 1e-9);
            }
            row.push(*right);
            row
        })
        .collect();
    let size = rows.len();
    for pivot in 0..size {
        let best = (pivot..size).max_by(|a, b| {
            cell(&rows, *a, pivot)
                .abs()
                .total_cmp(&cell(&rows, *b, pivot).abs())
        });
        rows.swap(pivot, best.unwrap_or(pivot));
        let divisor = cell(&rows, pivot, pivot);
        if divisor.abs() < 1e-300 {
            continue;
        }
        let Some(base) = rows.get(pivot).cloned() else {
            continue;
        };
        for (at, row) in rows.iter_mut().enumerate() {
            if at == pivot {
                continue;
            }
            let factor = row.get(pivot).copied().unwrap_or(0.0) / divisor;
            for (cell, base) in row.iter_mut().zip(&base) {
                *cell -= factor * base;
            }
        }
    }
    (0..size)
        .map(|at| {
            let divisor = cell(&rows, at, at);
            if divisor.abs() < 1e-300 {
                0.0
            } else {
                cell(&rows, at, size) / divisor
            }
        })
        .collect()
}

fn cell(rows: &[Vec<f64>], row: usize, column: usize) -> f64 {
    rows.get(row)
        .and_then(|row| row.get(column))
        .copied()
        .unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_good_expert_gets_weight_and_a_bad_one_none() {
        let mut scores = Vec::new();
        let mut targets = Vec::new();
        for at in 0..200u32 {
            let target = at % 2;
            let sure = if at % 10 == 0 { -1.0 } else { 1.0 };
            let sign = if target == 0 { sure } else { -sure };
            let noise = (at as f32 * 12.9).sin();
            scores.push(vec![vec![sign, 0.0], vec![noise, -noise]]);
            targets.push(target);
        }
        let weights = fit_weights(&scores, &targets, &[1.0, 1.0]);
        assert!(weights[0] > 1.8 && weights[1] < 0.3, "{weights:?}");
        // Nine in ten are right, so that is what it says.
        let sure = probabilities(&scores[1], &[weights[0], 0.0])[1];
        assert!((sure - 0.9).abs() < 0.03, "{sure}");
    }

    #[test]
    fn nothing_to_learn_from_keeps_the_start() {
        assert_eq!(fit_weights(&[], &[], &[1.0, 0.5]), [1.0, 0.5]);
    }

    #[test]
    fn the_error_is_the_gap() {
        let answers = [(0.9, true), (0.9, false), (0.3, false), (1.0, true)];
        assert!((expected_error(&answers, 10) - (0.8 + 0.3) / 4.0).abs() < 1e-6);
        assert_eq!(expected_error(&[], 15), 0.0);
        assert_eq!(expected_error(&[(0.0, false)], 15), 0.0);
    }

    #[test]
    fn solves() {
        let x = solve(&[vec![0.0, 2.0], vec![4.0, 1.0]], &[2.0, 5.0], 0.0);
        assert!((x[0] - 1.0).abs() < 1e-6 && (x[1] - 1.0).abs() < 1e-6);
    }
}
