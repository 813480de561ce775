//! Models over HTTP.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, PathOf, Router, Tenant, may};
use utoipa_axum::routes;

use super::{Items, ViewTraining};
use crate::training::actions;
use crate::training::model::ModelVersion;
use crate::training::store;

/// Models in a list.
const HISTORY: usize = 100;

pub(super) fn routes() -> Router {
    Router::new()
        .routes(routes!(list_models, train_model))
        .routes(routes!(activate_model))
}

/// The classifiers that were trained, the latest first.
#[utoipa::path(get, path = "/training/models", tag = "training", operation_id = "list_models",
    responses((status = 200, body = Items<ModelVersion>), (status = 403, body = ErrorBody)))]
async fn list_models(
    State(tenant): State<Tenant>,
    _: Allowed<ViewTraining>,
) -> ApiResult<Json<Items<ModelVersion>>> {
    let items = store::list_models(&mut tenant.db().read().await?, HISTORY).await?;
    Ok(Json(Items { items }))
}

/// Trains a model now, in the background; without two published entries nothing comes of it.
#[utoipa::path(post, path = "/training/models", tag = "training", operation_id = "train_model",
    responses((status = 202), (status = 403, body = ErrorBody)))]
async fn train_model(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
) -> ApiResult<StatusCode> {
    actions::train_now(&tenant, &allowed.caller).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Makes a model the one in use, from the next question on.
#[utoipa::path(post, path = "/training/models/{id}/activate", tag = "training",
    operation_id = "activate_model", params(("id" = String, Path)),
    responses((status = 200, body = ModelVersion), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn activate_model(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<ModelVersion>> {
    Ok(Json(actions::activate(&tenant, &allowed.caller, id).await?))
}
