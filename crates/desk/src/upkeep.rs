//! What the desk does by the clock, and after a restart.

use std::time::Duration;

use shanying_bot::BotSettings;
use shanying_kernel::Result;
use shanying_people::agents;
use shanying_web_kit::Tenant;

use crate::conversations::actions;
use crate::conversations::model::Owner;
use crate::conversations::store;
use crate::privacy;
use crate::service::model::ServiceSettings;

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
