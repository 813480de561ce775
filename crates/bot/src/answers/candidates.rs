//! The entries that a message may mean: found by the index, lifted by their keywords, and told with
//! what their scores are made of.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use shanying_language::index::{Features, Hit};

use super::library::{Library, Shown};
use super::model::Candidate;
use super::rules;
use crate::knowledge::{Audience, Handling};

/// A hit with its entry.
pub(super) type Found = (Hit, Arc<Shown>);

/// The entries whose time is now, best first; of equal scores the more important one.
pub(super) fn search(library: &Library, text: &str, k: usize, now_ms: i64) -> Vec<Found> {
    let current = |id: &str| library.find(id, now_ms).is_some();
    let mut found: Vec<Found> = library
        .index()
        .search(text, k, current)
        .into_iter()
        .filter_map(|hit| {
            let entry = library.find(&hit.entry_id, now_ms)?.clone();
            Some((hit, entry))
        })
        .collect();
    order(&mut found);
    found
}

fn order(found: &mut [Found]) {
    found.sort_by(|(a, a_entry), (b, b_entry)| {
        b.score
            .total_cmp(&a.score)
            .then(a_entry.importance.cmp(&b_entry.importance))
    });
}

/// Lifts the entries whose keywords stand in the message; one that was not found comes in.
pub(super) fn push(
    library: &Library,
    pushed: &HashMap<&str, Vec<&str>>,
    share: f64,
    now_ms: i64,
    found: &mut Vec<Found>,
) {
    if pushed.is_empty() || share <= 0.0 {
        return;
    }
    for (hit, _) in found.iter_mut() {
        if pushed.contains_key(hit.entry_id.as_str()) {
            hit.score = rules::pushed(hit.score, share);
        }
    }
    for id in pushed.keys() {
        if found.iter().any(|(hit, _)| hit.entry_id == *id) {
            continue;
        }
        if let Some(entry) = library.find(id, now_ms) {
            let hit = Hit {
                entry_id: entry.id.clone(),
                score: rules::pushed(0.0, share),
                features: Features::default(),
                best_phrasing: entry.question.clone(),
            };
            found.push((hit, entry.clone()));
        }
    }
    order(found);
}

pub(super) fn weigh(score: f32, exact: bool, entry: &Shown, audience: Audience) -> rules::Hit {
    rules::Hit {
        score: f64::from(score),
        exact,
        visible: entry.is_for(audience),
        to_person: entry.handling == Handling::ToPerson,
    }
}

pub(super) fn candidate(
    (hit, entry): &Found,
    pushed: &HashMap<&str, Vec<&str>>,
    share: f64,
) -> Candidate {
    let words = pushed.get(entry.id.as_str()).filter(|_| share > 0.0);
    let mut features = features(&hit.features);
    if words.is_some() && share < 1.0 {
        // What stood there before: the lift taken back.
        let before = 1.0 - (1.0 - f64::from(hit.score)) / (1.0 - share);
        let added = f64::from(hit.score) - before.max(0.0);
        features.insert("keyword".to_owned(), (added * 10_000.0).round() / 10_000.0);
    }
    Candidate {
        entry_id: entry.id.clone(),
        question: entry.question.clone(),
        best_phrasing: hit.best_phrasing.clone(),
        score: rounded(hit.score),
        features,
        keywords: words
            .map(|words| words.iter().map(|word| (*word).to_owned()).collect())
            .unwrap_or_default(),
    }
}

fn features(features: &Features) -> BTreeMap<String, f64> {
    let number = |name: &str, value: f32| (name.to_owned(), rounded(value));
    BTreeMap::from([
        number("bm25_words", features.bm25_words),
        number("bm25_chars", features.bm25_chars),
        number("dense_best", features.dense_best),
        number("dense_mean", features.dense_mean),
        number("likeness", features.likeness),
        number("equal", f32::from(u8::from(features.equal))),
    ])
}

/// Four places are enough to read, and keep the stored JSON short.
pub(super) fn rounded(value: f32) -> f64 {
    (f64::from(value) * 10_000.0).round() / 10_000.0
}
