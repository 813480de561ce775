//! The mapping against a real HTTP shop shaped like WooCommerce, with everything that goes wrong.

use std::time::Instant;

use serde_json::{Value, json};
use shanying_commerce::connectors::{
    Change, OrderFilter, Outcome, Shop as _, VerifiedCustomer, Write,
};
use shanying_commerce::refunds::{RefundKind, RefundReason};
use shanying_kernel::{Clock, Result};
use shanying_outbound::{Client, Guard, Tls};
use shanying_testkit::{FakeShop, Fault, tls};

use super::{Mapping, RestShop};

const MAPPING: &str = include_str!("../../../../docs/examples/woocommerce.toml");

fn woo(id: u64, customer: u64) -> Value {
    json!({
        "id": id, "status": "processing", "currency": "CNY", "customer_id": customer,
        "date_created_gmt": "2026-11-01T08:00:00", "date_paid_gmt": "2026-11-01T08:01:00",
        "total": "288.50", "shipping_total": "0.00", "discount_total": "20.00",
        "shipping": {"first_name": "林知夏", "state": "上海", "city": "上海", "address_1": "漕溪北路"},
        "customer_note": "", "line_items": [
            {"sku": "m1", "product_id": 5, "name": "面膜", "quantity": 1, "price": 308.5},
        ],
    })
}

fn customer(user_id: &str) -> VerifiedCustomer {
    VerifiedCustomer {
        customer_id: format!("cus_{user_id}"),
        user_id: user_id.to_owned(),
        level: None,
    }
}

fn client(guard: Guard) -> Client {
    Client::new(guard, Tls::new(Some(&tls::root_file())).unwrap())
}

/// The shop as the document describes it, on this machine, with patience for a fifth of a second.
fn connect(fake: &FakeShop, allowed: &[&str], clock: &Clock) -> RestShop {
    let text = MAPPING.replace(
        "http://shop.example.com",
        &format!("http://{}", fake.address),
    );
    let mut mapping = Mapping::parse(&text).unwrap();
    mapping.timeout_ms = Some(200);
    let allowed: Vec<String> = allowed.iter().map(|&net| net.to_owned()).collect();
    RestShop::new(
        mapping,
        client(Guard::parse(&allowed).unwrap()),
        clock.clone(),
    )
    .unwrap()
}

async fn numbers(shop: &RestShop, who: &VerifiedCustomer, limit: usize) -> Result<Vec<String>> {
    let filter = OrderFilter {
        limit,
        ..OrderFilter::default()
    };
    let page = shop.orders(who, filter).await?;
    Ok(page.items.into_iter().map(|order| order.no).collect())
}

fn refund(no: &str) -> Change {
    Change::RequestRefund {
        order_no: no.to_owned(),
        refund: RefundKind::RefundOnly,
        items: Vec::new(),
        reason: RefundReason::Quality,
        note: "漏液".to_owned(),
        evidence: Vec::new(),
    }
}

async fn send(shop: &RestShop, who: &VerifiedCustomer, key: &str, no: &str) -> Result<Outcome> {
    let change = refund(no);
    shop.apply(
        who,
        Write {
            key,
            change: &change,
            approved: true,
        },
    )
    .await
}

#[tokio::test]
async fn orders_are_read_and_nobody_gets_anothers() {
    let orders = vec![woo(1, 7), woo(2, 7), woo(3, 8), woo(4, 7)];
    let (fake, clock) = (FakeShop::start(orders).await, Clock::manual(0));
    let shop = connect(&fake, &["127.0.0.1"], &clock);
    let who = customer("7");
    assert_eq!(numbers(&shop, &who, 2).await.unwrap(), ["1", "2"]);
    let order = shop.order(&who, "1").await.unwrap();
    assert_eq!(
        (order.amount.paid.amount, order.amount.goods.amount),
        (28_850, 30_850)
    );
    assert_eq!(
        (order.receiver.name.as_str(), order.receiver.street.as_str()),
        ("林**", "****")
    );
    assert_eq!(
        shop.order(&who, "3").await.unwrap_err().code,
        "not_found.order"
    );
    assert_eq!(
        shop.order(&who, "99").await.unwrap_err().code,
        "not_found.order"
    );
    assert_eq!(
        shop.order(&who, "1/../3").await.unwrap_err().code,
        "shop.refused"
    );
    // A shop that sends everything to everybody is not believed.
    fake.fail(Fault::WrongCustomer).await;
    assert_eq!(numbers(&shop, &who, 50).await.unwrap(), ["1", "2", "4"]);
    let write = send(&shop, &who, "k", "3").await;
    assert_eq!(write.unwrap_err().code, "not_found.order");
    assert!(fake.refunds().await.is_empty());
}

#[tokio::test]
async fn what_fails_is_told_remembered_and_never_waited_for() {
    let (fake, clock) = (FakeShop::start(vec![woo(1, 7)]).await, Clock::manual(0));
    let shop = connect(&fake, &["127.0.0.0/8"], &clock);
    let who = customer("7");
    assert_eq!(numbers(&shop, &who, 10).await.unwrap(), ["1"]);
    for (fault, code) in [
        (Fault::Late, "shop.timeout"),
        (Fault::Broken, "shop.failed"),
        (Fault::Garbled, "shop.malformed"),
        (Fault::Redirect, "shop.redirected"),
    ] {
        fake.fail(fault).await;
        assert_eq!(
            shop.order(&who, "1").await.unwrap_err().code,
            code,
            "{fault:?}"
        );
    }
    // Within half a minute nobody asks; later the shop fails and what it told before is given.
    let asked = fake.asked();
    assert!(
        !shop.orders(&who, filter()).await.unwrap().items[0]
            .source
            .stale
    );
    assert_eq!(fake.asked(), asked);
    clock.advance(31_000);
    fake.fail(Fault::Broken).await;
    assert!(
        shop.orders(&who, filter()).await.unwrap().items[0]
            .source
            .stale
    );
    for _ in 0..4 {
        assert_eq!(shop.order(&who, "1").await.unwrap_err().code, "shop.failed");
    }
    let (asked, began) = (fake.asked(), Instant::now());
    for _ in 0..1000 {
        assert_eq!(shop.order(&who, "1").await.unwrap_err().code, "shop.failed");
        assert!(
            shop.orders(&who, filter()).await.unwrap().items[0]
                .source
                .stale
        );
    }
    assert_eq!(fake.asked(), asked);
    // Waiting for it would take four hundred seconds.
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
    // After its rest it is asked again, and what it told too long ago is not given any more.
    clock.advance(31_000);
    fake.fail(Fault::None).await;
    assert_eq!(shop.order(&who, "1").await.unwrap().no, "1");
    clock.advance(3_600_001);
    fake.fail(Fault::Broken).await;
    assert_eq!(
        numbers(&shop, &who, 10).await.unwrap_err().code,
        "shop.failed"
    );
}

fn filter() -> OrderFilter {
    OrderFilter {
        limit: 10,
        ..OrderFilter::default()
    }
}

#[tokio::test]
async fn nothing_inside_is_called_unless_it_is_allowed() {
    let (fake, clock) = (FakeShop::start(vec![woo(1, 7)]).await, Clock::manual(0));
    let who = customer("7");
    let shop = connect(&fake, &[], &clock);
    assert_eq!(
        shop.order(&who, "1").await.unwrap_err().code,
        "shop.address_refused"
    );
    let text = MAPPING.replace(
        "http://shop.example.com",
        &format!("http://localhost:{}", fake.address.port()),
    );
    let shop = RestShop::new(
        Mapping::parse(&text).unwrap(),
        client(Guard::default()),
        clock,
    )
    .unwrap();
    assert_eq!(
        shop.order(&who, "1").await.unwrap_err().code,
        "shop.address_refused"
    );
    assert_eq!(fake.asked(), 0);
}

/// The same shop behind TLS: by the name of its certificate, by a root that is trusted, at an
/// address that is allowed; and not otherwise.
#[tokio::test]
async fn a_shop_behind_tls_must_be_who_it_says() {
    let (fake, clock) = (
        FakeShop::start_secure(vec![woo(1, 7)]).await,
        Clock::manual(0),
    );
    let shop = |host: &str, allowed: &[String], tls: Tls| {
        let url = format!("https://{host}:{}", fake.address.port());
        let mapping = Mapping::parse(&MAPPING.replace("http://shop.example.com", &url)).unwrap();
        let client = Client::new(Guard::parse(allowed).unwrap(), tls);
        RestShop::new(mapping, client, clock.clone()).unwrap()
    };
    let (who, here) = (customer("7"), ["127.0.0.0/8".to_owned(), "::1".to_owned()]);
    let ours = Tls::new(Some(&tls::root_file())).unwrap();
    let trusted = shop("127.0.0.1", &here, ours.clone());
    assert_eq!(trusted.order(&who, "1").await.unwrap().no, "1");
    assert_eq!(
        send(&trusted, &who, "k", "1")
            .await
            .unwrap()
            .order_no
            .unwrap(),
        "1"
    );
    let asked = fake.asked();
    let stranger = shop("127.0.0.1", &here, Tls::new(None).unwrap());
    assert_eq!(
        stranger.order(&who, "1").await.unwrap_err().code,
        "shop.failed"
    );
    let misnamed = shop("127.0.0.2", &here, ours.clone());
    assert_eq!(
        misnamed.order(&who, "1").await.unwrap_err().code,
        "shop.failed"
    );
    let guarded = shop("127.0.0.1", &[], ours);
    assert_eq!(
        guarded.order(&who, "1").await.unwrap_err().code,
        "shop.address_refused"
    );
    assert_eq!(fake.asked(), asked);
}

/// A thousand refunds against a shop that is late, broken or garbled three times of eight, each sent
/// again until it is answered: a thousand refunds, each once.
#[tokio::test]
async fn nothing_is_doubled_over_a_thousand_retried_writes() {
    let orders = (1..=1000).map(|id| woo(id, 7)).collect();
    let (fake, clock) = (FakeShop::start(orders).await, Clock::manual(0));
    let shop = std::sync::Arc::new(connect(&fake, &["127.0.0.1"], &clock));
    fake.fail(Fault::Mixed).await;
    let mut many = tokio::task::JoinSet::new();
    for part in 0..20 {
        let (shop, clock) = (shop.clone(), clock.clone());
        many.spawn(async move {
            let (who, mut retried) = (customer("7"), 0);
            for id in part * 50 + 1..=(part + 1) * 50 {
                while let Err(error) =
                    send(&shop, &who, &format!("key-{id}"), &id.to_string()).await
                {
                    assert!(error.code.starts_with("shop."), "{error:?}");
                    retried += 1;
                    // So that a rest of the shop ends.
                    clock.advance(31_000);
                }
            }
            retried
        });
    }
    let retried: usize = many.join_all().await.into_iter().sum();
    let mut keys: Vec<String> = fake
        .refunds()
        .await
        .iter()
        .map(|refund| refund["meta_data"][0]["value"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(keys.len(), 1000);
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 1000);
    assert!(retried > 500, "{retried}");
    assert!(
        fake.refunds()
            .await
            .iter()
            .all(|refund| refund["amount"] == "288.50")
    );
}
