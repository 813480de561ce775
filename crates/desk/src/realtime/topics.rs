//! Names of what sockets listen to.

/// Everybody of the staff who is connected.
pub(crate) const STAFF: &str = "staff";
/// Staff who may read every conversation.
pub(crate) const OVERSEERS: &str = "overseers";

/// One customer, on all their devices.
pub(crate) fn customer(id: &str) -> String {
    format!("customer:{id}")
}

/// One agent, in all their windows.
pub(crate) fn agent(id: &str) -> String {
    format!("agent:{id}")
}

/// Staff who look at a conversation that is not theirs.
pub(crate) fn watchers(conversation_id: &str) -> String {
    format!("watch:{conversation_id}")
}
