//! Conversations through the widget's frames and the staff's requests, on both databases.

mod supervise;
mod wording;

use serde_json::json;
use shanying_storage::outbox;
use shanying_testkit::databases;

use crate::harness::{Desk, SECRET, gist};

#[tokio::test]
async fn a_customer_asks_and_the_bot_answers() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let mut customer = desk.customer().await;
        let id = customer.say("退货流程是什么").await;
        let messages = desk.messages(&id).await;
        assert_eq!(
            gist(&messages),
            ["customer: 退货流程是什么", "bot: 怎么申请退货"]
        );
        let seqs: Vec<_> = messages
            .iter()
            .map(|m| m["seq"].as_i64().expect("seq"))
            .collect();
        assert_eq!(seqs, [1, 2]);
        let answer = customer.told("message").await;
        assert_eq!(answer["message"]["seq"], 1);
        let answer = customer.told("message").await;
        assert_eq!(answer["message"]["content"]["type"], "answer");
        assert!(
            answer["message"]["decision_id"].is_null(),
            "customers see no decisions"
        );
        let decision = messages[1]["decision_id"].as_str().expect("a decision");
        let why = desk.app.get(&format!("/decisions/{decision}")).await.ok();
        assert_eq!(why["outcome"], "direct");
        assert_eq!(why["question"], "退货流程是什么");
    }
}

#[tokio::test]
async fn a_demand_that_is_not_spoken_out_is_asked_for_and_then_brings_a_person() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let bot = desk.app.tenant.part::<shanying_bot::Bot>().expect("bot");
        bot.learn_emotions();
        desk.agent("lin", 2).await;
        let mut customer = desk.customer().await;
        let id = customer.say("唉，算了，当我没说").await;
        let messages = desk.messages(&id).await;
        assert_eq!(
            gist(&messages),
            ["customer: 唉，算了，当我没说", "bot: bot.ask_wish"]
        );
        let decision = messages[1]["decision_id"].as_str().expect("a decision");
        let why = desk.app.get(&format!("/decisions/{decision}")).await.ok();
        assert_eq!(
            (&why["outcome"], &why["reason"]),
            (&json!("veiled"), &json!("veiled"))
        );
        assert!(
            why["emotion"]["veiled"]
                .as_f64()
                .is_some_and(|share| share > 0.4),
            "{why}"
        );
        assert!(
            why["emotion"]["cues"]
                .as_array()
                .is_some_and(|cues| !cues.is_empty())
        );

        // A question in between is answered, and the first demand is not forgotten.
        customer.say("退货流程是什么").await;
        customer.say("算了算了，不说了").await;
        let conversation = desk.conversation(&id).await;
        assert_eq!(conversation["owner"], "queue");
        assert_eq!(conversation["transfer_reason"], "veiled");

        let mut angry = desk.customer().await;
        let id = angry.say("你们到底想怎么样，我都要气炸了").await;
        let conversation = desk.conversation(&id).await;
        assert_eq!(
            (&conversation["owner"], &conversation["transfer_reason"]),
            (&json!("queue"), &json!("anger"))
        );
        // A question of the knowledge base word by word is answered, however it sounds.
        let mut calm = desk.customer().await;
        let id = calm.say("怎么申请退货").await;
        assert_eq!(desk.conversation(&id).await["owner"], "bot");
    }
}

#[tokio::test]
async fn sending_twice_is_once() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let mut customer = desk.customer().await;
        let frame = json!({"client_id": "same", "content": {"type": "text", "text": "多久发货"}});
        let first = customer.frame("send", frame.clone()).await;
        let second = customer.frame("send", frame).await;
        assert_eq!(first["d"]["message"]["id"], second["d"]["message"]["id"]);
        let id = first["d"]["message"]["conversation_id"]
            .as_str()
            .expect("id");
        assert_eq!(desk.messages(id).await.len(), 2);
    }
}

#[tokio::test]
async fn a_person_takes_over_serves_and_is_rated() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let agent = desk.agent("lin", 2).await;
        let mut customer = desk.customer().await;
        let id = customer.say("我要退货").await;
        assert_eq!(customer.frame("transfer", json!({})).await["t"], "ack");
        assert_eq!(desk.conversation(&id).await["owner"], "queue");
        desk.assign().await;
        let conversation = desk.conversation(&id).await;
        assert_eq!(conversation["owner"], "agent");
        assert_eq!(conversation["agent_id"], agent);
        assert!(conversation["first_reply_due"].is_string());
        customer.say("你好在吗").await;
        let path = format!("/conversations/{id}/messages");
        let hello =
            json!({"client_id": "a1", "content": {"type": "text", "text": "您好,我是小林"}});
        desk.app.post(&path, hello.clone()).by(&agent).await.ok();
        desk.app.post(&path, hello).by(&agent).await.ok();
        let note = json!({"client_id": "a2", "content": {"type": "note", "text": "内部"}});
        desk.app.post(&path, note).by(&agent).await.ok();
        let conversation = desk.conversation(&id).await;
        assert!(conversation["first_reply_due"].is_null());
        assert!(conversation["waiting_since"].is_null());
        desk.app
            .post(&format!("/conversations/{id}/close"), json!({}))
            .by(&agent)
            .await
            .ok();
        let rated = customer
            .frame(
                "rate",
                json!({"score": 5, "tags": ["快"], "solved": true, "comment": "谢谢"}),
            )
            .await;
        assert_eq!(rated["t"], "ack", "{rated}");
        let again = customer.frame("rate", json!({"score": 1})).await;
        assert_eq!(again["d"]["code"], "rating.already_rated");
        let messages = desk.messages(&id).await;
        assert_eq!(
            gist(&messages),
            [
                "customer: 我要退货",
                "bot: 怎么申请退货",
                "bot: bot.handing_over",
                "system: queue.joined",
                "system: agent.joined",
                "customer: 你好在吗",
                "agent: 您好,我是小林",
                "agent: 内部",
                "system: conversation.closed",
                "customer: rating",
                "system: rating.thanks",
            ]
        );
        let seqs: Vec<_> = messages
            .iter()
            .map(|m| m["seq"].as_i64().expect("seq"))
            .collect();
        assert_eq!(seqs, (1..=11).collect::<Vec<i64>>());
        let history = customer.frame("history", json!({})).await;
        let told = history["d"]["messages"].as_array().expect("messages");
        assert_eq!(told.len(), 10, "the note is for the staff alone");
        let free = desk.app.get("/agents").await.ok();
        assert_eq!(free["items"][0]["load"], 0, "the place is free again");
    }
}

#[tokio::test]
async fn the_bot_hands_over_when_it_must() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        desk.agent("lin", 9).await;
        let cases = [
            (vec!["转人工"], "words"),
            (vec!["阿基米德的浴缸", "火星上的足球"], "unknown"),
        ];
        for (texts, reason) in cases {
            let mut customer = desk.customer().await;
            let mut id = String::new();
            for text in texts {
                id = customer.say(text).await;
            }
            let conversation = desk.conversation(&id).await;
            assert_eq!(conversation["owner"], "queue", "{reason}");
            assert_eq!(conversation["transfer_reason"], reason);
        }
        let more = json!({"handling": "to_person", "agent_note": "先安抚"});
        desk.publish(
            "用了面霜脸肿了要去医院",
            &["面霜过敏脸肿", "过敏去医院谁赔"],
            more,
        )
        .await;
        let mut customer = desk.customer().await;
        let id = customer.say("面霜过敏脸肿").await;
        let conversation = desk.conversation(&id).await;
        assert_eq!(conversation["transfer_reason"], "entry");
        assert_eq!(conversation["attached_entry"]["agent_note"], "先安抚");
        let mut customer = desk.customer().await;
        let id = customer.say("我要退货").await;
        customer.say("多久发货").await;
        for message in desk.messages(&id).await {
            if message["content"]["type"] == "answer" {
                let feedback = json!({"message_id": message["id"], "helpful": false});
                assert_eq!(customer.frame("feedback", feedback).await["t"], "ack");
            }
        }
        assert_eq!(
            desk.conversation(&id).await["transfer_reason"],
            "not_helpful"
        );
    }
}

#[tokio::test]
async fn nobody_serves_a_message_is_left_and_its_answer_arrives_on_the_next_visit() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let mut customer = desk.customer().await;
        let id = customer.say("我要退货").await;
        customer.frame("transfer", json!({})).await;
        let messages = desk.messages(&id).await;
        assert_eq!(
            gist(&messages).last().map(String::as_str),
            Some("system: service.no_agent")
        );
        let left = json!({"client_id": "m", "text": "请回电", "contact": {"phone": "19900001234"}});
        let left = customer.frame("leave_message", left).await;
        let left = left["d"]["message"]["conversation_id"]
            .as_str()
            .expect("id")
            .to_owned();
        assert_eq!(desk.conversation(&left).await["owner"], "left_message");
        let secret = customer.welcome["visitor_secret"].clone();
        drop(customer);
        let agent = desk.agent("lin", 1).await;
        let answer = json!({"client_id": "a", "content": {"type": "text", "text": "已回电"}});
        desk.app
            .post(&format!("/conversations/{left}/messages"), answer)
            .by(&agent)
            .await
            .ok();
        let back = desk
            .widget(json!({"channel_token": "web", "visitor_secret": secret}))
            .await;
        let welcome = back
            .map_err(|code| panic!("{code}"))
            .expect("let in")
            .welcome;
        let texts = welcome["messages"].to_string();
        assert!(texts.contains("已回电"), "{texts}");
        assert!(welcome["unread"].as_i64().expect("unread") > 0);
    }
}

#[tokio::test]
async fn a_verified_customer_has_one_history_over_devices() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let proof = shanying_web_kit::signing::hmac_sha256(SECRET.as_bytes(), b"u1").expect("hmac");
        let proof = shanying_kernel::hex(&proof);
        let identity = json!({"user_id": "u1", "hash": proof, "name": "王女士"});
        let mut phone = desk.customer().await;
        phone.say("我要退货").await;
        let secret = phone.welcome["visitor_secret"].clone();
        let hello = json!({"channel_token": "web", "visitor_secret": secret, "identity": identity});
        let phone = desk
            .widget(hello)
            .await
            .map_err(|code| panic!("{code}"))
            .expect("in");
        assert_eq!(phone.welcome["customer"]["verified"], true);
        assert_eq!(phone.welcome["messages"].as_array().map(Vec::len), Some(2));
        let hello = json!({"channel_token": "strict", "identity": identity});
        let laptop = desk
            .widget(hello)
            .await
            .map_err(|code| panic!("{code}"))
            .expect("in");
        assert_eq!(laptop.welcome["messages"].as_array().map(Vec::len), Some(2));
        let forged = json!({"channel_token": "web", "identity": {"user_id": "u1", "hash": "00"}});
        assert_eq!(
            desk.widget(forged).await.err().as_deref(),
            Some("visitor.bad_identity")
        );
        let missing = json!({"channel_token": "strict"});
        assert_eq!(
            desk.widget(missing).await.err().as_deref(),
            Some("visitor.identity_required")
        );
    }
}

#[tokio::test]
async fn bad_frames_get_clear_refusals_and_lose_nothing() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let mut one = desk.customer().await;
        let mut two = desk.customer().await;
        let id = one.say("我要退货").await;
        let send =
            |text: &str| json!({"client_id": "x", "content": {"type": "text", "text": text}});
        let long = "长".repeat(4001);
        let table = [
            ("send", send("a\0b"), "invalid.nul"),
            ("send", send("  "), "invalid.field"),
            ("send", send(&long), "invalid.too_long"),
            (
                "send",
                json!({"client_id": "", "content": {"type": "text", "text": "a"}}),
                "invalid.field",
            ),
            ("send", json!({"client_id": 5}), "invalid.json"),
            (
                "send",
                json!({"client_id": "y", "content": {"type": "image", "file_id": "fil_x"}}),
                "not_found.file",
            ),
            ("rate", json!({"score": 9}), "invalid.field"),
            (
                "feedback",
                json!({"message_id": "msg_x", "helpful": true}),
                "not_found.message",
            ),
            (
                "history",
                json!({"before": {"conversation_id": id, "seq": 9}}),
                "not_found.conversation",
            ),
            ("cancel_queue", json!({}), "conversation.closed"),
            ("nonsense", json!({}), "invalid.json"),
        ];
        for (kind, data, code) in table {
            let refused = two.frame(kind, data).await;
            assert_eq!(refused["d"]["code"], code, "{kind}: {refused}");
        }
        assert_eq!(two.raw("{").await["d"]["code"], "invalid.json");
        let script = "<script>alert(1)</script> '; DROP TABLE messages; --";
        let id = one.say(script).await;
        let messages = desk.messages(&id).await;
        assert!(
            messages.iter().any(|m| m["content"]["text"] == script),
            "kept as it was said"
        );
        let bad = desk.widget(json!({"channel_token": "nobody"})).await.err();
        assert_eq!(bad.as_deref(), Some("visitor.bad_token"));
        let bad = json!({"channel_token": "web", "visitor_secret": "guess"});
        assert_eq!(
            desk.widget(bad).await.err().as_deref(),
            Some("visitor.bad_secret")
        );
    }
}

#[tokio::test]
async fn agents_pass_conversations_on_and_give_them_back() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let (lin, chen) = (desk.agent("lin", 1).await, desk.agent("chen", 1).await);
        let mut customer = desk.customer().await;
        let id = customer.say("我要退货").await;
        let path = |verb: &str| format!("/conversations/{id}/{verb}");
        desk.app
            .post(&path("accept"), json!({}))
            .by(&lin)
            .await
            .ok();
        let refused = desk.app.post(&path("accept"), json!({})).by(&chen).await;
        assert_eq!(refused.error(), "409 conversation.already_taken");
        let mut other = desk.customer().await;
        let busy = other.say("多久发货").await;
        desk.app
            .post(&format!("/conversations/{busy}/accept"), json!({}))
            .by(&chen)
            .await
            .ok();
        let to_chen = json!({"agent_id": chen, "note": "客户着急"});
        let full = desk
            .app
            .post(&path("transfer"), to_chen.clone())
            .by(&lin)
            .await;
        assert_eq!(full.error(), "409 conversation.agent_full");
        desk.app
            .post(&format!("/conversations/{busy}/close"), json!({}))
            .by(&chen)
            .await
            .ok();
        desk.app
            .post(&path("transfer"), to_chen)
            .by(&lin)
            .await
            .ok();
        assert_eq!(desk.conversation(&id).await["agent_id"], chen);
        let text = json!({"client_id": "z", "content": {"type": "text", "text": "还是我"}});
        let refused = desk.app.post(&path("messages"), text).by(&lin).await;
        assert_eq!(refused.error(), "409 conversation.not_yours");
        desk.app
            .post(&path("return-to-bot"), json!({}))
            .by(&chen)
            .await
            .ok();
        customer.say("多久发货").await;
        let gist = gist(&desk.messages(&id).await);
        assert_eq!(gist.last().map(String::as_str), Some("bot: 什么时候发货"));
    }
}

#[tokio::test]
async fn conversations_are_found_by_what_was_said() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let mut first = desk.customer().await;
        let found_in = first.say("我的包裹 SF10086 三天没动了").await;
        let mut second = desk.customer().await;
        let other = second.say("优惠券怎么用不了").await;
        let db = desk.app.tenant.db();
        outbox::drain(db, &crate::listeners()).await.expect("heard");
        // Told twice is known once.
        outbox::drain(db, &crate::listeners()).await.expect("heard");
        let search = async |text: &str| {
            let encoded: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
            let path = format!("/conversations?q={encoded}");
            let list = desk.app.get(&path).await.ok();
            let items = list["items"].as_array().cloned().unwrap_or_default();
            items
                .iter()
                .map(|item| item["id"].to_string().replace('"', ""))
                .collect::<Vec<_>>()
        };
        for (text, wanted) in [
            ("包裹", vec![&found_in]),
            ("裹", vec![&found_in]),
            ("三天没", vec![&found_in]),
            ("sf100", vec![&found_in]),
            ("0086", vec![&found_in]),
            ("三天 包裹", vec![&found_in]),
            ("優惠券", vec![&other]),
            ("包裹 优惠券", vec![]),
            ("没有说过的话", vec![]),
            ("包裹\" OR grams:*", vec![]),
            ("') --", vec![]),
        ] {
            assert_eq!(
                search(text).await.iter().collect::<Vec<_>>(),
                wanted,
                "{text}"
            );
        }
        let id = first.welcome["customer"]["id"]
            .as_str()
            .expect("id")
            .to_owned();
        let erase = format!("/customers/{id}/erase");
        assert_eq!(desk.app.post(&erase, json!({})).await.status(), 204);
        assert!(search("包裹").await.is_empty());
        let mut tx = db.read().await.expect("reader");
        let places =
            shanying_storage::sql("SELECT COUNT(*) FROM message_places WHERE conversation_id = $1")
                .bind(&found_in)
                .one(&mut tx)
                .await
                .expect("count");
        assert_eq!(places.count().expect("number"), 0);
    }
}

#[tokio::test]
async fn an_erased_customer_leaves_nothing_behind() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let mut customer = desk.customer().await;
        customer.say("我的电话是13812345678").await;
        let id = customer.welcome["customer"]["id"]
            .as_str()
            .expect("id")
            .to_owned();
        let file = desk.app.get(&format!("/customers/{id}/export")).await.ok();
        assert!(file.to_string().contains("13812345678"));
        let list = desk.app.get("/conversations").await.ok();
        let preview = list["items"][0]["last_message"]["preview"].to_string();
        assert!(!preview.contains("13812345678"), "{preview}");
        assert_eq!(
            desk.app
                .post(&format!("/customers/{id}/erase"), json!({}))
                .await
                .status(),
            204
        );
        let list = desk
            .app
            .get(&format!("/conversations?customer={id}"))
            .await
            .ok();
        assert_eq!(list["items"].as_array().map(Vec::len), Some(0));
        let mut tx = desk.app.tenant.db().read().await.expect("reader");
        let left =
            shanying_storage::sql("SELECT COUNT(*) FROM events WHERE payload LIKE '%13812345678%'")
                .one(&mut tx)
                .await
                .expect("count");
        assert_eq!(left.count().expect("number"), 0);
    }
}
