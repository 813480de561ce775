//! How much a customer may still be given without anybody's leave.

use serde::Serialize;
use shanying_kernel::Result;
use shanying_web_kit::Tenant;

use super::store;
use crate::tools::model::ToolSettings;

const DAY_MS: i64 = 86_400_000;

/// What a customer of a grade may be given, in minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = CompensationAllowance)]
pub struct Allowance {
    /// The grade; none when it is not known.
    pub level: Option<String>,
    /// ISO 4217.
    pub currency: String,
    /// The limit of the grade.
    pub limit: i64,
    /// Given in the days that count together.
    pub given: i64,
    /// What is left of it.
    pub left: i64,
    /// Days that count together.
    pub days: i64,
}

/// What this customer may still be given before a person with the authority has to decide.
pub async fn allowance(
    tenant: &Tenant,
    customer_id: &str,
    level: Option<&str>,
) -> Result<Allowance> {
    let settings = tenant.settings::<ToolSettings>().await?;
    let since = tenant.clock().now_ms() - settings.limit_days * DAY_MS;
    let mut tx = tenant.db().read().await?;
    let given = store::given_before(&mut tx, customer_id, since, "").await?;
    let limit = level.and_then(|level| settings.limits.get(level));
    let limit = limit.copied().unwrap_or(settings.other_limit);
    Ok(Allowance {
        level: level.map(str::to_owned),
        currency: settings.currency.clone(),
        limit,
        given,
        left: (limit - given).max(0),
        days: settings.limit_days,
    })
}
