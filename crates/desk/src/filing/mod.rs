//! Filing: under which leaf of a tree of thousands a ticket belongs (归类).
//!
//! - The engine (`language::filing`) learns from the names of the leaves, from an imported history
//!   and from every ticket that a person filed. It is trained in the background and swapped in one
//!   step; until the first training nothing is proposed.
//! - A proposal has a probability. From the score on from which the judged texts are right as often
//!   as the settings ask, a ticket is filed without anybody; below, a person confirms one of three.
//! - What a person says is right is kept beside what was proposed: that is what the page measures.
//!
//! `tickets` uses this room; it knows nothing of tickets but their ids and words.

mod actions;
mod engine;
pub mod http;
mod model;
mod rules;
mod store;

pub(crate) use actions::{confirm, note, note_chosen, propose};
pub use actions::{import_history, import_tree};
pub(crate) use engine::start;
pub use engine::{Engine, train};
pub(crate) use model::Proposal;
pub(crate) use store::{above, below, check_leaf, forget, path_text, paths};
