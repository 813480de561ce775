//! The dictionary of a tenant: products, brands, shops, dishes, their attributes, each with its
//! synonyms. All are found at once by one automaton (Aho-Corasick), in time linear in the text.
//!
//! Matching is on the normalised text without the marks that people leave out inside a name
//! (`全聚德（王府井店）` is `全聚德 王府井店`). Of surfaces that overlap the longest wins.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::reading::Reading;
use super::typos::Typos;
use crate::normalise::normalise_text;

/// A thing that the catalogue knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What sort of thing: the caller's word (`product`, `brand`, `酒店`).
    pub kind: String,
    /// The one spelling that is handed on.
    pub value: String,
}

/// Where a surface stands, with all entries that it may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit {
    pub range: Range<usize>,
    /// Positions in [`Catalogue::entries`], in the order in which they were added.
    pub entries: Vec<usize>,
}

/// Collects entries; [`Self::build`] makes the automaton.
#[derive(Debug, Clone, Default)]
pub struct CatalogueBuilder {
    entries: Vec<Entry>,
    known: HashMap<(String, String), usize>,
    surfaces: HashMap<String, Vec<usize>>,
}

impl CatalogueBuilder {
    /// Adds an entry with its synonyms; its own value is always one of its surfaces. Adding one
    /// again adds synonyms.
    pub fn add<'a>(
        &mut self,
        kind: &str,
        value: &'a str,
        aliases: impl IntoIterator<Item = &'a str>,
    ) -> &mut Self {
        let id = *self
            .known
            .entry((kind.to_owned(), value.to_owned()))
            .or_insert_with(|| {
                self.entries.push(Entry {
                    kind: kind.to_owned(),
                    value: value.to_owned(),
                });
                self.entries.len() - 1
            });
        for surface in std::iter::once(value).chain(aliases) {
            let surface: String = normalise_text(surface)
                .chars()
                .filter(|&c| !is_soft(c))
                .collect();
            if surface.is_empty() || ORDINARY.contains(&surface.as_str()) {
                continue;
            }
            let ids = self.surfaces.entry(surface).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        self
    }

    /// Surfaces beyond what an automaton can hold (2 GiB) leave the catalogue empty.
    pub fn build(self) -> Catalogue {
        let mut surfaces: Vec<(String, Vec<usize>)> = self.surfaces.into_iter().collect();
        surfaces.sort();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(surfaces.iter().map(|(surface, _)| surface))
            .ok();
        Catalogue {
            entries: self.entries,
            automaton,
            typos: OnceLock::new(),
            meanings: surfaces.iter().map(|(_, ids)| ids.clone()).collect(),
            surfaces: surfaces.into_iter().map(|(surface, _)| surface).collect(),
        }
    }
}

/// A dictionary, ready to be matched.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    entries: Vec<Entry>,
    /// For each pattern of the automaton, the entries it may mean.
    meanings: Vec<Vec<usize>>,
    automaton: Option<AhoCorasick>,
    surfaces: Vec<String>,
    /// Made when it is first asked for.
    typos: OnceLock<Typos>,
}

impl Catalogue {
    pub fn builder() -> CatalogueBuilder {
        CatalogueBuilder::default()
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Bytes of the automaton and the entries, roughly.
    pub fn bytes(&self) -> usize {
        let entries: usize = self
            .entries
            .iter()
            .map(|entry| entry.kind.len() + entry.value.len() + 48)
            .sum();
        entries + self.automaton.as_ref().map_or(0, AhoCorasick::memory_usage)
    }

    /// Surfaces in a text, left to right, none overlapping another; longer ones first.
    pub(crate) fn find(&self, reading: &Reading) -> Vec<Hit> {
        let mut all = self.find_all(reading);
        all.sort_by_key(|hit| (std::cmp::Reverse(hit.range.len()), hit.range.start));
        let mut taken = vec![false; reading.len()];
        let mut kept: Vec<Hit> = Vec::new();
        for hit in all {
            let Some(places) = taken.get_mut(hit.range.clone()) else {
                continue;
            };
            if places.iter().any(|&taken| taken) {
                continue;
            }
            places.fill(true);
            kept.push(hit);
        }
        kept.sort_by_key(|hit| hit.range.start);
        kept
    }

    /// [`Self::find`] with how sure each is, and names with one slip where nothing else stands.
    pub(crate) fn find_with_typos(&self, reading: &Reading) -> Vec<(Hit, f64)> {
        let exact = self.find(reading);
        let (hay, places) = without_soft_marks(reading);
        let text: Vec<char> = hay.chars().collect();
        let mut taken = vec![false; reading.len()];
        let mut kept: Vec<(Hit, f64)> = Vec::new();
        let mut take = |hit: Hit, score: f64, kept: &mut Vec<(Hit, f64)>| {
            let free = taken.get_mut(hit.range.clone());
            if let Some(places) = free.filter(|places| places.iter().all(|&taken| !taken)) {
                places.fill(true);
                kept.push((hit, score));
            }
        };
        let typos = self
            .typos
            .get_or_init(|| Typos::new(self.surfaces.iter().map(String::as_str)));
        for slip in typos.find(&text) {
            let start = places.get(slip.range.start).map(|&(_, place)| place);
            let last = slip
                .range
                .end
                .checked_sub(1)
                .and_then(|last| places.get(last));
            let (Some(start), Some(&(_, last))) = (start, last) else {
                continue;
            };
            let mut range = start..last + 1;
            if reading.at(range.end) == ')' && reading.text(range.clone()).contains('(') {
                range.end += 1;
            }
            // What stands there exactly wins, but for a short word inside a longer slip.
            let clash = exact.iter().any(|hit| {
                let overlaps = hit.range.start < range.end && range.start < hit.range.end;
                let inside = range.start <= hit.range.start && hit.range.end <= range.end;
                overlaps && !(inside && hit.range.len() + 2 < range.len())
            });
            if let Some(entries) = self.meanings.get(slip.surface).filter(|_| !clash) {
                let entries = entries.clone();
                take(Hit { range, entries }, slip.score, &mut kept);
            }
        }
        for hit in exact {
            take(hit, 1.0, &mut kept);
        }
        kept.sort_by_key(|(hit, _)| hit.range.start);
        kept
    }

    /// Every surface that stands in a text as whole words, overlapping ones too.
    pub(crate) fn find_all(&self, reading: &Reading) -> Vec<Hit> {
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        let (hay, places) = without_soft_marks(reading);
        automaton
            .find_overlapping_iter(&hay)
            .filter_map(|found| {
                let first = places.partition_point(|&(byte, _)| byte < found.start());
                let after = places.partition_point(|&(byte, _)| byte < found.end());
                let start = places.get(first)?.1;
                let mut end = places.get(after.checked_sub(1)?)?.1 + 1;
                // A bracket that was opened inside belongs to the name.
                if reading.at(end) == ')' && reading.text(start..end).contains('(') {
                    end += 1;
                }
                let whole = !continues(reading.before(start), reading.at(start))
                    && !continues(reading.at(end), reading.before(end));
                let entries = self.meanings.get(found.pattern().as_usize())?;
                (whole && start < end).then(|| Hit {
                    range: start..end,
                    entries: entries.clone(),
                })
            })
            .collect()
    }
}

/// Words that stand in many a column of a table and never name the thing.
const ORDINARY: &[&str] = &[
    "没有", "无", "其他", "其它", "全部", "等", "等等", "暂无", "未知", "不详", "none", "null",
    "other", "others", "n/a",
];

/// Marks inside a name that people leave out or write otherwise.
fn is_soft(c: char) -> bool {
    matches!(
        c,
        ' ' | '(' | ')' | '[' | ']' | '<' | '>' | '"' | '\'' | '·' | '-' | '_' | '*' | '&'
    )
}

/// True when a Latin letter or digit runs on into another of its sort.
fn continues(beside: char, edge: char) -> bool {
    (edge.is_ascii_digit() && beside.is_ascii_digit())
        || (edge.is_ascii_alphabetic() && beside.is_ascii_alphabetic())
}

/// The text to be matched, and for each of its characters its byte there and its place.
fn without_soft_marks(reading: &Reading) -> (String, Vec<(usize, usize)>) {
    let mut hay = String::new();
    let mut places = Vec::new();
    for (place, &c) in reading.chars().iter().enumerate() {
        if !is_soft(c) {
            places.push((hay.len(), place));
            hay.push(c);
        }
    }
    (hay, places)
}
