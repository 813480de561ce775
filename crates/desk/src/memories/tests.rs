//! What customers reveal, from their words to the bot's next answer, on both databases.

use std::time::Duration;

use serde_json::{Value as Json, json};
use shanying_testkit::databases;
use shanying_web_kit::Permission as P;

use crate::conversations::talks::shop;
use crate::harness::{Desk, SECRET, Widget};
use crate::realtime::topics::FLOOR;

const AGENT: &[P] = &[P::ServeConversations];

fn whose(customer: &Widget) -> String {
    let id = customer.welcome["customer"]["id"].as_str();
    id.expect("an id").to_owned()
}

async fn memories(desk: &Desk, customer: &str) -> Vec<Json> {
    let path = format!("/customers/{customer}/memories");
    let list = desk.app.get(&path).await.ok();
    list["items"].as_array().cloned().expect("items")
}

/// State and value, sorted.
async fn gist(desk: &Desk, customer: &str) -> Vec<String> {
    let list = memories(desk, customer).await;
    let mut gist: Vec<String> = list
        .iter()
        .map(|one| {
            let word = |name: &str| one[name].as_str().unwrap_or_default();
            format!("{} {} {}", word("state"), word("value"), one["count"])
        })
        .collect();
    gist.sort();
    gist
}

async fn verb(desk: &Desk, customer: &str, value: &str, verb: &str) -> Json {
    let list = memories(desk, customer).await;
    let one = list.iter().find(|one| one["value"] == value);
    let id = one.expect("the memory")["id"].as_str().expect("an id");
    let path = format!("/customers/{customer}/memories/{id}/{verb}");
    desk.app.post(&path, json!({})).await.ok()
}

#[tokio::test]
async fn what_is_said_is_proposed_once_and_what_was_rejected_stays_away() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let mut floor = desk.app.tenant.hub().seat();
        floor.join(FLOOR);
        let mut customer = desk.customer().await;
        let me = whose(&customer);
        let id = customer
            .say("我是干皮，对花生过敏，电话13812345678，什么时候发货")
            .await;
        assert_eq!(
            gist(&desk, &me).await,
            ["proposed 对花生过敏 1", "proposed 干性 1"]
        );
        let list = memories(&desk, &me).await;
        let quote = list[0]["quote"].as_str().expect("a quote");
        assert!(
            quote.contains("我是干皮") && !quote.contains("13812345678"),
            "{quote}"
        );
        let source = &list[0]["source"];
        assert_eq!(source["conversation_id"], id.as_str());
        let first = desk.messages(&id).await;
        assert_eq!(source["message_id"], first[0]["id"]);
        // Whoever looks at the customer is told that there is something new.
        let told = loop {
            let frame = tokio::time::timeout(Duration::from_secs(5), floor.next()).await;
            let frame = frame.expect("a frame in time").expect("a seat");
            let frame: Json = serde_json::from_str(&frame).expect("json");
            if frame["t"] == "memories" {
                break frame;
            }
        };
        assert_eq!(told["d"]["customer_id"], me.as_str());

        customer.say("我是干皮能用吗").await;
        assert_eq!(
            gist(&desk, &me).await,
            ["proposed 对花生过敏 1", "proposed 干性 2"]
        );
        let rejected = verb(&desk, &me, "干性", "reject").await;
        assert_eq!(rejected["state"], "rejected");
        customer.say("我是干皮").await;
        assert_eq!(
            gist(&desk, &me).await,
            ["proposed 对花生过敏 1", "rejected 干性 2"]
        );
        // Questions and clicks tell nothing.
        customer.say("油皮能用吗").await;
        assert_eq!(memories(&desk, &me).await.len(), 2);
    }
}

#[tokio::test]
async fn the_later_of_two_that_contradict_holds_but_an_allergy_ends_only_when_confirmed() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let mut customer = desk.customer().await;
        let me = whose(&customer);
        customer.say("我是干皮").await;
        let confirmed = verb(&desk, &me, "干性", "confirm").await;
        assert_eq!(confirmed["state"], "confirmed");
        assert!(confirmed["decided_by"].is_string(), "{confirmed}");
        desk.app.clock.advance(1000);
        customer.say("我现在是油皮").await;
        assert_eq!(
            gist(&desk, &me).await,
            ["proposed 油性 1", "superseded 干性 1"]
        );
        desk.app.clock.advance(1000);
        customer.say("我是干皮").await;
        assert_eq!(
            gist(&desk, &me).await,
            ["proposed 干性 2", "superseded 油性 1"]
        );

        let mut customer = desk.customer().await;
        let me = whose(&customer);
        customer.say("我对花生过敏").await;
        customer.say("我对花生不过敏").await;
        assert_eq!(
            gist(&desk, &me).await,
            ["proposed 对花生不过敏 1", "proposed 对花生过敏 1"]
        );
        verb(&desk, &me, "对花生不过敏", "confirm").await;
        assert_eq!(
            gist(&desk, &me).await,
            ["confirmed 对花生不过敏 1", "superseded 对花生过敏 1"]
        );
    }
}

#[tokio::test]
async fn agents_write_and_change_and_read_what_they_may() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let (lin, chen) = (desk.agent("lin", 2).await, desk.agent("chen", 2).await);
        let mut customer = desk.customer().await;
        let me = whose(&customer);
        let path = format!("/customers/{me}/memories");
        let id = customer.say("转人工").await;
        let accept = format!("/conversations/{id}/accept");
        desk.app.post(&accept, json!({})).by(&lin).await.ok();
        customer.say("我不喜欢太甜的").await;
        let shown = async |agent: &str| {
            let list = desk.app.get(&path).by(agent).may(AGENT).await.ok();
            list["items"][0].clone()
        };
        let own = shown(&lin).await;
        assert_eq!(own["quote"], "我不喜欢太甜的");
        // Who may not read the conversation reads no word of it.
        let others = shown(&chen).await;
        assert_eq!(
            (&others["value"], &others["quote"], &others["source"]),
            (&json!("不喜欢太甜的"), &json!(""), &Json::Null)
        );

        let memory = own["id"].as_str().expect("an id");
        let one = format!("{path}/{memory}");
        let body = json!({"kind": "preference", "value": "不吃甜食"});
        let changed = desk.app.put(&one, body).by(&lin).may(AGENT).await.ok();
        assert_eq!(
            (&changed["value"], &changed["state"]),
            (&json!("不吃甜食"), &json!("confirmed"))
        );
        // The same words of the customer are the same fact.
        customer.say("我不喜欢太甜的").await;
        assert_eq!(gist(&desk, &me).await, ["confirmed 不吃甜食 2"]);

        let body = json!({"kind": "allergy", "value": "花生"});
        let added = desk
            .app
            .post(&path, body.clone())
            .by(&lin)
            .may(AGENT)
            .await
            .ok();
        assert_eq!(
            (&added["value"], &added["state"], &added["source"]),
            (&json!("对花生过敏"), &json!("confirmed"), &Json::Null)
        );
        customer.say("我对花生过敏").await;
        assert_eq!(
            gist(&desk, &me).await,
            ["confirmed 不吃甜食 2", "confirmed 对花生过敏 2"]
        );
        let refused = desk
            .app
            .post(&path, body)
            .by(&lin)
            .may(&[P::ViewCustomers])
            .await;
        assert_eq!(refused.status(), 403);
        let private = json!({"kind": "uses", "value": "手机13812345678"});
        let refused = desk.app.post(&path, private).by(&lin).may(AGENT).await;
        assert_eq!(refused.error(), "400 memory.private");
        let nowhere = desk
            .app
            .post(&format!("{path}/mem_x/confirm"), json!({}))
            .await;
        assert_eq!(nowhere.error(), "404 not_found.memory");
        let stranger = desk.app.get("/customers/cus_x/memories").await;
        assert_eq!(stranger.error(), "404 not_found.customer");
    }
}

#[tokio::test]
async fn the_bot_does_not_ask_again_and_never_recommends_against_an_allergy() {
    for database in databases() {
        let desk = shop(&database).await;
        let lin = desk.agent("lin", 9).await;
        // What is recommended to who denies to be allergic.
        let sold = async |customer: &mut Widget| {
            let mut id = customer.say("我想买一款美白的面膜300元左右就行").await;
            for answer in ["没有过敏", "都行", "都行"] {
                let last = desk.messages(&id).await.pop().expect("a message");
                let text = last["content"]["text"].as_str().unwrap_or_default();
                let asks = text.contains("肤质是什么") || text.contains("皮肤偏干");
                assert!(!asks, "{last}");
                if let Some(cards) = last["content"]["cards"].as_array() {
                    let ids = cards.iter().map(|card| card["product_id"].clone());
                    return ids.collect::<Vec<_>>();
                }
                id = customer.say(answer).await;
            }
            Vec::new()
        };
        let mut customer = desk.customer().await;
        let known = json!({"kind": "trait", "value": "干皮"});
        let path = format!("/customers/{}/memories", whose(&customer));
        desk.app.post(&path, known.clone()).await.ok();
        assert!(sold(&mut customer).await.contains(&json!("p01")));

        // The mask holds alcohol; the allergy is only proposed.
        let mut customer = desk.customer().await;
        let path = format!("/customers/{}/memories", whose(&customer));
        desk.app.post(&path, known).await.ok();
        let id = customer.say("我对酒精过敏").await;
        let close = format!("/conversations/{id}/close");
        desk.app.post(&close, json!({})).by(&lin).await.ok();
        assert_eq!(memories(&desk, &whose(&customer)).await.len(), 2);
        assert!(!sold(&mut customer).await.contains(&json!("p01")));
    }
}

#[tokio::test]
async fn memories_follow_the_customer_and_go_with_them() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let lin = desk.agent("lin", 9).await;
        let proof = shanying_web_kit::signing::hmac_sha256(SECRET.as_bytes(), b"u1").expect("hmac");
        let identity =
            json!({"user_id": "u1", "hash": shanying_kernel::hex(&proof), "name": "王女士"});
        let mut laptop = desk
            .widget(json!({"channel_token": "web", "identity": identity}))
            .await
            .expect("let in");
        let known = whose(&laptop);
        laptop.say("我是油皮，我穿L码").await;
        desk.app.clock.advance(1000);
        let mut phone = desk.customer().await;
        phone.say("我是干皮，我穿L码，我家有两只猫").await;
        let secret = phone.welcome["visitor_secret"].clone();
        let hello = json!({"channel_token": "web", "visitor_secret": secret, "identity": identity});
        desk.widget(hello).await.expect("let in");
        assert_eq!(
            gist(&desk, &known).await,
            [
                "proposed L码 2",
                "proposed 干性 1",
                "proposed 有两只猫 1",
                "superseded 油性 1"
            ]
        );
        let file = desk
            .app
            .get(&format!("/customers/{known}/export"))
            .await
            .ok();
        assert_eq!(file["memories"].as_array().map(Vec::len), Some(4));

        // After the retention the facts stay, and the customer's words go.
        for one in memories(&desk, &known).await {
            let id = one["source"]["conversation_id"].as_str().expect("an id");
            let close = format!("/conversations/{id}/close");
            desk.app.post(&close, json!({})).by(&lin).await;
        }
        desk.app.clock.advance(366 * 86_400_000);
        crate::privacy::forget_old(&desk.app.tenant)
            .await
            .expect("forgotten");
        let list = memories(&desk, &known).await;
        assert_eq!(list.len(), 4);
        assert!(
            list.iter()
                .all(|one| one["quote"] == "" && one["source"] == Json::Null)
        );
        desk.app
            .post(&format!("/customers/{known}/erase"), json!({}))
            .await;
        assert_eq!(memories(&desk, &known).await, Vec::<Json>::new());
        let body = json!({"kind": "size", "value": "L码"});
        let late = desk
            .app
            .post(&format!("/customers/{known}/memories"), body)
            .await;
        assert_eq!(late.error(), "409 customer.erased");
    }
}

#[tokio::test]
async fn what_is_said_at_a_ticket_is_remembered_too() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let mut customer = desk.customer().await;
        let me = whose(&customer);
        let conversation = customer.say("转人工").await;
        let body = json!({"type": "question", "subject": "退款没到", "description": "三天了", "conversation_id": conversation});
        let ticket = desk.app.post("/tickets", body).await.ok();
        let id = ticket["id"].as_str().expect("an id");
        let secret = customer.welcome["visitor_secret"]
            .as_str()
            .expect("a secret");
        let path = format!("/widget/v1/tickets/{id}/answer");
        let body = json!({"text": "上次买的漏水了，以后别给我打电话"});
        desk.app
            .post(&path, body)
            .anonymous()
            .header("x-channel-token", "web")
            .header("authorization", &format!("Visitor {secret}"))
            .await
            .ok();
        assert_eq!(
            gist(&desk, &me).await,
            ["proposed 上次买的漏水了 1", "proposed 不要打电话 1"]
        );
        let list = memories(&desk, &me).await;
        assert_eq!(list[0]["source"]["ticket_id"], ticket["id"]);
        assert_eq!(list[0]["source"]["ticket_number"], ticket["number"]);
    }
}
