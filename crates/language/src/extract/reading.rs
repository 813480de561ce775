//! A text laid out for the recognisers: its normalised characters, counted from 0, and the way
//! from a range of them back to the bytes of the original.

use std::ops::Range;

use crate::normalise::{Normalised, normalise};

/// A text that is being read. All positions in this room are indices of its characters.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    normalised: Normalised,
    chars: Vec<char>,
    /// First byte of each character in the normalised text, and one past the end.
    starts: Vec<usize>,
}

impl Reading {
    pub fn new(original: &str) -> Self {
        let normalised = normalise(original);
        let mut chars = Vec::with_capacity(normalised.text.len() / 2);
        let mut starts = Vec::with_capacity(normalised.text.len() / 2 + 1);
        for (at, c) in normalised.text.char_indices() {
            chars.push(c);
            starts.push(at);
        }
        starts.push(normalised.text.len());
        Self {
            normalised,
            chars,
            starts,
        }
    }

    pub fn len(&self) -> usize {
        self.chars.len()
    }

    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The character at a place; NUL, which no normalised text holds, beyond the ends.
    pub fn at(&self, place: usize) -> char {
        self.chars.get(place).copied().unwrap_or('\0')
    }

    /// The character before a place; NUL at the start.
    pub fn before(&self, place: usize) -> char {
        place.checked_sub(1).map_or('\0', |place| self.at(place))
    }

    /// True when `word` stands at a place.
    pub fn has(&self, place: usize, word: &str) -> bool {
        word.chars()
            .enumerate()
            .all(|(offset, c)| self.at(place + offset) == c)
    }

    /// The longest of `words` that stands at a place, with its length in characters.
    pub fn one_of<'w>(&self, place: usize, words: &[&'w str]) -> Option<(&'w str, usize)> {
        words
            .iter()
            .filter(|word| self.has(place, word))
            .map(|word| (*word, word.chars().count()))
            .max_by_key(|&(_, length)| length)
    }

    /// The longest of `words` that ends just before a place, with its length in characters.
    pub fn one_before<'w>(&self, place: usize, words: &[&'w str]) -> Option<(&'w str, usize)> {
        words
            .iter()
            .map(|word| (*word, word.chars().count()))
            .filter(|&(word, length)| length <= place && self.has(place - length, word))
            .max_by_key(|&(_, length)| length)
    }

    /// Every place where `word` begins.
    pub fn places<'a>(&'a self, word: &'a str) -> impl Iterator<Item = usize> + 'a {
        let length = word.chars().count();
        (0..=self.len().saturating_sub(length)).filter(move |&place| self.has(place, word))
    }

    /// The first place after any white space.
    pub fn skip_space(&self, mut place: usize) -> usize {
        while self.at(place) == ' ' {
            place += 1;
        }
        place
    }

    /// The normalised text of a range.
    pub fn text(&self, range: Range<usize>) -> String {
        self.chars.get(range).unwrap_or_default().iter().collect()
    }

    /// The bytes of the original from which a range of characters came.
    pub fn original(&self, range: &Range<usize>) -> Range<usize> {
        let byte = |place: usize| {
            self.starts
                .get(place)
                .copied()
                .unwrap_or(self.normalised.text.len())
        };
        self.normalised.original(byte(range.start)..byte(range.end))
    }
}
