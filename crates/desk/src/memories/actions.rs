//! What happens to memories.

use serde_json::{Value as Json, json};
use shanying_bot::{Bot, Recalled};
use shanying_kernel::{Error, Result, Time};
use shanying_people::customers;
use shanying_storage::Tx;
use shanying_web_kit::{Caller, Tenant, audit};

use super::model::{MemoryKind, MemoryRow, MemoryState, Said, Source};
use super::{rules, store};

/// What the staff writes of a customer.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub kind: MemoryKind,
    pub whose: String,
    pub value: String,
}

/// What a customer's text tells, by the words of the trade. From memory alone, in microseconds.
pub(crate) fn read(tenant: &Tenant, text: &str) -> Result<Vec<Said>> {
    let shelf = tenant.part::<Bot>()?.shelf();
    Ok(rules::read(text, shelf.vocabulary().catalogue()))
}

/// Keeps what a customer told, in the transaction of their words.
pub(crate) async fn note(
    tx: &mut Tx,
    customer_id: &str,
    told: &[Said],
    source: &Source,
) -> Result<()> {
    for said in told {
        let row = match store::find_same(tx, customer_id, &said.identity()).await? {
            // What somebody knows to be wrong is not proposed again.
            Some(row) if row.state == MemoryState::Rejected => continue,
            Some(mut row) => {
                row.count += 1;
                row.last_seen_at = Time(tx.now_ms());
                if row.state == MemoryState::Superseded {
                    row.state = MemoryState::Proposed;
                    row.decided_by = None;
                    row.source.clone_from(source);
                    row.said.quote.clone_from(&said.quote);
                }
                store::save(tx, &row).await?;
                row
            }
            None => store::insert(tx, customer_id, said, source, MemoryState::Proposed).await?,
        };
        // That an allergy is over is not believed until somebody confirms it.
        if !(said.kind == MemoryKind::Allergy && said.denied) {
            supersede(tx, &row).await?;
        }
        announce(tx, &row, "memory.noted").await?;
    }
    Ok(())
}

/// What cannot be so beside this holds no more.
async fn supersede(tx: &mut Tx, row: &MemoryRow) -> Result<()> {
    for mut other in store::of_customer(tx, &row.customer_id).await? {
        let stands = other.id != row.id && other.state.is_live();
        if stands && rules::contradicts(&row.said, &other.said) {
            other.state = MemoryState::Superseded;
            store::save(tx, &other).await?;
        }
    }
    Ok(())
}

async fn announce(tx: &mut Tx, row: &MemoryRow, kind: &str) -> Result<()> {
    tx.emit(
        kind,
        json!({
            "memory_id": row.id, "customer_id": row.customer_id,
            "conversation_id": row.source.conversation_id, "state": row.state,
        }),
    )
    .await
}

async fn living(tx: &mut Tx, customer_id: &str) -> Result<()> {
    if customers::load(tx, customer_id).await?.erased {
        return Err(Error::conflict(
            "customer.erased",
            "this customer was erased",
        ));
    }
    Ok(())
}

/// The staff writes what it knows; it is confirmed with that.
pub(super) async fn add(
    tx: &mut Tx,
    caller: &Caller,
    customer_id: &str,
    written: &Written,
) -> Result<MemoryRow> {
    living(tx, customer_id).await?;
    let said = rules::written(written.kind, &written.whose, &written.value)?;
    let mut row = match store::find_same(tx, customer_id, &said.identity()).await? {
        Some(row) => row,
        None => {
            let nowhere = Source::default();
            store::insert(tx, customer_id, &said, &nowhere, MemoryState::Confirmed).await?
        }
    };
    row.said.value = said.value;
    let entry = audit::Entry::new(caller, "memory.added", customer_id);
    decide(tx, caller, row, MemoryState::Confirmed, entry).await
}

/// It is so.
pub(super) async fn confirm(
    tx: &mut Tx,
    caller: &Caller,
    customer_id: &str,
    id: &str,
) -> Result<MemoryRow> {
    let row = store::load_for_update(tx, customer_id, id).await?;
    let entry = audit::Entry::new(caller, "memory.confirmed", customer_id);
    decide(tx, caller, row, MemoryState::Confirmed, entry).await
}

/// It is not so.
pub(super) async fn reject(
    tx: &mut Tx,
    caller: &Caller,
    customer_id: &str,
    id: &str,
) -> Result<MemoryRow> {
    let row = store::load_for_update(tx, customer_id, id).await?;
    let entry = audit::Entry::new(caller, "memory.rejected", customer_id);
    decide(tx, caller, row, MemoryState::Rejected, entry).await
}

/// It is so in other words; the customer's own words stay the same fact.
pub(super) async fn change(
    tx: &mut Tx,
    caller: &Caller,
    (customer_id, id): (&str, &str),
    written: &Written,
) -> Result<MemoryRow> {
    let mut row = store::load_for_update(tx, customer_id, id).await?;
    let said = rules::written(written.kind, &written.whose, &written.value)?;
    let quote = std::mem::take(&mut row.said.quote);
    row.said = Said { quote, ..said };
    let entry = audit::Entry::new(caller, "memory.changed", customer_id);
    decide(tx, caller, row, MemoryState::Confirmed, entry).await
}

async fn decide(
    tx: &mut Tx,
    caller: &Caller,
    mut row: MemoryRow,
    state: MemoryState,
    entry: audit::Entry,
) -> Result<MemoryRow> {
    row.state = state;
    row.decided_by = Some(caller.actor.clone());
    store::save(tx, &row).await?;
    if state == MemoryState::Confirmed {
        supersede(tx, &row).await?;
    }
    let detail = json!({"memory_id": row.id, "kind": row.said.kind});
    audit::record(tx, entry.detail(detail)).await?;
    announce(tx, &row, "memory.decided").await?;
    Ok(row)
}

/// What the bot may take as told: what is confirmed of who somebody is, and every allergy.
pub(crate) async fn recall(tx: &mut Tx, customer_id: &str) -> Result<Vec<Recalled>> {
    let rows = store::of_customer(tx, customer_id).await?;
    let known = rows.into_iter().filter(|row| !row.said.denied);
    Ok(known
        .filter_map(|row| match (row.said.kind, row.state) {
            (MemoryKind::Allergy, MemoryState::Proposed | MemoryState::Confirmed) => {
                Some(Recalled {
                    whose: row.said.whose,
                    words: row.said.thing,
                    is_allergen: true,
                })
            }
            (MemoryKind::Trait, MemoryState::Confirmed) => Some(Recalled {
                whose: row.said.whose,
                words: row.said.value,
                is_allergen: false,
            }),
            _ => None,
        })
        .collect())
}

/// One person on two devices: what was told on the one belongs to the other. Of the same fact the
/// verdict of the staff holds; of facts that contradict each other the later.
pub(crate) async fn merge(tx: &mut Tx, from: &str, to: &str) -> Result<()> {
    let mut moved = store::of_customer(tx, from).await?;
    moved.reverse();
    for mut row in moved {
        if let Some(mut own) = store::find_same(tx, to, &row.identity).await? {
            own.count += row.count;
            own.created_at = own.created_at.min(row.created_at);
            own.last_seen_at = own.last_seen_at.max(row.last_seen_at);
            let revived = own.state == MemoryState::Superseded && row.state.is_live();
            if revived || (own.decided_by.is_none() && row.decided_by.is_some()) {
                own.state = row.state;
                own.decided_by = row.decided_by;
            }
            store::save(tx, &own).await?;
            store::delete(tx, &row.id).await?;
            continue;
        }
        row.customer_id = to.to_owned();
        store::save(tx, &row).await?;
        if !row.state.is_live() {
            continue;
        }
        let others = store::of_customer(tx, to).await?;
        let rival = others
            .into_iter()
            .find(|other| other.state.is_live() && rules::contradicts(&row.said, &other.said));
        let Some(mut rival) = rival else { continue };
        let older = if rival.last_seen_at > row.last_seen_at {
            &mut row
        } else {
            &mut rival
        };
        older.state = MemoryState::Superseded;
        store::save(tx, older).await?;
    }
    Ok(())
}

/// All that is remembered of a customer.
pub(crate) async fn export(tx: &mut Tx, customer_id: &str) -> Result<Json> {
    let rows = store::of_customer(tx, customer_id).await?;
    let facts = rows.into_iter().map(|row| {
        json!({
            "kind": row.said.kind, "whose": row.said.whose, "value": row.said.value,
            "quote": row.said.quote, "state": row.state, "count": row.count,
            "conversation_id": row.source.conversation_id, "ticket_id": row.source.ticket_id,
            "first": row.created_at, "last": row.last_seen_at,
        })
    });
    Ok(Json::Array(facts.collect()))
}
