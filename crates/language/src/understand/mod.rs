//! Understanding a question: the index says which entries it is like, a classifier over the
//! entries' phrasings says which of them such questions belong to, and both make one score.
//!
//! The classifier's probability of an entry adds to the entry's likeness
//! ([`Features::belief`](crate::index::Features)). It is trained only where entries have phrasings
//! enough to learn from; where they have one each, the index stands alone.

use std::collections::HashSet;

use crate::classify::{Classifier, Options};
use crate::embed::{Encoder, QuantVec};
use crate::index::{Hit, Index};
use crate::normalise::normalise_text;

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
    let entries: HashSet<&str> = phrasings.iter().map(|(_, entry)| entry.as_ref()).collect();
    let is_worth =
        (2..=ENTRIES).contains(&entries.len()) && phrasings.len() >= entries.len() * PHRASINGS_EACH;
    is_worth.then(|| Classifier::train(phrasings, encoder, options, progress))
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
    let Some(encoder) = index.encoder() else {
        return index.search_believing(query, k, filter, &classifier.predict(query, None));
    };
    // Both look at the same vector, and making it is the dearest part of a search.
    let Some(rich) = encoder.encode_rich_batch(&[normalise_text(query)]).pop() else {
        return Vec::new();
    };
    let beliefs = classifier.predict_encoded(query, encoder, &rich);
    let vector = QuantVec::quantise(&rich.vector);
    index.search_encoded(query, Some(vector), k, filter, &beliefs)
}
