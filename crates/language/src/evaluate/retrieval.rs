//! Retrieval: does the right entry come first?

use std::collections::{BTreeMap, HashSet};
use std::time::Instant;

use super::{IntentRow, Latency, Progress, Speed};
use crate::classify::{Classifier, Options};
use crate::index::{Index, Phrasing, Weights};
use crate::understand;

/// A stored text. Rows that share an id are phrasings of one entry.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct EntryRow {
    pub id: String,
    pub text: String,
}

/// A question with the entries that answer it.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct QueryRow {
    pub text: String,
    pub gold: Vec<String>,
    /// An entry that is left out of this query's ranking (the query's own row).
    #[serde(default)]
    pub exclude: Option<String>,
}

/// What was measured. Shares are of all queries, 0..1.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct RetrievalReport {
    pub entries: usize,
    pub phrasings: usize,
    pub queries: usize,
    /// A right entry stands first; among the first three; among the first ten.
    pub recall_at_1: f64,
    pub recall_at_3: f64,
    pub recall_at_10: f64,
    /// Mean of 1 / rank of the first right entry, 0 beyond the tenth.
    pub mrr_10: f64,
    #[serde(flatten)]
    pub speed: Speed,
}

/// Fills the given empty index with the entries, learns from their phrasings where there are
/// enough (unless the index was given weights of its own, to be measured alone), and asks all
/// queries.
pub fn retrieval(
    mut index: Index,
    entries: &[EntryRow],
    queries: &[QueryRow],
    mut progress: impl FnMut(Progress),
) -> RetrievalReport {
    let mut grouped: BTreeMap<&str, Vec<Phrasing>> = BTreeMap::new();
    for row in entries {
        grouped
            .entry(&row.id)
            .or_default()
            .push(Phrasing::new(&row.text));
    }
    let began = Instant::now();
    fill(&mut index, &grouped, &mut progress);
    let classifier = if index.weights() == Weights::default() {
        let phrasings: Vec<(&str, &str)> = entries
            .iter()
            .map(|row| (row.text.as_str(), row.id.as_str()))
            .collect();
        let encoder = index.encoder().map(AsRef::as_ref);
        understand::learn(&phrasings, encoder, &Options::default(), |done, all| {
            progress(Progress::Learned(done, all));
        })
    } else {
        None
    };
    let train_seconds = began.elapsed().as_secs_f64();

    let mut ranks = Vec::with_capacity(queries.len());
    let mut latency = Latency::default();
    for (at, query) in queries.iter().enumerate() {
        let gold: HashSet<&str> = query.gold.iter().map(String::as_str).collect();
        let may_be = |id: &str| query.exclude.as_deref() != Some(id);
        let hits = latency
            .time(|| understand::search(&index, classifier.as_ref(), &query.text, 10, may_be));
        ranks.push(
            hits.iter()
                .position(|hit| gold.contains(hit.entry_id.as_str())),
        );
        if (at + 1) % 100 == 0 || at + 1 == queries.len() {
            progress(Progress::Asked(at + 1, queries.len()));
        }
    }
    let count = ranks.len().max(1) as f64;
    let within =
        |depth| ranks.iter().flatten().filter(|&&rank| rank < depth).count() as f64 / count;
    RetrievalReport {
        entries: index.len(),
        phrasings: index.phrasings(),
        queries: queries.len(),
        recall_at_1: within(1),
        recall_at_3: within(3),
        recall_at_10: within(10),
        mrr_10: ranks
            .iter()
            .flatten()
            .map(|&rank| 1.0 / (rank + 1) as f64)
            .sum::<f64>()
            / count,
        speed: latency.speed(
            train_seconds,
            index.bytes()
                + classifier.as_ref().map_or(0, Classifier::bytes)
                + index.encoder().map_or(0, |encoder| encoder.bytes()),
        ),
    }
}

/// Takes each intent as an entry whose phrasings are its training texts; `recall_at_1` is the
/// accuracy.
pub fn intent_as_retrieval(
    index: Index,
    train: &[IntentRow],
    test: &[IntentRow],
    progress: impl FnMut(Progress),
) -> RetrievalReport {
    let entry = |row: &IntentRow| EntryRow {
        id: row.intent.clone(),
        text: row.text.clone(),
    };
    let query = |row: &IntentRow| QueryRow {
        text: row.text.clone(),
        gold: vec![row.intent.clone()],
        exclude: None,
    };
    let entries: Vec<EntryRow> = train.iter().map(entry).collect();
    let queries: Vec<QueryRow> = test.iter().map(query).collect();
    retrieval(index, &entries, &queries, progress)
}

/// Encodes many entries at once, which is several times cheaper than one entry at a time.
fn fill(
    index: &mut Index,
    entries: &BTreeMap<&str, Vec<Phrasing>>,
    progress: &mut impl FnMut(Progress),
) {
    const TEXTS: usize = 512;
    let all: Vec<(&&str, &Vec<Phrasing>)> = entries.iter().collect();
    let mut done = 0;
    let mut rest = all.as_slice();
    while !rest.is_empty() {
        let mut texts = 0;
        let count = rest
            .iter()
            .take_while(|(_, phrasings)| {
                texts += phrasings.len();
                texts <= TEXTS
            })
            .count()
            .max(1);
        let (batch, later) = rest.split_at(count);
        index.upsert_many(
            batch
                .iter()
                .map(|(id, phrasings)| (**id, phrasings.as_slice())),
        );
        done += count;
        progress(Progress::Learned(done, all.len()));
        rest = later;
    }
}
