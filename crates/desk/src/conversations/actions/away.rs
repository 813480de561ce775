//! Customers who went away while they waited, or came back as somebody whom we know.

use serde_json::json;
use shanying_kernel::Result;
use shanying_storage::Tx;
use shanying_web_kit::{Tenant, files};

use super::customer::leave_queue;
use super::lifecycle::close_row;
use super::say::{Said, announce, say};
use crate::conversations::model::{Content, Owner};
use crate::conversations::rules::{Turn, next_owner};
use crate::conversations::store;

/// Nobody waits any more: what was said becomes a message left, and the customer reads so on their
/// return. Nothing happens when somebody took the conversation meanwhile.
pub(crate) async fn leave_for_absent(tenant: &Tenant, id: String) -> Result<()> {
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mut row = store::load_for_update(tx, &id).await?;
                if row.owner != Owner::Queue {
                    return Ok(());
                }
                row.owner = next_owner(row.owner, Turn::LeaveMessage)?;
                let waiting_since = row.waiting_since;
                leave_queue(tx, &mut row, true).await?;
                // In the list of messages left it is as old as the waiting.
                row.waiting_since = waiting_since;
                store::save(tx, &row).await?;
                let notice = Content::notice("queue.abandoned");
                say(tx, &mut row, Said::by_system(notice)).await?;
                store::save(tx, &row).await?;
                announce(tx, &row, "conversation.message_left", None).await
            })
        })
        .await
}

/// All that the anonymous customer `from` said and sent becomes the known customer's. At most one
/// conversation may be open: the one that spoke last goes on.
pub(crate) async fn merge_customers(tx: &mut Tx, from: &str, to: &str) -> Result<()> {
    for id in store::open_of_both(tx, from, to).await?.iter().skip(1) {
        let row = store::load_for_update(tx, id).await?;
        close_row(tx, row, "system").await?;
    }
    store::move_customer(tx, from, to).await?;
    files::store::move_customer(tx, from, to).await?;
    crate::tickets::move_customer(tx, from, to).await?;
    crate::memories::merge(tx, from, to).await?;
    tx.emit(
        "customer.merged",
        json!({"customer_id": to, "former_customer_id": from}),
    )
    .await
}
