//! The bot's part: what it says, and when it hands over.

use serde_json::{Value as Json, json};
use shanying_bot::dialogue::{self, Move};
use shanying_bot::{Decision, Outcome, Talk, Verdict, answers};
use shanying_kernel::{Result, Time};
use shanying_people::agents::{self, AgentState};
use shanying_people::{customers, groups};
use shanying_storage::Tx;
use shanying_web_kit::{Tenant, settings};

use super::House;
use super::say::{Said, announce, say};
use super::wording;
use crate::conversations::model::{Content, ConversationRow, Owner, TransferReason};
use crate::conversations::rules::{self, Memory, Patience, Turn};
use crate::conversations::store::{self, Mark};
use crate::conversations::views;
use crate::handovers::{self, Place};
use crate::peaks::{self, Admission};
use crate::routing::{self, RoutingSettings};

/// Lets the bot answer the customer's last message in a conversation that it owns.
pub(super) async fn bot_turn(
    tx: &mut Tx,
    row: &mut ConversationRow,
    house: &House,
    (verdict, talk): (Verdict, Option<Talk>),
) -> Result<()> {
    let Verdict {
        mut decision,
        reply,
    } = verdict;
    decision.conversation_id = row.id.clone();
    let memory = Memory {
        unknowns: row.unknowns,
        abuses: row.abuses,
        veileds: row.veileds,
        paused_until_ms: row.paused_until.map(|time| time.0),
    };
    let settings = &house.bot_settings;
    let patience = Patience {
        unknowns_before_handover: settings.unknowns_before_handover.into(),
        abuse_limit: settings.abuse_limit.into(),
        abuse_pause_ms: i64::from(settings.abuse_pause_seconds) * 1000,
        asks_at_most: house.handover.asks_at_most,
    };
    let plan = rules::plan(reply, memory, patience, tx.now_ms());
    (row.unknowns, row.abuses, row.veileds) = (plan.unknowns, plan.abuses, plan.veileds);
    row.paused_until = plan.paused_until_ms.map(Time);
    let asked_directly = decision.outcome == Outcome::HandoverWords;
    let mut message_id = None;
    if let Some(talk) = &talk {
        dialogue::save(tx, &row.id, &talk.state).await?;
    }
    // A pause after abuse silences the tasks too.
    let silent = plan.paused_until_ms.is_some() && plan.says.is_none();
    let keeps_reply = talk.as_ref().is_none_or(|talk| talk.keeps_reply);
    if asked_directly {
        handovers::asked(tx, row, Place::Words).await?;
    }
    if keeps_reply && plan.is_failure(&memory) {
        count_failure(tx, row).await?;
    }
    if let Some(reason) = plan.hand_over.filter(|_| keeps_reply) {
        row.attached_entry = plan.attached;
        message_id = Some(hand_over(tx, row, house, reason, Some(&decision)).await?);
    } else if let Some(content) = plan.says.filter(|_| keeps_reply) {
        let said = Said {
            decision: Some(&decision),
            ..Said::by_bot(content)
        };
        message_id = Some(say(tx, row, said).await?.id);
        store::mark(tx, &row.id, Mark::BotReplied).await?;
    }
    if let Some(talk) = talk.filter(|_| !silent && row.owner == Owner::Bot) {
        row.unknowns = if talk.keeps_reply { row.unknowns } else { 0 };
        if house.words
            && let Some(held) = wording::held(&talk.moves, &decision, Time(tx.now_ms()))
        {
            row.held = Some(held);
        } else {
            for step in talk.moves {
                let said = carry_out(tx, row, house, step, &decision).await?;
                message_id = message_id.or(said);
            }
        }
    }
    row.asked_bot |= !asked_directly;
    answers::record(tx, &decision, &row.id, message_id.as_deref()).await
}

/// The bot did not get on; where the way to a person was hidden, it may appear by that.
pub(super) async fn count_failure(tx: &mut Tx, row: &ConversationRow) -> Result<()> {
    if handovers::failed(tx, &row.id).await? {
        announce(tx, row, "conversation.entry_appeared", None).await?;
    }
    Ok(())
}

/// Does one step of a task; what it says carries the decision. Returns the message said.
async fn carry_out(
    tx: &mut Tx,
    row: &mut ConversationRow,
    house: &House,
    step: Move,
    decision: &Decision,
) -> Result<Option<String>> {
    let content = match step {
        Move::Say(_)
        | Move::Options { .. }
        | Move::Aided { .. }
        | Move::Cards { .. }
        | Move::Answer { .. } => {
            let Some(content) = wording::words(step) else {
                return Ok(None);
            };
            content
        }
        Move::Record {
            task,
            name,
            rows,
            text,
        } => {
            let whose = (row.id.as_str(), row.customer_id.as_str());
            let number = dialogue::record_request(tx, whose, (&task, &name), &rows).await?;
            Content::Text {
                text: text.replace("{number}", &number),
            }
        }
        Move::HandOver { done, text, group } => {
            if let Some(group) = group {
                // A group that is gone meanwhile is no reason to keep anybody waiting.
                let groups = groups::list(tx).await?;
                let wanted = groups.into_iter().find(|one| one.name == group);
                row.group_id = wanted.map(|one| one.id);
            }
            let mut first = None;
            if let Some(text) = text {
                let said = Said {
                    decision: Some(decision),
                    ..Said::by_bot(Content::Text { text })
                };
                first = Some(say(tx, row, said).await?.id);
            }
            let reason = if done {
                TransferReason::Task
            } else {
                TransferReason::Unknown
            };
            let told = hand_over(tx, row, house, reason, Some(decision)).await?;
            return Ok(Some(first.unwrap_or(told)));
        }
    };
    let said = Said {
        decision: Some(decision),
        ..Said::by_bot(content)
    };
    let message = say(tx, row, said).await?;
    store::mark(tx, &row.id, Mark::BotReplied).await?;
    Ok(Some(message.id))
}

/// Brings the conversation to the queue, or says why nobody can come and that a message may be
/// left. The new owner is written before anything is said. Returns the first message said.
pub(super) async fn hand_over(
    tx: &mut Tx,
    row: &mut ConversationRow,
    house: &House,
    reason: TransferReason,
    decision: Option<&Decision>,
) -> Result<String> {
    row.transfer_reason = Some(reason);
    store::mark(tx, &row.id, Mark::TransferDirect(!row.asked_bot)).await?;
    let met = if serves(tx, house).await? {
        Some(admission(tx, row).await?)
    } else {
        None
    };
    let absent = match met {
        Some(Admission::Usual | Admission::Peak) => None,
        Some(Admission::Full { waiting }) => Some(Content::notice_with(
            "service.queue_full",
            [("waiting", waiting.into())],
        )),
        None if house.open => Some(Content::notice("service.no_agent")),
        None => {
            let opens_at = house.opens_at.map_or(Json::Null, |time| json!(time));
            let code = "service.closed_hours";
            Some(Content::notice_with(code, [("opens_at", opens_at)]))
        }
    };
    // Both ways this attempt is over: a refusal must not be repeated at every further question.
    row.unknowns = 0;
    row.not_helpfuls = 0;
    row.veileds = 0;
    if let Some(content) = absent {
        let why = content
            .notice_code()
            .and_then(|code| code.rsplit('.').next());
        handovers::refused(tx, &row.id, why.unwrap_or_default()).await?;
        store::save(tx, row).await?;
        let said = Said {
            decision,
            ..Said::by_system(content)
        };
        let message = say(tx, row, said).await?;
        announce(tx, row, "conversation.transfer_refused", None).await?;
        return Ok(message.id);
    }
    row.owner = rules::next_owner(row.owner, Turn::AskPerson)?;
    routing::enter(tx, row).await?;
    handovers::reached(tx, &row.id).await?;
    store::save(tx, row).await?;
    let content = Content::notice_with("bot.handing_over", [("reason", json!(reason))]);
    let first = say(
        tx,
        row,
        Said {
            decision,
            ..Said::by_bot(content)
        },
    )
    .await?;
    tell_place(tx, row).await?;
    if met == Some(Admission::Peak) {
        say(tx, row, Said::by_system(Content::notice("queue.peak"))).await?;
    }
    announce(tx, row, "conversation.queued", None).await?;
    Ok(first.id)
}

/// How the customer is met who wants to join the queue. Grades are believed of verified customers
/// alone.
async fn admission(tx: &mut Tx, row: &ConversationRow) -> Result<Admission> {
    if !peaks::holds(tx).await? {
        return Ok(Admission::Usual);
    }
    let settings = settings::load::<RoutingSettings>(tx).await?;
    let customer = customers::brief(tx, &row.customer_id).await?;
    let grade = customer.level.filter(|_| customer.verified);
    peaks::admission(tx, settings.keeps_at_peak(grade.as_deref())).await
}

/// Tells a customer who waits that there is a peak, if they still wait.
pub(crate) async fn tell_of_peak(tenant: &Tenant, id: String) -> Result<()> {
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let Some(mut row) = store::claim_waiting(tx, &id).await? else {
                    return Ok(());
                };
                let notice = Content::notice("queue.peak");
                say(tx, &mut row, Said::by_system(notice)).await?;
                store::save(tx, &row).await
            })
        })
        .await
}

/// Says the place in the queue and an honest estimate.
pub(super) async fn tell_place(tx: &mut Tx, row: &mut ConversationRow) -> Result<()> {
    let place = views::queue_place(tx, row).await?;
    let content = Content::notice_with(
        "queue.joined",
        [
            ("position", place.position.into()),
            ("eta_seconds", json!(place.eta_seconds)),
        ],
    );
    say(tx, row, Said::by_system(content)).await?;
    Ok(())
}

/// Whether a customer can reach a person now.
pub(super) async fn serves(tx: &mut Tx, house: &House) -> Result<bool> {
    Ok((house.open || house.service.serve_after_hours) && somebody_serves(tx).await?)
}

/// Whether anybody serves now: connected, and online or busy (busy agents may pull).
async fn somebody_serves(tx: &mut Tx) -> Result<bool> {
    let agents = agents::list(tx).await?;
    Ok(agents.iter().any(|agent| {
        agent.enabled
            && agent.connected
            && matches!(agent.state, AgentState::Online | AgentState::Busy)
    }))
}

/// Whether the bot still owns it, for what customers do to its answers.
pub(super) fn bot_owns(row: &ConversationRow) -> bool {
    row.owner == Owner::Bot
}
