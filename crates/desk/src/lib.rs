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
//! | [`tickets`] | matters that outlive a conversation: types, promised times, timeline |
//! | [`filing`] | under which leaf of a tree of thousands a ticket belongs |
//! | [`memories`] | what customers reveal about themselves, for the next time |
//! | [`assist`] | what helps an agent while a customer talks, and prepares what follows |
//! | [`alerts`] | what somebody should look at now, and who settled it |
//! | [`boards`] | the live board of supervisors |
//! | [`peaks`] | more customers than people can serve: what holds meanwhile |
//! | [`handovers`] | the way to a person: where it stands open, and the report |
//! | [`staffing`] | how many agents it takes |
//! | [`privacy`] | export, erasure, retention |

pub mod alerts;
pub mod assist;
pub mod boards;
pub mod channels;
pub mod conversations;
pub mod filing;
pub mod handovers;
#[cfg(test)]
mod harness;
pub mod memories;
mod origin;
pub mod peaks;
pub mod privacy;
pub mod quick_replies;
pub mod realtime;
pub mod routing;
pub mod seed;
pub mod service;
pub mod staffing;
pub mod tickets;
mod upkeep;
mod uploads;

use axum::routing::get;
use shanying_kernel::Result;
use shanying_storage::jobs::Registry;
use shanying_storage::outbox::Listener;
use shanying_web_kit::{Router, Tenant, TenantBuilder};

/// Every route of this crate, relative to `/api/v1`.
pub fn routes() -> Router {
    Router::new()
        .merge(channels::http::routes())
        .merge(conversations::http::routes())
        .merge(service::http::routes())
        .merge(routing::routes())
        .merge(peaks::routes())
        .merge(handovers::routes())
        .merge(quick_replies::http::routes())
        .merge(tickets::http::routes())
        .merge(filing::http::routes())
        .merge(alerts::routes())
        .merge(boards::routes())
        .merge(assist::routes())
        .merge(memories::routes())
        .merge(staffing::routes())
        .merge(privacy::http::routes())
        .merge(uploads::routes())
}

/// The widget's requests, relative to `/widget/v1`.
pub fn widget_routes() -> Router {
    realtime::visitor::http::routes().merge(tickets::http::widget::routes())
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
        .part(boards::Board::default())
        .part(handovers::Standing::default())
        .part(upkeep::Away::default())
        .part(filing::Engine::default())
        .part(assist::Memory::default())
}

/// Who of this crate learns events durably; for `storage::outbox::start`.
#[must_use]
pub fn listeners() -> Vec<Listener> {
    let mut listeners = conversations::listeners();
    listeners.push(tickets::listener());
    listeners
}

/// Names what the jobs of this crate do.
pub fn jobs(tenant: &Tenant, registry: &mut Registry) {
    tickets::register(tenant, registry);
}

/// Starts what runs by itself: telling sockets, assigning, closing what went idle, forgetting.
pub async fn start(tenant: &Tenant) -> Result<()> {
    upkeep::recover(tenant).await?;
    realtime::fanout::start(tenant);
    routing::start(tenant)?;
    boards::start(tenant)?;
    alerts::start(tenant);
    peaks::start(tenant);
    upkeep::start(tenant);
    filing::start(tenant);
    assist::start(tenant);
    Ok(())
}
