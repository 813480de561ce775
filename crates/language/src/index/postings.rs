//! BM25 over one kind of term, in inverted lists that are kept exact: removing a phrasing takes
//! it out of the lists of its terms (a text has few), so that document counts never go stale.
//!
//! A list holds four bytes for a text: its slot and how often it has the term. The rest of the
//! formula depends on the text's length alone, so one short table a query replaces a division for
//! every text of every list, and all lists of a query can be gone through even at 100,000 texts.

use super::list::{Lists, add, take};
use crate::segment::Terms;

/// Saturation of repeated terms: questions are short, a word said twice says little more.
const K1: f32 = 0.5;
/// How much a longer text than the average is held against it.
const B: f32 = 0.75;
/// Bits of a number in a list that hold the count.
pub(super) const COUNT_BITS: u32 = 4;
const MOST: u32 = (1 << COUNT_BITS) - 1;

#[derive(Debug, Clone, Default)]
pub(super) struct Postings {
    /// For each term the texts that have it: slot and count in one number.
    pub(super) lists: Lists,
    /// For each slot its number of terms, repetitions counted, as [`length_code`] has it.
    pub(super) lengths: Vec<u8>,
    pub(super) texts: usize,
    pub(super) total_length: u64,
}

impl Postings {
    pub fn insert(&mut self, slot: u32, terms: &Terms) {
        let at = slot as usize;
        if self.lengths.len() <= at {
            self.lengths.resize(at + 1, 0);
        }
        let mut length = 0;
        for &(term, count) in terms {
            let count = u32::from(count);
            add(&mut self.lists, term, slot << COUNT_BITS | count.min(MOST));
            length += count;
        }
        let code = length_code(length);
        if let Some(place) = self.lengths.get_mut(at) {
            *place = code;
        }
        self.texts += 1;
        self.total_length += u64::from(length_of(code));
    }

    /// Takes a text out; `terms` are those that it was put in with.
    pub fn remove(&mut self, slot: u32, terms: &Terms) {
        for &(term, _) in terms {
            take(&mut self.lists, term, |number| number >> COUNT_BITS == slot);
        }
        let code = self.lengths.get(slot as usize).copied().unwrap_or(0);
        self.texts = self.texts.saturating_sub(1);
        self.total_length = self.total_length.saturating_sub(u64::from(length_of(code)));
    }

    pub fn bytes(&self) -> usize {
        let lists: usize = self.lists.values().map(super::list::List::bytes).sum();
        lists + self.lists.capacity() * 33 + self.lengths.capacity()
    }

    /// For each slot below `reach` the share of the query's weight that it covers: BM25 divided
    /// by what a text of average length with exactly the query's terms would score. Terms that no
    /// text has weigh most, so a question about something else never comes near 1.
    pub fn shares(&self, query: &Terms, reach: usize) -> Vec<f32> {
        let mut scores = vec![0f32; reach];
        if self.texts == 0 {
            return scores;
        }
        let average = (self.total_length as f32 / self.texts as f32).max(1.0);
        let mut whole = 0.0;
        let found: Vec<(f32, &[u32])> = query
            .iter()
            .map(|(term, count)| {
                let list = self.lists.get(term).map(|list| list.numbers());
                let list = list.unwrap_or_default();
                let rarity = rarity(self.texts, list.len());
                whole += rarity * saturated(u32::from(*count), 1.0);
                (rarity, list)
            })
            .collect();
        let relation = |code: u8| length_of(code) as f32 / average;
        let once: [f32; 256] =
            std::array::from_fn(|code| saturated(1, relation(u8::try_from(code).unwrap_or(0))));
        for (rarity, list) in found {
            let rarity = rarity / whole;
            for number in list {
                let (slot, count) = ((number >> COUNT_BITS) as usize, number & MOST);
                let (Some(score), Some(&code)) = (scores.get_mut(slot), self.lengths.get(slot))
                else {
                    continue;
                };
                let weight = if count == 1 {
                    once.get(usize::from(code)).copied().unwrap_or(0.0)
                } else {
                    saturated(count, relation(code))
                };
                *score += rarity * weight;
            }
        }
        scores
    }
}

/// What `count` times a term are worth in a text of so many times the average length.
fn saturated(count: u32, relation: f32) -> f32 {
    let count = count as f32;
    (K1 + 1.0) * count / (count + K1 * (1.0 - B + B * relation))
}

/// A length in a byte: exact to 191, then in steps of 32.
fn length_code(length: u32) -> u8 {
    let code = if length < 192 {
        length
    } else {
        192 + (length - 192) / 32
    };
    u8::try_from(code).unwrap_or(u8::MAX)
}

pub(super) fn length_of(code: u8) -> u32 {
    match u32::from(code) {
        exact @ ..192 => exact,
        coarse => 192 + (coarse - 192) * 32,
    }
}

/// The weight of a term that `having` of `texts` have.
pub(super) fn rarity(texts: usize, having: usize) -> f32 {
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
        kept.insert(0, &character_terms("怎么申请退货"));
        kept.insert(1, &character_terms("怎么开发票"));
        let mut changed = kept.clone();
        changed.insert(2, &character_terms("退货退货退货"));
        assert_ne!(kept.shares(&query, 2), changed.shares(&query, 2));
        changed.remove(2, &character_terms("退货退货退货"));
        assert_eq!(kept.shares(&query, 2), changed.shares(&query, 2));
        assert_eq!(kept.lists, changed.lists);
        changed.remove(0, &character_terms("怎么申请退货"));
        changed.insert(0, &character_terms("怎么申请退货"));
        let (a, b) = (kept.shares(&query, 2), changed.shares(&query, 2));
        assert!(a[0] > a[1] && a == b);
    }

    #[test]
    fn an_empty_index_and_an_empty_query_score_nothing() {
        let mut postings = Postings::default();
        assert_eq!(
            postings.shares(&character_terms("退货"), 0),
            Vec::<f32>::new()
        );
        postings.insert(0, &character_terms("退货"));
        assert_eq!(postings.shares(&Vec::new(), 1), vec![0.0]);
    }

    #[test]
    fn agrees_with_the_formula() {
        let texts = [
            "怎么申请退货",
            "退货退货退货",
            "card card refund",
            "怎么开发票",
        ];
        let mut postings = Postings::default();
        let terms: Vec<Terms> = texts.iter().map(|text| character_terms(text)).collect();
        for (slot, terms) in (0..).zip(&terms) {
            postings.insert(slot, terms);
        }
        let length = |terms: &Terms| {
            terms
                .iter()
                .map(|(_, count)| f32::from(*count))
                .sum::<f32>()
        };
        let average = terms.iter().map(length).sum::<f32>() / 4.0;
        let query = character_terms("怎么退货");
        let mut whole = 0.0;
        let mut wanted = [0.0; 4];
        for (term, count) in &query {
            let having = terms
                .iter()
                .filter(|text| text.iter().any(|(t, _)| t == term));
            let rarity = rarity(4, having.count());
            let part = |count: f32, damp: f32| rarity * (K1 + 1.0) * count / (count + damp);
            whole += part(f32::from(*count), K1);
            for (text, wanted) in terms.iter().zip(&mut wanted) {
                if let Some((_, count)) = text.iter().find(|(t, _)| t == term) {
                    let damp = K1 * (1.0 - B + B * length(text) / average);
                    *wanted += part(f32::from(*count), damp);
                }
            }
        }
        for (score, wanted) in postings.shares(&query, 4).iter().zip(wanted) {
            assert!((score - wanted / whole).abs() < 1e-6, "{score} {wanted}");
        }
    }

    #[test]
    fn lengths_survive_their_code() {
        for length in 0..192 {
            assert_eq!(length_of(length_code(length)), length);
        }
        assert_eq!(length_of(length_code(1_000)), 992);
        assert_eq!(length_of(length_code(u32::MAX)), length_of(255));
    }
}
