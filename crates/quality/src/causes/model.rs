//! Types of the tree of causes.

use serde::{Deserialize, Serialize};

use crate::gaps::{GapStatus, NearestEntry};

/// Why a question was not answered well.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// No entry answers it.
    NoKnowledge,
    /// An entry answers it, and the bot did not give it.
    NotRecognised,
    /// The bot gave an answer, and the customer was not helped.
    NotHelped,
    /// No matter of knowledge.
    Other,
}

/// What helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// Make an entry.
    NewEntry,
    /// Add a similar question to the entry.
    AddSimilar,
    /// Improve the entry's answer.
    ImproveAnswer,
    /// Nothing.
    Nothing,
}

/// Alike questions with one cause.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Matter {
    /// The gap that holds them.
    pub gap_id: String,
    /// The gap's question.
    pub question: String,
    /// What became of the gap.
    pub status: GapStatus,
    /// Questions.
    pub count: usize,
    /// Of them, decided by a label.
    pub labelled: usize,
    /// What customers said, personal numbers masked; at most three.
    pub examples: Vec<String>,
    /// The entry that is meant: the labelled one, or the nearest.
    pub entry: Option<NearestEntry>,
    /// Where it was asked last.
    pub conversation_id: String,
    /// Place of that question in its conversation.
    pub seq: i64,
}

/// One branch of the tree.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CauseBranch {
    /// Why.
    pub cause: Cause,
    /// What helps.
    pub remedy: Remedy,
    /// Questions.
    pub count: usize,
    /// Share of all questions of the tree, 0 to 1.
    pub share: f64,
    /// Of them, decided by a label; the others by signals.
    pub labelled: usize,
    /// The most frequent matters, at most fifty.
    pub matters: Vec<Matter>,
}

/// Why questions were not answered well.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CauseTree {
    /// Days looked at.
    pub days: i64,
    /// Questions that the bot decided about in these days.
    pub asked: i64,
    /// Questions with a signal that they were not answered well.
    pub questions: usize,
    /// All four, in their order.
    pub branches: Vec<CauseBranch>,
}
