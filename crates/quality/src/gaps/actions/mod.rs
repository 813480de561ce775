//! What is done to gaps: signals are kept, grouped, settled and forgotten.

mod forget;
mod group;
mod notice;
mod questions;
mod regroup;
mod resolve;

pub use forget::forget_old;
pub(super) use group::group;
pub use notice::listener;
pub(super) use regroup::regroup;
pub(super) use resolve::{Resolution, nearest, resolve};

/// Groups all signals that wait.
pub(super) const GROUP_QUESTIONS: &str = "GroupQuestions";
/// Groups all open questions anew.
pub(super) const REGROUP: &str = "RegroupQuestions";
