//! The retrieval index: knowledge entries, each with many phrasings of its question, searched by
//! words, by characters and by meaning, and fused into one score in 0..1.
//!
//! - An entry is scored over all its phrasings (the best, the best few, and the direction of their
//!   mean), not only by its best one.
//! - A query that equals a stored phrasing but for spelling and marks scores exactly 1.
//! - [`Index::upsert`] and [`Index::remove`] cost as much as the one entry, so a published change
//!   is in the very next answer. Nothing is rebuilt.
//! - Vectors can be handed in ([`Index::upsert_with_vectors`]) so that a restart encodes nothing.
//! - Without an encoder the index works on words and characters alone.
//!
//! [`decide`] turns hits into what the bot does: answer, suggest, or admit that it does not know.
//!
//! In memory, and exact up to a few thousand phrasings. From there on a search first estimates
//! every phrasing's likeness from 64 bytes of it (`bits.rs`), and looks at the best few hundred
//! exactly (`shortlist.rs`).

mod bits;
mod crowding;
mod decide;
mod fusion;
mod list;
mod postings;
mod search;
mod shelf;
mod shortlist;
mod signals;
mod snapshot;
mod topics;

use std::collections::HashMap;
use std::sync::Arc;

pub use decide::{Outcome, Thresholds, decide};
pub use fusion::Weights;
use list::{Lists, add, take};
use postings::Postings;
use shelf::Shelf;
pub use snapshot::SnapshotError;
#[cfg(test)]
pub(crate) use snapshot::sign;
use topics::Topics;

use crate::concepts::Concepts;
use crate::embed::{Encoder, QuantVec};
use crate::normalise::{key_of_normalised, normalise_text};
use crate::segment::{Segmenter, character_terms, hash};

/// One way to ask an entry's question.
#[derive(Debug, Clone, PartialEq)]
pub struct Phrasing {
    pub text: String,
    /// Multiplies the likeness of this phrasing; 1 for an ordinary one, less for a doubtful one.
    pub weight: f32,
}

impl Phrasing {
    /// An ordinary phrasing.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            weight: 1.0,
        }
    }
}

/// What an index is made with.
#[derive(Debug, Clone)]
pub struct IndexOptions {
    /// Cuts words; made with the tenant's own words.
    pub segmenter: Segmenter,
    /// Tells what texts are about; made with the tenant's own expressions.
    pub concepts: Concepts,
    /// How much each kind of likeness counts; the default is the measured one.
    pub weights: Weights,
    /// Up to so many phrasings a search looks at the vector of each; beyond, at those of the best
    /// few hundred by an estimate.
    pub exact_to: usize,
}

impl Default for IndexOptions {
    fn default() -> Self {
        Self {
            segmenter: Segmenter::default(),
            concepts: Concepts::default(),
            weights: Weights::default(),
            exact_to: 4_096,
        }
    }
}

/// An entry that a search found.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Hit {
    pub entry_id: String,
    /// Confidence that this entry is what was asked for, 0..1; exactly 1 for an equal phrasing.
    pub score: f32,
    /// What the score was made of.
    pub features: Features,
    /// The stored phrasing that is most like the query.
    pub best_phrasing: String,
    /// Concepts that the query and that phrasing share, those first that tell most.
    pub shared: Vec<String>,
}

/// Likenesses of a query and an entry. Those of words and characters are shares of the query's
/// weight that the phrasing covers (about 0..1), the dense ones are cosines (-1..1; 0 without an
/// encoder).
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct Features {
    /// BM25 over words, of the best phrasing.
    pub bm25_words: f32,
    /// BM25 over character n-grams, of the best phrasing.
    pub bm25_chars: f32,
    /// Cosine with the best phrasing.
    pub dense_best: f32,
    /// Cosine with the mean of all phrasings of the entry.
    pub dense_mean: f32,
    /// How far the query and the entry's best few phrasings are about the same, by the lexicon of
    /// concepts; 0..1. It counts, and is looked at, where no entry is like the query in other ways.
    pub concepts: f32,
    /// Mean cosine of the best phrasing with its neighbours among the candidates; held against it.
    pub crowding: f32,
    /// The probability that a classifier gives the entry; 0 without one.
    pub belief: f32,
    /// Keywords of the entry in the question: 1 for one, nearing 2 for many; 0 for none.
    pub keywords: f32,
    /// All of these, over all phrasings, before it is turned into the score; 0..1.
    pub likeness: f32,
    /// True when the query is one of the phrasings.
    pub equal: bool,
}

/// Entries in memory. Searching needs `&self`; share it behind a lock or an `Arc` swap.
#[derive(Debug, Clone)]
pub struct Index {
    encoder: Option<Arc<Encoder>>,
    options: IndexOptions,
    shelf: Shelf,
    words: Postings,
    characters: Postings,
    topics: Topics,
    /// Slots by a hash of the key of their phrasing.
    equals: Lists,
    /// Normalised keywords of those entries that have some.
    keywords: HashMap<String, Vec<String>>,
}

impl Index {
    /// An empty index.
    pub fn new(encoder: Option<Arc<Encoder>>, options: IndexOptions) -> Self {
        Self {
            encoder,
            options,
            shelf: Shelf::default(),
            words: Postings::default(),
            characters: Postings::default(),
            topics: Topics::default(),
            equals: Lists::default(),
            keywords: HashMap::new(),
        }
    }

    /// The text whose vector stands for a phrasing: cache vectors under a hash of this and of
    /// [`Encoder::id`].
    pub fn text_to_encode(phrasing: &str) -> String {
        normalise_text(phrasing)
    }

    /// Adds an entry or replaces its phrasings. Phrasings without any letter or digit are left
    /// out; an entry without phrasings is never found.
    pub fn upsert(&mut self, entry_id: &str, phrasings: &[Phrasing]) {
        self.upsert_with_vectors(entry_id, phrasings, &[]);
    }

    /// [`Self::upsert`] with vectors made before, one for each phrasing in order; those that are
    /// absent (or of another size) are made here.
    pub fn upsert_with_vectors(
        &mut self,
        entry_id: &str,
        phrasings: &[Phrasing],
        vectors: &[Option<QuantVec>],
    ) {
        let texts: Vec<String> = phrasings.iter().map(|p| normalise_text(&p.text)).collect();
        let mut vectors = vectors.to_vec();
        vectors.resize(phrasings.len(), None);
        self.complete(&texts, &mut vectors);
        self.place(entry_id, phrasings, &texts, &vectors);
    }

    /// [`Self::upsert`] for many entries, several times cheaper because their texts are encoded
    /// together.
    pub fn upsert_many<'a>(
        &mut self,
        entries: impl IntoIterator<Item = (&'a str, &'a [Phrasing])>,
    ) {
        let entries: Vec<(&str, &[Phrasing])> = entries.into_iter().collect();
        let all = entries.iter().flat_map(|(_, phrasings)| phrasings.iter());
        let texts: Vec<String> = all.map(|phrasing| normalise_text(&phrasing.text)).collect();
        let mut vectors = vec![None; texts.len()];
        self.complete(&texts, &mut vectors);
        let (mut texts, mut vectors) = (texts.as_slice(), vectors.as_slice());
        for (entry_id, phrasings) in entries {
            let (own_texts, later_texts) = texts.split_at(phrasings.len());
            let (own_vectors, later_vectors) = vectors.split_at(phrasings.len());
            self.place(entry_id, phrasings, own_texts, own_vectors);
            (texts, vectors) = (later_texts, later_vectors);
        }
    }

    /// Makes the vectors that are wanting.
    fn complete(&self, texts: &[String], vectors: &mut [Option<QuantVec>]) {
        let Some(encoder) = &self.encoder else { return };
        let size = encoder.dimensions();
        let wanting =
            |vector: &Option<QuantVec>| vector.as_ref().is_none_or(|v| v.values.len() != size);
        let batch: Vec<&str> = texts
            .iter()
            .zip(vectors.iter())
            .filter(|(_, vector)| wanting(vector))
            .map(|(text, _)| text.as_str())
            .collect();
        let places = vectors.iter_mut().filter(|vector| wanting(vector));
        for (place, vector) in places.zip(encoder.encode_batch(&batch)) {
            *place = Some(QuantVec::quantise(&vector));
        }
    }

    fn place(
        &mut self,
        entry_id: &str,
        phrasings: &[Phrasing],
        texts: &[String],
        vectors: &[Option<QuantVec>],
    ) {
        self.remove(entry_id);
        let entry = self.shelf.open(entry_id);
        for ((phrasing, text), vector) in phrasings.iter().zip(texts).zip(vectors) {
            if !text.chars().any(char::is_alphanumeric) {
                continue;
            }
            let vector = vector.as_ref().filter(|_| self.encoder.is_some());
            let slot = self.shelf.put(entry, phrasing, vector);
            self.words
                .insert(slot, &self.options.segmenter.word_terms(text));
            self.characters.insert(slot, &character_terms(text));
            self.topics
                .insert(slot, &self.options.concepts.held_in(text));
            add(&mut self.equals, key_hash(text), slot);
        }
        self.shelf.close(entry);
    }

    /// Removes an entry; false when it was not there.
    pub fn remove(&mut self, entry_id: &str) -> bool {
        let Some(slots) = self.shelf.remove(entry_id) else {
            return false;
        };
        for (slot, phrasing) in slots {
            let text = normalise_text(&phrasing);
            self.words
                .remove(slot, &self.options.segmenter.word_terms(&text));
            self.characters.remove(slot, &character_terms(&text));
            self.topics.remove(slot);
            take(&mut self.equals, key_hash(&text), |other| other == slot);
        }
        self.keywords.remove(entry_id);
        true
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.shelf.entries()
    }

    /// True without entries.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of phrasings.
    pub fn phrasings(&self) -> usize {
        self.shelf.phrasings()
    }

    /// Bytes that the index holds, without the encoder and the dictionary; an estimate.
    pub fn bytes(&self) -> usize {
        self.shelf.bytes()
            + self.words.bytes()
            + self.characters.bytes()
            + self.topics.bytes()
            + self.equals.capacity() * 33
    }

    /// How much each kind of likeness counts.
    pub fn weights(&self) -> Weights {
        self.options.weights
    }

    /// The encoder, when there is one.
    pub fn encoder(&self) -> Option<&Arc<Encoder>> {
        self.encoder.as_ref()
    }

    /// The vector of a question as the index would see it; `None` without an encoder.
    pub fn embed_query(&self, query: &str) -> Option<QuantVec> {
        self.encoder
            .as_ref()
            .map(|encoder| encoder.encode_quantised(&normalise_text(query)))
    }
}

/// The hash under which a normalised text finds those that are equal but for marks.
fn key_hash(text: &str) -> u64 {
    hash(key_of_normalised(text).as_bytes())
}
