//! Signing in with real cookies and keys.

use serde_json::json;
use shanying_testkit::{Answer, Ask, Database, TestApp, databases};

use super::StaffAuth;
use crate::agents::{NewAgent, Role, create, hash_password, setup_link};

const PASSWORD: &str = "correct horse battery";

async fn start(database: &Database) -> TestApp {
    TestApp::start(database, crate::routes(), async |builder| {
        Ok(builder.authenticator(StaffAuth))
    })
    .await
}

async fn hire(app: &TestApp, username: &str, roles: Vec<Role>) -> String {
    let new = NewAgent {
        username: username.to_owned(),
        name: "王敏".to_owned(),
        nickname: String::new(),
        roles,
        groups: Vec::new(),
        max_chats: 5,
        password_hash: Some(hash_password(PASSWORD).await.unwrap()),
    };
    let made = app
        .tenant
        .db()
        .write(move |tx| Box::pin(async move { create(tx, new).await }));
    made.await.unwrap().id
}

async fn sign_in(app: &TestApp, username: &str, password: &str) -> Answer {
    app.post(
        "/auth/login",
        json!({"username": username, "password": password}),
    )
    .anonymous()
    .await
}

fn ours(ask: Ask, cookie: &str) -> Ask {
    ask.anonymous()
        .header("cookie", cookie)
        .header("host", "kefu.cn")
        .header("origin", "https://kefu.cn")
}

#[tokio::test]
async fn a_person_signs_in_works_and_signs_out() {
    for database in databases() {
        let app = start(&database).await;
        let id = hire(&app, "wang", vec![Role::Agent]).await;
        let answer = sign_in(&app, " Wang ", PASSWORD).await;
        let me = answer.ok();
        assert_eq!(me["agent"]["id"], json!(id));
        assert_eq!(me["permissions"].as_array().unwrap().len(), 4);
        assert_eq!(me["tenant"]["time_zone"], "Asia/Shanghai");
        let cookie = answer.cookie();
        assert!(
            answer
                .header("set-cookie")
                .contains("HttpOnly; SameSite=Lax")
        );
        assert_eq!(
            ours(app.get("/auth/me"), &cookie).await.ok()["agent"]["username"],
            "wang"
        );

        let state = || app.put("/me/state", json!({"state": "break", "reason": "午餐"}));
        assert_eq!(ours(state(), &cookie).await.ok()["state_reason"], "午餐");
        let foreign = state()
            .anonymous()
            .header("cookie", &cookie)
            .header("host", "kefu.cn");
        assert_eq!(
            foreign.header("origin", "https://evil.cn").await.error(),
            "403 auth.bad_origin"
        );
        let silent = state().anonymous().header("cookie", &cookie);
        assert_eq!(silent.await.error(), "403 auth.bad_origin");
        let keys = ours(app.get("/api-keys"), &cookie).await;
        assert_eq!(keys.error(), "403 forbidden.permission");

        let out = ours(app.ask(axum::http::Method::POST, "/auth/logout"), &cookie).await;
        assert_eq!(out.status(), 204);
        assert!(out.header("set-cookie").contains("Max-Age=0"));
        assert_eq!(
            ours(app.get("/auth/me"), &cookie).await.error(),
            "401 auth.expired"
        );
        assert_eq!(
            app.get("/auth/me").anonymous().await.error(),
            "401 auth.required"
        );
    }
}

#[tokio::test]
async fn wrong_passwords_are_refused_alike_counted_and_recorded() {
    for database in databases() {
        let app = start(&database).await;
        hire(&app, "wang", vec![Role::Admin]).await;
        for (username, password) in [
            ("wang", "wrong password"),
            ("nobody", PASSWORD),
            ("a\0", "x"),
        ] {
            let answer = sign_in(&app, username, password).await;
            assert_eq!(answer.error(), "401 auth.invalid_credentials", "{username}");
        }
        let cookie = sign_in(&app, "wang", PASSWORD).await.cookie();
        let audit = ours(app.get("/audit?action=auth."), &cookie).await.ok();
        assert_eq!(audit["items"].as_array().unwrap().len(), 4);
        let mut last = String::new();
        for _ in 0..10 {
            last = sign_in(&app, "nobody", "x").await.error();
        }
        assert_eq!(last, "429 limit.rate");
    }
}

#[tokio::test]
async fn sessions_slide_and_end() {
    for database in databases() {
        let app = start(&database).await;
        hire(&app, "wang", vec![Role::Agent]).await;
        let cookie = sign_in(&app, "wang", PASSWORD).await.cookie();
        for _ in 0..3 {
            app.clock.advance(10 * 3_600_000);
            let _ = ours(app.get("/auth/me"), &cookie).await.ok();
        }
        app.clock.advance(13 * 3_600_000);
        assert_eq!(
            ours(app.get("/auth/me"), &cookie).await.error(),
            "401 auth.expired"
        );
        assert_eq!(
            ours(app.get("/auth/me"), "shanying_session=forged")
                .await
                .error(),
            "401 auth.expired"
        );
    }
}

#[tokio::test]
async fn the_first_administrator_and_invited_agents_set_their_passwords() {
    for database in databases() {
        let app = start(&database).await;
        // Somebody who was added on the command line before does not lock the company out.
        hire(&app, "early", vec![Role::Agent]).await;
        let void = setup_link(app.tenant.db()).await.unwrap().unwrap();
        let token = setup_link(app.tenant.db()).await.unwrap().unwrap();
        let void = app
            .get(&format!("/auth/setup?token={void}"))
            .anonymous()
            .await;
        assert_eq!(void.error(), "404 auth.bad_link");
        let link = app
            .get(&format!("/auth/setup?token={token}"))
            .anonymous()
            .await
            .ok();
        assert_eq!(link, json!({"kind": "administrator", "username": null}));
        let body = |password: &str| json!({"token": token, "username": "boss", "name": "老板", "password": password});
        let short = app.post("/auth/setup", body("short")).anonymous().await;
        assert_eq!(short.error(), "400 auth.password_too_short");
        let answer = app.post("/auth/setup", body(PASSWORD)).anonymous().await;
        assert_eq!(answer.ok()["agent"]["roles"], json!(["agent", "admin"]));
        let boss = answer.cookie();
        let again = app.post("/auth/setup", body(PASSWORD)).anonymous().await;
        assert_eq!(again.error(), "404 auth.bad_link");
        assert_eq!(setup_link(app.tenant.db()).await.unwrap(), None);

        let new = json!({"username": "li", "name": "李", "roles": ["agent"], "max_chats": 3});
        let made = ours(app.post("/agents", new), &boss).await.ok();
        let token = made["setup_link"]
            .as_str()
            .unwrap()
            .split_once('#')
            .unwrap()
            .1
            .to_owned();
        let body = json!({"token": token, "password": PASSWORD});
        let li = app.post("/auth/setup", body).anonymous().await;
        assert_eq!(li.ok()["agent"]["username"], "li");
        let li = li.cookie();
        let body = |current: &str| json!({"current": current, "new": "another good one"});
        let wrong = ours(app.post("/auth/password", body("wrong one!!")), &li).await;
        assert_eq!(wrong.error(), "400 auth.wrong_password");
        let other = sign_in(&app, "li", PASSWORD).await.cookie();
        assert_eq!(
            ours(app.post("/auth/password", body(PASSWORD)), &li)
                .await
                .status(),
            204
        );
        assert_eq!(
            ours(app.get("/auth/me"), &other).await.error(),
            "401 auth.expired"
        );
        let path = format!("/agents/{}", made["agent"]["id"].as_str().unwrap());
        let _ = ours(app.patch(&path, json!({"enabled": false})), &boss)
            .await
            .ok();
        assert_eq!(
            ours(app.get("/auth/me"), &li).await.error(),
            "401 auth.expired"
        );
        let refused = sign_in(&app, "li", "another good one").await;
        assert_eq!(refused.error(), "401 auth.invalid_credentials");
    }
}

#[tokio::test]
async fn keys_open_what_they_may_until_removed() {
    for database in databases() {
        let app = start(&database).await;
        hire(&app, "boss", vec![Role::Admin]).await;
        let boss = sign_in(&app, "boss", PASSWORD).await.cookie();
        let expires = shanying_kernel::Time(app.clock.now_ms() + 60_000).to_rfc3339();
        let body =
            json!({"name": "报表", "permissions": ["customers.view"], "expires_at": expires});
        let made = ours(app.post("/api-keys", body), &boss).await.ok();
        let bearer = format!("Bearer {}", made["secret"].as_str().unwrap());
        let by_key = |path: &str| app.get(path).anonymous().header("authorization", &bearer);
        let _ = by_key("/customers").await.ok();
        assert_eq!(by_key("/audit").await.error(), "403 forbidden.permission");
        assert_eq!(
            by_key("/auth/me").await.error(),
            "403 forbidden.person_only"
        );
        let listed = ours(app.get("/api-keys"), &boss).await.ok();
        assert!(listed["items"][0]["last_used_at"].is_string());
        assert!(
            !listed
                .to_string()
                .contains(made["secret"].as_str().unwrap())
        );
        let bad = app
            .get("/customers")
            .anonymous()
            .header("authorization", "Bearer sk_forged");
        assert_eq!(bad.await.error(), "401 auth.bad_key");
        app.clock.advance(60_001);
        assert_eq!(by_key("/customers").await.error(), "401 auth.bad_key");
        let path = format!("/api-keys/{}", made["key"]["id"].as_str().unwrap());
        assert_eq!(ours(app.delete(&path), &boss).await.status(), 204);
        assert_eq!(
            ours(app.delete(&path), &boss).await.error(),
            "404 not_found.api_key"
        );
        for body in [
            json!({"name": "x", "permissions": []}),
            json!({"name": "", "permissions": ["customers.view"]}),
            json!({"name": "x", "permissions": ["customers.view"], "expires_at": "2020-01-01T00:00:00Z"}),
        ] {
            let answer = ours(app.post("/api-keys", body.clone()), &boss).await;
            assert_eq!(answer.error(), "400 invalid.field", "{body}");
        }
    }
}
