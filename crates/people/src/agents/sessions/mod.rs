//! sessions
pub(crate) mod store;
