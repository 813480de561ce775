//! Paying, not paying, closing what was not paid.

use serde_json::json;
use shanying_kernel::{Error, Result, Time};
use shanying_storage::Tx;
use shanying_web_kit::Tenant;

use super::model::{Payment, PaymentState};
use super::store;
use crate::orders::{self, OrderStatus};
use crate::shop;

/// The payment of this token, or `not_found.payment`.
pub async fn find(tenant: &Tenant, token: &str) -> Result<Payment> {
    let mut tx = tenant.db().read().await?;
    store::load(&mut tx, token, "").await
}

/// The money came. Told again it is as it was; too late it is `payment.closed`.
pub async fn pay(tenant: &Tenant, token: &str) -> Result<Payment> {
    let token = token.to_owned();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let payment = held(tx, &token).await?;
                match payment.state {
                    PaymentState::Paid => return Ok(payment),
                    PaymentState::Closed => {
                        return Err(Error::conflict("payment.closed", "its time is over"));
                    }
                    PaymentState::Open => {}
                }
                let now = Time(tx.now_ms());
                store::set_over(tx, &token, PaymentState::Paid).await?;
                orders::store::set_paid(tx, &payment.order_id, now).await?;
                tell(tx, "order.paid", &payment).await?;
                store::load(tx, &token, "").await
            })
        })
        .await
}

/// The customer left the page without paying; the payment stays open.
pub async fn decline(tenant: &Tenant, token: &str) -> Result<Payment> {
    let token = token.to_owned();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let payment = held(tx, &token).await?;
                if payment.state == PaymentState::Open {
                    tell(tx, "order.payment_declined", &payment).await?;
                }
                Ok(payment)
            })
        })
        .await
}

/// Closes a payment whose time is over, with its order.
pub(crate) async fn close_overdue(tx: &mut Tx, limit: usize) -> Result<usize> {
    let tokens = store::overdue(tx, limit).await?;
    for token in &tokens {
        let payment = held(tx, token).await?;
        store::set_over(tx, token, PaymentState::Closed).await?;
        let stored = orders::store::by_id(tx, &payment.order_id).await?;
        if stored.order.status == OrderStatus::PendingPayment {
            let now = Time(tx.now_ms());
            orders::store::set_status(tx, &stored.id, OrderStatus::Closed, Some(now)).await?;
            shop::give_back(tx, &stored).await?;
            tell(tx, "order.closed", &payment).await?;
        }
    }
    Ok(tokens.len())
}

async fn held(tx: &mut Tx, token: &str) -> Result<Payment> {
    let lock = tx.dialect().for_update();
    store::load(tx, token, lock).await
}

async fn tell(tx: &mut Tx, kind: &'static str, payment: &Payment) -> Result<()> {
    tx.emit(
        kind,
        json!({
            "customer_id": payment.customer_id, "order_no": payment.order_no,
            "amount": payment.amount,
        }),
    )
    .await
}
