//! Understanding a question: the index says which entries it is like, a classifier over the
//! entries' phrasings says which of them such questions belong to, and both make one score.
//!
//! The classifier's probability of an entry adds to the entry's likeness
//! ([`Features::belief`](crate::index::Features)). It is trained only where entries have phrasings
//! enough to learn from; where they have one each, the index stands alone.

use std::collections::HashSet;

use crate::classify::{Classifier, Options};
use crate::embed::Encoder;
use crate::index::{Hit, Index};
use crate::reject::{GateOptions, Guarded, Lessons};

/// A classifier over more entries would cost more than it tells.
const ENTRIES: usize = 500;
/// Phrasings an entry that a classifier needs, on average.
const PHRASINGS_EACH: usize = 3;

/// A classifier over phrasings (text and entry); `None` where there are too few of them for each
/// entry, or too many entries. Train it anew when entries have changed; an entry that it does not
/// know yet is judged by its likeness alone.
pub fn learn<T: AsRef<str>, L: AsRef<str>>(
    phrasings: &[(T, L)],
    encoder: Option<&Encoder>,
    options: &Options,
    progress: impl FnMut(usize, usize),
) -> Option<Classifier> {
    is_worth(phrasings).then(|| Classifier::train(phrasings, encoder, options, progress))
}

/// Whether a classifier over these phrasings (text and entry) is worth its training.
pub fn is_worth<T: AsRef<str>, L: AsRef<str>>(phrasings: &[(T, L)]) -> bool {
    let entries: HashSet<&str> = phrasings.iter().map(|(_, entry)| entry.as_ref()).collect();
    (2..=ENTRIES).contains(&entries.len()) && phrasings.len() >= entries.len() * PHRASINGS_EACH
}

/// [`learn`] with a gate before the classifier, which knows when a question belongs to no entry;
/// `outside` are questions that belong to none. Beside it the share of phrasings whose entry came
/// first when they were left out of the training.
pub fn learn_guarded(
    phrasings: &[(String, String)],
    outside: &[String],
    encoder: Option<&Encoder>,
    options: &Options,
    progress: impl FnMut(usize, usize),
) -> Option<(Guarded, f64)> {
    let lessons = Lessons {
        train: phrasings,
        outside,
        ..Lessons::default()
    };
    let gate = GateOptions::default();
    is_worth(phrasings)
        .then(|| Guarded::train_and_measure(lessons, encoder, options, &gate, progress))
}

/// What a guarded classifier makes of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Opinion<'a> {
    /// Entries and how likely each is meant, the likeliest first; what the texts of no entry have
    /// for themselves is not among it, so all add up to less than 1.
    pub beliefs: Vec<(&'a str, f32)>,
    /// The probability that the question belongs to any entry.
    pub in_scope: f32,
    /// The gate lets it pass.
    pub accepted: bool,
}

impl Default for Opinion<'_> {
    /// Without a classifier nothing is believed and nothing turned away.
    fn default() -> Self {
        Self {
            beliefs: Vec::new(),
            in_scope: 1.0,
            accepted: true,
        }
    }
}

/// Reads a question; its beliefs are for [`Index::search_believing`].
pub fn read<'a>(guarded: &'a Guarded, question: &str, encoder: Option<&Encoder>) -> Opinion<'a> {
    let reading = guarded.classifier().read(question, encoder);
    let verdict = guarded.judge_reading(&reading);
    Opinion {
        beliefs: guarded.beliefs(&reading),
        in_scope: verdict.in_scope,
        accepted: verdict.accepted,
    }
}

/// [`Index::search`] with the classifier's opinion, where there is one.
pub fn search(
    index: &Index,
    classifier: Option<&Classifier>,
    query: &str,
    k: usize,
    filter: impl Fn(&str) -> bool,
) -> Vec<Hit> {
    let Some(classifier) = classifier else {
        return index.search(query, k, filter);
    };
    let beliefs = classifier.predict(query, index.encoder().map(AsRef::as_ref));
    index.search_believing(query, k, filter, &beliefs)
}
