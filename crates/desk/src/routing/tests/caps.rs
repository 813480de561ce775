//! The cap of a channel is never passed, however many assign at once; on both databases.

use std::collections::HashMap;

use serde_json::{Value as Json, json};
use shanying_testkit::databases;

use crate::harness::Desk;

/// A second channel; its id and token.
async fn channel(desk: &Desk, name: &str) -> (String, String) {
    let made = desk.app.post("/channels", json!({"name": name})).await.ok();
    let text = |field: &str| made[field].as_str().expect("text").to_owned();
    (text("id"), text("token"))
}

async fn asks(desk: &Desk, token: &str) -> String {
    let hello = json!({"channel_token": token});
    let mut customer = desk.widget(hello).await.expect("let in");
    desk.app.clock.advance(10);
    customer.say("转人工").await
}

/// Conversations with agents, by agent and channel.
async fn served(desk: &Desk) -> HashMap<(String, String), i64> {
    let list = desk.app.get("/conversations?view=all&limit=200").await.ok();
    let mut counts = HashMap::new();
    for one in list["items"].as_array().expect("items") {
        let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
        if one["owner"] == "agent" {
            let key = (text(&one["agent_id"]), text(&one["channel"]["id"]));
            *counts.entry(key).or_insert(0) += 1;
        }
    }
    counts
}

async fn rounds(desk: &Desk, count: usize) {
    let rounds = (0..count).map(|_| {
        let tenant = desk.app.tenant.clone();
        async move { crate::routing::round(&tenant).await }
    });
    for result in futures_util::future::join_all(rounds).await {
        result.expect("a round");
    }
}

#[tokio::test]
async fn many_assign_at_once_and_nobody_gets_more_of_a_channel_than_its_cap() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let (video, token) = channel(&desk, "视频号").await;
        let caps = json!({"channel_caps": [{"channel_id": video, "at_most": 2}]});
        desk.app.put("/settings/routing", caps).await.ok();
        let mut agents = Vec::new();
        for (n, cap) in [1_i64, 3, 4].iter().enumerate() {
            agents.push(desk.agent(&format!("agent{n}"), *cap).await);
        }
        let mut from_video = Vec::new();
        for n in 0..9 {
            from_video.push(asks(&desk, &token).await);
            if n % 3 == 2 {
                asks(&desk, "web").await;
            }
        }
        // Who ends and who waits change all the while.
        for step in 0..4 {
            rounds(&desk, 6).await;
            let counts = served(&desk).await;
            for ((agent, channel), count) in &counts {
                assert!(channel != &video || *count <= 2, "{agent} has {count}");
            }
            for agent in desk.app.get("/agents").await.ok()["items"]
                .as_array()
                .expect("agents")
            {
                let own: i64 = counts
                    .iter()
                    .filter(|((id, _), _)| agent["id"] == id.as_str())
                    .map(|(_, count)| count)
                    .sum();
                assert_eq!(agent["load"], own, "every place taken is a conversation");
                assert!(own <= agent["max_chats"].as_i64().expect("cap"), "{agent}");
            }
            let with_video: i64 = counts
                .iter()
                .filter(|((_, channel), _)| channel == &video)
                .map(|(_, count)| count)
                .sum();
            if step == 0 {
                assert_eq!(
                    with_video, 5,
                    "1 + 2 + 2: every place of the channel is used"
                );
                assert_eq!(counts.values().sum::<i64>(), 8, "others are served beside");
            }
            let first = from_video.remove(0);
            let whose = desk.conversation(&first).await["agent_id"].clone();
            let path = format!("/conversations/{first}/close");
            let whose = whose.as_str().expect("an agent");
            desk.app.post(&path, json!({})).by(whose).await.ok();
        }
    }
}

#[tokio::test]
async fn a_full_channel_keeps_nobody_of_another_waiting_and_colleagues_cannot_pass_it_on() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let (video, token) = channel(&desk, "视频号").await;
        let caps = json!({"channel_caps": [{"channel_id": video, "at_most": 1}]});
        desk.app.put("/settings/routing", caps.clone()).await.ok();
        let (lin, chen) = (desk.agent("lin", 5).await, desk.agent("chen", 5).await);
        for _ in 0..3 {
            asks(&desk, &token).await;
        }
        desk.assign().await;
        let queue = desk.app.get("/conversations?view=queue").await.ok();
        let third = queue["items"][0]["id"]
            .as_str()
            .expect("one waits")
            .to_owned();
        let other = asks(&desk, "web").await;
        desk.assign().await;
        assert_eq!(desk.conversation(&other).await["owner"], "agent");
        assert_eq!(desk.conversation(&third).await["owner"], "queue");
        // By hand an agent may go above it, as above their own.
        let path = |verb: &str| format!("/conversations/{third}/{verb}");
        desk.app
            .post(&path("accept"), json!({}))
            .by(&lin)
            .await
            .ok();
        let to_chen = json!({"agent_id": chen, "note": ""});
        let refused = desk.app.post(&path("transfer"), to_chen).by(&lin).await;
        assert_eq!(refused.error(), "409 conversation.agent_full");
        for (caps, field) in [
            (
                json!([{"channel_id": "chn_none", "at_most": 1}]),
                "channel_caps",
            ),
            (json!([{"channel_id": video, "at_most": 0}]), "channel_caps"),
            (
                json!([{"channel_id": video, "at_most": 1}, {"channel_id": video, "at_most": 2}]),
                "channel_caps",
            ),
        ] {
            let body = json!({"channel_caps": caps});
            let refused = desk.app.put("/settings/routing", body).await;
            assert_eq!(refused.error(), "400 invalid.field");
            assert_eq!(refused.json()["error"]["params"]["field"], field);
        }
    }
}
