//! The way to a person through the widget and the API, on both databases.

use serde_json::{Value as Json, json};
use shanying_testkit::databases;

use crate::harness::{Desk, Widget};

const MINUTE: i64 = 60_000;

/// Customers whom the bot answers and who go.
async fn answered(desk: &Desk, count: usize) {
    for _ in 0..count {
        let mut customer = desk.customer().await;
        customer.say("怎么申请退货").await;
        customer.frame("end", json!({})).await;
    }
}

/// A customer who comes to this agent, after a question to the bot if `asks`, and goes.
async fn served(desk: &Desk, agent: &str, asks: bool) -> Widget {
    let mut customer = desk.customer().await;
    if asks {
        customer.say("怎么申请退货").await;
    }
    let id = customer.say("转人工").await;
    for verb in ["accept", "close"] {
        let path = format!("/conversations/{id}/{verb}");
        desk.app.post(&path, json!({})).by(agent).await.ok();
    }
    customer
}

async fn rate(customer: &mut Widget, score: i64) {
    let answer = customer.frame("rate", json!({"score": score})).await;
    assert_eq!(answer["t"], "ack", "{answer}");
}

/// Tries to change the settings; the error's code, or nothing.
async fn change(desk: &Desk, what: Json) -> String {
    let mut settings = desk.app.get("/settings/handover").await.ok();
    for (name, value) in what.as_object().cloned().unwrap_or_default() {
        settings[name] = value;
    }
    let answer = desk.app.put("/settings/handover", settings).await;
    if answer.status() == 200 {
        String::new()
    } else {
        answer.error()
    }
}

async fn places_at_first(desk: &Desk) -> Json {
    desk.customer().await.welcome["channel"]["person_places"].clone()
}

async fn report(desk: &Desk) -> Json {
    desk.app.get("/reports/handovers").await.ok()
}

fn at<'a>(report: &'a Json, place: &str) -> &'a Json {
    let places = report["places"].as_array().expect("places");
    let found = places.iter().find(|one| one["place"] == place);
    found.expect("a place")
}

#[tokio::test]
async fn the_way_is_hidden_only_while_the_figures_allow_it() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let lin = desk.agent("lin", 20).await;
        let all = json!(["header", "composer", "reply"]);
        assert_eq!(places_at_first(&desk).await, all);
        let few = json!({"resolution_percent": 70, "satisfaction_percent": 80,
            "least_conversations": 20, "least_ratings": 5});
        assert_eq!(change(&desk, json!({"lines": few})).await, "");
        let hide = || json!({"composer": "after_failures", "after_failures": 1});
        let hiding = async || change(&desk, hide()).await;
        assert_eq!(hiding().await, "409 handover.too_few_conversations");
        answered(&desk, 13).await;
        let mut came = Vec::new();
        for _ in 0..7 {
            came.push(served(&desk, &lin, true).await);
        }
        assert_eq!(hiding().await, "409 handover.resolution_short");
        answered(&desk, 5).await;
        assert_eq!(hiding().await, "409 handover.too_few_ratings");
        for (customer, score) in came.iter_mut().zip([5, 4, 5, 2, 1, 5, 5]) {
            rate(customer, score).await;
        }
        assert_eq!(hiding().await, "409 handover.satisfaction_short");
        let channel = desk.app.get("/channels").await.ok()["items"][0].clone();
        let path = format!("/channels/{}", channel["id"].as_str().expect("an id"));
        let mut quiet = channel["settings"].clone();
        quiet["transfer_visible"] = json!(false);
        let refused = desk.app.patch(&path, json!({"settings": quiet})).await;
        assert_eq!(refused.error(), "409 handover.satisfaction_short");
        let told = refused.json()["error"]["params"].clone();
        assert_eq!(
            (&told["numerator"], &told["denominator"]),
            (&json!(5), &json!(7))
        );
        for _ in 0..3 {
            rate(&mut served(&desk, &lin, false).await, 5).await;
        }
        assert_eq!(hiding().await, "");
        assert_eq!(places_at_first(&desk).await, json!(["header", "reply"]));
        // It appears when the bot has failed, and words lead to a person all the while.
        let mut customer = desk.customer().await;
        customer.say("怎么申请退货").await;
        let shown = customer.told("conversation").await["conversation"]["person_places"].clone();
        assert_eq!(shown, json!(["header", "reply"]));
        customer.say("阿基米德的浴缸").await;
        loop {
            let told = customer.told("conversation").await;
            if told["conversation"]["person_places"]
                .as_array()
                .map(Vec::len)
                == Some(3)
            {
                break;
            }
        }
        let id = customer.say("转人工").await;
        assert_eq!(desk.conversation(&id).await["owner"], "queue");
        let told = report(&desk).await;
        assert_eq!(
            (&told["is_weakened"], &told["short"]),
            (&json!(true), &json!([]))
        );
        let composer = at(&told, "composer");
        let header = at(&told, "header");
        assert_eq!(
            (&composer["appeared"], &header["appeared"]),
            (&json!(1), &json!(0))
        );
        let share = |one: &Json, side: &str| one["visible"][side].as_i64().expect("a count");
        assert_eq!(share(header, "numerator"), share(header, "denominator"));
        assert_eq!(
            share(composer, "denominator") - share(composer, "numerator"),
            1
        );
        assert_eq!(at(&told, "words")["visible"], Json::Null);
        assert_eq!(
            (
                &told["transfers"]["direct"],
                &told["transfers"]["after_talk"]
            ),
            (&json!(3), &json!(8))
        );
        // What was measured falls: what is hidden is shown again.
        for _ in 0..3 {
            rate(&mut served(&desk, &lin, false).await, 1).await;
        }
        desk.app.clock.advance(10 * MINUTE);
        assert_eq!(places_at_first(&desk).await, all);
        assert_eq!(report(&desk).await["short"], json!(["satisfaction"]));
        // Making it easier is always possible.
        assert_eq!(change(&desk, json!({"composer": "always"})).await, "");
    }
}

#[tokio::test]
async fn requests_are_followed_to_the_queue_or_to_the_refusal() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        let mut patient = desk.customer().await;
        let id = patient.say("转人工").await;
        desk.app.clock.advance(1_000);
        patient.say("转人工").await;
        patient.say("怎么申请退货").await;
        let mut leaves = desk.customer().await;
        leaves.frame("transfer", json!({"place": "composer"})).await;
        let left = json!({"client_id": "left", "text": "请给我回电话"});
        leaves.frame("leave_message", left).await;
        let told = report(&desk).await;
        let words = at(&told, "words");
        assert_eq!(
            (&words["requests"], &words["honoured"]),
            (&json!(1), &json!(0))
        );
        let why = json!([{"reason": "no_agent", "count": 1, "left_message": 0}]);
        assert_eq!(words["refusals"], why);
        let why = json!([{"reason": "no_agent", "count": 1, "left_message": 1}]);
        assert_eq!(at(&told, "composer")["refusals"], why);
        let open = told["unhonoured"].as_array().expect("rows");
        let asked = open
            .iter()
            .find(|one| one["conversation_id"] == id.as_str());
        assert_eq!(asked.expect("the patient one")["asks"], 2);
        // Somebody comes; the request is honoured after two more messages.
        desk.agent("lin", 0).await;
        patient.frame("transfer", json!({"place": "header"})).await;
        let mut at_once = desk.customer().await;
        at_once.say("转人工").await;
        let told = report(&desk).await;
        let words = at(&told, "words");
        assert_eq!(
            (&words["requests"], &words["honoured"]),
            (&json!(2), &json!(2))
        );
        assert_eq!(
            (
                &words["steps_p50"],
                &words["steps_p90"],
                &words["steps_worst"]
            ),
            (&json!(0), &json!(2), &json!(2))
        );
        assert_eq!(words["worst"][0]["conversation_id"], id.as_str());
        assert_eq!(words["worst"][0]["steps"], 2);
        assert_eq!(at(&told, "header")["requests"], 0, "the same request");
        let whose = desk.conversation(&id).await["customer"]["id"].clone();
        let path = format!("/customers/{}/erase", whose.as_str().expect("an id"));
        desk.app.post(&path, json!({})).await.ok();
        assert_eq!(at(&report(&desk).await, "words")["requests"], 1);
    }
}

#[tokio::test]
async fn the_company_says_that_it_answers_for_the_bot_and_bounds_what_it_asks() {
    for database in databases() {
        let desk = Desk::open(&database).await;
        desk.agent("lin", 0).await;
        assert_eq!(desk.customer().await.welcome["channel"]["bot_notice"], "");
        let words = "智能客服的回答由本店负责。";
        let changed = json!({"notice_text": words, "asks_at_most": 0});
        assert_eq!(change(&desk, changed).await, "");
        assert_eq!(
            desk.customer().await.welcome["channel"]["bot_notice"],
            words
        );
        assert_eq!(change(&desk, json!({"notice": false})).await, "");
        assert_eq!(
            desk.customer().await.welcome["channel"]["bot_notice"],
            Json::Null
        );
        // The bot does not ask to say it otherwise: a person comes at once.
        let mut customer = desk.customer().await;
        let id = customer.say("阿基米德的浴缸").await;
        assert_eq!(desk.conversation(&id).await["transfer_reason"], "unknown");
        assert_eq!(
            change(&desk, json!({"asks_at_most": 2})).await,
            "409 handover.too_few_conversations"
        );
        assert_eq!(
            change(&desk, json!({"after_failures": 4})).await,
            "400 invalid.field"
        );
        let refused = desk.app.get("/reports/handovers?days=93").await;
        assert_eq!(refused.error(), "400 invalid.field");
    }
}
