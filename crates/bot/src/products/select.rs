//! Which products meet wishes: what must not be is left out and never relaxed, what must be
//! filters, preferences rank. An empty result says which wish to relax, a long one which question
//! narrows it most.

use std::borrow::Cow;
use std::sync::Arc;

use super::bearing::{Condition, Granting, Substance};
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

/// A wish with the words of the shelf that bear on it.
struct Wanted<'a> {
    wish: &'a Wish,
    bears: Bears<'a>,
}

enum Bears<'a> {
    /// Somebody's health.
    Condition(Condition<'a>),
    Substance(Substance<'a>),
    Word(Granting<'a>),
    /// Numbers and amounts are compared as they are.
    Nothing,
}

impl Shelf {
    /// Products that meet the wishes at a time, at most `limit`.
    #[must_use]
    pub fn select(&self, wishes: &[Wish], now_ms: i64, limit: usize) -> Selection {
        let mut selection = Selection::default();
        let wanted: Vec<Wanted<'_>> = wishes.iter().map(|wish| self.wanted(wish)).collect();
        let (safety, others): (Vec<&Wanted<'_>>, Vec<&Wanted<'_>>) =
            wanted.iter().partition(|wanted| wanted.wish.is_safety());
        let mut safe: Vec<&Arc<Product>> = Vec::new();
        for product in self.products() {
            match health(product, &safety) {
                Health::Safe => safe.push(product),
                Health::Barred(left) if meets_all(product, &others, now_ms) => {
                    selection.barred.push(left);
                }
                Health::Unknown(left) if meets_all(product, &others, now_ms) => {
                    selection.excluded_unknown.push(left);
                }
                Health::Barred(_) | Health::Unknown(_) => {}
            }
        }
        let all: Vec<&Wanted<'_>> = wanted.iter().collect();
        let ranked = ranked(&safe, &all, now_ms);
        selection.total = ranked.len();
        selection.narrows = self.narrowing(&ranked, wishes, now_ms);
        if ranked.is_empty() {
            selection.relax = relax(&safe, &all, now_ms, limit);
        }
        selection.items = ranked
            .into_iter()
            .take(limit)
            .map(|product| recommended(product, &all, now_ms))
            .collect();
        selection
    }

    fn wanted<'a>(&'a self, wish: &'a Wish) -> Wanted<'a> {
        let bears = match &wish.value {
            WishValue::Word(word) if wish.is_safety() && wish.attribute == attribute::EXCLUDES => {
                Bears::Condition(self.condition(word))
            }
            WishValue::Word(word) if wish.is_safety() => Bears::Substance(self.bearing_on(word)),
            WishValue::Word(word) => Bears::Word(self.granting(&wish.attribute, word)),
            WishValue::Money { .. } | WishValue::Number { .. } => Bears::Nothing,
        };
        Wanted { wish, bears }
    }

    /// The fact that grants a word of an attribute.
    pub(crate) fn word_fact<'a>(
        &self,
        product: &'a Product,
        id: &str,
        word: &str,
    ) -> Option<&'a Fact> {
        granted(product, id, &self.granting(id, word))
    }
}

fn health(product: &Arc<Product>, safety: &[&Wanted<'_>]) -> Health {
    let mut unknown = None;
    for wanted in safety {
        let (Some(fit), WishValue::Word(word)) = (fit(product, wanted), &wanted.wish.value) else {
            continue;
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

/// Whether it may be used, of a wish that is about health.
fn fit(product: &Product, wanted: &Wanted<'_>) -> Option<Fit> {
    match &wanted.bears {
        Bears::Condition(condition) => Some(safety::fit(product, condition)),
        Bears::Substance(substance) => Some(safety::without(product, substance)),
        Bears::Word(_) | Bears::Nothing => None,
    }
}

fn meets_all(product: &Product, wanted: &[&Wanted<'_>], now_ms: i64) -> bool {
    wanted
        .iter()
        .filter(|wanted| wanted.wish.kind != WishKind::Prefer)
        .all(|wanted| meets(product, wanted, now_ms))
}

/// Whether a product meets one wish; what is not known does not.
fn meets(product: &Product, wanted: &Wanted<'_>, now_ms: i64) -> bool {
    let has = value(product, wanted, now_ms).is_some();
    (wanted.wish.kind == WishKind::MustNot) != has
}

/// What the product has of what the wish names, with the words that say so.
fn value<'a>(
    product: &'a Product,
    wanted: &Wanted<'_>,
    now_ms: i64,
) -> Option<(Cow<'a, FactValue>, &'a str)> {
    let wish = wanted.wish;
    match (&wish.value, &wanted.bears) {
        (WishValue::Money { min, max, about }, _) => {
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
            within_money(price, *min, *max, *about)
                .then_some((Cow::Owned(FactValue::Money(price)), ""))
        }
        (WishValue::Number { min, max }, _) => product.of(&wish.attribute).find_map(|fact| {
            let FactValue::Number {
                min: low,
                max: high,
            } = &fact.value
            else {
                return None;
            };
            let below = max.zip(*low).is_none_or(|(most, low)| low <= most);
            let above = min.zip(*high).is_none_or(|(least, high)| least <= high);
            (below && above).then_some((Cow::Borrowed(&fact.value), fact.said.as_str()))
        }),
        (WishValue::Word(_), Bears::Word(granting)) if wish.attribute == attribute::CATEGORY => {
            let own = product.category.as_deref()?;
            granting
                .words
                .contains(own)
                .then(|| (Cow::Owned(FactValue::Word(own.to_owned())), ""))
        }
        (WishValue::Word(_), Bears::Word(granting)) => granted(product, &wish.attribute, granting)
            .map(|fact| (Cow::Borrowed(&fact.value), fact.said.as_str())),
        (WishValue::Word(_), _) => None,
    }
}

fn granted<'a>(product: &'a Product, id: &str, granting: &Granting<'_>) -> Option<&'a Fact> {
    let barred = granting.condition.as_ref().is_some_and(|condition| {
        matches!(
            safety::fit(product, condition),
            Fit::Barred(_) | Fit::Careful(_)
        )
    });
    if barred {
        return None;
    }
    product.facts.iter().find(|fact| {
        fact.attribute == id
            && fact.polarity == Polarity::Holds
            && fact
                .value
                .word()
                .is_some_and(|own| granting.words.contains(own))
    })
}

/// The products that meet all wishes, the best first.
fn ranked<'a>(
    safe: &[&'a Arc<Product>],
    wanted: &[&Wanted<'_>],
    now_ms: i64,
) -> Vec<&'a Arc<Product>> {
    let others: Vec<&Wanted<'_>> = wanted
        .iter()
        .copied()
        .filter(|wanted| !wanted.wish.is_safety())
        .collect();
    let mut scored: Vec<(f64, &Arc<Product>)> = safe
        .iter()
        .filter(|product| meets_all(product, &others, now_ms))
        .map(|product| (score(product, &others, now_ms), *product))
        .collect();
    scored.sort_by(|(a, one), (b, other)| b.total_cmp(a).then_with(|| one.id.cmp(&other.id)));
    scored.into_iter().map(|(_, product)| product).collect()
}

fn score(product: &Product, others: &[&Wanted<'_>], now_ms: i64) -> f64 {
    let mut score = 0.0;
    for wanted in others {
        if wanted.wish.kind == WishKind::Prefer && value(product, wanted, now_ms).is_some() {
            score += 1.0;
        }
        score += nearness(product, wanted.wish, now_ms);
    }
    if product.offer_at(now_ms).is_some() {
        score += 0.1;
    }
    score
}

fn recommended(product: &Arc<Product>, wanted: &[&Wanted<'_>], now_ms: i64) -> Recommended {
    let mut fits = Vec::new();
    let mut misses = Vec::new();
    for wanted in wanted {
        let wish = wanted.wish;
        if wish.is_safety() {
            fits.extend(safe_reason(product, wanted));
            continue;
        }
        let reason = || {
            value(product, wanted, now_ms).map(|(value, said)| Reason {
                attribute: wish.attribute.clone(),
                value: value.into_owned(),
                lacks: false,
                said: said.to_owned(),
            })
        };
        match wish.kind {
            WishKind::Prefer | WishKind::Must => match reason() {
                Some(reason) => fits.push(reason),
                None if wish.kind == WishKind::Prefer => misses.push(wish.clone()),
                None => {}
            },
            WishKind::MustNot => {}
        }
    }
    Recommended {
        product: Arc::clone(product),
        fits,
        misses,
        price_minor: product.price_minor,
        offer_minor: product.offer_at(now_ms),
    }
}

/// The fact that makes a product safe, to be told beside the recommendation.
fn safe_reason(product: &Product, wanted: &Wanted<'_>) -> Option<Reason> {
    match fit(product, wanted)? {
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
    safe: &[&Arc<Product>],
    wanted: &[&Wanted<'_>],
    now_ms: i64,
    limit: usize,
) -> Option<Relax> {
    let soft: Vec<&Wanted<'_>> = wanted
        .iter()
        .copied()
        .filter(|wanted| {
            let wish = wanted.wish;
            !wish.is_safety()
                && wish.kind != WishKind::Prefer
                && wish.attribute != attribute::CATEGORY
        })
        .collect();
    let mut options: Vec<Vec<&Wanted<'_>>> = soft.iter().map(|wanted| vec![*wanted]).collect();
    options.push(soft);
    let kept = |given_up: &[&Wanted<'_>]| -> Vec<&Wanted<'_>> {
        let is_given_up =
            |wanted: &&Wanted<'_>| given_up.iter().any(|other| std::ptr::eq(*other, *wanted));
        let kept = wanted.iter().copied();
        kept.filter(|wanted| !is_given_up(wanted)).collect()
    };
    let (given_up, mut products) = options
        .into_iter()
        .map(|given_up| {
            let products = ranked(safe, &kept(&given_up), now_ms);
            (given_up, products)
        })
        .filter(|(_, products)| !products.is_empty())
        // One wish before all; the one that brings most.
        .min_by_key(|(given_up, products)| (given_up.len(), usize::MAX - products.len()))?;
    if given_up
        .iter()
        .any(|wanted| wanted.wish.attribute == attribute::PRICE)
    {
        // The nearest to what was meant to be spent.
        products.sort_by_key(|product| product.price_at(now_ms));
    }
    let rest = kept(&given_up);
    Some(Relax {
        wishes: given_up.iter().map(|wanted| wanted.wish.clone()).collect(),
        brings: products.len(),
        items: products
            .into_iter()
            .take(limit)
            .map(|product| recommended(product, &rest, now_ms))
            .collect(),
    })
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
