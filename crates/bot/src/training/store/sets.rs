//! Statements on `training_sets` and `training_cases`.

use shanying_kernel::{Cursor, Error, Result, new_id};
use shanying_language::normalise::key;
use shanying_storage::{Row, Tx, sql};

use super::{choice, gone, last_run};
use crate::training::model::{Case, Expected, TrainingSet};

/// Makes an empty set.
pub(in crate::training) async fn insert_set(
    tx: &mut Tx,
    name: &str,
    kept: bool,
    by: &str,
) -> Result<String> {
    let id = new_id("trs");
    let now = tx.now_ms();
    sql(
        "INSERT INTO training_sets (id, name, kept, created_at, created_by) \
         VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(&id)
    .bind(name)
    .bind(kept)
    .bind(now)
    .bind(by)
    .run(tx)
    .await?;
    Ok(id)
}

/// Adds a question; false when the set holds it already.
pub(in crate::training) async fn insert_case(
    tx: &mut Tx,
    set_id: &str,
    text: &str,
    expected: &Expected,
) -> Result<bool> {
    let now = tx.now_ms();
    let added = sql(
        "INSERT INTO training_cases (id, set_id, text, text_key, choice, entry_id, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
    )
    .bind(new_id("trc"))
    .bind(set_id)
    .bind(text)
    .bind(key(text))
    .bind(expected.choice.code())
    .bind(expected.entry_id.clone())
    .bind(now)
    .run(tx)
    .await?;
    Ok(added > 0)
}

/// Takes a question out; false when it was not there.
pub(in crate::training) async fn remove_case(tx: &mut Tx, set_id: &str, id: &str) -> Result<bool> {
    let removed = sql("DELETE FROM training_cases WHERE set_id = $1 AND id = $2")
        .bind(set_id)
        .bind(id)
        .run(tx)
        .await?;
    Ok(removed > 0)
}

/// Another name, or whether it guards publishing.
pub(in crate::training) async fn set_set(
    tx: &mut Tx,
    id: &str,
    name: &str,
    kept: bool,
) -> Result<()> {
    sql("UPDATE training_sets SET name = $2, kept = $3 WHERE id = $1")
        .bind(id)
        .bind(name)
        .bind(kept)
        .run(tx)
        .await?;
    Ok(())
}

/// Removes a set with its questions and measurements.
pub(in crate::training) async fn remove_set(tx: &mut Tx, id: &str) -> Result<()> {
    for text in [
        "DELETE FROM training_cases WHERE set_id = $1",
        "DELETE FROM training_runs WHERE set_id = $1",
        "DELETE FROM training_sets WHERE id = $1",
    ] {
        sql(text).bind(id).run(tx).await?;
    }
    Ok(())
}

const SELECT_SET: &str = "SELECT s.*, (SELECT COUNT(*) FROM training_cases c WHERE c.set_id = s.id) AS cases \
     FROM training_sets s";

/// Every set, the kept ones first, then the latest.
pub(in crate::training) async fn list_sets(tx: &mut Tx) -> Result<Vec<TrainingSet>> {
    let rows = sql(format!(
        "{SELECT_SET} ORDER BY s.kept DESC, s.created_at DESC, s.id LIMIT 200"
    ))
    .all(tx)
    .await?;
    let mut sets = rows.iter().map(set).collect::<Result<Vec<_>>>()?;
    for set in &mut sets {
        set.last_run = last_run(tx, Some(&set.id)).await?;
    }
    Ok(sets)
}

/// One set.
pub(in crate::training) async fn load_set(tx: &mut Tx, id: &str) -> Result<TrainingSet> {
    let row = sql(format!("{SELECT_SET} WHERE s.id = $1"))
        .bind(id)
        .optional(tx)
        .await?
        .ok_or_else(|| gone("not_found.training_set"))?;
    let mut set = set(&row)?;
    set.last_run = last_run(tx, Some(id)).await?;
    Ok(set)
}

fn set(row: &Row) -> Result<TrainingSet> {
    Ok(TrainingSet {
        id: row.text("id")?,
        name: row.text("name")?,
        kept: row.flag("kept")?,
        cases: row.int("cases")?,
        created_at: row.time("created_at")?,
        created_by: row.text("created_by")?,
        last_run: None,
    })
}

/// A page of a set's questions, the latest first.
pub(in crate::training) async fn cases(
    tx: &mut Tx,
    set_id: &str,
    cursor: Option<Cursor>,
    limit: usize,
) -> Result<Vec<(i64, Case)>> {
    let after = cursor.unwrap_or(Cursor {
        key: i64::MAX,
        id: String::new(),
    });
    let rows = sql(
        "SELECT c.*, e.question AS entry_question FROM training_cases c \
         LEFT JOIN entries e ON e.id = c.entry_id WHERE c.set_id = $1 \
         AND (c.created_at < $2 OR (c.created_at = $2 AND c.id < $3)) \
         ORDER BY c.created_at DESC, c.id DESC LIMIT $4",
    )
    .bind(set_id)
    .bind(after.key)
    .bind(after.id)
    .bind(limit)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| Ok((row.int("created_at")?, case(row)?)))
        .collect()
}

fn case(row: &Row) -> Result<Case> {
    Ok(Case {
        id: row.text("id")?,
        text: row.text("text")?,
        expected: expected(row)?,
        entry_question: row.text_or_null("entry_question")?,
    })
}

fn expected(row: &Row) -> Result<Expected> {
    Ok(Expected {
        choice: choice(row.text("choice")?)?,
        entry_id: row.text_or_null("entry_id")?,
    })
}

/// The questions of a set for a measurement.
pub(in crate::training) async fn cases_of(
    tx: &mut Tx,
    set_id: &str,
    limit: usize,
) -> Result<Vec<(String, Expected)>> {
    let rows = sql(
        "SELECT text, choice, entry_id FROM training_cases WHERE set_id = $1 \
         ORDER BY created_at, id LIMIT $2",
    )
    .bind(set_id)
    .bind(limit)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| Ok((row.text("text")?, expected(row)?)))
        .collect()
}

/// The questions of all kept sets with the name of their set, the latest first.
pub(in crate::training) async fn guarding_cases(
    tx: &mut Tx,
    limit: usize,
) -> Result<Vec<(String, Expected, String)>> {
    let rows = sql(
        "SELECT c.text, c.choice, c.entry_id, s.name FROM training_cases c \
         JOIN training_sets s ON s.id = c.set_id WHERE s.kept = 1 \
         ORDER BY c.created_at DESC, c.id LIMIT $1",
    )
    .bind(limit)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| Ok((row.text("text")?, expected(row)?, row.text("name")?)))
        .collect()
}

/// How many questions all kept sets hold.
pub(in crate::training) async fn count_cases(tx: &mut Tx) -> Result<i64> {
    sql(
        "SELECT COUNT(*) AS n FROM training_cases c JOIN training_sets s ON s.id = c.set_id \
         WHERE s.kept = 1",
    )
    .one(tx)
    .await?
    .int("n")
}

/// Removes uploaded sets that nobody kept.
pub(in crate::training) async fn forget_uploads(tx: &mut Tx, before: i64) -> Result<()> {
    let rows = sql("SELECT id FROM training_sets WHERE kept = 0 AND created_at < $1")
        .bind(before)
        .all(tx)
        .await?;
    for row in rows {
        remove_set(tx, &row.text("id")?).await?;
    }
    Ok(())
}

/// The error for a question that a set does not hold.
pub(in crate::training) fn no_case() -> Error {
    gone("not_found.training_case")
}
