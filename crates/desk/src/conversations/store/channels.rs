//! How many conversations of a channel agents serve: the caps of channels are counted by these.

use std::collections::HashMap;

use shanying_kernel::Result;
use shanying_storage::{Tx, sql};

/// Conversations of a channel that agents serve now, by agent.
pub(crate) async fn served_in_channel(
    tx: &mut Tx,
    channel_id: &str,
) -> Result<HashMap<String, i64>> {
    let rows = sql("SELECT agent_id, COUNT(*) AS n FROM conversations \
         WHERE owner = 'agent' AND agent_id IS NOT NULL AND channel_id = $1 GROUP BY agent_id")
    .bind(channel_id)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| Ok((row.text("agent_id")?, row.int("n")?)))
        .collect()
}

/// Conversations of a channel that one agent serves now.
pub(crate) async fn count_served(tx: &mut Tx, agent_id: &str, channel_id: &str) -> Result<i64> {
    sql(
        "SELECT COUNT(*) FROM conversations WHERE owner = 'agent' AND agent_id = $1 \
         AND channel_id = $2",
    )
    .bind(agent_id)
    .bind(channel_id)
    .one(tx)
    .await?
    .count()
}
