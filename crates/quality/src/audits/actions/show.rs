//! Tasks as they are shown, and what came of them.

use std::cmp::Reverse;
use std::collections::HashMap;

use shanying_bot::training::kept_text;
use shanying_bot::{answers, knowledge};
use shanying_kernel::{Cursor, Error, Page, Result};
use shanying_people::agents;
use shanying_people::company::CompanySettings;
use shanying_storage::Tx;
use shanying_web_kit::{Caller, Permission, Tenant, markdown};

use crate::audits::model::{
    AnswerAudit, AnswerAuditDetail, AnswerAuditSettings, AskedQuestion, Board, Counts, Credit,
    Effect,
};
use crate::audits::store::{self, Filter};
use crate::gaps::{self, Answered, Signal};
use crate::metrics::{bounds, day, zone};

/// Questions shown with a task, signals read for them, and mended answers on the board.
const ASKED: usize = 8;
const SIGNALS: usize = 24;
const EFFECTS: usize = 50;
/// Verdicts shown to who gave them.
const JUDGED: usize = 20;

/// A page of tasks.
pub(in crate::audits) async fn list(
    tenant: &Tenant,
    mut filter: Filter,
) -> Result<Page<AnswerAudit>> {
    let limit = filter.limit;
    filter.limit = limit + 1;
    let mut tx = tenant.db().read().await?;
    let mut audits = store::list(&mut tx, &filter).await?;
    name_agents(&mut tx, &mut audits).await?;
    Ok(Page::cut(audits, limit, |audit| Cursor {
        key: audit.created_at.0,
        id: audit.id.clone(),
    }))
}

/// What waits for an agent, and what they judged lately.
pub(in crate::audits) async fn mine(
    tenant: &Tenant,
    agent_id: &str,
) -> Result<(Vec<AnswerAudit>, Vec<AnswerAudit>)> {
    let mut tx = tenant.db().read().await?;
    let mut open = store::open_of(&mut tx, agent_id).await?;
    let mut judged = store::judged_by(&mut tx, agent_id, JUDGED).await?;
    name_agents(&mut tx, &mut open).await?;
    name_agents(&mut tx, &mut judged).await?;
    Ok((open, judged))
}

/// What waits for the caller and for editors.
pub(in crate::audits) async fn counts(tenant: &Tenant, caller: &Caller) -> Result<Counts> {
    let agent_id = caller.agent_id().unwrap_or_default();
    store::counts(&mut tenant.db().read().await?, agent_id).await
}

async fn names(tx: &mut Tx) -> Result<HashMap<String, String>> {
    let people = agents::list(tx).await?;
    Ok(people
        .into_iter()
        .map(|agent| (agent.id, agent.name))
        .collect())
}

async fn name_agents(tx: &mut Tx, audits: &mut [AnswerAudit]) -> Result<()> {
    let names = names(tx).await?;
    for audit in audits {
        let name = audit.agent_id.as_ref().and_then(|id| names.get(id));
        audit.agent_name = name.cloned();
    }
    Ok(())
}

/// A task as it is worked on; agents see their own, editors and whoever reads the figures all.
pub(in crate::audits) async fn show(
    tenant: &Tenant,
    caller: &Caller,
    id: &str,
) -> Result<AnswerAuditDetail> {
    let mut tx = tenant.db().read().await?;
    let audit = store::load(&mut tx, id, false).await?;
    let sees_all = caller.may(Permission::EditKnowledge) || caller.may(Permission::ViewMetrics);
    if !sees_all && audit.agent_id.as_deref() != caller.agent_id().ok() {
        return Err(Error::conflict(
            "answer_audit.not_yours",
            "this task is another agent's now",
        ));
    }
    let mut audits = [audit];
    name_agents(&mut tx, &mut audits).await?;
    let [audit] = audits;
    let asked = asked(&mut tx, &audit.entry_id).await?;
    let entry = knowledge::published(&mut tx, Some(&audit.entry_id))
        .await?
        .pop();
    drop(tx);
    let now = entry
        .as_ref()
        .map_or("", |entry| entry.draft.default_answer());
    let mut blocks = markdown::parse(now);
    markdown::sign_pictures(&mut blocks, tenant.signer(), tenant.clock().now_ms())?;
    Ok(AnswerAuditDetail {
        asked,
        now: now.to_owned(),
        blocks,
        valid_to: entry.as_ref().and_then(|entry| entry.draft.valid_to),
        in_work: entry.as_ref().is_none_or(|entry| entry.is_changed),
        is_published: entry.is_some(),
        audit,
    })
}

/// What customers asked: those who were not helped first, then the latest others.
async fn asked(tx: &mut Tx, entry_id: &str) -> Result<Vec<AskedQuestion>> {
    let mut signalled = gaps::answered(tx, entry_id, SIGNALS).await?;
    signalled.truncate(ASKED);
    let latest = answers::asked_of(tx, entry_id, SIGNALS).await?;
    let others: Vec<AskedQuestion> = latest
        .into_iter()
        .filter_map(|(conversation_id, question, at)| {
            let text = kept_text(&question)?;
            let known = |one: &Answered| one.conversation_id == conversation_id && one.text == text;
            (!signalled.iter().any(known)).then_some(AskedQuestion {
                text,
                signals: Vec::new(),
                at,
            })
        })
        .collect();
    let told = signalled.into_iter().map(|one| AskedQuestion {
        text: one.text,
        signals: one.signals,
        at: one.at,
    });
    Ok(told.chain(others).take(ASKED).collect())
}

/// Who did what, and what the mended answers changed.
pub(in crate::audits) async fn board(tenant: &Tenant) -> Result<Board> {
    let zone = zone(&tenant.settings::<CompanySettings>().await?.time_zone);
    let now = tenant.clock().now_ms();
    let (month, _) = bounds(day(None, &zone, now)?.first_of_month(), &zone)?;
    let window_days = tenant.settings::<AnswerAuditSettings>().await?.window_days;
    let mut tx = tenant.db().read().await?;
    let names = names(&mut tx).await?;
    let named = |id: &str| names.get(id).cloned().unwrap_or_default();
    let mut credits: Vec<Credit> = store::tallies(&mut tx, month)
        .await?
        .into_iter()
        .map(|(agent_id, tally)| Credit {
            name: named(&agent_id),
            agent_id,
            open: tally.open,
            done_this_month: tally.done_this_month,
            done: tally.done,
            accepted_this_month: tally.accepted_this_month,
            accepted: tally.accepted,
        })
        .collect();
    credits.sort_by_key(|one| {
        let most = (one.done_this_month, one.accepted_this_month, one.done);
        (Reverse(most), one.agent_id.clone())
    });
    let mut effects = Vec::new();
    for (audit, before) in store::went_live(&mut tx, EFFECTS).await? {
        let Some(accepted_at) = audit.reviewed_at else {
            continue;
        };
        let (id, since) = (&audit.entry_id, (accepted_at.0, now + 1));
        let after_not_helpful = gaps::count_signals(&mut tx, id, Signal::NotHelpful, since).await?;
        effects.push(Effect {
            after_given: answers::times_given(&mut tx, id, since).await?,
            after_not_helpful,
            agent_name: named(audit.agent_id.as_deref().unwrap_or_default()),
            audit_id: audit.id,
            entry_id: audit.entry_id,
            question: audit.question,
            accepted_at,
            before_given: before.0,
            before_not_helpful: before.1,
        });
    }
    let swept_at = store::last_sweep(&mut tx).await?;
    Ok(Board {
        credits,
        effects,
        window_days,
        swept_at,
    })
}
