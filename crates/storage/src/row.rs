//! One result row, read by column name.

use serde::de::DeserializeOwned;
use shanying_kernel::{Result, Time};
use sqlx::postgres::PgRow;
use sqlx::{Decode, Postgres, Row as _, Type};

use crate::query::database_error;
use crate::sqlite::{FromStored, SqliteRow};

/// A row of either database.
#[derive(Debug)]
pub enum Row {
    /// From SQLite.
    #[doc(hidden)]
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    #[doc(hidden)]
    Postgres(PgRow),
}

impl Row {
    fn get<T>(&self, column: &str) -> Result<T>
    where
        T: FromStored + for<'r> Decode<'r, Postgres> + Type<Postgres>,
    {
        match self {
            Self::Sqlite(row) => row.get(column),
            Self::Postgres(row) => row.try_get::<T, _>(column).map_err(database_error),
        }
    }

    /// A TEXT that is never NULL.
    pub fn text(&self, column: &str) -> Result<String> {
        self.get(column)
    }

    /// A TEXT that may be NULL.
    pub fn text_or_null(&self, column: &str) -> Result<Option<String>> {
        self.get(column)
    }

    /// A BIGINT that is never NULL.
    pub fn int(&self, column: &str) -> Result<i64> {
        self.get(column)
    }

    /// A BIGINT that may be NULL.
    pub fn int_or_null(&self, column: &str) -> Result<Option<i64>> {
        self.get(column)
    }

    /// A DOUBLE PRECISION that is never NULL.
    pub fn real(&self, column: &str) -> Result<f64> {
        self.get(column)
    }

    /// A DOUBLE PRECISION that may be NULL.
    pub fn real_or_null(&self, column: &str) -> Result<Option<f64>> {
        self.get(column)
    }

    /// A BLOB that is never NULL.
    pub fn blob(&self, column: &str) -> Result<Vec<u8>> {
        self.get(column)
    }

    /// A BLOB that may be NULL.
    pub fn blob_or_null(&self, column: &str) -> Result<Option<Vec<u8>>> {
        self.get(column)
    }

    /// A 0/1 column.
    pub fn flag(&self, column: &str) -> Result<bool> {
        Ok(self.int(column)? != 0)
    }

    /// Milliseconds as an instant.
    pub fn time(&self, column: &str) -> Result<Time> {
        Ok(Time(self.int(column)?))
    }

    /// Milliseconds as an instant, or NULL.
    pub fn time_or_null(&self, column: &str) -> Result<Option<Time>> {
        Ok(self.int_or_null(column)?.map(Time))
    }

    /// A JSON text.
    pub fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T> {
        Ok(serde_json::from_str(&self.text(column)?)?)
    }

    /// A JSON text, or NULL.
    pub fn json_or_null<T: DeserializeOwned>(&self, column: &str) -> Result<Option<T>> {
        match self.text_or_null(column)? {
            Some(text) => Ok(Some(serde_json::from_str(&text)?)),
            None => Ok(None),
        }
    }

    /// The first column as a number, for counts.
    pub fn count(&self) -> Result<i64> {
        match self {
            Self::Sqlite(row) => row.first(),
            Self::Postgres(row) => row.try_get::<i64, _>(0).map_err(database_error),
        }
    }
}
