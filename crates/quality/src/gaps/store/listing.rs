//! Statements on `gaps`.

use std::collections::HashMap;

use shanying_kernel::{Cursor, Error, Result};
use shanying_language::cluster::name;
use shanying_storage::{Row, Tx, sql};

use crate::gaps::model::{Gap, GapQuestion, GapStatus, Signal, SignalCounts, Signalled};

/// Questions shown with a gap.
const SHOWN: i64 = 10;

/// A new gap without questions; [`recount`] fills it.
pub(in crate::gaps) async fn insert_gap(tx: &mut Tx, id: &str) -> Result<()> {
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
pub(in crate::gaps) async fn recount(tx: &mut Tx, id: &str) -> Result<()> {
    // Held, so that a transaction beside this one counts after it and sees what it wrote.
    let lock = tx.dialect().for_update();
    sql(format!("SELECT id FROM gaps WHERE id = $1{lock}"))
        .bind(id)
        .optional(tx)
        .await?;
    let first = sql(
        "SELECT text FROM gap_questions WHERE gap_id = $1 ORDER BY CASE WHEN id = \
           (SELECT representative FROM gaps WHERE gaps.id = $1) THEN 0 ELSE 1 END, at, id LIMIT 1",
    )
    .bind(id)
    .optional(tx)
    .await?;
    let Some(first) = first else {
        sql("DELETE FROM gaps WHERE id = $1")
            .bind(id)
            .run(tx)
            .await?;
        return Ok(());
    };
    let question = first.text("text")?;
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

/// Names the question that stands for a gap.
pub(in crate::gaps) async fn set_representative(
    tx: &mut Tx,
    id: &str,
    question: &str,
) -> Result<()> {
    sql("UPDATE gaps SET representative = $2 WHERE id = $1")
        .bind(id)
        .bind(question)
        .run(tx)
        .await?;
    Ok(())
}

/// Holds a gap until the end of the transaction; its status, none when it is gone.
pub(in crate::gaps) async fn hold(tx: &mut Tx, id: &str) -> Result<Option<GapStatus>> {
    let lock = tx.dialect().for_update();
    let row = sql(format!("SELECT status FROM gaps WHERE id = $1{lock}"))
        .bind(id)
        .optional(tx)
        .await?;
    row.map_or(Ok(None), |row| {
        Ok(Some(serde_json::from_value(row.text("status")?.into())?))
    })
}

/// Gaps of a status (and with a signal), those with most questions first; `nearest` is left open.
pub(in crate::gaps) async fn list(
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
pub(in crate::gaps) async fn load(tx: &mut Tx, id: &str) -> Result<Gap> {
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

/// Questions with a signal since then, each once with all its signals, the latest first.
pub(crate) async fn signalled_since(
    tx: &mut Tx,
    from_ms: i64,
    limit: usize,
) -> Result<Vec<Signalled>> {
    let rows = sql(
        "SELECT q.gap_id AS gap_id, g.question AS question, g.status AS status, \
         q.conversation_id AS conversation_id, q.seq AS seq, q.signal AS signal, q.text AS text \
         FROM gap_questions q JOIN gaps g ON g.id = q.gap_id WHERE q.at >= $1 \
         ORDER BY q.at DESC, q.id DESC LIMIT $2",
    )
    .bind(from_ms)
    .bind(limit)
    .all(tx)
    .await?;
    let mut places: HashMap<(String, i64), usize> = HashMap::new();
    let mut found: Vec<Signalled> = Vec::new();
    for row in rows {
        let (conversation_id, seq) = (row.text("conversation_id")?, row.int("seq")?);
        let signal: Signal = serde_json::from_value(row.text("signal")?.into())?;
        let place = *places
            .entry((conversation_id.clone(), seq))
            .or_insert(found.len());
        if let Some(known) = found.get_mut(place) {
            known.signals.push(signal);
            continue;
        }
        found.push(Signalled {
            gap_id: row.text("gap_id")?,
            gap_question: row.text("question")?,
            status: serde_json::from_value(row.text("status")?.into())?,
            conversation_id,
            seq,
            text: row.text("text")?,
            signals: vec![signal],
        });
    }
    Ok(found)
}

/// Ends a gap that is not resolved yet; false when it is.
pub(in crate::gaps) async fn settle(
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
    let question = row.text("question")?;
    Ok(Gap {
        id: row.text("id")?,
        name: name(&question),
        question,
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
