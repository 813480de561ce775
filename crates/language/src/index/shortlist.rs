//! The entries that are worth an exact look, when there are many phrasings.
//!
//! Every phrasing's likeness is estimated (words and characters exactly, the cosine from signs);
//! the entries of the best few hundred are handed on with their exact cosines. On 96,000 questions
//! the ten best are then the ten best of an exact search (`docs/LANGUAGE.md`).

use super::Index;
use super::search::Query;
use super::shelf::Entry;
use crate::concepts::Held;

/// Phrasings that are looked at, and entries that must be among them for each one wanted.
const PHRASINGS: usize = 12;
const ENTRIES: usize = 4;
/// Neighbouring slots of which only the best counts for finding the line.
const BLOCK: usize = 8;

impl Index {
    /// The entries to look at for the `k` best; `None` when all have to be. Sets the cosines of
    /// their slots.
    pub(super) fn shortlist(
        &self,
        query: &mut Query,
        about: &[Held],
        k: usize,
        filter: &impl Fn(&str) -> bool,
    ) -> Option<Vec<&Entry>> {
        // Few entries with many phrasings each: a shortlist would be a good part of all.
        if self.shelf.reach() <= self.options.exact_to || self.len() <= 2 * k * ENTRIES {
            return None;
        }
        self.compare_concepts(query, about);
        let estimates = match &query.vector {
            Some(vector) => self.shelf.estimates(vector),
            None => vec![0.0; self.shelf.reach()],
        };
        let totals = totals(query, estimates, query.shares.concepts);
        let entries = self.best_entries(&totals, k, filter, &query.equal)?;
        if let Some(vector) = &query.vector {
            for slot in entries.iter().flat_map(|entry| &entry.slots) {
                if let Some(cosine) = query.cosines.get_mut(*slot as usize) {
                    *cosine = self.shelf.cosine_with(*slot, vector);
                }
            }
        }
        Some(entries)
    }

    /// Takes more and more phrasings until they belong to entries enough; `None` when that would
    /// be a good part of all.
    fn best_entries(
        &self,
        totals: &[f32],
        k: usize,
        filter: &impl Fn(&str) -> bool,
        equal: &[u32],
    ) -> Option<Vec<&Entry>> {
        let peaks: Vec<f32> = totals
            .chunks(BLOCK)
            .map(|block| block.iter().fold(0f32, |most, total| most.max(*total)))
            .collect();
        let mut sorted = peaks.clone();
        let mut wanted = k * PHRASINGS;
        while wanted < peaks.len() {
            let (_, line, _) = sorted.select_nth_unstable_by(wanted, |a, b| b.total_cmp(a));
            let line = line.max(f32::MIN_POSITIVE);
            let blocks = (0u32..)
                .step_by(BLOCK)
                .zip(totals.chunks(BLOCK))
                .zip(&peaks);
            let near = blocks
                .filter(|(_, peak)| **peak >= line)
                .flat_map(|((first, block), _)| (first..).zip(block))
                .filter(|(_, total)| **total >= line);
            let slots = equal.iter().copied().chain(near.map(|(slot, _)| slot));
            let mut owners: Vec<u32> = slots
                .filter_map(|slot| Some(self.shelf.slot(slot)?.entry))
                .collect();
            owners.sort_unstable();
            owners.dedup();
            let entries: Vec<&Entry> = owners
                .into_iter()
                .filter_map(|entry| self.shelf.entry(entry))
                .filter(|entry| filter(&entry.id))
                .collect();
            if entries.len() >= k * ENTRIES {
                return Some(entries);
            }
            wanted *= 4;
        }
        None
    }
}

/// The estimated likeness of every slot.
fn totals(query: &Query, mut estimates: Vec<f32>, concepts: f32) -> Vec<f32> {
    let shares = query.shares;
    let sparse = query.words.iter().zip(&query.characters);
    let sparse = sparse.zip(&query.concepts);
    for (estimate, ((words, characters), about)) in estimates.iter_mut().zip(sparse) {
        *estimate = shares.dense * *estimate
            + shares.words * words
            + shares.characters * characters
            + concepts * about;
    }
    estimates
}
