//! Measurements of Shanying over the real server program.
//!
//! - `replay`: real questions over the widget's WebSocket, how often the right entry ranks first.
//! - `load`: questions at a steady pace, latency of durable and of delivered answers, and the highest rate.
//! - `idle`: memory of open widgets.
//! - `raw`: the same machine without us: a SQLite writer and a TCP echo.
//! - `kill`: the program dies at random moments; nothing that it acknowledged may be lost.
//! - `all`: the measurements in one run, written to a report.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool speaks on its standard output"
)]

mod figures;
mod http;
mod idle;
mod kill;
mod load;
mod pace;
mod questions;
mod raw;
mod replay;
mod report;
mod server;
mod visitor;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use pace::Pace;
use report::Table;

#[derive(Parser)]
#[command(about = "Measures Shanying over its real program")]
struct Arguments {
    #[command(subcommand)]
    what: What,
    #[command(flatten)]
    options: Options,
}

#[derive(Subcommand)]
enum What {
    /// All measurements, written to a report
    All {
        /// Where the report goes
        #[arg(long, default_value = "bench/REPORT.md")]
        report: PathBuf,
    },
    /// Real questions with known answers
    Replay,
    /// A steady pace and the highest rate
    Load,
    /// Memory of open widgets
    Idle,
    /// The raw writer and the raw socket
    Raw,
    /// `kill -9` under load, again and again
    Kill(kill::Rounds),
    /// The raw socket's own process
    #[command(hide = true)]
    EchoServer,
}

#[derive(Args, Clone)]
struct Options {
    /// The program to be measured
    #[arg(long, global = true, default_value = "target/release/shanying")]
    program: PathBuf,
    /// Folder of the public question sets
    #[arg(long, global = true, default_value = "data")]
    data: PathBuf,
    /// Questions a second
    #[arg(long, global = true, default_value_t = 200)]
    rate: usize,
    /// Seconds of steady pace
    #[arg(long, global = true, default_value_t = 30)]
    seconds: usize,
    /// Open widgets that do nothing
    #[arg(long, global = true, default_value_t = 2000)]
    widgets: usize,
}

impl Options {
    /// Every customer asks once in two seconds.
    fn pace(&self) -> Pace {
        Pace {
            per_second: self.rate,
            clients: self.rate * 2,
            seconds: self.seconds,
        }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(arguments)),
        Err(error) => Err(error.to_string()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), String> {
    let options = arguments.options;
    let mut tables = Vec::new();
    match arguments.what {
        What::EchoServer => return raw::echo::serve().await,
        What::Kill(rounds) => return kill::run(&options, &rounds).await,
        What::Replay => show(&mut tables, replay::measure(&options).await?),
        What::Load => show(&mut tables, load::measure(&options).await?),
        What::Idle => show(&mut tables, idle::measure(&options).await?),
        What::Raw => raw_tables(&options, &mut tables).await?,
        What::All { report } => {
            show(&mut tables, replay::measure(&options).await?);
            show(&mut tables, load::measure(&options).await?);
            show(&mut tables, idle::measure(&options).await?);
            raw_tables(&options, &mut tables).await?;
            fs::write(&report, report::document(&tables))
                .map_err(|error| format!("{}: {error}", report.display()))?;
            println!("written to {}", report.display());
        }
    }
    Ok(())
}

async fn raw_tables(options: &Options, tables: &mut Vec<Table>) -> Result<(), String> {
    let folder = server::Folder::new()?;
    let path = folder.path().to_owned();
    let writer = tokio::task::spawn_blocking(move || raw::writer::measure(&path));
    show(tables, writer.await.map_err(|error| error.to_string())??);
    show(
        tables,
        raw::echo::measure(options.pace(), options.widgets).await?,
    );
    Ok(())
}

fn show(tables: &mut Vec<Table>, table: Table) {
    println!("\n{}", table.markdown());
    tables.push(table);
}
