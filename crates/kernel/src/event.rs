//! Facts that rooms announce. They are stored first (see `storage::outbox`) and told afterwards.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A customer in a channel.
    Customer,
    /// The bot.
    Bot,
    /// A person of the company.
    Agent,
    /// A program with an API key.
    ApiKey,
    /// The command line on the server itself.
    Console,
    /// The server on its own account.
    System,
}

/// Who did something, with the name as it was then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Actor {
    /// What kind of actor.
    pub kind: ActorKind,
    /// Identifier of the person, customer or key.
    pub id: Option<String>,
    /// Name at that time.
    pub name: Option<String>,
}

impl Actor {
    /// The server on its own account.
    #[must_use]
    pub fn system() -> Self {
        Self {
            kind: ActorKind::System,
            id: None,
            name: None,
        }
    }

    /// The bot.
    #[must_use]
    pub fn bot() -> Self {
        Self {
            kind: ActorKind::Bot,
            id: None,
            name: None,
        }
    }
}

/// One fact. `position` is gapless in the order of commit; it is missing until the fact has one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Event {
    /// `evt_…`, unique.
    pub id: String,
    /// Place in the gapless order of commits.
    pub position: Option<i64>,
    /// Past tense with its room, such as `conversation.accepted`.
    pub kind: String,
    /// Version of the payload's shape.
    pub version: i64,
    /// The facts; its shape belongs to the room that announces it.
    pub payload: Value,
    /// UTC milliseconds.
    pub at_ms: i64,
}
