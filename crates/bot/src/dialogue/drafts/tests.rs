//! Drafts, versions and trials through HTTP on both databases.

use serde_json::{Value, json};
use shanying_testkit::{TestApp, databases};
use shanying_web_kit::Permission;

use crate::answers::Bot;

async fn start(database: &shanying_testkit::Database) -> TestApp {
    TestApp::start(database, crate::routes(), async |builder| {
        let bot = Bot::open(builder.db(), None).await?;
        Ok(builder.part(bot))
    })
    .await
}

fn repair() -> Value {
    json!({
        "key": "repair", "name": {"zh-CN": ["报修"]}, "triggers": ["我要报修"],
        "cues": [{"all": [["报修"]], "none": [], "sure": 0.95}],
        "slots": [
            {"key": "device", "label": {"zh-CN": ["机器"]}, "required": true, "may_skip": false,
             "kind": {"type": "choice", "options": [{"value": "洗衣机"}, {"value": "冰箱"}]},
             "ask": {"zh-CN": ["是哪种机器？"]}},
            {"key": "leaks", "label": {"zh-CN": ["是否漏水"]}, "required": true,
             "kind": {"type": "yes_no"}, "ask": {"zh-CN": ["漏水吗？"]},
             "when": [{"slot": "device", "is": ["洗衣机"]}]},
            {"key": "phone", "label": {"zh-CN": ["电话"]}, "required": true,
             "kind": {"type": "phone"}, "carry": ["profile"], "ask": {"zh-CN": ["留个电话？"]}},
        ],
        "confirm": true, "action": {"type": "record"}, "done": {"zh-CN": ["好了，{number}"]},
    })
}

async fn say(app: &TestApp, task: &Value, before: &Value, text: &str) -> Value {
    let body = json!({"task": task, "state": before["state"], "text": text, "locale": "zh-CN"});
    app.post("/dialogue/try", body).await.ok()
}

#[tokio::test]
async fn a_draft_is_kept_published_restored_and_never_lost_to_a_colleague() {
    for database in databases() {
        let app = start(&database).await;
        let mut faulty = repair();
        faulty["slots"] = json!([]);
        let body = json!({"revision": 0, "task": faulty});
        let kept = app.put("/dialogue/drafts/repair", body.clone()).await.ok();
        assert_eq!(kept["state"], "draft");
        assert_eq!(kept["faults"][0]["code"], "task.asks_nothing", "{kept}");
        let again = app.put("/dialogue/drafts/repair", body).await;
        assert_eq!(again.error(), "409 dialogue.revision_conflict");
        let told = json!({"revision": 1, "note": ""});
        let refused = app
            .post("/dialogue/drafts/repair/publish", told.clone())
            .await;
        assert_eq!(refused.error(), "400 invalid.field");
        assert_eq!(app.get("/dialogue/tasks").await.ok(), json!([]));

        let body = json!({"revision": 1, "task": repair()});
        app.put("/dialogue/drafts/repair", body).await.ok();
        let told = json!({"revision": 2, "note": "第一版"});
        let done = app.post("/dialogue/drafts/repair/publish", told).await.ok();
        assert_eq!(
            (&done["state"], &done["live_version"]),
            (&json!("published"), &json!(1))
        );
        let mut other = repair();
        other["name"] = json!({"zh-CN": ["预约维修"]});
        let body = json!({"revision": 3, "task": other});
        let changed = app.put("/dialogue/drafts/repair", body).await.ok();
        assert_eq!(changed["state"], "changed");
        // Customers still meet the first version.
        let live = app.get("/dialogue/tasks").await.ok();
        assert_eq!(live[0]["name"]["zh-CN"][0], "报修");
        let told = json!({"revision": 4});
        app.post("/dialogue/drafts/repair/publish", told).await.ok();
        let versions = app.get("/dialogue/drafts/repair/versions").await.ok();
        assert_eq!(versions[0]["version"], 2);
        assert_eq!(versions[1]["note"], "第一版");
        let back = json!({"version": 1, "revision": 5});
        let back = app.post("/dialogue/drafts/repair/restore", back).await.ok();
        assert_eq!(
            (&back["state"], &back["task"]),
            (&json!("changed"), &versions[1]["task"])
        );
        let none = json!({"version": 9, "revision": 6});
        let none = app.post("/dialogue/drafts/repair/restore", none).await;
        assert_eq!(none.error(), "404 not_found.task");

        let list = app.get("/dialogue/drafts").await.ok();
        assert_eq!(
            (&list[0]["key"], &list[0]["grave"]),
            (&json!("repair"), &json!(0))
        );
        let body = json!({"revision": 0, "task": repair()});
        let read_only = app
            .put("/dialogue/drafts/x", body)
            .may(&[Permission::ViewKnowledge])
            .await;
        assert_eq!(read_only.error(), "403 forbidden.permission");
        app.delete("/dialogue/tasks/repair").await.ok();
        assert_eq!(app.get("/dialogue/drafts").await.ok(), json!([]));
    }
}

#[tokio::test]
async fn a_draft_is_talked_to_before_anybody_meets_it() {
    for database in databases() {
        let app = start(&database).await;
        let task = repair();
        let turn = say(&app, &task, &json!({}), "我要报修").await;
        assert_eq!(turn["says"][0]["text"], "是哪种机器？", "{turn}");
        assert_eq!(
            turn["tasks"][0]["missing"],
            json!(["机器", "电话"]),
            "{turn}"
        );
        // What a washing machine needs is asked of washing machines alone.
        let fridge = say(&app, &task, &turn, "冰箱").await;
        assert_eq!(fridge["trace"]["asked"], "phone", "{fridge}");
        let turn = say(&app, &task, &turn, "洗衣机").await;
        assert_eq!(turn["trace"]["asked"], "leaks", "{turn}");
        let turn = say(&app, &task, &turn, "是").await;
        let turn = say(&app, &task, &turn, "13800138000").await;
        assert!(
            turn["says"][0]["text"]
                .as_str()
                .unwrap()
                .contains("是否漏水：是")
        );
        let turn = say(&app, &task, &turn, "确认").await;
        assert_eq!(turn["says"][0]["does"], "record", "{turn}");
        assert_eq!(turn["tasks"][0]["standing"], "done");
        let body = json!({"task": task, "text": "我要报修", "phone": "13800138000"});
        let known = app.post("/dialogue/try", body).await.ok();
        assert_eq!(known["tasks"][0]["missing"], json!(["机器"]), "{known}");
        assert_eq!(app.get("/dialogue/tasks").await.ok(), json!([]));
        let body = json!({"task": task, "text": "", "locale": "zh-CN"});
        assert_eq!(
            app.post("/dialogue/try", body).await.error(),
            "400 invalid.field"
        );
        let mut faulty = repair();
        faulty["slots"][1]["when"][0]["is"] = json!(["电视"]);
        let faults = app.post("/dialogue/check", faulty).await.ok();
        assert_eq!(faults[0]["code"], "slot.when_impossible", "{faults}");
        assert_eq!(faults[0]["at"], "slots/leaks");
    }
}
