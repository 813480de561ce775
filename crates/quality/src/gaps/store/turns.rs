//! Statements on `bot_turns`.

use shanying_kernel::Result;
use shanying_storage::{Row, Tx, sql};

use crate::gaps::model::Turn;

pub(in crate::gaps) async fn find_turn(tx: &mut Tx, conversation_id: &str) -> Result<Option<Turn>> {
    let row = sql("SELECT * FROM bot_turns WHERE conversation_id = $1")
        .bind(conversation_id)
        .optional(tx)
        .await?;
    row.as_ref().map(turn).transpose()
}

pub(in crate::gaps) async fn put_turn(tx: &mut Tx, turn: &Turn) -> Result<()> {
    sql(
        "INSERT INTO bot_turns (conversation_id, customer_id, seq, question, outcome, entry_id, \
         offered, helpful, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (conversation_id) DO UPDATE SET customer_id = excluded.customer_id, \
         seq = excluded.seq, question = excluded.question, outcome = excluded.outcome, \
         entry_id = excluded.entry_id, offered = excluded.offered, helpful = excluded.helpful, \
         at = excluded.at",
    )
    .bind(&turn.conversation_id)
    .bind(&turn.customer_id)
    .bind(turn.seq)
    .bind(&turn.question)
    .bind(turn.outcome.code())
    .bind(turn.entry_id.clone())
    .bind_json(&turn.offered)
    .bind(turn.helpful)
    .bind(turn.at)
    .run(tx)
    .await?;
    Ok(())
}

pub(in crate::gaps) async fn forget_turn(tx: &mut Tx, conversation_id: &str) -> Result<()> {
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
        entry_id: row.text_or_null("entry_id")?,
        offered: row.json("offered")?,
        helpful: row.int_or_null("helpful")?.map(|helpful| helpful != 0),
        at: row.time("at")?,
    })
}
