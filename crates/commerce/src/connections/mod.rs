//! What stands behind the port: the company's own shop, or one elsewhere by a mapping.
//!
//! - A mapping is saved here, on the page of connections, or named by the configuration; the one
//!   saved here comes first, and with neither the company's own shop serves.
//! - Secrets of a mapping (the shop's key) are taken out of its text before it is kept, and are
//!   never shown again: `***` stands in their place and keeps what was there.
//! - [`Switchboard`] is the shop that the tools know; what stands behind it changes while the server
//!   runs. A saved mapping that cannot be used is told and answers nothing: another shop never
//!   serves in its place.
//! - A draft is tried against the shop without being saved; it reads and never writes.

mod actions;
mod http;
mod model;
mod port;
mod switchboard;

pub(crate) use actions::start;
pub use http::routes;
pub use model::{Sealed, ShopKind};
pub use port::{Opened, Workshop};
pub use switchboard::Switchboard;
