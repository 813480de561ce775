//! The entries that a message may mean: what the index finds, what the classifier in use believes and
//! the keywords that editors gave make one ranking, told with what its scores are made of.

use std::collections::BTreeMap;
use std::sync::Arc;

use shanying_language::embed::Encoder;
use shanying_language::index::{Features, Hit};
use shanying_language::normalise::normalise_text;
use shanying_language::understand::Opinion;

use super::library::{Library, Shown};
use super::model::Candidate;
use super::rules;
use super::understanding::Model;
use crate::knowledge::{Audience, Handling};

/// A hit with its entry.
pub(super) struct Found {
    pub(super) hit: Hit,
    pub(super) entry: Arc<Shown>,
    /// How sure the trained model is of it, 0 to 1; nothing where it does not know the entry.
    pub(super) certainty: Option<f32>,
}

/// What a search found.
#[derive(Default)]
pub(super) struct Findings {
    /// Best first; of equal scores the more important entry.
    pub(super) found: Vec<Found>,
    /// Whether the message belongs to any entry, as the trained gate sees it.
    pub(super) scope: Option<rules::Scope>,
}

/// What a message is looked up with.
pub(super) struct Looking<'a> {
    pub(super) library: &'a Library,
    pub(super) model: Option<&'a Model>,
    pub(super) encoder: Option<&'a Encoder>,
    pub(super) now_ms: i64,
}

impl Looking<'_> {
    /// At most `k` entries whose time is now.
    pub(super) fn search(&self, text: &str, k: usize) -> Findings {
        let (library, now_ms) = (self.library, self.now_ms);
        let opinion = self.opinion(text);
        let current = |id: &str| library.find(id, now_ms).is_some();
        let hits = library
            .index()
            .search_believing(text, k, current, &opinion.beliefs);
        let mut found: Vec<Found> = hits
            .into_iter()
            .filter_map(|hit| {
                let entry = library.find(&hit.entry_id, now_ms)?.clone();
                let certainty = self
                    .model
                    .filter(|model| model.knows(&entry))
                    .map(|_| hit.features.belief.min(opinion.in_scope));
                Some(Found {
                    hit,
                    entry,
                    certainty,
                })
            })
            .collect();
        found.sort_by(|a, b| {
            let importance = a.entry.importance.cmp(&b.entry.importance);
            b.hit.score.total_cmp(&a.hit.score).then(importance)
        });
        // What the model never saw may well be what this message is about.
        let judged = found.first().is_some_and(|best| best.certainty.is_some());
        let scope = judged.then(|| rules::Scope {
            probability: f64::from(opinion.in_scope),
            accepted: opinion.accepted,
        });
        Findings { found, scope }
    }

    /// What the model says of the entries that are still what it learnt from.
    fn opinion(&self, text: &str) -> Opinion<'_> {
        let Some(model) = self.model else {
            return Opinion::default();
        };
        let mut opinion = model.read(text, self.encoder);
        opinion.beliefs.retain(|(id, _)| {
            let entry = self.library.find(id, self.now_ms);
            entry.is_some_and(|entry| model.knows(entry))
        });
        opinion
    }
}

impl Found {
    pub(super) fn weigh(&self, audience: Audience) -> rules::Hit {
        rules::Hit {
            certainty: self.certainty.map(f64::from),
            ..weigh(
                self.hit.score,
                self.hit.features.equal,
                &self.entry,
                audience,
            )
        }
    }

    /// For people; `text` is the message.
    pub(super) fn candidate(&self, text: &str) -> Candidate {
        Candidate {
            entry_id: self.entry.id.clone(),
            question: self.entry.question.clone(),
            best_phrasing: self.hit.best_phrasing.clone(),
            score: rounded(self.hit.score),
            features: features(&self.hit.features),
            keywords: self.entry.keywords_in(&normalise_text(text)),
        }
    }
}

pub(super) fn weigh(score: f32, exact: bool, entry: &Shown, audience: Audience) -> rules::Hit {
    rules::Hit {
        score: f64::from(score),
        exact,
        visible: entry.is_for(audience),
        to_person: entry.handling == Handling::ToPerson,
        certainty: None,
    }
}

fn features(features: &Features) -> BTreeMap<String, f64> {
    let number = |name: &str, value: f32| (name.to_owned(), rounded(value));
    BTreeMap::from([
        number("bm25_words", features.bm25_words),
        number("bm25_chars", features.bm25_chars),
        number("dense_best", features.dense_best),
        number("dense_mean", features.dense_mean),
        number("crowding", features.crowding),
        number("belief", features.belief),
        number("keywords", features.keywords),
        number("concepts", features.concepts),
        number("likeness", features.likeness),
        number("equal", f32::from(u8::from(features.equal))),
    ])
}

/// Four places are enough to read, and keep the stored JSON short.
pub(super) fn rounded(value: f32) -> f64 {
    (f64::from(value) * 10_000.0).round() / 10_000.0
}
