//! Who hears what at the workbench, on both databases.

use std::time::Duration;

use serde_json::{Value as Json, json};
use shanying_testkit::databases;
use shanying_web_kit::Seat;

use super::topics::{self, EDITORS, STAFF};
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
    seat.join(STAFF);
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
