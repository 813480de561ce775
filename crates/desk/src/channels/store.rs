//! Statements on `channels`.

use serde_json::Value as Json;
use shanying_kernel::{Error, Result};
use shanying_people::customers::identity::IdentityMode;
use shanying_storage::{Row, Tx, sql};

use super::model::ChannelRow;

pub(crate) async fn list(tx: &mut Tx) -> Result<Vec<ChannelRow>> {
    let rows = sql("SELECT * FROM channels ORDER BY created_at, id")
        .all(tx)
        .await?;
    rows.iter().map(channel).collect()
}

pub(crate) async fn load(tx: &mut Tx, id: &str) -> Result<ChannelRow> {
    let row = sql("SELECT * FROM channels WHERE id = $1")
        .bind(id)
        .optional(tx)
        .await?;
    let row = row.ok_or_else(|| Error::not_found("not_found.channel", "no such channel"))?;
    channel(&row)
}

/// The enabled channel behind a public token, or `visitor.bad_token`.
pub(crate) async fn by_token(tx: &mut Tx, token: &str) -> Result<ChannelRow> {
    let row = sql("SELECT * FROM channels WHERE token = $1 AND enabled = 1")
        .bind(token)
        .optional(tx)
        .await?;
    let row = row.ok_or_else(|| {
        Error::unauthenticated("visitor.bad_token", "no enabled channel has this token")
    })?;
    channel(&row)
}

pub(crate) async fn insert(tx: &mut Tx, row: &ChannelRow) -> Result<()> {
    sql(
        "INSERT INTO channels (id, kind, name, token, enabled, origins, identity_mode, \
         identity_secret, settings, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(&row.id)
    .bind(&row.kind)
    .bind(&row.name)
    .bind(&row.token)
    .bind(row.enabled)
    .bind_json(&row.origins)
    .bind(mode_code(row.identity_mode)?)
    .bind(row.identity_secret.clone())
    .bind_json(&row.settings)
    .bind(row.created_at)
    .run(tx)
    .await?;
    Ok(())
}

pub(crate) async fn save(tx: &mut Tx, row: &ChannelRow) -> Result<()> {
    sql(
        "UPDATE channels SET name = $2, enabled = $3, origins = $4, identity_mode = $5, \
         identity_secret = $6, settings = $7 WHERE id = $1",
    )
    .bind(&row.id)
    .bind(&row.name)
    .bind(row.enabled)
    .bind_json(&row.origins)
    .bind(mode_code(row.identity_mode)?)
    .bind(row.identity_secret.clone())
    .bind_json(&row.settings)
    .run(tx)
    .await?;
    Ok(())
}

fn mode_code(mode: IdentityMode) -> Result<String> {
    match serde_json::to_value(mode)? {
        Json::String(code) => Ok(code),
        _ => Err(Error::internal("an identity mode has no code")),
    }
}

fn channel(row: &Row) -> Result<ChannelRow> {
    Ok(ChannelRow {
        id: row.text("id")?,
        kind: row.text("kind")?,
        name: row.text("name")?,
        token: row.text("token")?,
        enabled: row.flag("enabled")?,
        origins: row.json("origins")?,
        identity_mode: serde_json::from_value(Json::String(row.text("identity_mode")?))?,
        identity_secret: row.text_or_null("identity_secret")?,
        settings: row.json("settings")?,
        created_at: row.time("created_at")?,
    })
}
