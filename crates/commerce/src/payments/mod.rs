//! Payments of orders that were made here: open until they are paid, or until their time is over.
//!
//! - A payment is known by the token in the address of its page, and by nothing else.
//! - Paid once: paid again it is what it is. What is not paid in time is closed, and its goods and
//!   its coupon are free again.

mod actions;
mod jobs;
mod model;
mod store;

#[cfg(test)]
pub(crate) use actions::close_overdue;
pub use actions::{decline, find, pay};
pub use jobs::start;
pub use model::{Payment, PaymentState};
pub(crate) use store::{NewPayment, close_of_order, forget, insert};
