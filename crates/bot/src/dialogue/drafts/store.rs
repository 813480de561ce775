//! The tables `dialogue_drafts` and `dialogue_versions`.

use shanying_kernel::{Error, Result, Time};
use shanying_storage::{Row, Tx, sql};

use super::model::{TaskEntry, TaskState, TaskSummary, TaskVersion};
use crate::dialogue::checks::{Beside, faults};
use crate::dialogue::model::Task;

/// A draft as its row has it, with the task that customers meet.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stored {
    pub(super) task: Task,
    pub(super) live: Option<Task>,
    pub(super) revision: i64,
    pub(super) live_version: Option<i64>,
    pub(super) updated_at: Time,
    pub(super) updated_by: String,
}

impl Stored {
    fn of(row: &Row) -> Result<Self> {
        Ok(Self {
            task: row.json("definition")?,
            live: row.json_or_null("live")?,
            revision: row.int("revision")?,
            live_version: row.int_or_null("live_version")?,
            updated_at: row.time("updated_at")?,
            updated_by: row.text("updated_by")?,
        })
    }

    fn state(&self) -> TaskState {
        match &self.live {
            None => TaskState::Draft,
            Some(live) if *live == self.task => TaskState::Published,
            Some(_) => TaskState::Changed,
        }
    }

    pub(super) fn entry(self, beside: &Beside<'_>) -> TaskEntry {
        TaskEntry {
            faults: faults(&self.task, beside),
            state: self.state(),
            task: self.task,
            revision: self.revision,
            live_version: self.live_version,
            updated_at: self.updated_at,
            updated_by: self.updated_by,
        }
    }

    pub(super) fn summary(self, beside: &Beside<'_>) -> TaskSummary {
        let faults = faults(&self.task, beside);
        TaskSummary {
            grave: faults.iter().filter(|fault| fault.grave).count(),
            state: self.state(),
            slots: self.task.slots.len(),
            key: self.task.key,
            name: self.task.name,
            goal: self.task.goal,
            enabled: self.task.enabled,
            action: self.task.action,
            live_version: self.live_version,
            updated_at: self.updated_at,
            updated_by: self.updated_by,
        }
    }
}

const SELECT: &str = "SELECT d.definition, d.revision, d.live_version, d.updated_at, d.updated_by, \
    t.definition AS live FROM dialogue_drafts d LEFT JOIN dialogue_tasks t ON t.key = d.key";

/// All drafts, in the order of the tasks; those that were never published come last.
pub(super) async fn list(tx: &mut Tx) -> Result<Vec<Stored>> {
    let rows = sql(format!(
        "{SELECT} ORDER BY CASE WHEN t.position IS NULL THEN 1 ELSE 0 END, t.position, d.key"
    ))
    .all(tx)
    .await?;
    rows.iter().map(Stored::of).collect()
}

/// One draft.
pub(super) async fn find(tx: &mut Tx, key: &str) -> Result<Option<Stored>> {
    let row = sql(format!("{SELECT} WHERE d.key = $1"))
        .bind(key)
        .optional(tx)
        .await?;
    row.map(|row| Stored::of(&row)).transpose()
}

/// One draft, or 404.
pub(super) async fn load(tx: &mut Tx, key: &str) -> Result<Stored> {
    find(tx, key).await?.ok_or_else(no_task)
}

/// Holds the draft's row until the end of the transaction.
pub(super) async fn hold(tx: &mut Tx, key: &str) -> Result<()> {
    let lock = tx.dialect().for_update();
    sql(format!(
        "SELECT key FROM dialogue_drafts WHERE key = $1{lock}"
    ))
    .bind(key)
    .optional(tx)
    .await?;
    Ok(())
}

/// There is no such task.
pub(super) fn no_task() -> Error {
    Error::not_found("not_found.task", "no such task")
}

/// Keeps a draft.
pub(super) async fn save(
    tx: &mut Tx,
    task: &Task,
    (revision, live_version): (i64, Option<i64>),
    by: &str,
) -> Result<()> {
    let now = tx.now_ms();
    sql("INSERT INTO dialogue_drafts \
         (key, definition, revision, live_version, updated_at, updated_by) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (key) DO UPDATE SET \
         definition = excluded.definition, revision = excluded.revision, \
         live_version = excluded.live_version, updated_at = excluded.updated_at, \
         updated_by = excluded.updated_by")
    .bind(&task.key)
    .bind_json(task)
    .bind(revision)
    .bind(live_version)
    .bind(now)
    .bind(by)
    .run(tx)
    .await?;
    Ok(())
}

/// Keeps what is published under the next number.
pub(super) async fn add_version(tx: &mut Tx, task: &Task, note: &str, by: &str) -> Result<i64> {
    let row = sql("SELECT COALESCE(MAX(version), 0) AS last FROM dialogue_versions WHERE key = $1")
        .bind(&task.key)
        .one(tx)
        .await?;
    let (version, now) = (row.int("last")? + 1, tx.now_ms());
    sql("INSERT INTO dialogue_versions \
         (key, version, definition, note, published_at, published_by) \
         VALUES ($1, $2, $3, $4, $5, $6)")
    .bind(&task.key)
    .bind(version)
    .bind_json(task)
    .bind(note)
    .bind(now)
    .bind(by)
    .run(tx)
    .await?;
    Ok(version)
}

/// What was published, the newest first.
pub(super) async fn versions(tx: &mut Tx, key: &str) -> Result<Vec<TaskVersion>> {
    let rows =
        sql("SELECT * FROM dialogue_versions WHERE key = $1 ORDER BY version DESC LIMIT 200")
            .bind(key)
            .all(tx)
            .await?;
    rows.iter().map(version_of).collect()
}

/// One version.
pub(super) async fn load_version(tx: &mut Tx, key: &str, version: i64) -> Result<TaskVersion> {
    let row = sql("SELECT * FROM dialogue_versions WHERE key = $1 AND version = $2")
        .bind(key)
        .bind(version)
        .optional(tx)
        .await?;
    version_of(&row.ok_or_else(no_task)?)
}

fn version_of(row: &Row) -> Result<TaskVersion> {
    Ok(TaskVersion {
        version: row.int("version")?,
        task: row.json("definition")?,
        note: row.text("note")?,
        published_at: row.time("published_at")?,
        published_by: row.text("published_by")?,
    })
}

/// The draft and its versions are gone; whether there were any.
pub(super) async fn remove(tx: &mut Tx, key: &str) -> Result<bool> {
    sql("DELETE FROM dialogue_versions WHERE key = $1")
        .bind(key)
        .run(tx)
        .await?;
    let gone = sql("DELETE FROM dialogue_drafts WHERE key = $1")
        .bind(key)
        .run(tx)
        .await?;
    Ok(gone > 0)
}
