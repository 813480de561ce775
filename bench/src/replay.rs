//! Real questions through the real path: a fresh customer each, and the bot's own decision afterwards.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::task::JoinSet;

use crate::Options;
use crate::figures::{Samples, milliseconds, percent};
use crate::http::Staff;
use crate::questions::{self, Entry, Question, Set};
use crate::report::Table;
use crate::server::Server;
use crate::visitor::{Asked, Visitor, text_of};

/// Customers at the same time.
const AT_ONCE: usize = 8;
/// The program trains seconds after a change; unchanged for so long, the model in use is the last one.
const SETTLED: Duration = Duration::from_secs(8);
/// Longer a training must not take.
const TRAINED_WITHIN: Duration = Duration::from_mins(20);

pub async fn measure(options: &Options) -> Result<Table, String> {
    let mut table = Table::new(
        "Real questions",
        "Each set is imported as knowledge; each question is asked by a new customer over the widget's WebSocket. `first` is \
         the share whose right entry ranks first in the bot's decision (bar for BANKING77: 93.5 %, with the model trained first), `among five` the share \
         with it among the candidates that the decision keeps. `reply` tells what the customer received.",
        &[
            "set",
            "entries",
            "questions",
            "first",
            "among five",
            "reply: answer / suggestions / other",
            "delivered p50",
            "p99",
            "import",
            "model",
        ],
    );
    for set in [
        questions::banking(&options.data)?,
        questions::lcqmc(&options.data)?,
    ] {
        let row = replay(options, set).await?;
        println!("   {}", row.join(" · "));
        table.row(&row);
    }
    Ok(table)
}

/// What became of all questions of a set.
#[derive(Default)]
struct Tally {
    first: usize,
    among: usize,
    answers: usize,
    suggestions: usize,
    others: usize,
    delivered: Vec<Duration>,
}

async fn replay(options: &Options, set: Set) -> Result<Vec<String>, String> {
    let Set {
        name,
        entries,
        questions,
    } = set;
    let mut server = Server::start(options).await?;
    let began = Instant::now();
    let keys = server.import(&entries).await?;
    let import = began.elapsed();
    println!(
        "   {name}: {} entries imported in {:.1} s",
        entries.len(),
        import.as_secs_f64()
    );
    let began = Instant::now();
    let model = if learns(&entries) {
        trained(&mut server.staff).await?;
        format!("{:.0} s", began.elapsed().as_secs_f64())
    } else {
        "none".to_owned()
    };
    println!("   {name}: model {model}");

    let asked_count = questions.len();
    let answered = ask_all(&server, questions).await?;
    let mut tally = Tally::default();
    for (question, asked) in &answered {
        let decision = decision(&mut server.staff, asked).await?;
        tally.count(question, asked, &decision, &keys);
    }
    server.stop().await?;
    let delivered = Samples::new(tally.delivered);
    Ok(vec![
        name.to_owned(),
        entries.len().to_string(),
        asked_count.to_string(),
        percent(tally.first, asked_count),
        percent(tally.among, asked_count),
        format!(
            "{} / {} / {}",
            percent(tally.answers, asked_count),
            percent(tally.suggestions, asked_count),
            percent(tally.others, asked_count)
        ),
        milliseconds(delivered.at(500)),
        milliseconds(delivered.at(990)),
        format!("{:.1} s", import.as_secs_f64()),
        model,
    ])
}

impl Tally {
    fn count(
        &mut self,
        question: &Question,
        asked: &Asked,
        decision: &Value,
        keys: &HashMap<String, String>,
    ) {
        self.delivered.push(asked.answered);
        let content = asked.reply.get("content").unwrap_or(&Value::Null);
        match text_of(content, "type") {
            "answer" => self.answers += 1,
            "suggestions" => self.suggestions += 1,
            _ => self.others += 1,
        }
        let candidates = decision.get("candidates").and_then(Value::as_array);
        let ranked: Vec<&str> = candidates
            .into_iter()
            .flatten()
            .filter_map(|candidate| keys.get(text_of(candidate, "entry_id")).map(String::as_str))
            .filter(|key| question.exclude.as_deref() != Some(key))
            .collect();
        let is_gold = |key: &&str| question.gold.iter().any(|gold| gold == key);
        self.first += usize::from(ranked.first().is_some_and(is_gold));
        self.among += usize::from(ranked.iter().any(is_gold));
    }
}

/// Whether the program trains a model of these entries: three phrasings each and more, 500 entries at
/// most.
fn learns(entries: &[Entry]) -> bool {
    let phrasings: usize = entries.iter().map(|entry| 1 + entry.similar.len()).sum();
    entries.len() <= 500 && phrasings >= 3 * entries.len()
}

/// Waits until a model of all that was imported is in use.
async fn trained(staff: &mut Staff) -> Result<(), String> {
    let began = Instant::now();
    let mut last = String::new();
    while began.elapsed() < TRAINED_WITHIN {
        tokio::time::sleep(SETTLED).await;
        let list = staff.get("/api/v1/training/models").await?;
        let newest = list.get("items").and_then(|items| items.get(0));
        let newest = newest.unwrap_or(&Value::Null);
        let is_active = newest.get("active").and_then(Value::as_bool) == Some(true);
        let id = text_of(newest, "id");
        if is_active && text_of(newest, "state") == "done" && id == last {
            return Ok(());
        }
        id.clone_into(&mut last);
    }
    Err("no model was trained in time".to_owned())
}

/// Every question by a customer of its own, a few at a time.
async fn ask_all(
    server: &Server,
    questions: Vec<Question>,
) -> Result<Vec<(Question, Asked)>, String> {
    let address: Arc<str> = Arc::from(server.address.as_str());
    let token: Arc<str> = Arc::from(server.channel_token.as_str());
    let whole = questions.len();
    let mut waiting = questions.into_iter();
    let mut running = JoinSet::new();
    let mut answered = Vec::with_capacity(whole);
    loop {
        while running.len() < AT_ONCE {
            let Some(question) = waiting.next() else {
                break;
            };
            let (address, token) = (Arc::clone(&address), Arc::clone(&token));
            running.spawn(async move {
                let mut visitor = Visitor::open(&address, &token).await?;
                let asked = visitor.ask(&question.text).await?;
                visitor.close().await;
                Ok::<_, String>((question, asked))
            });
        }
        let Some(finished) = running.join_next().await else {
            return Ok(answered);
        };
        answered.push(finished.map_err(|error| error.to_string())??);
        if answered.len() % 500 == 0 {
            println!("   {} of {whole} questions", answered.len());
        }
    }
}

/// The decision behind the bot's reply, as a member of staff sees it.
async fn decision(staff: &mut Staff, asked: &Asked) -> Result<Value, String> {
    let id = &asked.conversation_id;
    let page = staff
        .get(&format!("/api/v1/conversations/{id}/messages?limit=50"))
        .await?;
    let messages = page.get("items").and_then(Value::as_array);
    let decision_id = messages
        .into_iter()
        .flatten()
        .map(|message| text_of(message, "decision_id"))
        .find(|id| !id.is_empty())
        .ok_or_else(|| format!("no message of {id} names a decision"))?;
    staff.get(&format!("/api/v1/decisions/{decision_id}")).await
}
