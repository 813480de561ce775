//! Signals by the entry whose answer they are about. A suspected repetition counts once it proved true.

use std::collections::HashMap;

use shanying_kernel::Result;
use shanying_storage::{Tx, sql};

use crate::gaps::model::{Answered, Signal};

/// How many questions of each entry show each signal, from `from_ms` on.
pub(crate) async fn signals_by_entry(
    tx: &mut Tx,
    from_ms: i64,
) -> Result<HashMap<String, Vec<(Signal, i64)>>> {
    let rows = sql(
        "SELECT entry_id, signal, COUNT(*) AS n FROM gap_questions WHERE at >= $1 \
         AND entry_id IS NOT NULL AND rephrased IS NULL GROUP BY entry_id, signal",
    )
    .bind(from_ms)
    .all(tx)
    .await?;
    let mut found: HashMap<String, Vec<(Signal, i64)>> = HashMap::new();
    for row in rows {
        let signal = serde_json::from_value(row.text("signal")?.into())?;
        let of_entry = found.entry(row.text("entry_id")?).or_default();
        of_entry.push((signal, row.int("n")?));
    }
    Ok(found)
}

/// How many questions that an entry answered show a signal, noticed from `from_ms` (included) to
/// `to_ms` (not included).
pub(crate) async fn count_signals(
    tx: &mut Tx,
    entry_id: &str,
    signal: Signal,
    (from_ms, to_ms): (i64, i64),
) -> Result<i64> {
    sql(
        "SELECT COUNT(*) FROM gap_questions WHERE entry_id = $1 AND signal = $2 \
         AND rephrased IS NULL AND at >= $3 AND at < $4",
    )
    .bind(entry_id)
    .bind(signal.code())
    .bind(from_ms)
    .bind(to_ms)
    .one(tx)
    .await?
    .count()
}

/// The latest questions with a signal that an entry answered, each once with all its signals.
pub(crate) async fn answered(tx: &mut Tx, entry_id: &str, limit: usize) -> Result<Vec<Answered>> {
    let rows = sql(
        "SELECT conversation_id, seq, text, signal, at FROM gap_questions WHERE entry_id = $1 \
         AND rephrased IS NULL ORDER BY at DESC, id DESC LIMIT $2",
    )
    .bind(entry_id)
    .bind(limit)
    .all(tx)
    .await?;
    let mut found: Vec<Answered> = Vec::new();
    for row in rows {
        let (conversation_id, seq) = (row.text("conversation_id")?, row.int("seq")?);
        let signal = serde_json::from_value(row.text("signal")?.into())?;
        let known = found
            .iter_mut()
            .find(|one| one.conversation_id == conversation_id && one.seq == seq);
        if let Some(known) = known {
            known.signals.push(signal);
            continue;
        }
        found.push(Answered {
            conversation_id,
            seq,
            text: row.text("text")?,
            signals: vec![signal],
            at: row.time("at")?,
        });
    }
    Ok(found)
}
