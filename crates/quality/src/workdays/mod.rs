//! Workdays: what each agent did on each day, from the log of states and the stretches of service.
//! Nothing is kept here: each figure is counted when it is asked for, and opens its rows. The
//! formulas stand in `docs/METRICS.md`.
//!
//! A day is the company's own. What lasts over midnight is cut there; what still lasts is cut now.

mod actions;
mod http;
mod model;
mod rules;

pub use http::routes;
pub use model::Workday;

#[cfg(test)]
mod tests;
