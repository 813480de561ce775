//! Routes of customers. Export and erasure are in the desk, which sees their conversations too.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::json;
use shanying_kernel::{Cursor, Page};
use shanying_web_kit::{
    Allowed, ApiResult, JsonBody, Limit, PathOf, QueryOf, Router, Tenant, audit, may,
};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::model::{Contact, Customer, CustomerPatch};
use super::{actions, store};

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(list_customers))
        .routes(routes!(list_tags))
        .routes(routes!(show_customer, change_customer))
        .routes(routes!(show_contact))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Part of a name; a user id; four or more last digits of a telephone number; an e-mail address.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    q: String,
    /// Where the page begins.
    cursor: Option<String>,
    /// Rows, 1 to 200.
    #[serde(default)]
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

/// Customers, latest contact first.
#[utoipa::path(get, path = "/customers", tag = "customers", params(ListQuery),
    responses((status = 200, body = Page<Customer>)))]
async fn list_customers(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewCustomers>,
    QueryOf(query): QueryOf<ListQuery>,
) -> ApiResult<Json<Page<Customer>>> {
    let mut tx = tenant.db().read().await?;
    let cursor = query.cursor.as_deref().and_then(Cursor::parse);
    Ok(Json(
        store::list(&mut tx, &query.q, cursor, query.limit.get()).await?,
    ))
}

#[derive(Serialize, ToSchema)]
struct TagList {
    items: Vec<String>,
}

/// Tags that were given before, the latest first.
#[utoipa::path(get, path = "/customers/tags", tag = "customers",
    responses((status = 200, body = TagList)))]
async fn list_tags(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewCustomers>,
) -> ApiResult<Json<TagList>> {
    let mut tx = tenant.db().read().await?;
    Ok(Json(TagList {
        items: store::tags(&mut tx).await?,
    }))
}

/// One customer, contact data masked.
#[utoipa::path(get, path = "/customers/{id}", tag = "customers", params(("id" = String, Path)),
    responses((status = 200, body = Customer), (status = 404, description = "not_found.customer")))]
async fn show_customer(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewCustomers>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<Customer>> {
    let mut tx = tenant.db().read().await?;
    Ok(Json(store::load(&mut tx, &id).await?))
}

/// The contact data in full. Every look is in the audit log.
#[utoipa::path(get, path = "/customers/{id}/contact", tag = "customers",
    params(("id" = String, Path)), responses((status = 200, body = Contact)))]
async fn show_contact(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditCustomers>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<Contact>> {
    let entry = audit::Entry::new(&allowed.caller, "customer.contact_shown", &id);
    let contact = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let row = store::load_row(tx, &id).await?;
                audit::record(tx, entry).await?;
                Ok(Contact {
                    phone: row.phone,
                    email: row.email,
                })
            })
        })
        .await?;
    Ok(Json(contact))
}

/// Changes a customer; an empty text clears, a masked number is refused.
#[utoipa::path(patch, path = "/customers/{id}", tag = "customers", params(("id" = String, Path)),
    request_body = CustomerPatch, responses((status = 200, body = Customer)))]
async fn change_customer(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::EditCustomers>,
    PathOf(id): PathOf<String>,
    JsonBody(patch): JsonBody<CustomerPatch>,
) -> ApiResult<Json<Customer>> {
    let entry = audit::Entry::new(&allowed.caller, "customer.edited", &id)
        .detail(json!({"fields": patch.fields()}));
    let customer = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                audit::record(tx, entry).await?;
                actions::change(tx, &id, patch).await
            })
        })
        .await?;
    Ok(Json(customer))
}
