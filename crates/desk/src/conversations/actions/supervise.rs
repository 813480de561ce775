//! What a supervisor does in others' conversations: looks on, whispers, speaks, moves them. All of it
//! stands in the audit log.

use serde_json::json;
use shanying_kernel::{Error, Result};
use shanying_people::agents;
use shanying_storage::Tx;
use shanying_web_kit::{Caller, Tenant, audit};

use super::House;
use super::agent::{AgentSays, content, is_mine};
use super::receive::check_text;
use super::say::{Said, say};
use crate::conversations::model::{Content, ConversationRow, Message, Owner, Sender};
use crate::conversations::rules;
use crate::conversations::store;

/// Notes that somebody looks on who has no part in the conversation.
pub(crate) async fn watched(tenant: &Tenant, caller: &Caller, id: &str) -> Result<()> {
    let entry = audit::Entry::new(caller, "conversation.watched", id);
    tenant
        .db()
        .write(move |tx| Box::pin(async move { audit::record(tx, entry).await }))
        .await
}

/// Tells the agent something that the customer never sees. Sent again under the same mark, it is the
/// same message.
pub(crate) async fn whisper(
    tenant: &Tenant,
    caller: &Caller,
    id: String,
    (client_id, text): (String, String),
) -> Result<Message> {
    let max = House::of(tenant).await?.service.max_message_chars;
    check_text(&text, max)?;
    let only_agents = |row: &ConversationRow, me: &str| match row.owner {
        Owner::Agent if !is_mine(row, me) => Ok(()),
        Owner::Closed => Err(rules::over()),
        _ => Err(Error::conflict(
            "conversation.nobody_to_whisper_to",
            "no other agent serves this conversation",
        )),
    };
    speak(
        tenant,
        caller,
        (id, client_id),
        ("conversation.whispered", Content::Whisper { text }),
        only_agents,
    )
    .await
}

/// Speaks to the customer in a conversation that somebody else, the bot or nobody serves; it stays
/// whose it is. The customer sees who speaks.
pub(crate) async fn insert(
    tenant: &Tenant,
    caller: &Caller,
    id: String,
    (client_id, says): (String, AgentSays),
) -> Result<Message> {
    let content = content(tenant, says).await?;
    if content.is_internal() {
        return Err(Error::field(
            "content",
            "what is inserted is for the customer",
        ));
    }
    let not_mine = |row: &ConversationRow, me: &str| match row.owner {
        Owner::Agent if is_mine(row, me) => Err(Error::conflict(
            "conversation.wrong_state",
            "this conversation is yours: just speak",
        )),
        Owner::Agent | Owner::Bot | Owner::Queue => Ok(()),
        Owner::Closed => Err(rules::over()),
        Owner::LeftMessage => Err(Error::conflict(
            "conversation.not_accepted",
            "take the conversation before speaking in it",
        )),
    };
    speak(
        tenant,
        caller,
        (id, client_id),
        ("conversation.inserted", content),
        not_mine,
    )
    .await
}

async fn speak(
    tenant: &Tenant,
    caller: &Caller,
    (id, client_id): (String, String),
    (action, content): (&'static str, Content),
    may: impl Fn(&ConversationRow, &str) -> Result<()> + Send + 'static,
) -> Result<Message> {
    if client_id.is_empty() || client_id.len() > 64 {
        return Err(Error::field("client_id", "a mark of 1 to 64 characters"));
    }
    let caller = caller.clone();
    let me = caller.agent_id()?.to_owned();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let supervisor = agents::load(tx, &me).await?;
                let mut row = store::load_for_update(tx, &id).await?;
                if let Some(message) = store::by_client_id(tx, &me, &client_id).await? {
                    return Ok(message);
                }
                may(&row, &me)?;
                let said = Said {
                    sender: Sender::agent(&me, &supervisor.nickname),
                    content,
                    client_id: Some(&client_id),
                    decision: None,
                };
                let message = say(tx, &mut row, said).await?;
                if row.owner == Owner::Agent && !message.content.is_internal() {
                    // The customer was answered; it is not the agent's reply, which is not counted.
                    row.waiting_since = None;
                }
                store::save(tx, &row).await?;
                let entry = audit::Entry::new(&caller, action, &id);
                let told = json!({"message_id": message.id, "agent_id": row.agent_id});
                audit::record(tx, entry.detail(told)).await?;
                Ok(message)
            })
        })
        .await
}

/// Tells the staff in the conversation, and the audit log, that a supervisor gives it to `agent_id`.
/// The caller saves the row.
pub(super) async fn tell_moved(
    tx: &mut Tx,
    caller: &Caller,
    row: &mut ConversationRow,
    agent_id: &str,
) -> Result<()> {
    let myself = caller.agent_id().is_ok_and(|me| me == agent_id);
    let action = if myself {
        "conversation.taken_over"
    } else {
        "conversation.assigned"
    };
    let entry = audit::Entry::new(caller, action, &row.id);
    let told = json!({"owner": row.owner, "from": row.agent_id, "to": agent_id});
    audit::record(tx, entry.detail(told)).await?;
    if row.owner == Owner::Agent {
        let to = agents::load(tx, agent_id).await?;
        let by = caller.actor.name.clone().unwrap_or_default();
        let code = if myself {
            "assist.taken_over"
        } else {
            "assist.assigned"
        };
        let notice = Content::notice_with(code, [("by", json!(by)), ("to", json!(to.name))]);
        say(tx, row, Said::by_system(notice)).await?;
    }
    Ok(())
}
