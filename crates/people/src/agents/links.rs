//! One-time links: the first administrator's account, or a password for an agent who was invited.
//! Of a link only the hash of its token is kept; a new link voids the one before it.

use serde::Serialize;
use shanying_kernel::{Error, Result};
use shanying_storage::{Db, Tx, sql};
use shanying_web_kit::signing::{random_token, token_hash};
use utoipa::ToSchema;

use super::store;

/// A link lives for a day.
const LIFE_MS: i64 = 24 * 3600 * 1000;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// Makes the first administrator.
    Administrator,
    /// Sets an agent's password.
    Password,
}

/// A link that still holds: whose password it sets, or nobody's yet.
pub(super) struct Link {
    pub(super) agent_id: Option<String>,
}

/// The token for making the first administrator; none as soon as there is any agent.
pub async fn setup_link(db: &Db) -> Result<Option<String>> {
    db.write(|tx| {
        Box::pin(async move {
            if store::count(tx).await? > 0 {
                return Ok(None);
            }
            issue(tx, None).await.map(Some)
        })
    })
    .await
}

/// A token by which the agent sets a password.
pub async fn password_link(tx: &mut Tx, agent_id: &str) -> Result<String> {
    store::load(tx, agent_id).await?;
    issue(tx, Some(agent_id)).await
}

async fn issue(tx: &mut Tx, agent_id: Option<&str>) -> Result<String> {
    let (token, now) = (random_token(), tx.now_ms());
    sql("DELETE FROM setup_links WHERE COALESCE(agent_id, '') = $1 OR expires_at <= $2")
        .bind(agent_id.unwrap_or(""))
        .bind(now)
        .run(tx)
        .await?;
    sql("INSERT INTO setup_links (token_hash, agent_id, created_at, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(token_hash(&token))
        .bind(agent_id)
        .bind(now)
        .bind(now + LIFE_MS)
        .run(tx)
        .await?;
    Ok(token)
}

/// The link behind a token, or 404 `auth.bad_link`.
pub(super) async fn read(tx: &mut Tx, token: &str) -> Result<Link> {
    let now = tx.now_ms();
    let row = sql("SELECT agent_id FROM setup_links WHERE token_hash = $1 AND expires_at > $2")
        .bind(token_hash(token))
        .bind(now)
        .optional(tx)
        .await?;
    Ok(Link {
        agent_id: row.ok_or_else(void)?.text_or_null("agent_id")?,
    })
}

/// Uses a link up; of two who try at once, one gets it.
pub(super) async fn consume(tx: &mut Tx, token: &str) -> Result<Link> {
    let now = tx.now_ms();
    let row =
        sql("DELETE FROM setup_links WHERE token_hash = $1 AND expires_at > $2 RETURNING agent_id")
            .bind(token_hash(token))
            .bind(now)
            .optional(tx)
            .await?;
    Ok(Link {
        agent_id: row.ok_or_else(void)?.text_or_null("agent_id")?,
    })
}

fn void() -> Error {
    Error::not_found(
        "auth.bad_link",
        "this link was used or has expired: ask for a new one",
    )
}
