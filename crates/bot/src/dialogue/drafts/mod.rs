//! Tasks as editors work on them: a draft apart from what customers meet, published as numbered
//! versions, tried in a talk before.
//!
//! Invariants: a draft may be faulty, what is published is not; publishing holds from the next
//! message on; a version is never changed, and restoring one makes it the draft.

mod actions;
mod http;
mod model;
mod sample;
mod store;
#[cfg(test)]
mod tests;
mod tools;
mod trial;

pub(super) use actions::{put, remove};
pub(super) use http::routes;
pub(super) use sample::answer;
pub(super) use tools::parameters;
