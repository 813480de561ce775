//! Statements on `training_pairs_kept`.

use std::collections::HashSet;

use shanying_kernel::Result;
use shanying_storage::{Tx, sql};

/// Every pair that an editor left as it is; the smaller id first.
pub(in crate::training) async fn kept_pairs(tx: &mut Tx) -> Result<HashSet<(String, String)>> {
    let rows = sql("SELECT first_id, second_id FROM training_pairs_kept")
        .all(tx)
        .await?;
    rows.iter()
        .map(|row| Ok((row.text("first_id")?, row.text("second_id")?)))
        .collect()
}

/// Leaves a pair as it is; the smaller id first.
pub(in crate::training) async fn keep_pair(
    tx: &mut Tx,
    first: &str,
    second: &str,
    by: &str,
) -> Result<()> {
    let now = tx.now_ms();
    sql(
        "INSERT INTO training_pairs_kept (first_id, second_id, actor_name, at) \
         VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    )
    .bind(first)
    .bind(second)
    .bind(by)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}
