//! What customers bought and what may be done about it: orders, parcels, refunds, coupons and
//! points; the port to the shop that keeps them; the tools by which the bot and the staff look
//! them up and change them.
//!
//! - [`orders`], [`shipments`], [`refunds`], [`coupons`], [`catalogue`]: the company's own shop, as
//!   its tables tell it; [`shop::OwnShop`] serves them through the port.
//! - [`purchases`], [`payments`]: what is bought in a talk, and its payment.
//! - [`connectors`]: the port. Whatever shop a company has stands behind [`connectors::Shop`].
//! - [`connections`]: which shop that is by now, its mapping, and how the line to it is.
//! - `deliveries`: what the shop tells by itself, through signed hooks.
//! - [`tools`]: the one registry of typed tools, each with its risk; previews, confirmations,
//!   limits, approvals and the log of calls.
//!
//! A customer is known here by a [`connectors::VerifiedCustomer`], which [`connectors::Customers`]
//! alone makes, from the server's own knowledge and never from a text.

pub mod catalogue;
mod codes;
pub mod connections;
pub mod connectors;
pub mod coupons;
mod deliveries;
#[cfg(test)]
mod harness;
pub mod money;
pub mod orders;
pub mod payments;
pub mod purchases;
pub mod refunds;
pub mod shipments;
pub mod shop;
pub mod tools;

use shanying_kernel::Result;
use shanying_storage::Tx;
use shanying_web_kit::{Router, Tenant, TenantBuilder};

pub use connectors::Commerce;

/// Adds what the rooms of this crate remember; the port's [`Commerce`] and the
/// [`connections::Switchboard`] come from the wiring.
#[must_use]
pub fn parts(builder: TenantBuilder) -> TenantBuilder {
    builder.part(deliveries::Refusals::default())
}

/// Puts the saved connection in its place and starts what runs by itself: unpaid orders are closed
/// in time.
pub async fn start(tenant: &Tenant) -> Result<()> {
    payments::start(tenant);
    deliveries::start(tenant);
    connections::start(tenant).await
}

/// Every route of this crate, relative to `/api/v1`.
pub fn routes() -> Router {
    Router::new()
        .merge(orders::routes())
        .merge(tools::routes())
        .merge(connections::routes())
        .merge(deliveries::routes())
}

/// A customer is erased: names, addresses, words and pictures vanish from their orders in the
/// company's own shop, from their payments and from what they asked for. `user_id` is the company's number of them, if
/// they had one.
pub async fn forget_customer(tx: &mut Tx, customer_id: &str, user_id: Option<&str>) -> Result<()> {
    if let Some(user_id) = user_id {
        shop::forget(tx, user_id).await?;
        deliveries::forget_user(tx, user_id).await?;
    }
    payments::forget(tx, customer_id).await?;
    tools::forget(tx, customer_id).await
}
