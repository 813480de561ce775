//! BM25 over one kind of term, in inverted lists that are kept exact: removing a phrasing takes
//! it out of the lists of its terms (they are sorted, and a text has few terms), so that document
//! counts never go stale.

use std::collections::HashMap;

use crate::segment::Terms;

/// Saturation of repeated terms: questions are short, a word said twice says little more.
const K1: f32 = 0.5;
/// How much a longer text than the average is held against it.
const B: f32 = 0.75;

#[derive(Debug, Clone, Default)]
pub(super) struct Postings {
    ids: HashMap<u64, u32>,
    /// For each term the texts that have it: slot and count, sorted by slot.
    lists: Vec<Vec<(u32, u16)>>,
    /// For each slot its terms; `None` when the slot is free.
    terms: Vec<Option<Vec<u32>>>,
    /// For each slot its number of terms, repetitions counted.
    lengths: Vec<f32>,
    texts: usize,
    total_length: f64,
}

impl Postings {
    pub fn insert(&mut self, slot: u32, terms: Terms) {
        let at = slot as usize;
        if self.terms.len() <= at {
            self.terms.resize(at + 1, None);
            self.lengths.resize(at + 1, 0.0);
        }
        let mut own = Vec::with_capacity(terms.len());
        let mut length = 0.0;
        for (term, count) in terms {
            let next = u32::try_from(self.lists.len()).unwrap_or(u32::MAX);
            let id = *self.ids.entry(term).or_insert(next);
            if id == next {
                self.lists.push(Vec::new());
            }
            if let Some(list) = self.lists.get_mut(id as usize) {
                let place = list.partition_point(|&(other, _)| other < slot);
                list.insert(place, (slot, count));
            }
            own.push(id);
            length += f32::from(count);
        }
        if let (Some(terms), Some(place)) = (self.terms.get_mut(at), self.lengths.get_mut(at)) {
            *terms = Some(own);
            *place = length;
        }
        self.texts += 1;
        self.total_length += f64::from(length);
    }

    pub fn remove(&mut self, slot: u32) {
        let at = slot as usize;
        let Some(own) = self.terms.get_mut(at).and_then(Option::take) else {
            return;
        };
        for id in own {
            if let Some(list) = self.lists.get_mut(id as usize)
                && let Ok(place) = list.binary_search_by_key(&slot, |&(other, _)| other)
            {
                list.remove(place);
            }
        }
        if let Some(length) = self.lengths.get_mut(at) {
            self.total_length -= f64::from(*length);
            *length = 0.0;
        }
        self.texts = self.texts.saturating_sub(1);
    }

    pub fn bytes(&self) -> usize {
        let lists: usize = self.lists.iter().map(|list| list.capacity() * 8 + 24).sum();
        let terms: usize = self
            .terms
            .iter()
            .flatten()
            .map(|terms| terms.capacity() * 4 + 28)
            .sum();
        lists + terms + self.ids.len() * 24
    }

    /// For each slot below `reach` the share of the query's weight that it covers: BM25 divided
    /// by what a text of average length with exactly the query's terms would score. Terms that no
    /// text has weigh most, so a question about something else never comes near 1.
    pub fn shares(&self, query: &Terms, reach: usize) -> Vec<f32> {
        let mut scores = vec![0f32; reach];
        if self.texts == 0 {
            return scores;
        }
        let average = (self.total_length / self.texts as f64).max(1.0) as f32;
        let mut whole = 0.0;
        for (term, count) in query {
            let list = self
                .ids
                .get(term)
                .and_then(|&id| self.lists.get(id as usize));
            let list = list.map(Vec::as_slice).unwrap_or_default();
            let rarity = rarity(self.texts, list.len());
            let count = f32::from(*count);
            whole += rarity * (K1 + 1.0) * count / (count + K1);
            for &(slot, count) in list {
                let count = f32::from(count);
                let length = self.lengths.get(slot as usize).copied().unwrap_or(average);
                let damp = K1 * (1.0 - B + B * length / average);
                if let Some(score) = scores.get_mut(slot as usize) {
                    *score += rarity * (K1 + 1.0) * count / (count + damp);
                }
            }
        }
        if whole > 0.0 {
            scores.iter_mut().for_each(|score| *score /= whole);
        }
        scores
    }
}

/// The weight of a term that `having` of `texts` have.
fn rarity(texts: usize, having: usize) -> f32 {
    let (texts, having) = (texts as f32, having as f32);
    (1.0 + (texts - having + 0.5) / (having + 0.5)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::character_terms;

    #[test]
    fn removing_leaves_no_trace() {
        let query = character_terms("怎么退货");
        let mut kept = Postings::default();
        kept.insert(0, character_terms("怎么申请退货"));
        kept.insert(1, character_terms("怎么开发票"));
        let mut changed = kept.clone();
        changed.insert(2, character_terms("退货退货退货"));
        assert_ne!(kept.shares(&query, 2), changed.shares(&query, 2));
        changed.remove(2);
        assert_eq!(kept.shares(&query, 2), changed.shares(&query, 2));
        changed.remove(2);
        changed.remove(0);
        changed.insert(0, character_terms("怎么申请退货"));
        let (a, b) = (kept.shares(&query, 2), changed.shares(&query, 2));
        assert!(a[0] > a[1] && (a[0] - b[0]).abs() < 1e-6);
    }

    #[test]
    fn an_empty_index_and_an_empty_query_score_nothing() {
        let mut postings = Postings::default();
        assert_eq!(
            postings.shares(&character_terms("退货"), 0),
            Vec::<f32>::new()
        );
        postings.insert(0, character_terms("退货"));
        assert_eq!(postings.shares(&Vec::new(), 1), vec![0.0]);
    }
}
