//! What editors do with tasks. Each is one transaction; what is published is in the bot's memory
//! before the call returns.

use serde_json::json;
use shanying_kernel::{Error, Result};
use shanying_people::groups;
use shanying_storage::Tx;
use shanying_web_kit::{Caller, Tenant, audit};

use super::model::{TaskEntry, TaskSummary, TaskVersion};
use super::store::{self, Stored};
use crate::answers::Bot;
use crate::dialogue::checks::{self, Beside, Fault};
use crate::dialogue::model::Task;
use crate::dialogue::store as tasks;
use crate::knowledge::{name_of, to_the_end};

const NOTE_CHARS: usize = 500;
/// A draft in JSON; the largest that the checks let through is far below.
const DRAFT_BYTES: usize = 512 * 1024;

/// All tasks.
pub(super) async fn list(tenant: &Tenant) -> Result<Vec<TaskSummary>> {
    let bot = tenant.part::<Bot>()?;
    let mut tx = tenant.db().read().await?;
    let drafts = store::list(&mut tx).await?;
    let tasks: Vec<Task> = drafts.iter().map(|draft| draft.task.clone()).collect();
    let beside = Beside {
        tasks: &tasks,
        groups: group_names(&mut tx).await?,
        bot: Some(&bot),
    };
    Ok(drafts
        .into_iter()
        .map(|draft| draft.summary(&beside))
        .collect())
}

/// One task.
pub(super) async fn show(tenant: &Tenant, key: &str) -> Result<TaskEntry> {
    let bot = tenant.part::<Bot>()?;
    let mut tx = tenant.db().read().await?;
    entry(&mut tx, &bot, key).await
}

async fn entry(tx: &mut Tx, bot: &Bot, key: &str) -> Result<TaskEntry> {
    let tasks = tasks::tasks(tx).await?;
    let beside = Beside {
        tasks: &tasks,
        groups: group_names(tx).await?,
        bot: Some(bot),
    };
    Ok(store::load(tx, key).await?.entry(&beside))
}

async fn group_names(tx: &mut Tx) -> Result<Vec<String>> {
    let groups = groups::list(tx).await?;
    Ok(groups.into_iter().map(|group| group.name).collect())
}

/// What is wrong with a task that is not kept.
pub(super) async fn faults(tenant: &Tenant, task: &Task) -> Result<Vec<Fault>> {
    let bot = tenant.part::<Bot>()?;
    let mut tx = tenant.db().read().await?;
    let tasks = tasks::tasks(&mut tx).await?;
    let beside = Beside {
        tasks: &tasks,
        groups: group_names(&mut tx).await?,
        bot: Some(&bot),
    };
    Ok(checks::faults(task, &beside))
}

/// What was published, the newest first.
pub(super) async fn versions(tenant: &Tenant, key: &str) -> Result<Vec<TaskVersion>> {
    store::versions(&mut tenant.db().read().await?, key).await
}

fn unchanged(found: Option<&Stored>, seen: i64) -> Result<()> {
    let revision = found.map_or(0, |found| found.revision);
    if revision == seen {
        return Ok(());
    }
    Err(Error::conflict(
        "dialogue.revision_conflict",
        "somebody changed this task meanwhile",
    )
    .with("revision", revision))
}

/// Keeps a draft, faulty or not. `revision` is the one it was made from, 0 for a new task.
pub(super) async fn save(
    tenant: &Tenant,
    caller: &Caller,
    task: Task,
    revision: i64,
) -> Result<TaskEntry> {
    if !checks::is_key(&task.key) {
        return Err(Error::field("key", "1 to 40 small letters, digits and _"));
    }
    let text = serde_json::to_string(&task)?;
    if text.len() > DRAFT_BYTES || text.contains("\\u0000") {
        return Err(Error::field("task", "at most 512 KB, without NUL"));
    }
    let (by, line) = (
        name_of(caller),
        audit::Entry::new(caller, "task.saved", &task.key),
    );
    let bot = tenant.part::<Bot>()?;
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                store::hold(tx, &task.key).await?;
                let found = store::find(tx, &task.key).await?;
                unchanged(found.as_ref(), revision)?;
                let live = found.and_then(|found| found.live_version);
                store::save(tx, &task, (revision + 1, live), &by).await?;
                audit::record(tx, line).await?;
                entry(tx, &bot, &task.key).await
            })
        })
        .await
}

/// Makes a version the draft.
pub(super) async fn restore(
    tenant: &Tenant,
    caller: &Caller,
    key: String,
    (version, revision): (i64, i64),
) -> Result<TaskEntry> {
    let old = store::load_version(&mut tenant.db().read().await?, &key, version).await?;
    save(tenant, caller, old.task, revision).await
}

/// Publishes the draft: it holds from the next message on.
pub(super) async fn publish(
    tenant: &Tenant,
    caller: &Caller,
    key: String,
    (revision, note): (i64, String),
) -> Result<TaskEntry> {
    if note.chars().count() > NOTE_CHARS {
        return Err(Error::field("note", "at most 500 characters"));
    }
    let found = store::load(&mut tenant.db().read().await?, &key).await?;
    unchanged(Some(&found), revision)?;
    put(tenant, caller, found.task, (Some(revision), note)).await?;
    show(tenant, &key).await
}

/// Writes a task as draft and as what customers meet. With a revision, only if nobody changed it
/// since.
pub(in crate::dialogue) async fn put(
    tenant: &Tenant,
    caller: &Caller,
    task: Task,
    (seen, note): (Option<i64>, String),
) -> Result<()> {
    checks::check(&task)?;
    let (db, bot) = (tenant.db().clone(), tenant.part::<Bot>()?);
    let (by, line) = (
        name_of(caller),
        audit::Entry::new(caller, "task.changed", &task.key),
    );
    to_the_end(tenant, async move {
        db.write(move |tx| {
            Box::pin(async move {
                store::hold(tx, &task.key).await?;
                let found = store::find(tx, &task.key).await?;
                if let Some(seen) = seen {
                    unchanged(found.as_ref(), seen)?;
                }
                tasks::put(tx, &task).await?;
                let version = store::add_version(tx, &task, note.trim(), &by).await?;
                let revision = found.map_or(0, |found| found.revision) + 1;
                store::save(tx, &task, (revision, Some(version)), &by).await?;
                let detail = json!({"enabled": task.enabled, "version": version});
                audit::record(tx, line.detail(detail)).await
            })
        })
        .await?;
        bot.refresh_tasks(&db).await
    })
    .await
}

/// Takes a task away with its draft and its versions.
pub(in crate::dialogue) async fn remove(
    tenant: &Tenant,
    caller: &Caller,
    key: String,
) -> Result<()> {
    let (db, bot) = (tenant.db().clone(), tenant.part::<Bot>()?);
    let line = audit::Entry::new(caller, "task.removed", &key);
    to_the_end(tenant, async move {
        db.write(move |tx| {
            Box::pin(async move {
                let (live, draft) = (
                    tasks::remove(tx, &key).await?,
                    store::remove(tx, &key).await?,
                );
                if !live && !draft {
                    return Err(store::no_task());
                }
                audit::record(tx, line).await
            })
        })
        .await?;
        bot.refresh_tasks(&db).await
    })
    .await
}
