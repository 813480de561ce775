//! What the shop tells by itself: an order, a parcel, a refund, a product changed.
//!
//! - A hook is a door with a secret of its own. A delivery is signed by it (HMAC-SHA-256): in our
//!   form over time, number and body, within five minutes; in WooCommerce's over the body.
//! - It is kept before it is acknowledged, once: the same number again is `repeated` and does
//!   nothing; the same number with another content is refused. WooCommerce signs no number, so there
//!   the same content under another number is a repetition too.
//! - Answers of the shop that it concerns are dropped from memory, and only those; and it becomes an
//!   event `shop.…_changed`.
//! - The content of a delivery is not kept, only what it is about. What is refused stands in memory
//!   alone, so that strangers cannot fill the database.

mod actions;
mod http;
mod jobs;
mod model;
mod rules;
mod store;
#[cfg(test)]
mod tests;

pub use http::routes;
pub(crate) use jobs::start;
pub(crate) use model::Refusals;
pub(crate) use store::forget_user;
