//! Statements on `devices` and `consents`.

use serde_json::{Value, json};
use shanying_kernel::{Error, Result, Time, new_id};
use shanying_storage::{Row, Tx, sql};
use shanying_web_kit::signing::{random_token, token_hash};

/// A device that stays away for a year is a stranger.
const LIFE_MS: i64 = 365 * 24 * 3600 * 1000;

/// A known device.
pub(in crate::customers) struct Device {
    pub(in crate::customers) id: String,
    pub(in crate::customers) customer_id: String,
}

/// The device with this secret, held until the end of the transaction; none if it has expired.
pub(in crate::customers) async fn find(tx: &mut Tx, secret: &str) -> Result<Option<Device>> {
    let (now, lock) = (tx.now_ms(), tx.dialect().for_update());
    let row = sql(format!(
        "SELECT id, customer_id FROM devices WHERE secret_hash = $1 AND expires_at > $2{lock}"
    ))
    .bind(token_hash(secret))
    .bind(now)
    .optional(tx)
    .await?;
    row.map(|row| {
        Ok(Device {
            id: row.text("id")?,
            customer_id: row.text("customer_id")?,
        })
    })
    .transpose()
}

/// A new device of the customer, with its secret.
pub(in crate::customers) async fn insert(
    tx: &mut Tx,
    customer_id: &str,
    channel_id: &str,
) -> Result<(Device, String)> {
    let (id, secret, now) = (new_id("dev"), random_token(), tx.now_ms());
    sql("INSERT INTO devices (id, customer_id, channel_id, secret_hash, created_at, seen_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $5, $6)")
        .bind(&id)
        .bind(customer_id)
        .bind(channel_id)
        .bind(token_hash(&secret))
        .bind(now)
        .bind(now + LIFE_MS)
        .run(tx)
        .await?;
    Ok((
        Device {
            id,
            customer_id: customer_id.to_owned(),
        },
        secret,
    ))
}

/// The device was seen: its year begins anew.
pub(in crate::customers) async fn set_seen(tx: &mut Tx, id: &str) -> Result<()> {
    let now = tx.now_ms();
    sql("UPDATE devices SET seen_at = $2, expires_at = $3 WHERE id = $1")
        .bind(id)
        .bind(now)
        .bind(now + LIFE_MS)
        .run(tx)
        .await?;
    Ok(())
}

/// The device is another customer's from now on.
pub(in crate::customers) async fn set_customer(
    tx: &mut Tx,
    id: &str,
    customer_id: &str,
) -> Result<()> {
    sql("UPDATE devices SET customer_id = $2 WHERE id = $1")
        .bind(id)
        .bind(customer_id)
        .run(tx)
        .await?;
    Ok(())
}

/// Everything of one customer becomes another's.
pub(in crate::customers) async fn move_all(tx: &mut Tx, from: &str, to: &str) -> Result<()> {
    for table in ["devices", "consents"] {
        sql(format!(
            "UPDATE {table} SET customer_id = $2 WHERE customer_id = $1"
        ))
        .bind(from)
        .bind(to)
        .run(tx)
        .await?;
    }
    Ok(())
}

/// Forgets the devices and consents of a customer.
pub(in crate::customers) async fn remove_all(tx: &mut Tx, customer_id: &str) -> Result<()> {
    for table in ["devices", "consents"] {
        sql(format!("DELETE FROM {table} WHERE customer_id = $1"))
            .bind(customer_id)
            .run(tx)
            .await?;
    }
    Ok(())
}

pub(in crate::customers) async fn insert_consent(
    tx: &mut Tx,
    customer_id: &str,
    version: &str,
    address: &str,
) -> Result<()> {
    let now = tx.now_ms();
    sql("INSERT INTO consents (id, customer_id, version, at, address) VALUES ($1, $2, $3, $4, $5)")
        .bind(new_id("cst"))
        .bind(customer_id)
        .bind(version)
        .bind(now)
        .bind(address)
        .run(tx)
        .await?;
    Ok(())
}

/// Devices and consents, for the export.
pub(in crate::customers) async fn facts(
    tx: &mut Tx,
    customer_id: &str,
) -> Result<(Vec<Value>, Vec<Value>)> {
    let devices = sql("SELECT * FROM devices WHERE customer_id = $1 ORDER BY id")
        .bind(customer_id)
        .all(tx)
        .await?;
    let consents = sql("SELECT * FROM consents WHERE customer_id = $1 ORDER BY at, id")
        .bind(customer_id)
        .all(tx)
        .await?;
    let time = |row: &Row, column: &str| row.time(column).map(Time::to_rfc3339);
    let device = |row: &Row| {
        Ok(json!({
            "id": row.text("id")?,
            "channel_id": row.text("channel_id")?,
            "created_at": time(row, "created_at")?,
            "seen_at": time(row, "seen_at")?,
        }))
    };
    let consent = |row: &Row| {
        Ok(json!({
            "version": row.text("version")?,
            "at": time(row, "at")?,
            "address": row.text("address")?,
        }))
    };
    Ok((
        devices.iter().map(device).collect::<Result<_>>()?,
        consents.iter().map(consent).collect::<Result<_>>()?,
    ))
}

/// Whose device has this secret; `visitor.bad_secret` if nobody's, or another channel's.
pub async fn of_secret(tx: &mut Tx, channel_id: &str, secret: &str) -> Result<String> {
    let now = tx.now_ms();
    let row = sql("SELECT customer_id FROM devices \
                   WHERE secret_hash = $1 AND channel_id = $2 AND expires_at > $3")
    .bind(token_hash(secret))
    .bind(channel_id)
    .bind(now)
    .optional(tx)
    .await?;
    let row = row
        .ok_or_else(|| Error::unauthenticated("visitor.bad_secret", "this device is not known"))?;
    row.text("customer_id")
}
