//! `simulate`: customers who are not there talk to the tasks of the demo companies. What they say
//! stands in `demo/<company>/simulation.json`; the figures are told in `docs/DIALOGUE.md`.

mod phrases;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use jiff::civil::date;
use serde::de::DeserializeOwned;
use shanying_bot::dialogue::Book;
use shanying_bot::dialogue::simulation::{Report, Scripts, simulate};
use shanying_bot::products::{Lexicon, Row, Shelf};
use shanying_kernel::{Error, Result};

use super::eval::{database, report, rows};
use crate::assets;

#[derive(Args)]
pub(super) struct Arguments {
    /// Talks with each company.
    #[arg(long, default_value_t = 600)]
    dialogues: usize,
    /// Decides everything that is drawn by chance.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Sells so many products in each company, varied from those that it has.
    #[arg(long)]
    products: Option<usize>,
    /// Speak as in these recorded talks, and of what `--database` holds, instead.
    #[arg(long, requires = "database")]
    phrases: Option<PathBuf>,
    /// A folder of what was talked about.
    #[arg(long, requires = "phrases")]
    database: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Talks and prints.
pub(super) fn run(asked: &Arguments) -> Result<()> {
    // A Friday morning: what customers say of days is the same at every run.
    let now = date(2026, 11, 20).at(10, 0, 0, 0);
    if let (Some(phrases), Some(folder)) = (&asked.phrases, &asked.database) {
        let (rows, records) = (rows::read(phrases)?, database::read(folder)?);
        let talks = (asked.dialogues, asked.seed, now);
        let reports = phrases::run(&rows, &records, talks)?;
        return report::print(&reports, asked.json);
    }
    let mut reports: BTreeMap<&str, Report> = BTreeMap::new();
    for company in ["shop", "school", "bank"] {
        let shelf = shelf(company, asked.products)?;
        let book = Book::new(read(company, "tasks")?, None, &shelf);
        let scripts: Scripts = read(company, "simulation")?;
        let talks = (asked.dialogues, asked.seed, now);
        reports.insert(company, simulate(&book, &shelf, &scripts, talks));
    }
    report::print(&reports, asked.json)
}

fn read<T: DeserializeOwned>(company: &str, name: &str) -> Result<T> {
    let path = format!("{company}/{name}.json");
    let text = assets::demo_text(&path)
        .ok_or_else(|| Error::internal(format!("{path} is not in this program")))?;
    Ok(serde_json::from_str(text)?)
}

/// What a company sells; nothing where it has no words for it.
fn shelf(company: &str, count: Option<usize>) -> Result<Shelf> {
    let Some(words) = assets::demo_text(&format!("{company}/lexicon.json")) else {
        return Ok(Shelf::default());
    };
    let lexicon = Lexicon::parse(words)?;
    let mut rows: Vec<Row> = read(company, "products")?;
    if let Some(count) = count {
        rows = varied(&rows, count);
    }
    let empty = Shelf::new(lexicon.clone(), Vec::new());
    let products = rows.into_iter().map(|row| empty.product_of(row)).collect();
    Ok(Shelf::new(lexicon, products))
}

/// So many products: each a copy of one that there is, with a name, prices and effects of its own.
fn varied(rows: &[Row], count: usize) -> Vec<Row> {
    rows.iter()
        .cycle()
        .zip(0..count)
        .map(|(row, number)| {
            let round = number / rows.len().max(1);
            let mut row = row.clone();
            if round == 0 {
                return row;
            }
            // From 4 % cheaper to 60 % dearer, in steps that repeat nowhere near.
            let step = i64::try_from(round * 7 % 65).unwrap_or(0);
            let dearer = |price: i64| price * (96 + step) / 100;
            row.id = format!("{}-{round}", row.id);
            row.title = format!("{}{round}号", row.title);
            row.price = row.price.map(dearer);
            row.offer_price = row.offer_price.map(dearer);
            if row.effects.len() > 1 {
                let turn = round % row.effects.len();
                row.effects.rotate_left(turn);
                row.effects.truncate(2);
            }
            row
        })
        .collect()
}
