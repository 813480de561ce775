//! What it is called, and what sort of thing it is.

use super::piece::Piece;
use super::{Sheet, Stance, StatedValue};
use crate::segment::Segmenter;

const CALLED: &str = "名字叫|名叫|名为|名称是|名字是|叫做|叫作|叫|called|named";
const IS_A: &str =
    "是一款|是一门|是一种|是一套|是一张|是一份|是一台|是一支|是一瓶|是一个|是一项|is a|is an";
/// A name ends before these.
const ENDS: &str = "适合|适用|专为|主打|采用|面向|推荐给|招收|仅限|不适|含|不含|为|按|给|是|出生|一年|每|搭载|原价|售价|价格|卖|,|:|;|(";
const BRACKETS: &[(&str, &str)] = &[("《", "》"), ("「", "」"), ("【", "】"), ("『", "』")];

impl Sheet<'_> {
    pub(super) fn read_names(&mut self) {
        if !self.first || self.stated.iter().any(|fact| fact.attribute == "name") {
            self.read_category(None);
            return;
        }
        let name = self
            .called()
            .or_else(|| self.bracketed())
            .or_else(|| self.leading());
        if let Some((piece, sure)) = &name {
            self.word("name", piece, Stance::Holds, *sure);
        }
        self.read_category(name.map(|(piece, _)| piece).as_ref());
    }

    fn called(&self) -> Option<(Piece, f64)> {
        let clause = self.clauses.first()?;
        let (at, length) = clause.first_of(CALLED)?;
        let rest = clause.part(at + length, clause.len());
        let end = rest
            .first_of("，|,|:|是|的特点")
            .map_or(rest.len(), |(at, _)| at);
        let name = rest.part(0, end);
        (2..=24).contains(&name.len()).then_some((name, 0.95))
    }

    fn bracketed(&self) -> Option<(Piece, f64)> {
        let clause = self.clauses.first()?;
        BRACKETS.iter().find_map(|(open, close)| {
            let from = clause.find(open)? + 1;
            let to = clause.find(close)?;
            (from < to).then(|| (clause.part(from, to), 0.9))
        })
    }

    /// What stands before the first frame of the first clause.
    fn leading(&self) -> Option<(Piece, f64)> {
        let clause = self.clauses.first()?;
        let is_a = clause.first_of(IS_A).map(|(at, _)| at);
        let end = is_a
            .or_else(|| clause.first_of(ENDS).map(|(at, _)| at))
            .unwrap_or(clause.len());
        let name = clause
            .part(0, end)
            .without("the|这款|这套|本|我们的|新款", "|");
        let few = (2..=18).contains(&name.len());
        let plain = !name.has_any("的时候|不|丶|可以|会|就|时候|很|最|请|先|从");
        let sure = if is_a.is_some() { 0.9 } else { 0.6 };
        (few && (plain || is_a.is_some())).then_some((name, sure))
    }

    /// Of known categories in a name the one that ends last, the longest there.
    fn last_category(&self, name: &Piece) -> Option<(String, Piece)> {
        (0..name.len())
            .flat_map(|at| self.known("category", &name.part(at, name.len())))
            .max_by_key(|(_, piece)| (piece.start + piece.len(), piece.len()))
    }

    /// After `是一款` the last noun, or a known category that ends the name.
    fn read_category(&mut self, name: Option<&Piece>) {
        if self.stated.iter().any(|fact| fact.attribute == "category") {
            return;
        }
        let clause = self.clauses.first().cloned();
        if let Some(name) = name
            && let Some((value, piece)) = self.last_category(name)
        {
            self.state(
                "category",
                StatedValue::Word(value),
                Stance::Holds,
                &piece,
                0.9,
            );
            return;
        }
        if !self.first {
            return;
        }
        let Some((clause, (at, length))) =
            clause.and_then(|clause| clause.first_of(IS_A).map(|place| (clause, place)))
        else {
            return;
        };
        let rest = clause.part(at + length, clause.len());
        let rest = rest
            .first_of(" for |,|:")
            .map_or_else(|| rest.clone(), |(to, _)| rest.part(0, to));
        let rest = rest.split("的").pop().unwrap_or(rest);
        let noun = if rest.chars.iter().any(|c| c.is_ascii_alphabetic()) {
            rest
        } else {
            let last = Segmenter::default()
                .cut(&rest.text())
                .pop()
                .unwrap_or_default();
            rest.part(rest.len().saturating_sub(last.chars().count()), rest.len())
        };
        if noun.len() > 1 {
            self.word("category", &noun, Stance::Holds, 0.7);
        }
    }
}
