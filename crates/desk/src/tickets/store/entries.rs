//! The timeline of tickets, and who watches them.

use shanying_kernel::{Actor, Result, Time, new_id};
use shanying_storage::{Row, Tx, sql};

use super::{code, parsed};
use crate::tickets::model::{Change, Entry, EntryKind};

/// A line to be written.
pub(crate) struct NewEntry<'a> {
    pub ticket_id: &'a str,
    pub kind: EntryKind,
    pub actor: &'a Actor,
    pub text: &'a str,
    pub changes: &'a [Change],
    pub public: bool,
}

/// Adds a line to the timeline.
pub(crate) async fn insert_entry(tx: &mut Tx, new: NewEntry<'_>) -> Result<Entry> {
    let entry = Entry {
        id: new_id("tke"),
        at: Time(tx.now_ms()),
        kind: new.kind,
        actor: new.actor.clone(),
        text: new.text.to_owned(),
        changes: new.changes.to_vec(),
        public: new.public,
    };
    sql(
        "INSERT INTO ticket_entries (id, ticket_id, at, kind, actor, text, changes, public) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&entry.id)
    .bind(new.ticket_id)
    .bind(entry.at)
    .bind(code(&entry.kind)?)
    .bind_json(&entry.actor)
    .bind(&entry.text)
    .bind_json(&entry.changes)
    .bind(entry.public)
    .run(tx)
    .await?;
    Ok(entry)
}

/// The whole timeline, oldest first.
pub(crate) async fn entries(tx: &mut Tx, ticket_id: &str) -> Result<Vec<Entry>> {
    let rows = sql("SELECT * FROM ticket_entries WHERE ticket_id = $1 ORDER BY at, id")
        .bind(ticket_id)
        .all(tx)
        .await?;
    rows.iter().map(entry).collect()
}

/// What the customer sees of it, oldest first.
pub(crate) async fn public_entries(tx: &mut Tx, ticket_id: &str) -> Result<Vec<Entry>> {
    let rows =
        sql("SELECT * FROM ticket_entries WHERE ticket_id = $1 AND public = 1 ORDER BY at, id")
            .bind(ticket_id)
            .all(tx)
            .await?;
    rows.iter().map(entry).collect()
}

/// Gives what was said in one ticket to another.
pub(crate) async fn move_entries(tx: &mut Tx, from: &str, to: &str) -> Result<()> {
    sql("UPDATE ticket_entries SET ticket_id = $2 WHERE ticket_id = $1 AND kind = 'comment'")
        .bind(from)
        .bind(to)
        .run(tx)
        .await?;
    Ok(())
}

fn entry(row: &Row) -> Result<Entry> {
    Ok(Entry {
        id: row.text("id")?,
        at: row.time("at")?,
        kind: parsed(row.text("kind")?)?,
        actor: row.json("actor")?,
        text: row.text("text")?,
        changes: row.json("changes")?,
        public: row.flag("public")?,
    })
}

/// Ids of who watches a ticket, sorted.
pub(crate) async fn watchers(tx: &mut Tx, ticket_id: &str) -> Result<Vec<String>> {
    let rows = sql("SELECT agent_id FROM ticket_watchers WHERE ticket_id = $1 ORDER BY agent_id")
        .bind(ticket_id)
        .all(tx)
        .await?;
    rows.iter().map(|row| row.text("agent_id")).collect()
}

/// Whether somebody watches a ticket.
pub(crate) async fn watched_by(tx: &mut Tx, ticket_id: &str, agent_id: &str) -> Result<bool> {
    let row = sql("SELECT COUNT(*) FROM ticket_watchers WHERE ticket_id = $1 AND agent_id = $2")
        .bind(ticket_id)
        .bind(agent_id)
        .one(tx)
        .await?;
    Ok(row.count()? > 0)
}

/// Who watches a ticket from now on.
pub(crate) async fn set_watchers(tx: &mut Tx, ticket_id: &str, agents: &[String]) -> Result<()> {
    sql("DELETE FROM ticket_watchers WHERE ticket_id = $1")
        .bind(ticket_id)
        .run(tx)
        .await?;
    for agent in agents {
        sql(
            "INSERT INTO ticket_watchers (ticket_id, agent_id) VALUES ($1, $2) \
             ON CONFLICT DO NOTHING",
        )
        .bind(ticket_id)
        .bind(agent)
        .run(tx)
        .await?;
    }
    Ok(())
}
