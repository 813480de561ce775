//! The board by HTTP and by the socket's hub, on both databases.

use std::time::Duration;

use serde_json::{Value as Json, json};
use shanying_testkit::databases;
use shanying_web_kit::{Permission, Seat};

use crate::harness::Desk;

async fn board(desk: &Desk) -> Json {
    desk.app.get("/supervision/board").await.ok()
}

async fn next(seat: &mut Seat) -> Json {
    let frame = tokio::time::timeout(Duration::from_secs(5), seat.next()).await;
    let frame = frame.expect("a board came").expect("a seat");
    serde_json::from_str::<Json>(&frame).expect("json")["d"].clone()
}

#[tokio::test]
async fn the_figures_are_those_of_the_moment_and_of_the_day() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let lin = desk.agent("lin", 1).await;
        desk.agent("chen", 2).await;
        let empty = board(&desk).await;
        assert_eq!(empty["figures"]["wait_average_seconds"], Json::Null);
        assert_eq!(
            empty["figures"]["timely"],
            json!({"numerator": 0, "denominator": 0})
        );
        assert_eq!(empty["agents"].as_array().map(Vec::len), Some(2));

        let mut first = desk.customer().await;
        let id = first.say("转人工").await;
        desk.app
            .post(&format!("/conversations/{id}/accept"), json!({}))
            .by(&lin)
            .await
            .ok();
        desk.app.clock.advance(4_000);
        let says = json!({"client_id": "a1", "content": {"type": "text", "text": "您好"}});
        desk.app
            .post(&format!("/conversations/{id}/messages"), says)
            .by(&lin)
            .await
            .ok();
        first.say("发红了怎么办").await;
        desk.customer().await.say("什么时候发货").await;
        for _ in 0..2 {
            desk.customer().await.say("转人工").await;
            desk.app.clock.advance(20_000);
        }
        let gone = desk.customer().await;
        let mut gone = gone;
        gone.say("转人工").await;
        gone.frame("cancel_queue", json!({})).await;
        desk.app.clock.advance(100_000);

        let picture = board(&desk).await;
        let figures = &picture["figures"];
        assert_eq!(
            (&figures["bot"], &figures["waiting"], &figures["serving"]),
            (&json!(2), &json!(2), &json!(1)),
            "{figures}"
        );
        // One waits since 140 s, the other since 120 s.
        assert_eq!(figures["wait_average_seconds"], 130);
        assert_eq!(figures["timely"], json!({"numerator": 1, "denominator": 1}));
        assert_eq!(
            figures["abandoned"],
            json!({"numerator": 1, "denominator": 4})
        );
        assert_eq!(
            figures["unanswered"], 1,
            "nobody answered the first for 140 s"
        );
        assert_eq!(figures["levels"]["unanswered"], "warning");
        assert_eq!(figures["levels"]["wait_longest"], "warning");
        assert_eq!(figures["levels"]["abandoned"], "alarm");
        let queue = picture["queue"].as_array().expect("a queue");
        assert_eq!((queue.len(), &queue[1]["position"]), (2, &json!(2)));
        assert_eq!(queue[0]["level"], "warning");
        let wall = picture["agents"].as_array().expect("a wall");
        let lin_seat = wall.iter().find(|one| one["id"] == lin).expect("lin");
        assert_eq!(
            (&lin_seat["load"], &lin_seat["unanswered"]),
            (&json!(1), &json!(1))
        );
        assert_eq!(lin_seat["level"], "alarm");
    }
}

#[tokio::test]
async fn watchers_get_a_whole_board_and_then_what_changes() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let lin = desk.agent("lin", 3).await;
        desk.agent("chen", 3).await;
        super::start(&desk.app.tenant).expect("started");
        let mut seat = desk.app.tenant.hub().seat();
        super::join(&desk.app.tenant, &mut seat).expect("joined");
        let whole = next(&mut seat).await;
        assert_eq!(whole["whole"], true);
        assert_eq!(whole["agents"].as_array().map(Vec::len), Some(2));
        let mut customer = desk.customer().await;
        let id = customer.say("转人工").await;
        desk.app
            .post(&format!("/conversations/{id}/accept"), json!({}))
            .by(&lin)
            .await
            .ok();
        loop {
            let change = next(&mut seat).await;
            assert_eq!(change["whole"], false);
            let agents = change["agents"].as_array().expect("agents");
            assert!(
                agents.iter().all(|one| one["id"] == lin),
                "only who changed: {change}"
            );
            if change["figures"]["serving"] == 1 {
                assert!(agents.iter().any(|one| one["load"] == 1), "{change}");
                break;
            }
        }
        // A second watcher gets all of it, too.
        let mut other = desk.app.tenant.hub().seat();
        super::join(&desk.app.tenant, &mut other).expect("joined");
        assert_eq!(next(&mut other).await["whole"], true);
    }
}

#[tokio::test]
async fn only_who_reads_every_conversation_sees_it() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let serve = desk
            .app
            .get("/supervision/board")
            .may(&[Permission::ServeConversations])
            .await;
        assert_eq!(serve.error(), "403 forbidden.permission");
        let look = desk
            .app
            .get("/supervision/board")
            .may(&[Permission::ViewAllConversations])
            .await;
        look.ok();
    }
}

/// A thousand agents and ten thousand open conversations, written at once.
async fn crowd(desk: &Desk) {
    let (channel, now) = ("web", desk.app.clock.now_ms());
    let statements = {
        let (many, ten) = (
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)",
        );
        let agents = format!(
            "INSERT INTO agents (id, username, name, nickname, roles, max_chats, enabled, state, state_since, load, created_at) \
             {many} SELECT 'agt_' || i, 'u' || i, 'u' || i, 'u' || i, '[\"agent\"]', 12, 1, 'online', {now}, 8, {now} FROM n"
        );
        let customers = format!(
            "INSERT INTO customers (id, name, attributes, tags, note, locale, first_seen, last_seen) \
             {ten} SELECT 'cus_' || i, 'c' || i, '{{}}', '[]', '', 'zh-CN', {now}, {now} FROM n"
        );
        let conversations = format!(
            "INSERT INTO conversations (id, number, channel_id, customer_id, owner, agent_id, subject, locale, last_seq, \
             last_at, unread, agent_read_seq, customer_read_seq, waiting_since, queued_at, queue_rank, accepted_at, created_at) \
             {ten} SELECT 'cnv_' || i, i, '{channel}', 'cus_' || i, \
             CASE WHEN i <= 8000 THEN 'agent' WHEN i <= 8500 THEN 'queue' ELSE 'bot' END, \
             CASE WHEN i <= 8000 THEN 'agt_' || (i % 1000 + 1) END, 's', 'zh-CN', 1, {now}, 0, 0, 0, \
             CASE WHEN i <= 4000 THEN {now} - i * 100 END, \
             CASE WHEN i > 8000 AND i <= 8500 THEN {now} - i END, \
             CASE WHEN i > 8000 AND i <= 8500 THEN {now} - i END, \
             CASE WHEN i <= 8000 THEN {now} - 500000 END, {now} - 600000 FROM n"
        );
        [agents, customers, conversations]
    };
    desk.app
        .tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                for text in statements {
                    shanying_storage::sql(text).run(tx).await?;
                }
                Ok(())
            })
        })
        .await
        .expect("a crowd");
}

#[tokio::test]
async fn it_holds_a_thousand_agents_and_ten_thousand_conversations() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        crowd(&desk).await;
        let board = desk.app.tenant.part::<super::Board>().expect("a part");
        let mut fastest = Duration::MAX;
        for _ in 0..5 {
            let begun = std::time::Instant::now();
            let picture = super::actions::picture(&desk.app.tenant, &board)
                .await
                .expect("a board");
            fastest = fastest.min(begun.elapsed());
            assert_eq!((picture.agents.len(), picture.queue.len()), (1_000, 100));
            let figures = picture.figures;
            assert_eq!(
                (figures.serving, figures.waiting, figures.bot),
                (8_000, 500, 1_500)
            );
            assert_eq!(
                figures.unanswered, 2_801,
                "those who wait since 120 s or more"
            );
        }
        let begun = std::time::Instant::now();
        crate::alerts::sweep(&desk.app.tenant)
            .await
            .expect("a sweep");
        println!(
            "{database:?}: board {fastest:?}, first sweep {:?}",
            begun.elapsed()
        );
        // Without optimisation, on whatever machine: the board is told once a second.
        assert!(fastest < Duration::from_secs(1), "{fastest:?}");
    }
}
