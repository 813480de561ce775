//! Drafts, versions and trials over HTTP.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, JsonBody, PathOf, Router, Tenant, may};
use utoipa_axum::routes;

use super::actions;
use super::model::{TaskEntry, TaskSummary, TaskVersion};
use super::tools::{TaskTool, task_tools};
use super::trial::{self, TrialTurn, TrialWords};
use crate::dialogue::checks::Fault;
use crate::dialogue::model::Task;

/// The routes of drafts.
pub(in crate::dialogue) fn routes() -> Router {
    Router::new()
        .routes(routes!(list_drafts))
        .routes(routes!(show_draft, save_draft))
        .routes(routes!(publish_draft))
        .routes(routes!(restore_task_version))
        .routes(routes!(list_task_versions))
        .routes(routes!(list_task_tools))
        .routes(routes!(check_task))
        .routes(routes!(try_task))
}

/// All tasks as editors work on them.
#[utoipa::path(get, path = "/dialogue/drafts", tag = "dialogue",
    responses((status = 200, body = Vec<TaskSummary>), (status = 403, body = ErrorBody)))]
async fn list_drafts(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
) -> ApiResult<Json<Vec<TaskSummary>>> {
    Ok(Json(actions::list(&tenant).await?))
}

/// One task as editors work on it.
#[utoipa::path(get, path = "/dialogue/drafts/{key}", tag = "dialogue", params(("key" = String, Path)),
    responses((status = 200, body = TaskEntry), (status = 404, body = ErrorBody)))]
async fn show_draft(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
    PathOf(key): PathOf<String>,
) -> ApiResult<Json<TaskEntry>> {
    Ok(Json(actions::show(&tenant, &key).await?))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct TaskDraft {
    /// The revision that it was made from; 0 for a new task.
    revision: i64,
    /// The task.
    task: Task,
}

/// Keeps a draft, faulty or not; customers meet it only when it is published.
#[utoipa::path(put, path = "/dialogue/drafts/{key}", tag = "dialogue", params(("key" = String, Path)),
    request_body = TaskDraft,
    responses((status = 200, body = TaskEntry), (status = 400, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn save_draft(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(key): PathOf<String>,
    JsonBody(mut body): JsonBody<TaskDraft>,
) -> ApiResult<Json<TaskEntry>> {
    body.task.key = key;
    Ok(Json(
        actions::save(&tenant, &allowed.caller, body.task, body.revision).await?,
    ))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct TaskPublishing {
    /// The revision that the editor saw.
    revision: i64,
    /// What changed, for colleagues.
    #[serde(default)]
    note: String,
}

/// Publishes the draft: it holds from the next message on. A faulty one is refused.
#[utoipa::path(post, path = "/dialogue/drafts/{key}/publish", tag = "dialogue",
    params(("key" = String, Path)), request_body = TaskPublishing,
    responses((status = 200, body = TaskEntry), (status = 400, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn publish_draft(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(key): PathOf<String>,
    JsonBody(body): JsonBody<TaskPublishing>,
) -> ApiResult<Json<TaskEntry>> {
    let told = (body.revision, body.note);
    Ok(Json(
        actions::publish(&tenant, &allowed.caller, key, told).await?,
    ))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct TaskRestoring {
    /// The version that becomes the draft.
    version: i64,
    /// The revision that the editor saw.
    revision: i64,
}

/// Makes a version the draft.
#[utoipa::path(post, path = "/dialogue/drafts/{key}/restore", tag = "dialogue",
    params(("key" = String, Path)), request_body = TaskRestoring,
    responses((status = 200, body = TaskEntry), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn restore_task_version(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(key): PathOf<String>,
    JsonBody(body): JsonBody<TaskRestoring>,
) -> ApiResult<Json<TaskEntry>> {
    let which = (body.version, body.revision);
    Ok(Json(
        actions::restore(&tenant, &allowed.caller, key, which).await?,
    ))
}

/// What was published, the newest first.
#[utoipa::path(get, path = "/dialogue/drafts/{key}/versions", tag = "dialogue",
    params(("key" = String, Path)), responses((status = 200, body = Vec<TaskVersion>)))]
async fn list_task_versions(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
    PathOf(key): PathOf<String>,
) -> ApiResult<Json<Vec<TaskVersion>>> {
    Ok(Json(actions::versions(&tenant, &key).await?))
}

/// The tools of the shop that a task may use at its end.
#[utoipa::path(get, path = "/dialogue/tools", tag = "dialogue",
    responses((status = 200, body = Vec<TaskTool>), (status = 403, body = ErrorBody)))]
async fn list_task_tools(_: Allowed<may::ViewKnowledge>) -> ApiResult<Json<Vec<TaskTool>>> {
    Ok(Json(task_tools()))
}

/// What is wrong with a task. Nothing is kept.
#[utoipa::path(post, path = "/dialogue/check", tag = "dialogue", request_body = Task,
    responses((status = 200, body = Vec<Fault>), (status = 400, body = ErrorBody)))]
async fn check_task(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
    JsonBody(task): JsonBody<Task>,
) -> ApiResult<Json<Vec<Fault>>> {
    Ok(Json(actions::faults(&tenant, &task).await?))
}

/// One turn of a talk with a draft beside the published tasks. Nothing is kept or done.
#[utoipa::path(post, path = "/dialogue/try", tag = "dialogue", request_body = TrialWords,
    responses((status = 200, body = TrialTurn), (status = 400, body = ErrorBody)))]
async fn try_task(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
    JsonBody(body): JsonBody<TrialWords>,
) -> ApiResult<Json<TrialTurn>> {
    Ok(Json(trial::talk(&tenant, body).await?))
}
