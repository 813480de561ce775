//! What a question gets: a direct answer, suggestions, small talk, a person, or "I do not know".
//!
//! [`Bot`] keeps the published entries and their index in memory and decides without touching the
//! database. The order of the rules stands in `rules.rs`, what words alone tell in `signals.rs`.
//! Each decision is kept with its scores (`decisions`, owned here together with `vectors` and the
//! hits of `entry_stats`), so that "why this answer?" can be told later.
//!
//! Invariants: a hidden entry is never shown nor suggested to who may not see it; an entry out of
//! its time is never given; the state of the conversation is the desk's business alone.

mod bot;
mod candidates;
mod http;
mod keywords;
mod library;
mod model;
mod replies;
mod rules;
mod settings;
mod signals;
mod store;
mod twins;
mod vectors;

pub use bot::Bot;
pub(crate) use bot::Model;
pub use http::routes;
pub use model::{
    Candidate, Decision, EntryHits, EntryRef, HelpEntry, Outcome, Question, Reply, Tally,
    Thresholds, Verdict,
};
pub use settings::BotSettings;
pub(crate) use store::{after, forget_conversation};
pub use store::{load, record, tally};

#[cfg(test)]
mod tests;
