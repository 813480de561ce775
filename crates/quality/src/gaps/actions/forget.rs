//! What is kept too long goes.

use shanying_desk::service::PrivacySettings;
use shanying_kernel::Result;
use shanying_web_kit::Tenant;

use crate::gaps::store;

const DAY_MS: i64 = 24 * 3600 * 1000;

/// Forgets questions beyond the retention of the privacy settings.
pub async fn forget_old(tenant: &Tenant) -> Result<()> {
    let days = tenant.settings::<PrivacySettings>().await?.retention_days;
    let before = tenant.clock().now_ms() - days * DAY_MS;
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                for gap in store::forget_before(tx, before).await? {
                    store::recount(tx, &gap).await?;
                }
                Ok(())
            })
        })
        .await
}
