//! `config check`, `config print`.

use clap::Subcommand;

use super::output::say;
use crate::config::Config;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Tell every fault of the configuration.
    Check,
    /// Print the configuration in force, secrets hidden.
    Print,
}

/// The faults were told while the configuration was read; what arrives here has none.
pub(super) fn run(config: &Config, command: Command) {
    match command {
        Command::Check => say("the configuration is sound"),
        Command::Print => say(config.shown().trim_end()),
    }
}
