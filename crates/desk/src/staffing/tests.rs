//! The calculation through the door.

use serde_json::{Value as Json, json};
use shanying_testkit::databases;
use shanying_web_kit::Permission;

use crate::harness::Desk;

#[tokio::test]
async fn a_supervisor_asks_what_if() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let empty = desk.app.get("/staffing/measured").await.ok();
        assert_eq!(empty["arrivals_per_hour"], Json::Null);
        let lin = desk.agent("lin", 3).await;
        let mut customer = desk.customer().await;
        let id = customer.say("转人工").await;
        desk.app
            .post(&format!("/conversations/{id}/accept"), json!({}))
            .by(&lin)
            .await
            .ok();
        desk.app.clock.advance(240_000);
        desk.app
            .post(&format!("/conversations/{id}/close"), json!({}))
            .by(&lin)
            .await
            .ok();
        let mut gone = desk.customer().await;
        gone.say("转人工").await;
        desk.app.clock.advance(45_000);
        gone.frame("cancel_queue", json!({})).await;
        let measured = desk.app.get("/staffing/measured").await.ok();
        assert_eq!(
            measured,
            json!({"arrivals_per_hour": 2, "handling_seconds": 240, "patience_seconds": 45})
        );
        let asked = json!({"arrivals_per_hour": 200, "handling_seconds": 180, "concurrency": 1,
            "patience_seconds": 0, "target_percent": 80, "target_seconds": 20});
        let path = "/staffing/what-if";
        let answer = desk.app.post(path, asked.clone()).await.ok();
        assert_eq!(
            (&answer["load"], &answer["needed_c"]),
            (&json!(10.0), &json!(14))
        );
        let row = answer["rows"]
            .as_array()
            .expect("rows")
            .iter()
            .find(|row| row["agents"] == 14);
        assert_eq!(row.expect("14")["erlang_c"]["service_level"], 0.8884);
        let refused = desk
            .app
            .post(path, asked)
            .may(&[Permission::ServeConversations])
            .await;
        assert_eq!(refused.error(), "403 forbidden.permission");
        let nonsense = json!({"arrivals_per_hour": -1, "handling_seconds": 180, "concurrency": 1,
            "target_percent": 80, "target_seconds": 20});
        assert_eq!(
            desk.app.post(path, nonsense).await.error(),
            "400 invalid.field"
        );
    }
}
