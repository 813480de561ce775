//! Filing a text, keeping what a person says of it, and importing a tree and a history.

use std::collections::HashMap;

use serde_json::json;
use shanying_bot::knowledge::Table;
use shanying_kernel::Result;
use shanying_storage::Tx;
use shanying_web_kit::{Caller, Tenant, audit};

use super::engine::{CHANGED, Engine};
use super::model::{FilingFault, FilingImport, FilingSettings, Proposal};
use super::{rules, store};

/// Faults that are told at once.
const FAULTS: usize = 100;

/// What the engine makes of a text; none before it has learnt anything.
pub(crate) async fn propose(tenant: &Tenant, text: &str) -> Result<Option<Proposal>> {
    let percent = tenant.settings::<FilingSettings>().await?.percent;
    let engine = tenant.part::<Engine>()?;
    let text = rules::shortened(text);
    if text.is_empty() {
        return Ok(None);
    }
    let found = tokio::task::spawn_blocking(move || engine.propose(&text, percent)).await;
    let found = found
        .map_err(|error| shanying_kernel::Error::internal("filing broke off").because(error))?;
    let Some((mut items, is_sure)) = found else {
        return Ok(None);
    };
    let ids: Vec<&str> = items.iter().map(|item| item.leaf_id.as_str()).collect();
    let mut paths = store::paths(&mut tenant.db().read().await?, &ids).await?;
    for item in &mut items {
        item.path = paths.remove(&item.leaf_id).unwrap_or_default();
    }
    // A leaf that went meanwhile is no proposal.
    items.retain(|item| !item.path.is_empty());
    Ok(Some(Proposal { items, is_sure }))
}

/// Keeps what was proposed for a ticket.
pub(crate) async fn note(
    tx: &mut Tx,
    ticket_id: &str,
    text: &str,
    proposal: &Proposal,
) -> Result<()> {
    let text = rules::shortened(text);
    let proposed = (proposal.items.as_slice(), proposal.is_sure);
    store::insert_filing(tx, Some(ticket_id), &text, proposed, None).await
}

/// Keeps where a person filed a ticket at once.
pub(crate) async fn note_chosen(
    tx: &mut Tx,
    ticket_id: &str,
    text: &str,
    leaf: &str,
) -> Result<()> {
    let text = rules::shortened(text);
    store::insert_filing(tx, Some(ticket_id), &text, (&[], false), Some(leaf)).await?;
    tx.emit(CHANGED, json!({"ticket_id": ticket_id})).await
}

/// Keeps what a person says is right; the engine learns it in the background.
pub(crate) async fn confirm(tx: &mut Tx, ticket_id: &str, text: &str, leaf_id: &str) -> Result<()> {
    store::check_leaf(tx, leaf_id).await?;
    if store::proposed(tx, ticket_id).await?.is_none() {
        let text = rules::shortened(text);
        store::insert_filing(tx, Some(ticket_id), &text, (&[], false), None).await?;
    }
    store::set_right(tx, ticket_id, leaf_id).await?;
    tx.emit(CHANGED, json!({"ticket_id": ticket_id})).await
}

/// Imports a tree: a row is a place with everything above it. Places that are there stay. Nothing is
/// imported when a row is at fault.
pub async fn import_tree(tenant: &Tenant, caller: &Caller, table: Table) -> Result<FilingImport> {
    let mut rows = Vec::new();
    let mut faults = Vec::new();
    for (number, cells) in &table.rows {
        let path = rules::path_of(cells);
        match rules::fault_of(*number, &path) {
            Some(fault) => faults.push(fault),
            None => rows.push(path),
        }
    }
    if !faults.is_empty() {
        faults.truncate(FAULTS);
        return Ok(FilingImport {
            faults,
            ..FilingImport::default()
        });
    }
    let entry = audit::Entry::new(caller, "filing.tree_imported", "tree");
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let report = grow(tx, rows).await?;
                let detail = json!({"added": report.added, "kept": report.kept});
                audit::record(tx, entry.detail(detail)).await?;
                tx.emit(CHANGED, json!({"added": report.added})).await?;
                Ok(report)
            })
        })
        .await
}

async fn grow(tx: &mut Tx, rows: Vec<Vec<String>>) -> Result<FilingImport> {
    let known = store::all(tx).await?;
    let mut position = known.len();
    let mut ids: HashMap<Vec<String>, String> = known
        .into_iter()
        .map(|place| (place.path, place.id))
        .collect();
    let mut report = FilingImport::default();
    for path in rows {
        let mut parent: Option<String> = None;
        let mut fresh = false;
        for depth in 1..=path.len() {
            let part: Vec<String> = path.iter().take(depth).cloned().collect();
            let id = match ids.get(&part) {
                Some(id) => id.clone(),
                None => {
                    position += 1;
                    fresh = true;
                    report.added += 1;
                    store::insert_node(tx, parent.as_deref(), &part, position).await?
                }
            };
            ids.insert(part, id.clone());
            parent = Some(id);
        }
        report.kept += usize::from(!fresh);
    }
    Ok(report)
}

/// Imports texts of the past with the leaf that each was filed under. Nothing is imported when a row
/// is at fault.
pub async fn import_history(
    tenant: &Tenant,
    caller: &Caller,
    table: Table,
) -> Result<FilingImport> {
    let Some(at) = rules::text_column(&table.columns) else {
        return Err(shanying_kernel::Error::field(
            "file",
            "no column with the text (内容)",
        ));
    };
    let leaves: HashMap<Vec<String>, String> = store::all(&mut tenant.db().read().await?)
        .await?
        .into_iter()
        .filter(|place| place.leaf)
        .map(|place| (place.path, place.id))
        .collect();
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for (row, mut cells) in table.rows {
        if at >= cells.len() {
            cells.resize(at + 1, String::new());
        }
        let text = rules::shortened(&cells.remove(at));
        let path = rules::path_of(&cells);
        let fault = |code: &str| FilingFault {
            row,
            code: code.to_owned(),
            value: path.join(" / "),
        };
        match leaves.get(&path) {
            _ if text.is_empty() => faults.push(fault("filing.no_text")),
            None => faults.push(fault("filing.unknown_leaf")),
            Some(leaf) => rows.push((text, leaf.clone())),
        }
    }
    if !faults.is_empty() {
        faults.truncate(FAULTS);
        return Ok(FilingImport {
            faults,
            ..FilingImport::default()
        });
    }
    let entry = audit::Entry::new(caller, "filing.history_imported", "history");
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let added = rows.len();
                for (text, leaf) in rows {
                    store::insert_filing(tx, None, &text, (&[], false), Some(&leaf)).await?;
                }
                audit::record(tx, entry.detail(json!({"added": added}))).await?;
                tx.emit(CHANGED, json!({"added": added})).await?;
                Ok(FilingImport {
                    added,
                    ..FilingImport::default()
                })
            })
        })
        .await
}
