//! `agents add` and `agents link`.

use clap::Subcommand;
use serde_json::{Value, json};
use shanying_kernel::{Error, Result};

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
    /// Print a new one-time link for somebody who forgot the password.
    Link {
        /// What they sign in with.
        #[arg(long)]
        username: String,
    },
}

/// Makes an account, or a new link for one.
pub(super) async fn run(config: &Config, command: Command) -> Result<()> {
    let mut line = Line::open(config).await?;
    let told = obey(config, &mut line, command).await;
    line.close().await;
    told
}

async fn obey(config: &Config, line: &mut Line, command: Command) -> Result<()> {
    let made = match command {
        Command::Add {
            username,
            name,
            nickname,
            roles,
            max_chats,
        } => {
            let body = json!({
                "username": username, "name": name, "nickname": nickname, "roles": roles,
                "groups": [], "max_chats": max_chats,
            });
            let made = ask(line, "POST", "/api/v1/agents", &body).await?;
            say(
                "The account is made. Its owner sets a password with this link (once, within a day):",
            );
            made
        }
        Command::Link { username } => {
            let id = find(line, &username).await?;
            let path = format!("/api/v1/agents/{id}/password-link");
            let made = ask(line, "POST", &path, &json!({})).await?;
            say(&format!(
                "With this link {username} sets a new password (once, within a day):"
            ));
            made
        }
    };
    let link = made.get("setup_link").and_then(Value::as_str);
    print_link(config, line, link.unwrap_or_default()).await
}

async fn ask(line: &mut Line, method: &str, path: &str, body: &Value) -> Result<Value> {
    let body = body.to_string().into_bytes();
    let sent = request(method, path, "application/json", body)?;
    Ok(serde_json::from_slice(&line.ask_all(sent).await?)?)
}

/// The id of the account.
async fn find(line: &mut Line, username: &str) -> Result<String> {
    let all = ask(line, "GET", "/api/v1/agents", &Value::Null).await?;
    let wanted = username.trim().to_lowercase();
    all.get("items")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .find(|agent| agent.get("username").and_then(Value::as_str) == Some(&wanted))
        .and_then(|agent| agent.get("id").and_then(Value::as_str))
        .map(str::to_owned)
        .ok_or_else(|| {
            Error::not_found(
                "not_found.agent",
                format!("nobody has the username {wanted}"),
            )
        })
}

async fn print_link(config: &Config, line: &mut Line, link: &str) -> Result<()> {
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
