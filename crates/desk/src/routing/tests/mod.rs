//! Never above the cap, never lost, in order of waiting; on both databases, with many at once.

mod caps;

use serde_json::json;
use shanying_people::agents::{self, AgentState};
use shanying_testkit::databases;

use crate::harness::{Desk, SECRET, Widget, gist};
use crate::upkeep;

async fn waiting(desk: &Desk, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..count {
        let mut customer = desk.customer().await;
        let id = customer.say("转人工").await;
        desk.app.clock.advance(10);
        ids.push(id);
    }
    ids
}

#[tokio::test]
async fn many_assign_at_once_and_nobody_gets_more_than_the_cap() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let caps = [1_i64, 2, 3];
        let mut agents = Vec::new();
        for (n, cap) in caps.iter().enumerate() {
            agents.push(desk.agent(&format!("agent{n}"), *cap).await);
        }
        let ids = waiting(&desk, 9).await;
        let rounds = (0..6).map(|_| {
            let tenant = desk.app.tenant.clone();
            async move { super::round(&tenant).await }
        });
        for result in futures_util::future::join_all(rounds).await {
            result.expect("a round");
        }
        let mut served = 0;
        for agent in desk.app.get("/agents").await.ok()["items"]
            .as_array()
            .expect("agents")
        {
            let load = agent["load"].as_i64().expect("load");
            assert!(load <= agent["max_chats"].as_i64().expect("cap"), "{agent}");
            served += load;
        }
        assert_eq!(served, 6, "every place is used");
        for (n, id) in ids.iter().enumerate() {
            let owner = desk.conversation(id).await["owner"].clone();
            assert_eq!(
                owner,
                if n < 6 { "agent" } else { "queue" },
                "in order of waiting"
            );
        }
        let first = &ids[0];
        let agent = desk.conversation(first).await["agent_id"]
            .as_str()
            .expect("agent")
            .to_owned();
        desk.app
            .post(&format!("/conversations/{first}/close"), json!({}))
            .by(&agent)
            .await
            .ok();
        desk.assign().await;
        assert_eq!(
            desk.conversation(&ids[6]).await["owner"],
            "agent",
            "the next one moves up"
        );
    }
}

#[tokio::test]
async fn the_last_agent_comes_first_and_then_the_least_saturated() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let (lin, chen) = (desk.agent("lin", 4).await, desk.agent("chen", 4).await);
        let mut regular = desk.customer().await;
        let id = regular.say("转人工").await;
        desk.app
            .post(&format!("/conversations/{id}/accept"), json!({}))
            .by(&lin)
            .await
            .ok();
        desk.app
            .post(
                &format!("/conversations/{id}/transfer"),
                json!({"agent_id": chen, "note": ""}),
            )
            .by(&lin)
            .await
            .ok();
        desk.app
            .post(&format!("/conversations/{id}/return-to-bot"), json!({}))
            .by(&chen)
            .await
            .ok();
        regular.say("转人工").await;
        desk.assign().await;
        assert_eq!(
            desk.conversation(&id).await["agent_id"],
            chen,
            "who served last"
        );
        let next = waiting(&desk, 1).await;
        desk.assign().await;
        assert_eq!(
            desk.conversation(&next[0]).await["agent_id"],
            lin,
            "who has less to do"
        );
    }
}

#[tokio::test]
async fn conversations_return_to_the_queue_when_their_agent_stays_away() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let lin = desk.agent("lin", 4).await;
        let ids = waiting(&desk, 1).await;
        desk.assign().await;
        let away = lin.clone();
        desk.app
            .tenant
            .db()
            .write(move |tx| {
                Box::pin(async move { shanying_people::agents::disconnected(tx, &away).await })
            })
            .await
            .expect("disconnected");
        desk.app.clock.advance(179_000);
        desk.assign().await;
        assert_eq!(
            desk.conversation(&ids[0]).await["owner"],
            "agent",
            "within the grace time"
        );
        desk.app.clock.advance(2_000);
        desk.assign().await;
        let conversation = desk.conversation(&ids[0]).await;
        assert_eq!(conversation["owner"], "queue");
        let agents = desk.app.get("/agents").await.ok();
        assert_eq!(agents["items"][0]["load"], 0);
        assert_eq!(agents["items"][0]["state"], "offline");
    }
}

#[tokio::test]
async fn whoever_acts_without_a_workbench_is_not_gone() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let (lin, chen) = (desk.agent("lin", 4).await, desk.agent("chen", 4).await);
        let away = lin.clone();
        desk.app
            .tenant
            .db()
            .write(move |tx| {
                Box::pin(async move {
                    agents::set_state(tx, &away, AgentState::Offline, None).await?;
                    agents::disconnected(tx, &away).await
                })
            })
            .await
            .expect("disconnected");
        desk.app.clock.advance(3_600_000);
        let mut customer = desk.customer().await;
        let id = customer.say("我要退货").await;
        let path = |verb: &str| format!("/conversations/{id}/{verb}");
        let to_lin = json!({"agent_id": lin});
        let refused = desk.app.post(&path("assign"), to_lin).await;
        assert_eq!(refused.error(), "409 conversation.agent_full", "offline");
        let accepted = desk.app.post(&path("accept"), json!({})).by(&lin).await;
        accepted.ok();
        desk.assign().await;
        assert_eq!(desk.conversation(&id).await["owner"], "agent", "just taken");
        desk.app.clock.advance(170_000);
        let says = json!({"client_id": "1", "content": {"type": "text", "text": "您好"}});
        desk.app.post(&path("messages"), says).by(&lin).await.ok();
        desk.app.clock.advance(170_000);
        desk.assign().await;
        assert_eq!(desk.conversation(&id).await["agent_id"], lin, "just spoke");
        desk.app.clock.advance(11_000);
        desk.assign().await;
        assert_eq!(desk.conversation(&id).await["agent_id"], chen, "silent");
        desk.app
            .post(&path("close"), json!({}))
            .by(&chen)
            .await
            .ok();
        let again = desk.app.post(&path("close"), json!({})).by(&chen).await;
        assert_eq!(again.error(), "409 conversation.closed");
    }
}

#[tokio::test]
async fn after_hours_whoever_is_online_serves_only_where_the_setting_says_so() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        // Nobody works on this Friday morning.
        let mut settings = desk.app.get("/settings/service").await.ok();
        settings["hours"] = json!([{"days": [6, 7], "from": "09:00", "to": "22:00"}]);
        let mut outcomes = Vec::new();
        for (late, online) in [(false, false), (true, false), (true, true), (false, true)] {
            settings["serve_after_hours"] = json!(late);
            let changed = desk.app.put("/settings/service", settings.clone()).await;
            changed.ok();
            if online && late {
                desk.agent("lin", 4).await;
            }
            let mut customer = desk.customer().await;
            customer.frame("transfer", json!({})).await;
            let owner = customer.told("conversation").await["conversation"]["owner"].clone();
            let id = customer.say("在吗").await;
            let said = gist(&desk.messages(&id).await);
            outcomes.push((owner, said[0].clone()));
        }
        let refused = (json!("bot"), "system: service.closed_hours".to_owned());
        let queued = (json!("queue"), "bot: bot.handing_over".to_owned());
        assert_eq!(
            outcomes,
            [refused.clone(), refused.clone(), queued, refused]
        );
    }
}

#[tokio::test]
async fn a_refusal_is_not_repeated_at_every_further_question() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let mut customer = desk.customer().await;
        let mut id = String::new();
        for text in ["阿基米德的浴缸", "火星上的足球", "北极的椰子树"] {
            id = customer.say(text).await;
        }
        assert_eq!(
            gist(&desk.messages(&id).await),
            [
                "customer: 阿基米德的浴缸",
                "bot: bot.unknown",
                "customer: 火星上的足球",
                "system: service.no_agent",
                "customer: 北极的椰子树",
                "bot: bot.unknown",
            ]
        );
    }
}

#[tokio::test]
async fn who_went_away_from_the_queue_is_no_longer_waited_for() {
    const MINUTE: i64 = 60_000;
    for database in databases() {
        let desk = Desk::open(&database).await;
        desk.agent("lin", 0).await;
        let (mut here, mut gone) = (desk.customer().await, desk.customer().await);
        let (here_id, gone_id) = (here.say("转人工").await, gone.say("转人工").await);
        let hello =
            json!({"channel_token": "web", "visitor_secret": gone.welcome["visitor_secret"]});
        let pass = async |minutes: i64| {
            desk.app.clock.advance(minutes * MINUTE);
            upkeep::leave_for_absent(&desk.app.tenant)
                .await
                .expect("a round");
        };
        let owner = async |id: &str| desk.conversation(id).await["owner"].clone();
        drop(gone);
        pass(0).await;
        pass(9).await;
        assert_eq!(owner(&gone_id).await, "queue");
        let back = desk.widget(hello.clone()).await.expect("let in");
        pass(1).await;
        drop(back);
        pass(0).await;
        pass(9).await;
        assert_eq!(owner(&gone_id).await, "queue", "the time began anew");
        pass(1).await;
        assert_eq!(owner(&gone_id).await, "left_message");
        assert_eq!(owner(&here_id).await, "queue");
        let conversation = desk.conversation(&gone_id).await;
        assert!(conversation["waiting_since"].is_string());
        let back = desk.widget(hello).await.expect("let in");
        let told = back.welcome["messages"]
            .as_array()
            .expect("messages")
            .clone();
        assert_eq!(
            gist(&told).last().map(String::as_str),
            Some("system: queue.abandoned")
        );
    }
}

/// A verified customer of a grade, with what they are told.
async fn graded(desk: &Desk, user: &str, grade: &str) -> (Widget, String) {
    let proof = shanying_web_kit::signing::hmac_sha256(SECRET.as_bytes(), user.as_bytes());
    let proof = shanying_kernel::hex(&proof.expect("hmac"));
    let identity = json!({"user_id": user, "hash": proof, "name": user});
    let hello = json!({"channel_token": "web", "identity": identity});
    let widget = desk.widget(hello).await.expect("let in");
    let list = desk.app.get(&format!("/customers?q={user}")).await.ok();
    let id = list["items"][0]["id"]
        .as_str()
        .expect("a customer")
        .to_owned();
    let patch = json!({"level": grade});
    desk.app
        .patch(&format!("/customers/{id}"), patch)
        .await
        .ok();
    (widget, id)
}

async fn route(desk: &Desk, settings: serde_json::Value) {
    desk.app.put("/settings/routing", settings).await.ok();
}

#[tokio::test]
async fn grades_come_sooner_by_their_head_start_and_no_more() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        route(
            &desk,
            json!({"grades": [{"grade": "金卡", "head_start_seconds": 60}]}),
        )
        .await;
        let lin = desk.agent("lin", 0).await;
        let early = waiting(&desk, 1).await.remove(0);
        desk.app.clock.advance(61_000);
        let plain = waiting(&desk, 1).await.remove(0);
        let (mut gold, _) = graded(&desk, "u-gold", "金卡").await;
        let gold_id = gold.say("转人工").await;
        let queue = desk.app.get("/conversations?view=queue").await.ok();
        let order: Vec<&str> = queue["items"]
            .as_array()
            .expect("a queue")
            .iter()
            .filter_map(|one| one["id"].as_str())
            .collect();
        assert_eq!(order, [early.as_str(), gold_id.as_str(), plain.as_str()]);
        let places = json!({"max_chats": 2});
        desk.app.patch(&format!("/agents/{lin}"), places).await.ok();
        desk.assign().await;
        for (id, owner) in [(&early, "agent"), (&gold_id, "agent"), (&plain, "queue")] {
            assert_eq!(desk.conversation(id).await["owner"], owner);
        }
    }
}

#[tokio::test]
async fn a_grade_may_come_to_a_person_at_once_where_somebody_serves() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        route(
            &desk,
            json!({"grades": [{"grade": "黑金", "person_first": true}]}),
        )
        .await;
        let (mut alone, _) = graded(&desk, "u-alone", "黑金").await;
        let id = alone.say("怎么申请退货").await;
        assert_eq!(
            desk.conversation(&id).await["owner"],
            "bot",
            "nobody serves"
        );
        desk.agent("lin", 2).await;
        let (mut vip, _) = graded(&desk, "u-vip", "黑金").await;
        let id = vip.say("怎么申请退货").await;
        let conversation = desk.conversation(&id).await;
        assert_eq!(
            (&conversation["owner"], &conversation["transfer_reason"]),
            (&json!("queue"), &json!("grade"))
        );
        let (mut other, _) = graded(&desk, "u-other", "银卡").await;
        let id = other.say("怎么申请退货").await;
        assert_eq!(desk.conversation(&id).await["owner"], "bot");
    }
}

#[tokio::test]
async fn rules_skill_and_the_dedicated_agent_choose_and_a_full_group_overflows() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let (lin, chen, wu) = (
            desk.agent("lin", 1).await,
            desk.agent("chen", 1).await,
            desk.agent("wu", 1).await,
        );
        let body =
            json!({"name": "贵宾", "members": [lin, chen], "levels": {(&lin): 40, (&chen): 90}});
        let group = desk.app.post("/groups", body).await.ok()["id"].clone();
        let rules = json!([{"name": "金卡", "grades": ["金卡"], "group_id": group}]);
        let settings =
            json!({"strategy": "skill_first", "overflow_after_seconds": 30, "rules": rules});
        route(&desk, settings.clone()).await;
        let mut ids = Vec::new();
        for user in ["u-1", "u-2", "u-3"] {
            let (mut customer, customer_id) = graded(&desk, user, "金卡").await;
            if user == "u-2" {
                let patch = json!({"dedicated_agent": wu});
                let path = format!("/customers/{customer_id}");
                desk.app.patch(&path, patch).await.ok();
            }
            ids.push(customer.say("转人工").await);
            desk.app.clock.advance(10);
        }
        desk.assign().await;
        let agent = async |id: &str| desk.conversation(id).await["agent_id"].clone();
        assert_eq!(agent(&ids[0]).await, json!(chen), "the highest level");
        assert_eq!(
            agent(&ids[1]).await,
            json!(lin),
            "the group comes before the overflow"
        );
        assert_eq!(desk.conversation(&ids[2]).await["owner"], "queue");
        assert_eq!(desk.conversation(&ids[2]).await["group_name"], "贵宾");
        desk.app.clock.advance(30_000);
        desk.assign().await;
        assert_eq!(
            agent(&ids[2]).await,
            json!(wu),
            "anybody after half a minute"
        );

        let mut wrong = settings;
        wrong["rules"][0]["group_id"] = json!("grp_none");
        let refused = desk.app.put("/settings/routing", wrong).await;
        assert_eq!(refused.error(), "400 invalid.field");
        let empty = json!({"rules": [{"name": "alle", "group_id": group}]});
        let refused = desk.app.put("/settings/routing", empty).await;
        assert_eq!(refused.error(), "400 invalid.field");
        let stranger = json!({"dedicated_agent": "agt_none"});
        let (_, customer_id) = graded(&desk, "u-4", "银卡").await;
        let path = format!("/customers/{customer_id}");
        let refused = desk.app.patch(&path, stranger).await;
        assert_eq!(refused.error(), "400 invalid.field");
    }
}

#[tokio::test]
async fn who_does_not_accept_in_time_rests_and_the_customer_keeps_their_place() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let mut settings = desk.app.get("/settings/routing").await.ok();
        settings["accept_within_seconds"] = json!(60);
        desk.app.put("/settings/routing", settings).await.ok();
        let lin = desk.agent("lin", 1).await;
        let first = waiting(&desk, 1).await.remove(0);
        super::round(&desk.app.tenant).await.expect("a round");
        assert_eq!(desk.conversation(&first).await["agent_id"], json!(lin));
        // Another one comes while nobody answers the first.
        desk.app.clock.advance(30_000);
        let second = waiting(&desk, 1).await.remove(0);
        desk.app.clock.advance(31_000);
        super::round(&desk.app.tenant).await.expect("a round");
        assert_eq!(desk.conversation(&first).await["owner"], "queue");
        let agents = desk.app.get("/agents").await.ok();
        let all = agents["items"].as_array().expect("agents");
        let agent = all.iter().find(|one| one["id"] == json!(lin));
        let agent = agent.expect("lin");
        assert_eq!(
            (&agent["state"], &agent["load"]),
            (&json!("break"), &json!(0)),
            "{agent}"
        );
        // Whoever comes next gets the one who waits longest.
        let mei = desk.agent("mei", 1).await;
        super::round(&desk.app.tenant).await.expect("a round");
        assert_eq!(desk.conversation(&first).await["agent_id"], json!(mei));
        assert_eq!(desk.conversation(&second).await["owner"], "queue");
        // An agent who answered keeps the customer, however long the next answer takes.
        desk.app
            .post(
                &format!("/conversations/{first}/messages"),
                json!({"client_id": "a1", "content": {"type": "text", "text": "您好"}}),
            )
            .by(&mei)
            .await
            .ok();
        desk.app.clock.advance(120_000);
        super::round(&desk.app.tenant).await.expect("a round");
        assert_eq!(desk.conversation(&first).await["agent_id"], json!(mei));
    }
}
