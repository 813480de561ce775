//! The likeness of two questions, in parts that add up over themes.

use std::collections::HashMap;

use super::{Options, Question};
use crate::contrast::Side;
use crate::embed::QuantVec;

/// Questions that are thought to be there beside those that are: few questions say little about
/// which n-grams are rare.
const BACKGROUND: f32 = 20.0;
/// The same for the mean of the vectors.
const MEAN_BACKGROUND: f32 = 40.0;

/// What all questions have in common, and so parts none of them: how rare n-grams are, and the mean
/// of the vectors.
#[derive(Debug, Clone, Default)]
pub(super) struct Ground {
    having: HashMap<u64, f32>,
    texts: f32,
    mean: Vec<f32>,
}

impl Ground {
    pub(super) fn of<'a>(questions: impl IntoIterator<Item = &'a Question>) -> Self {
        let mut ground = Self::default();
        for question in questions {
            ground.texts += 1.0;
            for term in &question.terms {
                *ground.having.entry(*term).or_default() += 1.0;
            }
            if let Some(vector) = &question.vector {
                ground.mean.resize(vector.values.len(), 0.0);
                for (sum, value) in ground.mean.iter_mut().zip(&vector.values) {
                    *sum += f32::from(*value) * vector.scale;
                }
            }
        }
        for sum in &mut ground.mean {
            *sum /= ground.texts + MEAN_BACKGROUND;
        }
        ground
    }

    /// A vector less what all have in common, of length one.
    fn centred(&self, vector: &QuantVec) -> Vec<f32> {
        let mut values = vector.to_floats();
        for (value, mean) in values.iter_mut().zip(&self.mean) {
            *value -= mean;
        }
        let length = values.iter().map(|v| v * v).sum::<f32>().sqrt();
        for value in &mut values {
            *value /= length.max(1e-6);
        }
        values
    }

    fn weight(&self, term: u64) -> f32 {
        let having = self.having.get(&term).copied().unwrap_or(0.0);
        1.0 + ((self.texts + BACKGROUND) / (having + BACKGROUND / 4.0)).ln()
    }
}

/// The sum over the questions of a theme: their vectors, their weighted n-grams (each text of length
/// one), and how many stand on each side.
#[derive(Debug, Clone, Default)]
pub(super) struct Sum {
    pub(super) size: f32,
    dense: Vec<f32>,
    /// Sorted by term.
    terms: Vec<(u64, f32)>,
    /// The length of `terms`.
    length: f32,
    /// Sorted by axis and place.
    sides: Vec<(Side, f32)>,
}

impl Sum {
    pub(super) fn of(question: &Question, ground: &Ground) -> Self {
        let mut terms: Vec<(u64, f32)> = question
            .terms
            .iter()
            .map(|term| (*term, ground.weight(*term)))
            .collect();
        let length = terms.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
        for (_, weight) in &mut terms {
            *weight /= length.max(1e-6);
        }
        Self {
            size: 1.0,
            dense: question
                .vector
                .as_ref()
                .map_or(Vec::new(), |vector| ground.centred(vector)),
            length: if terms.is_empty() { 0.0 } else { 1.0 },
            terms,
            sides: question.sides.iter().map(|side| (*side, 1.0)).collect(),
        }
    }

    pub(super) fn dense(&self) -> &[f32] {
        &self.dense
    }

    pub(super) fn terms(&self) -> &[(u64, f32)] {
        &self.terms
    }

    /// Takes another theme in.
    pub(super) fn add(&mut self, other: &Self) {
        self.size += other.size;
        if self.dense.len() < other.dense.len() {
            self.dense.resize(other.dense.len(), 0.0);
        }
        for (sum, value) in self.dense.iter_mut().zip(&other.dense) {
            *sum += value;
        }
        self.terms = merged(&self.terms, &other.terms);
        self.length = self.terms.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
        self.sides = merged(&self.sides, &other.sides);
    }

    /// The mean likeness of the pairs between two themes.
    pub(super) fn likeness(&self, other: &Self, options: Options) -> f32 {
        self.likeness_from(other, options, f32::NEG_INFINITY)
    }

    /// [`Self::likeness`], or something below `floor` when it is below.
    pub(super) fn likeness_from(&self, other: &Self, options: Options, floor: f32) -> f32 {
        let pairs = self.size * other.size;
        let without = options.dense * dot(&self.dense, &other.dense)
            - options.apart * apart(&self.sides, &other.sides);
        // No more n-grams are shared than the lengths allow; most pairs need no counting.
        let most = (1.0 - options.dense) * self.length * other.length;
        if without + most < floor * pairs {
            return f32::NEG_INFINITY;
        }
        (without + (1.0 - options.dense) * shared(&self.terms, &other.terms)) / pairs
    }
}

/// The sum of two lists sorted by key.
fn merged<K: Ord + Copy>(a: &[(K, f32)], b: &[(K, f32)]) -> Vec<(K, f32)> {
    let mut merged = Vec::with_capacity(a.len() + b.len());
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    loop {
        let next = match (left.peek(), right.peek()) {
            (Some(a), Some(b)) if a.0 == b.0 => {
                let both = (a.0, a.1 + b.1);
                left.next();
                right.next();
                both
            }
            (Some(a), Some(b)) if a.0 < b.0 => {
                let own = **a;
                left.next();
                own
            }
            (_, Some(b)) => {
                let own = **b;
                right.next();
                own
            }
            (Some(a), None) => {
                let own = **a;
                left.next();
                own
            }
            (None, None) => return merged,
        };
        merged.push(next);
    }
}

/// Eight sums beside each other, so that no addition waits for the one before.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let (blocks_a, _) = a.as_chunks::<8>();
    let (blocks_b, _) = b.as_chunks::<8>();
    let mut sums = [0f32; 8];
    for (a, b) in blocks_a.iter().zip(blocks_b) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    sums.iter().sum()
}

fn shared(a: &[(u64, f32)], b: &[(u64, f32)]) -> f32 {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short
        .iter()
        .filter_map(|(term, weight)| {
            let at = long.binary_search_by_key(term, |(other, _)| *other).ok()?;
            long.get(at).map(|(_, other)| weight * other)
        })
        .sum()
}

/// How many pairs stand on different sides of an axis; a pair may count for several axes.
fn apart(a: &[(Side, f32)], b: &[(Side, f32)]) -> f32 {
    let mut pairs = 0.0;
    for (side, own) in a {
        let other = b
            .iter()
            .filter(|(other, _)| other.axis == side.axis && other.place != side.place);
        pairs += own * other.map(|(_, other)| other).sum::<f32>();
    }
    pairs
}
