//! A shop behind HTTP, without a line of code for it: a mapping file says where things are.
//!
//! - `mapping` is the file: addresses with places (`/orders/{no}`), JSON pointers, names of states.
//! - `guard` says which addresses may be called: none of this machine and no private network, unless
//!   the setting allows them. A name is resolved once and the call goes to that very address;
//!   every redirect is checked the same way.
//! - `client` asks, within three seconds, and takes one mebibyte at most.
//! - `memory` keeps answers half a minute, gives them for an hour when the shop fails, and stops
//!   asking for half a minute when it has failed five times in a row.
//! - An order whose customer is not the one who asks does not exist, whatever the shop sent.
//! - A write looks first whether its key is at the shop already, then sends it.

mod client;
mod guard;
mod mapping;
mod memory;
mod rest;
#[cfg(test)]
mod tests;

pub use guard::Guard;
pub use mapping::Mapping;
pub use rest::RestShop;
