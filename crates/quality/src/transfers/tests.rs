//! Transfers from real conversations, on both databases.

use serde_json::{Value as Json, json};
use shanying_testkit::databases;

use crate::harness::Company;

fn count(report: &Json, cause: &str) -> i64 {
    let causes = report["causes"].as_array().unwrap();
    let found = causes.iter().find(|one| one["cause"] == cause).unwrap();
    found["count"].as_i64().unwrap()
}

#[tokio::test]
async fn each_transfer_has_its_cause_and_the_persons_answer() {
    for database in databases() {
        let company = Company::open(&database).await;
        let agent = company.agent("lin").await;
        let mut direct = company.customer().await;
        direct.say("转人工").await;
        let mut lost = company.customer().await;
        let id = lost.say("西安有没有门店").await;
        lost.say("转人工").await;
        let accept = format!("/conversations/{id}/accept");
        company.app.post(&accept, json!({})).by(&agent).await.ok();
        let says = json!({"client_id": "a1", "content": {"type": "text",
            "text": "您好，我是小林。西安暂时没有门店，可以邮寄。"}});
        let path = format!("/conversations/{id}/messages");
        company.app.post(&path, says).by(&agent).await.ok();
        let mut calm = company.customer().await;
        calm.say("我要退货").await;
        calm.say("转人工").await;

        let report = company.app.get("/training/transfers?days=7").await.ok();
        assert_eq!(count(&report, "no_knowledge"), 1, "{report}");
        assert_eq!(count(&report, "insisted"), 1, "{report}");
        let cases = report["cases"].as_array().unwrap();
        let case = cases
            .iter()
            .find(|one| one["cause"] == "no_knowledge")
            .unwrap();
        assert_eq!(
            (
                &case["question"],
                &case["person_answer"],
                &case["bot_answer"]
            ),
            (
                &json!("西安有没有门店"),
                &json!("西安暂时没有门店，可以邮寄。"),
                &json!("")
            )
        );
        let case = cases.iter().find(|one| one["cause"] == "insisted").unwrap();
        assert_eq!(case["bot_entry_id"], company.returns.as_str());
        assert_eq!(report["funnel"]["to_person"], 3, "{report}");
        assert_eq!(report["funnel"]["reached"], 1);
        let refused = company.app.get("/training/transfers?days=0").await;
        assert_eq!(refused.error(), "400 invalid.field");
    }
}
