//! Which question rules out most of what is left.

use std::collections::BTreeMap;

use super::lexicon::Sort;
use super::model::{Polarity, Wish, attribute};
use super::select::Recommended;
use super::shelf::Shelf;

impl Shelf {
    /// What share of the candidates an answer on an attribute would rule out on average.
    pub(super) fn narrowing(
        &self,
        items: &[Recommended],
        wishes: &[Wish],
        now_ms: i64,
    ) -> Vec<(String, f64)> {
        if items.len() < 2 {
            return Vec::new();
        }
        let mut gains: Vec<(String, f64)> = self
            .vocabulary()
            .attributes
            .iter()
            .filter(|of| !wishes.iter().any(|wish| wish.attribute == of.id))
            .filter_map(|of| {
                let gain = match of.sort {
                    Sort::Words if of.id == attribute::EXCLUDES => return None,
                    Sort::Words => word_gain(items, &of.id),
                    Sort::Money if of.id == attribute::PRICE => price_gain(items, now_ms),
                    Sort::Money | Sort::Number | Sort::Text => return None,
                };
                (gain > 0.0).then(|| (of.id.clone(), gain))
            })
            .collect();
        gains.sort_by(|a, b| b.1.total_cmp(&a.1));
        gains
    }
}

fn word_gain(items: &[Recommended], id: &str) -> f64 {
    let mut holders: BTreeMap<&str, usize> = BTreeMap::new();
    for item in items {
        if id == attribute::CATEGORY {
            if let Some(category) = &item.product.category {
                *holders.entry(category).or_default() += 1;
            }
            continue;
        }
        let mut seen: Vec<&str> = Vec::new();
        for fact in item
            .product
            .facts
            .iter()
            .filter(|fact| fact.attribute == id)
        {
            let word = fact
                .value
                .word()
                .filter(|_| fact.polarity == Polarity::Holds);
            if let Some(word) = word.filter(|word| !seen.contains(word)) {
                seen.push(word);
                *holders.entry(word).or_default() += 1;
            }
        }
    }
    if holders.is_empty() {
        return 0.0;
    }
    let total = items.len() as f64;
    let kept: usize = holders.values().map(|count| count * count).sum();
    let asked: usize = holders.values().sum();
    // Answers are as frequent as products that meet them.
    1.0 - kept as f64 / asked as f64 / total
}

fn price_gain(items: &[Recommended], now_ms: i64) -> f64 {
    let mut prices: Vec<i64> = items
        .iter()
        .filter_map(|item| item.product.price_at(now_ms))
        .collect();
    prices.sort_unstable();
    match (prices.first(), prices.last()) {
        // A budget halves what is left where prices lie far apart.
        (Some(&least), Some(&most)) if most > 0 => 0.5 * (1.0 - least as f64 / most as f64),
        _ => 0.0,
    }
}
