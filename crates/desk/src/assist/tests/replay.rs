//! The demo companies' past conversations again, with the answers hidden: is the knowledge that the
//! answer rests on among the three entries that are suggested first? Prints the figures.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value as Json, json};
use shanying_bot::{Bot, BotSettings};
use shanying_kernel::Time;
use shanying_language::embed::Encoder;
use shanying_testkit::{TestApp, databases};

use crate::assist::actions::{Reader, suggested_entries};
use crate::assist::memory::Memory;
use crate::assist::rules::Talk;
use crate::conversations::model::{Content, Message, Sender};

const LABELS: &str = include_str!("../../../tests/fixtures/replay.tsv");
const COMPANIES: [(&str, &str, &str); 3] = [
    (
        "shop",
        include_str!("../../../../../demo/shop/knowledge.json"),
        include_str!("../../../../../demo/shop/conversations.json"),
    ),
    (
        "school",
        include_str!("../../../../../demo/school/knowledge.json"),
        include_str!("../../../../../demo/school/conversations.json"),
    ),
    (
        "bank",
        include_str!("../../../../../demo/bank/knowledge.json"),
        include_str!("../../../../../demo/bank/conversations.json"),
    ),
];

/// How often the right entry was among the first three.
#[derive(Default)]
struct Score {
    turns: usize,
    first: usize,
    in_three: usize,
    missed: Vec<String>,
}

impl Score {
    fn count(&mut self, words: &str, wanted: &[&str], found: &[String]) {
        let right = |key: &String| wanted.contains(&key.as_str());
        self.turns += 1;
        self.first += usize::from(found.first().is_some_and(right));
        if found.iter().any(right) {
            self.in_three += 1;
        } else {
            self.missed
                .push(format!("{words} → {wanted:?}, not {found:?}"));
        }
    }

    fn share(&self) -> f64 {
        100.0 * self.in_three as f64 / self.turns.max(1) as f64
    }

    fn told(&self, name: &str) -> String {
        format!(
            "{name}: {} of {} in the first three ({:.1} %), {} first\n  {}\n",
            self.in_three,
            self.turns,
            self.share(),
            self.first,
            self.missed.join("\n  ")
        )
    }
}

/// A company whose knowledge is published, and the key of each entry.
async fn company(knowledge: &str, encoder: Arc<Encoder>) -> (TestApp, HashMap<String, String>) {
    let database = databases().into_iter().next().unwrap();
    let routes = crate::routes().merge(shanying_bot::routes());
    let app = TestApp::start(&database, routes, async |builder| {
        let bot = Bot::open(builder.db(), Some(encoder)).await?;
        Ok(crate::parts(builder.part(bot)))
    })
    .await;
    let knowledge: Json = serde_json::from_str(knowledge).unwrap();
    let mut keys = HashMap::new();
    for entry in knowledge["entries"].as_array().unwrap() {
        let draft = json!({"question": entry["question"], "similar": entry["similar"],
            "importance": entry["importance"], "audience": entry["audience"],
            "handling": entry["handling"],
            "answers": [{"channel": "default", "markdown": entry["answer"]}]});
        let made = app.post("/knowledge/entries", draft).await.ok();
        let id = made["id"].as_str().unwrap().to_owned();
        let path = format!("/knowledge/entries/{id}/publish");
        app.post(&path, json!({"revision": 1})).await.ok();
        keys.insert(id, entry["key"].as_str().unwrap().to_owned());
    }
    (app, keys)
}

fn message(seq: i64, from: &str, line: &Json) -> Option<Message> {
    let sender = match from {
        "customer" => Sender::customer("cus_1", "客户"),
        "agent" => Sender::agent("agt_1", "客服"),
        "bot" => Sender::bot(),
        _ => return None,
    };
    let text = line["text"].as_str().or(line["entry"].as_str());
    Some(Message {
        id: format!("msg_{seq}"),
        conversation_id: "cnv_1".into(),
        seq,
        sender,
        content: Content::Text {
            text: text.unwrap_or("…").into(),
        },
        client_id: None,
        created_at: Time(0),
        feedback: None,
        decision_id: None,
    })
}

#[tokio::test]
async fn the_right_knowledge_is_suggested_when_past_conversations_are_played_again() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/use");
    let encoder = Encoder::load(&folder)
        .unwrap_or_else(|fault| panic!("the encoder is needed, run `make models` first: {fault}"));
    let encoder = Arc::new(encoder);
    let (mut people, mut bots) = (Score::default(), Score::default());
    for (name, knowledge, conversations) in COMPANIES {
        let (app, keys) = company(knowledge, encoder.clone()).await;
        let reader = Reader {
            bot: app.tenant.part().unwrap(),
            memory: Arc::new(Memory::default()),
            settings: Arc::new(BotSettings::default()),
            now_ms: app.clock.now_ms(),
        };
        let labels: HashMap<&str, Vec<&str>> = LABELS
            .lines()
            .filter_map(|line| {
                let mut cells = line.split('\t');
                let company = cells.next().filter(|company| *company == name);
                company.and(cells.next()).zip(cells.next())
            })
            .map(|(words, keys)| (words, keys.split(',').collect()))
            .collect();
        let conversations: Vec<Json> = serde_json::from_str(conversations).unwrap();
        for conversation in &conversations {
            let mut said: Vec<Message> = Vec::new();
            let mut words = String::new();
            let mut answered = true;
            for (seq, line) in (1..).zip(conversation["messages"].as_array().unwrap()) {
                let from = line["from"].as_str().unwrap();
                // What is answered is not known to who suggests: only what was said before counts.
                let suggested = || {
                    let found = suggested_entries(&reader, &Talk::read(&said)).into_iter();
                    found.map(|id| keys[&id].clone()).collect::<Vec<_>>()
                };
                match from {
                    "customer" => {
                        line["text"].as_str().unwrap().clone_into(&mut words);
                        answered = false;
                    }
                    "bot" if !answered => {
                        if let Some(entry) = line["entry"].as_str() {
                            bots.count(&words, &[entry], &suggested());
                        }
                        answered = true;
                    }
                    "agent" if !answered || !said.iter().any(by_agent) => {
                        if let Some(wanted) = labels.get(words.as_str()) {
                            people.count(&words, wanted, &suggested());
                        }
                        answered = true;
                    }
                    _ => {}
                }
                said.extend(message(seq, from, line));
            }
        }
    }
    println!(
        "{}{}",
        people.told("answers of people"),
        bots.told("answers of the bot")
    );
    assert!(
        people.turns >= 90 && bots.turns >= 90,
        "{} {}",
        people.turns,
        bots.turns
    );
    assert!(people.share() >= 90.0, "{}", people.told("people"));
    assert!(bots.share() >= 90.0, "{}", bots.told("bots"));
}

fn by_agent(message: &Message) -> bool {
    message.sender.kind == crate::conversations::model::SenderKind::Agent
}
