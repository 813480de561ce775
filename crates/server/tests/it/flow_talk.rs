//! A flow over real sockets: a side question and a restart in the middle, a loop, and a person of the
//! group that it names.

use serde_json::{Value, json};
use shanying_testkit::databases;

use crate::walk::{enter, say};
use crate::world::{Socket, World};

const TASKS: &str = include_str!("../../../../demo/bank/tasks.json");

/// The next question of the bot.
async fn asked(visitor: &mut Socket) -> String {
    let message = visitor.message("options").await;
    message["content"]["text"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flow_goes_on_after_a_question_and_a_restart() {
    for database in databases() {
        let world = World::start(&database).await;
        let boss = world.administrator().await;
        let made = json!({"name": "网站"});
        let channel = boss.post("/api/v1/channels", made).await.ok();
        let token = channel["token"].as_str().unwrap().to_owned();
        let draft = json!({"question": "信用卡年费是多少",
                           "answers": [{"channel": "default", "markdown": "首年免年费。"}]});
        let entry = boss.post("/api/v1/knowledge/entries", draft).await.ok();
        let path = format!(
            "/api/v1/knowledge/entries/{}/publish",
            entry["id"].as_str().unwrap()
        );
        let seen = json!({"revision": entry["revision"]});
        boss.post(&path, seen).await.ok();
        let tasks: Vec<Value> = serde_json::from_str(TASKS).unwrap();
        for task in tasks {
            let path = format!("/api/v1/dialogue/tasks/{}", task["key"].as_str().unwrap());
            boss.put(&path, task).await.ok();
        }
        let (mut visitor, welcome) = enter(&world, &token).await;
        say(&mut visitor, "a", "教我激活新卡").await;
        assert!(asked(&mut visitor).await.contains("哪种方式"));
        say(&mut visitor, "b", "手机银行").await;
        assert!(asked(&mut visitor).await.contains("激活成功了吗"));

        let world = world.restart(&database).await;
        let mut visitor = world.nobody().socket("/ws/visitor?v=1").await;
        let hello = json!({
            "channel_token": token, "visitor_secret": welcome["visitor_secret"], "locale": "zh-CN",
            "page": {"url": "https://bank.example/1", "title": ""},
        });
        visitor.tell("hello", hello).await;
        visitor.next("welcome").await;
        say(&mut visitor, "c", "信用卡年费是多少").await;
        let answer = visitor.message("answer").await;
        assert_eq!(answer["content"]["question"], "信用卡年费是多少");
        assert!(asked(&mut visitor).await.contains("激活成功了吗"));
        say(&mut visitor, "d", "没成功").await;
        assert!(asked(&mut visitor).await.contains("换一种方式"));
        say(&mut visitor, "e", "微信").await;
        assert!(asked(&mut visitor).await.contains("激活成功了吗"));
        say(&mut visitor, "f", "激活成功").await;
        let done = visitor
            .until(|frame| {
                let text = frame["d"]["message"]["content"]["text"].as_str();
                text.is_some_and(|text| text.contains("卡可以用了"))
            })
            .await;
        assert_eq!(done["d"]["message"]["sender"]["kind"], "bot");
        world.server.stop().await;
    }
}
