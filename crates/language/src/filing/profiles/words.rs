//! Words of texts and labels: rows of tf-idf, and for each word the labels whose texts have it.

use std::collections::HashMap;

use crate::normalise::normalise_text;
use crate::segment::{Segmenter, Terms};

/// Word numbers with their weights, sorted by number; length one.
pub(super) type Row = Vec<(u32, f32)>;

/// The words of the training texts.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    segmenter: Segmenter,
    /// Terms, sorted; a word's number is its place.
    pub terms: Vec<u64>,
    /// How rare each word is: ln(texts / texts that have it), more than 0.
    pub rarity: Vec<f32>,
}

impl Vocabulary {
    /// Counts the words of texts, and gives the texts' rows.
    pub fn learn<'a>(texts: impl Iterator<Item = &'a str>) -> (Self, Vec<Row>) {
        let segmenter = Segmenter::default();
        let cut: Vec<Terms> = texts
            .map(|text| segmenter.word_terms(&normalise_text(text)))
            .collect();
        let mut counts: HashMap<u64, u32> = HashMap::new();
        for (term, _) in cut.iter().flatten() {
            *counts.entry(*term).or_default() += 1;
        }
        let mut counts: Vec<(u64, u32)> = counts.into_iter().collect();
        counts.sort_unstable();
        let texts = cut.len() as f32 + 1.0;
        let vocabulary = Self {
            segmenter,
            terms: counts.iter().map(|count| count.0).collect(),
            rarity: counts
                .iter()
                .map(|&(_, count)| (texts / count as f32).ln())
                .collect(),
        };
        let rows = cut.iter().map(|terms| vocabulary.weigh(terms)).collect();
        (vocabulary, rows)
    }

    /// A vocabulary read back.
    pub fn restore(terms: Vec<u64>, rarity: Vec<f32>) -> Self {
        Self {
            segmenter: Segmenter::default(),
            terms,
            rarity,
        }
    }

    /// The row of a text; words that no training text has are left out.
    pub fn row(&self, text: &str) -> Row {
        self.weigh(&self.segmenter.word_terms(&normalise_text(text)))
    }

    /// The words of a text with their numbers, in their order.
    pub fn known_words(&self, text: &str) -> Vec<(String, u32)> {
        let words = self.segmenter.words(&normalise_text(text));
        words
            .into_iter()
            .filter_map(|word| {
                let term = crate::segment::term(&word);
                let at = self.terms.binary_search(&term).ok()?;
                Some((word, at as u32))
            })
            .collect()
    }

    pub fn bytes(&self) -> usize {
        self.terms.len() * 12
    }

    fn weigh(&self, terms: &Terms) -> Row {
        let mut row: Row = terms
            .iter()
            .filter_map(|&(term, count)| {
                let at = self.terms.binary_search(&term).ok()?;
                let rarity = self.rarity.get(at)?;
                Some((at as u32, (1.0 + f32::from(count).ln()) * rarity))
            })
            .collect();
        let length = row.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
        if length > 0.0 {
            row.iter_mut().for_each(|(_, weight)| *weight /= length);
        }
        row
    }
}

/// What a word says about a label.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Tie {
    pub label: u32,
    /// The sum of the word's weights in the label's texts.
    pub sum: f32,
    /// What the word adds to the label's logit; learnt.
    pub weight: f32,
}

/// For each word the labels whose texts have it.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Where each word's ties begin, and the end.
    pub starts: Vec<u32>,
    /// Sorted by word, then by label.
    pub ties: Vec<Tie>,
    /// The squared length of each label's summed rows.
    pub squares: Vec<f32>,
}

impl Words {
    /// Sums the rows of each label's texts.
    pub fn learn(rows: &[Row], own: &[Vec<u32>], labels: usize) -> Self {
        let mut all: Vec<(u32, u32, f32)> = Vec::new();
        for (row, own) in rows.iter().zip(own) {
            for &label in own {
                all.extend(row.iter().map(|&(word, weight)| (word, label, weight)));
            }
        }
        // Stable, so that sums are added up in the texts' order whatever the machine.
        all.sort_by_key(|&(word, label, _)| (word, label));
        let words = all.last().map_or(0, |last| last.0 as usize + 1);
        let mut starts = vec![0u32; words + 1];
        let mut squares = vec![0.0; labels];
        let mut ties = Vec::new();
        for group in all.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let Some(&(word, label, _)) = group.first() else {
                continue;
            };
            let sum: f32 = group.iter().map(|entry| entry.2).sum();
            ties.push(Tie {
                label,
                sum,
                weight: 0.0,
            });
            if let Some(end) = starts.get_mut(word as usize + 1) {
                *end = ties.len() as u32;
            }
            if let Some(square) = squares.get_mut(label as usize) {
                *square += sum * sum;
            }
        }
        let mut end = 0;
        for start in &mut starts {
            end = end.max(*start);
            *start = end;
        }
        Self {
            starts,
            ties,
            squares,
        }
    }

    /// What a word says, by label.
    pub fn ties(&self, word: u32) -> &[Tie] {
        let at = word as usize;
        let (Some(&from), Some(&to)) = (self.starts.get(at), self.starts.get(at + 1)) else {
            return &[];
        };
        self.ties
            .get(from as usize..to as usize)
            .unwrap_or_default()
    }

    pub fn bytes(&self) -> usize {
        self.starts.len() * 4 + self.ties.len() * size_of::<Tie>() + self.squares.len() * 4
    }

    /// Renumbers labels from `at` on, which now is a label without words.
    pub fn insert_label(&mut self, at: u32) {
        for tie in &mut self.ties {
            tie.label += u32::from(tie.label >= at);
        }
        self.squares.insert(at as usize, 0.0);
    }
}
