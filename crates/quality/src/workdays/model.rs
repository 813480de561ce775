//! Types of workdays.

use serde::Serialize;
use shanying_kernel::Time;
use shanying_people::agents::AgentState;

/// Breaks of one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = WorkdayBreak)]
pub struct Break {
    /// As told; empty when none was.
    pub reason: String,
    /// How often.
    pub times: i64,
    /// How long, together.
    pub seconds: i64,
}

/// What an agent did on a day. Formulas: `docs/METRICS.md`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Workday {
    /// `agt_…`.
    pub agent_id: String,
    /// Their name.
    pub name: String,
    /// Local day, `YYYY-MM-DD`.
    pub date: String,
    /// Not offline.
    pub logged_in_seconds: i64,
    /// 在线.
    pub online_seconds: i64,
    /// 示忙.
    pub busy_seconds: i64,
    /// 小休.
    pub break_seconds: i64,
    /// By reason, the longest first.
    pub breaks: Vec<Break>,
    /// 在线 without any conversation.
    pub idle_seconds: i64,
    /// At work with at least one conversation.
    pub serving_seconds: i64,
    /// Conversations taken that day.
    pub served: i64,
    /// Of them, those with a reply of this agent.
    pub replied: i64,
    /// Mean first response, in seconds.
    pub first_response_seconds: Option<f64>,
    /// Replies to what customers had said.
    pub rounds: i64,
    /// Mean time to such a reply, in seconds.
    pub response_seconds: Option<f64>,
    /// Conversations taken ÷ hours logged in.
    pub served_per_hour: Option<f64>,
    /// Ratings of those conversations whose last agent this is.
    pub ratings: i64,
    /// Of them, 4 and 5.
    pub good: i64,
}

/// A stretch in a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = WorkdayStretch)]
pub struct StretchRow {
    /// Which.
    pub state: AgentState,
    /// Why, if told.
    pub reason: Option<String>,
    /// Begin, cut at the day's.
    pub from: Time,
    /// End, cut at the day's or now.
    pub until: Time,
}

/// A conversation that was served.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = WorkdayService)]
pub struct ServiceRow {
    /// `cnv_…`.
    pub conversation_id: String,
    /// A number to read aloud.
    pub number: i64,
    /// What it is about.
    pub subject: String,
    /// When the agent took it.
    pub from: Time,
    /// Until when they had it; none while they do.
    pub until: Option<Time>,
    /// First response, in seconds.
    pub first_response_seconds: Option<f64>,
    /// Replies to what the customer had said.
    pub rounds: i64,
    /// Mean time to such a reply, in seconds.
    pub response_seconds: Option<f64>,
    /// The rating, when this agent was the last.
    pub score: Option<i64>,
}

/// The rows behind a day's figures.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct WorkdayRows {
    /// The figures.
    pub day: Workday,
    /// States, in order.
    pub stretches: Vec<StretchRow>,
    /// Conversations taken that day, in order.
    pub services: Vec<ServiceRow>,
}
