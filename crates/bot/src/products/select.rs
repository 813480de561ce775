//! Which products meet wishes: what must not be is left out and never relaxed, what must be
//! filters, preferences rank. An empty result says which wish to relax, a long one which question
//! narrows it most.

use std::sync::Arc;

use super::model::{Fact, FactValue, Polarity, Product, Wish, WishKind, WishValue, attribute};
use super::safety::{self, Fit};
use super::shelf::Shelf;

/// Why a product fits: the wish it meets and the fact that meets it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// Id of the attribute.
    pub attribute: String,
    /// The fact's value; of a price, what it costs now.
    pub value: FactValue,
    /// True when it is the absence that fits: 不含酒精.
    pub lacks: bool,
    /// The words of the description.
    pub said: String,
}

/// A product that meets the wishes.
#[derive(Clone, Debug, PartialEq)]
pub struct Recommended {
    /// The product.
    pub product: Arc<Product>,
    /// Why it fits, the wishes in their order.
    pub fits: Vec<Reason>,
    /// Preferences that it does not meet.
    pub misses: Vec<Wish>,
    /// The list price in minor units.
    pub price_minor: Option<i64>,
    /// The lower price that is valid now.
    pub offer_minor: Option<i64>,
}

/// A product that was left out for somebody's health.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// The product.
    pub product: Arc<Product>,
    /// The condition or the substance: 酒精过敏.
    pub condition: String,
    /// The fact that bars it; none when nothing is known.
    pub fact: Option<Fact>,
}

/// Which wishes to give up when nothing meets all.
#[derive(Clone, Debug, PartialEq)]
pub struct Relax {
    /// The wishes; one, if giving up one is enough.
    pub wishes: Vec<Wish>,
    /// How many products that would bring.
    pub brings: usize,
    /// The best of them.
    pub items: Vec<Recommended>,
}

/// What meets the wishes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// The best first.
    pub items: Vec<Recommended>,
    /// How many meet the wishes, also beyond the limit.
    pub total: usize,
    /// What to relax when nothing does.
    pub relax: Option<Relax>,
    /// Attributes not wished for yet, with the share of the candidates that an answer would rule
    /// out on average, the highest first.
    pub narrows: Vec<(String, f64)>,
    /// Left out because they are not for these customers.
    pub barred: Vec<LeftOut>,
    /// Left out because it is not known whether they are.
    pub excluded_unknown: Vec<LeftOut>,
}

/// `300左右` reaches from here to there.
const ABOUT_BELOW: f64 = 0.75;
const ABOUT_ABOVE: f64 = 1.15;

impl Shelf {
    /// Products that meet the wishes at a time, at most `limit`.
    #[must_use]
    pub fn select(&self, wishes: &[Wish], now_ms: i64, limit: usize) -> Selection {
        let mut selection = Selection::default();
        let (safety, others): (Vec<&Wish>, Vec<&Wish>) =
            wishes.iter().partition(|wish| wish.is_safety());
        let mut safe: Vec<Arc<Product>> = Vec::new();
        for product in self.products() {
            match self.health(product, &safety) {
                Health::Safe => safe.push(Arc::clone(product)),
                Health::Barred(left) if self.meets_all(product, &others, now_ms) => {
                    selection.barred.push(left);
                }
                Health::Unknown(left) if self.meets_all(product, &others, now_ms) => {
                    selection.excluded_unknown.push(left);
                }
                Health::Barred(_) | Health::Unknown(_) => {}
            }
        }
        let mut items = self.ranked(&safe, wishes, &others, now_ms);
        selection.total = items.len();
        selection.narrows = self.narrowing(&items, wishes, now_ms);
        if items.is_empty() {
            selection.relax = self.relax(&safe, wishes, &others, now_ms, limit);
        }
        items.truncate(limit);
        selection.items = items;
        selection
    }

    fn health(&self, product: &Arc<Product>, safety: &[&Wish]) -> Health {
        let mut unknown = None;
        for wish in safety {
            let WishValue::Word(word) = &wish.value else {
                continue;
            };
            let fit = if wish.attribute == attribute::EXCLUDES {
                safety::fit(product, word, self.meanings())
            } else {
                safety::without(product, word, self.meanings())
            };
            let left = |fact| LeftOut {
                product: Arc::clone(product),
                condition: word.clone(),
                fact,
            };
            match fit {
                Fit::Barred(fact) | Fit::Careful(fact) => {
                    return Health::Barred(left(Some(*fact)));
                }
                Fit::Unknown => unknown = unknown.or_else(|| Some(left(None))),
                Fit::Fine(_) | Fit::NotListed => {}
            }
        }
        unknown.map_or(Health::Safe, Health::Unknown)
    }

    fn meets_all(&self, product: &Product, wishes: &[&Wish], now_ms: i64) -> bool {
        wishes
            .iter()
            .all(|wish| wish.kind == WishKind::Prefer || self.meets(product, wish, now_ms))
    }

    /// Whether a product meets one wish; what is not known does not.
    pub(crate) fn meets(&self, product: &Product, wish: &Wish, now_ms: i64) -> bool {
        let has = self.reason(product, wish, now_ms).is_some();
        (wish.kind == WishKind::MustNot) != has
    }

    /// Why the product has what the wish names.
    fn reason(&self, product: &Product, wish: &Wish, now_ms: i64) -> Option<Reason> {
        let reason = |value: FactValue, said: &str| Reason {
            attribute: wish.attribute.clone(),
            value,
            lacks: false,
            said: said.to_owned(),
        };
        match &wish.value {
            WishValue::Money { min, max, about } => {
                let price = if wish.attribute == attribute::PRICE {
                    product.price_at(now_ms)?
                } else {
                    product
                        .of(&wish.attribute)
                        .find_map(|fact| match fact.value {
                            FactValue::Money(money) => Some(money),
                            _ => None,
                        })?
                };
                within_money(price, *min, *max, *about).then(|| reason(FactValue::Money(price), ""))
            }
            WishValue::Number { min, max } => product.of(&wish.attribute).find_map(|fact| {
                let FactValue::Number {
                    min: low,
                    max: high,
                } = &fact.value
                else {
                    return None;
                };
                let below = max.zip(*low).is_none_or(|(most, low)| low <= most);
                let above = min.zip(*high).is_none_or(|(least, high)| least <= high);
                (below && above).then(|| reason(fact.value.clone(), &fact.said))
            }),
            WishValue::Word(word) if wish.attribute == attribute::CATEGORY => {
                let own = product.category.as_deref()?;
                self.meanings()
                    .covers(attribute::CATEGORY, own, word)
                    .then(|| reason(FactValue::Word(own.to_owned()), ""))
                    .or_else(|| {
                        // 保湿面霜 names its category 乳霜 by a word of it.
                        let wanted = self.meanings().value(attribute::CATEGORY, word);
                        self.meanings()
                            .members(attribute::CATEGORY, &wanted)
                            .iter()
                            .any(|member| member == own)
                            .then(|| reason(FactValue::Word(own.to_owned()), ""))
                    })
            }
            WishValue::Word(word) => self
                .word_fact(product, &wish.attribute, word)
                .map(|fact| reason(fact.value.clone(), &fact.said)),
        }
    }

    /// The fact that grants a word of an attribute.
    pub(crate) fn word_fact<'a>(
        &self,
        product: &'a Product,
        id: &str,
        word: &str,
    ) -> Option<&'a Fact> {
        let barred = id == attribute::SUITS
            && matches!(
                safety::fit(product, word, self.meanings()),
                Fit::Barred(_) | Fit::Careful(_)
            );
        if barred {
            return None;
        }
        product.facts.iter().find(|fact| {
            fact.attribute == id
                && fact.polarity == Polarity::Holds
                && fact.value.word().is_some_and(|own| {
                    self.meanings().covers(id, own, word)
                        || (id == attribute::INGREDIENT && self.meanings().contains(own, word))
                })
        })
    }

    fn ranked(
        &self,
        safe: &[Arc<Product>],
        wishes: &[Wish],
        others: &[&Wish],
        now_ms: i64,
    ) -> Vec<Recommended> {
        let mut scored: Vec<(f64, Recommended)> = safe
            .iter()
            .filter(|product| self.meets_all(product, others, now_ms))
            .map(|product| self.recommended(product, wishes, now_ms))
            .collect();
        scored.sort_by(|(a, one), (b, other)| {
            b.total_cmp(a)
                .then_with(|| one.product.id.cmp(&other.product.id))
        });
        scored.into_iter().map(|(_, item)| item).collect()
    }

    fn recommended(
        &self,
        product: &Arc<Product>,
        wishes: &[Wish],
        now_ms: i64,
    ) -> (f64, Recommended) {
        let mut fits = Vec::new();
        let mut misses = Vec::new();
        let mut score = 0.0;
        for wish in wishes {
            if wish.is_safety() {
                fits.extend(self.safe_reason(product, wish));
                continue;
            }
            match (wish.kind, self.reason(product, wish, now_ms)) {
                (WishKind::Prefer, Some(reason)) => {
                    score += 1.0;
                    fits.push(reason);
                }
                (WishKind::Prefer, None) => misses.push(wish.clone()),
                (WishKind::Must, Some(reason)) => fits.push(reason),
                (WishKind::Must | WishKind::MustNot, _) => {}
            }
            score += nearness(product, wish, now_ms);
        }
        let offer_minor = product.offer_at(now_ms);
        if offer_minor.is_some() {
            score += 0.1;
        }
        let item = Recommended {
            product: Arc::clone(product),
            fits,
            misses,
            price_minor: product.price_minor,
            offer_minor,
        };
        (score, item)
    }

    /// The fact that makes a product safe, to be told beside the recommendation.
    fn safe_reason(&self, product: &Product, wish: &Wish) -> Option<Reason> {
        let WishValue::Word(word) = &wish.value else {
            return None;
        };
        let fit = if wish.attribute == attribute::EXCLUDES {
            safety::fit(product, word, self.meanings())
        } else {
            safety::without(product, word, self.meanings())
        };
        match fit {
            Fit::Fine(fact) => Some(Reason {
                attribute: fact.attribute,
                value: fact.value,
                lacks: fact.polarity == Polarity::Lacks,
                said: fact.said,
            }),
            _ => None,
        }
    }

    /// Which single wish, or else which all, must be given up so that something is left.
    fn relax(
        &self,
        safe: &[Arc<Product>],
        wishes: &[Wish],
        others: &[&Wish],
        now_ms: i64,
        limit: usize,
    ) -> Option<Relax> {
        let soft: Vec<&Wish> = others
            .iter()
            .copied()
            .filter(|wish| wish.kind != WishKind::Prefer && wish.attribute != attribute::CATEGORY)
            .collect();
        let without = |given_up: &[&Wish]| -> Vec<Recommended> {
            let rest: Vec<&Wish> = others
                .iter()
                .copied()
                .filter(|wish| !given_up.iter().any(|other| std::ptr::eq(*other, *wish)))
                .collect();
            let kept: Vec<Wish> = wishes
                .iter()
                .filter(|wish| !given_up.iter().any(|other| std::ptr::eq(*other, *wish)))
                .cloned()
                .collect();
            let mut items = self.ranked(safe, &kept, &rest, now_ms);
            if given_up
                .iter()
                .any(|wish| wish.attribute == attribute::PRICE)
            {
                // The nearest to what was meant to be spent.
                items.sort_by_key(|item| item.product.price_at(now_ms));
            }
            items
        };
        let mut options: Vec<(Vec<&Wish>, Vec<Recommended>)> = soft
            .iter()
            .map(|wish| (vec![*wish], without(&[*wish])))
            .collect();
        options.push((soft.clone(), without(&soft)));
        let (given_up, mut items) = options
            .into_iter()
            .filter(|(_, items)| !items.is_empty())
            // One wish before all; the one that brings most.
            .min_by_key(|(given_up, items)| (given_up.len(), usize::MAX - items.len()))?;
        let brings = items.len();
        items.truncate(limit);
        Some(Relax {
            wishes: given_up.into_iter().cloned().collect(),
            brings,
            items,
        })
    }
}

enum Health {
    Safe,
    Barred(LeftOut),
    Unknown(LeftOut),
}

fn within_money(price: i64, min: Option<i64>, max: Option<i64>, about: bool) -> bool {
    let (below, above) = if about {
        (ABOUT_BELOW, ABOUT_ABOVE)
    } else {
        (1.0, 1.0)
    };
    let price = price as f64;
    min.is_none_or(|min| price >= min as f64 * below)
        && max.is_none_or(|max| price <= max as f64 * above)
}

/// Of things within a budget the one that uses it, of about a price the nearest.
fn nearness(product: &Product, wish: &Wish, now_ms: i64) -> f64 {
    let WishValue::Money { min, max, about } = &wish.value else {
        return 0.0;
    };
    let (Some(price), Some(max)) = (product.price_at(now_ms), max.or(*min)) else {
        return 0.0;
    };
    let (price, max) = (price as f64, (max as f64).max(1.0));
    if *about {
        0.5 * (1.0 - ((price - max) / max).abs()).max(0.0)
    } else {
        0.3 * (price / max).min(1.0)
    }
}
