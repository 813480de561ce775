//! What supervisors do in others' conversations, and colleagues who help.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, JsonBody, PathOf, Router, Tenant, may};
use utoipa_axum::routes;

use super::show;
use crate::conversations::actions::{self, AgentSays};
use crate::conversations::model::{Conversation, Message};
use crate::conversations::{store, views};

/// The routes of this part.
pub(super) fn routes() -> Router {
    Router::new()
        .routes(routes!(whisper))
        .routes(routes!(insert_message))
        .routes(routes!(invite_helper))
        .routes(routes!(dismiss_helper))
}

/// What the agent is told.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Whispered {
    /// The sender's own mark, so that sending twice is once.
    client_id: String,
    text: String,
}

/// Tells the agent who serves something that the customer never sees.
#[utoipa::path(post, path = "/conversations/{id}/whisper", tag = "supervision",
    params(("id" = String, Path)), request_body = Whispered,
    responses((status = 200, body = Message), (status = 403, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn whisper(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::SuperviseConversations>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<Whispered>,
) -> ApiResult<Json<Message>> {
    let said = (body.client_id, body.text);
    Ok(Json(
        actions::whisper(&tenant, &allowed.caller, id, said).await?,
    ))
}

/// What the customer is told.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Inserted {
    /// The sender's own mark, so that sending twice is once.
    client_id: String,
    content: AgentSays,
}

/// Speaks to the customer in a conversation of somebody else or of the bot, which stays theirs.
#[utoipa::path(post, path = "/conversations/{id}/insert", tag = "supervision",
    params(("id" = String, Path)), request_body = Inserted,
    responses((status = 200, body = Message), (status = 403, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn insert_message(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::SuperviseConversations>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<Inserted>,
) -> ApiResult<Json<Message>> {
    let said = (body.client_id, body.content);
    Ok(Json(
        actions::insert(&tenant, &allowed.caller, id, said).await?,
    ))
}

/// Whom, and what about.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct HelpAsked {
    agent_id: String,
    /// What they should help with; may be empty.
    #[serde(default)]
    question: String,
}

/// Invites a colleague to read along and to consult by notes.
#[utoipa::path(post, path = "/conversations/{id}/helpers", tag = "conversations",
    params(("id" = String, Path)), request_body = HelpAsked,
    responses((status = 200, body = Conversation), (status = 409, body = ErrorBody)))]
async fn invite_helper(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<HelpAsked>,
) -> ApiResult<Json<Conversation>> {
    let asked = (body.agent_id, body.question);
    actions::invite(&tenant, &allowed.caller, id.clone(), asked).await?;
    show(&tenant, &allowed.caller, &id).await
}

/// A colleague no longer helps.
#[utoipa::path(delete, path = "/conversations/{id}/helpers/{agent_id}", tag = "conversations",
    params(("id" = String, Path), ("agent_id" = String, Path)),
    responses((status = 200, body = Conversation), (status = 409, body = ErrorBody)))]
async fn dismiss_helper(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf((id, agent_id)): PathOf<(String, String)>,
) -> ApiResult<Json<Conversation>> {
    actions::dismiss(&tenant, &allowed.caller, id.clone(), agent_id).await?;
    // Shown once more to who left, even if it is no longer theirs to read.
    let mut tx = tenant.db().read().await?;
    let row = store::load(&mut tx, &id).await?;
    Ok(Json(views::conversation(&tenant, &mut tx, row).await?))
}
