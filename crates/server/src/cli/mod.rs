//! The command line: one file a command. Commands of knowledge, agents and backup work beside a
//! running server (through its control socket) and without one.

mod agents;
mod backup;
mod configuration;
mod demo;
mod eval;
mod knowledge;
mod output;
mod serve;
mod simulate;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use shanying_kernel::{Error, Result};

use crate::config::Config;
use crate::logging;
use output::{complain, say};

#[derive(Parser)]
#[command(
    name = "shanying",
    version,
    about = "善应 — an intelligent customer service platform in one program"
)]
struct Arguments {
    /// A configuration file; config/default.toml tells every setting.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve.
    Serve,
    /// Serve a demo company with knowledge, customers and conversations.
    Demo(demo::Arguments),
    /// Import knowledge from an XLSX or CSV file, all rows or none.
    Import(knowledge::ImportArguments),
    /// Export all knowledge into an XLSX or CSV file.
    Export(knowledge::ExportArguments),
    /// Accounts of the staff.
    #[command(subcommand)]
    Agents(agents::Command),
    /// Write everything into one file.
    Backup(backup::BackupArguments),
    /// Bring a backup back, into a new database; then switch to it.
    Restore(backup::RestoreArguments),
    /// Measure the language engine on labelled data.
    #[command(subcommand)]
    Eval(eval::Command),
    /// Let simulated customers talk to the demo companies' tasks, and count what comes of it.
    Simulate(simulate::Arguments),
    /// Look at the configuration.
    #[command(subcommand)]
    Config(configuration::Command),
    /// Print the OpenAPI document.
    Openapi,
}

/// Runs the command of this process's arguments.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            complain(&format!("the runtime cannot start: {error}"));
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(obey(arguments)) {
        Ok(code) => code,
        Err(error) => {
            complain(&full(&error));
            ExitCode::FAILURE
        }
    }
}

async fn obey(arguments: Arguments) -> Result<ExitCode> {
    let Arguments { config, command } = arguments;
    let config = || {
        Config::load(config.as_deref())
            .map_err(|faults| Error::invalid("config.invalid", faults.to_string()))
    };
    match command {
        Command::Openapi => {
            say(&serde_json::to_string_pretty(&crate::openapi::document()?)?);
        }
        Command::Serve => serve::run(logged(config()?)?).await?,
        Command::Demo(demo) => demo::run(logged(config()?)?, demo).await?,
        Command::Import(import) => return knowledge::import(&config()?, import).await,
        Command::Export(export) => knowledge::export(&config()?, export).await?,
        Command::Agents(agents) => agents::run(&config()?, agents).await?,
        Command::Backup(backup) => backup::backup(&config()?, backup).await?,
        Command::Restore(restore) => backup::restore(&config()?, restore).await?,
        Command::Eval(eval) => eval::run(&config()?, eval)?,
        Command::Simulate(asked) => simulate::run(&asked)?,
        Command::Config(look) => configuration::run(&config()?, look),
    }
    Ok(ExitCode::SUCCESS)
}

/// Starts the log as the configuration wants it.
fn logged(config: Config) -> Result<Config> {
    logging::start(&config.log)?;
    Ok(config)
}

/// The error with its causes, for whoever typed the command.
fn full(error: &Error) -> String {
    let mut text = error.message.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        text.push_str("\n  because ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    text
}
