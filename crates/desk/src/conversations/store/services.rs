//! Statements on `services`: who served which conversation, when, and how fast they replied.

use shanying_kernel::{Result, Time, new_id};
use shanying_storage::{Row, Tx, sql};

/// A stretch of service, for reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Who served.
    pub agent_id: String,
    /// What.
    pub conversation_id: String,
    /// Its number, to read aloud.
    pub number: i64,
    /// Its subject, personal data masked.
    pub subject: String,
    /// Begin.
    pub from: Time,
    /// End; none while it lasts.
    pub until: Option<Time>,
    /// First reply − begin, in milliseconds.
    pub first_wait_ms: Option<i64>,
    /// Replies to what a customer had said.
    pub rounds: i64,
    /// What the customer waited for them, summed, in milliseconds.
    pub reply_ms: i64,
    /// The customer's rating of the conversation, when this agent served last.
    pub score: Option<i64>,
}

/// An agent begins to serve.
pub(crate) async fn begin(tx: &mut Tx, conversation_id: &str, agent_id: &str) -> Result<()> {
    let now = tx.now_ms();
    end(tx, conversation_id).await?;
    sql("INSERT INTO services (id, conversation_id, agent_id, from_at) VALUES ($1, $2, $3, $4)")
        .bind(new_id("srv"))
        .bind(conversation_id)
        .bind(agent_id)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// Nobody serves any more.
pub(crate) async fn end(tx: &mut Tx, conversation_id: &str) -> Result<()> {
    let now = tx.now_ms();
    sql("UPDATE services SET until_at = $2 WHERE conversation_id = $1 AND until_at IS NULL")
        .bind(conversation_id)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// Conversations whose agents have said nothing since they got them, before `before_ms`, with the
/// agents; the oldest first.
pub(crate) async fn unanswered(tx: &mut Tx, before_ms: i64) -> Result<Vec<(String, String)>> {
    let rows = sql(
        "SELECT conversation_id, agent_id FROM services WHERE until_at IS NULL \
         AND first_wait_ms IS NULL AND from_at <= $1 ORDER BY from_at LIMIT 100",
    )
    .bind(before_ms)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| Ok((row.text("conversation_id")?, row.text("agent_id")?)))
        .collect()
}

/// The agent replied; the customer had waited since `since`, if for anything.
pub(crate) async fn replied(tx: &mut Tx, conversation_id: &str, since: Option<Time>) -> Result<()> {
    let now = tx.now_ms();
    sql(
        "UPDATE services SET first_wait_ms = COALESCE(first_wait_ms, $2 - from_at), \
         rounds = rounds + $3, reply_ms = reply_ms + CASE WHEN $3 = 0 THEN 0 \
         WHEN $4 > from_at THEN $2 - $4 ELSE $2 - from_at END \
         WHERE conversation_id = $1 AND until_at IS NULL",
    )
    .bind(conversation_id)
    .bind(now)
    .bind(i64::from(since.is_some()))
    .bind(since.unwrap_or_default())
    .run(tx)
    .await?;
    Ok(())
}

/// A stretch of the past, for the demo companies.
pub(crate) async fn insert_past(tx: &mut Tx, past: &Service) -> Result<()> {
    sql(
        "INSERT INTO services (id, conversation_id, agent_id, from_at, until_at, first_wait_ms, \
         rounds, reply_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(new_id("srv"))
    .bind(&past.conversation_id)
    .bind(&past.agent_id)
    .bind(past.from)
    .bind(past.until)
    .bind(past.first_wait_ms)
    .bind(past.rounds)
    .bind(past.reply_ms)
    .run(tx)
    .await?;
    Ok(())
}

/// Stretches that lasted at some moment of `[from_ms, to_ms)`, of one agent or (empty) of all.
pub async fn served_between(
    tx: &mut Tx,
    agent_id: &str,
    from_ms: i64,
    to_ms: i64,
) -> Result<Vec<Service>> {
    let rows = sql("SELECT s.*, c.number AS number, c.subject AS subject, \
         CASE WHEN c.last_agent_id = s.agent_id THEN c.rating_score END AS score \
         FROM services s JOIN conversations c ON c.id = s.conversation_id \
         WHERE ($1 = '' OR s.agent_id = $1) AND s.from_at < $3 \
         AND (s.until_at IS NULL OR s.until_at > $2 OR s.from_at >= $2) ORDER BY s.from_at, s.id")
    .bind(agent_id)
    .bind(from_ms)
    .bind(to_ms)
    .all(tx)
    .await?;
    rows.iter().map(service).collect()
}

pub(super) async fn forget(tx: &mut Tx, conversation_id: &str) -> Result<()> {
    sql("DELETE FROM services WHERE conversation_id = $1")
        .bind(conversation_id)
        .run(tx)
        .await?;
    Ok(())
}

fn service(row: &Row) -> Result<Service> {
    Ok(Service {
        agent_id: row.text("agent_id")?,
        conversation_id: row.text("conversation_id")?,
        number: row.int("number")?,
        subject: row.text("subject")?,
        from: row.time("from_at")?,
        until: row.time_or_null("until_at")?,
        first_wait_ms: row.int_or_null("first_wait_ms")?,
        rounds: row.int("rounds")?,
        reply_ms: row.int("reply_ms")?,
        score: row.int_or_null("score")?,
    })
}
