//! API keys: programs that act for the company with chosen permissions. The secret `sk_…` is shown
//! once; only its hash is kept. Nobody can give a key more than they may do themselves.

mod http;
mod model;
mod store;
#[cfg(test)]
mod tests;

pub use http::routes;
pub use model::ApiKey;

use shanying_kernel::{Actor, ActorKind, Error, Result};
use shanying_web_kit::signing::token_hash;
use shanying_web_kit::{Caller, Tenant};

/// The time of the last use is kept to the minute.
const USED_STEP_MS: i64 = 60_000;

/// The program behind a secret, or 401 `auth.bad_key`.
pub(crate) async fn caller(tenant: &Tenant, secret: &str, address: String) -> Result<Caller> {
    let now = tenant.clock().now_ms();
    let mut tx = tenant.db().read().await?;
    let key = match secret.starts_with(model::SECRET_START) {
        true => store::find_by_hash(&mut tx, &token_hash(secret)).await?,
        false => None,
    };
    drop(tx);
    let key = key
        .filter(|key| key.expires_at.is_none_or(|at| at.0 > now))
        .ok_or_else(|| Error::unauthenticated("auth.bad_key", "this key is unknown or expired"))?;
    if key.last_used_at.is_none_or(|at| now - at.0 > USED_STEP_MS) {
        let id = key.id.clone();
        tenant
            .db()
            .write(move |tx| Box::pin(async move { store::set_used(tx, &id).await }))
            .await?;
    }
    Ok(Caller {
        actor: Actor {
            kind: ActorKind::ApiKey,
            id: Some(key.id),
            name: Some(key.name),
        },
        permissions: key.permissions.into_iter().collect(),
        staff: None,
        address,
    })
}
