//! Measures retrieval: `cargo run -p shanying-language --example evaluate -- models/use DATA`,
//! where DATA holds `retrieval/*.jsonl` and `intent/en_banking77.*.jsonl`. Further arguments name the sets and methods that are
//! wanted; all without.
#![expect(clippy::print_stdout, reason = "a measuring program")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::de::DeserializeOwned;
use shanying_language::embed::Encoder;
use shanying_language::evaluate::{RetrievalReport, intent_as_retrieval, retrieval};
use shanying_language::index::{Index, IndexOptions, Weights};

const SETS: [&str; 4] = ["banking77", "lcqmc_dev", "oppo_dev", "afqmc_train"];
/// Weights of the cosine, of words, of characters and of concepts.
const METHODS: [(&str, Weights); 6] = [
    ("bm25-words", weights(0.0, 1.0, 0.0, 0.0)),
    ("bm25-chars", weights(0.0, 0.0, 1.0, 0.0)),
    ("encoder", weights(1.0, 0.0, 0.0, 0.0)),
    ("sparse", weights(0.0, 0.15, 0.3, 0.0)),
    ("plain", weights(1.0, 0.15, 0.3, 0.0)),
    ("fused", weights(1.0, 0.15, 0.3, 0.25)),
];

const fn weights(dense: f32, words: f32, characters: f32, concepts: f32) -> Weights {
    Weights {
        dense,
        words,
        characters,
        concepts,
    }
}

/// True when a name is among those chosen, or none of its kind is.
fn is_wanted(chosen: &[String], kind: &[&str], name: &str) -> bool {
    chosen.iter().any(|c| c == name) || !chosen.iter().any(|c| kind.contains(&c.as_str()))
}

fn rows<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    Ok(text
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?)
}

fn show(set: &str, method: &str, report: &RetrievalReport) {
    println!(
        "{set:<12} {method:<12} {:6.2} {:6.2} {:6.2} {:6.2} {:7.1} {:7.0} {:6.2} {:6.2} {:6.0}",
        report.recall_at_1 * 100.0,
        report.recall_at_3 * 100.0,
        report.recall_at_10 * 100.0,
        report.mrr_10 * 100.0,
        report.speed.train_seconds,
        report.speed.queries_per_second_one_thread,
        report.speed.p50_ms,
        report.speed.p99_ms,
        report.speed.model_bytes as f64 / 1e6,
    );
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [models, data, chosen @ ..] = arguments.as_slice() else {
        return Err("usage: evaluate MODELS DATA [SET…]".into());
    };
    let data = PathBuf::from(data);
    let encoder = Arc::new(Encoder::load(Path::new(models))?);
    println!(
        "{:<12} {:<12} {:>6} {:>6} {:>6} {:>6} {:>7} {:>7} {:>6} {:>6} {:>6}",
        "set", "method", "R@1", "R@3", "R@10", "MRR", "fill s", "q/s", "p50", "p99", "MB"
    );
    for set in SETS {
        if !is_wanted(chosen, &SETS, set) {
            continue;
        }
        for (method, weights) in METHODS {
            if !is_wanted(chosen, &METHODS.map(|method| method.0), method) {
                continue;
            }
            let options = IndexOptions {
                weights,
                ..IndexOptions::default()
            };
            let index = Index::new((weights.dense > 0.0).then(|| Arc::clone(&encoder)), options);
            let report = if set == "banking77" {
                let file = |part| data.join(format!("intent/en_banking77.{part}.jsonl"));
                intent_as_retrieval(index, &rows(&file("train"))?, &rows(&file("test"))?, |_| {})
            } else {
                let file = |part| data.join(format!("retrieval/{set}.{part}.jsonl"));
                retrieval(
                    index,
                    &rows(&file("entries"))?,
                    &rows(&file("queries"))?,
                    |_| {},
                )
            };
            show(set, method, &report);
        }
    }
    Ok(())
}
