//! The firm's pages, and what a firm's own server would do: vouch for its customers.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Extension;
use axum::Json;
use axum::body::Body;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};
use shanying_commerce::payments::{self, Payment};
use shanying_kernel::{Error, hex};
use shanying_people::customers;
use shanying_web_kit::signing::hmac_sha256;
use shanying_web_kit::{ApiResult, JsonBody, Tenant};

use super::{Account, Demo};
use crate::assets::{self, Use};
use crate::routes::{is_local, no_page};

/// Routes that exist in demo mode alone.
pub(crate) fn routes(demo: Arc<Demo>) -> axum::Router<Tenant> {
    let home = format!("/demo/{}/", demo.company().key());
    axum::Router::new()
        .route("/demo/api/accounts", get(accounts))
        .route("/demo/api/identity", post(identity))
        .route("/demo/api/payments/{token}", get(payment).post(pay))
        .route(
            "/demo",
            get({
                let home = home.clone();
                async move || Redirect::temporary(&home)
            }),
        )
        .route(
            "/demo/",
            get({
                let home = home.clone();
                async move || Redirect::temporary(&home)
            }),
        )
        .route(
            home.trim_end_matches('/'),
            get({
                let home = home.clone();
                async move || Redirect::temporary(&home)
            }),
        )
        .route(&home, get(front_page))
        .route(&format!("{home}{{*name}}"), get(file))
        .layer(Extension(demo))
}

/// The accounts of the demo.
#[derive(Serialize)]
struct Accounts {
    password: String,
    items: Vec<Account>,
}

/// The accounts, for the sign-in page on this machine; nothing for anybody else.
async fn accounts(
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Extension(demo): Extension<Arc<Demo>>,
    headers: HeaderMap,
) -> Response<Body> {
    if !is_local(peer.ip(), &headers) {
        return StatusCode::NO_CONTENT.into_response();
    }
    let accounts = Json(Accounts {
        password: demo.password().to_owned(),
        items: demo.accounts().to_vec(),
    });
    // A password is nothing for caches.
    ([(header::CACHE_CONTROL, "no-store")], accounts).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Who {
    user_id: String,
}

/// A customer whom the firm vouches for.
#[derive(Serialize)]
struct Identity {
    user_id: String,
    hash: String,
    name: String,
}

/// What the firm's server tells the widget of a customer who is signed in at the shop.
async fn identity(
    State(tenant): State<Tenant>,
    Extension(demo): Extension<Arc<Demo>>,
    JsonBody(who): JsonBody<Who>,
) -> ApiResult<Json<Identity>> {
    let mut tx = tenant.db().read().await?;
    let customer = customers::by_user_id(&mut tx, &who.user_id).await?;
    let customer = customer
        .ok_or_else(|| Error::not_found("not_found.customer", "the shop knows no such customer"))?;
    let secret = demo.memory.identity_secret.as_bytes();
    let hash = hex(&hmac_sha256(secret, who.user_id.as_bytes())?);
    Ok(Json(Identity {
        user_id: who.user_id,
        hash,
        name: customer.name,
    }))
}

/// What the page of a payment shows.
async fn payment(
    State(tenant): State<Tenant>,
    Path(token): Path<String>,
) -> ApiResult<Json<Payment>> {
    Ok(Json(payments::find(&tenant, &token).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Paying {
    /// False when the customer goes without paying.
    pay: bool,
}

/// What a bank's server would tell: here nobody pays anything.
async fn pay(
    State(tenant): State<Tenant>,
    Path(token): Path<String>,
    JsonBody(paying): JsonBody<Paying>,
) -> ApiResult<Json<Payment>> {
    let payment = if paying.pay {
        payments::pay(&tenant, &token).await?
    } else {
        payments::decline(&tenant, &token).await?
    };
    Ok(Json(payment))
}

async fn front_page(Extension(demo): Extension<Arc<Demo>>, headers: HeaderMap) -> Response<Body> {
    page(&demo, "index.html", &headers)
}

async fn file(
    Path(name): Path<String>,
    Extension(demo): Extension<Arc<Demo>>,
    headers: HeaderMap,
) -> Response<Body> {
    page(&demo, &name, &headers)
}

/// Pages lie in `site/`; pictures and the catalogue beside it. Nothing else of the firm is public.
fn page(demo: &Demo, name: &str, headers: &HeaderMap) -> Response<Body> {
    let key = demo.company().key();
    let path = if name.starts_with("images/") || name == "products.json" {
        format!("{key}/{name}")
    } else {
        format!("{key}/site/{name}")
    };
    match assets::demo(&path) {
        Some(asset) if name.ends_with(".html") => {
            assets::send(asset, Use::Visitor, headers).into_response()
        }
        Some(asset) => assets::send(asset, Use::Plain, headers),
        None => no_page(),
    }
}
