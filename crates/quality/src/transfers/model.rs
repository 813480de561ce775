//! Types of transfers.

use serde::Serialize;
use shanying_desk::conversations::TransferReason;
use shanying_kernel::Time;

use crate::gaps::NearestEntry;

/// Why a customer came to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TransferCause {
    /// Nothing was asked before.
    Straight,
    /// No entry answers it.
    NoKnowledge,
    /// An entry answers it, and the bot did not give it.
    Misrecognised,
    /// The bot's answer did not help.
    NotHelped,
    /// By the company's own rules.
    Policy,
    /// The bot answered, and the customer wanted a person all the same.
    Insisted,
}

/// A transfer with the bot's answer beside the person's.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct TransferCase {
    /// `cnv_…`.
    pub conversation_id: String,
    /// Its number.
    pub number: i64,
    /// When it began.
    pub created_at: Time,
    /// How the person was asked for.
    pub reason: TransferReason,
    /// Why.
    pub cause: TransferCause,
    /// What the customer wanted, personal numbers masked.
    pub question: String,
    /// Place of that message.
    pub seq: i64,
    /// What the bot answered; empty when it did not.
    pub bot_answer: String,
    /// The entry that it gave.
    pub bot_entry_id: Option<String>,
    /// What the person answered, personal numbers masked; empty when nobody did.
    pub person_answer: String,
    /// Who.
    pub person_name: Option<String>,
    /// The entry that is nearest.
    pub nearest: Option<NearestEntry>,
    /// The customer's rating, 1 to 5.
    pub score: Option<i64>,
}

/// How many transfers have a cause.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CauseCount {
    /// Why.
    pub cause: TransferCause,
    /// Transfers.
    pub count: usize,
}

/// From coming in to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TransferFunnel {
    /// Conversations begun.
    pub entered: i64,
    /// Of them, in which the customer said something.
    pub effective: i64,
    /// Of them, the bot replied to a question.
    pub bot_served: i64,
    /// Of them, never asked for a person: served by themselves.
    pub self_served: i64,
    /// Asked for a person before any question, and after one.
    pub to_person: i64,
    /// Reached a person.
    pub reached: i64,
}

/// Why customers came to a person.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct TransferReport {
    /// Days looked at.
    pub days: i64,
    /// From coming in to a person.
    pub funnel: TransferFunnel,
    /// All six causes in their order.
    pub causes: Vec<CauseCount>,
    /// The transfers, the newest first.
    pub cases: Vec<TransferCase>,
}
