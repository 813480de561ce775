//! Which attributes the products of a category have: learned from the facts, or as an editor wants.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::lexicon::Sort;
use super::settings::ProductWords;
use super::shelf::Shelf;

/// An attribute of fewer products of a category than this does not belong to its schema.
const SHARE: f64 = 0.3;

/// An attribute of a category.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SchemaAttribute {
    /// Its id.
    pub id: String,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
    /// What sort of value it has.
    pub sort: Sort,
    /// The share of the category's products that have it.
    pub share: f64,
    /// Its values with how many products have them, the most frequent first.
    pub values: Vec<(String, usize)>,
}

/// The attributes of a category.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Schema {
    /// The category.
    pub category: String,
    /// How many products it has.
    pub products: usize,
    /// An editor has chosen the attributes.
    pub edited: bool,
    /// In their order.
    pub attributes: Vec<SchemaAttribute>,
}

impl Shelf {
    /// The schema of every category.
    #[must_use]
    pub fn schemas(&self, words: &ProductWords) -> Vec<Schema> {
        let mut categories: BTreeMap<&str, usize> = BTreeMap::new();
        for product in self.products() {
            if let Some(category) = product.category.as_deref() {
                *categories.entry(category).or_default() += 1;
            }
        }
        categories
            .into_iter()
            .map(|(category, products)| {
                let mut attributes = self.learned(category, products);
                let wanted = words.schemas.get(category);
                match wanted {
                    Some(wanted) => {
                        attributes.retain(|own| wanted.contains(&own.id));
                        attributes.sort_by_key(|own| wanted.iter().position(|id| *id == own.id));
                    }
                    None => attributes.retain(|own| own.share >= SHARE),
                }
                Schema {
                    category: category.to_owned(),
                    products,
                    edited: wanted.is_some(),
                    attributes,
                }
            })
            .collect()
    }

    fn learned(&self, category: &str, products: usize) -> Vec<SchemaAttribute> {
        let known = &self.vocabulary().attributes;
        known
            .iter()
            .map(|attribute| {
                let mut having = 0;
                let mut values: BTreeMap<String, usize> = BTreeMap::new();
                for product in self
                    .products()
                    .filter(|product| product.category.as_deref() == Some(category))
                {
                    let mut seen: Vec<&str> = product
                        .of(&attribute.id)
                        .filter_map(|fact| fact.value.word())
                        .collect();
                    seen.sort_unstable();
                    seen.dedup();
                    having += usize::from(product.of(&attribute.id).next().is_some());
                    for word in seen {
                        *values.entry(word.to_owned()).or_default() += 1;
                    }
                }
                let mut values: Vec<(String, usize)> = values.into_iter().collect();
                values.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
                values.truncate(30);
                SchemaAttribute {
                    id: attribute.id.clone(),
                    zh: attribute.zh.clone(),
                    en: attribute.en.clone(),
                    sort: attribute.sort,
                    share: having as f64 / products.max(1) as f64,
                    values,
                }
            })
            .collect()
    }
}
