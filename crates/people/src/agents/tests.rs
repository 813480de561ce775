//! Accounts and places through HTTP and the room's door, on every database.

use serde_json::{Value, json};
use shanying_storage::BoxFuture;
use shanying_storage::Tx;
use shanying_testkit::{Database, TestApp, databases};
use shanying_web_kit::Permission;

use super::{AgentState, candidates, connected, gone, set_state, take_slot};

async fn start(database: &Database) -> TestApp {
    TestApp::start(database, crate::routes(), async |builder| Ok(builder)).await
}

async fn write<T: Send + 'static>(
    app: &TestApp,
    action: impl for<'a> FnOnce(&'a mut Tx) -> BoxFuture<'a, shanying_kernel::Result<T>>
    + Send
    + 'static,
) -> T {
    app.tenant.db().write(action).await.unwrap()
}

async fn make(app: &TestApp, username: &str, roles: &[&str], max_chats: i64) -> String {
    let body =
        json!({"username": username, "name": "王敏", "roles": roles, "max_chats": max_chats});
    let made = app.post("/agents", body).await.ok();
    assert!(made["setup_link"].as_str().unwrap().starts_with("/setup#"));
    made["agent"]["id"].as_str().unwrap().to_owned()
}

async fn arrive(app: &TestApp, id: &str) {
    let id = id.to_owned();
    write(app, move |tx| {
        Box::pin(async move {
            connected(tx, &id).await?;
            set_state(tx, &id, AgentState::Online, None).await
        })
    })
    .await;
}

#[tokio::test]
async fn accounts_are_made_changed_and_listed() {
    for database in databases() {
        let app = start(&database).await;
        let boss = make(&app, "boss", &["admin"], 0).await;
        let group = app.post("/groups", json!({"name": "售后"})).await.ok();
        let id = make(&app, "Wang.Min", &["agent", "agent"], 5).await;
        let patch = json!({"nickname": "小敏", "groups": [group["id"]], "max_chats": 3});
        let agent = app.patch(&format!("/agents/{id}"), patch).await.ok();
        assert_eq!(agent["username"], "wang.min");
        assert_eq!(agent["nickname"], "小敏");
        assert_eq!(agent["groups"], json!([group["id"]]));
        assert_eq!(
            (agent["state"].as_str(), agent["connected"].as_bool()),
            (Some("offline"), Some(false))
        );
        assert_eq!(
            app.get("/agents").await.ok()["items"]
                .as_array()
                .unwrap()
                .len(),
            2
        );
        let groups = app.get("/groups").await.ok();
        assert_eq!(groups["items"][0]["members"], json!([id]));
        let audit = app.get("/audit?action=agent.").await.ok();
        assert_eq!(audit["items"][0]["action"], "agent.changed");
        assert_eq!(audit["items"][0]["detail"]["max_chats"], json!([5, 3]));

        let refused: &[(&str, Value, &str)] = &[
            ("wang.min", json!({"max_chats": -1}), "400 invalid.field"),
            ("wang.min", json!({"roles": []}), "400 invalid.field"),
            ("wang.min", json!({"roles": ["king"]}), "400 invalid.json"),
            (
                "wang.min",
                json!({"groups": ["grp_none"]}),
                "400 invalid.field",
            ),
            ("wang.min", json!({"name": "a\u{0}"}), "400 invalid.nul"),
            ("wang.min", json!({"load": 0}), "400 invalid.json"),
            (
                "wang.min",
                json!({"username": "boss"}),
                "409 agent.username_taken",
            ),
            (
                "boss",
                json!({"enabled": false}),
                "409 agent.last_administrator",
            ),
            (
                "boss",
                json!({"roles": ["agent"]}),
                "409 agent.last_administrator",
            ),
        ];
        for (who, patch, error) in refused {
            let target = if *who == "boss" { &boss } else { &id };
            let answer = app.patch(&format!("/agents/{target}"), patch.clone()).await;
            assert_eq!(answer.error(), *error, "{patch}");
        }
        let unknown = app.patch("/agents/agt_none", json!({"max_chats": 1})).await;
        assert_eq!(unknown.error(), "404 not_found.agent");
        let body = json!({"username": "x1", "name": "x", "roles": ["agent"], "max_chats": 1});
        let answer = app
            .post("/agents", body)
            .may(&[Permission::ServeConversations])
            .await;
        assert_eq!(answer.error(), "403 forbidden.permission");
        assert_eq!(
            app.get("/agents").anonymous().await.error(),
            "401 auth.required"
        );
    }
}

#[tokio::test]
async fn groups_keep_their_members() {
    for database in databases() {
        let app = start(&database).await;
        let id = make(&app, "wang", &["agent"], 5).await;
        let body = json!({"name": "售前", "members": [id], "sort": 2});
        let group = app.post("/groups", body.clone()).await.ok();
        assert_eq!(
            app.post("/groups", body).await.error(),
            "409 group.name_taken"
        );
        let path = format!("/groups/{}", group["id"].as_str().unwrap());
        let changed = app
            .patch(&path, json!({"members": [], "description": "买之前"}))
            .await
            .ok();
        assert_eq!(
            (changed["members"].clone(), changed["sort"].clone()),
            (json!([]), json!(2))
        );
        let stranger = app.patch(&path, json!({"members": ["agt_none"]})).await;
        assert_eq!(stranger.error(), "400 invalid.field");
        app.patch(&path, json!({"members": [id]})).await.ok();
        let skilled = app.patch(&path, json!({"levels": {(&id): 80}})).await.ok();
        assert_eq!(skilled["levels"], json!({(&id): 80}));
        let renamed = app.patch(&path, json!({"sort": 3})).await.ok();
        assert_eq!(renamed["levels"], json!({(&id): 80}), "a level stays");
        let wrong = app.patch(&path, json!({"levels": {(&id): 101}})).await;
        assert_eq!(wrong.error(), "400 invalid.field");
        assert_eq!(app.delete(&path).await.status(), 204);
        assert_eq!(app.delete(&path).await.error(), "404 not_found.group");
        assert_eq!(
            app.get("/agents").await.ok()["items"][0]["groups"],
            json!([])
        );
    }
}

#[tokio::test]
async fn the_least_saturated_comes_first_and_the_cap_holds() {
    for database in databases() {
        let app = start(&database).await;
        let a = make(&app, "aa", &["agent"], 4).await;
        let b = make(&app, "bb", &["supervisor"], 2).await;
        let c = make(&app, "cc", &["editor"], 9).await;
        let d = make(&app, "dd", &["agent"], 0).await;
        for id in [&a, &b, &c, &d] {
            arrive(&app, id).await;
        }
        let (a2, b2) = (a.clone(), b.clone());
        let order = write(&app, move |tx| {
            Box::pin(async move {
                assert!(take_slot(tx, &a2, false).await? && take_slot(tx, &b2, false).await?);
                assert!(!take_slot(tx, "agt_none", false).await?);
                let found = candidates(tx, None, false).await?;
                Ok(found
                    .into_iter()
                    .map(|c| c.id)
                    .collect::<std::collections::BTreeSet<_>>())
            })
        })
        .await;
        assert_eq!(order, [a.clone(), b.clone()].into());
        let mut attempts = Vec::new();
        for _ in 0..20 {
            let (db, a) = (app.tenant.db().clone(), a.clone());
            attempts.push(async move {
                db.write(move |tx| Box::pin(async move { take_slot(tx, &a, false).await }))
                    .await
            });
        }
        let mut set = tokio::task::JoinSet::new();
        for attempt in attempts {
            set.spawn(attempt);
        }
        let taken = set
            .join_all()
            .await
            .into_iter()
            .filter(|r| matches!(r, Ok(true)))
            .count();
        assert_eq!(taken, 3, "one of four places was taken before");
        let b2 = b.clone();
        let left = write(&app, move |tx| {
            Box::pin(async move {
                set_state(tx, &b2, AgentState::Busy, Some("处理工单")).await?;
                assert!(!take_slot(tx, &b2, false).await? && take_slot(tx, &b2, true).await?);
                super::free_slot(tx, &b2).await?;
                candidates(tx, None, false).await
            })
        })
        .await;
        assert!(left.is_empty(), "{left:?}");
    }
}

#[tokio::test]
async fn who_leaves_is_gone_after_a_while() {
    for database in databases() {
        let app = start(&database).await;
        let id = make(&app, "wang", &["agent"], 4).await;
        arrive(&app, &id).await;
        let start = app.clock.now_ms();
        write(&app, |tx| {
            Box::pin(async move { super::everyone_disconnected(tx).await })
        })
        .await;
        app.clock.advance(1000);
        let found = write(&app, move |tx| {
            Box::pin(async move { Ok((gone(tx, start).await?, gone(tx, start + 1).await?)) })
        })
        .await;
        assert_eq!(found, (Vec::new(), vec![id.clone()]));
        let state = json!({"state": "offline"});
        assert_eq!(
            app.put(&format!("/agents/{id}/state"), state).await.ok()["state"],
            "offline"
        );
        let stretches = write(&app, |tx| {
            Box::pin(async move {
                let rows = shanying_storage::sql("SELECT * FROM agent_states ORDER BY from_at, id");
                let rows = rows.all(tx).await?;
                rows.iter()
                    .map(|r| Ok((r.text("state")?, r.int_or_null("until_at")?)))
                    .collect()
            })
        })
        .await;
        let stretches: Vec<(String, Option<i64>)> = stretches;
        assert_eq!(stretches.len(), 3);
        assert_eq!(stretches[1], ("online".to_owned(), Some(start + 1000)));
        assert_eq!(stretches[2], ("offline".to_owned(), None));
    }
}
