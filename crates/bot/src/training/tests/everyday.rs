//! What customers say every day is heard as it is meant, by the demo shop's knowledge as it lies there:
//! before anything is trained, and after.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use shanying_language::embed::Encoder;
use shanying_storage::jobs;
use shanying_testkit::{TestApp, databases};

use super::Centre;
use crate::answers::{Bot, BotSettings, Outcome, Question};

const KNOWLEDGE: &str = include_str!("../../../../../demo/shop/knowledge.json");
const REQUESTS: &str = include_str!("../../../tests/fixtures/everyday.tsv");
/// Asked on the first day, before the first model is there.
const DISPATCH: &str = "我前天买的东西怎么还没有发货";

/// The shop with all that is given to everybody.
async fn shop() -> Centre {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/use");
    let encoder = Encoder::load(&folder)
        .unwrap_or_else(|fault| panic!("the encoder is needed, run `make models` first: {fault}"));
    let encoder = Some(Arc::new(encoder));
    let database = databases().into_iter().next().unwrap();
    let app = TestApp::start(&database, crate::routes(), async |builder| {
        let bot = Bot::open(builder.db(), encoder).await?;
        Ok(builder.part(bot))
    })
    .await;
    let mut registry = jobs::Registry::new();
    crate::jobs(&app.tenant, &mut registry);
    let centre = Centre {
        app,
        jobs: registry,
        returns: String::new(),
        shipping: String::new(),
        asked: std::cell::Cell::new(0),
    };
    let knowledge: Value = serde_json::from_str(KNOWLEDGE).unwrap();
    for entry in knowledge["entries"].as_array().unwrap() {
        // The key stands in the note, by which the test knows the entry again.
        let draft = json!({"question": entry["question"], "similar": entry["similar"],
            "agent_note": entry["key"], "importance": entry["importance"],
            "audience": entry["audience"], "handling": entry["handling"],
            "answers": [{"channel": "default", "markdown": entry["answer"]}]});
        let made = centre.app.post("/knowledge/entries", draft).await.ok();
        let path = format!(
            "/knowledge/entries/{}/publish",
            made["id"].as_str().unwrap()
        );
        centre.app.post(&path, json!({"revision": 1})).await.ok();
    }
    centre
}

#[derive(Default)]
struct Heard {
    requests: usize,
    answered: usize,
    offered: usize,
    wrong: usize,
    report: String,
}

impl Centre {
    /// What the bot makes of a request, and the keys of the entries that it gives or offers.
    async fn hear(&self, text: &str) -> (Outcome, Vec<String>, f64) {
        let question = Question {
            text: text.to_owned(),
            channel: "web".to_owned(),
            ..Question::default()
        };
        let bot = self.app.tenant.part::<Bot>().unwrap();
        let now = self.app.clock.now_ms();
        let decision = bot.decide(&question, &BotSettings::default(), now).decision;
        let mut keys = Vec::new();
        for candidate in decision.candidates.iter().take(3) {
            let path = format!("/knowledge/entries/{}", candidate.entry_id);
            let entry = self.app.get(&path).await.ok();
            keys.push(entry["draft"]["agent_note"].as_str().unwrap().to_owned());
        }
        let score = decision.candidates.first().map_or(0.0, |best| best.score);
        (decision.outcome, keys, score)
    }

    async fn hear_all(&self) -> Heard {
        let mut heard = Heard::default();
        for line in REQUESTS.lines().filter(|line| !line.starts_with('#')) {
            let (text, wanted) = line.split_once('\t').unwrap();
            let is_meant = |key: &String| wanted.split(',').any(|one| one == key);
            let (outcome, keys, score) = self.hear(text).await;
            heard.requests += 1;
            let first = keys.first().is_some_and(is_meant);
            match outcome {
                Outcome::Direct | Outcome::ToPerson if first => heard.answered += 1,
                Outcome::Direct | Outcome::ToPerson => heard.wrong += 1,
                Outcome::Suggested if keys.iter().any(is_meant) => heard.offered += 1,
                _ => {}
            }
            if outcome != Outcome::Direct || !first {
                heard.report += &format!("{text}\t{wanted}\t{outcome:?} {score:.2} {keys:?}\n");
            }
        }
        heard
    }
}

#[tokio::test]
async fn everyday_requests_are_heard() {
    let shop = shop().await;
    for (name, answered, heard_least) in [("untrained", 90, 95), ("trained", 80, 95)] {
        let (outcome, keys, _) = shop.hear(DISPATCH).await;
        assert_eq!(
            (outcome, keys[0].as_str()),
            (Outcome::Direct, "ship-when"),
            "{name}"
        );
        let heard = shop.hear_all().await;
        let told = heard.answered + heard.offered;
        println!(
            "{name}: {} answered, {} offered, {} wrong of {}\n{}",
            heard.answered, heard.offered, heard.wrong, heard.requests, heard.report
        );
        assert!(heard.requests >= 60);
        assert!(
            heard.answered * 100 >= heard.requests * answered,
            "{}",
            heard.report
        );
        assert!(
            told * 100 >= heard.requests * heard_least,
            "{}",
            heard.report
        );
        assert!(heard.wrong <= 2, "{}", heard.report);
        if name == "untrained" {
            shop.learn().await;
            let bot = shop.app.tenant.part::<Bot>().unwrap();
            assert!(bot.model_id().is_some(), "a model is in use");
        }
    }
}
