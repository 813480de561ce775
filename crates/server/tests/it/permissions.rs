//! The route × role table: `permissions.txt` is the truth, and the program obeys it.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::json;
use shanying_testkit::Database;

use crate::doors::OPEN;
use crate::world::{Answer, Caller, World};

const TABLE: &str = include_str!("permissions.txt");
pub const ROLES: [&str; 5] = ["agent", "supervisor", "editor", "inspector", "admin"];

/// Somebody with one role, through the door that people take: invited, link, password.
pub async fn person(world: &World, boss: &Caller, role: &str) -> Caller {
    let account = json!({
        "username": role, "name": role, "nickname": role, "roles": [role], "groups": [],
        "max_chats": 5,
    });
    let invited = boss.post("/api/v1/agents", account).await.ok();
    let link = invited["setup_link"].as_str().unwrap();
    let token = link.rsplit('#').next().unwrap();
    let mut caller = world.nobody();
    let chosen = json!({"token": token, "password": "correct horse battery"});
    let answer = caller.post("/api/v1/auth/setup", chosen).await;
    answer.ok();
    caller.sign(&answer);
    caller
}

async fn ask(caller: &Caller, method: &str, path: &str) -> Answer {
    caller
        .send(method, path, "application/json", b"{}".to_vec())
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_lets_in_the_roles_of_the_table_and_nobody_else() {
    let world = World::start(&Database::Sqlite).await;
    let boss = world.administrator().await;
    let mut people = BTreeMap::new();
    for role in ROLES {
        people.insert(role, person(&world, &boss, role).await);
    }
    let mut table = BTreeMap::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split(' ');
        let (method, path) = (words.next().unwrap(), words.next().unwrap());
        let roles: Vec<&str> = words.collect();
        table.insert((path.to_owned(), method.to_owned()), roles);
    }
    let document = boss.get("/api/v1/openapi.json").await.ok();
    for (path, operations) in document["paths"].as_object().unwrap() {
        if !path.starts_with("/api/v1/") || OPEN.contains(&path.as_str()) {
            continue;
        }
        for method in operations.as_object().unwrap().keys() {
            let key = (path.clone(), method.to_uppercase());
            assert!(
                table.contains_key(&key),
                "{key:?} is missing in permissions.txt"
            );
        }
    }
    for ((path, method), roles) in &table {
        let filled: Vec<&str> = path
            .split('/')
            .map(|part| if part.starts_with('{') { "x" } else { part })
            .collect();
        for role in ROLES {
            let path_of = filled.join("/");
            let mut answer = ask(&people[role], method, &path_of).await;
            while answer.error() == "429 limit.rate" {
                tokio::time::sleep(Duration::from_millis(200)).await;
                answer = ask(&people[role], method, &path_of).await;
            }
            let refused = answer.error() == "403 forbidden.permission";
            assert_eq!(
                refused,
                !roles.contains(&role),
                "{role} at {method} {path}: {}",
                answer.error()
            );
        }
    }
    world.server.stop().await;
}
