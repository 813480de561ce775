//! Alerts: conversations that somebody should look at now (待干预), each with its reason.
//!
//! - What a message shows (anger, a word of the list, a bot that does not get on) is raised in the
//!   message's own commit; what the clock shows (no answer for too long, a customer of value who
//!   waits, a surge on one question) by a sweep every other second.
//! - One open alert of a kind for a conversation: shown again it counts up, and opens again for who
//!   had acknowledged it.
//! - An alert ends when somebody handled it, or when its cause is over (*passed*); who and when is kept.
//! - Whoever may read the conversation may see and settle its alerts.

use std::time::Duration;

use shanying_web_kit::Tenant;

pub(crate) mod actions;
mod http;
pub(crate) mod model;
mod rules;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub(crate) use actions::{hear, look_for_surges, peak_began, peak_ended, stuck, sweep, view};
pub use http::routes;
pub use model::{Alert, SupervisionSettings, Threshold};

/// How often the clock is asked.
const SWEEP: Duration = Duration::from_secs(2);
/// How often surges are looked for.
const SURGES: Duration = Duration::from_secs(30);

/// Starts what the clock shows.
pub(crate) fn start(tenant: &Tenant) {
    let sweeping = tenant.clone();
    tenant.tasks().every(SWEEP, move || {
        let tenant = sweeping.clone();
        async move {
            if let Err(error) = sweep(&tenant).await {
                tracing::error!(?error, "alerts could not be looked for");
            }
        }
    });
    let counting = tenant.clone();
    tenant.tasks().every(SURGES, move || {
        let tenant = counting.clone();
        async move {
            if let Err(error) = look_for_surges(&tenant).await {
                tracing::error!(?error, "surges could not be looked for");
            }
        }
    });
}
