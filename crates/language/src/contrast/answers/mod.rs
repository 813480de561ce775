//! Where two answers to one question contradict one another: other numbers of the same thing (`7天`,
//! `一周` is the same as `7天`), the opposite stance (`可以`, `不支持`; `免费`, `自理`), other telephone
//! numbers. A hint for an editor and no proof: what an answer says under a condition is compared only
//! with what is said of the same words.

mod facts;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use self::facts::{Fact, NUMERALS, facts_in};
use super::words;
use crate::extract::Kind;
use crate::normalise::normalise_text;
use crate::segment::Segmenter;
use aho_corasick::{AhoCorasick, MatchKind};

/// What two answers say differently, in their own words.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Disagreement {
    pub matter: Matter,
    pub first: String,
    pub second: String,
}

/// What it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// A number, a time, a price, or whom to call.
    Number,
    /// May, must, is free, or not.
    Stance,
}

/// Where two answers contradict one another, numbers first.
pub fn disagreements(first: &str, second: &str, segmenter: &Segmenter) -> Vec<Disagreement> {
    let (first, second) = (Said::new(first, segmenter), Said::new(second, segmenter));
    let mut found = numbers(&first, &second);
    found.extend(stances(&first, &second));
    found
}

/// An answer taken apart.
struct Said<'a> {
    clauses: Vec<Clause<'a>>,
}

/// A part of a sentence.
struct Clause<'a> {
    text: &'a str,
    /// Characters of the words of its matter, without numbers and stances; Latin words whole.
    matter: BTreeSet<String>,
    facts: Vec<Fact<'a>>,
    stances: Vec<Stance>,
    /// It stands in the first sentence.
    leads: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Stance {
    axis: usize,
    yes: bool,
}

impl Stance {
    fn opposite(self) -> Self {
        Self {
            yes: !self.yes,
            ..self
        }
    }
}

impl<'a> Said<'a> {
    fn new(text: &'a str, segmenter: &Segmenter) -> Self {
        let mut clauses = Vec::new();
        let mut leads = true;
        for (range, ends_sentence) in clauses_of(text) {
            let clause = text.get(range).unwrap_or_default();
            if clause.chars().any(char::is_alphanumeric) {
                clauses.push(Clause::new(clause, leads, segmenter));
                leads &= !ends_sentence;
            }
        }
        Self { clauses }
    }

    /// It takes the same stance on the same matter somewhere.
    fn says_like(&self, clause: &Clause<'_>) -> bool {
        self.clauses.iter().any(|own| {
            (own.likeness(clause) >= ONE_THING || own.matter == clause.matter)
                && own.stances.iter().any(|one| clause.stances.contains(one))
        })
    }

    fn facts(&self) -> impl Iterator<Item = (&Clause<'a>, &Fact<'a>)> {
        let of = |clause| {
            let clause: &Clause<'a> = clause;
            clause.facts.iter().map(move |fact| (clause, fact))
        };
        self.clauses.iter().flat_map(of)
    }
}

/// Between marks, and whether a sentence ends there; a comma or full stop between digits is none.
fn clauses_of(text: &str) -> Vec<(Range<usize>, bool)> {
    let (mut found, mut start) = (Vec::new(), 0);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let parts = chars.peek().is_none_or(|(_, next)| next.is_whitespace());
        let ends_sentence = match c {
            '。' | '！' | '？' | '；' | '\n' | ';' | '!' | '?' => true,
            '.' if parts => true,
            '，' => false,
            ',' if parts => false,
            _ => continue,
        };
        found.push((start..at, ends_sentence));
        start = at + c.len_utf8();
    }
    found.push((start..text.len(), true));
    found
}

impl<'a> Clause<'a> {
    fn new(text: &'a str, leads: bool, segmenter: &Segmenter) -> Self {
        let normalised = normalise_text(text);
        let stances = stances_in(&normalised);
        let mut words = words::content(&normalised, segmenter);
        words.retain(|word| {
            !word
                .chars()
                .any(|c| c.is_ascii_digit() || NUMERALS.contains(c))
                && stances_in(word).is_empty()
        });
        Self {
            text: text.trim_matches(|c: char| !c.is_alphanumeric()),
            matter: matter(&words),
            facts: facts_in(text),
            stances,
            leads,
        }
    }

    /// How much of the matter of both is the same, 0 to 1.
    fn likeness(&self, other: &Self) -> f64 {
        let shared = self.matter.intersection(&other.matter).count();
        let all = self.matter.len() + other.matter.len() - shared;
        shared as f64 / all.max(1) as f64
    }

    /// One speaks of what lies before a line or of what is not so, the other of what lies beyond it.
    fn is_apart(&self, other: &Self) -> bool {
        let [ours, theirs] = [self.text, other.text]
            .map(|text| CONDITIONS.map(|words| words.iter().any(|word| text.contains(word))));
        ours.iter()
            .zip(theirs)
            .any(|(ours, theirs)| *ours != theirs)
    }
}

/// What says under which condition a clause holds: before a line, beyond it, where something is not.
const CONDITIONS: [&[&str]; 3] = [
    &["内", "前", "以下", "不超过"],
    &["后", "超过", "以上", "逾期", "过了"],
    &["未", "除", "以外", "非"],
];

fn matter(words: &[String]) -> BTreeSet<String> {
    let mut matter = BTreeSet::new();
    for word in words {
        if word.is_ascii() {
            matter.insert(word.clone());
        } else {
            matter.extend(word.chars().map(String::from));
        }
    }
    matter
}

/// From this likeness on two clauses speak of one thing.
const ONE_THING: f64 = 0.34;

fn numbers(first: &Said<'_>, second: &Said<'_>) -> Vec<Disagreement> {
    let alone = |said: &Said<'_>, axis: &(Kind, &str)| {
        said.facts().filter(|(_, fact)| fact.axis == *axis).count() == 1
    };
    let unmatched = |fact: &Fact<'_>, other: &Said<'_>| {
        let mut same = other.facts().filter(|(_, one)| one.axis == fact.axis);
        !same.any(|(_, one)| one.agrees(fact))
    };
    let mut found: Vec<Disagreement> = Vec::new();
    for (clause, fact) in first.facts().filter(|(_, fact)| unmatched(fact, second)) {
        let rivals = second
            .facts()
            .filter(|(_, one)| one.axis == fact.axis && unmatched(one, first));
        let nearest =
            rivals.max_by(|(a, _), (b, _)| clause.likeness(a).total_cmp(&clause.likeness(b)));
        let Some((other, rival)) = nearest else {
            continue;
        };
        let only = alone(first, &fact.axis) && alone(second, &fact.axis);
        if only || clause.likeness(other) >= ONE_THING {
            let (first, second) = (fact.words.to_owned(), rival.words.to_owned());
            found.push(Disagreement {
                matter: Matter::Number,
                first,
                second,
            });
        }
    }
    found.dedup();
    found
}

fn stances(first: &Said<'_>, second: &Said<'_>) -> Vec<Disagreement> {
    // From here on the words of two clauses are nearly the same.
    const SAME_WORDS: f64 = 0.6;
    let mut found: Vec<Disagreement> = Vec::new();
    for clause in &first.clauses {
        for other in &second.clauses {
            let against = clause.stances.iter().copied().map(Stance::opposite);
            let opposed = against
                .clone()
                .any(|stance| other.stances.contains(&stance))
                && !against
                    .clone()
                    .any(|stance| clause.stances.contains(&stance))
                && !clause.is_apart(other)
                && !second.says_like(clause)
                && !first.says_like(other);
            // Both begin with it: `可以的`, `暂不支持`.
            let heads = clause.leads
                && other.leads
                && (clause.matter.is_empty()
                    || other.matter.is_empty()
                    || clause.likeness(other) > 0.0);
            if opposed && (heads || clause.likeness(other) >= SAME_WORDS) {
                let (first, second) = (clause.text.to_owned(), other.text.to_owned());
                found.push(Disagreement {
                    matter: Matter::Stance,
                    first,
                    second,
                });
            }
        }
    }
    found.truncate(3);
    found
}

struct Stances {
    finder: AhoCorasick,
    /// What each expression says; nothing where it only looks like one.
    sides: Vec<Option<Stance>>,
}

static STANCES: LazyLock<Option<Stances>> =
    LazyLock::new(|| read_stances(include_str!("../stances.txt")));

fn read_stances(table: &str) -> Option<Stances> {
    let (mut expressions, mut sides) = (Vec::new(), Vec::new());
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    for (axis, line) in lines.enumerate() {
        let stances = [Some(true), Some(false), None];
        for (part, yes) in line.split('|').zip(stances) {
            for word in part
                .split(',')
                .map(str::trim)
                .filter(|word| !word.is_empty())
            {
                expressions.push(word);
                sides.push(yes.map(|yes| Stance { axis, yes }));
            }
        }
    }
    let finder = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(expressions)
        .ok()?;
    Some(Stances { finder, sides })
}

fn stances_in(text: &str) -> Vec<Stance> {
    let Some(stances) = STANCES.as_ref() else {
        return Vec::new();
    };
    let hits = stances.finder.find_iter(text);
    hits.filter_map(|hit| *stances.sides.get(hit.pattern().as_usize())?)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of the 24 pairs on which nothing was mended.
    const UNSEEN_WRONG: usize = 6;
    /// `differ` or `agree`, and two answers to one question.
    const PAIRS: &str = include_str!("../../../tests/fixtures/answers.tsv");

    /// How many contradictions are found, missed, and seen where there are none.
    fn count(pairs: &str) -> ([usize; 3], String) {
        let segmenter = Segmenter::default();
        let ([mut found, mut missed, mut false_ones], mut report) = ([0; 3], String::new());
        for line in pairs.lines().filter(|line| line.contains('\t')) {
            let [kind, first, second] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("three fields: {line}");
            };
            let seen = disagreements(first, second, &segmenter);
            let back = disagreements(second, first, &segmenter);
            assert_eq!(seen.is_empty(), back.is_empty(), "both ways: {line}");
            match (kind, seen.is_empty()) {
                ("differ", false) => found += 1,
                ("differ", true) => missed += 1,
                (_, false) => false_ones += 1,
                _ => continue,
            }
            if kind == "agree" || seen.is_empty() {
                report += &format!("{line}: {seen:?}\n");
            }
        }
        ([found, missed, false_ones], report)
    }

    #[test]
    fn contradictions_are_found_and_others_left_alone() {
        let (seen, unseen) = PAIRS.split_once("# --- ").unwrap();
        for (name, pairs, most) in [("seen", seen, 3), ("unseen", unseen, UNSEEN_WRONG)] {
            let ([found, missed, false_ones], report) = count(pairs);
            println!("{name}: {found} found, {missed} missed, {false_ones} false\n{report}");
            assert!(missed + false_ones <= most, "{report}");
        }
    }

    #[test]
    fn they_are_told_in_the_words_of_the_answers() {
        let segmenter = Segmenter::default();
        let told = |a: &str, b: &str| {
            let one = disagreements(a, b, &segmenter).into_iter().next().unwrap();
            (one.matter, one.first, one.second)
        };
        let pair = |matter, a: &str, b: &str| (matter, a.to_owned(), b.to_owned());
        assert_eq!(
            told("支持 7 天无理由退货。", "15 天内都可以退货。"),
            pair(Matter::Number, "7 天", "15 天内")
        );
        assert_eq!(
            told("可以货到付款。", "您好，暂不支持货到付款。"),
            pair(Matter::Stance, "可以货到付款", "暂不支持货到付款")
        );
    }
}
