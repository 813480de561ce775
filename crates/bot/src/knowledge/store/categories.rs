//! Statements on `categories`.

use shanying_kernel::{Error, Result};
use shanying_storage::{Row, Tx, sql};

use crate::knowledge::model::Category;

/// All nodes with the number of entries in use.
pub(in crate::knowledge) async fn list_categories(tx: &mut Tx) -> Result<Vec<Category>> {
    let rows = sql(
        "SELECT c.id AS id, c.parent_id AS parent_id, c.name AS name, c.sort AS sort, \
         (SELECT COUNT(*) FROM entries e WHERE e.category_id = c.id AND e.archived = 0) AS entries \
         FROM categories c ORDER BY c.sort, c.created_at, c.id",
    )
    .all(tx)
    .await?;
    rows.iter().map(category).collect()
}

fn category(row: &Row) -> Result<Category> {
    Ok(Category {
        id: row.text("id")?,
        parent_id: row.text_or_null("parent_id")?,
        name: row.text("name")?,
        sort: row.int("sort")?,
        entries: row.int("entries")?,
    })
}

/// The error unless the category exists.
pub(in crate::knowledge) async fn require_category(tx: &mut Tx, id: &str) -> Result<()> {
    let row = sql("SELECT id FROM categories WHERE id = $1")
        .bind(id)
        .optional(tx)
        .await?;
    match row {
        Some(_) => Ok(()),
        None => Err(Error::field("category_id", "no such category")),
    }
}

/// Writes a new node.
pub(in crate::knowledge) async fn insert_category(tx: &mut Tx, node: &Category) -> Result<()> {
    let now = tx.now_ms();
    sql("INSERT INTO categories (id, parent_id, name, sort, created_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(&node.id)
        .bind(node.parent_id.clone())
        .bind(&node.name)
        .bind(node.sort)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// Writes name and place of a node.
pub(in crate::knowledge) async fn set_category(tx: &mut Tx, node: &Category) -> Result<()> {
    sql("UPDATE categories SET parent_id = $2, name = $3, sort = $4 WHERE id = $1")
        .bind(&node.id)
        .bind(node.parent_id.clone())
        .bind(&node.name)
        .bind(node.sort)
        .run(tx)
        .await?;
    Ok(())
}

/// Removes a node; what is still filed there is filed nowhere.
pub(in crate::knowledge) async fn remove_category(tx: &mut Tx, id: &str) -> Result<()> {
    sql("UPDATE entries SET category_id = NULL WHERE category_id = $1")
        .bind(id)
        .run(tx)
        .await?;
    sql("DELETE FROM categories WHERE id = $1")
        .bind(id)
        .run(tx)
        .await?;
    Ok(())
}
