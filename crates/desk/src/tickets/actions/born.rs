//! Tickets that customers bring about: by a message left, and by what they told to a task of the bot.

use std::collections::BTreeMap;

use shanying_bot::dialogue::{self, Request};
use shanying_kernel::{Actor, ActorKind, Result};
use shanying_people::customers;
use shanying_storage::Tx;

use super::{Office, open};
use crate::conversations::model::{Content, ConversationRow, Message, SenderKind};
use crate::conversations::store::{self as conversations, Part};
use crate::tickets::model::{NewTicket, Origin};
use crate::tickets::store;

/// Messages of a conversation that a ticket takes along.
const MESSAGES: usize = 50;

/// A conversation that nobody could serve becomes a ticket with what the customer said; once.
pub(crate) async fn from_conversation(tx: &mut Tx, conversation: &ConversationRow) -> Result<()> {
    let office = Office::load(tx).await?;
    let kind = office.settings.left_message_type.clone();
    let before = store::of_conversation(tx, &conversation.id).await?;
    let waits = before
        .iter()
        .any(|row| !row.category.is_done() && row.origin != Origin::Request);
    if kind.is_empty() || waits {
        return Ok(());
    }
    let part = Part::Before(i64::MAX);
    let (messages, _) =
        conversations::messages(tx, &conversation.id, part, false, MESSAGES).await?;
    let went_away = |message: &Message| matches!(&message.content, Content::Notice { code, .. } if code == "queue.abandoned");
    let origin = if messages.iter().any(went_away) {
        Origin::Overflow
    } else {
        Origin::LeftMessage
    };
    let said: Vec<String> = messages
        .into_iter()
        .filter(|message| message.sender.kind == SenderKind::Customer)
        .filter_map(|message| match message.content {
            Content::File { file } | Content::Image { file } => Some(format!("[{}]", file.name)),
            content => content.as_text(),
        })
        .collect();
    // Words left on purpose are the matter, however long ago the conversation began with another.
    let left = said.last().filter(|_| origin == Origin::LeftMessage);
    let subject = [left, Some(&conversation.subject), said.first()]
        .into_iter()
        .flatten()
        .find(|subject| !subject.trim().is_empty());
    let matter = (
        subject.cloned().unwrap_or_default(),
        said.join("\n").chars().take(10_000).collect(),
    );
    born(tx, &office, conversation, (kind, origin), matter).await
}

/// What a customer told to a task becomes a ticket, so that requests stand in one list with all
/// other work and carry a promise of time.
pub(crate) async fn from_request(
    tx: &mut Tx,
    conversation: &ConversationRow,
    request_id: &str,
) -> Result<()> {
    let office = Office::load(tx).await?;
    let kind = office.settings.request_type.clone();
    let all = dialogue::requests(tx, &conversation.id).await?;
    let Some(request) = all.into_iter().find(|request| request.id == request_id) else {
        return Ok(());
    };
    if office.settings.kind(&kind).is_none() {
        return Ok(());
    }
    let subject = format!("{} {}", request.name, request.number);
    let matter = (subject, lines(&request));
    born(tx, &office, conversation, (kind, Origin::Request), matter).await
}

/// One fact a line; what the customer left open says nothing.
fn lines(request: &Request) -> String {
    let told = request.rows.iter().filter(|row| !row.value.is_empty());
    let lines: Vec<String> = told
        .map(|row| format!("{}：{}", row.label, row.value))
        .collect();
    lines.join("\n").chars().take(10_000).collect()
}

async fn born(
    tx: &mut Tx,
    office: &Office,
    conversation: &ConversationRow,
    (kind, origin): (String, Origin),
    (subject, description): (String, String),
) -> Result<()> {
    let brief = customers::brief(tx, &conversation.customer_id).await?;
    let subject: String = subject.trim().chars().take(200).collect();
    let new = NewTicket {
        kind,
        subject: if subject.is_empty() {
            brief.name.clone()
        } else {
            subject
        },
        description,
        priority: None,
        fields: BTreeMap::new(),
        origin,
        customer_id: Some(conversation.customer_id.clone()),
        conversation_id: Some(conversation.id.clone()),
        order_no: None,
        group_id: conversation.group_id.clone(),
        agent_id: None,
        parent_id: None,
        leaf: None,
        created_by: Actor {
            kind: ActorKind::Customer,
            id: Some(conversation.customer_id.clone()),
            name: Some(brief.name),
        },
    };
    open(tx, office, new).await.map(|_| ())
}
