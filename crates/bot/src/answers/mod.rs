//! What a question gets: a direct answer, suggestions, small talk, a person, or "I do not know".
//!
//! [`Bot`] keeps the published entries and their index in memory and decides without touching the
//! database. The order of the rules stands in `rules.rs`, what words alone tell in `signals.rs`, how a
//! message sounds in `emotions.rs`. The ranking is the index's, with the belief of a classifier that
//! the training centre trains in the background (`understanding.rs`); its gate turns away what belongs
//! to no entry. An entry that changed since is judged by its likeness alone.
//! Each decision is kept with its scores (`decisions`, owned here together with `vectors` and the
//! hits of `entry_stats`), so that "why this answer?" can be told later.
//!
//! Invariants: a hidden entry is never shown nor suggested to who may not see it; an entry out of
//! its time is never given; the state of the conversation is the desk's business alone.

mod bot;
mod candidates;
mod emotions;
mod encoding;
mod http;
mod library;
mod model;
mod replies;
mod rules;
mod settings;
mod signals;
mod snapshot;
mod store;
mod twins;
mod understanding;
mod vectors;

pub use bot::Bot;
pub use http::routes;
pub use model::{
    Candidate, Decision, Emotion, EntryHits, EntryRef, HelpEntry, Outcome, Question, Reply, Step,
    Tally, Thresholds, Verdict,
};
pub use replies::AgentHit;
pub use settings::BotSettings;
pub(crate) use snapshot::start as keep_index;
pub(crate) use store::{after, forget_conversation};
pub use store::{asked_of, asked_often, given_since, last_steps, load, record, tally, times_given};
pub(crate) use understanding::{Learnt, Model, fingerprint};

#[cfg(test)]
mod tests;
