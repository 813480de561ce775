//! A shop whose database we may read: each thing that is asked for is a statement of the mapping.
//!
//! - [`shanying_storage::foreign`] sees to it that nothing is written and that values are bound.
//! - Columns bear our names (`AS no`); `customer` tells whose a row is, and a row of anybody else is
//!   none, whatever the statement gave.
//! - Statements are prepared when the mapping is tried, saved, or first used after the start: a wrong
//!   one is told with its name.
//! - It changes nothing: what is asked for beyond reading goes to a person.

mod belongings;
mod mapping;
mod shop;
#[cfg(test)]
mod tests;

pub(super) use mapping::SqlMapping;
pub(super) use shop::SqlShop;
