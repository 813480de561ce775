//! Buying in a talk: what somebody wants, what it costs them now, and where it may go.
//!
//! - The price is the catalogue's of this moment; one coupon is used at most, the best one unless the
//!   customer names another or none.
//! - An address that the customer used before is named by an id and shown masked; it never leaves the
//!   shop in full.
//! - What is ordered bears the total that was told: when it differs by then, nothing is ordered.

mod model;
pub(crate) mod rules;

pub use model::{KnownAddress, NO_COUPON, Purchase, Quote, QuotedCoupon, Spec};
