//! Labelling over HTTP.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use shanying_kernel::{Cursor, Page};
use shanying_web_kit::{
    Allowed, ApiResult, ErrorBody, JsonBody, Limit, PathOf, QueryOf, Router, Tenant, may,
};
use utoipa_axum::routes;

use super::ViewTraining;
use crate::training::actions::{self, Labelling};
use crate::training::model::{Choice, Expected, TrainingQuestion};
use crate::training::store::{self, Shelf};

pub(super) fn routes() -> Router {
    Router::new()
        .routes(routes!(list_questions))
        .routes(routes!(label_question, unlabel_question))
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct QuestionFilter {
    /// Labelled questions instead of waiting ones.
    #[serde(default)]
    labelled: bool,
    /// Of the labelled ones, those with this label.
    #[param(inline)]
    choice: Option<Choice>,
    /// From the page before.
    cursor: Option<String>,
    /// 1 to 200, 50 unless told.
    #[serde(default)]
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

/// Questions of customers: those that wait for a label, the one that teaches most first, or those
/// that have one, the latest first. Each with what the bot would do now.
#[utoipa::path(get, path = "/training/questions", tag = "training", params(QuestionFilter),
    operation_id = "list_training_questions",
    responses((status = 200, body = Page<TrainingQuestion>), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn list_questions(
    State(tenant): State<Tenant>,
    _: Allowed<ViewTraining>,
    QueryOf(filter): QueryOf<QuestionFilter>,
) -> ApiResult<Json<Page<TrainingQuestion>>> {
    let shelf = if filter.labelled {
        Shelf::Labelled(filter.choice)
    } else {
        Shelf::Waiting
    };
    let (limit, cursor) = (
        filter.limit.get(),
        filter.cursor.as_deref().and_then(Cursor::parse),
    );
    let mut tx = tenant.db().read().await?;
    let rows = store::page(&mut tx, &shelf, cursor, limit + 1).await?;
    drop(tx);
    let page = Page::cut(rows, limit, |(key, question)| Cursor {
        key: *key,
        id: question.id.clone(),
    })
    .map(|(_, question)| question);
    Ok(Json(Page {
        items: actions::look(&tenant, page.items).await?,
        next: page.next,
    }))
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct LabelRequest {
    /// What the question is.
    choice: Choice,
    /// The entry that answers it; for `entry` alone.
    #[serde(default)]
    entry_id: Option<String>,
    /// Whether the question becomes a similar question of its entry, in what customers get at once.
    #[serde(default)]
    add_similar: bool,
}

/// Says what a question is.
#[utoipa::path(put, path = "/training/questions/{id}/label", tag = "training",
    operation_id = "label_training_question",
    params(("id" = String, Path)), request_body = LabelRequest,
    responses((status = 200, body = TrainingQuestion), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn label_question(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<LabelRequest>,
) -> ApiResult<Json<TrainingQuestion>> {
    let labelling = Labelling {
        expected: Some(Expected {
            choice: body.choice,
            entry_id: body.entry_id,
        }),
        add_similar: body.add_similar,
    };
    Ok(Json(
        actions::label(&tenant, &allowed.caller, &id, labelling).await?,
    ))
}

/// Takes a label back; the question waits again.
#[utoipa::path(delete, path = "/training/questions/{id}/label", tag = "training",
    operation_id = "unlabel_training_question", params(("id" = String, Path)),
    responses((status = 200, body = TrainingQuestion), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn unlabel_question(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<TrainingQuestion>> {
    let labelling = Labelling {
        expected: None,
        add_similar: false,
    };
    Ok(Json(
        actions::label(&tenant, &allowed.caller, &id, labelling).await?,
    ))
}
