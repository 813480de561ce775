//! Measurements over HTTP, and the check before publishing.

use axum::Json;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use serde::Deserialize;
use shanying_kernel::{Error, Result};
use shanying_web_kit::files::http::read_field;
use shanying_web_kit::{
    Allowed, ApiResult, ErrorBody, JsonBody, PathOf, QueryOf, Router, Tenant, may,
};
use utoipa_axum::routes;

use super::{Items, ViewTraining};
use crate::training::actions::{self, NewSet};
use crate::training::model::{Evaluation, PublishCheck, Run, RunDetail};
use crate::training::store;

/// Measurements in a history.
const HISTORY: usize = 50;
/// Bytes of a body with a file; the file itself is held to the server's limit for uploads.
const BODY_MAX: usize = 64 << 20;

pub(super) fn routes() -> Router {
    Router::new()
        .routes(routes!(evaluate))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .routes(routes!(list_runs, start_run))
        .routes(routes!(show_run))
        .routes(routes!(check_entry))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct RunFilter {
    /// The set; without one the measurements of the labelled questions.
    set_id: Option<String>,
}

/// The history of a set, or of the labelled questions: the latest fifty, newest first.
#[utoipa::path(get, path = "/training/runs", tag = "training", params(RunFilter),
    operation_id = "list_training_runs",
    responses((status = 200, body = Items<Run>), (status = 403, body = ErrorBody)))]
async fn list_runs(
    State(tenant): State<Tenant>,
    _: Allowed<ViewTraining>,
    QueryOf(filter): QueryOf<RunFilter>,
) -> ApiResult<Json<Items<Run>>> {
    let mut tx = tenant.db().read().await?;
    let items = store::list_runs(&mut tx, filter.set_id.as_deref(), HISTORY).await?;
    Ok(Json(Items { items }))
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct RunRequest {
    /// The set; none measures the labelled questions.
    #[serde(default)]
    set_id: Option<String>,
}

/// Asks for a measurement; it is made in the background.
#[utoipa::path(post, path = "/training/runs", tag = "training", request_body = RunRequest,
    operation_id = "start_training_run",
    responses((status = 200, body = Run), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn start_run(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    JsonBody(body): JsonBody<RunRequest>,
) -> ApiResult<Json<Run>> {
    Ok(Json(
        actions::ask(&tenant, &allowed.caller, body.set_id).await?,
    ))
}

/// A measurement with its progress, and when it is done with all that it found.
#[utoipa::path(get, path = "/training/runs/{id}", tag = "training", params(("id" = String, Path)),
    operation_id = "show_training_run",
    responses((status = 200, body = RunDetail), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn show_run(
    State(tenant): State<Tenant>,
    _: Allowed<ViewTraining>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<RunDetail>> {
    Ok(Json(
        store::load_run(&mut tenant.db().read().await?, &id).await?,
    ))
}

/// Tells which known questions would get better or worse if the entry's draft were published now.
#[utoipa::path(post, path = "/knowledge/entries/{id}/check", tag = "training",
    operation_id = "check_entry", params(("id" = String, Path)),
    responses((status = 200, body = PublishCheck), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn check_entry(
    State(tenant): State<Tenant>,
    _: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<PublishCheck>> {
    Ok(Json(actions::check(&tenant, &id).await?))
}

/// The form with a labelled file.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the form in the OpenAPI document")]
struct EvaluationForm {
    /// JSON lines, CSV or XLSX: a question, and the key or the standard question of its entry.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// Name of the set.
    name: String,
    /// `true` keeps the file as a regression set.
    kept: Option<String>,
}

/// Measures the bot on a labelled file; the questions become a set.
#[utoipa::path(post, path = "/training/evaluations", tag = "training",
    operation_id = "evaluate_file",
    request_body(content = EvaluationForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Evaluation), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn evaluate(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    form: Multipart,
) -> ApiResult<Json<Evaluation>> {
    let (file, new) = read_form(form, tenant.web().max_upload_bytes).await?;
    let rows = tokio::task::spawn_blocking(move || actions::read_rows(&file))
        .await
        .map_err(|error| Error::internal("reading a file failed").because(error))??;
    Ok(Json(
        actions::evaluate(&tenant, &allowed.caller, new, rows).await?,
    ))
}

async fn read_form(mut form: Multipart, max_bytes: usize) -> Result<(Vec<u8>, NewSet)> {
    let malformed = |error: axum::extract::multipart::MultipartError| {
        Error::invalid("invalid.multipart", error.body_text())
    };
    let mut file = None;
    let mut new = NewSet {
        name: String::new(),
        kept: false,
    };
    while let Some(field) = form.next_field().await.map_err(malformed)? {
        match field.name().unwrap_or("").to_owned().as_str() {
            "file" => {
                if new.name.is_empty() {
                    let named = field.file_name().unwrap_or("");
                    new.name = named.chars().take(100).collect();
                }
                file = Some(read_field(field, max_bytes).await?);
            }
            "name" => {
                let name = read_field(field, 1 << 10).await?;
                new.name = String::from_utf8(name)
                    .map_err(|_| Error::field("name", "the name is no UTF-8"))?;
            }
            "kept" => match read_field(field, 16).await?.as_slice() {
                b"true" => new.kept = true,
                b"false" => new.kept = false,
                _ => return Err(Error::field("kept", "true or false")),
            },
            other => return Err(Error::field("form", format!("no such field: {other}"))),
        }
    }
    let file = file.ok_or_else(|| Error::field("file", "the form has no field named file"))?;
    Ok((file, new))
}
