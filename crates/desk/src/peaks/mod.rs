//! Peaks (高峰模式): more customers come than people can serve. While a peak holds, the bot serves first
//! but for grades that keep their way, who would join a queue that is full may leave a message
//! instead, and who waits is told so.
//!
//! - A peak begins when the settings say so: by hand, or when so many wait or would wait so long. It
//!   ends when it has been below the lower lines for some minutes, or by hand.
//! - At most one peak holds. It stands in the database, so every node and every restart sees it.
//! - Joining the queue at a peak holds the peak's row, so that the limit of the queue is never
//!   passed, however many come at once.

use std::time::Duration;

use shanying_web_kit::Tenant;

mod actions;
mod http;
mod model;
mod rules;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use actions::{admission, holds, look, now};
pub use http::routes;
pub use model::{Peak, PeakSettings};
pub(crate) use rules::Admission;

/// How often the clock is asked.
const LOOK: Duration = Duration::from_secs(2);

/// Starts looking whether a peak begins or ends.
pub(crate) fn start(tenant: &Tenant) {
    let looking = tenant.clone();
    tenant.tasks().every(LOOK, move || {
        let tenant = looking.clone();
        async move {
            if let Err(error) = look(&tenant, None).await {
                tracing::error!(?error, "the peak could not be looked at");
            }
        }
    });
}
