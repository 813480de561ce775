//! What the staff says about a ticket, to the customer or among themselves.

use serde_json::json;
use shanying_kernel::{Actor, Error, Result, Time};
use shanying_storage::Tx;

use super::change::set_category;
use super::{Office, announce, speaker, tick};
use crate::conversations::actions::tell_customer;
use crate::conversations::model::Content;
use crate::tickets::model::{Category, Entry, EntryKind, TicketRow};
use crate::tickets::rules::{self, clocks::Happened};
use crate::tickets::store::{self, NewEntry};

/// Says something about a held ticket. What is public reaches the customer in their conversation and
/// meets the clocks of replies; a new ticket is open from then on.
pub(crate) async fn comment(
    tx: &mut Tx,
    actor: &Actor,
    row: &mut TicketRow,
    text: &str,
    public: bool,
) -> Result<Entry> {
    let text = rules::long_text("text", text, 1)?;
    if row.merged_into.is_some() {
        return Err(Error::conflict(
            "ticket.merged",
            "this ticket was merged into another",
        ));
    }
    if public && row.customer_id.is_none() {
        return Err(Error::conflict(
            "ticket.no_customer",
            "nobody would read it",
        ));
    }
    let spoken = if public {
        speaker(tx, actor).await?
    } else {
        actor.clone()
    };
    let entry = NewEntry {
        ticket_id: &row.id,
        kind: EntryKind::Comment,
        actor: &spoken,
        text: &text,
        changes: &[],
        public,
    };
    let entry = store::insert_entry(tx, entry).await?;
    let mut happened = Vec::new();
    if public {
        happened.push(Happened::Answered);
        row.customer_spoke_at = None;
    }
    let office = Office::load(tx).await?;
    if row.category == Category::New
        && let Some(open) = office.settings.first(Category::Open)
    {
        set_category(row, &open.key, Category::Open, Time(tx.now_ms()));
        happened.push(Happened::Status {
            pauses: open.pauses,
        });
    }
    tick(tx, &office, row, &happened).await?;
    store::save(tx, row).await?;
    if let Some(customer) = row.customer_id.as_ref().filter(|_| public) {
        let told = [
            ("number", json!(row.number)),
            ("subject", json!(row.subject)),
            ("text", json!(text)),
            ("name", json!(spoken.name)),
            ("ticket_id", json!(row.id)),
        ];
        let content = Content::notice_with("ticket.answered", told);
        tell_customer(tx, customer, row.conversation_id.as_deref(), content).await?;
    }
    let kind = if public {
        "ticket.answered"
    } else {
        "ticket.noted"
    };
    announce(tx, row, kind, actor, false).await?;
    Ok(entry)
}
