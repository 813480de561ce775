//! What every door does: codes, headers, limits, and who is let in.

use serde_json::{Value, json};
use shanying_testkit::{Database, databases};

use crate::world::World;

/// Requests that need nobody: signing in itself, signed addresses and deliveries.
pub const OPEN: &[&str] = &[
    "/api/v1/auth/login",
    "/api/v1/auth/logout",
    "/api/v1/auth/setup",
    "/api/v1/files/{id}",
    "/api/v1/hooks/shop/{id}",
];

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_let_in_without_a_session() {
    for database in databases() {
        let world = World::start(&database).await;
        let nobody = world.nobody();
        let document = nobody.get("/api/v1/openapi.json").await.ok();
        let mut asked = 0;
        for (path, operations) in document["paths"].as_object().unwrap() {
            if !path.starts_with("/api/v1/") || OPEN.contains(&path.as_str()) {
                continue;
            }
            for method in operations.as_object().unwrap().keys() {
                let filled: Vec<&str> = path
                    .split('/')
                    .map(|part| if part.starts_with('{') { "x" } else { part })
                    .collect();
                let method = method.to_uppercase();
                let answer = nobody
                    .send(
                        &method,
                        &filled.join("/"),
                        "application/json",
                        b"{}".to_vec(),
                    )
                    .await;
                assert_eq!(answer.error(), "401 auth.required", "{method} {path}");
                asked += 1;
            }
        }
        assert!(asked > 60, "only {asked} routes were asked");
        world.server.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_has_a_code() {
    let world = World::start(&Database::Sqlite).await;
    let (nobody, boss) = (world.nobody(), world.administrator().await);
    for (path, code) in [
        ("/api/v1/nothing", "404 not_found.route"),
        ("/widget/v1/nothing", "404 not_found.route"),
        ("/demo/api/identity", "404 not_found.route"),
        ("/control/backup", "405 invalid.method"),
    ] {
        let answer = nobody.get(path).await;
        if path.starts_with("/control") {
            assert_eq!(
                answer.status, 404,
                "the console's routes are not on the network"
            );
        } else {
            assert_eq!(answer.error(), code, "{path}");
        }
    }
    // The sign-in page asks everywhere; only a demo on this machine has something to tell.
    let accounts = nobody.get("/demo/api/accounts").await;
    assert_eq!(accounts.status, 204);
    assert!(accounts.body.is_empty());
    assert_eq!(
        nobody
            .send("DELETE", "/api/v1/auth/login", "", vec![])
            .await
            .error(),
        "405 invalid.method"
    );
    let broken = boss
        .send(
            "POST",
            "/api/v1/channels",
            "application/json",
            b"{".to_vec(),
        )
        .await;
    assert_eq!(broken.error(), "400 invalid.json");
    let large = boss
        .post("/api/v1/channels", json!({"name": "x".repeat(70_000)}))
        .await;
    assert_eq!(large.error(), "400 invalid.too_large");
    let foreign = boss.clone().with("origin", "https://evil.example");
    assert_eq!(
        foreign
            .post("/api/v1/channels", json!({"name": "x"}))
            .await
            .error(),
        "403 auth.bad_origin"
    );
    let answer = boss.get("/api/v1/conversations/cnv_none").await;
    assert_eq!(answer.error(), "404 not_found.conversation");
    assert_eq!(
        answer.json()["error"]["request_id"],
        answer.header("x-request-id")
    );
    world.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_scripts_are_sent_with_their_headers() {
    let world = World::start(&Database::Sqlite).await;
    let browser = world.nobody().with("accept", "text/html,*/*");
    for path in ["/", "/desk", "/settings/bot", "/chat?token=x"] {
        let page = browser.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(
            page.header("content-security-policy")
                .contains("default-src"),
            "{path}"
        );
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("cache-control"), "no-cache");
        let same = browser
            .clone()
            .with("if-none-match", page.header("etag"))
            .get(path)
            .await;
        assert_eq!((same.status.as_u16(), same.body.len()), (304, 0), "{path}");
    }
    assert_eq!(
        world.nobody().get("/desk").await.status,
        404,
        "only pages fall back to the workbench"
    );
    assert_eq!(browser.get("/assets/none.js").await.status, 404);
    assert_eq!(world.nobody().get("/healthz").await.body, b"ok\n");
    assert_eq!(world.nobody().get("/readyz").await.status, 200);
    assert_eq!(browser.get("/api/docs/").await.status, 200);
    world.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_stay_on_this_machine() {
    let world = World::start(&Database::Sqlite).await;
    world.nobody().get("/readyz").await;
    let figures = world.nobody().get("/metrics").await;
    assert!(String::from_utf8_lossy(&figures.body).contains("shanying_http_requests_total"));
    let outside = world.nobody().with("x-forwarded-for", "203.0.113.9");
    assert_eq!(outside.get("/metrics").await.error(), "401 auth.required");
    world.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn shops_may_call_the_widgets_routes_and_no_others() {
    let world = World::start(&Database::Sqlite).await;
    let shop = world
        .nobody()
        .with("origin", "https://shop.example")
        .with("access-control-request-method", "POST");
    let allowed = shop.send("OPTIONS", "/widget/v1/files", "", vec![]).await;
    assert_eq!(allowed.status, 204);
    assert_eq!(
        allowed.header("access-control-allow-origin"),
        "https://shop.example"
    );
    assert_eq!(allowed.header("access-control-allow-credentials"), "");
    let refused = shop.send("OPTIONS", "/api/v1/channels", "", vec![]).await;
    assert_eq!(refused.header("access-control-allow-origin"), "");
    world.server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_never_share_a_data_folder() {
    let world = World::start(&Database::Sqlite).await;
    let text = crate::world::settings(&Database::Sqlite, &world.folder.0);
    let config = shanying_server::config::Config::from_text(&text, []).unwrap();
    let second = shanying_server::server::Server::start(&config, world.clock.clone()).await;
    assert_eq!(second.err().map(|error| error.code), Some("storage.locked"));
    world.server.stop().await;
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let document: Value = shanying_server::openapi::document().unwrap();
    let mut names = std::collections::HashSet::new();
    for operations in document["paths"].as_object().unwrap().values() {
        for operation in operations.as_object().unwrap().values() {
            let name = operation["operationId"].as_str().unwrap_or_default();
            assert!(!name.is_empty() && names.insert(name.to_owned()), "{name}");
        }
    }
}
