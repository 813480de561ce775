//! Looks through what is published for answers worth a look.

use std::collections::{HashMap, HashSet};

use serde_json::json;
use shanying_bot::answers;
use shanying_bot::knowledge::{self, Handling, PublishedEntry};
use shanying_kernel::Result;
use shanying_people::company::CompanySettings;
use shanying_storage::Tx;
use shanying_web_kit::{Caller, Tenant, audit};

use super::DAY_MS;
use super::deal::deal;
use crate::audits::model::{AnswerAuditSettings, Chosen, Facts};
use crate::audits::{rules, store};
use crate::gaps::{self, Signal};
use crate::metrics::{bounds, day, zone};

/// What the clock brings: once a day entries are looked through; otherwise tasks that lie untouched
/// go on.
pub(in crate::audits) async fn tick(tenant: &Tenant) -> Result<()> {
    let settings = tenant.settings::<AnswerAuditSettings>().await?;
    let zone = zone(&tenant.settings::<CompanySettings>().await?.time_zone);
    let (today, _) = bounds(day(None, &zone, tenant.clock().now_ms())?, &zone)?;
    let last = store::last_sweep(&mut tenant.db().read().await?).await?;
    if settings.daily && last.is_none_or(|at| at.0 < today) {
        sweep(tenant, None).await?;
        return Ok(());
    }
    let write = tenant
        .db()
        .write(move |tx| Box::pin(async move { deal(tx, &settings).await }));
    write.await
}

/// Makes tasks of what is worth a look and deals them; returns how many are new. Whoever asked for it
/// stands in the audit log.
pub(in crate::audits) async fn sweep(tenant: &Tenant, caller: Option<&Caller>) -> Result<usize> {
    let settings = tenant.settings::<AnswerAuditSettings>().await?;
    let now = tenant.clock().now_ms();
    let mut tx = tenant.db().read().await?;
    let published = knowledge::published(&mut tx, None).await?;
    let facts = weigh(&mut tx, &published, &settings, now).await?;
    drop(tx);
    let ids: HashSet<String> = published.into_iter().map(|entry| entry.id).collect();
    let room = usize::try_from(settings.waiting_most).unwrap_or(0);
    let chosen = rules::choose(facts, &settings, now, room);
    let line = caller.map(|caller| audit::Entry::new(caller, "answer_audit.swept", "all"));
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let waiting = drop_gone(tx, &ids).await?;
                let found = open(tx, &chosen, room.saturating_sub(waiting)).await?;
                deal(tx, &settings).await?;
                store::insert_sweep(tx, found).await?;
                if let Some(line) = line {
                    audit::record(tx, line.detail(json!({"found": found}))).await?;
                }
                Ok(found)
            })
        })
        .await
}

/// What is known of each entry that customers get now and that may have a new task.
async fn weigh(
    tx: &mut Tx,
    published: &[PublishedEntry],
    settings: &AnswerAuditSettings,
    now: i64,
) -> Result<Vec<Facts>> {
    let from = now - settings.window_days * DAY_MS;
    let given = answers::given_since(tx, from).await?;
    let signals = gaps::signals_by_entry(tx, from).await?;
    let resting = store::resting(tx, now - settings.rest_days * DAY_MS).await?;
    let verdicts = store::last_verdicts(tx).await?;
    let is_given = |entry: &&PublishedEntry| {
        let draft = &entry.draft;
        draft.handling == Handling::Answer
            && draft.valid_from.is_none_or(|from| from.0 <= now)
            && draft.valid_to.is_none_or(|to| to.0 > now)
            && !resting.contains(&entry.id)
    };
    let facts = published.iter().filter(is_given).map(|entry| {
        let count = |signal| count(&signals, &entry.id, signal);
        let judged_at = verdicts.get(&entry.id).copied().unwrap_or(0);
        Facts {
            given: given.get(&entry.id).copied().unwrap_or(0),
            not_helpful: count(Signal::NotHelpful),
            repeated: count(Signal::Repeated),
            transferred: count(Signal::Transferred),
            valid_to: entry.draft.valid_to.map(|to| to.0),
            looked_at: entry.published_at.0.max(judged_at),
            entry_id: entry.id.clone(),
            question: entry.draft.question.clone(),
        }
    });
    Ok(facts.collect())
}

fn count(signals: &HashMap<String, Vec<(Signal, i64)>>, id: &str, wanted: Signal) -> i64 {
    let own = signals.get(id).into_iter().flatten();
    own.filter(|(signal, _)| *signal == wanted)
        .map(|(_, count)| count)
        .sum()
}

/// Ends open tasks on entries that are not published any more; how many are left.
async fn drop_gone(tx: &mut Tx, published: &HashSet<String>) -> Result<usize> {
    let mut left = 0;
    for audit in store::hold_open(tx).await? {
        if published.contains(&audit.entry_id) {
            left += 1;
            continue;
        }
        store::set_dropped(tx, &audit.id).await?;
        tx.emit("answer_audit.dropped", json!({"audit_id": audit.id}))
            .await?;
    }
    Ok(left)
}

/// Makes tasks, the weightiest first; how many.
async fn open(tx: &mut Tx, chosen: &[Chosen], room: usize) -> Result<usize> {
    let mut made = 0;
    for one in chosen.iter().take(room) {
        if let Some(id) = store::insert(tx, one).await? {
            let payload = json!({"audit_id": id, "entry_id": one.entry_id});
            tx.emit("answer_audit.opened", payload).await?;
            made += 1;
        }
    }
    Ok(made)
}
