//! Every statement on `tickets` (here and in `lists`), `ticket_entries`, `ticket_watchers` and
//! `ticket_clocks`.

mod clocks;
mod entries;
mod lists;
mod saved;

use std::collections::BTreeMap;

use serde_json::Value as Json;
use shanying_kernel::{Error, Result, Time, new_id};
use shanying_storage::{Row, Tx, sql};

pub(crate) use clocks::{clocks, save_clocks};
pub(crate) use entries::{
    NewEntry, entries, insert_entry, move_entries, public_entries, set_watchers, watched_by,
    watchers,
};
pub(crate) use lists::{Filter, View, count, in_use, list, open_by_agent};
pub(crate) use saved::{
    count_saved_views, delete_saved_view, insert_saved_view, load_saved_view, saved_views,
    set_saved_view,
};

use super::model::{Leaf, NewTicket, Priority, TicketRow};

/// The ticket, or `not_found.ticket`.
pub(crate) async fn load(tx: &mut Tx, id: &str) -> Result<TicketRow> {
    find(tx, id, "").await?.ok_or_else(unknown)
}

/// The ticket, held until the end of this transaction.
pub(crate) async fn load_for_update(tx: &mut Tx, id: &str) -> Result<TicketRow> {
    let lock = tx.dialect().for_update();
    find(tx, id, lock).await?.ok_or_else(unknown)
}

/// The ticket, held until the end of this transaction; none if it was erased.
pub(crate) async fn find_for_update(tx: &mut Tx, id: &str) -> Result<Option<TicketRow>> {
    let lock = tx.dialect().for_update();
    find(tx, id, lock).await
}

pub(crate) fn unknown() -> Error {
    Error::not_found("not_found.ticket", "no such ticket")
}

async fn find(tx: &mut Tx, id: &str, lock: &str) -> Result<Option<TicketRow>> {
    let row = sql(format!("SELECT * FROM tickets WHERE id = $1{lock}"))
        .bind(id)
        .optional(tx)
        .await?;
    row.as_ref().map(ticket).transpose()
}

/// The ticket that a conversation became by itself, if it did.
pub(crate) async fn of_conversation(tx: &mut Tx, conversation_id: &str) -> Result<Vec<TicketRow>> {
    let rows = sql("SELECT * FROM tickets WHERE conversation_id = $1 ORDER BY created_at, id")
        .bind(conversation_id)
        .all(tx)
        .await?;
    rows.iter().map(ticket).collect()
}

/// A customer's tickets, the newest first.
pub(crate) async fn of_customer(tx: &mut Tx, customer_id: &str) -> Result<Vec<TicketRow>> {
    let rows = sql(
        "SELECT * FROM tickets WHERE customer_id = $1 ORDER BY created_at DESC, id DESC LIMIT 500",
    )
    .bind(customer_id)
    .all(tx)
    .await?;
    rows.iter().map(ticket).collect()
}

/// The parts of a ticket, oldest first.
pub(crate) async fn children(tx: &mut Tx, id: &str) -> Result<Vec<TicketRow>> {
    let rows = sql("SELECT * FROM tickets WHERE parent_id = $1 ORDER BY number")
        .bind(id)
        .all(tx)
        .await?;
    rows.iter().map(ticket).collect()
}

/// Adds a ticket in the status `status` of category `category`.
pub(crate) async fn insert(
    tx: &mut Tx,
    new: NewTicket,
    (status, category): (&str, &str),
    priority: Priority,
) -> Result<TicketRow> {
    let number = sql(
        "INSERT INTO counters (name, value) VALUES ('tickets', 1001) \
         ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value",
    )
    .one(tx)
    .await?
    .int("value")?;
    let (id, now) = (new_id("tkt"), tx.now_ms());
    sql(
        "INSERT INTO tickets (id, number, type, status, category, priority, subject, description, \
         fields, origin, customer_id, conversation_id, order_no, group_id, agent_id, parent_id, \
         leaf_id, leaf_by, leaf_score, created_by, opener_id, urges, reopens, late, created_at, \
         updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, \
         $19, $20, $21, 0, 0, 0, $22, $22)",
    )
    .bind(&id)
    .bind(number)
    .bind(new.kind)
    .bind(status)
    .bind(category)
    .bind(priority.rank())
    .bind(new.subject)
    .bind(new.description)
    .bind_json(&new.fields)
    .bind(code(&new.origin)?)
    .bind(new.customer_id)
    .bind(new.conversation_id)
    .bind(new.order_no)
    .bind(new.group_id)
    .bind(new.agent_id)
    .bind(new.parent_id)
    .bind(new.leaf.as_ref().map(|leaf| leaf.id.clone()))
    .bind(new.leaf.as_ref().map(|leaf| code(&leaf.by)).transpose()?)
    .bind(new.leaf.as_ref().and_then(|leaf| leaf.score))
    .bind_json(&new.created_by)
    .bind(new.created_by.id.clone())
    .bind(now)
    .run(tx)
    .await?;
    load_for_update(tx, &id).await
}

/// Writes back what changes while a ticket lives; the row must be held.
pub(crate) async fn save(tx: &mut Tx, row: &mut TicketRow) -> Result<()> {
    row.updated_at = Time(tx.now_ms());
    sql(
        "UPDATE tickets SET type = $2, status = $3, category = $4, priority = $5, subject = $6, \
         description = $7, fields = $8, order_no = $9, group_id = $10, agent_id = $11, \
         parent_id = $12, merged_into = $13, leaf_id = $14, leaf_by = $15, leaf_score = $16, \
         urges = $17, urged_at = $18, reopens = $19, due_at = $20, warn_at = $21, late = $22, \
         customer_spoke_at = $23, resolved_at = $24, closed_at = $25, updated_at = $26 \
         WHERE id = $1",
    )
    .bind(&row.id)
    .bind(&row.kind)
    .bind(&row.status)
    .bind(row.category.code())
    .bind(row.priority.rank())
    .bind(&row.subject)
    .bind(&row.description)
    .bind_json(&row.fields)
    .bind(row.order_no.clone())
    .bind(row.group_id.clone())
    .bind(row.agent_id.clone())
    .bind(row.parent_id.clone())
    .bind(row.merged_into.clone())
    .bind(row.leaf.as_ref().map(|leaf| leaf.id.clone()))
    .bind(row.leaf.as_ref().map(|leaf| code(&leaf.by)).transpose()?)
    .bind(row.leaf.as_ref().and_then(|leaf| leaf.score))
    .bind(row.urges)
    .bind(row.urged_at)
    .bind(row.reopens)
    .bind(row.due_at)
    .bind(row.warn_at)
    .bind(row.late)
    .bind(row.customer_spoke_at)
    .bind(row.resolved_at)
    .bind(row.closed_at)
    .bind(row.updated_at)
    .run(tx)
    .await?;
    Ok(())
}

/// Deletes a ticket with its timeline, watchers and clocks.
pub(crate) async fn delete(tx: &mut Tx, id: &str) -> Result<()> {
    for statement in [
        "DELETE FROM ticket_entries WHERE ticket_id = $1",
        "DELETE FROM ticket_watchers WHERE ticket_id = $1",
        "DELETE FROM ticket_clocks WHERE ticket_id = $1",
        "DELETE FROM tickets WHERE id = $1",
    ] {
        sql(statement).bind(id).run(tx).await?;
    }
    Ok(())
}

/// Tickets that were closed before an instant.
pub(crate) async fn closed_before(tx: &mut Tx, before: i64) -> Result<Vec<String>> {
    let rows = sql(
        "SELECT id FROM tickets WHERE category = 'closed' AND closed_at < $1 ORDER BY id LIMIT 500",
    )
    .bind(before)
    .all(tx)
    .await?;
    rows.iter().map(|row| row.text("id")).collect()
}

/// Gives the tickets of `from` to `to` (one person on two devices).
pub(crate) async fn move_customer(tx: &mut Tx, from: &str, to: &str) -> Result<()> {
    sql("UPDATE tickets SET customer_id = $2 WHERE customer_id = $1")
        .bind(from)
        .bind(to)
        .run(tx)
        .await?;
    Ok(())
}

/// A code as it stands in JSON.
pub(crate) fn code<T: serde::Serialize>(value: &T) -> Result<String> {
    match serde_json::to_value(value)? {
        Json::String(code) => Ok(code),
        other => Err(Error::internal(format!("{other} is no code"))),
    }
}

pub(super) fn parsed<T: serde::de::DeserializeOwned>(code: String) -> Result<T> {
    Ok(serde_json::from_value(Json::String(code))?)
}

fn leaf(row: &Row) -> Result<Option<Leaf>> {
    let (Some(id), Some(by)) = (row.text_or_null("leaf_id")?, row.text_or_null("leaf_by")?) else {
        return Ok(None);
    };
    Ok(Some(Leaf {
        id,
        by: parsed(by)?,
        score: row.real_or_null("leaf_score")?,
    }))
}

fn ticket(row: &Row) -> Result<TicketRow> {
    Ok(TicketRow {
        id: row.text("id")?,
        number: row.int("number")?,
        kind: row.text("type")?,
        status: row.text("status")?,
        category: parsed(row.text("category")?)?,
        priority: Priority::of_rank(row.int("priority")?),
        subject: row.text("subject")?,
        description: row.text("description")?,
        fields: row.json::<BTreeMap<String, String>>("fields")?,
        origin: parsed(row.text("origin")?)?,
        customer_id: row.text_or_null("customer_id")?,
        conversation_id: row.text_or_null("conversation_id")?,
        order_no: row.text_or_null("order_no")?,
        group_id: row.text_or_null("group_id")?,
        agent_id: row.text_or_null("agent_id")?,
        parent_id: row.text_or_null("parent_id")?,
        merged_into: row.text_or_null("merged_into")?,
        leaf: leaf(row)?,
        created_by: row.json("created_by")?,
        urges: row.int("urges")?,
        urged_at: row.time_or_null("urged_at")?,
        reopens: row.int("reopens")?,
        due_at: row.time_or_null("due_at")?,
        warn_at: row.time_or_null("warn_at")?,
        late: row.flag("late")?,
        customer_spoke_at: row.time_or_null("customer_spoke_at")?,
        resolved_at: row.time_or_null("resolved_at")?,
        closed_at: row.time_or_null("closed_at")?,
        created_at: row.time("created_at")?,
        updated_at: row.time("updated_at")?,
    })
}
