//! Puts labels, signals and the knowledge base as it is together.

use std::collections::HashMap;

use shanying_bot::{Bot, BotSettings, answers, training};
use shanying_kernel::{Error, Result};
use shanying_language::normalise::key;
use shanying_web_kit::Tenant;

use super::model::CauseTree;
use super::rules::{self, Settled};
use crate::gaps::{self, NearestEntry, Signalled};

const DAY_MS: i64 = 86_400_000;
/// Signals looked at, the latest first.
const SIGNALS_MAX: usize = 5_000;

/// The tree of the last days.
pub(super) async fn tree(tenant: &Tenant, days: i64) -> Result<CauseTree> {
    let now = tenant.clock().now_ms();
    let from = now - days * DAY_MS;
    let mut reader = tenant.db().read().await?;
    let signalled = gaps::signalled_since(&mut reader, from, SIGNALS_MAX).await?;
    let keys: Vec<String> = signalled.iter().map(|one| key(&one.text)).collect();
    let labels = training::labels_of(&mut reader, &keys).await?;
    let tally = answers::tally(&mut reader, from, now + 1).await?;
    drop(reader);
    let settings = tenant.settings::<BotSettings>().await?;
    let bot = tenant.part::<Bot>()?;
    let questions = signalled.len();
    // Each gap's question is encoded: too long for the threads that serve requests.
    let branches = tokio::task::spawn_blocking(move || {
        let nearest = nearest(&bot, &signalled);
        let settled = signalled
            .into_iter()
            .zip(keys)
            .map(|(one, key)| {
                let label = labels.get(&key);
                let near = nearest.get(&one.gap_id).cloned().flatten();
                let is_near = near
                    .as_ref()
                    .is_some_and(|near| near.score >= settings.suggest_threshold);
                let named = label.and_then(|label| label.entry_id.as_ref());
                let entry = match named {
                    Some(id) => named_entry(&bot, id),
                    None => near,
                };
                Settled {
                    cause: rules::cause(label, &one.signals, is_near),
                    labelled: label.is_some(),
                    entry,
                    one,
                }
            })
            .collect();
        rules::branches(settled)
    })
    .await
    .map_err(|error| Error::internal("finding the causes failed").because(error))?;
    let asked = tally.direct
        + tally.suggested
        + tally.small_talk
        + tally.to_person
        + tally.unknown
        + tally.dialogue;
    Ok(CauseTree {
        days,
        asked,
        questions,
        branches,
    })
}

/// The nearest entry of each gap.
fn nearest(bot: &Bot, signalled: &[Signalled]) -> HashMap<String, Option<NearestEntry>> {
    let mut found = HashMap::new();
    for one in signalled {
        found.entry(one.gap_id.clone()).or_insert_with(|| {
            let (entry, score) = bot.nearest(&one.gap_question)?;
            Some(NearestEntry {
                entry_id: entry.entry_id,
                question: entry.question,
                score,
            })
        });
    }
    found
}

fn named_entry(bot: &Bot, id: &String) -> Option<NearestEntry> {
    let all = shanying_bot::Audience::Agents;
    let entry = bot.refs(std::slice::from_ref(id), all).pop()?;
    Some(NearestEntry {
        entry_id: entry.entry_id,
        question: entry.question,
        score: 1.0,
    })
}
