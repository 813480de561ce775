//! What is done to entries. Each is one transaction with its event and its trace; afterwards the
//! bot has taken the change before the call returns.

use std::future::Future;

use serde_json::json;
use shanying_kernel::{Error, Result, new_id};
use shanying_storage::Tx;
use shanying_web_kit::{Caller, Tenant, audit, markdown};
use tokio::sync::oneshot;

use super::model::{Entry, EntryDraft};
use super::store::Stored;
use super::{rules, store};
use crate::answers::{Bot, BotSettings};

/// What is done to one entry.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// Another draft.
    Save(EntryDraft),
    /// The draft goes live.
    Publish,
    /// Customers get it no more; the draft stays.
    Unpublish,
    /// Out of sight.
    Archive,
    /// Back as a draft.
    Unarchive,
    /// A version becomes the draft.
    Restore(i64),
    /// One more phrasing, in the draft and at once in what customers get.
    AddSimilar(String),
}

impl Step {
    /// The event and the action in the audit log.
    fn name(&self) -> &'static str {
        match self {
            Self::Save(_) => "knowledge.saved",
            Self::Publish => "knowledge.published",
            Self::Unpublish => "knowledge.unpublished",
            Self::Archive => "knowledge.archived",
            Self::Unarchive => "knowledge.unarchived",
            Self::Restore(_) => "knowledge.restored",
            Self::AddSimilar(_) => "knowledge.similar_added",
        }
    }
}

/// Who writes, for `updated_by`.
pub(crate) fn name_of(caller: &Caller) -> String {
    let actor = &caller.actor;
    actor
        .name
        .clone()
        .or_else(|| actor.id.clone())
        .unwrap_or_else(|| "system".to_owned())
}

/// Runs to the end even if the caller goes away: memory must follow what was committed.
pub(crate) async fn to_the_end<T: Send + 'static>(
    tenant: &Tenant,
    work: impl Future<Output = Result<T>> + Send + 'static,
) -> Result<T> {
    let (sender, receiver) = oneshot::channel();
    tenant.tasks().spawn(async move {
        let _ = sender.send(work.await);
    });
    receiver
        .await
        .map_err(|_| Error::internal("a change of knowledge ended without an answer"))?
}

/// A tidy draft without faults, filed where something is.
pub(super) async fn checked(tx: &mut Tx, draft: EntryDraft) -> Result<EntryDraft> {
    let draft = rules::tidy(draft);
    if let Some(fault) = rules::faults(&draft).into_iter().next() {
        return Err(fault.into());
    }
    if let Some(category) = &draft.category_id {
        store::require_category(tx, category).await?;
    }
    Ok(draft)
}

/// A new entry, as a draft.
pub async fn create(tenant: &Tenant, caller: &Caller, draft: EntryDraft) -> Result<Entry> {
    let id = new_id("ent");
    let (made, by) = (id.clone(), name_of(caller));
    let line = audit::Entry::new(caller, "knowledge.created", &id);
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let draft = checked(tx, draft).await?;
                let entry = new_entry(made, None, draft, tx.now_ms(), by);
                store::save(tx, &entry).await?;
                let question = &entry.draft.question;
                tx.emit(
                    "knowledge.created",
                    json!({"id": entry.id, "question": question}),
                )
                .await?;
                audit::record(tx, line.detail(json!({"question": question}))).await
            })
        })
        .await?;
    show(tenant, &id).await
}

pub(super) fn new_entry(
    id: String,
    key: Option<String>,
    draft: EntryDraft,
    now_ms: i64,
    by: String,
) -> Stored {
    let now = shanying_kernel::Time(now_ms);
    Stored {
        id,
        key,
        draft,
        live: None,
        archived: false,
        revision: 1,
        published_version: None,
        created_at: now,
        updated_at: now,
        updated_by: by,
    }
}

/// The draft goes live; the very next question sees it. `revision` is the one that was seen, none
/// publishes whatever the draft is now.
pub async fn publish(
    tenant: &Tenant,
    caller: &Caller,
    id: &str,
    revision: Option<i64>,
) -> Result<Entry> {
    change(tenant, caller, id, revision, Step::Publish).await
}

/// One more way to ask an entry's question, in the draft and at once in what customers get.
pub async fn add_similar(tenant: &Tenant, caller: &Caller, id: &str, text: &str) -> Result<Entry> {
    change(tenant, caller, id, None, Step::AddSimilar(text.to_owned())).await
}

/// Another answer instead of the default one, published at once unless the draft held other changes
/// that nobody has published: then it stands in the draft. Whether it was published.
pub async fn replace_answer(
    tenant: &Tenant,
    caller: &Caller,
    id: &str,
    markdown: &str,
) -> Result<bool> {
    let mut tx = tenant.db().read().await?;
    let (stored, _) = store::load(&mut tx, id, 0).await?;
    drop(tx);
    let in_work = stored.live.as_ref() != Some(&stored.draft);
    let mut draft = stored.draft;
    rules::set_default_answer(&mut draft, markdown);
    let seen = Some(stored.revision);
    let saved = change(tenant, caller, id, seen, Step::Save(draft)).await?;
    if in_work {
        return Ok(false);
    }
    publish(tenant, caller, id, Some(saved.revision)).await?;
    Ok(true)
}

/// Does one step to one entry.
pub(super) async fn change(
    tenant: &Tenant,
    caller: &Caller,
    id: &str,
    revision: Option<i64>,
    step: Step,
) -> Result<Entry> {
    let bot = tenant.part::<Bot>()?;
    let (db, id_of_task, by) = (tenant.db().clone(), id.to_owned(), name_of(caller));
    let line = audit::Entry::new(caller, step.name(), id);
    let work = async move {
        let id = id_of_task.clone();
        let touched = db
            .write(move |tx| {
                Box::pin(async move {
                    let before = store::load_for_update(tx, &id).await?;
                    if revision.is_some_and(|seen| seen != before.revision) {
                        return Err(Error::conflict(
                            "knowledge.revision_conflict",
                            "somebody changed this entry meanwhile",
                        )
                        .with("revision", before.revision));
                    }
                    let name = step.name();
                    let mut after = before.clone();
                    after.revision += 1;
                    after.updated_at = shanying_kernel::Time(tx.now_ms());
                    after.updated_by = by;
                    apply(tx, &mut after, step).await?;
                    store::save(tx, &after).await?;
                    tx.emit(
                        name,
                        json!({"id": after.id, "question": after.draft.question,
                               "version": after.published_version}),
                    )
                    .await?;
                    audit::record(tx, line.change(&before.draft, &after.draft)?).await?;
                    Ok(before.live != after.live || before.archived != after.archived)
                })
            })
            .await?;
        if touched {
            bot.refresh(&db, &[id_of_task]).await?;
        }
        Ok(())
    };
    to_the_end(tenant, work).await?;
    show(tenant, id).await
}

async fn apply(tx: &mut Tx, entry: &mut Stored, step: Step) -> Result<()> {
    if entry.archived && !matches!(step, Step::Unarchive) {
        return Err(Error::conflict(
            "knowledge.archived",
            "this entry is archived",
        ));
    }
    match step {
        Step::Save(draft) => entry.draft = checked(tx, draft).await?,
        Step::Publish => go_live(tx, entry).await?,
        Step::Unpublish => {
            entry.live = None;
            entry.published_version = None;
        }
        Step::Archive => {
            entry.live = None;
            entry.published_version = None;
            entry.archived = true;
        }
        Step::Unarchive => entry.archived = false,
        Step::Restore(version) => {
            let mut draft = store::load_version(tx, &entry.id, version).await?;
            // The category of that time may be gone.
            if let Some(category) = &draft.category_id
                && store::require_category(tx, category).await.is_err()
            {
                draft.category_id.clone_from(&entry.draft.category_id);
            }
            entry.draft = draft;
        }
        Step::AddSimilar(text) => {
            rules::add_similar(&mut entry.draft, text.trim());
            entry.draft = checked(tx, entry.draft.clone()).await?;
            if let Some(live) = &mut entry.live
                && rules::add_similar(live, text.trim())
            {
                entry.published_version = Some(store::insert_version(tx, entry).await?);
            }
        }
    }
    Ok(())
}

/// The draft becomes what customers get, and a version.
pub(super) async fn go_live(tx: &mut Tx, entry: &mut Stored) -> Result<()> {
    if let Some(fault) = rules::publish_fault(&entry.draft) {
        return Err(fault.into());
    }
    entry.live = Some(entry.draft.clone());
    entry.published_version = Some(store::insert_version(tx, entry).await?);
    Ok(())
}

/// The entry in full.
pub(super) async fn show(tenant: &Tenant, id: &str) -> Result<Entry> {
    let days = tenant.settings::<BotSettings>().await?.expiry_reminder_days;
    let mut tx = tenant.db().read().await?;
    let (stored, summary) = store::load(&mut tx, id, days).await?;
    let mut blocks = markdown::parse(stored.draft.default_answer());
    markdown::sign_pictures(&mut blocks, tenant.signer(), tenant.clock().now_ms())?;
    Ok(Entry {
        summary,
        blocks,
        draft: stored.draft,
        revision: stored.revision,
        published_version: stored.published_version,
    })
}

/// Announces (`knowledge.expiring`) each published entry whose time ends within the days of the
/// settings, once for each end; returns how many. Something calls it every hour.
pub async fn remind_expiring(tenant: &Tenant) -> Result<usize> {
    let days = tenant.settings::<BotSettings>().await?.expiry_reminder_days;
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let expiring = store::take_expiring(tx, days).await?;
                for (id, question, valid_to) in &expiring {
                    tx.emit(
                        "knowledge.expiring",
                        json!({"id": id, "question": question, "valid_to": valid_to}),
                    )
                    .await?;
                }
                Ok(expiring.len())
            })
        })
        .await
}
