//! Answers looked over by agents, on both databases.

use serde_json::{Value as Json, json};
use shanying_testkit::databases;
use shanying_web_kit::Permission;

use super::actions;
use crate::harness::Company;

const DAY_MS: i64 = 86_400_000;
const AGENT: [Permission; 2] = [Permission::ServeConversations, Permission::ViewKnowledge];

/// Two answers are enough to judge by, one voice is enough to be heard.
async fn strict(company: &Company, changes: Json) {
    let mut settings = company.app.get("/settings/answer_audits").await.ok();
    settings["min_answers"] = json!(2);
    settings["not_helpful_least"] = json!(1);
    for (name, value) in changes.as_object().unwrap() {
        settings[name] = value.clone();
    }
    company
        .app
        .put("/settings/answer_audits", settings)
        .await
        .ok();
}

/// So many customers ask this and are not helped.
async fn unhelped(company: &Company, text: &str, customers: usize) {
    for _ in 0..customers {
        let mut customer = company.customer().await;
        let id = customer.say(text).await;
        customer.judge(&id, false).await;
    }
    company.learn().await;
}

async fn sweep(company: &Company) -> Json {
    let swept = company.app.post("/answer-audits/sweep", json!({})).await;
    swept.ok()["found"].clone()
}

async fn list(company: &Company, query: &str) -> Vec<Json> {
    let page = company.app.get(&format!("/answer-audits?{query}")).await;
    page.ok()["items"].as_array().unwrap().clone()
}

/// The open tasks of an agent.
async fn mine(company: &Company, agent: &str) -> Vec<Json> {
    let mine = company.app.get("/answer-audits/mine").may(&AGENT).by(agent);
    mine.await.ok()["open"].as_array().unwrap().clone()
}

fn path(audit: &Json, rest: &str) -> String {
    format!("/answer-audits/{}{rest}", audit["id"].as_str().unwrap())
}

async fn answer_of(company: &Company, text: &str) -> String {
    let mut customer = company.customer().await;
    let id = customer.say(text).await;
    company.last(&id, "answer").await["content"]["blocks"].to_string()
}

#[tokio::test]
async fn an_agent_mends_an_answer_and_an_editor_accepts_it() {
    for database in databases() {
        let company = Company::open(&database).await;
        let app = &company.app;
        let (lin, mei) = (company.agent("lin").await, company.agent("mei").await);
        strict(&company, json!({})).await;
        unhelped(&company, "我要退货", 3).await;
        unhelped(&company, "多久发货", 2).await;
        assert_eq!(sweep(&company).await, 2);
        assert_eq!(sweep(&company).await, 0, "one open task an entry");

        // Each has one; the weightier was dealt first.
        let (one, other) = (mine(&company, &lin).await, mine(&company, &mei).await);
        assert_eq!((one.len(), other.len()), (1, 1));
        let (holder, idle, task) = if one[0]["entry_id"] == company.returns.as_str() {
            (&lin, &mei, one[0].clone())
        } else {
            (&mei, &lin, other[0].clone())
        };
        assert_eq!(
            (&task["reason"], &task["figures"][0]),
            (
                &json!("not_helpful"),
                &json!({"reason": "not_helpful", "count": 3, "of": 3})
            )
        );
        let shown = app.get(&path(&task, "")).may(&AGENT).by(holder).await.ok();
        assert_eq!(shown["now"], "请看**说明**。");
        assert_eq!(shown["asked"].as_array().unwrap().len(), 3);
        assert_eq!(shown["asked"][0]["text"], "我要退货");
        assert_eq!(shown["asked"][0]["signals"], json!(["not_helpful"]));
        let stranger = app.get(&path(&task, "")).may(&AGENT).by(idle).await;
        assert_eq!(stranger.error(), "409 answer_audit.not_yours");

        let says = |body: Json| app.post(&path(&task, "/verdict"), body).may(&AGENT);
        let mend = json!({"verdict": "mend", "answer": "签收后**七天**内，在订单页点退货。"});
        let refused = says(mend.clone()).by(idle).await;
        assert_eq!(refused.error(), "409 answer_audit.not_yours");
        let mute = says(json!({"verdict": "wrong"})).by(holder).await;
        assert_eq!(mute.error(), "400 invalid.field");
        let done = says(mend.clone()).by(holder).await.ok();
        assert_eq!(
            (&done["state"], &done["former"]),
            (&json!("mended"), &json!("请看**说明**。"))
        );
        let again = says(mend).by(holder).await;
        assert_eq!(again.error(), "409 answer_audit.done");

        // Customers get what they got; only an editor changes that.
        assert!(answer_of(&company, "我要退货").await.contains("说明"));
        assert_eq!(list(&company, "state=mended").await.len(), 1);
        app.clock.advance(1000);
        let accept = json!({"review": "accept", "note": "谢谢"});
        let review = path(&task, "/review");
        let agent = app.post(&review, accept.clone()).may(&AGENT).by(holder);
        assert_eq!(agent.await.error(), "403 forbidden.permission");
        let settled = app.post(&review, json!({"review": "settle"})).await;
        assert_eq!(settled.error(), "409 answer_audit.not_waiting");
        let accepted = app.post(&review, accept.clone()).await.ok();
        assert_eq!(
            (&accepted["state"], &accepted["went_live"]),
            (&json!("accepted"), &json!(true))
        );
        assert!(answer_of(&company, "我要退货").await.contains("七天"));
        let twice = app.post(&review, accept).await;
        assert_eq!(twice.error(), "409 answer_audit.not_waiting");
        assert_eq!(sweep(&company).await, 0, "it rests");

        // Credit and effect.
        company.app.clock.advance(DAY_MS);
        unhelped(&company, "我要退货", 1).await;
        let board = app.get("/answer-audits/board").may(&AGENT).await.ok();
        let credit = &board["credits"][0];
        assert_eq!(credit["agent_id"], holder.as_str());
        assert_eq!(
            (&credit["done_this_month"], &credit["accepted"]),
            (&json!(1), &json!(1))
        );
        let effect = &board["effects"][0];
        let figures = ["before_given", "before_not_helpful", "after_given"];
        // Four were given before: three of customers, one of this test; two since.
        assert_eq!(
            figures.map(|name| effect[name].as_i64().unwrap()),
            [4, 3, 2]
        );
        assert_eq!(effect["after_not_helpful"], 1);
    }
}

#[tokio::test]
async fn what_customers_do_is_told_by_entry_and_masked() {
    for database in databases() {
        let company = Company::open(&database).await;
        let lin = company.agent("lin").await;
        strict(&company, json!({"min_answers": 1})).await;
        company.publish("上门取件", &["请打13800138000取件"]).await;
        let mut customer = company.customer().await;
        customer.say("请打13800138000取件").await;
        customer.say("请打13800138000取件").await;
        customer.say("转人工").await;
        company.learn().await;
        assert_eq!(sweep(&company).await, 1);
        let tasks = mine(&company, &lin).await;
        let found: Vec<&str> = tasks[0]["figures"]
            .as_array()
            .unwrap()
            .iter()
            .map(|figure| figure["reason"].as_str().unwrap())
            .collect();
        assert_eq!(found, ["repeated", "transferred"]);
        let shown = company.app.get(&path(&tasks[0], "")).await.ok();
        let asked = shown["asked"].to_string();
        assert!(!asked.contains("13800138000"), "{asked}");
        assert!(asked.contains("取件"), "{asked}");

        let serve = [Permission::ServeConversations];
        for refused in [
            company.app.get("/answer-audits").may(&serve).await,
            company
                .app
                .post("/answer-audits/sweep", json!({}))
                .may(&serve)
                .await,
            company.app.get("/answer-audits/mine").may(&[]).await,
        ] {
            assert_eq!(refused.error(), "403 forbidden.permission");
        }
        let bad = company
            .app
            .put("/settings/answer_audits", json!({"window_days": 0}))
            .await;
        assert_eq!(bad.error(), "400 invalid.field");
    }
}

#[tokio::test]
async fn the_clock_looks_daily_and_passes_on_what_lies() {
    for database in databases() {
        let company = Company::open(&database).await;
        let app = &company.app;
        let lin = company.agent("lin").await;
        strict(&company, json!({"open_most": 1})).await;
        unhelped(&company, "我要退货", 3).await;
        actions::tick(&app.tenant).await.unwrap();
        assert_eq!(mine(&company, &lin).await.len(), 1);
        let counts = app.get("/answer-audits/counts").by(&lin).await.ok();
        assert_eq!(counts, json!({"mine": 1, "open": 1, "to_review": 0}));

        // Today was looked at; what is bad since is found tomorrow, and waits: nobody has room.
        unhelped(&company, "多久发货", 3).await;
        actions::tick(&app.tenant).await.unwrap();
        assert_eq!(list(&company, "state=open").await.len(), 1);
        app.clock.advance(DAY_MS);
        actions::tick(&app.tenant).await.unwrap();
        assert_eq!(
            list(&company, "state=open&reason=not_helpful").await.len(),
            2
        );
        assert_eq!(mine(&company, &lin).await.len(), 1);

        // Somebody comes: what lay untouched for days goes on to them, and makes room for what waits.
        let mei = company.agent("mei").await;
        app.clock.advance(2 * DAY_MS);
        actions::tick(&app.tenant).await.unwrap();
        let (new, lain) = (mine(&company, &lin).await, mine(&company, &mei).await);
        assert_eq!((new.len(), lain.len()), (1, 1));
        assert_eq!(lain[0]["entry_id"], company.returns.as_str());

        // A verdict makes room; who leaves gives up theirs.
        let right = json!({"verdict": "right"});
        let verdict = path(&lain[0], "/verdict");
        app.post(&verdict, right).may(&AGENT).by(&mei).await.ok();
        let left = format!("/agents/{lin}");
        app.patch(&left, json!({"enabled": false})).await.ok();
        actions::tick(&app.tenant).await.unwrap();
        assert_eq!(mine(&company, &lin).await.len(), 0);
        assert_eq!(mine(&company, &mei).await.len(), 1);
        let own = app
            .get("/answer-audits/mine")
            .may(&AGENT)
            .by(&mei)
            .await
            .ok();
        assert_eq!(own["judged"][0]["state"], "right");
    }
}

#[tokio::test]
async fn wrong_answers_are_listed_and_drafts_in_work_are_not_published() {
    for database in databases() {
        let company = Company::open(&database).await;
        let app = &company.app;
        company.agent("lin").await;
        strict(&company, json!({"rest_days": 0})).await;
        unhelped(&company, "我要退货", 2).await;
        sweep(&company).await;
        let task = list(&company, "state=open").await.remove(0);

        // An editor may do any task.
        let wrong = json!({"verdict": "wrong", "note": "退货期限写错了"});
        app.post(&path(&task, "/verdict"), wrong).await.ok();
        let listed = list(&company, "state=wrong").await.remove(0);
        assert_eq!(listed["note"], "退货期限写错了");
        assert_eq!(sweep(&company).await, 0, "an editor has yet to see to it");
        let settle = json!({"review": "settle", "note": "已改"});
        let settled = app.post(&path(&task, "/review"), settle).await.ok();
        assert_eq!(settled["state"], "settled");

        // The draft holds other changes: the mended answer joins them and waits for their author.
        app.clock.advance(1000);
        assert_eq!(sweep(&company).await, 1);
        let task = list(&company, "state=open").await.remove(0);
        let mend = json!({"verdict": "mend", "answer": "七天内可退。"});
        app.post(&path(&task, "/verdict"), mend).await.ok();
        let entry = format!("/knowledge/entries/{}", company.returns);
        let before = app.get(&entry).await.ok();
        let mut draft = before["draft"].clone();
        draft["agent_note"] = json!("在改");
        let change = json!({"revision": before["revision"], "draft": draft});
        app.put(&entry, change).await.ok();
        let accept = json!({"review": "accept", "answer": "签收七天内可退。"});
        let accepted = app.post(&path(&task, "/review"), accept).await.ok();
        assert_eq!(accepted["went_live"], false);
        let after = app.get(&entry).await.ok();
        assert_eq!(after["draft"]["answers"][0]["markdown"], "签收七天内可退。");
        assert_eq!(after["draft"]["agent_note"], "在改");
        assert_eq!(after["published_version"], before["published_version"]);

        // What is taken back needs no look.
        unhelped(&company, "多久发货", 2).await;
        app.clock.advance(1000);
        sweep(&company).await;
        for task in list(&company, "state=open").await {
            let unpublish = format!(
                "/knowledge/entries/{}/unpublish",
                task["entry_id"].as_str().unwrap()
            );
            app.post(&unpublish, json!({})).await.ok();
        }
        sweep(&company).await;
        assert_eq!(list(&company, "state=open").await.len(), 0);
        assert!(!list(&company, "state=dropped").await.is_empty());
    }
}
