//! Statements on `customer_memories`.

use shanying_kernel::{Error, Result, new_id};
use shanying_storage::{Row, Tx, sql};

use super::model::{MemoryKind, MemoryRow, MemoryState, Said, Source};

/// Memories of one customer that are read at most.
const MOST: usize = 500;

/// All of a customer, what was said last first.
pub(super) async fn of_customer(tx: &mut Tx, customer_id: &str) -> Result<Vec<MemoryRow>> {
    let rows = sql("SELECT * FROM customer_memories WHERE customer_id = $1 \
         ORDER BY last_seen_at DESC, id DESC LIMIT $2")
    .bind(customer_id)
    .bind(MOST)
    .all(tx)
    .await?;
    rows.iter().map(memory).collect()
}

/// The same fact, if it is known already.
pub(super) async fn find_same(
    tx: &mut Tx,
    customer_id: &str,
    identity: &str,
) -> Result<Option<MemoryRow>> {
    let lock = tx.dialect().for_update();
    let row = sql(format!(
        "SELECT * FROM customer_memories WHERE customer_id = $1 AND identity = $2{lock}"
    ))
    .bind(customer_id)
    .bind(identity)
    .optional(tx)
    .await?;
    row.as_ref().map(memory).transpose()
}

/// A memory of this customer, held until the end of the transaction.
pub(super) async fn load_for_update(tx: &mut Tx, customer_id: &str, id: &str) -> Result<MemoryRow> {
    let lock = tx.dialect().for_update();
    let row = sql(format!(
        "SELECT * FROM customer_memories WHERE id = $1 AND customer_id = $2{lock}"
    ))
    .bind(id)
    .bind(customer_id)
    .optional(tx)
    .await?;
    let row = row.ok_or_else(|| Error::not_found("not_found.memory", "no such memory"))?;
    memory(&row)
}

/// Adds a fact.
pub(super) async fn insert(
    tx: &mut Tx,
    customer_id: &str,
    said: &Said,
    source: &Source,
    state: MemoryState,
) -> Result<MemoryRow> {
    let (id, now) = (new_id("mem"), tx.now_ms());
    let row = sql(
        "INSERT INTO customer_memories (id, customer_id, kind, whose, about, thing, denied, value, \
         identity, quote, conversation_id, message_id, ticket_id, state, count, created_at, \
         last_seen_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1, $15, $15) \
         ON CONFLICT (customer_id, identity) DO UPDATE SET \
         count = customer_memories.count + 1, last_seen_at = excluded.last_seen_at RETURNING *",
    )
    .bind(id)
    .bind(customer_id)
    .bind(said.kind.code())
    .bind(&said.whose)
    .bind(&said.about)
    .bind(&said.thing)
    .bind(said.denied)
    .bind(&said.value)
    .bind(said.identity())
    .bind(&said.quote)
    .bind(source.conversation_id.clone())
    .bind(source.message_id.clone())
    .bind(source.ticket_id.clone())
    .bind(state.code())
    .bind(now)
    .one(tx)
    .await?;
    memory(&row)
}

/// Writes back what changes while a memory lives.
pub(super) async fn save(tx: &mut Tx, row: &MemoryRow) -> Result<()> {
    sql(
        "UPDATE customer_memories SET customer_id = $2, kind = $3, whose = $4, about = $5, \
         thing = $6, denied = $7, value = $8, quote = $9, conversation_id = $10, message_id = $11, \
         ticket_id = $12, state = $13, decided_by = $14, count = $15, created_at = $16, \
         last_seen_at = $17 WHERE id = $1",
    )
    .bind(&row.id)
    .bind(&row.customer_id)
    .bind(row.said.kind.code())
    .bind(&row.said.whose)
    .bind(&row.said.about)
    .bind(&row.said.thing)
    .bind(row.said.denied)
    .bind(&row.said.value)
    .bind(&row.said.quote)
    .bind(row.source.conversation_id.clone())
    .bind(row.source.message_id.clone())
    .bind(row.source.ticket_id.clone())
    .bind(row.state.code())
    .bind(
        row.decided_by
            .as_ref()
            .map(serde_json::to_string)
            .transpose()?,
    )
    .bind(row.count)
    .bind(row.created_at)
    .bind(row.last_seen_at)
    .run(tx)
    .await?;
    Ok(())
}

/// Deletes one memory.
pub(super) async fn delete(tx: &mut Tx, id: &str) -> Result<()> {
    sql("DELETE FROM customer_memories WHERE id = $1")
        .bind(id)
        .run(tx)
        .await?;
    Ok(())
}

/// A customer is erased, and what was remembered of them.
pub(crate) async fn forget_customer(tx: &mut Tx, customer_id: &str) -> Result<()> {
    sql("DELETE FROM customer_memories WHERE customer_id = $1")
        .bind(customer_id)
        .run(tx)
        .await?;
    Ok(())
}

/// A conversation is gone, and the words that stood in it. The facts stay.
pub(crate) async fn forget_conversation(tx: &mut Tx, id: &str) -> Result<()> {
    sql(
        "UPDATE customer_memories SET quote = '', conversation_id = NULL, message_id = NULL \
         WHERE conversation_id = $1",
    )
    .bind(id)
    .run(tx)
    .await?;
    Ok(())
}

/// The same for a ticket.
pub(crate) async fn forget_ticket(tx: &mut Tx, id: &str) -> Result<()> {
    sql("UPDATE customer_memories SET quote = '', ticket_id = NULL WHERE ticket_id = $1")
        .bind(id)
        .run(tx)
        .await?;
    Ok(())
}

fn memory(row: &Row) -> Result<MemoryRow> {
    let (kind, state) = (row.text("kind")?, row.text("state")?);
    let kind = MemoryKind::ALL
        .into_iter()
        .find(|one| one.code() == kind)
        .ok_or_else(|| Error::internal(format!("{kind} is no sort of memory")))?;
    let state = MemoryState::ALL
        .into_iter()
        .find(|one| one.code() == state)
        .ok_or_else(|| Error::internal(format!("{state} is no state of a memory")))?;
    let decided_by = row.text_or_null("decided_by")?;
    Ok(MemoryRow {
        id: row.text("id")?,
        customer_id: row.text("customer_id")?,
        said: Said {
            kind,
            whose: row.text("whose")?,
            about: row.text("about")?,
            thing: row.text("thing")?,
            denied: row.flag("denied")?,
            value: row.text("value")?,
            quote: row.text("quote")?,
        },
        identity: row.text("identity")?,
        source: Source {
            conversation_id: row.text_or_null("conversation_id")?,
            message_id: row.text_or_null("message_id")?,
            ticket_id: row.text_or_null("ticket_id")?,
        },
        state,
        decided_by: decided_by
            .as_deref()
            .map(serde_json::from_str)
            .transpose()?,
        count: row.int("count")?,
        created_at: row.time("created_at")?,
        last_seen_at: row.time("last_seen_at")?,
    })
}
