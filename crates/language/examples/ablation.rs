//! What each part of the classifier adds, calibration and the gate's signals too: `cargo run --release -p shanying-language --example
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

use shanying_language::classify::calibration::expected_error;
use shanying_language::classify::features::{Example, Features};
use shanying_language::classify::linear::{Input, Linear, LinearOptions, Shape, softmax};
use shanying_language::classify::{Classifier, Expert, Reading};
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

/// The regression over all parts with its own probabilities, that no weight was fitted to: share of
/// right ones and calibration error.
fn uncalibrated(data: &IntentData, encoder: &Encoder) -> (f64, f64) {
    let options = IntentOptions::default().classifier;
    let names: Vec<&str> = data.train.iter().map(|row| row.intent.as_str()).collect();
    let labels: BTreeMap<&str, u32> = names.iter().map(|name| (*name, 0)).collect();
    let labels: BTreeMap<&str, u32> = labels.into_keys().zip(0..).collect();
    let targets: Vec<u32> = names
        .iter()
        .filter_map(|name| labels.get(name).copied())
        .collect();
    let texts: Vec<&str> = data.train.iter().map(|row| row.text.as_str()).collect();
    let (features, examples) =
        Features::learn(&texts, options.segmenter, Some(encoder), options.features);
    let inputs: Vec<Input<'_>> = examples.iter().map(input).collect();
    let shape = Shape {
        dense: inputs
            .first()
            .map_or([0; 2], |input| input.dense.map(<[f32]>::len)),
        sparse: features.columns(),
        classes: labels.len(),
    };
    let linear = LinearOptions::default();
    let curvature = Linear::curvature(&inputs, shape, &linear);
    let model = Linear::train(&inputs, &targets, shape, &linear, &curvature, None);
    let asked: Vec<&str> = data.test.iter().map(|row| row.text.as_str()).collect();
    let answers: Vec<(f32, bool)> = features
        .of_many(&asked, Some(encoder))
        .iter()
        .zip(&data.test)
        .map(|(example, row)| {
            let mut scores = model.scores(input(example));
            softmax(&mut scores);
            let (best, class) = top(&scores);
            (best, labels.get(row.intent.as_str()) == Some(&class))
        })
        .collect();
    let right = answers.iter().filter(|(_, right)| *right).count();
    let share = right as f64 / answers.len().max(1) as f64;
    (share, expected_error(&answers, 15))
}

fn input(example: &Example) -> Input<'_> {
    Input {
        dense: [&example.vector, &example.layers],
        sparse: &example.sparse,
    }
}

fn top(scores: &[f32]) -> (f32, u32) {
    let best = scores.iter().copied().zip(0u32..);
    best.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or_default()
}

/// Rejection by the greatest probability alone, its line where it loses as many development texts as
/// the gate may: right and let through, outside and turned away, of all turned away, AUROC.
fn probability_alone(data: &IntentData, encoder: &Encoder) -> Option<[f64; 4]> {
    if data.oos_test.is_empty() || data.dev.is_empty() {
        return None;
    }
    let options = IntentOptions::default();
    let pair = |row: &IntentRow| (row.text.clone(), row.intent.clone());
    let rows: Vec<(String, String)> = data.train.iter().map(pair).collect();
    let classifier = Classifier::train(&rows, Some(encoder), &options.classifier, |_, _| {});
    let read = |rows: &[IntentRow]| -> Vec<(f32, bool)> {
        let texts: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
        let readings = classifier.read_many(&texts, Some(encoder));
        let judged = readings
            .iter()
            .zip(rows)
            .map(|(reading, row)| best(&classifier, reading, row));
        judged.collect()
    };
    let (dev, test, outside) = (read(&data.dev), read(&data.test), read(&data.oos_test));
    let mut sure: Vec<f32> = dev.iter().filter(|one| one.1).map(|one| one.0).collect();
    sure.sort_by(f32::total_cmp);
    let lost = (options.gate.lost * dev.len() as f64) as usize;
    let line = sure.get(lost).copied().unwrap_or_default();
    let passed = test.iter().filter(|one| one.1 && one.0 >= line).count() as f64;
    let caught = outside.iter().filter(|one| one.0 < line).count() as f64;
    let turned = caught + test.iter().filter(|one| one.0 < line).count() as f64;
    let above = |inside: &(f32, bool)| -> f64 {
        let beaten = outside.iter().filter(|one| one.0 < inside.0).count() as f64;
        let equal = outside.iter().filter(|one| one.0 == inside.0).count() as f64;
        beaten + equal / 2.0
    };
    let (inside, all) = (test.len() as f64, outside.len() as f64);
    let auroc = test.iter().map(above).sum::<f64>() / (inside * all);
    Some([
        passed / inside,
        caught / all,
        caught / turned.max(1.0),
        auroc,
    ])
}

fn best(classifier: &Classifier, reading: &Reading, row: &IntentRow) -> (f32, bool) {
    let (probability, class) = top(&reading.probabilities);
    let label = classifier.labels().get(class as usize);
    (probability, label == Some(&row.intent))
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
        let wanted = |name: &str| asked.get("only").is_none_or(|only| name.contains(only));
        if wanted("not calibrated") {
            let (accuracy, error) = uncalibrated(&data, &encoder);
            let (accuracy, error) = (accuracy * 100.0, error * 100.0);
            println!(
                "{set:<20} {:<14} {accuracy:6.2} {:>6} {error:5.2}",
                "not calibrated", ""
            );
        }
        if wanted("probability")
            && let Some(shares) = probability_alone(&data, &encoder)
        {
            let [inside, recall, precision, auroc] = shares.map(|share| share * 100.0);
            println!(
                "{set:<20} {:<14} {:>19} {inside:6.2} {recall:6.2} {precision:6.2} {auroc:6.2}",
                "probability", ""
            );
        }
        for (name, encoded, options) in configurations() {
            if !wanted(name) {
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
