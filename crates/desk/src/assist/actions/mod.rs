//! What the room does: looks at a talk, learns from verdicts, checks replies, answers agents, and
//! prepares and keeps the end.

mod ask;
mod check;
mod judge;
mod look;
mod reading;
mod wrap;

pub(super) use ask::ask;
pub(super) use check::check;
pub(super) use judge::{Judged, judge};
pub(super) use look::look;
#[cfg(test)]
pub(super) use reading::{Reader, suggested_entries};
pub(super) use wrap::{confirm, draft};
