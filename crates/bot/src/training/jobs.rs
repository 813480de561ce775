//! What runs by itself.

use std::time::Duration;

use shanying_kernel::Result;
use shanying_storage::jobs::Registry;
use shanying_web_kit::Tenant;

use super::actions::{self, MEASURE_ANSWERS};
use super::settings::TrainingSettings;
use super::store;

/// Between two looks for new decisions.
const GATHER: Duration = Duration::from_secs(5);
/// A decision younger than this may have an older one beside it that is not committed yet.
const SETTLE_MS: i64 = 1_000;
const HOUR: Duration = Duration::from_secs(3600);
const DAY_MS: i64 = 86_400_000;

/// Names what the jobs of this room do.
pub fn register(tenant: &Tenant, registry: &mut Registry) {
    let tenant = tenant.clone();
    registry.add(MEASURE_ANSWERS, move |payload| {
        let tenant = tenant.clone();
        async move { actions::measure(&tenant, payload).await }
    });
}

/// Starts gathering questions and forgetting uploaded files.
pub fn start(tenant: &Tenant) {
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
