//! Who must not use a product. Nothing here is relaxed: what is not known counts as not allowed
//! when something is recommended, and as "not known" when it is asked.

use std::collections::HashSet;

use super::bearing::{Condition, Substance};
use super::model::{Fact, FactValue, Origin, Polarity, Product, attribute};
use super::shelf::Shelf;
use shanying_language::extract::{Catalogue, Kind, Value, recognise};

/// Whether somebody may use a product, with the fact that says so.
#[derive(Clone, Debug, PartialEq)]
pub enum Fit {
    /// They must not.
    Barred(Box<Fact>),
    /// Only with care.
    Careful(Box<Fact>),
    /// They may.
    Fine(Box<Fact>),
    /// The ingredients are given as a list, and what they must avoid is not in it.
    NotListed,
    /// Nothing is known of it.
    Unknown,
}

impl Shelf {
    /// Whether anything that is sold is not for people who are allergic to a substance.
    #[must_use]
    pub fn concerns(&self, substance: &str) -> bool {
        let condition = format!("{substance}过敏");
        let condition = self.condition(&condition);
        self.products().any(|product| {
            let fit = fit(product, &condition);
            matches!(fit, Fit::Barred(_) | Fit::Careful(_))
        })
    }
}

/// Whether somebody of this condition may use the product.
pub(crate) fn fit(product: &Product, condition: &Condition<'_>) -> Fit {
    let mut careful = None;
    for fact in stated(product, attribute::EXCLUDES, &condition.barring) {
        if fact.polarity == Polarity::Careful {
            careful = Some(fact);
        } else {
            return Fit::Barred(Box::new(fact.clone()));
        }
    }
    if let Some(substance) = &condition.substance
        && let Some(fact) = holding(product, substance)
    {
        return Fit::Barred(Box::new(fact));
    }
    if let Some(fact) = careful {
        return Fit::Careful(Box::new(fact.clone()));
    }
    if let Some(substance) = &condition.substance {
        return free(product, substance);
    }
    let named = stated(product, attribute::SUITS, &condition.fine)
        .find(|fact| fact.polarity == Polarity::Holds);
    named.map_or(Fit::Unknown, |fact| Fit::Fine(Box::new(fact.clone())))
}

/// Facts of an attribute whose word is one of these, but for what is said to be absent.
fn stated<'a>(
    product: &'a Product,
    id: &'a str,
    words: &'a HashSet<&str>,
) -> impl Iterator<Item = &'a Fact> {
    product.of(id).filter(move |fact| {
        fact.polarity != Polarity::Lacks
            && fact.value.word().is_some_and(|word| words.contains(word))
    })
}

/// Whether somebody of this age may use the product: who is barred by age comes first, then the ages
/// that it is for.
pub(crate) fn of_age(product: &Product, age: f64) -> Fit {
    let within = |min: Option<f64>, max: Option<f64>| {
        min.is_none_or(|min| min <= age) && max.is_none_or(|max| age <= max)
    };
    let ages = |fact: &Fact| match &fact.value {
        FactValue::Number { min, max } => Some(within(*min, *max)),
        FactValue::Word(word) => ages_of(word).map(|(min, max)| within(min, max)),
        FactValue::Money(_) => None,
    };
    let holding = |id| {
        product
            .of(id)
            .filter(|fact| fact.polarity != Polarity::Lacks)
    };
    if let Some(fact) = holding(attribute::EXCLUDES).find(|fact| ages(fact) == Some(true)) {
        return match fact.polarity {
            Polarity::Careful => Fit::Careful(Box::new(fact.clone())),
            _ => Fit::Barred(Box::new(fact.clone())),
        };
    }
    let mut outside = None;
    for fact in holding(attribute::AGE).chain(holding(attribute::SUITS)) {
        match ages(fact) {
            Some(true) => return Fit::Fine(Box::new(fact.clone())),
            Some(false) => outside = outside.or(Some(fact)),
            None => {}
        }
    }
    outside.map_or(Fit::Unknown, |fact| Fit::Barred(Box::new(fact.clone())))
}

/// The ages that words of a fact name: `35 岁以上的客人`, `未满 18 周岁的人`.
fn ages_of(word: &str) -> Option<(Option<f64>, Option<f64>)> {
    let now = jiff::civil::DateTime::default();
    let slots = recognise(word, now, &Catalogue::default());
    let (min, max) = slots.into_iter().find_map(|slot| match slot.value {
        Value::Amount { min, max, .. } if slot.kind == Kind::Age => Some((min, max)),
        _ => None,
    })?;
    let below = ["未满", "不满", "不足", "没满"];
    match (min, max) {
        (Some(low), Some(high)) if low == high && below.iter().any(|cue| word.contains(cue)) => {
            // Whoever is of that age has reached it.
            Some((None, Some(high - 0.5)))
        }
        bounds => Some(bounds),
    }
}

/// Whether a product is free of a substance.
pub(crate) fn without(product: &Product, substance: &Substance<'_>) -> Fit {
    match holding(product, substance) {
        Some(fact) => Fit::Barred(Box::new(fact)),
        None => free(product, substance),
    }
}

/// The fact that something is in a product.
fn holding(product: &Product, substance: &Substance<'_>) -> Option<Fact> {
    let named = stated(product, attribute::INGREDIENT, &substance.inside).next();
    // Who must not use it tells what is in it: 酒精过敏的人不能用.
    let barred = || stated(product, attribute::EXCLUDES, &substance.barred).next();
    if let Some(fact) = named.or_else(barred) {
        return Some(fact.clone());
    }
    // A name that bears the substance, unless it says that there is none.
    let denied = product.of(attribute::INGREDIENT).any(|fact| {
        fact.polarity == Polarity::Lacks
            && fact
                .value
                .word()
                .is_some_and(|word| substance.inside.contains(word))
    });
    let named = !denied && substance.names.contains(product.name.as_str());
    named.then(|| Fact {
        attribute: attribute::NAME.to_owned(),
        value: FactValue::Word(product.name.clone()),
        polarity: Polarity::Holds,
        span: None,
        said: product.name.clone(),
        confidence: 1.0,
        confirmed: true,
        origin: Origin::Edited,
    })
}

/// What is known of the absence of a substance that is not named as being inside.
fn free(product: &Product, substance: &Substance<'_>) -> Fit {
    let denied = product.of(attribute::INGREDIENT).find(|fact| {
        fact.polarity == Polarity::Lacks
            && fact
                .value
                .word()
                .is_some_and(|word| substance.absent.contains(word))
    });
    match denied {
        Some(fact) => Fit::Fine(Box::new(fact.clone())),
        None if product.lists_ingredients() => Fit::NotListed,
        None => Fit::Unknown,
    }
}

/// Whether a phrase is about people whose health must be asked after, or an allergy.
pub(super) fn names_people(phrase: &str, shelf: &super::Shelf) -> bool {
    !shelf.allergies(phrase).is_empty()
        || shelf
            .wishes(phrase)
            .iter()
            .any(|wish| wish.attribute == attribute::EXCLUDES)
}
