//! Views that people save for themselves or for all.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use shanying_kernel::{Error, Result};
use shanying_web_kit::{
    Allowed, ApiResult, Caller, ErrorBody, JsonBody, PathOf, Permission, Router, Tenant,
};
use utoipa_axum::routes;

use super::Look;
use crate::tickets::model::{SavedView, SavedViewDraft};
use crate::tickets::store;

/// Views that one person may have.
const VIEWS_MAX: i64 = 30;

pub(super) fn routes() -> Router {
    Router::new()
        .routes(routes!(list_ticket_views, save_ticket_view))
        .routes(routes!(change_ticket_view, delete_ticket_view))
}

/// Saved views.
#[derive(Serialize, utoipa::ToSchema)]
struct TicketSavedViewList {
    items: Vec<SavedView>,
}

/// Views belong to people; a program has none.
fn person(caller: &Caller) -> Result<String> {
    let staff = caller.staff.as_ref().map(|staff| staff.id.clone());
    staff.ok_or_else(|| Error::forbidden("forbidden.permission", "only people save views"))
}

/// The caller's own views, and those that colleagues share.
#[utoipa::path(get, path = "/ticket-views", tag = "tickets",
    responses((status = 200, body = TicketSavedViewList), (status = 403, body = ErrorBody)))]
async fn list_ticket_views(
    State(tenant): State<Tenant>,
    allowed: Allowed<Look>,
) -> ApiResult<Json<TicketSavedViewList>> {
    let me = person(&allowed.caller)?;
    let items = store::saved_views(&mut tenant.db().read().await?, &me).await?;
    Ok(Json(TicketSavedViewList { items }))
}

/// Saves a view.
#[utoipa::path(post, path = "/ticket-views", tag = "tickets", request_body = SavedViewDraft,
    responses((status = 200, body = SavedView), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn save_ticket_view(
    State(tenant): State<Tenant>,
    allowed: Allowed<Look>,
    JsonBody(draft): JsonBody<SavedViewDraft>,
) -> ApiResult<Json<SavedView>> {
    let me = person(&allowed.caller)?;
    let draft = draft.checked()?;
    let saved = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                if store::count_saved_views(tx, &me).await? >= VIEWS_MAX {
                    let full = Error::conflict("ticket.views_full", "30 views are enough");
                    return Err(full.with("max", VIEWS_MAX));
                }
                store::insert_saved_view(tx, &me, &draft).await
            })
        })
        .await?;
    Ok(Json(saved))
}

/// Changes one of the caller's own views.
#[utoipa::path(put, path = "/ticket-views/{id}", tag = "tickets", request_body = SavedViewDraft,
    responses((status = 200, body = SavedView), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn change_ticket_view(
    State(tenant): State<Tenant>,
    allowed: Allowed<Look>,
    PathOf(id): PathOf<String>,
    JsonBody(draft): JsonBody<SavedViewDraft>,
) -> ApiResult<Json<SavedView>> {
    let me = person(&allowed.caller)?;
    let draft = draft.checked()?;
    let saved = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                if !store::load_saved_view(tx, &id, &me).await?.mine {
                    return Err(Error::forbidden(
                        "forbidden.permission",
                        "another person's view",
                    ));
                }
                store::set_saved_view(tx, &id, &draft).await?;
                store::load_saved_view(tx, &id, &me).await
            })
        })
        .await?;
    Ok(Json(saved))
}

/// Deletes a view: one's own, or a shared one by whoever manages settings.
#[utoipa::path(delete, path = "/ticket-views/{id}", tag = "tickets",
    responses((status = 204), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn delete_ticket_view(
    State(tenant): State<Tenant>,
    allowed: Allowed<Look>,
    PathOf(id): PathOf<String>,
) -> ApiResult<StatusCode> {
    let me = person(&allowed.caller)?;
    let manages = allowed.caller.may(Permission::ManageSettings);
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                if !store::load_saved_view(tx, &id, &me).await?.mine && !manages {
                    return Err(Error::forbidden(
                        "forbidden.permission",
                        "another person's view",
                    ));
                }
                store::delete_saved_view(tx, &id).await
            })
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
