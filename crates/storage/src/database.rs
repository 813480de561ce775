//! A tenant's database: open, write, read.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use shanying_kernel::{Clock, Error, Event, Result};
use tokio::sync::{Notify, oneshot};

use crate::dialect::Dialect;
use crate::postgres::PostgresDb;
use crate::sqlite::SqliteDb;
use crate::tx::{BoxFuture, Tx};

/// Where a tenant's database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DbAddress {
    /// A file; made if it is missing.
    Sqlite(PathBuf),
    /// A schema of a PostgreSQL database; made if it is missing.
    Postgres {
        /// `postgres://user@host/database`.
        url: String,
        /// The tenant's schema.
        schema: String,
    },
}

/// When SQLite tells that a commit is on disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Synchronous {
    /// Every commit waits for the disk (the default: acknowledged means on disk).
    #[default]
    Full,
    /// A power cut may lose the last commits; a crash of the process loses none.
    Normal,
}

/// How to open a database.
#[derive(Clone, Debug)]
pub struct DbOptions {
    /// Source of "now".
    pub clock: Clock,
    /// Connections for reading (SQLite) or in all (PostgreSQL).
    pub pool_size: u32,
    /// Transactions that may share one commit on SQLite.
    pub group_size: usize,
    /// SQLite only.
    pub synchronous: Synchronous,
}

impl Default for DbOptions {
    fn default() -> Self {
        Self {
            clock: Clock::system(),
            pool_size: 8,
            group_size: 256,
            synchronous: Synchronous::Full,
        }
    }
}

/// Called with the events of a commit as soon as it is durable; must not block.
pub type OnCommit = Arc<dyn Fn(Vec<Event>) + Send + Sync>;

/// What the writer needs to know besides its connection.
#[derive(Clone)]
pub(crate) struct Hooks {
    pub(crate) clock: Clock,
    pub(crate) on_commit: OnCommit,
    pub(crate) new_events: Arc<Notify>,
    pub(crate) new_jobs: Arc<Notify>,
}

impl Hooks {
    /// Tells the world about a commit.
    pub(crate) fn committed(&self, events: Vec<Event>, enqueued: bool) {
        if !events.is_empty() {
            (self.on_commit)(events);
            self.new_events.notify_one();
        }
        if enqueued {
            self.new_jobs.notify_one();
        }
    }
}

/// What one transaction leaves behind: whether to keep it, and how to answer its caller once the
/// commit succeeded (`None`) or failed.
pub(crate) struct Outcome {
    pub(crate) keep: bool,
    pub(crate) answer: Box<dyn FnOnce(Option<Error>) + Send>,
}

pub(crate) type Work = Box<dyn for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, Outcome> + Send>;

pub(crate) enum Backend {
    Sqlite(SqliteDb),
    Postgres(PostgresDb),
}

/// A tenant's database. Clones share it.
#[derive(Clone)]
pub struct Db {
    backend: Arc<Backend>,
    hooks: Hooks,
}

impl Db {
    /// Opens the database, brings its schema up to date and starts its writer.
    pub async fn open(
        address: &DbAddress,
        options: DbOptions,
        on_commit: OnCommit,
    ) -> Result<Self> {
        let hooks = Hooks {
            clock: options.clock.clone(),
            on_commit,
            new_events: Arc::new(Notify::new()),
            new_jobs: Arc::new(Notify::new()),
        };
        let backend = match address {
            DbAddress::Sqlite(path) => {
                Backend::Sqlite(SqliteDb::open(path, &options, hooks.clone()).await?)
            }
            DbAddress::Postgres { url, schema } => {
                Backend::Postgres(PostgresDb::open(url, schema, &options, hooks.clone()).await?)
            }
        };
        Ok(Self {
            backend: Arc::new(backend),
            hooks,
        })
    }

    /// Which database this is.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match *self.backend {
            Backend::Sqlite(_) => Dialect::Sqlite,
            Backend::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Source of "now".
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.hooks.clock
    }

    /// Runs one transaction and answers after it is on disk; an error rolls it back.
    ///
    /// The closure must wait for nothing but the database: on SQLite everybody else waits for it.
    /// Once begun it runs to its end even if the caller goes away.
    pub async fn write<T, F>(&self, action: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, Result<T>> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel::<Result<T>>();
        let work: Work = Box::new(move |tx| {
            Box::pin(async move {
                let result = action(tx).await;
                Outcome {
                    keep: result.is_ok(),
                    answer: Box::new(move |failure| {
                        let _ = sender.send(match failure {
                            None => result,
                            Some(error) => Err(error),
                        });
                    }),
                }
            })
        });
        match &*self.backend {
            Backend::Sqlite(db) => db.submit(work).await?,
            Backend::Postgres(db) => db.submit(work),
        }
        receiver
            .await
            .map_err(|_| Error::internal("a transaction ended without an answer"))?
    }

    /// A connection for reading. Writing through it fails on SQLite.
    pub async fn read(&self) -> Result<Tx> {
        match &*self.backend {
            Backend::Sqlite(db) => db.read().await,
            Backend::Postgres(db) => db.read().await,
        }
    }

    /// Waits until events may have been committed, or `at_most` has passed.
    pub(crate) async fn events_or(&self, at_most: Duration) {
        let _ = tokio::time::timeout(at_most, self.hooks.new_events.notified()).await;
    }

    /// Waits until jobs may have been enqueued, or `at_most` has passed.
    pub(crate) async fn jobs_or(&self, at_most: Duration) {
        let _ = tokio::time::timeout(at_most, self.hooks.new_jobs.notified()).await;
    }

    /// Ends the writer after what it has begun, and closes every connection.
    pub async fn close(&self) {
        match &*self.backend {
            Backend::Sqlite(db) => db.close().await,
            Backend::Postgres(db) => db.close().await,
        }
    }
}
