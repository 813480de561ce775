//! Statements on `shop_writes`.

use shanying_kernel::{Error, Result};
use shanying_storage::{Tx, sql};

use crate::connectors::Outcome;

/// Takes a key for a change, or gives the outcome that the key had already. `change` is a hash, so
/// that no address is kept here. A transaction that takes the same key meanwhile waits for this.
pub(crate) async fn take(
    tx: &mut Tx,
    key: &str,
    user_id: &str,
    change: &str,
) -> Result<Option<Outcome>> {
    let now = tx.now_ms();
    let taken = sql(
        "INSERT INTO shop_writes (key, user_id, change, outcome, at) VALUES ($1, $2, $3, '', $4) \
         ON CONFLICT (key) DO NOTHING",
    )
    .bind(key)
    .bind(user_id)
    .bind(change)
    .bind(now)
    .run(tx)
    .await?;
    if taken > 0 {
        return Ok(None);
    }
    let row = sql("SELECT user_id, change, outcome FROM shop_writes WHERE key = $1")
        .bind(key)
        .one(tx)
        .await?;
    if row.text("user_id")? != user_id || row.text("change")? != change {
        return Err(Error::conflict(
            "shop.key_reused",
            "this key was used for another change",
        ));
    }
    Ok(Some(row.json("outcome")?))
}

/// Takes out of what was done for a customer whatever tells of a person. A write that is sent again
/// is still known as done.
pub(crate) async fn forget(tx: &mut Tx, user_id: &str) -> Result<()> {
    let rows = sql("SELECT key, outcome FROM shop_writes WHERE user_id = $1 AND outcome <> ''")
        .bind(user_id)
        .all(tx)
        .await?;
    for row in rows {
        let mut outcome: Outcome = row.json("outcome")?;
        outcome.facts.clear();
        set_outcome(tx, &row.text("key")?, &outcome).await?;
    }
    Ok(())
}

/// Keeps what was done under the key.
pub(crate) async fn set_outcome(tx: &mut Tx, key: &str, outcome: &Outcome) -> Result<()> {
    sql("UPDATE shop_writes SET outcome = $2 WHERE key = $1")
        .bind(key)
        .bind_json(outcome)
        .run(tx)
        .await?;
    Ok(())
}
