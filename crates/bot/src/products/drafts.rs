//! What editors work on, and how it stands.

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result, Time};

use super::model::{Fact, FactValue, Offer, Product, attribute};

const NAME_MAX: usize = 200;
const DESCRIPTION_MAX: usize = 10_000;
const FACTS_MAX: usize = 300;
const OFFERS_MAX: usize = 50;

/// A product as an editor writes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ProductDraft {
    /// The shop's own name for it.
    pub key: Option<String>,
    /// What it is called.
    pub name: String,
    /// What sort of thing it is.
    pub category: Option<String>,
    /// In plain language.
    pub description: String,
    /// Address of its picture.
    pub image: Option<String>,
    /// List price in minor units.
    pub price_minor: Option<i64>,
    /// Lower prices for a time.
    pub offers: Vec<Offer>,
    /// All else that is known.
    pub facts: Vec<Fact>,
}

impl ProductDraft {
    /// Without empty fields, and the first fault.
    pub(super) fn checked(mut self) -> Result<Self> {
        let filled = |text: &mut Option<String>| {
            *text = text
                .take()
                .map(|text| text.trim().to_owned())
                .filter(|text| !text.is_empty());
        };
        filled(&mut self.key);
        filled(&mut self.category);
        filled(&mut self.image);
        self.name = self.name.trim().to_owned();
        if self.name.is_empty() {
            return Err(Error::field("name", "the product has no name"));
        }
        if self.name.chars().count() > NAME_MAX {
            return Err(too_long("name", NAME_MAX));
        }
        if self.description.chars().count() > DESCRIPTION_MAX {
            return Err(too_long("description", DESCRIPTION_MAX));
        }
        if self.facts.len() > FACTS_MAX || self.offers.len() > OFFERS_MAX {
            return Err(too_long("facts", FACTS_MAX));
        }
        let web = |address: &String| address.starts_with('/') || address.starts_with("https://");
        if self.image.as_ref().is_some_and(|address| !web(address)) {
            return Err(Error::field("image", "a path or an https address"));
        }
        let negative = self.price_minor.is_some_and(|price| price < 0)
            || self.offers.iter().any(|offer| offer.price_minor < 0);
        if negative {
            return Err(Error::field("price_minor", "a price is not below zero"));
        }
        let backwards = |offer: &Offer| {
            offer
                .from
                .zip(offer.to)
                .is_some_and(|(from, to)| from >= to)
        };
        if self.offers.iter().any(backwards) {
            return Err(Error::field("offers", "an offer ends before it begins"));
        }
        self.facts.retain(|fact| {
            !fact.attribute.is_empty()
                && fact.value.word().is_none_or(|word| !word.trim().is_empty())
        });
        Ok(self)
    }

    /// The facts of a description as a draft: name, category and prices in their fields.
    pub(super) fn of(description: &str, facts: Vec<Fact>) -> Self {
        let mut draft = Self {
            description: description.to_owned(),
            ..Self::default()
        };
        draft.take(facts);
        draft
    }

    /// Takes facts of a description where the field is still empty; words beside what is known.
    pub(super) fn take(&mut self, facts: Vec<Fact>) {
        for fact in facts {
            match (fact.attribute.as_str(), &fact.value) {
                (attribute::NAME, FactValue::Word(name)) => {
                    if self.name.is_empty() {
                        self.name.clone_from(name);
                    }
                }
                (attribute::CATEGORY, FactValue::Word(category)) => {
                    if self.category.is_none() {
                        self.category = Some(category.clone());
                    }
                }
                (attribute::PRICE, FactValue::Money(minor)) => {
                    self.price_minor = self.price_minor.or(Some(*minor));
                }
                (attribute::OFFER, FactValue::Money(minor)) => {
                    if self.offers.is_empty() {
                        self.offers.push(Offer {
                            price_minor: *minor,
                            from: None,
                            to: None,
                        });
                    }
                }
                _ => {
                    let twin = self.facts.iter().any(|own| {
                        own.attribute == fact.attribute
                            && own.value == fact.value
                            && own.polarity == fact.polarity
                    });
                    if !twin {
                        self.facts.push(fact);
                    }
                }
            }
        }
    }

    /// As customers may be told of it.
    pub(super) fn product(self, id: &str) -> Product {
        Product {
            id: id.to_owned(),
            key: self.key,
            name: self.name,
            category: self.category,
            description: self.description,
            image: self.image,
            price_minor: self.price_minor,
            offers: self.offers,
            facts: self.facts,
        }
    }
}

impl From<Product> for ProductDraft {
    fn from(product: Product) -> Self {
        Self {
            key: product.key,
            name: product.name,
            category: product.category,
            description: product.description,
            image: product.image,
            price_minor: product.price_minor,
            offers: product.offers,
            facts: product.facts,
        }
    }
}

fn too_long(field: &'static str, max: usize) -> Error {
    Error::invalid("invalid.too_long", "too long")
        .with("field", field)
        .with("max", max)
}

/// How a product stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProductState {
    /// Customers are not told of it.
    Draft,
    /// Customers are told of it as it is.
    Confirmed,
    /// Customers are told of an earlier version.
    Changed,
    /// Put away.
    Archived,
}

/// A product with its draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ProductEntry {
    /// `prd_…`.
    pub id: String,
    /// How it stands.
    pub state: ProductState,
    /// What editors work on.
    pub draft: ProductDraft,
    /// Counts changes; a writer names the one that it saw.
    pub revision: i64,
    /// What was confirmed last.
    pub confirmed_version: Option<i64>,
    /// When it was made.
    pub created_at: Time,
    /// When it was changed.
    pub updated_at: Time,
    /// By whom.
    pub updated_by: String,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ProductSummary {
    /// `prd_…`.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What sort of thing it is.
    pub category: Option<String>,
    /// Address of its picture.
    pub image: Option<String>,
    /// How it stands.
    pub state: ProductState,
    /// List price in minor units.
    pub price_minor: Option<i64>,
    /// Lower price that is valid now.
    pub offer_minor: Option<i64>,
    /// How many facts are known, and how many of them nobody has looked at.
    pub facts: usize,
    /// Facts that nobody has looked at.
    pub unconfirmed: usize,
    /// When it was changed.
    pub updated_at: Time,
}

/// What was confirmed once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ProductVersion {
    /// Counts from 1.
    pub version: i64,
    /// What was confirmed.
    pub draft: ProductDraft,
    /// When.
    pub confirmed_at: Time,
    /// By whom.
    pub confirmed_by: String,
}
