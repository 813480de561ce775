//! Refunds, returns and exchanges: what a customer asked back, why, and how far that is.
//!
//! A refund belongs to an order and never gives back more of a line than was bought; `rules` say
//! until when which reason counts.

mod model;
pub(crate) mod rules;
pub(crate) mod store;

pub use model::{NewRefund, Refund, RefundItem, RefundKind, RefundReason, RefundState, RefundStep};
pub use store::insert;
