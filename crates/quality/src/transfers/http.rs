//! Transfers over HTTP.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use shanying_kernel::Error;
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, QueryOf, Router, Tenant};
use utoipa_axum::routes;

use super::actions;
use super::model::TransferReport;
use crate::gaps::ViewGaps;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new().routes(routes!(show_transfers))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Span {
    /// Days to look back, 1 to 365; 30 unless told.
    days: Option<i64>,
}

/// Why customers came to a person: the funnel, the causes, and the bot's answer beside the person's.
#[utoipa::path(get, path = "/training/transfers", tag = "training", params(Span),
    responses((status = 200, body = TransferReport), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn show_transfers(
    State(tenant): State<Tenant>,
    _: Allowed<ViewGaps>,
    QueryOf(span): QueryOf<Span>,
) -> ApiResult<Json<TransferReport>> {
    let days = span.days.unwrap_or(30);
    if !(1..=365).contains(&days) {
        return Err(Error::field("days", "1 to 365").into());
    }
    Ok(Json(actions::report(&tenant, days).await?))
}
