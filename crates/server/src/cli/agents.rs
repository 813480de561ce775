//! `agents add`.

use axum::extract::Request;
use clap::Subcommand;
use serde_json::{Value, json};
use shanying_kernel::Result;

use super::output::say;
use crate::cli::serve::reachable;
use crate::config::Config;
use crate::control::{Line, request};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Make an account; prints a one-time link by which its owner sets a password.
    Add {
        /// What they sign in with.
        #[arg(long)]
        username: String,
        /// Their name.
        #[arg(long)]
        name: String,
        /// What customers read; the name unless told.
        #[arg(long, default_value = "")]
        nickname: String,
        /// agent, supervisor, editor, inspector, admin; several with commas.
        #[arg(long, value_delimiter = ',', required = true)]
        roles: Vec<String>,
        /// Most conversations at once.
        #[arg(long, default_value_t = 8)]
        max_chats: i64,
    },
}

/// Makes an account.
pub(super) async fn run(config: &Config, command: Command) -> Result<()> {
    let Command::Add {
        username,
        name,
        nickname,
        roles,
        max_chats,
    } = command;
    let body = json!({
        "username": username, "name": name, "nickname": nickname, "roles": roles,
        "groups": [], "max_chats": max_chats,
    });
    let body = body.to_string().into_bytes();
    let sent = request("POST", "/api/v1/agents", "application/json", body)?;
    let mut line = Line::open(config).await?;
    let told = tell(config, &mut line, sent).await;
    line.close().await;
    told
}

/// Sends the request and prints the link that it made.
async fn tell(config: &Config, line: &mut Line, sent: Request) -> Result<()> {
    let made: Value = serde_json::from_slice(&line.ask_all(sent).await?)?;
    let link = made
        .get("setup_link")
        .and_then(Value::as_str)
        .unwrap_or_default();
    say("The account is made. Its owner sets a password with this link (once, within a day):");
    if !link.starts_with('/') {
        say(link);
        return Ok(());
    }
    // Without a public address nobody knows how people reach the server; where it listens is near.
    let running = line.address().await?;
    let address = reachable(running.unwrap_or(config.server.listen));
    say(&format!("http://{address}{link}"));
    if running.is_none() {
        say("No server runs on this data now; the link works once `shanying serve` does.");
    }
    Ok(())
}
