//! Statements on `skill_groups` and `group_members`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use shanying_kernel::{Error, Result, new_id};
use shanying_storage::{Row, Tx, sql};

use super::model::{Group, GroupFields};
use crate::agents;
use crate::fields::{self, NAME_MAX};

/// Longest description.
const DESCRIPTION_MAX: usize = 500;

/// Every group in its place.
pub async fn list(tx: &mut Tx) -> Result<Vec<Group>> {
    let mut members: HashMap<String, BTreeMap<String, i64>> = HashMap::new();
    let rows = sql("SELECT group_id, agent_id, level FROM group_members")
        .all(tx)
        .await?;
    for row in rows {
        let of_group = members.entry(row.text("group_id")?).or_default();
        of_group.insert(row.text("agent_id")?, row.int("level")?);
    }
    let rows = sql("SELECT * FROM skill_groups ORDER BY sort, name")
        .all(tx)
        .await?;
    let group = |row: &Row| from_row(row, members.remove(&row.text("id")?).unwrap_or_default());
    rows.iter().map(group).collect()
}

/// The group, if there is one.
pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<Group>> {
    let row = sql("SELECT * FROM skill_groups WHERE id = $1")
        .bind(id)
        .optional(tx)
        .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let rows = sql("SELECT agent_id, level FROM group_members WHERE group_id = $1")
        .bind(id)
        .all(tx)
        .await?;
    let members = rows
        .iter()
        .map(|row| Ok((row.text("agent_id")?, row.int("level")?)))
        .collect::<Result<_>>()?;
    from_row(&row, members).map(Some)
}

/// The group, or `not_found.group`.
pub async fn load(tx: &mut Tx, id: &str) -> Result<Group> {
    find(tx, id).await?.ok_or_else(unknown)
}

fn unknown() -> Error {
    Error::not_found("not_found.group", "no such group")
}

/// Makes a group; 409 `group.name_taken`.
pub async fn create(tx: &mut Tx, new: GroupFields) -> Result<Group> {
    let (id, now) = (new_id("grp"), tx.now_ms());
    sql(
        "INSERT INTO skill_groups (id, name, description, sort, created_at) \
         VALUES ($1, $1, '', 0, $2)",
    )
    .bind(&id)
    .bind(now)
    .run(tx)
    .await?;
    write(tx, &id, new).await
}

/// Writes all fields and members of a group.
pub(super) async fn write(tx: &mut Tx, id: &str, group: GroupFields) -> Result<Group> {
    let name = fields::required("name", &group.name, NAME_MAX)?;
    let description = fields::optional("description", &group.description, DESCRIPTION_MAX)?;
    let taken = sql("SELECT COUNT(*) FROM skill_groups WHERE name = $1 AND id <> $2")
        .bind(&name)
        .bind(id)
        .one(tx)
        .await?;
    if taken.count()? > 0 {
        return Err(Error::conflict(
            "group.name_taken",
            "another group has this name",
        ));
    }
    sql("UPDATE skill_groups SET name = $2, description = $3, sort = $4 WHERE id = $1")
        .bind(id)
        .bind(name)
        .bind(description)
        .bind(group.sort)
        .run(tx)
        .await?;
    set_members(tx, id, &group.members).await?;
    set_levels(tx, id, &group.levels).await?;
    load(tx, id).await
}

async fn set_members(tx: &mut Tx, id: &str, members: &[String]) -> Result<()> {
    let before = load(tx, id)
        .await?
        .members
        .into_iter()
        .collect::<BTreeSet<_>>();
    let after = members.iter().cloned().collect::<BTreeSet<_>>();
    for agent in after.difference(&before) {
        if agents::find(tx, agent).await?.is_none() {
            return Err(Error::field("members", format!("no agent {agent}")));
        }
        join(tx, id, agent).await?;
    }
    for agent in before.difference(&after) {
        leave(tx, id, agent).await?;
    }
    for agent in before.symmetric_difference(&after) {
        agents::changed(tx, agent).await?;
    }
    Ok(())
}

async fn set_levels(tx: &mut Tx, id: &str, levels: &BTreeMap<String, i64>) -> Result<()> {
    for (agent, level) in levels {
        if !(0..=100).contains(level) {
            return Err(Error::field("levels", "0 to 100"));
        }
        sql("UPDATE group_members SET level = $3 WHERE group_id = $1 AND agent_id = $2")
            .bind(id)
            .bind(agent)
            .bind(*level)
            .run(tx)
            .await?;
    }
    Ok(())
}

async fn join(tx: &mut Tx, group_id: &str, agent_id: &str) -> Result<()> {
    sql("INSERT INTO group_members (group_id, agent_id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(group_id)
        .bind(agent_id)
        .run(tx)
        .await?;
    Ok(())
}

async fn leave(tx: &mut Tx, group_id: &str, agent_id: &str) -> Result<()> {
    sql("DELETE FROM group_members WHERE group_id = $1 AND agent_id = $2")
        .bind(group_id)
        .bind(agent_id)
        .run(tx)
        .await?;
    Ok(())
}

/// Removes a group; its members are told.
pub(super) async fn remove(tx: &mut Tx, id: &str) -> Result<()> {
    let group = load(tx, id).await?;
    set_members(tx, id, &[]).await?;
    sql("DELETE FROM skill_groups WHERE id = $1")
        .bind(&group.id)
        .run(tx)
        .await?;
    Ok(())
}

/// Every membership as (group, agent), sorted.
pub(crate) async fn memberships(tx: &mut Tx) -> Result<Vec<(String, String)>> {
    let rows = sql("SELECT group_id, agent_id FROM group_members ORDER BY group_id, agent_id")
        .all(tx)
        .await?;
    rows.iter()
        .map(|row| Ok((row.text("group_id")?, row.text("agent_id")?)))
        .collect()
}

/// The groups of an agent, sorted.
pub(crate) async fn of_agent(tx: &mut Tx, agent_id: &str) -> Result<Vec<String>> {
    let rows = sql("SELECT group_id FROM group_members WHERE agent_id = $1 ORDER BY group_id")
        .bind(agent_id)
        .all(tx)
        .await?;
    rows.iter().map(|row| row.text("group_id")).collect()
}

/// Puts an agent into exactly these groups.
pub(crate) async fn set_groups_of(tx: &mut Tx, agent_id: &str, groups: &[String]) -> Result<()> {
    for former in of_agent(tx, agent_id).await? {
        if !groups.contains(&former) {
            leave(tx, &former, agent_id).await?;
        }
    }
    for group in groups {
        if find(tx, group).await?.is_none() {
            return Err(Error::field("groups", format!("no group {group}")));
        }
        join(tx, group, agent_id).await?;
    }
    Ok(())
}

fn from_row(row: &Row, levels: BTreeMap<String, i64>) -> Result<Group> {
    Ok(Group {
        id: row.text("id")?,
        name: row.text("name")?,
        description: row.text("description")?,
        members: levels.keys().cloned().collect(),
        levels,
        sort: row.int("sort")?,
    })
}
