//! Who must not use a product. Nothing here is relaxed: what is not known counts as not allowed
//! when something is recommended, and as "not known" when it is asked.

use super::lexicon::{Meanings, allergen};
use super::model::{Fact, Origin, Polarity, Product, attribute};

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

/// Whether somebody with this condition (`酒精过敏`, `孕妇`) may use the product.
pub(crate) fn fit(product: &Product, condition: &str, meanings: &Meanings) -> Fit {
    let condition = meanings.value(attribute::SUITS, condition);
    let mut careful = None;
    for fact in product.of(attribute::EXCLUDES) {
        let Some(word) = fact
            .value
            .word()
            .filter(|_| fact.polarity != Polarity::Lacks)
        else {
            continue;
        };
        if !bars(word, &condition, meanings) {
            continue;
        }
        if fact.polarity == Polarity::Careful {
            careful = Some(fact);
        } else {
            return Fit::Barred(Box::new(fact.clone()));
        }
    }
    let substance = allergen(&condition);
    if let Some(substance) = substance
        && let Some(fact) = holding(product, substance, meanings)
    {
        return Fit::Barred(Box::new(fact));
    }
    if let Some(fact) = careful {
        return Fit::Careful(Box::new(fact.clone()));
    }
    if let Some(substance) = substance {
        return free(product, substance, meanings);
    }
    let named = product.of(attribute::SUITS).find(|fact| {
        fact.polarity == Polarity::Holds
            && fact
                .value
                .word()
                .is_some_and(|word| meanings.covers(attribute::SUITS, word, &condition))
    });
    named.map_or(Fit::Unknown, |fact| Fit::Fine(Box::new(fact.clone())))
}

/// Whether a product is free of a substance.
pub(crate) fn without(product: &Product, substance: &str, meanings: &Meanings) -> Fit {
    match holding(product, substance, meanings) {
        Some(fact) => Fit::Barred(Box::new(fact)),
        None => free(product, substance, meanings),
    }
}

/// Whether who is barred by a fact's words includes people of this condition: the same word, one
/// is a sort of the other, or both are allergies whose substances contain one another.
fn bars(word: &str, condition: &str, meanings: &Meanings) -> bool {
    let word = meanings.value(attribute::SUITS, word);
    if meanings.covers(attribute::SUITS, &word, condition)
        || meanings.covers(attribute::SUITS, condition, &word)
    {
        return true;
    }
    match (allergen(&word), allergen(condition)) {
        (Some(barred), Some(own)) => {
            meanings.contains(barred, own) || meanings.contains(own, barred)
        }
        _ => false,
    }
}

/// The fact that something is in a product.
fn holding(product: &Product, substance: &str, meanings: &Meanings) -> Option<Fact> {
    let named = product.of(attribute::INGREDIENT).find(|fact| {
        fact.polarity != Polarity::Lacks
            && fact
                .value
                .word()
                .is_some_and(|word| meanings.contains(word, substance))
    });
    if let Some(fact) = named {
        return Some(fact.clone());
    }
    // Who must not use it tells what is in it: 酒精过敏的人不能用.
    let barred = product.of(attribute::EXCLUDES).find(|fact| {
        fact.polarity != Polarity::Lacks
            && fact
                .value
                .word()
                .and_then(allergen)
                .is_some_and(|word| meanings.contains(word, substance))
    });
    if let Some(fact) = barred {
        return Some(fact.clone());
    }
    // A name that bears the substance, unless it says that there is none.
    let denied = product.of(attribute::INGREDIENT).any(|fact| {
        fact.polarity == Polarity::Lacks
            && fact
                .value
                .word()
                .is_some_and(|word| meanings.contains(word, substance))
    });
    (!denied && meanings.contains(&product.name, substance)).then(|| Fact {
        attribute: attribute::NAME.to_owned(),
        value: super::model::FactValue::Word(product.name.clone()),
        polarity: Polarity::Holds,
        span: None,
        said: product.name.clone(),
        confidence: 1.0,
        confirmed: true,
        origin: Origin::Edited,
    })
}

/// What is known of the absence of a substance that is not named as being inside.
fn free(product: &Product, substance: &str, meanings: &Meanings) -> Fit {
    let wanted = meanings.value(attribute::INGREDIENT, substance);
    let denied = product.of(attribute::INGREDIENT).find(|fact| {
        fact.polarity == Polarity::Lacks
            && fact.value.word().is_some_and(|word| {
                let word = meanings.value(attribute::INGREDIENT, word);
                meanings.covers(attribute::INGREDIENT, &word, &wanted)
            })
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
