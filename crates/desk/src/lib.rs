//! The desk: conversations between customers, the bot and people.
//!
//! | room | what it does |
//! |---|---|
//! | [`channels`] | doors through which customers come |
//! | [`conversations`] | messages in their order, who owns a conversation, what happens to it |
//! | [`realtime`] | sockets of customers and agents |
//! | [`routing`] | who gets the next customer |
//! | [`service`] | office hours, limits, ratings, privacy settings |
//! | [`quick_replies`] | wordings that agents send often |
//! | [`privacy`] | export, erasure, retention |

pub mod channels;
pub mod conversations;
#[cfg(test)]
mod harness;
mod origin;
pub mod privacy;
pub mod quick_replies;
pub mod realtime;
pub mod routing;
pub mod seed;
pub mod service;
mod upkeep;
mod uploads;

use axum::routing::get;
use shanying_kernel::Result;
use shanying_storage::outbox::Listener;
use shanying_web_kit::{Router, Tenant, TenantBuilder};

/// Every route of this crate, relative to `/api/v1`.
pub fn routes() -> Router {
    Router::new()
        .merge(channels::http::routes())
        .merge(conversations::http::routes())
        .merge(service::http::routes())
        .merge(routing::routes())
        .merge(quick_replies::http::routes())
        .merge(privacy::http::routes())
        .merge(uploads::routes())
}

/// The widget's requests, relative to `/widget/v1`.
pub fn widget_routes() -> Router {
    realtime::visitor::http::routes()
}

/// The sockets, relative to `/ws`.
pub fn socket_routes() -> axum::Router<Tenant> {
    axum::Router::new()
        .route("/agent", get(realtime::agent::connect))
        .route("/visitor", get(realtime::visitor::socket::connect))
}

/// Adds this crate's own state to a tenant.
#[must_use]
pub fn parts(builder: TenantBuilder) -> TenantBuilder {
    builder
        .part(realtime::Presence::default())
        .part(realtime::PollSessions::default())
        .part(routing::Dispatcher::default())
        .part(upkeep::Away::default())
}

/// Who of this crate learns events durably; for `storage::outbox::start`.
#[must_use]
pub fn listeners() -> Vec<Listener> {
    conversations::listeners()
}

/// Starts what runs by itself: telling sockets, assigning, closing what went idle, forgetting.
pub async fn start(tenant: &Tenant) -> Result<()> {
    upkeep::recover(tenant).await?;
    realtime::fanout::start(tenant);
    routing::start(tenant)?;
    upkeep::start(tenant);
    Ok(())
}
