//! Filing by likeness: each label is an entry of an index, its texts are the phrasings.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Filed, FiledText, LabelName};
use crate::embed::Encoder;
use crate::index::{Index, IndexOptions, Phrasing};

/// Texts that are encoded together.
const BATCH: usize = 512;

/// Labels with the texts that are known for them.
#[derive(Debug)]
pub struct Matching {
    index: Index,
}

impl Matching {
    /// Takes in names and texts.
    pub fn train(
        rows: &[FiledText],
        names: &[LabelName],
        encoder: Option<Arc<Encoder>>,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Self {
        let mut texts: BTreeMap<&str, Vec<Phrasing>> = BTreeMap::new();
        for name in names {
            let own = texts.entry(&name.id).or_default();
            own.push(Phrasing::new(&name.text));
        }
        for row in rows {
            for label in &row.labels {
                let own = texts.entry(label).or_default();
                own.push(Phrasing::new(&row.text));
            }
        }
        let entries: Vec<(&str, &[Phrasing])> = texts
            .iter()
            .map(|(label, phrasings)| (*label, phrasings.as_slice()))
            .collect();
        let mut index = Index::new(encoder, IndexOptions::default());
        let mut done = 0;
        for batch in entries.chunks(BATCH) {
            index.upsert_many(batch.iter().copied());
            done += batch.len();
            progress(done, entries.len());
        }
        Self { index }
    }

    /// The `k` likeliest labels, best first.
    pub fn rank(&self, text: &str, k: usize) -> Vec<Filed> {
        let hits = self.index.search(text, k, |_| true);
        hits.into_iter()
            .map(|hit| Filed {
                label: hit.entry_id,
                score: hit.score,
            })
            .collect()
    }

    /// Number of labels.
    pub fn labels(&self) -> usize {
        self.index.len()
    }

    /// Bytes held, without the encoder; an estimate.
    pub fn bytes(&self) -> usize {
        self.index.bytes()
    }
}
