//! The section `bot` of the settings.

use axum::Json;
use axum::extract::State;
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, JsonBody, Router, Tenant, may, settings};
use utoipa_axum::routes;

use super::settings::BotSettings;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new().routes(routes!(show_settings, change_settings))
}

/// How the bot answers and when it hands over.
#[utoipa::path(get, path = "/settings/bot", tag = "settings", operation_id = "show_bot_settings",
    responses((status = 200, body = BotSettings), (status = 403, body = ErrorBody)))]
async fn show_settings(
    tenant: State<Tenant>,
    allowed: Allowed<may::ViewSettings>,
) -> ApiResult<Json<BotSettings>> {
    settings::show(tenant, allowed).await
}

/// Changes how the bot answers, from the next question on.
#[utoipa::path(put, path = "/settings/bot", tag = "settings", operation_id = "change_bot_settings",
    request_body = BotSettings,
    responses((status = 200, body = BotSettings), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn change_settings(
    tenant: State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    body: JsonBody<BotSettings>,
) -> ApiResult<Json<BotSettings>> {
    settings::change(tenant, allowed, body).await
}
