//! The traits, and the part of the tenant that holds what implements them.

use std::collections::BTreeMap;
use std::sync::Arc;

use shanying_kernel::{Error, Page, Result};
use shanying_storage::BoxFuture;

use super::model::{
    Capabilities, Health, OrderFilter, Outcome, Patience, Preview, Touched, VerifiedCustomer, Write,
};
use crate::connectors::Change;
use crate::coupons::{Coupon, Points};
use crate::orders::Order;
use crate::purchases::{KnownAddress, Purchase, Quote, Spec};
use crate::refunds::Refund;
use crate::shipments::Shipment;

/// The error of an operation that a shop does not have.
#[must_use]
pub fn unsupported(operation: &str) -> Error {
    Error::invalid("shop.unsupported", "the shop cannot do this").with("operation", operation)
}

/// A shop. Errors: `not_found.order`, `shop.unsupported`, `shop.timeout`, `shop.failed`,
/// `shop.malformed`, and the reasons of the shop's own rules (`order.already_shipped` …).
pub trait Shop: Send + Sync {
    /// Its stable name.
    fn name(&self) -> String;

    /// What it can do.
    fn capabilities(&self) -> Capabilities;

    /// A page of a customer's orders, the latest first.
    fn orders<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
        filter: OrderFilter,
    ) -> BoxFuture<'a, Result<Page<Order>>>;

    /// One of a customer's orders.
    fn order<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
        no: &'a str,
    ) -> BoxFuture<'a, Result<Order>>;

    /// The parcels of one of a customer's orders.
    fn shipments<'a>(
        &'a self,
        customer: &'a VerifiedCustomer,
        order_no: &'a str,
    ) -> BoxFuture<'a, Result<Vec<Shipment>>> {
        Box::pin(async move { Ok(self.order(customer, order_no).await?.shipments) })
    }

    /// A customer's refunds, the latest first.
    fn refunds<'a>(&'a self, _: &'a VerifiedCustomer) -> BoxFuture<'a, Result<Vec<Refund>>> {
        Box::pin(async { Err(unsupported("refunds")) })
    }

    /// A customer's coupons.
    fn coupons<'a>(&'a self, _: &'a VerifiedCustomer) -> BoxFuture<'a, Result<Vec<Coupon>>> {
        Box::pin(async { Err(unsupported("coupons")) })
    }

    /// A customer's points.
    fn points<'a>(&'a self, _: &'a VerifiedCustomer) -> BoxFuture<'a, Result<Points>> {
        Box::pin(async { Err(unsupported("points")) })
    }

    /// The sizes in which a product is sold, or `not_found.product`.
    fn specs<'a>(
        &'a self,
        _: &'a VerifiedCustomer,
        _: &'a str,
    ) -> BoxFuture<'a, Result<Vec<Spec>>> {
        Box::pin(async { Err(unsupported("purchases")) })
    }

    /// Addresses that the customer used before, the latest first.
    fn addresses<'a>(
        &'a self,
        _: &'a VerifiedCustomer,
    ) -> BoxFuture<'a, Result<Vec<KnownAddress>>> {
        Box::pin(async { Err(unsupported("purchases")) })
    }

    /// What a purchase costs now. Also `order.out_of_stock`, `coupon.not_usable`.
    fn quote<'a>(
        &'a self,
        _: &'a VerifiedCustomer,
        _: &'a Purchase,
    ) -> BoxFuture<'a, Result<Quote>> {
        Box::pin(async { Err(unsupported("purchases")) })
    }

    /// Whether it can be asked as it is described: `shop.mapping` tells what is wrong with that,
    /// `shop.failed` or `shop.timeout` that it is not there to say.
    fn ready(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async { Ok(()) })
    }

    /// How the line to it is; none where there is no line.
    fn health(&self) -> Option<Health> {
        None
    }

    /// From now on with this patience.
    fn tune(&self, _: &Patience) {}

    /// What it told of this is not told from memory any more; so many answers are dropped.
    fn forget(&self, _: &Touched) -> usize {
        0
    }

    /// What a change would do; nothing is changed.
    fn preview<'a>(
        &'a self,
        _: &'a VerifiedCustomer,
        change: &'a Change,
    ) -> BoxFuture<'a, Result<Preview>> {
        let kind = change.kind();
        Box::pin(async move { Err(unsupported(kind.code())) })
    }

    /// Makes a change, once for its key.
    fn apply<'a>(
        &'a self,
        _: &'a VerifiedCustomer,
        write: Write<'a>,
    ) -> BoxFuture<'a, Result<Outcome>> {
        let kind = write.change.kind();
        Box::pin(async move { Err(unsupported(kind.code())) })
    }
}

/// Knows the customers; `people` is its source, met in the server's wiring.
pub trait Customers: Send + Sync {
    /// The customer with this id; 409 `customer.not_verified` if nobody vouches for who they are.
    fn verified<'a>(&'a self, customer_id: &'a str) -> BoxFuture<'a, Result<VerifiedCustomer>>;

    /// Names of customers by their ids, for the staff; who is not known is left out.
    fn names(&self, ids: Vec<String>) -> BoxFuture<'_, Result<BTreeMap<String, String>>>;
}

/// A tenant's shop and who knows its customers.
#[derive(Clone)]
pub struct Commerce {
    /// The shop.
    pub shop: Arc<dyn Shop>,
    /// The customers.
    pub customers: Arc<dyn Customers>,
}
