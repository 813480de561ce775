//! Statements on `payments`.

use shanying_kernel::{Error, Result, Time};
use shanying_storage::{Tx, sql};

use super::model::{Payment, PaymentState};
use crate::orders;

/// A payment to be waited for.
pub(crate) struct NewPayment<'a> {
    pub(crate) token: &'a str,
    pub(crate) order_id: &'a str,
    pub(crate) customer_id: &'a str,
    pub(crate) expires_at: Time,
}

/// Waits for a payment.
pub(crate) async fn insert(tx: &mut Tx, new: &NewPayment<'_>) -> Result<()> {
    let now = tx.now_ms();
    sql(
        "INSERT INTO payments (token, order_id, customer_id, state, created_at, expires_at) \
         VALUES ($1, $2, $3, 'open', $4, $5)",
    )
    .bind(new.token)
    .bind(new.order_id)
    .bind(new.customer_id)
    .bind(now)
    .bind(new.expires_at)
    .run(tx)
    .await?;
    Ok(())
}

/// The payment of this token, or `not_found.payment`; `lock` holds its row.
pub(super) async fn load(tx: &mut Tx, token: &str, lock: &str) -> Result<Payment> {
    let row = sql(format!("SELECT * FROM payments WHERE token = $1{lock}"))
        .bind(token)
        .optional(tx)
        .await?
        .ok_or_else(|| Error::not_found("not_found.payment", "no such payment"))?;
    let order_id = row.text("order_id")?;
    let order = orders::store::by_id(tx, &order_id).await?.order;
    let expires_at = row.time("expires_at")?;
    let state = PaymentState::parse(&row.text("state")?)?;
    let over = state == PaymentState::Open && tx.now_ms() > expires_at.0;
    Ok(Payment {
        order_no: order.no,
        items: order.items,
        amount: order.amount.paid,
        state: if over { PaymentState::Closed } else { state },
        expires_at,
        order_id,
        customer_id: row.text("customer_id")?,
    })
}

/// A customer is erased: nobody is named by their payments any more.
pub(crate) async fn forget(tx: &mut Tx, customer_id: &str) -> Result<()> {
    sql("UPDATE payments SET customer_id = '' WHERE customer_id = $1")
        .bind(customer_id)
        .run(tx)
        .await?;
    Ok(())
}

/// It is over.
pub(super) async fn set_over(tx: &mut Tx, token: &str, state: PaymentState) -> Result<()> {
    let now = tx.now_ms();
    sql("UPDATE payments SET state = $2, ended_at = $3 WHERE token = $1")
        .bind(token)
        .bind(state.code())
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// The order is over: nobody can pay it any more.
pub(crate) async fn close_of_order(tx: &mut Tx, order_id: &str) -> Result<()> {
    let now = tx.now_ms();
    sql("UPDATE payments SET state = 'closed', ended_at = $2 WHERE order_id = $1 AND state = 'open'")
        .bind(order_id)
        .bind(now)
        .run(tx)
        .await?;
    Ok(())
}

/// Tokens of payments whose time is over.
pub(super) async fn overdue(tx: &mut Tx, limit: usize) -> Result<Vec<String>> {
    let now = tx.now_ms();
    let rows = sql(
        "SELECT token FROM payments WHERE state = 'open' AND expires_at < $1 \
         ORDER BY expires_at LIMIT $2",
    )
    .bind(now)
    .bind(limit)
    .all(tx)
    .await?;
    rows.iter().map(|row| row.text("token")).collect()
}
