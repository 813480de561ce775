//! What the widget asks without a session: looks, unread count, uploads, in-page help.

use axum::Json;
use axum::extract::{Multipart, State};
use axum::http::{HeaderMap, header};
use serde::{Deserialize, Serialize};
use shanying_bot::{Bot, HelpEntry};
use shanying_kernel::{Error, Result};
use shanying_people::customers;
use shanying_web_kit::files::{self, FileInfo, Upload, http::read_upload};
use shanying_web_kit::markdown::sign_pictures;
use shanying_web_kit::{ApiResult, ClientAddress, QueryOf, Router, Tenant};
use utoipa_axum::routes;

use super::hello::{self, Caller};
use super::poll::{__path_poll_frames, poll_frames};
use super::{consent, welcome};
use crate::conversations::store;
use crate::origin::{origin, own_origin};
use crate::service::model::ServiceSettings;

/// The routes of the widget, relative to `/widget/v1`.
pub(crate) fn routes() -> Router {
    Router::new()
        .routes(routes!(show_widget_config))
        .routes(routes!(count_unread))
        .routes(routes!(upload_widget_file))
        .routes(routes!(list_help))
        .routes(routes!(poll_frames))
}

fn caller(tenant: &Tenant, headers: &HeaderMap, address: String) -> Caller {
    Caller {
        address,
        origin: origin(headers).map(str::to_owned),
        own_origin: own_origin(tenant, headers),
    }
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct TokenQuery {
    /// The channel's public token.
    token: String,
}

/// How the launcher looks.
#[derive(Serialize, utoipa::ToSchema)]
struct WidgetConfig {
    theme_color: String,
    position: String,
    locale: String,
    title: String,
    elder_default: bool,
}

/// How the launcher looks; makes no visitor.
#[utoipa::path(get, path = "/config", tag = "widget", params(TokenQuery),
    responses((status = 200, body = WidgetConfig)))]
async fn show_widget_config(
    State(tenant): State<Tenant>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    QueryOf(query): QueryOf<TokenQuery>,
) -> ApiResult<Json<WidgetConfig>> {
    tenant.limits().address.count(&address)?;
    let caller = caller(&tenant, &headers, address);
    let channel = hello::channel(&tenant, &caller, &query.token).await?;
    Ok(Json(WidgetConfig {
        theme_color: channel.settings.theme_color,
        position: channel.settings.position,
        locale: channel.settings.default_locale,
        title: channel.name,
        elder_default: channel.settings.elder_default,
    }))
}

/// The visitor behind the headers `X-Channel-Token` and `Authorization: Visitor …`.
pub(crate) async fn visitor(
    tenant: &Tenant,
    headers: &HeaderMap,
    address: String,
) -> Result<String> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let token = text("x-channel-token").unwrap_or_default();
    let caller = caller(tenant, headers, address);
    let channel = hello::channel(tenant, &caller, token).await?;
    let secret = text(header::AUTHORIZATION.as_str())
        .and_then(|value| value.strip_prefix("Visitor "))
        .ok_or_else(|| Error::unauthenticated("visitor.bad_secret", "send your secret"))?;
    let mut tx = tenant.db().read().await?;
    customers::of_secret(&mut tx, &channel.id, secret).await
}

/// How many messages wait.
#[derive(Serialize, utoipa::ToSchema)]
struct Unread {
    unread: usize,
}

/// How many messages the launcher's badge shows.
#[utoipa::path(post, path = "/unread", tag = "widget", responses((status = 200, body = Unread)))]
async fn count_unread(
    State(tenant): State<Tenant>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
) -> ApiResult<Json<Unread>> {
    tenant.limits().address.count(&address)?;
    let customer = visitor(&tenant, &headers, address).await?;
    let mut tx = tenant.db().read().await?;
    let unread = match store::latest_of_customer(&mut tx, &customer).await? {
        Some(row) => welcome::unread(&mut tx, &row).await?,
        None => 0,
    };
    Ok(Json(Unread { unread }))
}

/// Uploads a picture or a file, to be sent in a message.
#[utoipa::path(post, path = "/files", tag = "widget", responses((status = 200, body = FileInfo)))]
async fn upload_widget_file(
    State(tenant): State<Tenant>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    form: Multipart,
) -> ApiResult<Json<FileInfo>> {
    let customer = visitor(&tenant, &headers, address).await?;
    tenant.limits().uploads.count(&customer)?;
    consent::check(&tenant, &customer, &mut None).await?;
    let upload = receive(&tenant, form, "customer", Some(customer)).await?;
    Ok(Json(upload))
}

/// Reads an upload and keeps it, within the limits of the settings.
pub(crate) async fn receive(
    tenant: &Tenant,
    form: Multipart,
    owner_kind: &'static str,
    owner_id: Option<String>,
) -> Result<FileInfo> {
    let settings = tenant.settings::<ServiceSettings>().await?;
    let max_bytes = settings.max_upload_mb << 20;
    let (name, content) = read_upload(form, max_bytes).await?;
    let allowed = settings.upload_types.clone();
    files::keep(
        tenant,
        Upload {
            name,
            content,
            owner_kind,
            owner_id,
            allowed,
            max_bytes,
        },
    )
    .await
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct HelpQuery {
    /// The channel's public token.
    token: String,
    /// Ids or keys, separated by commas; with none and no words, the channel's hot questions.
    #[serde(default)]
    entries: String,
    /// Words to search.
    q: Option<String>,
}

/// Entries to show in a page.
#[derive(Serialize, utoipa::ToSchema)]
struct HelpList {
    items: Vec<HelpEntry>,
}

/// Published entries for everyone, to show inside a page of the shop.
#[utoipa::path(get, path = "/help", tag = "widget", params(HelpQuery),
    responses((status = 200, body = HelpList)))]
async fn list_help(
    State(tenant): State<Tenant>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    QueryOf(query): QueryOf<HelpQuery>,
) -> ApiResult<Json<HelpList>> {
    tenant.limits().address.count(&address)?;
    let caller = caller(&tenant, &headers, address);
    let channel = hello::channel(&tenant, &caller, &query.token).await?;
    let mut entries: Vec<String> = query
        .entries
        .split(',')
        .map(|entry| entry.trim().to_owned())
        .filter(|entry| !entry.is_empty())
        .take(50)
        .collect();
    let words: Option<String> = query.q.map(|q| q.chars().take(60).collect());
    if entries.is_empty() && words.as_ref().is_none_or(|words| words.trim().is_empty()) {
        entries = channel.settings.hot_entries;
    }
    let mut items = tenant.part::<Bot>()?.help(&entries, words.as_deref());
    for item in &mut items {
        sign_pictures(&mut item.blocks, tenant.signer(), tenant.clock().now_ms())?;
    }
    Ok(Json(HelpList { items }))
}
