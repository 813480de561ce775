//! PostgreSQL: a small pool on the tenant's schema; a transaction each, retried by nobody.

use std::panic::AssertUnwindSafe;
use std::str::FromStr;
use std::time::Duration;

use futures_util::FutureExt;
use shanying_kernel::{Error, Result};
use sqlx::pool::PoolOptions;
use sqlx::postgres::{PgConnectOptions, PgPool};
use tokio_util::task::TaskTracker;

use crate::database::{DbOptions, Hooks, Outcome, Work};
use crate::migrate;
use crate::query::{database_error, sql};
use crate::tx::{Link, Tx};

/// Any number that no other program of the same database uses; serialises migrations.
const MIGRATION_LOCK: i64 = 0x5368_616e_7969_6e67;

pub(crate) struct PostgresDb {
    pool: PgPool,
    hooks: Hooks,
    tasks: TaskTracker,
}

impl PostgresDb {
    pub(crate) async fn open(
        url: &str,
        schema: &str,
        options: &DbOptions,
        hooks: Hooks,
    ) -> Result<Self> {
        let plain = schema
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if schema.is_empty() || !plain {
            return Err(Error::internal(format!("{schema} is no schema name")));
        }
        let connect = PgConnectOptions::from_str(url)
            .map_err(|error| Error::unavailable("the PostgreSQL address is wrong").because(error))?
            .application_name("shanying")
            .statement_cache_capacity(512)
            .options([("search_path", schema)]);
        let pool = PoolOptions::new()
            .max_connections(options.pool_size.max(2))
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(connect)
            .await
            .map_err(database_error)?;
        let db = Self {
            pool,
            hooks,
            tasks: TaskTracker::new(),
        };
        db.prepare(schema).await?;
        Ok(db)
    }

    async fn prepare(&self, schema: &str) -> Result<()> {
        let mut tx = self.read().await?;
        sql("BEGIN").run(&mut tx).await?;
        sql("SELECT pg_advisory_xact_lock($1)")
            .bind(MIGRATION_LOCK)
            .run(&mut tx)
            .await?;
        sql(format!("CREATE SCHEMA IF NOT EXISTS {schema}"))
            .run(&mut tx)
            .await?;
        migrate::bring_up_to_date(&mut tx).await?;
        sql("COMMIT").run(&mut tx).await?;
        Ok(())
    }

    /// Runs the transaction in a task of its own, so that a caller who goes away cannot stop it
    /// between its commit and the telling of its events.
    pub(crate) fn submit(&self, work: Work) {
        let (pool, hooks) = (self.pool.clone(), self.hooks.clone());
        self.tasks.spawn(async move {
            if let Err(error) = transaction(&pool, &hooks, work).await {
                tracing::error!(?error, "a transaction could not begin");
            }
        });
    }

    pub(crate) async fn read(&self) -> Result<Tx> {
        let connection = self.pool.acquire().await.map_err(database_error)?;
        Ok(Tx::new(
            Link::Postgres(connection),
            self.hooks.clock.clone(),
        ))
    }

    pub(crate) async fn close(&self) {
        self.tasks.close();
        self.tasks.wait().await;
        self.pool.close().await;
    }
}

async fn transaction(pool: &PgPool, hooks: &Hooks, work: Work) -> Result<()> {
    let connection = pool.acquire().await.map_err(database_error)?;
    let mut tx = Tx::new(Link::Postgres(connection), hooks.clock.clone());
    sql("BEGIN").run(&mut tx).await?;
    let outcome = AssertUnwindSafe(work(&mut tx)).catch_unwind().await;
    let Ok(Outcome { keep, answer }) = outcome else {
        sql("ROLLBACK").run(&mut tx).await?;
        return Ok(());
    };
    if !keep {
        let rolled_back = sql("ROLLBACK").run(&mut tx).await;
        answer(None);
        return rolled_back.map(|_| ());
    }
    match sql("COMMIT").run(&mut tx).await {
        Ok(_) => {
            hooks.committed(std::mem::take(&mut tx.pending), tx.enqueued);
            answer(None);
            Ok(())
        }
        Err(error) => {
            answer(Some(Error::unavailable("the database could not keep this")));
            Err(error)
        }
    }
}
