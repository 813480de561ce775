//! Reading and changing the sections of this room.

use axum::Json;
use axum::extract::State;
use shanying_web_kit::settings::{change, show};
use shanying_web_kit::{Allowed, ApiResult, JsonBody, Router, Tenant, may};
use utoipa_axum::routes;

use super::model::{PrivacySettings, RatingSettings, ServiceSettings};

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(show_service, change_service))
        .routes(routes!(show_rating, change_rating))
        .routes(routes!(show_privacy, change_privacy))
}

/// How people serve. Anybody of the staff may read it: the workbench shows goals and limits.
#[utoipa::path(get, path = "/settings/service", tag = "settings",
    responses((status = 200, body = ServiceSettings)))]
async fn show_service(
    State(tenant): State<Tenant>,
    _: Allowed<may::BeStaff>,
) -> ApiResult<Json<ServiceSettings>> {
    Ok(Json((*tenant.settings::<ServiceSettings>().await?).clone()))
}

/// Changes how people serve.
#[utoipa::path(put, path = "/settings/service", tag = "settings", request_body = ServiceSettings,
    responses((status = 200, body = ServiceSettings)))]
async fn change_service(
    tenant: State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    body: JsonBody<ServiceSettings>,
) -> ApiResult<Json<ServiceSettings>> {
    change(tenant, allowed, body).await
}

/// The words of the rating.
#[utoipa::path(get, path = "/settings/rating", tag = "settings",
    responses((status = 200, body = RatingSettings)))]
async fn show_rating(
    tenant: State<Tenant>,
    allowed: Allowed<may::ViewSettings>,
) -> ApiResult<Json<RatingSettings>> {
    show(tenant, allowed).await
}

/// Changes the words of the rating.
#[utoipa::path(put, path = "/settings/rating", tag = "settings", request_body = RatingSettings,
    responses((status = 200, body = RatingSettings)))]
async fn change_rating(
    tenant: State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    body: JsonBody<RatingSettings>,
) -> ApiResult<Json<RatingSettings>> {
    change(tenant, allowed, body).await
}

/// Consent, retention and masking.
#[utoipa::path(get, path = "/settings/privacy", tag = "settings",
    responses((status = 200, body = PrivacySettings)))]
async fn show_privacy(
    tenant: State<Tenant>,
    allowed: Allowed<may::ViewSettings>,
) -> ApiResult<Json<PrivacySettings>> {
    show(tenant, allowed).await
}

/// Changes consent, retention and masking.
#[utoipa::path(put, path = "/settings/privacy", tag = "settings", request_body = PrivacySettings,
    responses((status = 200, body = PrivacySettings)))]
async fn change_privacy(
    tenant: State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    body: JsonBody<PrivacySettings>,
) -> ApiResult<Json<PrivacySettings>> {
    change(tenant, allowed, body).await
}
