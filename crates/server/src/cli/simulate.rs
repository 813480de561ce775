//! `simulate`: customers who are not there talk to the tasks of the demo companies. What they say
//! stands in `demo/<company>/simulation.json`; the figures are told in `docs/DIALOGUE.md`.

use std::collections::BTreeMap;

use clap::Args;
use jiff::civil::date;
use serde::de::DeserializeOwned;
use shanying_bot::dialogue::Book;
use shanying_bot::dialogue::simulation::{Report, Scripts, simulate};
use shanying_bot::products::{Lexicon, Row, Shelf};
use shanying_kernel::{Error, Result};

use super::eval::report;
use crate::assets;

#[derive(Args)]
pub(super) struct Arguments {
    /// Talks with each company.
    #[arg(long, default_value_t = 600)]
    dialogues: usize,
    /// Decides everything that is drawn by chance.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Talks and prints.
pub(super) fn run(asked: &Arguments) -> Result<()> {
    // A Friday morning: what customers say of days is the same at every run.
    let now = date(2026, 11, 20).at(10, 0, 0, 0);
    let mut reports: BTreeMap<&str, Report> = BTreeMap::new();
    for company in ["shop", "school", "bank"] {
        let shelf = shelf(company)?;
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
fn shelf(company: &str) -> Result<Shelf> {
    let Some(words) = assets::demo_text(&format!("{company}/lexicon.json")) else {
        return Ok(Shelf::default());
    };
    let lexicon = Lexicon::parse(words)?;
    let rows: Vec<Row> = read(company, "products")?;
    let empty = Shelf::new(lexicon.clone(), Vec::new());
    let products = rows.into_iter().map(|row| empty.product_of(row)).collect();
    Ok(Shelf::new(lexicon, products))
}
