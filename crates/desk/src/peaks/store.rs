//! Every statement on `peaks`.

use serde_json::Value as Json;
use shanying_kernel::{Result, Time, new_id};
use shanying_storage::{Row, Tx, sql};

use super::model::{Measured, PeakCause, PeakRow};

/// The peak that holds, if any.
pub(super) async fn open(tx: &mut Tx) -> Result<Option<PeakRow>> {
    find(tx, "").await
}

/// The peak that holds, held until the end of this transaction.
pub(super) async fn open_for_update(tx: &mut Tx) -> Result<Option<PeakRow>> {
    let lock = tx.dialect().for_update();
    find(tx, lock).await
}

async fn find(tx: &mut Tx, lock: &str) -> Result<Option<PeakRow>> {
    let row = sql(format!("SELECT * FROM peaks WHERE ended_at IS NULL{lock}"))
        .optional(tx)
        .await?;
    row.as_ref().map(peak).transpose()
}

/// Begins a peak; its id, or none when another node began one at this moment.
pub(super) async fn insert(
    tx: &mut Tx,
    cause: PeakCause,
    measured: Measured,
    by: Option<&str>,
) -> Result<Option<String>> {
    let (id, now) = (new_id("pek"), tx.now_ms());
    let row = sql(
        "INSERT INTO peaks (id, state, cause, waiting, wait_seconds, began_by, began_at) \
         VALUES ($1, 'on', $2, $3, $4, $5, $6) \
         ON CONFLICT (state) WHERE ended_at IS NULL DO NOTHING RETURNING id",
    )
    .bind(id)
    .bind(cause.code())
    .bind(measured.waiting)
    .bind(measured.wait_seconds)
    .bind(by.map(str::to_owned))
    .bind(now)
    .optional(tx)
    .await?;
    row.map(|row| row.text("id")).transpose()
}

/// Since when it has been quiet, or that it no longer is.
pub(super) async fn set_calm(tx: &mut Tx, id: &str, since: Option<Time>) -> Result<()> {
    sql("UPDATE peaks SET calm_since = $2 WHERE id = $1")
        .bind(id)
        .bind(since)
        .run(tx)
        .await?;
    Ok(())
}

pub(super) async fn set_ended(tx: &mut Tx, id: &str, by: Option<&str>) -> Result<()> {
    let now = tx.now_ms();
    sql("UPDATE peaks SET ended_at = $2, ended_by = $3 WHERE id = $1")
        .bind(id)
        .bind(now)
        .bind(by.map(str::to_owned))
        .run(tx)
        .await?;
    Ok(())
}

/// The last peaks that are over, the newest first.
pub(super) async fn past(tx: &mut Tx, most: usize) -> Result<Vec<PeakRow>> {
    let rows =
        sql("SELECT * FROM peaks WHERE ended_at IS NOT NULL ORDER BY began_at DESC, id LIMIT $1")
            .bind(most)
            .all(tx)
            .await?;
    rows.iter().map(peak).collect()
}

fn peak(row: &Row) -> Result<PeakRow> {
    Ok(PeakRow {
        id: row.text("id")?,
        cause: serde_json::from_value(Json::String(row.text("cause")?))?,
        waiting: row.int("waiting")?,
        wait_seconds: row.int_or_null("wait_seconds")?,
        began_by: row.text_or_null("began_by")?,
        began_at: row.time("began_at")?,
        calm_since: row.time_or_null("calm_since")?,
        ended_by: row.text_or_null("ended_by")?,
        ended_at: row.time_or_null("ended_at")?,
    })
}
