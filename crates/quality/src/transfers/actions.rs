//! Puts the conversations and the knowledge base as it is together.

use shanying_bot::{Bot, BotSettings};
use shanying_desk::assist::{BotSaid, Handled, handled};
use shanying_desk::conversations::{self, Transferred};
use shanying_kernel::{Error, Result};
use shanying_people::customers::mask_text;
use shanying_web_kit::Tenant;

use super::model::{TransferCase, TransferFunnel, TransferReport};
use super::rules;
use crate::gaps::NearestEntry;

const DAY_MS: i64 = 86_400_000;
/// Transfers that are looked at, the newest.
const CASES: usize = 300;

/// Why customers came to a person in the last days.
pub(super) async fn report(tenant: &Tenant, days: i64) -> Result<TransferReport> {
    let now = tenant.clock().now_ms();
    let since = now - days * DAY_MS;
    let mut tx = tenant.db().read().await?;
    let figures = conversations::day_figures(&mut tx, since, now + 1, 0).await?;
    let found = conversations::transferred(&mut tx, since, CASES).await?;
    drop(tx);
    let line = tenant.settings::<BotSettings>().await?.suggest_threshold;
    let bot = tenant.part::<Bot>()?;
    // Each question is encoded: too long for the threads that serve requests.
    let cases = tokio::task::spawn_blocking(move || {
        let cases = found.into_iter().filter_map(|one| {
            let told = handled(&one.messages)?;
            Some(case(&bot, line, one, told))
        });
        cases.collect::<Vec<TransferCase>>()
    })
    .await
    .map_err(|error| Error::internal("reading transfers broke off").because(error))?;
    Ok(TransferReport {
        days,
        funnel: TransferFunnel {
            entered: figures.conversations,
            effective: figures.effective,
            bot_served: figures.bot_served,
            self_served: figures.bot_contained,
            to_person: figures.to_human_direct + figures.to_human_after_talk,
            reached: figures.human,
        },
        causes: rules::counts(&cases),
        cases,
    })
}

fn case(bot: &Bot, line: f64, one: Transferred, told: Handled) -> TransferCase {
    let nearest = bot
        .nearest(&told.question)
        .map(|(entry, score)| NearestEntry {
            entry_id: entry.entry_id,
            question: entry.question,
            score,
        });
    let near = nearest.as_ref().is_some_and(|entry| entry.score >= line);
    let cause = rules::cause(one.reason, one.is_direct, &told.bot, near);
    let (bot_entry_id, bot_answer) = match told.bot {
        BotSaid::Answered { entry_id, text, .. } => (entry_id, mask_text(&text)),
        BotSaid::Nothing | BotSaid::Unsure => (None, String::new()),
    };
    TransferCase {
        conversation_id: one.id,
        number: one.number,
        created_at: one.created_at,
        reason: one.reason,
        cause,
        question: mask_text(&told.question),
        seq: told.seq,
        bot_answer,
        bot_entry_id,
        person_answer: mask_text(&told.person),
        person_name: told.person_name,
        nearest,
        score: one.score,
    }
}
