//! Measurements: a set (or the labelled questions) is asked in the background.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use shanying_kernel::Result;
use shanying_storage::{Tx, heavy};
use shanying_web_kit::{Caller, Tenant};

use super::replay::{self, Names};
use super::{MEASURE_ANSWERS, name_of};
use crate::answers::{Bot, BotSettings};
use crate::training::model::{Expected, Judged, Run, WorkState};
use crate::training::settings::TrainingSettings;
use crate::training::{rules, store};

/// Between two notes of how far a measurement is.
const NOTE: Duration = Duration::from_millis(400);

#[derive(Serialize, Deserialize)]
struct Order {
    run_id: String,
}

/// Asks for a measurement of a set, or of the labelled questions.
pub(in crate::training) async fn ask(
    tenant: &Tenant,
    caller: &Caller,
    set_id: Option<String>,
) -> Result<Run> {
    let by = name_of(caller);
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                if let Some(set) = &set_id {
                    store::load_set(tx, set).await?;
                }
                order(tx, set_id.as_deref(), &by).await
            })
        })
        .await
}

/// The measurement and its job, in one commit.
pub(super) async fn order(tx: &mut Tx, set_id: Option<&str>, by: &str) -> Result<Run> {
    let run_id = store::insert_run(tx, set_id, by).await?;
    let now = tx.now_ms();
    let payload = serde_json::to_value(Order {
        run_id: run_id.clone(),
    })?;
    tx.enqueue(MEASURE_ANSWERS, payload, now, None).await?;
    Ok(store::load_run(tx, &run_id).await?.run)
}

/// The job. A measurement that cannot be made is marked so; it is not tried again by itself.
pub(in crate::training) async fn measure(tenant: &Tenant, payload: Json) -> Result<()> {
    let Order { run_id } = serde_json::from_value(payload)?;
    let Err(error) = make(tenant, &run_id).await else {
        return Ok(());
    };
    tracing::error!(?error, run = %run_id, "a measurement failed");
    tenant
        .db()
        .write(move |tx| Box::pin(async move { store::fail_run(tx, &run_id).await }))
        .await
}

async fn make(tenant: &Tenant, run_id: &str) -> Result<()> {
    let limits = tenant.settings::<TrainingSettings>().await?;
    let most = usize::try_from(limits.measure_most).unwrap_or(usize::MAX);
    let mut reader = tenant.db().read().await?;
    let run = match store::load_run(&mut reader, run_id).await {
        // Removed with its set while it waited.
        Err(error) if error.code == "not_found.training_run" => return Ok(()),
        run => run?.run,
    };
    if run.state == WorkState::Done {
        return Ok(());
    }
    let cases = match &run.set_id {
        Some(set) => store::cases_of(&mut reader, set, most).await?,
        None => store::labelled(&mut reader, most).await?,
    };
    let names = Names::load(&mut reader).await?;
    let before = store::report_before(&mut reader, run.set_id.as_deref()).await?;
    drop(reader);
    let judged = ask_all(tenant, run_id, cases, names).await?;
    let report = rules::report(judged, before.as_ref());
    let (id, set, keep) = (run.id, run.set_id, limits.runs_kept);
    let model = tenant.part::<Bot>()?.model_id();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                store::finish_run(tx, &id, &report, model.as_deref()).await?;
                store::trim_runs(tx, set.as_deref(), keep).await?;
                tx.emit("training.measured", json!({"run_id": id})).await
            })
        })
        .await
}

/// Asks every question on a thread of its own and notes how far it is.
async fn ask_all(
    tenant: &Tenant,
    run_id: &str,
    cases: Vec<(String, Expected)>,
    names: Names,
) -> Result<Vec<Judged>> {
    let bot = tenant.part::<Bot>()?;
    let settings = tenant.settings::<BotSettings>().await?;
    let now_ms = tenant.clock().now_ms();
    let (done, total) = (Arc::new(AtomicUsize::new(0)), cases.len());
    let told = done.clone();
    let mut work = pin!(heavy("measuring", move || {
        cases
            .iter()
            .map(|(text, expected)| {
                let judged = replay::ask(&bot, &settings, now_ms, (text, expected), &names);
                told.fetch_add(1, Ordering::Relaxed);
                judged
            })
            .collect()
    }));
    loop {
        let (id, now) = (run_id.to_owned(), done.load(Ordering::Relaxed));
        tenant
            .db()
            .write(move |tx| {
                Box::pin(async move { store::set_run_progress(tx, &id, now, total).await })
            })
            .await?;
        tokio::select! {
            judged = &mut work => {
                return judged;
            }
            () = tokio::time::sleep(NOTE) => {}
        }
    }
}
