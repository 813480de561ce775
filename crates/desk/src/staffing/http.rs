//! The calculation for supervisors.

use axum::Json;
use axum::extract::State;
use shanying_kernel::{Error, Time};
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, JsonBody, Router, Tenant, may};
use utoipa_axum::routes;

use super::model::{Answer, Measured, WhatIf};
use super::rules;
use crate::conversations::store;

/// What was measured lately.
const SPAN_MS: i64 = 7 * 24 * 3_600_000;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(measure_staffing))
        .routes(routes!(calculate_staffing))
}

/// What was measured in the last seven days, to begin with.
#[utoipa::path(get, path = "/staffing/measured", tag = "supervision",
    responses((status = 200, body = Measured), (status = 403, body = ErrorBody)))]
async fn measure_staffing(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewAllConversations>,
) -> ApiResult<Json<Measured>> {
    let Time(now) = tenant.clock().now();
    let mut tx = tenant.db().read().await?;
    let lately = store::lately(&mut tx, now - SPAN_MS).await?;
    Ok(Json(Measured {
        arrivals_per_hour: lately.busiest_hour,
        handling_seconds: lately.handling_ms.map(|ms| ms / 1000),
        patience_seconds: lately.patience_ms.map(|ms| ms / 1000),
    }))
}

/// How many agents it takes, by Erlang's formulas and by a simulation.
#[utoipa::path(post, path = "/staffing/what-if", tag = "supervision", request_body = WhatIf,
    responses((status = 200, body = Answer), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn calculate_staffing(
    _: Allowed<may::ViewAllConversations>,
    JsonBody(what): JsonBody<WhatIf>,
) -> ApiResult<Json<Answer>> {
    what.check()?;
    // Some hundred milliseconds of a processor: not on the threads that carry sockets.
    let answer = tokio::task::spawn_blocking(move || rules::answer(&what)).await;
    let answer =
        answer.map_err(|error| Error::internal("the calculation broke off").because(error))?;
    Ok(Json(answer))
}
