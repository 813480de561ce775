//! What is remembered of a customer.

use serde::{Deserialize, Serialize};
use shanying_kernel::{Actor, Time};

/// What sort of fact it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MemoryKind {
    /// What they like or will not have.
    Preference,
    /// What they are: skin, age, pregnancy, beginner.
    Trait,
    /// What they use.
    Uses,
    /// What went wrong.
    Trouble,
    /// What they must avoid.
    Allergy,
    /// Sizes of clothes and of the body.
    Size,
    /// Who lives with them.
    Household,
}

impl MemoryKind {
    pub(super) const ALL: [Self; 7] = [
        Self::Preference,
        Self::Trait,
        Self::Uses,
        Self::Trouble,
        Self::Allergy,
        Self::Size,
        Self::Household,
    ];

    /// As it stands in the database.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Preference => "preference",
            Self::Trait => "trait",
            Self::Uses => "uses",
            Self::Trouble => "trouble",
            Self::Allergy => "allergy",
            Self::Size => "size",
            Self::Household => "household",
        }
    }
}

/// How far a memory is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MemoryState {
    /// Read from what the customer said; nobody has looked at it.
    Proposed,
    /// Somebody of the staff says that it is so.
    Confirmed,
    /// Somebody of the staff says that it is not so; the same words do not bring it back.
    Rejected,
    /// The customer said otherwise later.
    Superseded,
}

impl MemoryState {
    pub(super) const ALL: [Self; 4] = [
        Self::Proposed,
        Self::Confirmed,
        Self::Rejected,
        Self::Superseded,
    ];

    /// As it stands in the database.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Confirmed => "confirmed",
            Self::Rejected => "rejected",
            Self::Superseded => "superseded",
        }
    }

    /// Whether it holds until somebody says otherwise.
    pub(super) fn is_live(self) -> bool {
        matches!(self, Self::Proposed | Self::Confirmed)
    }
}

/// A fact as it was read from a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub kind: MemoryKind,
    /// Of whom; empty for the customer themselves.
    pub whose: String,
    /// Of facts about the same one holds; empty when any number may.
    pub about: String,
    /// What it is about in one spelling: the substance, the skin, the thing that is liked.
    pub thing: String,
    /// It is not so: 不喜欢, 不过敏.
    pub denied: bool,
    /// In short words.
    pub value: String,
    /// The customer's own sentence, what identifies a person masked.
    pub quote: String,
}

impl Said {
    /// The same however often and in whichever words of the same meaning it is said.
    pub(super) fn identity(&self) -> String {
        format!(
            "{}|{}|{}|{}",
            self.kind.code(),
            self.whose,
            self.thing,
            i32::from(self.denied)
        )
    }
}

/// Where it was said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Source {
    pub conversation_id: Option<String>,
    pub message_id: Option<String>,
    pub ticket_id: Option<String>,
}

/// A row.
#[derive(Clone, Debug)]
pub(super) struct MemoryRow {
    pub id: String,
    pub customer_id: String,
    pub said: Said,
    /// As it was said first; a change by the staff leaves it, so that the same words stay the same
    /// fact.
    pub identity: String,
    pub source: Source,
    pub state: MemoryState,
    pub decided_by: Option<Actor>,
    pub count: i64,
    pub created_at: Time,
    pub last_seen_at: Time,
}

/// Where a memory comes from, as far as the caller may look at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct MemorySource {
    /// The conversation.
    pub conversation_id: Option<String>,
    /// Its number.
    pub conversation_number: Option<i64>,
    /// The message.
    pub message_id: Option<String>,
    /// The ticket.
    pub ticket_id: Option<String>,
    /// Its number.
    pub ticket_number: Option<i64>,
}

/// Something that is remembered of a customer.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = CustomerMemory)]
pub struct Memory {
    /// `mem_…`.
    pub id: String,
    /// Of whom.
    pub customer_id: String,
    /// What sort of fact it is.
    pub kind: MemoryKind,
    /// Of whom of their household or friends; empty for the customer themselves.
    pub whose: String,
    /// In short words.
    pub value: String,
    /// Whether it says that something is not so.
    pub denied: bool,
    /// The customer's own sentence, numbers masked; empty when the caller may not read where it was
    /// said, or when it was written by the staff.
    pub quote: String,
    /// Where it was said; none when it was written by the staff.
    pub source: Option<MemorySource>,
    /// How far it is believed.
    pub state: MemoryState,
    /// Who confirmed, rejected or wrote it.
    pub decided_by: Option<String>,
    /// In how many messages it was said.
    pub count: i64,
    /// When it was said first.
    pub created_at: Time,
    /// When it was said last.
    pub last_seen_at: Time,
}
