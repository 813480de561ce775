//! The live board for who asks; the workbench's socket tells it by itself (`watch_board`).

use axum::Json;
use axum::extract::State;
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, Router, Tenant, may};
use utoipa_axum::routes;

use super::actions::{self, Board};
use super::model::Picture;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new().routes(routes!(show_board))
}

/// What is going on at this moment.
#[utoipa::path(get, path = "/supervision/board", tag = "supervision",
    responses((status = 200, body = Picture), (status = 403, body = ErrorBody)))]
async fn show_board(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewAllConversations>,
) -> ApiResult<Json<Picture>> {
    let board = tenant.part::<Board>()?;
    Ok(Json(actions::picture(&tenant, &board).await?))
}
