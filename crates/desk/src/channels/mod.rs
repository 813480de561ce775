//! Doors through which customers come. The first kind is `web`: the widget and the H5 page.
//!
//! A channel has a public token (it stands in the shop's pages), a list of origins that may embed
//! it, and a secret with which the shop vouches for its customers.

pub(crate) mod actions;
pub mod http;
pub(crate) mod model;
pub(crate) mod store;

pub use actions::create_with_token;
pub use model::{Capability, Channel, ChannelRow, ChannelSettings};
