//! Finds open names (a street, a person, a model that no catalogue lists) after examples of one
//! tenant: a linear-chain conditional random field over characters (Lafferty, McCallum, Pereira
//! 2001).
//!
//! `p(y|x) = exp Σ_t (w·f(x, t)[y_t] + a[y_(t−1), y_t]) / Z(x)`, labels `O`, `B-kind`, `I-kind`; an
//! `I` follows only its own `B` or `I`. Features: characters and pairs around, their sorts, their
//! sounds, the word around with the place in it, what the catalogue knows here. Trained by AdaGrad
//! on the log-likelihood with L2; the same seed gives the same model.

mod features;
mod lattice;
mod storage;
mod training;

use std::collections::HashMap;
use std::ops::Range;

use super::catalogue::Catalogue;
use super::reading::Reading;
use super::scope::denied;
use super::slot::{Kind, Slot, Value};
use crate::segment::Segmenter;
use lattice::Lattice;
pub use storage::TaggerError;
pub use training::TaggerOptions;

/// A text with its names: bytes of the text and the kind of each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotated {
    pub text: String,
    pub names: Vec<(Range<usize>, String)>,
}

/// A trained sequence model.
#[derive(Debug, Clone)]
pub struct Tagger {
    /// Kinds in order; label 0 is outside, then `B` and `I` of each kind.
    kinds: Vec<String>,
    /// Row of each feature, by its hash.
    rows: HashMap<u64, u32>,
    /// Rows of one weight a label.
    weights: Vec<f32>,
    /// From label to label.
    moves: Vec<f32>,
    segmenter: Segmenter,
}

impl Tagger {
    /// Learns from annotated texts. Names that overlap or cut a character are left out.
    pub fn train(
        examples: &[Annotated],
        catalogue: &Catalogue,
        segmenter: Segmenter,
        options: TaggerOptions,
    ) -> Self {
        training::train(examples, catalogue, segmenter, options)
    }

    /// The kinds that it knows.
    pub fn kinds(&self) -> &[String] {
        &self.kinds
    }

    /// The names in a text; the score is the probability of the least sure character.
    pub fn tag(&self, text: &str, catalogue: &Catalogue) -> Vec<Slot> {
        let reading = Reading::new(text);
        if reading.len() == 0 || self.kinds.is_empty() {
            return Vec::new();
        }
        let hashes = features::of(&reading, catalogue, &self.segmenter);
        let scores: Vec<Vec<f64>> = hashes
            .iter()
            .map(|place| self.scores(place.iter().filter_map(|hash| self.rows.get(hash).copied())))
            .collect();
        let lattice = Lattice::new(&scores, &self.moves);
        let labels = lattice.best();
        let sure = lattice.marginals();
        let sure_of = |place: usize, label: usize| {
            let row = sure.get(place).map(Vec::as_slice).unwrap_or_default();
            row.get(label).copied().unwrap_or(0.0)
        };
        let mut slots = Vec::new();
        let mut place = 0;
        while let Some(&label) = labels.get(place) {
            let start = place;
            place += 1;
            let Some(kind) = begins(label).and_then(|kind| self.kinds.get(kind)) else {
                continue;
            };
            let mut score = sure_of(start, label);
            while labels.get(place) == Some(&(label + 1)) {
                score = score.min(sure_of(place, label + 1));
                place += 1;
            }
            let range = start..place;
            slots.push(Slot {
                kind: Kind::Open(kind.clone()),
                value: Value::Text(reading.text(range.clone())),
                span: reading.original(&range),
                negated: denied(&reading, &range),
                corrected: false,
                score: score.clamp(0.0, 1.0),
            });
        }
        slots
    }

    /// Bytes of the weights, roughly.
    pub fn bytes(&self) -> usize {
        self.rows.len() * 16 + (self.weights.len() + self.moves.len()) * 4
    }

    fn labels(&self) -> usize {
        labels_of(self.kinds.len())
    }

    fn scores(&self, rows: impl Iterator<Item = u32>) -> Vec<f64> {
        let labels = self.labels();
        let mut scores = vec![0.0; labels];
        for row in rows {
            let from = row as usize * labels;
            let weights = self.weights.get(from..from + labels).unwrap_or_default();
            for (score, weight) in scores.iter_mut().zip(weights) {
                *score += f64::from(*weight);
            }
        }
        scores
    }
}

fn labels_of(kinds: usize) -> usize {
    1 + 2 * kinds
}

/// The kind whose beginning a label is.
fn begins(label: usize) -> Option<usize> {
    (label % 2 == 1).then_some(label / 2)
}
