//! The connection through HTTP.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use shanying_web_kit::{Allowed, ApiResult, JsonBody, Router, Tenant, may, settings};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::actions;
use super::model::{CheckReport, Connection};
use crate::connectors::{Commerce, Patience};

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(show_connection))
        .routes(routes!(check_mapping))
        .routes(routes!(save_mapping, remove_mapping))
        .routes(routes!(show_patience, change_patience))
}

/// Which shop is connected, and how the line to it is.
#[utoipa::path(get, path = "/connection", tag = "commerce",
    responses((status = 200, body = Connection)))]
async fn show_connection(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewSettings>,
) -> ApiResult<Json<Connection>> {
    Ok(Json(actions::show(&tenant).await?))
}

/// A mapping.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MappingBody {
    /// TOML, as docs/CONNECTORS.md tells; `***` keeps a secret of the mapping in use.
    mapping: String,
}

/// A mapping to be tried.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CheckBody {
    /// TOML, as docs/CONNECTORS.md tells; `***` keeps a secret of the mapping in use.
    mapping: String,
    /// As whom the shop is asked; nobody: the text alone is checked.
    customer_id: Option<String>,
}

/// Tries a mapping without keeping it: the text is checked, and everything that can be read of a
/// customer is read. Nothing is written.
#[utoipa::path(post, path = "/connection/check", tag = "commerce", request_body = CheckBody,
    responses((status = 200, body = CheckReport), (status = 400, description = "shop.mapping"),
    (status = 409, description = "customer.not_verified")))]
async fn check_mapping(
    State(tenant): State<Tenant>,
    _: Allowed<may::ManageSettings>,
    JsonBody(body): JsonBody<CheckBody>,
) -> ApiResult<Json<CheckReport>> {
    let report = actions::check(&tenant, &body.mapping, body.customer_id.as_deref()).await?;
    Ok(Json(report))
}

/// Keeps a mapping and uses it from now on.
#[utoipa::path(put, path = "/connection/mapping", tag = "commerce", request_body = MappingBody,
    responses((status = 200, body = Connection), (status = 400, description = "shop.mapping")))]
async fn save_mapping(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    JsonBody(body): JsonBody<MappingBody>,
) -> ApiResult<Json<Connection>> {
    Ok(Json(
        actions::save(&tenant, &allowed.caller, &body.mapping).await?,
    ))
}

/// Forgets the saved mapping: what the configuration names serves again, or the company's own shop.
#[utoipa::path(delete, path = "/connection/mapping", tag = "commerce",
    responses((status = 200, body = Connection)))]
async fn remove_mapping(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
) -> ApiResult<Json<Connection>> {
    Ok(Json(actions::remove(&tenant, &allowed.caller).await?))
}

/// How patient we are with a shop elsewhere, and how long its answers are remembered.
#[utoipa::path(get, path = "/settings/connection", tag = "settings",
    responses((status = 200, body = Patience)))]
async fn show_patience(
    state: State<Tenant>,
    allowed: Allowed<may::ViewSettings>,
) -> ApiResult<Json<Patience>> {
    settings::show(state, allowed).await
}

/// Changes it; the next question knows.
#[utoipa::path(put, path = "/settings/connection", tag = "settings", request_body = Patience,
    responses((status = 200, body = Patience)))]
async fn change_patience(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    body: JsonBody<Patience>,
) -> ApiResult<Json<Patience>> {
    let kept = settings::change(State(tenant.clone()), allowed, body).await?;
    tenant.part::<Commerce>()?.shop.tune(&kept.0);
    Ok(kept)
}
