//! What happens to agents. Every change that others can see announces `agent.changed`.

use serde_json::json;
use shanying_kernel::{Error, Result};
use shanying_storage::Tx;

use super::model::{Agent, AgentPatch, AgentState, NewAgent, Role};
use super::{rules, sessions, store};
use crate::fields::{self, NAME_MAX};
use crate::groups;

/// Longest reason for a state.
const REASON_MAX: usize = 100;

/// Makes an account; 409 `agent.username_taken`.
pub async fn create(tx: &mut Tx, new: NewAgent) -> Result<Agent> {
    let new = rules::proper(new)?;
    let id = store::insert(tx, &new).await?;
    groups::store::set_groups_of(tx, &id, &new.groups).await?;
    changed(tx, &id).await?;
    store::load(tx, &id).await
}

/// Changes an account and gives it as it was and as it is. Somebody who is disabled is signed out
/// everywhere; the last administrator stays one (409 `agent.last_administrator`).
pub(super) async fn change(tx: &mut Tx, id: &str, patch: AgentPatch) -> Result<(Agent, Agent)> {
    let administrators = store::lock_administrators(tx).await?;
    let before = store::load(tx, id).await?;
    let mut after = before.clone();
    if let Some(username) = patch.username {
        after.username = rules::username(&username)?;
    }
    if let Some(name) = patch.name {
        after.name = fields::required("name", &name, NAME_MAX)?;
    }
    if let Some(nickname) = patch.nickname {
        after.nickname = fields::required("nickname", &nickname, NAME_MAX)?;
    }
    if let Some(roles) = patch.roles {
        after.roles = rules::roles(&roles)?;
    }
    if let Some(max_chats) = patch.max_chats {
        after.max_chats = rules::max_chats(max_chats)?;
    }
    after.enabled = patch.enabled.unwrap_or(before.enabled);
    let rules_on = after.enabled && after.roles.contains(&Role::Admin);
    if administrators == [id] && !rules_on {
        return Err(Error::conflict(
            "agent.last_administrator",
            "the last administrator cannot be dismissed",
        ));
    }
    store::update(tx, &after).await?;
    if let Some(groups) = patch.groups {
        groups::store::set_groups_of(tx, id, &groups).await?;
    }
    if !after.enabled {
        sessions::store::remove_all_of(tx, id, None).await?;
        store::set_state(tx, id, AgentState::Offline, None).await?;
    }
    changed(tx, id).await?;
    Ok((before, store::load(tx, id).await?))
}

/// Sets what an agent says of himself, keeps the log of states, and gives the agent as he is then.
pub async fn set_state(
    tx: &mut Tx,
    id: &str,
    state: AgentState,
    reason: Option<&str>,
) -> Result<Agent> {
    let reason = fields::optional("reason", reason.unwrap_or(""), REASON_MAX)?;
    let reason = (!reason.is_empty()).then_some(reason);
    if store::set_state(tx, id, state, reason.as_deref()).await? {
        changed(tx, id).await?;
    }
    store::load(tx, id).await
}

/// Takes one of an agent's places for a conversation: true if there was one and he is online, or
/// always for an enabled account when `force` (he took it himself).
pub async fn take_slot(tx: &mut Tx, agent_id: &str, force: bool) -> Result<bool> {
    let taken = store::take_slot(tx, agent_id, force).await?;
    announce_if(tx, agent_id, taken).await?;
    Ok(taken)
}

/// Gives a place back.
pub async fn free_slot(tx: &mut Tx, agent_id: &str) -> Result<()> {
    let freed = store::free_slot(tx, agent_id).await?;
    announce_if(tx, agent_id, freed).await
}

/// Sets the count of conversations, as recounted at the server's start.
pub async fn set_load(tx: &mut Tx, agent_id: &str, load: i64) -> Result<()> {
    let set = store::set_load(tx, agent_id, load).await?;
    announce_if(tx, agent_id, set).await
}

/// The first workbench of an agent opened.
pub async fn connected(tx: &mut Tx, id: &str) -> Result<()> {
    let set = store::set_connected(tx, id).await?;
    announce_if(tx, id, set).await
}

/// The last workbench of an agent closed; the grace time begins.
pub async fn disconnected(tx: &mut Tx, id: &str) -> Result<()> {
    let set = store::set_disconnected(tx, id).await?;
    announce_if(tx, id, set).await
}

/// An agent did something: without an open workbench too (another client, a socket that is just
/// coming back) the conversations stay for another grace time.
pub async fn acted(tx: &mut Tx, id: &str) -> Result<()> {
    store::renew_grace(tx, id).await
}

/// Nobody is connected when the server starts; everybody's grace time begins.
pub async fn everyone_disconnected(tx: &mut Tx) -> Result<()> {
    for id in store::disconnect_everyone(tx).await? {
        changed(tx, &id).await?;
    }
    Ok(())
}

/// Announces that others see this agent differently now.
pub(crate) async fn changed(tx: &mut Tx, id: &str) -> Result<()> {
    tx.emit("agent.changed", json!({"agent_id": id})).await
}

async fn announce_if(tx: &mut Tx, id: &str, seen: bool) -> Result<()> {
    if seen { changed(tx, id).await } else { Ok(()) }
}
