//! Export and erasure of a customer.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use shanying_web_kit::{Allowed, ApiResult, PathOf, Router, Tenant, may};
use utoipa_axum::routes;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(export_customer))
        .routes(routes!(erase_customer))
}

/// Everything that is kept about a customer, as a file.
#[utoipa::path(get, path = "/customers/{id}/export", tag = "customers", params(("id" = String, Path)),
    responses((status = 200, description = "A JSON file")))]
async fn export_customer(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::CustomerPrivacy>,
    PathOf(id): PathOf<String>,
) -> ApiResult<impl IntoResponse> {
    let file = super::export(&tenant, &allowed.caller, id).await?;
    let name = [(
        header::CONTENT_DISPOSITION,
        "attachment; filename=\"customer.json\"",
    )];
    Ok((name, Json(file)))
}

/// Erases a customer. This cannot be undone.
#[utoipa::path(post, path = "/customers/{id}/erase", tag = "customers", params(("id" = String, Path)),
    responses((status = 204)))]
async fn erase_customer(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::CustomerPrivacy>,
    PathOf(id): PathOf<String>,
) -> ApiResult<StatusCode> {
    super::erase(&tenant, &allowed.caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
