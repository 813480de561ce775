//! The first conversation, from an empty server to the figures of the day.

use serde_json::{Value, json};
use shanying_testkit::databases;

use crate::world::{Caller, Socket, World};

const TABLE: &str = "标准问,相似问,答案\n怎么退货,我要退货|退货流程,七天内可以退货\n几天发货,什么时候发货,当天发货\n";

async fn prepare(boss: &Caller) -> String {
    let channel = boss
        .post("/api/v1/channels", json!({"name": "网站"}))
        .await
        .ok();
    let report = boss
        .upload(
            "/api/v1/knowledge/import",
            "知识.csv",
            TABLE,
            &[("publish", "true")],
        )
        .await
        .ok();
    assert_eq!(
        (&report["ok"], &report["created"]),
        (&json!(true), &json!(2)),
        "{report}"
    );
    channel["token"].as_str().unwrap().to_owned()
}

pub async fn enter(world: &World, token: &str) -> (Socket, Value) {
    let mut visitor = world.nobody().socket("/ws/visitor?v=1").await;
    let page = json!({"url": "https://shop.example/1", "title": "面膜"});
    visitor
        .tell(
            "hello",
            json!({"channel_token": token, "locale": "zh-CN", "page": page}),
        )
        .await;
    let welcome = visitor.next("welcome").await;
    (visitor, welcome["d"].clone())
}

pub async fn say(visitor: &mut Socket, id: &str, text: &str) -> Value {
    let content = json!({"type": "text", "text": text});
    let ack = visitor
        .ask("send", json!({"client_id": id, "content": content}))
        .await;
    assert_eq!(ack["t"], "ack", "{ack}");
    ack["d"]["message"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_answered_by_the_bot_then_by_a_person() {
    for database in databases() {
        let world = World::start(&database).await;
        let boss = world.administrator().await;
        let token = prepare(&boss).await;
        let (mut visitor, welcome) = enter(&world, &token).await;
        assert!(welcome["visitor_secret"].is_string(), "{welcome}");

        let first = say(&mut visitor, "a", "我要退货").await;
        let again = say(&mut visitor, "a", "我要退货").await;
        assert_eq!(first["id"], again["id"], "sending twice is once");
        let answer = visitor.message("answer").await;
        assert_eq!(answer["content"]["question"], "怎么退货");
        assert_eq!(answer["decision_id"], Value::Null);

        let mut desk = boss.socket("/ws/agent?v=1").await;
        desk.next("snapshot").await;
        boss.put("/api/v1/me/state", json!({"state": "online"}))
            .await
            .ok();
        visitor.ask("transfer", json!({})).await;
        let joined = visitor
            .until(|frame| frame["d"]["message"]["content"]["code"] == "agent.joined")
            .await;
        let conversation = joined["d"]["message"]["conversation_id"]
            .as_str()
            .unwrap()
            .to_owned();

        let path = format!("/api/v1/conversations/{conversation}");
        let reply =
            json!({"client_id": "r1", "content": {"type": "text", "text": "您好，我来帮您"}});
        boss.post(&format!("{path}/messages"), reply).await.ok();
        let note = json!({"client_id": "r2", "content": {"type": "note", "text": "内部"}});
        boss.post(&format!("{path}/messages"), note).await.ok();
        visitor
            .until(|frame| frame["d"]["message"]["sender"]["kind"] == "agent")
            .await;
        let told = say(&mut visitor, "b", "太好了").await;
        desk.until(|frame| frame["d"]["message"]["id"] == told["id"])
            .await;

        boss.post(&format!("{path}/close"), json!({})).await.ok();
        let rating = json!({"score": 5, "tags": [], "solved": true, "comment": "好"});
        assert_eq!(visitor.ask("rate", rating).await["t"], "ack");
        let messages = boss.get(&format!("{path}/messages?limit=50")).await.ok();
        let items = messages["items"].as_array().unwrap();
        let seqs: Vec<i64> = items
            .iter()
            .map(|message| message["seq"].as_i64().unwrap())
            .collect();
        assert_eq!(
            seqs,
            (1..=i64::try_from(seqs.len()).unwrap()).collect::<Vec<_>>()
        );
        assert!(
            items
                .iter()
                .any(|message| message["content"]["type"] == "note")
        );

        let figures = boss
            .get("/api/v1/metrics/overview?date=2026-11-20")
            .await
            .ok();
        assert_eq!(figures["conversations"], 1, "{figures}");
        assert_eq!(figures["questions"]["direct"], 1, "{figures}");
        assert_eq!(figures["rating"]["good"], 1, "{figures}");
        world.server.stop().await;
        assert!(visitor.farewell().await, "the visitor is told of the stop");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_knowledge_reaches_the_next_question() {
    for database in databases() {
        let world = World::start(&database).await;
        let boss = world.administrator().await;
        let token = prepare(&boss).await;
        let (mut visitor, _) = enter(&world, &token).await;
        say(&mut visitor, "a", "可以开发票吗").await;
        visitor.message("notice").await;
        let draft = json!({"question": "可以开发票吗", "answers": [{"channel": "default", "markdown": "可以"}]});
        let entry = boss.post("/api/v1/knowledge/entries", draft).await.ok();
        let path = format!(
            "/api/v1/knowledge/entries/{}/publish",
            entry["id"].as_str().unwrap()
        );
        boss.post(&path, json!({"revision": entry["revision"]}))
            .await
            .ok();
        say(&mut visitor, "b", "可以开发票吗").await;
        assert_eq!(
            visitor.message("answer").await["content"]["question"],
            "可以开发票吗"
        );
        world.server.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_there_after_a_restart() {
    for database in databases() {
        let world = World::start(&database).await;
        let boss = world.administrator().await;
        let token = prepare(&boss).await;
        let (mut visitor, welcome) = enter(&world, &token).await;
        say(&mut visitor, "a", "几天发货").await;
        visitor.message("answer").await;
        let world = world.restart(&database).await;
        assert_eq!(world.server.setup_token().await.unwrap(), None);
        let mut visitor = world.nobody().socket("/ws/visitor?v=1").await;
        let hello = json!({
            "channel_token": token, "visitor_secret": welcome["visitor_secret"], "locale": "zh-CN",
            "page": {"url": "https://shop.example/2", "title": ""},
        });
        visitor.tell("hello", hello).await;
        let back = visitor.next("welcome").await;
        assert_eq!(back["d"]["visitor_secret"], Value::Null);
        assert_eq!(back["d"]["messages"].as_array().unwrap().len(), 2, "{back}");
        world.server.stop().await;
    }
}
