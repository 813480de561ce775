//! What an agent does.

use serde_json::json;
use shanying_bot::{Audience, Bot};
use shanying_kernel::{Error, Result, Time};
use shanying_people::agents;
use shanying_people::groups;
use shanying_storage::Tx;
use shanying_web_kit::files::{self, FileInfo};
use shanying_web_kit::{Caller, Permission, Tenant, audit, settings};

use super::House;
use super::lifecycle::{back_to_queue, serve};
use super::receive::check_text;
use super::say::{Said, announce, say};
use super::supervise::tell_moved;
use crate::conversations::model::{
    Content, ConversationRow, Message, Owner, QuestionRef, Sender, TransferReason,
};
use crate::conversations::rules::{self, Turn, next_owner};
use crate::conversations::store::{self, Mark, services};
use crate::routing::{self, RoutingSettings};

/// What an agent sends.
#[derive(Clone, Debug, serde::Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum AgentSays {
    /// Plain text.
    Text {
        /// The text.
        text: String,
    },
    /// For the staff alone.
    Note {
        /// The text.
        text: String,
    },
    /// A picture that was uploaded before.
    Image {
        /// `fil_…`.
        file_id: String,
    },
    /// A file that was uploaded before.
    File {
        /// `fil_…`.
        file_id: String,
    },
    /// An entry of the knowledge base.
    Answer {
        /// Knowledge entry.
        entry_id: String,
    },
}

/// Sends a message or writes a note. Sent again under the same mark, it is the same message.
pub(crate) async fn send(
    tenant: &Tenant,
    caller: &Caller,
    id: String,
    client_id: String,
    says: AgentSays,
) -> Result<Message> {
    if client_id.is_empty() || client_id.len() > 64 {
        return Err(Error::field("client_id", "a mark of 1 to 64 characters"));
    }
    let content = content(tenant, says).await?;
    let agent_id = caller.agent_id()?.to_owned();
    let supervises = caller.may(Permission::SuperviseConversations);
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let agent = agents::load(tx, &agent_id).await?;
                let mut row = store::load_for_update(tx, &id).await?;
                if let Some(message) = store::by_client_id(tx, &agent_id, &client_id).await? {
                    return Ok(message);
                }
                if !content.is_internal() {
                    row = claim_to_speak(tx, row, &agent_id).await?;
                    agents::acted(tx, &agent_id).await?;
                    count_reply(tx, &mut row).await?;
                } else if !supervises && row.owner == Owner::Agent && !takes_part(&row, &agent_id) {
                    return Err(not_yours());
                }
                let said = Said {
                    sender: Sender::agent(&agent_id, &agent.nickname),
                    content,
                    client_id: Some(&client_id),
                    decision: None,
                };
                let message = say(tx, &mut row, said).await?;
                if !message.content.is_internal() {
                    row.waiting_since = None;
                    row.unread = 0;
                    row.agent_read_seq = row.last_seq;
                }
                store::save(tx, &row).await?;
                Ok(message)
            })
        })
        .await
}

pub(super) async fn content(tenant: &Tenant, says: AgentSays) -> Result<Content> {
    let max = House::of(tenant).await?.service.max_message_chars;
    Ok(match says {
        AgentSays::Text { text } => {
            check_text(&text, max)?;
            Content::Text { text }
        }
        AgentSays::Note { text } => {
            check_text(&text, max)?;
            Content::Note { text }
        }
        AgentSays::Image { file_id } => Content::Image {
            file: file(tenant, &file_id).await?,
        },
        AgentSays::File { file_id } => Content::File {
            file: file(tenant, &file_id).await?,
        },
        AgentSays::Answer { entry_id } => {
            let bot = tenant.part::<Bot>()?;
            let entry = bot.entry_content(&entry_id, "web", Audience::Agents);
            let (question, blocks, related) = entry.ok_or_else(|| {
                Error::not_found("not_found.entry", "no published entry has this id")
            })?;
            let related = related.into_iter().map(QuestionRef::from).collect();
            Content::Answer {
                entry_id: Some(entry_id),
                question,
                blocks,
                related,
            }
        }
    })
}

async fn file(tenant: &Tenant, id: &str) -> Result<FileInfo> {
    let mut tx = tenant.db().read().await?;
    files::store::load(&mut tx, id)
        .await?
        .info(tenant.signer(), tenant.clock().now_ms())
}

pub(super) fn is_mine(row: &ConversationRow, agent_id: &str) -> bool {
    row.agent_id.as_deref() == Some(agent_id)
}

/// Serves, or was invited to help.
fn takes_part(row: &ConversationRow, agent_id: &str) -> bool {
    is_mine(row, agent_id) || row.helpers.iter().any(|helper| helper == agent_id)
}

pub(super) fn not_yours() -> Error {
    Error::conflict(
        "conversation.not_yours",
        "another agent serves this conversation",
    )
}

fn agent_full() -> Error {
    Error::conflict("conversation.agent_full", "this agent cannot take it now")
}

/// An agent speaks in their own conversation; answering a message that was left takes it.
async fn claim_to_speak(
    tx: &mut Tx,
    row: ConversationRow,
    agent_id: &str,
) -> Result<ConversationRow> {
    match row.owner {
        Owner::Agent if is_mine(&row, agent_id) => Ok(row),
        Owner::LeftMessage => {
            agents::take_slot(tx, agent_id, true).await?;
            serve(tx, row, agent_id).await
        }
        Owner::Closed => Err(rules::over()),
        Owner::Agent => Err(not_yours()),
        Owner::Bot | Owner::Queue => Err(Error::conflict(
            "conversation.not_accepted",
            "take the conversation before speaking in it",
        )),
    }
}

async fn count_reply(tx: &mut Tx, row: &mut ConversationRow) -> Result<()> {
    let now = tx.now_ms();
    row.confirm_by = None;
    services::replied(tx, &row.id, row.waiting_since).await?;
    if row.first_reply_at.is_none()
        && let Some(accepted) = row.accepted_at
    {
        row.first_reply_at = Some(Time(now));
        store::mark(tx, &row.id, Mark::FirstWait(now - accepted.0)).await?;
    }
    Ok(())
}

/// Takes a conversation from the queue, the bot or the messages left, or gives it to `agent_id`,
/// whoever has it (`from_anybody`, for supervisors).
pub(crate) async fn accept(
    tenant: &Tenant,
    caller: &Caller,
    agent_id: String,
    id: String,
    from_anybody: bool,
) -> Result<()> {
    let caller = caller.clone();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mut row = store::load_for_update(tx, &id).await?;
                if row.owner == Owner::Agent {
                    if is_mine(&row, &agent_id) {
                        return Ok(());
                    }
                    if !from_anybody {
                        return Err(Error::conflict(
                            "conversation.already_taken",
                            "another agent took this conversation",
                        ));
                    }
                }
                next_owner(row.owner, Turn::AgentTakes)?;
                if row.transfer_reason.is_none() {
                    row.transfer_reason = Some(TransferReason::Agent);
                }
                let myself = caller.agent_id().is_ok_and(|me| me == agent_id);
                if from_anybody {
                    if !myself && !agents::load(tx, &agent_id).await?.is_at_work() {
                        return Err(agent_full());
                    }
                    tell_moved(tx, &caller, &mut row, &agent_id).await?;
                }
                // Somebody who takes a conversation by hand may go above their own cap.
                if !agents::take_slot(tx, &agent_id, true).await? {
                    return Err(agent_full());
                }
                agents::acted(tx, &agent_id).await?;
                serve(tx, row, &agent_id).await?;
                Ok(())
            })
        })
        .await?;
    routing::wake(tenant);
    Ok(())
}

/// Where a conversation goes.
#[derive(Clone, Debug)]
pub(crate) enum Destination {
    Agent(String),
    Group(String),
}

impl Destination {
    fn code(&self) -> &str {
        match self {
            Self::Agent(id) | Self::Group(id) => id,
        }
    }
}

/// Passes the caller's conversation on, with a note for whoever takes it.
pub(crate) async fn transfer(
    tenant: &Tenant,
    caller: &Caller,
    id: String,
    to: Destination,
    note: String,
) -> Result<()> {
    let me = caller.agent_id()?.to_owned();
    let caller = caller.clone();
    let supervises = caller.may(Permission::SuperviseConversations);
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mut row = mine(tx, &id, &me, supervises).await?;
                let from = agents::load(tx, &me).await?;
                if !is_mine(&row, &me) {
                    let entry = audit::Entry::new(&caller, "conversation.transferred", &id);
                    let told = json!({"from": row.agent_id, "to": to.code()});
                    audit::record(tx, entry.detail(told)).await?;
                }
                if !note.trim().is_empty() {
                    let said = Said {
                        sender: Sender::agent(&me, &from.nickname),
                        content: Content::Note { text: note },
                        client_id: None,
                        decision: None,
                    };
                    say(tx, &mut row, said).await?;
                }
                match to {
                    Destination::Agent(agent_id) => {
                        hand_to(tx, row, &from.nickname, &agent_id).await
                    }
                    Destination::Group(group_id) => {
                        let group = groups::load(tx, &group_id).await?;
                        row.group_id = Some(group_id);
                        let content = Content::notice_with(
                            "conversation.transferred",
                            [
                                ("from", json!(from.nickname)),
                                ("to", json!(null)),
                                ("group", json!(group.name)),
                            ],
                        );
                        say(tx, &mut row, Said::by_system(content)).await?;
                        back_to_queue(tx, row).await.map(|_| ())
                    }
                }
            })
        })
        .await?;
    routing::wake(tenant);
    Ok(())
}

async fn hand_to(tx: &mut Tx, mut row: ConversationRow, from: &str, agent_id: &str) -> Result<()> {
    let to = agents::load(tx, agent_id).await?;
    let caps = settings::load::<RoutingSettings>(tx).await?;
    let whose = (agent_id, row.channel_id.as_str());
    if !agents::take_slot(tx, agent_id, false).await?
        || !routing::is_below_channel_cap(tx, &caps, whose).await?
    {
        return Err(agent_full());
    }
    let content = Content::notice_with(
        "conversation.transferred",
        [
            ("from", json!(from)),
            ("to", json!(to.nickname)),
            ("group", json!(null)),
        ],
    );
    say(tx, &mut row, Said::by_system(content)).await?;
    serve(tx, row, agent_id).await.map(|_| ())
}

/// The conversation, held, if the caller serves it (or supervises).
async fn mine(tx: &mut Tx, id: &str, me: &str, supervises: bool) -> Result<ConversationRow> {
    let row = store::load_for_update(tx, id).await?;
    match row.owner {
        Owner::Agent if is_mine(&row, me) || supervises => Ok(row),
        Owner::Closed => Err(rules::over()),
        _ => Err(not_yours()),
    }
}

/// Gives the caller's conversation back to the bot.
pub(crate) async fn return_to_bot(tenant: &Tenant, caller: &Caller, id: String) -> Result<()> {
    let me = caller.agent_id()?.to_owned();
    let supervises = caller.may(Permission::SuperviseConversations);
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mut row = mine(tx, &id, &me, supervises).await?;
                row.owner = next_owner(row.owner, Turn::ReturnToBot)?;
                let former = row.agent_id.take();
                if let Some(former) = &former {
                    agents::free_slot(tx, former).await?;
                }
                services::end(tx, &row.id).await?;
                (row.waiting_since, row.queued_at, row.confirm_by) = (None, None, None);
                (row.unknowns, row.not_helpfuls, row.veileds, row.unread) = (0, 0, 0, 0);
                store::save(tx, &row).await?;
                let notice = Content::notice("conversation.returned_to_bot");
                say(tx, &mut row, Said::by_system(notice)).await?;
                store::save(tx, &row).await?;
                announce(tx, &row, "conversation.returned_to_bot", former.as_deref()).await
            })
        })
        .await?;
    routing::wake(tenant);
    Ok(())
}

/// Asks the customer for a rating, once.
pub(crate) async fn invite_rating(tenant: &Tenant, caller: &Caller, id: String) -> Result<()> {
    let me = caller.agent_id()?.to_owned();
    let supervises = caller.may(Permission::SuperviseConversations);
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mut row = mine(tx, &id, &me, supervises).await?;
                if row.rating.is_some() {
                    return Err(Error::conflict(
                        "rating.already_rated",
                        "it is rated already",
                    ));
                }
                if row.rating_invited {
                    return Err(Error::conflict("rating.already_invited", "already invited"));
                }
                row.rating_invited = true;
                say(tx, &mut row, Said::by_system(Content::RatingInvitation {})).await?;
                store::save(tx, &row).await?;
                announce(tx, &row, "conversation.rating_invited", None).await
            })
        })
        .await
}

/// How far the agent has read; told to the customer.
pub(crate) async fn mark_read(
    tenant: &Tenant,
    caller: &Caller,
    id: String,
    seq: i64,
) -> Result<()> {
    let me = caller.agent_id()?.to_owned();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mut row = store::load_for_update(tx, &id).await?;
                let seq = seq.min(row.last_seq);
                // Looking over a colleague's shoulder is not reading.
                if !is_mine(&row, &me) || (seq <= row.agent_read_seq && row.unread == 0) {
                    return Ok(());
                }
                row.agent_read_seq = seq.max(row.agent_read_seq);
                row.confirm_by = None;
                if row.agent_read_seq == row.last_seq {
                    row.unread = 0;
                }
                store::save(tx, &row).await?;
                announce(tx, &row, "conversation.read_by_agent", None).await
            })
        })
        .await
}
