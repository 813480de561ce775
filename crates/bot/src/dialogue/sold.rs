//! The products as the rules of a talk see them.

use std::collections::BTreeMap;

use super::model::{Card, ValueWords};
use super::rules::{AttributeWords, Choice, Goods, Wishes};
use crate::products::{
    FactValue, Polarity, Product, Recommended, Relax, Selection, Shelf, Sort, Wish, WishKind,
    WishValue, attribute,
};

/// Name of what is to be avoided among the attributes of a task.
const AVOID: &str = "avoid";
/// Ends of conditions that name a substance.
const ALLERGY: &[&str] = &["过敏", "不耐受"];
/// Products that are looked at for the values of an attribute.
const MANY: usize = 1_000;

/// The words of what is sold, by attribute; of what is to be avoided under `avoid`.
pub(super) fn words(shelf: &Shelf) -> AttributeWords {
    let mut sold = AttributeWords::new();
    let mut add = |attribute: &str, value: &str, words: &[String], always: bool| {
        sold.entry(attribute.to_owned())
            .or_default()
            .push(ValueWords {
                value: value.to_owned(),
                words: words.to_vec(),
                always,
                hidden: false,
                code: String::new(),
            });
    };
    let known = shelf.vocabulary().attributes.iter();
    for known in known.filter(|known| known.sort == Sort::Words) {
        for value in &known.values {
            let substance = ALLERGY.iter().find_map(|end| value.value.strip_suffix(end));
            match (known.id.as_str(), substance) {
                (attribute::SUITS, Some(substance)) => add(AVOID, substance, &[], false),
                (attribute::SUITS, None) if value.care => {
                    add(AVOID, &value.value, &value.surfaces, true)
                }
                (attribute::INGREDIENT, _) => {
                    add(AVOID, &value.value, &value.surfaces, false);
                    if !value.absent.is_empty() {
                        // 纯植物 tells what is to be avoided without a denial.
                        add(AVOID, &value.value, &value.absent, true);
                    }
                }
                (id, _) => add(id, &value.value, &value.surfaces, false),
            }
        }
    }
    sold
}

/// A shelf at a time.
#[derive(Clone, Copy)]
pub struct Sold<'a> {
    /// What is sold.
    pub shelf: &'a Shelf,
    /// When.
    pub now_ms: i64,
}

impl Sold<'_> {
    fn select(self, wishes: &Wishes, limit: usize) -> Selection {
        let strict = self
            .shelf
            .select(&self.wishes(wishes, true), self.now_ms, limit);
        let several = wishes.wants.iter().any(|(_, values)| values.len() > 1);
        if strict.total > 0 || !several {
            return strict;
        }
        // Of several values one is enough when nothing has all of them.
        let mut loose = self
            .shelf
            .select(&self.wishes(wishes, false), self.now_ms, MANY);
        loose.items.retain(|item| {
            wishes
                .wants
                .iter()
                .filter(|(_, values)| values.len() > 1)
                .all(|(attribute, _)| item.fits.iter().any(|fit| fit.attribute == *attribute))
        });
        loose.total = loose.items.len();
        loose.items.truncate(limit);
        if loose.total == 0 { strict } else { loose }
    }

    fn wishes(self, wishes: &Wishes, strict: bool) -> Vec<Wish> {
        let mut all = Vec::new();
        for (attribute, values) in &wishes.wants {
            let kind = if strict || values.len() == 1 {
                WishKind::Must
            } else {
                WishKind::Prefer
            };
            all.extend(
                values
                    .iter()
                    .map(|value| Wish::word(attribute, value, kind)),
            );
        }
        for (attribute, value) in &wishes.denied {
            all.push(Wish::word(attribute, value, WishKind::MustNot));
        }
        for value in &wishes.avoid {
            let people = self.shelf.vocabulary().attribute(attribute::SUITS);
            let care = people.is_some_and(|known| {
                known
                    .values
                    .iter()
                    .any(|one| one.care && one.value == *value)
            });
            let condition = if care {
                value.clone()
            } else {
                format!("{value}过敏")
            };
            all.push(Wish::word(
                attribute::EXCLUDES,
                &condition,
                WishKind::MustNot,
            ));
        }
        if let Some((min, max, about)) = wishes.money {
            all.push(Wish {
                attribute: attribute::PRICE.to_owned(),
                value: WishValue::Money { min, max, about },
                kind: WishKind::Must,
                said: String::new(),
            });
        }
        all
    }
}

impl Goods for Sold<'_> {
    fn named(&self, text: &str) -> Option<Card> {
        let ids = self.shelf.named(text);
        let [id] = ids.as_slice() else {
            return None;
        };
        self.card(id)
    }

    fn choose(&self, wishes: &Wishes, most: usize) -> Choice {
        let selection = self.select(wishes, most + wishes.passed.len());
        let passed = |item: &&Recommended| wishes.passed.contains(&item.product.id);
        let gone = selection.items.iter().filter(passed).count();
        Choice {
            cards: selection
                .items
                .iter()
                .filter(|item| !passed(item))
                .take(most)
                .map(card)
                .collect(),
            total: selection.total.saturating_sub(gone),
            narrows: selection.narrows,
            relax: selection.relax.map(|relax| gives_up(&relax)),
            unsure: selection.excluded_unknown.len(),
        }
    }

    fn card(&self, product_id: &str) -> Option<Card> {
        let product = self.shelf.get(product_id)?;
        Some(Card {
            offer_price: product.offer_at(self.now_ms),
            ..plain_card(product, product.price_minor)
        })
    }

    fn values(&self, wishes: &Wishes, attribute: &str) -> Vec<String> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for item in self.select(wishes, MANY).items {
            for value in values_of(&item.product, attribute) {
                *counts.entry(value).or_default() += 1;
            }
        }
        let mut values: Vec<(String, usize)> = counts.into_iter().collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        values.into_iter().map(|(value, _)| value).collect()
    }
}

fn values_of(product: &Product, name: &str) -> Vec<String> {
    if name == attribute::CATEGORY {
        return product.category.iter().cloned().collect();
    }
    product
        .of(name)
        .filter(|fact| fact.polarity == Polarity::Holds)
        .filter_map(|fact| fact.value.word().map(str::to_owned))
        .collect()
}

fn gives_up(relax: &Relax) -> (Vec<String>, usize) {
    let attributes = relax
        .wishes
        .iter()
        .map(|wish| wish.attribute.clone())
        .collect();
    (attributes, relax.brings)
}

fn card(item: &Recommended) -> Card {
    let product = &item.product;
    let mut reasons: Vec<String> = Vec::new();
    for fit in &item.fits {
        let FactValue::Word(word) = &fit.value else {
            continue;
        };
        let reason = match fit.attribute.as_str() {
            attribute::CATEGORY => continue,
            attribute::SUITS => format!("适合{word}"),
            _ if fit.lacks => format!("不含{word}"),
            _ => word.clone(),
        };
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    Card {
        offer_price: item.offer_minor,
        reasons,
        ..plain_card(product, item.price_minor)
    }
}

fn plain_card(product: &Product, price: Option<i64>) -> Card {
    let spec = product.of("spec").find_map(|fact| fact.value.word());
    Card {
        product_id: product.id.clone(),
        key: product.key.clone().unwrap_or_default(),
        title: product.name.clone(),
        price,
        offer_price: None,
        currency: "CNY".to_owned(),
        image: product.image.clone(),
        url: None,
        spec: spec.unwrap_or_default().to_owned(),
        reasons: Vec::new(),
        say: format!("就要这款：{}", product.name),
    }
}
