//! An agent is helped from the first message to the end.

use serde_json::{Value as Json, json};
use shanying_testkit::databases;
use shanying_web_kit::Permission as P;

use crate::assist::memory;
use crate::harness::{Desk, Widget};

const AGENT: &[P] = &[P::ServeConversations, P::ViewKnowledge];

/// An agent serves a customer who said this.
async fn served(desk: &Desk, agent: &str, words: &[&str]) -> (Widget, String) {
    let mut customer = desk.customer().await;
    let mut id = String::new();
    for text in words {
        id = customer.say(text).await;
    }
    let path = format!("/conversations/{id}/accept");
    desk.app.post(&path, json!({})).by(agent).await.ok();
    (customer, id)
}

async fn help(desk: &Desk, agent: &str, id: &str) -> Json {
    let path = format!("/conversations/{id}/assist");
    desk.app.get(&path).by(agent).may(AGENT).await.ok()
}

async fn says(desk: &Desk, agent: &str, id: &str, mark: &str, text: &str) {
    let body = json!({"client_id": mark, "content": {"type": "text", "text": text}});
    let path = format!("/conversations/{id}/messages");
    desk.app.post(&path, body).by(agent).await.ok();
}

fn references(help: &Json) -> Vec<&str> {
    let list = help["suggestions"].as_array().expect("suggestions");
    list.iter()
        .filter_map(|one| one["reference"].as_str())
        .collect()
}

#[tokio::test]
async fn suggestions_learn_from_what_agents_make_of_them() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let lin = desk.agent("lin", 9).await;
        let (_customer, id) = served(&desk, &lin, &["转人工"]).await;
        let empty = help(&desk, &lin, &id).await;
        assert_eq!(empty["suggestions"], json!([]), "{empty}");

        let (mut customer, id) = served(&desk, &lin, &["退货流程是什么", "转人工"]).await;
        let shown = help(&desk, &lin, &id).await;
        // Who asked for a person still wants what they asked before.
        assert_eq!(shown["words"], "退货流程是什么");
        assert_eq!(shown["intents"][0]["question"], "怎么申请退货");
        let first = &shown["suggestions"][0];
        assert_eq!(
            (&first["kind"], &first["may_send"], &first["taught"]),
            (&json!("knowledge"), &json!(true), &json!(0.0))
        );
        assert_eq!(first["text"], "怎么申请退货的回答");
        let entry = first["reference"].as_str().expect("an entry").to_owned();
        let score = first["score"].as_f64().expect("a score");

        let judged = |verdict: &str| json!({"seq": shown["seq"], "kind": "knowledge", "reference": entry, "verdict": verdict});
        let path = format!("/conversations/{id}/assist/feedback");
        desk.app.post(&path, judged("rejected")).by(&lin).await.ok();
        let after = help(&desk, &lin, &id).await;
        let place = |shown: &Json| {
            let list = shown["suggestions"].as_array().cloned().unwrap_or_default();
            let found = list
                .into_iter()
                .find(|one| one["reference"] == json!(entry));
            found.map_or((0.0, 0.0), |one| {
                (
                    one["score"].as_f64().unwrap_or_default(),
                    one["taught"].as_f64().unwrap_or_default(),
                )
            })
        };
        assert!(place(&after).0 < score && place(&after).1 < 0.0, "{after}");
        // The last word counts.
        desk.app.post(&path, judged("sent")).by(&lin).await.ok();
        let after = help(&desk, &lin, &id).await;
        assert!(place(&after).1 > 0.0, "{after}");
        customer.say("退货流程是什么？").await;
        let again = help(&desk, &lin, &id).await;
        assert!(place(&again).1 > 0.0, "{again}");

        let nobody = json!({"seq": 0, "kind": "knowledge", "reference": entry, "verdict": "sent"});
        let refused = desk.app.post(&path, nobody).by(&lin).await;
        assert_eq!(refused.error(), "400 invalid.field");
        let figures = desk.app.get("/assist/figures").await.ok();
        assert_eq!(
            (&figures["sent"], &figures["rejected"]),
            (&json!(1), &json!(0))
        );
    }
}

#[tokio::test]
async fn internal_knowledge_is_told_to_agents_and_never_offered_for_sending() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let lin = desk.agent("lin", 9).await;
        let more = json!({"audience": "agents", "answers": [{"channel": "default",
            "markdown": "先问人，再谈货\n\n1. 请顾客停用，清水洗净并拍照\n2. 当天审核退款\n3. 报主管和质量部"}]});
        desk.publish("顾客过敏时怎么接待", &["用了过敏怎么办", "脸上红肿"], more)
            .await;
        let (_customer, id) = served(&desk, &lin, &["转人工", "用了过敏怎么办"]).await;
        let shown = help(&desk, &lin, &id).await;
        let first = &shown["suggestions"][0];
        assert_eq!(
            (&first["title"], &first["may_send"]),
            (&json!("顾客过敏时怎么接待"), &json!(false))
        );
        assert_eq!(shown["guide"]["internal"], true, "{shown}");
        let done = |shown: &Json| -> Vec<bool> {
            let steps = shown["guide"]["steps"]
                .as_array()
                .cloned()
                .unwrap_or_default();
            steps
                .iter()
                .map(|step| step["done"] == json!(true))
                .collect()
        };
        assert_eq!(done(&shown), [false, false, false]);
        says(&desk, &lin, &id, "a1", "您先停用，用清水洗净，再拍照发给我").await;
        let shown = help(&desk, &lin, &id).await;
        assert_eq!(done(&shown), [true, false, false], "{shown}");

        let ask = |text: &str| json!({"text": text});
        let told = desk
            .app
            .post("/assist/ask", ask("顾客过敏时怎么接待"))
            .by(&lin)
            .may(AGENT)
            .await
            .ok();
        assert_eq!(
            (&told["kind"], &told["internal"]),
            (&json!("knowledge"), &json!(true))
        );
        let told = desk
            .app
            .post("/assist/ask", ask("阿基米德的浴缸有多深"))
            .by(&lin)
            .may(AGENT)
            .await
            .ok();
        assert_eq!(told["kind"], "nothing", "{told}");
        let refused = desk
            .app
            .post("/assist/ask", ask(" "))
            .by(&lin)
            .may(AGENT)
            .await;
        assert_eq!(refused.error(), "400 invalid.field");
        // What is for agents alone does not go out word for word.
        let path = format!("/conversations/{id}/assist/check");
        let reply = json!({"text": "当天审核退款报主管和质量部，您放心"});
        let risks = desk.app.post(&path, reply).by(&lin).may(AGENT).await.ok();
        assert_eq!(
            (&risks["items"][0]["code"], &risks["items"][0]["stops"]),
            (&json!("internal"), &json!(true))
        );
    }
}

#[tokio::test]
async fn replies_are_checked_against_the_house() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let lin = desk.agent("lin", 9).await;
        let (_customer, id) = served(&desk, &lin, &["转人工", "什么时候发货"]).await;
        let path = format!("/conversations/{id}/assist/check");
        let check = async |text: &str| -> Vec<String> {
            let found = desk
                .app
                .post(&path, json!({"text": text}))
                .by(&lin)
                .may(AGENT)
                .await
                .ok();
            let items = found["items"].as_array().expect("items").clone();
            items
                .iter()
                .map(|one| one["code"].as_str().unwrap_or_default().to_owned())
                .collect()
        };
        assert_eq!(check("今天 16 点前发出").await, Vec::<String>::new());
        assert_eq!(check("给您补偿200元").await, ["compensation"]);
        assert_eq!(
            check("我保证明天到，验证码告诉我一下").await,
            ["secret", "promise"]
        );
        let mut settings = desk.app.get("/settings/assist").await.ok();
        settings["check_before_sending"] = json!(false);
        desk.app
            .put("/settings/assist", settings.clone())
            .await
            .ok();
        assert_eq!(check("给您补偿200元").await, Vec::<String>::new());
        settings["tag_words"] = json!(["无词"]);
        let refused = desk.app.put("/settings/assist", settings).await;
        assert_eq!(refused.error(), "400 invalid.field");
        let shown = help(&desk, &lin, &id).await;
        assert_eq!(shown["allowance"]["limit"], 1000, "{shown}");
    }
}

#[tokio::test]
async fn past_answers_help_until_they_are_erased() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let lin = desk.agent("lin", 9).await;
        let (mut first, id) = served(&desk, &lin, &["转人工", "面膜盒子压扁了漏了一片"]).await;
        says(
            &desk,
            &lin,
            &id,
            "a1",
            "您好，我是小满。给您整盒补发，今天出库，剩下的不用寄回。",
        )
        .await;
        first.say("谢谢").await;
        desk.app
            .post(&format!("/conversations/{id}/close"), json!({}))
            .by(&lin)
            .await
            .ok();
        memory::recall(&desk.app.tenant).await.expect("remembered");

        let (_second, other) = served(&desk, &lin, &["转人工", "面膜盒子压扁，漏了"]).await;
        let shown = help(&desk, &lin, &other).await;
        let case = &shown["cases"][0];
        assert_eq!(case["conversation_id"], json!(id), "{shown}");
        assert_eq!(case["answered"], "给您整盒补发，今天出库，剩下的不用寄回。");
        assert!(references(&shown).contains(&case["message_id"].as_str().expect("an id")));

        let customer = desk.conversation(&id).await["customer"]["id"]
            .as_str()
            .expect("an id")
            .to_owned();
        desk.app
            .post(&format!("/customers/{customer}/erase"), json!({}))
            .await
            .ok();
        let shown = help(&desk, &lin, &other).await;
        assert_eq!(shown["cases"], json!([]), "{shown}");
    }
}

#[tokio::test]
async fn the_end_is_prepared_and_kept_when_it_is_confirmed() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let lin = desk.agent("lin", 9).await;
        let (mut customer, id) = served(
            &desk,
            &lin,
            &["转人工", "我要投诉，面膜漏液，电话13800138000"],
        )
        .await;
        says(&desk, &lin, &id, "a1", "您好，我是小林。已经为您登记补发。").await;
        says(&desk, &lin, &id, "a2", "明天下午3点前我再联系您确认。").await;
        customer.say("好的").await;
        let path = format!("/conversations/{id}/wrap-up");
        let draft = desk.app.get(&path).by(&lin).may(AGENT).await.ok();
        assert_eq!(draft["ending"], "promised", "{draft}");
        let problem = draft["problem"].as_str().expect("words");
        assert!(
            problem.contains("漏液") && !problem.contains("13800138000"),
            "{draft}"
        );
        assert_eq!(draft["steps"][0], "已经为您登记补发。");
        assert_eq!(draft["tags"], json!(["投诉风险"]));
        assert_eq!(
            (&draft["ticket"]["type"], &draft["ticket"]["why"]),
            (&json!("complaint"), &json!("complaint"))
        );
        assert!(draft["follow_up"]["at"].is_string(), "{draft}");
        assert!(
            draft["took_ms"].as_i64().is_some_and(|ms| ms < 1000),
            "{draft}"
        );

        let confirmed = json!({
            "summary": "客户投诉面膜漏液，已登记补发。", "tags": draft["tags"],
            "ticket": {"type": "complaint", "subject": draft["ticket"]["subject"], "description": "漏液"},
            "follow_up": {"type": "follow_up", "subject": "回访", "description": draft["follow_up"]["said"]},
            "close": true, "took_ms": 1200,
        });
        let stranger = desk.agent("wang", 3).await;
        let refused = desk
            .app
            .post(&path, confirmed.clone())
            .by(&stranger)
            .may(AGENT)
            .await;
        assert_eq!(refused.status(), 404);
        let kept = desk
            .app
            .post(&path, confirmed)
            .by(&lin)
            .may(AGENT)
            .await
            .ok();
        assert_eq!(
            kept["confirmed"]["summary"],
            "客户投诉面膜漏液，已登记补发。"
        );
        assert!(
            kept["confirmed"]["ticket_id"].is_string()
                && kept["confirmed"]["follow_up_id"].is_string()
        );
        let conversation = desk.conversation(&id).await;
        assert_eq!(conversation["owner"], "closed");
        assert_eq!(conversation["customer"]["tags"], json!(["投诉风险"]));
        let visit = kept["confirmed"]["follow_up_id"].as_str().expect("an id");
        let visit = desk.app.get(&format!("/tickets/{visit}")).await.ok();
        assert_eq!(visit["type"], "follow_up", "{visit}");
        let figures = desk.app.get("/assist/figures").await.ok();
        assert_eq!(
            (&figures["wrapped_up"], &figures["unchanged"]),
            (&json!(1), &json!(1))
        );
    }
}
