//! Tasks over HTTP, and the section `answer_audits` of the settings.

use axum::Json;
use axum::extract::State as Of;
use serde::{Deserialize, Serialize};
use shanying_kernel::{Cursor, Page};
use shanying_web_kit::settings::{change, show};
use shanying_web_kit::{
    Allowed, ApiResult, ErrorBody, Grant, JsonBody, Limit, PathOf, Permission, QueryOf, Router,
    Tenant, may,
};
use utoipa_axum::routes;

use super::actions::{self, Decision, Judgement};
use super::model::{
    AnswerAudit, AnswerAuditDetail, AnswerAuditSettings, Board, Counts, Reason, Review, State,
    Verdict,
};
use super::store::Filter;
use crate::gaps::ViewGaps;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(list_answer_audits))
        .routes(routes!(list_my_answer_audits))
        .routes(routes!(count_answer_audits))
        .routes(routes!(show_answer_audit_board))
        .routes(routes!(sweep_answers))
        .routes(routes!(show_answer_audit))
        .routes(routes!(judge_answer))
        .routes(routes!(review_answer_audit))
        .routes(routes!(
            show_answer_audit_settings,
            change_answer_audit_settings
        ))
}

/// Those who have tasks or see to what comes of them.
#[derive(Clone, Copy, Debug)]
struct SeeAudits;

impl Grant for SeeAudits {
    const PERMISSIONS: &'static [Permission] = &[
        Permission::ServeConversations,
        Permission::EditKnowledge,
        Permission::ViewMetrics,
    ];
}

/// Those who do tasks: who serves has some, an editor may do any.
#[derive(Clone, Copy, Debug)]
struct DoAudits;

impl Grant for DoAudits {
    const PERMISSIONS: &'static [Permission] =
        &[Permission::ServeConversations, Permission::EditKnowledge];
}

/// Those who have tasks made at once.
#[derive(Clone, Copy, Debug)]
struct RunAudits;

impl Grant for RunAudits {
    const PERMISSIONS: &'static [Permission] = &[
        Permission::EditKnowledge,
        Permission::SuperviseConversations,
    ];
}

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct AuditFilter {
    /// Only tasks that stand there.
    #[param(inline)]
    state: Option<State>,
    /// Only tasks with this weightiest reason.
    #[param(inline)]
    reason: Option<Reason>,
    /// Only tasks of this agent.
    agent: Option<String>,
    /// From the page before.
    cursor: Option<String>,
    /// 1 to 200, 50 unless told.
    #[serde(default)]
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

/// All tasks, the newest first.
#[utoipa::path(get, path = "/answer-audits", tag = "audits", params(AuditFilter),
    responses((status = 200, body = Page<AnswerAudit>), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn list_answer_audits(
    Of(tenant): Of<Tenant>,
    _: Allowed<ViewGaps>,
    QueryOf(query): QueryOf<AuditFilter>,
) -> ApiResult<Json<Page<AnswerAudit>>> {
    let filter = Filter {
        state: query.state,
        reason: query.reason,
        agent_id: query.agent,
        cursor: query.cursor.as_deref().and_then(Cursor::parse),
        limit: query.limit.get(),
    };
    Ok(Json(actions::list(&tenant, filter).await?))
}

/// Tasks of the caller.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct MyAnswerAudits {
    /// To be done, the oldest first.
    open: Vec<AnswerAudit>,
    /// Judged, the latest first, at most twenty; with what editors made of it.
    judged: Vec<AnswerAudit>,
}

/// What waits for the caller, and what became of what they judged.
#[utoipa::path(get, path = "/answer-audits/mine", tag = "audits",
    responses((status = 200, body = MyAnswerAudits), (status = 403, body = ErrorBody)))]
async fn list_my_answer_audits(
    Of(tenant): Of<Tenant>,
    allowed: Allowed<SeeAudits>,
) -> ApiResult<Json<MyAnswerAudits>> {
    let (open, judged) = actions::mine(&tenant, allowed.caller.agent_id()?).await?;
    Ok(Json(MyAnswerAudits { open, judged }))
}

/// How many tasks wait for the caller, for everybody, and for an editor.
#[utoipa::path(get, path = "/answer-audits/counts", tag = "audits",
    responses((status = 200, body = Counts), (status = 403, body = ErrorBody)))]
async fn count_answer_audits(
    Of(tenant): Of<Tenant>,
    allowed: Allowed<SeeAudits>,
) -> ApiResult<Json<Counts>> {
    Ok(Json(actions::counts(&tenant, &allowed.caller).await?))
}

/// Who did what, and whether mended answers helped.
#[utoipa::path(get, path = "/answer-audits/board", tag = "audits",
    responses((status = 200, body = Board), (status = 403, body = ErrorBody)))]
async fn show_answer_audit_board(
    Of(tenant): Of<Tenant>,
    _: Allowed<SeeAudits>,
) -> ApiResult<Json<Board>> {
    Ok(Json(actions::board(&tenant).await?))
}

/// What a sweep came to.
#[derive(Debug, Serialize, utoipa::ToSchema)]
struct SweptAnswers {
    /// New tasks.
    found: usize,
}

/// Looks through what is published now, makes tasks of what is worth a look, and deals them.
#[utoipa::path(post, path = "/answer-audits/sweep", tag = "audits",
    responses((status = 200, body = SweptAnswers), (status = 403, body = ErrorBody)))]
async fn sweep_answers(
    Of(tenant): Of<Tenant>,
    allowed: Allowed<RunAudits>,
) -> ApiResult<Json<SweptAnswers>> {
    let found = actions::sweep(&tenant, Some(&allowed.caller)).await?;
    Ok(Json(SweptAnswers { found }))
}

/// A task with what customers asked, what they did then, and the answer now.
#[utoipa::path(get, path = "/answer-audits/{id}", tag = "audits", params(("id" = String, Path)),
    responses((status = 200, body = AnswerAuditDetail), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn show_answer_audit(
    Of(tenant): Of<Tenant>,
    allowed: Allowed<SeeAudits>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<AnswerAuditDetail>> {
    Ok(Json(actions::show(&tenant, &allowed.caller, &id).await?))
}

/// What an agent says of an answer.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct AnswerJudgement {
    /// Right, wrong, or something else instead.
    verdict: Verdict,
    /// Why it is wrong; a word beside the others. At most 500 characters.
    #[serde(default)]
    note: String,
    /// For `mend`: what the answer should be, Markdown, at most 20,000 characters.
    #[serde(default)]
    answer: String,
}

/// Says what an answer is worth. What customers get stays as it is until an editor decides.
#[utoipa::path(post, path = "/answer-audits/{id}/verdict", tag = "audits", params(("id" = String, Path)),
    request_body = AnswerJudgement,
    responses((status = 200, body = AnswerAudit), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn judge_answer(
    Of(tenant): Of<Tenant>,
    allowed: Allowed<DoAudits>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<AnswerJudgement>,
) -> ApiResult<Json<AnswerAudit>> {
    let judgement = Judgement {
        verdict: body.verdict,
        note: body.note,
        answer: body.answer,
    };
    Ok(Json(
        actions::judge(&tenant, &allowed.caller, &id, judgement).await?,
    ))
}

/// What an editor decides about a verdict.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct AnswerAuditDecision {
    /// `accept` or `decline` a mended answer, `settle` a wrong one.
    review: Review,
    /// A word to the agent, at most 500 characters.
    #[serde(default)]
    note: String,
    /// For `accept`: the answer as the editor would have it, unless it is taken as it was written.
    #[serde(default)]
    answer: Option<String>,
}

/// Settles a verdict. An accepted answer is published at once, unless the entry has changes that nobody
/// has published: then it stands in the draft, and `went_live` is false.
#[utoipa::path(post, path = "/answer-audits/{id}/review", tag = "audits", params(("id" = String, Path)),
    request_body = AnswerAuditDecision,
    responses((status = 200, body = AnswerAudit), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn review_answer_audit(
    Of(tenant): Of<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<AnswerAuditDecision>,
) -> ApiResult<Json<AnswerAudit>> {
    let decision = Decision {
        review: body.review,
        note: body.note,
        answer: body.answer,
    };
    Ok(Json(
        actions::review(&tenant, &allowed.caller, &id, decision).await?,
    ))
}

/// Which answers are looked at, and by whom.
#[utoipa::path(get, path = "/settings/answer_audits", tag = "settings",
    responses((status = 200, body = AnswerAuditSettings), (status = 403, body = ErrorBody)))]
async fn show_answer_audit_settings(
    tenant: Of<Tenant>,
    allowed: Allowed<may::ViewSettings>,
) -> ApiResult<Json<AnswerAuditSettings>> {
    show(tenant, allowed).await
}

/// Changes which answers are looked at, from the next sweep on.
#[utoipa::path(put, path = "/settings/answer_audits", tag = "settings", request_body = AnswerAuditSettings,
    responses((status = 200, body = AnswerAuditSettings), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn change_answer_audit_settings(
    tenant: Of<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    body: JsonBody<AnswerAuditSettings>,
) -> ApiResult<Json<AnswerAuditSettings>> {
    change(tenant, allowed, body).await
}
