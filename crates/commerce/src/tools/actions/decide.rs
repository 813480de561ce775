//! What a person decides, and what waits for them.

use std::collections::BTreeMap;

use serde_json::json;
use shanying_kernel::{Cursor, Error, Page, Result, Time};
use shanying_storage::Tx;
use shanying_web_kit::{Caller, Tenant, audit};

use super::{announce, finish};
use crate::connectors::{Change, Commerce};
use crate::tools::model::{Approval, ApprovalState, StoredWrite, ToolWrite, WriteState};
use crate::tools::rules::{self, RUNNING_MS};
use crate::tools::store;

const NOTE_MAX: usize = 500;

/// A page of what a person has to decide, or has decided.
pub(in crate::tools) async fn approvals(
    tenant: &Tenant,
    state: ApprovalState,
    cursor: Option<Cursor>,
    limit: usize,
) -> Result<Page<Approval>> {
    let mut tx = tenant.db().read().await?;
    let page = match state {
        ApprovalState::Waiting => store::waiting(&mut tx, cursor, limit).await?,
        ApprovalState::Decided => store::decided(&mut tx, cursor, limit).await?,
    };
    drop(tx);
    let mut ids: Vec<String> = page
        .items
        .iter()
        .map(|stored| stored.write.customer_id.clone())
        .collect();
    ids.sort();
    ids.dedup();
    let names: BTreeMap<String, String> = tenant.part::<Commerce>()?.customers.names(ids).await?;
    Ok(page.map(|StoredWrite { write, change, .. }| Approval {
        customer_name: names.get(&write.customer_id).cloned(),
        asked: change.as_ref().map(rules::shown),
        write,
    }))
}

/// A person lets a waiting write happen; what is beyond the limit is booked too.
pub async fn approve(tenant: &Tenant, caller: &Caller, id: &str, note: &str) -> Result<ToolWrite> {
    check_note(note)?;
    let (write_id, entry) = (
        id.to_owned(),
        audit::Entry::new(caller, "tool.approved", id),
    );
    let (actor, note) = (caller.actor.clone(), note.trim().to_owned());
    let mut stored = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let stored = store::lock_id(tx, &write_id).await?;
                let now = Time(tx.now_ms());
                rules::may_decide(&stored, now)?;
                store::set_decided(tx, &write_id, &actor, &note).await?;
                if let Some(Change::Compensate { amount, .. }) = &stored.change {
                    store::reserve(tx, &stored.write, amount).await?;
                }
                store::set_running(tx, &write_id, now.0 + RUNNING_MS, true).await?;
                audit::record(tx, entry).await?;
                Ok(stored)
            })
        })
        .await?;
    stored.approved = true;
    let commerce = tenant.part::<Commerce>()?;
    let customer = commerce
        .customers
        .verified(&stored.write.customer_id)
        .await?;
    finish(tenant, &customer, stored, caller.actor.clone()).await
}

/// A person refuses a waiting write.
pub async fn reject(tenant: &Tenant, caller: &Caller, id: &str, note: &str) -> Result<ToolWrite> {
    check_note(note)?;
    let (id, entry) = (
        id.to_owned(),
        audit::Entry::new(caller, "tool.rejected", id),
    );
    let (actor, note) = (caller.actor.clone(), note.trim().to_owned());
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let stored = store::lock_id(tx, &id).await?;
                if stored.write.state != WriteState::Waiting {
                    let now = Time(tx.now_ms());
                    rules::may_decide(&stored, now)?;
                    return Err(Error::conflict(
                        "tool.in_progress",
                        "it was approved, and the shop has not answered",
                    ));
                }
                store::set_decided(tx, &id, &actor, &note).await?;
                store::set_over(tx, &id, WriteState::Rejected, None, None).await?;
                audit::record(tx, entry).await?;
                let told = json!({"note": note, "amount": stored.write.preview.amount});
                announce(tx, "tool.rejected", &stored, told).await?;
                Ok(store::lock_id(tx, &id).await?.write)
            })
        })
        .await
}

/// Forgets what an erased customer asked for. What was given stays counted; it names nobody.
pub(crate) async fn forget(tx: &mut Tx, customer_id: &str) -> Result<()> {
    store::forget(tx, customer_id).await
}

fn check_note(note: &str) -> Result<()> {
    if note.chars().count() > NOTE_MAX {
        return Err(Error::field(
            "note",
            format!("at most {NOTE_MAX} characters"),
        ));
    }
    Ok(())
}
