//! Wordings that agents send often: shared ones of the company and an agent's own.

pub mod http;
pub(crate) mod model;
pub(crate) mod store;

pub use model::{NewQuickReply, QuickReply, Scope};
pub use store::insert;
