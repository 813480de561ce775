//! The tree that entries are filed in: its rules and its actions.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::json;
use shanying_kernel::{Error, Result, new_id};
use shanying_storage::Tx;
use shanying_web_kit::{Caller, Tenant, audit};

use super::model::Category;
use super::store;

/// Nodes that may lie above one another.
const DEPTH_MAX: usize = 6;
/// Characters of a name.
const NAME_MAX: usize = 50;

/// A node as it is written.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryInput {
    /// 1 to 50 characters, without `/`.
    pub name: String,
    /// The node above.
    #[serde(default)]
    pub parent_id: Option<String>,
    /// Place among its siblings.
    #[serde(default)]
    pub sort: i64,
}

fn named(tree: Vec<Category>, id: &str) -> Result<Category> {
    tree.into_iter()
        .find(|node| node.id == id)
        .ok_or_else(|| Error::not_found("not_found.category", "no such category"))
}

/// Full paths such as `售后/退货` by id.
pub(super) fn paths(tree: &[Category]) -> HashMap<String, String> {
    let by_id: HashMap<&str, &Category> =
        tree.iter().map(|node| (node.id.as_str(), node)).collect();
    let path = |node: &Category| {
        let mut names = vec![node.name.as_str()];
        let mut above = node.parent_id.as_deref();
        while let Some(parent) = above
            .and_then(|id| by_id.get(id))
            .filter(|_| names.len() < 32)
        {
            names.push(&parent.name);
            above = parent.parent_id.as_deref();
        }
        names.reverse();
        names.join("/")
    };
    tree.iter()
        .map(|node| (node.id.clone(), path(node)))
        .collect()
}

/// The category of a path; what is missing of it is made. `known` holds the paths so far.
pub(super) async fn find_or_make(
    tx: &mut Tx,
    known: &mut HashMap<String, String>,
    path: &[String],
) -> Result<Option<String>> {
    let mut above: Option<String> = None;
    for depth in 1..=path.len() {
        let names = path.get(..depth).unwrap_or_default();
        let full = names.join("/");
        if let Some(id) = known.get(&full) {
            above = Some(id.clone());
            continue;
        }
        let node = Category {
            id: new_id("cat"),
            parent_id: above.take(),
            name: names.last().cloned().unwrap_or_default(),
            sort: i64::try_from(known.len()).unwrap_or(0),
            entries: 0,
        };
        store::insert_category(tx, &node).await?;
        known.insert(full, node.id.clone());
        above = Some(node.id);
    }
    Ok(above)
}

/// The names of a written path, or none when it is malformed.
pub(super) fn split_path(text: &str) -> Option<Vec<String>> {
    let names: Vec<String> = text
        .split(['/', '／'])
        .map(|name| name.trim().to_owned())
        .collect();
    let sound = |name: &String| (1..=NAME_MAX).contains(&name.chars().count());
    (names.len() <= DEPTH_MAX && names.iter().all(sound)).then_some(names)
}

/// Whether `input` fits into the tree as the node `id` (none: a new one).
fn check(tree: &[Category], id: Option<&str>, input: &CategoryInput) -> Result<()> {
    let length = input.name.trim().chars().count();
    if !(1..=NAME_MAX).contains(&length) || input.name.contains(['/', '／', '\0']) {
        return Err(Error::field("name", "1 to 50 characters, without a slash"));
    }
    let twin = tree.iter().any(|node| {
        node.parent_id == input.parent_id
            && node.name == input.name.trim()
            && Some(node.id.as_str()) != id
    });
    if twin {
        return Err(Error::conflict(
            "knowledge.category_exists",
            "a category of this name stands beside it",
        ));
    }
    let mut above = input.parent_id.as_deref();
    let mut depth = 1;
    while let Some(parent) = above {
        if Some(parent) == id {
            return Err(Error::field(
                "parent_id",
                "a category cannot lie below itself",
            ));
        }
        let node = tree
            .iter()
            .find(|node| node.id == parent)
            .ok_or_else(|| Error::field("parent_id", "no such category"))?;
        depth += 1;
        if depth > DEPTH_MAX {
            return Err(Error::field("parent_id", "at most 6 levels"));
        }
        above = node.parent_id.as_deref();
    }
    Ok(())
}

/// Makes a node.
pub(super) async fn create(
    tenant: &Tenant,
    caller: &Caller,
    input: CategoryInput,
) -> Result<Category> {
    let id = new_id("cat");
    let entry = audit::Entry::new(caller, "knowledge.category_created", &id)
        .detail(json!({"name": input.name}));
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                check(&store::list_categories(tx).await?, None, &input)?;
                let node = Category {
                    id: id.clone(),
                    parent_id: input.parent_id,
                    name: input.name.trim().to_owned(),
                    sort: input.sort,
                    entries: 0,
                };
                store::insert_category(tx, &node).await?;
                tx.emit("knowledge.category_created", json!({"id": id}))
                    .await?;
                audit::record(tx, entry).await?;
                Ok(node)
            })
        })
        .await
}

/// Renames or moves a node.
pub(super) async fn change(
    tenant: &Tenant,
    caller: &Caller,
    id: String,
    input: CategoryInput,
) -> Result<Category> {
    let entry = audit::Entry::new(caller, "knowledge.category_changed", &id);
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let tree = store::list_categories(tx).await?;
                check(&tree, Some(&id), &input)?;
                let before = named(tree, &id)?;
                let after = Category {
                    parent_id: input.parent_id,
                    name: input.name.trim().to_owned(),
                    sort: input.sort,
                    ..before.clone()
                };
                store::set_category(tx, &after).await?;
                tx.emit("knowledge.category_changed", json!({"id": id}))
                    .await?;
                audit::record(tx, entry.change(&before, &after)?).await?;
                Ok(after)
            })
        })
        .await
}

/// Removes an empty node; archived entries that were filed there are filed nowhere.
pub(super) async fn remove(tenant: &Tenant, caller: &Caller, id: String) -> Result<()> {
    let entry = audit::Entry::new(caller, "knowledge.category_deleted", &id);
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let tree = store::list_categories(tx).await?;
                let has_children = tree.iter().any(|n| n.parent_id.as_deref() == Some(&id));
                let node = named(tree, &id)?;
                if has_children || node.entries > 0 {
                    return Err(Error::conflict(
                        "knowledge.category_not_empty",
                        "move or archive what is filed here first",
                    ));
                }
                store::remove_category(tx, &id).await?;
                tx.emit("knowledge.category_deleted", json!({"id": id}))
                    .await?;
                audit::record(tx, entry.detail(json!({"name": node.name}))).await
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::{paths, split_path};
    use crate::knowledge::Category;

    #[test]
    fn paths_are_read_and_written() {
        let node = |id: &str, parent: Option<&str>, name: &str| Category {
            id: id.to_owned(),
            parent_id: parent.map(str::to_owned),
            name: name.to_owned(),
            sort: 0,
            entries: 0,
        };
        let tree = [node("a", None, "售后"), node("b", Some("a"), "退货")];
        assert_eq!(paths(&tree).get("b").map(String::as_str), Some("售后/退货"));
        assert_eq!(split_path(" 售后 / 退货 ").unwrap(), ["售后", "退货"]);
        assert!(split_path("售后//退货").is_none());
        assert!(split_path(&"长".repeat(51)).is_none());
        assert!(split_path("a/b/c/d/e/f/g").is_none());
    }
}
