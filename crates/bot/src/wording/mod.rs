//! Words of a task's turn, said more warmly by a language model where one is configured.
//!
//! The bot's templates say everything; a model may only say the same in other words. What it writes
//! is compared with the draft and its facts ([`grounding`]) and thrown away if it brings in a number,
//! a name, a promise or a deed, loses one, or contradicts; then, and when the model is slow, silent or
//! over the budget of the day, the draft itself is said. Answers of the knowledge base are never
//! reworded: people have checked them word for word.
//!
//! Invariants: nothing that a model wrote reaches a customer unchecked; what a customer or a product
//! text says is data of the request, never an instruction that could widen what is allowed; the
//! budget of a day is never exceeded by more than the requests that are under way.

mod actions;
pub mod grounding;
mod http;
mod model;
mod port;
mod prompt;
mod store;
#[cfg(test)]
mod tests;

pub use actions::Wording;
pub use http::routes;
pub use model::{Draft, Outcome, Tally, Worded, WordingSettings};
pub use port::{Ask, Writer, Written};
