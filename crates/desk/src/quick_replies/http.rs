//! Quick replies for the staff.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use shanying_kernel::{Error, Result};
use shanying_web_kit::{
    Allowed, ApiResult, Caller, JsonBody, PathOf, Permission, Router, Tenant, audit, may,
};
use utoipa_axum::routes;

use super::model::{NewQuickReply, QuickReply, Scope};
use super::store;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(list_quick_replies, create_quick_reply))
        .routes(routes!(change_quick_reply, delete_quick_reply))
}

/// All wordings.
#[derive(Serialize, utoipa::ToSchema)]
struct QuickReplyList {
    items: Vec<QuickReply>,
}

/// Everybody's wordings and the caller's own.
#[utoipa::path(get, path = "/quick-replies", tag = "quick replies",
    responses((status = 200, body = QuickReplyList)))]
async fn list_quick_replies(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::BeStaff>,
) -> ApiResult<Json<QuickReplyList>> {
    let mut tx = tenant.db().read().await?;
    let me = allowed
        .caller
        .staff
        .as_ref()
        .map(|staff| staff.id.as_str())
        .unwrap_or_default();
    Ok(Json(QuickReplyList {
        items: store::list(&mut tx, me).await?,
    }))
}

/// Whose a wording of this scope is. Everybody's need the permission.
fn owner(caller: &Caller, scope: Scope) -> Result<Option<String>> {
    match scope {
        Scope::Own => Ok(Some(caller.agent_id()?.to_owned())),
        Scope::Shared => {
            if !caller.may(Permission::SuperviseConversations) {
                caller.require(Permission::ManageSettings)?;
            }
            Ok(None)
        }
    }
}

/// Whether the caller may touch a wording that belongs to `owner`.
fn may_touch(caller: &Caller, belongs_to: Option<&str>) -> Result<()> {
    match belongs_to {
        None => owner(caller, Scope::Shared).map(|_| ()),
        Some(agent) if caller.agent_id().is_ok_and(|me| me == agent) => Ok(()),
        Some(_) => Err(Error::not_found(
            "not_found.quick_reply",
            "no such quick reply",
        )),
    }
}

/// Keeps a wording.
#[utoipa::path(post, path = "/quick-replies", tag = "quick replies", request_body = NewQuickReply,
    responses((status = 200, body = QuickReply)))]
async fn create_quick_reply(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::BeStaff>,
    JsonBody(body): JsonBody<NewQuickReply>,
) -> ApiResult<Json<QuickReply>> {
    body.check()?;
    let agent_id = owner(&allowed.caller, body.scope)?;
    let entry = audit::Entry::new(&allowed.caller, "quick_reply.created", &body.title);
    let reply = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                if agent_id.is_none() {
                    audit::record(tx, entry).await?;
                }
                store::insert(tx, agent_id.as_deref(), &body).await
            })
        })
        .await?;
    Ok(Json(reply))
}

/// Changes a wording.
#[utoipa::path(patch, path = "/quick-replies/{id}", tag = "quick replies",
    params(("id" = String, Path)), request_body = NewQuickReply, responses((status = 200, body = QuickReply)))]
async fn change_quick_reply(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::BeStaff>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<NewQuickReply>,
) -> ApiResult<Json<QuickReply>> {
    body.check()?;
    let caller = allowed.caller;
    let agent_id = owner(&caller, body.scope)?;
    let reply = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let (_, belongs_to) = store::load(tx, &id).await?;
                may_touch(&caller, belongs_to.as_deref())?;
                if agent_id.is_none() {
                    let entry = audit::Entry::new(&caller, "quick_reply.changed", &id);
                    audit::record(tx, entry).await?;
                }
                store::save(tx, &id, agent_id.as_deref(), &body).await?;
                Ok(store::load(tx, &id).await?.0)
            })
        })
        .await?;
    Ok(Json(reply))
}

/// Forgets a wording.
#[utoipa::path(delete, path = "/quick-replies/{id}", tag = "quick replies",
    params(("id" = String, Path)), responses((status = 204)))]
async fn delete_quick_reply(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::BeStaff>,
    PathOf(id): PathOf<String>,
) -> ApiResult<StatusCode> {
    let caller = allowed.caller;
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let (reply, belongs_to) = store::load(tx, &id).await?;
                may_touch(&caller, belongs_to.as_deref())?;
                if belongs_to.is_none() {
                    let entry = audit::Entry::new(&caller, "quick_reply.deleted", &reply.title);
                    audit::record(tx, entry).await?;
                }
                store::delete(tx, &id).await
            })
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
