//! Types of gaps.

use serde::{Deserialize, Serialize};
use shanying_kernel::Time;

/// What tells that a question was not answered well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GapSignal)]
pub enum Signal {
    /// The bot did not know.
    Unknown,
    /// The customer said so.
    NotHelpful,
    /// The customer asked the same again in other words.
    Repeated,
    /// The customer wanted a person right after the answer.
    Transferred,
    /// The customer left in mid-answer.
    Abandoned,
}

impl Signal {
    /// Its stable name, also of its column in `gaps`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::NotHelpful => "not_helpful",
            Self::Repeated => "repeated",
            Self::Transferred => "transferred",
            Self::Abandoned => "abandoned",
        }
    }
}

/// What became of a gap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GapStatus {
    /// To be looked at.
    #[default]
    Open,
    /// Made into knowledge.
    Resolved,
    /// Nothing to be done.
    Ignored,
}

impl GapStatus {
    /// Its stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Resolved => "resolved",
            Self::Ignored => "ignored",
        }
    }
}

/// How many questions of a gap show each signal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SignalCounts {
    /// The bot did not know.
    pub unknown: i64,
    /// The customer said that it did not help.
    pub not_helpful: i64,
    /// Asked again in other words.
    pub repeated: i64,
    /// A person was wanted right after the answer.
    pub transferred: i64,
    /// Left in mid-answer.
    pub abandoned: i64,
}

/// A question with its signal, and where it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct GapQuestion {
    /// The customer's words, personal numbers masked, at most 200 characters.
    pub text: String,
    /// `cnv_…`.
    pub conversation_id: String,
    /// Place of the question in the conversation.
    pub seq: i64,
    /// What tells that it was not answered well.
    pub signal: Signal,
    /// When that was told.
    pub at: Time,
}

/// The entry that is most like a question.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct NearestEntry {
    /// `ent_…`.
    pub entry_id: String,
    /// Its standard question.
    pub question: String,
    /// 0 to 1.
    pub score: f64,
}

/// Alike questions that were not answered well.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Gap {
    /// `gap_…`.
    pub id: String,
    /// What it is called: its question without politeness, at most 30 characters.
    pub name: String,
    /// The question that stands for all.
    pub question: String,
    /// Different questions in it.
    pub count: i64,
    /// Its questions by signal; one question may show several.
    pub signals: SignalCounts,
    /// The latest, at most ten.
    pub questions: Vec<GapQuestion>,
    /// The nearest published entry, if any is near at all.
    pub nearest: Option<NearestEntry>,
    /// What became of it.
    pub status: GapStatus,
    /// The first signal.
    pub first_at: Time,
    /// The latest signal.
    pub last_at: Time,
}

/// What is done with a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GapAction {
    /// Its phrasings become the draft of a new entry.
    NewEntry,
    /// Its phrasings become similar questions of an entry, at once.
    AddSimilar,
    /// Nothing; later questions like it are counted and do not come up again.
    Ignore,
}

/// A signal of one question, as the listener keeps it.
#[derive(Clone, Debug)]
pub(super) struct NewQuestion {
    pub(super) conversation_id: String,
    pub(super) customer_id: String,
    pub(super) seq: i64,
    pub(super) signal: Signal,
    pub(super) text: String,
    /// The entry whose answer it is about.
    pub(super) entry_id: Option<String>,
    /// For a suspected repetition: what the customer asked next.
    pub(super) rephrased: Option<String>,
    pub(super) at: Time,
}

/// A question with all its signals and the gap that holds it.
#[derive(Clone, Debug)]
pub(crate) struct Signalled {
    pub(crate) gap_id: String,
    pub(crate) gap_question: String,
    pub(crate) status: GapStatus,
    pub(crate) conversation_id: String,
    pub(crate) seq: i64,
    pub(crate) text: String,
    pub(crate) signals: Vec<Signal>,
}

/// A question that an entry answered, and what the customer did then.
#[derive(Clone, Debug)]
pub(crate) struct Answered {
    pub(crate) conversation_id: String,
    pub(crate) seq: i64,
    pub(crate) text: String,
    pub(crate) signals: Vec<Signal>,
    pub(crate) at: Time,
}

/// A signal that waits to be grouped.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub(super) id: String,
    pub(super) conversation_id: String,
    pub(super) seq: i64,
    pub(super) text: String,
    pub(super) rephrased: Option<String>,
    /// The gap that the same question is in already, by another signal.
    pub(super) known_gap: Option<String>,
}

/// A question in a gap.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) id: String,
    pub(super) gap_id: String,
    pub(super) conversation_id: String,
    pub(super) seq: i64,
    pub(super) text: String,
    /// What made the vector, and the vector.
    pub(super) vector: Option<(String, Vec<u8>)>,
    /// The signal that stands for its gap.
    pub(super) representative: Option<String>,
}

/// Where a waiting signal belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It was no signal after all.
    Nowhere,
    /// A gap that is there.
    In(String),
    /// A gap of its own, with this id.
    New(String),
}

/// The last question of a conversation that the bot serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    pub(super) conversation_id: String,
    pub(super) customer_id: String,
    pub(super) seq: i64,
    /// Masked.
    pub(super) question: String,
    pub(super) outcome: shanying_bot::Outcome,
    /// The entry that answered.
    pub(super) entry_id: Option<String>,
    /// Questions that were offered to be clicked.
    pub(super) offered: Vec<String>,
    pub(super) helpful: Option<bool>,
    pub(super) at: Time,
}
