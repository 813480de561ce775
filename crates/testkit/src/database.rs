//! The databases that a test runs on, each empty and of its own.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use shanying_bus::Bus;
use shanying_kernel::{Clock, new_id};
use shanying_storage::{Db, DbAddress, DbOptions};

/// A kind of database to run a test on.
#[derive(Clone, Debug)]
pub enum Database {
    /// A file in a temporary folder.
    Sqlite,
    /// A new schema in the PostgreSQL at this address.
    Postgres(String),
}

static SERIAL: AtomicU32 = AtomicU32::new(0);

/// SQLite always; PostgreSQL when there is one. Under CI its absence is a failure, not a skip.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "the test run is configured by the environment"
)]
pub fn databases() -> Vec<Database> {
    let mut databases = vec![Database::Sqlite];
    match std::env::var("SHANYING_TEST_POSTGRES") {
        Ok(url) if !url.is_empty() => databases.push(Database::Postgres(url)),
        _ => assert!(
            std::env::var("CI").is_err(),
            "SHANYING_TEST_POSTGRES is not set: run the tests through `make test`"
        ),
    }
    databases
}

impl Database {
    /// Where a new, empty database of this kind is; `folder` is the test's own.
    #[must_use]
    pub fn address(&self, folder: &std::path::Path) -> DbAddress {
        match self {
            Self::Sqlite => DbAddress::Sqlite(folder.join("tenant.db")),
            Self::Postgres(url) => {
                let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
                let schema = format!("t{}_{serial}_{}", std::process::id(), new_id("x"));
                DbAddress::Postgres {
                    url: url.clone(),
                    schema,
                }
            }
        }
    }

    /// Opens a new, empty database whose events go to `bus`.
    ///
    /// # Panics
    /// When the database cannot be opened.
    pub async fn open(&self, folder: &std::path::Path, clock: Clock, bus: Bus) -> Db {
        let options = DbOptions {
            clock,
            pool_size: 4,
            ..DbOptions::default()
        };
        let told = Arc::new(move |events: Vec<shanying_kernel::Event>| {
            for event in events {
                bus.publish(Arc::new(event));
            }
        });
        match Db::open(&self.address(folder), options, told).await {
            Ok(db) => db,
            Err(error) => panic!("{self:?} cannot be opened: {error:?}"),
        }
    }
}

/// A folder that is removed at the end of the test.
#[derive(Debug)]
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let path = std::env::temp_dir().join(new_id("shanying_test"));
        match std::fs::create_dir_all(&path) {
            Ok(()) => Self(path),
            Err(error) => panic!("{} cannot be made: {error}", path.display()),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
