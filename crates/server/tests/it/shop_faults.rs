//! A thousand writes through the public door against a shop over HTTP that is late, broken, garbled or
//! tells of somebody else half of the time: every answer is clear, everything is done, nothing twice.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};
use shanying_testkit::{Database, FakeShop, Fault, databases};
use tokio::task::JoinSet;

use crate::connections::{mapping, woo};
use crate::shop_talk::{enter, hello_as};
use crate::walk::say;
use crate::world::{Answer, Caller, Socket, World};

const TASKS: &str = include_str!("../../../../demo/shop/tasks.json");
const SECTIONS: &str = "[commerce]\nallow_addresses = [\"127.0.0.1\"]\n[limits]\n\
    address_per_minute = 1000000\naddress_burst = 100000\ncustomer_per_minute = 1000000\n\
    customer_burst = 100000\n";
/// How often a person would try before they give up.
const TRIES: usize = 200;
/// Customers who talk or are served at the same time.
const CUSTOMERS: u64 = 10;

/// How many writes of each kind a customer asks for.
#[derive(Clone, Copy)]
struct Share {
    refunds: u64,
    addresses: u64,
    cancels: u64,
}

struct Count {
    retried: AtomicU64,
}

/// What may be told while the shop errs; anything else is no clear answer.
fn clear(answer: &Answer) -> bool {
    let error = answer.error();
    error.starts_with("503 shop.")
        || error == "404 not_found.order"
        || error == "409 tool.in_progress"
}

/// Asks again until it is answered.
async fn until_answered(boss: &Caller, count: &Count, path: &str, body: &Value) -> Value {
    for _ in 0..TRIES {
        let answer = boss.post(path, body.clone()).await;
        if answer.status.is_success() {
            return answer.ok();
        }
        // It failed for good: how it stands is told by the confirmation.
        if answer.error() == "409 tool.decided_before" {
            return json!({"state": "failed"});
        }
        assert!(clear(&answer), "{}", answer.error());
        count.retried.fetch_add(1, Ordering::Relaxed);
    }
    panic!("never answered");
}

/// A write through the staff's door: told, confirmed, approved if a person must.
async fn write(boss: &Caller, count: &Count, customer: &str, tool: &str, arguments: Value) {
    for attempt in 0..TRIES {
        let key = format!("{tool}-{}-{attempt}", arguments["order_no"]);
        let body = json!({"customer_id": customer, "arguments": arguments, "key": key});
        let path = format!("/api/v1/tools/{tool}/preview");
        let told = until_answered(boss, count, &path, &body).await;
        let sure = json!({"customer_id": customer, "token": told["token"]});
        let mut done = until_answered(boss, count, "/api/v1/tools/confirm", &sure).await;
        if done["state"] == "waiting" {
            let path = format!("/api/v1/approvals/{}/approve", done["id"].as_str().unwrap());
            done = until_answered(boss, count, &path, &json!({})).await;
        }
        match done["state"].as_str() {
            Some("done") => return,
            // The shop told of somebody else, and the key was not there: not done, so once more.
            Some("failed") => count.retried.fetch_add(1, Ordering::Relaxed),
            other => panic!("{other:?}: {done}"),
        };
    }
    panic!("never done");
}

async fn said(visitor: &mut Socket, id: &str, text: &str) -> String {
    say(visitor, id, text).await;
    let bot = |frame: &Value| frame["d"]["message"]["sender"]["kind"] == "bot";
    let frame = visitor.until(bot).await;
    let text = frame["d"]["message"]["content"]["text"].as_str();
    text.unwrap_or_else(|| panic!("{frame}")).to_owned()
}

/// An order is called off in a talk over the socket, as a customer would try it.
async fn cancel_in_talk(visitor: &mut Socket, count: &Count, no: u64) {
    let mut words = format!("帮我取消订单，订单号{no}");
    let mut heard = Vec::new();
    for attempt in 0..TRIES {
        let told = said(visitor, &format!("{no}-{attempt}"), &words).await;
        if told.contains("已经取消") || told.contains("已经结束") {
            return;
        }
        assert!(!told.contains("没弄明白"), "{words}: {told}");
        heard.push(told.clone());
        words = if told.contains("退款金额") {
            "确认".to_owned()
        } else {
            count.retried.fetch_add(1, Ordering::Relaxed);
            // The shop's silence leaves the request as it is; anything else ends it.
            if told.contains("店铺") || told.contains("系统") || told.contains("再试") {
                "再试一次".to_owned()
            } else {
                format!("帮我取消订单，订单号{no}")
            }
        };
    }
    panic!("order {no} was never called off: {:#?}", &heard[..12]);
}

/// The numbers of a customer's orders: refunds, addresses, cancels.
fn orders(share: Share, user: u64) -> (Vec<u64>, Vec<u64>, Vec<u64>) {
    let first = 100_000 + user * 1000;
    let (a, b) = (
        first + share.refunds,
        first + share.refunds + share.addresses,
    );
    (
        (first..a).collect(),
        (a..b).collect(),
        (b..b + share.cancels).collect(),
    )
}

async fn serve(
    (boss, count): (Arc<Caller>, Arc<Count>),
    share: Share,
    user: u64,
    (customer, mut visitor): (String, Socket),
) {
    let (refunds, addresses, cancels) = orders(share, user);
    for no in cancels {
        cancel_in_talk(&mut visitor, &count, no).await;
    }
    for no in refunds {
        let asked = json!({"order_no": no.to_string(), "kind": "refund_only", "reason": "quality", "note": "漏液"});
        write(&boss, &count, &customer, "request_refund", asked).await;
    }
    for no in addresses {
        let receiver = json!({"name": "林小夏", "phone": "13912345678", "province": "浙江省",
            "city": "杭州市", "district": "西湖区", "street": "文三路 9 号"});
        let asked = json!({"order_no": no.to_string(), "receiver": receiver});
        write(&boss, &count, &customer, "change_address", asked).await;
    }
}

async fn storm(database: &Database, share: Share) {
    let world = World::start_with(database, SECTIONS).await;
    let boss = world.administrator().await;
    let tasks: Vec<Value> = serde_json::from_str(TASKS).unwrap();
    for task in tasks {
        let path = format!("/api/v1/dialogue/tasks/{}", task["key"].as_str().unwrap());
        boss.put(&path, task).await.ok();
    }
    let all = (1..=CUSTOMERS).flat_map(|user| {
        let (refunds, addresses, cancels) = orders(share, user);
        let numbers = refunds.into_iter().chain(addresses).chain(cancels);
        numbers.map(move |no| woo(no, user))
    });
    let fake = FakeShop::start(all.collect()).await;
    let mapped = json!({"mapping": mapping(&fake)});
    boss.put("/api/v1/connection/mapping", mapped).await.ok();
    let patience = json!({"timeout_ms": 300, "fresh_seconds": 0, "stale_minutes": 0,
        "failures_most": 100, "rest_seconds": 1});
    boss.put("/api/v1/settings/connection", patience).await.ok();
    let mut visitors = Vec::new();
    for user in 1..=CUSTOMERS {
        let (visitor, welcome) = enter(&world, &hello_as(&boss, &user.to_string()).await).await;
        let customer = welcome["customer"]["id"].as_str().unwrap().to_owned();
        visitors.push((customer, visitor));
    }
    fake.fail(Fault::All).await;
    let (boss, count) = (
        Arc::new(boss),
        Arc::new(Count {
            retried: AtomicU64::new(0),
        }),
    );
    let mut served = JoinSet::new();
    for (user, visitor) in (1..=CUSTOMERS).zip(visitors) {
        served.spawn(serve((boss.clone(), count.clone()), share, user, visitor));
    }
    served.join_all().await;
    let (asked, retried) = (fake.asked(), count.retried.load(Ordering::Relaxed));
    let refunds = fake.refunds().await.len() as u64;
    let mut made: BTreeMap<(u64, bool), u64> = BTreeMap::new();
    for (no, body) in fake.changes().await {
        *made.entry((no, body["status"] == "cancelled")).or_default() += 1;
    }
    println!("{asked} requests to the shop, {retried} answers that asked to try again");
    assert_eq!(refunds, CUSTOMERS * share.refunds);
    assert!(made.values().all(|times| *times == 1), "{made:?}");
    assert_eq!(
        made.len() as u64,
        CUSTOMERS * (share.addresses + share.cancels)
    );
    assert!(retried > CUSTOMERS * share.refunds, "{retried}");
    world.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_doubled_over_a_thousand_writes_through_the_door() {
    let whole = Share {
        refunds: 40,
        addresses: 40,
        cancels: 20,
    };
    let part = Share {
        refunds: 3,
        addresses: 3,
        cancels: 2,
    };
    let mut databases = databases().into_iter();
    storm(&databases.next().unwrap(), whole).await;
    for database in databases {
        storm(&database, part).await;
    }
}
