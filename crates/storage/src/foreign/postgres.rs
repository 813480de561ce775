//! A server whose statements run in transactions that may only read.

use std::str::FromStr;
use std::time::Duration;

use sqlx::pool::{PoolConnection, PoolOptions};
use sqlx::postgres::{PgArguments, PgConnectOptions, PgConnection, PgPool, PgRow};
use sqlx::{
    AssertSqlSafe, Column, Either, Executor, Postgres, Row, SqlSafeStr, Statement, TypeInfo,
};

use super::{ForeignFault, ForeignRow};

const CONNECTIONS: u32 = 4;

pub(super) struct ForeignServer {
    pool: PgPool,
}

/// `57014`: broken off; `25006`: it wanted to write.
fn fault(error: sqlx::Error) -> ForeignFault {
    match &error {
        sqlx::Error::Database(inner) if inner.code().as_deref() == Some("57014") => {
            ForeignFault::TimedOut
        }
        sqlx::Error::Database(inner) => {
            // 08…: the connection; 53…: no room; 57…: it is being stopped; 28…: who is this.
            let code = inner.code().unwrap_or_default();
            let away = ["08", "53", "57", "28"]
                .iter()
                .any(|class| code.starts_with(class));
            if away {
                ForeignFault::Away(inner.message().to_owned())
            } else {
                ForeignFault::Statement(inner.message().to_owned())
            }
        }
        sqlx::Error::PoolTimedOut => ForeignFault::TimedOut,
        sqlx::Error::Encode(_) | sqlx::Error::Decode(_) | sqlx::Error::ColumnDecode { .. } => {
            ForeignFault::Statement(error.to_string())
        }
        _ => ForeignFault::Away(error.to_string()),
    }
}

impl ForeignServer {
    pub(super) fn new(url: &str) -> Result<Self, ForeignFault> {
        let connect = PgConnectOptions::from_str(url)
            .map_err(|error| ForeignFault::Away(error.to_string()))?
            .application_name("shanying reads")
            .statement_cache_capacity(64)
            .options([("default_transaction_read_only", "on")]);
        let pool = PoolOptions::new()
            .max_connections(CONNECTIONS)
            .idle_timeout(Duration::from_secs(300))
            .acquire_timeout(Duration::from_secs(5))
            .connect_lazy_with(connect);
        Ok(Self { pool })
    }

    async fn acquire(&self, within: Duration) -> Result<PoolConnection<Postgres>, ForeignFault> {
        match tokio::time::timeout(within, self.pool.acquire()).await {
            Ok(held) => held.map_err(fault),
            Err(_) => Err(ForeignFault::TimedOut),
        }
    }

    pub(super) async fn columns(
        &self,
        text: String,
        within: Duration,
    ) -> Result<Vec<String>, ForeignFault> {
        let text = format!("SELECT * FROM ({text}) AS told");
        let mut held = self.acquire(within).await?;
        let work = async {
            begin(&mut held, within).await?;
            let sql = AssertSqlSafe(text).into_sql_str();
            let statement = held.prepare(sql).await?;
            let names = statement.columns().iter();
            let names = names.map(|column| column.name().to_owned()).collect();
            held.execute("ROLLBACK").await?;
            Ok(names)
        };
        let done = timed(within, work).await;
        given_back(held, done)
    }

    pub(super) async fn rows(
        &self,
        text: String,
        values: Vec<String>,
        most: usize,
        within: Duration,
    ) -> Result<Vec<ForeignRow>, ForeignFault> {
        // As JSON, because the types of its columns are the other database's own affair.
        let text =
            format!("SELECT row_to_json(told)::text AS told FROM ({text}) AS told LIMIT {most}");
        let mut held = self.acquire(within).await?;
        let work = async {
            begin(&mut held, within).await?;
            let sql = AssertSqlSafe(text).into_sql_str();
            let statement = held.prepare(sql).await?;
            let rows = match arguments(&statement, &values)? {
                Some(arguments) => held.fetch_all(statement.query_with(arguments)).await?,
                None => Vec::new(),
            };
            held.execute("ROLLBACK").await?;
            Ok(rows)
        };
        let done = timed(within, work).await;
        let rows: Vec<PgRow> = given_back(held, done)?;
        let read = |row: &PgRow| {
            let text: String = row.try_get(0).map_err(fault)?;
            serde_json::from_str(&text).map_err(|error| ForeignFault::Statement(error.to_string()))
        };
        rows.iter().map(read).collect()
    }
}

/// Begins a transaction that may only read, each of whose statements has its time.
async fn begin(held: &mut PgConnection, within: Duration) -> Result<(), sqlx::Error> {
    held.execute("BEGIN READ ONLY").await?;
    let limit = format!("SET LOCAL statement_timeout = {}", within.as_millis());
    held.execute(AssertSqlSafe(limit)).await?;
    Ok(())
}

/// The server breaks off by itself; this is for one that does not answer at all.
async fn timed<T>(
    within: Duration,
    work: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, ForeignFault> {
    match tokio::time::timeout(within + Duration::from_millis(250), work).await {
        Ok(done) => done.map_err(fault),
        Err(_) => Err(ForeignFault::TimedOut),
    }
}

/// A connection on which something failed is not used again.
fn given_back<T>(
    held: PoolConnection<Postgres>,
    done: Result<T, ForeignFault>,
) -> Result<T, ForeignFault> {
    if done.is_err() {
        drop(held.detach());
    }
    done
}

/// The values as the statement wants them. None where a number is wanted and something else is
/// given: nothing can be equal to it.
fn arguments(
    statement: &sqlx::postgres::PgStatement,
    values: &[String],
) -> Result<Option<PgArguments>, sqlx::Error> {
    use sqlx::Arguments as _;

    let mut made = PgArguments::default();
    let types = match statement.parameters() {
        Some(Either::Left(types)) => types,
        _ => &[],
    };
    for (place, value) in values.iter().enumerate() {
        let name = types.get(place).map(TypeInfo::name).unwrap_or("TEXT");
        let added = match name {
            "INT2" => value.parse::<i16>().ok().map(|number| made.add(number)),
            "INT4" => value.parse::<i32>().ok().map(|number| made.add(number)),
            "INT8" => value.parse::<i64>().ok().map(|number| made.add(number)),
            "TEXT" | "VARCHAR" | "CHAR" | "NAME" | "UNKNOWN" => Some(made.add(value.as_str())),
            other => {
                let message = format!("a value of type {other} is wanted: compare as ::text");
                return Err(sqlx::Error::Encode(message.into()));
            }
        };
        match added {
            Some(done) => done.map_err(sqlx::Error::Encode)?,
            None => return Ok(None),
        }
    }
    Ok(Some(made))
}
