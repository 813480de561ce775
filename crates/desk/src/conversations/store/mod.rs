//! Every statement on `conversations` (here), `messages`, what finds them by their words, and the
//! figures of a day.

mod board;
mod channels;
mod figures;
mod messages;
mod outcomes;
mod search;
pub(crate) mod services;
mod transfers;

use serde_json::Value as Json;
use shanying_kernel::{Cursor, Error, Result, Time, new_id};
use shanying_storage::{Dialect, Row, Tx, sql};

use super::model::{ConversationRow, Owner, Page, Rating, SenderKind};

pub(crate) use board::{Going, going, lately, queued_since, unanswered_by_agent};
pub(crate) use channels::{count_served, served_in_channel};
pub use figures::{DayFigures, Now, day_figures, hourly, now};
pub(crate) use messages::{
    NewMessage, Part, append, backdate_message, by_client_id, load_message, messages, set_feedback,
};
pub use messages::{customers_utterances, question_before};
pub(crate) use outcomes::{outcomes, said_after};
pub(crate) use search::listener;
pub use services::{Service, served_between};
pub use transfers::{Transferred, transferred};

/// What a new conversation starts with.
pub(crate) struct NewConversation<'a> {
    pub channel_id: &'a str,
    pub customer_id: &'a str,
    pub owner: Owner,
    pub locale: &'a str,
    pub page: Option<&'a Page>,
}

pub(crate) async fn insert(tx: &mut Tx, new: NewConversation<'_>) -> Result<ConversationRow> {
    let number = sql(
        "INSERT INTO counters (name, value) VALUES ('conversations', 1) \
         ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value",
    )
    .one(tx)
    .await?
    .int("value")?;
    let (id, now) = (new_id("cnv"), tx.now_ms());
    sql("INSERT INTO conversations (id, number, channel_id, customer_id, owner, subject, locale, \
         page_url, page_title, last_seq, last_at, unread, agent_read_seq, customer_read_seq, created_at) \
         VALUES ($1, $2, $3, $4, $5, '', $6, $7, $8, 0, $9, 0, 0, 0, $9)")
        .bind(&id)
        .bind(number)
        .bind(new.channel_id)
        .bind(new.customer_id)
        .bind(new.owner.code())
        .bind(new.locale)
        .bind(new.page.map(|page| page.url.clone()))
        .bind(new.page.map(|page| page.title.clone()))
        .bind(now)
        .run(tx)
        .await?;
    load(tx, &id).await
}

/// The conversation, or `not_found.conversation`.
pub(crate) async fn load(tx: &mut Tx, id: &str) -> Result<ConversationRow> {
    find(tx, id, "").await
}

/// The conversation, held until the end of this transaction.
pub(crate) async fn load_for_update(tx: &mut Tx, id: &str) -> Result<ConversationRow> {
    let lock = tx.dialect().for_update();
    find(tx, id, lock).await
}

async fn find(tx: &mut Tx, id: &str, lock: &str) -> Result<ConversationRow> {
    find_or_none(tx, id, lock)
        .await?
        .ok_or_else(|| Error::not_found("not_found.conversation", "no such conversation"))
}

/// The conversation, held until the end of this transaction; none if it was deleted.
pub(crate) async fn find_for_update(tx: &mut Tx, id: &str) -> Result<Option<ConversationRow>> {
    let lock = tx.dialect().for_update();
    find_or_none(tx, id, lock).await
}

async fn find_or_none(tx: &mut Tx, id: &str, lock: &str) -> Result<Option<ConversationRow>> {
    let row = sql(format!("SELECT * FROM conversations WHERE id = $1{lock}"))
        .bind(id)
        .optional(tx)
        .await?;
    row.as_ref().map(conversation).transpose()
}

/// The customer's open conversation (bot, queue or agent), if any.
pub(crate) async fn open_of_customer(
    tx: &mut Tx,
    customer_id: &str,
    lock: &str,
) -> Result<Option<ConversationRow>> {
    let row = sql(format!(
        "SELECT * FROM conversations WHERE customer_id = $1 AND owner <> 'closed' \
         AND owner <> 'left_message'{lock}"
    ))
    .bind(customer_id)
    .optional(tx)
    .await?;
    row.as_ref().map(conversation).transpose()
}

/// The customer's newest conversation, open or not.
pub(crate) async fn latest_of_customer(
    tx: &mut Tx,
    customer_id: &str,
) -> Result<Option<ConversationRow>> {
    let row = sql("SELECT * FROM conversations WHERE customer_id = $1 \
                   ORDER BY last_at DESC, id DESC LIMIT 1")
    .bind(customer_id)
    .optional(tx)
    .await?;
    row.as_ref().map(conversation).transpose()
}

/// The conversation of the customer that came before this one.
pub(crate) async fn previous_of_customer(
    tx: &mut Tx,
    customer_id: &str,
    created_before: Time,
) -> Result<Option<String>> {
    let row = sql(
        "SELECT id FROM conversations WHERE customer_id = $1 AND created_at < $2 \
                   ORDER BY created_at DESC LIMIT 1",
    )
    .bind(customer_id)
    .bind(created_before)
    .optional(tx)
    .await?;
    row.map(|row| row.text("id")).transpose()
}

/// Writes back what changes while a conversation lives; the row must be locked.
pub(crate) async fn save(tx: &mut Tx, row: &ConversationRow) -> Result<()> {
    sql(
        "UPDATE conversations SET owner = $2, agent_id = $3, group_id = $4, last_agent_id = $5, \
         subject = $6, last_seq = $7, last_preview = $8, last_sender = $9, last_at = $10, \
         unread = $11, agent_read_seq = $12, customer_read_seq = $13, waiting_since = $14, \
         queued_at = $15, accepted_at = $16, first_reply_at = $17, asked_bot = $18, \
         transfer_reason = $19, attached_entry = $20, unknowns = $21, not_helpfuls = $22, \
         abuses = $23, paused_until = $24, rating_invited = $25, closed_at = $26, \
         veileds = $27, held = $28, held_at = $29, queue_rank = $30, \
         helpers = $31, confirm_by = $32 WHERE id = $1",
    )
    .bind(&row.id)
    .bind(row.owner.code())
    .bind(row.agent_id.clone())
    .bind(row.group_id.clone())
    .bind(row.last_agent_id.clone())
    .bind(&row.subject)
    .bind(row.last_seq)
    .bind(row.last_preview.clone())
    .bind(row.last_sender.map(SenderKind::code))
    .bind(row.last_at)
    .bind(row.unread)
    .bind(row.agent_read_seq)
    .bind(row.customer_read_seq)
    .bind(row.waiting_since)
    .bind(row.queued_at)
    .bind(row.accepted_at)
    .bind(row.first_reply_at)
    .bind(row.asked_bot)
    .bind(row.transfer_reason.map(super::model::TransferReason::code))
    .bind(row.attached_entry.as_ref().map(json_text))
    .bind(row.unknowns)
    .bind(row.not_helpfuls)
    .bind(row.abuses)
    .bind(row.paused_until)
    .bind(row.rating_invited)
    .bind(row.closed_at)
    .bind(row.veileds)
    .bind(row.held.as_ref().map(json_text))
    .bind(row.held.as_ref().map(|held| held.at))
    .bind(row.queue_rank)
    .bind(json_text(&row.helpers))
    .bind(row.confirm_by)
    .run(tx)
    .await?;
    Ok(())
}

fn json_text<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

pub(crate) async fn save_rating(tx: &mut Tx, id: &str, rating: &Rating) -> Result<()> {
    sql(
        "UPDATE conversations SET rating_score = $2, rating_tags = $3, rating_solved = $4, \
         rating_comment = $5, rated_at = $6 WHERE id = $1",
    )
    .bind(id)
    .bind(rating.score)
    .bind_json(&rating.tags)
    .bind(rating.solved)
    .bind(&rating.comment)
    .bind(rating.at)
    .run(tx)
    .await?;
    Ok(())
}

/// Facts for the figures that are written once.
pub(crate) async fn mark(tx: &mut Tx, id: &str, fact: Mark) -> Result<()> {
    let (assignment, value) = match fact {
        Mark::BotReplied => ("bot_replied = $2", 1),
        Mark::TransferDirect(direct) => ("transfer_direct = $2", i64::from(direct)),
        Mark::Abandoned => ("abandoned = $2", 1),
        Mark::QueueWait(ms) => ("queue_wait_ms = COALESCE(queue_wait_ms, 0) + $2", ms),
        Mark::FirstWait(ms) => ("first_wait_ms = $2", ms),
    };
    sql(format!(
        "UPDATE conversations SET {assignment} WHERE id = $1"
    ))
    .bind(id)
    .bind(value)
    .run(tx)
    .await?;
    Ok(())
}

/// See [`mark`].
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mark {
    BotReplied,
    TransferDirect(bool),
    Abandoned,
    QueueWait(i64),
    FirstWait(i64),
}

pub(crate) async fn set_page(tx: &mut Tx, id: &str, page: &Page) -> Result<()> {
    sql("UPDATE conversations SET page_url = $2, page_title = $3 WHERE id = $1")
        .bind(id)
        .bind(&page.url)
        .bind(&page.title)
        .run(tx)
        .await?;
    Ok(())
}

pub(crate) async fn set_closed_by(tx: &mut Tx, id: &str, by: &str) -> Result<()> {
    sql("UPDATE conversations SET closed_by = $2 WHERE id = $1")
        .bind(id)
        .bind(by)
        .run(tx)
        .await?;
    Ok(())
}

/// Gives an imported conversation its own beginning.
pub(crate) async fn backdate(tx: &mut Tx, id: &str, at: Time) -> Result<()> {
    sql("UPDATE conversations SET created_at = $2 WHERE id = $1")
        .bind(id)
        .bind(at)
        .run(tx)
        .await?;
    Ok(())
}

/// The open conversations of two customers who turn out to be one, the last to speak first.
pub(crate) async fn open_of_both(tx: &mut Tx, one: &str, other: &str) -> Result<Vec<String>> {
    let rows = sql(
        "SELECT id FROM conversations WHERE customer_id IN ($1, $2) \
                    AND owner <> 'closed' AND owner <> 'left_message' ORDER BY last_at DESC, id DESC",
    )
    .bind(one)
    .bind(other)
    .all(tx)
    .await?;
    rows.iter().map(|row| row.text("id")).collect()
}

/// Gives the conversations of `from` to `to` (one person on two devices).
pub(crate) async fn move_customer(tx: &mut Tx, from: &str, to: &str) -> Result<()> {
    sql("UPDATE conversations SET customer_id = $2 WHERE customer_id = $1")
        .bind(from)
        .bind(to)
        .run(tx)
        .await?;
    // A mark is its sender's own; two devices may have chosen the same one.
    sql(
        "UPDATE messages SET sender_id = $2, client_id = CASE WHEN EXISTS (SELECT 1 FROM messages o \
         WHERE o.sender_id = $2 AND o.client_id = messages.client_id) THEN NULL ELSE client_id END \
         WHERE sender_kind = 'customer' AND sender_id = $1",
    )
    .bind(from)
    .bind(to)
    .run(tx)
    .await?;
    Ok(())
}

/// Which conversations a list shows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    pub owner: Option<Owner>,
    pub agent_id: Option<String>,
    pub group_id: Option<String>,
    pub channel_id: Option<String>,
    pub customer_id: Option<String>,
    /// Conversations that this agent serves, served or helps in, or anybody's.
    pub visible_to: Option<String>,
    /// With `agent_id`: those in which they help, too.
    pub with_helped: bool,
    pub text: String,
}

/// Newest activity first; a queue is listed by who comes next.
pub(crate) async fn list(
    tx: &mut Tx,
    filter: &Filter,
    cursor: Option<Cursor>,
    limit: usize,
) -> Result<Vec<ConversationRow>> {
    let by_wait = filter.owner == Some(Owner::Queue);
    let (key, compare, order, start) = if by_wait {
        ("COALESCE(queue_rank, 0)", ">", "ASC", i64::MIN)
    } else {
        ("last_at", "<", "DESC", i64::MAX)
    };
    let after = cursor.unwrap_or(Cursor {
        key: start,
        id: String::new(),
    });
    let subject = tx.dialect().contains("subject", 7);
    let name = tx.dialect().contains("name", 7);
    let phrases = search::phrases(&filter.text);
    let holding = if phrases.is_empty() {
        String::new()
    } else {
        format!(" OR id IN ({})", search::holding(tx, 11))
    };
    // A list of ids as text: each is quoted, so none is a part of another.
    let helps_in = |n: usize| format!("helpers LIKE '%\"' || ${n} || '\"%'");
    let helps_6 = helps_in(6);
    let helped = if filter.with_helped {
        format!(" OR {}", helps_in(2))
    } else {
        String::new()
    };
    let mut query = sql(format!(
        "SELECT * FROM conversations WHERE ($1 = '' OR owner = $1) AND ($2 = '' OR agent_id = $2{helped}) \
         AND ($3 = '' OR group_id = $3) AND ($4 = '' OR channel_id = $4) \
         AND ($5 = '' OR customer_id = $5) \
         AND ($6 = '' OR agent_id = $6 OR last_agent_id = $6 OR {helps_6} OR owner IN ('queue', 'bot', 'left_message')) \
         AND ($7 = '%%' OR {subject} OR customer_id IN (SELECT id FROM customers WHERE {name}){holding}) \
         AND ({key} {compare} $8 OR ({key} = $8 AND id {compare} $9)) \
         ORDER BY {key} {order}, id {order} LIMIT $10"
    ))
    .bind(filter.owner.map_or("", Owner::code))
    .bind(filter.agent_id.clone().unwrap_or_default())
    .bind(filter.group_id.clone().unwrap_or_default())
    .bind(filter.channel_id.clone().unwrap_or_default())
    .bind(filter.customer_id.clone().unwrap_or_default())
    .bind(filter.visible_to.clone().unwrap_or_default())
    .bind(Dialect::like_pattern(&filter.text))
    .bind(after.key)
    .bind(after.id)
    .bind(limit);
    if !phrases.is_empty() {
        query = query.bind(tx.dialect().gram_query(&phrases));
    }
    let rows = query.all(tx).await?;
    rows.iter().map(conversation).collect()
}

/// How many conversations an owner has (an agent's own, when named).
pub(crate) async fn count(tx: &mut Tx, owner: Owner, agent_id: Option<&str>) -> Result<i64> {
    sql("SELECT COUNT(*) FROM conversations WHERE owner = $1 AND ($2 = '' OR agent_id = $2)")
        .bind(owner.code())
        .bind(agent_id.unwrap_or_default())
        .one(tx)
        .await?
        .count()
}

/// Place in the queue of its group, from 1.
pub(crate) async fn queue_position(tx: &mut Tx, row: &ConversationRow) -> Result<i64> {
    sql("SELECT COUNT(*) FROM conversations WHERE owner = 'queue' \
         AND COALESCE(group_id, '') = $1 AND (queue_rank < $2 OR (queue_rank = $2 AND id <= $3))")
    .bind(row.group_id.clone().unwrap_or_default())
    .bind(row.queue_rank.unwrap_or_default())
    .bind(&row.id)
    .one(tx)
    .await?
    .count()
}

/// When the last few conversations were accepted, within the last half hour.
pub(crate) async fn recently_accepted(tx: &mut Tx) -> Result<Vec<i64>> {
    let since = tx.now_ms() - 30 * 60 * 1000;
    let rows = sql(
        "SELECT accepted_at FROM conversations WHERE accepted_at > $1 \
                    ORDER BY accepted_at DESC LIMIT 10",
    )
    .bind(since)
    .all(tx)
    .await?;
    rows.iter().map(|row| row.int("accepted_at")).collect()
}

/// Who waits, in the order of the queue.
pub(crate) async fn waiting(tx: &mut Tx, limit: usize) -> Result<Vec<ConversationRow>> {
    waiting_elsewhere(tx, &[], limit).await
}

/// Who waits, in the order of the queue, but for these channels.
pub(crate) async fn waiting_elsewhere(
    tx: &mut Tx,
    channels: &[String],
    limit: usize,
) -> Result<Vec<ConversationRow>> {
    let rows = sql("SELECT * FROM conversations WHERE owner = 'queue' \
         AND $1 NOT LIKE '%\"' || channel_id || '\"%' ORDER BY queue_rank, id LIMIT $2")
    // A list of ids as text: each is quoted, so none is a part of another.
    .bind(json_text(&channels))
    .bind(limit)
    .all(tx)
    .await?;
    rows.iter().map(conversation).collect()
}

/// The conversation, held, if it still waits. Who holds it now is waited for: to pass over it would
/// let those behind it be served first.
pub(crate) async fn claim_waiting(tx: &mut Tx, id: &str) -> Result<Option<ConversationRow>> {
    let lock = tx.dialect().for_update();
    let row = sql(format!(
        "SELECT * FROM conversations WHERE id = $1 AND owner = 'queue'{lock}"
    ))
    .bind(id)
    .optional(tx)
    .await?;
    row.as_ref().map(conversation).transpose()
}

/// Ids of conversations that `agent_id` serves.
pub(crate) async fn served_by(tx: &mut Tx, agent_id: &str) -> Result<Vec<String>> {
    let rows =
        sql("SELECT id FROM conversations WHERE owner = 'agent' AND agent_id = $1 ORDER BY id")
            .bind(agent_id)
            .all(tx)
            .await?;
    rows.iter().map(|row| row.text("id")).collect()
}

/// Open conversations of `owner` in which nobody spoke since `before_ms`.
pub(crate) async fn idle(tx: &mut Tx, owner: Owner, before_ms: i64) -> Result<Vec<String>> {
    let rows = sql("SELECT id FROM conversations WHERE owner = $1 AND last_at < $2 LIMIT 200")
        .bind(owner.code())
        .bind(before_ms)
        .all(tx)
        .await?;
    rows.iter().map(|row| row.text("id")).collect()
}

/// Conversations whose next words have been held since `before_ms`.
pub(crate) async fn held(tx: &mut Tx, before_ms: i64) -> Result<Vec<String>> {
    let rows =
        sql("SELECT id FROM conversations WHERE held_at IS NOT NULL AND held_at < $1 LIMIT 200")
            .bind(before_ms)
            .all(tx)
            .await?;
    rows.iter().map(|row| row.text("id")).collect()
}

/// Closed conversations that ended before `before_ms`, for the retention.
pub(crate) async fn ended_before(tx: &mut Tx, before_ms: i64) -> Result<Vec<String>> {
    let rows =
        sql("SELECT id FROM conversations WHERE owner = 'closed' AND closed_at < $1 LIMIT 500")
            .bind(before_ms)
            .all(tx)
            .await?;
    rows.iter().map(|row| row.text("id")).collect()
}

/// The newest conversations that agents served and that are over.
pub(crate) async fn served_and_over(tx: &mut Tx, most: usize) -> Result<Vec<String>> {
    let rows = sql(
        "SELECT id FROM conversations WHERE owner = 'closed' AND last_agent_id IS NOT NULL \
         ORDER BY closed_at DESC, id LIMIT $1",
    )
    .bind(most)
    .all(tx)
    .await?;
    rows.iter().map(|row| row.text("id")).collect()
}

pub(crate) async fn of_customer(tx: &mut Tx, customer_id: &str) -> Result<Vec<ConversationRow>> {
    let rows = sql("SELECT * FROM conversations WHERE customer_id = $1 ORDER BY created_at")
        .bind(customer_id)
        .all(tx)
        .await?;
    rows.iter().map(conversation).collect()
}

/// Deletes a conversation with its messages (retention, erasure).
pub(crate) async fn delete(tx: &mut Tx, id: &str) -> Result<()> {
    search::forget(tx, id).await?;
    sql("DELETE FROM messages WHERE conversation_id = $1")
        .bind(id)
        .run(tx)
        .await?;
    services::forget(tx, id).await?;
    sql("DELETE FROM conversations WHERE id = $1")
        .bind(id)
        .run(tx)
        .await?;
    Ok(())
}

fn owner(code: String) -> Result<Owner> {
    Ok(serde_json::from_value(Json::String(code))?)
}

fn conversation(row: &Row) -> Result<ConversationRow> {
    let code = |value: Option<String>| value.map(Json::String);
    let page_title = row.text_or_null("page_title")?.unwrap_or_default();
    let rating = match row.int_or_null("rating_score")? {
        Some(score) => Some(Rating {
            score,
            tags: row.json("rating_tags")?,
            solved: row.int_or_null("rating_solved")?.map(|solved| solved != 0),
            comment: row.text("rating_comment")?,
            at: row.time("rated_at")?,
        }),
        None => None,
    };
    Ok(ConversationRow {
        id: row.text("id")?,
        number: row.int("number")?,
        channel_id: row.text("channel_id")?,
        customer_id: row.text("customer_id")?,
        owner: owner(row.text("owner")?)?,
        agent_id: row.text_or_null("agent_id")?,
        group_id: row.text_or_null("group_id")?,
        last_agent_id: row.text_or_null("last_agent_id")?,
        subject: row.text("subject")?,
        locale: row.text("locale")?,
        page: row.text_or_null("page_url")?.map(|url| Page {
            url,
            title: page_title,
        }),
        last_seq: row.int("last_seq")?,
        last_preview: row.text_or_null("last_preview")?,
        last_sender: code(row.text_or_null("last_sender")?)
            .map(serde_json::from_value)
            .transpose()?,
        last_at: row.time("last_at")?,
        unread: row.int("unread")?,
        agent_read_seq: row.int("agent_read_seq")?,
        customer_read_seq: row.int("customer_read_seq")?,
        waiting_since: row.time_or_null("waiting_since")?,
        queued_at: row.time_or_null("queued_at")?,
        queue_rank: row.int_or_null("queue_rank")?,
        accepted_at: row.time_or_null("accepted_at")?,
        first_reply_at: row.time_or_null("first_reply_at")?,
        asked_bot: row.flag("asked_bot")?,
        transfer_reason: code(row.text_or_null("transfer_reason")?)
            .map(serde_json::from_value)
            .transpose()?,
        attached_entry: row.json_or_null("attached_entry")?,
        unknowns: row.int("unknowns")?,
        not_helpfuls: row.int("not_helpfuls")?,
        abuses: row.int("abuses")?,
        veileds: row.int("veileds")?,
        paused_until: row.time_or_null("paused_until")?,
        rating_invited: row.flag("rating_invited")?,
        rating,
        held: row.json_or_null("held")?,
        helpers: row.json("helpers")?,
        confirm_by: row.time_or_null("confirm_by")?,
        created_at: row.time("created_at")?,
        closed_at: row.time_or_null("closed_at")?,
    })
}
