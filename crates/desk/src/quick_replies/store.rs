//! Statements on `quick_replies`.

use shanying_kernel::{Error, Result, new_id};
use shanying_storage::{Row, Tx, sql};

use super::model::{NewQuickReply, QuickReply, Scope};

/// Everybody's and the agent's own.
pub(crate) async fn list(tx: &mut Tx, agent_id: &str) -> Result<Vec<QuickReply>> {
    let rows = sql(
        "SELECT * FROM quick_replies WHERE agent_id IS NULL OR agent_id = $1 \
                    ORDER BY category, sort, title",
    )
    .bind(agent_id)
    .all(tx)
    .await?;
    rows.iter().map(reply).collect()
}

/// The wording and whose it is (none: everybody's).
pub(crate) async fn load(tx: &mut Tx, id: &str) -> Result<(QuickReply, Option<String>)> {
    let row = sql("SELECT * FROM quick_replies WHERE id = $1")
        .bind(id)
        .optional(tx)
        .await?;
    let row =
        row.ok_or_else(|| Error::not_found("not_found.quick_reply", "no such quick reply"))?;
    Ok((reply(&row)?, row.text_or_null("agent_id")?))
}

/// Adds a wording; without an agent it is everybody's.
pub async fn insert(
    tx: &mut Tx,
    agent_id: Option<&str>,
    new: &NewQuickReply,
) -> Result<QuickReply> {
    let id = new_id("qrp");
    sql(
        "INSERT INTO quick_replies (id, agent_id, category, shortcut, title, text, sort) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&id)
    .bind(agent_id)
    .bind(new.category.trim())
    .bind(new.shortcut.trim())
    .bind(new.title.trim())
    .bind(&new.text)
    .bind(new.sort)
    .run(tx)
    .await?;
    Ok(load(tx, &id).await?.0)
}

pub(crate) async fn save(
    tx: &mut Tx,
    id: &str,
    agent_id: Option<&str>,
    new: &NewQuickReply,
) -> Result<()> {
    sql(
        "UPDATE quick_replies SET agent_id = $2, category = $3, shortcut = $4, title = $5, \
         text = $6, sort = $7 WHERE id = $1",
    )
    .bind(id)
    .bind(agent_id)
    .bind(new.category.trim())
    .bind(new.shortcut.trim())
    .bind(new.title.trim())
    .bind(&new.text)
    .bind(new.sort)
    .run(tx)
    .await?;
    Ok(())
}

pub(crate) async fn delete(tx: &mut Tx, id: &str) -> Result<()> {
    sql("DELETE FROM quick_replies WHERE id = $1")
        .bind(id)
        .run(tx)
        .await?;
    Ok(())
}

fn reply(row: &Row) -> Result<QuickReply> {
    let own = row.text_or_null("agent_id")?.is_some();
    Ok(QuickReply {
        id: row.text("id")?,
        scope: if own { Scope::Own } else { Scope::Shared },
        category: row.text("category")?,
        shortcut: row.text("shortcut")?,
        title: row.text("title")?,
        text: row.text("text")?,
        sort: row.int("sort")?,
    })
}
