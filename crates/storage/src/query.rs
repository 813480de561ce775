//! One statement with its parameters, run on whichever database the transaction has.

use std::borrow::Cow;

use shanying_kernel::{Error, Result, Time};
use sqlx::{AssertSqlSafe, Executor, Postgres};

use crate::row::Row;
use crate::sqlite;
use crate::tx::{Link, Tx};

/// A parameter. Each kind keeps its type when it is NULL, because PostgreSQL wants to know.
#[derive(Clone, Debug)]
pub enum Value {
    /// BIGINT.
    Int(Option<i64>),
    /// DOUBLE PRECISION.
    Real(Option<f64>),
    /// TEXT.
    Text(Option<String>),
    /// BLOB or BYTEA.
    Blob(Option<Vec<u8>>),
}

macro_rules! value_from {
    ($($kind:ident: $type:ty => $convert:expr;)*) => {$(
        impl From<$type> for Value {
            fn from(value: $type) -> Self {
                Self::$kind(Some($convert(value)))
            }
        }
        impl From<Option<$type>> for Value {
            fn from(value: Option<$type>) -> Self {
                Self::$kind(value.map($convert))
            }
        }
    )*};
}

value_from! {
    Int: i64 => |v| v;
    Int: i32 => i64::from;
    Int: u32 => i64::from;
    Int: bool => i64::from;
    Int: Time => |v: Time| v.0;
    Real: f64 => |v| v;
    Text: String => |v| v;
    Text: &str => |v: &str| v.to_owned();
    Text: &String => |v: &String| v.clone();
    Blob: Vec<u8> => |v| v;
    Blob: &[u8] => |v: &[u8]| v.to_vec();
}

impl From<usize> for Value {
    fn from(value: usize) -> Self {
        Self::Int(Some(i64::try_from(value).unwrap_or(i64::MAX)))
    }
}

impl From<&serde_json::Value> for Value {
    fn from(value: &serde_json::Value) -> Self {
        Self::Text(Some(value.to_string()))
    }
}

/// Starts a statement. `text` uses `$1`, `$2` … on both databases.
pub fn sql(text: impl Into<Cow<'static, str>>) -> Query {
    Query {
        text: text.into(),
        values: Vec::new(),
    }
}

/// A statement and its parameters.
#[derive(Clone, Debug)]
pub struct Query {
    text: Cow<'static, str>,
    values: Vec<Value>,
}

impl Query {
    /// Gives the next parameter.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Gives the next parameter as JSON text.
    #[must_use]
    pub fn bind_json<T: serde::Serialize>(self, value: &T) -> Self {
        // Our own types always serialise; a map with non-text keys would be a bug that tests see.
        let text = serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned());
        self.bind(text)
    }

    /// Runs it; returns how many rows it changed.
    pub async fn run(self, tx: &mut Tx) -> Result<u64> {
        self.check()?;
        match &mut tx.link {
            Link::Sqlite(connection) => {
                connection.with(|link| sqlite::run(link, &self.text, &self.values))
            }
            Link::Postgres(connection) => {
                let done = connection.execute(self.for_postgres()).await;
                Ok(done.map_err(database_error)?.rows_affected())
            }
        }
    }

    /// All rows.
    pub async fn all(self, tx: &mut Tx) -> Result<Vec<Row>> {
        self.check()?;
        match &mut tx.link {
            Link::Sqlite(connection) => {
                let rows = connection
                    .with_many(|link| sqlite::rows(link, &self.text, &self.values, usize::MAX))?;
                Ok(rows.into_iter().map(Row::Sqlite).collect())
            }
            Link::Postgres(connection) => {
                let rows = connection
                    .fetch_all(self.for_postgres())
                    .await
                    .map_err(database_error)?;
                Ok(rows.into_iter().map(Row::Postgres).collect())
            }
        }
    }

    /// The first row, if any.
    pub async fn optional(self, tx: &mut Tx) -> Result<Option<Row>> {
        self.check()?;
        match &mut tx.link {
            Link::Sqlite(connection) => {
                let rows =
                    connection.with(|link| sqlite::rows(link, &self.text, &self.values, 1))?;
                Ok(rows.into_iter().next().map(Row::Sqlite))
            }
            Link::Postgres(connection) => {
                let row = connection
                    .fetch_optional(self.for_postgres())
                    .await
                    .map_err(database_error)?;
                Ok(row.map(Row::Postgres))
            }
        }
    }

    /// The row that must be there (a count, a RETURNING); its absence is our fault.
    pub async fn one(self, tx: &mut Tx) -> Result<Row> {
        let text = self.text.clone();
        self.optional(tx).await?.ok_or_else(|| {
            Error::internal(format!("a statement that always answers did not: {text}"))
        })
    }

    /// NUL cannot be stored as text on PostgreSQL, so it is refused on both.
    fn check(&self) -> Result<()> {
        let nul = self.values.iter().any(|value| match value {
            Value::Text(Some(text)) => text.contains('\0'),
            _ => false,
        });
        if nul {
            return Err(Error::invalid("invalid.nul", "text must not contain NUL"));
        }
        Ok(())
    }

    fn for_postgres(self) -> sqlx::query::Query<'static, Postgres, sqlx::postgres::PgArguments> {
        let mut query = sqlx::query(AssertSqlSafe(self.text.into_owned()));
        for value in self.values {
            query = match value {
                Value::Int(v) => query.bind(v),
                Value::Real(v) => query.bind(v),
                Value::Text(v) => query.bind(v),
                Value::Blob(v) => query.bind(v),
            };
        }
        query
    }
}

/// Translates the driver's error: a broken uniqueness is a conflict, a database that is away or
/// busy is unavailable, everything else is our fault.
pub(crate) fn database_error(error: sqlx::Error) -> Error {
    let conflict = error
        .as_database_error()
        .is_some_and(|e| e.is_unique_violation() || e.is_foreign_key_violation());
    if conflict {
        return Error::conflict("conflict.duplicate", "this already exists").because(error);
    }
    let away = matches!(
        error,
        sqlx::Error::Io(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
    );
    if away {
        return Error::unavailable("the database does not answer").because(error);
    }
    Error::internal("a statement failed").because(error)
}
