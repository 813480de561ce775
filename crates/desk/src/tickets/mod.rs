//! A ticket: a matter that outlives a conversation, with a type and its fields, a status, a priority,
//! promised times and a timeline.
//!
//! Invariants:
//! - a status means one of six categories, whatever a company calls it; what it means decides what may
//!   happen, and whether the time until the matter must be done stands still;
//! - every change and every word is a line of the timeline, written in the same transaction; the
//!   customer sees the public ones of their own tickets and nothing else;
//! - working time passes by a calendar; what is due by the clock is a durable job that looks at the
//!   ticket as it is then, so that looking twice does no harm (`rules::clocks`);
//! - an agent sees tickets of their own groups, of no group, their own, and those that they watch;
//!   whoever may read every conversation sees every ticket.
//!
//! How to add a type, a calendar or a rule stands in `docs/TICKETS.md`.

mod actions;
pub mod http;
mod jobs;
mod model;
mod rules;
mod store;
#[cfg(test)]
mod tests;
mod views;

pub(crate) use actions::open_by_staff;
pub use actions::{PastStep, open_past, play};
pub(crate) use http::number_for;
pub(crate) use jobs::{listener, register};
pub(crate) use model::{FiledBy, Leaf};
pub use model::{NewTicket, Origin, Priority, SlaSettings, TicketPatch, TicketSettings};
pub(crate) use store::move_customer;

use serde_json::{Value as Json, json};
use shanying_kernel::Result;
use shanying_storage::Tx;

/// Everything that is kept about a customer's tickets.
pub(crate) async fn export(tx: &mut Tx, customer_id: &str) -> Result<Json> {
    let mut tickets = Vec::new();
    for row in store::of_customer(tx, customer_id).await? {
        let said = store::public_entries(tx, &row.id).await?;
        tickets.push(json!({
            "id": row.id, "number": row.number, "subject": row.subject,
            "description": row.description, "fields": row.fields, "order_no": row.order_no,
            "began": row.created_at, "ended": row.closed_at, "entries": said,
        }));
    }
    Ok(Json::Array(tickets))
}

/// A customer is erased, and their tickets with them.
pub(crate) async fn forget_customer(tx: &mut Tx, customer_id: &str) -> Result<()> {
    for row in store::of_customer(tx, customer_id).await? {
        crate::filing::forget(tx, &row.id).await?;
        store::delete(tx, &row.id).await?;
    }
    Ok(())
}

/// Deletes tickets that were closed before an instant; returns how many.
pub(crate) async fn forget_old(tx: &mut Tx, before_ms: i64) -> Result<usize> {
    let ids = store::closed_before(tx, before_ms).await?;
    for id in &ids {
        crate::filing::forget(tx, id).await?;
        crate::memories::forget_ticket(tx, id).await?;
        store::delete(tx, id).await?;
        shanying_storage::outbox::scrub(tx, "ticket_id", id).await?;
    }
    Ok(ids.len())
}
