//! Which labels may be meant, and what speaks for each.

use std::collections::BTreeMap;

use super::meaning::without_own;
use super::neighbours::{cosine, keep_best};
use super::{Profiles, Seen};

/// What is known of a candidate before anything is learnt about the label itself: cosine of
/// words, share of the neighbours' votes, likeness of the nearest neighbour with the label, cosine
/// of vectors, and how many texts the label has (logarithm / 3).
pub(super) const SIGNALS: usize = 5;
/// Weights of the signals before training.
pub(super) const FIRST_MIX: [f32; SIGNALS] = [5.0, 5.0, 1.0, 5.0, 0.0];

/// Labels that are weighed for a text.
const CANDIDATES: usize = 50;
/// Texts that vote.
const NEIGHBOURS: usize = 50;
/// A label of less cosine is no candidate unless a neighbour votes for it.
const LEAST_COSINE: f32 = 0.02;
/// What a correction of the very same text adds to a logit: more than all else can.
const CORRECTION: f32 = 15.0;

/// A label that may be meant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate {
    pub label: u32,
    pub signals: [f32; SIGNALS],
    /// What people's corrections of like texts add to the logit.
    pub corrected: f32,
}

/// Room that is used again for each text.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// For each label: cosine of words, and what its learnt weights add to the logit.
    scores: Vec<(f32, f32)>,
    /// One number a text, all 0 between uses.
    likeness: Vec<f32>,
}

impl Scratch {
    /// What the words of the text that was looked at last add to a label's logit.
    pub fn weighed(&self, label: u32) -> f32 {
        self.scores.get(label as usize).map_or(0.0, |score| score.1)
    }
}

impl Profiles {
    /// The candidates of a text; `trained` is the text's number when it is a training text, which
    /// is then left out of all signals.
    pub(super) fn candidates(
        &self,
        seen: &Seen<'_>,
        trained: Option<u32>,
        scratch: &mut Scratch,
    ) -> Vec<Candidate> {
        let own = trained.and_then(|text| self.texts.labels.get(text as usize));
        let own = own.map(Vec::as_slice).unwrap_or_default();
        self.score_words(seen, own, &mut scratch.scores);
        let votes = self.votes(seen, trained, &mut scratch.likeness);
        let corrections = self.corrections(seen);

        let mut best: Vec<(u32, f32)> = scratch
            .scores
            .iter()
            .enumerate()
            .filter(|(_, score)| score.0 > LEAST_COSINE)
            .map(|(label, score)| {
                let votes = votes.get(&(label as u32)).map_or(0.0, |vote| vote.0);
                (label as u32, score.0 + votes)
            })
            .collect();
        keep_best(&mut best, CANDIDATES);
        if best.is_empty() {
            best = self.by_meaning(seen);
        }
        let extra = corrections
            .keys()
            .filter(|&label| best.iter().all(|(known, _)| known != label))
            .map(|&label| (label, 0.0));
        let extra: Vec<(u32, f32)> = extra.collect();
        best.extend(extra);
        best.into_iter()
            .map(|(label, _)| {
                let words = scratch.scores.get(label as usize).map_or(0.0, |s| s.0);
                let (share, nearest) = votes.get(&label).copied().unwrap_or_default();
                let meaning = match (&self.meaning, seen.vector) {
                    (Some(meaning), Some(vector)) => {
                        meaning.cosine(label, vector, own.contains(&label))
                    }
                    _ => 0.0,
                };
                let often = self.often.get(label as usize).copied().unwrap_or(0.0);
                Candidate {
                    label,
                    signals: [words, share, nearest, meaning, often],
                    corrected: corrections.get(&label).copied().unwrap_or(0.0),
                }
            })
            .collect()
    }

    /// For each label the cosine of words, without the text itself where it is `own`, and what
    /// the learnt weights add.
    fn score_words(&self, seen: &Seen<'_>, own: &[u32], scores: &mut Vec<(f32, f32)>) {
        scores.clear();
        scores.resize(self.labels.len(), (0.0, 0.0));
        for &(word, weight) in seen.row {
            for tie in self.words.ties(word) {
                if let Some(score) = scores.get_mut(tie.label as usize) {
                    score.0 += weight * tie.sum;
                    score.1 += weight * tie.weight;
                }
            }
        }
        let whole: Vec<(u32, f32)> = own
            .iter()
            .filter_map(|&label| Some((label, scores.get(label as usize)?.0)))
            .collect();
        for (score, square) in scores.iter_mut().zip(&self.words.squares) {
            if *square > 0.0 {
                score.0 /= square.sqrt();
            }
        }
        for (label, product) in whole {
            let square = self.words.squares.get(label as usize);
            if let (Some(score), Some(&square)) = (scores.get_mut(label as usize), square) {
                score.0 = without_own(product, square);
            }
        }
    }

    /// For each label among the nearest texts: its share of their votes, and the likeness of the
    /// nearest of its texts.
    fn votes(
        &self,
        seen: &Seen<'_>,
        without: Option<u32>,
        likeness: &mut Vec<f32>,
    ) -> BTreeMap<u32, (f32, f32)> {
        let near = self.near(seen, without, likeness);
        let total: f32 = near.iter().map(|(_, alike)| alike * alike).sum();
        let mut votes: BTreeMap<u32, (f32, f32)> = BTreeMap::new();
        for (text, alike) in near {
            for &label in self.texts.labels.get(text as usize).into_iter().flatten() {
                let vote = votes.entry(label).or_default();
                vote.0 += alike * alike / total;
                vote.1 = vote.1.max(alike);
            }
        }
        votes
    }

    /// The texts that vote, likest first.
    pub(super) fn near(
        &self,
        seen: &Seen<'_>,
        without: Option<u32>,
        likeness: &mut Vec<f32>,
    ) -> Vec<(u32, f32)> {
        self.texts.nearest(seen.row, NEIGHBOURS, without, likeness)
    }

    /// What people's corrections of like texts add to their labels' logits: the fourth power of
    /// the likeness, so that a correction speaks for its own text and near copies of it.
    fn corrections(&self, seen: &Seen<'_>) -> BTreeMap<u32, f32> {
        let mut corrections = BTreeMap::new();
        for (row, labels) in &self.texts.later {
            let alike = cosine(row, seen.row);
            if alike < 0.5 {
                continue;
            }
            for &label in labels {
                let most: &mut f32 = corrections.entry(label).or_default();
                *most = most.max(CORRECTION * alike.powi(4));
            }
        }
        corrections
    }

    /// The labels of nearest meaning, for a text of which no word is known.
    fn by_meaning(&self, seen: &Seen<'_>) -> Vec<(u32, f32)> {
        let (Some(meaning), Some(vector)) = (&self.meaning, seen.vector) else {
            return Vec::new();
        };
        let mut best: Vec<(u32, f32)> = (0..self.labels.len() as u32)
            .map(|label| (label, meaning.cosine(label, vector, false)))
            .collect();
        keep_best(&mut best, CANDIDATES);
        best
    }
}
