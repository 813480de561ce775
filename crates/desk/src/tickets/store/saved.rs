//! Views that people saved: filters of the list by name.

use shanying_kernel::{Error, Result, new_id};
use shanying_storage::{Row, Tx, sql};

use crate::tickets::model::{SavedView, SavedViewDraft};

fn view(row: &Row, me: &str) -> Result<SavedView> {
    Ok(SavedView {
        id: row.text("id")?,
        name: row.text("name")?,
        shared: row.flag("shared")?,
        mine: row.text("owner_id")? == me,
        query: row.json("query")?,
    })
}

/// A person's own views and those that others share, by name.
pub(crate) async fn saved_views(tx: &mut Tx, me: &str) -> Result<Vec<SavedView>> {
    let rows =
        sql("SELECT * FROM ticket_views WHERE owner_id = $1 OR shared = 1 ORDER BY name, id")
            .bind(me)
            .all(tx)
            .await?;
    rows.iter().map(|row| view(row, me)).collect()
}

/// How many views a person has.
pub(crate) async fn count_saved_views(tx: &mut Tx, me: &str) -> Result<i64> {
    let row = sql("SELECT COUNT(*) FROM ticket_views WHERE owner_id = $1")
        .bind(me)
        .one(tx)
        .await?;
    row.count()
}

/// A view that a person sees.
pub(crate) async fn load_saved_view(tx: &mut Tx, id: &str, me: &str) -> Result<SavedView> {
    let row = sql("SELECT * FROM ticket_views WHERE id = $1 AND (owner_id = $2 OR shared = 1)")
        .bind(id)
        .bind(me)
        .optional(tx)
        .await?;
    let unknown = || Error::not_found("not_found.ticket_view", "no such view");
    view(&row.ok_or_else(unknown)?, me)
}

/// Keeps a view.
pub(crate) async fn insert_saved_view(
    tx: &mut Tx,
    me: &str,
    draft: &SavedViewDraft,
) -> Result<SavedView> {
    let (id, now) = (new_id("tkv"), tx.now_ms());
    sql(
        "INSERT INTO ticket_views (id, owner_id, name, shared, query, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&id)
    .bind(me)
    .bind(&draft.name)
    .bind(draft.shared)
    .bind_json(&draft.query)
    .bind(now)
    .run(tx)
    .await?;
    load_saved_view(tx, &id, me).await
}

/// Keeps what a view is now.
pub(crate) async fn set_saved_view(tx: &mut Tx, id: &str, draft: &SavedViewDraft) -> Result<()> {
    sql("UPDATE ticket_views SET name = $2, shared = $3, query = $4 WHERE id = $1")
        .bind(id)
        .bind(&draft.name)
        .bind(draft.shared)
        .bind_json(&draft.query)
        .run(tx)
        .await?;
    Ok(())
}

/// Forgets a view.
pub(crate) async fn delete_saved_view(tx: &mut Tx, id: &str) -> Result<()> {
    sql("DELETE FROM ticket_views WHERE id = $1")
        .bind(id)
        .run(tx)
        .await?;
    Ok(())
}
