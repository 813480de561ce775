//! Knowledge over HTTP.

mod search;
mod tree;
mod trial;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use shanying_kernel::{Cursor, Error, Page};
use shanying_web_kit::markdown::{self, Block};
use shanying_web_kit::{
    Allowed, ApiResult, ErrorBody, JsonBody, Limit, PathOf, QueryOf, Router, Tenant, may,
};
use utoipa_axum::routes;

use super::actions::{self, Step};
use super::model::{Entry, EntryDraft, EntrySummary, EntryVersion, KnowledgeSummary};
use super::{exchange, rules, store};
use crate::answers::BotSettings;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(list_entries, create_entry))
        .routes(routes!(show_entry, change_entry, archive_entry))
        .routes(routes!(publish_entry))
        .routes(routes!(unpublish_entry))
        .routes(routes!(unarchive_entry))
        .routes(routes!(list_versions))
        .routes(routes!(restore_version))
        .routes(routes!(add_similar))
        .routes(routes!(preview))
        .routes(routes!(summary))
        .merge(tree::routes())
        .merge(search::routes())
        .merge(trial::routes())
        .merge(exchange::http::routes())
}

/// All of something.
#[derive(Serialize, utoipa::ToSchema)]
pub(super) struct Items<T> {
    /// The rows.
    pub(super) items: Vec<T>,
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// A category with all below it, or `none`.
    #[serde(default)]
    category: String,
    /// A state (`published` with the changed ones), `expires_soon` or `never_hit`; all but the
    /// archived ones when missing.
    #[serde(default)]
    state: String,
    /// Words of a question, or a key.
    #[serde(default)]
    q: String,
    /// `updated` (the default), `hits` or `expiry`.
    #[serde(default)]
    sort: String,
    /// Where the page begins.
    cursor: Option<String>,
    /// Rows, 1 to 200.
    #[serde(default)]
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

/// A page of entries.
#[utoipa::path(get, path = "/knowledge/entries", tag = "knowledge", params(ListQuery),
    responses((status = 200, body = Page<EntrySummary>)))]
async fn list_entries(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
    QueryOf(query): QueryOf<ListQuery>,
) -> ApiResult<Json<Page<EntrySummary>>> {
    let days = tenant.settings::<BotSettings>().await?.expiry_reminder_days;
    if !store::STATES.contains(&query.state.as_str()) {
        return Err(Error::field("state", "no such state").into());
    }
    if !["", "updated", "hits", "expiry"].contains(&query.sort.as_str()) {
        return Err(Error::field("sort", "updated, hits or expiry").into());
    }
    let filter = store::Filter {
        category: query.category,
        state: query.state,
        q: query.q,
        sort: query.sort,
        cursor: query.cursor.as_deref().and_then(Cursor::parse),
        limit: query.limit.get(),
        reminder_days: days,
    };
    Ok(Json(
        store::list(&mut tenant.db().read().await?, &filter).await?,
    ))
}

/// Makes an entry, as a draft.
#[utoipa::path(post, path = "/knowledge/entries", tag = "knowledge", request_body = EntryDraft,
    responses((status = 200, body = Entry), (status = 400, body = ErrorBody)))]
async fn create_entry(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    JsonBody(draft): JsonBody<EntryDraft>,
) -> ApiResult<Json<Entry>> {
    Ok(Json(
        actions::create(&tenant, &allowed.caller, draft).await?,
    ))
}

/// An entry in full.
#[utoipa::path(get, path = "/knowledge/entries/{id}", tag = "knowledge",
    params(("id" = String, Path)),
    responses((status = 200, body = Entry), (status = 404, body = ErrorBody)))]
async fn show_entry(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<Entry>> {
    Ok(Json(actions::show(&tenant, &id).await?))
}

/// Another draft, by who saw the revision.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct EntryChange {
    /// The revision that was seen.
    revision: i64,
    /// The draft.
    draft: EntryDraft,
}

/// Saves the draft.
#[utoipa::path(put, path = "/knowledge/entries/{id}", tag = "knowledge",
    params(("id" = String, Path)), request_body = EntryChange,
    responses((status = 200, body = Entry), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn change_entry(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<EntryChange>,
) -> ApiResult<Json<Entry>> {
    let step = Step::Save(body.draft);
    Ok(Json(
        actions::change(&tenant, &allowed.caller, &id, Some(body.revision), step).await?,
    ))
}

/// Puts an entry away.
#[utoipa::path(delete, path = "/knowledge/entries/{id}", tag = "knowledge",
    params(("id" = String, Path)),
    responses((status = 200, body = Entry), (status = 404, body = ErrorBody)))]
async fn archive_entry(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<Entry>> {
    Ok(Json(
        actions::change(&tenant, &allowed.caller, &id, None, Step::Archive).await?,
    ))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Publication {
    /// The revision that was seen.
    revision: i64,
}

/// Gives the draft to customers, from the next question on.
#[utoipa::path(post, path = "/knowledge/entries/{id}/publish", tag = "knowledge",
    params(("id" = String, Path)), request_body = Publication,
    responses((status = 200, body = Entry), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn publish_entry(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<Publication>,
) -> ApiResult<Json<Entry>> {
    Ok(Json(
        actions::publish(&tenant, &allowed.caller, &id, Some(body.revision)).await?,
    ))
}

/// Takes an entry back from customers; its draft stays.
#[utoipa::path(post, path = "/knowledge/entries/{id}/unpublish", tag = "knowledge",
    params(("id" = String, Path)),
    responses((status = 200, body = Entry), (status = 404, body = ErrorBody)))]
async fn unpublish_entry(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<Entry>> {
    Ok(Json(
        actions::change(&tenant, &allowed.caller, &id, None, Step::Unpublish).await?,
    ))
}

/// Brings an archived entry back as a draft.
#[utoipa::path(post, path = "/knowledge/entries/{id}/unarchive", tag = "knowledge",
    params(("id" = String, Path)),
    responses((status = 200, body = Entry), (status = 404, body = ErrorBody)))]
async fn unarchive_entry(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<Entry>> {
    Ok(Json(
        actions::change(&tenant, &allowed.caller, &id, None, Step::Unarchive).await?,
    ))
}

/// What was published, newest first.
#[utoipa::path(get, path = "/knowledge/entries/{id}/versions", tag = "knowledge",
    params(("id" = String, Path)),
    responses((status = 200, body = Items<EntryVersion>), (status = 404, body = ErrorBody)))]
async fn list_versions(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<Items<EntryVersion>>> {
    let mut tx = tenant.db().read().await?;
    store::load(&mut tx, &id, 0).await?;
    let items = store::versions(&mut tx, &id).await?;
    Ok(Json(Items { items }))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Restoration {
    /// The version that becomes the draft.
    version: i64,
}

/// A version becomes the draft.
#[utoipa::path(post, path = "/knowledge/entries/{id}/restore", tag = "knowledge",
    params(("id" = String, Path)), request_body = Restoration,
    responses((status = 200, body = Entry), (status = 404, body = ErrorBody)))]
async fn restore_version(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<Restoration>,
) -> ApiResult<Json<Entry>> {
    let step = Step::Restore(body.version);
    Ok(Json(
        actions::change(&tenant, &allowed.caller, &id, None, step).await?,
    ))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SimilarQuestion {
    /// One more way to ask.
    text: String,
}

/// One more way to ask an entry's question, at once in the draft and in what customers get.
#[utoipa::path(post, path = "/knowledge/entries/{id}/similar", tag = "knowledge",
    params(("id" = String, Path)), request_body = SimilarQuestion,
    responses((status = 200, body = Entry), (status = 400, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn add_similar(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<SimilarQuestion>,
) -> ApiResult<Json<Entry>> {
    if body.text.trim().is_empty() {
        return Err(Error::field("text", "the question has no words").into());
    }
    Ok(Json(
        actions::add_similar(&tenant, &allowed.caller, &id, &body.text).await?,
    ))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct PreviewRequest {
    /// At most 20,000 characters.
    markdown: String,
}

/// Blocks.
#[derive(Serialize, utoipa::ToSchema)]
struct Preview {
    /// As customers get them.
    blocks: Vec<Block>,
}

/// Shows how an answer will look.
#[utoipa::path(post, path = "/knowledge/preview", tag = "knowledge", request_body = PreviewRequest,
    responses((status = 200, body = Preview), (status = 400, body = ErrorBody)))]
async fn preview(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
    JsonBody(body): JsonBody<PreviewRequest>,
) -> ApiResult<Json<Preview>> {
    if body.markdown.chars().count() > rules::MARKDOWN_MAX {
        let error = Error::invalid("invalid.too_long", "at most 20,000 characters");
        return Err(error
            .with("field", "markdown")
            .with("max", rules::MARKDOWN_MAX)
            .into());
    }
    let mut blocks = markdown::parse(&body.markdown);
    markdown::sign_pictures(&mut blocks, tenant.signer(), tenant.clock().now_ms())?;
    Ok(Json(Preview { blocks }))
}

/// How the knowledge base stands.
#[utoipa::path(get, path = "/knowledge/summary", tag = "knowledge",
    responses((status = 200, body = KnowledgeSummary)))]
async fn summary(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
) -> ApiResult<Json<KnowledgeSummary>> {
    let days = tenant.settings::<BotSettings>().await?.expiry_reminder_days;
    Ok(Json(
        store::summarise(&mut tenant.db().read().await?, days).await?,
    ))
}
