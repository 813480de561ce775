//! What speaks for an entry beside its phrasings: what a classifier believes, and keywords that an
//! editor has given it.

use std::collections::HashMap;

use super::Index;
use super::search::Found;
use crate::normalise::normalise_text;
use crate::segment::stands_whole;

/// What a certain classifier adds to the likeness. Its probability counts squared: half a belief
/// is far less than half as good a reason to answer.
const BELIEF: f32 = 0.15;
/// What the first keyword that stands in the question adds; each further one adds half of the
/// one before.
const KEYWORD: f32 = 0.06;

impl Index {
    /// Gives an entry keywords in place of those it had; replacing or removing the entry forgets
    /// them. A question that holds one of them is more likely about this entry; alone a keyword
    /// finds nothing.
    pub fn set_keywords<T: AsRef<str>>(&mut self, entry_id: &str, keywords: &[T]) {
        let keywords: Vec<String> = keywords
            .iter()
            .map(|keyword| normalise_text(keyword.as_ref()))
            .filter(|keyword| keyword.chars().any(char::is_alphanumeric))
            .collect();
        if keywords.is_empty() {
            self.keywords.remove(entry_id);
        } else {
            self.keywords.insert(entry_id.to_owned(), keywords);
        }
    }

    /// Adds both signals to the likenesses of the candidates.
    pub(super) fn add_signals(&self, found: &mut [Found<'_>], text: &str, beliefs: &[(&str, f32)]) {
        if beliefs.is_empty() && self.keywords.is_empty() {
            return;
        }
        let beliefs: HashMap<&str, f32> = beliefs.iter().copied().collect();
        for (entry, features, _) in found {
            let id: &str = &entry.id;
            let keywords = self.keywords.get(id).map(Vec::as_slice).unwrap_or_default();
            let held = keywords
                .iter()
                .filter(|word| stands_whole(text, word))
                .count();
            features.belief = beliefs.get(id).copied().unwrap_or(0.0);
            features.keywords = 2.0 * (1.0 - 0.5f32.powi(held.min(8) as i32));
            let more = BELIEF * features.belief.powi(2) + KEYWORD * features.keywords;
            features.likeness = (features.likeness + more).min(1.0);
        }
    }
}
