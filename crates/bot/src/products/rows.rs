//! A line of a catalogue as shops keep it (JSON, and tables by their columns) as a product.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::lexicon::{Meanings, Sort};
use super::model::{Fact, FactValue, Offer, Origin, Polarity, Product, attribute};
use super::shelf::Shelf;

/// One line of a catalogue. Money is in minor units; of the lists an item is one value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Row {
    /// The shop's own name for it.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What sort of thing it is.
    pub category: Option<String>,
    /// What it does.
    pub effects: Vec<String>,
    /// Whom it is for.
    pub suits: Vec<String>,
    /// Who must not use it.
    pub excludes: Vec<String>,
    /// All that is in it.
    pub ingredients: Vec<String>,
    /// List price.
    pub price: Option<i64>,
    /// Lower price that is valid now.
    pub offer_price: Option<i64>,
    /// Size, number, duration.
    pub spec: Option<String>,
    /// Where its picture lies.
    pub image: Option<String>,
    /// In plain language.
    pub description: String,
    /// Other attributes by their id or label.
    pub more: BTreeMap<String, String>,
}

impl Shelf {
    /// The product of a line, its values in this shelf's spelling. The id is the line's own.
    #[must_use]
    pub fn product_of(&self, row: Row) -> Product {
        let meanings = self.meanings();
        let mut facts = Vec::new();
        words(&mut facts, meanings, attribute::EFFECT, &row.effects);
        for word in &row.suits {
            facts.push(self.suits(word));
        }
        words(&mut facts, meanings, attribute::EXCLUDES, &row.excludes);
        words(
            &mut facts,
            meanings,
            attribute::INGREDIENT,
            &row.ingredients,
        );
        facts.extend(row.spec.iter().map(|spec| listed("spec", spec)));
        for (label, value) in &row.more {
            facts.push(self.fact_of(label, value));
        }
        Product {
            id: row.id.clone(),
            key: Some(row.id),
            name: row.title,
            category: row.category,
            description: row.description,
            image: row.image,
            price_minor: row.price,
            offers: row
                .offer_price
                .map(|price_minor| Offer {
                    price_minor,
                    from: None,
                    to: None,
                })
                .into_iter()
                .collect(),
            facts,
        }
    }

    /// People it is for; an age among them is a fact of its own.
    fn suits(&self, word: &str) -> Fact {
        if let Some((min, max)) = ages(word) {
            let mut fact = listed(attribute::AGE, word);
            fact.value = FactValue::Number { min, max };
            return fact;
        }
        let bare = ["可用", "能用", "适用", "也可以用"]
            .iter()
            .find_map(|end| word.strip_suffix(end))
            .unwrap_or(word);
        let mut fact = listed(attribute::SUITS, word);
        fact.value = FactValue::Word(self.meanings().value(attribute::SUITS, bare));
        fact
    }

    /// A fact of an attribute that is named by its id or by a label.
    pub(crate) fn fact_of(&self, label: &str, value: &str) -> Fact {
        let known = self.lexicon().attributes.iter().find(|attribute| {
            attribute.id == label
                || attribute.zh == label
                || attribute.labels.iter().any(|own| own == label)
        });
        let (id, sort) = known.map_or((label, Sort::Text), |known| (known.id.as_str(), known.sort));
        let mut fact = listed(id, value);
        fact.value = match sort {
            Sort::Number => ages(value).map_or_else(
                || FactValue::Word(value.to_owned()),
                |(min, max)| FactValue::Number { min, max },
            ),
            Sort::Words => FactValue::Word(self.meanings().value(id, value)),
            Sort::Money | Sort::Text => FactValue::Word(value.to_owned()),
        };
        fact
    }
}

fn words(facts: &mut Vec<Fact>, meanings: &Meanings, id: &str, words: &[String]) {
    // People have one vocabulary, whether it is for them or not.
    let vocabulary = if id == attribute::EXCLUDES {
        attribute::SUITS
    } else {
        id
    };
    for word in words {
        let mut fact = listed(id, word);
        fact.value = FactValue::Word(meanings.value(vocabulary, word));
        facts.push(fact);
    }
}

fn listed(id: &str, said: &str) -> Fact {
    Fact {
        attribute: id.to_owned(),
        value: FactValue::Word(said.to_owned()),
        polarity: Polarity::Holds,
        span: None,
        said: said.to_owned(),
        confidence: 1.0,
        confirmed: true,
        origin: Origin::Listed,
    }
}

/// `6-10岁`, `30岁左右`, `18岁以上`.
pub(crate) fn ages(text: &str) -> Option<(Option<f64>, Option<f64>)> {
    use shanying_language::extract::{Catalogue, Kind, Value, recognise};
    let now = jiff::civil::DateTime::default();
    recognise(text, now, &Catalogue::default())
        .into_iter()
        .find_map(|slot| match (slot.kind, slot.value) {
            (
                Kind::Age,
                Value::Amount {
                    min, max, about, ..
                },
            ) => {
                // About thirty reaches from the middle twenties on.
                let slack = if about { 5.0 } else { 0.0 };
                Some((min.map(|min| min - slack), max.map(|max| max + slack)))
            }
            _ => None,
        })
}
