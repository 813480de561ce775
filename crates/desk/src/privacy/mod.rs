//! A customer's right to their data: everything about one customer in one file, erasure, and the
//! end of what is kept too long.

pub mod http;

use serde_json::{Value as Json, json};
use shanying_kernel::Result;
use shanying_people::customers;
use shanying_storage::Tx;
use shanying_web_kit::{Caller, Tenant, audit, files};

use crate::conversations::store::{self, Part};
use crate::service::model::PrivacySettings;
use crate::tickets;
use crate::{alerts, assist, handovers, memories};

/// Everything that is kept about a customer.
pub(crate) async fn export(tenant: &Tenant, caller: &Caller, id: String) -> Result<Json> {
    let entry = audit::Entry::new(caller, "customer.exported", &id);
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let facts = customers::export(tx, &id).await?;
                let mut conversations = Vec::new();
                for row in store::of_customer(tx, &id).await? {
                    let (messages, _) =
                        store::messages(tx, &row.id, Part::After(0), false, 100_000).await?;
                    conversations.push(json!({
                        "id": row.id, "number": row.number, "began": row.created_at,
                        "ended": row.closed_at, "page": row.page, "rating": row.rating,
                        "messages": messages,
                    }));
                }
                let files: Vec<Json> = files::store::list_of_customer(tx, &id)
                    .await?
                    .into_iter()
                    .map(|file| json!({"id": file.id, "name": file.name, "size": file.size, "at": file.created_at}))
                    .collect();
                let tickets = tickets::export(tx, &id).await?;
                let memories = memories::export(tx, &id).await?;
                audit::record(tx, entry).await?;
                Ok(json!({
                    "customer": facts, "conversations": conversations, "files": files,
                    "tickets": tickets, "memories": memories,
                }))
            })
        })
        .await
}

/// Erases a customer: conversations, messages, files and every personal fact. What remains is an
/// empty shell that the figures of the past still count.
pub(crate) async fn erase(tenant: &Tenant, caller: &Caller, id: String) -> Result<()> {
    let entry = audit::Entry::new(caller, "customer.erased", &id);
    let (orphans, gone) = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mut gone = Vec::new();
                for row in store::of_customer(tx, &id).await? {
                    release(tx, &row).await?;
                    store::delete(tx, &row.id).await?;
                    alerts::store::forget_conversation(tx, &row.id).await?;
                    assist::forget_conversation(tx, &row.id).await?;
                    handovers::forget_conversation(tx, &row.id).await?;
                    gone.push(row.id.clone());
                    shanying_bot::forget_conversation(tx, &row.id).await?;
                }
                tickets::forget_customer(tx, &id).await?;
                memories::forget_customer(tx, &id).await?;
                let mut orphans = Vec::new();
                for file in files::store::list_of_customer(tx, &id).await? {
                    orphans.extend(files::store::remove(tx, &file).await?);
                }
                let user_id = customers::load(tx, &id).await?.user_id;
                shanying_commerce::forget_customer(tx, &id, user_id.as_deref()).await?;
                customers::erase(tx, &id).await?;
                scrub_events(tx, &id).await?;
                for former in customers::merged_into(tx, &id).await? {
                    scrub_events(tx, &former).await?;
                }
                audit::record(tx, entry).await?;
                tx.emit("customer.erased", json!({"customer_id": id}))
                    .await?;
                Ok((orphans, gone))
            })
        })
        .await?;
    assist::forget(tenant, &gone)?;
    for hash in orphans {
        tenant.blobs().remove(&hash).await?;
    }
    Ok(())
}

/// An agent who serves a conversation that vanishes gets the place back.
async fn release(tx: &mut Tx, row: &crate::conversations::model::ConversationRow) -> Result<()> {
    match &row.agent_id {
        Some(agent) if row.owner == crate::conversations::Owner::Agent => {
            shanying_people::agents::free_slot(tx, agent).await
        }
        _ => Ok(()),
    }
}

/// Events are kept, but not what a person said in them.
async fn scrub_events(tx: &mut Tx, customer_id: &str) -> Result<()> {
    shanying_storage::outbox::scrub(tx, "customer_id", customer_id).await
}

/// Deletes ended conversations beyond the retention; returns how many.
pub(crate) async fn forget_old(tenant: &Tenant) -> Result<usize> {
    let days = tenant.settings::<PrivacySettings>().await?.retention_days;
    let before = tenant.clock().now_ms() - days * 24 * 3600 * 1000;
    let mut reader = tenant.db().read().await?;
    let ids = store::ended_before(&mut reader, before).await?;
    drop(reader);
    tenant
        .db()
        .write(move |tx| Box::pin(async move { tickets::forget_old(tx, before).await }))
        .await?;
    let count = ids.len();
    if count > 0 {
        let gone = ids.clone();
        tenant
            .db()
            .write(move |tx| {
                Box::pin(async move {
                    for id in &ids {
                        store::delete(tx, id).await?;
                        alerts::store::forget_conversation(tx, id).await?;
                        assist::forget_conversation(tx, id).await?;
                        memories::forget_conversation(tx, id).await?;
                        handovers::forget_conversation(tx, id).await?;
                        shanying_bot::forget_conversation(tx, id).await?;
                        shanying_storage::outbox::scrub(tx, "conversation_id", id).await?;
                    }
                    let entry = audit::Entry::by_system("conversations.forgotten", "retention");
                    audit::record(tx, entry.detail(json!({"count": ids.len()}))).await
                })
            })
            .await?;
        assist::forget(tenant, &gone)?;
    }
    Ok(count)
}
