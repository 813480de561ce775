//! A conversation: one service episode of one customer, with its messages.
//!
//! Invariants:
//! - messages of a conversation carry a gapless `seq` from 1; nothing is acknowledged before it is
//!   committed; the same `client_id` of the same sender is one message however often it is sent;
//! - exactly one of bot, queue and agent owns an open conversation (`rules::next_owner`), the new
//!   owner is written before any reply that follows from it, and the bot never speaks in an agent's;
//! - a customer has at most one open conversation; a message after the end opens a new one.

pub(crate) mod actions;
pub mod http;
pub(crate) mod model;
pub(crate) mod rules;
pub(crate) mod store;
#[cfg(test)]
pub(crate) mod talks;
#[cfg(test)]
mod tests;
pub(crate) mod views;

use shanying_storage::outbox::Listener;

pub use model::{
    Content, Conversation, Message, Owner, QuestionRef, Rating, Sender, SenderKind, TransferReason,
};
pub use store::{
    DayFigures, Now, Service, Transferred, customers_utterances, day_figures, hourly, now,
    question_before, served_between, transferred,
};

/// Who of this room learns events durably.
pub(crate) fn listeners() -> Vec<Listener> {
    vec![
        store::listener(),
        actions::decided_listener(),
        actions::payments_listener(),
    ]
}
