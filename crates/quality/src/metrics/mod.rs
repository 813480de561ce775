//! Metrics: the day in figures, from what the rooms know. Nothing is kept here: each figure is
//! counted when it is asked for. The formulas stand in `docs/METRICS.md`.
//!
//! A day is the company's own (its time zone). A conversation belongs to the day it began; a
//! question of the bot to the day it was asked. What has nothing to divide by is null.

mod actions;
mod http;
mod model;
mod rules;

pub use actions::overview;
pub use http::routes;
pub use model::Overview;
pub(crate) use rules::{bounds, day, mean_seconds, zone};

#[cfg(test)]
mod tests;
