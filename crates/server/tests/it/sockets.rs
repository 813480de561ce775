//! Who hears what over the workbench's socket: role × what is heard, as a table.

use serde_json::{Value, json};
use shanying_testkit::Database;

use crate::permissions::{ROLES, person};
use crate::walk::{enter, say};
use crate::world::{Socket, World};

/// Who hears of customers who wait, of the bot's talks that they look at, of another agent's talks
/// that they look at, and the live board.
const TABLE: [(&str, [bool; 4]); 5] = [
    ("agent", [true, true, false, false]),
    ("supervisor", [true, true, true, true]),
    ("editor", [false, false, false, false]),
    ("inspector", [true, true, true, true]),
    ("admin", [true, true, true, true]),
];

/// Whether one of the frames is this message.
fn says(frames: &[Value], id: &Value) -> bool {
    frames
        .iter()
        .any(|frame| frame["t"] == "message" && frame["d"]["message"]["id"] == *id)
}

async fn watch(socket: &mut Socket, id: &str) {
    socket.tell("watch", json!({"conversation_id": id})).await;
    // What came until now is answered before the next is asked.
    socket.heard().await;
}

fn conversation(message: &Value) -> String {
    message["conversation_id"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_hears_what_their_role_may_and_nothing_else() {
    let world = World::start(&Database::Sqlite).await;
    let boss = world.administrator().await;
    let channel = json!({"name": "网站"});
    let channel = boss.post("/api/v1/channels", channel).await.ok();
    let token = channel["token"].as_str().unwrap().to_owned();
    let mut people = Vec::new();
    for (role, heard) in TABLE {
        assert!(ROLES.contains(&role));
        people.push((role, heard, person(&world, &boss, role).await));
    }
    let mut desk = boss.socket("/ws/agent?v=1").await;
    desk.next("snapshot").await;
    let online = json!({"state": "online"});
    boss.put("/api/v1/me/state", online).await.ok();

    let (mut with_bot, _) = enter(&world, &token).await;
    let talk = conversation(&say(&mut with_bot, "a", "你好").await);
    let (mut with_boss, _) = enter(&world, &token).await;
    let served = conversation(&say(&mut with_boss, "a", "你好").await);
    with_boss.ask("transfer", json!({})).await;
    with_boss
        .until(|frame| frame["d"]["message"]["content"]["code"] == "agent.joined")
        .await;
    let busy = json!({"state": "busy"});
    boss.put("/api/v1/me/state", busy).await.ok();
    let (mut waiting, _) = enter(&world, &token).await;
    say(&mut waiting, "a", "你好").await;
    waiting.ask("transfer", json!({})).await;

    for (role, [queue, bot, others, board], caller) in &people {
        let mut socket = caller.socket("/ws/agent?v=1").await;
        let snapshot = socket.next("snapshot").await["d"].clone();
        let waits = snapshot["queue"].as_array().map(Vec::len);
        assert_eq!(waits, Some(usize::from(*queue)), "{role}: {snapshot}");
        assert_eq!(snapshot["mine"], json!([]), "{role}");
        assert!(snapshot["agents"].as_array().map(Vec::len) > Some(1));

        watch(&mut socket, &talk).await;
        let told = say(&mut with_bot, &format!("{role}-1"), "在吗").await;
        assert_eq!(
            says(&socket.heard().await, &told["id"]),
            *bot,
            "{role}, the bot's"
        );

        watch(&mut socket, &served).await;
        let told = say(&mut with_boss, &format!("{role}-2"), "在吗").await;
        desk.until(|frame| frame["d"]["message"]["id"] == told["id"])
            .await;
        let frames = socket.heard().await;
        assert_eq!(says(&frames, &told["id"]), *others, "{role}, another's");
        let row = |frame: &Value| frame["d"]["conversation"]["id"] == served.as_str();
        assert_eq!(
            frames.iter().any(row),
            *others,
            "{role}, its row: {frames:?}"
        );

        socket.tell("watch_board", json!({"active": true})).await;
        let frames = socket.heard().await;
        assert_eq!(
            frames.iter().any(|frame| frame["t"] == "board"),
            *board,
            "{role}, the board"
        );

        // Nobody types into a conversation that is not theirs.
        with_boss.heard().await;
        let typing = json!({"conversation_id": served, "active": true});
        socket.tell("typing", typing).await;
        socket.heard().await;
        let seen = with_boss.heard().await;
        assert!(
            seen.iter().all(|frame| frame["t"] != "typing"),
            "{role} types"
        );
    }
    let stranger = world.nobody().get("/ws/agent?v=1").await;
    assert!(stranger.status.is_client_error(), "{}", stranger.status);
    world.server.stop().await;
}
