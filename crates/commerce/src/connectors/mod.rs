//! The port to whatever shop a company has.
//!
//! - [`Shop`] is the contract: what is read, what can be changed. Every operation is optional and
//!   told by [`Shop::capabilities`]; what a shop cannot do is `shop.unsupported`.
//! - Whoever asks is a [`VerifiedCustomer`]; a shop answers `not_found.order` for an order of
//!   anybody else, as for one that does not exist.
//! - A write bears a key. The same key again does nothing and gives the same outcome.
//! - Times are UTC, money is in minor units, receivers are masked before they leave the shop.

mod model;
mod port;

pub use model::{
    Authority, Breaker, Capabilities, Change, ChangeKind, CompensationForm, Exchange, Fact, Health,
    LineFault, OrderFilter, Outcome, Patience, Preview, ReadKind, Source, Touched,
    VerifiedCustomer, Write,
};
pub use port::{Commerce, Customers, Shop, unsupported};
