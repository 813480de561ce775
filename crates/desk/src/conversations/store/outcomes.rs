//! What became of conversations with the bot, and of those that came to a person: what decides whether
//! the way to a person may be hidden.

use shanying_kernel::Result;
use shanying_storage::{Tx, sql};

/// Conversations begun in a span, by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Outcomes {
    /// The bot replied to a question, and they are over.
    pub bot_served: i64,
    /// Of them, those that asked for no person, did not say that it did not help or was not solved,
    /// and did not come back within a day.
    pub resolved: i64,
    /// Rated, of those that asked for a person.
    pub rated: i64,
    /// Of them, with 4 or 5.
    pub good: i64,
}

/// Counts conversations begun since `from_ms`.
pub(crate) async fn outcomes(tx: &mut Tx, from_ms: i64) -> Result<Outcomes> {
    let row = sql(
        "SELECT COUNT(CASE WHEN bot_replied = 1 AND owner = 'closed' THEN 1 END) AS served, \
         COUNT(CASE WHEN bot_replied = 1 AND owner = 'closed' AND transfer_reason IS NULL \
           AND COALESCE(rating_solved, 1) = 1 \
           AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND m.feedback = 'not_helpful') \
           AND NOT EXISTS (SELECT 1 FROM conversations n WHERE n.customer_id = c.customer_id \
             AND n.created_at > c.created_at AND n.created_at < c.closed_at + 86400000) THEN 1 END) AS resolved, \
         COUNT(CASE WHEN transfer_reason <> 'agent' THEN rating_score END) AS rated, \
         COUNT(CASE WHEN transfer_reason <> 'agent' AND rating_score >= 4 THEN 1 END) AS good \
         FROM conversations c WHERE c.created_at >= $1",
    )
    .bind(from_ms)
    .one(tx)
    .await?;
    Ok(Outcomes {
        bot_served: row.int("served")?,
        resolved: row.int("resolved")?,
        rated: row.int("rated")?,
        good: row.int("good")?,
    })
}

/// Messages of the customer after a place of the conversation.
pub(crate) async fn said_after(tx: &mut Tx, conversation_id: &str, seq: i64) -> Result<i64> {
    sql(
        "SELECT COUNT(*) FROM messages WHERE conversation_id = $1 AND seq > $2 \
         AND sender_kind = 'customer'",
    )
    .bind(conversation_id)
    .bind(seq)
    .one(tx)
    .await?
    .count()
}
