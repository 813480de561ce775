//! Types of groups.

use std::collections::BTreeMap;

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
    /// Skill level of each member, 0 to 100.
    pub levels: BTreeMap<String, i64>,
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
    /// Skill level of members, 0 to 100; who is missing keeps theirs, new ones have 50.
    #[serde(default)]
    pub levels: BTreeMap<String, i64>,
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
    /// Skill levels of some members.
    pub(super) levels: Option<BTreeMap<String, i64>>,
    /// Place in lists.
    pub(super) sort: Option<i64>,
}
