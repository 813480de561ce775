//! What helps agents, over HTTP.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use shanying_kernel::Error;
use shanying_storage::Tx;
use shanying_web_kit::settings::change;
use shanying_web_kit::{
    Allowed, ApiResult, Caller, ErrorBody, Grant, JsonBody, PathOf, Permission, QueryOf, Router,
    Tenant, may,
};
use utoipa_axum::routes;

use super::actions::{self, Judged};
use super::model::{
    AssistSettings, Assistance, NewWrapUp, Risk, SourceKind, Told, Verdict, WrapUpDraft,
};
use super::store;
use crate::conversations::http::{Look, visible};
use crate::conversations::model::ConversationRow;

const TEXT_MAX: usize = 4_000;
const DAY_MS: i64 = 86_400_000;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(show_assistance))
        .routes(routes!(judge_suggestion))
        .routes(routes!(check_reply))
        .routes(routes!(ask_assistant))
        .routes(routes!(show_wrap_up, confirm_wrap_up))
        .routes(routes!(show_assist_figures))
        .routes(routes!(show_assist_settings, change_assist_settings))
}

/// Whoever sees figures or manages settings may see what came of suggestions.
#[derive(Clone, Copy, Debug)]
struct Judge;

impl Grant for Judge {
    const PERMISSIONS: &'static [Permission] =
        &[Permission::ViewMetrics, Permission::ManageSettings];
}

async fn seen(tenant: &Tenant, caller: &Caller, id: &str) -> ApiResult<ConversationRow> {
    let mut tx: Tx = tenant.db().read().await?;
    Ok(visible(&mut tx, caller, id).await?)
}

fn checked(field: &str, text: String) -> ApiResult<String> {
    if text.chars().count() > TEXT_MAX || text.contains('\0') {
        return Err(Error::field(field, "at most 4,000 characters").into());
    }
    Ok(text)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct AssistQuery {
    /// What the customer is typing.
    typed: Option<String>,
}

/// What helps with the customer's last words: what is meant, replies, cases, steps, tasks, offers.
#[utoipa::path(get, path = "/conversations/{id}/assist", tag = "assist",
    params(("id" = String, Path), AssistQuery),
    responses((status = 200, body = Assistance), (status = 404, body = ErrorBody)))]
async fn show_assistance(
    State(tenant): State<Tenant>,
    allowed: Allowed<Look>,
    PathOf(id): PathOf<String>,
    QueryOf(query): QueryOf<AssistQuery>,
) -> ApiResult<Json<Assistance>> {
    let row = seen(&tenant, &allowed.caller, &id).await?;
    let typed = query.typed.map(|text| checked("typed", text)).transpose()?;
    Ok(Json(actions::look(&tenant, row, typed).await?))
}

/// What an agent made of a suggestion.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SuggestionFeedback {
    /// The customer's message that it answered.
    seq: i64,
    /// What it was made of.
    kind: SourceKind,
    /// Its reference.
    reference: String,
    /// What was made of it.
    verdict: Verdict,
}

/// Keeps what an agent made of a suggestion; the ranking of the same question changes at once.
#[utoipa::path(post, path = "/conversations/{id}/assist/feedback", tag = "assist",
    params(("id" = String, Path)), request_body = SuggestionFeedback,
    responses((status = 204), (status = 400, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn judge_suggestion(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<SuggestionFeedback>,
) -> ApiResult<StatusCode> {
    seen(&tenant, &allowed.caller, &id).await?;
    let judged = Judged {
        seq: body.seq,
        kind: body.kind,
        reference: body.reference,
        verdict: body.verdict,
    };
    actions::judge(&tenant, &allowed.caller, id, judged).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A reply that is about to be sent.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ReplyToCheck {
    /// Its words.
    text: String,
}

/// What should not go out like this.
#[derive(Serialize, utoipa::ToSchema)]
struct RiskList {
    /// What stops first.
    items: Vec<Risk>,
}

/// Holds a reply against the words of the house, the knowledge, the limit of the grade and privacy.
#[utoipa::path(post, path = "/conversations/{id}/assist/check", tag = "assist",
    params(("id" = String, Path)), request_body = ReplyToCheck,
    responses((status = 200, body = RiskList), (status = 404, body = ErrorBody)))]
async fn check_reply(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<ReplyToCheck>,
) -> ApiResult<Json<RiskList>> {
    let row = seen(&tenant, &allowed.caller, &id).await?;
    let text = checked("text", body.text)?;
    let items = actions::check(&tenant, row, text).await?;
    Ok(Json(RiskList { items }))
}

/// A question of an agent.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct AgentQuestion {
    /// The words.
    text: String,
    /// What the agent asked before, the newest last.
    #[serde(default)]
    before: Vec<String>,
}

/// The assistant answers an agent, from knowledge that customers may not see as well.
#[utoipa::path(post, path = "/assist/ask", tag = "assist", request_body = AgentQuestion,
    responses((status = 200, body = Told), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn ask_assistant(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
    JsonBody(body): JsonBody<AgentQuestion>,
) -> ApiResult<Json<Told>> {
    let text = checked("text", body.text)?;
    if text.trim().is_empty() {
        return Err(Error::field("text", "a question").into());
    }
    let mut before = body.before;
    before.retain(|text| text.chars().count() <= TEXT_MAX && !text.contains('\0'));
    before.truncate(10);
    Ok(Json(actions::ask(&tenant, text, before).await?))
}

/// What is prepared for the end of a conversation.
#[utoipa::path(get, path = "/conversations/{id}/wrap-up", tag = "assist",
    params(("id" = String, Path)),
    responses((status = 200, body = WrapUpDraft), (status = 404, body = ErrorBody)))]
async fn show_wrap_up(
    State(tenant): State<Tenant>,
    allowed: Allowed<Look>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<WrapUpDraft>> {
    let row = seen(&tenant, &allowed.caller, &id).await?;
    Ok(Json(actions::draft(&tenant, &row).await?))
}

/// Keeps what the agent confirms at the end: summary, class, tags, and opens what they want opened.
#[utoipa::path(post, path = "/conversations/{id}/wrap-up", tag = "assist",
    params(("id" = String, Path)), request_body = NewWrapUp,
    responses((status = 200, body = WrapUpDraft), (status = 400, body = ErrorBody), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn confirm_wrap_up(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<NewWrapUp>,
) -> ApiResult<Json<WrapUpDraft>> {
    seen(&tenant, &allowed.caller, &id).await?;
    actions::confirm(&tenant, &allowed.caller, id.clone(), body).await?;
    let row = seen(&tenant, &allowed.caller, &id).await?;
    Ok(Json(actions::draft(&tenant, &row).await?))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct FigureQuery {
    /// Days to look back, 1 to 365; 30 unless told.
    days: Option<i64>,
}

/// What agents made of suggestions.
#[derive(Serialize, utoipa::ToSchema)]
struct AssistFigures {
    /// Sent as they were.
    sent: i64,
    /// Sent in other words.
    edited: i64,
    /// Not what was asked.
    rejected: i64,
    /// Conversations with a confirmed summary.
    wrapped_up: i64,
    /// Of them, confirmed as prepared.
    unchanged: i64,
    /// Mean milliseconds from opening the summary to confirming it; none without any.
    confirm_ms: Option<i64>,
}

/// What came of suggestions and of prepared summaries.
#[utoipa::path(get, path = "/assist/figures", tag = "assist", params(FigureQuery),
    responses((status = 200, body = AssistFigures), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn show_assist_figures(
    State(tenant): State<Tenant>,
    _: Allowed<Judge>,
    QueryOf(query): QueryOf<FigureQuery>,
) -> ApiResult<Json<AssistFigures>> {
    let days = query.days.unwrap_or(30);
    if !(1..=365).contains(&days) {
        return Err(Error::field("days", "1 to 365").into());
    }
    let since = tenant.clock().now_ms() - days * DAY_MS;
    let mut tx = tenant.db().read().await?;
    let tally = store::tally(&mut tx, since).await?;
    let ends = store::ends(&mut tx, since).await?;
    let of = |name: &str| {
        let found = tally.iter().find(|(verdict, _)| verdict == name);
        found.map_or(0, |(_, count)| *count)
    };
    Ok(Json(AssistFigures {
        sent: of("sent"),
        edited: of("edited"),
        rejected: of("rejected"),
        wrapped_up: ends.all,
        unchanged: ends.unchanged,
        confirm_ms: ends.mean_ms,
    }))
}

/// How agents are helped. Anybody of the staff may read it: the workbench asks whether it checks.
#[utoipa::path(get, path = "/settings/assist", tag = "settings",
    responses((status = 200, body = AssistSettings)))]
async fn show_assist_settings(
    State(tenant): State<Tenant>,
    _: Allowed<may::BeStaff>,
) -> ApiResult<Json<AssistSettings>> {
    Ok(Json((*tenant.settings::<AssistSettings>().await?).clone()))
}

/// Changes how agents are helped.
#[utoipa::path(put, path = "/settings/assist", tag = "settings", request_body = AssistSettings,
    responses((status = 200, body = AssistSettings), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn change_assist_settings(
    tenant: State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    body: JsonBody<AssistSettings>,
) -> ApiResult<Json<AssistSettings>> {
    change(tenant, allowed, body).await
}
