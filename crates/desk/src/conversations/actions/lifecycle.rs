//! Steps that several verbs share: an agent begins to serve, the queue takes back, the end.

use serde_json::json;
use shanying_kernel::{Error, Result, Time};
use shanying_people::agents;
use shanying_storage::Tx;
use shanying_web_kit::Tenant;

use super::bot_turn::tell_place;
use super::customer::leave_queue;
use super::say::{Said, announce, say};
use crate::conversations::model::{Content, ConversationRow, Owner};
use crate::conversations::rules::{Turn, next_owner};
use crate::conversations::store::{self, services};
use crate::handovers;
use crate::routing;

/// Gives the held conversation to an agent whose place is already taken (`agents::take_slot`).
pub(crate) async fn serve(
    tx: &mut Tx,
    mut row: ConversationRow,
    agent_id: &str,
) -> Result<ConversationRow> {
    let agent = agents::load(tx, agent_id).await?;
    if row.owner == Owner::LeftMessage {
        make_way(tx, &row.customer_id).await?;
    }
    let former = row.agent_id.clone();
    row.owner = next_owner(row.owner, Turn::AgentTakes)?;
    let waiting_since = row.waiting_since;
    leave_queue(tx, &mut row, false).await?;
    if let Some(former) = &former {
        agents::free_slot(tx, former).await?;
    }
    let now = Time(tx.now_ms());
    row.agent_id = Some(agent_id.to_owned());
    row.last_agent_id = Some(agent_id.to_owned());
    row.accepted_at = Some(now);
    row.waiting_since = waiting_since.or(Some(now));
    row.helpers.retain(|helper| helper != agent_id);
    row.confirm_by = None;
    handovers::reached(tx, &row.id).await?;
    store::save(tx, &row).await?;
    services::begin(tx, &row.id, agent_id).await?;
    let content = Content::notice_with("agent.joined", [("name", json!(agent.nickname))]);
    say(tx, &mut row, Said::by_system(content)).await?;
    store::save(tx, &row).await?;
    announce(tx, &row, "conversation.accepted", former.as_deref()).await?;
    Ok(row)
}

/// A customer has one open conversation: the one with the bot ends when an agent answers a message
/// that was left; one with another agent stays.
async fn make_way(tx: &mut Tx, customer_id: &str) -> Result<()> {
    let lock = tx.dialect().for_update();
    match store::open_of_customer(tx, customer_id, lock).await? {
        None => Ok(()),
        Some(other) if other.owner == Owner::Agent => Err(Error::conflict(
            "conversation.customer_busy",
            "the customer is talking to an agent in another conversation",
        )),
        Some(other) => close_row(tx, other, "system").await,
    }
}

/// Brings an agent's conversation back to the queue (the agent is gone, or passes it to a group).
pub(crate) async fn back_to_queue(
    tx: &mut Tx,
    mut row: ConversationRow,
) -> Result<ConversationRow> {
    row.owner = next_owner(row.owner, Turn::BackToQueue)?;
    let former = row.agent_id.take();
    if let Some(former) = &former {
        agents::free_slot(tx, former).await?;
    }
    services::end(tx, &row.id).await?;
    row.confirm_by = None;
    routing::enter(tx, &mut row).await?;
    store::save(tx, &row).await?;
    let notice = Content::notice("conversation.returned_to_queue");
    say(tx, &mut row, Said::by_system(notice)).await?;
    tell_place(tx, &mut row).await?;
    store::save(tx, &row).await?;
    announce(tx, &row, "conversation.queued", former.as_deref()).await?;
    Ok(row)
}

/// Ends the conversation; `by` is `customer`, `agent`, `idle` or `system`.
pub(crate) async fn close(tenant: &Tenant, id: String, by: &'static str) -> Result<()> {
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let row = store::load_for_update(tx, &id).await?;
                close_row(tx, row, by).await
            })
        })
        .await?;
    crate::routing::wake(tenant);
    Ok(())
}

/// Ends the held conversation.
pub(super) async fn close_row(tx: &mut Tx, mut row: ConversationRow, by: &str) -> Result<()> {
    let from_queue = row.owner == Owner::Queue;
    row.owner = next_owner(row.owner, Turn::Close)?;
    leave_queue(tx, &mut row, from_queue).await?;
    if let Some(agent) = &row.agent_id {
        agents::free_slot(tx, agent).await?;
    }
    services::end(tx, &row.id).await?;
    row.confirm_by = None;
    row.closed_at = Some(Time(tx.now_ms()));
    row.unread = 0;
    store::save(tx, &row).await?;
    store::set_closed_by(tx, &row.id, by).await?;
    let content = Content::notice_with("conversation.closed", [("by", json!(by))]);
    say(tx, &mut row, Said::by_system(content)).await?;
    store::save(tx, &row).await?;
    announce(tx, &row, "conversation.closed", None).await
}
