//! When people serve, how long anything may take, and how much a customer may send.

pub mod http;
pub(crate) mod model;
pub(crate) mod rules;

pub use model::{Holiday, Hours, PrivacySettings, RatingSettings, ServiceSettings};
