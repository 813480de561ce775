//! Staffing: how many agents it takes (排班测算), for a supervisor who asks "what if". Erlang's
//! formulas without and with impatience stand beside a simulation, so that nobody has to believe one
//! of them. Nothing is kept; what is measured lately is offered to begin with.
//!
//! A place is what serves one conversation: an agent has as many as they serve at once.

mod http;
mod model;
mod rules;
mod simulation;
#[cfg(test)]
mod tests;

pub use http::routes;
