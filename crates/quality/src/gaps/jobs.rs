//! What runs by itself.

use serde_json::json;
use shanying_bus::Received;
use shanying_storage::jobs::Registry;
use shanying_web_kit::{Frame, Tenant};

use super::actions::{self, GROUP_QUESTIONS, REGROUP};

/// The topic in which the desk seats every workbench.
const STAFF: &str = "staff";

/// Names what the jobs of this room do.
pub fn register(tenant: &Tenant, registry: &mut Registry) {
    let later = tenant.clone();
    registry.add(REGROUP, move |_| {
        let tenant = later.clone();
        async move { actions::regroup(&tenant).await }
    });
    let tenant = tenant.clone();
    registry.add(GROUP_QUESTIONS, move |_| {
        let tenant = tenant.clone();
        async move { actions::group(&tenant).await }
    });
}

/// Tells open workbenches that gaps changed: frame `gap {gap_id, event}`. The frame carries no
/// words of customers; who may see the list fetches it.
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
                Some(Received::Event(event)) if event.kind.starts_with("gap.") => {
                    let gap_id = event.payload.get("gap_id");
                    let told = json!({"t": "gap", "d": {"gap_id": gap_id, "event": event.kind}});
                    tenant.hub().send(STAFF, &Frame::from(told.to_string()));
                }
                Some(Received::Event(_) | Received::Lagged) => {}
            }
        }
    });
}
