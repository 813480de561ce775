//! Alerts for the staff, and the section `supervision` of the settings.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use shanying_kernel::{Cursor, Page};
use shanying_web_kit::settings::{change, show};
use shanying_web_kit::{
    Allowed, ApiResult, ErrorBody, JsonBody, Limit, PathOf, QueryOf, Router, Tenant, may,
};
use utoipa_axum::routes;

use super::model::{Alert, SupervisionSettings};
use super::{actions, store};
use crate::conversations::http::Look;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(list_alerts))
        .routes(routes!(count_alerts))
        .routes(routes!(acknowledge_alert))
        .routes(routes!(handle_alert))
        .routes(routes!(show_supervision, change_supervision))
}

/// Which alerts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
enum AlertList {
    /// Not settled yet.
    #[default]
    Open,
    /// Of the past.
    Ended,
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct AlertQuery {
    /// Which; `open` unless told.
    #[serde(default)]
    #[param(inline)]
    state: AlertList,
    cursor: Option<String>,
    #[serde(default)]
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

/// A page of alerts, the newest first: of conversations that the caller may read.
#[utoipa::path(get, path = "/alerts", tag = "supervision", params(AlertQuery),
    responses((status = 200, body = Page<Alert>)))]
async fn list_alerts(
    State(tenant): State<Tenant>,
    allowed: Allowed<Look>,
    QueryOf(query): QueryOf<AlertQuery>,
) -> ApiResult<Json<Page<Alert>>> {
    let cursor = query.cursor.as_deref().and_then(Cursor::parse);
    let limit = query.limit.get();
    let mut tx = tenant.db().read().await?;
    let ended = query.state == AlertList::Ended;
    let rows = store::list(&mut tx, ended, cursor, limit + 1).await?;
    let page = Page::cut(rows, limit, |row| Cursor {
        key: row.created_at.0,
        id: row.id.clone(),
    });
    let mut seen = Vec::with_capacity(page.items.len());
    for row in page.items {
        if actions::may_see(&mut tx, &allowed.caller, &row)
            .await
            .is_ok()
        {
            seen.push(row);
        }
    }
    let items = actions::views(&tenant, &mut tx, seen).await?;
    Ok(Json(Page {
        items,
        next: page.next,
    }))
}

/// How many alerts are open.
#[derive(Serialize, utoipa::ToSchema)]
struct AlertCount {
    open: i64,
}

/// How many alerts are open, of all conversations.
#[utoipa::path(get, path = "/alerts/count", tag = "supervision",
    responses((status = 200, body = AlertCount), (status = 403, body = ErrorBody)))]
async fn count_alerts(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewAllConversations>,
) -> ApiResult<Json<AlertCount>> {
    let mut tx = tenant.db().read().await?;
    let open = store::count_open(&mut tx).await?;
    Ok(Json(AlertCount { open }))
}

/// Says that the caller looks after it.
#[utoipa::path(post, path = "/alerts/{id}/acknowledge", tag = "supervision",
    params(("id" = String, Path)), responses((status = 200, body = Alert),
        (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn acknowledge_alert(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<Alert>> {
    actions::acknowledge(&tenant, &allowed.caller, id.clone()).await?;
    let mut tx = tenant.db().read().await?;
    Ok(Json(actions::view(&tenant, &mut tx, &id).await?))
}

/// How it was settled.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Settlement {
    /// For colleagues; may be empty.
    #[serde(default)]
    note: String,
}

/// Says that it is settled.
#[utoipa::path(post, path = "/alerts/{id}/handle", tag = "supervision",
    params(("id" = String, Path)), request_body = Settlement,
    responses((status = 200, body = Alert), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn handle_alert(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<Settlement>,
) -> ApiResult<Json<Alert>> {
    actions::handle(&tenant, &allowed.caller, id.clone(), body.note).await?;
    let mut tx = tenant.db().read().await?;
    Ok(Json(actions::view(&tenant, &mut tx, &id).await?))
}

/// What is shown as a warning, and what raises an alert.
#[utoipa::path(get, path = "/settings/supervision", tag = "settings", operation_id = "show_supervision_settings",
    responses((status = 200, body = SupervisionSettings), (status = 403, body = ErrorBody)))]
async fn show_supervision(
    tenant: State<Tenant>,
    allowed: Allowed<may::ViewSettings>,
) -> ApiResult<Json<SupervisionSettings>> {
    show(tenant, allowed).await
}

/// Changes what is shown as a warning, and what raises an alert.
#[utoipa::path(put, path = "/settings/supervision", tag = "settings", operation_id = "change_supervision_settings",
    request_body = SupervisionSettings,
    responses((status = 200, body = SupervisionSettings), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn change_supervision(
    tenant: State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    body: JsonBody<SupervisionSettings>,
) -> ApiResult<Json<SupervisionSettings>> {
    change(tenant, allowed, body).await
}
