//! The site map, and what every request passes.
//!
//! ```text
//! /api/v1/…            staff and programs: people, commerce, bot, desk, quality (described in openapi.json)
//! /api/docs            the same, to read and to try
//! /widget/v1/…         the widget's requests
//! /ws/agent /ws/visitor
//! /mcp                 what programs may look up by the Model Context Protocol
//! /healthz /readyz /metrics
//! /w.js /panel.js /help.js /chat.js   scripts that shops load     /chat   the full page
//! /assets/…            files named by their content
//! /demo/…              a demo company's pages, in demo mode alone
//! everything else      the workbench, for whoever asks for a page
//! ```
//!
//! From the outside in: request id and log, compression, headers, limits, panics.

use std::any::Any;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{ConnectInfo, DefaultBodyLimit, FromRequestParts, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use axum::routing::get;
use shanying_kernel::Error;
use shanying_storage::sql;
use shanying_web_kit::{
    Allowed, ApiError, ApiResult, ClientAddress, ErrorBody, Router, Tenant, files, may,
    trace_requests,
};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa::openapi::OpenApi as Document;
use utoipa_swagger_ui::SwaggerUi;

use crate::assets::{self, Use};
use crate::demo::{self, Demo};
use crate::{figures, mcp, openapi};

/// A form around an uploaded file takes a little more than the file.
const FORM_BYTES: usize = 64 << 10;

/// Largest bodies in bytes.
#[derive(Clone, Copy)]
pub(crate) struct BodyLimits {
    pub(crate) plain: usize,
    pub(crate) upload: usize,
}

#[derive(Clone)]
struct Door {
    tenant: Tenant,
    limits: BodyLimits,
}

/// Every described route with the document that it makes.
pub(crate) fn api() -> (axum::Router<Tenant>, Document) {
    let staff = Router::new()
        .merge(shanying_people::routes())
        .merge(shanying_commerce::routes())
        .merge(shanying_bot::routes())
        .merge(shanying_desk::routes())
        .merge(shanying_quality::routes())
        .merge(files::http::routes());
    Router::with_openapi(openapi::preface())
        .nest("/api/v1", staff)
        .nest("/widget/v1", shanying_desk::widget_routes())
        .split_for_parts()
}

/// The whole site.
pub(crate) fn site(tenant: &Tenant, limits: BodyLimits, demo: Option<Arc<Demo>>) -> axum::Router {
    let (api, document) = api();
    let mut site = api
        .merge(SwaggerUi::new("/api/docs").url("/api/v1/openapi.json", document))
        .nest("/ws", shanying_desk::socket_routes())
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .merge(mcp::routes(tenant))
        .route("/assets/{*name}", get(asset))
        .route("/chat", get(chat));
    site = match demo {
        Some(demo) => site.merge(demo::routes(demo)),
        // The sign-in page asks; a 404 would stand as an error in every visitor's console.
        None => site.route("/demo/api/accounts", get(async || StatusCode::NO_CONTENT)),
    };
    let door = Door {
        tenant: tenant.clone(),
        limits,
    };
    site.fallback(anything_else)
        .method_not_allowed_fallback(wrong_method)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(door, pass))
        .layer(from_fn(dress))
        .layer(CompressionLayer::new())
        .layer(from_fn(trace_requests))
        .with_state(tenant.clone())
}

/// Limits of size and of rate, and the widget's right to be called from shops' pages.
async fn pass(State(door): State<Door>, mut request: Request, next: Next) -> Response<Body> {
    let path = request.uri().path();
    let (is_api, is_widget) = (
        path.starts_with("/api/v1/") || path == "/mcp",
        path.starts_with("/widget/v1/"),
    );
    limit_body(&mut request, door.limits);
    let (mut parts, body) = request.into_parts();
    if is_api {
        let Ok(ClientAddress(address)) =
            ClientAddress::from_request_parts(&mut parts, &door.tenant).await;
        if let Err(error) = door.tenant.limits().address.count(&address) {
            return ApiError(error).into_response();
        }
    }
    let origin = parts
        .headers
        .get(header::ORIGIN)
        .filter(|_| is_widget)
        .cloned();
    let preflight = parts
        .headers
        .contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if origin.is_some() && parts.method == Method::OPTIONS && preflight {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next.run(Request::from_parts(parts, body)).await
    };
    if let Some(origin) = origin {
        // Which origins a channel really admits is the desk's decision; no cookies are sent.
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.append(header::VARY, HeaderValue::from_static("Origin"));
        for (name, value) in [
            (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
            (
                header::ACCESS_CONTROL_ALLOW_HEADERS,
                "content-type, x-channel-token, authorization",
            ),
            (
                header::ACCESS_CONTROL_EXPOSE_HEADERS,
                "x-request-id, retry-after",
            ),
            (header::ACCESS_CONTROL_MAX_AGE, "3600"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    response
}

pub(crate) fn limit_body(request: &mut Request, limits: BodyLimits) {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let is_form = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"));
    let bytes = if is_form {
        limits.upload + FORM_BYTES
    } else {
        limits.plain
    };
    DefaultBodyLimit::max(bytes).apply(request);
}

/// Headers that every answer bears unless its handler knew better.
async fn dress(request: Request, next: Next) -> Response<Body> {
    let path = request.uri().path();
    let is_api = path.starts_with("/api/v1/") || path.starts_with("/widget/v1/");
    let is_docs = path.starts_with("/api/docs");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: header::HeaderName, value: &'static str| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "strict-origin-when-cross-origin");
    if is_api {
        set(header::CACHE_CONTROL, "no-store");
        set(
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        );
    }
    if is_docs {
        set(
            header::CONTENT_SECURITY_POLICY,
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
             frame-ancestors 'self'; object-src 'none'",
        );
    }
    response
}

pub(crate) fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let told = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    ApiError(Error::internal(format!("a handler panicked: {told}"))).into_response()
}

/// Ready: the database answers. (What is published was loaded before listening began.)
async fn ready(State(tenant): State<Tenant>) -> ApiResult<Json<serde_json::Value>> {
    let mut tx = tenant.db().read().await?;
    sql("SELECT COUNT(*) FROM settings").one(&mut tx).await?;
    Ok(Json(serde_json::json!({"status": "ready"})))
}

/// Whether the request comes from this machine itself and through no proxy.
pub(crate) fn is_local(peer: IpAddr, headers: &HeaderMap) -> bool {
    let through_proxy = ["x-forwarded-for", "forwarded", "x-real-ip"]
        .iter()
        .any(|name| headers.contains_key(*name));
    peer.to_canonical().is_loopback() && !through_proxy
}

/// Figures for Prometheus: for this machine, and for programs with the permission.
async fn metrics(
    State(tenant): State<Tenant>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> ApiResult<String> {
    if !is_local(peer.ip(), request.headers()) {
        let (mut parts, _) = request.into_parts();
        Allowed::<may::ViewMetrics>::from_request_parts(&mut parts, &tenant).await?;
    }
    Ok(figures::render())
}

async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response<Body> {
    match assets::page(&format!("assets/{name}")) {
        Some(asset) => assets::send(asset, Use::Forever, &headers),
        None => no_page(),
    }
}

async fn chat(headers: HeaderMap) -> Response<Body> {
    match assets::page("chat.html") {
        Some(page) => assets::send(page, Use::Visitor, &headers),
        None => no_page(),
    }
}

/// A script or a picture by its name, the workbench for whoever asks for a page, or nothing.
async fn anything_else(request: Request) -> Response<Body> {
    let (path, headers) = (request.uri().path(), request.headers());
    let programs = ["/api/", "/widget/", "/ws/", "/demo/"];
    if programs.iter().any(|prefix| path.starts_with(prefix)) {
        return ApiError(no_route()).into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return wrong_method().await;
    }
    let name = path.trim_start_matches('/');
    if let Some(file) = assets::page(name).filter(|_| !name.ends_with(".html")) {
        let kind = if name.ends_with(".js") {
            Use::Script
        } else {
            Use::Plain
        };
        return assets::send(file, kind, headers);
    }
    let wants_page = headers
        .get(header::ACCEPT)
        .is_some_and(|accept| String::from_utf8_lossy(accept.as_bytes()).contains("text/html"));
    match assets::page("index.html").filter(|_| wants_page || name.is_empty()) {
        Some(page) => assets::send(page, Use::Workbench, headers),
        None => no_page(),
    }
}

fn no_route() -> Error {
    Error::not_found("not_found.route", "there is no such route")
}

pub(crate) fn no_page() -> Response<Body> {
    (StatusCode::NOT_FOUND, "not found\n").into_response()
}

async fn wrong_method() -> Response<Body> {
    let error = Error::invalid("invalid.method", "this route does not take this method");
    (StatusCode::METHOD_NOT_ALLOWED, Json(ErrorBody::of(&error))).into_response()
}
