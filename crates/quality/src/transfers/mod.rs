//! Transfers: why customers came to a person, and what the person knew that the bot did not (案例分析).
//!
//! Every conversation in which a person was asked for has one cause:
//!
//! | cause | decided by | remedy |
//! |---|---|---|
//! | straight | nothing was asked before | what the bot can do is shown earlier |
//! | no knowledge | the bot did not know, and no entry is near | the person's answer becomes an entry |
//! | misrecognised | the bot did not know or asked what was meant, and an entry is near | a similar question |
//! | answer did not help | the bot answered, and the customer said no or went on about the matter | improve the entry, or a task |
//! | policy | an entry, a task, a grade or anger goes to a person by the company's own rules | nothing |
//! | insisted | the bot answered, and the customer wanted a person all the same | nothing |
//!
//! Near means a score from the bot's line of suggesting, as in [`causes`](crate::causes). Nothing is
//! stored: the conversations themselves tell it.

mod actions;
mod http;
mod model;
mod rules;

pub use http::routes;

#[cfg(test)]
mod tests;
