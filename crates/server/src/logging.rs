//! The log: to standard error, for people or for programs.

use shanying_kernel::{Error, Result};
use tracing_subscriber::EnvFilter;

use crate::config::{Log, LogFormat};

/// Starts logging. A second call in the same process (tests) changes nothing.
pub(crate) fn start(log: &Log) -> Result<()> {
    let filter = EnvFilter::try_new(&log.level)
        .map_err(|error| Error::field("log.level", "not a level").because(error))?;
    let logger = tracing_subscriber::fmt()
        .with_env_filter(filter)
        // A log ends in files and in other programs; codes of colours are noise there.
        .with_ansi(false)
        .with_writer(std::io::stderr);
    let started = match log.format {
        LogFormat::Text => logger.try_init(),
        LogFormat::Json => logger.json().flatten_event(true).try_init(),
    };
    if let Err(error) = started {
        tracing::debug!(%error, "the log was started before");
    }
    Ok(())
}
