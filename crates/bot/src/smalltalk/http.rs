//! The section `small_talk` of the settings.

use axum::Json;
use axum::extract::State;
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, JsonBody, Router, Tenant, may, settings};
use utoipa_axum::routes;

use super::model::SmallTalk;
use crate::answers::Bot;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new().routes(routes!(show_small_talk, change_small_talk))
}

/// What the bot answers to greetings, thanks and the like.
#[utoipa::path(get, path = "/settings/small_talk", tag = "settings",
    responses((status = 200, body = SmallTalk), (status = 403, body = ErrorBody)))]
async fn show_small_talk(
    tenant: State<Tenant>,
    allowed: Allowed<may::ViewSettings>,
) -> ApiResult<Json<SmallTalk>> {
    settings::show(tenant, allowed).await
}

/// Changes the small talk, from the next question on.
#[utoipa::path(put, path = "/settings/small_talk", tag = "settings", request_body = SmallTalk,
    responses((status = 200, body = SmallTalk), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn change_small_talk(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    body: JsonBody<SmallTalk>,
) -> ApiResult<Json<SmallTalk>> {
    let answer = settings::change(State(tenant.clone()), allowed, body).await?;
    tenant.part::<Bot>()?.set_small_talk(&answer.0);
    Ok(answer)
}
