//! What may still be done to an order. Pure.

use shanying_kernel::{Error, Result, Time};

use super::model::{Address, Order, OrderStatus, Receiver, RefundStatus, StoredOrder};
use crate::connectors::ChangeKind;
use crate::refunds;
use crate::shop::Terms;

const DAY_MS: i64 = 86_400_000;
const HOUR_MS: i64 = 3_600_000;

/// Whether `days` have not passed since `from`.
pub(crate) fn within(from: Time, days: i64, now: Time) -> bool {
    now.0 - from.0 <= days * DAY_MS
}

fn closed() -> Error {
    Error::conflict("order.closed", "the order is over")
}

fn already_shipped() -> Error {
    Error::conflict("order.already_shipped", "the order was sent already")
}

fn not_paid() -> Error {
    Error::conflict("order.not_paid", "the order is not paid")
}

/// Before anything is sent, and once.
pub(crate) fn may_change_address(stored: &StoredOrder) -> Result<()> {
    match stored.order.status {
        OrderStatus::Cancelled | OrderStatus::Closed => Err(closed()),
        OrderStatus::PendingPayment | OrderStatus::Paid if stored.address_changes > 0 => {
            Err(Error::conflict(
                "order.address_changed_before",
                "the address was changed once already",
            ))
        }
        OrderStatus::PendingPayment | OrderStatus::Paid => Ok(()),
        _ => Err(already_shipped()),
    }
}

/// Before anything is sent.
pub(crate) fn may_cancel(stored: &StoredOrder) -> Result<()> {
    match stored.order.status {
        OrderStatus::Cancelled | OrderStatus::Closed => Err(closed()),
        OrderStatus::PendingPayment | OrderStatus::Paid => Ok(()),
        _ => Err(already_shipped()),
    }
}

/// While it is paid and not delivered, once in so many hours.
pub(crate) fn may_urge(stored: &StoredOrder, terms: &Terms, now: Time) -> Result<()> {
    match stored.order.status {
        OrderStatus::PendingPayment => return Err(not_paid()),
        OrderStatus::Paid | OrderStatus::PartiallyShipped | OrderStatus::Shipped => {}
        OrderStatus::Delivered | OrderStatus::Completed => {
            return Err(Error::conflict("order.delivered", "it was delivered"));
        }
        OrderStatus::Cancelled | OrderStatus::Closed => return Err(closed()),
    }
    let recently = |at: Time| now.0 - at.0 < terms.urge_hours * HOUR_MS;
    if stored.urged_at.is_some_and(recently) {
        return Err(Error::conflict("order.urged_before", "it was urged lately")
            .with("hours", terms.urge_hours));
    }
    Ok(())
}

/// Once, for an order that was paid, until so many days after its delivery.
pub(crate) fn may_request_invoice(stored: &StoredOrder, terms: &Terms, now: Time) -> Result<()> {
    let order = &stored.order;
    if matches!(order.status, OrderStatus::Cancelled | OrderStatus::Closed) {
        return Err(closed());
    }
    if order.paid_at.is_none() {
        return Err(not_paid());
    }
    if order.invoice.is_some() {
        return Err(Error::conflict(
            "invoice.made_before",
            "there is an invoice already",
        ));
    }
    if order
        .delivered_at
        .is_some_and(|at| !within(at, terms.invoice_days, now))
    {
        return Err(
            Error::conflict("invoice.too_late", "the time for invoices is over")
                .with("days", terms.invoice_days),
        );
    }
    Ok(())
}

/// So many days after the payment.
pub(crate) fn may_protect_price(stored: &StoredOrder, terms: &Terms, now: Time) -> Result<()> {
    let order = &stored.order;
    if matches!(order.status, OrderStatus::Cancelled | OrderStatus::Closed) {
        return Err(closed());
    }
    match order.paid_at {
        None => Err(not_paid()),
        Some(at) if within(at, terms.price_days, now) => Ok(()),
        Some(_) => Err(
            Error::conflict("price.too_late", "the time of price protection is over")
                .with("days", terms.price_days),
        ),
    }
}

/// What the customer may ask for now; a price protection may still find no lower price.
pub(crate) fn allowed(stored: &StoredOrder, terms: &Terms, now: Time) -> Vec<ChangeKind> {
    let checks = [
        (ChangeKind::ChangeAddress, may_change_address(stored)),
        (ChangeKind::CancelOrder, may_cancel(stored)),
        (ChangeKind::UrgeShipment, may_urge(stored, terms, now)),
        (
            ChangeKind::RequestRefund,
            refunds::rules::may_request(&stored.order, terms, now),
        ),
        (
            ChangeKind::RequestInvoice,
            may_request_invoice(stored, terms, now),
        ),
        (
            ChangeKind::ProtectPrice,
            may_protect_price(stored, terms, now),
        ),
    ];
    checks
        .into_iter()
        .filter(|(_, check)| check.is_ok())
        .map(|(kind, _)| kind)
        .collect()
}

/// Fills what follows from the refunds: what may still be given back, and how much was.
pub(crate) fn count_refunds(order: &mut Order) {
    for item in &mut order.items {
        let back: i64 = order
            .refunds
            .iter()
            .filter(|refund| refund.state.counts())
            .flat_map(|refund| &refund.items)
            .filter(|back| back.sku_id == item.sku_id)
            .map(|back| back.quantity)
            .sum();
        item.refundable = (item.quantity - back).max(0);
    }
    let counted = || order.refunds.iter().filter(|refund| refund.state.counts());
    let paid_back: i64 = counted().map(|refund| refund.amount.amount).sum();
    order.refund_status = if counted().any(|refund| refund.state.is_open()) {
        RefundStatus::InDispute
    } else if paid_back == 0 {
        RefundStatus::None
    } else if paid_back >= order.amount.paid.amount - order.amount.shipping.amount {
        RefundStatus::Full
    } else {
        RefundStatus::Partial
    };
}

/// A proper address, or what is wrong with it.
pub(crate) fn proper_address(address: &Address) -> Result<Address> {
    let text = |field: &'static str, raw: &str, max: usize| {
        let value = raw.trim();
        if value.is_empty() || value.chars().count() > max || value.contains('*') {
            Err(Error::field(
                field,
                format!("1 to {max} characters, not masked"),
            ))
        } else {
            Ok(value.to_owned())
        }
    };
    let phone = text("phone", &address.phone, 20)?;
    let digits = phone.bytes().filter(u8::is_ascii_digit).count();
    let marks = |c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ');
    if digits < 7 || !phone.chars().all(marks) {
        return Err(Error::field("phone", "a telephone number"));
    }
    Ok(Address {
        name: text("name", &address.name, 40)?,
        phone,
        province: text("province", &address.province, 40)?,
        city: text("city", &address.city, 40)?,
        district: text("district", &address.district, 40)?,
        street: text("street", &address.street, 200)?,
    })
}

/// Keeps the first character of a name, the ends of a number and nothing of a street.
pub(crate) fn masked(address: &Address) -> Receiver {
    let name = address
        .name
        .chars()
        .next()
        .map(|first| format!("{first}**"));
    let digits: Vec<char> = address.phone.chars().filter(char::is_ascii_digit).collect();
    let (head, tail) = (
        digits.get(..3),
        digits.get(digits.len().saturating_sub(4)..),
    );
    let phone = match (head, tail) {
        (Some(head), Some(tail)) if digits.len() >= 8 => {
            let (head, tail): (String, String) = (head.iter().collect(), tail.iter().collect());
            format!("{head}****{tail}")
        }
        _ => "****".to_owned(),
    };
    Receiver {
        name: name.unwrap_or_default(),
        phone,
        province: address.province.clone(),
        city: address.city.clone(),
        district: address.district.clone(),
        street: "****".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, masked, proper_address};

    fn address() -> Address {
        Address {
            name: "林知夏".to_owned(),
            phone: "13812345678".to_owned(),
            province: "上海".to_owned(),
            city: "上海".to_owned(),
            district: "徐汇区".to_owned(),
            street: "漕溪北路 1 号 2 室".to_owned(),
        }
    }

    #[test]
    fn receivers_are_masked() {
        let shown = masked(&address());
        assert_eq!(
            (shown.name.as_str(), shown.phone.as_str()),
            ("林**", "138****5678")
        );
        assert_eq!(shown.street, "****");
        let short = Address {
            phone: "110".to_owned(),
            ..address()
        };
        assert_eq!(masked(&short).phone, "****");
    }

    #[test]
    fn addresses_are_whole_and_not_masked() {
        assert!(proper_address(&address()).is_ok());
        let wrong = [
            Address {
                phone: "138****5678".to_owned(),
                ..address()
            },
            Address {
                phone: "12345".to_owned(),
                ..address()
            },
            Address {
                street: " ".to_owned(),
                ..address()
            },
            Address {
                name: "林*".to_owned(),
                ..address()
            },
        ];
        for address in wrong {
            assert_eq!(proper_address(&address).unwrap_err().code, "invalid.field");
        }
    }
}
