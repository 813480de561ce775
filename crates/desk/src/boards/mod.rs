//! The live board (现场监控): what is going on at this moment, for supervisors and for the wall.
//!
//! - It is counted once for everybody who looks, at most once a second, and only while somebody
//!   looks or something changed; figures of the day are counted anew every few seconds.
//! - The first frame is whole; those after it bring the agents that changed. Who joins gets a whole
//!   one, and so does everybody else.
//! - Every figure has its formula in `docs/METRICS.md`; its colour comes with a word, from the
//!   thresholds of the settings.
//! - Customers are masked: the board may hang on a wall.

mod actions;
mod http;
mod model;
mod rules;
#[cfg(test)]
mod tests;

pub use actions::Board;
pub(crate) use actions::{join, start};
pub use http::routes;
