//! Every statement on the `training_*` tables.

mod models;
mod pairs;
mod questions;
mod runs;
mod sets;

use serde_json::Value as Json;
use shanying_kernel::{Error, Result};
use shanying_storage::{Tx, sql};

use super::model::{Choice, WorkState};

pub(in crate::training) use models::*;
pub(in crate::training) use pairs::*;
pub(crate) use questions::forget_conversation;
pub use questions::labels_of;
pub(in crate::training) use questions::*;
pub(in crate::training) use runs::*;
pub(in crate::training) use sets::*;

/// Rows in one statement; both databases limit its parameters.
const CHUNK: usize = 200;

fn choice(code: String) -> Result<Choice> {
    Ok(serde_json::from_value(Json::String(code))?)
}

fn work_state(code: String) -> Result<WorkState> {
    Ok(serde_json::from_value(Json::String(code))?)
}

fn gone(code: &'static str) -> Error {
    Error::not_found(code, "no such thing in the training centre")
}

/// A mark, or nothing.
pub(in crate::training) async fn mark(tx: &mut Tx, name: &str) -> Result<Option<(i64, String)>> {
    let row = sql("SELECT at, id FROM training_marks WHERE name = $1")
        .bind(name)
        .optional(tx)
        .await?;
    row.map(|row| Ok((row.int("at")?, row.text("id")?)))
        .transpose()
}

/// Sets a mark.
pub(in crate::training) async fn set_mark(
    tx: &mut Tx,
    name: &str,
    at: i64,
    id: &str,
) -> Result<()> {
    sql(
        "INSERT INTO training_marks (name, at, id) VALUES ($1, $2, $3) \
         ON CONFLICT (name) DO UPDATE SET at = excluded.at, id = excluded.id",
    )
    .bind(name)
    .bind(at)
    .bind(id)
    .run(tx)
    .await?;
    Ok(())
}
