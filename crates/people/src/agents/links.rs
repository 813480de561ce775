//! One-time links: the first administrator's account, or a password for an agent who was invited.
//! Of a link only the hash of its token is kept; a new link voids the one before it.

use serde::Serialize;
use shanying_kernel::{Error, Result};
use shanying_storage::{Db, Tx};
use shanying_web_kit::signing::{random_token, token_hash};
use utoipa::ToSchema;

use super::store::{self, links::Link};

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

/// The token for making the first administrator; none as soon as there is one who may sign in.
pub async fn setup_link(db: &Db) -> Result<Option<String>> {
    db.write(|tx| {
        Box::pin(async move {
            if !store::lock_administrators(tx).await?.is_empty() {
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
    let token = random_token();
    store::links::replace(tx, agent_id, &token_hash(&token), LIFE_MS).await?;
    Ok(token)
}

/// The link behind a token, or 404 `auth.bad_link`.
pub(super) async fn read(tx: &mut Tx, token: &str) -> Result<Link> {
    let link = store::links::find(tx, &token_hash(token)).await?;
    link.ok_or_else(void)
}

/// Uses a link up; of two who try at once, one gets it.
pub(super) async fn consume(tx: &mut Tx, token: &str) -> Result<Link> {
    let link = store::links::take(tx, &token_hash(token)).await?;
    link.ok_or_else(void)
}

fn void() -> Error {
    Error::not_found(
        "auth.bad_link",
        "this link was used or has expired: ask for a new one",
    )
}
