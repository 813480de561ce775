//! Sentiment: is praise told from complaint?

use std::time::Instant;

use super::labels::LabelReport;
use super::{Latency, Progress, Speed};
use crate::embed::Encoder;
use crate::emotion::{ReviewOptions, Reviews};

/// A labelled review. A file's further fields are not looked at: a domain is not known in service.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct SentimentRow {
    pub text: String,
    /// 1 is praise, 0 complaint.
    pub label: u8,
}

/// What was measured. Labels are `1`, praise, and `0`, complaint.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct SentimentReport {
    pub train: usize,
    pub test: usize,
    #[serde(flatten)]
    pub labels: LabelReport,
    #[serde(flatten)]
    pub speed: Speed,
}

/// Trains on the training reviews, asks all test reviews one by one.
pub fn sentiment(
    train: &[SentimentRow],
    test: &[SentimentRow],
    encoder: Option<&Encoder>,
    seed: u64,
    mut progress: impl FnMut(Progress),
) -> SentimentReport {
    let rows: Vec<(&str, bool)> = train
        .iter()
        .map(|row| (row.text.as_str(), row.label > 0))
        .collect();
    let options = ReviewOptions {
        seed,
        ..ReviewOptions::default()
    };
    let began = Instant::now();
    let model = Reviews::train(&rows, encoder, &options, |done, all| {
        progress(Progress::Learned(done, all));
    });
    let train_seconds = began.elapsed().as_secs_f64();
    let mut latency = Latency::default();
    let mut answers = Vec::with_capacity(test.len());
    for (at, row) in test.iter().enumerate() {
        let praise = latency.time(|| model.read(&row.text, encoder));
        answers.push(if praise >= 0.5 {
            ("1", praise)
        } else {
            ("0", 1.0 - praise)
        });
        if (at + 1) % 100 == 0 || at + 1 == test.len() {
            progress(Progress::Asked(at + 1, test.len()));
        }
    }
    let gold: Vec<&str> = test
        .iter()
        .map(|row| if row.label > 0 { "1" } else { "0" })
        .collect();
    SentimentReport {
        train: train.len(),
        test: test.len(),
        labels: LabelReport::count(&gold, &answers),
        speed: latency.speed(
            train_seconds,
            model.bytes() + encoder.map_or(0, |encoder| encoder.bytes()),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_what_was_learnt() {
        let row = |(text, label): (&str, u8)| SentimentRow {
            text: text.to_owned(),
            label,
        };
        let train: Vec<SentimentRow> = [("很好", 1), ("太好了", 1), ("很差", 0), ("太差了", 0)]
            .into_iter()
            .map(row)
            .collect();
        let test: Vec<SentimentRow> = [("好", 1), ("差", 0), ("真差", 0), ("真好", 0)]
            .into_iter()
            .map(row)
            .collect();
        let report = sentiment(&train, &test, None, 1, |_| {});
        assert_eq!((report.train, report.test), (4, 4));
        assert_eq!(report.labels.accuracy, 0.75);
        let confused = &report.labels.confused;
        assert_eq!(
            (confused[0].label.as_str(), confused[0].taken_for.as_str()),
            ("0", "1")
        );
    }
}
