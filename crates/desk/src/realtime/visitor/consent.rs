//! Nothing that a customer says is kept before they agreed to the text that is in force.

use shanying_kernel::{Error, Result};
use shanying_people::customers;
use shanying_web_kit::Tenant;

use crate::service::model::PrivacySettings;

/// Refuses unless the customer agreed to the present text. `agreed` is the version that the caller
/// knows of; it is brought up to date, since the same customer may have agreed on another device.
pub(crate) async fn check(
    tenant: &Tenant,
    customer_id: &str,
    agreed: &mut Option<String>,
) -> Result<()> {
    let privacy = tenant.settings::<PrivacySettings>().await?;
    if !privacy.asks(agreed.as_deref()) {
        return Ok(());
    }
    let mut tx = tenant.db().read().await?;
    let consent = customers::load(&mut tx, customer_id).await?.consent;
    *agreed = consent.map(|consent| consent.version);
    if privacy.asks(agreed.as_deref()) {
        return Err(required(&privacy));
    }
    Ok(())
}

/// The customer agrees to `version`, which must be the one in force: what was shown before the text
/// changed is not what is asked now.
pub(super) async fn record(
    tenant: &Tenant,
    customer_id: &str,
    address: &str,
    version: &str,
) -> Result<String> {
    let privacy = tenant.settings::<PrivacySettings>().await?;
    let current = privacy.consent_version.trim().to_owned();
    if version.trim() != current {
        return Err(required(&privacy));
    }
    let (id, address, kept) = (customer_id.to_owned(), address.to_owned(), current.clone());
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move { customers::record_consent(tx, &id, &kept, &address).await })
        })
        .await?;
    Ok(current)
}

/// Carries the text, so that the customer can be asked at once.
fn required(privacy: &PrivacySettings) -> Error {
    Error::forbidden(
        "consent.required",
        "the customer must agree to the present text first",
    )
    .with("version", privacy.consent_version.as_str())
    .with("text", privacy.consent_text.as_str())
}
