//! Finding expressions: all their pieces by one automaton, then whole expressions from the pieces.
//!
//! An expression whose pieces all lie inside those of a longer one is not counted: `验证码收不到` is
//! not also 验证码. Latin pieces must stand as whole words, but for the `s` of the plural.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::rows::pieces;

/// Characters that a gap may have at most.
const WIDEST_GAP: usize = 8;

/// An expression in a text: which one, and the byte ranges of its pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Occurrence {
    pub expression: usize,
    pub pieces: Vec<Range<usize>>,
}

/// Finds expressions in normalised texts.
#[derive(Debug)]
pub(super) struct Finder {
    /// `None` when there is nothing to find.
    automaton: Option<AhoCorasick>,
    /// For each pattern the places where it stands: expression, and the how manieth piece.
    uses: Vec<Vec<(usize, usize)>>,
    /// How many pieces each expression has.
    lengths: Vec<usize>,
}

impl Finder {
    /// Expressions beyond what an automaton can hold (2 GiB) leave it with nothing to find.
    pub fn new<'a>(expressions: impl Iterator<Item = &'a str>) -> Self {
        let mut patterns: Vec<String> = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut uses: Vec<Vec<(usize, usize)>> = Vec::new();
        let mut lengths = Vec::new();
        for (expression, text) in expressions.enumerate() {
            let pieces = pieces(text);
            lengths.push(pieces.len());
            for (place, piece) in pieces.into_iter().enumerate() {
                let pattern = *known.entry(piece).or_insert_with_key(|piece| {
                    patterns.push(piece.clone());
                    uses.push(Vec::new());
                    patterns.len() - 1
                });
                if let Some(uses) = uses.get_mut(pattern) {
                    uses.push((expression, place));
                }
            }
        }
        let mut builder = AhoCorasick::builder();
        let builder = builder.kind(Some(AhoCorasickKind::ContiguousNFA));
        Self {
            automaton: builder.build(&patterns).ok(),
            uses,
            lengths,
        }
    }

    /// The expressions in a normalised text, longest first, without those inside longer ones.
    pub fn find(&self, text: &str) -> Vec<Occurrence> {
        let mut found = self.all(text);
        found.sort_by_key(|one| std::cmp::Reverse(one.length()));
        let mut kept: Vec<Occurrence> = Vec::with_capacity(found.len());
        for one in found {
            let is_inside =
                |longer: &Occurrence| longer.length() > one.length() && one.within(longer);
            if !kept.iter().any(is_inside) {
                kept.push(one);
            }
        }
        kept
    }

    fn all(&self, text: &str) -> Vec<Occurrence> {
        let mut found = Vec::new();
        // For each expression with gaps, where its pieces stand: first the number of the piece.
        let mut parts: BTreeMap<usize, Vec<(usize, Range<usize>)>> = BTreeMap::new();
        let matches = self
            .automaton
            .iter()
            .flat_map(|a| a.find_overlapping_iter(text));
        for matched in matches.filter(|matched| is_whole(text, matched.range())) {
            let uses = self.uses.get(matched.pattern().as_usize());
            for &(expression, place) in uses.into_iter().flatten() {
                if self.lengths.get(expression) == Some(&1) {
                    found.push(Occurrence {
                        expression,
                        pieces: vec![matched.range()],
                    });
                } else if place == 0 || parts.contains_key(&expression) {
                    // Pieces that follow come later in the text, so without a first one they are
                    // of no use.
                    let parts = parts.entry(expression).or_default();
                    parts.push((place, matched.range()));
                }
            }
        }
        for (expression, parts) in parts {
            let length = self.lengths.get(expression).copied().unwrap_or(0);
            found.extend(
                joined(text, length, &parts).map(|pieces| Occurrence { expression, pieces }),
            );
        }
        found
    }
}

impl Occurrence {
    fn length(&self) -> usize {
        self.pieces.iter().map(Range::len).sum()
    }

    fn within(&self, other: &Self) -> bool {
        let covers = |piece: &Range<usize>| {
            let mut others = other.pieces.iter();
            others.any(|wide| wide.start <= piece.start && piece.end <= wide.end)
        };
        self.pieces.iter().all(covers)
    }
}

/// The first way to join pieces in their order over gaps that are not too wide.
fn joined(text: &str, length: usize, parts: &[(usize, Range<usize>)]) -> Option<Vec<Range<usize>>> {
    let firsts = parts.iter().filter(|(place, _)| *place == 0);
    for (_, first) in firsts {
        let mut ranges = vec![first.clone()];
        while ranges.len() < length {
            let end = ranges.last().map_or(0, |last| last.end);
            let follows = |(place, range): &&(usize, Range<usize>)| {
                *place == ranges.len() && text.get(end..range.start).is_some_and(is_gap)
            };
            let Some((_, next)) = parts.iter().find(follows) else {
                break;
            };
            ranges.push(next.clone());
        }
        if ranges.len() == length {
            return Some(ranges);
        }
    }
    None
}

fn is_gap(between: &str) -> bool {
    between.chars().count() <= WIDEST_GAP && !between.contains(['.', '!', '?', '\n'])
}

/// False where a Latin piece is a part of a longer word.
fn is_whole(text: &str, range: Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let joins = |a: Option<&u8>, b: Option<&u8>| {
        a.is_some_and(u8::is_ascii_alphanumeric) && b.is_some_and(u8::is_ascii_alphanumeric)
    };
    let at = |place: usize| bytes.get(place);
    let before = range.start.checked_sub(1).and_then(at);
    let last = range.end.checked_sub(1).and_then(at);
    let is_plural = at(range.end) == Some(&b's') && !joins(at(range.end), at(range.end + 1));
    !joins(before, at(range.start)) && (is_plural || !joins(last, at(range.end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<usize> {
        let expressions = [
            "退货",
            "后悔…退",
            "退货运费",
            "运费",
            "refund",
            "拆…用…退",
            "买二送一",
        ];
        let mut found: Vec<usize> = Finder::new(expressions.into_iter())
            .find(text)
            .into_iter()
            .map(|one| one.expression)
            .collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn longest_wins_and_gaps_are_bridged() {
        let table: [(&str, &[usize]); 11] = [
            ("我要退货", &[0]),
            ("退货运费谁出", &[2]),
            ("退货,运费谁出", &[0, 3]),
            ("后悔了想退", &[1]),
            ("后悔了想退货", &[0, 1]),
            ("后悔了.想退", &[1][..0]),
            ("后悔了一二三四五六七八想退", &[1][..0]),
            ("退了又后悔", &[1][..0]),
            ("拆了用过还能退吗", &[5]),
            ("refunds", &[4]),
            ("refunded prefund", &[1][..0]),
        ];
        for (text, wanted) in table {
            assert_eq!(found(text), wanted, "{text}");
        }
    }

    #[test]
    fn nothing_to_find_finds_nothing() {
        assert!(
            Finder::new(["…", "a…", "?"].into_iter())
                .find("a?")
                .is_empty()
        );
    }
}
