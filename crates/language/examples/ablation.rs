//! What each part of the classifier adds: `cargo run --release -p shanying-language --example
//! ablation -- models/use DATA [SET…]`, where DATA holds `intent/*.jsonl`. Each line adds one part.
#![expect(clippy::print_stdout, reason = "a measuring program")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use shanying_language::classify::Expert;
use shanying_language::embed::Encoder;
use shanying_language::evaluate::{IntentData, IntentOptions, IntentRow, intent};

/// Name, whether a file of development texts is read, and the part that is tested.
const SETS: [(&str, bool, &str); 5] = [
    ("zh_smp2017", false, "dev"),
    ("en_banking77", false, "test"),
    ("en_banking77_10shot", true, "test"),
    ("en_hwu64", true, "test"),
    ("en_clinc150", true, "test"),
];

fn rows(path: &Path) -> Result<Vec<IntentRow>, Box<dyn Error>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let text = fs::read_to_string(path)?;
    Ok(text
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?)
}

fn data(folder: &Path, set: &str, dev: bool, test: &str) -> Result<IntentData, Box<dyn Error>> {
    let read = |part: &str| rows(&folder.join(format!("intent/{set}.{part}.jsonl")));
    Ok(IntentData {
        train: read("train")?,
        oos_train: read("oos_train")?,
        dev: if dev { read("dev")? } else { Vec::new() },
        oos_dev: read("oos_dev")?,
        test: read(test)?,
        oos_test: read("oos_test")?,
    })
}

/// The configurations, each with what it adds to the one before.
fn configurations() -> Vec<(&'static str, bool, IntentOptions)> {
    let with = |experts: &[Expert], characters: f32, words: f32, sounds: f32| {
        let mut options = IntentOptions::default();
        options.classifier.experts = experts.to_vec();
        options.classifier.features.characters *= characters;
        options.classifier.features.words *= words;
        options.classifier.features.sounds *= sounds;
        options
    };
    use Expert::{Joint, Layers, Neighbours, Sparse, Vector};
    vec![
        ("characters", false, with(&[Sparse], 1.0, 0.0, 0.0)),
        ("+ words", false, with(&[Sparse], 1.0, 1.0, 0.0)),
        ("+ pinyin", false, with(&[Sparse], 1.0, 1.0, 1.0)),
        ("encoder alone", true, with(&[Vector], 0.0, 0.0, 0.0)),
        ("+ encoder", true, with(&[Sparse, Vector], 1.0, 1.0, 1.0)),
        (
            "+ layers",
            true,
            with(&[Sparse, Vector, Layers], 1.0, 1.0, 1.0),
        ),
        (
            "+ neighbours",
            true,
            with(&[Sparse, Vector, Layers, Neighbours], 1.0, 1.0, 1.0),
        ),
        ("joint alone", true, with(&[Joint], 1.0, 1.0, 1.0)),
        ("all (default)", true, IntentOptions::default()),
    ]
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [models, folder, chosen @ ..] = arguments.as_slice() else {
        return Err("usage: ablation MODELS DATA [SET…] [--only CONFIGURATION]".into());
    };
    let folder = PathBuf::from(folder);
    let encoder = Encoder::load(Path::new(models))?;
    let only = chosen
        .iter()
        .position(|word| word == "--only")
        .and_then(|at| chosen.get(at + 1));
    println!(
        "{:<20} {:<14} {:>6} {:>6} {:>5} {:>6} {:>6} {:>6} {:>6} {:>7} {:>6} {:>5} {:>5} {:>6}",
        "set",
        "parts",
        "acc",
        "F1",
        "ECE",
        "in",
        "oos R",
        "oos P",
        "AUROC",
        "train s",
        "q/s",
        "p50",
        "p99",
        "MB"
    );
    for (set, dev, test) in SETS {
        if !chosen.is_empty()
            && only.is_none_or(|_| chosen.len() > 2)
            && !chosen.iter().any(|name| name == set)
        {
            continue;
        }
        let data = data(&folder, set, dev, test)?;
        for (name, encoded, options) in configurations() {
            if only.is_some_and(|only| !name.contains(only.as_str())) {
                continue;
            }
            let report = intent(&data, encoded.then_some(&encoder), &options, |_| {});
            let rejection = report.rejection.unwrap_or_default();
            println!(
                "{set:<20} {name:<14} {:6.2} {:6.2} {:5.2} {:6.2} {:6.2} {:6.2} {:6.2} {:7.2} {:6.0} {:5.2} {:5.2} {:6.1}",
                report.accuracy * 100.0,
                report.macro_f1 * 100.0,
                report.ece * 100.0,
                rejection.in_scope_accuracy * 100.0,
                rejection.oos_recall * 100.0,
                rejection.oos_precision * 100.0,
                rejection.auroc * 100.0,
                report.speed.train_seconds,
                report.speed.queries_per_second_one_thread,
                report.speed.p50_ms,
                report.speed.p99_ms,
                report.speed.model_bytes as f64 / 1e6,
            );
        }
    }
    Ok(())
}
