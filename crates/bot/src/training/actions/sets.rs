//! Sets of questions with the expected outcome.

use serde_json::json;
use shanying_kernel::{Error, Result};
use shanying_storage::Tx;
use shanying_web_kit::{Caller, Tenant, audit};

use super::label::sound;
use super::name_of;
use crate::knowledge;
use crate::training::model::{Choice, Expected, TrainingSet};
use crate::training::{rules, store};

/// Characters of a set's name.
const NAME_MAX: usize = 100;
/// Labelled questions that are taken into a set at once.
const LABELLED_MAX: usize = 20_000;

/// A set as it is written.
#[derive(Clone, Debug)]
pub(in crate::training) struct NewSet {
    pub(in crate::training) name: String,
    pub(in crate::training) kept: bool,
}

impl NewSet {
    pub(super) fn checked(mut self) -> Result<Self> {
        self.name = self.name.trim().to_owned();
        let length = self.name.chars().count();
        if (1..=NAME_MAX).contains(&length) {
            Ok(self)
        } else {
            Err(Error::field("name", "1 to 100 characters"))
        }
    }
}

/// Makes an empty set.
pub(in crate::training) async fn make_set(
    tenant: &Tenant,
    caller: &Caller,
    new: NewSet,
) -> Result<TrainingSet> {
    let (new, by) = (new.checked()?, name_of(caller));
    let line = audit::Entry::new(caller, "training.set_made", &new.name);
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let id = store::insert_set(tx, &new.name, new.kept, &by).await?;
                audit::record(tx, line).await?;
                store::load_set(tx, &id).await
            })
        })
        .await
}

/// Another name, or whether it guards publishing.
pub(in crate::training) async fn change_set(
    tenant: &Tenant,
    caller: &Caller,
    id: String,
    new: NewSet,
) -> Result<TrainingSet> {
    let new = new.checked()?;
    let line = audit::Entry::new(caller, "training.set_changed", &id)
        .detail(json!({"name": new.name, "kept": new.kept}));
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                store::load_set(tx, &id).await?;
                store::set_set(tx, &id, &new.name, new.kept).await?;
                audit::record(tx, line).await?;
                store::load_set(tx, &id).await
            })
        })
        .await
}

/// Removes a set with its questions and measurements.
pub(in crate::training) async fn drop_set(
    tenant: &Tenant,
    caller: &Caller,
    id: String,
) -> Result<()> {
    let line = audit::Entry::new(caller, "training.set_removed", &id);
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let set = store::load_set(tx, &id).await?;
                store::remove_set(tx, &id).await?;
                let facts = json!({"name": set.name, "cases": set.cases});
                audit::record(tx, line.detail(facts)).await
            })
        })
        .await
}

/// Adds one question to a set.
pub(in crate::training) async fn add_case(
    tenant: &Tenant,
    set_id: String,
    text: String,
    expected: Expected,
) -> Result<TrainingSet> {
    sound(&expected)?;
    if expected.choice == Choice::Skip {
        return Err(Error::field(
            "choice",
            "a passed-over question proves nothing",
        ));
    }
    let text =
        rules::kept_text(&text).ok_or_else(|| Error::field("text", "the question has no words"))?;
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                store::load_set(tx, &set_id).await?;
                if let Some(entry) = &expected.entry_id {
                    knowledge::require(tx, entry).await?;
                }
                if !store::insert_case(tx, &set_id, &text, &expected).await? {
                    return Err(Error::conflict(
                        "conflict.duplicate",
                        "the set holds this question already",
                    ));
                }
                store::load_set(tx, &set_id).await
            })
        })
        .await
}

/// Takes every labelled question into a set; those that it holds stay as they are.
pub(in crate::training) async fn add_labelled(
    tenant: &Tenant,
    caller: &Caller,
    set_id: String,
) -> Result<TrainingSet> {
    let line = audit::Entry::new(caller, "training.set_filled", &set_id);
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                store::load_set(tx, &set_id).await?;
                let added = fill(tx, &set_id).await?;
                audit::record(tx, line.detail(json!({"added": added}))).await?;
                store::load_set(tx, &set_id).await
            })
        })
        .await
}

async fn fill(tx: &mut Tx, set_id: &str) -> Result<usize> {
    let mut added = 0;
    for (text, expected) in store::labelled(tx, LABELLED_MAX).await? {
        added += usize::from(store::insert_case(tx, set_id, &text, &expected).await?);
    }
    Ok(added)
}

/// Takes a question out of a set.
pub(in crate::training) async fn drop_case(
    tenant: &Tenant,
    set_id: String,
    id: String,
) -> Result<()> {
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                if store::remove_case(tx, &set_id, &id).await? {
                    Ok(())
                } else {
                    Err(store::no_case())
                }
            })
        })
        .await
}
