//! Statements on `sessions`.

use shanying_kernel::{Result, new_id};
use shanying_storage::{Row, Tx, sql};

use super::model::Session;

pub(super) async fn insert(
    tx: &mut Tx,
    agent_id: &str,
    token_hash: &str,
    address: &str,
) -> Result<String> {
    let (id, now) = (new_id("ses"), tx.now_ms());
    sql(
        "INSERT INTO sessions (id, agent_id, token_hash, address, created_at, seen_at) \
         VALUES ($1, $2, $3, $4, $5, $5)",
    )
    .bind(&id)
    .bind(agent_id)
    .bind(token_hash)
    .bind(address)
    .bind(now)
    .run(tx)
    .await?;
    Ok(id)
}

pub(super) async fn find(tx: &mut Tx, token_hash: &str) -> Result<Option<Session>> {
    let row = sql("SELECT * FROM sessions WHERE token_hash = $1")
        .bind(token_hash)
        .optional(tx)
        .await?;
    let session = |row: Row| {
        Ok(Session {
            id: row.text("id")?,
            agent_id: row.text("agent_id")?,
            created_at: row.time("created_at")?,
            seen_at: row.time("seen_at")?,
        })
    };
    row.map(session).transpose()
}

pub(super) async fn set_seen(tx: &mut Tx, id: &str) -> Result<()> {
    let now = tx.now_ms();
    sql("UPDATE sessions SET seen_at = $2 WHERE id = $1")
        .bind(id)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

pub(super) async fn remove(tx: &mut Tx, id: &str) -> Result<()> {
    sql("DELETE FROM sessions WHERE id = $1")
        .bind(id)
        .run(tx)
        .await?;
    Ok(())
}

/// Signs somebody out everywhere, but for one session if named.
pub(crate) async fn remove_all_of(tx: &mut Tx, agent_id: &str, but: Option<&str>) -> Result<()> {
    sql("DELETE FROM sessions WHERE agent_id = $1 AND id <> $2")
        .bind(agent_id)
        .bind(but.unwrap_or(""))
        .run(tx)
        .await?;
    Ok(())
}

/// Forgets what has long expired.
pub(super) async fn remove_older(tx: &mut Tx, created_before: i64, seen_before: i64) -> Result<()> {
    sql("DELETE FROM sessions WHERE created_at < $1 OR seen_at < $2")
        .bind(created_before)
        .bind(seen_before)
        .run(tx)
        .await?;
    Ok(())
}
