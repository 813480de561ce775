//! Tickets through HTTP on real databases.

mod clocks;
mod customer;
mod filing;
mod saved;

use serde_json::{Value as Json, json};
use shanying_storage::jobs::{self, Registry};
use shanying_storage::outbox;
use shanying_testkit::{Database, databases};
use shanying_web_kit::Permission as P;

use crate::harness::{Desk, Widget};

const AGENT: &[P] = &[P::ServeConversations, P::ViewCustomers];
const INSPECTOR: &[P] = &[P::ViewAllConversations];

/// A desk whose jobs and listeners run when they are told to.
pub(super) struct Floor {
    pub desk: Desk,
    jobs: Registry,
}

impl Floor {
    pub async fn open(database: &Database) -> Self {
        let desk = Desk::open(database).await;
        let mut jobs = Registry::new();
        super::register(&desk.app.tenant, &mut jobs);
        Self { desk, jobs }
    }

    /// Everything that follows from what happened, and all jobs that are due by now.
    pub async fn settle(&self) {
        let db = self.desk.app.tenant.db();
        outbox::drain(db, &crate::listeners()).await.expect("heard");
        while jobs::run_due(db, &self.jobs).await.expect("jobs") > 0 {}
    }

    pub async fn post(&self, agent: &str, path: &str, body: Json) -> Json {
        self.desk.app.post(path, body).by(agent).await.ok()
    }

    pub async fn ticket(&self, id: &str) -> Json {
        self.desk.app.get(&format!("/tickets/{id}")).await.ok()
    }

    pub async fn list(&self, agent: &str, query: &str) -> Vec<String> {
        let path = format!("/tickets?{query}");
        let page = self.desk.app.get(&path).by(agent).may(AGENT).await.ok();
        let items = page["items"].as_array().expect("items").clone();
        items.iter().map(|one| text(&one["subject"])).collect()
    }

    /// A skill group with these members; its id.
    pub async fn group(&self, name: &str, members: &[&str]) -> String {
        let body = json!({"name": name, "members": members});
        text(&self.desk.app.post("/groups", body).await.ok()["id"])
    }

    /// Changes fields of the settings.
    pub async fn set(&self, section: &str, more: Json) {
        let path = format!("/settings/{section}");
        let mut now = self.desk.app.get(&path).await.ok();
        for (field, value) in more.as_object().cloned().unwrap_or_default() {
            now[field] = value;
        }
        self.desk.app.put(&path, now).await.ok();
    }

    /// A request of a customer's widget.
    pub async fn own(
        &self,
        widget: &Widget,
        method: &str,
        path: &str,
        body: Json,
    ) -> shanying_testkit::Answer {
        let secret = text(&widget.welcome["visitor_secret"]);
        let path = format!("/widget/v1/tickets{path}");
        let ask = if method == "GET" {
            self.desk.app.get(&path)
        } else {
            self.desk.app.post(&path, body)
        };
        ask.anonymous()
            .header("x-channel-token", "web")
            .header("authorization", &format!("Visitor {secret}"))
            .await
    }
}

pub(super) fn text(value: &Json) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn kinds(ticket: &Json) -> Vec<String> {
    let entries = ticket["entries"].as_array().expect("entries");
    entries.iter().map(|entry| text(&entry["kind"])).collect()
}

async fn wrong_fields_are_refused(floor: &Floor, lin: &str, draft: impl Fn(Json) -> Json) {
    for (fields, error) in [
        (json!({}), "409 ticket.field_missing"),
        (json!({"reason": "丢了"}), "400 invalid.field"),
        (
            json!({"reason": "漏发", "amount": "很多"}),
            "400 invalid.field",
        ),
        (
            json!({"reason": "漏发", "day": "昨天"}),
            "400 invalid.field",
        ),
        (
            json!({"reason": "漏发", "colour": "红"}),
            "400 invalid.field",
        ),
    ] {
        let refused = floor.desk.app.post("/tickets", draft(fields)).by(lin).await;
        assert_eq!(refused.error(), error);
    }
}

async fn is_done(floor: &Floor, lin: &str, id: &str, conversation: &str) {
    for status in ["resolved", "closed"] {
        floor
            .desk
            .app
            .patch(&format!("/tickets/{id}"), json!({"status": status}))
            .by(lin)
            .await
            .ok();
    }
    let done = floor.ticket(id).await;
    assert_eq!(
        (&done["category"], &done["clocks"][1]["state"]),
        (&json!("closed"), &json!("met"))
    );
    let resolved = floor.desk.messages(conversation).await;
    assert_eq!(
        resolved
            .iter()
            .filter(|message| message["content"]["code"] == "ticket.resolved")
            .count(),
        1
    );
}

#[tokio::test]
async fn a_ticket_lives_with_its_fields_status_words_and_watchers() {
    for database in databases() {
        let floor = Floor::open(&database).await;
        let (lin, chen) = (
            floor.desk.agent("lin", 4).await,
            floor.desk.agent("chen", 4).await,
        );
        let mut types = floor.desk.app.get("/settings/tickets").await.ok()["types"].clone();
        types[2]["fields"] = json!([
            {"key": "reason", "name": "原因", "kind": "choice", "required": true, "choices": ["漏发", "破损"]},
            {"key": "amount", "name": "金额", "kind": "number"},
            {"key": "day", "name": "日期", "kind": "date"},
        ]);
        floor.set("tickets", json!({"types": types})).await;
        let mut customer = floor.desk.customer().await;
        let conversation = customer.say("转人工").await;
        let draft = |fields: Json| {
            json!({"type": "complaint", "subject": "少发了一瓶 13800001234", "description": "三瓶只到了两瓶",
                "fields": fields, "conversation_id": conversation, "order_no": "QH1001"})
        };
        wrong_fields_are_refused(&floor, &lin, &draft).await;
        let made = floor
            .post(
                &lin,
                "/tickets",
                draft(json!({"reason": "漏发", "amount": "89.5"})),
            )
            .await;
        let id = text(&made["id"]);
        assert_eq!(
            (made["number"].as_i64(), &made["status"], &made["priority"]),
            (Some(1001), &json!("new"), &json!("high"))
        );
        assert_eq!(made["customer_id"], customer.welcome["customer"]["id"]);
        assert_eq!(made["clocks"].as_array().map(Vec::len), Some(2));
        let told = floor.desk.messages(&conversation).await;
        assert!(
            told.iter()
                .any(|message| message["content"]["code"] == "ticket.opened")
        );

        let change = json!({"status": "open", "agent_id": lin, "watchers": [chen], "fields": {"amount": ""}});
        let changed = floor
            .desk
            .app
            .patch(&format!("/tickets/{id}"), change)
            .by(&chen)
            .await
            .ok();
        let facts: Vec<String> = changed["entries"][1]["changes"]
            .as_array()
            .expect("changes")
            .iter()
            .map(|one| text(&one["field"]))
            .collect();
        assert_eq!(facts, ["status", "field.amount", "agent", "watchers"]);
        assert_eq!(changed["watchers"], json!([chen]));
        // The same once more changes nothing and writes nothing.
        let again = floor
            .desk
            .app
            .patch(&format!("/tickets/{id}"), json!({"status": "open"}))
            .by(&chen)
            .await
            .ok();
        assert_eq!(again["entries"].as_array().map(Vec::len), Some(2));

        let path = format!("/tickets/{id}/comments");
        floor
            .post(&lin, &path, json!({"text": "仓库说真的漏了"}))
            .await;
        let said = floor
            .post(&lin, &path, json!({"text": "今天给您补寄", "public": true}))
            .await;
        assert_eq!(kinds(&said), ["opened", "changed", "comment", "comment"]);
        assert_eq!(said["clocks"][0]["state"], "met");
        let told = floor.desk.messages(&conversation).await;
        let answer = told
            .iter()
            .find(|message| message["content"]["code"] == "ticket.answered")
            .expect("told");
        assert_eq!(answer["content"]["params"]["text"], "今天给您补寄");
        assert!(
            !serde_json::to_string(&told)
                .expect("json")
                .contains("仓库说真的漏了")
        );

        is_done(&floor, &lin, &id, &conversation).await;
        assert_eq!(
            floor.list(&lin, "view=done").await,
            ["少发了一瓶 138****1234"],
            "masked in lists"
        );
    }
}

#[tokio::test]
async fn agents_see_and_work_at_tickets_of_their_own_groups_alone() {
    for database in databases() {
        let floor = Floor::open(&database).await;
        let (lin, chen) = (
            floor.desk.agent("lin", 4).await,
            floor.desk.agent("chen", 4).await,
        );
        let ours = floor.group("售后", &[&lin]).await;
        let theirs = floor.group("财务", &[&chen]).await;
        let mut ids = Vec::new();
        for (subject, group) in [
            ("我们的", json!(ours)),
            ("他们的", json!(theirs)),
            ("大家的", json!(null)),
        ] {
            let body = json!({"type": "question", "subject": subject, "group_id": group});
            ids.push(text(
                &floor.desk.app.post("/tickets", body).await.ok()["id"],
            ));
            floor.desk.app.clock.advance(1);
        }
        assert_eq!(floor.list(&lin, "").await, ["大家的", "我们的"]);
        assert_eq!(
            floor.list(&lin, "view=unassigned").await,
            ["大家的", "我们的"]
        );
        let [ours_id, theirs_id, _] = [&ids[0], &ids[1], &ids[2]];
        let hidden = format!("/tickets/{theirs_id}");
        for (method, path, body) in [
            ("GET", hidden.clone(), json!({})),
            ("PATCH", hidden.clone(), json!({"status": "open"})),
            ("POST", format!("{hidden}/comments"), json!({"text": "x"})),
            ("POST", format!("{hidden}/merge"), json!({"into": ours_id})),
        ] {
            let ask = match method {
                "GET" => floor.desk.app.get(&path),
                "PATCH" => floor.desk.app.patch(&path, body),
                _ => floor.desk.app.post(&path, body),
            };
            assert_eq!(
                ask.by(&lin).may(AGENT).await.error(),
                "404 not_found.ticket",
                "{method} {path}"
            );
        }
        let into = floor.desk.app.post(
            &format!("/tickets/{ours_id}/merge"),
            json!({"into": theirs_id}),
        );
        assert_eq!(
            into.by(&lin).may(AGENT).await.error(),
            "404 not_found.ticket"
        );
        let part = json!({"type": "question", "subject": "x", "parent_id": theirs_id});
        assert_eq!(
            floor
                .desk
                .app
                .post("/tickets", part)
                .by(&lin)
                .may(AGENT)
                .await
                .error(),
            "404 not_found.ticket"
        );
        watching_reading_and_many_at_once(&floor, (&lin, &chen), &ids).await;
    }
}

async fn watching_reading_and_many_at_once(
    floor: &Floor,
    (lin, chen): (&str, &str),
    ids: &[String],
) {
    let theirs_id = &ids[1];
    let hidden = format!("/tickets/{theirs_id}");
    // Of a list of many, what one may not see is a fault and the rest goes on.
    let bulk = json!({"ids": ids, "change": {"priority": "urgent"}});
    let report = floor
        .desk
        .app
        .post("/tickets/bulk", bulk)
        .by(lin)
        .may(AGENT)
        .await
        .ok();
    assert_eq!(
        report,
        json!({"changed": 2, "faults": [{"id": theirs_id, "code": "not_found.ticket"}]})
    );
    // Whoever watches sees it; whoever may read everything reads and does not write.
    floor
        .desk
        .app
        .patch(&hidden, json!({"watchers": [lin]}))
        .await
        .ok();
    assert_eq!(floor.list(lin, "view=watched").await, ["他们的"]);
    let seen = floor
        .desk
        .app
        .get(&hidden)
        .by("agt_insp")
        .may(INSPECTOR)
        .await
        .ok();
    assert_eq!(seen["may_work"], false);
    let refused = floor
        .desk
        .app
        .patch(&hidden, json!({}))
        .by("agt_insp")
        .may(INSPECTOR)
        .await;
    assert_eq!(refused.error(), "403 forbidden.permission");
    let table = floor
        .desk
        .app
        .get("/tickets/export?view=open")
        .by("agt_insp")
        .may(INSPECTOR)
        .await;
    let table = String::from_utf8(table.bytes().to_vec()).expect("utf-8");
    assert_eq!(table.lines().count(), 4, "{table}");
    let table = floor
        .desk
        .app
        .get("/tickets/export")
        .by(chen)
        .may(AGENT)
        .await;
    let table = String::from_utf8(table.bytes().to_vec()).expect("utf-8");
    assert!(!table.contains("我们的") && table.contains("他们的"));
}

#[tokio::test]
async fn parts_merging_and_dispatch_by_rules_and_load() {
    for database in databases() {
        let floor = Floor::open(&database).await;
        let (lin, chen) = (
            floor.desk.agent("lin", 4).await,
            floor.desk.agent("chen", 4).await,
        );
        let group = floor.group("投诉组", &[&lin, &chen]).await;
        let rules = json!([{"name": "投诉", "types": ["complaint"], "group_id": group, "assign": "least_loaded"}]);
        floor.set("tickets", json!({"rules": rules})).await;
        let mut got = Vec::new();
        for n in 0..4 {
            let body = json!({"type": "complaint", "subject": format!("第{n}件")});
            let made = floor.desk.app.post("/tickets", body).await.ok();
            assert_eq!(made["group_id"], json!(group));
            got.push(text(&made["agent_id"]));
        }
        assert_eq!(
            got.iter().filter(|id| **id == lin).count(),
            2,
            "in turn, by load: {got:?}"
        );
        let ids: Vec<String> = floor.desk.app.get("/tickets").await.ok()["items"]
            .as_array()
            .expect("items")
            .iter()
            .map(|one| text(&one["id"]))
            .collect();
        let (whole, part, twin) = (&ids[0], &ids[1], &ids[2]);
        let patch = |id: &str, body: Json| floor.desk.app.patch(&format!("/tickets/{id}"), body);
        patch(part, json!({"parent_id": whole})).await.ok();
        assert_eq!(
            patch(whole, json!({"parent_id": twin})).await.error(),
            "409 ticket.too_deep"
        );
        assert_eq!(
            patch(twin, json!({"parent_id": part})).await.error(),
            "409 ticket.too_deep"
        );
        assert_eq!(
            patch(whole, json!({"status": "resolved"})).await.error(),
            "409 ticket.parts_open"
        );
        patch(part, json!({"status": "resolved"})).await.ok();
        patch(whole, json!({"status": "resolved"})).await.ok();
        assert_eq!(floor.ticket(whole).await["children"][0]["id"], json!(part));

        floor
            .post(
                &lin,
                &format!("/tickets/{twin}/comments"),
                json!({"text": "线索"}),
            )
            .await;
        let target = floor
            .post(
                &lin,
                &format!("/tickets/{twin}/merge"),
                json!({"into": &ids[3]}),
            )
            .await;
        assert_eq!(kinds(&target), ["opened", "comment", "merged"]);
        let merged = floor.ticket(twin).await;
        assert_eq!(
            (&merged["category"], &merged["merged_into"]["id"]),
            (&json!("closed"), &json!(ids[3]))
        );
        assert_eq!(
            patch(twin, json!({"status": "open"})).await.error(),
            "409 ticket.merged"
        );
        let again = floor
            .desk
            .app
            .post(&format!("/tickets/{twin}/merge"), json!({"into": whole}))
            .await;
        assert_eq!(again.error(), "409 ticket.cannot_merge");
        // What tickets are of cannot go from the settings.
        let mut now = floor.desk.app.get("/settings/tickets").await.ok();
        now["types"].as_array_mut().expect("types").remove(2);
        now["rules"] = json!([]);
        let refused = floor.desk.app.put("/settings/tickets", now).await;
        assert_eq!(refused.error(), "409 ticket.in_use");
    }
}
