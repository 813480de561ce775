//! Self-service at the shop over real sockets: looked up, told, confirmed, done once, or decided by a
//! person.

use serde_json::{Value, json};
use shanying_commerce::money::Money;
use shanying_commerce::orders::{self, Address, Amounts, NewOrder, OrderItem, OrderStatus};
use shanying_commerce::shipments::{self, NewShipment, Shipment, ShipmentState, Trace};
use shanying_kernel::Time;
use shanying_testkit::databases;
use shanying_web_kit::signing::hmac_sha256;

use crate::walk::say;
use crate::world::{Caller, Socket, World};

const TASKS: &str = include_str!("../../../../demo/shop/tasks.json");
const HOUR_MS: i64 = 3_600_000;

fn order(no: &str, title: &str, status: OrderStatus, made: i64) -> NewOrder {
    let yuan = |amount: i64| Money::new(amount * 100, "CNY");
    let sent = matches!(status, OrderStatus::Shipped | OrderStatus::Delivered);
    NewOrder {
        no: no.to_owned(),
        user_id: "u1".to_owned(),
        status,
        created_at: Time(made),
        paid_at: Some(Time(made)),
        shipped_at: sent.then_some(Time(made)),
        delivered_at: (status == OrderStatus::Delivered).then_some(Time(made)),
        finished_at: None,
        amount: Amounts {
            goods: yuan(100),
            shipping: yuan(0),
            discount: yuan(0),
            paid: yuan(100),
        },
        receiver: Address {
            name: "林知夏".to_owned(),
            phone: "13812345678".to_owned(),
            province: "上海市".to_owned(),
            city: "上海市".to_owned(),
            district: "徐汇区".to_owned(),
            street: "漕溪北路1号".to_owned(),
        },
        items: vec![OrderItem {
            sku_id: no.to_owned(),
            product_id: no.to_owned(),
            title: title.to_owned(),
            spec: String::new(),
            quantity: 1,
            price: yuan(100),
            image: String::new(),
            refundable: 1,
        }],
        remark: String::new(),
    }
}

async fn put(world: &World, order: NewOrder) {
    let written = world.server.tenant().db().write(move |tx| {
        Box::pin(async move {
            let order_id = orders::insert(tx, &order).await?;
            let Some(sent) = order.shipped_at else {
                return Ok(());
            };
            let shipment = Shipment {
                carrier_code: "zhongtong".to_owned(),
                carrier_name: "中通快递".to_owned(),
                tracking_no: format!("78{}", order.no),
                state: ShipmentState::InTransit,
                traces: vec![Trace {
                    time: sent,
                    text: "已到达杭州转运中心".to_owned(),
                    location: "杭州".to_owned(),
                    state: ShipmentState::InTransit,
                }],
                eta: None,
                signed_by: String::new(),
                shipped_at: sent,
            };
            shipments::insert(tx, &NewShipment { order_id, shipment }).await
        })
    });
    written.await.unwrap();
}

/// The customer `u1`, vouched for by the shop's signature.
async fn enter(world: &World, boss: &Caller) -> Socket {
    let channel = boss
        .post("/api/v1/channels", json!({"name": "网站"}))
        .await
        .ok();
    let path = format!(
        "/api/v1/channels/{}/identity-secret",
        channel["id"].as_str().unwrap()
    );
    let made = boss.post(&path, json!({})).await.ok();
    let channel_path = format!("/api/v1/channels/{}", channel["id"].as_str().unwrap());
    let known = json!({"identity_mode": "when_given"});
    let known = boss.send(
        "PATCH",
        &channel_path,
        "application/json",
        known.to_string().into_bytes(),
    );
    known.await.ok();
    let secret = made["secret"].as_str();
    let proof = hmac_sha256(secret.unwrap_or_else(|| panic!("{made}")).as_bytes(), b"u1").unwrap();
    let hash: String = proof.iter().map(|byte| format!("{byte:02x}")).collect();
    let identity = json!({"user_id": "u1", "hash": hash, "name": "林知夏", "phone": "13812345678"});
    let mut visitor = world.nobody().socket("/ws/visitor?v=1").await;
    let hello = json!({"channel_token": channel["token"], "locale": "zh-CN", "identity": identity});
    visitor.tell("hello", hello).await;
    visitor.next("welcome").await;
    visitor
}

/// What the bot says next, in whatever form.
async fn heard(visitor: &mut Socket) -> String {
    let frame = visitor
        .until(|frame| frame["d"]["message"]["sender"]["kind"] == "bot")
        .await;
    frame["d"]["message"]["content"]["text"]
        .as_str()
        .unwrap_or_else(|| panic!("{frame}"))
        .to_owned()
}

async fn talk(visitor: &mut Socket, id: &str, text: &str) -> String {
    say(visitor, id, text).await;
    heard(visitor).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_customers_may_do_alone_is_done_and_the_rest_is_decided() {
    for database in databases() {
        let world = World::start(&database).await;
        let boss = world.administrator().await;
        let tasks: Vec<Value> = serde_json::from_str(TASKS).unwrap();
        for task in tasks {
            let path = format!("/api/v1/dialogue/tasks/{}", task["key"].as_str().unwrap());
            boss.put(&path, task).await.ok();
        }
        let now = world.clock.now_ms();
        for (no, title, status, hours) in [
            ("202611190001", "补水面膜", OrderStatus::Paid, 20),
            ("202611190002", "氨基酸洁面", OrderStatus::Shipped, 60),
            ("202611190003", "烟酰胺精华", OrderStatus::Delivered, 90),
        ] {
            put(&world, order(no, title, status, now - hours * HOUR_MS)).await;
        }
        let mut visitor = enter(&world, &boss).await;

        // Looked up; a parcel that stands still is explained.
        let which = talk(&mut visitor, "a", "我的快递到哪了").await;
        assert!(which.contains("哪"), "{which}");
        let where_it_is = talk(&mut visitor, "b", "洁面那单").await;
        assert!(where_it_is.contains("杭州转运中心"), "{where_it_is}");
        assert!(where_it_is.contains("延误"), "{where_it_is}");

        // Told, confirmed, done.
        let told = talk(
            &mut visitor,
            "c",
            "帮我改地址,改到浙江省杭州市西湖区文三路90号3幢502室",
        )
        .await;
        assert!(
            told.contains("文三路90号") && told.contains("补水面膜"),
            "{told}"
        );
        let done = talk(&mut visitor, "d", "确认").await;
        assert!(done.contains("改好了"), "{done}");
        let customers = boss.get("/api/v1/customers").await.ok();
        let id = customers["items"][0]["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/customers/{id}/orders/202611190001");
        let shown = boss.get(&path).await.ok();
        assert_eq!(shown["receiver"]["city"], "杭州市", "{shown}");
        // Sent again, the confirmation is the same message and changes nothing.
        say(&mut visitor, "d", "确认").await;

        // The shop's own rules hold: an address changes once.
        let refused = talk(
            &mut visitor,
            "e",
            "帮我改地址,改到江苏省南京市玄武区中山路1号,订单号202611190001",
        )
        .await;
        assert!(refused.contains("改过一次"), "{refused}");

        // Beyond what anybody may grant alone it waits for a person, with all that was told.
        talk(&mut visitor, "f", "我要补偿,202611190003漏液了").await;
        let told = talk(&mut visitor, "g", "赔我500元,发优惠券").await;
        assert!(told.contains("审核"), "{told}");
        let waits = talk(&mut visitor, "h", "确认").await;
        assert!(waits.contains("提交"), "{waits}");
        let waiting = boss.get("/api/v1/approvals").await.ok();
        let write = &waiting["items"][0];
        assert_eq!(
            (&write["tool"], &write["preview"]["amount"]["amount"]),
            (&json!("compensate"), &json!(50_000)),
            "{waiting}"
        );
        let path = format!(
            "/api/v1/approvals/{}/approve",
            write["id"].as_str().unwrap()
        );
        assert_eq!(boss.post(&path, json!({})).await.ok()["state"], "done");

        // Cancelled after a question in between.
        let told = talk(&mut visitor, "i", "帮我取消订单").await;
        assert!(told.contains("退款金额"), "{told}");
        let done = talk(&mut visitor, "j", "确认").await;
        assert!(done.contains("已经取消"), "{done}");
        let path = format!("/api/v1/customers/{id}/orders/202611190001");
        assert_eq!(boss.get(&path).await.ok()["status"], "cancelled");
        world.server.stop().await;
    }
}
