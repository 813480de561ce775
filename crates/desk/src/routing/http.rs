//! The section `routing` of the settings.

use axum::Json;
use axum::extract::State;
use shanying_kernel::{Error, Result};
use shanying_people::groups;
use shanying_web_kit::settings::{change, show};
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, JsonBody, Router, Tenant, may};
use utoipa_axum::routes;

use super::model::RoutingSettings;
use crate::channels;

/// The routes of this room.
pub fn routes() -> Router {
    Router::new().routes(routes!(show_routing, change_routing))
}

/// Who gets whom.
#[utoipa::path(get, path = "/settings/routing", tag = "settings", operation_id = "show_routing_settings",
    responses((status = 200, body = RoutingSettings), (status = 403, body = ErrorBody)))]
async fn show_routing(
    tenant: State<Tenant>,
    allowed: Allowed<may::ViewSettings>,
) -> ApiResult<Json<RoutingSettings>> {
    show(tenant, allowed).await
}

/// Changes who gets whom, from the next customer on.
#[utoipa::path(put, path = "/settings/routing", tag = "settings", operation_id = "change_routing_settings",
    request_body = RoutingSettings,
    responses((status = 200, body = RoutingSettings), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn change_routing(
    tenant: State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    body: JsonBody<RoutingSettings>,
) -> ApiResult<Json<RoutingSettings>> {
    what_it_names_is_there(&tenant, &body.0).await?;
    let settings = change(tenant.clone(), allowed, body).await?;
    super::wake(&tenant);
    Ok(settings)
}

async fn what_it_names_is_there(tenant: &Tenant, settings: &RoutingSettings) -> Result<()> {
    let mut reader = tenant.db().read().await?;
    for rule in &settings.rules {
        if groups::find(&mut reader, &rule.group_id).await?.is_none() {
            return Err(Error::field("rules", format!("no group {}", rule.group_id)));
        }
    }
    if settings.channel_caps.is_empty() {
        return Ok(());
    }
    let channels = channels::store::list(&mut reader).await?;
    for cap in &settings.channel_caps {
        if !channels.iter().any(|one| one.id == cap.channel_id) {
            let fault = format!("no channel {}", cap.channel_id);
            return Err(Error::field("channel_caps", fault));
        }
    }
    Ok(())
}
