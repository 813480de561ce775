//! Knowledge and questions with known answers, read from public sets that lie beside the project.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// A set to be imported and asked.
pub struct Set {
    pub name: &'static str,
    pub entries: Vec<Entry>,
    pub questions: Vec<Question>,
}

/// One knowledge entry: its standard question and the other ways to ask.
pub struct Entry {
    pub key: String,
    pub question: String,
    pub similar: Vec<String>,
}

/// A question and the keys of the entries that answer it.
pub struct Question {
    pub text: String,
    pub gold: Vec<String>,
    /// An entry that is left out of this question's ranking.
    pub exclude: Option<String>,
}

/// An intent takes all its training texts as phrasings: the first is the standard question.
const SIMILAR_MOST: usize = 500;

/// BANKING77: 77 entries of about 130 phrasings, 3,080 test questions.
pub fn banking(data: &Path) -> Result<Set, String> {
    let mut phrasings: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows(&data.join("intent/en_banking77.train.jsonl"))? {
        let texts = phrasings.entry(text(&row, "intent")).or_default();
        let phrasing = text(&row, "text").trim().to_owned();
        if !texts.contains(&phrasing) {
            texts.push(phrasing);
        }
    }
    let entries = phrasings
        .into_iter()
        .filter_map(|(key, texts)| {
            let mut texts = texts.into_iter();
            let question = texts.next()?;
            let similar = texts.take(SIMILAR_MOST).collect();
            Some(Entry {
                key,
                question,
                similar,
            })
        })
        .collect();
    let questions = rows(&data.join("intent/en_banking77.test.jsonl"))?
        .iter()
        .map(|row| Question {
            text: text(row, "text"),
            gold: vec![text(row, "intent")],
            exclude: None,
        })
        .collect();
    Ok(Set {
        name: "BANKING77",
        entries,
        questions,
    })
}

/// LCQMC dev: 8,631 Chinese questions as entries, 3,786 asked. A few entries differ in their
/// punctuation alone, which is one question to a knowledge base: they become one entry.
pub fn lcqmc(data: &Path) -> Result<Set, String> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut keys: BTreeMap<String, String> = BTreeMap::new();
    let mut same: BTreeMap<String, String> = BTreeMap::new();
    for row in rows(&data.join("retrieval/lcqmc_dev.entries.jsonl"))? {
        let (key, question) = (text(&row, "id"), text(&row, "text"));
        let words = question.chars().filter(|c| c.is_alphanumeric());
        let words: String = words.flat_map(char::to_lowercase).collect();
        let kept = keys.entry(words).or_insert_with(|| key.clone()).clone();
        if kept == key {
            let similar = Vec::new();
            entries.push(Entry {
                key: key.clone(),
                question,
                similar,
            });
        }
        same.insert(key, kept);
    }
    let kept = |key: String| same.get(&key).cloned().unwrap_or(key);
    let questions = rows(&data.join("retrieval/lcqmc_dev.queries.jsonl"))?
        .iter()
        .map(|row| Question {
            text: text(row, "text"),
            gold: list(row, "gold").into_iter().map(kept).collect(),
            exclude: row
                .get("exclude")
                .and_then(Value::as_str)
                .map(str::to_owned),
        })
        .collect();
    Ok(Set {
        name: "LCQMC dev",
        entries,
        questions,
    })
}

fn rows(path: &Path) -> Result<Vec<Value>, String> {
    let content = fs::read_to_string(path).map_err(|error| {
        format!(
            "{}: {error}; tell where the public question sets are: --data FOLDER",
            path.display()
        )
    })?;
    content
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            serde_json::from_str(line).map_err(|error| format!("{}: {error}", path.display()))
        })
        .collect()
}

fn text(row: &Value, key: &str) -> String {
    row.get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

fn list(row: &Value, key: &str) -> Vec<String> {
    let items = row
        .get(key)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    items
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}
