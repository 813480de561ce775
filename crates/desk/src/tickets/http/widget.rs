//! A customer's own tickets, for the widget. Whoever sends the device's secret sees theirs alone.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use shanying_kernel::Result;
use shanying_web_kit::{ApiResult, ClientAddress, ErrorBody, JsonBody, PathOf, Router, Tenant};
use utoipa_axum::routes;

use crate::memories;
use crate::realtime::visitor::consent;
use crate::realtime::visitor::http::visitor;
use crate::tickets::actions::{self, Office};
use crate::tickets::model::OwnTicket;
use crate::tickets::{store, views};

/// The routes of the widget, relative to `/widget/v1`.
pub(crate) fn routes() -> Router {
    Router::new()
        .routes(routes!(list_own_tickets))
        .routes(routes!(show_own_ticket))
        .routes(routes!(answer_own_ticket))
        .routes(routes!(urge_own_ticket))
        .routes(routes!(reopen_own_ticket))
}

async fn customer(tenant: &Tenant, headers: &HeaderMap, address: String) -> Result<String> {
    tenant.limits().address.count(&address)?;
    let customer = visitor(tenant, headers, address).await?;
    tenant.limits().customer.count(&customer)?;
    Ok(customer)
}

/// Tickets of the caller.
#[derive(Serialize, utoipa::ToSchema)]
struct OwnTicketList {
    items: Vec<OwnTicket>,
}

/// The customer's own tickets, the newest first.
#[utoipa::path(get, path = "/tickets", tag = "widget",
    responses((status = 200, body = OwnTicketList), (status = 401, body = ErrorBody)))]
async fn list_own_tickets(
    State(tenant): State<Tenant>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
) -> ApiResult<Json<OwnTicketList>> {
    let customer = customer(&tenant, &headers, address).await?;
    let mut tx = tenant.db().read().await?;
    let office = Office::load(&mut tx).await?;
    let mut items = Vec::new();
    for row in store::of_customer(&mut tx, &customer)
        .await?
        .into_iter()
        .take(100)
    {
        if views::is_for_customer(&row) {
            items.push(views::own(&mut tx, &office, &row, false).await?);
        }
    }
    Ok(Json(OwnTicketList { items }))
}

async fn shown(tenant: &Tenant, customer: &str, id: &str) -> ApiResult<Json<OwnTicket>> {
    let mut tx = tenant.db().read().await?;
    let office = Office::load(&mut tx).await?;
    let row = store::load(&mut tx, id).await?;
    if row.customer_id.as_deref() != Some(customer) || !views::is_for_customer(&row) {
        return Err(store::unknown().into());
    }
    Ok(Json(views::own(&mut tx, &office, &row, true).await?))
}

/// One ticket with what was said that is for the customer.
#[utoipa::path(get, path = "/tickets/{id}", tag = "widget", params(("id" = String, Path)),
    responses((status = 200, body = OwnTicket), (status = 404, body = ErrorBody)))]
async fn show_own_ticket(
    State(tenant): State<Tenant>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<OwnTicket>> {
    let customer = customer(&tenant, &headers, address).await?;
    shown(&tenant, &customer, &id).await
}

/// Words of a customer.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct CustomersWords {
    text: String,
}

/// Says something about a ticket that is open.
#[utoipa::path(post, path = "/tickets/{id}/answer", tag = "widget", params(("id" = String, Path)),
    request_body = CustomersWords,
    responses((status = 200, body = OwnTicket), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn answer_own_ticket(
    State(tenant): State<Tenant>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<CustomersWords>,
) -> ApiResult<Json<OwnTicket>> {
    let customer = customer(&tenant, &headers, address).await?;
    consent::check(&tenant, &customer, &mut None).await?;
    let told = memories::read(&tenant, &body.text)?;
    let (own, ticket) = (customer.clone(), id.clone());
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                actions::answer(tx, &own, &ticket, &body.text).await?;
                let source = memories::Source {
                    ticket_id: Some(ticket),
                    ..memories::Source::default()
                };
                memories::note(tx, &own, &told, &source).await
            })
        })
        .await?;
    shown(&tenant, &customer, &id).await
}

/// Presses for a ticket that is open, once in a while.
#[utoipa::path(post, path = "/tickets/{id}/urge", tag = "widget", params(("id" = String, Path)),
    responses((status = 200, body = OwnTicket), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn urge_own_ticket(
    State(tenant): State<Tenant>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<OwnTicket>> {
    let customer = customer(&tenant, &headers, address).await?;
    let (own, ticket) = (customer.clone(), id.clone());
    tenant
        .db()
        .write(move |tx| Box::pin(async move { actions::urge(tx, &own, &ticket).await }))
        .await?;
    shown(&tenant, &customer, &id).await
}

/// Says that a ticket which was resolved lately is not done, and why.
#[utoipa::path(post, path = "/tickets/{id}/reopen", tag = "widget", params(("id" = String, Path)),
    request_body = CustomersWords,
    responses((status = 200, body = OwnTicket), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn reopen_own_ticket(
    State(tenant): State<Tenant>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    PathOf(id): PathOf<String>,
    JsonBody(body): JsonBody<CustomersWords>,
) -> ApiResult<Json<OwnTicket>> {
    let customer = customer(&tenant, &headers, address).await?;
    consent::check(&tenant, &customer, &mut None).await?;
    let told = memories::read(&tenant, &body.text)?;
    let (own, ticket) = (customer.clone(), id.clone());
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                actions::reopen(tx, &own, &ticket, &body.text).await?;
                let source = memories::Source {
                    ticket_id: Some(ticket),
                    ..memories::Source::default()
                };
                memories::note(tx, &own, &told, &source).await
            })
        })
        .await?;
    shown(&tenant, &customer, &id).await
}
