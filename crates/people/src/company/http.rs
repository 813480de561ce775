//! Routes of the section `company` and of the audit log.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use shanying_kernel::{Cursor, Page};
use shanying_web_kit::audit::{self, AuditLine};
use shanying_web_kit::{
    Allowed, ApiResult, JsonBody, Limit, QueryOf, Router, Tenant, may, settings,
};
use utoipa_axum::routes;

use super::model::CompanySettings;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(show_company, change_company))
        .routes(routes!(list_audit))
}

/// The company's settings.
#[utoipa::path(get, path = "/settings/company", tag = "settings",
    responses((status = 200, body = CompanySettings)))]
async fn show_company(
    tenant: State<Tenant>,
    allowed: Allowed<may::ViewSettings>,
) -> ApiResult<Json<CompanySettings>> {
    settings::show(tenant, allowed).await
}

/// Changes the company's settings, all at once.
#[utoipa::path(put, path = "/settings/company", tag = "settings", request_body = CompanySettings,
    responses((status = 200, body = CompanySettings)))]
async fn change_company(
    tenant: State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    body: JsonBody<CompanySettings>,
) -> ApiResult<Json<CompanySettings>> {
    settings::change(tenant, allowed, body).await
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct AuditQuery {
    /// An id, or a part of a name.
    actor: Option<String>,
    /// The beginning of an action, such as `settings.`.
    action: Option<String>,
    /// Where the page begins.
    cursor: Option<String>,
    /// Rows, 1 to 200.
    #[serde(default)]
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

/// The audit log, newest first.
#[utoipa::path(get, path = "/audit", tag = "audit", params(AuditQuery),
    responses((status = 200, body = Page<AuditLine>)))]
async fn list_audit(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewAudit>,
    QueryOf(query): QueryOf<AuditQuery>,
) -> ApiResult<Json<Page<AuditLine>>> {
    let mut tx = tenant.db().read().await?;
    let page = audit::list(
        &mut tx,
        query.actor.as_deref(),
        query.action.as_deref(),
        query.cursor.as_deref().and_then(Cursor::parse),
        query.limit.get(),
    )
    .await?;
    Ok(Json(page))
}
