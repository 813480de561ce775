//! Settings in sections. A crate owns its section as a type with defaults; a missing row or field
//! means the default. Reads come from memory.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use parking_lot::RwLock;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use shanying_kernel::Result;
use shanying_storage::{Db, Tx, sql};

use crate::audit;
use crate::auth::{Allowed, Caller, may};
use crate::error::ApiResult;
use crate::extract::JsonBody;
use crate::tenant::Tenant;

/// One section: its type holds the defaults (`Default`) and its own check.
pub trait Section: Serialize + DeserializeOwned + Default + Clone + Send + Sync + 'static {
    /// Its stable name.
    const NAME: &'static str;
    /// Fields that it once had; rows that still hold them are read without.
    const RETIRED: &'static [&'static str] = &[];

    /// The error says which field is wrong.
    fn check(&self) -> Result<()> {
        Ok(())
    }
}

/// Sections that were read, by type.
#[derive(Default)]
pub(crate) struct Cache {
    sections: RwLock<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
}

/// Reads a section from the database.
pub async fn load<S: Section>(tx: &mut Tx) -> Result<S> {
    let row = sql("SELECT value FROM settings WHERE section = $1")
        .bind(S::NAME)
        .optional(tx)
        .await?;
    let Some(row) = row else {
        return Ok(S::default());
    };
    let mut value: Value = row.json("value")?;
    if let Some(fields) = value.as_object_mut() {
        fields.retain(|name, _| !S::RETIRED.contains(&name.as_str()));
    }
    Ok(serde_json::from_value(value)?)
}

/// Writes a section outside [`Tenant::change_settings`], before anybody has read it.
pub async fn store<S: Section>(tx: &mut Tx, section: &S) -> Result<()> {
    let now = tx.now_ms();
    sql("INSERT INTO settings (section, value, updated_at) VALUES ($1, $2, $3) \
         ON CONFLICT (section) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at")
    .bind(S::NAME)
    .bind_json(section)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// Writes a section outside a tenant (the first start, the demo).
pub async fn store_at_start<S: Section>(db: &Db, section: S) -> Result<()> {
    db.write(move |tx| Box::pin(async move { store(tx, &section).await }))
        .await
}

impl Tenant {
    /// The section as it is now.
    pub async fn settings<S: Section>(&self) -> Result<Arc<S>> {
        let cached = self
            .settings_cache()
            .sections
            .read()
            .get(&TypeId::of::<S>())
            .cloned();
        if let Some(section) = cached.and_then(|section| section.downcast::<S>().ok()) {
            return Ok(section);
        }
        let mut tx = self.db().read().await?;
        let section = Arc::new(load::<S>(&mut tx).await?);
        self.settings_cache()
            .sections
            .write()
            .insert(TypeId::of::<S>(), section.clone());
        Ok(section)
    }

    /// Drops what was read, so that the next read sees the database.
    pub fn forget_settings(&self) {
        self.settings_cache().sections.write().clear();
    }

    /// Checks and keeps a section, with its trace in the audit log.
    pub async fn change_settings<S: Section>(&self, caller: &Caller, section: S) -> Result<()> {
        section.check()?;
        let entry = audit::Entry::new(caller, "settings.changed", S::NAME);
        let kept = Arc::new(section.clone());
        self.db()
            .write(move |tx| {
                Box::pin(async move {
                    let before: S = load(tx).await?;
                    store(tx, &section).await?;
                    tx.emit("settings.changed", json!({"section": S::NAME}))
                        .await?;
                    audit::record(tx, entry.change(&before, &section)?).await
                })
            })
            .await?;
        // Replaced, not dropped: a busy server must not read it while connections are short.
        self.settings_cache()
            .sections
            .write()
            .insert(TypeId::of::<S>(), kept);
        Ok(())
    }
}

/// The body of a section's GET handler.
pub async fn show<S: Section>(
    State(tenant): State<Tenant>,
    _: Allowed<may::ViewSettings>,
) -> ApiResult<Json<S>> {
    Ok(Json((*tenant.settings::<S>().await?).clone()))
}

/// The body of a section's PUT handler; the answer is the section as it is now.
pub async fn change<S: Section>(
    State(tenant): State<Tenant>,
    allowed: Allowed<may::ManageSettings>,
    JsonBody(section): JsonBody<S>,
) -> ApiResult<Json<S>> {
    tenant.change_settings(&allowed.caller, section).await?;
    Ok(Json((*tenant.settings::<S>().await?).clone()))
}
