//! Work in the background that shutdown waits for.

use std::future::Future;
use std::thread;
use std::time::Duration;

use shanying_kernel::{Error, Result};
use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How far work that nobody waits for stands behind answers, as `nice` counts.
const BEHIND: i32 = 10;

/// Runs long arithmetic (training, measuring) on a thread of its own, and on those that it starts,
/// behind everything that customers wait for: on a busy machine it takes longer, answers do not.
///
/// # Errors
/// When no thread can be had, or the work panicked.
pub async fn heavy<T: Send + 'static>(
    name: &'static str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    let (done, told) = oneshot::channel();
    let run = move || {
        // Refused, it runs as everything else does.
        let _ = rustix::process::nice(BEHIND);
        let _ = done.send(work());
    };
    let started = thread::Builder::new().name(name.to_owned()).spawn(run);
    started.map_err(|error| Error::unavailable("no thread for long work").because(error))?;
    let told = told.await;
    told.map_err(|error| Error::internal(format!("{name} broke off")).because(error))
}

/// The background tasks of one tenant. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Tasks {
    tracker: TaskTracker,
    stop: CancellationToken,
}

impl Tasks {
    /// No task yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Runs `task` to its end; shutdown waits for it. A long one watches [`Tasks::stopping`].
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.tracker.spawn(task);
    }

    /// Runs `step` every `period` until shutdown; a step that has begun is finished.
    pub fn every<F, Fut>(&self, period: Duration, step: F)
    where
        F: Fn() -> Fut + Send + 'static,
        Fut: Future<Output = ()> + Send,
    {
        let stop = self.stop.clone();
        self.spawn(async move {
            loop {
                tokio::select! {
                    () = stop.cancelled() => return,
                    () = tokio::time::sleep(period) => step().await,
                }
            }
        });
    }

    /// Resolves when shutdown begins.
    pub async fn stopping(&self) {
        self.stop.cancelled().await;
    }

    /// Whether shutdown has begun.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.stop.is_cancelled()
    }

    /// Tells every task to stop, and waits for them at most `patience`.
    pub async fn shut_down(&self, patience: Duration) {
        self.stop.cancel();
        self.tracker.close();
        if tokio::time::timeout(patience, self.tracker.wait())
            .await
            .is_err()
        {
            tracing::warn!(
                left = self.tracker.len(),
                "background work did not end in time"
            );
        }
    }
}
