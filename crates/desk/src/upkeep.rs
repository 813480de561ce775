//! What the desk does by the clock, and after a restart.

use std::collections::HashMap;
use std::time::Duration;

use parking_lot::Mutex;
use shanying_bot::BotSettings;
use shanying_kernel::Result;
use shanying_people::agents;
use shanying_web_kit::Tenant;

use crate::conversations::actions;
use crate::conversations::model::Owner;
use crate::conversations::store;
use crate::privacy;
use crate::realtime::{PollSessions, topics};
use crate::service::model::ServiceSettings;

/// Customers who wait in the queue that one round looks at.
const ROUND: usize = 1000;

/// Since when customers who wait have been away, by conversation; a part of the tenant. It lives in
/// memory: after a restart everybody has the whole time again to come back.
#[derive(Debug, Default)]
pub struct Away {
    since: Mutex<HashMap<String, i64>>,
}

/// After a start nobody is connected yet: agents have the grace time to come back. Loads are
/// counted anew from the conversations.
pub(crate) async fn recover(tenant: &Tenant) -> Result<()> {
    tenant
        .db()
        .write(|tx| {
            Box::pin(async move {
                agents::everyone_disconnected(tx).await?;
                for agent in agents::list(tx).await? {
                    let load = store::count(tx, Owner::Agent, Some(&agent.id)).await?;
                    agents::set_load(tx, &agent.id, load).await?;
                }
                Ok(())
            })
        })
        .await
}

/// Starts the clockwork.
pub(crate) fn start(tenant: &Tenant) {
    let idle = tenant.clone();
    tenant.tasks().every(Duration::from_secs(20), move || {
        let tenant = idle.clone();
        async move {
            if let Err(error) = close_idle(&tenant).await {
                tracing::error!(?error, "idle conversations could not be closed");
            }
            if let Err(error) = leave_for_absent(&tenant).await {
                tracing::error!(?error, "the queue could not be cleared of who went away");
            }
        }
    });
    let held = tenant.clone();
    tenant.tasks().every(Duration::from_secs(2), move || {
        let tenant = held.clone();
        async move {
            if let Err(error) = actions::release_overdue(&tenant).await {
                tracing::error!(?error, "words that were held could not be said");
            }
        }
    });
    let old = tenant.clone();
    tenant.tasks().every(Duration::from_secs(3600), move || {
        let tenant = old.clone();
        async move {
            if let Err(error) = privacy::forget_old(&tenant).await {
                tracing::error!(?error, "old conversations could not be forgotten");
            }
        }
    });
}

/// Ends conversations in which nobody has spoken for long.
pub(crate) async fn close_idle(tenant: &Tenant) -> Result<()> {
    let now = tenant.clock().now_ms();
    let bot = now - i64::from(tenant.settings::<BotSettings>().await?.idle_close_minutes) * 60_000;
    let agent = now
        - tenant
            .settings::<ServiceSettings>()
            .await?
            .idle_close_minutes
            * 60_000;
    let mut reader = tenant.db().read().await?;
    let mut ids = store::idle(&mut reader, Owner::Bot, bot).await?;
    ids.extend(store::idle(&mut reader, Owner::Agent, agent).await?);
    drop(reader);
    for id in ids {
        actions::close(tenant, id, "idle").await?;
    }
    Ok(())
}

/// Customers who have been away from the queue for too long are no longer waited for. One second of
/// presence begins the time anew.
pub(crate) async fn leave_for_absent(tenant: &Tenant) -> Result<()> {
    tenant.part::<PollSessions>()?.tidy();
    let (now, away) = (tenant.clock().now_ms(), tenant.part::<Away>()?);
    let patience = tenant
        .settings::<ServiceSettings>()
        .await?
        .queue_away_minutes
        * 60_000;
    let mut reader = tenant.db().read().await?;
    let waiting = store::waiting(&mut reader, ROUND).await?;
    drop(reader);
    let mut gone = Vec::new();
    {
        let mut since = away.since.lock();
        let mut still = HashMap::new();
        for row in waiting {
            if tenant.hub().is_heard(&topics::customer(&row.customer_id)) {
                continue;
            }
            let left = since.get(&row.id).copied().unwrap_or(now);
            if now - left >= patience {
                gone.push(row.id);
            } else {
                still.insert(row.id, left);
            }
        }
        *since = still;
    }
    for id in gone {
        actions::leave_for_absent(tenant, id).await?;
    }
    Ok(())
}
