//! A shop elsewhere, without a line of code for it: behind HTTP, where a mapping says where things
//! are, or its database ([`sql`]), which is read.
//!
//! - `mapping` is the file: addresses with places (`/orders/{no}`), JSON pointers, names of states.
//! - `client` asks by [`shanying_outbound`], within three seconds, and takes one mebibyte at most; a
//!   redirect is refused.
//! - `reading` makes orders of the answers.
//! - `memory` keeps answers half a minute, gives them for an hour when the shop fails, and stops
//!   asking for half a minute when it has failed five times in a row (the settings of the connection
//!   may say otherwise); it knows how the line is, and drops what changed.
//! - `workshop` makes shops of mappings and keeps their secrets apart.
//! - An order whose customer is not the one who asks does not exist, whatever the shop sent.
//! - A write looks first whether its key is at the shop already, then sends it.

mod client;
mod mapping;
mod memory;
mod reading;
mod rest;
mod sql;
#[cfg(test)]
mod tests;
mod workshop;

pub use mapping::Mapping;
pub use rest::RestShop;
pub use workshop::ShopWorkshop;
