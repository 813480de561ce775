//! Tools through HTTP and the room's door, on every database.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};
use shanying_kernel::{Actor, Error, ErrorKind, Page, Result};
use shanying_storage::BoxFuture;
use shanying_testkit::{Answer, TestApp, databases};
use shanying_web_kit::{Permission, Tenant};
use tokio::task::JoinSet;

use super::{Asker, WriteState, confirm, preview};
use crate::connectors::{
    Capabilities, Change, ChangeKind, OrderFilter, Outcome, Preview, Shop, VerifiedCustomer, Write,
};
use crate::harness::{DAY_MS, lin, order, put, start, start_with};
use crate::orders::{Order, OrderStatus};
use crate::shop::OwnShop;

async fn told(app: &TestApp, tool: &str, arguments: Value, key: &str) -> Answer {
    let body = json!({"customer_id": "cus_lin", "arguments": arguments, "key": key});
    app.post(&format!("/tools/{tool}/preview"), body).await
}

async fn sure(app: &TestApp, previewed: &Value) -> Answer {
    let body = json!({"customer_id": "cus_lin", "token": previewed["token"]});
    app.post("/tools/confirm", body).await
}

#[tokio::test]
async fn tools_are_listed_with_schemas_and_read_for_the_customer_who_is_served() {
    for database in databases() {
        let app = start(&database).await;
        let now = app.clock.now_ms();
        put(&app, order("A1", "u1", OrderStatus::Shipped, now)).await;
        put(&app, order("B1", "u2", OrderStatus::Paid, now)).await;
        let list = app.get("/tools").await.ok();
        let tools = list["items"].as_array().unwrap();
        assert_eq!(tools.len(), 18);
        for tool in tools {
            let schema = &tool["parameters"];
            assert_eq!(schema["additionalProperties"], false, "{tool}");
            assert!(
                schema["properties"].is_object() && !schema.to_string().contains("$ref"),
                "{tool}"
            );
            assert!(schema["properties"].get("customer_id").is_none() && tool["usable"] == true);
        }
        let read = async |tool: &str, customer: &str, arguments: Value| {
            let body = json!({"customer_id": customer, "arguments": arguments});
            app.post(&format!("/tools/{tool}/read"), body).await
        };
        let parcels = read("track_order", "cus_lin", json!({"order_no": "A1"}))
            .await
            .ok();
        assert_eq!(parcels["items"][0]["tracking_no"], "78123");
        for (tool, customer, arguments, error) in [
            (
                "track_order",
                "cus_lin",
                json!({"order_no": "B1"}),
                "404 not_found.order",
            ),
            (
                "get_order",
                "cus_chen",
                json!({"order_no": "A1"}),
                "404 not_found.order",
            ),
            (
                "get_order",
                "cus_guest",
                json!({"order_no": "A1"}),
                "409 customer.not_verified",
            ),
            (
                "get_order",
                "cus_lin",
                json!({"order_no": "A1", "customer_id": "cus_chen"}),
                "400 invalid.arguments",
            ),
            (
                "get_order",
                "cus_lin",
                json!({"order_no": 7}),
                "400 invalid.arguments",
            ),
            (
                "cancel_order",
                "cus_lin",
                json!({"order_no": "A1"}),
                "400 tool.needs_preview",
            ),
            ("drop_tables", "cus_lin", json!({}), "404 not_found.tool"),
        ] {
            assert_eq!(
                read(tool, customer, arguments).await.error(),
                error,
                "{tool} {customer}"
            );
        }
        let calls = app.get("/tools/calls?tool=get_order").await.ok();
        let calls = calls["items"].as_array().unwrap();
        assert_eq!(calls.len(), 4);
        assert_eq!(calls[0]["outcome"], "invalid.arguments");
        assert_eq!(calls[0]["fields"], json!(["order_no"]));
        assert!(!calls.iter().any(|call| call.to_string().contains("A1")));
        let off = json!({"off": ["get_order"]});
        app.put("/settings/tools", off).await.ok();
        let refused = read("get_order", "cus_lin", json!({"order_no": "A1"})).await;
        assert_eq!(refused.error(), "409 tool.off");
        let refused = app.get("/tools").may(&[Permission::ViewKnowledge]).await;
        assert_eq!(refused.error(), "403 forbidden.permission");
    }
}

#[tokio::test]
async fn a_write_is_told_confirmed_once_and_audited() {
    for database in databases() {
        let app = start(&database).await;
        let now = app.clock.now_ms();
        put(&app, order("A1", "u1", OrderStatus::Paid, now)).await;
        let arguments = json!({"order_no": "A1", "reason": "拍错了"});
        let first = told(&app, "cancel_order", arguments.clone(), "k")
            .await
            .ok();
        assert_eq!(first["write"]["state"], "previewed");
        assert_eq!(first["write"]["preview"]["amount"]["amount"], 23_900);
        let again = told(&app, "cancel_order", arguments.clone(), "k")
            .await
            .ok();
        assert_eq!(again, first);
        let other = told(&app, "cancel_order", json!({"order_no": "A1"}), "k").await;
        assert_eq!(other.error(), "409 tool.key_reused");
        let shown = app.get("/customers/cus_lin/orders/A1").await.ok();
        assert_eq!(shown["status"], "paid");
        let stranger = json!({"customer_id": "cus_chen", "token": first["token"]});
        let refused = app.post("/tools/confirm", stranger).await;
        assert_eq!(refused.error(), "404 not_found.tool_write");
        let done = sure(&app, &first).await.ok();
        assert_eq!(
            (done["state"].as_str(), done["outcome"]["number"].as_str()),
            (Some("done"), Some("RA1-1"))
        );
        assert_eq!(sure(&app, &first).await.ok(), done);
        // The preview under the same key is the write that is done, although no order is left to cancel.
        let late = told(&app, "cancel_order", arguments, "k").await.ok();
        assert_eq!(late["write"]["state"], "done");
        let old = json!({"order_no": "A1"});
        put(&app, order("A2", "u1", OrderStatus::Paid, now)).await;
        assert_eq!(
            told(&app, "cancel_order", old, "k2").await.error(),
            "409 order.closed"
        );
        let slow = told(&app, "urge_shipment", json!({"order_no": "A2"}), "k3")
            .await
            .ok();
        app.clock.advance(16 * 60_000);
        assert_eq!(sure(&app, &slow).await.error(), "409 tool.expired");
        let mut tx = app.tenant.db().read().await.unwrap();
        let lines = shanying_web_kit::audit::list(&mut tx, None, Some("tool."), None, 50).await;
        let lines = lines.unwrap().items;
        assert_eq!((lines.len(), lines[0].action.as_str()), (1, "tool.done"));
    }
}

#[tokio::test]
async fn compensation_keeps_to_the_limit_of_the_grade_and_goes_to_a_person_above_it() {
    for database in databases() {
        let app = start(&database).await;
        let gift = |amount: i64| json!({"amount": amount, "form": "coupon", "reason": "破损"});
        // 金卡: 50 within 30 days. Two of 30 at once: one is given, the other waits.
        let a = told(&app, "compensate", gift(3000), "a").await.ok();
        let b = told(&app, "compensate", gift(3000), "b").await.ok();
        assert_eq!(b["write"]["preview"]["authority"], "alone");
        let (one, two) = tokio::join!(sure(&app, &a), sure(&app, &b));
        let mut states = [one.ok()["state"].clone(), two.ok()["state"].clone()];
        states.sort_by_key(ToString::to_string);
        assert_eq!(states, ["done", "waiting"]);
        let over = told(&app, "compensate", gift(2001), "c").await.ok();
        assert_eq!(over["write"]["preview"]["authority"], "person");
        let fits = told(&app, "compensate", gift(2000), "d").await.ok();
        assert_eq!(sure(&app, &fits).await.ok()["state"], "done");
        let waiting = sure(&app, &over).await.ok();
        assert_eq!(waiting["state"], "waiting");
        let list = app.get("/approvals").await.ok();
        assert_eq!(list["items"].as_array().unwrap().len(), 2);
        assert_eq!(list["items"][1]["write"]["reason"], "破损");
        let id = waiting["id"].as_str().unwrap();
        let path = format!("/approvals/{id}/approve");
        let refused = app
            .post(&path, json!({}))
            .may(&[Permission::ServeConversations])
            .await;
        assert_eq!(refused.error(), "403 forbidden.permission");
        let (x, y) = tokio::join!(
            app.post(&path, json!({"note": "老客"})),
            app.post(&path, json!({}))
        );
        let mut answers = [x, y].map(|answer| answer.status());
        answers.sort_unstable();
        assert_eq!(answers, [200, 409]);
        let other = list["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| &item["write"])
            .find(|write| write["id"] != id)
            .unwrap();
        let path = format!("/approvals/{}/reject", other["id"].as_str().unwrap());
        assert_eq!(
            app.post(&path, json!({"note": "重复"})).await.ok()["state"],
            "rejected"
        );
        assert_eq!(
            app.post(&path, json!({})).await.error(),
            "409 tool.decided_before"
        );
        let benefits = app.get("/customers/cus_lin/benefits").await.ok();
        let mut values: Vec<i64> = benefits["coupons"]
            .as_array()
            .unwrap()
            .iter()
            .map(|coupon| coupon["value"]["amount"].as_i64().unwrap())
            .collect();
        values.sort_unstable();
        assert_eq!(values, [2000, 2001, 3000]);
        // A month later the limit is whole again.
        app.clock.advance(31 * DAY_MS);
        let later = told(&app, "compensate", gift(5000), "e").await.ok();
        assert_eq!(sure(&app, &later).await.ok()["state"], "done");
    }
}

#[tokio::test]
async fn a_refund_that_must_be_looked_at_waits_and_happens_when_it_is_approved() {
    for database in databases() {
        let app = start(&database).await;
        let now = app.clock.now_ms();
        put(
            &app,
            order("A1", "u1", OrderStatus::Delivered, now - DAY_MS),
        )
        .await;
        let arguments = json!({"order_no": "A1", "kind": "return_refund", "reason": "quality"});
        let first = told(&app, "request_refund", arguments, "k").await.ok();
        assert_eq!(first["write"]["preview"]["authority"], "person");
        let waiting = sure(&app, &first).await.ok();
        assert_eq!(waiting["state"], "waiting");
        assert_eq!(
            app.get("/customers/cus_lin/orders/A1").await.ok()["refunds"],
            json!([])
        );
        let path = format!("/approvals/{}/approve", waiting["id"].as_str().unwrap());
        assert_eq!(app.post(&path, json!({})).await.ok()["state"], "done");
        let shown = app.get("/customers/cus_lin/orders/A1").await.ok();
        assert_eq!(shown["refunds"][0]["state"], "wait_buyer_return");
    }
}

#[tokio::test]
async fn an_erased_customer_is_in_no_order_and_no_request() {
    for database in databases() {
        let app = start(&database).await;
        let now = app.clock.now_ms();
        put(&app, order("A1", "u1", OrderStatus::Delivered, now)).await;
        put(&app, order("A2", "u1", OrderStatus::Paid, now)).await;
        put(&app, order("B1", "u2", OrderStatus::Paid, now)).await;
        let receiver = json!({"name": "林小夏", "phone": "13912345678", "province": "浙江省",
            "city": "杭州市", "district": "西湖区", "street": "文三路 9 号"});
        let moved = json!({"order_no": "A2", "receiver": receiver});
        let moved = told(&app, "change_address", moved, "a").await.ok();
        assert_eq!(sure(&app, &moved).await.ok()["state"], "done");
        let invoice = json!({"order_no": "A1", "title": "林知夏", "email": "lin@example.com"});
        let invoice = told(&app, "request_invoice", invoice, "b").await.ok();
        assert_eq!(sure(&app, &invoice).await.ok()["state"], "done");
        let refund = json!({"order_no": "A1", "kind": "return_refund", "reason": "quality",
            "note": "林知夏说漏液"});
        let refund = told(&app, "request_refund", refund, "c").await.ok();
        assert_eq!(sure(&app, &refund).await.ok()["state"], "waiting");

        let forgotten = app.tenant.db().write(|tx| {
            Box::pin(async move { crate::forget_customer(tx, "cus_lin", Some("u1")).await })
        });
        forgotten.await.unwrap();
        let mut kept = app.get("/customers/cus_lin/orders").await.ok().to_string();
        assert!(kept.contains("A1") && kept.contains("23900"), "{kept}");
        for state in ["waiting", "decided"] {
            let list = app.get(&format!("/approvals?state={state}")).await.ok();
            assert_eq!(list["items"], json!([]));
        }
        // What was done is still known as done, and says nothing of the person.
        let again = sure(&app, &moved).await.ok();
        assert_eq!(again["state"], "done");
        kept += &again.to_string();
        kept += &sure(&app, &refund).await.ok().to_string();
        for word in ["林", "13912", "****5678", "杭州", "文三", "西湖", "漏液"] {
            assert!(!kept.contains(word), "{word}: {kept}");
        }
        let other = app.get("/customers/cus_chen/orders/B1").await.ok();
        assert_eq!(other["receiver"]["phone"], "138****5678");
    }
}

/// The own shop behind a line that breaks: before the shop hears of it, or after it has done it.
struct BrokenLine {
    shop: OwnShop,
    numbers: AtomicU64,
}

impl BrokenLine {
    fn roll(&self, n: u64) -> u64 {
        let before = self
            .numbers
            .fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed);
        let mixed = (before ^ (before >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        (mixed ^ (mixed >> 29)) % n
    }
}

fn timeout() -> Error {
    Error::new(ErrorKind::Unavailable, "shop.timeout", "the line is broken")
}

impl Shop for BrokenLine {
    fn name(&self) -> String {
        "broken".to_owned()
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            reads: Vec::new(),
            changes: vec![ChangeKind::Compensate],
        }
    }

    fn orders<'a>(
        &'a self,
        _: &'a VerifiedCustomer,
        _: OrderFilter,
    ) -> BoxFuture<'a, Result<Page<Order>>> {
        Box::pin(async { Err(timeout()) })
    }

    fn order<'a>(&'a self, _: &'a VerifiedCustomer, _: &'a str) -> BoxFuture<'a, Result<Order>> {
        Box::pin(async { Err(timeout()) })
    }

    fn preview<'a>(
        &'a self,
        who: &'a VerifiedCustomer,
        change: &'a Change,
    ) -> BoxFuture<'a, Result<Preview>> {
        self.shop.preview(who, change)
    }

    fn apply<'a>(
        &'a self,
        who: &'a VerifiedCustomer,
        write: Write<'a>,
    ) -> BoxFuture<'a, Result<Outcome>> {
        Box::pin(async move {
            match self.roll(4) {
                0 => Err(timeout()),
                1 => self.shop.apply(who, write).await.and(Err(timeout())),
                _ => self.shop.apply(who, write).await,
            }
        })
    }
}

/// Fifty writes, each told and confirmed until it is done; how often the line broke.
async fn write_fifty(tenant: Tenant, part: i64) -> usize {
    let asker = Asker {
        customer_id: "cus_lin".to_owned(),
        actor: Actor::bot(),
        conversation_id: None,
    };
    let mut retried = 0;
    for n in part * 50..(part + 1) * 50 {
        let key = n.to_string();
        let arguments = json!({"amount": n + 1, "form": "points", "reason": "测试"});
        loop {
            let told = preview(&tenant, &asker, "compensate", arguments.clone(), &key).await;
            let (_, token) = told.unwrap();
            // Two press the button at once every now and then.
            let first = confirm(&tenant, &asker, &token);
            let done = if n % 7 == 0 {
                let (a, b) = tokio::join!(first, confirm(&tenant, &asker, &token));
                a.or(b)
            } else {
                first.await
            };
            match done {
                Ok(write) => {
                    assert_eq!(write.state, WriteState::Done);
                    break;
                }
                Err(error) => {
                    let codes = ["shop.timeout", "tool.in_progress"];
                    assert!(codes.contains(&error.code), "{error}");
                    retried += 1;
                }
            }
        }
    }
    retried
}

/// Whatever breaks, and however often a write is told, confirmed and confirmed again: a thousand
/// writes are done, each once.
#[tokio::test]
async fn nothing_is_doubled_over_a_thousand_writes_that_are_tried_again() {
    for database in databases() {
        // The shop's tables are in the database that the app opens, so the line is laid afterwards.
        let home = start(&database).await;
        let line = BrokenLine {
            shop: OwnShop::new(home.tenant.db()),
            numbers: AtomicU64::new(7),
        };
        let app = start_with(&database, Some(Arc::new(line))).await;
        let all = json!({"limits": {"金卡": 1_000_000_000}});
        app.put("/settings/tools", all).await.ok();
        let mut many = JoinSet::new();
        for part in 0..20 {
            many.spawn(write_fifty(app.tenant.clone(), part));
        }
        let retried: usize = many.join_all().await.into_iter().sum();
        assert!(retried > 300, "{retried}");
        let points = OwnShop::new(home.tenant.db()).points(&lin()).await.unwrap();
        assert_eq!(points.balance, 1000 * 1001 / 2);
    }
}
