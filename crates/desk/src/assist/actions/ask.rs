//! The assistant answers an agent: from the knowledge, the facts of what is sold, and past cases.

use std::sync::Arc;

use shanying_bot::{Audience, BotSettings};
use shanying_kernel::{Error, Result};
use shanying_people::customers::mask_text;
use shanying_web_kit::Tenant;
use shanying_web_kit::markdown::{plain, sign_pictures};

use super::look::shown;
use super::reading::{Meant, Reader};
use crate::assist::memory::{Memory, Remembered};
use crate::assist::model::Told;
use crate::assist::rules::Talk;

/// From this score on an entry answers; below, it is only what else may be meant.
const ANSWERS_FROM: f64 = 0.42;
const MORE_FROM: f64 = 0.25;
const MORE: usize = 4;
const CASE_FROM: f64 = 0.55;

/// What the assistant knows of a question; `before` are the agent's questions before it, the newest
/// last, so that `那运费呢` is understood.
pub(crate) async fn ask(tenant: &Tenant, text: String, mut before: Vec<String>) -> Result<Told> {
    before.reverse();
    let reader = Reader {
        bot: tenant.part()?,
        memory: tenant.part::<Memory>()?,
        settings: tenant.settings::<BotSettings>().await?,
        now_ms: tenant.clock().now_ms(),
    };
    let reader = Arc::new(reader);
    let thinking = Arc::clone(&reader);
    let (meant, fact, case) = tokio::task::spawn_blocking(move || {
        let talk = Talk {
            now: vec![text.clone()],
            before,
            ..Talk::default()
        };
        let meant = thinking.meant(&talk, &thinking.taught(&text));
        let fact = thinking.bot.shelf().ask(&text, None, thinking.now_ms);
        let case = thinking.memory.cases(&text, 1, "").into_iter().next();
        (meant, fact, case)
    })
    .await
    .map_err(|error| Error::internal("answering an agent broke off").because(error))?;
    let fact = fact.filter(|answer| !answer.offers_person() && !answer.text.is_empty());
    let sure = meant.first().is_some_and(|best| best.score >= 0.85);
    let mut told = match fact {
        Some(answer) if !sure => Told {
            kind: "fact".to_owned(),
            text: answer.text,
            score: 0.75,
            ..nothing()
        },
        _ => match knowledge(&reader, &meant) {
            Some(told) => told,
            None => past(tenant, case).await?.unwrap_or_else(nothing),
        },
    };
    let others = meant.iter().filter(|one| one.score >= MORE_FROM);
    told.more = others
        .filter(|one| told.entry_id.as_ref() != Some(&one.entry_id))
        .take(MORE)
        .filter_map(|one| Some(reader.bot.for_agents(&one.entry_id)?.entry))
        .collect();
    sign_pictures(&mut told.blocks, tenant.signer(), tenant.clock().now_ms())?;
    Ok(told)
}

fn nothing() -> Told {
    Told {
        kind: "nothing".to_owned(),
        title: String::new(),
        text: String::new(),
        blocks: Vec::new(),
        entry_id: None,
        internal: false,
        agent_note: String::new(),
        more: Vec::new(),
        score: 0.0,
    }
}

fn knowledge(reader: &Reader, meant: &[Meant]) -> Option<Told> {
    let best = meant.first().filter(|best| best.score >= ANSWERS_FROM)?;
    let entry = reader.bot.for_agents(&best.entry_id)?;
    Some(Told {
        kind: "knowledge".to_owned(),
        title: entry.entry.question,
        text: plain(&entry.blocks).trim().to_owned(),
        blocks: entry.blocks,
        entry_id: Some(entry.entry.entry_id),
        internal: entry.audience == Audience::Agents,
        agent_note: entry.agent_note,
        score: best.score,
        ..nothing()
    })
}

async fn past(tenant: &Tenant, case: Option<(Remembered, f64)>) -> Result<Option<Told>> {
    let case = case.filter(|(_, score)| *score >= CASE_FROM);
    let mut tx = tenant.db().read().await?;
    let found = shown(&mut tx, case.into_iter().collect()).await?;
    Ok(found.into_iter().next().map(|case| Told {
        kind: "case".to_owned(),
        title: mask_text(&case.asked),
        text: case.answered,
        score: case.score,
        ..nothing()
    }))
}
