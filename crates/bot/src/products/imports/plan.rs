//! What an import would change.

use std::collections::BTreeSet;

use serde::Serialize;
use shanying_kernel::Result;
use shanying_storage::Tx;

use super::cells::Line;
use super::columns::{DESCRIPTION, IMAGE, KEY, LEFT_OUT};
use crate::products::drafts::ProductDraft;
use crate::products::model::{Fact, FactValue, Origin, Polarity, attribute};
use crate::products::store::{self, Stored};

/// Lines that are shown with what would change.
const SHOWN: usize = 200;

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub(super) struct CataloguePlan {
    /// New products.
    pub(super) created: usize,
    /// Known products that would change.
    pub(super) updated: usize,
    /// Known products that are so already.
    pub(super) unchanged: usize,
    /// The lines that would bring something, the first 200.
    pub(super) lines: Vec<PlannedLine>,
}

/// What one line would do.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub(super) struct PlannedLine {
    /// Row of the table, the heading being 1.
    pub(super) row: usize,
    /// What the product is called.
    pub(super) name: String,
    /// Its id, when it is known.
    pub(super) product_id: Option<String>,
    /// Field by field; of a new product all that is known of it.
    pub(super) changes: Vec<FieldChange>,
}

/// One field before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ProductFieldChange)]
pub(super) struct FieldChange {
    /// A field of the draft or an attribute's id.
    pub(super) field: String,
    /// In words; empty when there was nothing. Prices in minor units.
    pub(super) before: String,
    /// In words.
    pub(super) after: String,
}

/// Which fields an import brings; all of them where the file is no table.
#[derive(Clone, Debug, Default)]
pub(super) struct Brought(Option<BTreeSet<String>>);

impl Brought {
    pub(super) fn columns(fields: &[String]) -> Self {
        let used = fields.iter().filter(|field| *field != LEFT_OUT);
        Self(Some(used.cloned().collect()))
    }

    fn has(&self, field: &str) -> bool {
        self.0.as_ref().is_none_or(|fields| fields.contains(field))
    }

    /// The product after the import: what has no column stays as it is.
    pub(super) fn merged(&self, known: &ProductDraft, line: ProductDraft) -> ProductDraft {
        let described = self.has(DESCRIPTION);
        let mut after = known.clone();
        if self.has(attribute::NAME) || described && !line.name.is_empty() {
            after.name = line.name;
        }
        let brings = |field: &str, told: bool| self.has(field) || described && told;
        if brings(attribute::CATEGORY, line.category.is_some()) {
            after.category = line.category;
        }
        if brings(attribute::PRICE, line.price_minor.is_some()) {
            after.price_minor = line.price_minor;
        }
        if brings(attribute::OFFER, !line.offers.is_empty()) {
            after.offers = line.offers;
        }
        if self.has(IMAGE) {
            after.image = line.image;
        }
        if described {
            after.description = line.description;
        }
        if self.has(KEY) {
            after.key = line.key;
        }
        after.facts.retain(|fact| {
            !(self.has(&fact.attribute) || described && fact.origin == Origin::Described)
        });
        for fact in line.facts {
            let twin = after.facts.iter().any(|own| {
                own.attribute == fact.attribute
                    && own.value == fact.value
                    && own.polarity == fact.polarity
            });
            if !twin {
                after.facts.push(fact);
            }
        }
        after
    }
}

/// A line with the product that it changes, if that is known.
pub(super) struct Step {
    pub(super) row: usize,
    pub(super) known: Option<Stored>,
    pub(super) after: ProductDraft,
}

/// Finds out what lines would do.
pub(super) async fn steps(tx: &mut Tx, lines: Vec<Line>, brought: &Brought) -> Result<Vec<Step>> {
    let mut steps = Vec::new();
    for Line { row, draft } in lines {
        let known = match &draft.key {
            Some(key) => store::find_by_key(tx, key).await?,
            None => None,
        };
        let after = match &known {
            Some(known) => brought.merged(&known.draft, draft),
            None => draft,
        };
        steps.push(Step { row, known, after });
    }
    Ok(steps)
}

/// The same as it is shown.
pub(super) fn shown(steps: &[Step]) -> CataloguePlan {
    let mut plan = CataloguePlan::default();
    for step in steps {
        let empty = ProductDraft::default();
        let before = step.known.as_ref().map_or(&empty, |known| &known.draft);
        let changes = changes(before, &step.after);
        match &step.known {
            None => plan.created += 1,
            Some(_) if changes.is_empty() => plan.unchanged += 1,
            Some(_) => plan.updated += 1,
        }
        if !changes.is_empty() && plan.lines.len() < SHOWN {
            plan.lines.push(PlannedLine {
                row: step.row,
                name: step.after.name.clone(),
                product_id: step.known.as_ref().map(|known| known.id.clone()),
                changes,
            });
        }
    }
    plan
}

/// Field by field what two drafts differ in.
pub(super) fn changes(before: &ProductDraft, after: &ProductDraft) -> Vec<FieldChange> {
    let minor = |price: Option<i64>| price.map(|price| price.to_string()).unwrap_or_default();
    let offer = |draft: &ProductDraft| minor(draft.offers.first().map(|offer| offer.price_minor));
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut pairs = vec![
        (attribute::NAME, before.name.clone(), after.name.clone()),
        (
            attribute::CATEGORY,
            text(&before.category),
            text(&after.category),
        ),
        (
            attribute::PRICE,
            minor(before.price_minor),
            minor(after.price_minor),
        ),
        (attribute::OFFER, offer(before), offer(after)),
        (
            DESCRIPTION,
            before.description.clone(),
            after.description.clone(),
        ),
        (IMAGE, text(&before.image), text(&after.image)),
    ];
    let mut attributes: Vec<&str> = Vec::new();
    for fact in before.facts.iter().chain(&after.facts) {
        if !attributes.contains(&fact.attribute.as_str()) {
            attributes.push(&fact.attribute);
        }
    }
    for attribute in attributes {
        pairs.push((attribute, words(before, attribute), words(after, attribute)));
    }
    pairs
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(field, before, after)| FieldChange {
            field: field.to_owned(),
            before,
            after,
        })
        .collect()
}

/// All that is known of an attribute, in one order.
fn words(draft: &ProductDraft, attribute: &str) -> String {
    let own = draft
        .facts
        .iter()
        .filter(|fact| fact.attribute == attribute);
    let mut words: Vec<String> = own.map(worded).collect();
    words.sort_unstable();
    words.join("、")
}

fn worded(fact: &Fact) -> String {
    let value = match &fact.value {
        FactValue::Word(word) => word.clone(),
        FactValue::Money(minor) => minor.to_string(),
        FactValue::Number { min, max } => {
            let side = |side: &Option<f64>| side.map(|side| side.to_string()).unwrap_or_default();
            format!("{}–{}", side(min), side(max))
        }
    };
    match fact.polarity {
        Polarity::Holds => value,
        Polarity::Lacks => format!("不含{value}"),
        Polarity::Careful => format!("{value}（慎用）"),
    }
}
