//! What is done to tasks: they are found, dealt, judged, reviewed and shown.

mod deal;
mod judge;
mod review;
mod show;
mod sweep;

pub(super) use judge::{Judgement, judge};
pub(super) use review::{Decision, review};
pub(super) use show::{board, counts, list, mine, show};
pub(super) use sweep::{sweep, tick};

const DAY_MS: i64 = 86_400_000;
