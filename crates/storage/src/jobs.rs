//! Work that happens after a commit, with retries, on any node.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value as Json;
use shanying_kernel::{Error, Result};
use tokio::task::{JoinError, JoinSet};

use crate::database::Db;
use crate::query::sql;
use crate::tasks::Tasks;
use crate::tx::BoxFuture;

/// A job that is not finished after this is given to another runner.
const LEASE_MS: i64 = 300_000;
/// After so many failures a job rests as `failed` until somebody looks at it.
const MAX_ATTEMPTS: i64 = 12;

/// What a kind of job does with its payload. Doing it twice must do no harm.
pub type Run = Arc<dyn Fn(Json) -> BoxFuture<'static, Result<()>> + Send + Sync>;

/// Every kind of job and what it does.
#[derive(Clone, Default)]
pub struct Registry {
    kinds: HashMap<&'static str, Run>,
}

impl Registry {
    /// No kind yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Names what jobs of `kind` do.
    pub fn add<F, Fut>(&mut self, kind: &'static str, run: F)
    where
        F: Fn(Json) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<()>> + Send + 'static,
    {
        self.kinds
            .insert(kind, Arc::new(move |payload| Box::pin(run(payload))));
    }
}

struct Claimed {
    id: String,
    kind: String,
    payload: Json,
    attempts: i64,
}

/// Starts the runner. Jobs of one kind are done one after another, those of different kinds beside
/// one another, so that a long one keeps nothing else waiting.
pub fn start(db: &Db, tasks: &Tasks, registry: Registry) {
    let (db, stop, registry) = (db.clone(), tasks.clone(), Arc::new(registry));
    tasks.spawn(async move {
        let mut running = JoinSet::new();
        let mut busy: HashSet<String> = HashSet::new();
        while !stop.is_stopping() {
            match claim(&db, &busy).await {
                Ok(claimed) if claimed.is_empty() => tokio::select! {
                    () = stop.stopping() => break,
                    Some(done) = running.join_next() => set_free(&mut busy, done),
                    () = db.jobs_or(Duration::from_secs(1)) => {}
                },
                Ok(claimed) => {
                    for (kind, jobs) in by_kind(claimed) {
                        busy.insert(kind.clone());
                        let (db, registry) = (db.clone(), registry.clone());
                        running.spawn(async move {
                            for job in jobs {
                                if let Err(error) = run(&db, &registry, job).await {
                                    tracing::error!(?error, "a job cannot be finished");
                                }
                            }
                            kind
                        });
                    }
                }
                Err(error) => {
                    tracing::error!(?error, "jobs cannot be claimed; trying again");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
        }
        // What has begun is finished, as far as the shutdown has patience.
        while running.join_next().await.is_some() {}
    });
}

fn set_free(busy: &mut HashSet<String>, done: std::result::Result<String, JoinError>) {
    match done {
        Ok(kind) => {
            busy.remove(&kind);
        }
        Err(error) => {
            // Its kind is unknown; the others' leases keep their jobs from being done twice.
            tracing::error!(?error, "a job broke off");
            busy.clear();
        }
    }
}

fn by_kind(jobs: Vec<Claimed>) -> HashMap<String, Vec<Claimed>> {
    let mut kinds: HashMap<String, Vec<Claimed>> = HashMap::new();
    for job in jobs {
        kinds.entry(job.kind.clone()).or_default().push(job);
    }
    kinds
}

/// Runs every job that is due now; returns how many. Tests call it to wait for effects.
pub async fn run_due(db: &Db, registry: &Registry) -> Result<usize> {
    let claimed = claim(db, &HashSet::new()).await?;
    let count = claimed.len();
    for job in claimed {
        run(db, registry, job).await?;
    }
    Ok(count)
}

async fn run(db: &Db, registry: &Registry, job: Claimed) -> Result<()> {
    let result = match registry.kinds.get(job.kind.as_str()) {
        Some(run) => run(job.payload.clone()).await,
        None => Err(Error::internal(format!(
            "nobody does jobs of kind {}",
            job.kind
        ))),
    };
    finish(db, job, result).await
}

/// Takes jobs that are due, of kinds that are not busy.
async fn claim(db: &Db, busy: &HashSet<String>) -> Result<Vec<Claimed>> {
    let places: Vec<String> = (0..busy.len()).map(|at| format!("${}", at + 3)).collect();
    let others = if busy.is_empty() {
        String::new()
    } else {
        format!("AND kind NOT IN ({}) ", places.join(", "))
    };
    let due = format!(
        "SELECT id FROM jobs WHERE failed = 0 AND run_at <= $1 \
         AND (leased_until IS NULL OR leased_until < $2) {others}ORDER BY run_at LIMIT 16"
    );
    let mut reader = db.read().await?;
    let now = reader.now_ms();
    let mut peek = sql(due.clone()).bind(now).bind(now);
    for kind in busy {
        peek = peek.bind(kind);
    }
    if peek.optional(&mut reader).await?.is_none() {
        return Ok(Vec::new());
    }
    drop(reader);
    let busy: Vec<String> = busy.iter().cloned().collect();
    db.write(move |tx| {
        Box::pin(async move {
            let lock = tx.dialect().for_update_skip_locked();
            let lease = busy.len() + 3;
            let mut query = sql(format!(
                "UPDATE jobs SET leased_until = ${lease}, attempts = attempts + 1 \
                 WHERE id IN ({due}{lock}) RETURNING id, kind, payload, attempts"
            ))
            .bind(now)
            .bind(now);
            for kind in &busy {
                query = query.bind(kind);
            }
            let rows = query.bind(now + LEASE_MS).all(tx).await?;
            rows.iter()
                .map(|row| {
                    Ok(Claimed {
                        id: row.text("id")?,
                        kind: row.text("kind")?,
                        payload: row.json("payload")?,
                        attempts: row.int("attempts")?,
                    })
                })
                .collect()
        })
    })
    .await
}

async fn finish(db: &Db, job: Claimed, result: Result<()>) -> Result<()> {
    db.write(move |tx| {
        Box::pin(async move {
            let Err(error) = result else {
                sql("DELETE FROM jobs WHERE id = $1").bind(&job.id).run(tx).await?;
                return Ok(());
            };
            tracing::warn!(?error, job = %job.id, kind = %job.kind, attempts = job.attempts, "a job failed");
            let wait = 1000_i64.saturating_mul(1 << job.attempts.clamp(0, 12));
            let retry_at = tx.now_ms() + wait;
            // Zero, not NULL: a waiting twin with the same dedupe key may have come meanwhile.
            sql("UPDATE jobs SET leased_until = 0, run_at = $2, failed = $3, last_error = $4 \
                 WHERE id = $1")
            .bind(&job.id)
            .bind(retry_at)
            .bind(job.attempts >= MAX_ATTEMPTS)
            .bind(format!("{error:?}").replace('\0', ""))
            .run(tx)
            .await?;
            Ok(())
        })
    })
    .await
}
