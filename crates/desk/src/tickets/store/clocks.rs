//! The promised times of tickets.

use shanying_kernel::Result;
use shanying_storage::{Row, Tx, sql};

use super::parsed;
use crate::tickets::model::Clock;

/// The clocks of a ticket, in the order in which they began.
pub(crate) async fn clocks(tx: &mut Tx, ticket_id: &str) -> Result<Vec<Clock>> {
    let rows = sql("SELECT * FROM ticket_clocks WHERE ticket_id = $1 ORDER BY started_at, kind")
        .bind(ticket_id)
        .all(tx)
        .await?;
    rows.iter().map(clock).collect()
}

/// Writes the clocks of a ticket as they are now.
pub(crate) async fn save_clocks(tx: &mut Tx, ticket_id: &str, clocks: &[Clock]) -> Result<()> {
    for clock in clocks {
        sql(
            "INSERT INTO ticket_clocks (ticket_id, kind, started_at, target_ms, used_ms, since, \
             due_at, met_at, missed_at, steps) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
             ON CONFLICT (ticket_id, kind) DO UPDATE SET started_at = excluded.started_at, \
             target_ms = excluded.target_ms, used_ms = excluded.used_ms, since = excluded.since, \
             due_at = excluded.due_at, met_at = excluded.met_at, missed_at = excluded.missed_at, \
             steps = excluded.steps",
        )
        .bind(ticket_id)
        .bind(clock.kind.code())
        .bind(clock.started_at)
        .bind(clock.target_ms)
        .bind(clock.used_ms)
        .bind(clock.since)
        .bind(clock.due_at)
        .bind(clock.met_at)
        .bind(clock.missed_at)
        .bind_json(&clock.steps)
        .run(tx)
        .await?;
    }
    Ok(())
}

fn clock(row: &Row) -> Result<Clock> {
    Ok(Clock {
        kind: parsed(row.text("kind")?)?,
        started_at: row.time("started_at")?,
        target_ms: row.int("target_ms")?,
        used_ms: row.int("used_ms")?,
        since: row.time_or_null("since")?,
        due_at: row.time_or_null("due_at")?,
        met_at: row.time_or_null("met_at")?,
        missed_at: row.time_or_null("missed_at")?,
        steps: row.json("steps")?,
    })
}
