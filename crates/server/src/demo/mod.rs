//! The demo companies: three invented firms with knowledge, customers, agents and conversations,
//! written into an ordinary data folder once. Nothing of the program knows them elsewhere.
//!
//! - `data` reads the files of `demo/<key>/`, which lie inside the program;
//! - `seed` writes settings, people and knowledge, `past` the conversations of the last days,
//!   `opening` lets customers of the last days ask the bot through the real door, `days` tells
//!   when all that happened, `training` labels some of what they asked;
//! - `shifts` writes when the agents were at work;
//! - `orders` writes what the customers bought, `tickets` what takes longer than a talk;
//! - `http` serves the firm's pages and plays its shop server (`/demo/api/*`).
//!
//! What a start must know again (password, identity secret) stands in `demo.json` of the data
//! folder; it is written last, so a demo that broke off is made anew.

mod data;
mod days;
mod http;
mod opening;
mod orders;
mod past;
mod seed;
mod shifts;
mod tickets;
mod training;

use std::path::Path;
use std::sync::Arc;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use shanying_kernel::{Clock, Error, Result};

use crate::config::Config;
use crate::server::{DataLock, Server, restrict};
use crate::wiring;

pub(crate) use http::routes;

const MEMORY: &str = "demo.json";

/// Told while the demo is made: what, how much is done, of how much.
pub(crate) type Told<'a> = &'a (dyn Fn(&str, usize, usize) + Send + Sync);

/// A demo company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Company {
    /// 清禾美肤, a skincare shop.
    Shop,
    /// 星河学堂, courses for children.
    School,
    /// 临江银行, cards and loans.
    Bank,
}

impl Company {
    /// As in addresses and folders.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Shop => "shop",
            Self::School => "school",
            Self::Bank => "bank",
        }
    }
}

/// An account of the demo.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Account {
    /// What one signs in with.
    pub(crate) username: String,
    /// Name.
    pub(crate) name: String,
    /// Roles.
    pub(crate) roles: Vec<String>,
}

/// What a later start must know.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Memory {
    password: String,
    identity_secret: String,
    accounts: Vec<Account>,
}

/// A demo company that is being served.
pub(crate) struct Demo {
    company: Company,
    name: String,
    memory: Memory,
}

impl Demo {
    /// Which company.
    pub(crate) fn company(&self) -> Company {
        self.company
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The one password of all accounts of this data folder.
    pub(crate) fn password(&self) -> &str {
        &self.memory.password
    }

    /// Who may sign in.
    pub(crate) fn accounts(&self) -> &[Account] {
        &self.memory.accounts
    }
}

/// Makes the demo if it is not there (or anew with `reset`), and serves it.
pub(crate) async fn start(
    config: &Config,
    company: Company,
    reset: bool,
    told: Told<'_>,
) -> Result<(Server, Arc<Demo>)> {
    let data = &config.storage.data;
    let lock = DataLock::require(data)?;
    let memory = if reset { None } else { recall(data) };
    if memory.is_none() {
        clear(data)?;
    }
    let files = data::load(company)?;
    let (memory, is_new) = match memory {
        Some(memory) => (memory, false),
        None => (make(config, &files, told).await?, true),
    };
    let demo = Arc::new(Demo {
        company,
        name: files.company.name.clone(),
        memory: memory.clone(),
    });
    let tenant = wiring::open(config, Clock::system()).await?;
    let server = Server::listen(config, lock, tenant, Some(demo.clone())).await?;
    if is_new {
        remember(data, &memory)?;
    }
    Ok((server, demo))
}

/// Writes the company and its last days. What happened then is played under a clock of its own, so
/// that it lies where it belongs and not all in this hour.
async fn make(config: &Config, files: &data::Files, told: Told<'_>) -> Result<Memory> {
    let clock = Clock::manual(Clock::system().now_ms());
    let tenant = wiring::open(config, clock.clone()).await?;
    let (memory, people) = seed::seed(&tenant, files, told).await?;
    opening::ask(&tenant, &clock, files, told).await?;
    training::fill(&tenant, files).await?;
    orders::write(&tenant, files, told).await?;
    tickets::write(&tenant, &clock, files, &people, told).await?;
    tenant.db().close().await;
    Ok(memory)
}

fn recall(data: &Path) -> Option<Memory> {
    let text = std::fs::read_to_string(data.join(MEMORY)).ok()?;
    serde_json::from_str(&text).ok()
}

/// Keeps what a later start must know, and the accounts in a file for people.
fn remember(data: &Path, memory: &Memory) -> Result<()> {
    let failed = |error| Error::unavailable("the demo cannot be kept").because(error);
    let mut text = format!("password\t{}\n", memory.password);
    for account in &memory.accounts {
        text.push_str(&format!(
            "{}\t{}\t{}\n",
            account.username,
            account.name,
            account.roles.join(",")
        ));
    }
    for (name, content) in [
        ("accounts.txt", text),
        (MEMORY, serde_json::to_string_pretty(memory)?),
    ] {
        let path = data.join(name);
        std::fs::write(&path, content).map_err(failed)?;
        restrict(&path, 0o600).map_err(failed)?;
    }
    Ok(())
}

/// Empties the data folder of a demo, whose lock we hold.
fn clear(data: &Path) -> Result<()> {
    let failed = |error| Error::unavailable("the old demo cannot be removed").because(error);
    for entry in std::fs::read_dir(data).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_name() == "lock" {
            continue;
        }
        if entry.file_type().map_err(failed)?.is_dir() {
            std::fs::remove_dir_all(entry.path()).map_err(failed)?;
        } else {
            std::fs::remove_file(entry.path()).map_err(failed)?;
        }
    }
    Ok(())
}
