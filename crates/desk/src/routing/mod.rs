//! Who gets the next customer: the agent who served them last if free, else the least saturated of
//! the group, in order of waiting, never above anybody's cap. One conversation is one transaction,
//! so any node may assign at any time.
//!
//! Skill levels and customer value will choose here too.

use std::sync::Arc;
use std::time::Duration;

use shanying_kernel::Result;
use shanying_people::agents::{self, AgentState, Candidate};
use shanying_storage::Tx;
use shanying_web_kit::Tenant;
use tokio::sync::Notify;

use crate::conversations::actions::{back_to_queue, serve};
use crate::conversations::model::ConversationRow;
use crate::conversations::store;
use crate::service::model::ServiceSettings;

#[cfg(test)]
mod tests;

/// Waiting conversations that one round looks at.
const ROUND: usize = 100;

/// Wakes the dispatcher; a part of the tenant.
#[derive(Default)]
pub struct Dispatcher {
    wake: Arc<Notify>,
}

/// Something changed that may let somebody be served.
pub(crate) fn wake(tenant: &Tenant) {
    if let Ok(dispatcher) = tenant.part::<Dispatcher>() {
        dispatcher.wake.notify_one();
    }
}

/// Starts assigning: at every wake-up, and every second whatever happens (agents of other nodes,
/// grace times that ran out).
pub(crate) fn start(tenant: &Tenant) -> Result<()> {
    let dispatcher = tenant.part::<Dispatcher>()?;
    let tenant = tenant.clone();
    tenant.tasks().clone().spawn(async move {
        while !tenant.tasks().is_stopping() {
            if let Err(error) = round(&tenant).await {
                tracing::error!(?error, "assigning failed; trying again");
            }
            tokio::select! {
                () = tenant.tasks().stopping() => return,
                () = dispatcher.wake.notified() => {}
                () = tokio::time::sleep(Duration::from_secs(1)) => {}
            }
        }
    });
    Ok(())
}

/// One round: conversations of agents who are gone return, then waiting ones are assigned.
pub(crate) async fn round(tenant: &Tenant) -> Result<()> {
    return_from_absent(tenant).await?;
    let mut reader = tenant.db().read().await?;
    let waiting = store::waiting(&mut reader, ROUND).await?;
    drop(reader);
    for row in waiting {
        tenant
            .db()
            .write(move |tx| Box::pin(async move { assign(tx, row.id).await }))
            .await?;
    }
    Ok(())
}

/// Gives one waiting conversation to somebody, if anybody is free; false if it still waits.
pub(crate) async fn assign(tx: &mut Tx, id: String) -> Result<bool> {
    let Some(row) = store::claim_waiting(tx, &id).await? else {
        return Ok(false);
    };
    let free = agents::candidates(tx, row.group_id.as_deref()).await?;
    for candidate in in_order(&row, free) {
        // The place is taken by one statement that also checks the cap: whoever comes too late
        // for the last place goes on to the next candidate.
        if agents::take_slot(tx, &candidate, false).await? {
            serve(tx, row, &candidate).await?;
            return Ok(true);
        }
    }
    Ok(false)
}

/// The last agent first, the others as they come (least saturated first).
fn in_order(row: &ConversationRow, candidates: Vec<Candidate>) -> Vec<String> {
    let mut ids: Vec<String> = candidates
        .into_iter()
        .map(|candidate| candidate.id)
        .collect();
    if let Some(place) = ids
        .iter()
        .position(|id| row.last_agent_id.as_deref() == Some(id))
    {
        let last = ids.remove(place);
        ids.insert(0, last);
    }
    ids
}

/// Conversations of agents who have been disconnected beyond the grace time go back to the queue.
async fn return_from_absent(tenant: &Tenant) -> Result<()> {
    let grace = tenant
        .settings::<ServiceSettings>()
        .await?
        .reconnect_grace_seconds
        * 1000;
    let mut reader = tenant.db().read().await?;
    let gone = agents::gone(&mut reader, tenant.clock().now_ms() - grace).await?;
    drop(reader);
    for agent_id in gone {
        tenant
            .db()
            .write(move |tx| {
                Box::pin(async move {
                    for id in store::served_by(tx, &agent_id).await? {
                        let row = store::load_for_update(tx, &id).await?;
                        if row.agent_id.as_deref() == Some(agent_id.as_str()) {
                            back_to_queue(tx, row).await?;
                        }
                    }
                    agents::set_state(tx, &agent_id, AgentState::Offline, None).await?;
                    // What a crash left behind must not keep a place for ever.
                    agents::set_load(tx, &agent_id, 0).await
                })
            })
            .await?;
    }
    Ok(())
}
