//! Statements on `training_models` and the mark of the one in use.

use shanying_kernel::{Result, new_id};
use shanying_storage::{Row, Tx, sql};

use super::{gone, mark, set_mark, work_state};
use crate::training::model::{ModelVersion, Trained};

/// Which model is in use.
const ACTIVE: &str = "active_model";

/// A model that is being trained.
pub(in crate::training) async fn insert_model(
    tx: &mut Tx,
    samples: usize,
    classes: usize,
    by: &str,
    digest: &str,
) -> Result<String> {
    let id = new_id("trm");
    let now = tx.now_ms();
    sql(
        "INSERT INTO training_models (id, number, state, done, total, bytes, classes, samples, \
         elapsed_ms, detail, asked_by, created_at) \
         SELECT $1, COALESCE(MAX(number), 0) + 1, 'running', 0, 0, 0, $2, $3, 0, $4, $5, $6 \
         FROM training_models",
    )
    .bind(&id)
    .bind(classes)
    .bind(samples)
    .bind(digest)
    .bind(by)
    .bind(now)
    .run(tx)
    .await?;
    Ok(id)
}

/// How far training is.
pub(in crate::training) async fn set_model_progress(
    tx: &mut Tx,
    id: &str,
    done: usize,
    total: usize,
) -> Result<()> {
    sql("UPDATE training_models SET done = $2, total = $3 WHERE id = $1")
        .bind(id)
        .bind(done)
        .bind(total)
        .run(tx)
        .await?;
    Ok(())
}

/// It is trained.
pub(in crate::training) async fn finish_model(
    tx: &mut Tx,
    id: &str,
    trained: &Trained,
) -> Result<()> {
    sql(
        "UPDATE training_models SET state = 'done', done = total, hash = $2, bytes = $3, \
         accuracy = $4, regression = $5, elapsed_ms = $6 WHERE id = $1",
    )
    .bind(id)
    .bind(&trained.hash)
    .bind(trained.bytes)
    .bind(trained.accuracy)
    .bind(trained.regression)
    .bind(trained.elapsed_ms)
    .run(tx)
    .await?;
    Ok(())
}

/// It was given up.
pub(in crate::training) async fn fail_model(tx: &mut Tx, id: &str) -> Result<()> {
    sql("UPDATE training_models SET state = 'failed' WHERE id = $1")
        .bind(id)
        .run(tx)
        .await?;
    Ok(())
}

/// Models that a process left behind when it ended were given up.
pub(in crate::training) async fn fail_broken_models(tx: &mut Tx) -> Result<()> {
    sql("UPDATE training_models SET state = 'failed' WHERE state = 'running'")
        .run(tx)
        .await?;
    Ok(())
}

/// Makes a model the one in use.
pub(in crate::training) async fn activate_model(tx: &mut Tx, id: &str) -> Result<()> {
    let now = tx.now_ms();
    set_mark(tx, ACTIVE, now, id).await
}

/// The model in use and the hash of its content, if there is one.
pub(in crate::training) async fn active_model(tx: &mut Tx) -> Result<Option<(String, String)>> {
    let Some((_, id)) = mark(tx, ACTIVE).await? else {
        return Ok(None);
    };
    let row = sql("SELECT hash FROM training_models WHERE id = $1 AND hash IS NOT NULL")
        .bind(&id)
        .optional(tx)
        .await?;
    row.map(|row| Ok((id, row.text("hash")?))).transpose()
}

/// What the last model that was trained learnt from, as a digest.
pub(in crate::training) async fn last_digest(tx: &mut Tx) -> Result<Option<String>> {
    let row = sql("SELECT detail FROM training_models WHERE state = 'done' \
         ORDER BY number DESC LIMIT 1")
    .optional(tx)
    .await?;
    row.map(|row| row.text("detail")).transpose()
}

/// Models, the latest first.
pub(in crate::training) async fn list_models(
    tx: &mut Tx,
    limit: usize,
) -> Result<Vec<ModelVersion>> {
    let active = mark(tx, ACTIVE).await?.map(|(_, id)| id);
    let rows = sql("SELECT * FROM training_models ORDER BY number DESC LIMIT $1")
        .bind(limit)
        .all(tx)
        .await?;
    rows.iter()
        .map(|row| model(row, active.as_deref()))
        .collect()
}

/// One model.
pub(in crate::training) async fn load_model(tx: &mut Tx, id: &str) -> Result<ModelVersion> {
    let active = mark(tx, ACTIVE).await?.map(|(_, id)| id);
    let row = sql("SELECT * FROM training_models WHERE id = $1")
        .bind(id)
        .optional(tx)
        .await?
        .ok_or_else(|| gone("not_found.training_model"))?;
    model(&row, active.as_deref())
}

/// Takes models beyond the latest `keep` off the list, the one in use left out; the hashes of
/// content that nobody names any more.
pub(in crate::training) async fn trim_models(tx: &mut Tx, keep: u32) -> Result<Vec<String>> {
    let active = mark(tx, ACTIVE).await?.map_or(String::new(), |(_, id)| id);
    let rows = sql(
        "DELETE FROM training_models WHERE id <> $1 AND state <> 'running' \
         AND id NOT IN (SELECT id FROM training_models ORDER BY number DESC LIMIT $2) \
         RETURNING hash",
    )
    .bind(active)
    .bind(keep)
    .all(tx)
    .await?;
    let mut orphans = Vec::new();
    for row in rows {
        let Some(hash) = row.text_or_null("hash")? else {
            continue;
        };
        let others = sql("SELECT COUNT(*) AS n FROM training_models WHERE hash = $1")
            .bind(&hash)
            .one(tx)
            .await?;
        if others.int("n")? == 0 {
            orphans.push(hash);
        }
    }
    Ok(orphans)
}

fn model(row: &Row, active: Option<&str>) -> Result<ModelVersion> {
    let id = row.text("id")?;
    Ok(ModelVersion {
        number: row.int("number")?,
        state: work_state(row.text("state")?)?,
        done: row.int("done")?,
        total: row.int("total")?,
        bytes: row.int("bytes")?,
        classes: row.int("classes")?,
        samples: row.int("samples")?,
        accuracy: row.real_or_null("accuracy")?,
        regression: row.real_or_null("regression")?,
        elapsed_ms: row.int("elapsed_ms")?,
        active: active == Some(id.as_str()),
        asked_by: row.text("asked_by")?,
        created_at: row.time("created_at")?,
        id,
    })
}
