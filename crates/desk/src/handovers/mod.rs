//! The way to a person (转人工): where it stands open, how soon it leads there, and the report on both.
//!
//! - It stands open at every place unless the settings say otherwise. They may hide it at a place until
//!   the bot has failed some times, and only while the figures of the last thirty days allow it: the
//!   share that the bot resolved, and the satisfaction of those who came to a person. When a figure
//!   falls short later, new conversations show the way again.
//! - Words always lead to a person, whatever is shown. The bot asks back at most as often as the
//!   settings say; then a person comes.
//! - Where the way stood open is written when a conversation begins; that somebody asked for a person,
//!   and what became of it, when it happens. The report counts these rows.
//! - Conversations tell this room what happens; it changes nothing in them.

mod actions;
mod http;
mod model;
mod rules;
mod store;
#[cfg(test)]
mod tests;

pub use actions::Standing;
pub(crate) use actions::{
    Opening, asked, begun, failed, forget_conversation, insert_past, left_message, may_weaken,
    opening, places, reached, refused,
};
pub use http::routes;
pub use model::{HandoverSettings, Place};
