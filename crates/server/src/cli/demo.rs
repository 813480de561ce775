//! `demo`.

use std::net::SocketAddr;

use clap::Args;
use shanying_kernel::{Error, Result};

use super::output::{advance, bar, say};
use super::serve::{base, until_told};
use crate::config::{Config, Database};
use crate::demo::{self, Company, Demo};

#[derive(Args)]
pub(super) struct Arguments {
    /// Which company: a skincare shop, a school or a bank.
    #[arg(long, value_enum, default_value_t = Company::Shop)]
    company: Company,
    /// Address and port.
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// Forget what happened in the demo and begin anew.
    #[arg(long)]
    reset: bool,
    /// Listen beyond this machine although the accounts are printed.
    #[arg(long)]
    open_to_network: bool,
}

/// Serves a demo company until it is told to stop.
pub(super) async fn run(mut config: Config, arguments: Arguments) -> Result<()> {
    if let Some(listen) = arguments.listen {
        config.server.listen = listen;
    }
    if !config.server.listen.ip().is_loopback() && !arguments.open_to_network {
        return Err(Error::invalid(
            "demo.not_loopback",
            "the demo prints its accounts, so it listens to this machine only; \
             --open-to-network lifts that",
        ));
    }
    let folder = format!("demo-{}", arguments.company.key());
    config.storage.data = config.storage.data.join(folder);
    config.storage.database = Database::Sqlite;
    let progress = bar(1);
    let told = {
        let progress = progress.clone();
        move |part: &str, done: usize, total: usize| advance(&progress, part, done, total)
    };
    let (server, demo) = demo::start(&config, arguments.company, arguments.reset, &told).await?;
    progress.finish_and_clear();
    introduce(&base(&config, &server), &demo);
    until_told().await?;
    server.stop().await;
    Ok(())
}

fn introduce(base: &str, demo: &Demo) {
    let key = demo.company().key();
    say(&format!("善应演示 · {}", demo.name()));
    say(&format!("  公司网站  {base}/demo/{key}/"));
    say(&format!("  H5 客服   {base}/chat?token=demo-{key}"));
    say(&format!("  工作台    {base}/"));
    say(&format!("  接口文档  {base}/api/docs"));
    say(&format!("  账号（密码都是 {}）", demo.password()));
    for account in demo.accounts() {
        let roles = account.roles.join(" ");
        say(&format!(
            "    {:<12}{}  {roles}",
            account.username, account.name
        ));
    }
}
