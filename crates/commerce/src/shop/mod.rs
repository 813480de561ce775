//! The company's own shop: the rooms' tables behind the port. The demo companies fill it; a company
//! with a shop elsewhere leaves it empty and uses a connector.
//!
//! - What may be done, until when and by whom alone, follows from [`Terms`].
//! - A change and its key are one transaction: the key again gives the outcome of the first time,
//!   and the key with another change is `shop.key_reused`.

mod actions;
mod model;
mod own;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use actions::{forget, give_back};
pub use model::Terms;
pub use own::OwnShop;
