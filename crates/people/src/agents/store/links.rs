//! Statements on `setup_links`.

use shanying_kernel::Result;
use shanying_storage::{Row, Tx, sql};

/// A link that still holds: whose password it sets, or nobody's yet.
pub(in crate::agents) struct Link {
    pub(in crate::agents) agent_id: Option<String>,
}

/// A new link, good for `life_ms`; it voids the one before it for the same agent.
pub(in crate::agents) async fn replace(
    tx: &mut Tx,
    agent_id: Option<&str>,
    token_hash: &str,
    life_ms: i64,
) -> Result<()> {
    let now = tx.now_ms();
    sql("DELETE FROM setup_links WHERE COALESCE(agent_id, '') = $1 OR expires_at <= $2")
        .bind(agent_id.unwrap_or(""))
        .bind(now)
        .run(tx)
        .await?;
    sql("INSERT INTO setup_links (token_hash, agent_id, created_at, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(token_hash)
        .bind(agent_id)
        .bind(now)
        .bind(now + life_ms)
        .run(tx)
        .await?;
    Ok(())
}

/// The link with this hash, if it still holds.
pub(in crate::agents) async fn find(tx: &mut Tx, token_hash: &str) -> Result<Option<Link>> {
    let now = tx.now_ms();
    let row = sql("SELECT agent_id FROM setup_links WHERE token_hash = $1 AND expires_at > $2")
        .bind(token_hash)
        .bind(now)
        .optional(tx)
        .await?;
    row.map(|row| link(&row)).transpose()
}

/// Removes the link with this hash and gives it, if it still held; of two at once, one gets it.
pub(in crate::agents) async fn take(tx: &mut Tx, token_hash: &str) -> Result<Option<Link>> {
    let now = tx.now_ms();
    let row =
        sql("DELETE FROM setup_links WHERE token_hash = $1 AND expires_at > $2 RETURNING agent_id")
            .bind(token_hash)
            .bind(now)
            .optional(tx)
            .await?;
    row.map(|row| link(&row)).transpose()
}

fn link(row: &Row) -> Result<Link> {
    Ok(Link {
        agent_id: row.text_or_null("agent_id")?,
    })
}
