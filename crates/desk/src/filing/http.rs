//! The tree, proposals, measures and imports over HTTP.

use axum::Json;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use serde::{Deserialize, Serialize};
use shanying_bot::knowledge::{Table, read_table};
use shanying_kernel::{Error, Result};
use shanying_web_kit::files::http::read_upload;
use shanying_web_kit::settings::{change, show};
use shanying_web_kit::{
    Allowed, ApiResult, ErrorBody, Grant, JsonBody, Permission, QueryOf, Router, Tenant, may,
};
use utoipa_axum::routes;

use super::actions;
use super::engine::{self, Engine};
use super::model::{FilingImport, FilingMeasures, FilingSettings, Proposal, TicketCategoryNode};
use super::{rules, store};

/// Bytes of a table.
const TABLE_MAX: usize = 32 << 20;
/// What the page measures by.
const DAYS_90_MS: i64 = 90 * 86_400_000;

/// Whoever serves or reads everything may see the tree and what is proposed.
#[derive(Clone, Copy, Debug)]
struct Look;

impl Grant for Look {
    const PERMISSIONS: &'static [Permission] = &[
        Permission::ServeConversations,
        Permission::ViewAllConversations,
    ];
}

/// Whoever sees figures or manages settings may see how good the engine is.
#[derive(Clone, Copy, Debug)]
struct Judge;

impl Grant for Judge {
    const PERMISSIONS: &'static [Permission] =
        &[Permission::ViewMetrics, Permission::ManageSettings];
}

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(import_ticket_categories))
        .routes(routes!(import_filing_history))
        .layer(DefaultBodyLimit::max(TABLE_MAX + (64 << 10)))
        .routes(routes!(list_ticket_categories))
        .routes(routes!(propose_leaf))
        .routes(routes!(show_filing_measures))
        .routes(routes!(train_filing))
        .routes(routes!(show_filing_settings, change_filing_settings))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct TreeQuery {
    /// The place whose floor is wanted; the top ones unless told.
    parent: Option<String>,
    /// Words of a leaf's path; leaves anywhere in the tree.
    #[serde(default)]
    q: String,
    /// Places that are no leaves are looked for, too.
    #[serde(default)]
    inner: bool,
    /// These places, parted by commas, instead of anything else.
    #[serde(default)]
    ids: String,
}

/// Places of the tree.
#[derive(Serialize, utoipa::ToSchema)]
struct TicketCategoryList {
    items: Vec<TicketCategoryNode>,
}

/// One floor of the tree, or leaves by their words.
#[utoipa::path(get, path = "/ticket-categories", tag = "tickets", params(TreeQuery),
    responses((status = 200, body = TicketCategoryList), (status = 403, body = ErrorBody)))]
async fn list_ticket_categories(
    State(tenant): State<Tenant>,
    _: Allowed<Look>,
    QueryOf(query): QueryOf<TreeQuery>,
) -> ApiResult<Json<TicketCategoryList>> {
    let mut tx = tenant.db().read().await?;
    let words: String = query.q.trim().chars().take(60).collect();
    let items = if !query.ids.is_empty() {
        let ids: Vec<&str> = query.ids.split(',').take(200).collect();
        store::some(&mut tx, &ids).await?
    } else if words.is_empty() {
        store::floor(&mut tx, query.parent.as_deref()).await?
    } else {
        store::search(&mut tx, &words, query.inner).await?
    };
    Ok(Json(TicketCategoryList { items }))
}

/// The form of a table.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes the form in the OpenAPI document")]
struct FilingTableForm {
    /// XLSX or CSV.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

async fn table(form: Multipart) -> Result<Table> {
    let (_, content) = read_upload(form, TABLE_MAX).await?;
    tokio::task::spawn_blocking(move || read_table(&content))
        .await
        .map_err(|error| Error::internal("reading a table broke off").because(error))?
}

/// Imports a tree: columns are floors, or one column holds paths such as `售后/退货/质量问题`.
#[utoipa::path(post, path = "/ticket-categories/import", tag = "tickets",
    request_body(content = FilingTableForm, content_type = "multipart/form-data"),
    responses((status = 200, body = FilingImport), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn import_ticket_categories(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    form: Multipart,
) -> ApiResult<Json<FilingImport>> {
    let table = table(form).await?;
    Ok(Json(
        actions::import_tree(&tenant, &allowed.caller, table).await?,
    ))
}

/// Imports texts of the past: a column 内容 (or `text`), the others the path of the leaf.
#[utoipa::path(post, path = "/filing/history/import", tag = "tickets",
    request_body(content = FilingTableForm, content_type = "multipart/form-data"),
    responses((status = 200, body = FilingImport), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn import_filing_history(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    form: Multipart,
) -> ApiResult<Json<FilingImport>> {
    let table = table(form).await?;
    Ok(Json(
        actions::import_history(&tenant, &allowed.caller, table).await?,
    ))
}

/// A text to file.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct TextToFile {
    text: String,
}

/// The likeliest leaves of a text.
#[utoipa::path(post, path = "/filing/propose", tag = "tickets", request_body = TextToFile,
    responses((status = 200, body = Proposal), (status = 403, body = ErrorBody)))]
async fn propose_leaf(
    State(tenant): State<Tenant>,
    _: Allowed<Look>,
    JsonBody(body): JsonBody<TextToFile>,
) -> ApiResult<Json<Proposal>> {
    Ok(Json(
        actions::propose(&tenant, &body.text)
            .await?
            .unwrap_or_default(),
    ))
}

/// How good filing is.
#[utoipa::path(get, path = "/filing/measures", tag = "tickets",
    responses((status = 200, body = FilingMeasures), (status = 403, body = ErrorBody)))]
async fn show_filing_measures(
    State(tenant): State<Tenant>,
    _: Allowed<Judge>,
) -> ApiResult<Json<FilingMeasures>> {
    let since = tenant.clock().now_ms() - DAYS_90_MS;
    let mut tx = tenant.db().read().await?;
    let settled = store::settled(&mut tx, since).await?;
    let by_itself = store::count_by_itself(&mut tx, since).await?;
    let (categories, leaves) = store::counts(&mut tx).await?;
    let wrong = settled.iter().flat_map(|one| {
        let proposed = one.proposed.first().map(|first| first.leaf_id.as_str());
        proposed.into_iter().chain([one.leaf_id.as_str()])
    });
    let ids: std::collections::BTreeSet<&str> = wrong.collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    let paths = store::paths(&mut tx, &ids).await?;
    let path = |id: &str| {
        paths
            .get(id)
            .cloned()
            .unwrap_or_else(|| vec![id.to_owned()])
    };
    Ok(Json(FilingMeasures {
        model: tenant.part::<Engine>()?.told(),
        outcome: rules::outcome(&settled, by_itself),
        confusions: rules::confusions(&settled, path),
        weeks: rules::weeks(&settled),
        categories,
        leaves,
        examples: store::count_examples(&mut tx).await?,
    }))
}

/// Learns from all that is known now; the answer comes when it is done.
#[utoipa::path(post, path = "/filing/train", tag = "tickets",
    responses((status = 204), (status = 403, body = ErrorBody)))]
async fn train_filing(
    State(tenant): State<Tenant>,
    _: Allowed<may::ManageSettings>,
) -> ApiResult<axum::http::StatusCode> {
    engine::train(&tenant).await?;
    Ok(axum::http::StatusCode::NO_CONTENT)
}

/// How far filing is left to the engine.
#[utoipa::path(get, path = "/settings/filing", tag = "settings",
    responses((status = 200, body = FilingSettings), (status = 403, body = ErrorBody)))]
async fn show_filing_settings(
    tenant: State<Tenant>,
    allowed: Allowed<may::ViewSettings>,
) -> ApiResult<Json<FilingSettings>> {
    show(tenant, allowed).await
}

/// Changes how far filing is left to the engine.
#[utoipa::path(put, path = "/settings/filing", tag = "settings", request_body = FilingSettings,
    responses((status = 200, body = FilingSettings), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn change_filing_settings(
    tenant: State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    body: JsonBody<FilingSettings>,
) -> ApiResult<Json<FilingSettings>> {
    change(tenant, allowed, body).await
}
