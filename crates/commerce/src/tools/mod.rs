//! Tools: what the bot and the staff may do for a customer at the shop, as typed functions.
//!
//! - One registry names each tool with its parameters (JSON Schema) and its risk: *read*, *alone*
//!   (the customer may do it alone), *authority* (a person decides, at least above a limit; the
//!   preview says beforehand whether).
//! - The customer is never a parameter. The caller names who is being served, and [`Customers`]
//!   vouches for them; parameters that a tool does not know are refused.
//! - A write is previewed, which gives a token; confirmed, once; done, or waiting for a person with
//!   the authority. The key of a preview gives the same write again; a token that is confirmed again
//!   gives the same outcome; what a shop left unanswered is tried again under the same key.
//! - Compensation within the limit of the customer's grade is booked at once, above it a person
//!   decides; the limit counts what was given in the days before.
//! - Every call stands in the log, every write in the audit log.
//!
//! [`Customers`]: crate::connectors::Customers

mod actions;
mod goods;
mod http;
mod model;
mod registry;
mod rules;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use actions::forget;
pub use actions::{Allowance, allowance, approve, confirm, preview, read, reject};
pub use http::routes;
pub use model::{Asker, Risk, ToolSettings, ToolWrite, WriteState};
pub use registry::{Tool, tools};
