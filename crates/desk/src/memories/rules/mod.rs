//! What a text tells of who wrote it. Pure, and careful: what may be meant otherwise is left out, for
//! a memory is looked at again when nobody remembers the talk.
//!
//! Questions, conditions, guesses, what others say and what was and is no more tell nothing; a
//! question about a product behind a statement leaves the statement (我是干皮能用吗). Of others only
//! the household and the family count, and whose it is stands beside.

mod clauses;
mod english;
mod health;
mod life;
mod liking;
#[cfg(test)]
mod table;

use jiff::civil::DateTime;
use shanying_kernel::{Error, Result};
use shanying_language::extract::{Catalogue, Value, recognise};
use shanying_language::normalise::normalise_text;
use shanying_people::customers::mask_text;

use super::model::{MemoryKind, Said};

/// Facts of one text at most.
const MOST: usize = 8;
/// Longer texts are pasted and not told.
const LONGEST: usize = 600;
/// Characters of a value.
const VALUE: usize = 40;
/// Characters of a value that the staff writes.
const WRITTEN: usize = 60;

/// A fact before its sentence is known.
#[derive(Clone, Debug)]
struct Draft {
    kind: MemoryKind,
    whose: String,
    about: &'static str,
    thing: String,
    denied: bool,
    value: String,
}

impl Draft {
    fn new(kind: MemoryKind, whose: &str, thing: &str, value: String) -> Self {
        Self {
            kind,
            whose: whose.to_owned(),
            about: "",
            thing: normalise_text(thing),
            denied: false,
            value,
        }
    }
}

/// What a text tells of who wrote it, each fact once. `words` are those of the trade.
pub(super) fn read(text: &str, words: &Catalogue) -> Vec<Said> {
    if text.chars().count() > LONGEST {
        return Vec::new();
    }
    let mut found: Vec<Said> = Vec::new();
    for sentence in clauses::sentences(text) {
        let quote = quoted(&sentence.quote);
        for clause in &sentence.clauses {
            for draft in drafts(clause, words) {
                let said = Said {
                    kind: draft.kind,
                    whose: draft.whose,
                    about: draft.about.to_owned(),
                    thing: draft.thing,
                    denied: draft.denied,
                    value: draft.value,
                    quote: quote.clone(),
                };
                let known = found.iter().any(|own| own.identity() == said.identity());
                if !known && is_public(&said.value) && found.len() < MOST {
                    found.push(said);
                }
            }
        }
    }
    found
}

fn drafts(clause: &clauses::Clause, words: &Catalogue) -> Vec<Draft> {
    let trouble = life::trouble(clause);
    if trouble.is_some() {
        return trouble.into_iter().collect();
    }
    let mut found = health::allergies(clause, words);
    found.extend(health::traits(clause, words));
    found.extend(life::sizes(clause));
    found.extend(life::household(clause));
    found.extend(liking::contact(clause));
    if found.is_empty() {
        found.extend(english::read(clause));
    }
    if found.is_empty() {
        found.extend(liking::preference(clause).or_else(|| life::uses(clause)));
    }
    found
}

/// A fact in the words of the staff.
pub(super) fn written(kind: MemoryKind, whose: &str, value: &str) -> Result<Said> {
    let (whose, value) = (whose.trim(), value.trim());
    let proper = |text: &str, most: usize| text.chars().count() <= most && !text.contains('\0');
    if value.is_empty() || !proper(value, WRITTEN) {
        return Err(Error::field("value", "1 to 60 characters"));
    }
    if !proper(whose, 20) {
        return Err(Error::field("whose", "at most 20 characters"));
    }
    if !is_public(value) || !is_public(whose) {
        return Err(Error::invalid(
            "memory.private",
            "numbers and addresses that identify a person are no memory",
        )
        .with("field", "value"));
    }
    let mut said = Said {
        kind,
        whose: whose.to_owned(),
        about: String::new(),
        thing: normalise_text(value),
        denied: false,
        value: value.to_owned(),
        quote: String::new(),
    };
    match kind {
        MemoryKind::Allergy => {
            let plain = normalise_text(value);
            let plain = clauses::without_start(&plain, &["我", "对于", "对", "allergic to "]);
            said.denied = plain.ends_with("不过敏");
            let thing = clauses::without_end(plain, &["不过敏", "过敏", "不耐受"]);
            if health::split(thing).len() != 1 {
                return Err(Error::field("value", "one substance"));
            }
            said.thing = thing.to_owned();
            said.value = if said.denied {
                format!("对{thing}不过敏")
            } else {
                format!("对{thing}过敏")
            };
        }
        MemoryKind::Trait => {
            if let Some((name, about)) = health::skin(&said.thing) {
                name.clone_into(&mut said.thing);
                name.clone_into(&mut said.value);
                about.clone_into(&mut said.about);
            }
        }
        _ => {}
    }
    Ok(said)
}

/// Whether two facts cannot both be so.
pub(super) fn contradicts(one: &Said, other: &Said) -> bool {
    if one.whose != other.whose || one.identity() == other.identity() {
        return false;
    }
    let of_one = !one.about.is_empty() && one.about == other.about;
    let denies = one.kind == other.kind && one.thing == other.thing && one.denied != other.denied;
    of_one || denies
}

/// Whether a value is short and holds nothing that identifies a person.
fn fits(value: &str) -> bool {
    (1..=VALUE).contains(&value.chars().count()) && is_public(value)
}

/// Words of places; two of them are an address.
const PLACES: &[char] = &[
    '省', '市', '区', '县', '镇', '路', '街', '号', '栋', '幢', '弄', '室',
];

fn is_public(value: &str) -> bool {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let places = value.chars().filter(|c| PLACES.contains(c)).count();
    let slots = recognise(value, DateTime::default(), &Catalogue::default());
    let private = slots
        .iter()
        .any(|slot| matches!(slot.value, Value::Private { .. }));
    digits < 6 && places < 2 && !private && !value.contains('@')
}

/// A sentence with what identifies a person masked.
fn quoted(sentence: &str) -> String {
    let mut quote = String::with_capacity(sentence.len());
    let mut from = 0;
    for slot in recognise(sentence, DateTime::default(), &Catalogue::default()) {
        if let Value::Private { masked, .. } = &slot.value {
            quote.push_str(sentence.get(from..slot.span.start).unwrap_or_default());
            quote.push_str(masked);
            from = slot.span.end;
        }
    }
    quote.push_str(sentence.get(from..).unwrap_or_default());
    mask_text(&quote)
}
