//! Every statement on `gaps`, `gap_questions` and `bot_turns`.

use std::collections::HashMap;

use shanying_kernel::{Cursor, Error, Result, new_id};
use shanying_storage::{Row, Tx, sql};

use super::model::{Gap, GapQuestion, GapStatus, NewQuestion, Signal, SignalCounts, Turn, Waiting};

/// Questions shown with a gap.
const SHOWN: i64 = 10;

// ---- the last question of a conversation

pub(super) async fn find_turn(tx: &mut Tx, conversation_id: &str) -> Result<Option<Turn>> {
    let row = sql("SELECT * FROM bot_turns WHERE conversation_id = $1")
        .bind(conversation_id)
        .optional(tx)
        .await?;
    row.as_ref().map(turn).transpose()
}

pub(super) async fn put_turn(tx: &mut Tx, turn: &Turn) -> Result<()> {
    sql(
        "INSERT INTO bot_turns (conversation_id, customer_id, seq, question, outcome, offered, \
         helpful, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
         ON CONFLICT (conversation_id) DO UPDATE SET customer_id = excluded.customer_id, \
         seq = excluded.seq, question = excluded.question, outcome = excluded.outcome, \
         offered = excluded.offered, helpful = excluded.helpful, at = excluded.at",
    )
    .bind(&turn.conversation_id)
    .bind(&turn.customer_id)
    .bind(turn.seq)
    .bind(&turn.question)
    .bind(turn.outcome.code())
    .bind_json(&turn.offered)
    .bind(turn.helpful)
    .bind(turn.at)
    .run(tx)
    .await?;
    Ok(())
}

pub(super) async fn forget_turn(tx: &mut Tx, conversation_id: &str) -> Result<()> {
    sql("DELETE FROM bot_turns WHERE conversation_id = $1")
        .bind(conversation_id)
        .run(tx)
        .await?;
    Ok(())
}

fn turn(row: &Row) -> Result<Turn> {
    Ok(Turn {
        conversation_id: row.text("conversation_id")?,
        customer_id: row.text("customer_id")?,
        seq: row.int("seq")?,
        question: row.text("question")?,
        outcome: serde_json::from_value(row.text("outcome")?.into())?,
        offered: row.json("offered")?,
        helpful: row.int_or_null("helpful")?.map(|helpful| helpful != 0),
        at: row.time("at")?,
    })
}

// ---- questions

/// Keeps a signal; false when it is kept already.
pub(super) async fn insert_question(tx: &mut Tx, new: &NewQuestion) -> Result<bool> {
    let changed = sql(
        "INSERT INTO gap_questions (id, gap_id, conversation_id, customer_id, seq, signal, text, \
         rephrased, at) VALUES ($1, NULL, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
    )
    .bind(new_id("gpq"))
    .bind(&new.conversation_id)
    .bind(&new.customer_id)
    .bind(new.seq)
    .bind(new.signal.code())
    .bind(&new.text)
    .bind(new.rephrased.clone())
    .bind(new.at)
    .run(tx)
    .await?;
    Ok(changed > 0)
}

/// Takes a signal back; the gap it was in, if any.
pub(super) async fn withdraw_question(
    tx: &mut Tx,
    conversation_id: &str,
    seq: i64,
    signal: Signal,
) -> Result<Option<String>> {
    let row = sql(
        "DELETE FROM gap_questions WHERE conversation_id = $1 AND seq = $2 AND signal = $3 \
         RETURNING gap_id",
    )
    .bind(conversation_id)
    .bind(seq)
    .bind(signal.code())
    .optional(tx)
    .await?;
    row.map_or(Ok(None), |row| row.text_or_null("gap_id"))
}

/// Drops a suspicion that did not prove true.
pub(super) async fn drop_question(tx: &mut Tx, id: &str) -> Result<()> {
    sql("DELETE FROM gap_questions WHERE id = $1")
        .bind(id)
        .run(tx)
        .await?;
    Ok(())
}

/// Forgets what a customer said; the gaps it was in.
pub(super) async fn forget_customer(tx: &mut Tx, customer_id: &str) -> Result<Vec<String>> {
    sql("DELETE FROM bot_turns WHERE customer_id = $1")
        .bind(customer_id)
        .run(tx)
        .await?;
    let rows = sql("DELETE FROM gap_questions WHERE customer_id = $1 RETURNING gap_id")
        .bind(customer_id)
        .all(tx)
        .await?;
    gaps_of(&rows)
}

/// Forgets what was said before `before_ms`; the gaps it was in.
pub(super) async fn forget_before(tx: &mut Tx, before_ms: i64) -> Result<Vec<String>> {
    sql("DELETE FROM bot_turns WHERE at < $1")
        .bind(before_ms)
        .run(tx)
        .await?;
    let rows = sql("DELETE FROM gap_questions WHERE at < $1 RETURNING gap_id")
        .bind(before_ms)
        .all(tx)
        .await?;
    gaps_of(&rows)
}

fn gaps_of(rows: &[Row]) -> Result<Vec<String>> {
    let mut gaps = Vec::new();
    for row in rows {
        gaps.extend(row.text_or_null("gap_id")?);
    }
    gaps.sort_unstable();
    gaps.dedup();
    Ok(gaps)
}

/// Signals that wait to be grouped, oldest first.
pub(super) async fn waiting(tx: &mut Tx, limit: usize) -> Result<Vec<Waiting>> {
    let rows = sql(
        "SELECT q.id AS id, q.conversation_id AS conversation_id, q.seq AS seq, q.text AS text, \
         q.rephrased AS rephrased, (SELECT MIN(o.gap_id) FROM gap_questions o \
           WHERE o.conversation_id = q.conversation_id AND o.seq = q.seq) AS known_gap \
         FROM gap_questions q WHERE q.gap_id IS NULL ORDER BY q.at, q.id LIMIT $1",
    )
    .bind(limit)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Waiting {
                id: row.text("id")?,
                conversation_id: row.text("conversation_id")?,
                seq: row.int("seq")?,
                text: row.text("text")?,
                rephrased: row.text_or_null("rephrased")?,
                known_gap: row.text_or_null("known_gap")?,
            })
        })
        .collect()
}

/// Puts a waiting signal into a gap; false when it was taken back meanwhile.
pub(super) async fn assign(tx: &mut Tx, id: &str, gap_id: &str) -> Result<bool> {
    let changed = sql(
        "UPDATE gap_questions SET gap_id = $2, rephrased = NULL WHERE id = $1 AND gap_id IS NULL",
    )
    .bind(id)
    .bind(gap_id)
    .run(tx)
    .await?;
    Ok(changed > 0)
}

// ---- gaps

/// A new gap without questions; [`recount`] fills it.
pub(super) async fn insert_gap(tx: &mut Tx, id: &str) -> Result<()> {
    let now = tx.now_ms();
    sql(
        "INSERT INTO gaps (id, question, status, count, unknown, not_helpful, repeated, \
         transferred, abandoned, first_at, last_at) \
         VALUES ($1, '', 'open', 0, 0, 0, 0, 0, 0, $2, $2)",
    )
    .bind(id)
    .bind(now)
    .run(tx)
    .await?;
    Ok(())
}

/// Takes the counts of a gap from its questions; a gap whose last question is gone goes too.
pub(super) async fn recount(tx: &mut Tx, id: &str) -> Result<()> {
    let oldest = sql("SELECT text FROM gap_questions WHERE gap_id = $1 ORDER BY at, id LIMIT 1")
        .bind(id)
        .optional(tx)
        .await?;
    let Some(oldest) = oldest else {
        sql("DELETE FROM gaps WHERE id = $1")
            .bind(id)
            .run(tx)
            .await?;
        return Ok(());
    };
    let question = oldest.text("text")?;
    let of = |signal: Signal| {
        let code = signal.code();
        format!("COUNT(CASE WHEN signal = '{code}' THEN 1 END) AS {code}")
    };
    let row = sql(format!(
        "SELECT COUNT(DISTINCT conversation_id || ':' || seq) AS n, {}, {}, {}, {}, {}, \
         MIN(at) AS first_at, MAX(at) AS last_at FROM gap_questions WHERE gap_id = $1",
        of(Signal::Unknown),
        of(Signal::NotHelpful),
        of(Signal::Repeated),
        of(Signal::Transferred),
        of(Signal::Abandoned),
    ))
    .bind(id)
    .one(tx)
    .await?;
    let signals = counts(&row)?;
    sql(
        "UPDATE gaps SET question = $2, count = $3, unknown = $4, not_helpful = $5, \
         repeated = $6, transferred = $7, abandoned = $8, first_at = $9, last_at = $10 \
         WHERE id = $1",
    )
    .bind(id)
    .bind(question)
    .bind(row.int("n")?)
    .bind(signals.unknown)
    .bind(signals.not_helpful)
    .bind(signals.repeated)
    .bind(signals.transferred)
    .bind(signals.abandoned)
    .bind(row.int("first_at")?)
    .bind(row.int("last_at")?)
    .run(tx)
    .await?;
    Ok(())
}

/// Gaps that take alike questions, the liveliest first: id and question.
pub(super) async fn joinable(tx: &mut Tx, limit: usize) -> Result<Vec<(String, String)>> {
    let rows = sql(
        "SELECT id, question FROM gaps WHERE status <> 'resolved' ORDER BY last_at DESC LIMIT $1",
    )
    .bind(limit)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| Ok((row.text("id")?, row.text("question")?)))
        .collect()
}

/// Gaps of a status (and with a signal), those with most questions first; `nearest` is left open.
pub(super) async fn list(
    tx: &mut Tx,
    status: GapStatus,
    signal: Option<Signal>,
    cursor: Option<Cursor>,
    limit: usize,
) -> Result<Vec<Gap>> {
    let shows = signal
        .map(|signal| format!("AND {} > 0", signal.code()))
        .unwrap_or_default();
    let after = cursor.unwrap_or(Cursor {
        key: i64::MAX,
        id: String::new(),
    });
    let rows = sql(format!(
        "SELECT * FROM gaps WHERE status = $1 {shows} AND (count < $2 OR (count = $2 AND id < $3)) \
         ORDER BY count DESC, id DESC LIMIT $4"
    ))
    .bind(status.code())
    .bind(after.key)
    .bind(after.id)
    .bind(limit)
    .all(tx)
    .await?;
    let mut gaps = rows.iter().map(gap).collect::<Result<Vec<Gap>>>()?;
    let ids: Vec<&str> = gaps.iter().map(|gap| gap.id.as_str()).collect();
    let mut questions = latest_questions(tx, &ids).await?;
    for gap in &mut gaps {
        gap.questions = questions.remove(&gap.id).unwrap_or_default();
    }
    Ok(gaps)
}

/// One gap with its questions, or `not_found.gap`; `nearest` is left open.
pub(super) async fn load(tx: &mut Tx, id: &str) -> Result<Gap> {
    let row = sql("SELECT * FROM gaps WHERE id = $1")
        .bind(id)
        .optional(tx)
        .await?;
    let row = row.ok_or_else(|| Error::not_found("not_found.gap", "no such gap"))?;
    let mut gap = gap(&row)?;
    gap.questions = latest_questions(tx, &[id])
        .await?
        .remove(id)
        .unwrap_or_default();
    Ok(gap)
}

/// Ends a gap that is not resolved yet; false when it is.
pub(super) async fn settle(
    tx: &mut Tx,
    id: &str,
    status: GapStatus,
    entry_id: Option<&str>,
) -> Result<bool> {
    let changed =
        sql("UPDATE gaps SET status = $2, entry_id = $3 WHERE id = $1 AND status <> 'resolved'")
            .bind(id)
            .bind(status.code())
            .bind(entry_id)
            .run(tx)
            .await?;
    Ok(changed > 0)
}

async fn latest_questions(
    tx: &mut Tx,
    gap_ids: &[&str],
) -> Result<HashMap<String, Vec<GapQuestion>>> {
    let mut found: HashMap<String, Vec<GapQuestion>> = HashMap::new();
    if gap_ids.is_empty() {
        return Ok(found);
    }
    let places: Vec<String> = (0..gap_ids.len())
        .map(|at| format!("${}", at + 2))
        .collect();
    let mut query = sql(format!(
        "SELECT * FROM (SELECT gap_id, conversation_id, seq, signal, text, at, id, \
           ROW_NUMBER() OVER (PARTITION BY gap_id ORDER BY at DESC, id DESC) AS place \
           FROM gap_questions WHERE gap_id IN ({})) AS latest \
         WHERE place <= $1 ORDER BY at DESC, id DESC",
        places.join(", ")
    ))
    .bind(SHOWN);
    for id in gap_ids {
        query = query.bind(*id);
    }
    for row in query.all(tx).await? {
        found
            .entry(row.text("gap_id")?)
            .or_default()
            .push(GapQuestion {
                text: row.text("text")?,
                conversation_id: row.text("conversation_id")?,
                seq: row.int("seq")?,
                signal: serde_json::from_value(row.text("signal")?.into())?,
                at: row.time("at")?,
            });
    }
    Ok(found)
}

fn counts(row: &Row) -> Result<SignalCounts> {
    Ok(SignalCounts {
        unknown: row.int("unknown")?,
        not_helpful: row.int("not_helpful")?,
        repeated: row.int("repeated")?,
        transferred: row.int("transferred")?,
        abandoned: row.int("abandoned")?,
    })
}

fn gap(row: &Row) -> Result<Gap> {
    Ok(Gap {
        id: row.text("id")?,
        question: row.text("question")?,
        count: row.int("count")?,
        signals: counts(row)?,
        questions: Vec::new(),
        nearest: None,
        status: serde_json::from_value(row.text("status")?.into())?,
        first_at: row.time("first_at")?,
        last_at: row.time("last_at")?,
    })
}

/// The gaps with most unknown questions in a span of time: question, how many, gap.
pub(crate) async fn unknown_between(
    tx: &mut Tx,
    from_ms: i64,
    to_ms: i64,
    limit: usize,
) -> Result<Vec<(String, i64, String)>> {
    let rows = sql("SELECT g.id AS id, g.question AS question, COUNT(*) AS n \
         FROM gap_questions q JOIN gaps g ON g.id = q.gap_id \
         WHERE q.signal = 'unknown' AND q.at >= $1 AND q.at < $2 \
         GROUP BY g.id, g.question ORDER BY n DESC, g.id LIMIT $3")
    .bind(from_ms)
    .bind(to_ms)
    .bind(limit)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| Ok((row.text("question")?, row.int("n")?, row.text("id")?)))
        .collect()
}
