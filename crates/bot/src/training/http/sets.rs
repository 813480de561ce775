//! Sets of questions over HTTP.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use shanying_kernel::{Cursor, Page};
use shanying_web_kit::{
    Allowed, ApiResult, ErrorBody, JsonBody, Limit, PathOf, QueryOf, Router, Tenant, may,
};
use utoipa_axum::routes;

use super::{Items, ViewTraining};
use crate::training::actions::{self, NewSet};
use crate::training::model::{Case, Choice, Expected, TrainingSet};
use crate::training::store;

pub(super) fn routes() -> Router {
    Router::new()
        .routes(routes!(list_sets, make_set))
        .routes(routes!(change_set, remove_set))
        .routes(routes!(list_cases, add_case))
        .routes(routes!(add_labelled))
        .routes(routes!(remove_case))
}

/// Every set with its last measurement, those that guard publishing first.
#[utoipa::path(get, path = "/training/sets", tag = "training", operation_id = "list_training_sets",
    responses((status = 200, body = Items<TrainingSet>), (status = 403, body = ErrorBody)))]
async fn list_sets(
    State(tenant): State<Tenant>,
    _: Allowed<ViewTraining>,
) -> ApiResult<Json<Items<TrainingSet>>> {
    let items = store::list_sets(&mut tenant.db().read().await?).await?;
    Ok(Json(Items { items }))
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SetInput {
    /// 1 to 100 characters.
    name: String,
    /// Whether it guards publishing.
    #[serde(default = "yes")]
    kept: bool,
}

fn yes() -> bool {
    true
}

impl From<SetInput> for NewSet {
    fn from(input: SetInput) -> Self {
        Self {
            name: input.name,
            kept: input.kept,
        }
    }
}

/// Makes an empty set.
#[utoipa::path(post, path = "/training/sets", tag = "training", request_body = SetInput,
    operation_id = "make_training_set",
    responses((status = 200, body = TrainingSet), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn make_set(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    JsonBody(body): JsonBody<SetInput>,
) -> ApiResult<Json<TrainingSet>> {
    Ok(Json(
        actions::make_set(&tenant, &allowed.caller, body.into()).await?,
    ))
}

/// Renames a set, or says whether it guards publishing.
#[utoipa::path(put, path = "/training/sets/{id}", tag = "training",
    operation_id = "change_training_set", params(("id" = String, Path)), request_body = SetInput,
    responses((status = 200, body = TrainingSet), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn change_set(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<SetInput>,
) -> ApiResult<Json<TrainingSet>> {
    Ok(Json(
        actions::change_set(&tenant, &allowed.caller, id, body.into()).await?,
    ))
}

/// Removes a set with its questions and measurements.
#[utoipa::path(delete, path = "/training/sets/{id}", tag = "training",
    operation_id = "remove_training_set", params(("id" = String, Path)),
    responses((status = 204), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn remove_set(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
) -> ApiResult<StatusCode> {
    actions::drop_set(&tenant, &allowed.caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct CasePage {
    /// From the page before.
    cursor: Option<String>,
    /// 1 to 200, 50 unless told.
    #[serde(default)]
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

/// The questions of a set, the latest first.
#[utoipa::path(get, path = "/training/sets/{id}/cases", tag = "training",
    operation_id = "list_training_cases", params(("id" = String, Path), CasePage),
    responses((status = 200, body = Page<Case>), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn list_cases(
    State(tenant): State<Tenant>,
    _: Allowed<ViewTraining>,
    PathOf(id): PathOf<String>,
    QueryOf(query): QueryOf<CasePage>,
) -> ApiResult<Json<Page<Case>>> {
    let limit = query.limit.get();
    let cursor = query.cursor.as_deref().and_then(Cursor::parse);
    let mut tx = tenant.db().read().await?;
    store::load_set(&mut tx, &id).await?;
    let rows = store::cases(&mut tx, &id, cursor, limit + 1).await?;
    let page = Page::cut(rows, limit, |(key, case)| Cursor {
        key: *key,
        id: case.id.clone(),
    });
    Ok(Json(page.map(|(_, case)| case)))
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct CaseInput {
    /// The question.
    text: String,
    /// What should become of it.
    choice: Choice,
    /// The entry that answers it; for `entry` alone.
    #[serde(default)]
    entry_id: Option<String>,
}

/// Adds a question to a set.
#[utoipa::path(post, path = "/training/sets/{id}/cases", tag = "training",
    operation_id = "add_training_case", params(("id" = String, Path)), request_body = CaseInput,
    responses((status = 200, body = TrainingSet), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn add_case(
    State(tenant): State<Tenant>,
    _: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<CaseInput>,
) -> ApiResult<Json<TrainingSet>> {
    let expected = Expected {
        choice: body.choice,
        entry_id: body.entry_id,
    };
    Ok(Json(
        actions::add_case(&tenant, id, body.text, expected).await?,
    ))
}

/// Takes every labelled question into a set.
#[utoipa::path(post, path = "/training/sets/{id}/labelled", tag = "training",
    operation_id = "add_labelled_to_training_set", params(("id" = String, Path)),
    responses((status = 200, body = TrainingSet), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn add_labelled(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<TrainingSet>> {
    Ok(Json(
        actions::add_labelled(&tenant, &allowed.caller, id).await?,
    ))
}

/// Takes a question out of a set.
#[utoipa::path(delete, path = "/training/sets/{id}/cases/{case_id}", tag = "training",
    operation_id = "remove_training_case", params(("id" = String, Path), ("case_id" = String, Path)),
    responses((status = 204), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn remove_case(
    State(tenant): State<Tenant>,
    _: Allowed<may::EditKnowledge>,
    PathOf((id, case_id)): PathOf<(String, String)>,
) -> ApiResult<StatusCode> {
    actions::drop_case(&tenant, id, case_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
