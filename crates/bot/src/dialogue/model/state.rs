//! Where a talk stands: kept as JSON in one row of the conversation.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::moves::{Asked, Card, Row};

/// All that a talk remembers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// How many of the customer's messages it has seen.
    pub turn: u32,
    /// Tasks that are under way; the last is talked about, those before wait.
    pub running: Vec<Running>,
    /// Facts by their sort, for later tasks of this conversation.
    pub known: BTreeMap<String, Filled>,
    /// Tasks that are done, with what was told.
    pub finished: Vec<Finished>,
}

/// A task that is over.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = DialogueFinished)]
pub struct Finished {
    /// Which task.
    pub task: String,
    /// Its name.
    pub name: String,
    /// What was told.
    pub rows: Vec<Row>,
    /// Whether it reached its end; else the customer gave it up.
    pub reached: bool,
    /// Of a flow: keys of the nodes that were reached, in order.
    #[serde(default)]
    pub path: Vec<String>,
}

impl State {
    /// The task that is talked about.
    #[must_use]
    pub fn active(&self) -> Option<&Running> {
        self.running.last()
    }
}

/// How far a task is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DialogueStage)]
pub enum Stage {
    /// Facts are gathered.
    #[default]
    Gathering,
    /// The customer was asked whether all is right.
    Confirming,
    /// Things were shown.
    Shown,
}

/// A task that is under way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Running {
    /// Which task.
    pub task: String,
    /// How far it is.
    pub stage: Stage,
    /// For whom it is, if it is not for who talks: 妈妈.
    pub whom: String,
    /// What is settled, by slot.
    pub slots: BTreeMap<String, Filled>,
    /// What is not wanted, by slot.
    pub denied: BTreeMap<String, Vec<String>>,
    /// The question that was asked last.
    pub asked: Option<Asked>,
    /// How often in a row nothing was understood.
    pub misses: u8,
    /// How often each slot was asked for.
    pub asks: BTreeMap<String, u8>,
    /// What was shown last.
    pub shown: Vec<Card>,
    /// What was shown before and is not wanted.
    pub passed: Vec<String>,
    /// What the shop offered for each slot that takes one of a list.
    pub lists: BTreeMap<String, Vec<Listed>>,
    /// Whether the way back to this task was told in so many words.
    pub reminded: bool,
    /// How many of the last messages in a row were beside the task.
    pub asides: u8,
    /// Confirms the change that was told of; none once anything was told anew.
    pub token: Option<String>,
    /// Whether the customer confirmed it and the shop left that unanswered.
    pub unanswered: bool,
    /// Of a flow: the nodes that were reached, in order; it stands at the last.
    pub path: Vec<Passed>,
    /// Where in the path the present round of a loop began.
    pub lap: usize,
}

/// A node of a flow that was reached.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Passed {
    /// Key of the node.
    pub node: String,
    /// Where the flow went from there; none where it stands.
    pub to: Option<String>,
    /// What came of the node.
    pub outcome: String,
    /// What was done there was done with these slots.
    pub given: BTreeMap<String, String>,
}

/// One of a list of the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// As the shop names it.
    pub id: String,
    /// As customers read it.
    pub label: String,
}

/// A slot that is settled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = DialogueFilled)]
pub struct Filled {
    /// The values; none when anything will do.
    pub values: Vec<Given>,
    /// Where they come from.
    pub origin: Origin,
    /// In which turn.
    pub turn: u32,
}

impl Filled {
    /// Anything will do.
    #[must_use]
    pub fn is_any(&self) -> bool {
        self.values.is_empty()
    }
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DialogueOrigin)]
pub enum Origin {
    /// The customer said it.
    Said,
    /// Known of the customer.
    Profile,
    /// From the page.
    Page,
    /// Said to an earlier task.
    Earlier,
    /// The shop knows it.
    Shop,
    /// A node of the flow set it.
    Flow,
}

/// A value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
#[schema(as = DialogueGiven)]
pub enum Given {
    /// Of a list.
    Word {
        /// The value.
        value: String,
    },
    /// Money in the smallest unit; a missing bound is open.
    Money {
        /// At least.
        min: Option<i64>,
        /// At most.
        max: Option<i64>,
        /// The bounds are not meant sharply.
        about: bool,
    },
    /// A time, half open.
    Time {
        /// From.
        #[schema(value_type = Option<String>)]
        from: Option<DateTime>,
        /// To.
        #[schema(value_type = Option<String>)]
        to: Option<DateTime>,
    },
    /// A number.
    Number {
        /// The number.
        value: i64,
    },
    /// Words or digits as they were said.
    Text {
        /// The words.
        value: String,
    },
    /// Something that the shop knows.
    Known {
        /// As the shop names it.
        id: String,
        /// As customers read it.
        label: String,
    },
    /// Yes or no.
    YesNo {
        /// Which.
        value: bool,
    },
}
