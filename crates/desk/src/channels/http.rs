//! The administration of channels.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use shanying_people::customers::identity::IdentityMode;
use shanying_web_kit::{Allowed, ApiResult, JsonBody, PathOf, Router, Tenant, may};
use utoipa_axum::routes;

use super::actions::{self, Change};
use super::model::{Channel, ChannelSettings};
use super::store;
use crate::origin::own_origin;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(list_channels, create_channel))
        .routes(routes!(change_channel))
        .routes(routes!(rotate_identity_secret))
}

/// All channels.
#[derive(Serialize, utoipa::ToSchema)]
struct ChannelList {
    items: Vec<Channel>,
}

/// Lists the channels. Anybody of the staff may: the workbench filters by them.
#[utoipa::path(get, path = "/channels", tag = "channels",
    responses((status = 200, body = ChannelList)))]
async fn list_channels(
    State(tenant): State<Tenant>,
    _: Allowed<may::BeStaff>,
    headers: HeaderMap,
) -> ApiResult<Json<ChannelList>> {
    let base = own_origin(&tenant, &headers);
    let mut tx = tenant.db().read().await?;
    let items = store::list(&mut tx)
        .await?
        .iter()
        .map(|row| row.view(&base))
        .collect();
    Ok(Json(ChannelList { items }))
}

/// A new channel.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct NewChannel {
    name: String,
}

/// Makes a web channel.
#[utoipa::path(post, path = "/channels", tag = "channels", request_body = NewChannel,
    responses((status = 200, body = Channel)))]
async fn create_channel(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    headers: HeaderMap,
    JsonBody(body): JsonBody<NewChannel>,
) -> ApiResult<Json<Channel>> {
    let row = actions::create(&tenant, &allowed.caller, body.name).await?;
    Ok(Json(row.view(&own_origin(&tenant, &headers))))
}

/// What may be changed; absent fields stay.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ChannelChange {
    name: Option<String>,
    enabled: Option<bool>,
    origins: Option<Vec<String>>,
    identity_mode: Option<IdentityMode>,
    settings: Option<ChannelSettings>,
}

/// Changes a channel.
#[utoipa::path(patch, path = "/channels/{id}", tag = "channels", params(("id" = String, Path)),
    request_body = ChannelChange, responses((status = 200, body = Channel)))]
async fn change_channel(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    headers: HeaderMap,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<ChannelChange>,
) -> ApiResult<Json<Channel>> {
    let change = Change {
        name: body.name,
        enabled: body.enabled,
        origins: body.origins,
        identity_mode: body.identity_mode,
        settings: body.settings,
    };
    let row = actions::change(&tenant, &allowed.caller, id, change).await?;
    Ok(Json(row.view(&own_origin(&tenant, &headers))))
}

/// A secret, shown once.
#[derive(Serialize, utoipa::ToSchema)]
struct IdentitySecret {
    secret: String,
}

/// Makes a new identity secret; the old one is void at once.
#[utoipa::path(post, path = "/channels/{id}/identity-secret", tag = "channels",
    params(("id" = String, Path)), responses((status = 200, body = IdentitySecret)))]
async fn rotate_identity_secret(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<IdentitySecret>> {
    let secret = actions::rotate_secret(&tenant, &allowed.caller, id).await?;
    Ok(Json(IdentitySecret { secret }))
}
