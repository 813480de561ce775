//! Files that the staff uploads, for conversations and for answers.

use axum::Json;
use axum::extract::{Multipart, State};
use shanying_web_kit::files::FileInfo;
use shanying_web_kit::{Allowed, ApiResult, Router, Tenant, may};
use utoipa_axum::routes;

use crate::realtime::visitor::http::receive;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new().routes(routes!(upload_file))
}

/// Uploads a picture or a file.
#[utoipa::path(post, path = "/files", tag = "files", responses((status = 200, body = FileInfo)))]
async fn upload_file(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::BeStaff>,
    form: Multipart,
) -> ApiResult<Json<FileInfo>> {
    let owner = allowed.caller.staff.map(|staff| staff.id);
    if let Some(owner) = &owner {
        tenant.limits().uploads.count(owner)?;
    }
    Ok(Json(receive(&tenant, form, "agent", owner).await?))
}
