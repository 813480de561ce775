//! `eval retrieval`: how often the right entry comes first, on labelled data of one's own.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use flate2::read::MultiGzDecoder;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;
use serde::de::DeserializeOwned;
use shanying_kernel::{Error, Result};
use shanying_language::embed::{Encoder, LoadError};
use shanying_language::evaluate::{EntryRow, Progress, QueryRow, RetrievalReport, retrieval};
use shanying_language::index::{Index, IndexOptions};

use super::output::{advance, bar, complain, say};
use crate::config::Config;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Fill an index with entries and ask it questions whose answers are known.
    Retrieval(Retrieval),
}

#[derive(Args)]
pub(super) struct Retrieval {
    /// JSON lines `{"id", "text"}`; rows of one id are phrasings of one entry. `.gz` is read as is.
    #[arg(long)]
    entries: PathBuf,
    /// JSON lines `{"text", "gold": [ids], "exclude": id?}`.
    #[arg(long)]
    queries: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Decides the order in which the questions are asked.
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

/// Measures and prints.
pub(super) fn run(config: &Config, command: Command) -> Result<()> {
    let Command::Retrieval(asked) = command;
    let entries: Vec<EntryRow> = rows(&asked.entries)?;
    let mut queries: Vec<QueryRow> = rows(&asked.queries)?;
    queries.shuffle(&mut StdRng::seed_from_u64(asked.seed));
    let index = Index::new(encoder(&config.language.models)?, IndexOptions::default());
    let progress = bar(entries.len());
    let report = retrieval(index, &entries, &queries, |step| match step {
        Progress::Learned(done, total) => advance(&progress, "entries", done, total),
        Progress::Asked(done, total) => advance(&progress, "questions", done, total),
    });
    progress.finish_and_clear();
    if asked.json {
        say(&serde_json::to_string_pretty(&report)?);
    } else {
        table(&report);
    }
    Ok(())
}

fn encoder(folder: &Path) -> Result<Option<Arc<Encoder>>> {
    match Encoder::load(folder) {
        Ok(encoder) => Ok(Some(Arc::new(encoder))),
        Err(LoadError::NoFile(path)) => {
            complain(&format!(
                "{} is missing: words and characters only",
                path.display()
            ));
            Ok(None)
        }
        Err(error) => {
            Err(Error::unavailable("the sentence encoder cannot be loaded").because(error))
        }
    }
}

fn rows<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let unreadable = |error: std::io::Error| {
        let text = format!("{} cannot be read", path.display());
        Error::not_found("command.no_file", text).because(error)
    };
    let file = File::open(path).map_err(unreadable)?;
    let zipped = path.extension().is_some_and(|extension| extension == "gz");
    let reader: Box<dyn Read> = if zipped {
        Box::new(MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let mut rows = Vec::new();
    for (number, line) in BufReader::new(reader).lines().enumerate() {
        let line = line.map_err(unreadable)?;
        if line.trim().is_empty() {
            continue;
        }
        rows.push(serde_json::from_str(&line).map_err(|error| {
            let place = format!("{}, line {}", path.display(), number + 1);
            Error::invalid("command.malformed_row", format!("{place}: {error}"))
        })?);
    }
    Ok(rows)
}

fn table(report: &RetrievalReport) {
    let percent = |share: f64| format!("{:.2} %", share * 100.0);
    for (name, value) in [
        ("entries", report.entries.to_string()),
        ("phrasings", report.phrasings.to_string()),
        ("questions", report.queries.to_string()),
        ("right entry first", percent(report.recall_at_1)),
        ("among the first 3", percent(report.recall_at_3)),
        ("among the first 10", percent(report.recall_at_10)),
        ("mean reciprocal rank", format!("{:.4}", report.mrr_10)),
        (
            "filling the index",
            format!("{:.1} s", report.speed.train_seconds),
        ),
        (
            "questions a second",
            format!("{:.0}", report.speed.queries_per_second_one_thread),
        ),
        (
            "a question, median",
            format!("{:.2} ms", report.speed.p50_ms),
        ),
        ("a question, 99 %", format!("{:.2} ms", report.speed.p99_ms)),
        (
            "memory",
            format!("{:.1} MB", report.speed.model_bytes as f64 / 1e6),
        ),
    ] {
        say(&format!("{name:<22}{value:>14}"));
    }
}
