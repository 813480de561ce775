//! Statements on `training_runs`.

use shanying_kernel::{Result, new_id};
use shanying_storage::{Row, Tx, sql};

use super::{gone, work_state};
use crate::training::model::{Report, Run, RunDetail};

const FIELDS: &str = "id, set_id, state, done, total, summary, asked_by, created_at, finished_at";

/// A new measurement that waits.
pub(in crate::training) async fn insert_run(
    tx: &mut Tx,
    set_id: Option<&str>,
    by: &str,
) -> Result<String> {
    let id = new_id("trr");
    let now = tx.now_ms();
    sql(
        "INSERT INTO training_runs (id, set_id, state, done, total, asked_by, created_at) \
         VALUES ($1, $2, 'waiting', 0, 0, $3, $4)",
    )
    .bind(&id)
    .bind(set_id)
    .bind(by)
    .bind(now)
    .run(tx)
    .await?;
    Ok(id)
}

/// How far it is.
pub(in crate::training) async fn set_run_progress(
    tx: &mut Tx,
    id: &str,
    done: usize,
    total: usize,
) -> Result<()> {
    sql("UPDATE training_runs SET state = 'running', done = $2, total = $3 WHERE id = $1")
        .bind(id)
        .bind(done)
        .bind(total)
        .run(tx)
        .await?;
    Ok(())
}

/// It is done.
pub(in crate::training) async fn finish_run(
    tx: &mut Tx,
    id: &str,
    report: &Report,
    model_id: Option<&str>,
) -> Result<()> {
    let now = tx.now_ms();
    sql(
        "UPDATE training_runs SET state = 'done', done = total, summary = $2, report = $3, \
         model_id = $4, finished_at = $5 WHERE id = $1",
    )
    .bind(id)
    .bind_json(&report.figures)
    .bind_json(report)
    .bind(model_id)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// It was given up.
pub(in crate::training) async fn fail_run(tx: &mut Tx, id: &str) -> Result<()> {
    let now = tx.now_ms();
    sql("UPDATE training_runs SET state = 'failed', finished_at = $2 WHERE id = $1")
        .bind(id)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// The measurements of a set (none: of the labelled questions), the latest first.
pub(in crate::training) async fn list_runs(
    tx: &mut Tx,
    set_id: Option<&str>,
    limit: usize,
) -> Result<Vec<Run>> {
    let rows = sql(format!(
        "SELECT {FIELDS} FROM training_runs WHERE COALESCE(set_id, '') = $1 \
         ORDER BY created_at DESC, id DESC LIMIT $2"
    ))
    .bind(set_id.unwrap_or(""))
    .bind(limit)
    .all(tx)
    .await?;
    rows.iter().map(run).collect()
}

/// The latest measurement.
pub(in crate::training) async fn last_run(
    tx: &mut Tx,
    set_id: Option<&str>,
) -> Result<Option<Run>> {
    Ok(list_runs(tx, set_id, 1).await?.pop())
}

/// One measurement with its report.
pub(in crate::training) async fn load_run(tx: &mut Tx, id: &str) -> Result<RunDetail> {
    let row = sql("SELECT * FROM training_runs WHERE id = $1")
        .bind(id)
        .optional(tx)
        .await?
        .ok_or_else(|| gone("not_found.training_run"))?;
    Ok(RunDetail {
        run: run(&row)?,
        report: row.json_or_null("report")?,
    })
}

/// The report of the last measurement of the same set that was done.
pub(in crate::training) async fn report_before(
    tx: &mut Tx,
    set_id: Option<&str>,
) -> Result<Option<Report>> {
    let row = sql(
        "SELECT report FROM training_runs WHERE COALESCE(set_id, '') = $1 \
         AND state = 'done' ORDER BY created_at DESC, id DESC LIMIT 1",
    )
    .bind(set_id.unwrap_or(""))
    .optional(tx)
    .await?;
    row.map_or(Ok(None), |row| row.json_or_null("report"))
}

/// Keeps the latest measurements of a set with their details and drops the rest.
pub(in crate::training) async fn trim_runs(
    tx: &mut Tx,
    set_id: Option<&str>,
    keep: u32,
) -> Result<()> {
    sql(
        "DELETE FROM training_runs WHERE COALESCE(set_id, '') = $1 AND id NOT IN (\
           SELECT id FROM training_runs WHERE COALESCE(set_id, '') = $1 \
           ORDER BY created_at DESC, id DESC LIMIT $2)",
    )
    .bind(set_id.unwrap_or(""))
    .bind(keep)
    .run(tx)
    .await?;
    Ok(())
}

fn run(row: &Row) -> Result<Run> {
    Ok(Run {
        id: row.text("id")?,
        set_id: row.text_or_null("set_id")?,
        state: work_state(row.text("state")?)?,
        done: row.int("done")?,
        total: row.int("total")?,
        figures: row.json_or_null("summary")?,
        asked_by: row.text("asked_by")?,
        created_at: row.time("created_at")?,
        finished_at: row.time_or_null("finished_at")?,
    })
}
