//! Tasks for editors.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, JsonBody, PathOf, Router, Tenant, may};
use utoipa_axum::routes;

use super::model::Task;
use super::{actions, drafts};

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(list_tasks))
        .routes(routes!(put_task, remove_task))
        .merge(drafts::routes())
}

/// The tasks that the bot carries out in conversation.
#[utoipa::path(get, path = "/dialogue/tasks", tag = "dialogue",
    responses((status = 200, body = Vec<Task>), (status = 403, body = ErrorBody)))]
async fn list_tasks(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
) -> ApiResult<Json<Vec<Task>>> {
    Ok(Json(actions::tasks(&tenant).await?))
}

/// Writes a task; it holds from the next message on. A task that is under way goes on with it.
#[utoipa::path(put, path = "/dialogue/tasks/{key}", tag = "dialogue", params(("key" = String, Path)),
    request_body = Task,
    responses((status = 200, body = Task), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn put_task(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(key): PathOf<String>,
    JsonBody(mut task): JsonBody<Task>,
) -> ApiResult<Json<Task>> {
    task.key = key;
    actions::put_task(&tenant, &allowed.caller, task.clone()).await?;
    Ok(Json(task))
}

/// Takes a task away; talks about it end.
#[utoipa::path(delete, path = "/dialogue/tasks/{key}", tag = "dialogue", params(("key" = String, Path)),
    responses((status = 204), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn remove_task(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(key): PathOf<String>,
) -> ApiResult<StatusCode> {
    actions::remove_task(&tenant, &allowed.caller, key).await?;
    Ok(StatusCode::NO_CONTENT)
}
