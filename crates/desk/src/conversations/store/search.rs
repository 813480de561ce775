//! Which conversations hold a text: pairs of neighbouring characters of every message, kept by a
//! listener beside the messages, so that finding needs no reading of them all.
//!
//! Owned tables: `message_places`, `message_grams` (full text of the database itself). Both are
//! derived: what they hold stands in `messages`.

use std::sync::Arc;

use shanying_kernel::{Event, Result};
use shanying_language::normalise::normalise_text;
use shanying_storage::outbox::Listener;
use shanying_storage::{Tx, sql};

use super::messages::find_message;
use crate::conversations::model::Content;

const GRAMS: &str = "message_grams";
/// Characters of a message that can be found.
const FOUND_CHARS: usize = 8_000;

/// Hears of messages and makes them findable.
pub(crate) fn listener() -> Listener {
    Listener {
        name: "derived.desk.search",
        kinds: &["message.appended"],
        handle: Arc::new(|tx, event| Box::pin(learn(tx, event))),
    }
}

async fn learn(tx: &mut Tx, event: &Event) -> Result<()> {
    let id = event.payload.pointer("/message/id");
    let (Some(position), Some(id)) = (event.position, id.and_then(|id| id.as_str())) else {
        return Ok(());
    };
    // Read anew: it may have been erased since.
    let Some(message) = find_message(tx, id).await? else {
        return Ok(());
    };
    let grams: Vec<String> = runs(&words_of(&message.content))
        .iter()
        .flat_map(|run| {
            let last = run.last().map(char::to_string);
            pairs(run).into_iter().chain(last)
        })
        .collect();
    if grams.is_empty() {
        return Ok(());
    }
    sql("INSERT INTO message_places (position, conversation_id) VALUES ($1, $2)")
        .bind(position)
        .bind(&message.conversation_id)
        .run(tx)
        .await?;
    let dialect = tx.dialect();
    sql(dialect.insert_grams(GRAMS))
        .bind(position)
        .bind(dialect.grams(&grams))
        .run(tx)
        .await?;
    Ok(())
}

/// What people see of a message as words.
fn words_of(content: &Content) -> String {
    match content {
        Content::Text { text } | Content::Note { text } | Content::Whisper { text } => text.clone(),
        Content::Options { text, .. } | Content::Cards { text, .. } => text.clone(),
        Content::Image { file } | Content::File { file } => file.name.clone(),
        Content::Answer { question, .. } => question.clone(),
        Content::Rating { comment, .. } => comment.clone(),
        Content::Suggestions { .. } | Content::Notice { .. } | Content::RatingInvitation {} => {
            String::new()
        }
    }
}

/// Letters and digits that stand together.
fn runs(text: &str) -> Vec<Vec<char>> {
    let text: String = normalise_text(text).chars().take(FOUND_CHARS).collect();
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|run| !run.is_empty())
        .map(|run| run.chars().collect())
        .collect()
}

fn pairs(run: &[char]) -> Vec<String> {
    run.windows(2).map(|pair| pair.iter().collect()).collect()
}

/// What a search asks of the grams: a row of them for each word; nothing for no words. Words are
/// told apart first, because normalising takes out the spaces of Chinese.
pub(super) fn phrases(text: &str) -> Vec<Vec<String>> {
    text.split_whitespace()
        .flat_map(runs)
        .map(|run| match run.as_slice() {
            [one] => vec![one.to_string()],
            more => pairs(more),
        })
        .collect()
}

/// The conversations one of whose messages has the phrases in parameter `$n`.
pub(super) fn holding(tx: &Tx, n: usize) -> String {
    let positions = tx.dialect().grams_match(GRAMS, n);
    format!("SELECT conversation_id FROM message_places WHERE position IN ({positions})")
}

/// Forgets the messages of a conversation.
pub(super) async fn forget(tx: &mut Tx, conversation_id: &str) -> Result<()> {
    let positions = "SELECT position FROM message_places WHERE conversation_id = $1";
    sql(tx.dialect().delete_grams(GRAMS, positions))
        .bind(conversation_id)
        .run(tx)
        .await?;
    sql("DELETE FROM message_places WHERE conversation_id = $1")
        .bind(conversation_id)
        .run(tx)
        .await?;
    Ok(())
}
