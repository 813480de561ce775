//! Quality: what the company learns from its conversations.
//!
//! | room | what it does |
//! |---|---|
//! | [`audits`] | answers that front-line agents look over, in short tasks |
//! | [`causes`] | why questions were not answered well |
//! | [`gaps`] | what customers asked and did not get, grouped, to be made into knowledge |
//! | [`metrics`] | the day in figures |
//! | [`transfers`] | why customers came to a person, and what the person knew |
//! | [`workdays`] | what each agent did on each day |
//!
//! `gaps ← causes, metrics ← workdays, audits`. The rooms read the desk and the bot through their doors and through events;
//! nobody depends on them.

pub mod audits;
pub mod causes;
pub mod gaps;
#[cfg(test)]
mod harness;
pub mod metrics;
pub mod transfers;
pub mod workdays;

use std::time::Duration;

use shanying_storage::{jobs, outbox};
use shanying_web_kit::{Router, Tenant};

/// Every route of this crate, relative to `/api/v1`.
pub fn routes() -> Router {
    Router::new()
        .merge(gaps::routes())
        .merge(causes::routes())
        .merge(metrics::routes())
        .merge(workdays::routes())
        .merge(transfers::routes())
        .merge(audits::routes())
}

/// Who of this crate learns events durably; for `storage::outbox::start`.
#[must_use]
pub fn listeners() -> Vec<outbox::Listener> {
    vec![gaps::listener()]
}

/// Names what this crate's jobs do; for `storage::jobs::start`.
pub fn jobs(tenant: &Tenant, registry: &mut jobs::Registry) {
    gaps::jobs(tenant, registry);
}

/// Starts what runs by itself: telling workbenches of new gaps and tasks, looking answers over, forgetting
/// old questions.
pub fn start(tenant: &Tenant) {
    gaps::tell(tenant);
    audits::tell(tenant);
    audits::start(tenant);
    let old = tenant.clone();
    tenant.tasks().every(Duration::from_secs(3600), move || {
        let tenant = old.clone();
        async move {
            if let Err(error) = gaps::forget_old(&tenant).await {
                tracing::error!(?error, "old questions could not be forgotten");
            }
        }
    });
}
