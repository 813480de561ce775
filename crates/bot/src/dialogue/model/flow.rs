//! A flow as data: a fixed path through a task, drawn as nodes and edges. What it asks for are the
//! slots of its task.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::task::Phrases;

/// A step of a flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FlowNode)]
pub struct Node {
    /// Its stable name within the flow.
    pub key: String,
    /// As editors call it.
    #[serde(default)]
    pub title: String,
    /// What it does.
    pub kind: NodeKind,
    /// Where the flow goes on: the first edge whose conditions hold, else the one without any.
    #[serde(default)]
    pub edges: Vec<Edge>,
    /// Where it stands in the picture; the picture lays out what stands nowhere.
    #[serde(default)]
    pub place: Option<Place>,
}

impl Node {
    /// Whether an edge of it is meant for this outcome.
    #[must_use]
    pub fn expects(&self, outcome: &str) -> bool {
        self.edges
            .iter()
            .flat_map(|edge| &edge.when)
            .any(|test| test.about == About::Outcome && test.values.iter().any(|v| v == outcome))
    }
}

/// A place in the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FlowPlace)]
pub struct Place {
    /// Pixels from the left.
    pub x: i32,
    /// Pixels from the top.
    pub y: i32,
}

/// What a node does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = FlowNodeKind)]
pub enum NodeKind {
    /// Where the flow begins, when the triggers or cues of its task are heard.
    Start,
    /// Says something; `{slot}` stands for what was told.
    Say {
        /// The words.
        text: Phrases,
        /// Id of a product that is shown as a card.
        #[serde(default)]
        product: String,
    },
    /// Asks for a slot, unless it was told before. Outcomes: `filled`, `missed` after `retries`.
    Ask {
        /// The slot.
        slot: String,
        /// How often it is asked again before the flow goes on by `missed`, if an edge expects that.
        #[serde(default = "two")]
        retries: u8,
    },
    /// Reads back all that was told and waits for a yes.
    Confirm,
    /// Only chooses an edge.
    Branch,
    /// Fills a slot.
    Set {
        /// The slot.
        slot: String,
        /// Its value, with `{other_slot}` in it; empty forgets it.
        #[serde(default)]
        value: String,
    },
    /// Uses a tool of the shop, as [`super::Action::Tool`] does. Outcomes: `done`, `waiting` for a
    /// person's decision, `refused` by the shop, `unavailable` without a shop or a proven identity.
    Tool {
        /// Its name in the registry.
        tool: String,
        /// Its parameters.
        #[serde(default)]
        arguments: BTreeMap<String, String>,
    },
    /// Gives an answer of the knowledge base. Outcomes: `done`, `none` when there is no such entry.
    Answer {
        /// Id or key of the entry.
        entry: String,
    },
    /// Another task or flow. Outcomes when it comes back: `done`, `given_up`.
    Call {
        /// Its key.
        task: String,
        /// Whether this flow goes on afterwards.
        #[serde(default)]
        back: bool,
    },
    /// Keeps what was told as a request for the staff.
    Record {
        /// Said then; `{number}` is the number of the request.
        #[serde(default)]
        text: Phrases,
    },
    /// Shows what fits best; choosing goes on as in a task.
    Recommend {
        /// How many at most.
        #[serde(default = "three")]
        show: usize,
    },
    /// Brings a person, who sees all that was told.
    HandOver {
        /// Name of the skill group; anybody when empty.
        #[serde(default)]
        group: String,
        /// Said before.
        #[serde(default)]
        text: Phrases,
    },
    /// The flow has reached its end.
    End {
        /// Said then.
        #[serde(default)]
        text: Phrases,
    },
}

/// A way from one node to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FlowEdge)]
pub struct Edge {
    /// Key of the next node.
    pub to: String,
    /// All of these must hold; without any it is the way when no other edge fits.
    #[serde(default)]
    pub when: Vec<Test>,
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FlowTest)]
pub struct Test {
    /// What is looked at.
    pub about: About,
    /// How.
    #[serde(default)]
    pub compare: Compare,
    /// With what: one of these; a number for `at_least` and `at_most`, nothing for `known`. `yes`
    /// and `no` of a `yes_no` slot and of `verified`; amounts of money in the main unit.
    #[serde(default)]
    pub values: Vec<String>,
}

/// How something is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FlowCompare)]
pub enum Compare {
    /// It is one of the values.
    #[default]
    Is,
    /// It is none of them.
    IsNot,
    /// A number that is not smaller.
    AtLeast,
    /// A number that is not greater.
    AtMost,
    /// It is known at all.
    Known,
}

/// What a condition looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = FlowAbout)]
pub enum About {
    /// What was told.
    Slot {
        /// The slot.
        slot: String,
    },
    /// What came of the node itself.
    Outcome,
    /// Grade of a customer whose identity is proven.
    Level,
    /// Their tags.
    Tag,
    /// One of their attributes.
    Attribute {
        /// Its name.
        name: String,
    },
    /// Whether their identity is proven: `yes` or `no`.
    Verified,
    /// The hour at the company, 0 to 23.
    Hour,
    /// The day of the week, 1 (Monday) to 7.
    Weekday,
}

fn two() -> u8 {
    2
}

fn three() -> usize {
    3
}
