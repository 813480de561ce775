//! Measures the engine on labelled data, for the command line and for editors with data of their
//! own. Pure: rows in, numbers out; reading files and asking for the process's memory is the
//! caller's. One file a task; every task reports its [`Speed`] beside its quality.

mod emotions;
mod filing;
mod intent;
mod labels;
mod noise;
mod retrieval;
mod sentiment;
mod slots;
mod themes;

pub use emotions::{EmotionReport, emotions};
pub use filing::{FilingData, FilingReport, filing};
pub use intent::{IntentData, IntentOptions, IntentReport, RejectionReport, intent};
pub use labels::{ClassReport, Confusion, LabelReport};
pub use noise::{Noise, Slips};
pub use retrieval::{EntryRow, QueryRow, RetrievalReport, intent_as_retrieval, retrieval};
pub use sentiment::{SentimentReport, SentimentRow, sentiment};
pub use slots::{Record as SlotRecord, SlotMistake, SlotReport, SlotRow, slots};
pub use themes::{ThemeReport, theme};

use std::time::Instant;

/// A labelled text.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct IntentRow {
    pub text: String,
    pub intent: String,
}

/// How fast it went; times are of one thread.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub struct Speed {
    /// Learning, or filling the index; encoding included.
    pub train_seconds: f64,
    pub queries_per_second_one_thread: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
    /// Bytes of what was learnt, with the encoder's weights.
    pub model_bytes: usize,
}

/// A step of the work, for showing progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Texts or entries taken in, of all.
    Learned(usize, usize),
    /// Questions asked, of all.
    Asked(usize, usize),
}

/// Times single questions.
#[derive(Debug, Default)]
struct Latency {
    times_ms: Vec<f64>,
}

impl Latency {
    /// Runs one question and notes how long it took.
    fn time<T>(&mut self, ask: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let answer = ask();
        self.times_ms.push(began.elapsed().as_secs_f64() * 1e3);
        answer
    }

    /// What was seen so far.
    fn speed(mut self, train_seconds: f64, model_bytes: usize) -> Speed {
        let total_ms: f64 = self.times_ms.iter().sum();
        self.times_ms.sort_by(f64::total_cmp);
        Speed {
            train_seconds,
            queries_per_second_one_thread: if total_ms > 0.0 {
                self.times_ms.len() as f64 * 1e3 / total_ms
            } else {
                0.0
            },
            p50_ms: at_share(&self.times_ms, 0.5),
            p99_ms: at_share(&self.times_ms, 0.99),
            model_bytes,
        }
    }
}

fn at_share(sorted: &[f64], share: f64) -> f64 {
    let at = ((sorted.len() as f64 * share) as usize).min(sorted.len().saturating_sub(1));
    sorted.get(at).copied().unwrap_or(0.0)
}
