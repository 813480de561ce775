//! Alerts through the widget and the API, on both databases.

use serde_json::{Value as Json, json};
use shanying_testkit::databases;
use shanying_web_kit::Permission;

use crate::harness::{Desk, SECRET};

const AGENT: &[Permission] = &[Permission::ServeConversations];
const SUPERVISOR: &[Permission] = &[
    Permission::ServeConversations,
    Permission::ViewAllConversations,
    Permission::SuperviseConversations,
];
const INSPECTOR: &[Permission] = &[Permission::ViewAllConversations];

async fn open(desk: &Desk) -> Vec<Json> {
    let list = desk.app.get("/alerts").await.ok();
    list["items"].as_array().cloned().unwrap_or_default()
}

fn kinds(alerts: &[Json]) -> Vec<&str> {
    let mut kinds: Vec<&str> = alerts
        .iter()
        .filter_map(|one| one["kind"].as_str())
        .collect();
    kinds.sort_unstable();
    kinds
}

async fn settings(desk: &Desk, change: Json) {
    let mut settings = desk.app.get("/settings/supervision").await.ok();
    for (name, value) in change.as_object().cloned().unwrap_or_default() {
        settings[name] = value;
    }
    desk.app.put("/settings/supervision", settings).await.ok();
}

/// A customer whom this agent serves; the conversation's id.
async fn served(desk: &Desk, agent: &str) -> (crate::harness::Widget, String) {
    let mut customer = desk.customer().await;
    let id = customer.say("转人工").await;
    desk.app
        .post(&format!("/conversations/{id}/accept"), json!({}))
        .by(agent)
        .await
        .ok();
    (customer, id)
}

#[tokio::test]
async fn anger_and_words_of_the_list_are_told_within_the_message() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let lin = desk.agent("lin", 3).await;
        let (mut customer, id) = served(&desk, &lin).await;
        customer.say("好的谢谢").await;
        assert_eq!(open(&desk).await, Vec::<Json>::new());
        // With people the bot is not asked; the alert comes all the same.
        customer.say("你们什么垃圾服务，气死我了！我要投诉").await;
        let alerts = open(&desk).await;
        assert_eq!(kinds(&alerts), ["anger", "keyword"], "{alerts:?}");
        let keyword = alerts
            .iter()
            .find(|one| one["kind"] == "keyword")
            .expect("one");
        assert_eq!(keyword["facts"]["word"], "投诉");
        assert_eq!(keyword["conversation"]["id"], id);
        assert_eq!(
            (&keyword["state"], &keyword["times"]),
            (&json!("open"), &json!(1))
        );
        // Said again, it is the same alert.
        customer.say("我说了要投诉").await;
        let alerts = open(&desk).await;
        let again = alerts
            .iter()
            .find(|one| one["kind"] == "keyword")
            .expect("one");
        assert_eq!((&again["id"], &again["times"]), (&keyword["id"], &json!(2)));
        // With the bot anger brings a person, and the alert.
        let mut angry = desk.customer().await;
        angry.say("气死我了，退货都不给退，垃圾").await;
        let first = &open(&desk).await[0];
        assert_eq!(
            (&first["kind"], &first["conversation"]["owner"]),
            (&json!("anger"), &json!("queue")),
            "{first}"
        );
    }
}

#[tokio::test]
async fn late_answers_are_told_by_the_clock_and_pass_with_the_answer() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let lin = desk.agent("lin", 3).await;
        let (mut customer, id) = served(&desk, &lin).await;
        customer.say("在吗").await;
        desk.app.clock.advance(119_000);
        super::sweep(&desk.app.tenant).await.expect("a sweep");
        assert_eq!(open(&desk).await.len(), 0);
        desk.app.clock.advance(1_000);
        super::sweep(&desk.app.tenant).await.expect("a sweep");
        super::sweep(&desk.app.tenant).await.expect("a sweep");
        let alerts = open(&desk).await;
        assert_eq!(kinds(&alerts), ["unanswered"]);
        assert_eq!(
            (&alerts[0]["severity"], &alerts[0]["times"]),
            (&json!("warning"), &json!(1))
        );
        desk.app.clock.advance(120_000);
        super::sweep(&desk.app.tenant).await.expect("a sweep");
        super::sweep(&desk.app.tenant).await.expect("a sweep");
        let alerts = open(&desk).await;
        assert_eq!(
            (&alerts[0]["severity"], &alerts[0]["times"]),
            (&json!("alarm"), &json!(2))
        );
        let says = json!({"client_id": "a1", "content": {"type": "text", "text": "在的"}});
        desk.app
            .post(&format!("/conversations/{id}/messages"), says)
            .by(&lin)
            .await
            .ok();
        super::sweep(&desk.app.tenant).await.expect("a sweep");
        assert_eq!(open(&desk).await.len(), 0);
        let past = desk.app.get("/alerts?state=ended").await.ok();
        assert_eq!(past["items"][0]["state"], "passed");
        assert_eq!(past["items"][0]["ended"]["agent_id"], Json::Null);
    }
}

#[tokio::test]
async fn customers_of_value_do_not_wait_unseen() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let lin = desk.agent("lin", 1).await;
        settings(
            &desk,
            json!({"vip_grades": ["金卡"], "vip_wait_seconds": 30}),
        )
        .await;
        let _busy = served(&desk, &lin).await;
        let mut plain = desk.customer().await;
        plain.say("转人工").await;
        let proof = shanying_web_kit::signing::hmac_sha256(SECRET.as_bytes(), b"u1");
        let hash = shanying_kernel::hex(&proof.expect("hmac"));
        let identity = json!({"user_id": "u1", "hash": hash});
        let hello = json!({"channel_token": "web", "identity": identity});
        let mut gold = desk.widget(hello).await.expect("let in");
        let id = gold.say("转人工").await;
        let customer = desk.conversation(&id).await["customer"]["id"].clone();
        let path = format!("/customers/{}", customer.as_str().expect("an id"));
        desk.app.patch(&path, json!({"level": "金卡"})).await.ok();
        desk.app.clock.advance(30_000);
        super::sweep(&desk.app.tenant).await.expect("a sweep");
        let alerts = open(&desk).await;
        assert_eq!(kinds(&alerts), ["vip_waiting"]);
        assert_eq!(alerts[0]["conversation"]["id"], id);
        // Taken from the queue, the cause is over.
        desk.app
            .post(&format!("/conversations/{id}/accept"), json!({}))
            .by(&lin)
            .await
            .ok();
        super::sweep(&desk.app.tenant).await.expect("a sweep");
        assert_eq!(open(&desk).await.len(), 0);
    }
}

#[tokio::test]
async fn a_bot_that_says_the_same_again_and_a_surge_are_told() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        settings(&desk, json!({"surge_count": 5, "surge_minutes": 10})).await;
        let mut customer = desk.customer().await;
        for _ in 0..3 {
            customer.say("什么时候发货").await;
            desk.app.clock.advance(1_000);
        }
        let alerts = open(&desk).await;
        assert_eq!(kinds(&alerts), ["bot_stuck"], "{alerts:?}");
        assert_eq!(alerts[0]["facts"]["why"], "same");
        for _ in 0..2 {
            desk.customer().await.say("多久发货").await;
        }
        super::look_for_surges(&desk.app.tenant)
            .await
            .expect("counted");
        super::look_for_surges(&desk.app.tenant)
            .await
            .expect("counted");
        let alerts = open(&desk).await;
        assert_eq!(kinds(&alerts), ["bot_stuck", "surge"]);
        let surge = alerts
            .iter()
            .find(|one| one["kind"] == "surge")
            .expect("one");
        assert_eq!(
            (&surge["facts"]["count"], &surge["times"]),
            (&json!(5), &json!(1))
        );
        assert_eq!(surge["facts"]["question"], "什么时候发货");
        desk.app.clock.advance(10 * 60_000 + 1);
        super::sweep(&desk.app.tenant).await.expect("a sweep");
        assert_eq!(kinds(&open(&desk).await), ["bot_stuck"]);
    }
}

#[tokio::test]
async fn who_may_read_the_conversation_settles_its_alerts_and_nobody_else() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let (lin, chen) = (desk.agent("lin", 3).await, desk.agent("chen", 3).await);
        settings(&desk, json!({"keywords": ["发票"]})).await;
        let (mut customer, _) = served(&desk, &lin).await;
        customer.say("我要发票").await;
        let id = open(&desk).await[0]["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        let table: [(&str, &[Permission], usize, &str); 4] = [
            (&lin, AGENT, 1, "200"),
            (&chen, AGENT, 0, "404 not_found.alert"),
            ("agt_boss", SUPERVISOR, 1, "200"),
            ("agt_look", INSPECTOR, 1, "403 forbidden.permission"),
        ];
        for (who, permissions, sees, settles) in table {
            let list = desk.app.get("/alerts").may(permissions).by(who).await.ok();
            assert_eq!(list["items"].as_array().map(Vec::len), Some(sees), "{who}");
            let path = format!("/alerts/{id}/acknowledge");
            let answer = desk
                .app
                .post(&path, json!({}))
                .may(permissions)
                .by(who)
                .await;
            let found = if answer.status() == 200 {
                "200".to_owned()
            } else {
                answer.error()
            };
            assert_eq!(found, settles, "{who}");
        }
        let path = format!("/alerts/{id}/handle");
        let settled = desk
            .app
            .post(&path, json!({"note": "已电话安抚"}))
            .may(AGENT)
            .by(&lin)
            .await
            .ok();
        assert_eq!(
            (&settled["state"], &settled["note"]),
            (&json!("handled"), &json!("已电话安抚"))
        );
        assert_eq!(settled["ended"]["name"], "lin");
        let twice = desk.app.post(&path, json!({})).may(AGENT).by(&lin).await;
        assert_eq!(twice.error(), "409 alert.ended");
        // Said again, it is a new alert.
        customer.say("还是要发票").await;
        assert_eq!(open(&desk).await.len(), 1);
    }
}

#[tokio::test]
async fn erased_with_the_customer() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let mut customer = desk.customer().await;
        let id = customer.say("我要投诉").await;
        let whose = desk.conversation(&id).await["customer"]["id"].clone();
        let path = format!("/customers/{}/erase", whose.as_str().expect("an id"));
        desk.app.post(&path, json!({})).await;
        let left = desk.app.get("/alerts").await.ok();
        assert_eq!(left["items"], json!([]));
        let past = desk.app.get("/alerts?state=ended").await.ok();
        assert_eq!(past["items"], json!([]));
    }
}
