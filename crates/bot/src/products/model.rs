//! What a product is: its facts, each with the words it was taken from, and its price.

use serde::{Deserialize, Serialize};
use shanying_kernel::Time;

/// Ids of the attributes that every shop has; a tenant's lexicon adds its own.
pub mod attribute {
    /// What it is called.
    pub const NAME: &str = "name";
    /// What sort of thing it is.
    pub const CATEGORY: &str = "category";
    /// What it does.
    pub const EFFECT: &str = "effect";
    /// Whom or what it is for.
    pub const SUITS: &str = "suits";
    /// Who must not use it.
    pub const EXCLUDES: &str = "excludes";
    /// What is in it, or is not.
    pub const INGREDIENT: &str = "ingredient";
    /// For which ages.
    pub const AGE: &str = "age";
    /// The list price.
    pub const PRICE: &str = "price";
    /// A lower price for a time.
    pub const OFFER: &str = "offer";
    /// What the description says in its own words.
    pub const DESCRIPTION: &str = "description";
}

/// A value as it is compared: words in their one spelling, money in minor units.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactValue {
    /// A word, or a few.
    Word(String),
    /// Minor units.
    Money(i64),
    /// A number or a range; a missing bound is open.
    Number {
        /// The least.
        min: Option<f64>,
        /// The most.
        max: Option<f64>,
    },
}

impl FactValue {
    /// The word, if it is one.
    #[must_use]
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            Self::Money(_) | Self::Number { .. } => None,
        }
    }
}

/// What a fact says of its value.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Polarity {
    /// It is so: contains, suits, must not be used by.
    #[default]
    Holds,
    /// It is not so: free of.
    Lacks,
    /// It is so with care: 慎用, 酌情.
    Careful,
}

/// Where a fact comes from.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Read in the description.
    #[default]
    Described,
    /// From a full list: a column of a catalogue, `成分：…`. Of ingredients this means that what is
    /// not named is not in it.
    Listed,
    /// Written by an editor.
    Edited,
}

/// One fact of a product.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Fact {
    /// Id of the attribute.
    pub attribute: String,
    /// Its value.
    pub value: FactValue,
    /// Whether it is so.
    #[serde(default)]
    pub polarity: Polarity,
    /// Where in the description it stands: first character and the one after the last.
    #[serde(default)]
    pub span: Option<(usize, usize)>,
    /// The words it was taken from.
    #[serde(default)]
    pub said: String,
    /// 0 to 1.
    #[serde(default = "sure")]
    pub confidence: f64,
    /// An editor has looked at it.
    #[serde(default)]
    pub confirmed: bool,
    /// Where it comes from.
    #[serde(default)]
    pub origin: Origin,
}

impl Fact {
    /// A fact as a description has it in these words.
    #[must_use]
    pub(crate) fn described(attribute: &str, value: &str, said: &str) -> Self {
        Self {
            attribute: attribute.to_owned(),
            value: FactValue::Word(value.to_owned()),
            polarity: Polarity::Holds,
            span: None,
            said: said.to_owned(),
            confidence: 1.0,
            confirmed: false,
            origin: Origin::Described,
        }
    }
}

fn sure() -> f64 {
    1.0
}

/// A price for a time; half open, a missing end is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Offer {
    /// Minor units.
    pub price_minor: i64,
    /// From then on.
    #[serde(default)]
    pub from: Option<Time>,
    /// Before then.
    #[serde(default)]
    pub to: Option<Time>,
}

/// A product as customers may be told of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Product {
    /// `prd_…`.
    pub id: String,
    /// The shop's own name for it, if it has one.
    pub key: Option<String>,
    /// What it is called.
    pub name: String,
    /// What sort of thing it is.
    pub category: Option<String>,
    /// In plain language.
    pub description: String,
    /// Address of its picture.
    pub image: Option<String>,
    /// The list price in minor units.
    pub price_minor: Option<i64>,
    /// Lower prices for a time.
    pub offers: Vec<Offer>,
    /// All else that is known.
    pub facts: Vec<Fact>,
}

impl Product {
    /// The lowest offer that is valid at a time and below the list price.
    #[must_use]
    pub fn offer_at(&self, now_ms: i64) -> Option<i64> {
        self.offers
            .iter()
            .filter(|offer| {
                offer.from.is_none_or(|from| from.0 <= now_ms)
                    && offer.to.is_none_or(|to| now_ms < to.0)
            })
            .map(|offer| offer.price_minor)
            .filter(|offer| self.price_minor.is_none_or(|price| *offer < price))
            .min()
    }

    /// What it costs at a time.
    #[must_use]
    pub fn price_at(&self, now_ms: i64) -> Option<i64> {
        self.offer_at(now_ms).or(self.price_minor)
    }

    /// Facts of one attribute.
    pub fn of<'a>(&'a self, attribute: &str) -> impl Iterator<Item = &'a Fact> {
        self.facts
            .iter()
            .filter(move |fact| fact.attribute == attribute)
    }

    /// Whether all its ingredients are known: they were given as a list.
    #[must_use]
    pub fn lists_ingredients(&self) -> bool {
        self.of(attribute::INGREDIENT)
            .any(|fact| fact.origin == Origin::Listed && fact.polarity != Polarity::Lacks)
    }
}

/// How much a customer means a wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WishKind {
    /// It must be so. Relaxed only when the customer agrees.
    Must,
    /// It must not be so. Of `excludes` and `ingredient` never relaxed.
    MustNot,
    /// Better if so.
    Prefer,
}

/// What a customer wishes of an attribute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WishValue {
    /// A value in the vocabulary's spelling.
    Word(String),
    /// Minor units; a missing bound is open.
    Money {
        /// The least.
        min: Option<i64>,
        /// The most.
        max: Option<i64>,
        /// 左右: the bounds are not meant sharply.
        about: bool,
    },
    /// A number or a range; a missing bound is open.
    Number {
        /// The least.
        min: Option<f64>,
        /// The most.
        max: Option<f64>,
    },
}

/// A wish or a condition of a customer. Who must not use something says so with the attribute
/// `excludes` and [`WishKind::MustNot`]: `酒精过敏`, `孕妇`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wish {
    /// Id of the attribute.
    pub attribute: String,
    /// What is wished.
    pub value: WishValue,
    /// How much it is meant.
    pub kind: WishKind,
    /// The customer's words.
    pub said: String,
}

impl Wish {
    /// A wish for a word.
    pub fn word(attribute: &str, value: &str, kind: WishKind) -> Self {
        Self {
            attribute: attribute.to_owned(),
            value: WishValue::Word(value.to_owned()),
            kind,
            said: value.to_owned(),
        }
    }

    /// Whether it guards health: an allergy, a condition, something that must not be inside.
    #[must_use]
    pub fn is_safety(&self) -> bool {
        self.kind == WishKind::MustNot
            && matches!(
                self.attribute.as_str(),
                attribute::EXCLUDES | attribute::INGREDIENT
            )
    }
}
