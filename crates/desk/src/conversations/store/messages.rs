//! Statements on `messages`.

use serde_json::Value as Json;
use shanying_kernel::{Error, Result, Time, new_id};
use shanying_storage::{Row, Tx, sql};

use crate::conversations::model::{
    Content, ConversationRow, Feedback, Message, Sender, SenderKind,
};

/// A message that is about to get its place.
pub(crate) struct NewMessage<'a> {
    pub sender: Sender,
    pub content: Content,
    pub client_id: Option<&'a str>,
    pub decision_id: Option<&'a str>,
}

/// Gives the message the next place of the conversation; the row must be locked.
pub(crate) async fn append(
    tx: &mut Tx,
    row: &mut ConversationRow,
    new: NewMessage<'_>,
) -> Result<Message> {
    let now = tx.now_ms();
    let message = Message {
        id: new_id("msg"),
        conversation_id: row.id.clone(),
        seq: row.last_seq + 1,
        sender: new.sender,
        content: new.content,
        client_id: new.client_id.map(str::to_owned),
        created_at: Time(now),
        feedback: None,
        decision_id: new.decision_id.map(str::to_owned),
    };
    sql(
        "INSERT INTO messages (id, conversation_id, seq, sender_kind, sender_id, sender_name, \
         internal, content, client_id, decision_id, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(&message.id)
    .bind(&message.conversation_id)
    .bind(message.seq)
    .bind(message.sender.kind.code())
    .bind(message.sender.id.clone())
    .bind(message.sender.name.clone())
    .bind(message.content.is_internal())
    .bind_json(&message.content)
    .bind(message.client_id.clone())
    .bind(message.decision_id.clone())
    .bind(now)
    .run(tx)
    .await?;
    row.last_seq = message.seq;
    Ok(message)
}

/// The message that this sender already sent under this mark.
pub(crate) async fn by_client_id(
    tx: &mut Tx,
    sender_id: &str,
    client_id: &str,
) -> Result<Option<Message>> {
    let row = sql("SELECT * FROM messages WHERE sender_id = $1 AND client_id = $2")
        .bind(sender_id)
        .bind(client_id)
        .optional(tx)
        .await?;
    row.as_ref().map(message).transpose()
}

pub(crate) async fn find_message(tx: &mut Tx, id: &str) -> Result<Option<Message>> {
    let row = sql("SELECT * FROM messages WHERE id = $1")
        .bind(id)
        .optional(tx)
        .await?;
    row.as_ref().map(message).transpose()
}

pub(crate) async fn load_message(tx: &mut Tx, id: &str) -> Result<Message> {
    find_message(tx, id)
        .await?
        .ok_or_else(|| Error::not_found("not_found.message", "no such message"))
}

pub(crate) async fn set_feedback(tx: &mut Tx, id: &str, feedback: Feedback) -> Result<()> {
    let code = match feedback {
        Feedback::Helpful => "helpful",
        Feedback::NotHelpful => "not_helpful",
    };
    sql("UPDATE messages SET feedback = $2 WHERE id = $1")
        .bind(id)
        .bind(code)
        .run(tx)
        .await?;
    Ok(())
}

/// Which messages of a conversation.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    /// The last ones before this place.
    Before(i64),
    /// The first ones after this place.
    After(i64),
}

/// Messages in ascending order, and whether there are more in that direction.
pub(crate) async fn messages(
    tx: &mut Tx,
    conversation_id: &str,
    part: Part,
    with_internal: bool,
    limit: usize,
) -> Result<(Vec<Message>, bool)> {
    let (condition, order, seq) = match part {
        Part::Before(seq) => ("seq < $2", "DESC", seq),
        Part::After(seq) => ("seq > $2", "ASC", seq),
    };
    let rows = sql(format!(
        "SELECT * FROM messages WHERE conversation_id = $1 AND {condition} \
         AND (internal = 0 OR internal = $3) ORDER BY seq {order} LIMIT $4"
    ))
    .bind(conversation_id)
    .bind(seq)
    .bind(with_internal)
    .bind(limit + 1)
    .all(tx)
    .await?;
    let more = rows.len() > limit;
    let mut messages = rows
        .iter()
        .take(limit)
        .map(message)
        .collect::<Result<Vec<Message>>>()?;
    if matches!(part, Part::Before(_)) {
        messages.reverse();
    }
    Ok((messages, more))
}

/// Gives an imported message its own time.
pub(crate) async fn backdate_message(tx: &mut Tx, id: &str, at: Time) -> Result<()> {
    sql("UPDATE messages SET created_at = $2 WHERE id = $1")
        .bind(id)
        .bind(at)
        .run(tx)
        .await?;
    Ok(())
}

/// The texts a customer wrote in a conversation, newest first, for the signals of `quality`.
pub async fn customers_utterances(
    tx: &mut Tx,
    conversation_id: &str,
    before_seq: i64,
    limit: usize,
) -> Result<Vec<(i64, String)>> {
    let rows = sql(
        "SELECT seq, content FROM messages WHERE conversation_id = $1 \
                    AND sender_kind = 'customer' AND seq < $2 ORDER BY seq DESC LIMIT $3",
    )
    .bind(conversation_id)
    .bind(before_seq)
    .bind(limit)
    .all(tx)
    .await?;
    let mut texts = Vec::new();
    for row in &rows {
        if let Content::Text { text } = row.json("content")? {
            texts.push((row.int("seq")?, text));
        }
    }
    Ok(texts)
}

/// The customer's question that the message at `seq` answers.
pub async fn question_before(
    tx: &mut Tx,
    conversation_id: &str,
    seq: i64,
) -> Result<Option<(i64, String)>> {
    Ok(customers_utterances(tx, conversation_id, seq, 1)
        .await?
        .into_iter()
        .next())
}

fn message(row: &Row) -> Result<Message> {
    let kind: SenderKind = serde_json::from_value(Json::String(row.text("sender_kind")?))?;
    let feedback = row.text_or_null("feedback")?.map(Json::String);
    Ok(Message {
        id: row.text("id")?,
        conversation_id: row.text("conversation_id")?,
        seq: row.int("seq")?,
        sender: Sender {
            kind,
            id: row.text_or_null("sender_id")?,
            name: row.text_or_null("sender_name")?,
            avatar: None,
        },
        content: row.json("content")?,
        client_id: row.text_or_null("client_id")?,
        created_at: row.time("created_at")?,
        feedback: feedback.map(serde_json::from_value).transpose()?,
        decision_id: row.text_or_null("decision_id")?,
    })
}
