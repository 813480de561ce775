//! What runs by itself.

use std::time::Duration;

use serde_json::json;
use shanying_bus::Received;
use shanying_web_kit::{Frame, Tenant};

use super::actions;

/// The topic in which the desk seats every workbench.
const STAFF: &str = "staff";

/// Looks through entries once a day, and passes on what lies untouched.
pub fn start(tenant: &Tenant) {
    let clock = tenant.clone();
    tenant.tasks().every(Duration::from_secs(600), move || {
        let tenant = clock.clone();
        async move {
            if let Err(error) = actions::tick(&tenant).await {
                tracing::error!(?error, "answers could not be looked through");
            }
        }
    });
}

/// Tells open workbenches that tasks changed: frame `answer_audit {event}`; who may see them fetches
/// them.
pub fn tell(tenant: &Tenant) {
    let tenant = tenant.clone();
    let mut subscription = tenant.bus().subscribe();
    tenant.tasks().clone().spawn(async move {
        loop {
            let received = tokio::select! {
                () = tenant.tasks().stopping() => return,
                received = subscription.next() => received,
            };
            match received {
                None => return,
                Some(Received::Event(event)) if event.kind.starts_with("answer_audit.") => {
                    let told = json!({"t": "answer_audit", "d": {"event": event.kind}});
                    tenant.hub().send(STAFF, &Frame::from(told.to_string()));
                }
                Some(Received::Event(_) | Received::Lagged) => {}
            }
        }
    });
}
