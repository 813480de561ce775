//! Types of drafts and versions.

use serde::Serialize;
use shanying_kernel::Time;

use crate::dialogue::checks::Fault;
use crate::dialogue::model::{Action, Phrases, Task};

/// How a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    /// Never published.
    Draft,
    /// Customers meet it as it is.
    Published,
    /// Customers meet an earlier version.
    Changed,
}

/// A task as editors see it.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct TaskEntry {
    /// As it is worked on.
    pub task: Task,
    /// How it stands.
    pub state: TaskState,
    /// Counts changes; a change names the one it was made from.
    pub revision: i64,
    /// The version that customers meet.
    pub live_version: Option<i64>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
    /// When it was changed.
    pub updated_at: Time,
    /// By whom.
    pub updated_by: String,
}

/// A task in a list.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct TaskSummary {
    /// Its stable name.
    pub key: String,
    /// As people call it.
    pub name: Phrases,
    /// What is reached at its end.
    pub goal: String,
    /// Whether it may start.
    pub enabled: bool,
    /// How it stands.
    pub state: TaskState,
    /// What is done at its end.
    pub action: Action,
    /// How many things it must know.
    pub slots: usize,
    /// Faults that keep it from being published.
    pub grave: usize,
    /// The version that customers meet.
    pub live_version: Option<i64>,
    /// When it was changed.
    pub updated_at: Time,
    /// By whom.
    pub updated_by: String,
}

/// A task as it was published.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct TaskVersion {
    /// From 1.
    pub version: i64,
    /// The task.
    pub task: Task,
    /// What the editor wrote about it.
    pub note: String,
    /// When.
    pub published_at: Time,
    /// By whom.
    pub published_by: String,
}
