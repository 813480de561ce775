//! Statements on `tool_writes`, `tool_calls`, `compensations` and `compensation_accounts`.

use serde_json::Value;
use shanying_kernel::{Actor, Cursor, Error, Page, Result, Time, new_id};
use shanying_storage::{Row, Tx, sql};

use super::model::{Asker, CallFacts, NewWrite, StoredWrite, ToolCall, ToolWrite, WriteState};
use super::rules;
use crate::connectors::{Change, Outcome};
use crate::money::Money;

/// Keeps a previewed write, unless its key is taken; the write that has the key.
pub(super) async fn insert(tx: &mut Tx, asker: &Asker, new: &NewWrite) -> Result<StoredWrite> {
    let now = tx.now_ms();
    sql(
        "INSERT INTO tool_writes (id, key, token, tool, customer_id, asked_by, fingerprint, \
           arguments, preview, reason, state, created_at, expires_at, conversation_id) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'previewed', $11, $12, $13) \
         ON CONFLICT (key) DO NOTHING",
    )
    .bind(new_id("twr"))
    .bind(&new.key)
    .bind(&new.token)
    .bind(new.tool)
    .bind(&asker.customer_id)
    .bind_json(&asker.actor)
    .bind(&new.fingerprint)
    .bind_json(&new.change)
    .bind_json(&new.preview)
    .bind(rules::reason(&new.change))
    .bind(now)
    .bind(new.expires_at)
    .bind(asker.conversation_id.clone())
    .run(tx)
    .await?;
    let row = sql("SELECT * FROM tool_writes WHERE key = $1")
        .bind(&new.key)
        .one(tx)
        .await?;
    from_row(&row)
}

/// The write that has a key.
pub(super) async fn find_key(tx: &mut Tx, key: &str) -> Result<Option<StoredWrite>> {
    let row = sql("SELECT * FROM tool_writes WHERE key = $1")
        .bind(key)
        .optional(tx)
        .await?;
    row.as_ref().map(from_row).transpose()
}

/// The write that a token confirms, held until the end of the transaction.
pub(super) async fn lock_token(tx: &mut Tx, token: &str) -> Result<StoredWrite> {
    lock(tx, "token", token).await
}

/// A write, held until the end of the transaction.
pub(super) async fn lock_id(tx: &mut Tx, id: &str) -> Result<StoredWrite> {
    lock(tx, "id", id).await
}

async fn lock(tx: &mut Tx, column: &'static str, value: &str) -> Result<StoredWrite> {
    let lock = tx.dialect().for_update();
    let row = sql(format!(
        "SELECT * FROM tool_writes WHERE {column} = $1{lock}"
    ))
    .bind(value)
    .optional(tx)
    .await?;
    let unknown = || Error::not_found("not_found.tool_write", "no such write");
    from_row(&row.ok_or_else(unknown)?)
}

/// What a person has to decide, or to try again because the shop left it unanswered.
const WAITING: &str = "(state = 'waiting' OR (state = 'running' AND approved = 1))";

/// How many writes wait for a person.
pub(super) async fn count_waiting(tx: &mut Tx) -> Result<i64> {
    let row = sql(format!(
        "SELECT COUNT(*) AS waiting FROM tool_writes WHERE {WAITING}"
    ))
    .one(tx)
    .await?;
    row.int("waiting")
}

/// Writes on which a person decided, the latest first.
pub(super) async fn decided(
    tx: &mut Tx,
    cursor: Option<Cursor>,
    limit: usize,
) -> Result<Page<StoredWrite>> {
    let before = cursor.unwrap_or(Cursor {
        key: i64::MAX,
        id: String::new(),
    });
    let rows = sql("SELECT * FROM tool_writes WHERE decided_at IS NOT NULL \
         AND state IN ('done', 'failed', 'rejected') \
         AND (decided_at < $1 OR (decided_at = $1 AND id < $2)) \
         ORDER BY decided_at DESC, id DESC LIMIT $3")
    .bind(before.key)
    .bind(before.id)
    .bind(limit + 1)
    .all(tx)
    .await?;
    let writes = rows.iter().map(from_row).collect::<Result<Vec<_>>>()?;
    Ok(Page::cut(writes, limit, |stored| Cursor {
        key: stored.write.decided_at.map_or(0, |at| at.0),
        id: stored.write.id.clone(),
    }))
}

/// Writes that wait for a person, the oldest first.
pub(super) async fn waiting(
    tx: &mut Tx,
    cursor: Option<Cursor>,
    limit: usize,
) -> Result<Page<StoredWrite>> {
    let after = cursor.unwrap_or(Cursor {
        key: 0,
        id: String::new(),
    });
    let rows = sql(format!(
        "SELECT * FROM tool_writes WHERE {WAITING} \
         AND (created_at > $1 OR (created_at = $1 AND id > $2)) ORDER BY created_at, id LIMIT $3"
    ))
    .bind(after.key)
    .bind(after.id)
    .bind(limit + 1)
    .all(tx)
    .await?;
    let writes = rows.iter().map(from_row).collect::<Result<Vec<_>>>()?;
    Ok(Page::cut(writes, limit, |stored| Cursor {
        key: stored.write.created_at.0,
        id: stored.write.id.clone(),
    }))
}

/// The shop is being asked until then.
pub(super) async fn set_running(tx: &mut Tx, id: &str, until: i64, approved: bool) -> Result<()> {
    sql(
        "UPDATE tool_writes SET state = 'running', running_until = $2, approved = $3 WHERE id = $1",
    )
    .bind(id)
    .bind(until)
    .bind(approved)
    .run(tx)
    .await?;
    Ok(())
}

/// A person shall decide.
pub(super) async fn set_waiting(tx: &mut Tx, id: &str) -> Result<()> {
    sql("UPDATE tool_writes SET state = 'waiting', running_until = 0 WHERE id = $1")
        .bind(id)
        .run(tx)
        .await?;
    Ok(())
}

/// Who decided, and what they wrote.
pub(super) async fn set_decided(tx: &mut Tx, id: &str, by: &Actor, note: &str) -> Result<()> {
    let now = tx.now_ms();
    sql("UPDATE tool_writes SET decided_by = $2, decided_note = $3, decided_at = $4 WHERE id = $1")
        .bind(id)
        .bind_json(by)
        .bind(note)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// It is over; the parameters, an address perhaps, are not kept any longer.
pub(super) async fn set_over(
    tx: &mut Tx,
    id: &str,
    state: WriteState,
    outcome: Option<&Outcome>,
    error: Option<&str>,
) -> Result<()> {
    let now = tx.now_ms();
    let outcome = outcome.map(serde_json::to_string).transpose()?;
    sql(
        "UPDATE tool_writes SET state = $2, outcome = $3, error = $4, finished_at = $5, \
           arguments = NULL, running_until = 0 WHERE id = $1",
    )
    .bind(id)
    .bind(state.code())
    .bind(outcome)
    .bind(error)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// Takes out of a customer's writes what tells of a person; those that are not done can be no more.
pub(super) async fn forget(tx: &mut Tx, customer_id: &str) -> Result<()> {
    let rows = sql("SELECT * FROM tool_writes WHERE customer_id = $1")
        .bind(customer_id)
        .all(tx)
        .await?;
    for row in rows {
        let StoredWrite { mut write, .. } = from_row(&row)?;
        write.preview.facts.clear();
        if let Some(outcome) = &mut write.outcome {
            outcome.facts.clear();
        }
        let outcome = write
            .outcome
            .as_ref()
            .map(serde_json::to_string)
            .transpose()?;
        let state = match write.state {
            WriteState::Previewed | WriteState::Running | WriteState::Waiting => WriteState::Failed,
            over => over,
        };
        sql(
            "UPDATE tool_writes SET arguments = NULL, reason = '', decided_note = '', preview = $2, \
               outcome = $3, state = $4, error = CASE WHEN state = $4 THEN error ELSE $5 END, \
               running_until = 0 WHERE id = $1",
        )
        .bind(&write.id)
        .bind_json(&write.preview)
        .bind(outcome)
        .bind(state.code())
        .bind("customer.erased")
        .run(tx)
        .await?;
    }
    Ok(())
}

fn from_row(row: &Row) -> Result<StoredWrite> {
    let write = ToolWrite {
        id: row.text("id")?,
        tool: row.text("tool")?,
        customer_id: row.text("customer_id")?,
        asked_by: row.json("asked_by")?,
        state: WriteState::parse(&row.text("state")?)?,
        preview: row.json("preview")?,
        outcome: row.json_or_null("outcome")?,
        error: row.text_or_null("error")?,
        conversation_id: row.text_or_null("conversation_id")?,
        decided_by: row.json_or_null("decided_by")?,
        decided_at: row.time_or_null("decided_at")?,
        note: row.text("decided_note")?,
        reason: row.text("reason")?,
        created_at: row.time("created_at")?,
        expires_at: row.time("expires_at")?,
    };
    Ok(StoredWrite {
        write,
        token: row.text("token")?,
        fingerprint: row.text("fingerprint")?,
        change: row.json_or_null::<Change>("arguments")?,
        running_until: row.int("running_until")?,
        approved: row.flag("approved")?,
    })
}

/// Holds what a customer was given until the end of the transaction, and counts it from `since` on.
pub(super) async fn given(tx: &mut Tx, customer_id: &str, since: i64, but: &str) -> Result<i64> {
    let now = tx.now_ms();
    sql(
        "INSERT INTO compensation_accounts (customer_id, touched_at) VALUES ($1, $2) \
         ON CONFLICT (customer_id) DO UPDATE SET touched_at = excluded.touched_at",
    )
    .bind(customer_id)
    .bind(now)
    .run(tx)
    .await?;
    given_before(tx, customer_id, since, but).await
}

/// What a customer was given from `since` on, without the write `but`.
pub(super) async fn given_before(
    tx: &mut Tx,
    customer_id: &str,
    since: i64,
    but: &str,
) -> Result<i64> {
    let row = sql(
        "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) AS given FROM compensations \
         WHERE customer_id = $1 AND at >= $2 AND write_id <> $3",
    )
    .bind(customer_id)
    .bind(since)
    .bind(but)
    .one(tx)
    .await?;
    row.int("given")
}

/// Reserves a compensation for a write; once.
pub(super) async fn reserve(tx: &mut Tx, write: &ToolWrite, amount: &Money) -> Result<()> {
    let now = tx.now_ms();
    sql(
        "INSERT INTO compensations (id, write_id, customer_id, currency, amount, state, at) \
         VALUES ($1, $2, $3, $4, $5, 'reserved', $6) ON CONFLICT (write_id) DO NOTHING",
    )
    .bind(new_id("cmp"))
    .bind(&write.id)
    .bind(&write.customer_id)
    .bind(&amount.currency)
    .bind(amount.amount)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// The shop gave it.
pub(super) async fn set_booked(tx: &mut Tx, write_id: &str) -> Result<()> {
    sql("UPDATE compensations SET state = 'booked' WHERE write_id = $1")
        .bind(write_id)
        .run(tx)
        .await?;
    Ok(())
}

/// The shop did not give it: it counts no more.
pub(super) async fn release(tx: &mut Tx, write_id: &str) -> Result<()> {
    sql("DELETE FROM compensations WHERE write_id = $1 AND state = 'reserved'")
        .bind(write_id)
        .run(tx)
        .await?;
    Ok(())
}

/// Notes a call.
pub(super) async fn insert_call(
    tx: &mut Tx,
    facts: &CallFacts<'_>,
    outcome: &str,
    began_ms: i64,
) -> Result<()> {
    let now = tx.now_ms();
    sql(
        "INSERT INTO tool_calls (id, tool, step, customer_id, actor, conversation_id, fields, \
           outcome, took_ms, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(new_id("tcl"))
    .bind(facts.tool)
    .bind(facts.step)
    .bind(&facts.asker.customer_id)
    .bind_json(&facts.asker.actor)
    .bind(facts.asker.conversation_id.clone())
    .bind_json(&facts.fields)
    .bind(outcome)
    .bind(now - began_ms)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// A page of the log, the latest first; an empty tool means every.
pub(super) async fn calls(
    tx: &mut Tx,
    tool: &str,
    cursor: Option<Cursor>,
    limit: usize,
) -> Result<Page<ToolCall>> {
    let before = cursor.unwrap_or(Cursor {
        key: i64::MAX,
        id: String::new(),
    });
    let rows = sql("SELECT * FROM tool_calls WHERE ($1 = '' OR tool = $1) \
         AND (at < $2 OR (at = $2 AND id < $3)) ORDER BY at DESC, id DESC LIMIT $4")
    .bind(tool)
    .bind(before.key)
    .bind(before.id)
    .bind(limit + 1)
    .all(tx)
    .await?;
    let lines = rows.iter().map(call).collect::<Result<Vec<_>>>()?;
    Ok(Page::cut(lines, limit, |line| Cursor {
        key: line.at.0,
        id: line.id.clone(),
    }))
}

fn call(row: &Row) -> Result<ToolCall> {
    Ok(ToolCall {
        id: row.text("id")?,
        at: row.time("at")?,
        tool: row.text("tool")?,
        step: row.text("step")?,
        customer_id: row.text("customer_id")?,
        actor: row.json("actor")?,
        conversation_id: row.text_or_null("conversation_id")?,
        fields: row.json("fields")?,
        outcome: row.text("outcome")?,
        took_ms: row.int("took_ms")?,
    })
}

/// Names of the parameters that were given.
pub(super) fn fields(arguments: &Value) -> Vec<String> {
    let names = arguments.as_object().map(|object| object.keys().cloned());
    names.into_iter().flatten().collect()
}

/// From when on compensation counts.
pub(super) fn since(now: Time, days: i64) -> i64 {
    now.0 - days * 86_400_000
}
