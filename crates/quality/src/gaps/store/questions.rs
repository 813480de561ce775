//! Statements on `gap_questions`; what is forgotten goes from `bot_turns` as well.

use shanying_kernel::{Result, new_id};
use shanying_storage::{Row, Tx, sql};

use crate::gaps::model::{GapStatus, Member, NewQuestion, Signal, Waiting};

/// Keeps a signal; false when it is kept already.
pub(in crate::gaps) async fn insert_question(tx: &mut Tx, new: &NewQuestion) -> Result<bool> {
    let changed = sql(
        "INSERT INTO gap_questions (id, gap_id, conversation_id, customer_id, seq, signal, text, \
         rephrased, at, entry_id) VALUES ($1, NULL, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT DO NOTHING",
    )
    .bind(new_id("gpq"))
    .bind(&new.conversation_id)
    .bind(&new.customer_id)
    .bind(new.seq)
    .bind(new.signal.code())
    .bind(&new.text)
    .bind(new.rephrased.clone())
    .bind(new.at)
    .bind(new.entry_id.clone())
    .run(tx)
    .await?;
    Ok(changed > 0)
}

/// Takes a signal back; the gap it was in, if any.
pub(in crate::gaps) async fn withdraw_question(
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
pub(in crate::gaps) async fn drop_question(tx: &mut Tx, id: &str) -> Result<()> {
    sql("DELETE FROM gap_questions WHERE id = $1")
        .bind(id)
        .run(tx)
        .await?;
    Ok(())
}

/// What the customer `from` asked was asked by `to` (one person on two devices).
pub(in crate::gaps) async fn move_customer(tx: &mut Tx, from: &str, to: &str) -> Result<()> {
    for table in ["bot_turns", "gap_questions"] {
        sql(format!(
            "UPDATE {table} SET customer_id = $2 WHERE customer_id = $1"
        ))
        .bind(from)
        .bind(to)
        .run(tx)
        .await?;
    }
    Ok(())
}

/// Forgets what a customer said; the gaps it was in.
pub(in crate::gaps) async fn forget_customer(
    tx: &mut Tx,
    customer_id: &str,
) -> Result<Vec<String>> {
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
pub(in crate::gaps) async fn forget_before(tx: &mut Tx, before_ms: i64) -> Result<Vec<String>> {
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
pub(in crate::gaps) async fn waiting(tx: &mut Tx, limit: usize) -> Result<Vec<Waiting>> {
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

/// Questions in gaps of these statuses, of each gap the latest `each` signals, those of the liveliest
/// gaps first.
pub(in crate::gaps) async fn members(
    tx: &mut Tx,
    statuses: &[GapStatus],
    each: usize,
    limit: usize,
) -> Result<Vec<Member>> {
    let wanted: Vec<String> = statuses
        .iter()
        .map(|status| format!("'{}'", status.code()))
        .collect();
    let rows = sql(format!(
        "SELECT * FROM (SELECT q.id AS id, q.gap_id AS gap_id, q.conversation_id AS conversation_id, \
           q.seq AS seq, q.text AS text, q.vector AS vector, q.model AS model, g.last_at AS last_at, \
           g.representative AS representative, \
           ROW_NUMBER() OVER (PARTITION BY q.gap_id ORDER BY q.at DESC, q.id DESC) AS place \
           FROM gap_questions q JOIN gaps g ON g.id = q.gap_id WHERE g.status IN ({})) AS members \
         WHERE place <= $1 ORDER BY last_at DESC, gap_id, place LIMIT $2",
        wanted.join(", ")
    ))
    .bind(each)
    .bind(limit)
    .all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            let vector = row.blob_or_null("vector")?;
            Ok(Member {
                id: row.text("id")?,
                gap_id: row.text("gap_id")?,
                conversation_id: row.text("conversation_id")?,
                seq: row.int("seq")?,
                text: row.text("text")?,
                vector: row.text_or_null("model")?.zip(vector),
                representative: row.text_or_null("representative")?,
            })
        })
        .collect()
}

/// Keeps vectors with their questions, by id; `model` names what made them.
pub(in crate::gaps) async fn keep_vectors(
    tx: &mut Tx,
    model: &str,
    vectors: &[(String, Vec<u8>)],
) -> Result<()> {
    for (id, vector) in vectors {
        sql("UPDATE gap_questions SET vector = $2, model = $3 WHERE id = $1")
            .bind(id)
            .bind(vector.as_slice())
            .bind(model)
            .run(tx)
            .await?;
    }
    Ok(())
}

/// Moves all signals of a question from one gap to another.
pub(in crate::gaps) async fn move_question(
    tx: &mut Tx,
    member: &Member,
    gap_id: &str,
) -> Result<()> {
    sql(
        "UPDATE gap_questions SET gap_id = $4 WHERE conversation_id = $1 AND seq = $2 \
         AND gap_id = $3",
    )
    .bind(&member.conversation_id)
    .bind(member.seq)
    .bind(&member.gap_id)
    .bind(gap_id)
    .run(tx)
    .await?;
    Ok(())
}

/// Puts a waiting signal into a gap; false when it was taken back meanwhile.
pub(in crate::gaps) async fn assign(tx: &mut Tx, id: &str, gap_id: &str) -> Result<bool> {
    let changed = sql(
        "UPDATE gap_questions SET gap_id = $2, rephrased = NULL WHERE id = $1 AND gap_id IS NULL",
    )
    .bind(id)
    .bind(gap_id)
    .run(tx)
    .await?;
    Ok(changed > 0)
}
