//! Words of tasks that a language model says first: order, crashes, and who comes in between.

use std::sync::Arc;

use parking_lot::Mutex;
use serde_json::{Value as Json, json};
use shanying_bot::wording::{Ask, Writer, Written};
use shanying_kernel::Result;
use shanying_storage::BoxFuture;
use shanying_testkit::databases;
use tokio::sync::Notify;

use crate::conversations::actions;
use crate::harness::Desk;

/// Writes one sentence when it is let.
#[derive(Default)]
struct Gate {
    open: Notify,
    text: Mutex<String>,
}

impl Writer for Gate {
    fn name(&self) -> String {
        "gate".to_owned()
    }

    fn write<'a>(
        &'a self,
        _ask: Ask,
        _heard: &'a mut (dyn FnMut(&str) -> bool + Send),
    ) -> BoxFuture<'a, Result<Written>> {
        Box::pin(async move {
            self.open.notified().await;
            Ok(Written {
                text: self.text.lock().clone(),
                ..Written::default()
            })
        })
    }
}

const ASKED: &str = "请问是哪一种机器要修理呢？";
const WORDED: &str = "好的，想请问一下，是哪一种机器要修理呢？";

fn repair() -> Json {
    json!({
        "key": "repair", "name": {"zh-CN": ["报修"]}, "triggers": ["我要报修"],
        "cues": [{"all": [["报修"]], "none": [], "sure": 0.95}],
        "slots": [
            {"key": "device", "label": {"zh-CN": ["机器"]}, "required": true, "may_skip": false,
             "kind": {"type": "choice", "options": [{"value": "洗衣机"}, {"value": "冰箱"}]},
             "ask": {"zh-CN": [ASKED]}},
            {"key": "phone", "label": {"zh-CN": ["电话"]}, "required": true,
             "kind": {"type": "phone"}, "ask": {"zh-CN": ["请您留一个联系电话好吗？"]}},
        ],
        "confirm": true, "action": {"type": "record"}, "done": {"zh-CN": ["好了，{number}"]},
    })
}

async fn desk(database: &shanying_testkit::Database) -> (Desk, Arc<Gate>) {
    let gate = Arc::new(Gate::default());
    *gate.text.lock() = WORDED.to_owned();
    let desk = Desk::open_with(database, Some(gate.clone())).await;
    desk.app.put("/dialogue/tasks/repair", repair()).await.ok();
    let mut settings = desk.app.get("/settings/wording").await.ok();
    settings["enabled"] = json!(true);
    settings["timeout_ms"] = json!(20_000);
    settings["cache_minutes"] = json!(0);
    desk.app.put("/settings/wording", settings).await.ok();
    (desk, gate)
}

fn texts(messages: &[Json]) -> Vec<String> {
    messages
        .iter()
        .map(|message| match message["content"]["text"].as_str() {
            Some(text) => text.to_owned(),
            None => message["content"]["code"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
        })
        .collect()
}

#[tokio::test]
async fn a_question_of_a_task_is_worded_and_says_why() {
    for database in databases() {
        let (desk, gate) = desk(&database).await;
        let mut customer = desk.customer().await;
        let id = customer.say("我要报修").await;
        // The customer's message is acknowledged while the bot still writes.
        assert_eq!(customer.told("typing").await["who"], "bot");
        assert_eq!(texts(&desk.messages(&id).await), ["我要报修"]);
        gate.open.notify_one();
        // The customer's own message may come before the typing mark or after it.
        let mut told = customer.told("message").await;
        while told["message"]["sender"]["kind"] != "bot" {
            told = customer.told("message").await;
        }
        assert_eq!(told["message"]["content"]["text"], WORDED);
        let messages = desk.messages(&id).await;
        assert_eq!(texts(&messages), ["我要报修", WORDED]);
        let options = &messages[1]["content"]["options"];
        assert_eq!(options[0]["label"], "洗衣机", "what can be clicked stays");
        let decision = messages[1]["decision_id"].as_str().expect("a decision");
        let why = desk.app.get(&format!("/decisions/{decision}")).await.ok();
        assert_eq!(why["outcome"], "dialogue");
    }
}

#[tokio::test]
async fn what_comes_in_between_finds_the_words_said_first() {
    for database in databases() {
        let (desk, gate) = desk(&database).await;
        let mut customer = desk.customer().await;
        let id = customer.say("我要报修").await;
        // The second message takes the answer to the first along, in the words of the template.
        customer.say("洗衣机").await;
        assert_eq!(
            texts(&desk.messages(&id).await),
            ["我要报修", ASKED, "洗衣机"]
        );
        // So does a person who is called.
        desk.agent("lin", 2).await;
        assert_eq!(customer.frame("transfer", json!({})).await["t"], "ack");
        let messages = desk.messages(&id).await;
        let said = texts(&messages);
        assert!(said[3].ends_with("请您留一个联系电话好吗？"), "{said:?}");
        assert_eq!(
            (said[2].as_str(), said[4].as_str()),
            ("洗衣机", "bot.handing_over")
        );
        // What the model writes afterwards is thrown away.
        gate.open.notify_one();
        gate.open.notify_one();
        desk.assign().await;
        tokio::task::yield_now().await;
        let said = texts(&desk.messages(&id).await);
        assert!(!said.contains(&WORDED.to_owned()), "{said:?}");
    }
}

#[tokio::test]
async fn words_survive_the_process_that_held_them() {
    for database in databases() {
        let (desk, _gate) = desk(&database).await;
        let mut customer = desk.customer().await;
        let id = customer.say("我要报修").await;
        actions::release_overdue(&desk.app.tenant)
            .await
            .expect("a round");
        assert_eq!(desk.messages(&id).await.len(), 1, "it is not late yet");
        desk.app.clock.advance(63_000);
        actions::release_overdue(&desk.app.tenant)
            .await
            .expect("a round");
        actions::release_overdue(&desk.app.tenant)
            .await
            .expect("a round");
        assert_eq!(texts(&desk.messages(&id).await), ["我要报修", ASKED]);
    }
}
