//! Decisions on both databases, and the settings that steer them.

use serde_json::{Value, json};
use shanying_testkit::{Database, TestApp, databases};

use super::{Bot, BotSettings, Outcome, Question, Reply, load, record, tally};
use crate::knowledge::{self, Audience};

async fn app(database: &Database) -> TestApp {
    let app = TestApp::start(database, crate::routes(), async |builder| {
        let bot = Bot::open(builder.db(), None).await?;
        Ok(builder.part(bot))
    })
    .await;
    for (question, similar, handling) in [
        (
            "怎么申请退货？",
            json!(["如何退货", "退货流程", "我要退货"]),
            "answer",
        ),
        (
            "下单后多久发货？",
            json!(["什么时候发货", "几天能发货"]),
            "answer",
        ),
        ("过敏了怎么赔偿？", json!(["用了过敏怎么赔"]), "to_person"),
    ] {
        let draft = json!({"question": question, "similar": similar, "handling": handling,
                           "answers": [{"channel": "default", "markdown": format!("答:{question}")},
                                       {"channel": "phone", "markdown": "电话里说"}]});
        let entry = app.post("/knowledge/entries", draft).await.ok();
        let path = format!(
            "/knowledge/entries/{}/publish",
            entry["id"].as_str().unwrap()
        );
        app.post(&path, json!({"revision": 1})).await.ok();
    }
    app
}

fn question(text: &str) -> Question {
    Question {
        text: text.to_owned(),
        channel: "web".to_owned(),
        ..Question::default()
    }
}

async fn outcome(app: &TestApp, text: &str) -> Outcome {
    let settings = app.tenant.settings::<BotSettings>().await.unwrap();
    let bot = app.tenant.part::<Bot>().unwrap();
    bot.decide(&question(text), &settings, app.clock.now_ms())
        .decision
        .outcome
}

#[tokio::test]
async fn every_outcome_is_reached() {
    for database in databases() {
        let app = app(&database).await;
        for (text, wanted) in [
            ("如何退货", Outcome::Direct),
            ("你好", Outcome::SmallTalk),
            ("转人工", Outcome::HandoverWords),
            ("傻逼", Outcome::Abuse),
            ("你们是骗子，什么时候发货", Outcome::Anger),
            ("用了过敏怎么赔", Outcome::ToPerson),
            ("火星上的天气适合种土豆么", Outcome::Unknown),
            ("", Outcome::Unknown),
        ] {
            assert_eq!(outcome(&app, text).await, wanted, "{text}");
        }
    }
}

#[tokio::test]
async fn decisions_are_kept_and_counted() {
    for database in databases() {
        let app = app(&database).await;
        let bot = app.tenant.part::<Bot>().unwrap();
        let now = app.clock.now_ms();
        let verdict = bot.decide(&question("如何退货"), &BotSettings::default(), now);
        let (decision, entry) = (verdict.decision.clone(), verdict.decision.entry_id.unwrap());
        let unknown = bot
            .decide(&question("xyz"), &BotSettings::default(), now)
            .decision;
        let (rated, id) = (entry.clone(), decision.id.clone());
        let kept = app
            .tenant
            .db()
            .write(move |tx| {
                Box::pin(async move {
                    record(tx, &decision, "cnv_1", Some("msg_1")).await?;
                    record(tx, &unknown, "cnv_1", None).await?;
                    knowledge::count_feedback(tx, &rated, true, 1).await?;
                    load(tx, &decision.id).await
                })
            })
            .await
            .unwrap();
        assert_eq!(
            (kept.id.as_str(), kept.conversation_id.as_str()),
            (id.as_str(), "cnv_1")
        );
        assert_eq!(kept.reason, "exact");
        assert_eq!(kept.candidates[0].score, 1.0);
        let mut tx = app.tenant.db().read().await.unwrap();
        let counts = tally(&mut tx, now, now + 1).await.unwrap();
        assert_eq!(
            (counts.direct, counts.unknown, counts.small_talk),
            (1, 1, 0)
        );
        assert_eq!(counts.top_entries[0].entry_id, entry);
        assert_eq!(tally(&mut tx, now + 1, now + 2).await.unwrap().direct, 0);
        drop(tx);
        let shown = app.get(&format!("/knowledge/entries/{entry}")).await.ok();
        assert_eq!((&shown["hits"], &shown["helpful"]), (&json!(1), &json!(1)));
        let list = app.get("/knowledge/entries?sort=hits").await.ok();
        assert_eq!(list["items"][0]["id"], json!(entry));
    }
}

#[tokio::test]
async fn settings_hold_from_the_next_question() {
    for database in databases() {
        let app = app(&database).await;
        let mut settings = app.get("/settings/bot").await.ok();
        settings["handover_words"] = json!(["找小王"]);
        settings["small_talk"] = json!(false);
        app.put("/settings/bot", settings.clone()).await.ok();
        assert_eq!(outcome(&app, "找小王").await, Outcome::HandoverWords);
        assert_ne!(outcome(&app, "转人工").await, Outcome::HandoverWords);
        assert_ne!(outcome(&app, "你好").await, Outcome::SmallTalk);
        settings["direct_threshold"] = json!(2);
        assert_eq!(
            app.put("/settings/bot", settings.clone()).await.error(),
            "400 invalid.field"
        );
        settings["direct_threshold"] = json!(0.6);
        settings["small_talk"] = json!(true);
        app.put("/settings/bot", settings).await.ok();
        let talk =
            json!({"topics": [{"key": "t", "patterns": ["芝麻开门"], "answers": ["门开了"]}]});
        app.put("/settings/small_talk", talk).await.ok();
        assert_eq!(outcome(&app, "芝麻开门！").await, Outcome::SmallTalk);
        let empty = json!({"topics": [{"key": "t", "patterns": [], "answers": ["x"]}]});
        assert_eq!(
            app.put("/settings/small_talk", empty).await.error(),
            "400 invalid.field"
        );
    }
}

#[tokio::test]
async fn clicks_suggestions_and_contents() {
    for database in databases() {
        let app = app(&database).await;
        let bot = app.tenant.part::<Bot>().unwrap();
        let typed = bot.suggest("退货", Audience::Everyone, 3);
        assert_eq!(typed[0].question, "怎么申请退货？");
        assert_eq!(bot.suggest("", Audience::Everyone, 3), []);
        let id = typed[0].entry_id.clone();
        let click = Question {
            chosen: Some(id.clone()),
            ..question("转人工")
        };
        let now = app.clock.now_ms();
        let verdict = bot.decide(&click, &BotSettings::default(), now);
        assert_eq!(verdict.decision.reason, "chosen");
        assert!(matches!(verdict.reply, Reply::Answer { .. }));
        let gone = Question {
            chosen: Some("ent_gone".to_owned()),
            ..question("如何退货")
        };
        assert_eq!(
            bot.decide(&gone, &BotSettings::default(), now)
                .decision
                .reason,
            "exact"
        );
        let (title, blocks, _) = bot.entry_content(&id, "phone", Audience::Agents).unwrap();
        assert_eq!(title, "怎么申请退货？");
        assert!(format!("{blocks:?}").contains("电话里说"));
        assert!(bot.nearest("怎样退货").unwrap().1 > 0.3);
        assert!(bot.similarity("如何退货", "如何 退货？") > 0.99);
        assert_eq!(
            bot.refs(&[id.clone(), "ent_x".to_owned()], Audience::Everyone)
                .len(),
            1
        );
        assert_eq!(bot.help(&[id], None)[0].question, "怎么申请退货？");
        assert!(!bot.help(&[], Some("多久发货")).is_empty());

        let test = app
            .post("/knowledge/test", json!({"text": "如何退貨！"}))
            .await
            .ok();
        assert_eq!(test["normalised"], "如何退货!");
        assert_eq!(test["decision"]["outcome"], "direct");
        assert_eq!(test["answer"]["type"], "answer");
        assert!(
            test["tokens"]
                .as_array()
                .is_some_and(|tokens| !tokens.is_empty())
        );
        let person = app
            .post("/knowledge/test", json!({"text": "用了过敏怎么赔"}))
            .await
            .ok();
        assert_eq!(person["answer"], Value::Null);
    }
}

#[tokio::test]
async fn a_keyword_pushes_its_entry() {
    for database in databases() {
        let app = app(&database).await;
        let text = "你好，关于开票的事情想咨询一下，什么都不懂";
        assert_ne!(outcome(&app, text).await, Outcome::Direct);
        let draft = json!({"question": "可以开增值税专用发票吗", "keywords": ["开票", " 税号 "],
            "answers": [{"channel": "default", "markdown": "可以。"}]});
        let entry = app.post("/knowledge/entries", draft).await.ok();
        let path = format!(
            "/knowledge/entries/{}/publish",
            entry["id"].as_str().unwrap()
        );
        let entry = app.post(&path, json!({"revision": 1})).await.ok();
        assert_eq!(entry["draft"]["keywords"], json!(["开票", "税号"]));
        let test = |text: &str| app.post("/knowledge/test", json!({"text": text}));
        let found = test(text).await.ok();
        let best = &found["decision"]["candidates"][0];
        assert_eq!(best["entry_id"], entry["id"]);
        assert_eq!(best["keywords"], json!(["开票"]));
        assert!(
            best["features"]["keyword"].as_f64().unwrap() > 0.1,
            "{best}"
        );
        assert_ne!(found["decision"]["outcome"], "unknown");
        let mut settings = app.get("/settings/bot").await.ok();
        settings["keyword_push"] = json!(0);
        app.put("/settings/bot", settings).await.ok();
        let left = test(text).await.ok();
        let pushed = left["decision"]["candidates"]
            .to_string()
            .contains("开票\"]");
        assert!(!pushed, "{left}");
    }
}
