//! The bot: it answers when asked, and knows nothing of conversations.
//!
//! | room | what it does |
//! |---|---|
//! | [`knowledge`] | entries, categories, drafts and versions, import and export |
//! | [`answers`] | decides what a question gets, from memory, and keeps why |
//! | [`smalltalk`] | greetings, thanks and the like |
//!
//! `smalltalk ← answers ← knowledge`. [`Bot`] is the tenant's part that holds the published
//! entries in memory; the knowledge room tells it after each commit what changed, so the very next
//! question sees it. The desk asks [`Bot::decide`] and keeps the decision with
//! [`answers::record`].

pub mod answers;
pub mod knowledge;
pub mod smalltalk;

pub use answers::{
    Bot, BotSettings, Decision, EntryRef, HelpEntry, Outcome, Question, Reply, Verdict,
};
pub use knowledge::Audience;
pub use smalltalk::SmallTalk;

use shanying_web_kit::Router;

/// Every route of this crate, without the prefix of the API.
pub fn routes() -> Router {
    knowledge::routes()
        .merge(answers::routes())
        .merge(smalltalk::routes())
}
