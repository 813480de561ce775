//! Types of tickets.

mod saved;
mod settings;
mod sla;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shanying_kernel::{Actor, Time};

pub use saved::{SavedView, SavedViewDraft};
pub use settings::{
    Assigning, DispatchRule, Field, FieldCondition, FieldKind, Status, TicketSettings, TicketType,
};
#[cfg(test)]
pub use sla::Target;
pub use sla::{Calendar, Escalation, Policy, SlaSettings};

/// What a status means, whatever a company calls it.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = TicketCategory)]
pub enum Category {
    /// Nobody has looked at it.
    New,
    /// It is worked at.
    Open,
    /// The customer has to answer.
    Waiting,
    /// Somebody else has to do something.
    Hold,
    /// Done, as we think; the customer may disagree for a while.
    Resolved,
    /// Over.
    Closed,
}

impl Category {
    /// As it is stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Hold => "hold",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
        }
    }

    /// Whether there is nothing left to do.
    #[must_use]
    pub fn is_done(self) -> bool {
        matches!(self, Self::Resolved | Self::Closed)
    }
}

/// How much it presses.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = TicketPriority)]
pub enum Priority {
    /// 低.
    Low,
    /// 普通.
    #[default]
    Normal,
    /// 高.
    High,
    /// 紧急.
    Urgent,
}

impl Priority {
    /// As it is stored, so that lists can be sorted by it.
    #[must_use]
    pub fn rank(self) -> i64 {
        match self {
            Self::Low => 1,
            Self::Normal => 2,
            Self::High => 3,
            Self::Urgent => 4,
        }
    }

    pub(crate) fn of_rank(rank: i64) -> Self {
        match rank {
            ..=1 => Self::Low,
            2 => Self::Normal,
            3 => Self::High,
            4.. => Self::Urgent,
        }
    }

    /// One step more pressing.
    #[must_use]
    pub fn raised(self) -> Self {
        Self::of_rank(self.rank() + 1)
    }
}

/// How a ticket came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TicketOrigin)]
pub enum Origin {
    /// A person or a program of the company opened it.
    Staff,
    /// A message that was left while nobody served.
    LeftMessage,
    /// The customer waited in the queue and went away.
    Overflow,
    /// A visit after a matter was closed.
    FollowUp,
    /// What a customer told to a task of the bot.
    Request,
}

/// A ticket as it is stored.
#[derive(Clone, Debug)]
pub struct TicketRow {
    pub id: String,
    pub number: i64,
    pub kind: String,
    pub status: String,
    pub category: Category,
    pub priority: Priority,
    pub subject: String,
    pub description: String,
    pub fields: BTreeMap<String, String>,
    pub origin: Origin,
    pub customer_id: Option<String>,
    pub conversation_id: Option<String>,
    pub order_no: Option<String>,
    pub group_id: Option<String>,
    pub agent_id: Option<String>,
    pub parent_id: Option<String>,
    pub merged_into: Option<String>,
    pub leaf: Option<Leaf>,
    pub created_by: Actor,
    pub urges: i64,
    pub urged_at: Option<Time>,
    pub reopens: i64,
    pub due_at: Option<Time>,
    pub warn_at: Option<Time>,
    pub late: bool,
    pub customer_spoke_at: Option<Time>,
    pub resolved_at: Option<Time>,
    pub closed_at: Option<Time>,
    pub created_at: Time,
    pub updated_at: Time,
}

/// Where a ticket is filed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = TicketLeaf)]
pub struct Leaf {
    /// Its leaf of the tree of categories.
    pub id: String,
    /// Who filed it.
    pub by: FiledBy,
    /// How sure the engine was of it, 0 to 1.
    pub score: Option<f64>,
}

/// Who filed a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FiledBy {
    /// The engine, sure enough.
    Engine,
    /// A person, who confirmed or chose.
    Person,
}

/// What a line of the timeline tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TicketEntryKind)]
pub enum EntryKind {
    /// The ticket was opened.
    Opened,
    /// Somebody said something about it.
    Comment,
    /// Facts were changed.
    Changed,
    /// Another ticket was merged into this one, or this one into another.
    Merged,
    /// The customer pressed.
    Urged,
    /// The customer disagreed that it was done.
    Reopened,
    /// A promised time came near or passed.
    Escalated,
}

/// One changed fact. Values are as they are stored; names of people and groups stand beside ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = TicketChange)]
pub struct Change {
    /// Which fact, such as `status` or `field.size`.
    pub field: String,
    /// What it was.
    pub before: String,
    /// What it is.
    pub after: String,
}

/// A line of the timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = TicketEntry)]
pub struct Entry {
    /// `tke_…`.
    pub id: String,
    /// When.
    pub at: Time,
    /// What it tells.
    pub kind: EntryKind,
    /// Who.
    pub actor: Actor,
    /// What was said.
    pub text: String,
    /// What was changed.
    pub changes: Vec<Change>,
    /// Whether the customer sees it.
    pub public: bool,
}

/// Which promise a clock keeps.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// The first word of a person.
    FirstReply,
    /// A word after the customer spoke again.
    NextReply,
    /// The matter is done.
    Resolve,
}

impl ClockKind {
    /// As it is stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::FirstReply => "first_reply",
            Self::NextReply => "next_reply",
            Self::Resolve => "resolve",
        }
    }
}

/// How a promise stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// Working time passes.
    Running,
    /// The status stops it.
    Paused,
    /// Kept.
    Met,
    /// Too late.
    Missed,
}

/// A promise as the staff sees it.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = TicketClock)]
pub struct ClockView {
    /// Which.
    pub kind: ClockKind,
    /// How it stands.
    pub state: ClockState,
    /// Working milliseconds that were promised.
    pub target_ms: i64,
    /// Working milliseconds that have passed.
    pub used_ms: i64,
    /// When it runs out, if nothing stops it.
    pub due_at: Option<Time>,
    /// From when on it is shown as a warning.
    pub warn_at: Option<Time>,
    /// When it was kept.
    pub met_at: Option<Time>,
    /// When it was missed.
    pub missed_at: Option<Time>,
}

/// A ticket as lists show it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct TicketSummary {
    /// `tkt_…`.
    pub id: String,
    /// A number to read aloud.
    pub number: i64,
    /// Key of its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Key of its status.
    pub status: String,
    /// What the status means.
    pub category: Category,
    /// How much it presses.
    pub priority: Priority,
    /// What it is about, personal data masked.
    pub subject: String,
    /// How it came to be.
    pub origin: Origin,
    /// Whose it is.
    pub customer_id: Option<String>,
    /// Their name.
    pub customer_name: Option<String>,
    /// Who works at it.
    pub agent_id: Option<String>,
    /// Their name.
    pub agent_name: Option<String>,
    /// Skill group.
    pub group_id: Option<String>,
    /// Its name.
    pub group_name: Option<String>,
    /// Its leaf of the tree of categories.
    pub leaf: Option<Leaf>,
    /// Names from the top of that tree to the leaf.
    pub leaf_path: Vec<String>,
    /// When the next promise runs out.
    pub due_at: Option<Time>,
    /// From when on that is shown as a warning.
    pub warn_at: Option<Time>,
    /// Whether a promise that still counts was missed.
    pub late: bool,
    /// How often the customer pressed.
    pub urges: i64,
    /// Since when the customer waits for a word, if they do.
    pub customer_spoke_at: Option<Time>,
    /// Begin.
    pub created_at: Time,
    /// The last change.
    pub updated_at: Time,
}

/// A ticket with everything about it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Ticket {
    /// As in lists, but the subject as it is.
    #[serde(flatten)]
    pub summary: TicketSummary,
    /// What it is about, at length.
    pub description: String,
    /// Values of the type's fields, by their key.
    pub fields: BTreeMap<String, String>,
    /// Where it came from.
    pub conversation_id: Option<String>,
    /// Which order it is about.
    pub order_no: Option<String>,
    /// Who opened it.
    pub created_by: Actor,
    /// How often it was opened again.
    pub reopens: i64,
    /// When it was done.
    pub resolved_at: Option<Time>,
    /// When it was over.
    pub closed_at: Option<Time>,
    /// The ticket of which it is a part.
    pub parent: Option<TicketLink>,
    /// Its parts.
    pub children: Vec<TicketLink>,
    /// The ticket that took it in.
    pub merged_into: Option<TicketLink>,
    /// Ids of colleagues who hear of it.
    pub watchers: Vec<String>,
    /// The promises.
    pub clocks: Vec<ClockView>,
    /// The timeline, oldest first.
    pub entries: Vec<Entry>,
    /// Whether this caller may work at it.
    pub may_work: bool,
}

/// Another ticket.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct TicketLink {
    /// `tkt_…`.
    pub id: String,
    /// A number to read aloud.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// What its status means.
    pub category: Category,
}

/// A ticket as its customer sees it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OwnTicket {
    /// `tkt_…`.
    pub id: String,
    /// A number to read aloud.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// What its status means.
    pub category: Category,
    /// Begin.
    pub created_at: Time,
    /// The last change.
    pub updated_at: Time,
    /// What was said that is for them, oldest first; empty in lists.
    pub entries: Vec<OwnEntry>,
    /// Whether an answer would be accepted.
    pub may_answer: bool,
    /// From when on they may press again; null while it is over.
    pub may_urge_at: Option<Time>,
    /// Until when they may say that it is not done.
    pub may_reopen_until: Option<Time>,
}

/// A line that is for the customer.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct OwnEntry {
    /// When.
    pub at: Time,
    /// What it tells.
    pub kind: EntryKind,
    /// Whether the customer said it.
    pub own: bool,
    /// Who, as customers see them.
    pub name: Option<String>,
    /// What was said.
    pub text: String,
}

/// What a ticket is opened with.
#[derive(Clone, Debug)]
pub struct NewTicket {
    pub kind: String,
    pub subject: String,
    pub description: String,
    pub priority: Option<Priority>,
    pub fields: BTreeMap<String, String>,
    pub origin: Origin,
    pub customer_id: Option<String>,
    pub conversation_id: Option<String>,
    pub order_no: Option<String>,
    pub group_id: Option<String>,
    pub agent_id: Option<String>,
    pub parent_id: Option<String>,
    pub leaf: Option<Leaf>,
    pub created_by: Actor,
}

/// Changes of a ticket; what is missing stays, an empty text clears.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TicketPatch {
    /// What it is about.
    pub subject: Option<String>,
    /// What it is about, at length.
    pub description: Option<String>,
    /// Key of its type.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Key of its status.
    pub status: Option<String>,
    /// How much it presses.
    pub priority: Option<Priority>,
    /// Values of some fields, by their key.
    pub fields: Option<BTreeMap<String, String>>,
    /// `grp_…`.
    pub group_id: Option<String>,
    /// `agt_…`.
    pub agent_id: Option<String>,
    /// Which order it is about.
    pub order_no: Option<String>,
    /// The ticket of which it is a part.
    pub parent_id: Option<String>,
    /// A leaf of the tree of categories.
    pub leaf_id: Option<String>,
    /// Ids of all colleagues who hear of it.
    pub watchers: Option<Vec<String>>,
}

/// A clock as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    pub kind: ClockKind,
    pub started_at: Time,
    pub target_ms: i64,
    /// Working time before `since`.
    pub used_ms: i64,
    /// Since when it runs; none while it is paused or over.
    pub since: Option<Time>,
    pub due_at: Option<Time>,
    pub met_at: Option<Time>,
    pub missed_at: Option<Time>,
    /// Escalations that were done, as `rules::clocks` names them.
    pub steps: Vec<String>,
}
