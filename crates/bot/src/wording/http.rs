//! The section `wording` of the settings, what the model did, and a trial.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use shanying_kernel::Error;
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, JsonBody, Router, Tenant, may, settings};
use utoipa_axum::routes;

use super::model::{Draft, Tally, Worded, WordingSettings};
use super::store;
use crate::answers::Bot;

/// Days that are shown.
const DAYS: usize = 30;
/// Characters of a draft on trial, and of each of its facts.
const DRAFT: usize = 2_000;
/// Facts of a draft on trial.
const FACTS: usize = 50;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(show_settings, change_settings))
        .routes(routes!(status))
        .routes(routes!(try_words))
}

/// What writes, and what it did.
#[derive(Serialize, utoipa::ToSchema)]
struct WordingStatus {
    /// The model and where it is; none when none is configured.
    writer: Option<String>,
    /// The last days on which something happened, newest first.
    days: Vec<Tally>,
}

/// A draft to be worded by settings that need not be saved.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct WordingTrial {
    /// What is to be said.
    draft: Draft,
    /// How.
    settings: WordingSettings,
}

/// Whether and how a language model words what the bot says in tasks.
#[utoipa::path(get, path = "/settings/wording", tag = "settings", operation_id = "show_wording_settings",
    responses((status = 200, body = WordingSettings), (status = 403, body = ErrorBody)))]
async fn show_settings(
    tenant: State<Tenant>,
    allowed: Allowed<may::ViewSettings>,
) -> ApiResult<Json<WordingSettings>> {
    settings::show(tenant, allowed).await
}

/// Changes it, from the next message on.
#[utoipa::path(put, path = "/settings/wording", tag = "settings", operation_id = "change_wording_settings",
    request_body = WordingSettings,
    responses((status = 200, body = WordingSettings), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn change_settings(
    tenant: State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    body: JsonBody<WordingSettings>,
) -> ApiResult<Json<WordingSettings>> {
    settings::change(tenant, allowed, body).await
}

/// What writes, and what it did in the last days.
#[utoipa::path(get, path = "/wording", tag = "settings", operation_id = "wording_status",
    responses((status = 200, body = WordingStatus), (status = 403, body = ErrorBody)))]
async fn status(
    State(tenant): State<Tenant>,
    _allowed: Allowed<may::ViewSettings>,
) -> ApiResult<Json<WordingStatus>> {
    let mut reader = tenant.db().read().await?;
    Ok(Json(WordingStatus {
        writer: tenant.part::<Bot>()?.wording().writer_name(),
        days: store::days(&mut reader, DAYS).await?,
    }))
}

/// Words a draft and tells how it went; nothing is said to anybody, but it counts in the budget.
#[utoipa::path(post, path = "/wording/try", tag = "settings", operation_id = "try_wording",
    request_body = WordingTrial,
    responses((status = 200, body = Worded), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn try_words(
    State(tenant): State<Tenant>,
    _allowed: Allowed<may::ManageSettings>,
    JsonBody(trial): JsonBody<WordingTrial>,
) -> ApiResult<Json<Worded>> {
    shanying_web_kit::Section::check(&trial.settings)?;
    let draft = &trial.draft;
    if draft.text.trim().is_empty() {
        return Err(Error::field("draft.text", "a draft says something").into());
    }
    let long = |text: &String| text.chars().count() > DRAFT;
    if long(&draft.text) || draft.facts.len() > FACTS || draft.facts.iter().any(long) {
        return Err(Error::invalid("invalid.too_long", "the draft is too long")
            .with("field", "draft")
            .with("max", DRAFT)
            .into());
    }
    let bot = tenant.part::<Bot>()?;
    Ok(Json(
        bot.wording()
            .try_out(&tenant, draft, &trial.settings)
            .await?,
    ))
}
