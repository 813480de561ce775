//! Knowledge through HTTP on both databases.

use serde_json::{Value, json};
use shanying_testkit::{TestApp, databases};
use shanying_web_kit::Permission;

use crate::answers::{Bot, BotSettings, Question, Reply};
use crate::knowledge::Audience;

pub(super) async fn app(database: &shanying_testkit::Database) -> TestApp {
    TestApp::start(database, crate::routes(), async |builder| {
        let bot = Bot::open(builder.db(), None).await?;
        Ok(builder.part(bot))
    })
    .await
}

fn draft(question: &str, similar: &[&str], answer: &str) -> Value {
    json!({"question": question, "similar": similar,
           "answers": [{"channel": "default", "markdown": answer}]})
}

async fn publish(app: &TestApp, draft: Value) -> Value {
    let entry = app.post("/knowledge/entries", draft).await.ok();
    let path = format!(
        "/knowledge/entries/{}/publish",
        entry["id"].as_str().unwrap()
    );
    app.post(&path, json!({"revision": entry["revision"]}))
        .await
        .ok()
}

pub(super) fn ask(app: &TestApp, text: &str, audience: Audience) -> Reply {
    let bot = app.tenant.part::<Bot>().unwrap();
    let question = Question {
        text: text.to_owned(),
        audience,
        ..Question::default()
    };
    bot.decide(&question, &BotSettings::default(), app.clock.now_ms())
        .reply
}

pub(super) fn id(entry: &Value) -> String {
    entry["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_next_question_sees_what_was_published() {
    for database in databases() {
        let app = app(&database).await;
        assert!(matches!(
            ask(&app, "怎么退货", Audience::Everyone),
            Reply::Unknown
        ));
        let entry = publish(&app, draft("怎么退货？", &["如何退货"], "**七天**内可退。")).await;
        assert_eq!(entry["state"], "published");
        assert_eq!(entry["published_version"], 1);
        assert_eq!(entry["blocks"][0]["type"], "paragraph");
        let Reply::Answer { entry_id, .. } = ask(&app, "如何退货!", Audience::Everyone) else {
            panic!("not answered");
        };
        assert_eq!(entry_id, id(&entry));

        // A saved draft changes nothing for customers until it is published.
        let path = format!("/knowledge/entries/{}", id(&entry));
        let body = json!({"revision": entry["revision"],
                          "draft": draft("怎么退货？", &["退货流程"], "十五天内可退。")});
        let changed = app.put(&path, body.clone()).await.ok();
        assert_eq!(changed["state"], "changed");
        assert_eq!(
            app.put(&path, body).await.error(),
            "409 knowledge.revision_conflict"
        );
        let Reply::Answer { blocks, .. } = ask(&app, "如何退货", Audience::Everyone) else {
            panic!("not answered");
        };
        assert!(format!("{blocks:?}").contains("七天"));

        let again = json!({"revision": changed["revision"]});
        let entry = app.post(&format!("{path}/publish"), again).await.ok();
        assert_eq!(entry["published_version"], 2);
        let Reply::Answer { blocks, .. } = ask(&app, "退货流程", Audience::Everyone) else {
            panic!("not answered");
        };
        assert!(format!("{blocks:?}").contains("十五天"));
        let versions = app.get(&format!("{path}/versions")).await.ok();
        assert_eq!(versions["items"].as_array().unwrap().len(), 2);
        let entry = app
            .post(&format!("{path}/restore"), json!({"version": 1}))
            .await
            .ok();
        assert_eq!(entry["draft"]["similar"], json!(["如何退货"]));

        let entry = app
            .post(&format!("{path}/similar"), json!({"text": "东西不想要了"}))
            .await
            .ok();
        assert_eq!(entry["draft"]["similar"].as_array().unwrap().len(), 2);
        assert!(matches!(
            ask(&app, "东西不想要了", Audience::Everyone),
            Reply::Answer { .. }
        ));

        app.post(&format!("{path}/unpublish"), json!({})).await.ok();
        assert!(matches!(
            ask(&app, "东西不想要了", Audience::Everyone),
            Reply::Unknown
        ));
        assert_eq!(app.delete(&path).await.ok()["state"], "archived");
        let list = app.get("/knowledge/entries").await.ok();
        assert_eq!(list["items"], json!([]));
        assert_eq!(
            app.post(&format!("{path}/similar"), json!({"text": "x"}))
                .await
                .error(),
            "409 knowledge.archived"
        );
        assert_eq!(
            app.post(&format!("{path}/unarchive"), json!({})).await.ok()["state"],
            "draft"
        );
    }
}

#[tokio::test]
async fn entries_are_given_only_in_their_time_and_to_their_audience() {
    for database in databases() {
        let app = app(&database).await;
        let mut dated = draft("双十一活动", &[], "全场五折");
        dated["valid_to"] = json!(shanying_kernel::Time(app.clock.now_ms() + 3_600_000));
        let entry = publish(&app, dated).await;
        assert_eq!(entry["expires_soon"], true);
        let mut inside = draft("内部折扣码", &[], "码是 123");
        inside["audience"] = json!("agents");
        inside["agent_note"] = json!("只给主管");
        publish(&app, inside).await;
        assert!(matches!(
            ask(&app, "双十一活动", Audience::Everyone),
            Reply::Answer { .. }
        ));
        let Reply::ToPerson { agent_note, .. } = ask(&app, "内部折扣码", Audience::Verified)
        else {
            panic!("a hidden answer was given");
        };
        assert_eq!(agent_note, "只给主管");
        assert!(matches!(
            ask(&app, "内部折扣码", Audience::Agents),
            Reply::Answer { .. }
        ));
        let bot = app.tenant.part::<Bot>().unwrap();
        assert!(bot.suggest("内部", Audience::Everyone, 5).is_empty());
        assert!(
            bot.help(&[], Some("内部折扣码"))
                .iter()
                .all(|entry| entry.question != "内部折扣码")
        );
        let found = app.get("/knowledge/search?q=%E6%8A%98%E6%89%A3").await.ok();
        assert_eq!(found["items"][0]["audience"], "agents");

        assert_eq!(
            crate::knowledge::remind_expiring(&app.tenant)
                .await
                .unwrap(),
            1
        );
        assert_eq!(
            crate::knowledge::remind_expiring(&app.tenant)
                .await
                .unwrap(),
            0
        );
        app.clock.advance(3_600_000);
        assert!(matches!(
            ask(&app, "双十一活动", Audience::Everyone),
            Reply::Unknown
        ));
        let summary = app.get("/knowledge/summary").await.ok();
        assert_eq!(
            (&summary["expired"], &summary["published"]),
            (&json!(1), &json!(1))
        );
        let list = app.get("/knowledge/entries?state=expired").await.ok();
        assert_eq!(list["items"][0]["state"], "expired");
    }
}

#[tokio::test]
async fn a_figure_of_the_summary_and_the_list_behind_it_agree() {
    for database in databases() {
        let app = app(&database).await;
        let days = |n: i64| json!(shanying_kernel::Time(app.clock.now_ms() + n * 86_400_000));
        publish(&app, draft("怎么退货", &[], "七天内可退")).await;
        let renewed = publish(&app, draft("运费多少", &[], "十元")).await;
        let path = format!("/knowledge/entries/{}", id(&renewed));
        let newer =
            json!({"revision": renewed["revision"], "draft": draft("运费多少", &[], "八元")});
        app.put(&path, newer).await.ok();
        let mut ending = draft("双十一活动", &[], "全场五折");
        ending["valid_to"] = days(1);
        publish(&app, ending).await;
        let mut later = draft("年终活动", &[], "全场六折");
        later["valid_to"] = days(300);
        publish(&app, later).await;
        let mut coming = draft("新春活动", &[], "满百减十");
        coming["valid_from"] = days(100);
        publish(&app, coming).await;
        let unborn = draft("会员积分", &[], "一元一分");
        app.post("/knowledge/entries", unborn).await.ok();
        let hit = publish(&app, draft("几点上班", &[], "九点")).await;
        let (entry, now) = (id(&hit), app.clock.now_ms());
        app.tenant
            .db()
            .write(move |tx| {
                Box::pin(async move { crate::knowledge::count_hit(tx, &entry, now).await })
            })
            .await
            .unwrap();

        let table: &[(&str, &[&str])] = &[
            (
                "published",
                &["几点上班", "年终活动", "双十一活动", "运费多少", "怎么退货"],
            ),
            ("changed", &["运费多少"]),
            ("expires_soon", &["双十一活动"]),
            (
                "never_hit",
                &["年终活动", "双十一活动", "运费多少", "怎么退货"],
            ),
            ("draft", &["会员积分"]),
            ("expired", &[]),
            ("archived", &[]),
        ];
        let summary = app.get("/knowledge/summary").await.ok();
        for (state, wanted) in table {
            let list = app
                .get(&format!("/knowledge/entries?state={state}"))
                .await
                .ok();
            let mut found: Vec<_> = list["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|entry| entry["question"].as_str().unwrap())
                .collect();
            let mut wanted = wanted.to_vec();
            found.sort_unstable();
            wanted.sort_unstable();
            assert_eq!(found, wanted, "{state}");
            assert_eq!(summary[state], json!(found.len()), "{state}");
        }
        let scheduled = app.get("/knowledge/entries?state=scheduled").await.ok();
        assert_eq!(scheduled["items"][0]["question"], "新春活动");
    }
}

#[tokio::test]
async fn lists_are_filtered_sorted_and_paged() {
    for database in databases() {
        let app = app(&database).await;
        let top = app
            .post("/knowledge/categories", json!({"name": "售后"}))
            .await
            .ok();
        let below = json!({"name": "退货", "parent_id": top["id"]});
        let below = app.post("/knowledge/categories", below).await.ok();
        for n in 0..5 {
            let mut entry = draft(&format!("问题{n}"), &["说法ABC"], "答");
            entry["similar"] = json!([format!("说法ABC{n}")]);
            entry["category_id"] = if n == 0 {
                below["id"].clone()
            } else {
                Value::Null
            };
            app.clock.advance(1000);
            app.post("/knowledge/entries", entry).await.ok();
        }
        let category = format!("/knowledge/entries?category={}", id(&top));
        let list = app.get(&category).await.ok();
        assert_eq!(list["items"][0]["question"], "问题0");
        let none = app.get("/knowledge/entries?category=none").await.ok();
        assert_eq!(none["items"].as_array().unwrap().len(), 4);
        let q = app.get("/knowledge/entries?q=abc3&state=draft").await.ok();
        assert_eq!(q["items"][0]["question"], "问题3");
        let mut seen = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = app
                .get(&format!("/knowledge/entries?limit=2{cursor}"))
                .await
                .ok();
            seen.extend(
                page["items"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|e| e["question"].clone()),
            );
            let Some(next) = page["next"].as_str() else {
                break;
            };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(seen, ["问题4", "问题3", "问题2", "问题1", "问题0"]);
        for sort in ["hits", "expiry"] {
            let list = app
                .get(&format!("/knowledge/entries?sort={sort}"))
                .await
                .ok();
            assert_eq!(list["items"].as_array().unwrap().len(), 5);
        }
        assert_eq!(
            app.get("/knowledge/entries?state=x").await.error(),
            "400 invalid.field"
        );

        // The tree keeps its order.
        let path = format!("/knowledge/categories/{}", id(&top));
        let loop_ = json!({"name": "售后", "parent_id": below["id"]});
        assert_eq!(app.patch(&path, loop_).await.error(), "400 invalid.field");
        assert_eq!(
            app.delete(&path).await.error(),
            "409 knowledge.category_not_empty"
        );
        let twin = json!({"name": "退货", "parent_id": top["id"]});
        assert_eq!(
            app.post("/knowledge/categories", twin).await.error(),
            "409 knowledge.category_exists"
        );
        let tree = app.get("/knowledge/categories").await.ok();
        assert_eq!(tree["items"].as_array().unwrap().len(), 2);
    }
}

#[tokio::test]
async fn bad_drafts_are_refused_with_their_field() {
    for database in databases() {
        let app = app(&database).await;
        for (spoil, code) in [
            (json!({"question": "？"}), "400 invalid.field"),
            (json!({"question": "a\u{0}b"}), "400 invalid.nul"),
            (
                json!({"question": "问".repeat(501)}),
                "400 invalid.too_long",
            ),
            (
                json!({"question": "问", "category_id": "cat_x"}),
                "400 invalid.field",
            ),
            (json!({"question": "问", "extra": 1}), "400 invalid.json"),
            (
                json!({"question": "问", "valid_from": "yesterday"}),
                "400 invalid.json",
            ),
        ] {
            assert_eq!(app.post("/knowledge/entries", spoil).await.error(), code);
        }
        let entry = app
            .post("/knowledge/entries", json!({"question": "没有答案"}))
            .await
            .ok();
        let path = format!("/knowledge/entries/{}/publish", id(&entry));
        assert_eq!(
            app.post(&path, json!({"revision": 1})).await.error(),
            "400 invalid.field"
        );
        assert_eq!(
            app.get("/knowledge/entries/ent_x").await.error(),
            "404 not_found.entry"
        );
        let only_view = app
            .post("/knowledge/entries", draft("问", &[], "答"))
            .may(&[Permission::ViewKnowledge])
            .await;
        assert_eq!(only_view.error(), "403 forbidden.permission");
    }
}

#[tokio::test]
async fn a_restart_knows_what_was_published() {
    for database in databases() {
        let app = app(&database).await;
        publish(&app, draft("怎么退货？", &[], "七天")).await;
        let bot = Bot::open(app.tenant.db(), None).await.unwrap();
        let question = Question {
            text: "怎么退货".to_owned(),
            ..Question::default()
        };
        let verdict = bot.decide(&question, &BotSettings::default(), app.clock.now_ms());
        assert_eq!(verdict.decision.reason, "exact");
    }
}
