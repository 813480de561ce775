//! A day in figures, from the conversations themselves. Formulas: `docs/METRICS.md`.

use shanying_kernel::Result;
use shanying_storage::{Row, Tx, sql};

/// The figures of the conversations that began in a span of time.
#[derive(Clone, Debug, Default)]
pub struct DayFigures {
    /// Begun.
    pub conversations: i64,
    /// With at least one message of the customer.
    pub effective: i64,
    /// The bot replied to a question.
    pub bot_served: i64,
    /// Served by the bot and never asking for a person.
    pub bot_contained: i64,
    /// A person was asked for before any question to the bot.
    pub to_human_direct: i64,
    /// A person was asked for after a question to the bot.
    pub to_human_after_talk: i64,
    /// Reached an agent.
    pub human: i64,
    /// Agent's first message − accepted, summed over those that have one, in milliseconds.
    pub first_response_sum_ms: i64,
    /// Conversations that have a first response.
    pub first_response_count: i64,
    /// First responses within the goal.
    pub first_response_within: i64,
    /// Waits in the queue of accepted conversations, summed, in milliseconds.
    pub wait_sum_ms: i64,
    /// Accepted conversations that waited.
    pub wait_count: i64,
    /// Left while waiting.
    pub abandoned: i64,
    /// Rated.
    pub rated: i64,
    /// Invited, or ended with an agent.
    pub invited: i64,
    /// Sum of the scores.
    pub score_sum: i64,
    /// 4 and 5.
    pub good: i64,
    /// 1 and 2.
    pub bad: i64,
    /// Rated as solved.
    pub solved: i64,
    /// Rated as not solved.
    pub unsolved: i64,
}

/// Counts conversations begun in `[from_ms, to_ms)`.
pub async fn day_figures(
    tx: &mut Tx,
    from_ms: i64,
    to_ms: i64,
    goal_ms: i64,
) -> Result<DayFigures> {
    let row = sql(
        "SELECT COUNT(*) AS conversations, \
         CAST(COALESCE(SUM(CASE WHEN subject <> '' OR asked_bot = 1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS effective, \
         CAST(COALESCE(SUM(bot_replied), 0) AS BIGINT) AS bot_served, \
         CAST(COALESCE(SUM(CASE WHEN bot_replied = 1 AND transfer_reason IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS contained, \
         CAST(COALESCE(SUM(CASE WHEN transfer_reason IS NOT NULL AND transfer_reason <> 'agent' AND transfer_direct = 1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS direct, \
         CAST(COALESCE(SUM(CASE WHEN transfer_reason IS NOT NULL AND transfer_reason <> 'agent' AND transfer_direct = 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS after_talk, \
         CAST(COALESCE(SUM(CASE WHEN accepted_at IS NOT NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS human, \
         CAST(COALESCE(SUM(first_wait_ms), 0) AS BIGINT) AS first_sum, COUNT(first_wait_ms) AS first_count, \
         CAST(COALESCE(SUM(CASE WHEN first_wait_ms <= $3 THEN 1 ELSE 0 END), 0) AS BIGINT) AS first_within, \
         CAST(COALESCE(SUM(CASE WHEN accepted_at IS NOT NULL THEN queue_wait_ms END), 0) AS BIGINT) AS wait_sum, \
         COUNT(CASE WHEN accepted_at IS NOT NULL THEN queue_wait_ms END) AS wait_count, \
         CAST(COALESCE(SUM(abandoned), 0) AS BIGINT) AS abandoned, \
         COUNT(rating_score) AS rated, CAST(COALESCE(SUM(rating_score), 0) AS BIGINT) AS score_sum, \
         CAST(COALESCE(SUM(CASE WHEN rating_invited = 1 OR rating_score IS NOT NULL OR (owner = 'closed' AND accepted_at IS NOT NULL) THEN 1 ELSE 0 END), 0) AS BIGINT) AS invited, \
         CAST(COALESCE(SUM(CASE WHEN rating_score >= 4 THEN 1 ELSE 0 END), 0) AS BIGINT) AS good, \
         CAST(COALESCE(SUM(CASE WHEN rating_score <= 2 THEN 1 ELSE 0 END), 0) AS BIGINT) AS bad, \
         CAST(COALESCE(SUM(CASE WHEN rating_solved = 1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS solved, \
         CAST(COALESCE(SUM(CASE WHEN rating_solved = 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS unsolved \
         FROM conversations WHERE created_at >= $1 AND created_at < $2",
    )
    .bind(from_ms)
    .bind(to_ms)
    .bind(goal_ms)
    .one(tx)
    .await?;
    figures(&row)
}

fn figures(row: &Row) -> Result<DayFigures> {
    Ok(DayFigures {
        conversations: row.int("conversations")?,
        effective: row.int("effective")?,
        bot_served: row.int("bot_served")?,
        bot_contained: row.int("contained")?,
        to_human_direct: row.int("direct")?,
        to_human_after_talk: row.int("after_talk")?,
        human: row.int("human")?,
        first_response_sum_ms: row.int("first_sum")?,
        first_response_count: row.int("first_count")?,
        first_response_within: row.int("first_within")?,
        wait_sum_ms: row.int("wait_sum")?,
        wait_count: row.int("wait_count")?,
        abandoned: row.int("abandoned")?,
        rated: row.int("rated")?,
        invited: row.int("invited")?,
        score_sum: row.int("score_sum")?,
        good: row.int("good")?,
        bad: row.int("bad")?,
        solved: row.int("solved")?,
        unsolved: row.int("unsolved")?,
    })
}

/// Conversations and human conversations begun in each hour from `from_ms` on.
pub async fn hourly(tx: &mut Tx, from_ms: i64, to_ms: i64) -> Result<Vec<(i64, i64, i64)>> {
    let rows = sql(
        "SELECT (created_at - $1) / 3600000 AS hour, COUNT(*) AS conversations, COUNT(accepted_at) AS human \
         FROM conversations WHERE created_at >= $1 AND created_at < $2 GROUP BY 1 ORDER BY 1",
    )
    .bind(from_ms)
    .bind(to_ms)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok((
                row.int("hour")?,
                row.int("conversations")?,
                row.int("human")?,
            ))
        })
        .collect()
}

/// What is going on at this moment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Now {
    /// In the queue.
    pub waiting: i64,
    /// With agents.
    pub serving: i64,
    /// Messages left that nobody answered.
    pub left_messages: i64,
    /// When the one that waits longest began to, UTC milliseconds.
    pub longest_wait_since: Option<i64>,
}

/// Counts what is going on.
pub async fn now(tx: &mut Tx) -> Result<Now> {
    let row = sql(
        "SELECT COUNT(CASE WHEN owner = 'queue' THEN 1 END) AS waiting, \
         COUNT(CASE WHEN owner = 'agent' THEN 1 END) AS serving, \
         COUNT(CASE WHEN owner = 'left_message' THEN 1 END) AS left_messages, \
         MIN(CASE WHEN owner = 'queue' THEN queued_at END) AS longest \
         FROM conversations WHERE owner <> 'closed'",
    )
    .one(tx)
    .await?;
    Ok(Now {
        waiting: row.int("waiting")?,
        serving: row.int("serving")?,
        left_messages: row.int("left_messages")?,
        longest_wait_since: row.int_or_null("longest")?,
    })
}
