//! The section `handover` of the settings, and the report.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use shanying_kernel::Error;
use shanying_web_kit::settings::{change, show};
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, JsonBody, QueryOf, Router, Tenant, may};
use utoipa_axum::routes;

use super::actions;
use super::model::{HandoverReport, HandoverSettings};

/// Days that the report may tell of.
const DAYS_MAX: i64 = 92;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(show_handover, change_handover))
        .routes(routes!(report_handovers))
}

/// The way to a person.
#[utoipa::path(get, path = "/settings/handover", tag = "settings",
    responses((status = 200, body = HandoverSettings), (status = 403, body = ErrorBody)))]
async fn show_handover(
    tenant: State<Tenant>,
    allowed: Allowed<may::ViewSettings>,
) -> ApiResult<Json<HandoverSettings>> {
    show(tenant, allowed).await
}

/// Changes the way to a person, from the next conversation on. It may be hidden, or made longer, only
/// while the figures of the last thirty days allow it.
#[utoipa::path(put, path = "/settings/handover", tag = "settings", request_body = HandoverSettings,
    responses((status = 200, body = HandoverSettings), (status = 400, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn change_handover(
    tenant: State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    body: JsonBody<HandoverSettings>,
) -> ApiResult<Json<HandoverSettings>> {
    actions::check_change(&tenant, &body.0).await?;
    change(tenant, allowed, body).await
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ReportQuery {
    /// Of so many days, 1 to 92; 30 unless told.
    days: Option<i64>,
}

/// Whether the way to a person was open, how long it took, and who did not come to one.
#[utoipa::path(get, path = "/reports/handovers", tag = "supervision", params(ReportQuery),
    responses((status = 200, body = HandoverReport), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn report_handovers(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewAllConversations>,
    QueryOf(query): QueryOf<ReportQuery>,
) -> ApiResult<Json<HandoverReport>> {
    let days = query.days.unwrap_or(30);
    if !(1..=DAYS_MAX).contains(&days) {
        return Err(Error::field("days", "1 to 92").into());
    }
    Ok(Json(actions::report(&tenant, days).await?))
}
