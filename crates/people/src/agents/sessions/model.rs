//! What a session is.

use shanying_kernel::Time;

/// A browser that is signed in.
pub(super) struct Session {
    pub(super) id: String,
    pub(super) agent_id: String,
    pub(super) created_at: Time,
    pub(super) seen_at: Time,
}
