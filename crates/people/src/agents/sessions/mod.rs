//! Sessions: how a request's sender is found out.
//!
//! - A person by the cookie `shanying_session`: an opaque token of which only the hash is kept; it
//!   ends after 12 hours without use or 30 days in all ([`SessionSettings`]).
//! - A program by `Authorization: Bearer sk_…` (the room `api_keys`).
//! - The command line by [`Console`], which only the server itself can put into a request.
//!
//! A cookie rides along with whatever page makes a browser send a request, so an unsafe request
//! with a cookie must say that it comes from our own pages ([`rules`]).

mod actions;
mod http;
mod model;
mod rules;
pub(crate) mod store;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use serde::{Deserialize, Serialize};
use shanying_kernel::{Actor, ActorKind, Error, Result};
use shanying_storage::BoxFuture;
use shanying_web_kit::signing::token_hash;
use shanying_web_kit::{Authenticate, Caller, Console, Permission, Section, StaffMember, Tenant};

pub(crate) use http::routes;

use crate::{agents, api_keys};

/// How long a session lasts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SessionSettings {
    /// Ends after so many hours without use.
    pub idle_hours: i64,
    /// Ends after so many days, used or not.
    pub absolute_days: i64,
}

impl Default for SessionSettings {
    fn default() -> Self {
        Self {
            idle_hours: 12,
            absolute_days: 30,
        }
    }
}

impl SessionSettings {
    fn idle_ms(&self) -> i64 {
        self.idle_hours * 3_600_000
    }

    fn absolute_ms(&self) -> i64 {
        self.absolute_days * 86_400_000
    }
}

impl Section for SessionSettings {
    const NAME: &'static str = "sessions";

    fn check(&self) -> Result<()> {
        if !(1..=24 * 30).contains(&self.idle_hours) {
            return Err(Error::field("idle_hours", "1 to 720"));
        }
        if !(1..=365).contains(&self.absolute_days) {
            return Err(Error::field("absolute_days", "1 to 365"));
        }
        Ok(())
    }
}

/// Finds out who of the staff calls.
#[derive(Clone, Copy, Debug, Default)]
pub struct StaffAuth;

impl Authenticate for StaffAuth {
    fn caller<'a>(
        &'a self,
        tenant: &'a Tenant,
        parts: &'a Parts,
        address: String,
    ) -> BoxFuture<'a, Result<Caller>> {
        Box::pin(async move {
            if parts.extensions.get::<Console>().is_some() {
                return Ok(console(address));
            }
            if let Some(bearer) = parts.headers.get(header::AUTHORIZATION) {
                let secret = bearer
                    .to_str()
                    .ok()
                    .and_then(|text| text.strip_prefix("Bearer "));
                return api_keys::caller(tenant, secret.unwrap_or_default(), address).await;
            }
            if !parts.method.is_safe() && rules::cookie(&parts.headers).is_some() {
                rules::check_origin(&parts.headers, &tenant.web().public_url)?;
            }
            by_cookie(tenant, &parts.headers, address).await
        })
    }
}

fn console(address: String) -> Caller {
    Caller {
        actor: Actor {
            kind: ActorKind::Console,
            id: None,
            name: None,
        },
        permissions: Permission::ALL.iter().copied().collect::<BTreeSet<_>>(),
        staff: None,
        address,
    }
}

/// Who opens a WebSocket by the session cookie. Browsers always name the origin of one: a foreign
/// one is 403 `auth.bad_origin`; programs that are no browsers send none.
pub async fn caller_of_cookie(
    tenant: &Tenant,
    headers: &HeaderMap,
    address: String,
) -> Result<Caller> {
    if headers.contains_key(header::ORIGIN) {
        rules::check_origin(headers, &tenant.web().public_url)?;
    }
    by_cookie(tenant, headers, address).await
}

async fn by_cookie(tenant: &Tenant, headers: &HeaderMap, address: String) -> Result<Caller> {
    let token = rules::cookie(headers)
        .ok_or_else(|| Error::unauthenticated("auth.required", "sign in first"))?;
    let expired =
        || Error::unauthenticated("auth.expired", "this session has ended: sign in again");
    let settings = tenant.settings::<SessionSettings>().await?;
    let now = tenant.clock().now_ms();
    let mut tx = tenant.db().read().await?;
    let session = store::find(&mut tx, &token_hash(token))
        .await?
        .ok_or_else(expired)?;
    if rules::has_ended(&session, &settings, now) {
        return Err(expired());
    }
    let agent = agents::find(&mut tx, &session.agent_id).await?;
    let agent = agent.filter(|agent| agent.enabled).ok_or_else(expired)?;
    drop(tx);
    if rules::is_stale(&session, now) {
        let id = session.id.clone();
        tenant
            .db()
            .write(move |tx| Box::pin(async move { store::set_seen(tx, &id).await }))
            .await?;
    }
    Ok(Caller {
        actor: Actor {
            kind: ActorKind::Agent,
            id: Some(agent.id.clone()),
            name: Some(agent.name),
        },
        permissions: agents::permissions_of(&agent.roles),
        staff: Some(StaffMember {
            id: agent.id,
            session_id: session.id,
        }),
        address,
    })
}
