//! A part of a text that is being cut: its characters and where they begin.

use std::ops::Range;

use crate::extract::Reading;

/// Characters of a reading from `start` on.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub start: usize,
    pub chars: Vec<char>,
}

impl Piece {
    pub fn of(reading: &Reading, range: Range<usize>) -> Self {
        let chars = reading.chars().get(range.clone()).unwrap_or_default();
        Self {
            start: range.start,
            chars: chars.to_vec(),
        }
        .trimmed()
    }

    pub fn len(&self) -> usize {
        self.chars.len()
    }

    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.chars.len()
    }

    pub fn text(&self) -> String {
        self.chars.iter().collect()
    }

    /// Characters `from..to`, counted from this piece's first.
    pub fn part(&self, from: usize, to: usize) -> Self {
        let to = to.min(self.len());
        let from = from.min(to);
        Self {
            start: self.start + from,
            chars: self.chars.get(from..to).unwrap_or_default().to_vec(),
        }
        .trimmed()
    }

    pub fn has_at(&self, at: usize, word: &str) -> bool {
        word.chars()
            .enumerate()
            .all(|(offset, c)| self.chars.get(at + offset) == Some(&c))
    }

    pub fn find(&self, word: &str) -> Option<usize> {
        (0..self.len()).find(|&at| self.has_at(at, word))
    }

    pub fn has(&self, word: &str) -> bool {
        self.find(word).is_some()
    }

    /// Whether one of the words, parted by `|`, stands in it.
    pub fn has_any(&self, words: &str) -> bool {
        words.split('|').any(|word| self.has(word))
    }

    /// The first place of one of the words, the longest there, with its length.
    pub fn first_of(&self, words: &str) -> Option<(usize, usize)> {
        words
            .split('|')
            .filter_map(|word| Some((self.find(word)?, word.chars().count())))
            .min_by_key(|&(at, length)| (at, usize::MAX - length))
    }

    pub fn starts(&self, words: &str) -> Option<usize> {
        words
            .split('|')
            .filter(|word| !word.is_empty() && self.has_at(0, word))
            .map(|word| word.chars().count())
            .max()
    }

    pub fn ends(&self, words: &str) -> Option<usize> {
        words
            .split('|')
            .map(|word| (word, word.chars().count()))
            .filter(|&(word, length)| {
                length > 0 && length <= self.len() && self.has_at(self.len() - length, word)
            })
            .map(|(_, length)| length)
            .max()
    }

    /// Without these words at its beginning and at its end, again and again.
    pub fn without(&self, leading: &str, trailing: &str) -> Self {
        let mut piece = self.trimmed();
        loop {
            if let Some(length) = piece.starts(leading) {
                piece = piece.part(length, piece.len());
            } else if let Some(length) = piece.ends(trailing) {
                piece = piece.part(0, piece.len() - length);
            } else {
                return piece;
            }
        }
    }

    /// Cut at each of the words, longest first.
    pub fn split(&self, words: &str) -> Vec<Self> {
        let mut pieces = Vec::new();
        let mut rest = self.clone();
        while let Some((at, length)) = rest.first_of(words) {
            pieces.push(rest.part(0, at));
            rest = rest.part(at + length, rest.len());
        }
        pieces.push(rest);
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }

    fn trimmed(&self) -> Self {
        const EDGE: &str = " ,.;:!?丶丨…·\"'“”‘’";
        let mut piece = self.clone();
        while piece.chars.last().is_some_and(|c| EDGE.contains(*c)) {
            piece.chars.pop();
        }
        let lead = piece
            .chars
            .iter()
            .take_while(|c| EDGE.contains(**c))
            .count();
        piece.chars.drain(..lead);
        piece.start += lead;
        piece
    }
}
