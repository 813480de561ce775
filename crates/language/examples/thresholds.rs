//! Shows where questions in and out of scope fall, for choosing thresholds:
//! `cargo run -p shanying-language --example thresholds -- models/use KNOWLEDGE.json QUESTIONS [OUTSIDE.txt]`
//! QUESTIONS are lines of a question and the key of its entry (or nothing), or a demo company's
//! `questions.json`; OUTSIDE lists questions of no entry, which the gate learns from. Without a models
//! folder (`-`) it measures words and characters alone. The last line tells the counts.
#![expect(clippy::print_stdout, reason = "a measuring program")]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use shanying_language::classify::Options;
use shanying_language::embed::Encoder;
use shanying_language::index::{Index, IndexOptions, Outcome, Phrasing, Thresholds, decide};
use shanying_language::understand::{learn_guarded, read};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [models, knowledge, questions, outside @ ..] = arguments.as_slice() else {
        return Err("usage: thresholds MODELS KNOWLEDGE.json QUESTIONS [OUTSIDE.txt]".into());
    };
    let encoder = if models == "-" {
        None
    } else {
        Some(Arc::new(Encoder::load(Path::new(models))?))
    };
    let mut index = Index::new(encoder, IndexOptions::default());
    let mut rows: Vec<(String, String)> = Vec::new();
    let knowledge: Value = serde_json::from_str(&fs::read_to_string(knowledge)?)?;
    for entry in list(knowledge.get("entries")) {
        let phrasings: Vec<Phrasing> = std::iter::once(text(entry, "question"))
            .chain(list(entry.get("similar")).filter_map(Value::as_str))
            .map(Phrasing::new)
            .collect();
        index.upsert(text(entry, "key"), &phrasings);
        let own = phrasings.into_iter();
        rows.extend(own.map(|phrasing| (phrasing.text, text(entry, "key").to_owned())));
    }
    let outside = match outside.first() {
        Some(path) => fs::read_to_string(path)?,
        None => String::new(),
    };
    let outside: Vec<String> = outside
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    let encoder = index.encoder().map(AsRef::as_ref);
    let learnt = learn_guarded(&rows, &outside, encoder, &Options::default(), |_, _| {});
    let guarded = learnt.as_ref().map(|(guarded, _)| guarded);
    let thresholds = Thresholds::default();
    let mut counts = std::collections::BTreeMap::<&str, usize>::new();
    for (question, key) in self::questions(questions)? {
        let opinion = guarded.map(|guarded| read(guarded, &question, encoder));
        let opinion = opinion.unwrap_or_default();
        let hits = index.search_believing(&question, 5, |_| true, &opinion.beliefs);
        let outcome = decide(&hits, &thresholds);
        let first = hits.first().map_or("", |hit| hit.entry_id.as_str());
        let verdict = match (&outcome, key.as_str()) {
            (Outcome::Direct, "") => "out: answered",
            (Outcome::Suggest(_), "") => "out: asked",
            (Outcome::Unknown, "") => "out: unknown",
            (Outcome::Direct, key) if first == key => "in: right",
            (Outcome::Direct, _) => "in: wrong",
            (Outcome::Suggest(ids), key) if ids.iter().any(|id| id == key) => "in: offered",
            _ => "in: missed",
        };
        *counts.entry(verdict).or_default() += 1;
        println!(
            "{}",
            json!({"verdict": verdict, "question": question, "wanted": key, "in_scope": opinion.in_scope,
                "accepted": opinion.accepted, "hits": hits})
        );
    }
    println!("{counts:?}");
    Ok(())
}

/// Questions with the key of their entry; an empty key for those of no entry.
fn questions(path: &str) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let content = fs::read_to_string(path)?;
    if !path.ends_with(".json") {
        let pair = |line: &str| {
            let (question, key) = line.split_once('\t').unwrap_or((line, ""));
            (question.to_owned(), key.to_owned())
        };
        return Ok(content.lines().map(pair).collect());
    }
    let rows: Value = serde_json::from_str(&content)?;
    let pair = |row: &Value| (text(row, "text").to_owned(), text(row, "entry").to_owned());
    Ok(list(Some(&rows)).map(pair).collect())
}

fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    value.and_then(Value::as_array).into_iter().flatten()
}

fn text<'a>(row: &'a Value, name: &str) -> &'a str {
    row.get(name).and_then(Value::as_str).unwrap_or_default()
}
