//! Knowledge over HTTP.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use shanying_kernel::{Cursor, Error, Page};
use shanying_web_kit::markdown::{self, Block};
use shanying_web_kit::{
    Allowed, ApiResult, ErrorBody, JsonBody, Limit, PathOf, QueryOf, Router, Tenant, may,
};
use utoipa_axum::routes;

use super::actions::{self, Step};
use super::categories::{self, CategoryInput};
use super::model::{
    Audience, Category, Entry, EntryDraft, EntrySummary, EntryVersion, KnowledgeSummary,
};
use super::{exchange, rules, store, trial};
use crate::answers::{Bot, BotSettings};

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(list_categories, create_category))
        .routes(routes!(change_category, delete_category))
        .routes(routes!(list_entries, create_entry))
        .routes(routes!(show_entry, change_entry, archive_entry))
        .routes(routes!(publish_entry))
        .routes(routes!(unpublish_entry))
        .routes(routes!(unarchive_entry))
        .routes(routes!(list_versions))
        .routes(routes!(restore_version))
        .routes(routes!(add_similar))
        .routes(routes!(preview))
        .routes(routes!(search))
        .routes(routes!(summary))
        .merge(trial::routes())
        .merge(exchange::http::routes())
}

/// All of something.
#[derive(Serialize, utoipa::ToSchema)]
struct Items<T> {
    items: Vec<T>,
}

/// The tree of categories.
#[utoipa::path(get, path = "/knowledge/categories", tag = "knowledge",
    responses((status = 200, body = Items<Category>)))]
async fn list_categories(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
) -> ApiResult<Json<Items<Category>>> {
    let items = categories::list(&mut tenant.db().read().await?).await?;
    Ok(Json(Items { items }))
}

/// Makes a category.
#[utoipa::path(post, path = "/knowledge/categories", tag = "knowledge",
    request_body = CategoryInput,
    responses((status = 200, body = Category), (status = 409, body = ErrorBody)))]
async fn create_category(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    JsonBody(input): JsonBody<CategoryInput>,
) -> ApiResult<Json<Category>> {
    Ok(Json(
        categories::create(&tenant, &allowed.caller, input).await?,
    ))
}

/// Renames or moves a category.
#[utoipa::path(patch, path = "/knowledge/categories/{id}", tag = "knowledge",
    params(("id" = String, Path)), request_body = CategoryInput,
    responses((status = 200, body = Category), (status = 404, body = ErrorBody)))]
async fn change_category(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
    JsonBody(input): JsonBody<CategoryInput>,
) -> ApiResult<Json<Category>> {
    Ok(Json(
        categories::change(&tenant, &allowed.caller, id, input).await?,
    ))
}

/// Removes an empty category.
#[utoipa::path(delete, path = "/knowledge/categories/{id}", tag = "knowledge",
    params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn delete_category(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
) -> ApiResult<StatusCode> {
    categories::remove(&tenant, &allowed.caller, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, utoipa::IntoParams)]
struct ListQuery {
    /// A category with all below it, or `none`.
    #[serde(default)]
    category: String,
    /// A state; all but the archived ones when missing.
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
    let states = [
        "",
        "draft",
        "published",
        "changed",
        "expired",
        "scheduled",
        "archived",
    ];
    if !states.contains(&query.state.as_str()) {
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
    Ok(Json(Preview {
        blocks: markdown::parse(&body.markdown),
    }))
}

#[derive(Deserialize, utoipa::IntoParams)]
struct SearchQuery {
    /// What to look for.
    #[serde(default)]
    q: String,
    /// Entries, 1 to 200.
    #[serde(default)]
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

/// A published entry that an agent found.
#[derive(Serialize, utoipa::ToSchema)]
struct FoundEntry {
    /// `ent_…`.
    entry_id: String,
    /// Its standard question.
    question: String,
    /// Its default answer.
    blocks: Vec<Block>,
    /// 0 to 1.
    score: f64,
    /// Who may be given it.
    audience: Audience,
    /// What the agent should know.
    agent_note: String,
}

/// The agents' search in what is published, entries for agents only included.
#[utoipa::path(get, path = "/knowledge/search", tag = "knowledge", params(SearchQuery),
    responses((status = 200, body = Items<FoundEntry>)))]
async fn search(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
    QueryOf(query): QueryOf<SearchQuery>,
) -> ApiResult<Json<Items<FoundEntry>>> {
    let bot = tenant.part::<Bot>()?;
    let items = bot
        .search(&query.q, query.limit.get())
        .into_iter()
        .map(|found| FoundEntry {
            entry_id: found.entry.entry_id,
            question: found.entry.question,
            blocks: found.blocks,
            score: found.score,
            audience: found.audience,
            agent_note: found.agent_note,
        })
        .collect();
    Ok(Json(Items { items }))
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
