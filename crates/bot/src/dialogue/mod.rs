//! Tasks in free conversation: what a customer wants done is carried out while they talk as they
//! like.
//!
//! A [`Task`] is data of the tenant. [`turn`] is pure: from where a talk stands ([`State`]), what
//! was heard ([`Heard`]) and what is known beside ([`World`]) it makes what is said ([`Move`]),
//! where the talk stands then, and why ([`Trace`]). The state is handed in and out; the desk keeps
//! it in the transaction of the message.
//!
//! Invariants: every fact of every message is taken; what was told is never asked for again; only
//! what is missing and worth asking is asked; what somebody must avoid is never given up; a talk
//! never ends without a way on.

mod actions;
mod checks;
mod drafts;
mod foresight;
mod http;
mod model;
mod progress;
mod rules;
mod shop;
pub mod simulation;
mod sold;
mod store;

pub use actions::{Beside, Book, Recalled, Talk, put_task, remove_task, tasks};
pub use foresight::Forecast;
pub use http::routes;
pub use model::*;
pub use progress::{Dialogue, Progress, Standing, show};
pub use rules::{
    Acts, Answer, Answers, AttributeWords, Choice, Ear, Goods, Heard, Ordinal, Profile,
    Recollection, ShopTalk, Told, Turn, Want, Wishes, World, turn,
};
pub use sold::Sold;
pub use store::{Request, forget_conversation, last_turn, record_request, requests, save, state};

#[cfg(test)]
mod tests;
