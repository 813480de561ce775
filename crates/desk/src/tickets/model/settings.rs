//! The section `tickets` of the settings.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result};
use shanying_web_kit::Section;

use super::{Category, Origin, Priority};

const LIST_MAX: usize = 50;
const NAME_MAX: usize = 60;
const TEXT_MAX: usize = 4_000;
const DAYS_MAX: i64 = 3_650;

/// What is asked for in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TicketFieldKind)]
pub enum FieldKind {
    /// Words.
    Text,
    /// One of the choices.
    Choice,
    /// A number.
    Number,
    /// A day, `2026-11-21`.
    Date,
}

/// A field of a type of tickets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TicketField)]
pub struct Field {
    /// Letters, digits, `_` and `-`; stays when the name changes.
    pub key: String,
    /// For people.
    pub name: String,
    /// What is asked for.
    pub kind: FieldKind,
    /// A person who opens or resolves a ticket must fill it in.
    #[serde(default)]
    pub required: bool,
    /// Of a choice.
    #[serde(default)]
    pub choices: Vec<String>,
}

/// Words to begin a ticket with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TicketTemplate)]
pub struct Template {
    /// For people.
    pub name: String,
    /// What the ticket is about.
    #[serde(default)]
    pub subject: String,
    /// At length.
    #[serde(default)]
    pub description: String,
}

/// A type of tickets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketType {
    /// Letters, digits, `_` and `-`; stays when the name changes.
    pub key: String,
    /// For people; empty for the types of the house, which clients name by their key.
    #[serde(default)]
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// Of new tickets.
    #[serde(default)]
    pub priority: Priority,
    /// Who works at them where no rule says so; empty for nobody.
    #[serde(default)]
    pub group_id: String,
    /// Key of the policy of promised times; empty promises nothing.
    #[serde(default)]
    pub policy: String,
    /// What is asked for.
    #[serde(default)]
    pub fields: Vec<Field>,
    /// Words to begin with.
    #[serde(default)]
    pub templates: Vec<Template>,
    /// No longer offered.
    #[serde(default)]
    pub retired: bool,
}

/// A status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TicketStatus)]
pub struct Status {
    /// Letters, digits, `_` and `-`; stays when the name changes.
    pub key: String,
    /// For people; empty for the statuses of the house, which clients name by their key.
    #[serde(default)]
    pub name: String,
    /// What it means.
    pub category: Category,
    /// The time until the matter must be done stands still.
    #[serde(default)]
    pub pauses: bool,
}

/// To whom in the group a ticket goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TicketAssigning)]
pub enum Assigning {
    /// To nobody: a member takes it.
    #[default]
    Group,
    /// To the member with the fewest open tickets, those at work first.
    LeastLoaded,
}

/// Which group a new ticket goes to. All that is told must hold; what is empty holds always.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DispatchRule {
    /// For people.
    pub name: String,
    /// One of these types.
    pub types: Vec<String>,
    /// Filed under one of these, or below it.
    pub categories: Vec<String>,
    /// One of these grades of the customer.
    pub grades: Vec<String>,
    /// Came to be in one of these ways.
    pub origins: Vec<Origin>,
    /// At least as pressing.
    pub priority: Option<Priority>,
    /// What the ticket's own fields say: where it is from, how much it is about, how risky it is.
    pub fields: Vec<FieldCondition>,
    /// `grp_…`.
    pub group_id: String,
    /// To whom in the group.
    pub assign: Assigning,
}

impl DispatchRule {
    fn says_nothing(&self) -> bool {
        self.types.is_empty()
            && self.categories.is_empty()
            && self.grades.is_empty()
            && self.origins.is_empty()
            && self.priority.is_none()
            && self.fields.is_empty()
    }
}

/// What a field of a ticket must say. A ticket without the field does not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct FieldCondition {
    /// Its key.
    pub field: String,
    /// One of these, where there are any.
    pub values: Vec<String>,
    /// A number of at least so much.
    pub from: Option<i64>,
    /// A number of at most so much: what a group may decide by itself.
    pub to: Option<i64>,
}

impl FieldCondition {
    fn is_whole(&self) -> bool {
        let ordered = self.from.zip(self.to).is_none_or(|(from, to)| from <= to);
        let says = !self.values.is_empty() || self.from.is_some() || self.to.is_some();
        !self.field.is_empty() && says && ordered && self.values.len() <= LIST_MAX
    }
}

/// A visit after a matter was closed (回访).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// After tickets of this type.
    pub after_type: String,
    /// So many days later.
    pub days: i64,
    /// A ticket of this type.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is about; the subject of the closed one follows.
    pub subject: String,
}

/// How a company works at tickets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TicketSettings {
    /// Types.
    pub types: Vec<TicketType>,
    /// Statuses, at least one of each category.
    pub statuses: Vec<Status>,
    /// The first that holds names the group.
    pub rules: Vec<DispatchRule>,
    /// Visits after a matter was closed.
    pub follow_ups: Vec<FollowUp>,
    /// Type of the ticket that a message left becomes; empty for none.
    pub left_message_type: String,
    /// Type of the ticket that a request becomes, what a task of the bot recorded; empty for none.
    pub request_type: String,
    /// For so many days after it was resolved a customer may say that it is not done.
    pub reopen_days: i64,
    /// A resolved ticket is closed after so many days.
    pub close_days: i64,
    /// Between two times that a customer presses, in minutes.
    pub urge_minutes: i64,
}

impl Default for TicketSettings {
    fn default() -> Self {
        let kind = |key: &str, priority, policy: &str| TicketType {
            key: key.to_owned(),
            name: String::new(),
            description: String::new(),
            priority,
            group_id: String::new(),
            policy: policy.to_owned(),
            fields: Vec::new(),
            templates: Vec::new(),
            retired: false,
        };
        let status = |category: Category, pauses| Status {
            key: category.code().to_owned(),
            name: String::new(),
            category,
            pauses,
        };
        Self {
            types: vec![
                kind("question", Priority::Normal, "standard"),
                kind("after_sale", Priority::Normal, "standard"),
                kind("complaint", Priority::High, "standard"),
                kind("request", Priority::Normal, "standard"),
                kind("follow_up", Priority::Low, ""),
            ],
            statuses: vec![
                status(Category::New, false),
                status(Category::Open, false),
                status(Category::Waiting, true),
                status(Category::Hold, true),
                status(Category::Resolved, false),
                status(Category::Closed, false),
            ],
            rules: Vec::new(),
            follow_ups: Vec::new(),
            left_message_type: "question".to_owned(),
            request_type: "request".to_owned(),
            reopen_days: 7,
            close_days: 7,
            urge_minutes: 120,
        }
    }
}

impl TicketSettings {
    /// The type of this key, retired ones too.
    #[must_use]
    pub fn kind(&self, key: &str) -> Option<&TicketType> {
        self.types.iter().find(|kind| kind.key == key)
    }

    /// The status of this key.
    #[must_use]
    pub fn status(&self, key: &str) -> Option<&Status> {
        self.statuses.iter().find(|status| status.key == key)
    }

    /// The first status of a category.
    #[must_use]
    pub fn first(&self, category: Category) -> Option<&Status> {
        self.statuses
            .iter()
            .find(|status| status.category == category)
    }
}

/// Whether a key is a plain word, so that it can stand in addresses and files.
pub(super) fn is_key(key: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    (1..=40).contains(&key.len()) && key.chars().all(plain)
}

pub(super) fn fits(text: &str, max: usize) -> bool {
    text.chars().count() <= max
}

fn once<'a>(field: &str, keys: impl Iterator<Item = &'a String>) -> Result<()> {
    let mut seen = BTreeSet::new();
    for key in keys {
        if !is_key(key) || !seen.insert(key) {
            return Err(Error::field(
                field,
                "each key once: 1 to 40 letters, digits, _ and -",
            ));
        }
    }
    Ok(())
}

fn check_field(field: &Field) -> Result<()> {
    let bare = field.name.trim().is_empty() || !fits(&field.name, NAME_MAX);
    let choices = &field.choices;
    let wrong = choices.len() > 200 || choices.iter().any(|one| one.is_empty() || !fits(one, 100));
    if bare || wrong || (field.kind == FieldKind::Choice && choices.is_empty()) {
        return Err(Error::field(
            "types",
            "a field needs a name, and one to choose from its choices",
        ));
    }
    Ok(())
}

fn check_type(kind: &TicketType) -> Result<()> {
    once("types", kind.fields.iter().map(|field| &field.key))?;
    if kind.fields.len() > LIST_MAX || kind.templates.len() > LIST_MAX {
        return Err(Error::field("types", "at most 50 fields and 50 templates"));
    }
    kind.fields.iter().try_for_each(check_field)?;
    let long = !fits(&kind.name, NAME_MAX) || !fits(&kind.description, 500);
    let wordy = kind.templates.iter().any(|template| {
        template.name.trim().is_empty()
            || !fits(&template.name, NAME_MAX)
            || !fits(&template.subject, 200)
            || !fits(&template.description, TEXT_MAX)
    });
    if long || wordy {
        return Err(Error::field("types", "a name or a template is too long"));
    }
    Ok(())
}

impl Section for TicketSettings {
    const NAME: &'static str = "tickets";

    fn check(&self) -> Result<()> {
        once("types", self.types.iter().map(|kind| &kind.key))?;
        once("statuses", self.statuses.iter().map(|status| &status.key))?;
        if self.types.is_empty() || self.types.len() > LIST_MAX || self.statuses.len() > LIST_MAX {
            return Err(Error::field(
                "types",
                "1 to 50 types and at most 50 statuses",
            ));
        }
        self.types.iter().try_for_each(check_type)?;
        let all = [
            Category::New,
            Category::Open,
            Category::Waiting,
            Category::Hold,
            Category::Resolved,
            Category::Closed,
        ];
        if all.iter().any(|category| self.first(*category).is_none()) {
            return Err(Error::field(
                "statuses",
                "at least one status of each category",
            ));
        }
        if self.statuses.iter().any(|one| !fits(&one.name, NAME_MAX)) {
            return Err(Error::field("statuses", "a name is too long"));
        }
        if self
            .statuses
            .iter()
            .any(|one| one.pauses && one.category.is_done())
        {
            return Err(Error::field("statuses", "what is done pauses nothing"));
        }
        for rule in &self.rules {
            let is_whole = rule.fields.len() <= 10
                && rule.fields.iter().all(FieldCondition::is_whole)
                && !rule.says_nothing();
            if rule.group_id.is_empty() || !is_whole || !fits(&rule.name, NAME_MAX) {
                return Err(Error::field(
                    "rules",
                    "a rule needs a condition and a group",
                ));
            }
        }
        if self.rules.len() > LIST_MAX || self.follow_ups.len() > LIST_MAX {
            return Err(Error::field("rules", "at most 50 rules and 50 visits"));
        }
        for visit in &self.follow_ups {
            let known = self.kind(&visit.kind).is_some() && self.kind(&visit.after_type).is_some();
            if !known || !(1..=DAYS_MAX).contains(&visit.days) || !fits(&visit.subject, 100) {
                return Err(Error::field(
                    "follow_ups",
                    "a visit needs two types and 1 to 3,650 days",
                ));
            }
        }
        for (name, kind) in [
            ("left_message_type", &self.left_message_type),
            ("request_type", &self.request_type),
        ] {
            if !kind.is_empty() && self.kind(kind).is_none() {
                return Err(Error::field(name, "no such type"));
            }
        }
        let numbers = [
            ("reopen_days", self.reopen_days, 0, DAYS_MAX),
            ("close_days", self.close_days, 0, DAYS_MAX),
            ("urge_minutes", self.urge_minutes, 1, 100_000),
        ];
        match numbers.iter().find(|(_, n, low, high)| n < low || n > high) {
            Some((name, ..)) => Err(Error::field(name, "out of range")),
            None => Ok(()),
        }
    }
}
