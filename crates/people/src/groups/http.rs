//! Routes of skill groups.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::json;
use shanying_web_kit::{Allowed, ApiResult, JsonBody, PathOf, Router, Tenant, audit, may};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::model::{Group, GroupFields, GroupPatch};
use super::store;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(list_groups, make_group))
        .routes(routes!(change_group, remove_group))
}

#[derive(Serialize, ToSchema)]
struct GroupList {
    items: Vec<Group>,
}

/// Every skill group in its place.
#[utoipa::path(get, path = "/groups", tag = "groups", responses((status = 200, body = GroupList)))]
async fn list_groups(
    State(tenant): State<Tenant>,
    _: Allowed<may::BeStaff>,
) -> ApiResult<Json<GroupList>> {
    let mut tx = tenant.db().read().await?;
    Ok(Json(GroupList {
        items: store::list(&mut tx).await?,
    }))
}

/// Makes a skill group.
#[utoipa::path(post, path = "/groups", tag = "groups", request_body = GroupFields,
    responses((status = 200, body = Group), (status = 409, description = "group.name_taken")))]
async fn make_group(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ManageAgents>,
    JsonBody(body): JsonBody<GroupFields>,
) -> ApiResult<Json<Group>> {
    let caller = allowed.caller;
    let group = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let group = store::create(tx, body).await?;
                let entry = audit::Entry::new(&caller, "group.created", &group.id);
                audit::record(tx, entry.detail(serde_json::to_value(&group)?)).await?;
                Ok(group)
            })
        })
        .await?;
    Ok(Json(group))
}

/// Changes a skill group.
#[utoipa::path(patch, path = "/groups/{id}", tag = "groups", params(("id" = String, Path)),
    request_body = GroupPatch, responses((status = 200, body = Group),
        (status = 409, description = "group.name_taken")))]
async fn change_group(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ManageAgents>,
    PathOf(id): PathOf<String>,
    JsonBody(patch): JsonBody<GroupPatch>,
) -> ApiResult<Json<Group>> {
    let entry = audit::Entry::new(&allowed.caller, "group.changed", &id);
    let group = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let before = store::load(tx, &id).await?;
                let fields = GroupFields {
                    name: patch.name.unwrap_or_else(|| before.name.clone()),
                    description: patch
                        .description
                        .unwrap_or_else(|| before.description.clone()),
                    members: patch.members.unwrap_or_else(|| before.members.clone()),
                    levels: patch.levels.unwrap_or_default(),
                    sort: patch.sort.unwrap_or(before.sort),
                };
                let after = store::write(tx, &id, fields).await?;
                audit::record(tx, entry.change(&before, &after)?).await?;
                Ok(after)
            })
        })
        .await?;
    Ok(Json(group))
}

/// Removes a skill group; its members stay.
#[utoipa::path(delete, path = "/groups/{id}", tag = "groups", params(("id" = String, Path)),
    responses((status = 204), (status = 404, description = "not_found.group")))]
async fn remove_group(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ManageAgents>,
    PathOf(id): PathOf<String>,
) -> ApiResult<StatusCode> {
    let entry = audit::Entry::new(&allowed.caller, "group.removed", &id);
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let group = store::load(tx, &id).await?;
                store::remove(tx, &id).await?;
                audit::record(tx, entry.detail(json!({"name": group.name}))).await
            })
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
