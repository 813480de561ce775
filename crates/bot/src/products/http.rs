//! Products over HTTP.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use shanying_kernel::{Cursor, Error, Page};
use shanying_web_kit::{
    Allowed, ApiResult, ErrorBody, JsonBody, Limit, PathOf, QueryOf, Router, Tenant, may,
};
use utoipa_axum::routes;

use super::actions::{self, Step};
use super::ask::Verdict;
use super::drafts::{ProductDraft, ProductEntry, ProductSummary, ProductVersion};
use super::lexicon::{Lexicon, Taught};
use super::schemas::Schema;
use super::settings::ProductWords;
use super::{imports, store};
use crate::answers::Bot;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(list_products, create_product))
        .routes(routes!(describe_product))
        .routes(routes!(teach_phrase))
        .routes(routes!(show_words, change_words))
        .routes(routes!(list_schemas))
        .routes(routes!(ask_products))
        .routes(routes!(show_product, change_product, archive_product))
        .routes(routes!(confirm_product))
        .routes(routes!(withdraw_product))
        .routes(routes!(list_product_versions))
        .merge(imports::http::routes())
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ProductQuery {
    /// Words of the name or the description, or a key.
    #[serde(default)]
    q: String,
    /// A category.
    #[serde(default)]
    category: String,
    /// `draft`, `confirmed` (with the changed ones), `changed` or `archived`; all but the archived
    /// ones when missing.
    #[serde(default)]
    state: String,
    /// Where the page begins.
    cursor: Option<String>,
    /// Rows, 1 to 200.
    #[serde(default)]
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

/// A page of products.
#[utoipa::path(get, path = "/products", tag = "products", params(ProductQuery),
    responses((status = 200, body = Page<ProductSummary>)))]
async fn list_products(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
    QueryOf(query): QueryOf<ProductQuery>,
) -> ApiResult<Json<Page<ProductSummary>>> {
    if !store::STATES.contains(&query.state.as_str()) {
        return Err(Error::field("state", "no such state").into());
    }
    let filter = store::Filter {
        q: query.q,
        category: query.category,
        state: query.state,
        cursor: query.cursor.as_deref().and_then(Cursor::parse),
        limit: query.limit.get(),
    };
    Ok(Json(
        store::list(&mut tenant.db().read().await?, &filter).await?,
    ))
}

/// Makes a product, as a draft.
#[utoipa::path(post, path = "/products", tag = "products", request_body = ProductDraft,
    responses((status = 200, body = ProductEntry), (status = 400, body = ErrorBody)))]
async fn create_product(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    JsonBody(draft): JsonBody<ProductDraft>,
) -> ApiResult<Json<ProductEntry>> {
    Ok(Json(
        actions::create(&tenant, &allowed.caller, draft).await?,
    ))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Description {
    /// In plain language; at most 10,000 characters.
    text: String,
}

/// Reads a description: the draft that it makes, its facts with their places in the text. Nothing
/// is kept.
#[utoipa::path(post, path = "/products/describe", tag = "products", request_body = Description,
    responses((status = 200, body = ProductDraft), (status = 400, body = ErrorBody)))]
async fn describe_product(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
    JsonBody(body): JsonBody<Description>,
) -> ApiResult<Json<ProductDraft>> {
    if body.text.chars().count() > 10_000 {
        return Err(Error::field("text", "at most 10,000 characters").into());
    }
    let shelf = tenant.part::<Bot>()?.shelf();
    let facts = shelf.describe(&body.text);
    Ok(Json(ProductDraft::of(&body.text, facts)))
}

/// Learns from a correction: what a phrase means in every description from now on.
#[utoipa::path(post, path = "/products/taught", tag = "products", request_body = Taught,
    responses((status = 200, body = Lexicon), (status = 400, body = ErrorBody)))]
async fn teach_phrase(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    JsonBody(body): JsonBody<Taught>,
) -> ApiResult<Json<Lexicon>> {
    actions::teach(&tenant, &allowed.caller, body).await?;
    let words = tenant.settings::<ProductWords>().await?;
    Ok(Json(words.lexicon.clone()))
}

/// The words of the trade: the tenant's own, and all together.
#[derive(Serialize, utoipa::ToSchema)]
struct Words {
    /// The tenant's own, with its schemas.
    own: ProductWords,
    /// The general words with the tenant's laid over them.
    all: Lexicon,
}

/// The words that descriptions and wishes are read with.
#[utoipa::path(get, path = "/products/words", tag = "products",
    responses((status = 200, body = Words)))]
async fn show_words(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
) -> ApiResult<Json<Words>> {
    Ok(Json(Words {
        own: (*tenant.settings::<ProductWords>().await?).clone(),
        all: tenant.part::<Bot>()?.shelf().lexicon().clone(),
    }))
}

/// Changes the tenant's words and schemas.
#[utoipa::path(put, path = "/products/words", tag = "products", request_body = ProductWords,
    responses((status = 200, body = Words), (status = 400, body = ErrorBody)))]
async fn change_words(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    JsonBody(words): JsonBody<ProductWords>,
) -> ApiResult<Json<Words>> {
    actions::set_words(&tenant, &allowed.caller, words).await?;
    Ok(Json(Words {
        own: (*tenant.settings::<ProductWords>().await?).clone(),
        all: tenant.part::<Bot>()?.shelf().lexicon().clone(),
    }))
}

/// All schemas.
#[derive(Serialize, utoipa::ToSchema)]
struct Schemas {
    items: Vec<Schema>,
}

/// The attributes of each category, learned from the confirmed facts or as an editor wants them.
#[utoipa::path(get, path = "/products/schemas", tag = "products",
    responses((status = 200, body = Schemas)))]
async fn list_schemas(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
) -> ApiResult<Json<Schemas>> {
    let words = tenant.settings::<ProductWords>().await?;
    Ok(Json(Schemas {
        items: tenant.part::<Bot>()?.shelf().schemas(&words),
    }))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ProductQuestion {
    /// What a customer might ask.
    text: String,
    /// The product that is talked about.
    product_id: Option<String>,
}

/// What the facts answer.
#[derive(Serialize, utoipa::ToSchema)]
struct ProductAnswer {
    /// None: it asks nothing that facts could answer.
    verdict: Option<Verdict>,
    /// The answer in Chinese.
    text: String,
    /// Products that it is about, or that meet what was asked for.
    products: Vec<String>,
    /// Whether a person would be offered.
    offers_person: bool,
}

/// Tries a question on the confirmed facts.
#[utoipa::path(post, path = "/products/ask", tag = "products", request_body = ProductQuestion,
    responses((status = 200, body = ProductAnswer)))]
async fn ask_products(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
    JsonBody(body): JsonBody<ProductQuestion>,
) -> ApiResult<Json<ProductAnswer>> {
    let shelf = tenant.part::<Bot>()?.shelf();
    let now_ms = tenant.clock().now_ms();
    let answer = shelf.ask(&body.text, body.product_id.as_deref(), now_ms);
    Ok(Json(answer.map_or_else(
        || ProductAnswer {
            verdict: None,
            text: String::new(),
            products: Vec::new(),
            offers_person: false,
        },
        |answer| ProductAnswer {
            verdict: Some(answer.verdict),
            offers_person: answer.offers_person(),
            text: answer.text,
            products: answer.products,
        },
    )))
}

/// A product in full.
#[utoipa::path(get, path = "/products/{id}", tag = "products", params(("id" = String, Path)),
    responses((status = 200, body = ProductEntry), (status = 404, body = ErrorBody)))]
async fn show_product(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<ProductEntry>> {
    let product = store::load(&mut tenant.db().read().await?, &id).await?;
    Ok(Json(product.entry()))
}

/// Another draft, by who saw the revision.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ProductChange {
    /// The revision that was seen.
    revision: i64,
    /// The draft.
    draft: ProductDraft,
}

/// Saves the draft.
#[utoipa::path(put, path = "/products/{id}", tag = "products", params(("id" = String, Path)),
    request_body = ProductChange,
    responses((status = 200, body = ProductEntry), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn change_product(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<ProductChange>,
) -> ApiResult<Json<ProductEntry>> {
    let step = Step::Save(body.draft);
    Ok(Json(
        actions::change(&tenant, &allowed.caller, &id, Some(body.revision), step).await?,
    ))
}

/// Puts a product away.
#[utoipa::path(delete, path = "/products/{id}", tag = "products", params(("id" = String, Path)),
    responses((status = 200, body = ProductEntry), (status = 404, body = ErrorBody)))]
async fn archive_product(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<ProductEntry>> {
    Ok(Json(
        actions::change(&tenant, &allowed.caller, &id, None, Step::Archive).await?,
    ))
}

#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Confirmation {
    /// The revision that was seen.
    revision: i64,
}

/// The draft is right: customers are told of it from the next question on.
#[utoipa::path(post, path = "/products/{id}/confirm", tag = "products",
    params(("id" = String, Path)), request_body = Confirmation,
    responses((status = 200, body = ProductEntry), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn confirm_product(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<Confirmation>,
) -> ApiResult<Json<ProductEntry>> {
    let step = Step::Confirm;
    Ok(Json(
        actions::change(&tenant, &allowed.caller, &id, Some(body.revision), step).await?,
    ))
}

/// Customers are told of it no more; the draft stays.
#[utoipa::path(post, path = "/products/{id}/withdraw", tag = "products",
    params(("id" = String, Path)),
    responses((status = 200, body = ProductEntry), (status = 404, body = ErrorBody)))]
async fn withdraw_product(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditKnowledge>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<ProductEntry>> {
    Ok(Json(
        actions::change(&tenant, &allowed.caller, &id, None, Step::Withdraw).await?,
    ))
}

/// What was confirmed.
#[derive(Serialize, utoipa::ToSchema)]
struct ProductVersions {
    items: Vec<ProductVersion>,
}

/// What was confirmed, newest first.
#[utoipa::path(get, path = "/products/{id}/versions", tag = "products",
    params(("id" = String, Path)),
    responses((status = 200, body = ProductVersions), (status = 404, body = ErrorBody)))]
async fn list_product_versions(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewKnowledge>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<ProductVersions>> {
    let mut tx = tenant.db().read().await?;
    store::load(&mut tx, &id).await?;
    let items = store::versions(&mut tx, &id).await?;
    Ok(Json(ProductVersions { items }))
}
