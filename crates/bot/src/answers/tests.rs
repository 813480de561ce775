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
async fn a_keyword_speaks_for_its_entry() {
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
        assert_eq!(best["features"]["keywords"], 1.0);
        let likeness = |test: &Value| {
            let candidates = test["decision"]["candidates"].as_array().unwrap();
            let own = candidates.iter().find(|one| one["entry_id"] == entry["id"]);
            own.unwrap()["features"]["likeness"].as_f64().unwrap()
        };
        let mut draft = entry["draft"].clone();
        draft["keywords"] = json!([]);
        let path = format!("/knowledge/entries/{}", entry["id"].as_str().unwrap());
        let body = json!({"revision": entry["revision"], "draft": draft});
        let saved = app.put(&path, body).await.ok();
        let body = json!({"revision": saved["revision"]});
        app.post(&format!("{path}/publish"), body).await.ok();
        let left = test(text).await.ok();
        assert!(likeness(&found) > likeness(&left) + 0.05, "{left}");
        let words = left["decision"]["candidates"].to_string();
        assert!(!words.contains("开票\"]"), "{left}");
    }
}

#[tokio::test]
async fn retired_settings_are_read_without() {
    for database in databases() {
        let app = app(&database).await;
        let mut stored = serde_json::to_value(BotSettings::default()).unwrap();
        stored["keyword_push"] = json!(0.3);
        stored["name"] = json!("小旧");
        let text = stored.to_string();
        app.tenant
            .db()
            .write(move |tx| {
                Box::pin(async move {
                    let row =
                        "INSERT INTO settings (section, value, updated_at) VALUES ('bot', $1, 0)";
                    shanying_storage::sql(row).bind(&text).run(tx).await
                })
            })
            .await
            .unwrap();
        app.tenant.forget_settings();
        let shown = app.get("/settings/bot").await.ok();
        assert_eq!(shown["name"], "小旧");
        assert!(shown.get("keyword_push").is_none());
    }
}

#[tokio::test]
async fn feelings_are_read_once_they_are_learnt() {
    for database in databases() {
        let app = app(&database).await;
        let bot = app.tenant.part::<Bot>().unwrap();
        let ask = |text: &str| {
            let settings = BotSettings::default();
            bot.decide(&question(text), &settings, app.clock.now_ms())
        };
        let before = ask("唉，算了，当我没说").decision;
        assert!(before.emotion.is_none() && before.outcome == Outcome::Unknown);
        bot.learn_emotions();
        let veiled = ask("唉，算了，当我没说");
        assert_eq!(
            veiled.decision.outcome,
            Outcome::Veiled,
            "{:?}",
            veiled.decision
        );
        assert!(matches!(veiled.reply, Reply::Veiled));
        let emotion = veiled.decision.emotion.unwrap();
        assert!(
            emotion.veiled > 0.4 && !emotion.cues.is_empty(),
            "{emotion:?}"
        );
        let exact = ask("如何退货").decision;
        assert_eq!(exact.outcome, Outcome::Direct);
        let kept = app
            .tenant
            .db()
            .write(move |tx| {
                Box::pin(async move {
                    record(tx, &exact, "cnv_1", None).await?;
                    load(tx, &exact.id).await
                })
            })
            .await
            .unwrap();
        assert!(kept.emotion.is_some() && kept.in_scope.is_none());
    }
}

#[tokio::test]
async fn the_index_is_kept_between_runs() {
    for database in databases() {
        let app = app(&database).await;
        let folder = std::env::temp_dir().join(shanying_kernel::new_id("tst"));
        let file = folder.join("default.index");
        let open = async || {
            Bot::open_beside(app.tenant.db(), None, Some(file.clone()))
                .await
                .unwrap()
        };
        let ask = |bot: &Bot, text: &str| {
            let now = app.clock.now_ms();
            let decision = bot
                .decide(&question(text), &BotSettings::default(), now)
                .decision;
            (decision.outcome, decision.entry_id, decision.candidates)
        };
        let first = open().await;
        assert!(!file.exists());
        first.keep_index().unwrap();
        let kept = std::fs::metadata(&file).unwrap().modified().unwrap();
        let second = open().await;
        for text in ["如何退货", "几天能发货呀", "过敏了"] {
            assert_eq!(ask(&first, text), ask(&second, text), "{text}");
        }
        // Nothing changed, so nothing is written.
        second.keep_index().unwrap();
        assert_eq!(std::fs::metadata(&file).unwrap().modified().unwrap(), kept);

        // What changed since is as the database says.
        let list = app.get("/knowledge/entries").await.ok();
        let entry = |question: &str| {
            let items = list["items"].as_array().unwrap();
            let found = items
                .iter()
                .find(|one| one["question"] == question)
                .unwrap();
            format!("/knowledge/entries/{}", found["id"].as_str().unwrap())
        };
        let path = format!("{}/similar", entry("怎么申请退货？"));
        app.post(&path, json!({"text": "东西不要了"})).await.ok();
        app.delete(&entry("下单后多久发货？")).await.ok();
        let third = open().await;
        assert_eq!(ask(&third, "东西不要了").0, Outcome::Direct);
        let gone = ask(&third, "什么时候发货").2;
        assert!(
            gone.iter().all(|one| one.question != "下单后多久发货？"),
            "{gone:?}"
        );

        // A damaged file is no harm.
        std::fs::write(&file, b"SYSHELF1 and something else").unwrap();
        assert_eq!(ask(&open().await, "如何退货").0, Outcome::Direct);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
