//! A task over real sockets: the program stops in the middle, and the talk goes on.

use serde_json::{Value, json};
use shanying_testkit::databases;

use crate::walk::{enter, say};
use crate::world::World;

const TASKS: &str = include_str!("../../../../demo/school/tasks.json");

#[tokio::test(flavor = "multi_thread")]
async fn a_talk_goes_on_after_a_restart() {
    for database in databases() {
        let world = World::start(&database).await;
        let boss = world.administrator().await;
        let channel = boss
            .post("/api/v1/channels", json!({"name": "网站"}))
            .await
            .ok();
        let token = channel["token"].as_str().unwrap().to_owned();
        let tasks: Vec<Value> = serde_json::from_str(TASKS).unwrap();
        for task in tasks {
            let path = format!("/api/v1/dialogue/tasks/{}", task["key"].as_str().unwrap());
            boss.put(&path, task).await.ok();
        }
        let (mut visitor, welcome) = enter(&world, &token).await;
        say(&mut visitor, "a", "我想给孩子预约试听").await;
        visitor.message("options").await;
        say(&mut visitor, "b", "四年级,想学编程").await;
        let asked = visitor.message("options").await;
        assert!(
            asked["content"]["text"].as_str().unwrap().contains("时间")
                || asked["content"]["text"].as_str().unwrap().contains("哪天"),
            "{asked}"
        );

        let world = world.restart(&database).await;
        let mut visitor = world.nobody().socket("/ws/visitor?v=1").await;
        let hello = json!({
            "channel_token": token, "visitor_secret": welcome["visitor_secret"], "locale": "zh-CN",
            "page": {"url": "https://shop.example/1", "title": ""},
        });
        visitor.tell("hello", hello).await;
        visitor.next("welcome").await;
        say(&mut visitor, "c", "周六上午,电话13912345678").await;
        let check = visitor.message("options").await;
        let text = check["content"]["text"].as_str().unwrap();
        for told in ["四年级", "编程", "13912345678"] {
            assert!(text.contains(told), "{text}");
        }
        say(&mut visitor, "d", "确认").await;
        let done = visitor.message("text").await;
        assert_eq!(done["sender"]["kind"], "customer");
        let done = visitor
            .until(|frame| {
                frame["d"]["message"]["sender"]["kind"] == "bot"
                    && frame["d"]["message"]["content"]["type"] == "text"
            })
            .await;
        assert!(
            done["d"]["message"]["content"]["text"]
                .as_str()
                .unwrap()
                .contains("编号"),
            "{done}"
        );
        world.server.stop().await;
    }
}
