//! The tables `decisions` and `vectors`, and the hits of `entry_stats`.

use std::collections::HashMap;

use shanying_kernel::{Error, Result, Time};
use shanying_storage::{Row, Tx, sql};

use super::model::{Decision, EntryHits, Outcome, Step, Tally};
use crate::knowledge;

/// A day, in milliseconds.
const DAY_MS: i64 = 24 * 3_600_000;

/// Rows in one statement; both databases limit its parameters.
const CHUNK: usize = 200;

/// Keeps a decision with the message that it led to, and counts a direct answer as a hit.
pub async fn record(
    tx: &mut Tx,
    decision: &Decision,
    conversation_id: &str,
    message_id: Option<&str>,
) -> Result<()> {
    sql(
        "INSERT INTO decisions (id, conversation_id, message_id, question, outcome, entry_id, \
         reason, candidates, thresholds, engine, elapsed_us, created_at, dialogue, in_scope, \
         emotion) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(&decision.id)
    .bind(conversation_id)
    .bind(message_id)
    .bind(&decision.question)
    .bind(decision.outcome.code())
    .bind(decision.entry_id.clone())
    .bind(&decision.reason)
    .bind_json(&decision.candidates)
    .bind_json(&decision.thresholds)
    .bind(&decision.engine)
    .bind(decision.elapsed_us)
    .bind(decision.created_at)
    .bind(
        decision
            .dialogue
            .as_ref()
            .map(serde_json::to_string)
            .transpose()?,
    )
    .bind(decision.in_scope)
    .bind(
        decision
            .emotion
            .as_ref()
            .map(serde_json::to_string)
            .transpose()?,
    )
    .run(tx)
    .await?;
    match &decision.entry_id {
        Some(entry) if decision.outcome == Outcome::Direct => {
            knowledge::count_hit(tx, entry, decision.created_at.0).await
        }
        _ => Ok(()),
    }
}

/// A decision that was kept.
pub async fn load(tx: &mut Tx, id: &str) -> Result<Decision> {
    let row = sql("SELECT * FROM decisions WHERE id = $1")
        .bind(id)
        .optional(tx)
        .await?;
    match row {
        Some(row) => decision(&row),
        None => Err(Error::not_found("not_found.decision", "no such decision")),
    }
}

/// Decisions after a place, in the order of time, up to `before_ms` (not included).
pub(crate) async fn after(
    tx: &mut Tx,
    (at_ms, id): (i64, &str),
    before_ms: i64,
    limit: usize,
) -> Result<Vec<Decision>> {
    let rows = sql("SELECT * FROM decisions WHERE created_at < $1 \
         AND (created_at > $2 OR (created_at = $2 AND id > $3)) \
         ORDER BY created_at, id LIMIT $4")
    .bind(before_ms)
    .bind(at_ms)
    .bind(id)
    .bind(limit)
    .all(tx)
    .await?;
    rows.iter().map(decision).collect()
}

/// A conversation is gone: its decisions still count, but nobody's words stand in them.
pub(crate) async fn forget_conversation(tx: &mut Tx, id: &str) -> Result<()> {
    sql(
        "UPDATE decisions SET question = '', candidates = '[]', dialogue = NULL, emotion = NULL \
         WHERE conversation_id = $1",
    )
    .bind(id)
    .run(tx)
    .await?;
    Ok(())
}

fn decision(row: &Row) -> Result<Decision> {
    Ok(Decision {
        id: row.text("id")?,
        conversation_id: row.text("conversation_id")?,
        question: row.text("question")?,
        outcome: outcome(row)?,
        entry_id: row.text_or_null("entry_id")?,
        candidates: row.json("candidates")?,
        thresholds: row.json("thresholds")?,
        reason: row.text("reason")?,
        in_scope: row.real_or_null("in_scope")?,
        emotion: row.json_or_null("emotion")?,
        elapsed_us: row.int("elapsed_us")?,
        engine: row.text("engine")?,
        dialogue: row
            .text_or_null("dialogue")?
            .map(|text| serde_json::from_str(&text))
            .transpose()?,
        created_at: row.time("created_at")?,
    })
}

fn outcome(row: &Row) -> Result<Outcome> {
    Ok(serde_json::from_value(row.text("outcome")?.into())?)
}

/// What became of the questions from `from_ms` (included) to `to_ms` (not included).
pub async fn tally(tx: &mut Tx, from_ms: i64, to_ms: i64) -> Result<Tally> {
    let mut tally = Tally::default();
    let rows = sql("SELECT outcome, COUNT(*) AS n FROM decisions \
         WHERE created_at >= $1 AND created_at < $2 GROUP BY outcome")
    .bind(from_ms)
    .bind(to_ms)
    .all(tx)
    .await?;
    for row in rows {
        *count_of(&mut tally, outcome(&row)?) = row.int("n")?;
    }
    let rows = sql(
        "SELECT d.entry_id AS entry_id, MAX(e.question) AS question, COUNT(*) AS n \
         FROM decisions d JOIN entries e ON e.id = d.entry_id \
         WHERE d.created_at >= $1 AND d.created_at < $2 AND d.outcome = 'direct' \
         GROUP BY d.entry_id ORDER BY n DESC, d.entry_id LIMIT 10",
    )
    .bind(from_ms)
    .bind(to_ms)
    .all(tx)
    .await?;
    for row in rows {
        tally.top_entries.push(EntryHits {
            entry_id: row.text("entry_id")?,
            question: row.text("question")?,
            hits: row.int("n")?,
        });
    }
    Ok(tally)
}

/// What the last decisions of a conversation came to, the newest first; small talk and talks about
/// tasks left out.
pub async fn last_steps(tx: &mut Tx, conversation_id: &str, most: usize) -> Result<Vec<Step>> {
    let rows = sql(
        "SELECT outcome, entry_id FROM decisions WHERE conversation_id = $1 \
         AND outcome IN ('direct', 'suggested', 'unknown', 'to_person') \
         ORDER BY created_at DESC, id DESC LIMIT $2",
    )
    .bind(conversation_id)
    .bind(most)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Step {
                entry_id: row.text_or_null("entry_id")?,
                is_lost: matches!(outcome(row)?, Outcome::Unknown | Outcome::Suggested),
            })
        })
        .collect()
}

/// Entries that were the answer at least `least` times from `from_ms` on, with their standard
/// question and how often they were in the day before that.
pub async fn asked_often(tx: &mut Tx, from_ms: i64, least: i64) -> Result<Vec<(EntryHits, i64)>> {
    let rows = sql(
        "SELECT d.entry_id AS entry_id, MAX(e.question) AS question, \
         COUNT(CASE WHEN d.created_at >= $1 THEN 1 END) AS n, \
         COUNT(CASE WHEN d.created_at < $1 THEN 1 END) AS earlier \
         FROM decisions d JOIN entries e ON e.id = d.entry_id \
         WHERE d.created_at >= $2 AND d.entry_id IS NOT NULL GROUP BY d.entry_id \
         HAVING COUNT(CASE WHEN d.created_at >= $1 THEN 1 END) >= $3 ORDER BY 3 DESC LIMIT 20",
    )
    .bind(from_ms)
    .bind(from_ms - DAY_MS)
    .bind(least)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            let hits = EntryHits {
                entry_id: row.text("entry_id")?,
                question: row.text("question")?,
                hits: row.int("n")?,
            };
            Ok((hits, row.int("earlier")?))
        })
        .collect()
}

/// How often each entry was the direct answer from `from_ms` on.
pub async fn given_since(tx: &mut Tx, from_ms: i64) -> Result<HashMap<String, i64>> {
    let rows = sql(
        "SELECT entry_id, COUNT(*) AS n FROM decisions WHERE created_at >= $1 \
         AND outcome = 'direct' AND entry_id IS NOT NULL GROUP BY entry_id",
    )
    .bind(from_ms)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| Ok((row.text("entry_id")?, row.int("n")?)))
        .collect()
}

/// How often an entry was the direct answer from `from_ms` (included) to `to_ms` (not included).
pub async fn times_given(tx: &mut Tx, entry_id: &str, (from_ms, to_ms): (i64, i64)) -> Result<i64> {
    sql(
        "SELECT COUNT(*) FROM decisions WHERE entry_id = $1 AND outcome = 'direct' \
         AND created_at >= $2 AND created_at < $3",
    )
    .bind(entry_id)
    .bind(from_ms)
    .bind(to_ms)
    .one(tx)
    .await?
    .count()
}

/// The latest questions that an entry answered directly: conversation, words as they were said, time.
pub async fn asked_of(
    tx: &mut Tx,
    entry_id: &str,
    most: usize,
) -> Result<Vec<(String, String, Time)>> {
    let rows = sql(
        "SELECT conversation_id, question, created_at FROM decisions WHERE entry_id = $1 \
         AND outcome = 'direct' ORDER BY created_at DESC, id DESC LIMIT $2",
    )
    .bind(entry_id)
    .bind(most)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            Ok((
                row.text("conversation_id")?,
                row.text("question")?,
                row.time("created_at")?,
            ))
        })
        .collect()
}

fn count_of(tally: &mut Tally, outcome: Outcome) -> &mut i64 {
    match outcome {
        Outcome::Direct => &mut tally.direct,
        Outcome::Suggested => &mut tally.suggested,
        Outcome::SmallTalk => &mut tally.small_talk,
        Outcome::ToPerson => &mut tally.to_person,
        Outcome::Unknown => &mut tally.unknown,
        Outcome::HandoverWords => &mut tally.handover_words,
        Outcome::Anger => &mut tally.anger,
        Outcome::Abuse => &mut tally.abuse,
        Outcome::Dialogue => &mut tally.dialogue,
        Outcome::Veiled => &mut tally.veiled,
    }
}

/// Those of the vectors that are kept.
pub(super) async fn vectors(
    tx: &mut Tx,
    model: &str,
    hashes: &[String],
) -> Result<Vec<(String, Vec<u8>)>> {
    let mut found = Vec::with_capacity(hashes.len());
    for chunk in hashes.chunks(CHUNK) {
        let places: Vec<String> = (0..chunk.len()).map(|at| format!("${}", at + 2)).collect();
        let mut query = sql(format!(
            "SELECT text_hash, vector FROM vectors WHERE model = $1 AND text_hash IN ({})",
            places.join(", ")
        ))
        .bind(model);
        for hash in chunk {
            query = query.bind(hash);
        }
        for row in query.all(tx).await? {
            found.push((row.text("text_hash")?, row.blob("vector")?));
        }
    }
    Ok(found)
}

/// Keeps vectors; one that is there already stays.
pub(super) async fn keep_vectors(
    tx: &mut Tx,
    model: &str,
    rows: Vec<(String, Vec<u8>)>,
) -> Result<()> {
    for chunk in rows.chunks(CHUNK) {
        let places: Vec<String> = (0..chunk.len())
            .map(|at| format!("($1, ${}, ${})", at * 2 + 2, at * 2 + 3))
            .collect();
        let mut query = sql(format!(
            "INSERT INTO vectors (model, text_hash, vector) VALUES {} ON CONFLICT DO NOTHING",
            places.join(", ")
        ))
        .bind(model);
        for (hash, vector) in chunk {
            query = query.bind(hash).bind(vector.as_slice());
        }
        query.run(tx).await?;
    }
    Ok(())
}
