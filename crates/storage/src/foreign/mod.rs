//! Somebody else's database: a SQLite file or a PostgreSQL that is read and never written.
//!
//! - Read only three times over: a statement stands inside a `SELECT`, so it can be nothing else; a
//!   SQLite file is opened read only with `query_only`; on PostgreSQL each statement runs in a
//!   `READ ONLY` transaction that is rolled back, on a connection whose default is read only.
//! - Values are bound by name (`:user_id`), never written into the text.
//! - A statement has a time, after which it is broken off there, and gives so many rows at most.

mod places;
mod postgres;
mod sqlite;

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Map, Value};

/// Where it is.
#[derive(Clone, PartialEq, Eq)]
pub enum ForeignAddress {
    /// A file, which must be there.
    Sqlite(PathBuf),
    /// `postgres://user@host/database`, which may hold a password.
    Postgres(String),
}

impl ForeignAddress {
    /// Reads `sqlite:/path/of/file` or `postgres://…`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            return (!path.is_empty()).then(|| Self::Sqlite(PathBuf::from(path)));
        }
        let postgres = text.starts_with("postgres://") || text.starts_with("postgresql://");
        postgres.then(|| Self::Postgres(text.to_owned()))
    }
}

impl fmt::Debug for ForeignAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(_) => f.write_str("postgres://…"),
        }
    }
}

/// Why there are no rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ForeignFault {
    /// The statement is wrong, or does more than read.
    Statement(String),
    /// The database is not there.
    Away(String),
    /// It took too long.
    TimedOut,
}

impl fmt::Display for ForeignFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Statement(what) | Self::Away(what) => f.write_str(what),
            Self::TimedOut => f.write_str("it took too long"),
        }
    }
}

impl std::error::Error for ForeignFault {}

/// A row by the names of its columns.
pub type ForeignRow = Map<String, Value>;

/// A statement to be read.
#[derive(Clone, Debug)]
pub struct ForeignQuery<'a> {
    /// A `SELECT` with `:names`.
    pub text: &'a str,
    /// Their values.
    pub values: &'a [(&'a str, String)],
    /// Rows at most.
    pub most: usize,
    /// How long it may take.
    pub within: Duration,
}

enum Backend {
    Sqlite(sqlite::ForeignFile),
    Postgres(postgres::ForeignServer),
}

/// Somebody else's database. Nothing is opened before it is asked.
pub struct Foreign {
    backend: Backend,
}

impl Foreign {
    /// Where the address says.
    pub fn new(address: &ForeignAddress) -> Result<Self, ForeignFault> {
        Ok(Self {
            backend: match address {
                ForeignAddress::Sqlite(path) => {
                    Backend::Sqlite(sqlite::ForeignFile::new(path.clone()))
                }
                ForeignAddress::Postgres(url) => {
                    Backend::Postgres(postgres::ForeignServer::new(url)?)
                }
            },
        })
    }

    /// The columns of a statement, which is not run. `known` are the names that it may use.
    pub async fn columns(
        &self,
        text: &str,
        known: &[&str],
        within: Duration,
    ) -> Result<Vec<String>, ForeignFault> {
        let placed = places::placed(text)?;
        if let Some(name) = placed
            .names
            .iter()
            .find(|name| !known.contains(&name.as_str()))
        {
            return Err(ForeignFault::Statement(format!("there is no :{name} here")));
        }
        match &self.backend {
            Backend::Sqlite(file) => file.columns(placed.text, within).await,
            Backend::Postgres(server) => server.columns(placed.text, within).await,
        }
    }

    /// Reads.
    pub async fn rows(&self, query: &ForeignQuery<'_>) -> Result<Vec<ForeignRow>, ForeignFault> {
        let placed = places::placed(query.text)?;
        let value = |name: &String| {
            let found = query.values.iter().find(|(known, _)| known == name);
            let unknown = || ForeignFault::Statement(format!("there is no :{name} here"));
            found.map(|(_, value)| value.clone()).ok_or_else(unknown)
        };
        let values: Vec<String> = placed.names.iter().map(value).collect::<Result<_, _>>()?;
        match &self.backend {
            Backend::Sqlite(file) => {
                file.rows(placed.text, values, query.most, query.within)
                    .await
            }
            Backend::Postgres(server) => {
                server
                    .rows(placed.text, values, query.most, query.within)
                    .await
            }
        }
    }
}
