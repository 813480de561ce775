//! The bot: it answers when asked, and knows nothing of conversations.
//!
//! | room | what it does |
//! |---|---|
//! | [`knowledge`] | entries, categories, drafts and versions, import and export |
//! | [`answers`] | decides what a question gets, from memory, and keeps why |
//! | [`products`] | what is sold, known as facts: wishes, selection, questions on facts |
//! | [`dialogue`] | tasks in free conversation: facts, questions, outcomes |
//! | [`smalltalk`] | greetings, thanks and the like |
//! | [`wording`] | a task's words said by a language model, if one is configured and what it writes is grounded |
//! | [`training`] | questions that editors label, measures, and checks before publishing |
//!
//! `smalltalk ← dialogue ← answers ← knowledge ← training`. [`Bot`] is the tenant's part that holds the published
//! entries in memory; the knowledge room tells it after each commit what changed, so the very next
//! question sees it. The desk asks [`Bot::decide`] and keeps the decision with
//! [`answers::record`].

pub mod answers;
pub mod dialogue;
pub mod knowledge;
pub mod products;
pub mod smalltalk;
pub mod training;
pub mod wording;

pub use answers::{
    Bot, BotSettings, Decision, Emotion, EntryRef, HelpEntry, Outcome, Question, Reply, Verdict,
};
pub use dialogue::{Beside, Recalled, Talk};
pub use knowledge::Audience;
pub use smalltalk::SmallTalk;

use shanying_kernel::Result;
use shanying_storage::jobs::Registry;
use shanying_storage::outbox::Listener;
use shanying_storage::{Tx, heavy};
use shanying_web_kit::{Router, Tenant};

/// Every route of this crate, without the prefix of the API.
pub fn routes() -> Router {
    knowledge::routes()
        .merge(products::routes())
        .merge(answers::routes())
        .merge(dialogue::routes())
        .merge(smalltalk::routes())
        .merge(training::routes())
        .merge(wording::routes())
}

/// Names what this crate's jobs do; for `storage::jobs::start`.
pub fn jobs(tenant: &Tenant, registry: &mut Registry) {
    training::jobs(tenant, registry);
}

/// Who of this crate learns events durably; for `storage::outbox::start`.
#[must_use]
pub fn listeners() -> Vec<Listener> {
    vec![training::listener()]
}

/// Starts what runs by itself: learning to read emotions, gathering questions to be labelled,
/// following the model in use, keeping the index for the next start.
pub fn start(tenant: &Tenant) -> Result<()> {
    let bot = tenant.part::<Bot>()?;
    tenant.tasks().spawn(async move {
        if let Err(error) = heavy("emotions", move || bot.learn_emotions()).await {
            tracing::error!(?error, "emotions could not be learnt");
        }
    });
    training::start(tenant);
    answers::keep_index(tenant)
}

/// A conversation is gone; what was asked in it goes too, in the transaction that deletes it.
pub async fn forget_conversation(tx: &mut Tx, id: &str) -> Result<()> {
    answers::forget_conversation(tx, id).await?;
    dialogue::forget_conversation(tx, id).await?;
    training::forget_conversation(tx, id).await
}
