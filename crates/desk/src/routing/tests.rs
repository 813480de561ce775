//! Never above the cap, never lost, in order of waiting; on both databases, with many at once.

use serde_json::json;
use shanying_testkit::databases;

use crate::harness::Desk;

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
