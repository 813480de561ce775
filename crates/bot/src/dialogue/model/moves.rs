//! What a talk says and does in a turn, and why.

use serde::{Deserialize, Serialize};
use shanying_web_kit::markdown::Block;
use utoipa::ToSchema;

use super::aids::Aid;

/// A thing to click instead of typing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OptionChip {
    /// As it is shown.
    pub label: String,
    /// What a click says for the customer.
    pub say: String,
    /// Address of a page that a click opens instead, such as that of a payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl OptionChip {
    /// A chip that says something else than it shows.
    #[must_use]
    pub fn saying(label: String, say: String) -> Self {
        Self {
            label,
            say,
            url: None,
        }
    }

    /// A chip that says what it shows.
    #[must_use]
    pub fn plain(label: &str) -> Self {
        Self {
            label: label.to_owned(),
            say: label.to_owned(),
            url: None,
        }
    }
}

/// Something that is sold, as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ProductCard)]
pub struct Card {
    /// Its id in the catalogue.
    pub product_id: String,
    /// The shop's own name for it; empty if it has none.
    #[serde(default)]
    pub key: String,
    /// Its name.
    pub title: String,
    /// Ordinary price in the smallest unit.
    pub price: Option<i64>,
    /// Price that holds now, when it is lower.
    pub offer_price: Option<i64>,
    /// ISO 4217.
    pub currency: String,
    /// Address of a picture.
    pub image: Option<String>,
    /// Address of its page.
    pub url: Option<String>,
    /// Size, contents.
    pub spec: String,
    /// Why it fits.
    pub reasons: Vec<String>,
    /// What a click on "this one" says.
    pub say: String,
}

/// A line of a summary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DialogueRow)]
pub struct Row {
    /// Slot.
    pub key: String,
    /// Its name.
    pub label: String,
    /// Its value in words; empty when anything will do.
    pub value: String,
}

/// What is said or done.
#[derive(Clone, Debug, PartialEq)]
pub enum Move {
    /// Words.
    Say(String),
    /// A question, or words with things to click.
    Options {
        /// The words.
        text: String,
        /// What may be clicked.
        options: Vec<OptionChip>,
    },
    /// The same with cards beside the words.
    Aided {
        /// The words.
        text: String,
        /// What may be clicked.
        options: Vec<OptionChip>,
        /// The cards.
        aids: Vec<Aid>,
    },
    /// Things that are sold.
    Cards {
        /// The words before them.
        text: String,
        /// The things, best first.
        cards: Vec<Card>,
        /// What may be clicked under them.
        options: Vec<OptionChip>,
    },
    /// Keep a request for the staff. Said after it: `{number}` is its number.
    Record {
        /// Which task.
        task: String,
        /// Its name.
        name: String,
        /// What was told.
        rows: Vec<Row>,
        /// The words, with `{number}` in them.
        text: String,
    },
    /// Bring a person.
    HandOver {
        /// Whether the task wants it; else the bot did not understand.
        done: bool,
        /// Words before it.
        text: Option<String>,
        /// Name of the skill group that is wanted.
        group: Option<String>,
    },
    /// Give an answer of the knowledge base.
    Answer {
        /// Which entry.
        entry_id: String,
        /// Its standard question.
        question: String,
        /// The answer.
        blocks: Vec<Block>,
    },
}

impl Move {
    /// Words with things to click, and with cards where there are any.
    pub(crate) fn aided(text: String, options: Vec<OptionChip>, aids: Vec<Aid>) -> Self {
        if aids.is_empty() {
            Self::Options { text, options }
        } else {
            Self::Aided {
                text,
                options,
                aids,
            }
        }
    }
}

/// The question that was asked last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// For which slot; none for anything else.
    pub slot: Option<String>,
    /// What was offered, in order.
    pub options: Vec<String>,
}

/// What was recognised.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = DialogueFact)]
pub struct FactSeen {
    /// Slot that took it.
    pub slot: String,
    /// Its value in words.
    pub value: String,
    /// It is not wanted.
    pub denied: bool,
}

/// A question that was weighed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = DialogueWeighed)]
pub struct Weighed {
    /// Slot.
    pub slot: String,
    /// What asking is worth; 0 is not worth it.
    pub worth: f64,
}

/// A rule that was used, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = DialogueStep)]
pub struct Step {
    /// Stable code, such as `task_started`.
    pub rule: String,
    /// What it concerned.
    pub about: String,
}

/// Why a turn went as it did.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = DialogueTrace)]
pub struct Trace {
    /// The task that was talked about afterwards.
    pub task: Option<String>,
    /// Slots of it before; `[slot, value]`.
    pub before: Vec<Row>,
    /// Slots of it after.
    pub after: Vec<Row>,
    /// What was taken from the words.
    pub facts: Vec<FactSeen>,
    /// The rules that were used, in order.
    pub steps: Vec<Step>,
    /// The questions that were weighed, best first.
    pub weighed: Vec<Weighed>,
    /// What was asked for.
    pub asked: Option<String>,
    /// How long it took, in microseconds.
    pub elapsed_us: i64,
}

impl Trace {
    /// Notes a rule.
    pub(crate) fn step(&mut self, rule: &str, about: &str) {
        self.steps.push(Step {
            rule: rule.to_owned(),
            about: about.to_owned(),
        });
    }
}
