//! Gaps: what customers asked and did not get, without asking them for an opinion.
//!
//! Signals of a question (`rules.rs`): the bot did not know it (*unknown*), its answer did not help
//! (*not helpful*), the customer asked the same again in other words (*repeated*), wanted a person
//! right after the answer (*transferred*), or left in mid-answer (*abandoned*).
//!
//! - A durable listener keeps signals in the order of events; it only writes rows, because on
//!   SQLite everybody waits for a transaction. Comparing meanings is the job `GroupQuestions`,
//!   which runs a second later for all that wait.
//! - A question counts once in its gap, however many signals it has; the same signal of the same
//!   question is kept once, so replaying events changes nothing.
//! - Alike questions join an open or an ignored gap (ignored stays ignored). A resolved gap takes
//!   no more: the same matter coming again is a new gap, and tells that the remedy did not work.
//! - A gap is a theme (`language::cluster`): named by the question that stands for it, joined by mean
//!   likeness to all its questions, while opposites and different numbers keep apart. Ten minutes
//!   after new questions the job `RegroupQuestions` groups all open ones anew; settled gaps keep their
//!   questions, an open one keeps its id with most of its own.
//! - Texts are masked before they are kept; they go with their customer and with the retention.
//!
//! Owned tables: `gaps`, `gap_questions`, `bot_turns`. Events: `gap.opened`, `gap.grew`,
//! `gap.resolved`, `gap.ignored`, each `{gap_id}`.

mod actions;
mod http;
mod jobs;
mod model;
mod rules;
mod store;

pub use actions::{forget_old, listener};
pub(crate) use http::ViewGaps;
pub use http::routes;
pub use jobs::{register as jobs, tell};
pub(crate) use model::{Answered, Signalled};
pub use model::{Gap, GapQuestion, GapStatus, NearestEntry, Signal, SignalCounts};
pub(crate) use store::{
    answered, count_signals, signalled_since, signals_by_entry, unknown_between,
};

#[cfg(test)]
mod tests;
