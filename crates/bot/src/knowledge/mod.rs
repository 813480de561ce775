//! The knowledge base: entries in a tree of categories, each with a standard question, similar
//! questions and answers by channel.
//!
//! An editor works on the *draft*; publishing copies it to *live*, keeps it as a version, and makes
//! the bot see it before the call returns. Whether a published entry is scheduled or expired
//! follows from the clock, so nothing has to run for it. Archiving takes an entry out of sight and
//! out of the bot; nothing is ever deleted, because decisions and conversations name entries.
//!
//! Every change bumps the revision; a writer names the revision that it saw. Every administrative
//! change is in the audit log and announced as `knowledge.*`. Owned tables: `categories`,
//! `entries`, `entry_versions`, `entry_stats`.

mod actions;
mod categories;
mod exchange;
mod http;
mod model;
mod rules;
mod store;

pub use actions::{add_similar, create, publish, remind_expiring, replace_answer};
pub(crate) use actions::{name_of, to_the_end};
pub(crate) use exchange::tables;
pub use exchange::tables::{Table, read as read_table, write_csv};
pub use exchange::{ImportReport, ImportRow, RowError, import_rows};
pub use http::routes;
pub use model::{
    AnswerChannel, AnswerText, Audience, Category, Entry, EntryDraft, EntryState, EntrySummary,
    EntryVersion, Handling, Importance, KnowledgeSummary,
};
pub use store::{LiveEntry, PublishedEntry, count_feedback, published};
pub(crate) use store::{as_drafted, count_hit, live, require, titles};

#[cfg(test)]
mod tests;
