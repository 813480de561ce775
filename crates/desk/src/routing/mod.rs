//! Who gets the next customer, never above anybody's cap, nor above the cap of a channel. One
//! conversation is one transaction, so any node may assign at any time.
//!
//! - Customers are taken by their place in the queue: since when they wait, less the head start of
//!   their grade. So grades come sooner, and nobody is overtaken by somebody who came later than the
//!   longest head start.
//! - A rule may name the group that a conversation waits for; after the time of the overflow anybody
//!   may serve it.
//! - Who says nothing to a customer within the time of acceptance loses them to the queue, where they
//!   keep their place, and rests until they come back by themselves.
//! - Agents are asked in this order: who served the customer last, who looks after them, members of
//!   the group, then by the strategy (saturation, skill level, turn).

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use shanying_kernel::Result;
use shanying_kernel::Time;
use shanying_people::agents::{self, AgentState};
use shanying_people::customers;
use shanying_storage::Tx;
use shanying_web_kit::{Tenant, settings};
use tokio::sync::Notify;

pub use http::routes;
pub use model::RoutingSettings;
use rules::Case;
pub(crate) use rules::room;

use crate::conversations::actions::{back_to_queue, serve};
use crate::conversations::model::{ConversationRow, Owner};
use crate::conversations::store::{self, services};
use crate::service::model::ServiceSettings;

mod http;
mod model;
mod rules;
#[cfg(test)]
mod tests;

/// Waiting conversations that one round looks at.
const ROUND: usize = 100;
/// Why an agent rests who did not accept in time; clients word it.
const NOT_ACCEPTED: &str = "not_accepted";

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

/// One round: conversations of agents who are gone or silent return, then waiting ones are assigned.
pub(crate) async fn round(tenant: &Tenant) -> Result<()> {
    return_from_absent(tenant).await?;
    let settings = tenant.settings::<RoutingSettings>().await?;
    return_from_silent(tenant, settings.accept_within_seconds).await?;
    let mut reader = tenant.db().read().await?;
    let full = full_channels(&mut reader, &settings).await?;
    let waiting = store::waiting_elsewhere(&mut reader, &full, ROUND).await?;
    drop(reader);
    for row in waiting {
        let settings = settings.clone();
        tenant
            .db()
            .write(move |tx| Box::pin(async move { assign(tx, row.id, &settings).await }))
            .await?;
    }
    Ok(())
}

/// Channels of which nobody who is free can take one more. Who waits there is passed over, or they
/// would keep those of other channels from being looked at.
async fn full_channels(tx: &mut Tx, settings: &RoutingSettings) -> Result<Vec<String>> {
    let mut full = Vec::new();
    if settings.channel_caps.is_empty() {
        return Ok(full);
    }
    let free = agents::candidates(tx, None, true).await?;
    for cap in &settings.channel_caps {
        let served = store::served_in_channel(tx, &cap.channel_id).await?;
        if rules::below_cap(free.clone(), Some(cap.at_most), &served).is_empty() {
            full.push(cap.channel_id.clone());
        }
    }
    Ok(full)
}

/// Places that agents of a group (of any, when none is named) still have for this channel.
pub(crate) async fn free_places(tx: &mut Tx, row: &ConversationRow) -> Result<i64> {
    let settings = settings::load::<RoutingSettings>(tx).await?;
    let free = agents::candidates(tx, row.group_id.as_deref(), false).await?;
    let cap = settings.channel_cap(&row.channel_id);
    let served = match cap {
        Some(_) => store::served_in_channel(tx, &row.channel_id).await?,
        None => HashMap::new(),
    };
    let place = |one: &agents::Candidate| {
        let has = served.get(&one.id).copied().unwrap_or_default();
        rules::room(one.max_chats - one.load, cap, has)
    };
    Ok(free.iter().map(place).sum())
}

/// Whether an agent, of whom a place was just taken, may have one more conversation of this channel.
/// Taking the place holds the agent's row until the end of the transaction: whoever else gives
/// them one waits for it, so that no two count the same.
pub(crate) async fn is_below_channel_cap(
    tx: &mut Tx,
    settings: &RoutingSettings,
    (agent_id, channel_id): (&str, &str),
) -> Result<bool> {
    match settings.channel_cap(channel_id) {
        Some(cap) => Ok(store::count_served(tx, agent_id, channel_id).await? < cap),
        None => Ok(true),
    }
}

/// Puts a held conversation into the queue, in its place and for its group. The caller saves the
/// row.
pub(crate) async fn enter(tx: &mut Tx, row: &mut ConversationRow) -> Result<()> {
    let settings = settings::load::<RoutingSettings>(tx).await?;
    let customer = customers::brief(tx, &row.customer_id).await?;
    let grade = customer.level.as_deref();
    if row.group_id.is_none() {
        let case = Case {
            channel_id: &row.channel_id,
            grade,
            tags: &customer.tags,
            page: row.page.as_ref().map_or("", |page| page.url.as_str()),
            locale: &row.locale,
            reason: row.transfer_reason,
        };
        row.group_id = settings.group_for(&case).map(str::to_owned);
    }
    let now = tx.now_ms();
    row.queued_at = Some(Time(now));
    // Who came back from an agent without an answer has waited all the while.
    let since = *row.waiting_since.get_or_insert(Time(now));
    row.queue_rank = Some(settings.rank(grade, since.0));
    Ok(())
}

/// Gives one waiting conversation to somebody, if anybody is free; false if it still waits.
pub(crate) async fn assign(tx: &mut Tx, id: String, settings: &RoutingSettings) -> Result<bool> {
    let Some(row) = store::claim_waiting(tx, &id).await? else {
        return Ok(false);
    };
    let waited = tx.now_ms() - row.queued_at.unwrap_or_default().0;
    let free = agents::candidates(tx, row.group_id.as_deref(), settings.overflows(waited)).await?;
    let cap = settings.channel_cap(&row.channel_id);
    let free = match cap {
        Some(_) => {
            let served = store::served_in_channel(tx, &row.channel_id).await?;
            rules::below_cap(free, cap, &served)
        }
        None => free,
    };
    if free.is_empty() {
        return Ok(false);
    }
    let dedicated = customers::brief(tx, &row.customer_id)
        .await?
        .dedicated_agent;
    let near = (row.last_agent_id.as_deref(), dedicated.as_deref());
    for candidate in rules::in_order(free, settings.strategy, near) {
        // The place is taken by one statement that also checks the cap: whoever comes too late
        // for the last place goes on to the next candidate.
        if !agents::take_slot(tx, &candidate.id, false).await? {
            continue;
        }
        let whose = (candidate.id.as_str(), row.channel_id.as_str());
        if is_below_channel_cap(tx, settings, whose).await? {
            serve(tx, row, &candidate.id).await?;
            return Ok(true);
        }
        // Another round filled the channel meanwhile. This agent's row is held from now on; to ask
        // the next one could bring two rounds to wait for each other, so that is for the next round.
        agents::free_slot(tx, &candidate.id).await?;
        return Ok(false);
    }
    Ok(false)
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

/// Customers of agents who have not said a word within the time go back to the queue, and the agent
/// rests: whoever is not there must not get the next one.
async fn return_from_silent(tenant: &Tenant, within_seconds: i64) -> Result<()> {
    if within_seconds == 0 {
        return Ok(());
    }
    let before = tenant.clock().now_ms() - within_seconds * 1000;
    let mut reader = tenant.db().read().await?;
    let silent = services::unanswered(&mut reader, before).await?;
    drop(reader);
    for (id, agent_id) in silent {
        tenant
            .db()
            .write(move |tx| {
                Box::pin(async move {
                    let row = store::load_for_update(tx, &id).await?;
                    // Who is served by somebody else meanwhile, or waits for nothing, stays.
                    let waits = row.owner == Owner::Agent
                        && row.agent_id.as_deref() == Some(agent_id.as_str())
                        && row.waiting_since.is_some();
                    if !waits {
                        return Ok(());
                    }
                    back_to_queue(tx, row).await?;
                    agents::set_state(tx, &agent_id, AgentState::Break, Some(NOT_ACCEPTED)).await?;
                    Ok(())
                })
            })
            .await?;
    }
    Ok(())
}
