//! What the lexicon of concepts is worth, for choosing how much it counts:
//! `cargo run -p shanying-language --example concepts -- models/use KNOWLEDGE.json… [OUTSIDE.jsonl]`.
//! Every similar question is asked twice: of an index that lacks it alone (`one out`), and of one that
//! has nothing but the entries' main questions (`titles`). Rows `{"text"}` of a `.jsonl` file are out
//! of scope.
#![expect(clippy::print_stdout, reason = "a measuring program")]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use shanying_language::embed::Encoder;
use shanying_language::index::{
    Hit, Index, IndexOptions, Outcome, Phrasing, Thresholds, Weights, decide,
};

type Entry = (String, Vec<Phrasing>);

/// Counts of what came of the questions.
#[derive(Default)]
struct Tally {
    asked: usize,
    first: usize,
    answered: usize,
    wrong: usize,
    offered: usize,
}

impl Tally {
    fn add(&mut self, hits: &[Hit], wanted: &str) {
        self.asked += 1;
        let is_first = hits.first().is_some_and(|hit| hit.entry_id == wanted);
        self.first += usize::from(is_first);
        match decide(hits, &Thresholds::default()) {
            Outcome::Direct if is_first => self.answered += 1,
            Outcome::Direct => self.wrong += 1,
            Outcome::Suggest(ids) => self.offered += usize::from(ids.iter().any(|id| id == wanted)),
            Outcome::Unknown => {}
        }
    }

    fn show(&self, name: &str) {
        let share = |count: usize| count as f64 * 100.0 / self.asked.max(1) as f64;
        println!(
            "  {name:<10} {:5} asked: first {:5.2}, answered {:5.2}, wrong {:4.2}, offered {:5.2}",
            self.asked,
            share(self.first),
            share(self.answered),
            share(self.wrong),
            share(self.offered)
        );
    }
}

fn entries(path: &str) -> Result<Vec<Entry>, Box<dyn Error>> {
    let knowledge: serde_json::Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let list = |value: &serde_json::Value, name: &str| {
        let list = value.get(name).and_then(|list| list.as_array());
        list.cloned().unwrap_or_default()
    };
    let text = |value: &serde_json::Value, name: &str| {
        let text = value.get(name).and_then(|text| text.as_str());
        text.unwrap_or_default().to_owned()
    };
    let entry = |entry: &serde_json::Value| {
        let similar = list(entry, "similar");
        let similar = similar.iter().filter_map(|text| text.as_str());
        let own = text(entry, "question");
        let phrasings = std::iter::once(own.as_str()).chain(similar);
        (text(entry, "key"), phrasings.map(Phrasing::new).collect())
    };
    Ok(list(&knowledge, "entries").iter().map(entry).collect())
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [models, files @ ..] = arguments.as_slice() else {
        return Err("usage: concepts MODELS KNOWLEDGE.json… [OUTSIDE.jsonl]".into());
    };
    let encoder = (models != "-").then(|| Encoder::load(Path::new(models)));
    let encoder = encoder.transpose()?.map(Arc::new);
    let (outside, files): (Vec<_>, Vec<_>) = files.iter().partition(|f| f.ends_with(".jsonl"));
    let mut others: Vec<String> = Vec::new();
    for file in outside {
        for line in fs::read_to_string(file)?.lines() {
            let row: serde_json::Value = serde_json::from_str(line)?;
            let text = row.get("text").and_then(|text| text.as_str());
            others.extend(text.map(str::to_owned));
        }
    }
    for concepts in [0.0, Weights::default().concepts] {
        for file in &files {
            println!("{file}, concepts {concepts}");
            let options = IndexOptions {
                weights: Weights {
                    concepts,
                    ..Weights::default()
                },
                ..IndexOptions::default()
            };
            measure(&entries(file)?, &others, &|| {
                Index::new(encoder.clone(), options.clone())
            });
        }
    }
    Ok(())
}

fn measure(entries: &[Entry], others: &[String], empty: &dyn Fn() -> Index) {
    let (mut all, mut titles) = (empty(), empty());
    all.upsert_many(
        entries
            .iter()
            .map(|(key, own)| (key.as_str(), own.as_slice())),
    );
    for (key, own) in entries {
        titles.upsert(key, own.get(..1).unwrap_or_default());
    }
    let (mut one_out, mut by_title) = (Tally::default(), Tally::default());
    for (key, own) in entries {
        for (at, asked) in own.iter().enumerate().skip(1) {
            let rest: Vec<Phrasing> = own
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != at)
                .map(|(_, phrasing)| phrasing.clone())
                .collect();
            all.upsert(key, &rest);
            one_out.add(&all.search(&asked.text, 5, |_| true), key);
            by_title.add(&titles.search(&asked.text, 5, |_| true), key);
        }
        all.upsert(key, own);
    }
    one_out.show("one out");
    by_title.show("titles");
    let mut outside = Tally::default();
    for text in others {
        let hits = all.search(text, 5, |_| true);
        let named = hits.first().map(|hit| hit.entry_id.clone());
        outside.add(&hits, &named.unwrap_or_default());
    }
    outside.show("outside");
}
