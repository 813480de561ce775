//! Routes of API keys.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::json;
use shanying_kernel::{Error, new_id};
use shanying_web_kit::signing::{random_token, token_hash};
use shanying_web_kit::{Allowed, ApiResult, JsonBody, PathOf, Router, Tenant, audit, may};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::model::{ApiKey, MadeApiKey, NewApiKey, SECRET_START};
use super::store;
use crate::fields::{self, NAME_MAX};

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(list_keys, make_key))
        .routes(routes!(remove_key))
}

#[derive(Serialize, ToSchema)]
struct ApiKeyList {
    items: Vec<ApiKey>,
}

/// Every key, the newest first.
#[utoipa::path(get, path = "/api-keys", tag = "api keys",
    responses((status = 200, body = ApiKeyList)))]
async fn list_keys(
    State(tenant): State<Tenant>,
    _: Allowed<may::ManageAgents>,
) -> ApiResult<Json<ApiKeyList>> {
    let mut tx = tenant.db().read().await?;
    Ok(Json(ApiKeyList {
        items: store::list(&mut tx).await?,
    }))
}

/// Makes a key; its secret is in this answer and nowhere else.
#[utoipa::path(post, path = "/api-keys", tag = "api keys", request_body = NewApiKey,
    responses((status = 200, body = MadeApiKey)))]
async fn make_key(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ManageAgents>,
    JsonBody(body): JsonBody<NewApiKey>,
) -> ApiResult<Json<MadeApiKey>> {
    let permissions: BTreeSet<_> = body.permissions.into_iter().collect();
    if permissions.is_empty() {
        return Err(Error::field("permissions", "a key needs a permission").into());
    }
    for permission in &permissions {
        allowed.caller.require(*permission)?;
    }
    let now = tenant.clock().now();
    if body.expires_at.is_some_and(|at| at <= now) {
        return Err(Error::field("expires_at", "this is past").into());
    }
    let secret = format!("{SECRET_START}{}", random_token());
    let key = ApiKey {
        id: new_id("key"),
        name: fields::required("name", &body.name, NAME_MAX)?,
        permissions: permissions.into_iter().collect(),
        prefix: secret.chars().take(9).collect(),
        created_at: now,
        expires_at: body.expires_at,
        last_used_at: None,
    };
    let entry = audit::Entry::new(&allowed.caller, "api_key.made", &key.id)
        .detail(json!({"name": key.name, "permissions": key.permissions}));
    let (row, hash) = (key.clone(), token_hash(&secret));
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                store::insert(tx, &row, &hash).await?;
                audit::record(tx, entry).await
            })
        })
        .await?;
    Ok(Json(MadeApiKey { key, secret }))
}

/// Removes a key; it stops working at once.
#[utoipa::path(delete, path = "/api-keys/{id}", tag = "api keys", params(("id" = String, Path)),
    responses((status = 204), (status = 404, description = "not_found.api_key")))]
async fn remove_key(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ManageAgents>,
    PathOf(id): PathOf<String>,
) -> ApiResult<StatusCode> {
    let entry = audit::Entry::new(&allowed.caller, "api_key.removed", &id);
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let name = store::remove(tx, &id).await?;
                audit::record(tx, entry.detail(json!({"name": name}))).await
            })
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
