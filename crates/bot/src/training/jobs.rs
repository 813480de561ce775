//! What runs by itself.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value as Json;
use shanying_bus::Received;
use shanying_kernel::Result;
use shanying_storage::Tx;
use shanying_storage::jobs::Registry;
use shanying_storage::outbox::Listener;
use shanying_web_kit::{Tenant, settings};

use super::actions::{self, BY_ITSELF, MEASURE_ANSWERS, TRAIN_MODEL};
use super::settings::TrainingSettings;
use super::store;

/// Between two looks for new decisions.
const GATHER: Duration = Duration::from_secs(5);
/// A decision younger than this may have an older one beside it that is not committed yet.
const SETTLE_MS: i64 = 1_000;
/// Another model was made the one in use.
const MODEL_ACTIVATED: &str = "training.model_activated";
const HOUR: Duration = Duration::from_secs(3600);
const DAY_MS: i64 = 86_400_000;

/// Names what the jobs of this room do.
pub fn register(tenant: &Tenant, registry: &mut Registry) {
    let measuring = tenant.clone();
    registry.add(MEASURE_ANSWERS, move |payload| {
        let tenant = measuring.clone();
        async move { actions::measure(&tenant, payload).await }
    });
    let training = tenant.clone();
    registry.add(TRAIN_MODEL, move |payload| {
        let tenant = training.clone();
        async move {
            let by = payload.get("by").and_then(Json::as_str);
            actions::train(&tenant, by.unwrap_or(BY_ITSELF)).await
        }
    });
}

/// Asks for a model when what it learns from changed.
#[must_use]
pub fn listener() -> Listener {
    Listener {
        name: "bot.training",
        kinds: &["knowledge.", "training.labelled"],
        handle: Arc::new(|tx, _| Box::pin(changed(tx))),
    }
}

async fn begin(tx: &mut Tx) -> Result<()> {
    store::fail_broken_models(tx).await?;
    changed(tx).await
}

async fn changed(tx: &mut Tx) -> Result<()> {
    let settings: TrainingSettings = settings::load(tx).await?;
    if !settings.retrain {
        return Ok(());
    }
    let wait_ms = i64::from(settings.retrain_after_seconds) * 1_000;
    actions::order_model(tx, BY_ITSELF, wait_ms).await
}

/// Starts gathering questions, forgetting uploaded files, and following the model in use: it is taken
/// now, and again whenever an event says that another one was made so. A model is asked for, too: the
/// last process may have died while it trained, or have been another version.
pub fn start(tenant: &Tenant) {
    follow(tenant);
    let asking = tenant.clone();
    tenant.tasks().spawn(async move {
        let asked = asking.db().write(|tx| Box::pin(begin(tx))).await;
        if let Err(error) = asked {
            tracing::error!(?error, "no model could be asked for");
        }
    });
    let gathering = tenant.clone();
    tenant.tasks().every(GATHER, move || {
        let tenant = gathering.clone();
        async move {
            let settled = tenant.clock().now_ms() - SETTLE_MS;
            if let Err(error) = actions::gather(&tenant, settled).await {
                tracing::error!(?error, "questions could not be gathered");
            }
        }
    });
    let old = tenant.clone();
    tenant.tasks().every(HOUR, move || {
        let tenant = old.clone();
        async move {
            if let Err(error) = forget(&tenant).await {
                tracing::error!(?error, "uploaded files could not be forgotten");
            }
        }
    });
}

fn follow(tenant: &Tenant) {
    let tenant = tenant.clone();
    let mut subscription = tenant.bus().subscribe();
    tenant.tasks().clone().spawn(async move {
        loop {
            if let Err(error) = actions::take_active(&tenant).await {
                tracing::error!(?error, "the model in use could not be taken");
            }
            loop {
                let received = tokio::select! {
                    () = tenant.tasks().stopping() => return,
                    received = subscription.next() => received,
                };
                match received {
                    None => return,
                    Some(Received::Event(event)) if event.kind != MODEL_ACTIVATED => {}
                    Some(Received::Event(_) | Received::Lagged) => break,
                }
            }
        }
    });
}

async fn forget(tenant: &Tenant) -> Result<()> {
    let days = tenant
        .settings::<TrainingSettings>()
        .await?
        .uploads_kept_days;
    let before = tenant.clock().now_ms() - i64::from(days) * DAY_MS;
    tenant
        .db()
        .write(move |tx| Box::pin(async move { store::forget_uploads(tx, before).await }))
        .await
}
