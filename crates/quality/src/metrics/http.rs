//! The overview page.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, QueryOf, Router, Tenant, may};
use utoipa_axum::routes;

use super::actions;
use super::model::Overview;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new().routes(routes!(show_overview))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct OfDay {
    /// Local day of the company, `YYYY-MM-DD`; today unless told.
    date: Option<String>,
}

/// The day in figures, and what is going on now.
#[utoipa::path(get, path = "/metrics/overview", tag = "metrics", params(OfDay),
    responses((status = 200, body = Overview), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn show_overview(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewMetrics>,
    QueryOf(of): QueryOf<OfDay>,
) -> ApiResult<Json<Overview>> {
    Ok(Json(actions::overview(&tenant, of.date.as_deref()).await?))
}
