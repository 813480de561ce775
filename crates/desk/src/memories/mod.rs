//! Memories: what customers reveal about themselves while they talk, kept for the next time.
//!
//! - Every text of a customer, in a conversation or at a ticket, is read for statements about
//!   themselves: what they like, are, use, must avoid, wear, who lives with them, what went wrong
//!   ([`rules`]). What is found stands with the customer's own sentence, to be confirmed.
//! - The agent sees it beside the conversation while the customer talks, confirms, rejects, changes
//!   or writes it. The bot takes what is confirmed as told: it does not ask for a known skin again.
//!   An allergy counts from the moment it is said, because being wrong there does harm.
//!
//! Invariants: the same fact is one row, whose count grows; what was rejected does not come back from
//! the same words; of two facts that contradict each other the later holds and the earlier is kept as
//! superseded, but that an allergy is over is believed only when the staff confirms it; what identifies
//! a person (numbers, addresses) is never a memory and stands masked in quotes; who may not read a
//! conversation reads no quote of it.
//!
//! Owned table: `customer_memories`.

mod actions;
mod http;
mod model;
mod rules;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use actions::{export, merge, note, read, recall};
pub use http::routes;
pub(crate) use model::{Said, Source};
pub(crate) use store::{forget_conversation, forget_customer, forget_ticket};
