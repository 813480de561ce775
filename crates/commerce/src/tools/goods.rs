//! The goods of an order as a list to choose from, and what was chosen of it. A line's id is
//! `sku×quantity`: it says all that a refund needs to know.

use serde_json::{Value, json};
use shanying_kernel::{Error, Result};

use crate::orders::Order;
use crate::refunds::RefundItem;

/// All of the order.
const ALL: &str = "all";
const TIMES: char = '×';

/// What may still be given back, line by line; before several lines stands the whole order.
pub(super) fn listed(order: &Order) -> Vec<Value> {
    let open = order.items.iter().filter(|item| item.refundable > 0);
    let mut lines: Vec<Value> = open
        .map(|item| {
            let name = format!("{} {}", item.title, item.spec);
            let label = format!("{} {TIMES}{}", name.trim(), item.refundable);
            json!({"id": format!("{}{TIMES}{}", item.sku_id, item.refundable), "label": label})
        })
        .collect();
    if lines.len() > 1 {
        lines.insert(0, json!({"id": ALL, "label": "全部商品"}));
    }
    lines
}

/// The lines that an id of the list means; none for the whole order.
pub(super) fn chosen(id: &str) -> Result<Vec<RefundItem>> {
    if id.is_empty() || id == ALL {
        return Ok(Vec::new());
    }
    let parts = id.rsplit_once(TIMES);
    let read = parts.and_then(|(sku, count)| Some((sku, count.parse::<i64>().ok()?)));
    match read {
        Some((sku, quantity)) if quantity > 0 && !sku.is_empty() => Ok(vec![RefundItem {
            sku_id: sku.to_owned(),
            quantity,
        }]),
        _ => Err(Error::field("goods", "an id of list_order_goods")),
    }
}
