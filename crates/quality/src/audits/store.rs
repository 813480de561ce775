//! Every statement on `answer_audits`, `answer_audit_deals` and `answer_audit_sweeps`.

use std::collections::{HashMap, HashSet};

use shanying_kernel::{Cursor, Error, Result, Time, new_id};
use shanying_storage::{Row, Tx, sql};

use super::model::{AnswerAudit, Chosen, Counts, Reason, State};

/// Writes a task that waits to be dealt; none when the entry has an open one already.
pub(super) async fn insert(tx: &mut Tx, chosen: &Chosen) -> Result<Option<String>> {
    let Some(first) = chosen.figures.first() else {
        return Ok(None);
    };
    let (id, now) = (new_id("aat"), tx.now_ms());
    let added = sql(
        "INSERT INTO answer_audits (id, entry_id, question, reason, figures, state, created_at) \
         VALUES ($1, $2, $3, $4, $5, 'open', $6) ON CONFLICT DO NOTHING",
    )
    .bind(&id)
    .bind(&chosen.entry_id)
    .bind(&chosen.question)
    .bind(first.reason.code())
    .bind_json(&chosen.figures)
    .bind(now)
    .run(tx)
    .await?;
    Ok((added > 0).then_some(id))
}

/// The task; held until the end of the transaction when it is about to change.
pub(super) async fn load(tx: &mut Tx, id: &str, hold: bool) -> Result<AnswerAudit> {
    let lock = if hold { tx.dialect().for_update() } else { "" };
    let row = sql(format!("SELECT * FROM answer_audits WHERE id = $1{lock}"))
        .bind(id)
        .optional(tx)
        .await?;
    match row {
        Some(row) => audit(&row),
        None => Err(Error::not_found("not_found.answer_audit", "no such task")),
    }
}

/// What a list is asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    pub(super) state: Option<State>,
    pub(super) reason: Option<Reason>,
    pub(super) agent_id: Option<String>,
    pub(super) cursor: Option<Cursor>,
    pub(super) limit: usize,
}

/// Tasks, the newest first.
pub(super) async fn list(tx: &mut Tx, filter: &Filter) -> Result<Vec<AnswerAudit>> {
    let state = filter
        .state
        .map(|state| format!("AND state = '{}'", state.code()))
        .unwrap_or_default();
    let reason = filter
        .reason
        .map(|reason| format!("AND reason = '{}'", reason.code()))
        .unwrap_or_default();
    let agent = filter.agent_id.as_ref().map_or("", |_| "AND agent_id = $4");
    let after = filter.cursor.clone().unwrap_or(Cursor {
        key: i64::MAX,
        id: String::new(),
    });
    let mut query = sql(format!(
        "SELECT * FROM answer_audits WHERE (created_at < $1 OR (created_at = $1 AND id < $2)) \
         {state} {reason} {agent} ORDER BY created_at DESC, id DESC LIMIT $3"
    ))
    .bind(after.key)
    .bind(after.id)
    .bind(filter.limit);
    if let Some(agent_id) = &filter.agent_id {
        query = query.bind(agent_id);
    }
    query.all(tx).await?.iter().map(audit).collect()
}

/// All open tasks, those that wait longest first; held until the end of the transaction.
pub(super) async fn hold_open(tx: &mut Tx) -> Result<Vec<AnswerAudit>> {
    let lock = tx.dialect().for_update();
    let rows = sql(format!(
        "SELECT * FROM answer_audits WHERE state = 'open' ORDER BY created_at, id{lock}"
    ))
    .all(tx)
    .await?;
    rows.iter().map(audit).collect()
}

/// The open tasks of an agent, the oldest first.
pub(super) async fn open_of(tx: &mut Tx, agent_id: &str) -> Result<Vec<AnswerAudit>> {
    let rows = sql(
        "SELECT * FROM answer_audits WHERE agent_id = $1 AND state = 'open' \
         ORDER BY created_at, id",
    )
    .bind(agent_id)
    .all(tx)
    .await?;
    rows.iter().map(audit).collect()
}

/// What an agent judged, the latest first.
pub(super) async fn judged_by(
    tx: &mut Tx,
    agent_id: &str,
    limit: usize,
) -> Result<Vec<AnswerAudit>> {
    let rows = sql(
        "SELECT * FROM answer_audits WHERE agent_id = $1 AND verdict_at IS NOT NULL \
         ORDER BY verdict_at DESC, id DESC LIMIT $2",
    )
    .bind(agent_id)
    .bind(limit)
    .all(tx)
    .await?;
    rows.iter().map(audit).collect()
}

/// Entries that get no task now: one is open, or waits for an editor, or was done after `since_ms`.
pub(super) async fn resting(tx: &mut Tx, since_ms: i64) -> Result<HashSet<String>> {
    let rows = sql(
        "SELECT DISTINCT entry_id FROM answer_audits WHERE state IN ('open', 'wrong', 'mended') \
         OR (state <> 'dropped' AND COALESCE(reviewed_at, verdict_at) > $1)",
    )
    .bind(since_ms)
    .all(tx)
    .await?;
    rows.iter().map(|row| row.text("entry_id")).collect()
}

/// When each entry was judged last.
pub(super) async fn last_verdicts(tx: &mut Tx) -> Result<HashMap<String, i64>> {
    let rows = sql("SELECT entry_id, MAX(verdict_at) AS at FROM answer_audits \
         WHERE verdict_at IS NOT NULL GROUP BY entry_id")
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| Ok((row.text("entry_id")?, row.int("at")?)))
        .collect()
}

/// When each agent was given a task last.
pub(super) async fn last_deals(tx: &mut Tx) -> Result<HashMap<String, i64>> {
    let rows = sql("SELECT agent_id, MAX(at) AS at FROM answer_audit_deals GROUP BY agent_id")
        .all(tx)
        .await?;
    rows.iter()
        .map(|row| Ok((row.text("agent_id")?, row.int("at")?)))
        .collect()
}

/// Who had this task.
pub(super) async fn holders(tx: &mut Tx, id: &str) -> Result<Vec<String>> {
    let rows = sql("SELECT DISTINCT agent_id FROM answer_audit_deals WHERE audit_id = $1")
        .bind(id)
        .all(tx)
        .await?;
    rows.iter().map(|row| row.text("agent_id")).collect()
}

/// Gives an open task to an agent.
pub(super) async fn set_agent(tx: &mut Tx, id: &str, agent_id: &str) -> Result<()> {
    let now = tx.now_ms();
    sql("UPDATE answer_audits SET agent_id = $2, dealt_at = $3 WHERE id = $1 AND state = 'open'")
        .bind(id)
        .bind(agent_id)
        .bind(now)
        .run(tx)
        .await?;
    sql("INSERT INTO answer_audit_deals (audit_id, agent_id, at) VALUES ($1, $2, $3)")
        .bind(id)
        .bind(agent_id)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// Takes an open task from whoever cannot do it.
pub(super) async fn set_undealt(tx: &mut Tx, id: &str) -> Result<()> {
    sql("UPDATE answer_audits SET agent_id = NULL, dealt_at = NULL WHERE id = $1")
        .bind(id)
        .run(tx)
        .await?;
    Ok(())
}

/// Ends an open task that nobody needs to do.
pub(super) async fn set_dropped(tx: &mut Tx, id: &str) -> Result<()> {
    sql("UPDATE answer_audits SET state = 'dropped' WHERE id = $1 AND state = 'open'")
        .bind(id)
        .run(tx)
        .await?;
    Ok(())
}

/// Writes what was said of the answer, by whom.
pub(super) async fn set_verdict(tx: &mut Tx, audit: &AnswerAudit) -> Result<()> {
    sql(
        "UPDATE answer_audits SET state = $2, agent_id = $3, verdict_at = $4, note = $5, \
         former = $6, answer = $7 WHERE id = $1",
    )
    .bind(&audit.id)
    .bind(audit.state.code())
    .bind(audit.agent_id.clone())
    .bind(audit.verdict_at)
    .bind(&audit.note)
    .bind(&audit.former)
    .bind(&audit.answer)
    .run(tx)
    .await?;
    Ok(())
}

/// Writes what an editor decided; `before` are the answers given until then and those called unhelpful.
pub(super) async fn set_review(tx: &mut Tx, audit: &AnswerAudit, before: (i64, i64)) -> Result<()> {
    sql(
        "UPDATE answer_audits SET state = $2, answer = $3, reviewed_by = $4, reviewed_at = $5, \
         review_note = $6, went_live = $7, before_given = $8, before_not_helpful = $9 WHERE id = $1",
    )
    .bind(&audit.id)
    .bind(audit.state.code())
    .bind(&audit.answer)
    .bind(audit.reviewed_by.clone())
    .bind(audit.reviewed_at)
    .bind(&audit.review_note)
    .bind(audit.went_live)
    .bind(before.0)
    .bind(before.1)
    .run(tx)
    .await?;
    Ok(())
}

/// What waits: for this agent (nobody when empty), open at all, for an editor.
pub(super) async fn counts(tx: &mut Tx, agent_id: &str) -> Result<Counts> {
    let row = sql(
        "SELECT COUNT(CASE WHEN state = 'open' AND agent_id = $1 THEN 1 END) AS mine, \
         COUNT(CASE WHEN state = 'open' THEN 1 END) AS open, \
         COUNT(CASE WHEN state <> 'open' THEN 1 END) AS to_review FROM answer_audits \
         WHERE state IN ('open', 'wrong', 'mended')",
    )
    .bind(agent_id)
    .one(tx)
    .await?;
    Ok(Counts {
        mine: row.int("mine")?,
        open: row.int("open")?,
        to_review: row.int("to_review")?,
    })
}

/// Tasks of an agent, counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tally {
    pub(super) open: i64,
    pub(super) done_this_month: i64,
    pub(super) done: i64,
    pub(super) accepted_this_month: i64,
    pub(super) accepted: i64,
}

/// What each agent did, at all and from `month_ms` on.
pub(super) async fn tallies(tx: &mut Tx, month_ms: i64) -> Result<Vec<(String, Tally)>> {
    let rows = sql(
        "SELECT agent_id, COUNT(CASE WHEN state = 'open' THEN 1 END) AS open, \
         COUNT(verdict_at) AS done, COUNT(CASE WHEN verdict_at >= $1 THEN 1 END) AS done_month, \
         COUNT(CASE WHEN state = 'accepted' THEN 1 END) AS accepted, \
         COUNT(CASE WHEN state = 'accepted' AND reviewed_at >= $1 THEN 1 END) AS accepted_month \
         FROM answer_audits WHERE agent_id IS NOT NULL AND state <> 'dropped' GROUP BY agent_id",
    )
    .bind(month_ms)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            let tally = Tally {
                open: row.int("open")?,
                done_this_month: row.int("done_month")?,
                done: row.int("done")?,
                accepted_this_month: row.int("accepted_month")?,
                accepted: row.int("accepted")?,
            };
            Ok((row.text("agent_id")?, tally))
        })
        .collect()
}

/// The latest mended answers that were published, with what came before.
pub(super) async fn went_live(tx: &mut Tx, limit: usize) -> Result<Vec<(AnswerAudit, (i64, i64))>> {
    let rows = sql(
        "SELECT * FROM answer_audits WHERE state = 'accepted' AND went_live = 1 \
         ORDER BY reviewed_at DESC, id DESC LIMIT $1",
    )
    .bind(limit)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            let before = (row.int("before_given")?, row.int("before_not_helpful")?);
            Ok((audit(row)?, before))
        })
        .collect()
}

/// Keeps that entries were looked through.
pub(super) async fn insert_sweep(tx: &mut Tx, found: usize) -> Result<()> {
    let now = tx.now_ms();
    sql("INSERT INTO answer_audit_sweeps (id, at, found) VALUES ($1, $2, $3)")
        .bind(new_id("aas"))
        .bind(now)
        .bind(found)
        .run(tx)
        .await?;
    Ok(())
}

/// When entries were looked through last.
pub(super) async fn last_sweep(tx: &mut Tx) -> Result<Option<Time>> {
    let row = sql("SELECT MAX(at) AS at FROM answer_audit_sweeps")
        .one(tx)
        .await?;
    row.time_or_null("at")
}

fn audit(row: &Row) -> Result<AnswerAudit> {
    Ok(AnswerAudit {
        id: row.text("id")?,
        entry_id: row.text("entry_id")?,
        question: row.text("question")?,
        reason: serde_json::from_value(row.text("reason")?.into())?,
        figures: row.json("figures")?,
        state: serde_json::from_value(row.text("state")?.into())?,
        agent_id: row.text_or_null("agent_id")?,
        agent_name: None,
        dealt_at: row.time_or_null("dealt_at")?,
        verdict_at: row.time_or_null("verdict_at")?,
        note: row.text("note")?,
        former: row.text("former")?,
        answer: row.text("answer")?,
        reviewed_by: row.text_or_null("reviewed_by")?,
        reviewed_at: row.time_or_null("reviewed_at")?,
        review_note: row.text("review_note")?,
        went_live: row.flag("went_live")?,
        created_at: row.time("created_at")?,
    })
}
