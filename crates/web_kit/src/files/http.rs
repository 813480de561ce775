//! Fetching a file by its signed address, and reading an upload.

use axum::body::Body;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{Multipart, State};
use axum::http::{Response, StatusCode, header};
use serde::Deserialize;
use shanying_kernel::{Error, Result};
use utoipa_axum::routes;

use super::model::signed_text;
use super::store;
use crate::Router;
use crate::error::ApiResult;
use crate::extract::{PathOf, QueryOf};
use crate::tenant::Tenant;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new().routes(routes!(fetch_file))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Signature {
    /// UTC milliseconds after which the address is void.
    exp: i64,
    /// Signature.
    sig: String,
}

/// Fetches a file by its signed address.
#[utoipa::path(get, path = "/files/{id}", tag = "files", params(("id" = String, Path), Signature),
    responses((status = 200, description = "The content"), (status = 403, description = "The address is void")))]
async fn fetch_file(
    State(tenant): State<Tenant>,
    PathOf(id): PathOf<String>,
    QueryOf(signature): QueryOf<Signature>,
) -> ApiResult<Response<Body>> {
    let fresh = signature.exp > tenant.clock().now_ms();
    if !fresh
        || !tenant
            .signer()
            .is_ours(&signed_text(&id, signature.exp), &signature.sig)
    {
        return Err(Error::forbidden("file.address_expired", "this address is void").into());
    }
    let mut tx = tenant.db().read().await?;
    let file = store::load(&mut tx, &id).await?;
    drop(tx);
    let content = tenant.blobs().get(&file.hash).await?;
    // Only pictures that we drew ourselves are shown in place; all else is a download.
    let place = if file.mime.starts_with("image/") {
        "inline"
    } else {
        "attachment"
    };
    let name: String = file.name.bytes().map(|b| format!("%{b:02X}")).collect();
    Response::builder()
        .header(header::CONTENT_TYPE, file.mime)
        .header(
            header::CONTENT_DISPOSITION,
            format!("{place}; filename*=UTF-8''{name}"),
        )
        .header(header::CACHE_CONTROL, "private, max-age=43200, immutable")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox",
        )
        .body(Body::from(content))
        .map_err(|error| {
            Error::internal("a file could not be sent")
                .because(error)
                .into()
        })
}

/// A form that cannot be read: too large for the server, or no form.
fn malformed(error: MultipartError) -> Error {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Error::invalid("file.too_large", "the file is too large")
    } else {
        Error::invalid("invalid.multipart", error.body_text())
    }
}

/// Reads the field `file` of a form: its name and at most `max_bytes` of content.
pub async fn read_upload(mut form: Multipart, max_bytes: usize) -> Result<(String, Vec<u8>)> {
    while let Some(field) = form.next_field().await.map_err(malformed)? {
        if field.name() == Some("file") {
            let name = field.file_name().unwrap_or("file").to_owned();
            return Ok((name, read_field(field, max_bytes).await?));
        }
    }
    Err(Error::field("file", "the form has no field named file"))
}

/// Reads one field, stopping at `max_bytes`.
pub async fn read_field(mut field: Field<'_>, max_bytes: usize) -> Result<Vec<u8>> {
    let mut content = Vec::new();
    loop {
        let chunk = field.chunk().await.map_err(malformed)?;
        let Some(chunk) = chunk else {
            return Ok(content);
        };
        if content.len() + chunk.len() > max_bytes {
            return Err(Error::invalid("file.too_large", "the file is too large")
                .with("max_bytes", max_bytes));
        }
        content.extend_from_slice(&chunk);
    }
}
