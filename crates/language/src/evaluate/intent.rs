//! Intents: is the right label given, how honest is its probability, and are texts of no label
//! turned away?

use std::time::Instant;

use super::labels::{ClassReport, Confusion, LabelReport};
use super::{IntentRow, Latency, Progress, Speed};
use crate::classify::{Options, Reading};
use crate::embed::Encoder;
use crate::reject::{GateOptions, Guarded, Lessons};

/// Labelled texts. Only `train` and `test` must be given; `oos` rows belong to no label.
#[derive(Debug, Clone, Default)]
pub struct IntentData {
    pub train: Vec<IntentRow>,
    pub oos_train: Vec<IntentRow>,
    /// For the rejection's threshold; without it, folds of `train` serve.
    pub dev: Vec<IntentRow>,
    pub oos_dev: Vec<IntentRow>,
    pub test: Vec<IntentRow>,
    pub oos_test: Vec<IntentRow>,
}

/// How to train and judge.
#[derive(Debug, Clone, Default)]
pub struct IntentOptions {
    pub classifier: Options,
    pub gate: GateOptions,
}

/// What was measured. Shares are 0..1.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct IntentReport {
    pub train: usize,
    pub test: usize,
    pub intents: usize,
    /// The likeliest label is right; texts in scope, nothing turned away.
    pub accuracy: f64,
    /// Mean F1 of the labels that occur in the test texts.
    pub macro_f1: f64,
    /// Expected calibration error over fifteen bins.
    pub ece: f64,
    pub per_class: Vec<ClassReport>,
    /// The most frequent mistakes.
    pub confused: Vec<Confusion>,
    /// With rejection; there when out-of-scope test texts were given.
    #[serde(flatten)]
    pub rejection: Option<RejectionReport>,
    #[serde(flatten)]
    pub speed: Speed,
}

/// How well texts of no label are told.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct RejectionReport {
    /// Texts in scope that were accepted and got the right label.
    pub in_scope_accuracy: f64,
    /// Texts out of scope that were turned away.
    pub oos_recall: f64,
    /// Of the texts that were turned away, those out of scope.
    pub oos_precision: f64,
    /// The chance that a text in scope looks more like it than one outside.
    pub auroc: f64,
    /// The least probability of being in scope that is accepted; chosen without the test texts.
    pub threshold: f64,
}

/// Trains on the training texts, asks all test texts.
pub fn intent(
    data: &IntentData,
    encoder: Option<&Encoder>,
    options: &IntentOptions,
    mut progress: impl FnMut(Progress),
) -> IntentReport {
    let pairs = |rows: &[IntentRow]| -> Vec<(String, String)> {
        rows.iter()
            .map(|row| (row.text.clone(), row.intent.clone()))
            .collect()
    };
    let texts =
        |rows: &[IntentRow]| -> Vec<String> { rows.iter().map(|row| row.text.clone()).collect() };
    let (train, dev) = (pairs(&data.train), pairs(&data.dev));
    let (outside, outside_dev) = (texts(&data.oos_train), texts(&data.oos_dev));
    let lessons = Lessons {
        train: &train,
        outside: &outside,
        dev: &dev,
        outside_dev: &outside_dev,
    };
    let began = Instant::now();
    let guarded = Guarded::train(
        lessons,
        encoder,
        &options.classifier,
        &options.gate,
        |done, all| progress(Progress::Learned(done, all)),
    );
    let train_seconds = began.elapsed().as_secs_f64();

    let mut latency = Latency::default();
    let total = data.test.len() + data.oos_test.len();
    let mut answers = Vec::with_capacity(total);
    for (at, row) in data.test.iter().chain(&data.oos_test).enumerate() {
        answers.push(latency.time(|| Answer::of(&guarded, &row.text, encoder)));
        if (at + 1) % 100 == 0 || at + 1 == total {
            progress(Progress::Asked(at + 1, total));
        }
    }
    let oos = answers.split_off(data.test.len().min(answers.len()));
    let model_bytes = guarded.classifier().bytes() + encoder.map_or(0, Encoder::bytes);
    let gold: Vec<&str> = data.test.iter().map(|row| row.intent.as_str()).collect();
    let mut report = labels(&gold, &answers);
    report.train = data.train.len();
    report.intents = train
        .iter()
        .map(|(_, label)| label)
        .collect::<std::collections::BTreeSet<_>>()
        .len();
    report.speed = latency.speed(train_seconds, model_bytes);
    if !oos.is_empty() {
        let threshold = f64::from(guarded.gate().threshold());
        report.rejection = Some(rejection(&gold, &answers, &oos, threshold));
    }
    report
}

/// What was said of one text.
#[derive(Debug, Clone, Default)]
struct Answer {
    label: String,
    probability: f32,
    in_scope: f32,
    accepted: bool,
}

impl Answer {
    fn of(guarded: &Guarded, text: &str, encoder: Option<&Encoder>) -> Self {
        let reading: Reading = guarded.classifier().read(text, encoder);
        let verdict = guarded.judge_reading(&reading);
        let (label, probability) = verdict.ranked.first().copied().unwrap_or_default();
        Self {
            label: label.to_owned(),
            probability,
            in_scope: verdict.in_scope,
            accepted: verdict.accepted,
        }
    }
}

fn labels(gold: &[&str], answers: &[Answer]) -> IntentReport {
    let given: Vec<(&str, f32)> = answers
        .iter()
        .map(|answer| (answer.label.as_str(), answer.probability))
        .collect();
    let counted = LabelReport::count(gold, &given);
    IntentReport {
        test: gold.len(),
        accuracy: counted.accuracy,
        macro_f1: counted.macro_f1,
        ece: counted.ece,
        per_class: counted.per_class,
        confused: counted.confused,
        ..IntentReport::default()
    }
}

fn rejection(gold: &[&str], answers: &[Answer], oos: &[Answer], threshold: f64) -> RejectionReport {
    let right = gold
        .iter()
        .zip(answers)
        .filter(|(gold, answer)| answer.accepted && **gold == answer.label)
        .count();
    let caught = oos.iter().filter(|answer| !answer.accepted).count();
    let turned_away = caught + answers.iter().filter(|answer| !answer.accepted).count();
    RejectionReport {
        in_scope_accuracy: right as f64 / gold.len().max(1) as f64,
        oos_recall: caught as f64 / oos.len().max(1) as f64,
        oos_precision: caught as f64 / turned_away.max(1) as f64,
        auroc: auroc(answers, oos),
        threshold,
    }
}

/// By ranks, so that equal scores count half.
fn auroc(inside: &[Answer], outside: &[Answer]) -> f64 {
    let mut all: Vec<(f32, bool)> = inside
        .iter()
        .map(|answer| (answer.in_scope, true))
        .chain(outside.iter().map(|answer| (answer.in_scope, false)))
        .collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut ranks = 0.0;
    let mut before = 0;
    for same in all.chunk_by(|a, b| a.0 == b.0) {
        let rank = before as f64 + (same.len() as f64 + 1.0) / 2.0;
        ranks += rank * same.iter().filter(|(_, inside)| *inside).count() as f64;
        before += same.len();
    }
    let (inside, outside) = (inside.len() as f64, outside.len() as f64);
    (ranks - inside * (inside + 1.0) / 2.0) / (inside * outside).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(label: &str, probability: f32, in_scope: f32) -> Answer {
        Answer {
            label: label.to_owned(),
            probability,
            in_scope,
            accepted: in_scope >= 0.5,
        }
    }

    #[test]
    fn counts_rejection_as_defined() {
        let inside = [
            answer("a", 1.0, 0.9),
            answer("a", 1.0, 0.4),
            answer("b", 1.0, 0.7),
        ];
        let outside = [answer("a", 1.0, 0.1), answer("a", 1.0, 0.7)];
        let report = rejection(&["a", "a", "a"], &inside, &outside, 0.5);
        assert!((report.in_scope_accuracy - 1.0 / 3.0).abs() < 1e-9);
        assert_eq!((report.oos_recall, report.oos_precision), (0.5, 0.5));
        assert!((report.auroc - 4.5 / 6.0).abs() < 1e-9);
    }
}
