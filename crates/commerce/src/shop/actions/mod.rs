//! What the shop does: first a plan, which is all that a preview tells; then, once for a key, the
//! plan made anew on the row that is held, and carried out.

mod carry_out;
mod ordering;
mod plan;

use serde_json::json;
use shanying_kernel::{Error, Result, Time};
use shanying_storage::Tx;
use shanying_web_kit::settings;
use shanying_web_kit::signing::token_hash;

use super::model::Terms;
use super::store;
use crate::connectors::{Authority, Change, Outcome, Preview, VerifiedCustomer, Write};
use crate::orders::{self, StoredOrder};
use crate::{refunds, shipments};

pub(crate) use ordering::{addresses, give_back, quote, specs};

/// Fills parcels, refunds and what is allowed now.
pub(crate) async fn whole(tx: &mut Tx, mut orders: Vec<StoredOrder>) -> Result<Vec<StoredOrder>> {
    let (terms, now) = (settings::load::<Terms>(tx).await?, Time(tx.now_ms()));
    let ids: Vec<String> = orders.iter().map(|stored| stored.id.clone()).collect();
    let mut parcels = shipments::store::of_orders(tx, &ids).await?;
    let mut backs = refunds::store::of_orders(tx, &ids).await?;
    for stored in &mut orders {
        stored.order.shipments = parcels.remove(&stored.id).unwrap_or_default();
        stored.order.refunds = backs.remove(&stored.id).unwrap_or_default();
        orders::rules::count_refunds(&mut stored.order);
        stored.order.allowed = orders::rules::allowed(stored, &terms, now);
    }
    Ok(orders)
}

/// Forgets a person in the orders of the company's own shop.
pub(crate) async fn forget(tx: &mut Tx, user_id: &str) -> Result<()> {
    orders::store::forget(tx, user_id).await?;
    shipments::store::forget(tx, user_id).await?;
    refunds::store::forget(tx, user_id).await?;
    store::forget(tx, user_id).await
}

/// The same for one.
pub(crate) async fn whole_one(tx: &mut Tx, stored: StoredOrder) -> Result<StoredOrder> {
    let filled = whole(tx, vec![stored]).await?;
    filled
        .into_iter()
        .next()
        .ok_or_else(|| Error::internal("an order vanished while it was filled"))
}

/// What a change would do.
pub(crate) async fn preview(
    tx: &mut Tx,
    customer: &VerifiedCustomer,
    change: &Change,
) -> Result<Preview> {
    if let Change::CreateOrder { purchase } = change {
        return ordering::preview(tx, customer, purchase).await;
    }
    let order = match change.order_no() {
        Some(no) => {
            let stored = orders::store::load(tx, &customer.user_id, no).await?;
            Some(whole_one(tx, stored).await?)
        }
        None => None,
    };
    Ok(plan::make(tx, change, order).await?.preview)
}

/// Makes a change, once for its key.
pub(crate) async fn apply(
    tx: &mut Tx,
    customer: &VerifiedCustomer,
    write: Write<'_>,
) -> Result<Outcome> {
    let hash = token_hash(&serde_json::to_string(write.change)?);
    if let Some(outcome) = store::take(tx, write.key, &customer.user_id, &hash).await? {
        return Ok(outcome);
    }
    if let Change::CreateOrder { purchase } = write.change {
        let outcome = ordering::order(tx, customer, purchase).await?;
        return done(tx, customer, write.key, outcome).await;
    }
    let order = match write.change.order_no() {
        Some(no) => {
            let stored = orders::store::lock(tx, &customer.user_id, no).await?;
            Some(whole_one(tx, stored).await?)
        }
        None => None,
    };
    let plan = plan::make(tx, write.change, order).await?;
    if plan.preview.authority == Authority::Person && !write.approved {
        return Err(Error::conflict(
            "shop.needs_authority",
            "a person with the authority must let this happen",
        ));
    }
    let outcome = carry_out::carry_out(tx, customer, write.change, plan).await?;
    done(tx, customer, write.key, outcome).await
}

/// Keeps what was done under its key, and tells of it.
async fn done(
    tx: &mut Tx,
    customer: &VerifiedCustomer,
    key: &str,
    outcome: Outcome,
) -> Result<Outcome> {
    store::set_outcome(tx, key, &outcome).await?;
    tx.emit(
        "order.changed",
        json!({
            "customer_id": customer.customer_id, "order_no": outcome.order_no,
            "change": outcome.kind,
        }),
    )
    .await?;
    Ok(outcome)
}
