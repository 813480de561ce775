//! One synchronous SQLite writer on the real tables: for each message the conversation's `seq`, the message, its event
//! and a job, many messages a commit.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::figures::processor_time;
use crate::report::Table;

/// The tables of the product itself.
const MIGRATIONS: [&str; 2] = [
    include_str!("../../../migrations/0001_foundation.sql"),
    include_str!("../../../migrations/0004_desk.sql"),
];
const CONVERSATIONS: usize = 64;
const AT_LEAST: Duration = Duration::from_secs(4);

pub fn measure(folder: &Path) -> Result<Table, String> {
    let mut table = Table::new(
        "Raw SQLite writer",
        "One thread, no network, no bot: conversation `seq`, message, event and job in one transaction, on the product's own \
         tables in WAL mode. The limit for what a grouping writer can reach.",
        &[
            "synchronous",
            "messages a commit",
            "appends/s",
            "processor time an append",
            "a commit",
        ],
    );
    for synchronous in ["NORMAL", "FULL"] {
        for batch in [1, 64, 256] {
            let figures = run(&folder.join("raw.db"), synchronous, batch)
                .map_err(|error| format!("raw writer: {error}"))?;
            table.row(&[
                synchronous.to_owned(),
                batch.to_string(),
                format!("{:.0}", figures.rate),
                format!("{:.0} µs", figures.processor_us),
                format!("{:.2} ms", figures.commit_ms),
            ]);
        }
    }
    Ok(table)
}

struct Figures {
    rate: f64,
    processor_us: f64,
    commit_ms: f64,
}

fn run(
    file: &Path,
    synchronous: &str,
    batch: usize,
) -> Result<Figures, Box<dyn std::error::Error>> {
    for ending in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        let _ = std::fs::remove_file(name);
    }
    let mut connection = Connection::open(file)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", synchronous)?;
    for migration in MIGRATIONS {
        connection.execute_batch(migration)?;
    }
    for number in 0..CONVERSATIONS as i64 {
        connection.execute(
            "INSERT INTO conversations (id, number, channel_id, customer_id, owner, subject, locale, last_seq, last_at,
             unread, agent_read_seq, customer_read_seq, created_at)
             VALUES (?1, ?2, 'chn_raw', ?1, 'bot', 'raw', 'zh-CN', 0, 0, 0, 0, 0, 0)",
            (format!("cnv_{number}"), number),
        )?;
    }
    let began = Instant::now();
    let processor_began = processor_time(std::process::id())?;
    let mut appended = 0;
    let mut commits = 0;
    while began.elapsed() < AT_LEAST {
        append(&mut connection, appended, batch)?;
        appended += batch;
        commits += 1;
    }
    let elapsed = began.elapsed();
    let processor = processor_time(std::process::id())?.saturating_sub(processor_began);
    Ok(Figures {
        rate: appended as f64 / elapsed.as_secs_f64(),
        processor_us: processor.as_secs_f64() * 1e6 / appended as f64,
        commit_ms: elapsed.as_secs_f64() * 1e3 / f64::from(commits),
    })
}

fn append(connection: &mut Connection, first: usize, batch: usize) -> rusqlite::Result<()> {
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    {
        let mut next = transaction.prepare_cached(
            "UPDATE conversations SET last_seq = last_seq + 1, last_at = ?2 WHERE id = ?1 RETURNING last_seq",
        )?;
        let mut message = transaction.prepare_cached(
            "INSERT INTO messages (id, conversation_id, seq, sender_kind, sender_id, content, client_id, created_at)
             VALUES (?1, ?2, ?3, 'customer', ?2, ?4, ?1, ?5)",
        )?;
        let mut event = transaction.prepare_cached(
            "INSERT INTO events (id, position, kind, version, payload, at) VALUES (?1, ?2, 'message.sent', 1, ?3, ?4)",
        )?;
        let mut job = transaction.prepare_cached(
            "INSERT INTO jobs (id, kind, payload, run_at, attempts, created_at) VALUES (?1, 'Raw', ?2, ?3, 0, ?3)",
        )?;
        for number in first..first + batch {
            let at = number as i64;
            let conversation = format!("cnv_{}", number % CONVERSATIONS);
            let seq: i64 = next.query_row((&conversation, at), |row| row.get(0))?;
            let id = format!("msg_{number:032}");
            let content = r#"{"type":"text","text":"这款面霜敏感肌可以用吗?多久能发货?"}"#;
            message.execute((&id, &conversation, seq, content, at))?;
            event.execute((format!("evt_{number:032}"), at + 1, content, at))?;
            job.execute((format!("job_{number:032}"), &id, at))?;
        }
    }
    transaction.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_statements_fit_the_tables() {
        let mut connection = Connection::open_in_memory().unwrap();
        for migration in MIGRATIONS {
            connection.execute_batch(migration).unwrap();
        }
        connection
            .execute(
                "INSERT INTO conversations (id, number, channel_id, customer_id, owner, subject, locale, last_seq,
                 last_at, unread, agent_read_seq, customer_read_seq, created_at)
                 VALUES ('cnv_0', 0, 'c', 'c', 'bot', '', 'zh-CN', 0, 0, 0, 0, 0, 0)",
                (),
            )
            .unwrap();
        append(&mut connection, 0, 1).unwrap();
    }
}
