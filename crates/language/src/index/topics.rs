//! What query and phrasing are both about, by the lexicon of concepts.
//!
//! A concept weighs what its rarity among the stored phrasings says. The overlap of two texts is
//! the weight that both have, divided by that, by parts of what only one of them has, and by a
//! constant, so that two texts that share nothing but `怎么办` are not taken for one question.

use super::Index;
use super::fusion::BestFew;
use super::postings::rarity;
use super::search::{Found, Query, by_rank};
use super::shelf::Entry;
use crate::concepts::{Held, WHOLE};

/// What the query has and the phrasing lacks counts this much against the overlap…
const LACKED: f32 = 0.5;
/// …and this much what only the phrasing has.
const SURPLUS: f32 = 0.5;
/// Weight that both must have for about half of a full overlap.
const DOUBT: f32 = 2.0;
/// Concepts count in full when the best likeness without them is below this…
const UNSURE: f32 = 0.4;
/// …and not at all when it is above this.
const SURE: f32 = 0.5;

/// The concepts of all phrasings.
#[derive(Debug, Clone, Default)]
pub(super) struct Topics {
    /// For each slot its concepts by rising number; none for a free one.
    held: Vec<Box<[Held]>>,
    /// For each concept the slots that have it, rising.
    lists: Vec<Vec<u32>>,
    texts: usize,
}

impl Topics {
    pub fn insert(&mut self, slot: u32, held: &[Held]) {
        let at = slot as usize;
        if self.held.len() <= at {
            self.held.resize(at + 1, Box::default());
        }
        for (concept, _) in held {
            let concept = usize::from(*concept);
            if self.lists.len() <= concept {
                self.lists.resize(concept + 1, Vec::new());
            }
            if let Some(list) = self.lists.get_mut(concept) {
                let place = list.partition_point(|&other| other < slot);
                list.insert(place, slot);
            }
        }
        if let Some(place) = self.held.get_mut(at) {
            *place = held.into();
        }
        self.texts += 1;
    }

    pub fn remove(&mut self, slot: u32) {
        let held = self.held.get_mut(slot as usize).map(std::mem::take);
        for (concept, _) in held.unwrap_or_default() {
            if let Some(list) = self.lists.get_mut(usize::from(concept))
                && let Ok(place) = list.binary_search(&slot)
            {
                list.remove(place);
            }
        }
        self.texts = self.texts.saturating_sub(1);
    }

    /// The concepts of a slot.
    pub fn of(&self, slot: u32) -> &[Held] {
        self.held.get(slot as usize).map_or(&[], |held| held)
    }

    pub fn bytes(&self) -> usize {
        let held: usize = self.held.iter().map(|held| held.len() * 4).sum();
        let lists: usize = self.lists.iter().map(|list| list.capacity() * 4).sum();
        held + lists + self.held.capacity() * 16 + self.lists.capacity() * 24
    }

    /// For each slot below `reach` its overlap with the query's concepts, 0..1.
    pub fn overlaps(&self, query: &[Held], reach: usize) -> Vec<f32> {
        let mut overlaps = vec![0f32; reach];
        if query.is_empty() {
            return overlaps;
        }
        let rarities: Vec<f32> = self
            .lists
            .iter()
            .map(|list| rarity(self.texts, list.len()))
            .collect();
        let unknown = rarity(self.texts, 0);
        let weight = |(concept, part): Held| {
            let rarity = rarities.get(usize::from(concept)).copied();
            rarity.unwrap_or(unknown) * f32::from(part) / f32::from(WHOLE)
        };
        let whole: f32 = query.iter().map(|held| weight(*held)).sum();
        let mut touched = vec![false; reach];
        let lists = query
            .iter()
            .filter_map(|(concept, _)| self.lists.get(usize::from(*concept)));
        for slot in lists.flatten() {
            if let Some(place) = touched.get_mut(*slot as usize) {
                *place = true;
            }
        }
        let touched = (0u32..)
            .zip(touched)
            .zip(&mut overlaps)
            .filter(|((_, touched), _)| *touched);
        for ((slot, _), overlap) in touched {
            let own = self.of(slot);
            let sum: f32 = own.iter().map(|held| weight(*held)).sum();
            let shared: f32 = common(query, own).map(weight).sum();
            let apart = LACKED * (whole - shared) + SURPLUS * (sum - shared);
            *overlap = shared / (shared + apart + DOUBT);
        }
        overlaps
    }

    fn rarity(&self, concept: u16) -> f32 {
        let list = self.lists.get(usize::from(concept));
        rarity(self.texts, list.map_or(0, Vec::len))
    }
}

impl Index {
    /// Adds the overlap of concepts to the likeness of the candidates, and brings in as many of the
    /// others at most, those that it may make as good.
    pub(super) fn weigh_concepts<'a>(
        &self,
        found: &mut Vec<Found<'a>>,
        mut others: Vec<Found<'a>>,
        query: &Query,
        weight: f32,
    ) {
        for (entry, features, _) in found.iter_mut().chain(&mut others) {
            features.concepts = self.overlap(entry, query);
        }
        others.retain(|(_, features, _)| features.concepts > 0.0);
        let total = |(_, features, _): &Found<'_>| features.likeness + features.concepts;
        others.sort_unstable_by(|a, b| total(b).total_cmp(&total(a)).then_with(|| by_rank(a, b)));
        others.truncate(found.len());
        found.extend(others);
        for (_, features, _) in found {
            features.likeness = (features.likeness + weight * features.concepts).min(1.0);
        }
    }

    /// How far the query and an entry's best few phrasings are about the same.
    fn overlap(&self, entry: &Entry, query: &Query) -> f32 {
        let mut few = BestFew::default();
        for &slot in &entry.slots {
            let overlap = query.concepts.get(slot as usize);
            if let (Some(overlap), Some(held)) = (overlap, self.shelf.slot(slot)) {
                few.offer(overlap * held.weight);
            }
        }
        few.mean()
    }

    /// The concepts that a query and a slot share, those first that tell most.
    pub(super) fn shared(&self, query: &[Held], slot: u32) -> Vec<String> {
        let weight = |(concept, part): Held| self.topics.rarity(concept) * f32::from(part);
        let mut shared: Vec<Held> = common(query, self.topics.of(slot)).collect();
        shared.sort_by(|a, b| weight(*b).total_cmp(&weight(*a)));
        let name = |(concept, _): Held| self.options.concepts.name(concept).to_owned();
        shared.into_iter().map(name).collect()
    }
}

/// What two texts both have, each with the lesser weight.
fn common<'a>(query: &'a [Held], own: &'a [Held]) -> impl Iterator<Item = Held> + 'a {
    query.iter().filter_map(|&(concept, part)| {
        let at = own.binary_search_by_key(&concept, |(other, _)| *other);
        let (_, other) = own.get(at.ok()?)?;
        Some((concept, part.min(*other)))
    })
}

/// How much concepts count for these candidates. The surer the likeness of the best one is, the
/// less: there the encoder tells shades apart for which the lexicon has one word.
pub(super) fn weight(found: &[Found<'_>], weight: f32) -> f32 {
    let best = found.iter().map(|(_, features, _)| features.likeness);
    let best = best.fold(0f32, f32::max);
    weight * ((SURE - best) / (SURE - UNSURE)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::super::{IndexOptions, Phrasing, Weights};
    use super::*;

    const ENTRIES: [(&str, &str); 6] = [
        ("return", "支持七天无理由退货吗"),
        ("invoice", "怎么开发票"),
        ("price", "买完降价了可以退差价吗"),
        ("pregnant", "孕妇、哺乳期可以用吗"),
        ("login", "登录不上或忘记密码怎么办"),
        ("store", "有线下门店吗"),
    ];

    fn index(concepts: f32) -> Index {
        let weights = Weights {
            concepts,
            ..Weights::default()
        };
        let options = IndexOptions {
            weights,
            ..IndexOptions::default()
        };
        let mut index = Index::new(None, options);
        for (id, text) in ENTRIES {
            index.upsert(id, &[Phrasing::new(text)]);
        }
        index
    }

    #[test]
    fn tells_what_is_shared_though_no_character_is() {
        let (index, asked) = (index(0.25), "肚子里有宝宝");
        let mut query = index.likenesses(asked);
        index.compare_concepts(&mut query, &index.options.concepts.held_in(asked));
        for entry in index.shelf.iter() {
            let is_meant = &*entry.id == "pregnant";
            assert_eq!(index.overlap(entry, &query) > 0.0, is_meant, "{}", entry.id);
        }
        let hits = index.search(asked, 6, |_| true);
        for hit in &hits {
            let is_meant = hit.entry_id == "pregnant";
            assert_eq!(hit.shared == ["孕期可用"], is_meant);
        }
        assert_eq!(hits.len(), 6);
    }

    #[test]
    fn an_equal_question_needs_no_concepts() {
        let hits = index(1.0).search("怎么开发票？", 2, |_| true);
        assert!(hits[0].features.equal && hits[0].features.likeness <= 1.0);
    }

    #[test]
    fn removing_leaves_no_trace() {
        let (mut changed, kept) = (index(1.0), index(1.0));
        changed.upsert(
            "new",
            &[Phrasing::new("怀孕了能用吗"), Phrasing::new("孕期")],
        );
        let query = kept.options.concepts.held_in("肚子里有宝宝");
        let overlaps = |index: &Index| index.topics.overlaps(&query, ENTRIES.len());
        assert_ne!(overlaps(&changed), overlaps(&kept));
        changed.remove("new");
        assert_eq!(overlaps(&changed), overlaps(&kept));
    }
}
