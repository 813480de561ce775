//! Tools and approvals through HTTP.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shanying_kernel::{Cursor, Page};
use shanying_web_kit::{
    Allowed, ApiResult, Caller, JsonBody, Limit, PathOf, QueryOf, Router, Tenant, may, settings,
};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::model::{Approval, ApprovalState, Asker, ToolCall, ToolInfo, ToolSettings, ToolWrite};
use super::{actions, registry, store};
use crate::connectors::Commerce;
use crate::shop::Terms;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(list_tools))
        .routes(routes!(list_calls))
        .routes(routes!(read_tool))
        .routes(routes!(preview_write))
        .routes(routes!(confirm_write))
        .routes(routes!(list_approvals))
        .routes(routes!(count_approvals))
        .routes(routes!(approve_write))
        .routes(routes!(reject_write))
        .routes(routes!(show_tool_settings, change_tool_settings))
        .routes(routes!(show_terms, change_terms))
}

#[derive(Serialize, ToSchema)]
struct ToolList {
    items: Vec<ToolInfo>,
}

/// Every tool with the JSON Schema of its parameters.
#[utoipa::path(get, path = "/tools", tag = "commerce", responses((status = 200, body = ToolList)))]
async fn list_tools(
    State(tenant): State<Tenant>,
    _: Allowed<may::ServeConversations>,
) -> ApiResult<Json<ToolList>> {
    let settings = tenant.settings::<ToolSettings>().await?;
    let shop = tenant.part::<Commerce>()?.shop.capabilities();
    let info = |tool: &registry::Tool| ToolInfo {
        name: tool.name,
        title_zh: tool.title_zh,
        title_en: tool.title_en,
        description: tool.description,
        risk: tool.risk,
        parameters: tool.parameters(),
        usable: tool.is_possible(&shop) && settings.off.iter().all(|off| off != tool.name),
    };
    let items = registry::tools().iter().map(info).collect();
    Ok(Json(ToolList { items }))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct CallQuery {
    /// Of this tool alone.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    tool: String,
    /// Where the page begins.
    cursor: Option<String>,
    /// Rows, 1 to 200.
    #[serde(default)]
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

/// The log of calls, the latest first. It names parameters and keeps no values.
#[utoipa::path(get, path = "/tools/calls", tag = "commerce", params(CallQuery),
    responses((status = 200, body = Page<ToolCall>)))]
async fn list_calls(
    State(tenant): State<Tenant>,
    _: Allowed<may::SuperviseConversations>,
    QueryOf(query): QueryOf<CallQuery>,
) -> ApiResult<Json<Page<ToolCall>>> {
    let mut tx = tenant.db().read().await?;
    let cursor = query.cursor.as_deref().and_then(Cursor::parse);
    Ok(Json(
        store::calls(&mut tx, &query.tool, cursor, query.limit.get()).await?,
    ))
}

fn asker(caller: &Caller, customer_id: String, conversation_id: Option<String>) -> Asker {
    Asker {
        customer_id,
        actor: caller.actor.clone(),
        conversation_id,
    }
}

/// A call for a customer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReadBody {
    /// Who is served.
    customer_id: String,
    /// In which conversation.
    conversation_id: Option<String>,
    /// As the tool's schema says.
    #[schema(value_type = Object)]
    arguments: Value,
}

/// Looks something up for a customer.
#[utoipa::path(post, path = "/tools/{name}/read", tag = "commerce", params(("name" = String, Path)),
    request_body = ReadBody, responses((status = 200, body = Value),
    (status = 404, description = "not_found.tool, not_found.order"),
    (status = 409, description = "customer.not_verified, tool.off")))]
async fn read_tool(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf(name): PathOf<String>,
    JsonBody(body): JsonBody<ReadBody>,
) -> ApiResult<Json<Value>> {
    let asker = asker(&allowed.caller, body.customer_id, body.conversation_id);
    Ok(Json(
        actions::read(&tenant, &asker, &name, body.arguments).await?,
    ))
}

/// A write to be told beforehand.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PreviewBody {
    /// Who is served.
    customer_id: String,
    /// In which conversation.
    conversation_id: Option<String>,
    /// As the tool's schema says.
    #[schema(value_type = Object)]
    arguments: Value,
    /// The caller's own name of this write; the same key gives the same write.
    key: String,
}

/// A write with the token that confirms it.
#[derive(Serialize, ToSchema)]
struct Previewed {
    /// The write.
    write: ToolWrite,
    /// For `/tools/confirm`.
    token: String,
}

/// Tells what a write would do, and whether a person must decide; nothing is changed.
#[utoipa::path(post, path = "/tools/{name}/preview", tag = "commerce",
    params(("name" = String, Path)), request_body = PreviewBody,
    responses((status = 200, body = Previewed), (status = 409, description = "tool.key_reused")))]
async fn preview_write(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    PathOf(name): PathOf<String>,
    JsonBody(body): JsonBody<PreviewBody>,
) -> ApiResult<Json<Previewed>> {
    let asker = asker(&allowed.caller, body.customer_id, body.conversation_id);
    let (write, token) =
        actions::preview(&tenant, &asker, &name, body.arguments, &body.key).await?;
    Ok(Json(Previewed { write, token }))
}

/// The confirmation of a write.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ConfirmBody {
    /// Who is served; must be the customer of the preview.
    customer_id: String,
    /// In which conversation.
    conversation_id: Option<String>,
    /// Of the preview.
    token: String,
}

/// Confirms a write once: `done`, or `waiting` for a person. Again, it answers the same.
#[utoipa::path(post, path = "/tools/confirm", tag = "commerce", request_body = ConfirmBody,
    responses((status = 200, body = ToolWrite),
    (status = 409, description = "tool.expired, tool.in_progress"),
    (status = 503, description = "shop.timeout, shop.failed: confirm again, it is done once")))]
async fn confirm_write(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ServeConversations>,
    JsonBody(body): JsonBody<ConfirmBody>,
) -> ApiResult<Json<ToolWrite>> {
    let asker = asker(&allowed.caller, body.customer_id, body.conversation_id);
    Ok(Json(actions::confirm(&tenant, &asker, &body.token).await?))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ApprovalQuery {
    /// Those that wait, unless told.
    #[serde(default)]
    #[param(value_type = Option<ApprovalState>, inline)]
    state: ApprovalState,
    /// Where the page begins.
    cursor: Option<String>,
    /// Rows, 1 to 200.
    #[serde(default)]
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

/// Writes that wait for a person with the authority, the oldest first; or those on which somebody
/// decided, the latest first.
#[utoipa::path(get, path = "/approvals", tag = "commerce", params(ApprovalQuery),
    responses((status = 200, body = Page<Approval>)))]
async fn list_approvals(
    State(tenant): State<Tenant>,
    _: Allowed<may::SuperviseConversations>,
    QueryOf(query): QueryOf<ApprovalQuery>,
) -> ApiResult<Json<Page<Approval>>> {
    let cursor = query.cursor.as_deref().and_then(Cursor::parse);
    let page = actions::approvals(&tenant, query.state, cursor, query.limit.get()).await?;
    Ok(Json(page))
}

/// How much waits for a person with the authority.
#[derive(Serialize, ToSchema)]
struct ApprovalCount {
    /// Writes.
    waiting: i64,
}

/// How many writes wait for a person with the authority.
#[utoipa::path(get, path = "/approvals/count", tag = "commerce",
    responses((status = 200, body = ApprovalCount)))]
async fn count_approvals(
    State(tenant): State<Tenant>,
    _: Allowed<may::SuperviseConversations>,
) -> ApiResult<Json<ApprovalCount>> {
    let waiting = store::count_waiting(&mut tenant.db().read().await?).await?;
    Ok(Json(ApprovalCount { waiting }))
}

/// What whoever decides writes.
#[derive(Deserialize, ToSchema)]
#[schema(as = ToolDecision)]
#[serde(deny_unknown_fields)]
struct Decision {
    /// Why; at most 500 characters.
    #[serde(default)]
    note: String,
}

/// Lets a waiting write happen.
#[utoipa::path(post, path = "/approvals/{id}/approve", tag = "commerce",
    params(("id" = String, Path)), request_body = Decision,
    responses((status = 200, body = ToolWrite), (status = 409, description = "tool.decided_before")))]
async fn approve_write(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::SuperviseConversations>,
    PathOf(id): PathOf<String>,
    JsonBody(decision): JsonBody<Decision>,
) -> ApiResult<Json<ToolWrite>> {
    Ok(Json(
        actions::approve(&tenant, &allowed.caller, &id, &decision.note).await?,
    ))
}

/// Refuses a waiting write.
#[utoipa::path(post, path = "/approvals/{id}/reject", tag = "commerce",
    params(("id" = String, Path)), request_body = Decision,
    responses((status = 200, body = ToolWrite), (status = 409, description = "tool.decided_before")))]
async fn reject_write(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::SuperviseConversations>,
    PathOf(id): PathOf<String>,
    JsonBody(decision): JsonBody<Decision>,
) -> ApiResult<Json<ToolWrite>> {
    Ok(Json(
        actions::reject(&tenant, &allowed.caller, &id, &decision.note).await?,
    ))
}

/// Which tools are off, and the limits of compensation.
#[utoipa::path(get, path = "/settings/tools", tag = "settings",
    responses((status = 200, body = ToolSettings)))]
async fn show_tool_settings(
    state: State<Tenant>,
    allowed: Allowed<may::ViewSettings>,
) -> ApiResult<Json<ToolSettings>> {
    settings::show(state, allowed).await
}

/// Changes them.
#[utoipa::path(put, path = "/settings/tools", tag = "settings", request_body = ToolSettings,
    responses((status = 200, body = ToolSettings)))]
async fn change_tool_settings(
    state: State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    body: JsonBody<ToolSettings>,
) -> ApiResult<Json<ToolSettings>> {
    settings::change(state, allowed, body).await
}

/// The terms of the company's own shop.
#[utoipa::path(get, path = "/settings/shop_terms", tag = "settings",
    responses((status = 200, body = Terms)))]
async fn show_terms(
    state: State<Tenant>,
    allowed: Allowed<may::ViewSettings>,
) -> ApiResult<Json<Terms>> {
    settings::show(state, allowed).await
}

/// Changes them.
#[utoipa::path(put, path = "/settings/shop_terms", tag = "settings", request_body = Terms,
    responses((status = 200, body = Terms)))]
async fn change_terms(
    state: State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    body: JsonBody<Terms>,
) -> ApiResult<Json<Terms>> {
    settings::change(state, allowed, body).await
}
