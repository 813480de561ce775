//! `serve`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use shanying_kernel::{Clock, Error, Result};
use tokio::signal::unix::{SignalKind, signal};

use super::output::say;
use crate::config::Config;
use crate::server::Server;

/// Serves until it is told to stop.
pub(super) async fn run(config: Config) -> Result<()> {
    let server = Server::start(&config, Clock::system()).await?;
    let base = base(&config, &server);
    if let Some(token) = server.setup_token().await? {
        say(
            "There is nobody yet. Make the administrator's account with this link (once, within a day):",
        );
        say(&format!("{base}/setup#{token}"));
    }
    say(&format!("善应 serves at {base}"));
    until_told().await?;
    server.stop().await;
    Ok(())
}

/// How people reach the server.
pub(super) fn base(config: &Config, server: &Server) -> String {
    if config.server.public_url.is_empty() {
        format!("http://{}", reachable(server.address()))
    } else {
        config.server.public_url.clone()
    }
}

/// An address to type into a browser on this machine: one that stands for all of its addresses is
/// none that a browser can open.
pub(super) fn reachable(mut address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    address
}

/// Waits for SIGTERM or SIGINT.
pub(super) async fn until_told() -> Result<()> {
    let deaf = |error| Error::internal("signals cannot be heard").because(error);
    let mut terminate = signal(SignalKind::terminate()).map_err(deaf)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(deaf)?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
