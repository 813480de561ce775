//! A peak begins and ends, and meets who wants to join the queue.

use std::collections::HashMap;

use serde_json::json;
use shanying_kernel::{Result, Time};
use shanying_people::agents;
use shanying_storage::Tx;
use shanying_web_kit::{Caller, Tenant, audit, settings};

use super::model::{Measured, Peak, PeakMode, PeakRow, PeakSettings, PeakState};
use super::rules::{self, Admission, Step};
use super::store;
use crate::alerts;
use crate::conversations::actions::tell_of_peak;
use crate::conversations::model::Owner;
use crate::conversations::{rules as conversation_rules, store as conversations};

/// Customers who wait that are told when a peak begins.
const TOLD: usize = 1000;
/// Peaks of the past that are shown.
const PAST: usize = 20;

/// Whether a peak holds.
pub(crate) async fn holds(tx: &mut Tx) -> Result<bool> {
    Ok(store::open(tx).await?.is_some())
}

/// The peak that holds, as the staff sees it.
pub(crate) async fn now(tx: &mut Tx) -> Result<Option<Peak>> {
    let Some(row) = store::open(tx).await? else {
        return Ok(None);
    };
    Ok(views(tx, vec![row]).await?.pop())
}

/// How somebody who wants to join the queue is met; `keeps` their grade its way. The row of the peak
/// is held until the end of the transaction: they come one after the other, so that the limit is
/// never passed.
pub(crate) async fn admission(tx: &mut Tx, keeps: bool) -> Result<Admission> {
    if store::open_for_update(tx).await?.is_none() {
        return Ok(Admission::Usual);
    }
    let limit = settings::load::<PeakSettings>(tx).await?.queue_limit;
    let waiting = conversations::count(tx, Owner::Queue, None).await?;
    Ok(rules::admit(limit, waiting, keeps))
}

/// How busy it is.
async fn measure(tx: &mut Tx) -> Result<Measured> {
    let now = conversations::now(tx).await?;
    let free = agents::candidates(tx, None, true).await?;
    let free_places = free.iter().map(|one| one.max_chats - one.load).sum();
    let accepted = conversations::recently_accepted(tx).await?;
    let place = now.waiting + 1;
    let estimate = conversation_rules::estimate_wait(&accepted, place, free_places, tx.now_ms());
    let longest = now
        .longest_wait_since
        .map(|since| (tx.now_ms() - since) / 1000);
    Ok(Measured {
        waiting: now.waiting,
        wait_seconds: estimate.or(longest),
    })
}

/// Looks whether a peak begins or ends; `by` whoever has just changed the settings.
pub(crate) async fn look(tenant: &Tenant, by: Option<&Caller>) -> Result<()> {
    let settings = tenant.settings::<PeakSettings>().await?;
    let now = tenant.clock().now_ms();
    let mut reader = tenant.db().read().await?;
    let held = store::open(&mut reader).await?;
    if held.is_none() && settings.mode == PeakMode::Off {
        return Ok(());
    }
    let measured = measure(&mut reader).await?;
    drop(reader);
    if next(&settings, held.as_ref(), measured, now) == Step::Stay {
        return Ok(());
    }
    let by = by.cloned();
    let begun = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                // Another node may have done it meanwhile.
                let held = store::open_for_update(tx).await?;
                let step = next(&settings, held.as_ref(), measured, now);
                take(tx, held, (step, measured), by.as_ref()).await
            })
        })
        .await?;
    if begun {
        tell_who_waits(tenant).await?;
    }
    Ok(())
}

fn next(settings: &PeakSettings, held: Option<&PeakRow>, measured: Measured, now: i64) -> Step {
    let calm = held.map(|row| row.calm_since.map(|since| since.0));
    rules::step(settings, calm, measured, now)
}

/// Takes one step; true when a peak begins.
async fn take(
    tx: &mut Tx,
    held: Option<PeakRow>,
    (step, measured): (Step, Measured),
    by: Option<&Caller>,
) -> Result<bool> {
    let who = by.and_then(|caller| caller.staff.as_ref().map(|staff| staff.id.clone()));
    match (step, held) {
        (Step::Begin(cause), None) => {
            let Some(id) = store::insert(tx, cause, measured, who.as_deref()).await? else {
                return Ok(false);
            };
            let told = json!({
                "peak_id": id, "cause": cause, "waiting": measured.waiting,
                "wait_seconds": measured.wait_seconds, "by": who,
            });
            if let Some(caller) = by {
                let entry = audit::Entry::new(caller, "peak.began", &id);
                audit::record(tx, entry.detail(told.clone())).await?;
            }
            alerts::peak_began(tx, &id, told.clone()).await?;
            tx.emit("peak.began", told).await?;
            Ok(true)
        }
        (Step::Calm, Some(row)) => {
            let now = Time(tx.now_ms());
            store::set_calm(tx, &row.id, Some(now)).await?;
            Ok(false)
        }
        (Step::Restless, Some(row)) => {
            store::set_calm(tx, &row.id, None).await?;
            Ok(false)
        }
        (Step::End, Some(row)) => {
            store::set_ended(tx, &row.id, who.as_deref()).await?;
            let lasted_ms = tx.now_ms() - row.began_at.0;
            let told = json!({"peak_id": row.id, "by": who, "lasted_ms": lasted_ms});
            if let Some(caller) = by {
                let entry = audit::Entry::new(caller, "peak.ended", &row.id);
                audit::record(tx, entry.detail(told.clone())).await?;
            }
            alerts::peak_ended(tx, &row.id).await?;
            tx.emit("peak.ended", told).await?;
            Ok(false)
        }
        _ => Ok(false),
    }
}

/// Everybody who waits when a peak begins is told, each in a transaction of their own.
async fn tell_who_waits(tenant: &Tenant) -> Result<()> {
    let mut reader = tenant.db().read().await?;
    let waiting = conversations::waiting(&mut reader, TOLD).await?;
    drop(reader);
    for row in waiting {
        tell_of_peak(tenant, row.id).await?;
    }
    Ok(())
}

/// Says by hand what begins a peak: now, never, or the lines.
pub(super) async fn switch(tenant: &Tenant, caller: &Caller, mode: PeakMode) -> Result<()> {
    let mut settings = (*tenant.settings::<PeakSettings>().await?).clone();
    settings.mode = mode;
    tenant.change_settings(caller, settings).await?;
    look(tenant, Some(caller)).await
}

/// Whether there is a peak, and those of the past.
pub(super) async fn state(tenant: &Tenant) -> Result<PeakState> {
    let mode = tenant.settings::<PeakSettings>().await?.mode;
    let mut tx = tenant.db().read().await?;
    let past = store::past(&mut tx, PAST).await?;
    Ok(PeakState {
        mode,
        peak: now(&mut tx).await?,
        past: views(&mut tx, past).await?,
    })
}

async fn views(tx: &mut Tx, rows: Vec<PeakRow>) -> Result<Vec<Peak>> {
    let all = agents::list(tx).await?;
    let names: HashMap<String, String> = all.into_iter().map(|one| (one.id, one.name)).collect();
    let name = |id: Option<String>| id.and_then(|id| names.get(&id).cloned());
    let view = |row: PeakRow| Peak {
        id: row.id,
        cause: row.cause,
        waiting: row.waiting,
        wait_seconds: row.wait_seconds,
        began_by: name(row.began_by),
        began_at: row.began_at,
        calm_since: row.calm_since,
        ended_by: name(row.ended_by),
        ended_at: row.ended_at,
    };
    Ok(rows.into_iter().map(view).collect())
}
