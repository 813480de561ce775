//! Never above the cap, never lost, in order of waiting; on both databases, with many at once.

use serde_json::json;
use shanying_testkit::databases;

use crate::harness::{Desk, gist};
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
