//! Who hears what at the workbench, on both databases.

use std::time::Duration;

use serde_json::{Value as Json, json};
use shanying_testkit::databases;
use shanying_web_kit::Seat;

use super::topics::{self, EDITORS, FLOOR};
use crate::harness::{Desk, SECRET};

/// All frames up to the first that `last` accepts.
async fn heard(seat: &mut Seat, last: impl Fn(&Json) -> bool) -> Vec<Json> {
    let mut frames = Vec::new();
    loop {
        let frame = tokio::time::timeout(Duration::from_secs(5), seat.next()).await;
        let frame = frame.unwrap_or_else(|_| panic!("only {frames:?} came"));
        let frame: Json = serde_json::from_str(&frame.expect("a seat")).expect("json");
        frames.push(frame.clone());
        if last(&frame) {
            return frames;
        }
    }
}

fn workbench(desk: &Desk, agent: &str) -> Seat {
    let mut seat = desk.app.tenant.hub().seat();
    seat.join(FLOOR);
    seat.join(&topics::agent(agent));
    seat
}

#[tokio::test]
async fn what_is_said_to_one_agent_does_not_reach_the_lists_of_others() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let (lin, chen) = (desk.agent("lin", 2).await, desk.agent("chen", 2).await);
        let (mut lins, mut chens) = (workbench(&desk, &lin), workbench(&desk, &chen));
        let mut customer = desk.customer().await;
        let id = customer.say("转人工").await;
        chens.join(&topics::onlookers(&id));
        let queued = |frame: &Json| frame["d"]["conversation"]["owner"] == "queue";
        heard(&mut chens, queued).await;
        let path = |verb: &str| format!("/conversations/{id}/{verb}");
        desk.app
            .post(&path("accept"), json!({}))
            .by(&lin)
            .await
            .ok();
        customer.say("我的订单号是八八八").await;
        desk.app.post(&path("close"), json!({})).by(&lin).await.ok();
        let over = |frame: &Json| frame["t"] == "moved" && frame["d"]["owner"] == "closed";
        let frames = heard(&mut chens, over).await;
        let text = format!("{frames:?}");
        assert!(!text.contains("八八八"), "{text}");
        let gone = frames.last().expect("frames");
        assert_eq!(gone["d"]["agent_id"], lin.as_str());
        let closed = |frame: &Json| frame["d"]["conversation"]["owner"] == "closed";
        let frames = heard(&mut lins, closed).await;
        assert!(format!("{frames:?}").contains("八八八"));
    }
}

#[tokio::test]
async fn one_person_on_two_devices_is_told_to_the_desk() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let lin = desk.agent("lin", 2).await;
        let mut lins = workbench(&desk, &lin);
        let proof = shanying_web_kit::signing::hmac_sha256(SECRET.as_bytes(), b"u1").expect("hmac");
        let identity =
            json!({"user_id": "u1", "hash": shanying_kernel::hex(&proof), "name": "王女士"});
        let mut laptop = desk
            .widget(json!({"channel_token": "web", "identity": identity}))
            .await
            .expect("let in");
        let (mut phone, known) = (
            desk.customer().await,
            laptop.welcome["customer"]["id"].clone(),
        );
        let older = laptop.say("转人工").await;
        desk.assign().await;
        assert_eq!(desk.conversation(&older).await["owner"], "agent");
        desk.app.clock.advance(1000);
        let id = phone.say("我要退货").await;
        let secret = phone.welcome["visitor_secret"].clone();
        let hello = json!({"channel_token": "web", "visitor_secret": secret, "identity": identity});
        desk.widget(hello).await.expect("let in");
        assert_eq!(phone.told("bye").await["code"], "customer.merged");
        heard(&mut lins, |frame| {
            let conversation = &frame["d"]["conversation"];
            conversation["id"] == id.as_str() && conversation["customer"]["id"] == known
        })
        .await;
        assert_eq!(desk.conversation(&older).await["owner"], "closed");
        let agents = desk.app.get("/agents").await.ok();
        assert_eq!(agents["items"][0]["load"], 0, "the place is free again");
    }
}

#[tokio::test]
async fn editors_are_reminded_of_knowledge_that_ends() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let mut editors = desk.app.tenant.hub().seat();
        editors.join(EDITORS);
        let soon = shanying_kernel::Time(desk.app.clock.now_ms() + 3_600_000);
        let id = desk
            .publish("双十一满减规则", &[], json!({"valid_to": soon}))
            .await;
        shanying_bot::knowledge::remind_expiring(&desk.app.tenant)
            .await
            .expect("told");
        let frames = heard(&mut editors, |frame| frame["t"] == "knowledge_expiring").await;
        let told = &frames.last().expect("frames")["d"];
        assert_eq!((&told["id"], &told["valid_to"]), (&json!(id), &json!(soon)));
    }
}

#[tokio::test]
async fn before_consent_nothing_is_kept_and_a_new_version_asks_again() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let mut settings = desk.app.get("/settings/privacy").await.ok();
        settings["consent_text"] = json!("我们会记录对话");
        settings["consent_version"] = json!(" ");
        let refused = desk.app.put("/settings/privacy", settings.clone()).await;
        assert_eq!(
            refused.error(),
            "400 invalid.field",
            "nobody could agree to it"
        );
        settings["consent_version"] = json!("1");
        desk.app
            .put("/settings/privacy", settings.clone())
            .await
            .ok();

        let mut customer = desk.customer().await;
        assert_eq!(customer.welcome["consent"]["required"], true);
        let text = json!({"client_id": "a", "content": {"type": "text", "text": "我要退货"}});
        let frames = [
            ("send", text.clone()),
            (
                "choose",
                json!({"client_id": "b", "entry_id": "x", "question": "我要退货"}),
            ),
            ("transfer", json!({})),
            (
                "leave_message",
                json!({"client_id": "c", "text": "请回电", "contact": {"phone": "13800000000"}}),
            ),
        ];
        for (kind, data) in frames {
            let refused = customer.frame(kind, data).await;
            assert_eq!(refused["d"]["code"], "consent.required", "{kind}");
            assert_eq!(refused["d"]["params"]["version"], "1");
            assert_eq!(refused["d"]["params"]["text"], "我们会记录对话");
        }
        let kept = desk.app.get("/conversations?limit=10").await.ok();
        assert_eq!(kept["items"], json!([]), "nothing is kept");

        let outdated = customer.frame("consent", json!({"version": "0"})).await;
        assert_eq!(outdated["d"]["code"], "consent.required");
        let agreed = customer.frame("consent", json!({"version": "1"})).await;
        assert_eq!(agreed["t"], "ack", "{agreed}");
        assert_eq!(customer.frame("send", text).await["t"], "ack");

        settings["consent_version"] = json!("2");
        desk.app.put("/settings/privacy", settings).await.ok();
        let again = json!({"client_id": "d", "content": {"type": "text", "text": "多久发货"}});
        let refused = customer.frame("send", again.clone()).await;
        assert_eq!(refused["d"]["params"]["version"], "2");
        // Agreed on another tab of the same device: this one need not ask.
        let secret = customer.welcome["visitor_secret"].clone();
        let hello = json!({"channel_token": "web", "visitor_secret": secret});
        let mut tab = desk.widget(hello).await.expect("let in");
        assert_eq!(tab.welcome["consent"]["required"], true);
        tab.frame("consent", json!({"version": "2"})).await;
        let kept = customer.frame("send", again).await;
        assert_eq!(kept["d"]["message"]["seq"], 3, "{kept}");
    }
}

#[tokio::test]
async fn help_in_a_page_shows_what_was_chosen_or_the_hot_questions() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let invoice = desk.publish("怎么开发票", &[], json!({})).await;
        let channels = desk.app.get("/channels").await.ok();
        let channel = channels["items"]
            .as_array()
            .expect("channels")
            .iter()
            .find(|channel| channel["token"] == "web")
            .cloned()
            .expect("the channel");
        let shown = async |query: &str| {
            let path = format!("/widget/v1/help?token=web{query}");
            let list = desk.app.get(&path).anonymous().await.ok();
            let items = list["items"].as_array().cloned().unwrap_or_default();
            items
                .iter()
                .map(|item| item["question"].as_str().unwrap_or_default().to_owned())
                .collect::<Vec<_>>()
        };
        assert!(shown("").await.is_empty(), "nothing is chosen, nothing hot");
        let mut settings = channel["settings"].clone();
        settings["hot_entries"] = json!([invoice]);
        let id = channel["id"].as_str().expect("an id");
        let path = format!("/channels/{id}");
        let changed = desk.app.patch(&path, json!({"settings": settings})).await;
        changed.ok();
        assert_eq!(shown("").await, ["怎么开发票"]);
        let returns = shown("&q=退货").await;
        assert_eq!(returns, ["怎么申请退货"], "words search everything");
        let chosen = desk.publish("运费多少", &[], json!({})).await;
        assert_eq!(shown(&format!("&entries={chosen}")).await, ["运费多少"]);
    }
}
