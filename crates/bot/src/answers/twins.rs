//! Pairs of published entries that stand in one another's way.

use std::collections::{BTreeMap, HashMap};

use shanying_language::contrast::Gist;
use shanying_language::normalise::key;
use shanying_language::segment::Segmenter;

use super::bot::Bot;
use super::candidates::rounded;
use super::model::EntryRef;

/// Rivals of one entry that are looked at.
const RIVALS: usize = 3;

/// Two entries that are asked for with nearly the same words.
#[derive(Clone, Debug)]
pub(crate) struct Twins {
    pub(crate) first: EntryRef,
    pub(crate) second: EntryRef,
    /// How well the standard question of the one finds the other, 0 to 1; 1 when they share a
    /// phrasing.
    pub(crate) score: f64,
    /// Phrasings that both have.
    pub(crate) shared: Vec<String>,
}

impl Bot {
    /// Pairs of entries where the standard question of the one, were it not there, would find the
    /// other with at least `floor`, and pairs that share a phrasing; the nearest first. Where something
    /// parts the two questions (`油性`, `干性`; one word in the place of another) they are no pair,
    /// unless they share a phrasing. Asks once for each entry: seconds for thousands of them.
    pub(crate) fn twins(&self, floor: f64) -> Vec<Twins> {
        let library = self.inner.library.read();
        let now_ms = self.inner.clock.now_ms();
        let mut pairs: BTreeMap<(String, String), Twins> = BTreeMap::new();
        let mut note = |a: &EntryRef, b: &EntryRef, score: f64, phrasing: Option<&str>| {
            let (first, second) = if a.entry_id < b.entry_id {
                (a, b)
            } else {
                (b, a)
            };
            let twins = pairs
                .entry((first.entry_id.clone(), second.entry_id.clone()))
                .or_insert_with(|| Twins {
                    first: first.clone(),
                    second: second.clone(),
                    score,
                    shared: Vec::new(),
                });
            twins.score = twins.score.max(score);
            twins.shared.extend(phrasing.map(str::to_owned));
        };
        let segmenter = Segmenter::default();
        let encoder = self.encoder().map(AsRef::as_ref);
        let mut owners: HashMap<String, Vec<EntryRef>> = HashMap::new();
        for entry in library.current(now_ms) {
            let own = entry.entry_ref();
            let gist = Gist::new(&entry.question, &segmenter);
            let other = |id: &str| id != entry.id && library.find(id, now_ms).is_some();
            for hit in library.index().search(&entry.question, RIVALS, other) {
                let score = rounded(hit.score);
                if let Some(rival) = library.find(&hit.entry_id, now_ms)
                    && score >= floor
                    && gist
                        .contrast(&Gist::new(&rival.question, &segmenter), encoder)
                        .is_none()
                {
                    note(&own, &rival.entry_ref(), score, None);
                }
            }
            for phrasing in entry.typed() {
                let owners = owners.entry(key(phrasing)).or_default();
                for owner in owners.iter().filter(|owner| owner.entry_id != own.entry_id) {
                    note(owner, &own, 1.0, Some(phrasing));
                }
                owners.push(own.clone());
            }
        }
        let mut twins: Vec<Twins> = pairs.into_values().collect();
        twins.sort_by(|a, b| b.score.total_cmp(&a.score));
        twins
    }
}
