//! The own shop behind the port, on every database.

use shanying_kernel::Time;
use shanying_testkit::{TestApp, databases};
use shanying_web_kit::settings;

use super::OwnShop;
use crate::connectors::{
    Authority, Change, CompensationForm, Outcome, Shop as _, VerifiedCustomer, Write,
};
use crate::coupons::{self, NewCoupon};
use crate::harness::{DAY_MS, chen, lin, order, price, put, start};
use crate::money::Money;
use crate::orders::OrderStatus;
use crate::payments::{self, PaymentState};
use crate::purchases::Purchase;
use crate::refunds::{RefundItem, RefundKind, RefundReason, RefundState};
use crate::shop::Terms;

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

fn buys(quantity: i64, total: Option<i64>, address_id: &str) -> Change {
    Change::CreateOrder {
        purchase: Purchase {
            product_id: "mask".to_owned(),
            sku_id: None,
            quantity,
            address_id: Some(address_id.to_owned()),
            receiver: None,
            coupon_id: None,
            total,
        },
    }
}

/// Five masks of 90, a coupon of 20 from 100 on, and a page where orders are paid.
async fn sells(app: &TestApp) -> String {
    let now = app.clock.now_ms();
    put(app, order("A1", "u1", OrderStatus::Completed, now)).await;
    price(app, 90).await;
    let written = app.tenant.db().write(|tx| {
        Box::pin(async move {
            let coupon = NewCoupon {
                user_id: "u1".to_owned(),
                title: "满100减20".to_owned(),
                threshold: Money::new(10_000, "CNY"),
                value: Money::new(2_000, "CNY"),
                valid_from: Time(0),
                valid_to: Time(i64::MAX / 2),
                used_by: None,
            };
            coupons::insert(tx, &coupon).await?;
            let terms = Terms {
                payment_page: "/pay?token={token}".to_owned(),
                ..Terms::default()
            };
            settings::store(tx, &terms).await
        })
    });
    written.await.unwrap();
    let shop = OwnShop::new(app.tenant.db());
    let known = shop.addresses(&lin()).await.unwrap();
    assert_eq!(known.len(), 1);
    assert!(!known[0].label.contains("漕溪北路"), "{}", known[0].label);
    // An address is its customer's alone.
    assert_eq!(
        apply(app, &chen(), "x", &buys(1, None, &known[0].id), false).await,
        Err("invalid.field")
    );
    known[0].id.clone()
}

fn token(outcome: &Outcome) -> String {
    let fact = outcome
        .facts
        .iter()
        .find(|fact| fact.code == "order.pay_at");
    let url = fact.unwrap().params["url"].as_str().unwrap().to_owned();
    url.strip_prefix("/pay?token=").unwrap().to_owned()
}

#[tokio::test]
async fn what_is_bought_is_bought_once_at_the_price_told_and_given_back_when_unpaid() {
    for database in databases() {
        let app = start(&database).await;
        let address = sells(&app).await;
        let who = lin();
        let shop = OwnShop::new(app.tenant.db());
        let Change::CreateOrder { purchase } = buys(2, None, &address) else {
            panic!();
        };
        let quote = shop.quote(&who, &purchase).await.unwrap();
        assert_eq!(quote.total.amount, 16_000);

        // Many at once: one order.
        let change = buys(2, Some(16_000), &address);
        let one = || apply(&app, &who, "k1", &change, false);
        let (a, b, c) = tokio::join!(one(), one(), one());
        let first = a.unwrap();
        assert_eq!((b.unwrap(), c.unwrap()), (first.clone(), first.clone()));
        // The coupon is used, three are left, and what was told holds no longer.
        assert_eq!(
            apply(&app, &who, "k2", &change, false).await,
            Err("order.price_changed")
        );
        assert_eq!(
            apply(&app, &who, "k3", &buys(4, None, &address), false).await,
            Err("order.out_of_stock")
        );
        let page = token(&first);
        let shown = payments::find(&app.tenant, &page).await.unwrap();
        assert_eq!(
            (shown.state, shown.amount.amount),
            (PaymentState::Open, 16_000)
        );
        for _ in 0..2 {
            let paid = payments::pay(&app.tenant, &page).await.unwrap();
            assert_eq!(paid.state, PaymentState::Paid);
        }
        let order = shop.order(&who, first.order_no.as_deref().unwrap()).await;
        assert_eq!(order.unwrap().status, OrderStatus::Paid);

        // Another one is not paid in time: its goods can be had again, and it cannot be paid.
        let second = apply(&app, &who, "k4", &buys(3, None, &address), false).await;
        let second = second.unwrap();
        assert_eq!(
            apply(&app, &who, "k5", &buys(1, None, &address), false).await,
            Err("order.out_of_stock")
        );
        app.clock.advance(31 * 60_000);
        let late = payments::pay(&app.tenant, &token(&second)).await;
        assert_eq!(late.unwrap_err().code, "payment.closed");
        let closed = app
            .tenant
            .db()
            .write(|tx| Box::pin(async move { payments::close_overdue(tx, 10).await }));
        assert_eq!(closed.await.unwrap(), 1);
        let order = shop.order(&who, second.order_no.as_deref().unwrap()).await;
        assert_eq!(order.unwrap().status, OrderStatus::Closed);
        let third = apply(&app, &who, "k6", &buys(3, None, &address), false).await;
        // Cancelled before it is paid, it cannot be paid either.
        let third = third.unwrap();
        let no = third.order_no.clone().unwrap();
        apply(&app, &who, "k7", &cancel(&no), false).await.unwrap();
        let late = payments::pay(&app.tenant, &token(&third)).await;
        assert_eq!(late.unwrap_err().code, "payment.closed");
    }
}
