//! Filing by profiles, for thousands of labels with a dozen texts or more each: a label is what
//! its texts have in common, and what tells it from its nearest rivals.
//!
//! A text is a row of words (tf-idf, length one) and, with an encoder, a sentence vector less the
//! mean of all. For each label that its words know there are four signals: the cosine with the
//! label's summed rows, the label's share of the votes of the 50 nearest texts (likeness squared),
//! the likeness of the nearest of them, and the cosine with the label's summed vectors. The 50
//! labels of most cosine and votes stay, and a label's logit is
//!
//! `mix · signals + bias + Σ row · weights(label) + vector · direction(label)`
//!
//! whose softmax over the 50 is the probability. Mix, biases, weights and directions are learnt
//! together by stochastic gradients on the cross-entropy of the texts' own labels. For that each
//! text's signals are taken with the text itself left out, so they are as honest in training as
//! they will be on new texts, and the weights learn only what the signals do not tell yet. Only
//! words that stand in a text of the label get a weight.
//!
//! This takes the place of a label tree (Parabel, Bonsai): the trees' use is to pick each label's
//! hard rivals and to be quick, and both are had here from the words' postings.

mod candidates;
mod explain;
mod fit;
mod meaning;
mod neighbours;
mod storage;
mod sureness;
mod words;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

pub use explain::Explanation;
pub(super) use sureness::curve;

use super::{Filed, FiledText};
use crate::embed::{Encoder, QuantVec};
use candidates::{Candidate, SIGNALS, Scratch};
use fit::Course;
use meaning::Meaning;
use neighbours::Texts;
use words::{Row, Vocabulary, Words};

/// Labels with what was learnt about them.
#[derive(Debug)]
pub struct Profiles {
    encoder: Option<Arc<Encoder>>,
    vocabulary: Vocabulary,
    /// Names of labels, sorted.
    labels: Vec<String>,
    /// How much a label is preferred whatever the text says.
    bias: Vec<f32>,
    /// The logarithm of how many texts each label has, / 3.
    often: Vec<f32>,
    words: Words,
    texts: Texts,
    meaning: Option<Meaning>,
    mix: [f32; SIGNALS],
    /// Slope and offset that turn the log-odds of the first label into those of its being right.
    sureness: (f32, f32),
    scratch: Mutex<Vec<Scratch>>,
}

/// A text as it is compared.
#[derive(Debug)]
struct Seen<'a> {
    row: &'a Row,
    vector: Option<&'a QuantVec>,
}

impl Profiles {
    /// Learns from labelled texts. `progress` is told how many texts are taken in, of all.
    pub fn train(
        rows: &[FiledText],
        encoder: Option<Arc<Encoder>>,
        seed: u64,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Self {
        let names: BTreeMap<&str, u32> = rows
            .iter()
            .flat_map(|row| &row.labels)
            .map(|label| (label.as_str(), 0))
            .collect();
        let labels: Vec<String> = names.keys().map(|&name| name.to_owned()).collect();
        let own: Vec<Vec<u32>> = rows
            .iter()
            .map(|row| known_labels(&labels, &row.labels))
            .collect();
        let (vocabulary, sparse) = Vocabulary::learn(rows.iter().map(|row| row.text.as_str()));
        let mut course = Course::new(&own, labels.len(), encoder.is_some(), progress);
        let (meaning, vectors) =
            Meaning::learn(encoder.as_deref(), rows, &own, labels.len(), &mut course);
        let mut profiles = Self {
            encoder,
            vocabulary,
            bias: vec![0.0; labels.len()],
            often: often(&own, labels.len()),
            words: Words::learn(&sparse, &own, labels.len()),
            texts: Texts::learn(&sparse, own),
            meaning,
            mix: candidates::FIRST_MIX,
            sureness: (1.0, 0.0),
            labels,
            scratch: Mutex::default(),
        };
        fit::fit(&mut profiles, &sparse, &vectors, seed, &mut course);
        profiles
    }

    /// Learns from texts that were not trained on how sure the first label is.
    pub fn calibrate(&mut self, judges: &[FiledText]) {
        self.sureness = (1.0, 0.0);
        let judged: Vec<(f32, bool)> = judges
            .iter()
            .filter_map(|row| {
                let first = self.rank(&row.text, 1).into_iter().next()?;
                Some((log_odds(first.score), row.labels.contains(&first.label)))
            })
            .collect();
        self.sureness = sureness::curve(&judged);
    }

    /// Is as sure as others were judged to be, who learnt from a part of the same texts.
    pub(super) fn take_sureness(&mut self, judged: &Self) {
        self.sureness = judged.sureness;
    }

    /// The `k` likeliest labels, best first, each with the probability that it is right.
    pub fn rank(&self, text: &str, k: usize) -> Vec<Filed> {
        let (slope, offset) = self.sureness;
        let (row, vector) = self.see(text);
        let mut ranked = self.weigh(&Seen {
            row: &row,
            vector: vector.as_ref(),
        });
        ranked.truncate(k);
        ranked
            .into_iter()
            .map(|(label, probability)| Filed {
                label: self.labels.get(label as usize).cloned().unwrap_or_default(),
                score: sigmoid(slope * log_odds(probability) + offset),
            })
            .collect()
    }

    /// Takes in a text with its right labels, from a person's correction: the next ranking of
    /// this text, and of texts like it, knows. Labels may be new.
    pub fn learn(&mut self, text: &str, labels: &[String]) {
        for label in labels {
            if let Err(at) = self.labels.binary_search(label) {
                self.insert_label(at, label);
            }
        }
        let own = known_labels(&self.labels, labels);
        self.texts.learn_later(self.vocabulary.row(text), own);
    }

    /// Number of labels.
    pub fn labels(&self) -> usize {
        self.labels.len()
    }

    /// Bytes held, without the encoder; an estimate.
    pub fn bytes(&self) -> usize {
        let names: usize = self.labels.iter().map(|name| name.len() + 28).sum();
        names
            + self.labels.len() * 8
            + self.vocabulary.bytes()
            + self.words.bytes()
            + self.texts.bytes()
            + self.meaning.as_ref().map_or(0, Meaning::bytes)
    }

    fn see(&self, text: &str) -> (Row, Option<QuantVec>) {
        let vector = match (&self.encoder, &self.meaning) {
            (Some(encoder), Some(meaning)) => Some(meaning.see(encoder, text)),
            _ => None,
        };
        (self.vocabulary.row(text), vector)
    }

    /// Labels with their probabilities, best first.
    fn weigh(&self, seen: &Seen<'_>) -> Vec<(u32, f32)> {
        let mut scratch = self
            .scratch
            .lock()
            .ok()
            .and_then(|mut free| free.pop())
            .unwrap_or_default();
        let candidates = self.candidates(seen, None, &mut scratch);
        let mut logits: Vec<f32> = candidates
            .iter()
            .map(|candidate| self.logit(candidate, seen, &scratch))
            .collect();
        if let Ok(mut free) = self.scratch.lock() {
            free.push(scratch);
        }
        fit::softmax(&mut logits);
        let labels = candidates.iter().map(|candidate| candidate.label);
        let mut ranked: Vec<(u32, f32)> = labels.zip(logits).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked
    }

    fn logit(&self, candidate: &Candidate, seen: &Seen<'_>, scratch: &Scratch) -> f32 {
        let at = candidate.label as usize;
        let signals: f32 = candidate
            .signals
            .iter()
            .zip(&self.mix)
            .map(|(signal, weight)| signal * weight)
            .sum();
        let direction = match (&self.meaning, seen.vector) {
            (Some(meaning), Some(vector)) => meaning.direction(candidate.label, vector),
            _ => 0.0,
        };
        signals
            + candidate.corrected
            + self.bias.get(at).copied().unwrap_or(0.0)
            + scratch.weighed(candidate.label)
            + direction
    }

    /// Makes room for a label that no training text had.
    fn insert_label(&mut self, at: usize, label: &str) {
        self.labels.insert(at, label.to_owned());
        self.bias.insert(at, 0.0);
        self.often.insert(at, 0.0);
        self.words.insert_label(at as u32);
        self.texts.insert_label(at as u32);
        if let Some(meaning) = &mut self.meaning {
            meaning.insert_label(at);
        }
    }
}

/// The numbers of labels in a sorted list, each once.
fn known_labels(sorted: &[String], labels: &[String]) -> Vec<u32> {
    let mut known: Vec<u32> = labels
        .iter()
        .filter_map(|label| sorted.binary_search(label).ok())
        .map(|at| at as u32)
        .collect();
    known.sort_unstable();
    known.dedup();
    known
}

fn often(own: &[Vec<u32>], labels: usize) -> Vec<f32> {
    let mut counts = vec![0u32; labels];
    for &label in own.iter().flatten() {
        if let Some(count) = counts.get_mut(label as usize) {
            *count += 1;
        }
    }
    counts
        .into_iter()
        .map(|count| (count.max(1) as f32).ln() / 3.0)
        .collect()
}

pub(super) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

pub(super) fn log_odds(probability: f32) -> f32 {
    let kept = probability.clamp(1e-6, 1.0 - 1e-6);
    (kept / (1.0 - kept)).ln()
}

#[cfg(test)]
mod tests;
