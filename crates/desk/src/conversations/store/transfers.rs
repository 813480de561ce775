//! Conversations in which a person was asked for, with what was said, for learning from them.

use serde_json::Value as Json;
use shanying_kernel::{Result, Time};
use shanying_storage::{Row, Tx, sql};

use super::messages::{Part, messages};
use crate::conversations::model::{Message, TransferReason};

/// Messages of a conversation that are read.
const MESSAGES: usize = 120;

/// A conversation in which a person was asked for.
#[derive(Clone, Debug)]
pub struct Transferred {
    /// `cnv_…`.
    pub id: String,
    /// Its number, to read aloud.
    pub number: i64,
    /// Why a person was asked for.
    pub reason: TransferReason,
    /// Whether before any question to the bot.
    pub is_direct: bool,
    /// When it began.
    pub created_at: Time,
    /// The customer's rating, 1 to 5.
    pub score: Option<i64>,
    /// Whether the matter was solved, if the customer said.
    pub solved: Option<bool>,
    /// What was said, without what is for the staff alone.
    pub messages: Vec<Message>,
}

/// Conversations begun since an instant in which a customer got to a person, the newest first.
pub async fn transferred(tx: &mut Tx, since_ms: i64, most: usize) -> Result<Vec<Transferred>> {
    let rows = sql(
        "SELECT id, number, transfer_reason, transfer_direct, created_at, \
         rating_score, rating_solved FROM conversations WHERE created_at >= $1 \
         AND transfer_reason IS NOT NULL AND transfer_reason <> 'agent' \
         ORDER BY created_at DESC, id LIMIT $2",
    )
    .bind(since_ms)
    .bind(most)
    .all(tx)
    .await?;
    let mut found = rows
        .iter()
        .map(read)
        .collect::<Result<Vec<Transferred>>>()?;
    for one in &mut found {
        let part = Part::Before(i64::MAX);
        (one.messages, _) = messages(tx, &one.id, part, false, MESSAGES).await?;
    }
    Ok(found)
}

fn read(row: &Row) -> Result<Transferred> {
    Ok(Transferred {
        id: row.text("id")?,
        number: row.int("number")?,
        reason: serde_json::from_value(Json::String(row.text("transfer_reason")?))?,
        is_direct: row.flag("transfer_direct")?,
        created_at: row.time("created_at")?,
        score: row.int_or_null("rating_score")?,
        solved: row.int_or_null("rating_solved")?.map(|solved| solved == 1),
        messages: Vec::new(),
    })
}
