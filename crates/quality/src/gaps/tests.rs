//! Gaps from real conversations, on both databases.

use serde_json::{Value as Json, json};
use shanying_storage::outbox;
use shanying_testkit::databases;
use shanying_web_kit::Permission;

use crate::harness::Company;

/// The signals that a gap shows.
fn signals(gap: &Json) -> Vec<String> {
    let counts = gap["signals"].as_object().unwrap();
    let shown = counts
        .iter()
        .filter(|(_, count)| count.as_i64().unwrap() > 0);
    shown
        .map(|(signal, count)| format!("{signal} {count}"))
        .collect()
}

#[tokio::test]
async fn alike_unknown_questions_come_together() {
    for database in databases() {
        let company = Company::open(&database).await;
        for text in [
            "可以开增值税专用发票吗",
            "你们可以开增值税专用发票吗？我电话13812345678",
            "请问可以开增值税专用发票吗",
            "门店在哪座城市",
        ] {
            company.customer().await.say(text).await;
        }
        let gaps = company.gaps("").await;
        let gist: Vec<(&str, i64)> = gaps
            .iter()
            .map(|gap| {
                (
                    gap["question"].as_str().unwrap(),
                    gap["count"].as_i64().unwrap(),
                )
            })
            .collect();
        assert_eq!(gist, [("可以开增值税专用发票吗", 3), ("门店在哪座城市", 1)]);
        assert_eq!(signals(&gaps[0]), ["unknown 3"]);
        assert_eq!(gaps[0]["status"], "open");
        let questions = gaps[0]["questions"].as_array().unwrap();
        assert_eq!(questions.len(), 3);
        let texts = Json::from(questions.clone()).to_string();
        assert!(texts.contains("138****5678") && !texts.contains("13812345678"));
        assert_eq!(questions[0]["seq"], 1);
        assert_eq!(questions[0]["signal"], "unknown");

        // Told again from the beginning, nothing is counted twice.
        let again = outbox::Listener {
            name: "again",
            ..crate::gaps::listener()
        };
        outbox::drain(company.app.tenant.db(), &[again])
            .await
            .unwrap();
        assert_eq!(company.gaps("").await, gaps);
        assert!(company.gaps("signal=abandoned").await.is_empty());
        assert_eq!(company.gaps("signal=unknown&limit=1").await.len(), 1);
        let page = company.app.get("/gaps?limit=1").await.ok();
        let next = page["next"].as_str().unwrap();
        let page = company
            .app
            .get(&format!("/gaps?limit=1&cursor={next}"))
            .await
            .ok();
        assert_eq!(page["items"][0]["question"], "门店在哪座城市");
        assert!(page["next"].is_null());
    }
}

#[tokio::test]
async fn an_answer_that_did_not_help_tells_in_four_ways() {
    for database in databases() {
        let company = Company::open(&database).await;
        company.agent("lin").await;

        // Said so, and then not.
        let mut customer = company.customer().await;
        let id = customer.say("我要退货").await;
        customer.judge(&id, false).await;
        let gaps = company.gaps("").await;
        assert_eq!(signals(&gaps[0]), ["not_helpful 1"]);
        assert_eq!(gaps[0]["nearest"]["entry_id"], company.returns.as_str());
        customer.judge(&id, true).await;
        assert!(
            company.gaps("").await.is_empty(),
            "the judgement was taken back"
        );

        // Asked again in other words, which another entry answers; a new matter is no repetition.
        company.publish("退货流程是什么样的", &[]).await;
        customer.say("退货流程是什么").await;
        customer.say("退货流程是什么样的").await;
        customer.say("多久发货").await;
        let gaps = company.gaps("").await;
        assert_eq!(gaps.len(), 1);
        assert_eq!(signals(&gaps[0]), ["repeated 1"]);
        assert_eq!(gaps[0]["question"], "退货流程是什么");

        // Asked again and got the same answer, however different the words.
        let mut stubborn = company.customer().await;
        stubborn.say("我要退货").await;
        stubborn.say("怎么申请退货").await;
        let gaps = company.gaps("signal=repeated").await;
        let repeated = gaps
            .iter()
            .flat_map(|gap| gap["questions"].as_array().unwrap());
        assert!(
            repeated
                .into_iter()
                .any(|one| one["text"] == "我要退货" && one["signal"] == "repeated")
        );

        // Wanted a person right after the answer, and after a thank-you.
        let mut leaving = company.customer().await;
        leaving.say("多久发货").await;
        assert_eq!(leaving.frame("transfer", json!({})).await["t"], "ack");
        let mut thankful = company.customer().await;
        thankful.say("什么时候发货").await;
        thankful.say("谢谢").await;
        thankful.frame("transfer", json!({})).await;
        let gaps = company.gaps("signal=transferred").await;
        assert_eq!(gaps.len(), 1);
        assert_eq!(
            (&gaps[0]["question"], &gaps[0]["count"]),
            (&json!("多久发货"), &json!(1))
        );

        // Left with the question open; left with an answer.
        let mut gone = company.customer().await;
        gone.say("门店在哪座城市").await;
        assert_eq!(gone.frame("end", json!({})).await["t"], "ack");
        let mut content = company.customer().await;
        content.say("我要退货").await;
        content.frame("end", json!({})).await;
        let gaps = company.gaps("signal=abandoned").await;
        assert_eq!(gaps.len(), 1);
        assert_eq!(gaps[0]["question"], "门店在哪座城市");
        assert_eq!(
            gaps[0]["count"], 1,
            "one question with two signals counts once"
        );
        assert_eq!(signals(&gaps[0]), ["abandoned 1", "unknown 1"]);
    }
}

#[tokio::test]
async fn leaving_a_person_is_not_leaving_the_bot() {
    for database in databases() {
        let company = Company::open(&database).await;
        let agent = company.agent("lin").await;
        let mut customer = company.customer().await;
        let id = customer.say("门店在哪座城市").await;
        customer.frame("transfer", json!({})).await;
        let path = format!("/conversations/{id}/accept");
        company.app.post(&path, json!({})).by(&agent).await.ok();
        customer.frame("end", json!({})).await;
        let gaps = company.gaps("").await;
        assert_eq!(signals(&gaps[0]), ["unknown 1"]);
    }
}

#[tokio::test]
async fn one_click_makes_knowledge() {
    for database in databases() {
        let company = Company::open(&database).await;
        company.customer().await.say("可以开增值税专用发票吗").await;
        company
            .customer()
            .await
            .say("你们可以开增值税专用发票吗")
            .await;
        company.customer().await.say("门店在哪座城市").await;
        let gaps = company.gaps("").await;
        let path = |gap: &Json| format!("/gaps/{}/resolve", gap["id"].as_str().unwrap());

        // A draft with the customers' phrasings.
        let made = company
            .app
            .post(&path(&gaps[0]), json!({"action": "new_entry"}))
            .await
            .ok();
        assert_eq!(made["gap"]["status"], "resolved");
        let entry = made["entry_id"].as_str().unwrap();
        let entry = company
            .app
            .get(&format!("/knowledge/entries/{entry}"))
            .await
            .ok();
        assert_eq!(entry["state"], "draft");
        assert_eq!(entry["draft"]["question"], "可以开增值税专用发票吗");
        assert_eq!(
            entry["draft"]["similar"],
            json!(["你们可以开增值税专用发票吗"])
        );
        let again = company
            .app
            .post(&path(&gaps[0]), json!({"action": "ignore"}))
            .await;
        assert_eq!(again.error(), "409 gap.already_resolved");

        // Similar questions are answered at once.
        let body = json!({"action": "add_similar", "entry_id": company.returns,
                          "texts": ["门店在哪座城市", " 门店在哪座城市 "]});
        let made = company.app.post(&path(&gaps[1]), body).await.ok();
        assert_eq!(made["gap"]["nearest"]["entry_id"], company.returns.as_str());
        let conversation = company.customer().await.say("门店在哪座城市").await;
        company.last(&conversation, "answer").await;
        assert!(company.gaps("").await.is_empty());
        assert_eq!(company.gaps("status=resolved").await.len(), 2);

        // The same matter again is a new gap; an ignored one takes it and stays.
        company.customer().await.say("可以开增值税专用发票吗").await;
        let gaps = company.gaps("").await;
        assert_eq!(gaps.len(), 1);
        let gap = company
            .app
            .post(&path(&gaps[0]), json!({"action": "ignore"}))
            .await
            .ok();
        assert_eq!(gap["gap"]["status"], "ignored");
        assert!(gap["entry_id"].is_null());
        company
            .customer()
            .await
            .say("请问可以开增值税专用发票吗")
            .await;
        assert!(company.gaps("").await.is_empty());
        assert_eq!(company.gaps("status=ignored").await[0]["count"], 2);
    }
}

#[tokio::test]
async fn bad_requests_are_told() {
    for database in databases() {
        let company = Company::open(&database).await;
        company.customer().await.say("门店在哪座城市").await;
        let gaps = company.gaps("").await;
        let path = format!("/gaps/{}/resolve", gaps[0]["id"].as_str().unwrap());
        let long = "长".repeat(501);
        let table = [
            (json!({"action": "explode"}), "400 invalid.json"),
            (json!({"action": "add_similar"}), "400 invalid.field"),
            (
                json!({"action": "add_similar", "entry_id": "ent_no"}),
                "404 not_found.entry",
            ),
            (
                json!({"action": "new_entry", "texts": []}),
                "400 invalid.field",
            ),
            (
                json!({"action": "new_entry", "texts": [long]}),
                "400 invalid.too_long",
            ),
            (
                json!({"action": "new_entry", "texts": ["a\u{0}b"]}),
                "400 invalid.nul",
            ),
        ];
        for (body, wanted) in table {
            let answer = company.app.post(&path, body.clone()).await;
            assert_eq!(answer.error(), wanted, "{body}");
        }
        let nothing = company
            .app
            .post("/gaps/gap_no/resolve", json!({"action": "ignore"}))
            .await;
        assert_eq!(nothing.error(), "404 not_found.gap");
        assert_eq!(
            company.app.get("/gaps?status=odd").await.error(),
            "400 invalid.query"
        );
        assert_eq!(company.gaps("").await.len(), 1, "nothing was settled");

        // Who may see and who may settle.
        let editor = [Permission::EditKnowledge];
        let inspector = [Permission::ViewMetrics];
        assert_eq!(company.app.get("/gaps").may(&editor).await.status(), 200);
        assert_eq!(company.app.get("/gaps").may(&inspector).await.status(), 200);
        let agent = [Permission::ServeConversations, Permission::ViewKnowledge];
        assert_eq!(
            company.app.get("/gaps").may(&agent).await.error(),
            "403 forbidden.permission"
        );
        assert_eq!(
            company.app.get("/gaps").anonymous().await.error(),
            "401 auth.required"
        );
        let ignore = company
            .app
            .post(&path, json!({"action": "ignore"}))
            .may(&inspector)
            .await;
        assert_eq!(ignore.error(), "403 forbidden.permission");
    }
}

#[tokio::test]
async fn questions_go_with_their_customer_and_with_time() {
    for database in databases() {
        let company = Company::open(&database).await;
        let mut first = company.customer().await;
        first.say("可以开增值税专用发票吗").await;
        company.learn().await;
        company
            .customer()
            .await
            .say("你们可以开增值税专用发票吗")
            .await;
        assert_eq!(company.gaps("").await[0]["count"], 2);
        company
            .app
            .post(&format!("/customers/{}/erase", first.id), json!({}))
            .await
            .ok();
        let gaps = company.gaps("").await;
        assert_eq!(gaps[0]["count"], 1);
        assert_eq!(gaps[0]["question"], "你们可以开增值税专用发票吗");

        company.app.clock.advance(366 * 24 * 3600 * 1000);
        crate::gaps::forget_old(&company.app.tenant).await.unwrap();
        assert!(company.gaps("").await.is_empty());
    }
}

#[tokio::test]
async fn questions_follow_their_customer_to_the_known_name() {
    for database in databases() {
        let company = Company::open(&database).await;
        let mut guest = company.customer().await;
        guest.say("可以开增值税专用发票吗").await;
        company.learn().await;
        let tell = async |kind: &'static str, facts: serde_json::Value| {
            let db = company.app.tenant.db();
            db.write(move |tx| Box::pin(async move { tx.emit(kind, facts).await }))
                .await
                .unwrap();
        };
        let merged = json!({"customer_id": "cus_known", "former_customer_id": guest.id});
        tell("customer.merged", merged).await;
        tell("customer.erased", json!({"customer_id": guest.id})).await;
        assert_eq!(company.gaps("").await.len(), 1);
        tell("customer.erased", json!({"customer_id": "cus_known"})).await;
        assert!(company.gaps("").await.is_empty());
    }
}

#[tokio::test]
async fn workbenches_learn_of_gaps_without_the_words() {
    for database in databases() {
        let company = Company::open(&database).await;
        let mut seat = company.app.tenant.hub().seat();
        seat.join("staff");
        crate::gaps::tell(&company.app.tenant);
        company.customer().await.say("门店在哪座城市").await;
        let gaps = company.gaps("").await;
        let wait = std::time::Duration::from_secs(5);
        let frame = tokio::time::timeout(wait, seat.next())
            .await
            .unwrap()
            .unwrap();
        let frame: Json = serde_json::from_str(&frame).unwrap();
        let told = json!({"gap_id": gaps[0]["id"], "event": "gap.opened"});
        assert_eq!((&frame["t"], &frame["d"]), (&json!("gap"), &told));
    }
}

/// Time passes until all open questions are looked at together.
async fn regroup(company: &Company) {
    company.learn().await;
    company.app.clock.advance(11 * 60 * 1000);
    company.learn().await;
}

#[tokio::test]
async fn gaps_are_themes_with_names() {
    for database in databases() {
        let company = Company::open(&database).await;
        for text in [
            "你好，请问一下可以开增值税专用发票吗，我们财务那边要，谢谢",
            "可以开增值税专用发票吗",
            "油性皮肤能用吗",
            "干性皮肤能用吗",
            "这款7天内可以退吗",
            "这款15天内可以退吗",
        ] {
            company.customer().await.say(text).await;
            company.learn().await;
        }
        let gaps = company.gaps("").await;
        let name = |gap: &Json| gap["name"].as_str().unwrap().to_owned();
        let apart: Vec<String> = gaps.iter().skip(1).map(name).collect();
        assert_eq!(gaps.len(), 5, "opposites and numbers keep apart: {apart:?}");
        assert_eq!(gaps[0]["count"], 2);
        assert_eq!(name(&gaps[0]), "可以开增值税专用发票吗，我们财务那边要");

        // Looked at together, the plainest question stands for the theme.
        regroup(&company).await;
        let after = company.gaps("").await;
        assert_eq!(after.len(), 5);
        assert_eq!(after[0]["id"], gaps[0]["id"]);
        assert_eq!(name(&after[0]), "可以开增值税专用发票吗");
        assert_eq!(after[0]["questions"], gaps[0]["questions"]);
        let texts = |gaps: &[Json]| -> usize {
            let questions = gaps
                .iter()
                .map(|gap| gap["questions"].as_array().unwrap().len());
            questions.sum()
        };
        assert_eq!(texts(&after), texts(&gaps), "nothing is lost");
        regroup(&company).await;
        assert_eq!(
            company.gaps("").await,
            after,
            "and once more changes nothing"
        );
    }
}

#[tokio::test]
async fn marks_stay_when_questions_are_grouped_anew() {
    for database in databases() {
        let company = Company::open(&database).await;
        company.customer().await.say("门店在哪座城市").await;
        company.customer().await.say("染发后能用吗").await;
        let gaps = company.gaps("").await;
        assert_eq!(gaps.len(), 2);
        let of =
            |text: &str| gaps.iter().find(|gap| gap["question"] == text).unwrap()["id"].clone();
        let path = |id: &Json| format!("/gaps/{}/resolve", id.as_str().unwrap());
        let (ignored, done) = (of("门店在哪座城市"), of("染发后能用吗"));
        let ignore = json!({"action": "ignore"});
        company.app.post(&path(&ignored), ignore).await.ok();
        let add =
            json!({"action": "add_similar", "entry_id": company.returns, "texts": ["别的问法"]});
        company.app.post(&path(&done), add).await.ok();

        // The same matter comes again: the ignored gap takes it, the resolved one does not.
        company.customer().await.say("请问门店在哪座城市").await;
        company.customer().await.say("请问染发后能用吗").await;
        regroup(&company).await;
        let open = company.gaps("").await;
        assert_eq!(open.len(), 1);
        assert_eq!(
            (&open[0]["name"], &open[0]["count"]),
            (&json!("染发后能用吗"), &json!(1))
        );
        let aside = company.gaps("status=ignored").await;
        assert_eq!((&aside[0]["id"], &aside[0]["count"]), (&ignored, &json!(2)));
        let settled = company.gaps("status=resolved").await;
        assert_eq!(
            (&settled[0]["id"], &settled[0]["count"]),
            (&done, &json!(1))
        );
    }
}

#[tokio::test]
async fn the_one_that_stands_for_all_may_go() {
    for database in databases() {
        let company = Company::open(&database).await;
        let mut plain = company.customer().await;
        plain.say("可以开增值税专用发票吗").await;
        company
            .customer()
            .await
            .say("你们可以开增值税专用发票吗")
            .await;
        regroup(&company).await;
        assert_eq!(
            company.gaps("").await[0]["question"],
            "可以开增值税专用发票吗"
        );
        let erase = format!("/customers/{}/erase", plain.id);
        company.app.post(&erase, json!({})).await.ok();
        let gaps = company.gaps("").await;
        assert_eq!(gaps[0]["question"], "你们可以开增值税专用发票吗");
        regroup(&company).await;
        assert_eq!(company.gaps("").await.len(), 1);
    }
}
