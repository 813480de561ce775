//! The training centre over HTTP.

mod measures;
mod models;
mod queue;
mod sets;
mod twins;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use shanying_web_kit::{
    Allowed, ApiResult, ErrorBody, Grant, JsonBody, Permission, Router, Tenant, may,
    settings as sections,
};
use utoipa_axum::routes;

use super::model::TrainingSummary;
use super::settings::TrainingSettings;
use super::store;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(summary))
        .routes(routes!(show_settings, change_settings))
        .merge(queue::routes())
        .merge(measures::routes())
        .merge(sets::routes())
        .merge(models::routes())
        .merge(twins::routes())
}

/// See how good the bot is: those who write knowledge and those who read the figures.
#[derive(Clone, Copy, Debug)]
pub(super) struct ViewTraining;

impl Grant for ViewTraining {
    const PERMISSIONS: &'static [Permission] =
        &[Permission::EditKnowledge, Permission::ViewMetrics];
}

/// All of something.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = TrainingItems)]
pub(super) struct Items<T> {
    /// The rows.
    pub(super) items: Vec<T>,
}

/// How far labelling is.
#[utoipa::path(get, path = "/training/summary", tag = "training",
    operation_id = "training_summary",
    responses((status = 200, body = TrainingSummary), (status = 403, body = ErrorBody)))]
async fn summary(
    State(tenant): State<Tenant>,
    allowed: Allowed<ViewTraining>,
) -> ApiResult<Json<TrainingSummary>> {
    const DAY_MS: i64 = 86_400_000;
    let now = tenant.clock().now_ms();
    let actor = allowed.caller.actor.id.as_deref();
    let mut tx = tenant.db().read().await?;
    Ok(Json(
        store::summarise(&mut tx, actor, now - now % DAY_MS).await?,
    ))
}

/// Limits of the training centre.
#[utoipa::path(get, path = "/settings/training", tag = "settings",
    operation_id = "show_training_settings",
    responses((status = 200, body = TrainingSettings), (status = 403, body = ErrorBody)))]
async fn show_settings(
    tenant: State<Tenant>,
    allowed: Allowed<may::ViewSettings>,
) -> ApiResult<Json<TrainingSettings>> {
    sections::show(tenant, allowed).await
}

/// Changes the limits of the training centre.
#[utoipa::path(put, path = "/settings/training", tag = "settings",
    operation_id = "change_training_settings", request_body = TrainingSettings,
    responses((status = 200, body = TrainingSettings), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn change_settings(
    tenant: State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    body: JsonBody<TrainingSettings>,
) -> ApiResult<Json<TrainingSettings>> {
    sections::change(tenant, allowed, body).await
}
