//! Statements on `refunds`.

use std::collections::HashMap;

use shanying_kernel::{Result, new_id};
use shanying_storage::{Row, Tx, sql};

use super::model::{NewRefund, Refund, RefundKind, RefundReason, RefundState};
use crate::money::Money;

const SELECT: &str =
    "SELECT r.*, o.no AS order_no FROM refunds r JOIN orders o ON o.id = r.order_id";

/// Writes a refund.
pub async fn insert(tx: &mut Tx, new: &NewRefund) -> Result<()> {
    let refund = &new.refund;
    let updated = refund
        .timeline
        .last()
        .map_or(refund.created_at, |step| step.at);
    sql(
        "INSERT INTO refunds (id, no, order_id, user_id, kind, status, reason, note, currency, \
           amount, items, evidence, timeline, created_at, updated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
    )
    .bind(new_id("rfd"))
    .bind(&refund.no)
    .bind(&new.order_id)
    .bind(&new.user_id)
    .bind(refund.kind.code())
    .bind(refund.state.code())
    .bind(refund.reason.code())
    .bind(&refund.note)
    .bind(&refund.amount.currency)
    .bind(refund.amount.amount)
    .bind_json(&refund.items)
    .bind_json(&refund.evidence)
    .bind_json(&refund.timeline)
    .bind(refund.created_at)
    .bind(updated)
    .run(tx)
    .await?;
    Ok(())
}

/// The refunds of orders, by the id of the order, the latest first.
pub(crate) async fn of_orders(
    tx: &mut Tx,
    order_ids: &[String],
) -> Result<HashMap<String, Vec<Refund>>> {
    let mut found: HashMap<String, Vec<Refund>> = HashMap::new();
    for ids in order_ids.chunks(200) {
        let places: Vec<String> = (1..=ids.len()).map(|n| format!("${n}")).collect();
        let mut query = sql(format!(
            "{SELECT} WHERE r.order_id IN ({}) ORDER BY r.created_at DESC, r.id DESC",
            places.join(", ")
        ));
        for id in ids {
            query = query.bind(id);
        }
        for row in query.all(tx).await? {
            let refund = from_row(&row)?;
            found.entry(row.text("order_id")?).or_default().push(refund);
        }
    }
    Ok(found)
}

/// A customer's refunds, the latest first.
pub(crate) async fn of_customer(tx: &mut Tx, user_id: &str, limit: usize) -> Result<Vec<Refund>> {
    let rows = sql(format!(
        "{SELECT} WHERE r.user_id = $1 ORDER BY r.created_at DESC, r.id DESC LIMIT $2"
    ))
    .bind(user_id)
    .bind(limit)
    .all(tx)
    .await?;
    rows.iter().map(from_row).collect()
}

/// Takes a customer's words and pictures out of their refunds.
pub(crate) async fn forget(tx: &mut Tx, user_id: &str) -> Result<()> {
    sql("UPDATE refunds SET note = '', evidence = '[]' WHERE user_id = $1")
        .bind(user_id)
        .run(tx)
        .await?;
    Ok(())
}

fn from_row(row: &Row) -> Result<Refund> {
    Ok(Refund {
        no: row.text("no")?,
        order_no: row.text("order_no")?,
        kind: RefundKind::parse(&row.text("kind")?)?,
        state: RefundState::parse(&row.text("status")?)?,
        reason: RefundReason::parse(&row.text("reason")?)?,
        note: row.text("note")?,
        amount: Money::new(row.int("amount")?, &row.text("currency")?),
        items: row.json("items")?,
        evidence: row.json("evidence")?,
        timeline: row.json("timeline")?,
        created_at: row.time("created_at")?,
    })
}
