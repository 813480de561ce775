//! Causes from real conversations, on both databases.

use serde_json::{Value as Json, json};
use shanying_testkit::databases;
use shanying_web_kit::Permission;

use crate::harness::Company;

async fn counts(company: &Company) -> Vec<(String, i64, i64)> {
    company.learn().await;
    let tree = company.app.get("/training/causes").await.ok();
    let branch = |branch: &Json| {
        (
            branch["cause"].as_str().unwrap().to_owned(),
            branch["count"].as_i64().unwrap(),
            branch["labelled"].as_i64().unwrap(),
        )
    };
    tree["branches"]
        .as_array()
        .unwrap()
        .iter()
        .map(branch)
        .collect()
}

#[tokio::test]
async fn unanswered_questions_fall_apart_by_their_cause() {
    for database in databases() {
        let company = Company::open(&database).await;
        company.customer().await.say("门店在哪座城市").await;
        company.customer().await.say("可以开增值税专用发票吗").await;
        let mut customer = company.customer().await;
        let id = customer.say("我要退货").await;
        customer.judge(&id, false).await;
        let found = counts(&company).await;
        let none = |cause: &str, count| (cause.to_owned(), count, 0);
        assert_eq!(
            found,
            [
                none("no_knowledge", 2),
                none("not_recognised", 0),
                none("not_helped", 1),
                none("other", 0)
            ]
        );
        let tree = company.app.get("/training/causes?days=7").await.ok();
        assert_eq!((&tree["questions"], &tree["asked"]), (&json!(3), &json!(3)));
        let helped = &tree["branches"][2];
        assert_eq!(helped["remedy"], "improve_answer");
        assert_eq!(
            helped["matters"][0]["entry"]["entry_id"],
            company.returns.as_str()
        );

        // A person knows better: one is another wording of an entry, one is no matter at all.
        let now = company.app.clock.now_ms();
        shanying_bot::training::gather(&company.app.tenant, now)
            .await
            .unwrap();
        let queue = company.app.get("/training/questions").await.ok();
        for (text, body) in [
            (
                "门店在哪座城市",
                json!({"choice": "entry", "entry_id": company.returns}),
            ),
            ("可以开增值税专用发票吗", json!({"choice": "to_person"})),
        ] {
            let all = queue["items"].as_array().unwrap();
            let one = all.iter().find(|one| one["text"] == text).unwrap();
            let path = format!("/training/questions/{}/label", one["id"].as_str().unwrap());
            company.app.put(&path, body).await.ok();
        }
        let found = counts(&company).await;
        assert_eq!(
            found,
            [
                none("no_knowledge", 0),
                ("not_recognised".to_owned(), 1, 1),
                none("not_helped", 1),
                ("other".to_owned(), 1, 1)
            ]
        );
        let bad = company.app.get("/training/causes?days=0").await;
        assert_eq!(bad.error(), "400 invalid.field");
        let agent = [Permission::ServeConversations];
        let stranger = company.app.get("/training/causes").may(&agent).await;
        assert_eq!(stranger.error(), "403 forbidden.permission");
    }
}
