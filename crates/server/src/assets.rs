//! Pages and demo files inside the program, and how they are sent.

use std::collections::HashMap;
use std::sync::LazyLock;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use sha2::{Digest, Sha256};
use shanying_kernel::hex;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The workbench: its own scripts, and the styles that its components write in place.
const WORKBENCH_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; connect-src 'self' ws: wss:; frame-ancestors 'self'; \
    base-uri 'self'; form-action 'self'; object-src 'none'";
/// Pages of customers: scripts of our own files alone. Pictures of answers may lie elsewhere.
pub(crate) const VISITOR_POLICY: &str = "default-src 'none'; script-src 'self'; \
    style-src 'self' 'unsafe-inline'; img-src 'self' https: data: blob:; font-src 'self'; \
    media-src 'self' blob:; connect-src 'self' ws: wss:; manifest-src 'self'; \
    frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

/// A file with what HTTP must know of it.
pub(crate) struct Asset {
    content: &'static [u8],
    mime: &'static str,
    etag: String,
}

type Shelf = HashMap<&'static str, Asset>;

static PAGE_SHELF: LazyLock<Shelf> = LazyLock::new(|| shelf(PAGES));
static DEMO_SHELF: LazyLock<Shelf> = LazyLock::new(|| shelf(DEMO));

fn shelf(files: &'static [(&'static str, &'static [u8])]) -> Shelf {
    let asset = |content: &'static [u8], name: &str| Asset {
        content,
        mime: mime(name),
        etag: format!(
            "\"{}\"",
            hex(&Sha256::digest(content))
                .chars()
                .take(20)
                .collect::<String>()
        ),
    };
    files
        .iter()
        .map(|(name, content)| (*name, asset(content, name)))
        .collect()
}

fn mime(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map" | "webmanifest") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// How long a browser may keep a file, and what its pages may do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// A page of the workbench: asked for again each time.
    Workbench,
    /// A page that customers see.
    Visitor,
    /// A script that foreign pages load by a fixed name.
    Script,
    /// Named by its content, so it never changes.
    Forever,
    /// Anything else: asked for again each time.
    Plain,
}

/// A built file of the pages, such as `assets/index-x.js`.
pub(crate) fn page(name: &str) -> Option<&'static Asset> {
    PAGE_SHELF.get(name)
}

/// A file of a demo company, such as `shop/images/p01.png`.
pub(crate) fn demo(name: &str) -> Option<&'static Asset> {
    DEMO_SHELF.get(name)
}

/// The text of a demo file.
pub(crate) fn demo_text(name: &str) -> Option<&'static str> {
    demo(name).and_then(|asset| std::str::from_utf8(asset.content).ok())
}

/// Sends a file, or 304 when the browser has it already.
pub(crate) fn send(asset: &'static Asset, kind: Use, asked: &HeaderMap) -> Response<Body> {
    let known = asked
        .get(header::IF_NONE_MATCH)
        .and_then(|tags| tags.to_str().ok());
    // A proxy that compresses makes the tag a weak one.
    let same = known.is_some_and(|tags| {
        tags.split(',')
            .any(|tag| tag.trim().trim_start_matches("W/") == asset.etag)
    });
    let mut response = if same {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    } else {
        Response::new(Body::from(asset.content))
    };
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, asset.mime);
    set(header::ETAG, &asset.etag);
    let forever = kind == Use::Forever;
    set(
        header::CACHE_CONTROL,
        if forever {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        },
    );
    match kind {
        Use::Workbench => set(header::CONTENT_SECURITY_POLICY, WORKBENCH_POLICY),
        Use::Visitor => set(header::CONTENT_SECURITY_POLICY, VISITOR_POLICY),
        // The panel's later part is among the assets, and shops load it, too.
        Use::Script | Use::Forever => {
            set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
            set(
                HeaderName::from_static("cross-origin-resource-policy"),
                "cross-origin",
            );
        }
        Use::Plain => {}
    }
    response
}
