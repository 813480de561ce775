//! Open sockets: what customers and agents see without asking.
//!
//! A socket begins with a snapshot and goes on with frames; after any doubt its client takes a
//! snapshot again, because the database is the truth and frames are hints. `fanout` turns events
//! into frames; `frames` says what a frame looks like, `topics` who hears it.

pub(crate) mod agent;
pub(crate) mod fanout;
pub(crate) mod frames;
#[cfg(test)]
mod tests;
pub(crate) mod topics;
pub(crate) mod visitor;

pub use agent::Presence;
pub use visitor::PollSessions;
