//! Types of agents.

use serde::{Deserialize, Serialize};
use shanying_kernel::Time;
use utoipa::ToSchema;

/// What a person is to the company; decides the permissions (see `rules::ROLE_PERMISSIONS`).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Serves customers.
    Agent,
    /// Serves, watches over others and sees the figures.
    Supervisor,
    /// Writes the knowledge base.
    Editor,
    /// Reads everything to judge its quality.
    Inspector,
    /// May do everything.
    Admin,
}

impl Role {
    /// Its stable name, as in JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Supervisor => "supervisor",
            Self::Editor => "editor",
            Self::Inspector => "inspector",
            Self::Admin => "admin",
        }
    }
}

/// What an agent says of himself: 在线, 示忙, 小休, 离线.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgentState {
    /// Takes new conversations.
    Online,
    /// Serves those he has and takes no new ones.
    Busy,
    /// Away for a little.
    Break,
    /// Not at work.
    Offline,
}

impl AgentState {
    /// Its stable name, as in JSON and in the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Busy => "busy",
            Self::Break => "break",
            Self::Offline => "offline",
        }
    }

    pub(super) fn parse(code: &str) -> Self {
        match code {
            "online" => Self::Online,
            "busy" => Self::Busy,
            "break" => Self::Break,
            // Nobody is given conversations because of a word that we do not know.
            _ => Self::Offline,
        }
    }
}

/// A person of the company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Agent {
    /// `agt_…`.
    pub id: String,
    /// What they sign in with; lower case, unique.
    pub username: String,
    /// Real name, for colleagues.
    pub name: String,
    /// What customers read.
    pub nickname: String,
    /// Address of a picture.
    pub avatar: Option<String>,
    /// At least one.
    pub roles: Vec<Role>,
    /// Ids of skill groups, sorted.
    pub groups: Vec<String>,
    /// Most conversations at once.
    pub max_chats: i64,
    /// What they said of themselves last.
    pub state: AgentState,
    /// Why, if told.
    pub state_reason: Option<String>,
    /// Since when.
    pub state_since: Time,
    /// Whether a workbench of theirs is open.
    pub connected: bool,
    /// Conversations that they serve now.
    pub load: i64,
    /// Whether they may sign in.
    pub enabled: bool,
    /// When the account was made.
    pub created_at: Time,
}

impl Agent {
    /// Whether a supervisor may give them a conversation: busy and on a break is still at work.
    #[must_use]
    pub fn is_at_work(&self) -> bool {
        self.enabled && self.state != AgentState::Offline
    }
}

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewAgent {
    /// What they sign in with.
    pub username: String,
    /// Real name.
    pub name: String,
    /// What customers read; empty means the name.
    pub nickname: String,
    /// At least one.
    pub roles: Vec<Role>,
    /// Ids of skill groups.
    pub groups: Vec<String>,
    /// Most conversations at once.
    pub max_chats: i64,
    /// From [`super::hash_password`]; without one nobody can sign in until a link sets it.
    pub password_hash: Option<String>,
}

/// Changes to an account; what is missing stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgentPatch {
    /// What they sign in with.
    pub username: Option<String>,
    /// Real name.
    pub name: Option<String>,
    /// What customers read.
    pub nickname: Option<String>,
    /// All roles.
    pub roles: Option<Vec<Role>>,
    /// All skill groups.
    pub groups: Option<Vec<String>>,
    /// Most conversations at once.
    pub max_chats: Option<i64>,
    /// Whether they may sign in.
    pub enabled: Option<bool>,
}

/// Somebody who can take a conversation now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// `agt_…`.
    pub id: String,
    /// Conversations that they serve now.
    pub load: i64,
    /// Most conversations at once.
    pub max_chats: i64,
    /// Skill level in the group that was asked for, 0 to 100; none for who is not in it.
    pub level: Option<i64>,
    /// When they were last given a conversation, in milliseconds; 0 never.
    pub last_assigned_at: i64,
}

/// A stretch in which somebody was in a state, from the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// `agt_…`.
    pub agent_id: String,
    /// Which.
    pub state: AgentState,
    /// Why, if told.
    pub reason: Option<String>,
    /// Begin.
    pub from: Time,
    /// End; none while it lasts.
    pub until: Option<Time>,
}
