//! What the facts say to a question.

use super::doubts::{Doubt, doubts};
use super::read::{Asked, Order, Question, SPEC};
use super::{FactAnswer, TableRow, Verdict, clauses};
use crate::products::lexicon::allergen;
use crate::products::model::{Fact, FactValue, Origin, Polarity, Product, Wish, attribute};
use crate::products::safety::{self, Fit};
use crate::products::shelf::Shelf;

/// How many products a list names.
const LISTED: usize = 3;

impl Shelf {
    /// Answers a question from the facts at a time; none when it asks nothing that facts could
    /// answer. `focus` is the product that is being talked about.
    #[must_use]
    pub fn ask(&self, text: &str, focus: Option<&str>, now_ms: i64) -> Option<FactAnswer> {
        let question = self.question(text, focus);
        let mut answer = match &question {
            Some(Question { asked, products }) => match asked {
                Asked::Which(wishes, order) => Some(self.which(wishes, *order, now_ms)),
                Asked::Differ => Some(self.differ(products, now_ms)),
                _ => {
                    let product = self.get(products.first()?)?;
                    self.about(product, asked, now_ms)
                }
            },
            None => None,
        };
        // 多重 is not answered by how many litres.
        if let Some(answer) = &mut answer
            && answer.verdict == Verdict::Value
            && answer.attribute == SPEC
        {
            answer.values.retain(|value| {
                value
                    .word()
                    .is_none_or(|word| clauses::is_of_unit(text, word))
            });
            if answer.values.is_empty() {
                answer.verdict = Verdict::Unknown;
            }
        }
        if answer.as_ref().is_none_or(FactAnswer::offers_person) {
            let asked = question.as_ref().map(|question| &question.asked);
            answer = self.described(text, focus, asked).or(answer);
        }
        let mut answer = answer?;
        answer.text = self.worded(&answer, now_ms);
        Some(answer)
    }

    /// What the description says where the facts say nothing. Of allergies and of people whose
    /// health must be asked after it may forbid and warn, but never allow.
    fn described(
        &self,
        text: &str,
        focus: Option<&str>,
        asked: Option<&Asked>,
    ) -> Option<FactAnswer> {
        let named = self.named(text);
        let product = self.get(named.first().map(String::as_str).or(focus)?)?;
        let doubts = doubts(text);
        let (doubt, found) = doubts.into_iter().find_map(|doubt| {
            let found = clauses::evidence(&product.description, &doubt)?;
            Some((doubt, found))
        })?;
        let guarded = match asked {
            Some(Asked::MayUse(condition)) => {
                self.meanings().is_care(condition) || allergen(condition).is_some()
            }
            Some(Asked::Contains(_)) => true,
            _ => false,
        };
        if guarded && found.verdict == Verdict::Yes {
            return None;
        }
        let (Doubt::May(matter)
        | Doubt::Has(matter)
        | Doubt::Can(matter)
        | Doubt::Amount(matter, _)
        | Doubt::Without(matter)) = doubt;
        let mut fact = Fact::described(attribute::DESCRIPTION, &matter, &found.said);
        if found.verdict == Verdict::No {
            fact.polarity = Polarity::Lacks;
        }
        Some(answer(
            found.verdict,
            attribute::DESCRIPTION,
            Some(&matter),
            product,
            vec![fact],
        ))
    }

    fn about(&self, product: &Product, asked: &Asked, now_ms: i64) -> Option<FactAnswer> {
        Some(match asked {
            Asked::MayUse(condition) => {
                let fit = safety::fit(product, &self.condition(condition));
                let fit = if self.meanings().is_care(condition) {
                    fit
                } else {
                    self.suited(product, condition, fit)
                };
                verdict_of(product, attribute::EXCLUDES, condition, fit)
            }
            Asked::OfAge(age) => {
                let fit = safety::of_age(product, *age);
                verdict_of(product, attribute::AGE, &format!("{age}岁"), fit)
            }
            Asked::Contains(substance) => {
                let fit = safety::without(product, &self.bearing_on(substance));
                let mut answer = verdict_of(product, attribute::INGREDIENT, substance, fit);
                // It is asked whether it is inside: what bars is a yes.
                answer.verdict = match answer.verdict {
                    Verdict::No => Verdict::Yes,
                    Verdict::Yes => Verdict::No,
                    other => other,
                };
                answer
            }
            Asked::Has(id, word) => {
                let fact = self.word_fact(product, id, word);
                answer(
                    fact.map_or(Verdict::Unknown, |_| Verdict::Yes),
                    id,
                    Some(word),
                    product,
                    fact.into_iter().cloned().collect(),
                )
            }
            Asked::Offer => {
                let offer = product.offer_at(now_ms);
                let verdict = match (offer, product.price_minor) {
                    (Some(_), _) => Verdict::Yes,
                    (None, Some(_)) => Verdict::No,
                    (None, None) => Verdict::Unknown,
                };
                let mut answer = answer(verdict, attribute::OFFER, None, product, Vec::new());
                answer.values = offer.into_iter().map(FactValue::Money).collect();
                answer
            }
            Asked::Value(id) => self.value_of(product, id, now_ms),
            Asked::Which(..) | Asked::Differ => return None,
        })
    }

    /// Kinds of skin, ages, occasions: what the full range covers may be answered with yes.
    fn suited(&self, product: &Product, word: &str, fit: Fit) -> Fit {
        if fit != Fit::Unknown {
            return fit;
        }
        self.word_fact(product, attribute::SUITS, word)
            .map_or(Fit::Unknown, |fact| Fit::Fine(Box::new(fact.clone())))
    }

    fn value_of(&self, product: &Product, id: &str, now_ms: i64) -> FactAnswer {
        let mut values = Vec::new();
        let mut facts = Vec::new();
        match id {
            attribute::PRICE => {
                values.extend(product.price_at(now_ms).map(FactValue::Money));
                if product.offer_at(now_ms).is_some() {
                    values.extend(product.price_minor.map(FactValue::Money));
                }
            }
            attribute::CATEGORY => {
                values.extend(product.category.clone().map(FactValue::Word));
            }
            _ => {
                for fact in product.of(id) {
                    if !values.contains(&fact.value) || fact.polarity == Polarity::Lacks {
                        values.push(fact.value.clone());
                    }
                    facts.push(fact.clone());
                }
            }
        }
        let verdict = if values.is_empty() {
            Verdict::Unknown
        } else {
            Verdict::Value
        };
        let mut made = answer(verdict, id, None, product, facts);
        made.values = values;
        made
    }

    fn which(&self, wishes: &[Wish], order: Order, now_ms: i64) -> FactAnswer {
        let wishes = Asked::firm(wishes);
        let mut selection = self.select(&wishes, now_ms, usize::MAX);
        let price = |item: &crate::products::Recommended| item.product.price_at(now_ms);
        match order {
            Order::Best => {}
            Order::Cheapest => selection
                .items
                .sort_by_key(|item| price(item).unwrap_or(i64::MAX)),
            Order::Dearest => selection
                .items
                .sort_by_key(|item| std::cmp::Reverse(price(item))),
        }
        let most = if order == Order::Best { LISTED } else { 1 };
        selection.items.truncate(most);
        FactAnswer {
            verdict: if selection.items.is_empty() {
                Verdict::Nothing
            } else {
                Verdict::Products
            },
            attribute: String::new(),
            value: None,
            products: selection
                .items
                .iter()
                .map(|item| item.product.id.clone())
                .collect(),
            facts: Vec::new(),
            values: Vec::new(),
            selection: Some(selection),
            table: Vec::new(),
            text: String::new(),
        }
    }

    fn differ(&self, ids: &[String], now_ms: i64) -> FactAnswer {
        let products: Vec<&Product> = ids
            .iter()
            .filter_map(|id| self.get(id))
            .map(AsRef::as_ref)
            .collect();
        let mut table = Vec::new();
        for known in &self.vocabulary().attributes {
            let cells: Vec<String> = products
                .iter()
                .map(|product| self.cell(product, &known.id, now_ms))
                .collect();
            let told = cells.iter().any(|cell| !cell.is_empty());
            let same = cells.windows(2).all(|pair| pair.first() == pair.last());
            if told && !(same && known.id != attribute::PRICE) {
                table.push(TableRow {
                    attribute: known.id.clone(),
                    label: known.zh.clone(),
                    cells,
                });
            }
        }
        FactAnswer {
            verdict: Verdict::Table,
            attribute: String::new(),
            value: None,
            products: products.iter().map(|product| product.id.clone()).collect(),
            facts: Vec::new(),
            values: Vec::new(),
            selection: None,
            table,
            text: String::new(),
        }
    }
}

fn verdict_of(product: &Product, id: &str, value: &str, fit: Fit) -> FactAnswer {
    let (verdict, fact) = match fit {
        Fit::Barred(fact) => (Verdict::No, Some(*fact)),
        Fit::Careful(fact) => (Verdict::Careful, Some(*fact)),
        Fit::Fine(fact) => (Verdict::Yes, Some(*fact)),
        Fit::NotListed => (Verdict::NotListed, None),
        Fit::Unknown => (Verdict::Unknown, None),
    };
    answer(
        verdict,
        id,
        Some(value),
        product,
        fact.into_iter().collect(),
    )
}

fn answer(
    verdict: Verdict,
    id: &str,
    value: Option<&str>,
    product: &Product,
    facts: Vec<Fact>,
) -> FactAnswer {
    FactAnswer {
        verdict,
        attribute: id.to_owned(),
        value: value.map(str::to_owned),
        products: vec![product.id.clone()],
        facts,
        values: Vec::new(),
        selection: None,
        table: Vec::new(),
        text: String::new(),
    }
}

/// Whether all of an attribute was given as a list.
pub(super) fn is_listed(facts: &[Fact]) -> bool {
    facts.iter().any(|fact| fact.origin == Origin::Listed)
}
