//! What customers of the demo bought: drawn from the firm's products and customers by a fixed
//! sequence of numbers, so that the same firm has the same orders; only the days move with today.
//!
//! - `draw` makes orders, refunds, coupons and points as they were;
//! - `parcels` knows cities, carriers and what carriers tell on the way.

mod draw;
mod parcels;

use shanying_commerce::{catalogue, coupons, orders, refunds, shipments};
use shanying_kernel::Result;
use shanying_web_kit::Tenant;

use super::Told;
use super::data::Files;
use draw::{Drawn, Purse};

/// Orders of one transaction: on SQLite everybody else waits for it.
const AT_ONCE: usize = 50;

/// Writes catalogue, orders, parcels, refunds, coupons and points.
pub(super) async fn write(tenant: &Tenant, files: &Files, told: Told<'_>) -> Result<()> {
    let now = tenant.clock().now_ms();
    let mut goods = draw::goods(files);
    goods.extend(draw::other_sizes(files));
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                for item in &goods {
                    catalogue::put(tx, item).await?;
                }
                Ok(())
            })
        })
        .await?;
    let drawn = draw::orders(files, now)?;
    let purses = draw::purses(files, &drawn, now);
    let all = drawn.len();
    let mut rest = drawn.into_iter();
    let mut done = 0;
    loop {
        let some: Vec<Drawn> = rest.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            break;
        }
        told("orders", done, all);
        done += some.len();
        let write = tenant.db().write(move |tx| {
            Box::pin(async move {
                for one in &some {
                    write_one(tx, one).await?;
                }
                Ok(())
            })
        });
        write.await?;
    }
    tenant
        .db()
        .write(move |tx| Box::pin(async move { write_purses(tx, &purses).await }))
        .await
}

async fn write_one(tx: &mut shanying_storage::Tx, one: &Drawn) -> Result<()> {
    let order_id = orders::insert(tx, &one.order).await?;
    if let Some(shipment) = &one.shipment {
        let new = shipments::NewShipment {
            order_id: order_id.clone(),
            shipment: shipment.clone(),
        };
        shipments::insert(tx, &new).await?;
    }
    if let Some(refund) = &one.refund {
        let new = refunds::NewRefund {
            order_id,
            user_id: one.order.user_id.clone(),
            refund: refund.clone(),
        };
        refunds::insert(tx, &new).await?;
    }
    Ok(())
}

async fn write_purses(tx: &mut shanying_storage::Tx, purses: &[Purse]) -> Result<()> {
    for purse in purses {
        for coupon in &purse.coupons {
            coupons::insert(tx, coupon).await?;
        }
        for moved in &purse.points {
            coupons::insert_points(tx, &purse.user_id, moved).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use shanying_commerce::orders::OrderStatus;

    use super::super::Company;
    use super::super::data::load;
    use super::draw;

    const NOW: i64 = 1_795_140_000_000;

    #[test]
    fn the_shop_has_a_thousand_orders_that_add_up_and_are_the_same_every_time() {
        let files = load(Company::Shop).unwrap();
        let drawn = draw::orders(&files, NOW).unwrap();
        assert_eq!(drawn.len(), 1000);
        let numbers: BTreeSet<&str> = drawn.iter().map(|one| one.order.no.as_str()).collect();
        assert_eq!(numbers.len(), 1000);
        for one in &drawn {
            let (order, amount) = (&one.order, &one.order.amount);
            let goods: i64 = order
                .items
                .iter()
                .map(|i| i.price.amount * i.quantity)
                .sum();
            assert_eq!(goods, amount.goods.amount);
            let paid = goods + amount.shipping.amount - amount.discount.amount;
            assert_eq!(paid, amount.paid.amount, "{}", order.no);
            let times = [
                Some(order.created_at),
                order.paid_at,
                order.shipped_at,
                order.delivered_at,
            ];
            let times: Vec<i64> = times.into_iter().flatten().map(|time| time.ms()).collect();
            assert!(
                times.is_sorted() && times.iter().all(|at| *at <= NOW),
                "{}",
                order.no
            );
            let sent = order.shipped_at.is_some();
            assert_eq!(one.shipment.is_some(), sent, "{}", order.no);
            if let Some(parcel) = &one.shipment {
                assert!(parcel.traces.is_sorted_by_key(|trace| trace.time));
                assert!(parcel.traces.iter().all(|trace| trace.time.ms() <= NOW));
            }
        }
        let count = |status| {
            drawn
                .iter()
                .filter(|one| one.order.status == status)
                .count()
        };
        for status in [
            OrderStatus::PendingPayment,
            OrderStatus::Paid,
            OrderStatus::Shipped,
            OrderStatus::Delivered,
            OrderStatus::Completed,
            OrderStatus::Cancelled,
        ] {
            assert!(count(status) >= 3, "{status:?}: {}", count(status));
        }
        assert!(drawn.iter().filter(|one| one.refund.is_some()).count() >= 30);
        let again = draw::orders(&files, NOW).unwrap();
        assert!(
            drawn
                .iter()
                .zip(&again)
                .all(|(a, b)| a.order.items == b.order.items)
        );
    }

    #[test]
    fn the_school_has_courses_and_the_bank_has_no_orders() {
        let school = draw::orders(&load(Company::School).unwrap(), NOW).unwrap();
        assert!(school.len() >= 40 && school.iter().all(|one| one.shipment.is_none()));
        assert!(
            draw::orders(&load(Company::Bank).unwrap(), NOW)
                .unwrap()
                .is_empty()
        );
    }
}
