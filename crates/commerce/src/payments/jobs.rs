//! Closes what was not paid in time, every minute.

use std::time::Duration;

use shanying_web_kit::Tenant;

use super::actions;

const EVERY: Duration = Duration::from_secs(60);
/// Payments of one transaction.
const AT_ONCE: usize = 50;

/// Starts looking.
pub fn start(tenant: &Tenant) {
    let watched = tenant.clone();
    tenant.tasks().every(EVERY, move || {
        let tenant = watched.clone();
        async move {
            let closed = tenant
                .db()
                .write(|tx| Box::pin(async move { actions::close_overdue(tx, AT_ONCE).await }))
                .await;
            if let Err(error) = closed {
                tracing::error!(?error, "unpaid orders could not be closed");
            }
        }
    });
}
