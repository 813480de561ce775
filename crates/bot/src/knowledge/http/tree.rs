//! The tree of categories over HTTP.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, JsonBody, PathOf, Router, Tenant, may};
use utoipa_axum::routes;

use super::Items;
use crate::knowledge::categories::{self, CategoryInput};
use crate::knowledge::model::Category;
use crate::knowledge::store;

/// The routes of categories.
pub(super) fn routes() -> Router {
    Router::new()
        .routes(routes!(list_categories, create_category))
        .routes(routes!(change_category, delete_category))
}

/// The tree of categories.
#[utoipa::path(get, path = "/knowledge/categories", tag = "knowledge",
    responses((status = 200, body = Items<Category>)))]
async fn list_categories(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
) -> ApiResult<Json<Items<Category>>> {
    let items = store::list_categories(&mut tenant.db().read().await?).await?;
    Ok(Json(Items { items }))
}

/// Makes a category.
#[utoipa::path(post, path = "/knowledge/categories", tag = "knowledge",
    request_body = CategoryInput,
    responses((status = 200, body = Category), (status = 409, body = ErrorBody)))]
async fn create_category(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    JsonBody(input): JsonBody<CategoryInput>,
) -> ApiResult<Json<Category>> {
    Ok(Json(
        categories::create(&tenant, &allowed.caller, input).await?,
    ))
}

/// Renames or moves a category.
#[utoipa::path(patch, path = "/knowledge/categories/{id}", tag = "knowledge",
    params(("id" = String, Path)), request_body = CategoryInput,
    responses((status = 200, body = Category), (status = 404, body = ErrorBody)))]
async fn change_category(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
    JsonBody(input): JsonBody<CategoryInput>,
) -> ApiResult<Json<Category>> {
    Ok(Json(
        categories::change(&tenant, &allowed.caller, id, input).await?,
    ))
}

/// Removes an empty category.
#[utoipa::path(delete, path = "/knowledge/categories/{id}", tag = "knowledge",
    params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn delete_category(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
) -> ApiResult<StatusCode> {
    categories::remove(&tenant, &allowed.caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
