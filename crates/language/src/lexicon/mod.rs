//! Finds phrases of a list in a text: asking for a person, anger, abuse. The lists belong to
//! whoever asks; this room only matches, on the normalised text, so that `轉人工！` finds 转人工.
//!
//! A phrase of Latin letters or digits must stand as whole words (`hi` is not in `this`); Chinese
//! phrases match anywhere. Of phrases that begin at one place the longest is found.

use std::collections::HashMap;
use std::ops::Range;

use crate::normalise::{Normalised, normalise, normalise_text};

/// A phrase of the list in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The phrase as it was given to [`PhraseSet::new`].
    pub phrase: String,
    /// Where it stands: bytes of the original text.
    pub range: Range<usize>,
}

/// A list of phrases, ready to be matched. Time is linear in the text for lists of any length.
#[derive(Debug, Clone, Default)]
pub struct PhraseSet {
    /// Normalised phrases by their first character: phrase without spaces, original phrase;
    /// longest first.
    by_first: HashMap<char, Vec<(Vec<char>, String)>>,
}

impl PhraseSet {
    /// Phrases in any spelling; empty ones are left out.
    pub fn new<T: AsRef<str>>(phrases: impl IntoIterator<Item = T>) -> Self {
        let mut by_first: HashMap<char, Vec<(Vec<char>, String)>> = HashMap::new();
        for phrase in phrases {
            let chars: Vec<char> = normalise_text(phrase.as_ref()).chars().collect();
            if let Some(&first) = chars.first() {
                by_first
                    .entry(first)
                    .or_default()
                    .push((chars, phrase.as_ref().to_owned()));
            }
        }
        for phrases in by_first.values_mut() {
            phrases.sort_by_key(|(chars, _)| std::cmp::Reverse(chars.len()));
        }
        Self { by_first }
    }

    /// All phrases in a text, left to right, none overlapping another.
    pub fn find(&self, text: &str) -> Vec<Found> {
        self.find_in(&normalise(text))
    }

    /// [`Self::find`] for a text that is normalised already.
    pub fn find_in(&self, text: &Normalised) -> Vec<Found> {
        let chars: Vec<(usize, char)> = text.text.char_indices().collect();
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(rest) = chars.get(at..).filter(|rest| !rest.is_empty()) {
            let before = at
                .checked_sub(1)
                .and_then(|last| chars.get(last))
                .map(|&(_, c)| c);
            let Some((length, phrase)) = self.at_start(before, rest) else {
                at += 1;
                continue;
            };
            let start = rest.first().map_or(0, |&(start, _)| start);
            let end = rest.get(length).map_or(text.text.len(), |&(end, _)| end);
            found.push(Found {
                phrase: phrase.to_owned(),
                range: text.original(start..end),
            });
            at += length;
        }
        found
    }

    /// True when any phrase stands in the text.
    pub fn matches(&self, text: &str) -> bool {
        !self.find(text).is_empty()
    }

    /// True when the text is one of the phrases, but for marks and spaces.
    pub fn is(&self, text: &str) -> bool {
        let key = crate::normalise::key(text);
        let Some(first) = key.chars().next() else {
            return false;
        };
        self.by_first.get(&first).is_some_and(|phrases| {
            phrases
                .iter()
                .any(|(_, phrase)| crate::normalise::key(phrase) == key)
        })
    }

    fn at_start(&self, before: Option<char>, rest: &[(usize, char)]) -> Option<(usize, &str)> {
        let (_, first) = rest.first()?;
        let (chars, phrase) = self.by_first.get(first)?.iter().find(|(chars, _)| {
            rest.len() >= chars.len()
                && rest.iter().zip(chars).all(|((_, a), b)| a == b)
                && stands_alone(before, chars, rest.get(chars.len()).map(|&(_, c)| c))
        })?;
        Some((chars.len(), phrase))
    }
}

/// Letters of one word are not parted: both ends of a Latin phrase must end a word.
fn stands_alone(before: Option<char>, phrase: &[char], after: Option<char>) -> bool {
    let joins = |a: Option<char>, b: Option<char>| {
        a.is_some_and(|c| c.is_ascii_alphanumeric()) && b.is_some_and(|c| c.is_ascii_alphanumeric())
    };
    !joins(before, phrase.first().copied()) && !joins(phrase.last().copied(), after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_in_any_spelling() {
        let set = PhraseSet::new(["转人工", "人工客服", "转人工客服", "real person", "hi"]);
        let table: [(&str, &[&str]); 7] = [
            ("我要转人工", &["转人工"]),
            ("轉　人工！！", &["转人工"]),
            ("转人工客服,快", &["转人工客服"]),
            ("A Real  Person please", &["real person"]),
            ("this is fine", &[]),
            ("hi,找人工客服", &["hi", "人工客服"]),
            ("", &[]),
        ];
        for (text, phrases) in table {
            let found = set.find(text);
            let names: Vec<&str> = found.iter().map(|found| found.phrase.as_str()).collect();
            assert_eq!(names, phrases, "{text}");
            assert_eq!(set.matches(text), !phrases.is_empty());
        }
    }

    #[test]
    fn tells_the_place_in_the_original() {
        let text = "急！轉 人工。";
        let found = PhraseSet::new(["转人工"]).find(text);
        assert_eq!(text.get(found[0].range.clone()), Some("轉 人工"));
    }

    #[test]
    fn knows_a_text_that_is_a_phrase() {
        let set = PhraseSet::new(["转人工", "你好"]);
        assert!(set.is("转人工！"));
        assert!(set.is("你 好"));
        assert!(!set.is("我要转人工"));
        assert!(!set.is(""));
    }
}
