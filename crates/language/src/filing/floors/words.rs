//! Words and neighbouring characters of pieces as rows of tf-idf.

use std::collections::HashMap;

use super::pieces::Pieces;
use crate::segment::{Segmenter, character_terms};

/// Terms that fewer texts have are left out, and all but the most frequent ones.
const FEWEST: u32 = 2;
const TERMS: usize = 30_000;

/// Term numbers with their weights; length one.
pub(super) type Row = Vec<(u32, f32)>;

/// The terms of the training texts.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    segmenter: Segmenter,
    /// Terms, sorted; a term's number is its place.
    pub terms: Vec<u64>,
    /// How rare each is.
    pub rarity: Vec<f32>,
}

impl Vocabulary {
    /// Counts the terms of texts.
    pub fn learn<'a>(texts: impl Iterator<Item = &'a Pieces>) -> Self {
        let segmenter = Segmenter::default();
        let mut counts: HashMap<u64, u32> = HashMap::new();
        let mut all = 0u32;
        for text in texts {
            all += 1;
            let sentences = text.texts.iter().take(text.sentences);
            let terms: std::collections::HashSet<u64> = sentences
                .flat_map(|sentence| terms(&segmenter, sentence))
                .map(|(term, _)| term)
                .collect();
            for term in terms {
                *counts.entry(term).or_default() += 1;
            }
        }
        let mut counts: Vec<(u64, u32)> = counts
            .into_iter()
            .filter(|(_, count)| *count >= FEWEST)
            .collect();
        counts.sort_unstable_by_key(|&(term, count)| (std::cmp::Reverse(count), term));
        counts.truncate(TERMS);
        counts.sort_unstable();
        let texts = all as f32 + 1.0;
        let rarity = counts
            .iter()
            .map(|&(_, count)| (texts / count as f32).ln() + 0.1);
        Self {
            segmenter,
            rarity: rarity.collect(),
            terms: counts.into_iter().map(|(term, _)| term).collect(),
        }
    }

    /// The row of a piece; unknown terms are left out.
    pub fn row(&self, piece: &str) -> Row {
        self.weigh(terms(&self.segmenter, piece).into_iter())
    }

    /// The row of all sentences together.
    pub fn whole(&self, pieces: &Pieces) -> Row {
        let mut sums: std::collections::BTreeMap<u64, u16> = std::collections::BTreeMap::new();
        for sentence in pieces.texts.iter().take(pieces.sentences) {
            for (term, count) in terms(&self.segmenter, sentence) {
                let sum = sums.entry(term).or_default();
                *sum = sum.saturating_add(count);
            }
        }
        self.weigh(sums.into_iter())
    }

    fn weigh(&self, terms: impl Iterator<Item = (u64, u16)>) -> Row {
        let mut row: Row = terms
            .filter_map(|(term, count)| {
                let at = self.terms.binary_search(&term).ok()?;
                let rarity = self.rarity.get(at)?;
                Some((at as u32, (1.0 + f32::from(count).ln()) * rarity))
            })
            .collect();
        let length = row
            .iter()
            .map(|(_, weight)| weight * weight)
            .sum::<f32>()
            .sqrt();
        if length > 0.0 {
            row.iter_mut().for_each(|(_, weight)| *weight /= length);
        }
        row
    }
}

fn terms(segmenter: &Segmenter, text: &str) -> Vec<(u64, u16)> {
    let mut terms = character_terms(text);
    // A word of two characters is a pair of neighbours already.
    terms.extend(segmenter.word_terms(text));
    terms.sort_unstable();
    terms.dedup_by_key(|(term, _)| *term);
    terms
}
