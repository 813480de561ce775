//! A file that is opened read only.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags, Statement};
use serde_json::Value;

use super::{ForeignFault, ForeignRow};

const IDLE_MOST: usize = 4;

pub(super) struct ForeignFile {
    path: PathBuf,
    idle: Arc<Mutex<Vec<Connection>>>,
}

fn fault(error: rusqlite::Error) -> ForeignFault {
    match error.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted) => ForeignFault::TimedOut,
        Some(
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::SystemIoFailure
            | ErrorCode::CannotOpen
            | ErrorCode::NotADatabase,
        ) => ForeignFault::Away(error.to_string()),
        _ => ForeignFault::Statement(error.to_string()),
    }
}

impl ForeignFile {
    pub(super) fn new(path: PathBuf) -> Self {
        Self {
            path,
            idle: Arc::default(),
        }
    }

    fn open(&self) -> Result<Connection, ForeignFault> {
        let kept = self.idle.lock().pop();
        if let Some(connection) = kept {
            return Ok(connection);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags).map_err(fault)?;
        connection
            .busy_timeout(Duration::from_millis(500))
            .map_err(fault)?;
        connection
            .execute_batch("PRAGMA query_only = on; PRAGMA trusted_schema = off")
            .map_err(fault)?;
        Ok(connection)
    }

    /// Runs something on a thread for waiting; past its time it is broken off.
    async fn with<T: Send + 'static>(
        &self,
        within: Duration,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, ForeignFault> {
        let connection = self.open()?;
        let handle = connection.get_interrupt_handle();
        let idle = self.idle.clone();
        let mut running = tokio::task::spawn_blocking(move || {
            let done = work(&connection).map_err(fault);
            let mut idle = idle.lock();
            if idle.len() < IDLE_MOST && !matches!(done, Err(ForeignFault::Away(_))) {
                idle.push(connection);
            }
            done
        });
        let done = match tokio::time::timeout(within, &mut running).await {
            Ok(done) => done,
            Err(_) => {
                handle.interrupt();
                running.await
            }
        };
        done.map_err(|error| ForeignFault::Away(error.to_string()))?
    }

    pub(super) async fn columns(
        &self,
        text: String,
        within: Duration,
    ) -> Result<Vec<String>, ForeignFault> {
        let text = format!("SELECT * FROM ({text})");
        self.with(within, move |connection| {
            let statement = connection.prepare(&text)?;
            let names = statement.column_names().into_iter().map(str::to_owned);
            Ok(names.collect())
        })
        .await
    }

    pub(super) async fn rows(
        &self,
        text: String,
        values: Vec<String>,
        most: usize,
        within: Duration,
    ) -> Result<Vec<ForeignRow>, ForeignFault> {
        let text = format!("SELECT * FROM ({text}) LIMIT {most}");
        self.with(within, move |connection| {
            let mut statement = connection.prepare_cached(&text)?;
            bind(&mut statement, &values)?;
            let names: Vec<String> = statement
                .column_names()
                .into_iter()
                .map(str::to_owned)
                .collect();
            let mut rows = statement.raw_query();
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let mut made = ForeignRow::new();
                for (place, name) in names.iter().enumerate() {
                    made.insert(name.clone(), json(row.get_ref(place)?));
                }
                found.push(made);
            }
            Ok(found)
        })
        .await
    }
}

/// `$3` is the third value. What looks like a whole number is bound as one: a column without a type
/// compares by kind.
fn bind(statement: &mut Statement<'_>, values: &[String]) -> rusqlite::Result<()> {
    for place in 1..=statement.parameter_count() {
        let number = statement
            .parameter_name(place)
            .and_then(|name| name.strip_prefix('$')?.parse::<usize>().ok());
        let value = number.and_then(|number| values.get(number.checked_sub(1)?));
        let value = value.map(String::as_str).unwrap_or_default();
        match whole(value) {
            Some(number) => statement.raw_bind_parameter(place, number)?,
            None => statement.raw_bind_parameter(place, value)?,
        }
    }
    Ok(())
}

/// A number that is written as numbers are: `007` is a name.
fn whole(value: &str) -> Option<i64> {
    let number: i64 = value.parse().ok()?;
    (number.to_string() == value).then_some(number)
}

fn json(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => Value::Null,
        ValueRef::Integer(number) => Value::from(number),
        ValueRef::Real(number) => Value::from(number),
        ValueRef::Text(bytes) => Value::String(String::from_utf8_lossy(bytes).into_owned()),
    }
}
