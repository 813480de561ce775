//! `eval …`: how good the language engine is on labelled data of one's own. The formats of the
//! rows and the figures are told in `docs/LANGUAGE.md`.

pub(super) mod database;
pub(super) mod report;
pub(super) mod rows;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, Subcommand};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;
use shanying_kernel::{Error, Result};
use shanying_language::classify;
use shanying_language::embed::{Encoder, LoadError};
use shanying_language::evaluate::{self, FilingData, IntentData, IntentOptions, Progress};
use shanying_language::index::{Index, IndexOptions};

use super::output::{advance, bar, complain};
use crate::config::Config;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Learn intents from examples and tell those of other texts, turning away what is outside.
    Intent(Intent),
    /// Fill an index with entries and ask it questions whose answers are known.
    Retrieval(Retrieval),
    /// Learn from filed texts and file others: thousands of labels, one or more right for a text.
    Filing(Filing),
    /// Learn praise and complaint from labelled reviews and tell those of others.
    Sentiment(Sentiment),
    /// Read dialogs turn by turn and tell the facts that each states.
    Slots(Slots),
}

/// What every task takes.
#[derive(Args)]
struct Way {
    /// Print JSON.
    #[arg(long)]
    json: bool,
    /// Decides everything that is drawn by chance.
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

#[derive(Args)]
pub(super) struct Intent {
    /// JSON lines `{"text", "intent"}`. `.gz` is read as is.
    #[arg(long)]
    train: PathBuf,
    /// Texts of no intent, to learn from.
    #[arg(long)]
    oos_train: Option<PathBuf>,
    /// Rows for choosing the threshold of rejection; without them, folds of the training rows.
    #[arg(long)]
    dev: Option<PathBuf>,
    /// Texts of no intent, for choosing the threshold.
    #[arg(long)]
    oos_dev: Option<PathBuf>,
    /// Rows whose intents are to be told.
    #[arg(long)]
    test: PathBuf,
    /// Texts of no intent that should be turned away.
    #[arg(long)]
    oos_test: Option<PathBuf>,
    #[command(flatten)]
    way: Way,
}

#[derive(Args)]
pub(super) struct Retrieval {
    /// JSON lines `{"id", "text"}`; rows of one id are phrasings of one entry. `.gz` is read as is.
    #[arg(long)]
    entries: PathBuf,
    /// JSON lines `{"text", "gold": [ids], "exclude": id?}`.
    #[arg(long)]
    queries: PathBuf,
    #[command(flatten)]
    way: Way,
}

#[derive(Args)]
pub(super) struct Filing {
    /// JSON lines `{"text", "labels": [ids]}`. `.gz` is read as is.
    #[arg(long)]
    train: PathBuf,
    /// JSON lines `{"id", "text", "code"?}`: the labels' own names.
    #[arg(long)]
    labels: Option<PathBuf>,
    /// Rows for choosing thresholds; without them, some of the training rows are kept back.
    #[arg(long)]
    dev: Option<PathBuf>,
    /// Rows to be filed.
    #[arg(long)]
    test: PathBuf,
    #[command(flatten)]
    way: Way,
}

#[derive(Args)]
pub(super) struct Sentiment {
    /// JSON lines `{"text", "label": 0 or 1}`, 1 for praise. `.gz` is read as is.
    #[arg(long)]
    train: PathBuf,
    /// Rows whose labels are to be told.
    #[arg(long)]
    test: PathBuf,
    #[command(flatten)]
    way: Way,
}

#[derive(Args)]
pub(super) struct Slots {
    /// A folder of JSON files, each an array of `[name, {attribute: value}]`: the catalogue.
    #[arg(long)]
    database: PathBuf,
    /// JSON lines `{"dialog", "turn", "prev_system", "user", "informs", "state_after"}`, dialogs in
    /// order. `.gz` is read as is.
    #[arg(long)]
    test: PathBuf,
    #[command(flatten)]
    way: Way,
}

/// Measures and prints.
pub(super) fn run(config: &Config, command: Command) -> Result<()> {
    let encoder = encoder(&config.language.models)?;
    match command {
        Command::Intent(asked) => intent(&asked, encoder.as_deref()),
        Command::Retrieval(asked) => retrieval(&asked, encoder),
        Command::Filing(asked) => filing(&asked, encoder),
        Command::Sentiment(asked) => sentiment(&asked, encoder.as_deref()),
        Command::Slots(asked) => slots(&asked),
    }
}

fn intent(asked: &Intent, encoder: Option<&Encoder>) -> Result<()> {
    let data = IntentData {
        train: rows::read(&asked.train)?,
        oos_train: rows::read_if_given(asked.oos_train.as_deref())?,
        dev: rows::read_if_given(asked.dev.as_deref())?,
        oos_dev: rows::read_if_given(asked.oos_dev.as_deref())?,
        test: rows::read(&asked.test)?,
        oos_test: rows::read_if_given(asked.oos_test.as_deref())?,
    };
    let options = IntentOptions {
        classifier: classify::Options {
            seed: asked.way.seed,
            ..classify::Options::default()
        },
        ..IntentOptions::default()
    };
    let report = watched(|progress| evaluate::intent(&data, encoder, &options, progress));
    report::print(&report, asked.way.json)
}

fn retrieval(asked: &Retrieval, encoder: Option<Arc<Encoder>>) -> Result<()> {
    let entries: Vec<evaluate::EntryRow> = rows::read(&asked.entries)?;
    let mut queries: Vec<evaluate::QueryRow> = rows::read(&asked.queries)?;
    queries.shuffle(&mut StdRng::seed_from_u64(asked.way.seed));
    let index = Index::new(encoder, IndexOptions::default());
    let report = watched(|progress| evaluate::retrieval(index, &entries, &queries, progress));
    report::print(&report, asked.way.json)
}

fn filing(asked: &Filing, encoder: Option<Arc<Encoder>>) -> Result<()> {
    let data = FilingData {
        train: &rows::read(&asked.train)?,
        labels: &rows::read_if_given(asked.labels.as_deref())?,
        dev: &rows::read_if_given(asked.dev.as_deref())?,
        test: &rows::read(&asked.test)?,
    };
    let report = watched(|progress| evaluate::filing(data, encoder, asked.way.seed, progress));
    report::print(&report, asked.way.json)
}

fn sentiment(asked: &Sentiment, encoder: Option<&Encoder>) -> Result<()> {
    let train: Vec<evaluate::SentimentRow> = rows::read(&asked.train)?;
    let test: Vec<evaluate::SentimentRow> = rows::read(&asked.test)?;
    let seed = asked.way.seed;
    let report = watched(|progress| evaluate::sentiment(&train, &test, encoder, seed, progress));
    report::print(&report, asked.way.json)
}

fn slots(asked: &Slots) -> Result<()> {
    let database = database::read(&asked.database)?;
    let rows: Vec<evaluate::SlotRow> = rows::read(&asked.test)?;
    let report = watched(|progress| evaluate::slots(&database, &rows, progress, |_| {}));
    report::print(&report, asked.way.json)
}

/// Runs a measurement beside a bar that shows how far it is.
fn watched<T>(measure: impl FnOnce(&mut dyn FnMut(Progress)) -> T) -> T {
    let progress = bar(0);
    let report = measure(&mut |step| match step {
        Progress::Learned(done, total) => advance(&progress, "learning", done, total),
        Progress::Asked(done, total) => advance(&progress, "asking", done, total),
    });
    progress.finish_and_clear();
    report
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
