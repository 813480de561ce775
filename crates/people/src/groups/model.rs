//! Types of groups.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A skill group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Group {
    /// `grp_…`.
    pub id: String,
    /// Unique.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Ids of agents, sorted.
    pub members: Vec<String>,
    /// Place in lists.
    pub sort: i64,
}

/// A group to be made.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupFields {
    /// Unique.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// Ids of agents.
    #[serde(default)]
    pub members: Vec<String>,
    /// Place in lists.
    #[serde(default)]
    pub sort: i64,
}

/// Changes to a group; what is missing stays.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupPatch {
    /// Unique.
    pub(super) name: Option<String>,
    /// What it is for.
    pub(super) description: Option<String>,
    /// All members.
    pub(super) members: Option<Vec<String>>,
    /// Place in lists.
    pub(super) sort: Option<i64>,
}
