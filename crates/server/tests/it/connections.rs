//! A shop is connected while the server runs: tried, saved, asked, told of, taken back.

use serde_json::{Value, json};
use shanying_testkit::{FakeShop, Fault, databases};
use shanying_web_kit::signing::hmac_sha256;

use crate::shop_talk::{enter, hello_as};
use crate::world::{Caller, World};

const MAPPING: &str = include_str!("../../../../docs/examples/woocommerce.toml");

pub fn woo(id: u64, customer: u64) -> Value {
    json!({
        "id": id, "status": "processing", "currency": "CNY", "customer_id": customer,
        "date_created_gmt": "2026-11-01T08:00:00", "date_paid_gmt": "2026-11-01T08:01:00",
        "total": "288.50", "shipping_total": "0.00", "discount_total": "20.00",
        "shipping": {"first_name": "林知夏", "state": "上海", "city": "上海", "address_1": "漕溪北路"},
        "customer_note": "", "meta_data": [], "billing": {"phone": "13812345678", "email": "lin@example.com"},
        "line_items": [{"sku": "m1", "product_id": 5, "name": "面膜", "quantity": 1, "price": 308.5}],
    })
}

pub fn mapping(fake: &FakeShop) -> String {
    MAPPING.replace(
        "http://shop.example.com",
        &format!("http://{}", fake.address),
    )
}

/// The customer whom the shop knows as 7, by their id here.
async fn customer(world: &World, boss: &Caller) -> String {
    let (_socket, welcome) = enter(world, &hello_as(boss, "7").await).await;
    welcome["customer"]["id"].as_str().unwrap().to_owned()
}

async fn orders(boss: &Caller, customer: &str) -> Value {
    let body = json!({"customer_id": customer, "arguments": {}});
    boss.post("/api/v1/tools/list_orders/read", body).await.ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_is_tried_saved_asked_and_taken_back() {
    for database in databases() {
        let world =
            World::start_with(&database, "[commerce]\nallow_addresses = [\"127.0.0.1\"]\n").await;
        let boss = world.administrator().await;
        let who = customer(&world, &boss).await;
        let fake = FakeShop::start(vec![woo(1, 7), woo(2, 8)]).await;
        let own = boss.get("/api/v1/connection").await.ok();
        assert_eq!(
            (&own["kind"], &own["origin"]),
            (&json!("own"), &json!("own"))
        );
        assert_eq!(own["health"], Value::Null);

        for (text, part) in [
            ("name = ", "cannot be read"),
            ("name = \"x\"", "cannot be read"),
            (
                &mapping(&fake).replace("no = \"/id\"\n", ""),
                "lacks the field no",
            ),
        ] {
            let refused = boss
                .post("/api/v1/connection/check", json!({"mapping": text}))
                .await;
            assert_eq!(refused.error(), "400 shop.mapping");
            assert!(
                refused.json()["error"]["message"]
                    .to_string()
                    .contains(part),
                "{text}"
            );
        }
        let draft = json!({"mapping": mapping(&fake), "customer_id": who});
        let report = boss
            .post("/api/v1/connection/check", draft.clone())
            .await
            .ok();
        assert_eq!(report["steps"][0]["what"], "orders");
        assert_eq!(report["steps"][0]["outcome"], "ok");
        assert_eq!(report["steps"][0]["rows"], 1);
        assert_eq!(report["steps"][1]["sample"]["receiver"]["name"], "林**");
        let shape = &report["exchanges"].as_array().unwrap().last().unwrap()["shape"][0];
        assert_eq!(
            (&shape["id"], &shape["billing"]["phone"]),
            (&json!(1), &json!("•••"))
        );
        assert!(
            !report.to_string().contains("13812345678") && !report.to_string().contains("知夏")
        );
        // Tried, not kept.
        assert_eq!(boss.get("/api/v1/connection").await.ok()["kind"], "own");
        fake.fail(Fault::Broken).await;
        let report = boss.post("/api/v1/connection/check", draft).await.ok();
        assert_eq!(report["steps"][0]["outcome"], "shop.failed");
        fake.fail(Fault::None).await;

        let saved = boss
            .put(
                "/api/v1/connection/mapping",
                json!({"mapping": mapping(&fake)}),
            )
            .await
            .ok();
        assert_eq!(
            (&saved["kind"], &saved["origin"]),
            (&json!("rest"), &json!("saved"))
        );
        let text = saved["mapping"].as_str().unwrap();
        assert!(text.contains("authorization = \"***\"") && !text.contains("Y2s6Y3M"));
        // What is shown can be saved as it is: the secret stays.
        boss.put("/api/v1/connection/mapping", json!({"mapping": text}))
            .await
            .ok();
        assert_eq!(orders(&boss, &who).await["items"][0]["no"], "1");
        let again = orders(&boss, &who).await;
        assert_eq!(again["items"][0]["source"]["connector"], "woocommerce");
        let health = boss.get("/api/v1/connection").await.ok()["health"].clone();
        assert_eq!((&health["asked"], &health["hits"]), (&json!(1), &json!(1)));
        assert_eq!(health["breaker"], "closed");

        the_shop_tells(&world, &boss, &fake, &who).await;
        it_rests(&world, &boss, &fake, &who).await;

        let log = boss.get("/api/v1/audit?limit=200").await.ok().to_string();
        assert!(log.contains("connection.saved") && !log.contains("Y2s6Y3M"));
        let world = world.restart(&database).await;
        let boss = boss.at(&world);
        let kept = boss.get("/api/v1/connection").await.ok();
        assert_eq!(kept["name"], "woocommerce");
        let taken = boss
            .send("DELETE", "/api/v1/connection/mapping", "", Vec::new())
            .await
            .ok();
        assert_eq!(taken["kind"], "own");
        world.server.stop().await;
    }
}

/// What a webhook is about is asked anew; what it is not about is not.
async fn the_shop_tells(world: &World, boss: &Caller, fake: &FakeShop, who: &str) {
    let body = json!({"name": "Woo", "form": "woocommerce"});
    let made = boss.post("/api/v1/shop-hooks", body).await.ok();
    let tell = async |number: &str, order: u64| {
        use base64::Engine as _;
        let body = woo(order, 99).to_string();
        let mac =
            hmac_sha256(made["secret"].as_str().unwrap().as_bytes(), body.as_bytes()).unwrap();
        let signature = base64::engine::general_purpose::STANDARD.encode(mac);
        let shop = world
            .nobody()
            .with("x-wc-webhook-signature", &signature)
            .with("x-wc-webhook-topic", "order.updated")
            .with("x-wc-webhook-delivery-id", number);
        let path = format!(
            "/api/v1/hooks/shop/{}",
            made["hook"]["id"].as_str().unwrap()
        );
        let answer = shop
            .send("POST", &path, "application/json", body.into_bytes())
            .await;
        assert_eq!(answer.ok()["status"], "taken");
    };
    let asked = fake.asked();
    orders(boss, who).await;
    tell("1", 2).await;
    orders(boss, who).await;
    assert_eq!(
        fake.asked(),
        asked,
        "another order's news dropped this customer's list"
    );
    tell("2", 1).await;
    orders(boss, who).await;
    assert_eq!(fake.asked(), asked + 1);
}

/// With the company's own patience the shop is left alone after two failures.
async fn it_rests(world: &World, boss: &Caller, fake: &FakeShop, who: &str) {
    let patience = json!({"timeout_ms": 300, "fresh_seconds": 0, "stale_minutes": 1,
        "failures_most": 2, "rest_seconds": 60});
    boss.put("/api/v1/settings/connection", patience).await.ok();
    let wrong = json!({"timeout_ms": 5});
    let refused = boss.put("/api/v1/settings/connection", wrong).await;
    assert_eq!(refused.error(), "400 invalid.field");
    world.clock.advance(1000);
    fake.fail(Fault::Broken).await;
    for _ in 0..3 {
        assert_eq!(orders(boss, who).await["items"][0]["source"]["stale"], true);
    }
    let health = boss.get("/api/v1/connection").await.ok()["health"].clone();
    assert_eq!(
        (&health["breaker"], &health["failures"]),
        (&json!("open"), &json!(2))
    );
    assert_eq!(health["last_fault"]["code"], "shop.failed");
    world.clock.advance(61_000);
    fake.fail(Fault::None).await;
    let health = boss.get("/api/v1/connection").await.ok()["health"].clone();
    assert_eq!(health["breaker"], "trial");
    orders(boss, who).await;
    let health = boss.get("/api/v1/connection").await.ok()["health"].clone();
    assert_eq!(
        (&health["breaker"], &health["failures"]),
        (&json!("closed"), &json!(0))
    );
}
