//! A task as data: what it is for, what it must know, and what becomes of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::flow::Node;

/// Ways to say one thing, in both languages; one of them comes in turn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TaskPhrases)]
pub struct Phrases {
    /// Chinese.
    #[serde(rename = "zh-CN", default)]
    pub zh: Vec<String>,
    /// English; the Chinese ones stand in where there are none.
    #[serde(default)]
    pub en: Vec<String>,
}

impl Phrases {
    /// The words for a language; `turn` chooses among several.
    #[must_use]
    pub fn pick(&self, locale: &str, turn: u32) -> &str {
        let list = if locale == "en" && !self.en.is_empty() {
            &self.en
        } else {
            &self.zh
        };
        let place = usize::try_from(turn).unwrap_or(0) % list.len().max(1);
        list.get(place).map_or("", String::as_str)
    }

    /// The first words for a language: names and labels.
    #[must_use]
    pub fn name(&self, locale: &str) -> &str {
        self.pick(locale, 0)
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.zh
            .iter()
            .chain(&self.en)
            .all(|text| text.trim().is_empty())
    }
}

/// Something that a customer wants done, described by an editor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DialogueTask)]
pub struct Task {
    /// Its stable name: small letters, digits and `_`.
    pub key: String,
    /// As people call it.
    pub name: Phrases,
    /// What is reached at its end, for editors.
    #[serde(default)]
    pub goal: String,
    /// Whether it may start.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Example utterances that start it.
    pub triggers: Vec<String>,
    /// Words that start it when they stand together.
    #[serde(default)]
    pub cues: Vec<Cue>,
    /// What it must know.
    pub slots: Vec<SlotSpec>,
    /// Whether the customer confirms before anything is done.
    #[serde(default)]
    pub confirm: bool,
    /// What is done at its end.
    pub action: Action,
    /// Said before the first question.
    #[serde(default)]
    pub opening: Phrases,
    /// Said when it is done; `{number}` is the number of the request.
    #[serde(default)]
    pub done: Phrases,
}

impl Task {
    /// The slot of this key.
    #[must_use]
    pub fn slot(&self, key: &str) -> Option<&SlotSpec> {
        self.slots.iter().find(|slot| slot.key == key)
    }

    /// The nodes of a flow; none of any other task.
    #[must_use]
    pub fn nodes(&self) -> Option<&[Node]> {
        match &self.action {
            Action::Flow { nodes } => Some(nodes),
            _ => None,
        }
    }
}

/// Groups of words; one of each group must stand in the text. `{slot}` stands for any fact of that
/// slot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DialogueCue)]
pub struct Cue {
    /// The groups.
    pub all: Vec<Vec<String>>,
    /// None of these may stand in it.
    #[serde(default)]
    pub none: Vec<String>,
    /// How sure, 0 to 1.
    #[serde(default = "sure")]
    pub sure: f64,
}

/// A thing to know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DialogueSlot)]
pub struct SlotSpec {
    /// Its stable name within the task.
    pub key: String,
    /// As people call it.
    pub label: Phrases,
    /// What values it takes.
    pub kind: SlotKind,
    /// Whether the task asks for it.
    #[serde(default)]
    pub required: bool,
    /// Whether "any" and "I do not know" settle it.
    #[serde(default = "yes")]
    pub may_skip: bool,
    /// The question.
    #[serde(default)]
    pub ask: Phrases,
    /// Why it is needed, said when somebody would rather not tell.
    #[serde(default)]
    pub why: Phrases,
    /// Words that speak of it: 预算, 价格.
    #[serde(default)]
    pub words: Vec<String>,
    /// How much asking for it is worth beside the others.
    #[serde(default = "one")]
    pub weight: f64,
    /// Where its value may come from without asking.
    #[serde(default)]
    pub carry: Vec<Carry>,
    /// Slots whose values hold no longer when this one changes.
    #[serde(default)]
    pub resets: Vec<String>,
    /// It is needed only where all of these hold.
    #[serde(default)]
    pub when: Vec<Condition>,
}

/// Another slot that holds one of some values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DialogueCondition)]
pub struct Condition {
    /// The other slot.
    pub slot: String,
    /// Its values; `yes` and `no` of a question that wants one of the two.
    pub is: Vec<String>,
}

/// A value with the other words that people have for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DialogueValue)]
pub struct ValueWords {
    /// The value.
    pub value: String,
    /// Other words for it.
    #[serde(default)]
    pub words: Vec<String>,
    /// Of what is to be avoided: these words alone tell it, without a denial (`怀孕了`).
    #[serde(default)]
    pub always: bool,
    /// Not offered as a choice.
    #[serde(default)]
    pub hidden: bool,
    /// What a tool calls it; the value itself when empty.
    #[serde(default)]
    pub code: String,
}

/// Whether a value is wished for or to be avoided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sense {
    /// Wished for.
    #[default]
    Want,
    /// To be avoided: allergies, conditions.
    Avoid,
}

/// What values a slot takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = DialogueSlotKind)]
pub enum SlotKind {
    /// A property of the things that are sold.
    Attribute {
        /// Its name in the catalogue.
        attribute: String,
        /// Values and words beside those of the catalogue.
        #[serde(default)]
        values: Vec<ValueWords>,
        /// Whether several hold together.
        #[serde(default)]
        many: bool,
        /// Wished for or avoided.
        #[serde(default)]
        sense: Sense,
    },
    /// One of a list.
    Choice {
        /// The list.
        options: Vec<ValueWords>,
        /// Whether several hold together.
        #[serde(default)]
        many: bool,
    },
    /// An amount of money or a range; `price` narrows what is sold.
    Money,
    /// A day, an hour, a stretch of time.
    Time {
        /// Whether it must lie ahead.
        #[serde(default)]
        future: bool,
    },
    /// A number.
    Count {
        /// At least.
        #[serde(default)]
        min: Option<i64>,
        /// At most.
        #[serde(default)]
        max: Option<i64>,
        /// Words that count it, such as 件 and 盒; any when empty.
        #[serde(default)]
        units: Vec<String>,
    },
    /// A number of exactly so many digits, such as the end of a card's number.
    Digits {
        /// How many.
        length: usize,
    },
    /// A mobile or landline number.
    Phone,
    /// A person's name.
    Name,
    /// Where something is sent.
    Address {
        /// A verified customer is offered the addresses that they used before.
        #[serde(default)]
        known: bool,
    },
    /// The number of an order. A verified customer chooses among their own.
    Order {
        /// Only orders for which the shop allows this change, such as `cancel_order`; all when
        /// empty.
        #[serde(default)]
        allows: String,
    },
    /// A thing that is sold: what was chosen of the things shown, or is named.
    Product,
    /// One of a list that a tool of the shop gives: sizes, coupons.
    Listed {
        /// Its name in the registry.
        tool: String,
        /// Its parameters, as those of an action.
        #[serde(default)]
        arguments: BTreeMap<String, String>,
    },
    /// Pictures that the customer sends. Without one it is settled by 没有照片.
    Pictures {
        /// At most so many are kept.
        #[serde(default = "three")]
        most: usize,
    },
    /// Yes or no.
    YesNo,
    /// Free words.
    Text,
}

/// Where a value may come from without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DialogueCarry)]
pub enum Carry {
    /// What is known of a verified customer: name, phone.
    Profile,
    /// The title of the page they look at.
    Page,
    /// What they said to an earlier task of this conversation.
    Earlier,
}

/// What is done at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = DialogueAction)]
pub enum Action {
    /// Show what fits best.
    Recommend {
        /// How many at most.
        #[serde(default = "three")]
        show: usize,
        /// The task that goes on with what was chosen; it has a slot for a product. Without one
        /// the choice is kept for the staff.
        #[serde(default)]
        next: String,
    },
    /// Keep what was told as a request for the staff.
    Record,
    /// Bring a person, who sees all that was told.
    HandOver,
    /// Use a tool of the shop: looked up at once, or told beforehand, confirmed and done. Without
    /// a shop, or for a customer whose identity is not proven, it is kept for the staff.
    Tool {
        /// Its name in the registry.
        tool: String,
        /// Its parameters: `{slot}`, `{slot.part}` of an address, or the value itself. A dot in the
        /// name leads into an object.
        #[serde(default)]
        arguments: BTreeMap<String, String>,
    },
    /// Follow a path that an editor drew: a flow. The nodes ask, and say what is done.
    Flow {
        /// The nodes; one is the start.
        nodes: Vec<Node>,
    },
}

fn yes() -> bool {
    true
}

fn one() -> f64 {
    1.0
}

fn sure() -> f64 {
    0.9
}

fn three() -> usize {
    3
}
