//! Self-service at the shop over real sockets: looked up, told, confirmed, done once, or decided by a
//! person.

use serde_json::{Value, json};
use shanying_commerce::catalogue::{self, CatalogueItem};
use shanying_commerce::coupons::{self, NewCoupon};
use shanying_commerce::money::Money;
use shanying_commerce::orders::{self, Address, Amounts, NewOrder, OrderItem, OrderStatus};
use shanying_commerce::payments;
use shanying_commerce::shipments::{self, NewShipment, Shipment, ShipmentState, Trace};
use shanying_commerce::shop::Terms;
use shanying_kernel::Time;
use shanying_testkit::databases;
use shanying_web_kit::settings;
use shanying_web_kit::signing::hmac_sha256;

use crate::walk::say;
use crate::world::{Caller, Socket, World};

pub const TASKS: &str = include_str!("../../../../demo/shop/tasks.json");
const HOUR_MS: i64 = 3_600_000;

pub fn order(no: &str, title: &str, status: OrderStatus, made: i64) -> NewOrder {
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

pub async fn put(world: &World, order: NewOrder) {
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

/// How the customer `u1` comes in, vouched for by the shop's signature.
pub async fn hello(boss: &Caller) -> Value {
    hello_as(boss, "u1").await
}

/// The same for any number of the shop.
pub async fn hello_as(boss: &Caller, user_id: &str) -> Value {
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
    let secret = secret.unwrap_or_else(|| panic!("{made}")).as_bytes();
    let proof = hmac_sha256(secret, user_id.as_bytes()).unwrap();
    let hash: String = proof.iter().map(|byte| format!("{byte:02x}")).collect();
    let identity =
        json!({"user_id": user_id, "hash": hash, "name": "林知夏", "phone": "13812345678"});
    json!({"channel_token": channel["token"], "locale": "zh-CN", "identity": identity})
}

pub async fn enter(world: &World, hello: &Value) -> (Socket, Value) {
    let mut visitor = world.nobody().socket("/ws/visitor?v=1").await;
    visitor.tell("hello", hello.clone()).await;
    let welcome = visitor.next("welcome").await["d"].clone();
    (visitor, welcome)
}

pub async fn notice(visitor: &mut Socket, code: &str) -> Value {
    let frame = visitor
        .until(|frame| frame["d"]["message"]["content"]["code"] == code)
        .await;
    frame["d"]["message"].clone()
}

/// What the bot says next, in whatever form.
pub async fn heard(visitor: &mut Socket) -> String {
    let frame = visitor
        .until(|frame| frame["d"]["message"]["sender"]["kind"] == "bot")
        .await;
    frame["d"]["message"]["content"]["text"]
        .as_str()
        .unwrap_or_else(|| panic!("{frame}"))
        .to_owned()
}

pub async fn talk(visitor: &mut Socket, id: &str, text: &str) -> String {
    say(visitor, id, text).await;
    heard(visitor).await
}

/// Decided after the conversation ended, it is there when the customer comes back, once.
async fn decided_after_the_end(
    world: &World,
    boss: &Caller,
    hello: &Value,
    mut visitor: Socket,
    mut tablet: Socket,
) {
    talk(&mut visitor, "k", "我要补偿,202611190003漏液了").await;
    talk(&mut visitor, "l", "赔我600元,发优惠券").await;
    talk(&mut visitor, "m", "确认").await;
    visitor.tell("end", json!({})).await;
    visitor.next("ack").await;
    drop(visitor);
    let waiting = boss.get("/api/v1/approvals").await.ok();
    let count = boss.get("/api/v1/approvals/count").await.ok();
    assert_eq!(count["waiting"], 1);
    let write = waiting["items"][0]["write"]["id"].as_str().unwrap();
    let path = format!("/api/v1/approvals/{write}/reject");
    let why = json!({"note": "已经补偿过一次"});
    assert_eq!(boss.post(&path, why).await.ok()["state"], "rejected");
    notice(&mut tablet, "approval.rejected").await;
    let (_, welcome) = enter(world, hello).await;
    let told: Vec<&Value> = welcome["messages"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|message| message["content"]["code"] == "approval.rejected")
        .collect();
    assert_eq!(told.len(), 1, "{welcome}");
    assert_eq!(told[0]["content"]["params"]["note"], "已经补偿过一次");
    assert_eq!(welcome["conversation"]["owner"], "closed");
    assert!(welcome["unread"].as_i64() >= Some(1), "{welcome}");
    let decided = boss.get("/api/v1/approvals?state=decided").await.ok();
    let states: Vec<&Value> = decided["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| &item["write"]["state"])
        .collect();
    assert_eq!(states, ["rejected", "done"], "{decided}");
    assert_eq!(decided["items"][0]["asked"], Value::Null);
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
        let hello = hello(&boss).await;
        let (mut visitor, _) = enter(&world, &hello).await;
        let (tablet, _) = enter(&world, &hello).await;

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
        let write = &waiting["items"][0]["write"];
        let limit = &write["preview"]["facts"][1]["params"];
        assert_eq!(
            (&waiting["items"][0]["customer_name"], &limit["limit"]),
            (&json!("林知夏"), &json!(1000)),
            "{waiting}"
        );
        assert_eq!(waiting["items"][0]["asked"]["form"], "coupon");
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
        let told = notice(&mut visitor, "approval.done").await;
        assert_eq!(told["sender"]["kind"], "system");
        assert_eq!(told["content"]["params"]["amount"]["amount"], 50_000);
        assert_eq!(told["conversation_id"], write["conversation_id"]);

        // Cancelled after a question in between.
        let told = talk(&mut visitor, "i", "帮我取消订单").await;
        assert!(told.contains("退款金额"), "{told}");
        let done = talk(&mut visitor, "j", "确认").await;
        assert!(done.contains("已经取消"), "{done}");
        let path = format!("/api/v1/customers/{id}/orders/202611190001");
        assert_eq!(boss.get(&path).await.ok()["status"], "cancelled");

        decided_after_the_end(&world, &boss, &hello, visitor, tablet).await;
        world.server.stop().await;
    }
}

const PRODUCTS: &str = include_str!("../../../../demo/shop/products.json");

/// The shop's own catalogue: the first mask in two sizes, the moisturiser of sensitive skin gone.
async fn stock(world: &World) {
    let written = world.server.tenant().db().write(|tx| {
        Box::pin(async move {
            for (sku, product, spec, price, stock) in [
                ("p01-1", "p01", "25ml×10片", 28_800, Some(5)),
                ("p02-1", "p02", "25ml×5片", 14_800, Some(9)),
                ("p02-2", "p02", "25ml×10片", 27_800, Some(9)),
            ] {
                let item = CatalogueItem {
                    sku_id: sku.to_owned(),
                    product_id: product.to_owned(),
                    title: "面膜".to_owned(),
                    spec: spec.to_owned(),
                    image: String::new(),
                    price: Money::new(price, "CNY"),
                    stock,
                };
                catalogue::put(tx, &item).await?;
            }
            let coupon = NewCoupon {
                user_id: "u1".to_owned(),
                title: "满199减20".to_owned(),
                threshold: Money::new(19_900, "CNY"),
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
    world.server.tenant().forget_settings();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_recommended_is_ordered_once_paid_and_told() {
    for database in databases() {
        let world = World::start(&database).await;
        let boss = world.administrator().await;
        let tasks: Vec<Value> = serde_json::from_str(TASKS).unwrap();
        for task in tasks {
            let path = format!("/api/v1/dialogue/tasks/{}", task["key"].as_str().unwrap());
            boss.put(&path, task).await.ok();
        }
        let fields = &[("confirm", "true")];
        let path = "/api/v1/products/import";
        let products = PRODUCTS.replace("\"images/", "\"/demo/shop/images/");
        boss.upload(path, "products.json", &products, fields)
            .await
            .ok();
        stock(&world).await;
        let now = world.clock.now_ms();
        put(
            &world,
            order(
                "202611190001",
                "面膜",
                OrderStatus::Completed,
                now - HOUR_MS,
            ),
        )
        .await;
        let (mut visitor, _) = enter(&world, &hello(&boss).await).await;

        let shown = talk(&mut visitor, "a", "想买补水的面膜，干皮，300以内，没有过敏").await;
        assert!(shown.contains("玉竹美白补水面膜"), "{shown}");
        // One size and one address: nothing is left to ask.
        let told = talk(&mut visitor, "b", "就要这款：玉竹美白补水面膜，来两件").await;
        assert!(
            told.contains("× 2") && told.contains("上海市徐汇区"),
            "{told}"
        );
        assert!(
            told.contains("满199减20") && told.contains("556元"),
            "{told}"
        );
        let told = talk(&mut visitor, "c", "改成一件").await;
        assert!(told.contains("× 1") && told.contains("268元"), "{told}");

        say(&mut visitor, "d", "确认").await;
        let frame = visitor
            .until(|frame| frame["d"]["message"]["sender"]["kind"] == "bot")
            .await;
        let content = &frame["d"]["message"]["content"];
        assert!(
            content["text"].as_str().unwrap().contains("下单成功"),
            "{content}"
        );
        let page = content["options"][0]["url"].as_str().unwrap();
        let token = page.strip_prefix("/pay?token=").unwrap().to_owned();
        // Sent again it is the same message, and there is one order.
        say(&mut visitor, "d", "确认").await;
        let customers = boss.get("/api/v1/customers").await.ok();
        let id = customers["items"][0]["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/customers/{id}/orders");
        let orders = boss.get(&path).await.ok();
        assert_eq!(orders["items"].as_array().unwrap().len(), 2, "{orders}");
        assert_eq!(orders["items"][0]["status"], "pending_payment");
        assert_eq!(orders["items"][0]["amount"]["paid"]["amount"], 26_800);

        payments::decline(world.server.tenant(), &token)
            .await
            .unwrap();
        notice(&mut visitor, "order.payment_declined").await;
        payments::pay(world.server.tenant(), &token).await.unwrap();
        payments::pay(world.server.tenant(), &token).await.unwrap();
        let paid = notice(&mut visitor, "order.paid").await;
        let paid = &paid["content"]["params"];
        assert_eq!(paid["amount"], "268");
        let orders = boss.get(&path).await.ok();
        assert_eq!(orders["items"][0]["status"], "paid", "{orders}");
        let no = orders["items"][0]["no"].as_str().unwrap();
        assert_eq!(paid["order_no"], no);

        // Of the five there are four, and the coupon is used.
        let told = talk(&mut visitor, "e", "帮我下单玉竹美白补水面膜，要五盒").await;
        assert!(told.contains("只剩4件"), "{told}");
        let told = talk(&mut visitor, "f", "改成4件").await;
        assert!(
            told.contains("× 4") && !told.contains("满199减20"),
            "{told}"
        );
        let told = talk(&mut visitor, "g", "算了不要了").await;
        assert!(told.contains("先放下"), "{told}");
        world.server.stop().await;
    }
}
