//! What each part of the classifier adds: `cargo run --release -p shanying-language --example
//! ablation -- models/use DATA [SET…]`, where DATA holds `intent/*.jsonl`. Each line adds one part.
//!
//! `--only NAME` takes the configurations whose name holds NAME; `--noise
//! pinyin|homophone|traditional|wide` makes a slip in every text that is asked; `--fold N` asks the
//! N-th fifth (0–4) of the training texts, which is not learnt, instead of the test texts: to choose
//! by.
#![expect(clippy::print_stdout, reason = "a measuring program")]

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use shanying_language::classify::Expert;
use shanying_language::embed::Encoder;
use shanying_language::evaluate::{IntentData, IntentOptions, IntentRow, Noise, Slips, intent};

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

/// Keeps a fifth of the training texts, every fifth of each intent, to ask instead of the test texts.
fn fold(data: &mut IntentData, part: usize) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let rows = std::mem::take(&mut data.train);
    let (asked, learnt) = rows.into_iter().partition(|row: &IntentRow| {
        let count = counts.entry(row.intent.clone()).or_default();
        *count += 1;
        *count % 5 == part
    });
    (data.test, data.train) = (asked, learnt);
    data.oos_test.clear();
}

fn slip(data: &mut IntentData, noise: &str) -> Result<(), Box<dyn Error>> {
    let noise = match noise {
        "pinyin" => Noise::Pinyin,
        "homophone" => Noise::Homophone,
        "traditional" => Noise::Traditional,
        "wide" => Noise::FullWidth,
        _ => return Err("noise is pinyin, homophone, traditional or wide".into()),
    };
    let known = data.train.iter().chain(&data.test);
    let mut slips = Slips::new(known.map(|row| row.text.as_str()), 77);
    for row in data.test.iter_mut().chain(&mut data.oos_test) {
        row.text = slips.make(&row.text, noise);
    }
    Ok(())
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
    let with = |experts: &[Expert], sparse: [f32; 3], layers: bool| {
        let [characters, words, sounds] = sparse;
        let mut options = IntentOptions::default();
        options.classifier.experts = experts.to_vec();
        options.classifier.features.characters *= characters;
        options.classifier.features.words *= words;
        options.classifier.features.sounds *= sounds;
        options.classifier.features.layers = layers;
        options
    };
    use Expert::{Linear, Neighbours};
    let (all, none) = ([1.0; 3], [0.0; 3]);
    vec![
        ("characters", false, with(&[Linear], [1.0, 0.0, 0.0], false)),
        ("+ words", false, with(&[Linear], [1.0, 1.0, 0.0], false)),
        ("+ pinyin", false, with(&[Linear], all, false)),
        ("encoder alone", true, with(&[Linear], none, false)),
        ("its layers too", true, with(&[Linear], none, true)),
        ("neighbours", true, with(&[Neighbours], none, false)),
        ("linear alone", true, with(&[Linear], all, true)),
        ("all (default)", true, IntentOptions::default()),
    ]
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [models, folder, chosen @ ..] = arguments.as_slice() else {
        return Err(
            "usage: ablation MODELS DATA [SET…] [--only NAME] [--noise KIND] [--fold N]".into(),
        );
    };
    let folder = PathBuf::from(folder);
    let encoder = Encoder::load(Path::new(models))?;
    let mut sets: Vec<&str> = Vec::new();
    let mut asked: BTreeMap<&str, &str> = BTreeMap::new();
    let mut words = chosen.iter().map(String::as_str);
    while let Some(word) = words.next() {
        match word.strip_prefix("--") {
            Some(name) => {
                asked.insert(name, words.next().unwrap_or_default());
            }
            None => sets.push(word),
        }
    }
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
        if !sets.is_empty() && !sets.contains(&set) {
            continue;
        }
        let mut data = data(&folder, set, dev, test)?;
        if let Some(part) = asked.get("fold") {
            fold(&mut data, part.parse()?);
        }
        if let Some(noise) = asked.get("noise") {
            slip(&mut data, noise)?;
        }
        for (name, encoded, options) in configurations() {
            if asked.get("only").is_some_and(|only| !name.contains(only)) {
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
