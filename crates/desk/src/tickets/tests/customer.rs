//! The customer's side, and what conversations leave behind.

use serde_json::json;
use shanying_kernel::Time;
use shanying_testkit::databases;

use super::{Floor, kinds, text};
use crate::harness::Widget;

#[tokio::test]
async fn a_customer_answers_presses_and_opens_again_within_limits_and_sees_nothing_else() {
    for database in databases() {
        let floor = Floor::open(&database).await;
        let (mut customer, stranger) = (floor.desk.customer().await, floor.desk.customer().await);
        let conversation = customer.say("转人工").await;
        let body = json!({"type": "question", "subject": "退款没到", "description": "三天了", "conversation_id": conversation});
        let id = text(&floor.desk.app.post("/tickets", body).await.ok()["id"]);
        let staff = |path: &str, body| floor.desk.app.post(&format!("/tickets/{id}{path}"), body);
        staff("/comments", json!({"text": "内部：查一下财务"}))
            .await
            .ok();
        staff(
            "/comments",
            json!({"text": "请发一下账单截图", "public": true}),
        )
        .await
        .ok();
        floor
            .desk
            .app
            .patch(&format!("/tickets/{id}"), json!({"status": "waiting"}))
            .await
            .ok();

        let shown = floor
            .own(&customer, "GET", &format!("/{id}"), json!({}))
            .await
            .ok();
        let said: Vec<String> = shown["entries"]
            .as_array()
            .expect("entries")
            .iter()
            .map(|one| text(&one["text"]))
            .collect();
        assert_eq!(said, ["三天了", "请发一下账单截图"]);
        for (method, path) in [
            ("GET", ""),
            ("POST", "/answer"),
            ("POST", "/urge"),
            ("POST", "/reopen"),
        ] {
            let path = format!("/{id}{path}");
            let answer = floor
                .own(&stranger, method, &path, json!({"text": "偷看"}))
                .await;
            assert_eq!(answer.error(), "404 not_found.ticket", "{method} {path}");
        }
        assert_eq!(
            floor.own(&stranger, "GET", "", json!({})).await.ok()["items"],
            json!([])
        );

        floor
            .own(
                &customer,
                "POST",
                &format!("/{id}/answer"),
                json!({"text": "截图已经发了"}),
            )
            .await
            .ok();
        let ticket = floor.ticket(&id).await;
        assert_eq!(
            (&ticket["status"], ticket["clocks"].as_array().map(Vec::len)),
            (&json!("open"), Some(3))
        );
        assert!(ticket["customer_spoke_at"].is_string());

        limits(&floor, &customer, &id).await;
    }
}

async fn limits(floor: &Floor, customer: &Widget, id: &str) {
    floor
        .own(customer, "POST", &format!("/{id}/urge"), json!({}))
        .await
        .ok();
    let soon = floor
        .own(customer, "POST", &format!("/{id}/urge"), json!({}))
        .await;
    assert_eq!(soon.error(), "409 ticket.urged_lately");
    floor.desk.app.clock.advance(120 * 60_000);
    floor
        .own(customer, "POST", &format!("/{id}/urge"), json!({}))
        .await
        .ok();
    assert_eq!(floor.ticket(id).await["urges"], 2);
    let early = floor
        .own(
            customer,
            "POST",
            &format!("/{id}/reopen"),
            json!({"text": "没好"}),
        )
        .await;
    assert_eq!(early.error(), "409 ticket.not_done");

    floor
        .desk
        .app
        .patch(&format!("/tickets/{id}"), json!({"status": "resolved"}))
        .await
        .ok();
    let late = floor
        .own(
            customer,
            "POST",
            &format!("/{id}/answer"),
            json!({"text": "谢谢"}),
        )
        .await;
    assert_eq!(late.error(), "409 ticket.done");
    floor.desk.app.clock.advance(6 * 86_400_000);
    floor
        .own(
            customer,
            "POST",
            &format!("/{id}/reopen"),
            json!({"text": "还是没到"}),
        )
        .await
        .ok();
    let again = floor.ticket(id).await;
    assert_eq!(
        (&again["status"], &again["reopens"]),
        (&json!("open"), &json!(1))
    );
    floor
        .desk
        .app
        .patch(&format!("/tickets/{id}"), json!({"status": "closed"}))
        .await
        .ok();
    floor.desk.app.clock.advance(8 * 86_400_000);
    let gone = floor
        .own(
            customer,
            "POST",
            &format!("/{id}/reopen"),
            json!({"text": "还是没到"}),
        )
        .await;
    assert_eq!(gone.error(), "409 ticket.reopen_too_late");
}

#[tokio::test]
async fn a_message_left_becomes_a_ticket_once_and_its_answer_reaches_the_customer() {
    for database in databases() {
        let floor = Floor::open(&database).await;
        let lin = floor.desk.agent("lin", 4).await;
        let mut customer = floor.desk.customer().await;
        let left = json!({"client_id": "l1", "text": "我的包裹丢了，单号 SF100，请回电", "contact": {"phone": "13800001234"}});
        customer.frame("leave_message", left.clone()).await;
        customer.frame("leave_message", left).await;
        floor.settle().await;
        floor.settle().await;
        let page = floor.desk.app.get("/tickets").await.ok();
        assert_eq!(page["items"].as_array().map(Vec::len), Some(1));
        let id = text(&page["items"][0]["id"]);
        let ticket = floor.ticket(&id).await;
        assert_eq!(
            (&ticket["origin"], &ticket["description"]),
            (
                &json!("left_message"),
                &json!("我的包裹丢了，单号 SF100，请回电")
            )
        );
        let conversation = text(&ticket["conversation_id"]);
        floor
            .desk
            .app
            .post(
                &format!("/tickets/{id}/comments"),
                json!({"text": "已为您补发", "public": true}),
            )
            .by(&lin)
            .await
            .ok();
        let talk = floor.desk.conversation(&conversation).await;
        assert_eq!(talk["owner"], "closed", "nobody answers it a second time");
        let told = floor.desk.messages(&conversation).await;
        assert!(
            told.iter()
                .any(|message| message["content"]["params"]["text"] == "已为您补发")
        );
        // The customer talks on; the next answer comes where they are.
        let next = customer.say("什么时候发货").await;
        floor
            .desk
            .app
            .post(
                &format!("/tickets/{id}/comments"),
                json!({"text": "单号是 SF200", "public": true}),
            )
            .by(&lin)
            .await
            .ok();
        let told = floor.desk.messages(&next).await;
        assert!(
            told.iter()
                .any(|message| message["content"]["params"]["text"] == "单号是 SF200")
        );
    }
}

#[tokio::test]
async fn an_agent_who_answers_in_the_conversation_answers_its_ticket() {
    for database in databases() {
        let floor = Floor::open(&database).await;
        let lin = floor.desk.agent("lin", 4).await;
        let mut customer = floor.desk.customer().await;
        customer
            .frame(
                "leave_message",
                json!({"client_id": "l1", "text": "请回电"}),
            )
            .await;
        floor.settle().await;
        let ticket = floor.desk.app.get("/tickets").await.ok()["items"][0].clone();
        let full = floor.ticket(&text(&ticket["id"])).await;
        let path = format!("/conversations/{}/messages", text(&full["conversation_id"]));
        let body =
            json!({"client_id": "a1", "content": {"type": "text", "text": "您好，我来处理"}});
        floor.desk.app.post(&path, body).by(&lin).await.ok();
        floor.settle().await;
        let full = floor.ticket(&text(&ticket["id"])).await;
        assert_eq!(
            (&full["agent_id"], &full["category"]),
            (&json!(lin), &json!("open"))
        );
        assert_eq!(full["clocks"][0]["state"], "met");
    }
}

#[tokio::test]
async fn tickets_go_with_their_customer() {
    for database in databases() {
        let floor = Floor::open(&database).await;
        let mut customer = floor.desk.customer().await;
        let conversation = customer.say("转人工").await;
        let body = json!({"type": "question", "subject": "我的秘密", "description": "很长的秘密", "conversation_id": conversation});
        let made = floor.desk.app.post("/tickets", body).await.ok();
        let (id, whose) = (text(&made["id"]), text(&made["customer_id"]));
        assert_eq!(kinds(&made), ["opened"]);
        let file = floor
            .desk
            .app
            .get(&format!("/customers/{whose}/export"))
            .await
            .ok();
        assert_eq!(file["tickets"][0]["description"], "很长的秘密");
        floor
            .desk
            .app
            .post(&format!("/customers/{whose}/erase"), json!({}))
            .await;
        assert_eq!(
            floor.desk.app.get(&format!("/tickets/{id}")).await.error(),
            "404 not_found.ticket"
        );
        // What is closed is forgotten after the retention.
        let body = json!({"type": "question", "subject": "旧事"});
        let id = text(&floor.desk.app.post("/tickets", body).await.ok()["id"]);
        floor
            .desk
            .app
            .patch(&format!("/tickets/{id}"), json!({"status": "closed"}))
            .await
            .ok();
        floor.desk.app.clock.advance(366 * 86_400_000);
        assert!(Time(floor.desk.app.clock.now_ms()) > Time(0));
        crate::privacy::forget_old(&floor.desk.app.tenant)
            .await
            .expect("forgotten");
        assert_eq!(
            floor.desk.app.get(&format!("/tickets/{id}")).await.error(),
            "404 not_found.ticket"
        );
    }
}

#[tokio::test]
async fn what_the_bot_was_told_becomes_a_ticket_of_its_own_beside_a_message_left() {
    for database in databases() {
        let floor = Floor::open(&database).await;
        let task = json!({
            "key": "visit", "name": {"zh-CN": ["上门安装"]},
            "triggers": [], "cues": [{"all": [["上门", "安装"]]}],
            "slots": [{"key": "phone", "label": {"zh-CN": ["电话"]}, "kind": {"type": "phone"},
                       "required": true, "ask": {"zh-CN": ["您的电话是？"]}}],
            "action": {"type": "record"}, "done": {"zh-CN": ["登记好了，编号{number}。"]}
        });
        let app = &floor.desk.app;
        app.put("/dialogue/tasks/visit", task).await.ok();
        let mut customer = floor.desk.customer().await;
        let id = customer.say("我要上门安装").await;
        customer.say("13800001234").await;
        floor.settle().await;
        let panel = app.get(&format!("/conversations/{id}/dialogue")).await.ok();
        let number = text(&panel["requests"][0]["number"]);
        let page = app.get("/tickets?type=request").await.ok();
        assert_eq!(page["items"].as_array().map(Vec::len), Some(1), "{page}");
        let ticket = floor.ticket(&text(&page["items"][0]["id"])).await;
        assert_eq!(ticket["subject"], format!("上门安装 {number}"));
        assert_eq!(ticket["origin"], "request");
        assert_eq!(ticket["description"], "电话：13800001234");
        assert_eq!(ticket["conversation_id"], json!(id));

        // A message left in the same talk is its own matter, named by its own words.
        let left = json!({"client_id": "l1", "text": "安装师傅一直没有来", "contact": {}});
        customer.frame("leave_message", left).await;
        floor.settle().await;
        let page = app.get("/tickets?type=question").await.ok();
        assert_eq!(page["items"][0]["subject"], "安装师傅一直没有来", "{page}");

        // Nothing is opened where the firm wants none.
        floor.set("tickets", json!({"request_type": ""})).await;
        customer.say("我要上门安装，电话13800001235").await;
        floor.settle().await;
        let page = app.get("/tickets?type=request").await.ok();
        assert_eq!(page["items"].as_array().map(Vec::len), Some(1), "{page}");
    }
}
