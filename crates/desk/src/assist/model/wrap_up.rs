//! Types of what follows a talk.

use serde::{Deserialize, Serialize};
use shanying_kernel::Time;

use crate::filing::Proposal;

/// How the talk ended, as its last words tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = WrapUpEnding)]
pub(crate) enum Ending {
    /// The customer is content.
    Settled,
    /// Something was promised and is still to come.
    Promised,
    /// Nobody can tell.
    Open,
}

/// A ticket that the talk asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = WrapUpTicketDraft)]
pub(crate) struct TicketDraft {
    /// Whether it is advised to open it.
    pub advised: bool,
    /// Why: `promised`, `complaint`, `unsolved`; empty when it is not.
    pub why: String,
    /// Key of its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is about.
    pub subject: String,
    /// What was said.
    pub description: String,
    /// Which order it is about.
    pub order_no: Option<String>,
}

/// A visit that was promised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub(crate) struct FollowUpDraft {
    /// When it was promised for; none when no time was named.
    pub at: Option<Time>,
    /// The words of the promise.
    pub said: String,
}

/// What is prepared for the end of a talk.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct WrapUpDraft {
    /// What the customer wanted, in their words, personal data masked.
    pub problem: String,
    /// What was done, in the agent's words.
    pub steps: Vec<String>,
    /// How it ended.
    pub ending: Ending,
    /// The words that tell.
    pub ending_said: String,
    /// Facts that were told.
    pub facts: Vec<super::Fact>,
    /// Where it belongs.
    pub filing: Proposal,
    /// Tags for the customer that the talk speaks for.
    pub tags: Vec<String>,
    /// The ticket.
    pub ticket: TicketDraft,
    /// The visit.
    pub follow_up: Option<FollowUpDraft>,
    /// What was confirmed before.
    pub confirmed: Option<WrapUpRecord>,
    /// How long preparing took.
    pub took_ms: i64,
}

/// What the agent confirms.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WrapUpConfirmation)]
pub(crate) struct NewWrapUp {
    /// The summary.
    pub summary: String,
    /// A leaf of the tree of categories.
    pub leaf_id: Option<String>,
    /// Tags that the customer gets.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Open this ticket.
    pub ticket: Option<WrapUp>,
    /// Open a visit with these words.
    pub follow_up: Option<WrapUp>,
    /// Whether the conversation ends.
    #[serde(default)]
    pub close: bool,
    /// Whether the agent changed what was prepared.
    #[serde(default)]
    pub changed: bool,
    /// Milliseconds from opening to confirming.
    #[serde(default)]
    pub took_ms: i64,
}

/// A ticket that is opened at the end.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WrapUpTicket)]
pub(crate) struct WrapUp {
    /// Key of its type.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it is about.
    pub subject: String,
    /// What was said.
    #[serde(default)]
    pub description: String,
    /// Which order it is about.
    pub order_no: Option<String>,
}

/// What was confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = WrapUp)]
pub(crate) struct WrapUpRecord {
    /// Who.
    pub agent_id: String,
    /// The summary.
    pub summary: String,
    /// The leaf.
    pub leaf_id: Option<String>,
    /// The leaf's names from the top.
    pub leaf_path: Vec<String>,
    /// The tags.
    pub tags: Vec<String>,
    /// The ticket that was opened.
    pub ticket_id: Option<String>,
    /// The visit that was opened.
    pub follow_up_id: Option<String>,
    /// When.
    pub created_at: Time,
}
