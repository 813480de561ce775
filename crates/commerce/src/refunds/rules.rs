//! Until when which reason counts, who decides, and how much is given back. Pure.

use shanying_kernel::{Error, Result, Time};

use super::model::{RefundItem, RefundKind, RefundReason};
use crate::connectors::Authority;
use crate::money::Money;
use crate::orders::rules::within;
use crate::orders::{Order, OrderStatus};
use crate::shop::Terms;

/// What is asked, as far as it decides.
pub(crate) struct Request<'a> {
    pub(crate) kind: RefundKind,
    pub(crate) reason: RefundReason,
    /// Empty means everything that is left.
    pub(crate) items: &'a [RefundItem],
}

/// What is granted.
#[derive(Debug)]
pub(crate) struct Granted {
    pub(crate) items: Vec<RefundItem>,
    pub(crate) amount: Money,
    pub(crate) authority: Authority,
}

fn days_of(reason: RefundReason, terms: &Terms) -> i64 {
    match reason {
        RefundReason::NoReason => terms.return_days,
        RefundReason::Allergy => terms.allergy_days,
        _ => terms.quality_days,
    }
}

fn too_late(days: i64) -> Error {
    Error::conflict("refund.too_late", "the time for this is over").with("days", days)
}

/// Whether any reason at all still counts.
pub(crate) fn may_request(order: &Order, terms: &Terms, now: Time) -> Result<()> {
    match order.status {
        OrderStatus::PendingPayment => {
            return Err(Error::conflict("order.not_paid", "the order is not paid"));
        }
        OrderStatus::Cancelled | OrderStatus::Closed => {
            return Err(Error::conflict("order.closed", "the order is over"));
        }
        // What was not sent is called off, not given back.
        OrderStatus::Paid => {
            return Err(Error::conflict(
                "order.not_shipped",
                "cancel it, it was not sent",
            ));
        }
        _ => {}
    }
    if order.items.iter().all(|item| item.refundable == 0) {
        return Err(Error::conflict(
            "refund.nothing_left",
            "everything was given back",
        ));
    }
    let most = terms
        .allergy_days
        .max(terms.quality_days)
        .max(terms.return_days);
    match order.delivered_at {
        Some(at) if !within(at, most, now) => Err(too_late(most)),
        _ => Ok(()),
    }
}

/// What a request gives, or why it cannot be. Returns without a reason and within the customer's
/// own limit happen at once; everything that must be looked at goes to a person.
pub(crate) fn grant(
    order: &Order,
    request: &Request<'_>,
    terms: &Terms,
    now: Time,
) -> Result<Granted> {
    may_request(order, terms, now)?;
    let days = days_of(request.reason, terms);
    let received = match order.delivered_at {
        Some(at) if !within(at, days, now) => return Err(too_late(days)),
        Some(_) => true,
        None => false,
    };
    if !received && request.kind != RefundKind::RefundOnly {
        return Err(Error::conflict(
            "refund.not_received",
            "it was not delivered yet",
        ));
    }
    let items = items(order, request.items)?;
    let amount = match request.kind {
        RefundKind::Exchange => Money::new(0, &order.amount.paid.currency),
        _ => amount(order, &items),
    };
    let small = amount.amount <= terms.refund_alone_max;
    let plain = request.kind != RefundKind::RefundOnly && request.reason == RefundReason::NoReason;
    let authority = if plain && small {
        Authority::Alone
    } else {
        Authority::Person
    };
    Ok(Granted {
        items,
        amount,
        authority,
    })
}

fn items(order: &Order, asked: &[RefundItem]) -> Result<Vec<RefundItem>> {
    let mut left: Vec<RefundItem> = order
        .items
        .iter()
        .map(|item| RefundItem {
            sku_id: item.sku_id.clone(),
            quantity: item.refundable,
        })
        .collect();
    if asked.is_empty() {
        left.retain(|item| item.quantity > 0);
        return Ok(left);
    }
    for item in asked {
        let of = left.iter_mut().find(|left| left.sku_id == item.sku_id);
        let fits = of.filter(|left| (1..=left.quantity).contains(&item.quantity));
        let Some(line) = fits else {
            return Err(
                Error::invalid("refund.quantity", "not so many of this were bought")
                    .with("sku_id", item.sku_id.clone()),
            );
        };
        line.quantity -= item.quantity;
    }
    Ok(asked.to_vec())
}

/// The price of the lines without their share of the discount, never more than is left of what was
/// paid for the goods.
fn amount(order: &Order, items: &[RefundItem]) -> Money {
    let paid = &order.amount;
    let (goods, kept) = (
        paid.goods.amount.max(1),
        paid.goods.amount - paid.discount.amount,
    );
    let price: i64 = items
        .iter()
        .filter_map(|back| {
            let item = order.items.iter().find(|item| item.sku_id == back.sku_id)?;
            Some(item.price.amount * back.quantity)
        })
        .sum();
    let given: i64 = order
        .refunds
        .iter()
        .filter(|refund| refund.state.counts())
        .map(|refund| refund.amount.amount)
        .sum();
    let share = i128::from(price) * i128::from(kept.max(0)) / i128::from(goods);
    let share = i64::try_from(share).unwrap_or(0);
    let left = (kept - given).max(0);
    Money::new(share.min(left), &paid.paid.currency)
}
