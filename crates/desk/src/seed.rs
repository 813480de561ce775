//! Conversations of the past, for the demo companies: the same rows that live ones leave, with
//! their own times. Nothing is announced; nobody waits for them.

use serde_json::json;
use shanying_kernel::{Result, Time};
use shanying_storage::Tx;

use crate::conversations::model::{
    Content, ConversationRow, Feedback, Owner, Page, Rating, Sender, SenderKind, TransferReason,
};
use crate::conversations::store::{self, Mark, services};
use crate::handovers::{self, Place};

/// A message of the past.
#[derive(Clone, Debug)]
pub struct PastMessage {
    /// Who spoke, with the name that was shown.
    pub sender: SenderKind,
    /// Identifier of the customer or agent.
    pub sender_id: Option<String>,
    /// Name of the customer or agent.
    pub sender_name: Option<String>,
    /// What was said.
    pub content: Content,
    /// When.
    pub at: Time,
    /// What the customer thought of the bot's answer.
    pub feedback: Option<bool>,
}

/// A conversation of the past.
#[derive(Clone, Debug)]
pub struct PastConversation {
    /// Where.
    pub channel_id: String,
    /// Whose.
    pub customer_id: String,
    /// Who served it.
    pub agent_id: Option<String>,
    /// Skill group.
    pub group_id: Option<String>,
    /// Where the customer was.
    pub page: Option<(String, String)>,
    /// Why a person was asked for, and when.
    pub transfer: Option<(TransferReason, Time)>,
    /// When an agent took it.
    pub accepted_at: Option<Time>,
    /// Whether it is a message that still waits for an answer.
    pub waits: bool,
    /// In order.
    pub messages: Vec<PastMessage>,
    /// The customer's rating.
    pub rating: Option<Rating>,
}

/// How fast the agent of a past conversation replied.
#[derive(Debug, Default)]
struct Replies {
    waiting_since: Option<Time>,
    rounds: i64,
    reply_ms: i64,
}

impl Replies {
    fn hear(&mut self, sender: SenderKind, at: Time, accepted: Option<Time>) {
        match (sender, accepted) {
            (SenderKind::Customer, _) => {
                self.waiting_since.get_or_insert(at);
            }
            (SenderKind::Agent, Some(accepted)) => {
                if let Some(since) = self.waiting_since.take() {
                    self.rounds += 1;
                    self.reply_ms += (at.0 - since.0.max(accepted.0)).max(0);
                }
            }
            _ => {}
        }
    }
}

/// Who served it, as live ones leave it.
async fn keep_service(tx: &mut Tx, row: &ConversationRow, service: &Replies) -> Result<()> {
    let (Some(agent_id), Some(from)) = (row.last_agent_id.clone(), row.accepted_at) else {
        return Ok(());
    };
    let past = services::Service {
        agent_id,
        conversation_id: row.id.clone(),
        number: row.number,
        subject: String::new(),
        from,
        // Nobody serves a conversation of the past any more.
        until: row.closed_at.or(Some(row.last_at)),
        first_wait_ms: row.first_reply_at.map(|at| (at.0 - from.0).max(0)),
        rounds: service.rounds,
        reply_ms: service.reply_ms,
        score: None,
    };
    services::insert_past(tx, &past).await
}

/// That the way to a person stood open, and led there at once when it was asked for.
async fn keep_way(
    tx: &mut Tx,
    id: &str,
    begun: Time,
    transfer: Option<(TransferReason, Time)>,
) -> Result<()> {
    let place = |reason| match reason {
        TransferReason::Button => Some(Place::Header),
        TransferReason::Words => Some(Place::Words),
        _ => None,
    };
    let request = transfer.and_then(|(reason, at)| Some((place(reason)?, at)));
    handovers::insert_past(tx, id, begun, request).await
}

/// Writes a conversation of the past.
pub async fn insert_past(tx: &mut Tx, past: PastConversation) -> Result<()> {
    let Some(first) = past.messages.first().map(|message| message.at) else {
        return Ok(());
    };
    let page = past.page.map(|(url, title)| Page { url, title });
    let new = store::NewConversation {
        channel_id: &past.channel_id,
        customer_id: &past.customer_id,
        owner: Owner::LeftMessage,
        locale: "zh-CN",
        page: page.as_ref(),
    };
    let mut row = store::insert(tx, new).await?;
    let mut asked = 0_usize;
    let mut service = Replies::default();
    for message in past.messages {
        let said = store::NewMessage {
            sender: Sender {
                kind: message.sender,
                id: message.sender_id,
                name: message.sender_name,
                avatar: None,
            },
            content: message.content,
            client_id: None,
            decision_id: None,
        };
        let kept = store::append(tx, &mut row, said).await?;
        store::backdate_message(tx, &kept.id, message.at).await?;
        if let Some(helpful) = message.feedback {
            let feedback = if helpful {
                Feedback::Helpful
            } else {
                Feedback::NotHelpful
            };
            store::set_feedback(tx, &kept.id, feedback).await?;
        }
        if let Content::Text { text } = &kept.content {
            if message.sender == SenderKind::Customer && row.subject.is_empty() {
                row.subject = shanying_people::customers::mask_text(text)
                    .chars()
                    .take(60)
                    .collect();
            }
            row.last_preview = Some(shanying_people::customers::mask_text(text));
            row.last_sender = Some(message.sender);
        }
        let before_transfer = past.transfer.is_none_or(|(_, at)| message.at < at);
        asked += usize::from(message.sender == SenderKind::Customer && before_transfer);
        if message.sender == SenderKind::Bot {
            store::mark(tx, &row.id, Mark::BotReplied).await?;
        }
        service.hear(message.sender, message.at, past.accepted_at);
        let replied = message.sender == SenderKind::Agent && row.first_reply_at.is_none();
        if let Some(accepted) = past.accepted_at.filter(|_| replied) {
            row.first_reply_at = Some(message.at);
            store::mark(
                tx,
                &row.id,
                Mark::FirstWait((message.at.0 - accepted.0).max(0)),
            )
            .await?;
        }
        row.last_at = message.at;
    }
    row.asked_bot = asked > 0;
    if let Some((reason, at)) = past.transfer {
        row.transfer_reason = Some(reason);
        store::mark(tx, &row.id, Mark::TransferDirect(asked == 0)).await?;
        if let Some(accepted) = past.accepted_at {
            store::mark(tx, &row.id, Mark::QueueWait((accepted.0 - at.0).max(0))).await?;
        }
    }
    row.agent_id.clone_from(&past.agent_id);
    row.last_agent_id = past.agent_id;
    row.group_id = past.group_id;
    row.accepted_at = past.accepted_at;
    row.customer_read_seq = row.last_seq;
    if past.waits {
        row.waiting_since = Some(row.last_at);
        row.unread = 1;
    } else {
        row.owner = Owner::Closed;
        row.agent_read_seq = row.last_seq;
        row.closed_at = Some(Time(row.last_at.0 + 60_000));
    }
    store::save(tx, &row).await?;
    store::backdate(tx, &row.id, first).await?;
    keep_service(tx, &row, &service).await?;
    keep_way(tx, &row.id, first, past.transfer).await?;
    if let Some(rating) = past.rating {
        store::save_rating(tx, &row.id, &rating).await?;
    }
    shanying_people::customers::count_conversation(tx, &past.customer_id).await?;
    tx.emit(
        "conversation.imported",
        json!({"conversation_id": row.id, "customer_id": past.customer_id}),
    )
    .await
}
