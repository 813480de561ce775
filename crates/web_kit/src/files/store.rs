//! Statements on `files`.

use shanying_kernel::{Error, Result};
use shanying_storage::{Row, Tx, sql};

use super::model::FileRow;

/// Adds a row.
pub(super) async fn insert(tx: &mut Tx, file: &FileRow) -> Result<()> {
    sql("INSERT INTO files (id, hash, name, mime, size, width, height, owner_kind, owner_id, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .bind(&file.id)
        .bind(&file.hash)
        .bind(&file.name)
        .bind(&file.mime)
        .bind(file.size)
        .bind(file.width)
        .bind(file.height)
        .bind(&file.owner_kind)
        .bind(file.owner_id.clone())
        .bind(file.created_at)
        .run(tx)
        .await?;
    Ok(())
}

/// The file, or `not_found.file`.
pub async fn load(tx: &mut Tx, id: &str) -> Result<FileRow> {
    let row = sql("SELECT * FROM files WHERE id = $1")
        .bind(id)
        .optional(tx)
        .await?;
    let row = row.ok_or_else(|| Error::not_found("not_found.file", "no such file"))?;
    from_row(&row)
}

/// Every file that a customer uploaded, for the export of their data.
pub async fn list_of_customer(tx: &mut Tx, customer_id: &str) -> Result<Vec<FileRow>> {
    let rows =
        sql("SELECT * FROM files WHERE owner_kind = 'customer' AND owner_id = $1 ORDER BY id")
            .bind(customer_id)
            .all(tx)
            .await?;
    rows.iter().map(from_row).collect()
}

/// Gives the files of the customer `from` to `to` (one person on two devices).
pub async fn move_customer(tx: &mut Tx, from: &str, to: &str) -> Result<()> {
    sql("UPDATE files SET owner_id = $2 WHERE owner_kind = 'customer' AND owner_id = $1")
        .bind(from)
        .bind(to)
        .run(tx)
        .await?;
    Ok(())
}

/// Forgets a row; returns the hash if no other row uses the same content.
pub async fn remove(tx: &mut Tx, file: &FileRow) -> Result<Option<String>> {
    sql("DELETE FROM files WHERE id = $1")
        .bind(&file.id)
        .run(tx)
        .await?;
    let others = sql("SELECT COUNT(*) FROM files WHERE hash = $1")
        .bind(&file.hash)
        .one(tx)
        .await?
        .count()?;
    Ok((others == 0).then(|| file.hash.clone()))
}

fn from_row(row: &Row) -> Result<FileRow> {
    Ok(FileRow {
        id: row.text("id")?,
        hash: row.text("hash")?,
        name: row.text("name")?,
        mime: row.text("mime")?,
        size: row.int("size")?,
        width: row.int_or_null("width")?,
        height: row.int_or_null("height")?,
        owner_kind: row.text("owner_kind")?,
        owner_id: row.text_or_null("owner_id")?,
        created_at: row.time("created_at")?,
    })
}
