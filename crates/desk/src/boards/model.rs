//! Types of the live board.

use serde::Serialize;
use shanying_kernel::Time;
use shanying_people::agents::AgentState;

use crate::conversations::TransferReason;
use crate::peaks::Peak;

/// How a figure stands against its threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BoardLevel)]
pub enum Level {
    /// As it should be, or nothing to judge.
    #[default]
    Fine,
    /// Worth a look.
    Warning,
    /// Act.
    Alarm,
}

/// A share with both its sides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = BoardShare)]
pub struct Share {
    /// How many.
    pub numerator: i64,
    /// Of how many.
    pub denominator: i64,
}

/// How each figure with a threshold stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = BoardLevels)]
pub struct Levels {
    pub waiting: Level,
    pub wait_average: Level,
    pub wait_longest: Level,
    pub unanswered: Level,
    pub timely: Level,
    pub abandoned: Level,
    pub good: Level,
}

/// Agents by what they say of themselves; who is not connected counts as offline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = BoardAgentCounts)]
pub struct AgentCounts {
    /// 在线.
    pub online: i64,
    /// 示忙.
    pub busy: i64,
    /// 小休.
    #[serde(rename = "break")]
    pub on_break: i64,
    /// 离线.
    pub offline: i64,
    /// Conversations of those at work.
    pub load: i64,
    /// Most conversations of those at work.
    pub capacity: i64,
}

/// The figures. Formulas: `docs/METRICS.md`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = BoardFigures)]
pub struct Figures {
    /// With the bot now.
    pub bot: i64,
    /// In the queue now.
    pub waiting: i64,
    /// Mean wait of those in the queue, in seconds.
    pub wait_average_seconds: Option<i64>,
    /// Since when the one that waits longest waits.
    pub wait_longest_since: Option<Time>,
    /// With agents now.
    pub serving: i64,
    /// Of them, those that their agent has not answered for `unanswered_seconds`.
    pub unanswered: i64,
    /// So long; 0 means that nothing is counted.
    pub unanswered_seconds: i64,
    /// Messages left that nobody took.
    pub left_messages: i64,
    /// First replies within the goal, today.
    pub timely: Share,
    /// The goal, in seconds.
    pub goal_seconds: i64,
    /// Left while waiting, of those who waited, today.
    pub abandoned: Share,
    /// Good ratings, of all, today.
    pub good: Share,
    /// Mean rating, today.
    pub rating_average: Option<f64>,
    /// Agents.
    pub agents: AgentCounts,
    /// How they stand.
    pub levels: Levels,
}

/// One who waits.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = BoardWaiting)]
pub struct Waiting {
    /// `cnv_…`.
    pub conversation_id: String,
    /// A number to read aloud.
    pub number: i64,
    /// The customer's name, masked.
    pub customer: String,
    /// Grade.
    pub grade: Option<String>,
    /// Name of the channel.
    pub channel: String,
    /// Name of the group that they wait for.
    pub group: Option<String>,
    /// Why a person was asked for.
    pub reason: Option<TransferReason>,
    /// Since when.
    pub since: Time,
    /// Place in the queue of their group, from 1.
    pub position: i64,
    /// An honest estimate, or null when there is nothing to estimate from.
    pub eta_seconds: Option<i64>,
    /// How the wait stands.
    pub level: Level,
}

/// An agent on the wall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = BoardAgent)]
pub struct Seated {
    /// `agt_…`.
    pub id: String,
    /// Real name.
    pub name: String,
    /// What they say of themselves; offline when not connected.
    pub state: AgentState,
    /// Why, if told.
    pub reason: Option<String>,
    /// Since when.
    pub since: Time,
    /// Whether a workbench of theirs is open.
    pub connected: bool,
    /// Conversations now.
    pub load: i64,
    /// Most conversations at once.
    pub max_chats: i64,
    /// Ids of groups.
    pub groups: Vec<String>,
    /// Customers who wait for their answer.
    pub unanswered: i64,
    /// Since when the longest does.
    pub unanswered_since: Option<Time>,
    /// How that stands.
    pub level: Level,
}

/// The board, whole or what changed.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = LiveBoard)]
pub struct Picture {
    /// When it was counted.
    pub at: Time,
    /// Whether `agents` are all; else those that changed since the picture before.
    pub whole: bool,
    /// The figures.
    pub figures: Figures,
    /// The peak that holds, if any.
    pub peak: Option<Peak>,
    /// The first of the queue.
    pub queue: Vec<Waiting>,
    /// Agents who serve.
    pub agents: Vec<Seated>,
    /// Agents that are no longer there, by id.
    pub gone: Vec<String>,
}
