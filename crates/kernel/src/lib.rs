//! The words every crate shares: identifiers, time, errors, pages and events.
//!
//! No input or output happens here, and nothing here knows a business rule. Every edit of this
//! crate rebuilds the whole house, so it stays tiny and boring.

mod clock;
mod error;
mod event;
mod hex;
mod id;
mod page;

pub use clock::{Clock, Time};
pub use error::{Error, ErrorKind, Result};
pub use event::{Actor, ActorKind, Event};
pub use hex::{hex, unhex};
pub use id::new_id;
pub use page::{Cursor, Page};
