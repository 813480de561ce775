//! The rows of a lexicon.

use crate::normalise::normalise_text;
use crate::segment::hash;

/// A line: concept, the broader one or nothing, expression, and a weight when it is not 1; parted by
/// tabs. `#` begins a remark.
const STANDARD: &str = include_str!("../../data/service_concepts.tsv");

/// The sign for a gap in an expression.
pub(super) const GAP: char = '…';

/// An expression and what it stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The name of the concept, as people shall read it.
    pub concept: String,
    /// The name of a broader concept, which is meant as well but weighs half; or nothing.
    pub broader: String,
    /// Words in any spelling; `…` is a gap of up to eight characters.
    pub expression: String,
    /// Less than 1 when the expression stands for other matters too; 0..1.
    pub weight: f32,
}

impl Row {
    /// The rows that are part of the engine.
    pub(super) fn standard() -> Vec<Self> {
        let lines = STANDARD.lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(Self::parse).collect()
    }

    fn parse(line: &str) -> Option<Self> {
        let mut parts = line.split('\t');
        let (concept, broader, expression) = (parts.next()?, parts.next()?, parts.next()?);
        let weight = parts.next().map_or(Some(1.0), |weight| weight.parse().ok());
        Some(Self {
            concept: concept.to_owned(),
            broader: broader.to_owned(),
            expression: expression.to_owned(),
            weight: weight.filter(|weight| (0.0..=1.0).contains(weight))?,
        })
    }

    pub(super) fn fingerprint(&self) -> u64 {
        let parts = [&self.concept, &self.broader, &self.expression];
        let text = parts.map(String::as_str).join("\t");
        hash(text.as_bytes()).rotate_left(u32::from(super::in_parts(self.weight)))
    }
}

/// The normalised pieces of an expression between its gaps; none when a piece says nothing.
pub(super) fn pieces(expression: &str) -> Vec<String> {
    let pieces: Vec<String> = expression.split(GAP).map(normalise_text).collect();
    let is_said = |piece: &String| piece.chars().any(char::is_alphanumeric);
    if pieces.iter().all(is_said) {
        pieces
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};

    use super::*;

    #[test]
    fn every_line_is_read_and_none_stands_twice() {
        let rows = Row::standard();
        let lines = STANDARD.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(rows.len(), lines.count());
        let mut seen = HashSet::new();
        for row in &rows {
            let pieces = pieces(&row.expression);
            assert!(!pieces.is_empty(), "{row:?}");
            assert!(seen.insert((&row.concept, pieces)), "twice: {row:?}");
        }
    }

    #[test]
    fn every_concept_has_words_and_one_place() {
        let rows = Row::standard();
        let mut broader: BTreeMap<&str, &str> = BTreeMap::new();
        for row in &rows {
            let known = broader.insert(&row.concept, &row.broader);
            assert!(known.is_none_or(|known| known == row.broader), "{row:?}");
        }
        for (concept, above) in &broader {
            assert!(above.is_empty() || broader.contains_key(above), "{concept}");
            let mut way = *above;
            for _ in 0..super::super::DEPTH {
                way = broader.get(way).copied().unwrap_or_default();
            }
            assert!(way.is_empty(), "{concept} lies too deep or in a circle");
        }
        assert!(broader.len() >= 350 && rows.len() >= 5_000);
    }
}
