//! A small reader of Rust and TypeScript, good enough to measure functions and to see paths.
//!
//! It blanks comments and literals, then matches brackets. A full parser would be exact on every corner of the
//! languages but would cost more to compile than all other checks together.

mod functions;
mod mask;

pub use functions::{Function, functions};
pub use mask::{mask, without_comments};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Rust,
    /// TypeScript and JavaScript, with or without tags.
    Script,
}

pub fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '$'
}
