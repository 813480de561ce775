//! Questions that the facts answer, without any entry being written for them: who may use it,
//! what is in it, what it costs, how two differ, which is the cheapest.

mod clauses;
mod doubts;
mod read;
mod reply;
mod wording;

use super::model::{Fact, FactValue};
use super::select::Selection;

/// What kind of answer the facts give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Yes, by a fact.
    Yes,
    /// No, by a fact.
    No,
    /// Only with care.
    Careful,
    /// The full list of ingredients does not name it.
    NotListed,
    /// The facts do not say; a person may know.
    Unknown,
    /// The value that was asked for.
    Value,
    /// Products that meet what was asked for.
    Products,
    /// Nothing meets it; [`FactAnswer::selection`] says what to relax.
    Nothing,
    /// A comparison.
    Table,
}

/// A row of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    /// Id of the attribute.
    pub attribute: String,
    /// Its Chinese name.
    pub label: String,
    /// A cell for each product; empty where nothing is known.
    pub cells: Vec<String>,
}

/// An answer from facts.
#[derive(Clone, Debug, PartialEq)]
pub struct FactAnswer {
    /// What kind of answer.
    pub verdict: Verdict,
    /// The attribute that was asked for.
    pub attribute: String,
    /// The value or the condition that was asked for.
    pub value: Option<String>,
    /// Ids of the products it is about, or that meet what was asked for.
    pub products: Vec<String>,
    /// The facts that it rests on.
    pub facts: Vec<Fact>,
    /// The values of a [`Verdict::Value`].
    pub values: Vec<FactValue>,
    /// What was selected, for lists.
    pub selection: Option<Selection>,
    /// Of a [`Verdict::Table`].
    pub table: Vec<TableRow>,
    /// The answer in Chinese.
    pub text: String,
}

impl FactAnswer {
    /// Whether a person should be offered.
    #[must_use]
    pub fn offers_person(&self) -> bool {
        self.verdict == Verdict::Unknown
    }
}
