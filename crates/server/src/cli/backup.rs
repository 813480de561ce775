//! `backup` and `restore`.

use std::path::PathBuf;

use axum::body::Body;
use clap::Args;
use http_body_util::BodyExt as _;
use serde_json::json;
use shanying_bus::Bus;
use shanying_kernel::{Clock, Error, Result};
use shanying_storage::dump;

use super::output::{advance, bar, say};
use crate::config::Config;
use crate::control::{Line, Report, request};
use crate::server::{DataLock, restrict};
use crate::wiring;

#[derive(Args)]
pub(super) struct BackupArguments {
    /// Where to write; it must not exist.
    file: PathBuf,
}

#[derive(Args)]
pub(super) struct RestoreArguments {
    /// A file that `backup` wrote, on either database.
    file: PathBuf,
}

/// Writes a backup, while a server runs or without.
pub(super) async fn backup(config: &Config, arguments: BackupArguments) -> Result<()> {
    let failed = |error| Error::unavailable("the backup cannot be written").because(error);
    let file = std::path::absolute(&arguments.file).map_err(failed)?;
    // Made here, readable for its owner only, before anything is written into it.
    std::fs::File::create_new(&file).map_err(failed)?;
    restrict(&file, 0o600).map_err(failed)?;
    let written = write(config, &file).await;
    if written.is_err() {
        std::fs::remove_file(&file).map_err(failed)?;
    }
    written?;
    say(&format!("written to {}", file.display()));
    Ok(())
}

async fn write(config: &Config, file: &std::path::Path) -> Result<()> {
    let body = json!({"file": file}).to_string().into_bytes();
    let sent = request("POST", "/control/backup", "application/json", body)?;
    let mut line = Line::open(config).await?;
    let written = match line.ask(sent).await {
        Ok(answer) => follow(answer.into_body()).await,
        Err(error) => Err(error),
    };
    line.close().await;
    written
}

/// Shows the reports of a long work until its end.
async fn follow(mut body: Body) -> Result<()> {
    let progress = bar(1);
    let mut text = Vec::new();
    let broken = || Error::unavailable("the server ended before the work was done");
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| broken().because(error))?;
        if let Some(data) = frame.data_ref() {
            text.extend_from_slice(data);
        }
        while let Some(end) = text.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = text.drain(..=end).collect();
            match serde_json::from_slice(&line)? {
                Report::Progress { part, done, total } => advance(&progress, &part, done, total),
                Report::Failed { message } => return Err(Error::unavailable(message)),
                Report::Done => {
                    progress.finish_and_clear();
                    return Ok(());
                }
            }
        }
    }
    Err(broken())
}

/// Fills a new tenant database and then makes it the one in use. The old one stays where it is.
pub(super) async fn restore(config: &Config, arguments: RestoreArguments) -> Result<()> {
    let data = &config.storage.data;
    let _lock = DataLock::require(data)?;
    let (before, clock) = (wiring::current(data), Clock::system());
    let name = format!("restored_{}", clock.now_ms());
    let db = wiring::open_database(config, &name, clock, Bus::in_process()).await?;
    let progress = bar(1);
    let told = {
        let progress = progress.clone();
        move |part: &str, done: usize, total: usize| advance(&progress, part, done, total)
    };
    let restored = dump::restore(&db, &wiring::blobs(config), &arguments.file, &told).await;
    db.close().await;
    progress.finish_and_clear();
    restored?;
    wiring::switch_to(data, &name)
        .map_err(|error| Error::unavailable("the switch could not be made").because(error))?;
    say(&format!(
        "restored into {name}, in use from the next start; {before} is kept"
    ));
    Ok(())
}
