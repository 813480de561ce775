//! A customer's orders, coupons and points for the staff.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Page, Result};
use shanying_web_kit::{Allowed, ApiResult, Limit, PathOf, QueryOf, Router, Tenant, may};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::model::{Order, OrderStatus};
use crate::connectors::{Commerce, OrderFilter};
use crate::coupons::{Coupon, Points};

/// The routes of this room.
pub fn routes() -> Router {
    Router::new()
        .routes(routes!(list_orders))
        .routes(routes!(show_order))
        .routes(routes!(show_benefits))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct OrderQuery {
    /// Of this status.
    status: Option<OrderStatus>,
    /// Where the page begins.
    cursor: Option<String>,
    /// Rows, 1 to 200.
    #[serde(default)]
    #[param(value_type = Option<i64>)]
    limit: Limit,
}

/// A verified customer's orders, the latest first, with parcels and refunds; the receiver masked.
#[utoipa::path(get, path = "/customers/{id}/orders", tag = "commerce",
    params(("id" = String, Path), OrderQuery), responses((status = 200, body = Page<Order>),
    (status = 409, description = "customer.not_verified"), (status = 503, description = "shop.timeout")))]
async fn list_orders(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewCustomers>,
    PathOf(id): PathOf<String>,
    QueryOf(query): QueryOf<OrderQuery>,
) -> ApiResult<Json<Page<Order>>> {
    let commerce = tenant.part::<Commerce>()?;
    let customer = commerce.customers.verified(&id).await?;
    let filter = OrderFilter {
        status: query.status,
        cursor: query.cursor,
        limit: query.limit.get(),
    };
    Ok(Json(commerce.shop.orders(&customer, filter).await?))
}

/// One order of a verified customer.
#[utoipa::path(get, path = "/customers/{id}/orders/{no}", tag = "commerce",
    params(("id" = String, Path), ("no" = String, Path)),
    responses((status = 200, body = Order), (status = 404, description = "not_found.order")))]
async fn show_order(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewCustomers>,
    PathOf((id, no)): PathOf<(String, String)>,
) -> ApiResult<Json<Order>> {
    let commerce = tenant.part::<Commerce>()?;
    let customer = commerce.customers.verified(&id).await?;
    Ok(Json(commerce.shop.order(&customer, &no).await?))
}

/// What a customer holds; null for what the shop does not have.
#[derive(Serialize, ToSchema)]
struct Benefits {
    coupons: Option<Vec<Coupon>>,
    points: Option<Points>,
}

/// A verified customer's coupons and points.
#[utoipa::path(get, path = "/customers/{id}/benefits", tag = "commerce",
    params(("id" = String, Path)), responses((status = 200, body = Benefits)))]
async fn show_benefits(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewCustomers>,
    PathOf(id): PathOf<String>,
) -> ApiResult<Json<Benefits>> {
    let commerce = tenant.part::<Commerce>()?;
    let customer = commerce.customers.verified(&id).await?;
    Ok(Json(Benefits {
        coupons: if_supported(commerce.shop.coupons(&customer).await)?,
        points: if_supported(commerce.shop.points(&customer).await)?,
    }))
}

fn if_supported<T>(answer: Result<T, Error>) -> Result<Option<T>> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.code == "shop.unsupported" => Ok(None),
        Err(error) => Err(error),
    }
}
