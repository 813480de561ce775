//! Tasks in conversation, through the widget's frames, on both databases.

use serde_json::{Value as Json, json};
use shanying_bot::Bot;
use shanying_bot::products::{Lexicon, Row, Shelf};
use shanying_testkit::databases;

use crate::harness::Desk;

const SHOP: &str = include_str!("../../../../demo/shop/tasks.json");

/// A desk of the demo shop.
pub(crate) async fn shop(database: &shanying_testkit::Database) -> Desk {
    let desk = Desk::open(database).await;
    let tasks: Vec<Json> = serde_json::from_str(SHOP).expect("tasks");
    for task in tasks {
        let path = format!("/dialogue/tasks/{}", task["key"].as_str().expect("a key"));
        desk.app.put(&path, task).await.ok();
    }
    let lexicon = Lexicon::parse(include_str!("../../../../demo/shop/lexicon.json"));
    let lexicon = lexicon.expect("a lexicon");
    let text = include_str!("../../../../demo/shop/products.json");
    let rows: Vec<Row> = serde_json::from_str(text).expect("products");
    let empty = Shelf::new(lexicon.clone(), Vec::new());
    let products = rows.into_iter().map(|row| empty.product_of(row)).collect();
    let bot = desk.app.tenant.part::<Bot>().expect("a bot");
    bot.take_shelf(Shelf::new(lexicon, products));
    desk
}

async fn last(desk: &Desk, id: &str) -> Json {
    desk.messages(id).await.pop().expect("a message")
}

#[tokio::test]
async fn the_seed_talk_sells_over_the_widget() {
    for database in databases() {
        let desk = shop(&database).await;
        let mut customer = desk.customer().await;
        let id = customer.say("我想买一款面膜?").await;
        let asked = last(&desk, &id).await;
        assert_eq!(asked["content"]["type"], "options", "{asked}");
        let chips = asked["content"]["options"].as_array().expect("chips");
        assert!(chips.iter().any(|chip| chip["say"] == "补水"), "{asked}");
        customer
            .say("受天气影响最近皮肤有些干想买一款有保湿补水功效的面膜,价格300元以内吧,对了我对化学剂过敏,不要含有化学剂的面膜")
            .await;
        let shown = last(&desk, &id).await;
        assert_eq!(shown["content"]["type"], "cards", "{shown}");
        let card = &shown["content"]["cards"][0];
        assert!(
            card["offer_price"].as_i64() < card["price"].as_i64(),
            "{card}"
        );
        // Why it went so is told to the staff.
        let decision = shown["decision_id"].as_str().expect("a decision");
        let why = desk.app.get(&format!("/decisions/{decision}")).await.ok();
        assert_eq!(why["outcome"], "dialogue");
        let rules: Vec<&str> = why["dialogue"]["steps"]
            .as_array()
            .expect("steps")
            .iter()
            .filter_map(|step| step["rule"].as_str())
            .collect();
        assert!(
            rules.contains(&"filled") && rules.contains(&"recommended"),
            "{rules:?}"
        );
        let say = card["say"].as_str().expect("words").to_owned();
        customer.say(&say).await;
        // The order goes on in the same talk; without a shop to order at, the staff gets it.
        let path = format!("/conversations/{id}/dialogue");
        let panel = desk.app.get(&path).await.ok();
        let ordering = &panel["tasks"][0];
        assert_eq!(
            (&ordering["task"], &ordering["standing"]),
            (&json!("order_goods"), &json!("active")),
            "{panel}"
        );
        customer.say("单盒装").await;
        customer
            .say("两盒，寄到上海市徐汇区漕溪北路1号，张三收，电话13800138000")
            .await;
        let asked = last(&desk, &id).await;
        let asked = asked["content"]["text"].as_str().unwrap_or_default();
        assert!(
            asked.contains("漕溪北路1号") && asked.contains("张三"),
            "{asked}"
        );
        customer.say("确认").await;
        let panel = desk.app.get(&path).await.ok();
        assert_eq!(panel["tasks"][0]["standing"], "done", "{panel}");
        let request = &panel["requests"][0];
        let told = last(&desk, &id).await["content"]["text"].to_string();
        assert!(
            told.contains(request["number"].as_str().expect("a number")),
            "{told}"
        );
    }
}

#[tokio::test]
async fn a_question_in_the_middle_is_answered_and_the_task_goes_on() {
    for database in databases() {
        let desk = shop(&database).await;
        let mut customer = desk.customer().await;
        let id = customer.say("我想买一款面膜").await;
        customer.say("什么时候发货").await;
        let messages = desk.messages(&id).await;
        let kinds: Vec<&str> = messages
            .iter()
            .filter_map(|message| message["content"]["type"].as_str())
            .collect();
        assert_eq!(kinds, ["text", "options", "text", "answer", "options"]);
        customer.say("保湿的,油皮,200以内,不过敏").await;
        assert_eq!(last(&desk, &id).await["content"]["type"], "cards");
    }
}

#[tokio::test]
async fn who_takes_over_sees_what_was_told() {
    for database in databases() {
        let desk = shop(&database).await;
        desk.agent("lin", 2).await;
        let mut customer = desk.customer().await;
        let id = customer
            .say("我要退货,订单号20261118000123,收到就漏液了")
            .await;
        customer.say("转人工").await;
        assert_eq!(desk.conversation(&id).await["owner"], "queue");
        let panel = desk
            .app
            .get(&format!("/conversations/{id}/dialogue"))
            .await
            .ok();
        let task = &panel["tasks"][0];
        assert_eq!(task["standing"], "active", "{panel}");
        assert_eq!(task["rows"].as_array().map(Vec::len), Some(3), "{panel}");
        assert_eq!(
            task["missing"],
            json!(["退换的商品", "联系电话", "照片"]),
            "{panel}"
        );
    }
}

#[tokio::test]
async fn faulty_tasks_are_refused_and_gone_ones_are_not_gone_on_with() {
    for database in databases() {
        let desk = shop(&database).await;
        let faulty = json!({
            "key": "empty", "name": {"zh-CN": ["空"]}, "triggers": ["空"], "slots": [],
            "action": {"type": "record"},
        });
        let answer = desk.app.put("/dialogue/tasks/empty", faulty).await;
        assert_eq!(answer.error(), "400 invalid.field");
        let mut customer = desk.customer().await;
        let id = customer.say("我要退货").await;
        desk.app.delete("/dialogue/tasks/return_goods").await.ok();
        customer.say("什么时候发货").await;
        assert_eq!(last(&desk, &id).await["content"]["type"], "answer");
        let gone = desk.app.delete("/dialogue/tasks/return_goods").await;
        assert_eq!(gone.error(), "404 not_found.task");
    }
}

#[tokio::test]
async fn a_form_comes_with_the_first_question_and_a_summary_before_anything_is_done() {
    for database in databases() {
        let desk = shop(&database).await;
        let mut customer = desk.customer().await;
        let id = customer.say("我要换货").await;
        let asked = last(&desk, &id).await;
        assert_eq!(asked["content"]["type"], "options", "{asked}");
        let form = &asked["content"]["aids"][0];
        assert_eq!(form["type"], "form", "{asked}");
        let labels: Vec<&str> = form["fields"]
            .as_array()
            .expect("fields")
            .iter()
            .filter_map(|field| field["label"].as_str())
            .collect();
        assert_eq!(labels, ["订单号", "原因", "问题描述", "联系电话"]);
        customer
            .say(
                "订单号：20261118000123\n原因：破损漏液\n问题描述：瓶口裂了\n联系电话：13800138000",
            )
            .await;
        customer.say("没有照片").await;
        let told = last(&desk, &id).await;
        let summary = &told["content"]["aids"][0];
        assert_eq!(summary["type"], "summary", "{told}");
        let text = told["content"]["text"].as_str().expect("words");
        for row in summary["rows"].as_array().expect("rows") {
            assert!(
                text.contains(row["value"].as_str().expect("a value")),
                "{told}"
            );
        }
        // What needs no card has none.
        customer.say("确认").await;
        assert!(last(&desk, &id).await["content"]["aids"].is_null());
    }
}
