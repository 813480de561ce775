//! Every statement on `ticket_categories` and `ticket_filings`.

use std::collections::{HashMap, HashSet};

use shanying_kernel::{Error, Result, new_id};
use shanying_storage::{Dialect, Row, Tx, sql};

use super::model::{Example, Proposed, Settled, TicketCategoryNode};

/// Places that a search or a floor shows.
const SHOWN: usize = 200;

fn node(row: &Row) -> Result<TicketCategoryNode> {
    Ok(TicketCategoryNode {
        id: row.text("id")?,
        parent_id: row.text_or_null("parent_id")?,
        name: row.text("name")?,
        path: row.json("path")?,
        leaf: row.flag("leaf")?,
    })
}

/// Every place, parents before children.
pub(super) async fn all(tx: &mut Tx) -> Result<Vec<TicketCategoryNode>> {
    let rows = sql("SELECT * FROM ticket_categories ORDER BY position, id")
        .all(tx)
        .await?;
    rows.iter().map(node).collect()
}

/// The places right below one, or the top ones.
pub(super) async fn floor(tx: &mut Tx, parent: Option<&str>) -> Result<Vec<TicketCategoryNode>> {
    let rows = sql(
        "SELECT * FROM ticket_categories WHERE COALESCE(parent_id, '') = $1 \
         ORDER BY position, id LIMIT 2000",
    )
    .bind(parent.unwrap_or(""))
    .all(tx)
    .await?;
    rows.iter().map(node).collect()
}

/// Leaves with these words in their path, or any places; short paths first.
pub(super) async fn search(
    tx: &mut Tx,
    words: &str,
    inner: bool,
) -> Result<Vec<TicketCategoryNode>> {
    let contains = tx.dialect().contains("path", 1);
    let rows = sql(format!(
        "SELECT * FROM ticket_categories WHERE leaf >= $3 AND {contains} \
         ORDER BY leaf, position, id LIMIT $2"
    ))
    .bind(Dialect::like_pattern(words))
    .bind(SHOWN)
    .bind(i64::from(!inner))
    .all(tx)
    .await?;
    rows.iter().map(node).collect()
}

/// The places of these ids that there are.
pub(super) async fn some(tx: &mut Tx, ids: &[&str]) -> Result<Vec<TicketCategoryNode>> {
    let mut found = Vec::new();
    for id in ids {
        found.extend(find(tx, id).await?);
    }
    Ok(found)
}

/// How many places there are, and how many of them are leaves.
pub(super) async fn counts(tx: &mut Tx) -> Result<(i64, i64)> {
    let row = sql("SELECT COUNT(*) AS places FROM ticket_categories")
        .one(tx)
        .await?;
    let leaves = sql("SELECT COUNT(*) AS leaves FROM ticket_categories WHERE leaf = 1")
        .one(tx)
        .await?;
    Ok((row.int("places")?, leaves.int("leaves")?))
}

/// Adds a place at the end of its floor; what is above it is no leaf any more.
pub(super) async fn insert_node(
    tx: &mut Tx,
    parent: Option<&str>,
    path: &[String],
    position: usize,
) -> Result<String> {
    let id = new_id("tct");
    sql(
        "INSERT INTO ticket_categories (id, parent_id, name, path, leaf, position) \
         VALUES ($1, $2, $3, $4, 1, $5)",
    )
    .bind(&id)
    .bind(parent)
    .bind(path.last().map_or("", String::as_str))
    .bind_json(&path)
    .bind(position)
    .run(tx)
    .await?;
    if let Some(parent) = parent {
        sql("UPDATE ticket_categories SET leaf = 0 WHERE id = $1 AND leaf = 1")
            .bind(parent)
            .run(tx)
            .await?;
    }
    Ok(id)
}

async fn find(tx: &mut Tx, id: &str) -> Result<Option<TicketCategoryNode>> {
    let row = sql("SELECT * FROM ticket_categories WHERE id = $1")
        .bind(id)
        .optional(tx)
        .await?;
    row.as_ref().map(node).transpose()
}

/// The error unless tickets may be filed there.
pub(crate) async fn check_leaf(tx: &mut Tx, id: &str) -> Result<()> {
    match find(tx, id).await? {
        Some(found) if found.leaf => Ok(()),
        _ => Err(Error::field("leaf_id", "no such leaf of the tree")),
    }
}

/// Ids of a place and of everything above it.
pub(crate) async fn above(tx: &mut Tx, id: &str) -> Result<Vec<String>> {
    let mut ids = Vec::new();
    let mut next = Some(id.to_owned());
    while let Some(id) = next.take() {
        let Some(found) = find(tx, &id).await? else {
            break;
        };
        ids.push(id);
        next = found.parent_id.filter(|parent| !ids.contains(parent));
    }
    Ok(ids)
}

/// Ids of the leaves at or below a place, as many as a list can ask for.
pub(crate) async fn below(tx: &mut Tx, id: &str) -> Result<Vec<String>> {
    let Some(top) = find(tx, id).await? else {
        return Ok(vec![id.to_owned()]);
    };
    if top.leaf {
        return Ok(vec![top.id]);
    }
    let all = all(tx).await?;
    let mut inside: HashSet<&str> = HashSet::from([top.id.as_str()]);
    let mut leaves = Vec::new();
    // Parents come before their children.
    for place in &all {
        if place
            .parent_id
            .as_deref()
            .is_some_and(|parent| inside.contains(parent))
        {
            inside.insert(&place.id);
            if place.leaf {
                leaves.push(place.id.clone());
            }
        }
    }
    leaves.truncate(5_000);
    Ok(leaves)
}

/// Names from the top, by id; unknown ids are missing.
pub(crate) async fn paths(tx: &mut Tx, ids: &[&str]) -> Result<HashMap<String, Vec<String>>> {
    let mut found = HashMap::new();
    for ids in ids.chunks(500) {
        let places: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
        let mut query = sql(format!(
            "SELECT id, path FROM ticket_categories WHERE id IN ({})",
            places.join(", ")
        ));
        for id in ids {
            query = query.bind(*id);
        }
        for row in query.all(tx).await? {
            found.insert(row.text("id")?, row.json("path")?);
        }
    }
    Ok(found)
}

/// Names from the top in one line; empty for none.
pub(crate) async fn path_text(tx: &mut Tx, id: Option<&str>) -> Result<String> {
    let Some(id) = id else {
        return Ok(String::new());
    };
    let path = find(tx, id).await?.map(|place| place.path.join(" / "));
    Ok(path.unwrap_or_else(|| id.to_owned()))
}

/// Keeps what was proposed for a ticket, and what a person chose, if one did.
pub(super) async fn insert_filing(
    tx: &mut Tx,
    ticket_id: Option<&str>,
    text: &str,
    (proposed, by_itself): (&[Proposed], bool),
    leaf_id: Option<&str>,
) -> Result<()> {
    let now = tx.now_ms();
    sql(
        "INSERT INTO ticket_filings (id, ticket_id, text, proposed, by_itself, leaf_id, created_at, \
         confirmed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
    )
    .bind(new_id("fil"))
    .bind(ticket_id)
    .bind(text)
    .bind_json(&proposed)
    .bind(by_itself)
    .bind(leaf_id)
    .bind(now)
    .bind(leaf_id.map(|_| now))
    .run(tx)
    .await?;
    Ok(())
}

/// Keeps what a person says is right.
pub(super) async fn set_right(tx: &mut Tx, ticket_id: &str, leaf_id: &str) -> Result<()> {
    let now = tx.now_ms();
    sql("UPDATE ticket_filings SET leaf_id = $2, confirmed_at = $3 WHERE ticket_id = $1")
        .bind(ticket_id)
        .bind(leaf_id)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// What was proposed for a ticket.
pub(super) async fn proposed(tx: &mut Tx, ticket_id: &str) -> Result<Option<Vec<Proposed>>> {
    let row = sql("SELECT proposed FROM ticket_filings WHERE ticket_id = $1")
        .bind(ticket_id)
        .optional(tx)
        .await?;
    row.map(|row| row.json("proposed")).transpose()
}

/// Texts whose leaf a person told, the newest first.
pub(super) async fn examples(tx: &mut Tx, most: usize) -> Result<Vec<Example>> {
    let rows = sql(
        "SELECT id, confirmed_at, text, leaf_id FROM ticket_filings WHERE leaf_id IS NOT NULL \
         ORDER BY confirmed_at DESC, id DESC LIMIT $1",
    )
    .bind(most)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Example {
                place: (row.int("confirmed_at")?, row.text("id")?),
                text: row.text("text")?,
                leaf_id: row.text("leaf_id")?,
            })
        })
        .collect()
}

pub(super) async fn count_examples(tx: &mut Tx) -> Result<i64> {
    let row = sql("SELECT COUNT(*) FROM ticket_filings WHERE leaf_id IS NOT NULL")
        .one(tx)
        .await?;
    row.count()
}

/// Proposals for tickets that a person settled since.
pub(super) async fn settled(tx: &mut Tx, since: i64) -> Result<Vec<Settled>> {
    let rows = sql(
        "SELECT proposed, leaf_id, by_itself, confirmed_at FROM ticket_filings \
         WHERE confirmed_at >= $1 AND leaf_id IS NOT NULL AND ticket_id IS NOT NULL \
         AND proposed <> '[]' ORDER BY confirmed_at DESC LIMIT 20000",
    )
    .bind(since)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Settled {
                proposed: row.json("proposed")?,
                leaf_id: row.text("leaf_id")?,
                by_itself: row.flag("by_itself")?,
                confirmed_at: row.time("confirmed_at")?,
            })
        })
        .collect()
}

/// How many tickets were filed without anybody since.
pub(super) async fn count_by_itself(tx: &mut Tx, since: i64) -> Result<i64> {
    let row = sql("SELECT COUNT(*) FROM ticket_filings WHERE created_at >= $1 AND by_itself = 1")
        .bind(since)
        .one(tx)
        .await?;
    row.count()
}

/// A ticket is erased: so are its words here.
pub(crate) async fn forget(tx: &mut Tx, ticket_id: &str) -> Result<()> {
    sql("DELETE FROM ticket_filings WHERE ticket_id = $1")
        .bind(ticket_id)
        .run(tx)
        .await?;
    Ok(())
}
