//! The training centre: editors say what real questions are, and see how good the bot is.
//!
//! - *Questions* come from the bot's kept decisions, alike spellings folded into one, personal
//!   numbers masked. They wait in the order of what a label teaches (`rules::worth`): an unsure
//!   score, a near rival, unlike the others, asked often.
//! - A *label* says which entry is right, that knowledge is missing, small talk, a person, or
//!   nothing. Every labelling is a row with who and when; the last one holds.
//! - A *set* holds questions with the expected outcome; a kept one guards publishing.
//! - A *measurement* asks the bot itself ([`Bot::decide`](crate::Bot::decide)) every question of a
//!   set, or every labelled one, as a job. There is no second engine for measuring.
//! - The *check* before publishing asks the same of a bot beside it that has the draft.
//!
//! - A *model* is a classifier of the published entries, trained as a job some seconds after knowledge
//!   or labels changed, kept as a blob with a version row; a mark names the one in use, which the bot
//!   takes in one step. It lifts candidates, says whether one is sure enough to be answered, and its gate
//!   turns away what belongs to no entry; the house's list of such questions, small talk and labelled ones
//!   teach it that.
//!
//! Accuracy is the share of right outcomes; coverage the share of questions of a matter that got an
//! answer; correctness the share of answers that are right; precision, recall and F1 are by entry,
//! and their means over the entries that answered (precision) or were expected (recall, F1). Questions that are phrasings of the knowledge base
//! word by word prove little and are counted apart.
//!
//! Owned tables: `training_*`. Events: `training.labelled {question_id}`,
//! `training.measured {run_id}`, `training.model_activated {model_id}`. What a conversation asked alone goes with it.

mod actions;
mod http;
mod jobs;
mod model;
mod rules;
mod settings;
mod store;

pub use actions::{LabelledRow, gather, keep_labelled};
pub use http::routes;
pub use jobs::{listener, register as jobs, start};
pub use model::{Choice, Expected};
pub use rules::kept_text;
pub(crate) use store::forget_conversation;
pub use store::labels_of;

#[cfg(test)]
mod tests;
