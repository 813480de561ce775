//! `agents add`.

use clap::Subcommand;
use serde_json::{Value, json};
use shanying_kernel::Result;

use super::output::say;
use crate::config::Config;
use crate::control::{ask_once, request};

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
    let made: Value = serde_json::from_slice(&ask_once(config, sent).await?)?;
    let link = made
        .get("setup_link")
        .and_then(Value::as_str)
        .unwrap_or_default();
    say("The account is made. Its owner sets a password with this link (once, within a day):");
    if link.starts_with('/') {
        // Without a public address the server cannot know how it is reached.
        say(&format!("http://{}{link}", config.server.listen));
    } else {
        say(link);
    }
    Ok(())
}
