//! A shop behind HTTP, without a line of code for it: a mapping file says where things are.
//!
//! - `mapping` is the file: addresses with places (`/orders/{no}`), JSON pointers, names of states.
//! - `client` asks by [`shanying_outbound`], within three seconds, and takes one mebibyte at most; a
//!   redirect is refused.
//! - `memory` keeps answers half a minute, gives them for an hour when the shop fails, and stops
//!   asking for half a minute when it has failed five times in a row.
//! - An order whose customer is not the one who asks does not exist, whatever the shop sent.
//! - A write looks first whether its key is at the shop already, then sends it.

mod client;
mod mapping;
mod memory;
mod rest;
#[cfg(test)]
mod tests;

pub use mapping::Mapping;
pub use rest::RestShop;
