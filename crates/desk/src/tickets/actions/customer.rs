//! What a customer does with a ticket of theirs.

use shanying_kernel::{Actor, ActorKind, Error, Result, Time};
use shanying_people::customers;
use shanying_storage::Tx;

use super::change::set_category;
use super::{Office, announce, tick};
use crate::tickets::model::{Category, EntryKind, Origin, TicketRow};
use crate::tickets::rules::{self, clocks::Happened};
use crate::tickets::store::{self, NewEntry};

/// The customer's own ticket, held; any other does not exist for them.
async fn own(tx: &mut Tx, customer_id: &str, id: &str) -> Result<(TicketRow, Actor)> {
    let row = store::load_for_update(tx, id).await?;
    let hidden = row.merged_into.is_some() || row.origin == Origin::FollowUp;
    if row.customer_id.as_deref() != Some(customer_id) || hidden {
        return Err(store::unknown());
    }
    let actor = Actor {
        kind: ActorKind::Customer,
        id: Some(customer_id.to_owned()),
        name: Some(customers::brief(tx, customer_id).await?.name),
    };
    Ok((row, actor))
}

async fn note(
    tx: &mut Tx,
    row: &TicketRow,
    actor: &Actor,
    kind: EntryKind,
    text: &str,
) -> Result<()> {
    let entry = NewEntry {
        ticket_id: &row.id,
        kind,
        actor,
        text,
        changes: &[],
        public: true,
    };
    store::insert_entry(tx, entry).await.map(|_| ())
}

/// What waits for the customer, or was done, is open again.
async fn spoke(tx: &mut Tx, office: &Office, row: &mut TicketRow) -> Result<()> {
    let now = Time(tx.now_ms());
    let mut happened = vec![Happened::CustomerSpoke];
    if let Some(category) = rules::after_customer(row.category)
        && let Some(status) = office.settings.first(category)
    {
        set_category(row, &status.key, Category::Open, now);
        happened.push(Happened::Status {
            pauses: status.pauses,
        });
    }
    row.customer_spoke_at.get_or_insert(now);
    tick(tx, office, row, &happened).await?;
    store::save(tx, row).await
}

/// The customer says something; what is done can only be opened again.
pub(crate) async fn answer(tx: &mut Tx, customer_id: &str, id: &str, text: &str) -> Result<()> {
    let text = rules::long_text("text", text, 1)?;
    let (mut row, actor) = own(tx, customer_id, id).await?;
    if row.category.is_done() {
        return Err(Error::conflict("ticket.done", "it is done"));
    }
    let office = Office::load(tx).await?;
    note(tx, &row, &actor, EntryKind::Comment, &text).await?;
    spoke(tx, &office, &mut row).await?;
    announce(tx, &row, "ticket.customer_answered", &actor, false).await
}

/// The customer presses for it, once in a while.
pub(crate) async fn urge(tx: &mut Tx, customer_id: &str, id: &str) -> Result<()> {
    let (mut row, actor) = own(tx, customer_id, id).await?;
    let office = Office::load(tx).await?;
    let now = Time(tx.now_ms());
    rules::may_urge(&row, office.settings.urge_minutes, now)?;
    row.urges += 1;
    row.urged_at = Some(now);
    store::save(tx, &mut row).await?;
    note(tx, &row, &actor, EntryKind::Urged, "").await?;
    announce(tx, &row, "ticket.urged", &actor, true).await
}

/// The customer says that it is not done, and why.
pub(crate) async fn reopen(tx: &mut Tx, customer_id: &str, id: &str, text: &str) -> Result<()> {
    let text = rules::long_text("text", text, 1)?;
    let (mut row, actor) = own(tx, customer_id, id).await?;
    let office = Office::load(tx).await?;
    rules::may_reopen(&row, office.settings.reopen_days, Time(tx.now_ms()))?;
    note(tx, &row, &actor, EntryKind::Reopened, &text).await?;
    spoke(tx, &office, &mut row).await?;
    announce(tx, &row, "ticket.reopened", &actor, true).await
}
