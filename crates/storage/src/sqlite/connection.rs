//! One connection of the embedded database: statements run where they are asked for, without a
//! thread in between.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::types::{Value as Stored, ValueRef};
use rusqlite::{Connection, ErrorCode, Statement, ffi};
use shanying_kernel::{Error, Result};

use crate::database::Synchronous;
use crate::query::Value;

/// How long a statement waits for another process that holds the file.
const BUSY: Duration = Duration::from_secs(10);
/// Pages that the one writer keeps, and each of the readers, of which there are several: minus KiB.
const WRITER_CACHE: &str = "-16000";
const READER_CACHE: &str = "-4000";
/// Prepared statements that a connection keeps.
const STATEMENTS: usize = 512;

/// A result row with the names of its columns.
#[derive(Debug)]
pub struct SqliteRow {
    columns: Arc<[String]>,
    values: Vec<Stored>,
}

impl SqliteRow {
    /// Names and values, in their order.
    pub(crate) fn cells(&self) -> impl Iterator<Item = (&str, &Stored)> {
        self.columns.iter().map(String::as_str).zip(&self.values)
    }

    /// The value of a column.
    pub(crate) fn get<T: FromStored>(&self, column: &str) -> Result<T> {
        let value = self.cells().find(|(name, _)| *name == column);
        let (_, value) =
            value.ok_or_else(|| Error::internal(format!("a row has no column {column}")))?;
        read(value, column)
    }

    /// The value of the first column.
    pub(crate) fn first<T: FromStored>(&self) -> Result<T> {
        let value = self.values.first();
        read(value.unwrap_or(&Stored::Null), "1")
    }
}

fn read<T: FromStored>(value: &Stored, column: &str) -> Result<T> {
    T::from_stored(value).ok_or_else(|| {
        let kind = value.data_type();
        Error::internal(format!("column {column} holds {kind}"))
    })
}

/// What a column can be read as.
pub(crate) trait FromStored: Sized {
    /// Nothing where the value is of another type.
    fn from_stored(value: &Stored) -> Option<Self>;
}

impl FromStored for i64 {
    fn from_stored(value: &Stored) -> Option<Self> {
        match value {
            Stored::Integer(number) => Some(*number),
            _ => None,
        }
    }
}

impl FromStored for f64 {
    fn from_stored(value: &Stored) -> Option<Self> {
        match value {
            Stored::Real(number) => Some(*number),
            _ => None,
        }
    }
}

impl FromStored for String {
    fn from_stored(value: &Stored) -> Option<Self> {
        match value {
            Stored::Text(text) => Some(text.clone()),
            _ => None,
        }
    }
}

impl FromStored for Vec<u8> {
    fn from_stored(value: &Stored) -> Option<Self> {
        match value {
            Stored::Blob(bytes) => Some(bytes.clone()),
            _ => None,
        }
    }
}

impl<T: FromStored> FromStored for Option<T> {
    fn from_stored(value: &Stored) -> Option<Self> {
        match value {
            Stored::Null => Some(None),
            value => T::from_stored(value).map(Some),
        }
    }
}

/// Opens a connection on the file, which is made if it is missing.
pub(super) fn open(path: &Path, synchronous: Synchronous, read_only: bool) -> Result<Connection> {
    let connection = Connection::open(path).map_err(failed)?;
    connection.busy_timeout(BUSY).map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    let synchronous = match synchronous {
        Synchronous::Full => "full",
        Synchronous::Normal => "normal",
    };
    let pragmas = [
        ("journal_mode", "wal"),
        ("synchronous", synchronous),
        ("foreign_keys", "on"),
        ("temp_store", "memory"),
        (
            "cache_size",
            if read_only {
                READER_CACHE
            } else {
                WRITER_CACHE
            },
        ),
        ("query_only", if read_only { "on" } else { "off" }),
    ];
    for (name, value) in pragmas {
        let text = format!("PRAGMA {name} = {value}");
        connection.execute_batch(&text).map_err(failed)?;
    }
    Ok(connection)
}

/// Runs a statement; returns how many rows it changed.
pub(crate) fn run(connection: &Connection, text: &str, values: &[Value]) -> Result<u64> {
    let mut statement = connection.prepare_cached(text).map_err(failed)?;
    bind(&mut statement, values)?;
    let mut rows = statement.raw_query();
    while rows.next().map_err(failed)?.is_some() {}
    drop(rows);
    Ok(connection.changes())
}

/// Runs a statement; returns its first rows, at most `most`.
pub(crate) fn rows(
    connection: &Connection,
    text: &str,
    values: &[Value],
    most: usize,
) -> Result<Vec<SqliteRow>> {
    let mut statement = connection.prepare_cached(text).map_err(failed)?;
    let names = statement.column_names().into_iter().map(str::to_owned);
    let columns: Arc<[String]> = names.collect();
    bind(&mut statement, values)?;
    let mut rows = statement.raw_query();
    let mut found = Vec::new();
    // Read to the end even when fewer rows are wanted: a statement that changes rows and returns
    // them has done its work only then.
    while let Some(row) = rows.next().map_err(failed)? {
        if found.len() == most {
            continue;
        }
        let cells = 0..columns.len();
        let values: rusqlite::Result<Vec<Stored>> =
            cells.map(|n| row.get_ref(n).and_then(stored)).collect();
        found.push(SqliteRow {
            columns: columns.clone(),
            values: values.map_err(failed)?,
        });
    }
    Ok(found)
}

fn stored(value: ValueRef<'_>) -> rusqlite::Result<Stored> {
    Stored::try_from(value).map_err(rusqlite::Error::from)
}

/// `$3` is the third value wherever it stands; the driver counts places as they first appear.
fn bind(statement: &mut Statement<'_>, values: &[Value]) -> Result<()> {
    for place in 1..=statement.parameter_count() {
        let number = statement.parameter_name(place).and_then(|name| {
            let number: usize = name.strip_prefix('$')?.parse().ok()?;
            number.checked_sub(1)
        });
        let value = number.and_then(|number| values.get(number));
        let value = value.ok_or_else(|| Error::internal("a statement lacks a parameter"))?;
        let value = match value {
            Value::Int(Some(number)) => ValueRef::Integer(*number),
            Value::Real(Some(number)) => ValueRef::Real(*number),
            Value::Text(Some(text)) => ValueRef::Text(text.as_bytes()),
            Value::Blob(Some(bytes)) => ValueRef::Blob(bytes),
            Value::Int(None) | Value::Real(None) | Value::Text(None) | Value::Blob(None) => {
                ValueRef::Null
            }
        };
        statement
            .raw_bind_parameter(place, rusqlite::types::ToSqlOutput::Borrowed(value))
            .map_err(failed)?;
    }
    Ok(())
}

/// Translates the driver's error as [`crate::query::database_error`] does for the other database.
pub(super) fn failed(error: rusqlite::Error) -> Error {
    let code = error.sqlite_error().map(|error| error.extended_code);
    let taken = [
        ffi::SQLITE_CONSTRAINT_UNIQUE,
        ffi::SQLITE_CONSTRAINT_PRIMARYKEY,
        ffi::SQLITE_CONSTRAINT_ROWID,
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY,
    ];
    if code.is_some_and(|code| taken.contains(&code)) {
        return Error::conflict("conflict.duplicate", "this already exists").because(error);
    }
    let away = matches!(
        error.sqlite_error_code(),
        Some(
            ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::DiskFull
                | ErrorCode::SystemIoFailure
                | ErrorCode::CannotOpen
                | ErrorCode::ReadOnly
        )
    );
    if away {
        return Error::unavailable("the database does not answer").because(error);
    }
    Error::internal("a statement failed").because(error)
}
