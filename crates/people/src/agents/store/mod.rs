//! Statements on `agents` and `agent_states`; those on `setup_links` are in [`links`].

pub(super) mod links;

use std::collections::HashMap;

use shanying_kernel::{Error, Result, new_id};
use shanying_storage::{Row, Tx, sql};

use crate::agents::model::{Agent, AgentState, Candidate, NewAgent, Stretch};
use crate::groups;

/// The agent, if there is one.
pub async fn find(tx: &mut Tx, id: &str) -> Result<Option<Agent>> {
    let row = sql("SELECT * FROM agents WHERE id = $1")
        .bind(id)
        .optional(tx)
        .await?;
    with_groups(tx, row).await
}

/// The agent, or `not_found.agent`.
pub async fn load(tx: &mut Tx, id: &str) -> Result<Agent> {
    find(tx, id).await?.ok_or_else(unknown)
}

fn unknown() -> Error {
    Error::not_found("not_found.agent", "no such agent")
}

/// The agent with this username in any case, if there is one.
pub async fn find_by_username(tx: &mut Tx, username: &str) -> Result<Option<Agent>> {
    let row = sql("SELECT * FROM agents WHERE username = $1")
        .bind(username.trim().to_lowercase())
        .optional(tx)
        .await?;
    with_groups(tx, row).await
}

async fn with_groups(tx: &mut Tx, row: Option<Row>) -> Result<Option<Agent>> {
    let Some(row) = row else {
        return Ok(None);
    };
    let groups = groups::store::of_agent(tx, &row.text("id")?).await?;
    Ok(Some(from_row(&row, groups)?))
}

/// Everybody, enabled ones first, by name.
pub async fn list(tx: &mut Tx) -> Result<Vec<Agent>> {
    let mut groups: HashMap<String, Vec<String>> = HashMap::new();
    for (group, agent) in groups::store::memberships(tx).await? {
        groups.entry(agent).or_default().push(group);
    }
    let rows = sql("SELECT * FROM agents ORDER BY enabled DESC, username")
        .all(tx)
        .await?;
    let agent = |row: &Row| from_row(row, groups.remove(&row.text("id")?).unwrap_or_default());
    rows.iter().map(agent).collect()
}

/// The stored hash; the outer None means no such agent, the inner one no password yet.
pub(super) async fn password_hash(tx: &mut Tx, id: &str) -> Result<Option<String>> {
    let row = sql("SELECT password_hash FROM agents WHERE id = $1")
        .bind(id)
        .optional(tx)
        .await?;
    row.ok_or_else(unknown)?.text_or_null("password_hash")
}

pub(super) async fn insert(tx: &mut Tx, new: &NewAgent) -> Result<String> {
    let (id, now) = (new_id("agt"), tx.now_ms());
    let added = sql(
        "INSERT INTO agents (id, username, name, nickname, roles, max_chats, password_hash, \
           enabled, state, state_since, disconnected_at, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1, 'offline', $8, $8, $8) ON CONFLICT DO NOTHING",
    )
    .bind(&id)
    .bind(&new.username)
    .bind(&new.name)
    .bind(&new.nickname)
    .bind_json(&new.roles)
    .bind(new.max_chats)
    .bind(new.password_hash.clone())
    .bind(now)
    .run(tx)
    .await?;
    if added == 0 {
        return Err(username_taken());
    }
    open_stretch(tx, &id, AgentState::Offline, None).await?;
    Ok(id)
}

fn username_taken() -> Error {
    Error::conflict("agent.username_taken", "somebody else has this username")
}

/// Writes what an administrator may change.
pub(super) async fn update(tx: &mut Tx, agent: &Agent) -> Result<()> {
    let taken = sql("SELECT COUNT(*) FROM agents WHERE username = $1 AND id <> $2")
        .bind(&agent.username)
        .bind(&agent.id)
        .one(tx)
        .await?
        .count()?;
    if taken > 0 {
        return Err(username_taken());
    }
    sql(
        "UPDATE agents SET username = $2, name = $3, nickname = $4, roles = $5, max_chats = $6, \
           enabled = $7 WHERE id = $1",
    )
    .bind(&agent.id)
    .bind(&agent.username)
    .bind(&agent.name)
    .bind(&agent.nickname)
    .bind_json(&agent.roles)
    .bind(agent.max_chats)
    .bind(agent.enabled)
    .run(tx)
    .await?;
    Ok(())
}

/// Enabled administrators, held until the end of this transaction, so that two of them cannot
/// dismiss each other at once.
pub(super) async fn lock_administrators(tx: &mut Tx) -> Result<Vec<String>> {
    let lock = tx.dialect().for_update();
    let rows = sql(format!(
        "SELECT id FROM agents WHERE enabled = 1 AND roles LIKE '%\"admin\"%' ORDER BY id{lock}"
    ))
    .all(tx)
    .await?;
    rows.iter().map(|row| row.text("id")).collect()
}

pub(super) async fn set_password(tx: &mut Tx, id: &str, hash: &str) -> Result<()> {
    sql("UPDATE agents SET password_hash = $2 WHERE id = $1")
        .bind(id)
        .bind(hash)
        .run(tx)
        .await?;
    Ok(())
}

/// Sets the state and closes the stretch before it; false if the agent is in it already.
pub(super) async fn set_state(
    tx: &mut Tx,
    id: &str,
    state: AgentState,
    reason: Option<&str>,
) -> Result<bool> {
    let now = tx.now_ms();
    let changed = sql(
        "UPDATE agents SET state = $2, state_reason = $3, state_since = $4 \
         WHERE id = $1 AND (state <> $2 OR COALESCE(state_reason, '') <> COALESCE($3, ''))",
    )
    .bind(id)
    .bind(state.code())
    .bind(reason)
    .bind(now)
    .run(tx)
    .await?;
    if changed == 0 {
        return Ok(false);
    }
    sql("UPDATE agent_states SET until_at = $2 WHERE agent_id = $1 AND until_at IS NULL")
        .bind(id)
        .bind(now)
        .run(tx)
        .await?;
    open_stretch(tx, id, state, reason).await?;
    Ok(true)
}

async fn open_stretch(
    tx: &mut Tx,
    id: &str,
    state: AgentState,
    reason: Option<&str>,
) -> Result<()> {
    let now = tx.now_ms();
    sql("INSERT INTO agent_states (id, agent_id, state, reason, from_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(new_id("ast"))
        .bind(id)
        .bind(state.code())
        .bind(reason)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// Stretches of the log that lasted at some moment of `[from_ms, to_ms)`, of one agent or (empty) of
/// all, in order.
pub async fn stretches(
    tx: &mut Tx,
    agent_id: &str,
    from_ms: i64,
    to_ms: i64,
) -> Result<Vec<Stretch>> {
    let rows = sql(
        "SELECT agent_id, state, reason, from_at, until_at FROM agent_states \
         WHERE ($1 = '' OR agent_id = $1) AND from_at < $3 AND (until_at IS NULL OR until_at > $2) \
         ORDER BY agent_id, from_at, id",
    )
    .bind(agent_id)
    .bind(from_ms)
    .bind(to_ms)
    .all(tx)
    .await?;
    let stretch = |row: &Row| {
        Ok(Stretch {
            agent_id: row.text("agent_id")?,
            state: AgentState::parse(&row.text("state")?),
            reason: row.text_or_null("reason")?,
            from: row.time("from_at")?,
            until: row.time_or_null("until_at")?,
        })
    };
    rows.iter().map(stretch).collect()
}

/// A stretch of the past, for the demo companies.
pub async fn insert_past_stretch(tx: &mut Tx, past: &Stretch) -> Result<()> {
    sql(
        "INSERT INTO agent_states (id, agent_id, state, reason, from_at, until_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(new_id("ast"))
    .bind(&past.agent_id)
    .bind(past.state.code())
    .bind(past.reason.clone())
    .bind(past.from)
    .bind(past.until)
    .run(tx)
    .await?;
    Ok(())
}

/// One statement, so that no two assignments can pass the cap together: PostgreSQL looks at the
/// condition again once it holds the row.
pub(super) async fn take_slot(tx: &mut Tx, id: &str, force: bool) -> Result<bool> {
    let now = tx.now_ms();
    let taken = sql(
        "UPDATE agents SET load = load + 1, last_assigned_at = $3 WHERE id = $1 AND \
           enabled = 1 AND ($2 = 1 OR (load < max_chats AND state = 'online')) RETURNING id",
    )
    .bind(id)
    .bind(force)
    .bind(now)
    .optional(tx)
    .await?;
    Ok(taken.is_some())
}

pub(super) async fn free_slot(tx: &mut Tx, id: &str) -> Result<bool> {
    let freed = sql("UPDATE agents SET load = load - 1 WHERE id = $1 AND load > 0")
        .bind(id)
        .run(tx)
        .await?;
    Ok(freed > 0)
}

pub(super) async fn set_load(tx: &mut Tx, id: &str, load: i64) -> Result<bool> {
    let changed = sql("UPDATE agents SET load = $2 WHERE id = $1 AND load <> $2")
        .bind(id)
        .bind(load)
        .run(tx)
        .await?;
    Ok(changed > 0)
}

/// Agents who can take a conversation now: members of the group, if one is named, and with `others`
/// everybody else too. In no order.
pub async fn candidates(
    tx: &mut Tx,
    group_id: Option<&str>,
    others: bool,
) -> Result<Vec<Candidate>> {
    let rows = sql(
        "SELECT a.id, a.load, a.max_chats, a.last_assigned_at, m.level FROM agents a \
         LEFT JOIN group_members m ON m.agent_id = a.id AND m.group_id = $1 \
         WHERE a.enabled = 1 AND a.state = 'online' \
           AND a.disconnected_at IS NULL AND a.load < a.max_chats \
           AND (a.roles LIKE '%\"agent\"%' OR a.roles LIKE '%\"supervisor\"%') \
           AND ($2 = 1 OR m.level IS NOT NULL)",
    )
    .bind(group_id.unwrap_or(""))
    .bind(others || group_id.is_none())
    .all(tx)
    .await?;
    let candidate = |row: &Row| {
        Ok(Candidate {
            id: row.text("id")?,
            load: row.int("load")?,
            max_chats: row.int("max_chats")?,
            level: row.int_or_null("level")?,
            last_assigned_at: row.int("last_assigned_at")?,
        })
    };
    rows.iter().map(candidate).collect()
}

pub(super) async fn set_connected(tx: &mut Tx, id: &str) -> Result<bool> {
    let changed = sql(
        "UPDATE agents SET disconnected_at = NULL WHERE id = $1 AND disconnected_at IS NOT NULL",
    )
    .bind(id)
    .run(tx)
    .await?;
    Ok(changed > 0)
}

pub(super) async fn set_disconnected(tx: &mut Tx, id: &str) -> Result<bool> {
    let now = tx.now_ms();
    let changed =
        sql("UPDATE agents SET disconnected_at = $2 WHERE id = $1 AND disconnected_at IS NULL")
            .bind(id)
            .bind(now)
            .run(tx)
            .await?;
    Ok(changed > 0)
}

/// The grace time of somebody without a workbench begins anew.
pub(super) async fn renew_grace(tx: &mut Tx, id: &str) -> Result<()> {
    let now = tx.now_ms();
    sql("UPDATE agents SET disconnected_at = $2 WHERE id = $1 AND disconnected_at < $2")
        .bind(id)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

pub(super) async fn disconnect_everyone(tx: &mut Tx) -> Result<Vec<String>> {
    let now = tx.now_ms();
    let rows =
        sql("UPDATE agents SET disconnected_at = $1 WHERE disconnected_at IS NULL RETURNING id")
            .bind(now)
            .all(tx)
            .await?;
    rows.iter().map(|row| row.text("id")).collect()
}

/// Who has had no workbench open since before `before_ms` and still counts as at work: has
/// conversations, or a state other than offline.
pub async fn gone(tx: &mut Tx, before_ms: i64) -> Result<Vec<String>> {
    let rows = sql(
        "SELECT id FROM agents WHERE disconnected_at < $1 AND (load > 0 OR state <> 'offline') \
         ORDER BY id",
    )
    .bind(before_ms)
    .all(tx)
    .await?;
    rows.iter().map(|row| row.text("id")).collect()
}

fn from_row(row: &Row, groups: Vec<String>) -> Result<Agent> {
    Ok(Agent {
        id: row.text("id")?,
        username: row.text("username")?,
        name: row.text("name")?,
        nickname: row.text("nickname")?,
        avatar: row.text_or_null("avatar")?,
        roles: row.json("roles")?,
        groups,
        max_chats: row.int("max_chats")?,
        state: AgentState::parse(&row.text("state")?),
        state_reason: row.text_or_null("state_reason")?,
        state_since: row.time("state_since")?,
        connected: row.int_or_null("disconnected_at")?.is_none(),
        load: row.int("load")?,
        enabled: row.flag("enabled")?,
        created_at: row.time("created_at")?,
    })
}
