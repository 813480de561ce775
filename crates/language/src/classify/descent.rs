//! Finds the lowest point of a smooth function of many numbers: L-BFGS (Liu, Nocedal 1989).
//!
//! A step is a sum of what the last steps were and how the slope changed over them. Its factors
//! follow from the products of these vectors with each other alone (Chen et al. 2014), so one pass
//! over memory reckons all products and one makes the step, each on two threads.
#![expect(
    clippy::indexing_slicing,
    reason = "numeric code over buffers that are sized here"
)]

use super::parallel::{parallel, share};

/// Steps that are remembered.
const MEMORY: usize = 5;
/// Numbers that one thread goes through at a time.
const PART: usize = 1 << 13;
/// Share of the promised fall that a step must bring.
const ENOUGH: f64 = 1e-4;
/// A step that fails is tried again, so much shorter, at most so often.
const SHORTER: f32 = 0.4;
const TRIES: usize = 12;

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DescentOptions {
    pub steps: usize,
    /// Stops when two steps together lower the function by less than this share of it.
    pub tolerance: f64,
    /// The longest first step, as a share of what the guess at the curvature asks for.
    pub first: f64,
}

/// Goes down from `point`. `slope_at` writes the slope at a point and returns the height there;
/// `shape` writes what a slope becomes under a first guess at the inverse of the curvature, which is
/// linear, symmetric and positive.
pub(crate) fn descend(
    mut point: Vec<f32>,
    options: DescentOptions,
    shape: impl Fn(&[f32], &mut [f32]),
    mut slope_at: impl FnMut(&[f32], &mut [f32]) -> f64,
) -> Vec<f32> {
    let mut slope = vec![0f32; point.len()];
    let mut height = slope_at(&point, &mut slope);
    let mut shaped = slope.clone();
    shape(&slope, &mut shaped);
    let (mut tried, mut next_slope) = (point.clone(), slope.clone());
    let mut next_shaped = slope.clone();
    let mut past = Past::default();
    let mut heights = vec![height];
    for _ in 0..options.steps {
        let (step, fall) = past.step(&slope, &shaped);
        // Little is known of the curve before the first step; a length of one is safe.
        let mut length = if past.steps.is_empty() {
            (1.0 / fall.abs().sqrt().max(1e-12)).min(options.first) as f32
        } else {
            1.0
        };
        let mut lower = None;
        for _ in 0..TRIES {
            add_scaled(&mut tried, &point, &step, length);
            let found = slope_at(&tried, &mut next_slope);
            if found <= height + ENOUGH * f64::from(length) * fall {
                lower = Some(found);
                break;
            }
            length *= SHORTER;
        }
        let Some(found) = lower else { break };
        shape(&next_slope, &mut next_shaped);
        past.remember(step, length, [&slope, &next_slope], [&shaped, &next_shaped]);
        std::mem::swap(&mut point, &mut tried);
        std::mem::swap(&mut slope, &mut next_slope);
        std::mem::swap(&mut shaped, &mut next_shaped);
        height = found;
        let before = heights[heights.len().saturating_sub(2)];
        heights.push(height);
        if heights.len() > 3 && before - height < options.tolerance * height.abs() {
            break;
        }
    }
    point
}

/// The guess of one who knows nothing of the curvature.
pub(crate) fn plain(slope: &[f32], shaped: &mut [f32]) {
    shaped.copy_from_slice(slope);
}

/// The last steps and the changes of slope over them, plain and shaped, oldest first.
#[derive(Default)]
struct Past {
    steps: Vec<Vec<f32>>,
    changes: Vec<Vec<f32>>,
    shaped: Vec<Vec<f32>>,
    /// Products among steps and changes: a row for each, steps first. Of two changes, and of a change
    /// and a slope, one is shaped.
    products: Vec<Vec<f64>>,
}

impl Past {
    /// The next step for a slope, and its product with the slope.
    fn step(&self, slope: &[f32], shaped: &[f32]) -> (Vec<f32>, f64) {
        let known = self.steps.len();
        let all: Vec<&[f32]> = joined(&self.steps, &self.shaped).chain([shaped]).collect();
        let with_slope = products(&[slope], &all).remove(0);
        let last = all.len() - 1;
        let product = |a: usize, b: usize| match (a == last, b == last) {
            (true, _) => with_slope[b],
            (_, true) => with_slope[a],
            _ => self.products[a][b],
        };
        let mut factors = vec![0f64; all.len()];
        factors[last] = -1.0;
        let towards = |factors: &[f64], with: usize| -> f64 {
            (0..=last).map(|at| factors[at] * product(at, with)).sum()
        };
        let mut taken = vec![0f64; known];
        for at in (0..known).rev() {
            taken[at] = towards(&factors, at) / product(at, known + at);
            factors[known + at] -= taken[at];
        }
        if let Some(newest) = known.checked_sub(1) {
            let change = known + newest;
            let scale = product(newest, change) / product(change, change);
            factors.iter_mut().for_each(|factor| *factor *= scale);
        }
        for at in 0..known {
            let given = towards(&factors, known + at) / product(at, known + at);
            factors[at] += taken[at] - given;
        }
        (sum(&all, &factors), towards(&factors, last))
    }

    /// Keeps a step of this length, unless the slope did not rise along it.
    fn remember(
        &mut self,
        mut step: Vec<f32>,
        length: f32,
        [from, to]: [&[f32]; 2],
        [shaped_from, shaped_to]: [&[f32]; 2],
    ) {
        let known = self.steps.len();
        let dropped = usize::from(known == MEMORY);
        let oldest = |of: &mut Vec<Vec<f32>>| match dropped {
            1 => of.remove(0),
            _ => vec![0.0; step.len()],
        };
        let (mut change, mut shaped) = (oldest(&mut self.changes), oldest(&mut self.shaped));
        self.steps.drain(..dropped);
        add_scaled(&mut change, to, from, -1.0);
        add_scaled(&mut shaped, shaped_to, shaped_from, -1.0);
        step.iter_mut().for_each(|value| *value *= length);
        let kept = known + 1 - dropped;
        let newest = kept - 1;
        self.steps.push(step);
        self.changes.push(change);
        self.shaped.push(shaped);
        let plain: Vec<&[f32]> = joined(&self.steps, &self.changes).collect();
        let shaped: Vec<&[f32]> = joined(&self.steps, &self.shaped).collect();
        let mut fresh = products(&[plain[newest]], &plain);
        fresh.extend(products(&[plain[kept + newest]], &shaped));
        // Where a vector stood before; the newest did not.
        let before = |at: usize| {
            let (place, group) = (at % kept, at / kept);
            (place != newest).then_some(group * known + place + dropped)
        };
        let product = |a: usize, b: usize| match (before(a), before(b)) {
            (Some(a), Some(b)) => self.products[a][b],
            (None, _) => fresh[a / kept][b],
            (_, None) => fresh[b / kept][a],
        };
        let rows: Vec<Vec<f64>> = (0..2 * kept)
            .map(|a| (0..2 * kept).map(|b| product(a, b)).collect())
            .collect();
        self.products = rows;
        if self.products[newest][kept + newest] <= 0.0 {
            *self = Self::default();
        }
    }
}

fn joined<'a>(a: &'a [Vec<f32>], b: &'a [Vec<f32>]) -> impl Iterator<Item = &'a [f32]> {
    a.iter().chain(b).map(Vec::as_slice)
}

/// The products of each of some vectors with each of others, in parts whose order does not hang on
/// threads.
fn products(of: &[&[f32]], with: &[&[f32]]) -> Vec<Vec<f64>> {
    let length = with.first().map_or(0, |vector| vector.len());
    let starts: Vec<usize> = (0..length).step_by(PART).collect();
    let parts = parallel(&starts, |&from| {
        let to = (from + PART).min(length);
        of.iter()
            .map(|a| {
                with.iter()
                    .map(|b| dot(&a[from..to], &b[from..to]))
                    .collect()
            })
            .collect::<Vec<Vec<f64>>>()
    });
    let mut sums = vec![vec![0f64; with.len()]; of.len()];
    for (sum, part) in parts.iter().flat_map(|part| part.iter().enumerate()) {
        for (sum, part) in sums[sum].iter_mut().zip(part) {
            *sum += part;
        }
    }
    sums
}

fn dot(a: &[f32], b: &[f32]) -> f64 {
    const LANES: usize = 32;
    let mut sums = [0f32; LANES];
    let (a, a_rest) = a.as_chunks::<LANES>();
    let (b, b_rest) = b.as_chunks::<LANES>();
    for (a, b) in a.iter().zip(b) {
        for at in 0..LANES {
            sums[at] += a[at] * b[at];
        }
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.iter().map(|sum| f64::from(*sum)).sum::<f64>() + f64::from(rest)
}

fn sum(all: &[&[f32]], factors: &[f64]) -> Vec<f32> {
    let mut out = vec![0f32; all.first().map_or(0, |vector| vector.len())];
    share(out.chunks_mut(PART).enumerate(), |(part, out)| {
        let from = part * PART;
        for (vector, factor) in all.iter().zip(factors) {
            let factor = *factor as f32;
            for (out, value) in out.iter_mut().zip(&vector[from..]) {
                *out += factor * value;
            }
        }
    });
    out
}

/// `out = a + length · b`.
fn add_scaled(out: &mut [f32], a: &[f32], b: &[f32], length: f32) {
    for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
        *out = a + length * b;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPTIONS: DescentOptions = DescentOptions {
        steps: 60,
        tolerance: 1e-9,
        first: f64::INFINITY,
    };

    #[test]
    fn finds_the_bottom_of_a_narrow_valley() {
        let target: Vec<f32> = (0..40_000).map(|at| (at as f32 * 0.1).sin()).collect();
        let found = descend(vec![0.0; target.len()], OPTIONS, plain, |point, slope| {
            let mut height = 0.0;
            for (at, (value, slope)) in point.iter().zip(slope).enumerate() {
                let steep = if at % 2 == 0 { 1.0 } else { 50.0 };
                let off = value - target[at];
                height += f64::from(0.5 * steep * off * off);
                *slope = steep * off;
            }
            height
        });
        let worst = found.iter().zip(&target).map(|(a, b)| (a - b).abs());
        assert!(worst.fold(0.0, f32::max) < 1e-2);
    }

    #[test]
    fn follows_a_bent_valley() {
        // Rosenbrock's function.
        let found = descend(vec![-1.2, 1.0], OPTIONS, plain, |point, slope| {
            let (x, y) = (point[0], point[1]);
            slope[0] = -2.0 * (1.0 - x) - 400.0 * x * (y - x * x);
            slope[1] = 200.0 * (y - x * x);
            f64::from((1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2))
        });
        assert!(
            (found[0] - 1.0).abs() < 0.02 && (found[1] - 1.0).abs() < 0.04,
            "{found:?}"
        );
    }

    #[test]
    fn a_flat_place_is_left_alone() {
        assert_eq!(
            descend(vec![3.0], OPTIONS, plain, |_, slope| {
                slope[0] = 0.0;
                1.0
            }),
            [3.0]
        );
        assert!(descend(Vec::new(), OPTIONS, plain, |_, _| 0.0).is_empty());
    }
}
