//! Appending a message, with what follows for the conversation and its listeners.

use serde_json::json;
use shanying_bot::{Decision, answers};
use shanying_kernel::{Result, Time};
use shanying_people::customers::mask_text;
use shanying_storage::Tx;

use crate::conversations::model::{Content, ConversationRow, Held, Message, Sender, SenderKind};
use crate::conversations::store::{self, Mark};

/// Characters of a preview in lists.
const PREVIEW_CHARS: usize = 60;

/// Characters of a conversation's subject.
const SUBJECT_CHARS: usize = 60;

/// A message to be appended.
pub(crate) struct Said<'a> {
    pub sender: Sender,
    pub content: Content,
    pub client_id: Option<&'a str>,
    pub decision: Option<&'a Decision>,
}

impl Said<'_> {
    /// Words of the bot.
    pub(crate) fn by_bot(content: Content) -> Self {
        Self {
            sender: Sender::bot(),
            content,
            client_id: None,
            decision: None,
        }
    }

    /// Words of the server.
    pub(crate) fn by_system(content: Content) -> Self {
        Self {
            sender: Sender::system(),
            content,
            client_id: None,
            decision: None,
        }
    }
}

/// Appends the message to the locked conversation and announces it, after what the bot still had to
/// say. The caller saves the row.
pub(crate) async fn say(tx: &mut Tx, row: &mut ConversationRow, said: Said<'_>) -> Result<Message> {
    if let Some(held) = row.held.take() {
        let contents = held.contents.clone();
        say_held(tx, row, &held, contents).await?;
    }
    append(tx, row, said).await
}

/// Appends what was held, in these words. The caller has taken it off the row, and saves the row.
pub(super) async fn say_held(
    tx: &mut Tx,
    row: &mut ConversationRow,
    held: &Held,
    contents: Vec<Content>,
) -> Result<()> {
    let decision = answers::load(tx, &held.decision_id).await?;
    for content in contents {
        let said = Said {
            decision: Some(&decision),
            ..Said::by_bot(content)
        };
        append(tx, row, said).await?;
    }
    store::mark(tx, &row.id, Mark::BotReplied).await
}

async fn append(tx: &mut Tx, row: &mut ConversationRow, said: Said<'_>) -> Result<Message> {
    let decision_id = said.decision.map(|decision| decision.id.clone());
    let message = store::append(
        tx,
        row,
        store::NewMessage {
            sender: said.sender,
            content: said.content,
            client_id: said.client_id,
            decision_id: decision_id.as_deref(),
        },
    )
    .await?;
    let kind = message.sender.kind;
    if let Some(preview) = preview(&message.content, &row.locale) {
        row.last_preview = Some(preview);
        row.last_sender = Some(kind);
    }
    row.last_at = Time(tx.now_ms());
    match kind {
        SenderKind::Customer => row.unread += 1,
        // What the bot has answered need not be read by an agent.
        SenderKind::Bot => row.unread = 0,
        SenderKind::Agent | SenderKind::System => {}
    }
    let decision = said.decision.map(|decision| {
        json!({"outcome": decision.outcome, "entry_id": decision.entry_id, "question": decision.question})
    });
    tx.emit(
        "message.appended",
        json!({
            "message": message,
            "customer_id": row.customer_id,
            "agent_id": row.agent_id,
            "helpers": row.helpers,
            "owner": row.owner,
            "decision": decision,
        }),
    )
    .await?;
    Ok(message)
}

/// Tells that the conversation changed. `kind` is past tense, such as `conversation.queued`.
pub(crate) async fn announce(
    tx: &mut Tx,
    row: &ConversationRow,
    kind: &str,
    former_agent: Option<&str>,
) -> Result<()> {
    let payload = json!({
        "conversation_id": row.id,
        "customer_id": row.customer_id,
        "channel_id": row.channel_id,
        "owner": row.owner,
        "agent_id": row.agent_id,
        "former_agent_id": former_agent,
        "reason": row.transfer_reason,
        "seq": row.last_seq,
    });
    tx.emit(kind, payload).await
}

/// What a conversation is about, for lists: the beginning of a question, personal data masked.
pub(super) fn subject(question: &str) -> String {
    mask_text(question).chars().take(SUBJECT_CHARS).collect()
}

/// How a request that went to a person ended.
fn decided(code: &str, english: bool) -> &'static str {
    let (zh, en) = match code {
        "approval.done" => ("[审批] 已批准，已办理", "[approval] granted and done"),
        "approval.failed" => ("[审批] 已批准，未办成", "[approval] granted, but it failed"),
        "ticket.answered" => ("[工单] 有新回复", "[ticket] answered"),
        "ticket.resolved" => ("[工单] 已解决", "[ticket] resolved"),
        "ticket.opened" => ("[工单] 已建立", "[ticket] opened"),
        _ => ("[审批] 未批准", "[approval] not granted"),
    };
    if english { en } else { zh }
}

/// The beginning of a message for lists, personal data masked; none for what nobody said.
fn preview(content: &Content, locale: &str) -> Option<String> {
    let english = locale == "en";
    let text = match content {
        Content::Text { .. } | Content::Options { .. } | Content::Cards { .. } => {
            mask_text(&content.as_text()?)
        }
        Content::Image { .. } => if english { "[image]" } else { "[图片]" }.to_owned(),
        Content::File { file } => {
            format!(
                "{} {}",
                if english { "[file]" } else { "[文件]" },
                file.name
            )
        }
        Content::Answer { question, .. } => {
            format!(
                "{}{question}",
                if english { "[answer] " } else { "[知识] " }
            )
        }
        Content::Suggestions { items } => {
            let first = items
                .first()
                .map(|item| item.question.as_str())
                .unwrap_or_default();
            format!(
                "{}{first}",
                if english {
                    "Did you mean: "
                } else {
                    "您是想问："
                }
            )
        }
        Content::Rating { score, .. } => {
            if english {
                format!("[rating] {score}/5")
            } else {
                format!("[评价] {score} 分")
            }
        }
        Content::Notice { code, .. } if content.is_decision() => decided(code, english).to_owned(),
        Content::Notice { .. }
        | Content::Note { .. }
        | Content::Whisper { .. }
        | Content::RatingInvitation {} => return None,
    };
    Some(
        text.chars()
            .take(PREVIEW_CHARS)
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect(),
    )
}
