//! Wishes held against all words of a shelf at once: which words of facts grant a wish, bar people of
//! a condition, hold a substance. Products are then compared with sets of words, which costs
//! nanoseconds, and not spelling by spelling.

use std::collections::{BTreeSet, HashMap, HashSet};

use shanying_language::normalise::normalise_text;

use super::lexicon::{Meanings, allergen};
use super::model::{Product, attribute};

/// A word that stands in facts.
#[derive(Clone, Debug)]
struct Word {
    /// As it stands there.
    said: String,
    /// Normalised.
    plain: String,
    /// What it means.
    value: String,
}

/// The different words of all facts, by attribute; categories and names of products too.
#[derive(Clone, Debug, Default)]
pub(super) struct Words(HashMap<String, Vec<Word>>);

impl Words {
    pub(super) fn of<'a>(products: impl Iterator<Item = &'a Product>, meanings: &Meanings) -> Self {
        let mut seen: HashMap<&str, BTreeSet<&str>> = HashMap::new();
        for product in products {
            let mut add = |id: &'a str, word: &'a str| {
                seen.entry(id).or_default().insert(word);
            };
            add(attribute::NAME, &product.name);
            if let Some(category) = &product.category {
                add(attribute::CATEGORY, category);
            }
            for fact in &product.facts {
                if let Some(word) = fact.value.word() {
                    add(&fact.attribute, word);
                }
            }
        }
        let known = seen.into_iter().map(|(id, words)| {
            // People have one vocabulary, whether it is for them or not.
            let vocabulary = if id == attribute::EXCLUDES {
                attribute::SUITS
            } else {
                id
            };
            let words = words.into_iter().map(|said| Word {
                said: said.to_owned(),
                plain: normalise_text(said),
                value: meanings.value(vocabulary, said),
            });
            (id.to_owned(), words.collect())
        });
        Self(known.collect())
    }

    fn such(&self, id: &str, is: impl Fn(&Word) -> bool) -> HashSet<&str> {
        let words = self.0.get(id).map_or(&[][..], Vec::as_slice);
        let such = words.iter().filter(|word| is(word));
        such.map(|word| word.said.as_str()).collect()
    }
}

/// What bears on people of a condition (`酒精过敏`, `孕妇`).
#[derive(Clone, Debug)]
pub(crate) struct Condition<'s> {
    /// Words of who must not use a thing that include them: the same word, one is a sort of the
    /// other, or both are allergies whose substances contain one another.
    pub(super) barring: HashSet<&'s str>,
    /// Words of whom a thing suits that cover them.
    pub(super) fine: HashSet<&'s str>,
    /// What they are allergic to.
    pub(super) substance: Option<Substance<'s>>,
}

impl<'s> Condition<'s> {
    pub(super) fn of(words: &'s Words, meanings: &Meanings, condition: &str) -> Self {
        let meant = meanings.value(attribute::SUITS, condition);
        let own = allergen(&meant).map(|own| (normalise_text(own), meanings.substances(own)));
        let barring = words.such(attribute::EXCLUDES, |word| {
            if meanings.grants(attribute::SUITS, &word.value, &meant)
                || meanings.grants(attribute::SUITS, &meant, &word.value)
            {
                return true;
            }
            let (Some((own, names)), Some(barred)) = (&own, allergen(&word.value)) else {
                return false;
            };
            holds(&normalise_text(barred), names) || holds(own, &meanings.substances(barred))
        });
        Self {
            barring,
            fine: words.such(attribute::SUITS, |word| {
                meanings.grants(attribute::SUITS, &word.value, &meant)
            }),
            substance: allergen(&meant).map(|own| Substance::of(words, meanings, own)),
        }
    }
}

/// What bears on a substance that is avoided or asked for.
#[derive(Clone, Debug)]
pub(crate) struct Substance<'s> {
    /// Words of what is in a thing that are, or may contain, the substance.
    pub(super) inside: HashSet<&'s str>,
    /// Words of who must not use a thing that tell that it is inside.
    pub(super) barred: HashSet<&'s str>,
    /// Words whose absence is the absence of the substance.
    pub(super) absent: HashSet<&'s str>,
    /// Names of products that bear it.
    pub(super) names: HashSet<&'s str>,
}

impl<'s> Substance<'s> {
    pub(super) fn of(words: &'s Words, meanings: &Meanings, substance: &str) -> Self {
        let names = meanings.substances(substance);
        let wanted = meanings.value(attribute::INGREDIENT, substance);
        Self {
            inside: words.such(attribute::INGREDIENT, |word| holds(&word.plain, &names)),
            barred: words.such(attribute::EXCLUDES, |word| {
                allergen(&word.said).is_some_and(|barred| holds(&normalise_text(barred), &names))
            }),
            absent: words.such(attribute::INGREDIENT, |word| {
                meanings.grants(attribute::INGREDIENT, &word.value, &wanted)
            }),
            names: words.such(attribute::NAME, |word| holds(&word.plain, &names)),
        }
    }
}

/// What grants a word that is wished for.
#[derive(Clone, Debug)]
pub(crate) struct Granting<'s> {
    pub(super) words: HashSet<&'s str>,
    /// Of whom a thing suits: who is barred is not suited.
    pub(super) condition: Option<Condition<'s>>,
}

impl<'s> Granting<'s> {
    pub(super) fn of(words: &'s Words, meanings: &Meanings, id: &str, wished: &str) -> Self {
        let wanted = meanings.value(id, wished);
        let names = (id == attribute::INGREDIENT).then(|| meanings.substances(wished));
        // 保湿面霜 names its category 乳霜 by a word of it.
        let narrower = id == attribute::CATEGORY;
        let granting = words.such(id, |word| {
            meanings.grants(id, &word.value, &wanted)
                || names
                    .as_ref()
                    .is_some_and(|names| holds(&word.plain, names))
                || narrower && meanings.members(id, &wanted).contains(&word.said)
        });
        Self {
            words: granting,
            condition: (id == attribute::SUITS).then(|| Condition::of(words, meanings, wished)),
        }
    }
}

fn holds(plain: &str, names: &[String]) -> bool {
    names.iter().any(|name| plain.contains(name.as_str()))
}
