//! Forgets old deliveries, hourly.

use std::time::Duration;

use shanying_web_kit::Tenant;

use super::actions;

/// Starts forgetting.
pub(crate) fn start(tenant: &Tenant) {
    let watched = tenant.clone();
    tenant.tasks().every(Duration::from_secs(3600), move || {
        let tenant = watched.clone();
        async move {
            if let Err(error) = actions::forget_old(&tenant).await {
                tracing::error!(?error, "old deliveries could not be forgotten");
            }
        }
    });
}
