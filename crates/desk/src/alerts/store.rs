//! Every statement on `alerts`.

use serde_json::Value as Json;
use shanying_kernel::{Cursor, Error, Result, new_id};
use shanying_storage::{Row, Tx, sql};

use super::model::{AlertKind, AlertRow, AlertState, NewAlert};

/// Rows that one sweep looks at.
const ROUND: usize = 200;

/// Raises the alert, or shows the open one again; its id, and whether it is news.
pub(super) async fn raise(tx: &mut Tx, new: &NewAlert) -> Result<(String, bool)> {
    let now = tx.now_ms();
    let id = new_id("alt");
    let row = sql(
        "INSERT INTO alerts (id, kind, severity, subject, conversation_id, facts, state, times, \
         created_at, last_at, note) VALUES ($1, $2, $3, $4, $5, $6, 'open', 1, $7, $7, '') \
         ON CONFLICT (kind, subject) WHERE ended_at IS NULL DO UPDATE SET \
         severity = excluded.severity, facts = excluded.facts, state = 'open', \
         times = alerts.times + 1, last_at = excluded.last_at RETURNING id",
    )
    .bind(&id)
    .bind(new.kind.code())
    .bind(new.severity.code())
    .bind(&new.subject)
    .bind(new.conversation_id.clone())
    .bind_json(&new.facts)
    .bind(now)
    .one(tx)
    .await?;
    let kept = row.text("id")?;
    let is_new = kept == id;
    Ok((kept, is_new))
}

/// The alert, or `not_found.alert`.
pub(super) async fn load(tx: &mut Tx, id: &str) -> Result<AlertRow> {
    find(tx, id, "").await
}

/// The alert, held until the end of this transaction.
pub(super) async fn load_for_update(tx: &mut Tx, id: &str) -> Result<AlertRow> {
    let lock = tx.dialect().for_update();
    find(tx, id, lock).await
}

async fn find(tx: &mut Tx, id: &str, lock: &str) -> Result<AlertRow> {
    let row = sql(format!("SELECT * FROM alerts WHERE id = $1{lock}"))
        .bind(id)
        .optional(tx)
        .await?
        .ok_or_else(|| Error::not_found("not_found.alert", "no such alert"))?;
    alert(&row)
}

/// Open ones (`ended` false) or those of the past, the newest first.
pub(super) async fn list(
    tx: &mut Tx,
    ended: bool,
    cursor: Option<Cursor>,
    limit: usize,
) -> Result<Vec<AlertRow>> {
    let before = cursor.unwrap_or(Cursor {
        key: i64::MAX,
        id: String::new(),
    });
    let state = if ended { "IS NOT NULL" } else { "IS NULL" };
    let rows = sql(format!(
        "SELECT * FROM alerts WHERE ended_at {state} \
         AND (created_at < $1 OR (created_at = $1 AND id < $2)) \
         ORDER BY created_at DESC, id DESC LIMIT $3"
    ))
    .bind(before.key)
    .bind(before.id)
    .bind(limit)
    .all(tx)
    .await?;
    rows.iter().map(alert).collect()
}

/// How many are open.
pub(super) async fn count_open(tx: &mut Tx) -> Result<i64> {
    sql("SELECT COUNT(*) FROM alerts WHERE ended_at IS NULL")
        .one(tx)
        .await?
        .count()
}

/// Writes what somebody did; the row must be locked.
pub(super) async fn save(tx: &mut Tx, row: &AlertRow) -> Result<()> {
    let state = match row.state {
        AlertState::Open => "open",
        AlertState::Acknowledged => "acknowledged",
        AlertState::Handled => "handled",
        AlertState::Passed => "passed",
    };
    sql(
        "UPDATE alerts SET state = $2, acknowledged_by = $3, acknowledged_at = $4, ended_by = $5, \
         ended_at = $6, note = $7 WHERE id = $1",
    )
    .bind(&row.id)
    .bind(state)
    .bind(row.acknowledged_by.clone())
    .bind(row.acknowledged_at)
    .bind(row.ended_by.clone())
    .bind(row.ended_at)
    .bind(&row.note)
    .run(tx)
    .await?;
    Ok(())
}

/// Conversations whose agent has not answered since `before_ms`, with since when, that no open
/// alert of this severity tells of.
pub(super) async fn unanswered(
    tx: &mut Tx,
    before_ms: i64,
    alarm_before_ms: i64,
) -> Result<Vec<(String, i64)>> {
    let rows = sql(
        "SELECT c.id AS id, CASE WHEN c.accepted_at > c.waiting_since THEN c.accepted_at \
         ELSE c.waiting_since END AS since FROM conversations c \
         WHERE c.owner = 'agent' AND c.waiting_since IS NOT NULL AND c.waiting_since <= $1 \
         AND c.accepted_at <= $1 AND NOT EXISTS (SELECT 1 FROM alerts a \
         WHERE a.kind = 'unanswered' AND a.subject = c.id AND a.ended_at IS NULL \
         AND (a.severity = 'alarm' OR c.waiting_since > $2 OR c.accepted_at > $2)) LIMIT $3",
    )
    .bind(before_ms)
    .bind(alarm_before_ms)
    .bind(ROUND)
    .all(tx)
    .await?;
    since(&rows)
}

/// Customers who have been in the queue since `before_ms` without an open alert, with their grade.
pub(super) async fn waiting(
    tx: &mut Tx,
    before_ms: i64,
) -> Result<Vec<(String, i64, Option<String>)>> {
    let rows = sql(
        "SELECT c.id AS id, c.queued_at AS since, u.level AS level FROM conversations c \
         JOIN customers u ON u.id = c.customer_id \
         WHERE c.owner = 'queue' AND c.queued_at <= $1 AND u.level IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM alerts a WHERE a.kind = 'vip_waiting' AND a.subject = c.id \
         AND a.ended_at IS NULL) LIMIT $2",
    )
    .bind(before_ms)
    .bind(ROUND)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok((
                row.text("id")?,
                row.int("since")?,
                row.text_or_null("level")?,
            ))
        })
        .collect()
}

fn since(rows: &[Row]) -> Result<Vec<(String, i64)>> {
    rows.iter()
        .map(|row| Ok((row.text("id")?, row.int("since")?)))
        .collect()
}

/// Open alerts whose cause is over: the customer got an answer, was taken from the queue, is no
/// longer with the bot, or the conversation ended.
pub(super) async fn over(tx: &mut Tx, surge_before_ms: i64) -> Result<Vec<String>> {
    let rows = sql(
        "SELECT a.id AS id FROM alerts a LEFT JOIN conversations c ON c.id = a.conversation_id \
         WHERE a.ended_at IS NULL AND (\
           (a.kind = 'surge' AND a.last_at < $1) \
           OR (a.kind NOT IN ('surge', 'peak') AND (c.id IS NULL OR c.owner = 'closed' OR c.owner = 'left_message')) \
           OR (a.kind = 'unanswered' AND (c.owner <> 'agent' OR c.waiting_since IS NULL)) \
           OR (a.kind = 'vip_waiting' AND c.owner <> 'queue') \
           OR (a.kind = 'bot_stuck' AND c.owner <> 'bot')) LIMIT $2",
    )
    .bind(surge_before_ms)
    .bind(ROUND)
    .all(tx)
    .await?;
    rows.iter().map(|row| row.text("id")).collect()
}

/// The open alert of a kind on this subject, if any.
pub(super) async fn open_on(tx: &mut Tx, kind: AlertKind, subject: &str) -> Result<Option<String>> {
    let row = sql("SELECT id FROM alerts WHERE kind = $1 AND subject = $2 AND ended_at IS NULL")
        .bind(kind.code())
        .bind(subject)
        .optional(tx)
        .await?;
    row.map(|row| row.text("id")).transpose()
}

/// When a surge on this entry was last told of, if it is open.
pub(super) async fn surge_told(tx: &mut Tx, entry_id: &str) -> Result<Option<i64>> {
    let row = sql(
        "SELECT last_at FROM alerts WHERE kind = 'surge' AND subject = $1 AND ended_at IS NULL",
    )
    .bind(entry_id)
    .optional(tx)
    .await?;
    row.map(|row| row.int("last_at")).transpose()
}

/// Deletes what is told of a conversation (erasure, retention).
pub(crate) async fn forget_conversation(tx: &mut Tx, id: &str) -> Result<()> {
    sql("DELETE FROM alerts WHERE conversation_id = $1")
        .bind(id)
        .run(tx)
        .await?;
    Ok(())
}

fn alert(row: &Row) -> Result<AlertRow> {
    let kind: AlertKind = serde_json::from_value(Json::String(row.text("kind")?))?;
    Ok(AlertRow {
        id: row.text("id")?,
        kind,
        severity: serde_json::from_value(Json::String(row.text("severity")?))?,
        conversation_id: row.text_or_null("conversation_id")?,
        facts: row.json("facts")?,
        state: serde_json::from_value(Json::String(row.text("state")?))?,
        times: row.int("times")?,
        created_at: row.time("created_at")?,
        last_at: row.time("last_at")?,
        acknowledged_by: row.text_or_null("acknowledged_by")?,
        acknowledged_at: row.time_or_null("acknowledged_at")?,
        ended_by: row.text_or_null("ended_by")?,
        ended_at: row.time_or_null("ended_at")?,
        note: row.text("note")?,
    })
}
