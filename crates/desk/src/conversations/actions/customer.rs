//! What a customer does besides speaking.

use serde_json::json;
use shanying_bot::knowledge;
use shanying_kernel::{Error, Result, Time};
use shanying_people::customers;
use shanying_storage::Tx;
use shanying_web_kit::Tenant;

use super::House;
use super::bot_turn::{bot_owns, count_failure, hand_over};
use super::lifecycle::close_row;
use super::receive::{Visitor, ask_for_person, check_text, start};
use super::say::{Said, announce, say, subject};
use crate::conversations::model::{
    Content, ConversationRow, Feedback, Message, Owner, Page, Rating, TransferReason,
};
use crate::conversations::rules::{Turn, next_owner};
use crate::conversations::store::{self, Mark};
use crate::handovers::{self, Place};
use crate::routing;

/// 转人工 by the button.
pub(crate) async fn ask_person(tenant: &Tenant, visitor: &Visitor, place: Place) -> Result<()> {
    ask_for_person(tenant, visitor, place).await
}

/// The open conversation, held, or `conversation.closed`.
async fn open(tx: &mut Tx, customer_id: &str) -> Result<ConversationRow> {
    let lock = tx.dialect().for_update();
    store::open_of_customer(tx, customer_id, lock)
        .await?
        .ok_or_else(|| Error::conflict("conversation.closed", "there is no open conversation"))
}

/// The customer stops waiting and goes on with the bot.
pub(crate) async fn give_up_waiting(tenant: &Tenant, visitor: &Visitor) -> Result<()> {
    let id = visitor.customer_id.clone();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mut row = open(tx, &id).await?;
                row.owner = next_owner(row.owner, Turn::GiveUp)?;
                leave_queue(tx, &mut row, true).await?;
                store::save(tx, &row).await?;
                say(tx, &mut row, Said::by_system(Content::notice("queue.left"))).await?;
                store::save(tx, &row).await?;
                announce(tx, &row, "conversation.abandoned", None).await
            })
        })
        .await
}

/// Clears what waiting wrote; `abandoned` counts for the figures.
pub(super) async fn leave_queue(
    tx: &mut Tx,
    row: &mut ConversationRow,
    abandoned: bool,
) -> Result<()> {
    if let Some(since) = row.queued_at.take() {
        row.queue_rank = None;
        store::mark(tx, &row.id, Mark::QueueWait(tx.now_ms() - since.0)).await?;
        if abandoned {
            store::mark(tx, &row.id, Mark::Abandoned).await?;
        }
    }
    row.waiting_since = None;
    Ok(())
}

/// What a customer leaves so that they can be reached.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Contact {
    pub name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
}

impl Contact {
    fn check(&self) -> Result<()> {
        for (field, value, max) in [
            ("name", &self.name, 100),
            ("phone", &self.phone, 30),
            ("email", &self.email, 200),
        ] {
            if value
                .as_ref()
                .is_some_and(|value| value.chars().count() > max)
            {
                return Err(Error::invalid("invalid.too_long", "this is too long")
                    .with("field", field)
                    .with("max", max));
            }
        }
        Ok(())
    }
}

/// A message left for later: it waits in the workbench.
pub(crate) async fn leave_message(
    tenant: &Tenant,
    visitor: &Visitor,
    client_id: String,
    text: String,
    contact: Contact,
) -> Result<Message> {
    let house = House::of(tenant).await?;
    check_text(&text, house.service.max_message_chars)?;
    contact.check()?;
    let visitor = visitor.clone();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let customer = visitor.customer_id.as_str();
                customers::hold(tx, customer).await?;
                if let Some(message) = store::by_client_id(tx, customer, &client_id).await? {
                    return Ok(message);
                }
                let lock = tx.dialect().for_update();
                let mut row = match store::open_of_customer(tx, customer, lock).await? {
                    Some(mut row) => {
                        row.owner = next_owner(row.owner, Turn::LeaveMessage)?;
                        leave_queue(tx, &mut row, false).await?;
                        handovers::left_message(tx, &row.id).await?;
                        row
                    }
                    None => start(tx, &visitor, Owner::LeftMessage).await?,
                };
                if row.subject.is_empty() {
                    row.subject = subject(&text);
                }
                row.waiting_since = Some(Time(tx.now_ms()));
                store::save(tx, &row).await?;
                let Contact { name, phone, email } = contact;
                customers::set_contact(
                    tx,
                    customer,
                    name.as_deref(),
                    phone.as_deref(),
                    email.as_deref(),
                )
                .await?;
                let said = Said {
                    sender: visitor.sender(),
                    content: Content::Text { text },
                    client_id: Some(&client_id),
                    decision: None,
                };
                let message = say(tx, &mut row, said).await?;
                let notice = Content::notice("conversation.left_message");
                say(tx, &mut row, Said::by_system(notice)).await?;
                store::save(tx, &row).await?;
                announce(tx, &row, "conversation.message_left", None).await?;
                Ok(message)
            })
        })
        .await
}

/// 有帮助 or 没帮助 on an answer of the bot; 没帮助 often enough brings a person.
pub(crate) async fn feedback(
    tenant: &Tenant,
    visitor: &Visitor,
    message_id: String,
    feedback: Feedback,
) -> Result<()> {
    let house = House::of(tenant).await?;
    let customer = visitor.customer_id.clone();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mut message = store::load_message(tx, &message_id).await?;
                let mut row = store::load_for_update(tx, &message.conversation_id).await?;
                let not_found = || Error::not_found("not_found.message", "no such message");
                if row.customer_id != customer {
                    return Err(not_found());
                }
                let Content::Answer {
                    entry_id: Some(entry_id),
                    ..
                } = &message.content
                else {
                    return Err(Error::conflict(
                        "feedback.not_an_answer",
                        "this is no answer",
                    ));
                };
                if message.feedback == Some(feedback) {
                    return Ok(());
                }
                let former = message.feedback.replace(feedback);
                if let Some(former) = former {
                    let helpful = former == Feedback::Helpful;
                    knowledge::count_feedback(tx, entry_id, helpful, -1).await?;
                }
                let helpful = feedback == Feedback::Helpful;
                knowledge::count_feedback(tx, entry_id, helpful, 1).await?;
                store::set_feedback(tx, &message_id, feedback).await?;
                let entry_id = entry_id.clone();
                tx.emit(
                    "message.rated",
                    json!({
                        "message": message, "customer_id": row.customer_id, "owner": row.owner,
                        "agent_id": row.agent_id, "entry_id": entry_id, "helpful": helpful,
                    }),
                )
                .await?;
                after_feedback(tx, &mut row, &house, helpful, former.is_none()).await?;
                store::save(tx, &row).await
            })
        })
        .await
}

async fn after_feedback(
    tx: &mut Tx,
    row: &mut ConversationRow,
    house: &House,
    helpful: bool,
    first_time: bool,
) -> Result<()> {
    if !bot_owns(row) || !first_time {
        return Ok(());
    }
    if helpful {
        say(
            tx,
            row,
            Said::by_bot(Content::notice("bot.thanks_feedback")),
        )
        .await?;
        return Ok(());
    }
    row.not_helpfuls += 1;
    count_failure(tx, row).await?;
    if row.not_helpfuls >= i64::from(house.bot_settings.not_helpful_before_handover) {
        hand_over(tx, row, house, TransferReason::NotHelpful, None).await?;
    } else {
        say(
            tx,
            row,
            Said::by_bot(Content::notice("bot.sorry_not_helpful")),
        )
        .await?;
    }
    Ok(())
}

/// The customer's rating of the latest conversation; once, within a day of its end.
pub(crate) async fn rate(tenant: &Tenant, visitor: &Visitor, mut rating: Rating) -> Result<()> {
    if !(1..=5).contains(&rating.score) {
        return Err(Error::field("score", "1 to 5"));
    }
    let too_long = rating.comment.chars().count() > 1000
        || rating.tags.len() > 10
        || rating.tags.iter().any(|tag| tag.chars().count() > 40);
    if too_long {
        return Err(Error::invalid("invalid.too_long", "the rating is too long")
            .with("field", "comment")
            .with("max", 1000));
    }
    let visitor = visitor.clone();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let nothing =
                    || Error::conflict("rating.nothing_to_rate", "there is nothing to rate");
                let latest = store::latest_of_customer(tx, &visitor.customer_id).await?;
                let latest = latest.ok_or_else(nothing)?;
                let mut row = store::load_for_update(tx, &latest.id).await?;
                if row.rating.is_some() {
                    return Err(Error::conflict(
                        "rating.already_rated",
                        "it is rated already",
                    ));
                }
                rating.at = Time(tx.now_ms());
                if !may_rate(&row, rating.at) {
                    return Err(nothing());
                }
                store::save_rating(tx, &row.id, &rating).await?;
                let content = Content::Rating {
                    score: rating.score,
                    tags: rating.tags,
                    solved: rating.solved,
                    comment: rating.comment,
                };
                let said = Said {
                    sender: visitor.sender(),
                    content,
                    client_id: None,
                    decision: None,
                };
                say(tx, &mut row, said).await?;
                say(
                    tx,
                    &mut row,
                    Said::by_system(Content::notice("rating.thanks")),
                )
                .await?;
                store::save(tx, &row).await?;
                announce(tx, &row, "conversation.rated", None).await
            })
        })
        .await
}

/// A rating is accepted once something was said, until a day after the end.
pub(crate) fn may_rate(row: &ConversationRow, now: Time) -> bool {
    let fresh = row
        .closed_at
        .is_none_or(|end| now.0 - end.0 < 24 * 3600 * 1000);
    row.rating.is_none() && fresh && row.last_seq > 1 && row.owner != Owner::LeftMessage
}

/// The customer ends the conversation.
pub(crate) async fn end(tenant: &Tenant, visitor: &Visitor) -> Result<()> {
    let customer = visitor.customer_id.clone();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let row = open(tx, &customer).await?;
                close_row(tx, row, "customer").await
            })
        })
        .await?;
    routing::wake(tenant);
    Ok(())
}

/// How far the customer has read; told to the agent.
pub(crate) async fn mark_read_by_customer(
    tenant: &Tenant,
    visitor: &Visitor,
    seq: i64,
) -> Result<()> {
    let customer = visitor.customer_id.clone();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let Some(latest) = store::latest_of_customer(tx, &customer).await? else {
                    return Ok(());
                };
                let mut row = store::load_for_update(tx, &latest.id).await?;
                let seq = seq.min(row.last_seq);
                if seq <= row.customer_read_seq {
                    return Ok(());
                }
                row.customer_read_seq = seq;
                store::save(tx, &row).await?;
                announce(tx, &row, "conversation.read_by_customer", None).await
            })
        })
        .await
}

/// The page of the shop that the customer looks at now.
pub(crate) async fn move_page(tenant: &Tenant, visitor: &Visitor, page: Page) -> Result<()> {
    let customer = visitor.customer_id.clone();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let lock = tx.dialect().for_update();
                let Some(row) = store::open_of_customer(tx, &customer, lock).await? else {
                    return Ok(());
                };
                store::set_page(tx, &row.id, &page).await?;
                announce(tx, &row, "conversation.page_changed", None).await
            })
        })
        .await
}
