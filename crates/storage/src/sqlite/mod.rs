//! SQLite: one connection writes, a pool reads.
//!
//! SQLite has one writer whatever we do. Transactions therefore queue for one thread, which runs as
//! many as wait (up to `group_size`) inside one commit, each in its own savepoint, and answers all
//! of them after that commit. The disk is waited for once a group instead of once a message.
//!
//! Statements run on the thread that asks (`connection.rs`): the writer's has no other work, and a
//! reader's statement takes microseconds.

mod connection;
mod readers;

use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::thread;

use futures_util::FutureExt;
use shanying_kernel::{Clock, Error, Result};
use tokio::runtime::Handle;
use tokio::sync::{Mutex, mpsc, oneshot};

pub use connection::SqliteRow;
pub(crate) use connection::{FromStored, rows, run};
pub(crate) use readers::Held;
use readers::Readers;

use crate::database::{DbOptions, Hooks, Outcome, Work};
use crate::migrate;
use crate::query::sql;
use crate::tx::{Link, Tx};

/// Transactions that may wait before their callers wait too.
const QUEUE: usize = 4096;

pub(crate) struct SqliteDb {
    queue: Mutex<Option<mpsc::Sender<Work>>>,
    sender: mpsc::WeakSender<Work>,
    /// Told when the writer has ended.
    ended: Mutex<Option<oneshot::Receiver<()>>>,
    readers: Readers,
    clock: Clock,
}

impl SqliteDb {
    pub(crate) async fn open(path: &Path, options: &DbOptions, hooks: Hooks) -> Result<Self> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| {
                Error::unavailable(format!("cannot make the folder {}", folder.display()))
                    .because(error)
            })?;
        }
        let connection = connection::open(path, options.synchronous, false)?;
        let link = Link::Sqlite(Held::writing(connection));
        let mut tx = Tx::new(link, hooks.clock.clone());
        sql("BEGIN IMMEDIATE").run(&mut tx).await?;
        migrate::bring_up_to_date(&mut tx).await?;
        sql("COMMIT").run(&mut tx).await?;
        tx.position = sql("SELECT COALESCE(MAX(position), 0) FROM events")
            .one(&mut tx)
            .await?
            .count()?;

        let (sender, receiver) = mpsc::channel(QUEUE);
        let (told, ended) = oneshot::channel();
        let writer = Writer {
            tx,
            receiver,
            hooks: hooks.clone(),
            group_size: options.group_size,
        };
        let runtime = Handle::current();
        thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || {
                runtime.block_on(writer.run());
                let _ = told.send(());
            })
            .map_err(|error| Error::unavailable("no thread for the writer").because(error))?;
        Ok(Self {
            sender: sender.downgrade(),
            queue: Mutex::new(Some(sender)),
            ended: Mutex::new(Some(ended)),
            readers: Readers::new(path.to_owned(), options.pool_size),
            clock: hooks.clock,
        })
    }

    pub(crate) async fn submit(&self, work: Work) -> Result<()> {
        let closed = || Error::unavailable("the database is closed");
        let sender = self.sender.upgrade().ok_or_else(closed)?;
        sender.send(work).await.map_err(|_| closed())
    }

    pub(crate) async fn read(&self) -> Result<Tx> {
        let connection = self.readers.acquire().await?;
        Ok(Tx::new(Link::Sqlite(connection), self.clock.clone()))
    }

    /// Dropping the last sender ends the writer after the transactions that already wait.
    pub(crate) async fn close(&self) {
        drop(self.queue.lock().await.take());
        if let Some(ended) = self.ended.lock().await.take() {
            let _ = ended.await;
        }
        self.readers.close().await;
    }
}

struct Writer {
    tx: Tx,
    receiver: mpsc::Receiver<Work>,
    hooks: Hooks,
    group_size: usize,
}

impl Writer {
    async fn run(mut self) {
        while let Some(first) = self.receiver.recv().await {
            let mut answers = Vec::new();
            let committed = self.group(first, &mut answers).await;
            let events = std::mem::take(&mut self.tx.pending);
            let enqueued = std::mem::take(&mut self.tx.enqueued);
            match committed {
                Ok(()) => {
                    self.hooks.committed(events, enqueued);
                    for answer in answers {
                        answer(None);
                    }
                }
                Err(error) => self.abandon(&error, answers).await,
            }
        }
        // Leaves one tidy file behind when the program ends in peace.
        let _ = sql("PRAGMA wal_checkpoint(TRUNCATE)")
            .all(&mut self.tx)
            .await;
    }

    /// Runs `first` and whatever waits behind it in one commit.
    async fn group(&mut self, first: Work, answers: &mut Vec<Answer>) -> Result<()> {
        sql("BEGIN IMMEDIATE")
            .run(&mut self.tx)
            .await
            .inspect_err(|_| {
                // The caller of `first` learns through its dropped channel; the others still wait.
                tracing::error!("the database refuses to begin a transaction");
            })?;
        let mut next = Some(first);
        let mut count = 0;
        while let Some(work) = next {
            self.one(work, answers).await?;
            count += 1;
            next = if count < self.group_size {
                self.receiver.try_recv().ok()
            } else {
                None
            };
        }
        sql("COMMIT").run(&mut self.tx).await?;
        Ok(())
    }

    /// Runs one transaction inside its savepoint; a failed one leaves no trace.
    async fn one(&mut self, work: Work, answers: &mut Vec<Answer>) -> Result<()> {
        sql("SAVEPOINT work").run(&mut self.tx).await?;
        let mark = (self.tx.pending.len(), self.tx.position, self.tx.enqueued);
        let outcome = AssertUnwindSafe(work(&mut self.tx)).catch_unwind().await;
        let keep = matches!(&outcome, Ok(Outcome { keep: true, .. }));
        if !keep {
            sql("ROLLBACK TO work").run(&mut self.tx).await?;
            self.tx.pending.truncate(mark.0);
            self.tx.position = mark.1;
            self.tx.enqueued = mark.2;
        }
        sql("RELEASE work").run(&mut self.tx).await?;
        // A panic dropped the answer; its caller is told that the transaction ended without one.
        if let Ok(outcome) = outcome {
            answers.push(outcome.answer);
        }
        Ok(())
    }

    /// The commit failed (a full disk, say): nothing of the group happened.
    async fn abandon(&mut self, error: &Error, answers: Vec<Answer>) {
        tracing::error!(?error, transactions = answers.len(), "a commit failed");
        let _ = sql("ROLLBACK").run(&mut self.tx).await;
        for answer in answers {
            answer(Some(Error::unavailable("the database could not keep this")));
        }
        match sql("SELECT COALESCE(MAX(position), 0) FROM events")
            .one(&mut self.tx)
            .await
        {
            Ok(row) => self.tx.position = row.count().unwrap_or(self.tx.position),
            Err(error) => tracing::error!(?error, "cannot read the last event position"),
        }
    }
}

type Answer = Box<dyn FnOnce(Option<Error>) + Send>;
