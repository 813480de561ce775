//! Shows where questions in and out of scope fall, for choosing thresholds:
//! `cargo run -p shanying-language --example thresholds -- models/use KNOWLEDGE.json QUESTIONS.tsv`
//! (a question and the key of its entry, or nothing, a line). Without a models folder (`-`) it
//! measures words and characters alone.
#![expect(clippy::print_stdout, reason = "a measuring program")]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use shanying_language::classify::Options;
use shanying_language::embed::Encoder;
use shanying_language::index::{Index, IndexOptions, Outcome, Phrasing, Thresholds, decide};
use shanying_language::understand::{learn, search};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [models, knowledge, questions] = arguments.as_slice() else {
        return Err("usage: thresholds MODELS KNOWLEDGE.json QUESTIONS.tsv".into());
    };
    let encoder = if models == "-" {
        None
    } else {
        Some(Arc::new(Encoder::load(Path::new(models))?))
    };
    let mut index = Index::new(encoder, IndexOptions::default());
    let mut rows: Vec<(String, String)> = Vec::new();
    let knowledge: serde_json::Value = serde_json::from_str(&fs::read_to_string(knowledge)?)?;
    for entry in knowledge
        .get("entries")
        .and_then(|e| e.as_array())
        .into_iter()
        .flatten()
    {
        let text = |name: &str| entry.get(name).and_then(|v| v.as_str()).unwrap_or_default();
        let similar = entry
            .get("similar")
            .and_then(|v| v.as_array())
            .into_iter()
            .flatten();
        let phrasings: Vec<Phrasing> = std::iter::once(text("question"))
            .chain(similar.filter_map(|v| v.as_str()))
            .map(Phrasing::new)
            .collect();
        index.upsert(text("key"), &phrasings);
        let own = phrasings.into_iter();
        rows.extend(own.map(|phrasing| (phrasing.text, text("key").to_owned())));
    }
    let encoder = index.encoder().map(AsRef::as_ref);
    let classifier = learn(&rows, encoder, &Options::default(), |_, _| {});
    let thresholds = Thresholds::default();
    let (mut right, mut wrong, mut offered, mut missed, mut kept, mut spoke, mut asked) =
        (0, 0, 0, 0, 0, 0, 0);
    for line in fs::read_to_string(questions)?.lines() {
        let (question, key) = line.split_once('\t').unwrap_or((line, ""));
        let hits = search(&index, classifier.as_ref(), question, 5, |_| true);
        let outcome = decide(&hits, &thresholds);
        let first = hits
            .first()
            .map(|hit| hit.entry_id.as_str())
            .unwrap_or_default();
        let verdict = match (&outcome, key) {
            (Outcome::Direct, "") => {
                spoke += 1;
                "OUT-ANSWERED"
            }
            (Outcome::Suggest(_), "") => {
                asked += 1;
                "out-asked"
            }
            (Outcome::Unknown, "") => {
                kept += 1;
                "out-unknown"
            }
            (Outcome::Direct, key) if first == key => {
                right += 1;
                "right"
            }
            (Outcome::Direct, _) => {
                wrong += 1;
                "WRONG"
            }
            (Outcome::Suggest(ids), key) if ids.iter().any(|id| id == key) => {
                offered += 1;
                "offered"
            }
            _ => {
                missed += 1;
                "missed"
            }
        };
        let second = hits.get(1).map_or(0.0, |hit| hit.features.likeness);
        if let Some(hit) = hits.first() {
            println!(
                "{:.3} {:.3} {:.2} {verdict:<12} {question} → {first} ({}) [{key}] d{:.2} w{:.2} c{:.2} m{:.2} b{:.2}",
                hit.features.likeness,
                second,
                hit.score,
                hit.best_phrasing,
                hit.features.dense_best,
                hit.features.bm25_words,
                hit.features.bm25_chars,
                hit.features.dense_mean,
                hit.features.belief
            );
        }
    }
    println!(
        "in scope: right {right}, wrong {wrong}, offered {offered}, missed {missed}; out of scope: answered {spoke}, asked {asked}, unknown {kept}"
    );
    Ok(())
}
