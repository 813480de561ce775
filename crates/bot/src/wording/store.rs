//! The table `wording_days`.

use shanying_kernel::Result;
use shanying_storage::{Row, Tx, sql};

use super::model::Tally;

/// Adds to what happened on a day.
pub(super) async fn add(tx: &mut Tx, more: &Tally) -> Result<()> {
    sql(
        "INSERT INTO wording_days (day, used, cached, refused, failed, over_budget, prompt_tokens, \
         completion_tokens) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
         ON CONFLICT (day) DO UPDATE SET used = wording_days.used + excluded.used, \
         cached = wording_days.cached + excluded.cached, \
         refused = wording_days.refused + excluded.refused, \
         failed = wording_days.failed + excluded.failed, \
         over_budget = wording_days.over_budget + excluded.over_budget, \
         prompt_tokens = wording_days.prompt_tokens + excluded.prompt_tokens, \
         completion_tokens = wording_days.completion_tokens + excluded.completion_tokens",
    )
    .bind(&more.day)
    .bind(more.used)
    .bind(more.cached)
    .bind(more.refused)
    .bind(more.failed)
    .bind(more.over_budget)
    .bind(more.prompt_tokens)
    .bind(more.completion_tokens)
    .run(tx)
    .await?;
    Ok(())
}

/// What happened on a day; nothing is a row of zeros.
pub(super) async fn of_day(tx: &mut Tx, day: &str) -> Result<Tally> {
    let row = sql("SELECT * FROM wording_days WHERE day = $1")
        .bind(day)
        .optional(tx)
        .await?;
    match row {
        Some(row) => tally(&row),
        None => Ok(Tally {
            day: day.to_owned(),
            ..Tally::default()
        }),
    }
}

/// The last days on which something happened, newest first.
pub(super) async fn days(tx: &mut Tx, most: usize) -> Result<Vec<Tally>> {
    let rows = sql("SELECT * FROM wording_days ORDER BY day DESC LIMIT $1")
        .bind(most)
        .all(tx)
        .await?;
    rows.iter().map(tally).collect()
}

fn tally(row: &Row) -> Result<Tally> {
    Ok(Tally {
        day: row.text("day")?,
        used: row.int("used")?,
        cached: row.int("cached")?,
        refused: row.int("refused")?,
        failed: row.int("failed")?,
        over_budget: row.int("over_budget")?,
        prompt_tokens: row.int("prompt_tokens")?,
        completion_tokens: row.int("completion_tokens")?,
    })
}
