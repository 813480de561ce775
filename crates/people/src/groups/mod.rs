//! Skill groups: who can be asked what. A conversation waits for a group; its members take it.

mod http;
mod model;
pub(crate) mod store;

pub use http::routes;
pub use model::{Group, GroupFields};
pub use store::{create, find, list, load};
