//! What customers see of their conversation.

use serde::Serialize;

use super::Owner;
use crate::handovers::Place;

/// A conversation as its customer sees it.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct VisitorConversation {
    /// `cnv_…`.
    pub id: String,
    /// Who answers now.
    pub owner: Owner,
    /// The person who serves.
    pub agent: Option<VisitorAgent>,
    /// The customer's place.
    pub queue: Option<QueuePlace>,
    /// The last place.
    pub last_seq: i64,
    /// How far the staff has read.
    pub agent_read_seq: i64,
    /// Whether a rating would be accepted.
    pub can_rate: bool,
    /// Whether it is rated.
    pub rated: bool,
    /// Places at which the way to a person is seen while the bot answers.
    pub person_places: Vec<Place>,
}

/// The person who serves, as the customer sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct VisitorAgent {
    /// The name that customers see.
    pub name: String,
    /// Picture.
    pub avatar: Option<String>,
}

/// A place in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct QueuePlace {
    /// From 1.
    pub position: i64,
    /// An honest estimate, or null when there is nothing to estimate from.
    pub eta_seconds: Option<i64>,
}
