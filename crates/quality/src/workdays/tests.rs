//! A day of an agent, through the doors, on both databases.

use serde_json::{Value as Json, json};
use shanying_testkit::databases;
use shanying_web_kit::Permission;

use crate::harness::Company;

async fn state(company: &Company, agent: &str, state: &str, reason: Option<&str>) {
    let body = json!({"state": state, "reason": reason});
    company
        .app
        .put(&format!("/agents/{agent}/state"), body)
        .await
        .ok();
}

#[tokio::test]
async fn a_day_of_an_agent_and_its_rows() {
    for database in databases() {
        let company = Company::open(&database).await;
        let agent = company.agent("lin").await;
        let mut customer = company.customer().await;
        customer.say("转人工").await;
        let list = company.app.get("/conversations?view=queue").await.ok();
        let id = list["items"][0]["id"].as_str().expect("waiting").to_owned();
        company.app.clock.advance(60_000);
        let path = |verb: &str| format!("/conversations/{id}/{verb}");
        company
            .app
            .post(&path("accept"), json!({}))
            .by(&agent)
            .await
            .ok();
        company.app.clock.advance(4_000);
        let says =
            |mark: &str| json!({"client_id": mark, "content": {"type": "text", "text": "您好"}});
        company
            .app
            .post(&path("messages"), says("1"))
            .by(&agent)
            .await
            .ok();
        customer.say("怎么还没到").await;
        company.app.clock.advance(10_000);
        company
            .app
            .post(&path("messages"), says("2"))
            .by(&agent)
            .await
            .ok();
        // A word of the agent's own is no reply.
        company
            .app
            .post(&path("messages"), says("3"))
            .by(&agent)
            .await
            .ok();
        company
            .app
            .post(&path("close"), json!({}))
            .by(&agent)
            .await
            .ok();
        state(&company, &agent, "break", Some("meal")).await;
        company.app.clock.advance(600_000);
        state(&company, &agent, "offline", None).await;
        company.app.clock.advance(60_000);

        let report = company.app.get("/reports/workdays").await.ok();
        let day = &report["items"][0];
        assert_eq!(
            (&day["name"], &day["date"]),
            (&json!("lin"), &json!("2026-11-20"))
        );
        assert_eq!(
            (&day["logged_in_seconds"], &day["online_seconds"]),
            (&json!(674), &json!(74)),
            "{day}"
        );
        assert_eq!(
            (&day["idle_seconds"], &day["serving_seconds"]),
            (&json!(60), &json!(14))
        );
        assert_eq!(
            day["breaks"],
            json!([{"reason": "meal", "times": 1, "seconds": 600}])
        );
        assert_eq!(
            (&day["served"], &day["replied"], &day["rounds"]),
            (&json!(1), &json!(1), &json!(2))
        );
        assert_eq!(
            (&day["first_response_seconds"], &day["response_seconds"]),
            (&json!(4.0), &json!(7.0))
        );
        its_rows(&company, &agent, &id, day).await;
    }
}

/// What the day of the report was counted from, and the same day elsewhere.
async fn its_rows(company: &Company, agent: &str, id: &str, day: &Json) {
    let rows = company
        .app
        .get(&format!("/reports/workdays/{agent}/2026-11-20"))
        .await
        .ok();
    assert_eq!(&rows["day"], day);
    let states: Vec<&str> = rows["stretches"]
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|one| one["state"].as_str())
        .collect();
    assert_eq!(states, ["online", "break", "offline"]);
    assert_eq!(rows["services"][0]["conversation_id"], id);
    let table = company.app.get("/reports/workdays.csv").await;
    let text = String::from_utf8(table.bytes().to_vec()).expect("text");
    assert!(
        text.contains("2026-11-20,lin,674,74,0,600,meal 1×600s,60,14,1,1,4,2,7,"),
        "{text}"
    );
    let next = company
        .app
        .get("/reports/workdays?from=2026-11-21&to=2026-11-21")
        .await
        .ok();
    assert_eq!(next["items"], Json::Array(Vec::new()));
    let wrong = company
        .app
        .get("/reports/workdays?from=2026-01-01&to=2026-11-20")
        .await;
    assert_eq!(wrong.error(), "400 invalid.field");
    let editor = [Permission::ViewMetrics];
    let refused = company.app.get("/reports/workdays").may(&editor).await;
    assert_eq!(refused.error(), "403 forbidden.permission");
}
