//! On which side of which axis a question stands.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::segment::hash;

/// A place on an axis; both are hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Side {
    pub axis: u64,
    pub place: u64,
}

struct Opposites {
    finder: AhoCorasick,
    /// For each pattern its axis and its side.
    sides: Vec<Side>,
    ascii: Vec<bool>,
}

static OPPOSITES: LazyLock<Option<Opposites>> =
    LazyLock::new(|| opposites(include_str!("opposites.txt")));

fn opposites(table: &str) -> Option<Opposites> {
    let (mut words, mut sides, mut ascii) = (Vec::new(), Vec::new(), Vec::new());
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    for (axis, line) in lines.enumerate() {
        for (place, side) in line.split('|').enumerate() {
            for word in side.split(',').map(str::trim).filter(|w| !w.is_empty()) {
                words.push(word);
                ascii.push(word.is_ascii());
                sides.push(Side {
                    axis: axis as u64,
                    place: place as u64,
                });
            }
        }
    }
    let finder = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(words)
        .ok()?;
    Some(Opposites {
        finder,
        sides,
        ascii,
    })
}

/// The sides of a normalised text: one an axis, none where it names two of them.
pub(super) fn sides(text: &str) -> Vec<Side> {
    let mut found: BTreeMap<u64, Option<u64>> = BTreeMap::new();
    let mut note = |side: Side| {
        found
            .entry(side.axis)
            .and_modify(|place| *place = place.filter(|place| *place == side.place))
            .or_insert(Some(side.place));
    };
    if let Some(opposites) = OPPOSITES.as_ref() {
        for hit in opposites.finder.find_iter(text) {
            let pattern = hit.pattern().as_usize();
            let is_ascii = opposites.ascii.get(pattern).copied().unwrap_or(false);
            if let Some(side) = opposites.sides.get(pattern)
                && (!is_ascii || is_whole(text, hit.range()))
            {
                note(*side);
            }
        }
    }
    for side in numbers(text) {
        note(side);
    }
    found
        .into_iter()
        .filter_map(|(axis, place)| place.map(|place| Side { axis, place }))
        .collect()
}

/// Whether two lists, sorted by axis, stand on different sides of one axis.
pub(super) fn differ(a: &[Side], b: &[Side]) -> bool {
    a.iter().any(|side| {
        b.binary_search_by_key(&side.axis, |other| other.axis)
            .ok()
            .and_then(|at| b.get(at))
            .is_some_and(|other| other.place != side.place)
    })
}

/// Whether a match of Latin letters is no part of a longer word.
fn is_whole(text: &str, range: std::ops::Range<usize>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let before = text.get(..range.start).and_then(|t| t.chars().next_back());
    let after = text.get(range.end..).and_then(|t| t.chars().next());
    !letter(before) && !letter(after)
}

/// Behind these a Chinese numeral counts; behind others it is a part of a word (`一下`, `统一`).
const UNITS: &str = "天日周月年时分秒块元折期级号岁寸斤克升件张万千百次本册楼层课节代";

/// Numbers on the axis of their unit: the character right after them, or the word right before
/// them (`iphone 14`).
fn numbers(text: &str) -> Vec<Side> {
    let chars: Vec<char> = text.chars().collect();
    let kind = |c: &char| match c {
        '0'..='9' | '.' => 1,
        '一' | '二' | '两' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '半' => {
            2
        }
        _ => 0,
    };
    let mut found = Vec::new();
    let mut at = 0;
    for run in chars.chunk_by(|a, b| kind(a) == kind(b)) {
        let start = at;
        at += run.len();
        let kind = run.first().map_or(0, kind);
        let mut next = chars.get(at..).unwrap_or_default().iter().copied();
        let unit = next.find(|c| !matches!(c, ' ' | '个'));
        let value: String = match kind {
            1 => run.iter().collect::<String>().trim_matches('.').to_owned(),
            2 if unit.is_some_and(|unit| UNITS.contains(unit)) => spelt(run),
            _ => continue,
        };
        if value.is_empty() {
            continue;
        }
        let before: String = chars
            .get(..start)
            .unwrap_or_default()
            .iter()
            .rev()
            .skip_while(|c| **c == ' ')
            .take_while(|c| c.is_ascii_alphabetic())
            .collect();
        let axis = if before.is_empty() {
            unit.map(String::from).unwrap_or_default()
        } else {
            before
        };
        found.push(Side {
            axis: hash(format!("#{axis}").as_bytes()),
            place: hash(value.trim_start_matches('0').as_bytes()),
        });
    }
    found
}

/// Chinese numerals below a hundred in digits; others as they are written.
fn spelt(run: &[char]) -> String {
    let digit = |c: &char| match c {
        '一' => Some(1u32),
        '二' | '两' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        _ => None,
    };
    let value = match run {
        ['十'] => Some(10),
        [ten, '十'] => digit(ten).map(|ten| ten * 10),
        ['十', one] => digit(one).map(|one| 10 + one),
        [ten, '十', one] => digit(ten).zip(digit(one)).map(|(ten, one)| ten * 10 + one),
        [one] => digit(one),
        _ => None,
    };
    value.map_or_else(|| run.iter().collect(), |value| value.to_string())
}
