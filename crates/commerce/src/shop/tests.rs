//! The own shop behind the port, on every database.

use shanying_testkit::{TestApp, databases};

use super::OwnShop;
use crate::connectors::{
    Authority, Change, CompensationForm, Outcome, Shop as _, VerifiedCustomer, Write,
};
use crate::harness::{DAY_MS, chen, lin, order, price, put, start};
use crate::money::Money;
use crate::orders::OrderStatus;
use crate::refunds::{RefundItem, RefundKind, RefundReason, RefundState};

async fn apply(
    app: &TestApp,
    who: &VerifiedCustomer,
    key: &str,
    change: &Change,
    approved: bool,
) -> Result<Outcome, &'static str> {
    let shop = OwnShop::new(app.tenant.db());
    let write = Write {
        key,
        change,
        approved,
    };
    shop.apply(who, write).await.map_err(|error| error.code)
}

fn cancel(no: &str) -> Change {
    Change::CancelOrder {
        order_no: no.to_owned(),
        reason: "不想要了".to_owned(),
    }
}

fn back(no: &str, refund: RefundKind, reason: RefundReason, items: &[(&str, i64)]) -> Change {
    Change::RequestRefund {
        order_no: no.to_owned(),
        refund,
        items: items
            .iter()
            .map(|(sku, quantity)| RefundItem {
                sku_id: (*sku).to_owned(),
                quantity: *quantity,
            })
            .collect(),
        reason,
        note: String::new(),
        evidence: Vec::new(),
    }
}

#[tokio::test]
async fn a_key_does_its_change_once_even_if_it_comes_many_times_at_once() {
    for database in databases() {
        let app = start(&database).await;
        let now = app.clock.now_ms();
        put(&app, order("A1", "u1", OrderStatus::Paid, now)).await;
        put(&app, order("A2", "u1", OrderStatus::Paid, now)).await;
        let (who, change) = (lin(), cancel("A1"));
        let one = || apply(&app, &who, "k1", &change, false);
        let (a, b, c, d) = tokio::join!(one(), one(), one(), one());
        let first = a.unwrap();
        assert_eq!(first.number.as_deref(), Some("RA1-1"));
        assert_eq!(first.amount, Some(Money::new(23_900, "CNY")));
        for other in [b, c, d] {
            assert_eq!(other.unwrap(), first);
        }
        assert_eq!(
            apply(&app, &who, "k1", &cancel("A2"), false).await,
            Err("shop.key_reused")
        );
        assert_eq!(
            apply(&app, &chen(), "k1", &change, false).await,
            Err("shop.key_reused")
        );
        assert_eq!(
            apply(&app, &who, "k2", &change, false).await,
            Err("order.closed")
        );
        assert_eq!(
            apply(&app, &chen(), "k3", &cancel("A2"), false).await,
            Err("not_found.order")
        );
        let shop = OwnShop::new(app.tenant.db());
        let refunds = shop.refunds(&who).await.unwrap();
        assert_eq!(
            (refunds.len(), refunds[0].state),
            (1, RefundState::Refunded)
        );
    }
}

#[tokio::test]
async fn refunds_keep_to_reasons_days_lines_and_to_what_was_paid() {
    for database in databases() {
        let app = start(&database).await;
        let (now, who) = (app.clock.now_ms(), lin());
        let shop = OwnShop::new(app.tenant.db());
        put(
            &app,
            order("A1", "u1", OrderStatus::Delivered, now - 3 * DAY_MS),
        )
        .await;
        put(
            &app,
            order("A9", "u1", OrderStatus::Delivered, now - 9 * DAY_MS),
        )
        .await;
        put(&app, order("P1", "u1", OrderStatus::Paid, now)).await;
        use RefundKind::{RefundOnly, ReturnRefund};
        use RefundReason::{NoReason, Quality};
        // A mask is 100 of 259, of which 239 were paid.
        let mask = back("A1", ReturnRefund, NoReason, &[("mask", 1)]);
        let preview = shop.preview(&who, &mask).await.unwrap();
        assert_eq!(preview.amount, Some(Money::new(9_227, "CNY")));
        assert_eq!(preview.authority, Authority::Alone);
        apply(&app, &who, "k1", &mask, false).await.unwrap();
        let rest = back("A1", ReturnRefund, Quality, &[]);
        let preview = shop.preview(&who, &rest).await.unwrap();
        assert_eq!(preview.amount, Some(Money::new(14_672, "CNY")));
        assert_eq!(preview.authority, Authority::Person);
        assert_eq!(
            apply(&app, &who, "k2", &rest, false).await,
            Err("shop.needs_authority")
        );
        apply(&app, &who, "k2", &rest, true).await.unwrap();
        for (change, error) in [
            (
                back("A1", ReturnRefund, Quality, &[("mask", 1)]),
                "refund.nothing_left",
            ),
            (back("A9", ReturnRefund, NoReason, &[]), "refund.too_late"),
            (
                back("A9", ReturnRefund, Quality, &[("mask", 3)]),
                "refund.quantity",
            ),
            (
                back("A9", ReturnRefund, Quality, &[("mask", 2), ("mask", 1)]),
                "refund.quantity",
            ),
            (
                back("A9", RefundOnly, Quality, &[("mask", 0)]),
                "refund.quantity",
            ),
            (back("P1", RefundOnly, Quality, &[]), "order.not_shipped"),
        ] {
            assert_eq!(
                apply(&app, &who, "k9", &change, true).await,
                Err(error),
                "{change:?}"
            );
        }
        let order = shop.order(&who, "A1").await.unwrap();
        let given: i64 = order
            .refunds
            .iter()
            .map(|refund| refund.amount.amount)
            .sum();
        assert!(given <= 23_900 && order.items.iter().all(|item| item.refundable == 0));
    }
}

#[tokio::test]
async fn the_other_changes_keep_to_their_terms() {
    for database in databases() {
        let app = start(&database).await;
        let (now, who) = (app.clock.now_ms(), lin());
        put(&app, order("P1", "u1", OrderStatus::Paid, now)).await;
        put(&app, order("S1", "u1", OrderStatus::Shipped, now - DAY_MS)).await;
        let order_no = || "P1".to_owned();
        let mut receiver = order("P1", "u1", OrderStatus::Paid, now).receiver;
        receiver.district = "静安区".to_owned();
        let address = |order_no: &str| Change::ChangeAddress {
            order_no: order_no.to_owned(),
            receiver: receiver.clone(),
        };
        let invoice = Change::RequestInvoice {
            order_no: order_no(),
            title: "清禾公司".to_owned(),
            tax_no: None,
            email: "a@example.com".to_owned(),
        };
        let urge = Change::UrgeShipment {
            order_no: order_no(),
        };
        let protect = Change::ProtectPrice {
            order_no: order_no(),
        };
        price(&app, 90).await;
        for (key, change, expected) in [
            ("1", address("P1"), None),
            ("2", address("P1"), Some("order.address_changed_before")),
            ("3", address("S1"), Some("order.already_shipped")),
            ("4", cancel("S1"), Some("order.already_shipped")),
            ("5", urge.clone(), None),
            ("6", urge.clone(), Some("order.urged_before")),
            ("7", invoice.clone(), None),
            ("8", invoice, Some("invoice.made_before")),
            ("9", protect.clone(), None),
            ("10", protect.clone(), Some("price.not_lower")),
        ] {
            let done = apply(&app, &who, key, &change, false).await;
            assert_eq!(done.err(), expected, "{key}");
        }
        let shop = OwnShop::new(app.tenant.db());
        let changed = shop.order(&who, "P1").await.unwrap();
        assert_eq!(changed.receiver.district, "静安区");
        // It fell again: only what it fell since is paid.
        price(&app, 85).await;
        let again = apply(&app, &who, "11", &protect, false).await.unwrap();
        assert_eq!(again.amount, Some(Money::new(1_000, "CNY")));
        let gift = |form| Change::Compensate {
            order_no: None,
            amount: Money::new(500, "CNY"),
            form,
            reason: "破损".to_owned(),
        };
        apply(&app, &who, "12", &gift(CompensationForm::Points), false)
            .await
            .unwrap();
        apply(&app, &who, "13", &gift(CompensationForm::Coupon), false)
            .await
            .unwrap();
        assert_eq!(shop.points(&who).await.unwrap().balance, 500);
        assert_eq!(shop.coupons(&who).await.unwrap()[0].value.amount, 500);
        assert!(shop.coupons(&chen()).await.unwrap().is_empty());
    }
}
