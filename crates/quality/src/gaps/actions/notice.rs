//! The durable listener: from events of conversations to signals. It writes rows and compares no
//! meanings, because on SQLite everybody waits for its transaction.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::json;
use shanying_bot::Outcome;
use shanying_bot::training::kept_text;
use shanying_desk::conversations::{Content, Message, question_before};
use shanying_kernel::{Event, Result, Time};
use shanying_storage::Tx;
use shanying_storage::outbox::Listener;

use super::GROUP_QUESTIONS;
use crate::gaps::model::{NewQuestion, Signal, Turn};
use crate::gaps::rules::{self, Step};
use crate::gaps::store;

/// Signals that come within this time are grouped together.
const GATHER_MS: i64 = 1000;

/// What the events of the desk say; a scrubbed event says nothing.
#[derive(Debug, Deserialize)]
struct Facts {
    message: Option<Message>,
    decision: Option<Decided>,
    conversation_id: Option<String>,
    customer_id: Option<String>,
    former_customer_id: Option<String>,
    reason: Option<String>,
    helpful: Option<bool>,
}

#[derive(Debug, Deserialize)]
struct Decided {
    outcome: Outcome,
    entry_id: Option<String>,
}

/// Learns every event that may be a signal.
#[must_use]
pub fn listener() -> Listener {
    Listener {
        name: "quality.gaps",
        kinds: &[
            "message.appended",
            "message.rated",
            "conversation.queued",
            "conversation.transfer_refused",
            "conversation.accepted",
            "customer.merged",
            "customer.erased",
        ],
        handle: Arc::new(|tx, event| Box::pin(notice(tx, event))),
    }
}

async fn notice(tx: &mut Tx, event: &Event) -> Result<()> {
    let facts: Facts = match serde_json::from_value(event.payload.clone()) {
        Ok(facts) => facts,
        Err(error) => {
            // One odd event must not keep all later ones from being heard.
            tracing::warn!(%error, event = %event.id, kind = %event.kind, "an event was not understood");
            return Ok(());
        }
    };
    let Some(customer_id) = facts.customer_id else {
        return Ok(());
    };
    let at = Time(event.at_ms);
    match (event.kind.as_str(), facts.message, facts.conversation_id) {
        ("message.appended", Some(message), _) => match (facts.decision, ended_by(&message)) {
            (Some(decided), _) => replied(tx, &message, decided, customer_id, at).await,
            (None, Some(by)) => ended(tx, &message.conversation_id, by, at).await,
            (None, None) => Ok(()),
        },
        ("message.rated", Some(message), _) => {
            rated(tx, &message, facts.helpful == Some(true), customer_id, at).await
        }
        ("conversation.queued" | "conversation.transfer_refused", _, Some(conversation)) => {
            let reason = facts.reason.unwrap_or_default();
            wanted_person(tx, &conversation, &reason, at).await
        }
        // A person serves now: what comes later is no judgement of the bot.
        ("conversation.accepted", _, Some(conversation)) => {
            store::forget_turn(tx, &conversation).await
        }
        ("customer.merged", ..) => match facts.former_customer_id {
            Some(former) => store::move_customer(tx, &former, &customer_id).await,
            None => Ok(()),
        },
        ("customer.erased", ..) => {
            for gap in store::forget_customer(tx, &customer_id).await? {
                store::recount(tx, &gap).await?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Who ended the conversation, if this message tells its end.
fn ended_by(message: &Message) -> Option<&str> {
    match &message.content {
        Content::Notice { code, params } if code == "conversation.closed" => {
            params.get("by").and_then(serde_json::Value::as_str)
        }
        _ => None,
    }
}

/// The bot decided about a question.
async fn replied(
    tx: &mut Tx,
    message: &Message,
    decided: Decided,
    customer_id: String,
    at: Time,
) -> Result<()> {
    let Decided { outcome, entry_id } = decided;
    let conversation_id = message.conversation_id.clone();
    match rules::step(outcome) {
        Step::Keep => return Ok(()),
        Step::Forget => return store::forget_turn(tx, &conversation_id).await,
        Step::Question => {}
    }
    let asked = question_before(tx, &conversation_id, message.seq).await?;
    let Some((seq, question)) = asked.and_then(|(seq, text)| Some((seq, kept_text(&text)?))) else {
        return Ok(());
    };
    if let Some(former) = store::find_turn(tx, &conversation_id).await? {
        if former.seq >= seq {
            return Ok(());
        }
        if rules::may_be_repeated(&former, seq, &question) {
            let certain = rules::is_answered_again(&former, entry_id.as_deref());
            let repeated = NewQuestion {
                rephrased: (!certain).then(|| question.clone()),
                ..signal(&former, Signal::Repeated, at)
            };
            keep(tx, repeated).await?;
        }
    }
    let turn = Turn {
        conversation_id,
        customer_id,
        seq,
        question,
        outcome,
        entry_id,
        offered: offered(&message.content),
        helpful: None,
        at,
    };
    store::put_turn(tx, &turn).await?;
    if outcome == Outcome::Unknown {
        keep(tx, signal(&turn, Signal::Unknown, at)).await?;
    }
    Ok(())
}

/// Questions that a click on this message would ask, as they are kept.
fn offered(content: &Content) -> Vec<String> {
    match content {
        Content::Answer { related: items, .. } | Content::Suggestions { items } => items
            .iter()
            .filter_map(|item| kept_text(&item.question))
            .collect(),
        _ => Vec::new(),
    }
}

/// The entry that an answer was taken from.
fn entry_of(content: &Content) -> Option<String> {
    match content {
        Content::Answer { entry_id, .. } => entry_id.clone(),
        _ => None,
    }
}

/// The customer judged an answer, or changed their mind about it.
async fn rated(
    tx: &mut Tx,
    message: &Message,
    helpful: bool,
    customer_id: String,
    at: Time,
) -> Result<()> {
    let conversation_id = &message.conversation_id;
    let Some((seq, text)) = question_before(tx, conversation_id, message.seq).await? else {
        return Ok(());
    };
    if let Some(mut turn) = store::find_turn(tx, conversation_id).await?
        && turn.seq == seq
    {
        turn.helpful = Some(helpful);
        store::put_turn(tx, &turn).await?;
    }
    if helpful {
        let left = store::withdraw_question(tx, conversation_id, seq, Signal::NotHelpful).await?;
        return match left {
            Some(gap) => store::recount(tx, &gap).await,
            None => Ok(()),
        };
    }
    let Some(text) = kept_text(&text) else {
        return Ok(());
    };
    let question = NewQuestion {
        conversation_id: conversation_id.clone(),
        customer_id,
        seq,
        signal: Signal::NotHelpful,
        text,
        entry_id: entry_of(&message.content),
        rephrased: None,
        at,
    };
    keep(tx, question).await
}

/// The customer asked for a person, whether one could come or not.
async fn wanted_person(tx: &mut Tx, conversation_id: &str, reason: &str, at: Time) -> Result<()> {
    match store::find_turn(tx, conversation_id).await? {
        Some(turn) if rules::is_transferred_after(&turn, reason) => {
            keep(tx, signal(&turn, Signal::Transferred, at)).await
        }
        _ => Ok(()),
    }
}

/// The conversation is over.
async fn ended(tx: &mut Tx, conversation_id: &str, by: &str, at: Time) -> Result<()> {
    let Some(turn) = store::find_turn(tx, conversation_id).await? else {
        return Ok(());
    };
    if rules::is_abandoned(&turn, by) {
        keep(tx, signal(&turn, Signal::Abandoned, at)).await?;
    }
    store::forget_turn(tx, conversation_id).await
}

fn signal(turn: &Turn, signal: Signal, at: Time) -> NewQuestion {
    NewQuestion {
        conversation_id: turn.conversation_id.clone(),
        customer_id: turn.customer_id.clone(),
        seq: turn.seq,
        signal,
        text: turn.question.clone(),
        entry_id: turn.entry_id.clone(),
        rephrased: None,
        at,
    }
}

/// Keeps the signal and has it grouped soon.
async fn keep(tx: &mut Tx, question: NewQuestion) -> Result<()> {
    if store::insert_question(tx, &question).await? {
        let soon = tx.now_ms() + GATHER_MS;
        tx.enqueue(GROUP_QUESTIONS, json!({}), soon, Some("all"))
            .await?;
    }
    Ok(())
}
