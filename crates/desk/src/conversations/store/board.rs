//! What is going on at this moment, for the live board: each statement one pass over the open
//! conversations.

use std::collections::HashMap;

use shanying_kernel::Result;
use shanying_storage::{Tx, sql};

/// Open conversations, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Going {
    /// With the bot.
    pub bot: i64,
    /// In the queue.
    pub waiting: i64,
    /// Since when they wait, summed.
    pub queued_at_sum: i64,
    /// Since when the one that waits longest waits.
    pub longest_since: Option<i64>,
    /// With agents.
    pub serving: i64,
    /// Of them, those that wait for an answer since before the moment that was asked for.
    pub unanswered: i64,
    /// Messages left that nobody answered.
    pub left_messages: i64,
}

/// Counts what is open; unanswered are those that wait for an answer since `before_ms`.
pub(crate) async fn going(tx: &mut Tx, before_ms: i64) -> Result<Going> {
    let row = sql("SELECT COUNT(CASE WHEN owner = 'bot' THEN 1 END) AS bot, \
         COUNT(CASE WHEN owner = 'queue' THEN 1 END) AS waiting, \
         CAST(COALESCE(SUM(CASE WHEN owner = 'queue' THEN queued_at END), 0) AS BIGINT) AS queued_sum, \
         MIN(CASE WHEN owner = 'queue' THEN queued_at END) AS longest, \
         COUNT(CASE WHEN owner = 'agent' THEN 1 END) AS serving, \
         COUNT(CASE WHEN owner = 'agent' AND waiting_since <= $1 AND accepted_at <= $1 THEN 1 END) AS unanswered, \
         COUNT(CASE WHEN owner = 'left_message' THEN 1 END) AS left_messages \
         FROM conversations WHERE owner IN ('bot', 'queue', 'agent', 'left_message')")
    .bind(before_ms)
    .one(tx)
    .await?;
    Ok(Going {
        bot: row.int("bot")?,
        waiting: row.int("waiting")?,
        queued_at_sum: row.int("queued_sum")?,
        longest_since: row.int_or_null("longest")?,
        serving: row.int("serving")?,
        unanswered: row.int("unanswered")?,
        left_messages: row.int("left_messages")?,
    })
}

/// By agent: how many of their customers wait for an answer, and since when the longest does; what
/// they waited in the queue is not the agent's.
pub(crate) async fn unanswered_by_agent(tx: &mut Tx) -> Result<HashMap<String, (i64, i64)>> {
    let rows = sql(
        "SELECT agent_id, COUNT(*) AS n, MIN(CASE WHEN accepted_at > waiting_since \
         THEN accepted_at ELSE waiting_since END) AS since FROM conversations \
         WHERE owner = 'agent' AND waiting_since IS NOT NULL AND agent_id IS NOT NULL GROUP BY agent_id",
    )
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| Ok((row.text("agent_id")?, (row.int("n")?, row.int("since")?))))
        .collect()
}

/// Conversations begun since `from_ms` that ever waited in the queue.
pub(crate) async fn queued_since(tx: &mut Tx, from_ms: i64) -> Result<i64> {
    sql("SELECT COUNT(*) FROM conversations WHERE created_at >= $1 \
         AND (queue_wait_ms IS NOT NULL OR owner = 'queue')")
    .bind(from_ms)
    .one(tx)
    .await?
    .count()
}

/// What was measured lately, for calculations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lately {
    /// Customers who asked for a person in the busiest hour.
    pub busiest_hour: Option<i64>,
    /// Mean stretch of service, in milliseconds.
    pub handling_ms: Option<i64>,
    /// Mean wait of those who left the queue, in milliseconds.
    pub patience_ms: Option<i64>,
}

/// Measures from `from_ms` on.
pub(crate) async fn lately(tx: &mut Tx, from_ms: i64) -> Result<Lately> {
    let row = sql(
        "SELECT (SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM conversations WHERE created_at >= $1 \
         AND transfer_reason IS NOT NULL AND transfer_reason <> 'agent' \
         GROUP BY created_at / 3600000) AS hours) AS busiest, \
         (SELECT CAST(AVG(until_at - from_at) AS BIGINT) FROM services WHERE from_at >= $1 \
         AND until_at IS NOT NULL) AS handling, \
         (SELECT CAST(AVG(queue_wait_ms) AS BIGINT) FROM conversations WHERE created_at >= $1 \
         AND abandoned = 1 AND queue_wait_ms IS NOT NULL) AS patience",
    )
    .bind(from_ms)
    .one(tx)
    .await?;
    Ok(Lately {
        busiest_hour: row.int_or_null("busiest")?,
        handling_ms: row.int_or_null("handling")?,
        patience_ms: row.int_or_null("patience")?,
    })
}
