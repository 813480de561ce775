//! Connections that read, at most so many at once.

use std::path::PathBuf;
use std::sync::Arc;

use parking_lot::Mutex;
use rusqlite::Connection;
use shanying_kernel::{Error, Result};
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::connection;
use crate::database::Synchronous;

/// Waiting readers are served in their order.
pub(super) struct Readers {
    path: PathBuf,
    /// Connections at most.
    most: u32,
    places: Arc<Semaphore>,
    idle: Arc<Mutex<Vec<Connection>>>,
}

impl Readers {
    /// None is opened before it is wanted.
    pub(super) fn new(path: PathBuf, most: u32) -> Self {
        let most = most.max(1);
        Self {
            path,
            most,
            places: Arc::new(Semaphore::new(usize::try_from(most).unwrap_or(1))),
            idle: Arc::default(),
        }
    }

    /// The next free connection.
    pub(super) async fn acquire(&self) -> Result<Held> {
        let place = self.places.clone().acquire_owned().await;
        let place = place.map_err(|_| Error::unavailable("the database is closed"))?;
        let idle = self.idle.lock().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => connection::open(&self.path, Synchronous::Full, true)?,
        };
        Ok(Held {
            connection: Some(connection),
            back: Some((self.idle.clone(), place)),
        })
    }

    /// Refuses further readers and waits for those that read.
    pub(super) async fn close(&self) {
        let _ = self.places.acquire_many(self.most).await;
        self.places.close();
        self.idle.lock().clear();
    }
}

/// A connection in use; a reader's goes back when it is dropped.
pub(crate) struct Held {
    connection: Option<Connection>,
    back: Option<(Arc<Mutex<Vec<Connection>>>, OwnedSemaphorePermit)>,
}

impl Held {
    /// The writer's own, which goes nowhere.
    pub(super) fn writing(connection: Connection) -> Self {
        Self {
            connection: Some(connection),
            back: None,
        }
    }

    /// Runs something short on it, at once.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let connection = self.connection.as_ref();
        work(connection.ok_or_else(|| Error::internal("a connection was given back"))?)
    }

    /// Runs what may read much: other tasks of this thread go on elsewhere meanwhile.
    pub(crate) fn with_many<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let shared = Handle::try_current()
            .is_ok_and(|handle| handle.runtime_flavor() == RuntimeFlavor::MultiThread);
        if self.back.is_some() && shared {
            tokio::task::block_in_place(|| self.with(work))
        } else {
            self.with(work)
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let (Some(connection), Some((idle, place))) = (self.connection.take(), self.back.take())
        else {
            return;
        };
        // What was begun and not ended (a backup that broke off) ends here.
        let free = connection.is_autocommit() || connection.execute_batch("ROLLBACK").is_ok();
        if free {
            idle.lock().push(connection);
        }
        drop(place);
    }
}
