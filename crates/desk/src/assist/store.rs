//! Statements on `assist_verdicts` and `wrap_ups`.

use shanying_kernel::{Result, new_id};
use shanying_storage::{Row, Tx, sql};

use super::model::{SourceKind, Verdict, WrapUpRecord};

/// What an agent made of a suggestion.
#[derive(Clone, Debug)]
pub(crate) struct Lesson {
    pub id: String,
    pub conversation_id: String,
    pub kind: String,
    pub reference: String,
    pub verdict: String,
    pub asked: String,
}

/// A verdict that is about to be kept.
pub(super) struct NewVerdict<'a> {
    pub conversation_id: &'a str,
    pub seq: i64,
    pub agent_id: &'a str,
    pub kind: SourceKind,
    pub reference: &'a str,
    pub verdict: Verdict,
    pub asked: &'a str,
}

/// Keeps a verdict; the last one on the same suggestion counts.
pub(super) async fn judge(tx: &mut Tx, new: NewVerdict<'_>) -> Result<Lesson> {
    let now = tx.now_ms();
    let row = sql(
        "INSERT INTO assist_verdicts (id, conversation_id, seq, agent_id, kind, reference, verdict, \
         asked, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (conversation_id, seq, agent_id, kind, reference) DO UPDATE SET \
         verdict = excluded.verdict, created_at = excluded.created_at RETURNING *",
    )
    .bind(new_id("asv"))
    .bind(new.conversation_id)
    .bind(new.seq)
    .bind(new.agent_id)
    .bind(new.kind.code())
    .bind(new.reference)
    .bind(new.verdict.code())
    .bind(new.asked)
    .bind(now)
    .one(tx)
    .await?;
    lesson(&row)
}

/// The newest verdicts, at most so many.
pub(super) async fn lessons(tx: &mut Tx, most: usize) -> Result<Vec<Lesson>> {
    let rows = sql("SELECT * FROM assist_verdicts ORDER BY created_at DESC, id LIMIT $1")
        .bind(most)
        .all(tx)
        .await?;
    rows.iter().map(lesson).collect()
}

fn lesson(row: &Row) -> Result<Lesson> {
    Ok(Lesson {
        id: row.text("id")?,
        conversation_id: row.text("conversation_id")?,
        kind: row.text("kind")?,
        reference: row.text("reference")?,
        verdict: row.text("verdict")?,
        asked: row.text("asked")?,
    })
}

/// How often each verdict was given since a moment.
pub(super) async fn tally(tx: &mut Tx, since: i64) -> Result<Vec<(String, i64)>> {
    let rows = sql(
        "SELECT verdict, COUNT(*) AS count FROM assist_verdicts WHERE created_at >= $1 \
         GROUP BY verdict ORDER BY verdict",
    )
    .bind(since)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| Ok((row.text("verdict")?, row.int("count")?)))
        .collect()
}

/// Keeps what was confirmed at the end of a conversation; the last word counts.
pub(super) async fn keep_wrap_up(
    tx: &mut Tx,
    conversation_id: &str,
    record: &WrapUpRecord,
    (changed, took_ms): (bool, i64),
) -> Result<()> {
    let now = tx.now_ms();
    sql(
        "INSERT INTO wrap_ups (conversation_id, agent_id, summary, leaf_id, tags, ticket_id, \
         follow_up_id, changed, took_ms, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         ON CONFLICT (conversation_id) DO UPDATE SET agent_id = excluded.agent_id, \
         summary = excluded.summary, leaf_id = excluded.leaf_id, tags = excluded.tags, \
         ticket_id = excluded.ticket_id, follow_up_id = excluded.follow_up_id, \
         changed = excluded.changed, took_ms = excluded.took_ms, created_at = excluded.created_at",
    )
    .bind(conversation_id)
    .bind(&record.agent_id)
    .bind(&record.summary)
    .bind(record.leaf_id.clone())
    .bind_json(&record.tags)
    .bind(record.ticket_id.clone())
    .bind(record.follow_up_id.clone())
    .bind(changed)
    .bind(took_ms)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// What was confirmed, if anything was.
pub(super) async fn wrap_up(tx: &mut Tx, conversation_id: &str) -> Result<Option<WrapUpRecord>> {
    let row = sql("SELECT * FROM wrap_ups WHERE conversation_id = $1")
        .bind(conversation_id)
        .optional(tx)
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(WrapUpRecord {
        agent_id: row.text("agent_id")?,
        summary: row.text("summary")?,
        leaf_id: row.text_or_null("leaf_id")?,
        leaf_path: Vec::new(),
        tags: row.json("tags")?,
        ticket_id: row.text_or_null("ticket_id")?,
        follow_up_id: row.text_or_null("follow_up_id")?,
        created_at: row.time("created_at")?,
    }))
}

/// A conversation is gone, and what was learnt from its words with it.
pub(crate) async fn forget_conversation(tx: &mut Tx, id: &str) -> Result<()> {
    for table in ["assist_verdicts", "wrap_ups"] {
        sql(format!("DELETE FROM {table} WHERE conversation_id = $1"))
            .bind(id)
            .run(tx)
            .await?;
    }
    Ok(())
}

/// What came of prepared summaries.
pub(super) struct Ends {
    pub all: i64,
    pub unchanged: i64,
    pub mean_ms: Option<i64>,
}

/// Summaries that were confirmed since a moment.
pub(super) async fn ends(tx: &mut Tx, since: i64) -> Result<Ends> {
    let row = sql(
        "SELECT COUNT(*) AS count, CAST(COALESCE(SUM(1 - changed), 0) AS BIGINT) AS unchanged, \
         CAST(COALESCE(SUM(took_ms), 0) AS BIGINT) AS took FROM wrap_ups WHERE created_at >= $1",
    )
    .bind(since)
    .one(tx)
    .await?;
    let all = row.int("count")?;
    let took = row.int("took")?;
    Ok(Ends {
        all,
        unchanged: row.int("unchanged")?,
        mean_ms: (all > 0).then(|| took / all),
    })
}
