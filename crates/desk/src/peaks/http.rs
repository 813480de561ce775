//! The section `peak` of the settings, and the switch beside the live board.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use shanying_web_kit::settings::{change, show};
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, JsonBody, Router, Tenant, may};
use utoipa_axum::routes;

use super::actions;
use super::model::{PeakMode, PeakSettings, PeakState};

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(show_peak_settings, change_peak_settings))
        .routes(routes!(show_peak, switch_peak))
}

/// When there is a peak.
#[utoipa::path(get, path = "/settings/peak", tag = "settings",
    responses((status = 200, body = PeakSettings), (status = 403, body = ErrorBody)))]
async fn show_peak_settings(
    tenant: State<Tenant>,
    allowed: Allowed<may::ViewSettings>,
) -> ApiResult<Json<PeakSettings>> {
    show(tenant, allowed).await
}

/// Changes when there is a peak; it holds at once.
#[utoipa::path(put, path = "/settings/peak", tag = "settings", request_body = PeakSettings,
    responses((status = 200, body = PeakSettings), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn change_peak_settings(
    tenant: State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    body: JsonBody<PeakSettings>,
) -> ApiResult<Json<PeakSettings>> {
    let (here, caller) = (tenant.0.clone(), allowed.caller.clone());
    let settings = change(tenant, allowed, body).await?;
    actions::look(&here, Some(&caller)).await?;
    Ok(settings)
}

/// Whether there is a peak, and those of the past.
#[utoipa::path(get, path = "/supervision/peak", tag = "supervision",
    responses((status = 200, body = PeakState), (status = 403, body = ErrorBody)))]
async fn show_peak(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewAllConversations>,
) -> ApiResult<Json<PeakState>> {
    Ok(Json(actions::state(&tenant).await?))
}

/// What begins a peak.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct PeakSwitch {
    mode: PeakMode,
}

/// Begins or ends a peak by hand, or leaves it to the lines.
#[utoipa::path(put, path = "/supervision/peak", tag = "supervision", request_body = PeakSwitch,
    responses((status = 200, body = PeakState), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn switch_peak(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::SuperviseConversations>,
    JsonBody(body): JsonBody<PeakSwitch>,
) -> ApiResult<Json<PeakState>> {
    actions::switch(&tenant, &allowed.caller, body.mode).await?;
    Ok(Json(actions::state(&tenant).await?))
}
