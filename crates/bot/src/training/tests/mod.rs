//! The training centre through HTTP on both databases.

mod everyday;
mod models;

use serde_json::{Value, json};
use shanying_storage::jobs;
use shanying_testkit::{Database, TestApp, databases};
use shanying_web_kit::Permission;

use crate::answers::{self, Bot, BotSettings, Question};

struct Centre {
    app: TestApp,
    jobs: jobs::Registry,
    returns: String,
    shipping: String,
    asked: std::cell::Cell<u32>,
}

impl Centre {
    async fn open(database: &Database) -> Self {
        let app = TestApp::start(database, crate::routes(), async |builder| {
            let bot = Bot::open(builder.db(), None).await?;
            Ok(builder.part(bot))
        })
        .await;
        let mut registry = jobs::Registry::new();
        crate::jobs(&app.tenant, &mut registry);
        let mut centre = Self {
            app,
            jobs: registry,
            returns: String::new(),
            shipping: String::new(),
            asked: std::cell::Cell::new(0),
        };
        centre.returns = centre.publish("怎么申请退货", &["我要退货"]).await;
        centre.shipping = centre.publish("什么时候发货", &["多久发货"]).await;
        centre
    }

    async fn publish(&self, question: &str, similar: &[&str]) -> String {
        let draft = json!({"question": question, "similar": similar,
            "answers": [{"channel": "default", "markdown": "请看说明。"}]});
        let entry = self.app.post("/knowledge/entries", draft).await.ok();
        let id = entry["id"].as_str().unwrap().to_owned();
        let revision = json!({"revision": entry["revision"]});
        let path = format!("/knowledge/entries/{id}/publish");
        self.app.post(&path, revision).await.ok();
        id
    }

    /// Publishes another answer.
    async fn reword(&self, id: &str, answer: &str) {
        let path = format!("/knowledge/entries/{id}");
        let entry = self.app.get(&path).await.ok();
        let mut draft = entry["draft"].clone();
        draft["answers"] = json!([{"channel": "default", "markdown": answer}]);
        let body = json!({"revision": entry["revision"], "draft": draft});
        let saved = self.app.put(&path, body).await.ok();
        let revision = json!({"revision": saved["revision"]});
        self.app
            .post(&format!("{path}/publish"), revision)
            .await
            .ok();
    }

    /// A customer asks; the decision is kept as the desk keeps it.
    async fn ask(&self, text: &str) {
        let bot = self.app.tenant.part::<Bot>().unwrap();
        let question = Question {
            text: text.to_owned(),
            ..Question::default()
        };
        let now = self.app.clock.now_ms();
        let decision = bot.decide(&question, &BotSettings::default(), now).decision;
        self.asked.set(self.asked.get() + 1);
        let conversation = format!("cnv_{}", self.asked.get());
        self.app
            .tenant
            .db()
            .write(move |tx| {
                Box::pin(async move { answers::record(tx, &decision, &conversation, None).await })
            })
            .await
            .unwrap();
    }

    /// What the hit test says.
    async fn ask_trial(&self, text: &str) -> Value {
        let body = json!({"text": text});
        self.app.post("/knowledge/test", body).await.ok()
    }

    async fn queue(&self) -> Vec<Value> {
        self.app.clock.advance(2_000);
        let now = self.app.clock.now_ms();
        super::gather(&self.app.tenant, now).await.unwrap();
        let page = self.app.get("/training/questions").await.ok();
        page["items"].as_array().unwrap().clone()
    }

    async fn work(&self) {
        while jobs::run_due(self.app.tenant.db(), &self.jobs)
            .await
            .unwrap()
            > 0
        {}
    }

    async fn label(&self, question: &Value, body: Value) -> Value {
        let path = format!(
            "/training/questions/{}/label",
            question["id"].as_str().unwrap()
        );
        self.app.put(&path, body).await.ok()
    }

    async fn measured(&self, run: &Value) -> Value {
        self.work().await;
        let path = format!("/training/runs/{}", run["id"].as_str().unwrap());
        let run = self.app.get(&path).await.ok();
        assert_eq!(run["state"], "done", "{run}");
        run
    }
}

fn of<'a>(queue: &'a [Value], text: &str) -> &'a Value {
    let found = queue.iter().find(|one| one["text"] == text);
    found.unwrap_or_else(|| panic!("{text} is not in {queue:?}"))
}

#[tokio::test]
async fn unsure_questions_wait_and_are_labelled() {
    for database in databases() {
        let centre = Centre::open(&database).await;
        for text in [
            "退货要多久",
            "退货要多久？",
            "火星天气如何",
            "我要退货",
            "转人工",
            "我的电话13812345678，退货找谁",
        ] {
            centre.ask(text).await;
        }
        let queue = centre.queue().await;
        let texts: Vec<&str> = queue
            .iter()
            .map(|one| one["text"].as_str().unwrap())
            .collect();
        assert_eq!(
            texts.len(),
            3,
            "exact hits and plain requests teach nothing: {texts:?}"
        );
        assert_eq!(texts[0], "退货要多久？", "asked twice, two rivals");
        assert_eq!(queue[0]["asked"], 2);
        assert!(texts.contains(&"我的电话138****5678，退货找谁"));
        assert!(!queue[0]["candidates"].as_array().unwrap().is_empty());
        // Nothing is gathered twice.
        assert_eq!(centre.queue().await[0]["asked"], 2);
        centre.ask("退货要多久").await;
        assert_eq!(of(&centre.queue().await, "退货要多久？")["asked"], 3);

        // One click: the right entry, and a similar question of it at once.
        let body = json!({"choice": "entry", "entry_id": centre.returns, "add_similar": true});
        let labelled = centre.label(&queue[0], body).await;
        assert_eq!(labelled["label"]["by"], "测试员");
        assert_eq!(labelled["label"]["entry_question"], "怎么申请退货");
        assert_eq!(labelled["now"], "direct");
        centre
            .label(of(&queue, "火星天气如何"), json!({"choice": "missing"}))
            .await;
        assert_eq!(centre.queue().await.len(), 1);
        let page = centre
            .app
            .get("/training/questions?labelled=true&choice=missing")
            .await
            .ok();
        assert_eq!(page["items"][0]["text"], "火星天气如何");
        assert_eq!(page["items"].as_array().unwrap().len(), 1);
        let summary = centre.app.get("/training/summary").await.ok();
        assert_eq!(
            (
                &summary["waiting"],
                &summary["entry"],
                &summary["missing"],
                &summary["mine_today"]
            ),
            (&json!(1), &json!(1), &json!(1), &json!(2))
        );
        let id = labelled["id"].as_str().unwrap();
        let back = centre
            .app
            .delete(&format!("/training/questions/{id}/label"))
            .await
            .ok();
        assert!(back["label"].is_null());
        assert_eq!(centre.queue().await.len(), 2);

        // What a conversation asked alone goes with it.
        centre
            .app
            .tenant
            .db()
            .write(|tx| {
                Box::pin(async move {
                    for n in 1..=7 {
                        crate::forget_conversation(tx, &format!("cnv_{n}")).await?;
                    }
                    Ok(())
                })
            })
            .await
            .unwrap();
        let left = centre.queue().await;
        assert_eq!(left.len(), 1, "{left:?}");
        assert_eq!(
            (&left[0]["asked"], &left[0]["conversation_id"]),
            (&json!(3), &json!(""))
        );
    }
}

#[tokio::test]
async fn labels_become_figures() {
    for database in databases() {
        let centre = Centre::open(&database).await;
        for text in ["退货要多久", "发货慢不慢", "火星天气如何"] {
            centre.ask(text).await;
        }
        let queue = centre.queue().await;
        let entry = |id: &String| json!({"choice": "entry", "entry_id": id});
        centre
            .label(of(&queue, "退货要多久"), entry(&centre.returns))
            .await;
        centre
            .label(of(&queue, "发货慢不慢"), entry(&centre.shipping))
            .await;
        centre
            .label(of(&queue, "火星天气如何"), json!({"choice": "missing"}))
            .await;
        let run = centre.app.post("/training/runs", json!({})).await.ok();
        assert_eq!(run["state"], "waiting");
        let run = centre.measured(&run).await;
        assert_eq!((&run["done"], &run["total"]), (&json!(3), &json!(3)));
        let report = &run["report"];
        assert_eq!(report["figures"]["questions"], 3);
        assert_eq!(report["cases"].as_array().unwrap().len(), 3);
        let pair = &report["pairs"][0];
        assert_eq!(pair["wanted"]["entry_id"], centre.returns.as_str());
        assert_eq!(pair["given"]["entry_id"], centre.shipping.as_str());
        let weakest = &report["entries"][0];
        assert_eq!(
            (&weakest["entry_id"], &weakest["right"]),
            (&json!(centre.returns), &json!(0))
        );

        // The question becomes a phrasing: the next measurement is better, and says what changed.
        let path = format!("/knowledge/entries/{}/similar", centre.returns);
        centre
            .app
            .post(&path, json!({"text": "退货要多久"}))
            .await
            .ok();
        let run = centre.app.post("/training/runs", json!({})).await.ok();
        let next = centre.measured(&run).await;
        assert_eq!(next["report"]["better"][0]["text"], "退货要多久");
        assert_eq!(next["report"]["worse"], json!([]));
        assert_eq!(next["report"]["figures"]["known"], 1);
        let history = centre.app.get("/training/runs").await.ok();
        assert_eq!(history["items"].as_array().unwrap().len(), 2);
        assert_eq!(history["items"][0]["id"], next["id"]);
    }
}

#[tokio::test]
async fn a_kept_set_tells_what_publishing_would_change() {
    for database in databases() {
        let centre = Centre::open(&database).await;
        let set = centre
            .app
            .post("/training/sets", json!({"name": "每周必过"}))
            .await
            .ok();
        let path = format!("/training/sets/{}/cases", set["id"].as_str().unwrap());
        for (text, entry) in [
            ("我要退货", &centre.returns),
            ("多久发货", &centre.shipping),
        ] {
            let case = json!({"text": text, "choice": "entry", "entry_id": entry});
            centre.app.post(&path, case).await.ok();
        }
        let twice = json!({"text": "我要退货！", "choice": "missing"});
        assert_eq!(
            centre.app.post(&path, twice).await.error(),
            "409 conflict.duplicate"
        );
        assert_eq!(
            centre.app.get(&path).await.ok()["items"]
                .as_array()
                .unwrap()
                .len(),
            2
        );

        // A draft that takes the other entry's phrasing away.
        let entry = format!("/knowledge/entries/{}", centre.shipping);
        let check = centre
            .app
            .post(&format!("{entry}/check"), json!({}))
            .await
            .ok();
        assert_eq!(
            (&check["questions"], &check["worse"]),
            (&json!(2), &json!([]))
        );
        let shown = centre.app.get(&entry).await.ok();
        let mut draft = shown["draft"].clone();
        draft["similar"] = json!(["我要退货"]);
        let saved = centre
            .app
            .put(
                &entry,
                json!({"revision": shown["revision"], "draft": draft}),
            )
            .await
            .ok();
        let check = centre
            .app
            .post(&format!("{entry}/check"), json!({}))
            .await
            .ok();
        let worse: Vec<&str> = check["worse"]
            .as_array()
            .unwrap()
            .iter()
            .map(|case| case["before"]["text"].as_str().unwrap())
            .collect();
        assert!(worse.contains(&"我要退货"), "{check}");
        assert_eq!(check["worse"][0]["set"], "每周必过");
        assert_eq!(check["accuracy_before"], 1.0);
        // Nobody but the check saw the draft; the editor may publish anyway.
        let run = json!({"set_id": set["id"]});
        let before = centre.app.post("/training/runs", run.clone()).await.ok();
        assert_eq!(centre.measured(&before).await["figures"]["right"], 2);
        let revision = json!({"revision": saved["revision"]});
        centre
            .app
            .post(&format!("{entry}/publish"), revision)
            .await
            .ok();
        let after = centre.app.post("/training/runs", run).await.ok();
        let after = centre.measured(&after).await;
        assert!(!after["report"]["worse"].as_array().unwrap().is_empty());
        let sets = centre.app.get("/training/sets").await.ok();
        assert_eq!(sets["items"][0]["last_run"]["id"], after["id"]);

        let set = format!("/training/sets/{}", set["id"].as_str().unwrap());
        let renamed = json!({"name": "每天必过", "kept": false});
        assert_eq!(centre.app.put(&set, renamed).await.ok()["kept"], false);
        let check = centre
            .app
            .post(&format!("{entry}/check"), json!({}))
            .await
            .ok();
        assert_eq!(check["questions"], 0);
        assert_eq!(centre.app.delete(&set).await.status(), 204);
        assert_eq!(
            centre.app.get(&path).await.error(),
            "404 not_found.training_set"
        );
    }
}

#[tokio::test]
async fn a_labelled_file_is_measured() {
    for database in databases() {
        let centre = Centre::open(&database).await;
        let upload = |name: &str, content: &str, fields: &[(&str, &str)]| {
            let ask = centre
                .app
                .ask(axum::http::Method::POST, "/training/evaluations");
            ask.form(name, content.as_bytes(), fields)
        };
        let csv = "问题,标准问\n我要退货,怎么申请退货\n几天发出,什么时候发货\n火星天气,\n你好,闲聊\n坏行,没有这条\n,怎么申请退货\n";
        let made = upload("十一月.csv", csv, &[]).await.ok();
        assert_eq!(
            (&made["set"]["cases"], &made["set"]["kept"]),
            (&json!(4), &json!(false))
        );
        assert_eq!(made["set"]["name"], "十一月.csv");
        let faults: Vec<(i64, &str)> = made["left_out"]
            .as_array()
            .unwrap()
            .iter()
            .map(|fault| {
                (
                    fault["row"].as_i64().unwrap(),
                    fault["code"].as_str().unwrap(),
                )
            })
            .collect();
        assert_eq!(faults, [(6, "unknown_entry"), (7, "required")]);
        let run = centre.measured(&made["run"]).await;
        assert_eq!(run["report"]["figures"]["questions"], 4);
        let lines = "{\"text\": \"我要退货\", \"entry\": \"怎么申请退货\"}\n";
        let fields = [("name", "必过"), ("kept", "true")];
        let made = upload("a.jsonl", lines, &fields).await.ok();
        assert_eq!(
            (&made["set"]["name"], &made["set"]["kept"]),
            (&json!("必过"), &json!(true))
        );
        assert_eq!(
            upload("a.csv", "x,y\n1,2\n", &[]).await.error(),
            "400 invalid.field"
        );
        let nothing = "问题,标准问\n甲,没有\n";
        assert_eq!(
            upload("a.csv", nothing, &[]).await.error(),
            "400 training.nothing_to_measure"
        );
        let settings = json!({"measure_most": 10});
        centre.app.put("/settings/training", settings).await.ok();
        let many = format!("问题,标准问\n{}", "甲,无\n".repeat(11));
        assert_eq!(
            upload("a.csv", &many, &[]).await.error(),
            "400 training.too_many_rows"
        );
    }
}

#[tokio::test]
async fn bad_requests_and_strangers_are_refused() {
    for database in databases() {
        let centre = Centre::open(&database).await;
        centre.ask("退货要多久").await;
        let queue = centre.queue().await;
        let path = format!(
            "/training/questions/{}/label",
            queue[0]["id"].as_str().unwrap()
        );
        for (body, wanted) in [
            (json!({"choice": "entry"}), "400 invalid.field"),
            (
                json!({"choice": "missing", "entry_id": centre.returns}),
                "400 invalid.field",
            ),
            (
                json!({"choice": "entry", "entry_id": "ent_no"}),
                "404 not_found.entry",
            ),
            (json!({"choice": "odd"}), "400 invalid.json"),
        ] {
            assert_eq!(
                centre.app.put(&path, body.clone()).await.error(),
                wanted,
                "{body}"
            );
        }
        let nobody = "/training/questions/trq_no/label";
        assert_eq!(
            centre
                .app
                .put(nobody, json!({"choice": "skip"}))
                .await
                .error(),
            "404 not_found.training_question"
        );
        assert_eq!(
            centre.app.get("/training/runs/trr_no").await.error(),
            "404 not_found.training_run"
        );
        let inspector = [Permission::ViewMetrics];
        let agent = [Permission::ServeConversations, Permission::ViewKnowledge];
        assert_eq!(
            centre
                .app
                .get("/training/summary")
                .may(&inspector)
                .await
                .status(),
            200
        );
        let label = centre
            .app
            .put(&path, json!({"choice": "skip"}))
            .may(&inspector)
            .await;
        assert_eq!(label.error(), "403 forbidden.permission");
        let list = centre.app.get("/training/questions").may(&agent).await;
        assert_eq!(list.error(), "403 forbidden.permission");
    }
}

#[tokio::test]
async fn entries_in_one_anothers_way_are_pointed_out() {
    for database in databases() {
        let centre = Centre::open(&database).await;
        let none = centre.app.get("/training/twins").await.ok();
        assert_eq!(none["items"], json!([]));
        let draft = json!({"question": "退货怎么申请", "similar": ["我要退货"],
            "answers": [{"channel": "default", "markdown": "15 天内可退。"}]});
        let entry = centre.app.post("/knowledge/entries", draft).await.ok();
        let id = entry["id"].as_str().unwrap();
        let path = format!("/knowledge/entries/{id}/publish");
        centre.app.post(&path, json!({"revision": 1})).await.ok();
        let twins = centre.app.get("/training/twins").await.ok();
        let pair = &twins["items"][0];
        assert_eq!(pair["first"]["entry_id"], centre.returns.as_str());
        assert_eq!(pair["second"]["entry_id"], id);
        assert_eq!(
            (&pair["score"], &pair["shared"]),
            (&json!(1.0), &json!(["我要退货"]))
        );
        assert_eq!(pair["differences"], json!([]));
        for (answer, matter) in [
            ("15 天内可退，运费 8 元。", "number"),
            ("不支持退货。", "stance"),
        ] {
            let other = if matter == "number" {
                "7 天内可退。"
            } else {
                "支持退货。"
            };
            centre.reword(id, answer).await;
            centre.reword(&centre.returns, other).await;
            let twins = centre.app.get("/training/twins").await.ok();
            let differences = &twins["items"][0]["differences"];
            assert_eq!(differences[0]["matter"], matter, "{differences}");
            assert_eq!(differences.as_array().unwrap().len(), 1);
        }
        let keep = json!({"first_id": id, "second_id": centre.returns});
        assert_eq!(
            centre.app.post("/training/twins/keep", keep).await.status(),
            204
        );
        let left = centre.app.get("/training/twins").await.ok();
        assert_eq!(left["items"], json!([]));
        let odd = json!({"first_id": id, "second_id": "ent_no"});
        let refused = centre.app.post("/training/twins/keep", odd).await;
        assert_eq!(refused.error(), "404 not_found.entry");

        // Opposites, and one word in the place of another, are no pair, however alike the rest.
        let near = [
            "油性皮肤适合用哪一款面霜",
            "干性皮肤适合用哪一款面霜",
            "上海的门店在什么地方",
            "杭州的门店在什么地方",
        ];
        for question in near {
            let draft = json!({"question": question, "similar": [],
                "answers": [{"channel": "default", "markdown": "请看说明。"}]});
            let entry = centre.app.post("/knowledge/entries", draft).await.ok();
            let path = format!(
                "/knowledge/entries/{}/publish",
                entry["id"].as_str().unwrap()
            );
            centre.app.post(&path, json!({"revision": 1})).await.ok();
        }
        let apart = centre.app.get("/training/twins").await.ok();
        assert_eq!(apart["items"], json!([]));
    }
}
