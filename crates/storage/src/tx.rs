//! A connection in use: inside a write it is a transaction, otherwise a reader.

use std::future::Future;
use std::pin::Pin;

use serde_json::Value as Json;
use shanying_kernel::{Clock, Event, Result, new_id};
use sqlx::Postgres;
use sqlx::pool::PoolConnection;

use crate::dialect::Dialect;
use crate::query::sql;
use crate::sqlite::Held;

/// A future that borrows the transaction; what [`crate::Db::write`] takes.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

pub(crate) enum Link {
    Sqlite(Held),
    Postgres(PoolConnection<Postgres>),
}

/// A connection that statements run on. See [`crate::Db::write`] and [`crate::Db::read`].
pub struct Tx {
    pub(crate) link: Link,
    pub(crate) clock: Clock,
    /// Events of this commit, told to the bus once it is durable.
    pub(crate) pending: Vec<Event>,
    /// The last position given, on SQLite, whose one writer numbers events itself.
    pub(crate) position: i64,
    /// Whether a job was enqueued, so that the runner is woken after the commit.
    pub(crate) enqueued: bool,
}

impl Tx {
    pub(crate) fn new(link: Link, clock: Clock) -> Self {
        Self {
            link,
            clock,
            pending: Vec::new(),
            position: 0,
            enqueued: false,
        }
    }

    /// Which database this is, for the fragments that differ.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match self.link {
            Link::Sqlite(_) => Dialect::Sqlite,
            Link::Postgres(_) => Dialect::Postgres,
        }
    }

    /// UTC milliseconds by the tenant's clock.
    #[must_use]
    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Announces a fact: a row of this commit, told to listeners afterwards. `kind` is past tense
    /// with its room, such as `conversation.accepted`.
    pub async fn emit(&mut self, kind: &str, payload: Json) -> Result<()> {
        let mut event = Event {
            id: new_id("evt"),
            position: None,
            kind: kind.to_owned(),
            version: 1,
            payload,
            at_ms: self.now_ms(),
        };
        if self.dialect() == Dialect::Sqlite {
            self.position += 1;
            event.position = Some(self.position);
        }
        sql(
            "INSERT INTO events (id, position, kind, version, payload, at) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(&event.id)
        .bind(event.position)
        .bind(&event.kind)
        .bind(event.version)
        .bind(&event.payload)
        .bind(event.at_ms)
        .run(self)
        .await?;
        self.pending.push(event);
        Ok(())
    }

    /// Asks for work after this commit, not before `run_at_ms`. With a `dedupe` key, work of the
    /// same kind and key that still waits is not asked for twice.
    pub async fn enqueue(
        &mut self,
        kind: &str,
        payload: Json,
        run_at_ms: i64,
        dedupe: Option<&str>,
    ) -> Result<()> {
        let now = self.now_ms();
        sql(
            "INSERT INTO jobs (id, kind, payload, dedupe, run_at, attempts, created_at) \
             VALUES ($1, $2, $3, $4, $5, 0, $6) ON CONFLICT DO NOTHING",
        )
        .bind(new_id("job"))
        .bind(kind)
        .bind(&payload)
        .bind(dedupe)
        .bind(run_at_ms)
        .bind(now)
        .run(self)
        .await?;
        self.enqueued = true;
        Ok(())
    }
}
