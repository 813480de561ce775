//! A day's figures from real conversations, on both databases.

use serde_json::{Value as Json, json};
use shanying_testkit::databases;
use shanying_web_kit::Permission;

use crate::harness::Company;

#[tokio::test]
async fn an_empty_day_has_zeros_and_nulls() {
    for database in databases() {
        let company = Company::open(&database).await;
        let day = company.app.get("/metrics/overview").await.ok();
        assert_eq!(day["date"], "2026-11-20");
        assert_eq!(day["conversations"], 0);
        for nothing in [
            "first_response_avg_seconds",
            "avg_wait_seconds",
            "longest_wait_now_seconds",
        ] {
            assert!(day[nothing].is_null(), "{nothing}");
        }
        assert!(day["rating"]["average"].is_null());
        let none = json!({"numerator": 0, "denominator": 0});
        assert_eq!(day["first_response_within_goal"], none);
        assert_eq!(day["hourly"].as_array().unwrap().len(), 24);
        let wrong = company.app.get("/metrics/overview?date=tomorrow").await;
        assert_eq!(wrong.error(), "400 invalid.field");
        let inspector = [Permission::ViewMetrics];
        assert_eq!(
            company
                .app
                .get("/metrics/overview")
                .may(&inspector)
                .await
                .status(),
            200
        );
        let editor = [Permission::EditKnowledge];
        let refused = company.app.get("/metrics/overview").may(&editor).await;
        assert_eq!(refused.error(), "403 forbidden.permission");
    }
}

/// One customer is answered, one is served by a person and rates, one waits.
async fn a_busy_hour(company: &Company) {
    let agent = company.agent("lin").await;
    company.customer().await.say("我要退货").await;

    let mut served = company.customer().await;
    let id = served.say("门店在哪座城市").await;
    served.frame("transfer", json!({})).await;
    company.app.clock.advance(20_000);
    company
        .app
        .post(&format!("/conversations/{id}/accept"), json!({}))
        .by(&agent)
        .await
        .ok();
    company.app.clock.advance(4_000);
    let hello = json!({"client_id": "a1", "content": {"type": "text", "text": "您好"}});
    company
        .app
        .post(&format!("/conversations/{id}/messages"), hello)
        .by(&agent)
        .await
        .ok();
    company
        .app
        .post(&format!("/conversations/{id}/close"), json!({}))
        .by(&agent)
        .await
        .ok();
    let rating = json!({"score": 5, "tags": [], "solved": true, "comment": ""});
    assert_eq!(served.frame("rate", rating).await["t"], "ack");

    let mut waiting = company.customer().await;
    waiting.frame("transfer", json!({})).await;
    company.learn().await;
    company.app.clock.advance(28_000);
}

#[tokio::test]
async fn figures_follow_their_formulas() {
    for database in databases() {
        let company = Company::open(&database).await;
        a_busy_hour(&company).await;
        let day = company.app.get("/metrics/overview").await.ok();
        let wanted = json!({
            "conversations": 3, "effective_conversations": 2,
            "bot_served": 2, "bot_contained": 1,
            "to_human_direct": 1, "to_human_after_talk": 1,
            "waiting_now": 1, "serving_now": 0, "online_agents": 1, "left_messages_open": 0,
            "human_conversations": 1,
            "first_response_avg_seconds": 4.0,
            "first_response_within_goal": {"numerator": 1, "denominator": 1},
            "avg_wait_seconds": 20.0, "longest_wait_now_seconds": 30, "abandoned": 0,
            "questions": {"direct": 1, "suggested": 0, "small_talk": 0, "to_person": 0,
                "dialogue": 0, "unknown": 1},
            "rating": {"count": 1, "invited": 1, "average": 5.0, "good": 1, "bad": 0},
            "resolved": {"yes": 1, "no": 0},
            "top_entries": [{"entry_id": company.returns, "question": "怎么申请退货", "hits": 1}],
        });
        for (figure, value) in wanted.as_object().unwrap() {
            assert_eq!(&day[figure], value, "{figure}");
        }
        let unknown = &day["unknown_questions"][0];
        assert_eq!(
            (&unknown["text"], &unknown["count"]),
            (&json!("门店在哪座城市"), &json!(1))
        );
        let gaps = company.gaps("").await;
        assert_eq!(unknown["gap_id"], gaps[0]["id"]);
        assert_eq!(
            day["hourly"][10],
            json!({"hour": 10, "conversations": 3, "human": 1})
        );

        // Yesterday had none of it, except what is going on now.
        let before = company
            .app
            .get("/metrics/overview?date=2026-11-19")
            .await
            .ok();
        assert_eq!(before["conversations"], 0);
        assert_eq!(before["waiting_now"], 1);
        assert_eq!(before["unknown_questions"], Json::Array(Vec::new()));
    }
}
