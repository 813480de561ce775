//! Backup and restore: a portable dump of every table with the files, one ZIP.
//!
//! `tables/<name>.jsonl` holds one JSON object a row (a BLOB as `{"$blob": hex}`), `files/<hash>`
//! the blobs, `about.json` what wrote it. The dump of one database restores into the other.

use std::io::{Read, Write};
use std::path::Path;

use rusqlite::types::Value as Stored;
use serde_json::{Map, Value as Json, json};
use shanying_kernel::{Error, Result, hex, unhex};
use sqlx::{Column, Row as _, TypeInfo, ValueRef};

use crate::blobs::Blobs;
use crate::database::Db;
use crate::migrate;
use crate::query::{Value, database_error, sql};
use crate::row::Row;
use crate::tx::Tx;

/// Told after each table or file: a name, how many are done, how many there are.
pub type Progress<'a> = &'a (dyn Fn(&str, usize, usize) + Send + Sync);

/// Writes the whole tenant into the ZIP file `path`.
pub async fn backup(db: &Db, blobs: &Blobs, path: &Path, progress: Progress<'_>) -> Result<()> {
    let failed = |error| Error::unavailable("the backup cannot be written").because(error);
    let file = std::fs::File::create(path).map_err(failed)?;
    let mut archive = zip::ZipWriter::new(file);
    let options = zip::write::SimpleFileOptions::default();
    let mut tx = db.read().await?;
    // One snapshot for all tables: people go on working while we copy.
    sql(match tx.dialect() {
        crate::Dialect::Sqlite => "BEGIN",
        crate::Dialect::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    })
    .run(&mut tx)
    .await?;
    let tables = migrate::tables();
    for (done, table) in tables.iter().enumerate() {
        progress(table, done, tables.len());
        let rows = sql(format!("SELECT * FROM {table}")).all(&mut tx).await?;
        archive
            .start_file(format!("tables/{table}.jsonl"), options)
            .map_err(zip_failed)?;
        for row in &rows {
            let mut line = serde_json::to_string(&to_json(row)?)?;
            line.push('\n');
            archive.write_all(line.as_bytes()).map_err(failed)?;
        }
    }
    sql("COMMIT").run(&mut tx).await?;
    let hashes = blobs.list().await?;
    for (done, hash) in hashes.iter().enumerate() {
        progress("files", done, hashes.len());
        archive
            .start_file(format!("files/{hash}"), options)
            .map_err(zip_failed)?;
        archive.write_all(&blobs.get(hash).await?).map_err(failed)?;
    }
    archive
        .start_file("about.json", options)
        .map_err(zip_failed)?;
    let about = json!({"format": 1, "tables": tables, "program": env!("CARGO_PKG_VERSION")});
    archive
        .write_all(about.to_string().as_bytes())
        .map_err(failed)?;
    archive
        .finish()
        .map_err(zip_failed)?
        .sync_all()
        .map_err(failed)
}

/// Fills an empty tenant database from the ZIP file `path`; all or nothing.
pub async fn restore(db: &Db, blobs: &Blobs, path: &Path, progress: Progress<'_>) -> Result<()> {
    let failed = |error| Error::unavailable("the backup cannot be read").because(error);
    let file = std::fs::File::open(path).map_err(failed)?;
    let mut archive = zip::ZipArchive::new(file).map_err(zip_failed)?;
    if archive.index_for_name("about.json").is_none() {
        return Err(Error::invalid(
            "restore.malformed",
            "this is no backup of this program",
        ));
    }
    let tables = migrate::tables();
    let mut contents = Vec::new();
    for table in &tables {
        let mut text = String::new();
        let name = format!("tables/{table}.jsonl");
        // An older program did not know a newer table.
        let Some(index) = archive.index_for_name(&name) else {
            continue;
        };
        let mut entry = archive.by_index(index).map_err(zip_failed)?;
        entry.read_to_string(&mut text).map_err(failed)?;
        contents.push((table.clone(), text));
    }
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(zip_failed)?;
        if entry.name().map_err(zip_failed)?.starts_with("files/") {
            let mut content = Vec::new();
            entry.read_to_end(&mut content).map_err(failed)?;
            drop(entry);
            progress("files", index, archive.len());
            blobs.put(&content).await?;
        }
    }
    let total = contents.len();
    for (done, (table, _)) in contents.iter().enumerate() {
        progress(table, done, total);
    }
    db.write(move |tx| Box::pin(async move { fill(tx, contents).await }))
        .await
}

async fn fill(tx: &mut Tx, contents: Vec<(String, String)>) -> Result<()> {
    if sql("SELECT COUNT(*) FROM events").one(tx).await?.count()? > 0 {
        return Err(Error::conflict(
            "restore.not_empty",
            "the database to restore into has data",
        ));
    }
    for (table, text) in contents {
        sql(format!("DELETE FROM {table}")).run(tx).await?;
        for line in text.lines() {
            let row: Map<String, Json> = serde_json::from_str(line)?;
            insert(tx, &table, row).await?;
        }
    }
    // Tables that were left out are filled anew by the listeners that own them.
    sql("DELETE FROM listener_cursors WHERE listener LIKE 'derived.%'")
        .run(tx)
        .await?;
    Ok(())
}

async fn insert(tx: &mut Tx, table: &str, row: Map<String, Json>) -> Result<()> {
    // NULLs are left out: an absent column is NULL, and its type need not be guessed.
    let row: Vec<(String, Json)> = row.into_iter().filter(|(_, v)| !v.is_null()).collect();
    let columns: Vec<&str> = row.iter().map(|(name, _)| name.as_str()).collect();
    let name_is_plain = |name: &&str| {
        name.chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    if !columns.iter().all(name_is_plain) {
        return Err(Error::invalid(
            "restore.malformed",
            "a column name is malformed",
        ));
    }
    let slots: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
    let mut query = sql(format!(
        "INSERT INTO {table} ({}) VALUES ({})",
        columns.join(", "),
        slots.join(", ")
    ));
    for (_, value) in &row {
        query = query.bind(from_json(value)?);
    }
    query.run(tx).await?;
    Ok(())
}

fn from_json(value: &Json) -> Result<Value> {
    let malformed = || Error::invalid("restore.malformed", "a value is malformed");
    Ok(match value {
        Json::String(text) => Value::Text(Some(text.clone())),
        Json::Number(number) if number.is_i64() => Value::Int(number.as_i64()),
        Json::Number(number) => Value::Real(number.as_f64()),
        Json::Object(map) => match map.get("$blob").and_then(Json::as_str) {
            Some(text) => Value::Blob(Some(unhex(text).ok_or_else(malformed)?)),
            None => Value::Real(map.get("$real").and_then(Json::as_f64)),
        },
        _ => return Err(malformed()),
    })
}

fn zip_failed(error: zip::result::ZipError) -> Error {
    Error::invalid("restore.malformed", "the backup file is malformed").because(error)
}

/// Each column as JSON; reals are marked so that 1.0 does not come back as a whole number.
fn to_json(row: &Row) -> Result<Json> {
    let mut map = Map::new();
    match row {
        Row::Sqlite(row) => {
            for (name, value) in row.cells() {
                let value = match value {
                    Stored::Null => continue,
                    Stored::Integer(number) => json!(number),
                    Stored::Real(number) => json!({"$real": number}),
                    Stored::Text(text) => json!(text),
                    Stored::Blob(bytes) => json!({"$blob": hex(bytes)}),
                };
                map.insert(name.to_owned(), value);
            }
        }
        Row::Postgres(row) => {
            for column in row.columns() {
                let name = column.name();
                let raw = row.try_get_raw(name).map_err(database_error)?;
                if raw.is_null() {
                    continue;
                }
                let kind = raw.type_info().name().to_owned();
                let value = match kind.as_str() {
                    "INT8" => json!(row.try_get::<i64, _>(name).map_err(database_error)?),
                    "FLOAT8" => {
                        json!({"$real": row.try_get::<f64, _>(name).map_err(database_error)?})
                    }
                    "BYTEA" => {
                        json!({"$blob": hex(&row.try_get::<Vec<u8>, _>(name).map_err(database_error)?)})
                    }
                    _ => json!(row.try_get::<String, _>(name).map_err(database_error)?),
                };
                map.insert(name.to_owned(), value);
            }
        }
    }
    Ok(Json::Object(map))
}
