//! Audits: answers that front-line agents look over, in short tasks (答案盘点). Not to be mixed up with
//! the audit log of administrative changes.
//!
//! A sweep, daily and on demand, finds published answers worth a look (`rules::figures`): customers
//! said that they did not help, asked again in other words or wanted a person after them, their time
//! ends soon, or nobody has looked at them for long. Each becomes a task that goes to an agent, in turn
//! (`rules::next_agent`); the agent says right, wrong (with why), or writes what the answer should be.
//!
//! - An entry has at most one open task; while an editor has yet to review its verdict, and for the days
//!   of rest after it, it gets no new one.
//! - A task that lies untouched for some days, or whose agent left, goes on to somebody else.
//! - A verdict never changes what customers get. A mended answer waits until an editor accepts it: then
//!   the knowledge room takes it as that editor's draft and publishes it, unless the draft held other
//!   changes; then it stands in the draft.
//! - What customers said is read from [`gaps`](crate::gaps) and the bot's decisions when a task is
//!   opened, masked; nothing of it is kept here, so erasing a customer leaves nothing behind.
//!
//! Owned tables: `answer_audits`, `answer_audit_deals`, `answer_audit_sweeps`; owned settings:
//! `answer_audits`. Events: `answer_audit.opened`, `.dealt`, `.judged`, `.reviewed`, `.dropped`.

mod actions;
mod http;
mod jobs;
mod model;
mod rules;
mod store;

pub use http::routes;
pub use jobs::{start, tell};
pub use model::AnswerAuditSettings;

#[cfg(test)]
mod tests;
