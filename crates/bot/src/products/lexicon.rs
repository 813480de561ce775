//! The words of a trade, as data: attributes with their labels, values with their synonyms, what
//! is one of what. A tenant's words are laid over those that every shop needs
//! (`general.json`); the code knows no word of any trade.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result};
use shanying_language::normalise::normalise_text;

static GENERAL: &str = include_str!("general.json");

/// What sort of value an attribute has.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Words that can be compared and chosen from.
    #[default]
    Words,
    /// Money.
    Money,
    /// Numbers and ranges.
    Number,
    /// Free text.
    Text,
}

/// A value with the words that mean it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Word {
    /// The one spelling.
    pub value: String,
    /// Other words for it.
    pub synonyms: Vec<String>,
    /// Words that say that it is absent: 纯植物 of 化学剂.
    pub absent: Vec<String>,
    /// What is one of it: 甜杏仁 of 坚果, 干性 of 所有肤质.
    pub members: Vec<String>,
    /// Of people: their health must be asked after, like 孕妇.
    pub care: bool,
}

/// An attribute with its words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Attribute {
    /// Its id.
    pub id: String,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
    /// What sort of value it has.
    pub sort: Sort,
    /// What stands before its value: `功效：…`.
    pub labels: Vec<String>,
    /// Its known values.
    pub values: Vec<Word>,
}

/// All words of a trade.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Lexicon {
    /// Attributes in the order in which they are shown and asked.
    pub attributes: Vec<Attribute>,
    /// What editors have corrected.
    pub taught: Vec<Taught>,
}

/// A phrase of descriptions that an editor has assigned.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Taught {
    /// As it stands in descriptions.
    pub phrase: String,
    /// Id of the attribute; empty, if the phrase states no fact.
    pub attribute: String,
    /// The value that it means.
    pub value: String,
}

static GENERAL_LEXICON: LazyLock<Lexicon> =
    LazyLock::new(|| serde_json::from_str(GENERAL).unwrap_or_default());

impl Lexicon {
    /// The words that every shop needs.
    #[must_use]
    pub fn general() -> Self {
        GENERAL_LEXICON.clone()
    }

    /// Reads a tenant's words and lays them over the general ones.
    pub fn parse(json: &str) -> Result<Self> {
        let own: Self = serde_json::from_str(json)
            .map_err(|error| Error::invalid("invalid.lexicon", error.to_string()))?;
        Ok(Self::general().with(own))
    }

    /// These words and those of another; equal attributes and values are joined.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        for attribute in other.attributes {
            let Some(own) = self
                .attributes
                .iter_mut()
                .find(|own| own.id == attribute.id)
            else {
                self.attributes.push(attribute);
                continue;
            };
            if !attribute.zh.is_empty() {
                own.zh = attribute.zh;
            }
            if !attribute.en.is_empty() {
                own.en = attribute.en;
            }
            join(&mut own.labels, attribute.labels);
            for word in attribute.values {
                match own.values.iter_mut().find(|own| own.value == word.value) {
                    Some(own) => {
                        join(&mut own.synonyms, word.synonyms);
                        join(&mut own.absent, word.absent);
                        join(&mut own.members, word.members);
                        own.care |= word.care;
                    }
                    None => own.values.push(word),
                }
            }
        }
        for taught in other.taught {
            self.taught.retain(|own| own.phrase != taught.phrase);
            self.taught.push(taught);
        }
        self
    }

    /// An attribute by its id.
    #[must_use]
    pub fn attribute(&self, id: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.id == id)
    }
}

fn join(own: &mut Vec<String>, more: Vec<String>) {
    for word in more {
        if !own.contains(&word) {
            own.push(word);
        }
    }
}

/// The lexicon, ready to be asked: which value a word means, and what is one of what.
#[derive(Clone, Debug, Default)]
pub(crate) struct Meanings {
    /// By attribute and normalised word: the value.
    values: HashMap<(String, String), String>,
    /// By attribute and value: what is one of it.
    members: HashMap<String, HashMap<String, Vec<String>>>,
    /// By value of an ingredient: the normalised words that mean it.
    surfaces: HashMap<String, Vec<String>>,
    /// People whose health must be asked after.
    care: Vec<String>,
}

impl Meanings {
    pub(crate) fn new(lexicon: &Lexicon) -> Self {
        let mut meanings = Self::default();
        for attribute in &lexicon.attributes {
            let id = attribute.id.clone();
            for word in &attribute.values {
                for surface in std::iter::once(&word.value).chain(&word.synonyms) {
                    let key = (id.clone(), normalise_text(surface));
                    if id == "ingredient" {
                        let surfaces = meanings.surfaces.entry(word.value.clone()).or_default();
                        surfaces.push(key.1.clone());
                    }
                    meanings
                        .values
                        .entry(key)
                        .or_insert_with(|| word.value.clone());
                }
                if !word.members.is_empty() {
                    let members = meanings.members.entry(id.clone()).or_default();
                    members.insert(word.value.clone(), word.members.clone());
                }
                if word.care {
                    meanings.care.push(word.value.clone());
                }
            }
        }
        meanings
    }

    /// The value that a word means, or the word itself, normalised.
    pub(crate) fn value(&self, attribute: &str, word: &str) -> String {
        let word = normalise_text(word);
        self.values
            .get(&(attribute.to_owned(), word.clone()))
            .cloned()
            .unwrap_or(word)
    }

    /// What is one of a value.
    pub(crate) fn members(&self, attribute: &str, value: &str) -> &[String] {
        let of = self.members.get(attribute);
        of.and_then(|of| of.get(value)).map_or(&[], Vec::as_slice)
    }

    /// Whether a sort of people must be asked after their health.
    pub(crate) fn is_care(&self, value: &str) -> bool {
        allergen(value).is_some() || self.care.iter().any(|care| care == value)
    }

    /// Whether a fact's value grants what a wish names: it is the same, or covers it. Both are values,
    /// as [`Self::value`] gives them.
    pub(crate) fn grants(&self, attribute: &str, fact: &str, wish: &str) -> bool {
        fact == wish
            || self
                .members(attribute, fact)
                .iter()
                .any(|member| member == wish)
    }

    /// All words that are, or may be, a substance, normalised. Rather too many than one too few.
    pub(crate) fn substances(&self, substance: &str) -> Vec<String> {
        let plain = normalise_text(substance);
        let value = self.value("ingredient", &plain);
        let mut names = vec![plain, value.clone()];
        names.extend(self.members("ingredient", &value).iter().cloned());
        let meant: Vec<String> = names
            .iter()
            .flat_map(|name| self.surfaces.get(name).map_or(&[][..], Vec::as_slice))
            .cloned()
            .collect();
        names.extend(meant);
        names.sort_unstable();
        names.dedup();
        names.retain(|name| !name.is_empty());
        names
    }
}

/// The substance of an allergy: 酒精 of 酒精过敏.
pub(crate) fn allergen(condition: &str) -> Option<&str> {
    ["过敏", "不耐受"]
        .iter()
        .find_map(|end| condition.strip_suffix(end))
        .map(|substance| substance.trim_start_matches('对'))
        .filter(|substance| !substance.is_empty())
}
