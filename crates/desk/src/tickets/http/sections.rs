//! The sections `tickets` and `sla` of the settings.

use axum::Json;
use axum::extract::State;
use shanying_kernel::{Error, Result};
use shanying_people::groups;
use shanying_storage::Tx;
use shanying_web_kit::settings::{change, show};
use shanying_web_kit::{Allowed, ApiResult, ErrorBody, JsonBody, Router, Tenant, may};
use utoipa_axum::routes;

use crate::tickets::model::{SlaSettings, TicketSettings};

pub(super) fn routes() -> Router {
    Router::new()
        .routes(routes!(show_ticket_settings, change_ticket_settings))
        .routes(routes!(show_sla_settings, change_sla_settings))
}

/// Types, statuses, dispatch and visits.
#[utoipa::path(get, path = "/settings/tickets", tag = "settings",
    responses((status = 200, body = TicketSettings), (status = 403, body = ErrorBody)))]
async fn show_ticket_settings(
    tenant: State<Tenant>,
    allowed: Allowed<may::ViewSettings>,
) -> ApiResult<Json<TicketSettings>> {
    show(tenant, allowed).await
}

/// Changes types, statuses, dispatch and visits. A type or status that tickets have cannot go; a type
/// can be retired.
#[utoipa::path(put, path = "/settings/tickets", tag = "settings", request_body = TicketSettings,
    responses((status = 200, body = TicketSettings), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn change_ticket_settings(
    tenant: State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    body: JsonBody<TicketSettings>,
) -> ApiResult<Json<TicketSettings>> {
    let mut tx = tenant.db().read().await?;
    let new = &body.0;
    let of_rules = new.rules.iter().map(|rule| &rule.group_id);
    let of_types = new.types.iter().map(|kind| &kind.group_id);
    groups_are_there(&mut tx, "rules", of_rules.chain(of_types)).await?;
    let sla = tenant.settings::<SlaSettings>().await?;
    let unknown = |key: &String| !key.is_empty() && sla.policy(key).is_none();
    if new.types.iter().any(|kind| unknown(&kind.policy)) {
        return Err(Error::field("types", "no such policy").into());
    }
    nothing_in_use_goes(&mut tx, new).await?;
    drop(tx);
    change(tenant, allowed, body).await
}

async fn groups_are_there(
    tx: &mut Tx,
    field: &str,
    ids: impl Iterator<Item = &String>,
) -> Result<()> {
    for id in ids.filter(|id| !id.is_empty()) {
        if groups::find(tx, id).await?.is_none() {
            return Err(Error::field(field, format!("no group {id}")));
        }
    }
    Ok(())
}

/// What tickets are of must stay, with what it means.
async fn nothing_in_use_goes(tx: &mut Tx, new: &TicketSettings) -> Result<()> {
    for (kind, status, category) in crate::tickets::store::in_use(tx).await? {
        let meaning = new.status(&status).map(|status| status.category);
        if new.kind(&kind).is_none() || meaning != Some(category) {
            let error = Error::conflict("ticket.in_use", "tickets have this type or status");
            return Err(error.with("type", kind).with("status", status));
        }
    }
    Ok(())
}

/// Calendars and promised times.
#[utoipa::path(get, path = "/settings/sla", tag = "settings",
    responses((status = 200, body = SlaSettings), (status = 403, body = ErrorBody)))]
async fn show_sla_settings(
    tenant: State<Tenant>,
    allowed: Allowed<may::ViewSettings>,
) -> ApiResult<Json<SlaSettings>> {
    show(tenant, allowed).await
}

/// Changes calendars and promised times; clocks that run learn of it at their ticket's next change.
#[utoipa::path(put, path = "/settings/sla", tag = "settings", request_body = SlaSettings,
    responses((status = 200, body = SlaSettings), (status = 400, body = ErrorBody), (status = 403, body = ErrorBody)))]
async fn change_sla_settings(
    tenant: State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    body: JsonBody<SlaSettings>,
) -> ApiResult<Json<SlaSettings>> {
    let mut tx = tenant.db().read().await?;
    let steps = body
        .0
        .policies
        .iter()
        .flat_map(|policy| &policy.escalations);
    groups_are_there(&mut tx, "policies", steps.map(|step| &step.group_id)).await?;
    drop(tx);
    let kept = tenant.settings::<crate::tickets::TicketSettings>().await?;
    let used = |key: &String| !key.is_empty() && body.0.policy(key).is_none();
    if kept.types.iter().any(|kind| used(&kind.policy)) {
        return Err(Error::field("policies", "a type of tickets has this policy").into());
    }
    change(tenant, allowed, body).await
}
