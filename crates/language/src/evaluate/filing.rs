//! Filing: is the first label right, and how many texts can be filed without a person?

use std::sync::Arc;
use std::time::Instant;

use super::{Latency, Progress, Speed};
use crate::embed::Encoder;
use crate::filing::{FiledText, Filing, LabelName};

/// What is measured on.
#[derive(Debug, Clone, Copy)]
pub struct FilingData<'a> {
    pub train: &'a [FiledText],
    pub labels: &'a [LabelName],
    /// Thresholds are chosen on these; when empty, on texts of `train` that are kept back.
    pub dev: &'a [FiledText],
    pub test: &'a [FiledText],
}

/// What was measured; shares are of all test texts, 0..1.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct FilingReport {
    pub labels: usize,
    pub texts: usize,
    pub p_at_1: f64,
    /// A right label is among the first three, five, ten.
    pub hit_at_3: f64,
    pub hit_at_5: f64,
    pub hit_at_10: f64,
    /// The share whose score passes the threshold that was chosen for this precision, and the
    /// precision that is really reached among them; 0 and 1 when there is no such threshold.
    pub coverage_at_90: f64,
    pub precision_at_90: f64,
    pub coverage_at_95: f64,
    pub precision_at_95: f64,
    pub coverage_at_98: f64,
    pub precision_at_98: f64,
    #[serde(flatten)]
    pub speed: Speed,
}

/// Learns, chooses thresholds without the test texts, and files those.
pub fn filing(
    data: FilingData<'_>,
    encoder: Option<Arc<Encoder>>,
    seed: u64,
    mut progress: impl FnMut(Progress),
) -> FilingReport {
    let own = encoder.as_ref().map_or(0, |encoder| encoder.bytes());
    let began = Instant::now();
    let filing = Filing::train(
        data.train,
        data.labels,
        data.dev,
        encoder,
        seed,
        &mut |done, all| progress(Progress::Learned(done, all)),
    );
    let train_seconds = began.elapsed().as_secs_f64();
    let mut latency = Latency::default();
    let mut ranks = Vec::with_capacity(data.test.len());
    let mut firsts = Vec::with_capacity(data.test.len());
    for (at, row) in data.test.iter().enumerate() {
        let found = latency.time(|| filing.rank(&row.text, 10));
        let rank = found.iter().position(|hit| row.labels.contains(&hit.label));
        firsts.push((found.first().map_or(0.0, |hit| hit.score), rank == Some(0)));
        ranks.push(rank);
        if (at + 1) % 100 == 0 || at + 1 == data.test.len() {
            progress(Progress::Asked(at + 1, data.test.len()));
        }
    }
    let count = ranks.len().max(1) as f64;
    let within =
        |depth| ranks.iter().flatten().filter(|&&rank| rank < depth).count() as f64 / count;
    let covered = |precision| {
        let Some(threshold) = filing.threshold(precision) else {
            return (0.0, 1.0);
        };
        let passed = firsts.iter().filter(|(score, _)| *score >= threshold);
        let right = passed.clone().filter(|(_, right)| *right).count() as f64;
        let passed = passed.count() as f64;
        (passed / count, right / passed.max(1.0))
    };
    let [at_90, at_95, at_98] = [0.90, 0.95, 0.98].map(covered);
    FilingReport {
        labels: filing.labels(),
        texts: data.test.len(),
        p_at_1: within(1),
        hit_at_3: within(3),
        hit_at_5: within(5),
        hit_at_10: within(10),
        coverage_at_90: at_90.0,
        precision_at_90: at_90.1,
        coverage_at_95: at_95.0,
        precision_at_95: at_95.1,
        coverage_at_98: at_98.0,
        precision_at_98: at_98.1,
        speed: latency.speed(train_seconds, filing.bytes() + own),
    }
}
