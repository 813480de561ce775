//! Events told durably, in commit order, each listener at its own pace.
//!
//! On SQLite the writer numbers events inside the commit. On PostgreSQL sequences are not in commit
//! order, so the relay numbers committed events afterwards, one relay at a time by advisory lock.
//! A listener's writes and its cursor are one transaction: after a crash it goes on where it was.

use std::sync::Arc;
use std::time::Duration;

use shanying_kernel::{Event, Result};

use crate::database::Db;
use crate::dialect::Dialect;
use crate::query::sql;
use crate::row::Row;
use crate::tasks::Tasks;
use crate::tx::{BoxFuture, Tx};

/// Serialises relays of one tenant; the schema keeps tenants apart.
const RELAY_LOCK: i64 = 0x0072_656c_6179;
/// Events handled in one transaction.
const BATCH: usize = 100;

/// What a listener does with one event, inside the transaction that moves its cursor.
pub type Handle =
    Arc<dyn for<'a> Fn(&'a mut Tx, &'a Event) -> BoxFuture<'a, Result<()>> + Send + Sync>;

/// Somebody who must learn every event of the kinds it names. Handling is idempotent and free of
/// effects outside the transaction; what reaches outside is enqueued as a job.
#[derive(Clone)]
pub struct Listener {
    /// Stable name; its cursor is kept under it. One that fills derived tables is named
    /// `derived.…`: after a restore it hears everything again.
    pub name: &'static str,
    /// Kinds that it wants; an end with `.` takes a whole room.
    pub kinds: &'static [&'static str],
    /// What it does.
    pub handle: Handle,
}

impl Listener {
    fn wants(&self, kind: &str) -> bool {
        self.kinds
            .iter()
            .any(|k| *k == kind || (k.ends_with('.') && kind.starts_with(k)))
    }
}

/// Starts one task for the listeners; each keeps its own cursor.
pub fn start(db: &Db, tasks: &Tasks, listeners: Vec<Listener>) {
    let (db, stop) = (db.clone(), tasks.clone());
    tasks.spawn(async move {
        while !stop.is_stopping() {
            if let Err(error) = drain(&db, &listeners).await {
                tracing::error!(?error, "telling events failed; trying again");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            tokio::select! {
                () = stop.stopping() => return,
                () = db.events_or(Duration::from_secs(5)) => {}
            }
        }
    });
}

/// Tells every listener everything that it has not heard. Tests call it to wait for effects.
pub async fn drain(db: &Db, listeners: &[Listener]) -> Result<()> {
    number_events(db).await?;
    for listener in listeners {
        while step(db, listener.clone()).await? {}
    }
    Ok(())
}

async fn number_events(db: &Db) -> Result<()> {
    if db.dialect() == Dialect::Sqlite {
        return Ok(());
    }
    db.write(|tx| {
        Box::pin(async move {
            sql("SELECT pg_advisory_xact_lock($1)")
                .bind(RELAY_LOCK)
                .run(tx)
                .await?;
            sql("UPDATE events SET position = numbered.position FROM (\
                   SELECT id, (SELECT COALESCE(MAX(position), 0) FROM events) \
                     + ROW_NUMBER() OVER (ORDER BY at, id) AS position \
                   FROM events WHERE position IS NULL) AS numbered \
                 WHERE events.id = numbered.id")
            .run(tx)
            .await?;
            Ok(())
        })
    })
    .await
}

/// Handles one batch; false when there was nothing left.
async fn step(db: &Db, listener: Listener) -> Result<bool> {
    let mut reader = db.read().await?;
    let cursor = cursor(&mut reader, listener.name).await?;
    if batch(&mut reader, cursor, 1).await?.is_empty() {
        return Ok(false);
    }
    drop(reader);
    db.write(move |tx| {
        Box::pin(async move {
            let cursor = locked_cursor(tx, listener.name).await?;
            let events = batch(tx, cursor, BATCH).await?;
            let Some(last) = events.last().and_then(|event| event.position) else {
                return Ok(false);
            };
            for event in events.iter().filter(|event| listener.wants(&event.kind)) {
                (listener.handle)(tx, event).await?;
            }
            sql("UPDATE listener_cursors SET position = $2 WHERE listener = $1")
                .bind(listener.name)
                .bind(last)
                .run(tx)
                .await?;
            Ok(true)
        })
    })
    .await
}

async fn cursor(tx: &mut Tx, listener: &str) -> Result<i64> {
    let row = sql("SELECT position FROM listener_cursors WHERE listener = $1")
        .bind(listener)
        .optional(tx)
        .await?;
    row.map_or(Ok(0), |row| row.int("position"))
}

async fn locked_cursor(tx: &mut Tx, listener: &str) -> Result<i64> {
    sql("INSERT INTO listener_cursors (listener, position) VALUES ($1, 0) ON CONFLICT DO NOTHING")
        .bind(listener)
        .run(tx)
        .await?;
    let lock = tx.dialect().for_update();
    sql(format!(
        "SELECT position FROM listener_cursors WHERE listener = $1{lock}"
    ))
    .bind(listener)
    .one(tx)
    .await?
    .int("position")
}

async fn batch(tx: &mut Tx, after: i64, limit: usize) -> Result<Vec<Event>> {
    let rows = sql(
        "SELECT id, position, kind, version, payload, at FROM events \
                    WHERE position > $1 ORDER BY position LIMIT $2",
    )
    .bind(after)
    .bind(limit)
    .all(tx)
    .await?;
    rows.iter().map(event).collect()
}

/// Empties the payload of every event whose payload names `value` under `field`: the fact that
/// something happened stays, what a person said is gone (erasure, retention).
pub async fn scrub(tx: &mut Tx, field: &str, value: &str) -> Result<()> {
    let mark = serde_json::json!({"scrubbed": true});
    let pattern = Dialect::like_pattern(&format!("\"{field}\":\"{value}\""));
    sql("UPDATE events SET payload = $1 WHERE payload LIKE $2 ESCAPE '\\'")
        .bind(&mark)
        .bind(pattern)
        .run(tx)
        .await?;
    Ok(())
}

fn event(row: &Row) -> Result<Event> {
    Ok(Event {
        id: row.text("id")?,
        position: row.int_or_null("position")?,
        kind: row.text("kind")?,
        version: row.int("version")?,
        payload: row.json("payload")?,
        at_ms: row.int("at")?,
    })
}
