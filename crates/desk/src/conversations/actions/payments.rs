//! What became of a payment is told to the customer, in the conversation that is open then.

use std::sync::Arc;

use serde_json::{Value, json};
use shanying_kernel::{Event, Result};
use shanying_storage::Tx;
use shanying_storage::outbox::Listener;

use super::say::{Said, say};
use crate::conversations::model::Content;
use crate::conversations::store;

/// Hears of payments.
pub(crate) fn listener() -> Listener {
    Listener {
        name: "desk.payments",
        kinds: &["order.paid", "order.payment_declined", "order.closed"],
        handle: Arc::new(|tx, event| Box::pin(tell(tx, event))),
    }
}

/// A person may be speaking there by now, so that it is the server that says it.
async fn tell(tx: &mut Tx, event: &Event) -> Result<()> {
    let text = |path: &str| event.payload.pointer(path).and_then(Value::as_str);
    let (Some(customer_id), Some(order_no)) = (text("/customer_id"), text("/order_no")) else {
        return Ok(());
    };
    let lock = tx.dialect().for_update();
    let Some(mut row) = store::open_of_customer(tx, customer_id, lock).await? else {
        return Ok(());
    };
    let minor = event
        .payload
        .pointer("/amount/amount")
        .and_then(Value::as_i64);
    let minor = minor.unwrap_or(0);
    let amount = if minor % 100 == 0 {
        (minor / 100).to_string()
    } else {
        format!("{}.{:02}", minor / 100, minor % 100)
    };
    let params = [("order_no", json!(order_no)), ("amount", json!(amount))];
    let content = Content::notice_with(code(&event.kind), params);
    say(tx, &mut row, Said::by_system(content)).await?;
    store::save(tx, &row).await
}

fn code(kind: &str) -> &'static str {
    match kind {
        "order.paid" => "order.paid",
        "order.payment_declined" => "order.payment_declined",
        _ => "order.closed",
    }
}
