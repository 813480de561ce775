//! Pairs of entries over HTTP.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, JsonBody, Router, Tenant, may};
use utoipa_axum::routes;

use super::{Items, ViewTraining};
use crate::training::actions;
use crate::training::model::TwinPair;

pub(super) fn routes() -> Router {
    Router::new()
        .routes(routes!(list_twins))
        .routes(routes!(keep_twins))
}

/// Published entries that are asked for with nearly the same words, with where their answers contradict
/// one another: those that do first, then the nearest.
#[utoipa::path(get, path = "/training/twins", tag = "training", operation_id = "list_twins",
    responses((status = 200, body = Items<TwinPair>), (status = 403, body = ErrorBody)))]
async fn list_twins(
    State(tenant): State<Tenant>,
    _: Allowed<ViewTraining>,
) -> ApiResult<Json<Items<TwinPair>>> {
    let items = actions::twins(&tenant).await?;
    Ok(Json(Items { items }))
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct KeptTwins {
    /// The one entry.
    first_id: String,
    /// The other.
    second_id: String,
}

/// Leaves a pair as it is; it comes up no more.
#[utoipa::path(post, path = "/training/twins/keep", tag = "training", operation_id = "keep_twins",
    request_body = KeptTwins,
    responses((status = 204), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn keep_twins(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    JsonBody(body): JsonBody<KeptTwins>,
) -> ApiResult<StatusCode> {
    let pair = (body.first_id, body.second_id);
    actions::keep_pair(&tenant, &allowed.caller, pair).await?;
    Ok(StatusCode::NO_CONTENT)
}
