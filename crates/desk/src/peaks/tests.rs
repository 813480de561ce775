//! A rush through the widget and the API, on both databases.

use serde_json::{Value as Json, json};
use shanying_testkit::databases;

use crate::harness::{Desk, SECRET, Widget, gist};

const MINUTE: i64 = 60_000;

async fn set(desk: &Desk, change: Json) {
    let mut settings = desk.app.get("/settings/peak").await.ok();
    for (name, value) in change.as_object().cloned().unwrap_or_default() {
        settings[name] = value;
    }
    desk.app.put("/settings/peak", settings).await.ok();
}

async fn look(desk: &Desk) -> Json {
    super::look(&desk.app.tenant, None).await.expect("a look");
    desk.app.get("/supervision/peak").await.ok()["peak"].clone()
}

/// A verified customer of a grade.
async fn graded(desk: &Desk, user: &str, grade: &str) -> Widget {
    let proof = shanying_web_kit::signing::hmac_sha256(SECRET.as_bytes(), user.as_bytes());
    let proof = shanying_kernel::hex(&proof.expect("hmac"));
    let identity = json!({"user_id": user, "hash": proof, "name": user});
    let hello = json!({"channel_token": "web", "identity": identity});
    let widget = desk.widget(hello).await.expect("let in");
    let list = desk.app.get(&format!("/customers?q={user}")).await.ok();
    let path = format!(
        "/customers/{}",
        list["items"][0]["id"].as_str().expect("an id")
    );
    desk.app.patch(&path, json!({"level": grade})).await.ok();
    widget
}

async fn alerts(desk: &Desk, state: &str) -> Vec<Json> {
    let list = desk.app.get(&format!("/alerts?state={state}")).await.ok();
    let all = list["items"].as_array().cloned().unwrap_or_default();
    all.into_iter()
        .filter(|one| one["kind"] == "peak")
        .collect()
}

async fn actions(desk: &Desk) -> Vec<String> {
    let log = desk.app.get("/audit").await.ok();
    let all = log["items"].as_array().cloned().unwrap_or_default();
    let words = all.iter().filter_map(|one| one["action"].as_str());
    words
        .filter(|action| action.starts_with("peak."))
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn a_rush_begins_a_peak_bounds_the_queue_and_loses_nobody() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let lin = desk.agent("lin", 2).await;
        set(
            &desk,
            json!({"mode": "threshold", "waiting_from": 4, "waiting_below": 2, "wait_from_seconds": 0,
                "calm_minutes": 5, "queue_limit": 6}),
        )
        .await;
        let (mut customers, mut ids) = (Vec::new(), Vec::new());
        for n in 0..20 {
            let mut customer = desk.customer().await;
            ids.push(customer.say("转人工").await);
            customers.push(customer);
            desk.assign().await;
            let peak = look(&desk).await;
            // Two are served; the fourth who waits begins it.
            assert_eq!(peak.is_object(), n >= 5, "{n}: {peak}");
            desk.app.clock.advance(1_000);
        }
        let count = async |owner: &str| {
            let mut found = 0;
            for id in &ids {
                found += usize::from(desk.conversation(id).await["owner"] == owner);
            }
            found
        };
        assert_eq!(
            (
                count("agent").await,
                count("queue").await,
                count("bot").await
            ),
            (2, 6, 12)
        );
        // Who waited when it began is told, who joined at the peak too, who could not is offered to
        // leave a message.
        let said = async |at: usize| gist(&desk.messages(&ids[at]).await);
        assert!(said(2).await.contains(&"system: queue.peak".to_owned()));
        assert!(said(6).await.contains(&"system: queue.peak".to_owned()));
        assert_eq!(
            said(19).await,
            ["customer: 转人工", "system: service.queue_full"]
        );
        for (customer, id) in customers.iter_mut().zip(&ids).skip(8) {
            let left = json!({"client_id": format!("left-{id}"), "text": "请尽快联系我退货"});
            let answer = customer.frame("leave_message", left).await;
            assert_eq!(answer["t"], "ack", "{answer}");
        }
        assert_eq!(count("left_message").await, 12, "nobody is lost");
        let board = desk.app.get("/supervision/board").await.ok();
        assert_eq!(board["peak"]["cause"], "waiting");
        assert_eq!(board["peak"]["waiting"], 4);
        assert_eq!(alerts(&desk, "open").await.len(), 1);
        // The queue empties; between the lines and before the calm is over it goes on.
        for id in &ids[2..7] {
            let path = format!("/conversations/{id}/accept");
            desk.app.post(&path, json!({})).by(&lin).await.ok();
        }
        assert!(look(&desk).await["calm_since"].is_string());
        desk.app.clock.advance(5 * MINUTE - 1);
        assert!(look(&desk).await.is_object());
        desk.app.clock.advance(1);
        assert_eq!(look(&desk).await, Json::Null);
        assert_eq!(alerts(&desk, "open").await.len(), 0);
        assert_eq!(alerts(&desk, "ended").await[0]["state"], "passed");
        let state = desk.app.get("/supervision/peak").await.ok();
        assert_eq!(state["past"][0]["ended_by"], Json::Null);
        assert_eq!(actions(&desk).await, Vec::<String>::new(), "nobody's hand");
    }
}

#[tokio::test]
async fn many_who_come_at_once_never_pass_the_limit_of_the_queue() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        desk.agent("lin", 0).await;
        set(&desk, json!({"mode": "on", "queue_limit": 3})).await;
        let mut customers = Vec::new();
        for _ in 0..12 {
            customers.push(desk.customer().await);
        }
        let asked = customers.iter_mut().map(|customer| customer.say("转人工"));
        let ids = futures_util::future::join_all(asked).await;
        let mut waiting = 0;
        for id in &ids {
            waiting += usize::from(desk.conversation(id).await["owner"] == "queue");
        }
        assert_eq!(waiting, 3);
    }
}

#[tokio::test]
async fn at_a_peak_the_bot_serves_first_but_for_grades_that_keep_their_way() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        desk.agent("lin", 0).await;
        let routing = json!({"person_first": true, "grades": [
            {"grade": "黑金", "person_first": true},
            {"grade": "银卡", "person_first": true, "keeps_at_peak": false}]});
        desk.app.put("/settings/routing", routing).await.ok();
        let mut usual = desk.customer().await;
        let id = usual.say("怎么申请退货").await;
        let conversation = desk.conversation(&id).await;
        assert_eq!(
            (&conversation["owner"], &conversation["transfer_reason"]),
            (&json!("queue"), &json!("policy"))
        );
        set(&desk, json!({"mode": "on", "queue_limit": 1})).await;
        let mut owners = Vec::new();
        for (user, grade) in [("u-1", "黑金"), ("u-2", "银卡"), ("u-3", "普通")] {
            let id = graded(&desk, user, grade).await.say("怎么申请退货").await;
            owners.push(desk.conversation(&id).await["owner"].clone());
        }
        assert_eq!(owners, ["queue", "bot", "bot"]);
        // Asked for, a person is there for who keeps their way though the queue is full.
        let id = graded(&desk, "u-4", "黑金").await.say("转人工").await;
        assert_eq!(desk.conversation(&id).await["owner"], "queue");
        let id = graded(&desk, "u-5", "银卡").await.say("转人工").await;
        assert_eq!(desk.conversation(&id).await["owner"], "bot");
    }
}

#[tokio::test]
async fn switched_by_hand_it_stands_in_the_audit_log() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let lin = desk.agent("lin", 2).await;
        let switch = async |mode: &str| {
            let body = json!({"mode": mode});
            desk.app.put("/supervision/peak", body).by(&lin).await.ok()
        };
        let on = switch("on").await;
        assert_eq!(
            (&on["mode"], &on["peak"]["cause"]),
            (&json!("on"), &json!("hand"))
        );
        assert_eq!(on["peak"]["began_by"], "lin");
        assert_eq!(alerts(&desk, "open").await.len(), 1);
        let again = switch("on").await;
        assert_eq!(again["peak"]["id"], on["peak"]["id"], "the same peak");
        let off = switch("off").await;
        assert_eq!(off["peak"], Json::Null);
        assert_eq!(off["past"][0]["ended_by"], "lin");
        let mut seen = actions(&desk).await;
        seen.sort();
        assert_eq!(seen, ["peak.began", "peak.ended"]);
        let mut settings = desk.app.get("/settings/peak").await.ok();
        settings["waiting_below"] = json!(21);
        let refused = desk.app.put("/settings/peak", settings).await;
        assert_eq!(refused.json()["error"]["params"]["field"], "waiting_below");
    }
}
