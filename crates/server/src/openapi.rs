//! The API document: what the handlers say of themselves, with a preface.

use serde_json::Value;
use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{Components, OpenApi as Document};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Shanying",
        description = "Customer service: conversations, knowledge, customers, settings. Errors, \
                       pages, sockets and conventions are told in docs/API.md.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    security(("session" = []), ("api_key" = [])),
)]
struct Preface;

/// The document before any route has described itself.
pub(crate) fn preface() -> Document {
    let mut document = Preface::openapi();
    let mut components = Components::new();
    components.add_security_scheme(
        "session",
        SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
            "shanying_session",
            "Set by POST /api/v1/auth/login. Unsafe requests must come from the server's own pages.",
        ))),
    );
    components.add_security_scheme(
        "api_key",
        SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
    );
    document.components = Some(components);
    document
}

/// The whole document as JSON, for `shanying openapi` and `docs/openapi.json`.
pub fn document() -> serde_json::Result<Value> {
    serde_json::to_value(crate::routes::api().1)
}
