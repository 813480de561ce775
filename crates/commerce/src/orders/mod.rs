//! Orders: what a customer bought, where it goes, what it cost and how far it is.
//!
//! - An order belongs to one customer, by the company's own number; nobody else's is ever found.
//! - The full address stays in this room and the shop; whatever leaves it shows the receiver masked.
//! - `rules` decide what may still be done to an order, and until when; the shop carries it out.

mod http;
mod model;
pub(crate) mod rules;
pub(crate) mod store;
#[cfg(test)]
mod tests;

pub use http::routes;
pub(crate) use model::StoredOrder;
pub use model::{
    Address, Amounts, Invoice, NewOrder, Order, OrderItem, OrderStatus, Receiver, RefundStatus,
};
pub use store::insert;
