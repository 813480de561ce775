//! Hooks and deliveries through HTTP, on every database.

use std::sync::Arc;

use parking_lot::Mutex;
use serde_json::{Value, json};
use shanying_kernel::{Error, Page, Result, hex};
use shanying_storage::{BoxFuture, sql};
use shanying_testkit::{Answer, TestApp, databases};
use shanying_web_kit::Permission;
use shanying_web_kit::signing::hmac_sha256;

use crate::connectors::{Capabilities, OrderFilter, Shop, Touched, VerifiedCustomer};
use crate::harness::start_with;
use crate::orders::Order;

/// Remembers what it was told to forget.
#[derive(Default)]
struct Forgetful {
    forgotten: Mutex<Vec<Touched>>,
}

impl Shop for Forgetful {
    fn name(&self) -> String {
        "forgetful".to_owned()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::default()
    }

    fn orders<'a>(
        &'a self,
        _: &'a VerifiedCustomer,
        _: OrderFilter,
    ) -> BoxFuture<'a, Result<Page<Order>>> {
        Box::pin(async { Err(Error::internal("nobody asks")) })
    }

    fn order<'a>(&'a self, _: &'a VerifiedCustomer, _: &'a str) -> BoxFuture<'a, Result<Order>> {
        Box::pin(async { Err(Error::internal("nobody asks")) })
    }

    fn forget(&self, touched: &Touched) -> usize {
        self.forgotten.lock().push(touched.clone());
        1
    }
}

/// Our form, signed now by `secret`.
async fn deliver(app: &TestApp, hook: &Value, secret: &str, id: &str, body: &Value) -> Answer {
    let stamp = (app.clock.now_ms() / 1000).to_string();
    let message = format!("{stamp}.{id}.{body}");
    let signature = hex(&hmac_sha256(secret.as_bytes(), message.as_bytes()).unwrap());
    let path = format!("/hooks/shop/{}", hook["id"].as_str().unwrap());
    app.post(&path, body.clone())
        .anonymous()
        .header("x-shanying-timestamp", &stamp)
        .header("x-shanying-delivery", id)
        .header("x-shanying-signature", &format!("sha256={signature}"))
        .await
}

async fn events(app: &TestApp) -> Vec<(String, Value)> {
    let mut tx = app.tenant.db().read().await.unwrap();
    let rows = sql("SELECT kind, payload FROM events WHERE kind LIKE 'shop.%' ORDER BY id")
        .all(&mut tx)
        .await
        .unwrap();
    let read =
        |row: &shanying_storage::Row| (row.text("kind").unwrap(), row.json("payload").unwrap());
    rows.iter().map(read).collect()
}

async fn listed(app: &TestApp, hook: &Value) -> Vec<Value> {
    let path = format!("/shop-hooks/{}/deliveries", hook["id"].as_str().unwrap());
    app.get(&path).await.ok()["items"]
        .as_array()
        .unwrap()
        .clone()
}

#[tokio::test]
async fn a_delivery_is_taken_once_told_and_drops_what_it_concerns() {
    for database in databases() {
        let shop = Arc::new(Forgetful::default());
        let app = start_with(&database, Some(shop.clone())).await;
        let made = app
            .post("/shop-hooks", json!({"name": "商城", "form": "shanying"}))
            .await
            .ok();
        let (hook, secret) = (&made["hook"], made["secret"].as_str().unwrap());
        let body = json!({"event": "order.updated", "order_no": "A1", "user_id": "u1", "status": "shipped"});
        let answer = deliver(&app, hook, secret, "d1", &body).await.ok();
        assert_eq!(answer["status"], "taken");
        let touched = shop.forgotten.lock().clone();
        assert_eq!(touched.len(), 1);
        assert_eq!(touched[0].order_no.as_deref(), Some("A1"));
        // Again, and ten at the same time: nothing happens.
        let again = deliver(&app, hook, secret, "d1", &body).await.ok();
        assert_eq!(again["status"], "repeated");
        let many = (0..10).map(|_| deliver(&app, hook, secret, "d2", &body));
        let mut states: Vec<String> = Vec::new();
        for answer in futures(many).await {
            states.push(answer.ok()["status"].as_str().unwrap().to_owned());
        }
        assert_eq!(states.iter().filter(|state| *state == "taken").count(), 1);
        assert_eq!(shop.forgotten.lock().len(), 2);
        let told = events(&app).await;
        assert_eq!(told.len(), 2);
        assert_eq!(told[0].0, "shop.order_changed");
        assert_eq!(told[0].1["order_no"], "A1");
        assert!(told[0].1.get("user_id").is_none());
        // The same number with something else.
        let other = json!({"event": "order.updated", "order_no": "A2"});
        let refused = deliver(&app, hook, secret, "d1", &other).await;
        assert_eq!(refused.error(), "409 hook.id_reused");
        let weather = json!({"event": "weather.changed"});
        let ignored = deliver(&app, hook, secret, "d3", &weather).await.ok();
        assert_eq!(ignored["status"], "ignored");
        let list = listed(&app, hook).await;
        assert_eq!(list.len(), 3);
        let first = list.iter().find(|one| one["delivery_id"] == "d1").unwrap();
        assert_eq!(
            (&first["repeated"], &first["status"]),
            (&json!(1), &json!("shipped"))
        );
        assert!(!list.iter().any(|one| one.to_string().contains("u1")));
        // A month later nothing of it is kept.
        app.clock.advance(31 * 86_400_000);
        assert_eq!(super::actions::forget_old(&app.tenant).await.unwrap(), 3);
    }
}

async fn futures<F: Future<Output = Answer>>(many: impl Iterator<Item = F>) -> Vec<Answer> {
    let mut answers = Vec::new();
    let mut all: Vec<_> = many.map(Box::pin).collect();
    std::future::poll_fn(|context| {
        all.retain_mut(|one| match one.as_mut().poll(context) {
            std::task::Poll::Ready(answer) => {
                answers.push(answer);
                false
            }
            std::task::Poll::Pending => true,
        });
        if all.is_empty() {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    answers
}

#[tokio::test]
async fn strangers_old_ones_and_closed_doors_are_refused_and_shown() {
    for database in databases() {
        let shop = Arc::new(Forgetful::default());
        let app = start_with(&database, Some(shop.clone())).await;
        let made = app
            .post("/shop-hooks", json!({"name": "商城", "form": "shanying"}))
            .await
            .ok();
        let (hook, secret) = (&made["hook"], made["secret"].as_str().unwrap());
        let id = hook["id"].as_str().unwrap();
        let body = json!({"event": "order.updated", "order_no": "A1"});
        let refused = deliver(&app, hook, "guess", "d1", &body).await;
        assert_eq!(refused.error(), "401 hook.signature");
        let bare = app
            .post(&format!("/hooks/shop/{id}"), body.clone())
            .anonymous()
            .await;
        assert_eq!(bare.error(), "401 hook.signature");
        let unknown = json!({"id": "hok_none"});
        let refused = deliver(&app, &unknown, secret, "d1", &body).await;
        assert_eq!(refused.error(), "404 not_found.hook");
        let large = json!({"event": "order.updated", "order_no": "A1", "x": "x".repeat(300_000)});
        let refused = deliver(&app, hook, secret, "d1", &large).await;
        assert_eq!(refused.error(), "400 invalid.too_large");
        // A captured delivery is of no use later.
        let stamp = (app.clock.now_ms() / 1000).to_string();
        let message = format!("{stamp}.d9.{body}");
        let signature = hex(&hmac_sha256(secret.as_bytes(), message.as_bytes()).unwrap());
        app.clock.advance(6 * 60_000);
        let late = app
            .post(&format!("/hooks/shop/{id}"), body.clone())
            .anonymous()
            .header("x-shanying-timestamp", &stamp)
            .header("x-shanying-delivery", "d9")
            .header("x-shanying-signature", &format!("sha256={signature}"))
            .await;
        assert_eq!(late.error(), "401 hook.expired");
        // Another secret: the former one opens for an hour.
        let rotated = app
            .post(&format!("/shop-hooks/{id}/secret"), json!({}))
            .await
            .ok();
        let other = rotated["secret"].as_str().unwrap();
        assert_ne!(other, secret);
        deliver(&app, hook, secret, "d2", &body).await.ok();
        deliver(&app, hook, other, "d3", &body).await.ok();
        app.clock.advance(61 * 60_000);
        let refused = deliver(&app, hook, secret, "d4", &body).await;
        assert_eq!(refused.error(), "401 hook.signature");
        app.patch(&format!("/shop-hooks/{id}"), json!({"enabled": false}))
            .await
            .ok();
        let refused = deliver(&app, hook, other, "d5", &body).await;
        assert_eq!(refused.error(), "403 hook.closed");
        assert_eq!(shop.forgotten.lock().len(), 2);
        let list = app.get("/shop-hooks").await.ok();
        let shown = &list["items"][0];
        assert_eq!(shown["refused"][0]["code"], "hook.closed");
        assert_eq!(shown["refused"].as_array().unwrap().len(), 6);
        assert!(!list.to_string().contains(other));
        let rights = app.post("/shop-hooks", json!({"name": "x", "form": "shanying"}));
        let rights = rights.may(&[Permission::ViewSettings]).await;
        assert_eq!(rights.error(), "403 forbidden.permission");
        app.delete(&format!("/shop-hooks/{id}")).await.ok();
        let gone = app.get(&format!("/shop-hooks/{id}/deliveries")).await;
        assert_eq!(gone.error(), "404 not_found.hook");
    }
}

#[tokio::test]
async fn woocommerce_is_understood_and_replays_under_another_number_do_nothing() {
    for database in databases() {
        let shop = Arc::new(Forgetful::default());
        let app = start_with(&database, Some(shop.clone())).await;
        let made = app
            .post("/shop-hooks", json!({"name": "Woo", "form": "woocommerce"}))
            .await
            .ok();
        let path = format!("/hooks/shop/{}", made["hook"]["id"].as_str().unwrap());
        let ping = app
            .ask(axum::http::Method::POST, &path)
            .anonymous()
            .body("webhook_id=7")
            .await;
        assert_eq!(ping.ok()["status"], "pong");
        let body = json!({"id": 17, "customer_id": 7, "status": "completed"});
        let send = async |number: &str| {
            use base64::Engine as _;
            let secret = made["secret"].as_str().unwrap();
            let mac = hmac_sha256(secret.as_bytes(), body.to_string().as_bytes()).unwrap();
            let signature = base64::engine::general_purpose::STANDARD.encode(mac);
            let ask = app.post(&path, body.clone()).anonymous();
            ask.header("x-wc-webhook-signature", &signature)
                .header("x-wc-webhook-topic", "order.updated")
                .header("x-wc-webhook-delivery-id", number)
                .await
                .ok()
        };
        assert_eq!(send("a").await["status"], "taken");
        assert_eq!(send("a").await["status"], "repeated");
        assert_eq!(send("b").await["status"], "repeated");
        assert_eq!(shop.forgotten.lock().len(), 1);
        assert_eq!(events(&app).await.len(), 1);
        // An erased customer is in no delivery.
        let forgotten = app.tenant.db().write(|tx| {
            Box::pin(async move { crate::forget_customer(tx, "cus_lin", Some("7")).await })
        });
        forgotten.await.unwrap();
        let mut tx = app.tenant.db().read().await.unwrap();
        let left = sql("SELECT COUNT(*) FROM shop_deliveries WHERE user_id IS NOT NULL");
        assert_eq!(left.one(&mut tx).await.unwrap().count().unwrap(), 0);
    }
}
