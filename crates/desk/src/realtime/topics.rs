//! Names of what sockets listen to.

/// Everybody of the staff who is connected; they hear who is there and nothing of customers.
pub(crate) const STAFF: &str = "staff";
/// Staff who serve customers or may read every conversation.
pub(crate) const FLOOR: &str = "floor";
/// Staff who may read every conversation.
pub(crate) const OVERSEERS: &str = "overseers";

/// Staff who look at the live board.
pub(crate) const BOARD: &str = "board";

/// Staff who keep the knowledge.
pub(crate) const EDITORS: &str = "editors";

/// One customer, on all their devices.
pub(crate) fn customer(id: &str) -> String {
    format!("customer:{id}")
}

/// One agent, in all their windows.
pub(crate) fn agent(id: &str) -> String {
    format!("agent:{id}")
}

/// Staff who look at a conversation that is not theirs and may read every conversation.
pub(crate) fn watchers(conversation_id: &str) -> String {
    format!("watch:{conversation_id}")
}

/// Other staff who look at a conversation; they hear it until an agent serves it.
pub(crate) fn onlookers(conversation_id: &str) -> String {
    format!("look:{conversation_id}")
}
