//! Supervisors in others' conversations, and colleagues who help: who may do what, who hears it.

use serde_json::{Value as Json, json};
use shanying_testkit::{Ask, databases};
use shanying_web_kit::Permission;

use crate::harness::{Desk, Widget, gist};

const AGENT: &[Permission] = &[Permission::ServeConversations];
const SUPERVISOR: &[Permission] = &[
    Permission::ServeConversations,
    Permission::ViewAllConversations,
    Permission::SuperviseConversations,
];

async fn served(desk: &Desk, agent: &str) -> (Widget, String) {
    let mut customer = desk.customer().await;
    let id = customer.say("转人工").await;
    accept(desk, &id, agent).await;
    (customer, id)
}

async fn accept(desk: &Desk, id: &str, agent: &str) {
    let path = format!("/conversations/{id}/accept");
    desk.app.post(&path, json!({})).by(agent).await.ok();
}

/// What a customer reads of a conversation.
async fn customer_reads(customer: &mut Widget) -> Vec<Json> {
    let answer = customer.frame("history", json!({})).await;
    answer["d"]["messages"]
        .as_array()
        .cloned()
        .unwrap_or_default()
}

async fn audited(desk: &Desk, action: &str) -> Vec<Json> {
    let (tenant, action) = (&desk.app.tenant, action.to_owned());
    let mut tx = tenant.db().read().await.expect("a reader");
    let page = shanying_web_kit::audit::list(&mut tx, None, Some(&action), None, 50)
        .await
        .expect("lines");
    page.items
        .into_iter()
        .map(|line| json!({"target": line.target, "detail": line.detail}))
        .collect()
}

#[tokio::test]
async fn a_whisper_reaches_the_agent_and_never_the_customer() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let (lin, boss) = (desk.agent("lin", 3).await, desk.agent("boss", 3).await);
        let (mut customer, id) = served(&desk, &lin).await;
        let path = format!("/conversations/{id}/whisper");
        let body = json!({"client_id": "w1", "text": "先道歉，再查物流"});
        let sent = desk
            .app
            .post(&path, body.clone())
            .may(SUPERVISOR)
            .by(&boss)
            .await
            .ok();
        assert_eq!(
            sent["content"],
            json!({"type": "whisper", "text": "先道歉，再查物流"})
        );
        // Sent twice is once.
        let again = desk
            .app
            .post(&path, body)
            .may(SUPERVISOR)
            .by(&boss)
            .await
            .ok();
        assert_eq!(again["id"], sent["id"]);
        let staff = gist(&desk.messages(&id).await);
        assert_eq!(
            staff.iter().filter(|line| line.contains("whisper")).count(),
            1
        );
        let read = customer_reads(&mut customer).await;
        assert!(!json!(read).to_string().contains("先道歉"), "{read:?}");
        let row = desk.conversation(&id).await;
        assert_ne!(row["last_message"]["preview"], "先道歉，再查物流");
        assert_eq!(audited(&desk, "conversation.whispered").await.len(), 1);
        // The erasure of the export: what is exported for the customer has no whispers.
        let whose = row["customer"]["id"].as_str().expect("an id").to_owned();
        let export = desk
            .app
            .get(&format!("/customers/{whose}/export"))
            .await
            .ok();
        assert!(!export.to_string().contains("先道歉"));
    }
}

#[tokio::test]
async fn an_insertion_is_read_by_the_customer_and_leaves_the_conversation_where_it_is() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let (lin, boss) = (desk.agent("lin", 3).await, desk.agent("boss", 3).await);
        let (mut customer, id) = served(&desk, &lin).await;
        customer.say("怎么还没发货").await;
        let path = format!("/conversations/{id}/insert");
        let body =
            json!({"client_id": "i1", "content": {"type": "text", "text": "我是主管，马上为您催"}});
        desk.app
            .post(&path, body)
            .may(SUPERVISOR)
            .by(&boss)
            .await
            .ok();
        let read = customer_reads(&mut customer).await;
        let last = read.last().expect("a message");
        assert_eq!(
            (&last["content"]["text"], &last["sender"]["name"]),
            (&json!("我是主管，马上为您催"), &json!("boss"))
        );
        let row = desk.conversation(&id).await;
        assert_eq!(
            (&row["owner"], &row["agent_id"], &row["waiting_since"]),
            (&json!("agent"), &json!(lin), &Json::Null)
        );
        assert_ne!(
            row["first_reply_due"],
            Json::Null,
            "it is not the agent's first reply"
        );
        // In the bot's conversation the bot goes on.
        let mut other = desk.customer().await;
        let with_bot = other.say("什么时候发货").await;
        let path = format!("/conversations/{with_bot}/insert");
        let body = json!({"client_id": "i2", "content": {"type": "text", "text": "您好"}});
        desk.app
            .post(&path, body)
            .may(SUPERVISOR)
            .by(&boss)
            .await
            .ok();
        other.say("怎么申请退货").await;
        let told = gist(&desk.messages(&with_bot).await);
        assert_eq!(
            told[2..],
            ["agent: 您好", "customer: 怎么申请退货", "bot: 怎么申请退货"]
        );
        let note = json!({"client_id": "i3", "content": {"type": "note", "text": "x"}});
        let refused = desk.app.post(&path, note).may(SUPERVISOR).by(&boss).await;
        assert_eq!(refused.error(), "400 invalid.field");
    }
}

#[tokio::test]
async fn a_supervisor_takes_over_and_the_places_are_right() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let (lin, boss) = (desk.agent("lin", 1).await, desk.agent("boss", 1).await);
        let (_customer, id) = served(&desk, &lin).await;
        let path = format!("/conversations/{id}/assign");
        let mine = json!({"agent_id": boss});
        desk.app
            .post(&path, mine)
            .may(SUPERVISOR)
            .by(&boss)
            .await
            .ok();
        let agents = desk.app.get("/agents").await.ok();
        let load = |id: &str| {
            let all = agents["items"].as_array().expect("agents");
            all.iter().find(|one| one["id"] == id).expect("one")["load"].clone()
        };
        assert_eq!((load(&lin), load(&boss)), (json!(0), json!(1)));
        let lines = audited(&desk, "conversation.taken_over").await;
        assert_eq!(
            (&lines[0]["target"], &lines[0]["detail"]["from"]),
            (&json!(id), &json!(lin))
        );
        let told = gist(&desk.messages(&id).await);
        assert!(
            told.contains(&"system: assist.taken_over".to_owned()),
            "{told:?}"
        );
    }
}

#[tokio::test]
async fn colleagues_help_by_notes_and_leave_again() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let (lin, chen) = (desk.agent("lin", 3).await, desk.agent("chen", 3).await);
        let wang = desk.agent("wang", 3).await;
        let (mut customer, id) = served(&desk, &lin).await;
        let read = |who: &str| {
            desk.app
                .get(&format!("/conversations/{id}"))
                .may(AGENT)
                .by(who)
        };
        assert_eq!(read(&chen).await.error(), "404 not_found.conversation");
        let invite = format!("/conversations/{id}/helpers");
        let asked = json!({"agent_id": chen, "question": "孕妇能用吗"});
        let refused = desk
            .app
            .post(&invite, asked.clone())
            .may(AGENT)
            .by(&wang)
            .await;
        assert_eq!(refused.error(), "409 conversation.not_yours");
        let row = desk.app.post(&invite, asked).may(AGENT).by(&lin).await.ok();
        assert_eq!(row["helpers"], json!([{"agent_id": chen, "name": "chen"}]));
        read(&chen).await.ok();
        let mine = desk
            .app
            .get("/conversations?view=mine")
            .may(AGENT)
            .by(&chen)
            .await
            .ok();
        assert_eq!(mine["items"][0]["id"], id, "it is in their list");
        let say = |who: &str, mark: &str, kind: &str| {
            let body = json!({"client_id": mark, "content": {"type": kind, "text": "可以的"}});
            desk.app
                .post(&format!("/conversations/{id}/messages"), body)
                .may(AGENT)
                .by(who)
        };
        say(&chen, "n1", "note").await.ok();
        assert_eq!(
            say(&chen, "t1", "text").await.error(),
            "409 conversation.not_yours"
        );
        assert_eq!(
            say(&wang, "n2", "note").await.error(),
            "409 conversation.not_yours"
        );
        let seen = customer_reads(&mut customer).await;
        assert!(!json!(seen).to_string().contains("孕妇能用吗"), "{seen:?}");
        let leave = |who: &str| -> Ask {
            desk.app
                .delete(&format!("/conversations/{id}/helpers/{chen}"))
                .may(AGENT)
                .by(who)
        };
        assert_eq!(leave(&wang).await.error(), "409 conversation.not_yours");
        leave(&chen).await.ok();
        assert_eq!(read(&chen).await.error(), "404 not_found.conversation");
        // Who helps may be given it; then they no longer help.
        let again = json!({"agent_id": chen});
        desk.app.post(&invite, again).may(AGENT).by(&lin).await.ok();
        let pass = json!({"agent_id": chen, "note": ""});
        desk.app
            .post(&format!("/conversations/{id}/transfer"), pass)
            .may(AGENT)
            .by(&lin)
            .await
            .ok();
        let row = desk.conversation(&id).await;
        assert_eq!(
            (&row["agent_id"], &row["helpers"]),
            (&json!(chen), &json!([]))
        );
    }
}

#[tokio::test]
async fn role_by_action_by_whose() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let (lin, chen) = (desk.agent("lin", 9).await, desk.agent("chen", 9).await);
        let boss = desk.agent("boss", 9).await;
        let text =
            |mark: &str| json!({"client_id": mark, "content": {"type": "text", "text": "嗯"}});
        let whisper = |mark: &str| json!({"client_id": mark, "text": "嗯"});
        // Each row: action, body, own agent, other agent, supervisor.
        let table: Vec<(&str, Json, [&str; 3])> = vec![
            (
                "whisper",
                whisper("a"),
                ["403 forbidden.permission", "403 forbidden.permission", "ok"],
            ),
            (
                "insert",
                text("b"),
                ["403 forbidden.permission", "403 forbidden.permission", "ok"],
            ),
            (
                "messages",
                text("c"),
                [
                    "ok",
                    "409 conversation.not_yours",
                    "409 conversation.not_yours",
                ],
            ),
            (
                "helpers",
                json!({"agent_id": "agt_x"}),
                [
                    "404 not_found.agent",
                    "409 conversation.not_yours",
                    "404 not_found.agent",
                ],
            ),
            (
                "invite-rating",
                json!({}),
                ["ok", "409 conversation.not_yours", "ok"],
            ),
            (
                "transfer",
                json!({"agent_id": "agt_x"}),
                [
                    "404 not_found.agent",
                    "409 conversation.not_yours",
                    "404 not_found.agent",
                ],
            ),
            (
                "return-to-bot",
                json!({}),
                ["ok", "409 conversation.not_yours", "ok"],
            ),
            (
                "close",
                json!({}),
                ["ok", "404 not_found.conversation", "ok"],
            ),
            (
                "assign",
                json!({"agent_id": boss}),
                ["403 forbidden.permission", "403 forbidden.permission", "ok"],
            ),
            (
                "accept",
                json!({}),
                [
                    "ok",
                    "409 conversation.already_taken",
                    "409 conversation.already_taken",
                ],
            ),
        ];
        for (action, body, wanted) in table {
            let people = [(&lin, AGENT), (&chen, AGENT), (&boss, SUPERVISOR)];
            for ((who, may), wanted) in people.into_iter().zip(wanted) {
                let (_customer, id) = served(&desk, &lin).await;
                let mut body = body.clone();
                if let Some(mark) = body.get_mut("client_id") {
                    *mark = json!(format!("{who}{action}"));
                }
                let path = format!("/conversations/{id}/{action}");
                let answer = desk.app.post(&path, body).may(may).by(who).await;
                let found = if answer.status() < 300 {
                    "ok".to_owned()
                } else {
                    answer.error()
                };
                assert_eq!(found, wanted, "{action} by {who}");
            }
        }
    }
}

#[tokio::test]
async fn caps_are_a_supervisors() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let (lin, chen) = (desk.agent("lin", 9).await, desk.agent("chen", 9).await);
        let boss = desk.agent("boss", 9).await;
        let cap = desk
            .app
            .put(&format!("/agents/{lin}/cap"), json!({"max_chats": 2}))
            .may(AGENT)
            .by(&chen)
            .await;
        assert_eq!(cap.error(), "403 forbidden.permission");
        let set = desk
            .app
            .put(&format!("/agents/{lin}/cap"), json!({"max_chats": 2}))
            .may(SUPERVISOR)
            .by(&boss)
            .await
            .ok();
        assert_eq!(set["max_chats"], 2);
        assert_eq!(audited(&desk, "agent.changed").await.len(), 1);
    }
}
