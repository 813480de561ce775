//! Assist: what helps an agent while a customer talks, and prepares what follows the talk.
//!
//! - After every message of the customer (and while they type) the room tells what is meant, how it
//!   sounds and which facts were told; it suggests replies with their source, past cases, the steps
//!   of a guide, tasks with their slots filled, and what to offer.
//! - What the agent does with a suggestion is kept and changes the ranking of the same question from
//!   the next message on (`memory`).
//! - What the agent is about to send is held against the words of the house, the knowledge, the
//!   limit of the customer's grade and what must stay private (`rules::risks`).
//! - At the end a summary, a class, tags, a ticket and a visit are prepared from what was said; the
//!   agent confirms with one key, and nothing is done before.
//!
//! Invariants: nothing is ever sent or kept without the agent; an entry for agents alone is never
//! offered for sending; a past case is read anew before it is shown, so that what was erased is not
//! told; nothing is sold to somebody who is angry.
//!
//! Owned tables: `assist_verdicts`, `wrap_ups`; owned settings: `assist`.

mod actions;
mod http;
mod memory;
mod model;
mod rules;
mod store;
#[cfg(test)]
mod tests;

pub use http::routes;
pub use memory::Memory;
pub(crate) use memory::{forget, start};
pub use rules::{BotSaid, Handled, handled};
pub(crate) use store::forget_conversation;
