//! Adapters to the outside: what stands behind the ports of lower crates when it is not our own.
//!
//! - [`shop`]: a shop with a REST interface, described by a mapping file.

pub mod shop;
