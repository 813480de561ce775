//! Searching: three likenesses for every phrasing, then one for every entry.

use std::cmp::Ordering;

use super::crowding::{self, CANDIDATES};
use super::fusion::{BestFew, Weights, confidence, entry_likeness};
use super::shelf::Entry;
use super::{Features, Hit, Index, topics};
use crate::concepts::Held;
use crate::embed::QuantVec;
use crate::normalise::{key_of_normalised, normalise_text};
use crate::segment::{character_terms, hash};

/// An entry with what speaks for it, and the slot of its best phrasing.
pub(super) type Found<'a> = (&'a Entry, Features, u32);

/// The likenesses of one query with all slots.
pub(super) struct Query {
    pub vector: Option<QuantVec>,
    /// Of the slots of those entries that are scored.
    pub cosines: Vec<f32>,
    pub words: Vec<f32>,
    pub characters: Vec<f32>,
    /// Overlaps of concepts; empty until something asks for them.
    pub concepts: Vec<f32>,
    pub equal: Vec<u32>,
    pub shares: Weights,
}

impl Index {
    /// The `k` entries that are most likely asked for, best first, among those whose id passes
    /// `filter`. A query without letters and digits finds nothing.
    pub fn search(&self, query: &str, k: usize, filter: impl Fn(&str) -> bool) -> Vec<Hit> {
        self.search_believing(query, k, filter, &[])
    }

    /// [`Self::search`] where something else says how likely entries are (id and probability);
    /// entries that it does not name are as likely as their phrasings make them.
    pub fn search_believing(
        &self,
        query: &str,
        k: usize,
        filter: impl Fn(&str) -> bool,
        beliefs: &[(&str, f32)],
    ) -> Vec<Hit> {
        let text = normalise_text(query);
        if !text.chars().any(char::is_alphanumeric) || k == 0 {
            return Vec::new();
        }
        let k = k.min(self.len());
        let candidates = k.max(CANDIDATES);
        let about = self.options.concepts.held_in(&text);
        let mut query = self.likenesses(&text);
        let mut found = match self.shortlist(&mut query, &about, candidates, &filter) {
            Some(entries) => self.scored(entries.into_iter(), &query),
            None => {
                if let Some(vector) = &query.vector {
                    query.cosines = self.shelf.cosines(vector);
                }
                self.scored(self.shelf.iter().filter(|entry| filter(&entry.id)), &query)
            }
        };
        let others = set_apart(&mut found, candidates);
        crowding::part(&mut found, &self.shelf, query.shares.dense);
        let weight = topics::weight(&found, query.shares.concepts);
        if weight > 0.0 {
            self.compare_concepts(&mut query, &about);
            self.weigh_concepts(&mut found, others, &query, weight);
        }
        self.add_signals(&mut found, &text, beliefs);
        found.sort_by(by_rank);
        found.truncate(k);
        let with_dense = query.shares.dense > 0.0;
        found
            .into_iter()
            .map(|(entry, features, best)| Hit {
                shared: self.shared(&about, best),
                entry_id: entry.id.to_string(),
                score: if features.equal {
                    1.0
                } else {
                    confidence(features.likeness, with_dense)
                },
                features,
                best_phrasing: self
                    .shelf
                    .slot(best)
                    .map(|s| s.text.to_string())
                    .unwrap_or_default(),
            })
            .collect()
    }

    /// How alike two questions are, 0..1, for grouping; 1 when they are equal but for spelling.
    /// The cosine, or without an encoder the share of common characters.
    pub fn similarity(&self, a: &str, b: &str) -> f32 {
        let (a, b) = (normalise_text(a), normalise_text(b));
        if key_of_normalised(&a) == key_of_normalised(&b) {
            return 1.0;
        }
        if let Some(encoder) = &self.encoder {
            return encoder
                .encode_quantised(&a)
                .dot(&encoder.encode_quantised(&b))
                .clamp(0.0, 1.0);
        }
        let (a, b) = (character_terms(&a), character_terms(&b));
        let common = a
            .iter()
            .filter(|(t, _)| b.binary_search_by_key(t, |(o, _)| *o).is_ok());
        2.0 * common.count() as f32 / (a.len() + b.len()).max(1) as f32
    }

    pub(super) fn likenesses(&self, text: &str) -> Query {
        let reach = self.shelf.reach();
        let weights = self.options.weights;
        let encoder = self.encoder.as_ref().filter(|_| weights.dense > 0.0);
        let vector = encoder.map(|encoder| encoder.encode_quantised(text));
        let words = if weights.words > 0.0 {
            self.words
                .shares(&self.options.segmenter.word_terms(text), reach)
        } else {
            vec![0.0; reach]
        };
        let characters = if weights.characters > 0.0 {
            self.characters.shares(&character_terms(text), reach)
        } else {
            vec![0.0; reach]
        };
        let key = key_of_normalised(text);
        let same = self.equals.get(&hash(key.as_bytes()));
        let is_equal = |slot: &u32| {
            let held = self.shelf.slot(*slot);
            held.is_some_and(|held| key_of_normalised(&normalise_text(&held.text)) == key)
        };
        let same = same.map(|list| list.numbers()).unwrap_or_default();
        let equal = same.iter().copied().filter(is_equal).collect();
        let shares = weights.shares(vector.is_some());
        Query {
            vector,
            cosines: vec![0.0; reach],
            words,
            characters,
            concepts: Vec::new(),
            equal,
            shares,
        }
    }

    /// Completes the query with its overlaps of concepts, unless it has them.
    pub(super) fn compare_concepts(&self, query: &mut Query, about: &[Held]) {
        if query.concepts.is_empty() {
            query.concepts = self.topics.overlaps(about, self.shelf.reach());
        }
    }

    fn scored<'a>(
        &'a self,
        entries: impl Iterator<Item = &'a Entry>,
        query: &Query,
    ) -> Vec<Found<'a>> {
        entries
            .filter_map(|entry| self.score(entry, query))
            .collect()
    }

    /// The features of one entry and its best slot; `None` for an entry without phrasings.
    fn score<'a>(&self, entry: &'a Entry, query: &Query) -> Option<Found<'a>> {
        let shares = query.shares;
        let mut few = BestFew::default();
        let mut best: Option<(u32, f32, f32)> = None;
        let mut equal = false;
        for &slot in &entry.slots {
            let at = slot as usize;
            let (Some(cosine), Some(words), Some(characters), Some(held)) = (
                query.cosines.get(at),
                query.words.get(at),
                query.characters.get(at),
                self.shelf.slot(slot),
            ) else {
                continue;
            };
            let sparse = shares.words * words + shares.characters * characters;
            let likeness = (shares.dense * cosine + sparse) * held.weight;
            few.offer(likeness);
            let is_equal = query.equal.contains(&slot);
            if (is_equal && !equal)
                || (is_equal == equal && best.is_none_or(|(_, best, _)| likeness > best))
            {
                best = Some((slot, likeness, sparse * held.weight));
            }
            equal |= is_equal;
        }
        let (slot, likeness, sparse) = best?;
        let of = |values: &[f32]| values.get(slot as usize).copied().unwrap_or(0.0);
        let mean = query
            .vector
            .as_ref()
            .zip(entry.mean.as_ref())
            .map(|(q, mean)| q.dot(mean));
        let toward_mean = mean.map_or(likeness, |mean| shares.dense * mean + sparse);
        let features = Features {
            bm25_words: of(&query.words),
            bm25_chars: of(&query.characters),
            dense_best: of(&query.cosines),
            dense_mean: mean.unwrap_or_else(|| of(&query.cosines)),
            likeness: entry_likeness(&few, toward_mean),
            equal,
            concepts: 0.0,
            crowding: 0.0,
            belief: 0.0,
            keywords: 0.0,
        };
        Some((entry, features, slot))
    }
}

/// Leaves the best candidates; gives the others back.
fn set_apart<'a>(found: &mut Vec<Found<'a>>, candidates: usize) -> Vec<Found<'a>> {
    if found.len() <= candidates {
        return Vec::new();
    }
    found.select_nth_unstable_by(candidates - 1, by_rank);
    found.split_off(candidates)
}

/// Equal ones first, then by likeness; the id makes the order certain.
pub(super) fn by_rank(a: &Found<'_>, b: &Found<'_>) -> Ordering {
    b.1.equal
        .cmp(&a.1.equal)
        .then(b.1.likeness.total_cmp(&a.1.likeness))
        .then_with(|| a.0.id.cmp(&b.0.id))
}
