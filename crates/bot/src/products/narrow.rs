//! Which question rules out most of what is left.

use std::collections::HashMap;
use std::sync::Arc;

use super::lexicon::Sort;
use super::model::{Polarity, Product, Wish, attribute};
use super::shelf::Shelf;

/// Of more candidates so many, spread evenly, are looked at.
const SAMPLE: usize = 200;

impl Shelf {
    /// What share of the candidates an answer on an attribute would rule out on average.
    pub(super) fn narrowing(
        &self,
        products: &[&Arc<Product>],
        wishes: &[Wish],
        now_ms: i64,
    ) -> Vec<(String, f64)> {
        if products.len() < 2 {
            return Vec::new();
        }
        let products: Vec<&Product> = products
            .iter()
            .step_by(products.len().div_ceil(SAMPLE))
            .map(|product| &***product)
            .collect();
        let mut gains: Vec<(String, f64)> = self
            .vocabulary()
            .attributes
            .iter()
            .filter(|of| !wishes.iter().any(|wish| wish.attribute == of.id))
            .filter_map(|of| {
                let gain = match of.sort {
                    Sort::Words if of.id == attribute::EXCLUDES => return None,
                    Sort::Words => word_gain(&products, &of.id),
                    Sort::Money if of.id == attribute::PRICE => price_gain(&products, now_ms),
                    Sort::Money | Sort::Number | Sort::Text => return None,
                };
                (gain > 0.0).then(|| (of.id.clone(), gain))
            })
            .collect();
        gains.sort_by(|a, b| b.1.total_cmp(&a.1));
        gains
    }
}

fn word_gain(products: &[&Product], id: &str) -> f64 {
    let mut holders: HashMap<&str, usize> = HashMap::new();
    for product in products {
        if id == attribute::CATEGORY {
            if let Some(category) = &product.category {
                *holders.entry(category).or_default() += 1;
            }
            continue;
        }
        let mut seen: Vec<&str> = Vec::new();
        for fact in product.facts.iter().filter(|fact| fact.attribute == id) {
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
    let total = products.len() as f64;
    let kept: usize = holders.values().map(|count| count * count).sum();
    let asked: usize = holders.values().sum();
    // Answers are as frequent as products that meet them.
    1.0 - kept as f64 / asked as f64 / total
}

fn price_gain(products: &[&Product], now_ms: i64) -> f64 {
    let mut prices: Vec<i64> = products
        .iter()
        .filter_map(|product| product.price_at(now_ms))
        .collect();
    prices.sort_unstable();
    match (prices.first(), prices.last()) {
        // A budget halves what is left where prices lie far apart.
        (Some(&least), Some(&most)) if most > 0 => 0.5 * (1.0 - least as f64 / most as f64),
        _ => 0.0,
    }
}
