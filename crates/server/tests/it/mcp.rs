//! `/mcp`: what a key may look up by the Model Context Protocol, in the present protocol and before.

use serde_json::{Value, json};
use shanying_commerce::orders::OrderStatus;
use shanying_testkit::databases;

use crate::shop_talk::{enter, hello, order, put};
use crate::world::{Answer, Caller, World};

const PRESENT: &str = "2026-07-28";
const BEFORE: &str = "2025-11-25";

async fn key(world: &World, boss: &Caller, permissions: &[&str]) -> Caller {
    let asked = json!({"name": "助手", "permissions": permissions, "expires_at": null});
    let made = boss.post("/api/v1/api-keys", asked).await.ok();
    let secret = format!("Bearer {}", made["secret"].as_str().unwrap());
    world
        .nobody()
        .with("authorization", &secret)
        .with("accept", "application/json, text/event-stream")
}

/// One request, as a client of `version` sends it.
async fn ask(key: &Caller, version: &'static str, method: &str, mut params: Value) -> Answer {
    let mut key = key.clone().with("mcp-protocol-version", version);
    if version == PRESENT {
        params["_meta"] = json!({
            "io.modelcontextprotocol/protocolVersion": version,
            "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
            "io.modelcontextprotocol/clientCapabilities": {},
        });
        key.headers.insert("mcp-method", method.parse().unwrap());
        if let Some(name) = params["name"].as_str() {
            key.headers.insert("mcp-name", name.parse().unwrap());
        }
    }
    let call = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
    key.post("/mcp", call).await
}

async fn names(key: &Caller, version: &'static str) -> Vec<String> {
    let listed = ask(key, version, "tools/list", json!({})).await.ok();
    let tools = listed["result"]["tools"].as_array();
    let tools = tools.unwrap_or_else(|| panic!("{listed}"));
    tools
        .iter()
        .map(|tool| {
            assert_eq!(tool["annotations"]["readOnlyHint"], true, "{tool}");
            tool["name"].as_str().unwrap().to_owned()
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_looks_up_what_its_permissions_allow_and_changes_nothing() {
    for database in databases() {
        let world = World::start(&database).await;
        let boss = world.administrator().await;
        let now = world.clock.now_ms();
        put(&world, order("M1", "补水面膜", OrderStatus::Shipped, now)).await;
        let _customer = enter(&world, &hello(&boss).await).await;
        let serves = key(&world, &boss, &["conversations.serve", "customers.view"]).await;
        let reads = key(&world, &boss, &["knowledge.view"]).await;
        for version in [PRESENT, BEFORE] {
            let orders = [
                "find_customers",
                "list_orders",
                "get_order",
                "list_order_goods",
                "track_order",
                "list_refunds",
                "list_coupons",
                "get_points",
                "list_specs",
                "list_addresses",
                "quote_order",
            ];
            assert_eq!(names(&serves, version).await, orders);
            assert_eq!(
                names(&reads, version).await,
                ["search_kb", "search_products"]
            );
            let call = async |key: &Caller, name: &str, arguments: Value| {
                let params = json!({"name": name, "arguments": arguments});
                ask(key, version, "tools/call", params).await.json()
            };
            let found = call(&serves, "find_customers", json!({"q": "u1"})).await;
            let id = &found["result"]["structuredContent"]["items"][0]["id"];
            let one = json!({"customer_id": id, "order_no": "M1"});
            let parcels = call(&serves, "track_order", one.clone()).await;
            assert_eq!(
                parcels["result"]["structuredContent"]["items"][0]["tracking_no"], "78M1",
                "{parcels}"
            );
            // What the API refuses is told as the API tells it.
            let none = json!({"customer_id": id, "order_no": "X"});
            let none = call(&serves, "get_order", none).await;
            assert_eq!(none["result"]["isError"], true, "{none}");
            assert_eq!(
                none["result"]["structuredContent"]["error"]["code"],
                "not_found.order"
            );
            // Neither writes nor tools of other permissions exist here.
            for (key, name) in [
                (&serves, "cancel_order"),
                (&serves, "search_kb"),
                (&reads, "get_order"),
            ] {
                let refused = call(key, name, one.clone()).await;
                assert_eq!(refused["error"]["code"], -32602, "{name}: {refused}");
            }
        }
        // Before 2026-07-28 a client begins by introducing itself; now it asks what is there.
        let begin = json!({"protocolVersion": BEFORE, "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"}});
        let begun = ask(&reads, BEFORE, "initialize", begin).await.ok();
        assert_eq!(begun["result"]["protocolVersion"], BEFORE, "{begun}");
        let discovered = ask(&reads, PRESENT, "server/discover", json!({}))
            .await
            .ok();
        let versions = discovered["result"]["supportedVersions"].as_array();
        assert!(
            versions.is_some_and(|versions| versions.contains(&json!(PRESENT))),
            "{discovered}"
        );
        let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}});
        let nobody = world.nobody().post("/mcp", call.clone()).await;
        assert_eq!(nobody.status, 401);
        // A browser's session opens nothing here.
        assert_eq!(boss.post("/mcp", call).await.error(), "401 auth.bad_key");
        world.server.stop().await;
    }
}
