//! The server's own origin, as the caller sees it.

use axum::http::{HeaderMap, header};
use shanying_web_kit::Tenant;

/// `public_url` when it is set, else the host that was asked.
pub(crate) fn own_origin(tenant: &Tenant, headers: &HeaderMap) -> String {
    let web = tenant.web();
    if !web.public_url.is_empty() {
        return web.public_url.clone();
    }
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or("localhost");
    let scheme = if web.secure_cookies { "https" } else { "http" };
    format!("{scheme}://{host}")
}

/// The `Origin` header, if the caller is a browser.
pub(crate) fn origin(headers: &HeaderMap) -> Option<&str> {
    headers
        .get(header::ORIGIN)
        .and_then(|origin| origin.to_str().ok())
}
