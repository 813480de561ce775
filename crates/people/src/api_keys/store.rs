//! Statements on `api_keys`.

use shanying_kernel::{Error, Result};
use shanying_storage::{Row, Tx, sql};

use super::model::ApiKey;

pub(super) async fn list(tx: &mut Tx) -> Result<Vec<ApiKey>> {
    let rows = sql("SELECT * FROM api_keys ORDER BY created_at DESC, id DESC")
        .all(tx)
        .await?;
    rows.iter().map(from_row).collect()
}

pub(super) async fn find_by_hash(tx: &mut Tx, hash: &str) -> Result<Option<ApiKey>> {
    let row = sql("SELECT * FROM api_keys WHERE secret_hash = $1")
        .bind(hash)
        .optional(tx)
        .await?;
    row.map(|row| from_row(&row)).transpose()
}

pub(super) async fn insert(tx: &mut Tx, key: &ApiKey, secret_hash: &str) -> Result<()> {
    sql(
        "INSERT INTO api_keys (id, name, permissions, prefix, secret_hash, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&key.id)
    .bind(&key.name)
    .bind_json(&key.permissions)
    .bind(&key.prefix)
    .bind(secret_hash)
    .bind(key.created_at)
    .bind(key.expires_at)
    .run(tx)
    .await?;
    Ok(())
}

pub(super) async fn set_used(tx: &mut Tx, id: &str) -> Result<()> {
    let now = tx.now_ms();
    sql("UPDATE api_keys SET last_used_at = $2 WHERE id = $1")
        .bind(id)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// Removes a key and gives its name, or 404 `not_found.api_key`.
pub(super) async fn remove(tx: &mut Tx, id: &str) -> Result<String> {
    let row = sql("DELETE FROM api_keys WHERE id = $1 RETURNING name")
        .bind(id)
        .optional(tx)
        .await?;
    row.ok_or_else(|| Error::not_found("not_found.api_key", "no such key"))?
        .text("name")
}

fn from_row(row: &Row) -> Result<ApiKey> {
    Ok(ApiKey {
        id: row.text("id")?,
        name: row.text("name")?,
        permissions: row.json("permissions")?,
        prefix: row.text("prefix")?,
        created_at: row.time("created_at")?,
        expires_at: row.time_or_null("expires_at")?,
        last_used_at: row.time_or_null("last_used_at")?,
    })
}
