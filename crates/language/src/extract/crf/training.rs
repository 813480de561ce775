//! Fits the weights: AdaGrad on the log-likelihood of one text at a time.
#![expect(
    clippy::indexing_slicing,
    reason = "numeric kernel: rows and labels are counted before the tables are made"
)]

use std::collections::HashMap;
use std::ops::Range;

use rand::SeedableRng;
use rand::rngs::SmallRng;
use rand::seq::SliceRandom;

use super::super::catalogue::Catalogue;
use super::super::reading::Reading;
use super::lattice::Lattice;
use super::{Annotated, Tagger, features, labels_of};
use crate::segment::Segmenter;

/// How to train. The defaults fit some hundreds to some thousands of texts.
#[derive(Debug, Clone, Copy)]
pub struct TaggerOptions {
    pub epochs: usize,
    pub rate: f64,
    /// Strength of the pull towards zero, for each step on a row.
    pub l2: f64,
    pub seed: u64,
}

impl Default for TaggerOptions {
    fn default() -> Self {
        Self {
            epochs: 25,
            rate: 0.2,
            l2: 1e-3,
            seed: 1,
        }
    }
}

/// Longer texts are cut for training.
const LONGEST: usize = 400;

struct Example {
    /// Rows of the features at each place.
    places: Vec<Vec<u32>>,
    labels: Vec<usize>,
}

pub(super) fn train(
    examples: &[Annotated],
    catalogue: &Catalogue,
    segmenter: Segmenter,
    options: TaggerOptions,
) -> Tagger {
    let names = examples.iter().flat_map(|example| &example.names);
    let mut kinds: Vec<String> = names.map(|(_, kind)| kind.clone()).collect();
    kinds.sort();
    kinds.dedup();
    let mut rows: HashMap<u64, u32> = HashMap::new();
    let mut learned: Vec<Example> = examples
        .iter()
        .map(|example| {
            let reading = Reading::new(&example.text);
            let mut places: Vec<Vec<u32>> = features::of(&reading, catalogue, &segmenter)
                .into_iter()
                .map(|place| {
                    let row = |hash| {
                        let next = rows.len() as u32;
                        *rows.entry(hash).or_insert(next)
                    };
                    place.into_iter().map(row).collect()
                })
                .collect();
            let mut labels = labels_for(&reading, example, &kinds);
            places.truncate(LONGEST);
            labels.truncate(LONGEST);
            Example { places, labels }
        })
        .filter(|example| !example.labels.is_empty())
        .collect();
    let labels = labels_of(kinds.len());
    let mut tagger = Tagger {
        weights: vec![0.0; rows.len() * labels],
        moves: vec![0.0; labels * labels],
        kinds,
        rows,
        segmenter,
    };
    let mut sums = Sums {
        weights: vec![0.0; tagger.weights.len()],
        moves: vec![0.0; tagger.moves.len()],
    };
    let mut random = SmallRng::seed_from_u64(options.seed);
    for _ in 0..options.epochs {
        learned.shuffle(&mut random);
        for example in &learned {
            tagger.learn(example, &mut sums, options);
        }
    }
    tagger
}

/// Squares of the gradients so far.
struct Sums {
    weights: Vec<f32>,
    moves: Vec<f32>,
}

impl Tagger {
    fn learn(&mut self, example: &Example, sums: &mut Sums, options: TaggerOptions) {
        let labels = self.labels();
        let scores: Vec<Vec<f64>> = example
            .places
            .iter()
            .map(|rows| self.scores(rows.iter().copied()))
            .collect();
        let (marginals, mut moves) = Lattice::new(&scores, &self.moves).expected();
        let step = |weight: &mut f32, sum: &mut f32, gradient: f64| {
            let gradient = gradient - options.l2 * f64::from(*weight);
            *sum += (gradient * gradient) as f32;
            *weight += (options.rate * gradient / (f64::from(*sum).sqrt() + 1e-6)) as f32;
        };
        for (place, rows) in example.places.iter().enumerate() {
            for (label, expected) in marginals[place].iter().enumerate() {
                let told = f64::from(u8::from(example.labels[place] == label));
                let gradient = told - expected;
                // Where the model is sure already there is nothing to learn.
                if gradient.abs() < 1e-4 {
                    continue;
                }
                for &row in rows {
                    let at = row as usize * labels + label;
                    step(&mut self.weights[at], &mut sums.weights[at], gradient);
                }
            }
        }
        for (before, after) in example.labels.iter().zip(example.labels.iter().skip(1)) {
            moves[before * labels + after] -= 1.0;
        }
        for (at, expected) in moves.into_iter().enumerate() {
            step(&mut self.moves[at], &mut sums.moves[at], -expected);
        }
    }
}

/// The label of each character.
fn labels_for(reading: &Reading, example: &Annotated, kinds: &[String]) -> Vec<usize> {
    let mut labels = vec![0; reading.len()];
    for (span, kind) in &example.names {
        let Some(number) = kinds.iter().position(|known| known == kind) else {
            continue;
        };
        let Some(range) = places_of(reading, span) else {
            continue;
        };
        if labels[range.clone()].iter().any(|&label| label != 0) {
            continue;
        }
        for place in range.clone() {
            labels[place] = 2 * number + 1 + usize::from(place > range.start);
        }
    }
    labels
}

/// The characters that came from a range of the original's bytes.
fn places_of(reading: &Reading, span: &Range<usize>) -> Option<Range<usize>> {
    let inside = |place: &usize| {
        let from = reading.original(&(*place..place + 1));
        from.start >= span.start && from.end <= span.end
    };
    let start = (0..reading.len()).find(inside)?;
    let end = (start..reading.len()).take_while(inside).last()? + 1;
    Some(start..end)
}
