//! The tree of causes over HTTP.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use shanying_kernel::Error;
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, QueryOf, Router, Tenant};
use utoipa_axum::routes;

use super::actions;
use super::model::CauseTree;
use crate::gaps::ViewGaps;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new().routes(routes!(show_causes))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Span {
    /// Days to look back, 1 to 365; 30 unless told.
    #[serde(default = "month")]
    days: i64,
}

fn month() -> i64 {
    30
}

/// Why questions were not answered well: no such knowledge, not recognised, or not helped.
#[utoipa::path(get, path = "/training/causes", tag = "training", params(Span),
    operation_id = "show_causes",
    responses((status = 200, body = CauseTree), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn show_causes(
    State(tenant): State<Tenant>,
    _: Allowed<ViewGaps>,
    QueryOf(span): QueryOf<Span>,
) -> ApiResult<Json<CauseTree>> {
    if !(1..=365).contains(&span.days) {
        return Err(Error::field("days", "1 to 365").into());
    }
    Ok(Json(actions::tree(&tenant, span.days).await?))
}
