//! `eval …`: how good the language engine is on labelled data of one's own.

mod report;
mod rows;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;
use shanying_kernel::{Error, Result};
use shanying_language::embed::{Encoder, LoadError};
use shanying_language::evaluate::{EntryRow, Progress, QueryRow, retrieval};
use shanying_language::index::{Index, IndexOptions};

use super::output::{advance, bar, complain};
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
    let entries: Vec<EntryRow> = rows::read(&asked.entries)?;
    let mut queries: Vec<QueryRow> = rows::read(&asked.queries)?;
    queries.shuffle(&mut StdRng::seed_from_u64(asked.seed));
    let index = Index::new(encoder(&config.language.models)?, IndexOptions::default());
    let progress = bar(entries.len());
    let report = retrieval(index, &entries, &queries, |step| match step {
        Progress::Learned(done, total) => advance(&progress, "entries", done, total),
        Progress::Asked(done, total) => advance(&progress, "questions", done, total),
    });
    progress.finish_and_clear();
    report::print(&report, asked.json)
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
