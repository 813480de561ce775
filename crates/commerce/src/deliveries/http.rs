//! Hooks and deliveries through HTTP.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use shanying_kernel::{Cursor, Error, Page};
use shanying_web_kit::{
    Allowed, ApiResult, ClientAddress, JsonBody, Limit, PathOf, QueryOf, Router, Tenant, may,
};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::actions;
use super::model::{Delivery, Hook, HookForm};

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(take_delivery))
        .routes(routes!(list_hooks, make_hook))
        .routes(routes!(change_hook, remove_hook))
        .routes(routes!(rotate_hook))
        .routes(routes!(list_deliveries))
}

/// What the shop is answered.
#[derive(Serialize, ToSchema)]
#[schema(as = ShopDeliveryAnswer)]
struct DeliveryAnswer {
    /// `taken`, `repeated` (it came before), `ignored` (it concerns nobody here), `pong`.
    status: &'static str,
}

/// The shop tells that something changed. Signed by the hook's secret, see docs/CONNECTORS.md.
#[utoipa::path(post, path = "/hooks/shop/{id}", tag = "commerce", params(("id" = String, Path)),
    request_body = String, security(()), responses((status = 200, body = DeliveryAnswer),
    (status = 400, description = "hook.body, invalid.too_large"),
    (status = 401, description = "hook.signature, hook.expired"),
    (status = 403, description = "hook.closed"), (status = 404, description = "not_found.hook"),
    (status = 409, description = "hook.id_reused")))]
async fn take_delivery(
    State(tenant): State<Tenant>,
    PathOf(id): PathOf<String>,
    address: ClientAddress,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> ApiResult<Json<DeliveryAnswer>> {
    let body = body.map_err(|_| Error::invalid("invalid.too_large", "a delivery is smaller"))?;
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let taken = actions::take(&tenant, &id, header, &body, &address.0).await?;
    Ok(Json(DeliveryAnswer {
        status: taken.code(),
    }))
}

#[derive(Serialize, ToSchema)]
#[schema(as = ShopHookList)]
struct HookList {
    items: Vec<Hook>,
}

/// The doors by which the shop tells what changed.
#[utoipa::path(get, path = "/shop-hooks", tag = "commerce",
    responses((status = 200, body = HookList)))]
async fn list_hooks(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewSettings>,
) -> ApiResult<Json<HookList>> {
    let items = actions::hooks(&tenant).await?;
    Ok(Json(HookList { items }))
}

/// A hook with its secret, which is told this once.
#[derive(Serialize, ToSchema)]
#[schema(as = ShopHookSecret)]
struct HookSecret {
    hook: Hook,
    secret: String,
}

#[derive(Deserialize, ToSchema)]
#[schema(as = NewShopHook)]
#[serde(deny_unknown_fields)]
struct NewHook {
    /// As the staff calls it; at most 40 characters.
    name: String,
    /// How deliveries are signed.
    form: HookForm,
}

/// Makes a hook; at most 20.
#[utoipa::path(post, path = "/shop-hooks", tag = "commerce", request_body = NewHook,
    responses((status = 200, body = HookSecret), (status = 409, description = "hook.too_many")))]
async fn make_hook(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    JsonBody(new): JsonBody<NewHook>,
) -> ApiResult<Json<HookSecret>> {
    let (hook, secret) = actions::make(&tenant, &allowed.caller, &new.name, new.form).await?;
    Ok(Json(HookSecret { hook, secret }))
}

/// Another secret; the former one opens for an hour more.
#[utoipa::path(post, path = "/shop-hooks/{id}/secret", tag = "commerce",
    params(("id" = String, Path)), responses((status = 200, body = HookSecret)))]
async fn rotate_hook(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<HookSecret>> {
    let (hook, secret) = actions::rotate(&tenant, &allowed.caller, &id).await?;
    Ok(Json(HookSecret { hook, secret }))
}

#[derive(Deserialize, ToSchema)]
#[schema(as = ShopHookChange)]
#[serde(deny_unknown_fields)]
struct HookChange {
    /// At most 40 characters.
    name: Option<String>,
    /// Whether it is open.
    enabled: Option<bool>,
}

/// Names a hook anew, opens or closes it.
#[utoipa::path(patch, path = "/shop-hooks/{id}", tag = "commerce", params(("id" = String, Path)),
    request_body = HookChange, responses((status = 200, body = Hook)))]
async fn change_hook(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    PathOf(id): PathOf<String>,
    JsonBody(change): JsonBody<HookChange>,
) -> ApiResult<Json<Hook>> {
    let wanted = (change.name, change.enabled);
    Ok(Json(
        actions::change(&tenant, &allowed.caller, &id, wanted).await?,
    ))
}

/// Forgets a hook and what came through it.
#[utoipa::path(delete, path = "/shop-hooks/{id}", tag = "commerce", params(("id" = String, Path)),
    responses((status = 204)))]
async fn remove_hook(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    PathOf(id): PathOf<String>,
) -> ApiResult<StatusCode> {
    actions::remove(&tenant, &allowed.caller, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct DeliveryQuery {
    /// Where the page begins.
    cursor: Option<String>,
    /// Rows, 1 to 200.
    #[serde(default)]
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

/// What came through a hook within a month, the latest first.
#[utoipa::path(get, path = "/shop-hooks/{id}/deliveries", tag = "commerce",
    params(("id" = String, Path), DeliveryQuery), responses((status = 200, body = Page<Delivery>)))]
async fn list_deliveries(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewSettings>,
    PathOf(id): PathOf<String>,
    QueryOf(query): QueryOf<DeliveryQuery>,
) -> ApiResult<Json<Page<Delivery>>> {
    let cursor = query.cursor.as_deref().and_then(Cursor::parse);
    let page = actions::deliveries(&tenant, &id, cursor, query.limit.get()).await?;
    Ok(Json(page))
}
