//! Types of the overview.

use serde::Serialize;

/// A ratio with both its sides, so that nobody reads a percentage of three.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Ratio {
    /// How many.
    pub numerator: i64,
    /// Of how many.
    pub denominator: i64,
}

/// What the bot's questions got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct QuestionOutcomes {
    /// An answer.
    pub direct: i64,
    /// Suggestions.
    pub suggested: i64,
    /// Small talk.
    pub small_talk: i64,
    /// A person, because the entry wants one.
    pub to_person: i64,
    /// Nothing.
    pub unknown: i64,
    /// A task that went on.
    pub dialogue: i64,
}

/// How customers rated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct RatingFigures {
    /// Ratings.
    pub count: i64,
    /// Conversations whose customers could rate.
    pub invited: i64,
    /// Mean score, 1 to 5.
    pub average: Option<f64>,
    /// 4 and 5.
    pub good: i64,
    /// 1 and 2.
    pub bad: i64,
}

/// Whether the matter was solved, as customers say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ResolvedFigures {
    /// Solved.
    pub yes: i64,
    /// Not solved.
    pub no: i64,
}

/// An entry that answered often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct TopEntry {
    /// `ent_…`.
    pub entry_id: String,
    /// Its standard question.
    pub question: String,
    /// Direct answers of the day.
    pub hits: i64,
}

/// A question that the bot did not know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct UnknownQuestion {
    /// The gap's question, personal numbers masked.
    pub text: String,
    /// How often it, or one like it, was asked this day.
    pub count: i64,
    /// `gap_…`.
    pub gap_id: String,
}

/// One hour of the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct HourFigures {
    /// 0 to 23, local.
    pub hour: i64,
    /// Conversations begun.
    pub conversations: i64,
    /// Of them, those that reached an agent.
    pub human: i64,
}

/// The day in figures. Formulas: `docs/METRICS.md`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Overview {
    /// Local day, `YYYY-MM-DD`.
    pub date: String,
    /// Conversations begun.
    pub conversations: i64,
    /// Of them, those in which the customer said something.
    pub effective_conversations: i64,
    /// The bot replied to a question.
    pub bot_served: i64,
    /// Of them, those that never asked for a person.
    pub bot_contained: i64,
    /// A person was asked for before any question.
    pub to_human_direct: i64,
    /// A person was asked for after a question.
    pub to_human_after_talk: i64,
    /// In the queue at this moment.
    pub waiting_now: i64,
    /// With agents at this moment.
    pub serving_now: i64,
    /// Agents who are connected and online at this moment.
    pub online_agents: i64,
    /// Messages left that nobody has taken, at this moment.
    pub left_messages_open: i64,
    /// Reached an agent.
    pub human_conversations: i64,
    /// Mean first response, in seconds.
    pub first_response_avg_seconds: Option<f64>,
    /// First responses within the goal of the settings.
    pub first_response_within_goal: Ratio,
    /// Mean wait in the queue of those accepted, in seconds.
    pub avg_wait_seconds: Option<f64>,
    /// How long the one who waits longest has waited, in seconds.
    pub longest_wait_now_seconds: Option<i64>,
    /// Left while waiting.
    pub abandoned: i64,
    /// What the bot's questions got.
    pub questions: QuestionOutcomes,
    /// Ratings.
    pub rating: RatingFigures,
    /// Solved or not.
    pub resolved: ResolvedFigures,
    /// The ten entries that answered most.
    pub top_entries: Vec<TopEntry>,
    /// The ten matters that the bot did not know most often.
    pub unknown_questions: Vec<UnknownQuestion>,
    /// All 24 hours.
    pub hourly: Vec<HourFigures>,
}
