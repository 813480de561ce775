//! Telling customers what a person decided on what they had asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value as Json, json};
use shanying_kernel::{Event, Result};
use shanying_storage::Tx;
use shanying_storage::outbox::Listener;

use super::lifecycle::close_row;
use super::say::{Said, say};
use crate::conversations::model::{Content, ConversationRow, Owner};
use crate::conversations::store;

/// Hears how writes ended on which a person decided, and says so in the conversation.
pub(crate) fn listener() -> Listener {
    Listener {
        name: "desk.approvals",
        kinds: &["tool.done", "tool.failed", "tool.rejected"],
        handle: Arc::new(|tx, event| Box::pin(tell(tx, event))),
    }
}

async fn tell(tx: &mut Tx, event: &Event) -> Result<()> {
    let facts = &event.payload;
    let approved = facts.get("approved").and_then(Json::as_bool) == Some(true);
    let code = match event.kind.as_str() {
        "tool.rejected" => "approval.rejected",
        "tool.done" if approved => "approval.done",
        "tool.failed" if approved => "approval.failed",
        // Done without anybody: whoever asked told the customer at once.
        _ => return Ok(()),
    };
    let Some(mut row) = place(tx, facts).await? else {
        return Ok(());
    };
    let told = ["tool", "order_no", "amount", "number", "note"]
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), facts.get(name)?.clone())))
        .filter(|(_, value)| !value.is_null() && *value != json!(""));
    let content = Content::Notice {
        code: code.to_owned(),
        params: told.collect::<BTreeMap<_, _>>(),
    };
    say(tx, &mut row, Said::by_system(content)).await?;
    store::save(tx, &row).await
}

/// Where the customer reads what is told of a matter from this conversation. None when it was erased,
/// or the matter came from none.
async fn place(tx: &mut Tx, facts: &Json) -> Result<Option<ConversationRow>> {
    let Some(id) = facts.get("conversation_id").and_then(Json::as_str) else {
        return Ok(None);
    };
    let Some(row) = store::find_for_update(tx, id).await? else {
        return Ok(None);
    };
    latest_if_over(tx, row).await
}

/// The conversation itself, or the one that followed when that is over.
async fn latest_if_over(tx: &mut Tx, row: ConversationRow) -> Result<Option<ConversationRow>> {
    if row.owner != Owner::Closed {
        return Ok(Some(row));
    }
    match store::latest_of_customer(tx, &row.customer_id).await? {
        Some(latest) if latest.id != row.id => store::find_for_update(tx, &latest.id).await,
        _ => Ok(Some(row)),
    }
}

/// Tells the customer something about a matter of theirs: in its conversation or the one that
/// followed, else in their last one. A message left that is answered so is over. False when there is
/// no conversation to tell it in.
pub(crate) async fn tell_customer(
    tx: &mut Tx,
    customer_id: &str,
    conversation_id: Option<&str>,
    content: Content,
) -> Result<bool> {
    let own = match conversation_id {
        Some(id) => store::find_for_update(tx, id).await?,
        None => None,
    };
    let place = match own.filter(|row| row.customer_id == customer_id) {
        Some(row) => latest_if_over(tx, row).await?,
        None => match store::latest_of_customer(tx, customer_id).await? {
            Some(row) => store::find_for_update(tx, &row.id).await?,
            None => None,
        },
    };
    let Some(mut row) = place else {
        return Ok(false);
    };
    say(tx, &mut row, Said::by_system(content)).await?;
    store::save(tx, &row).await?;
    if row.owner == Owner::LeftMessage && Some(row.id.as_str()) == conversation_id {
        close_row(tx, row, "agent").await?;
    }
    Ok(true)
}
