//! Memory of open widgets that do nothing: each is signed in and has its session behind it.

use std::time::Duration;

use crate::Options;
use crate::figures::resident_kib;
use crate::report::Table;
use crate::server::Server;
use crate::visitor::Visitor;

/// Long enough for buffers of the sign-in to be given back.
const SETTLE: Duration = Duration::from_secs(5);
/// Widgets that are opened before the first measurement, so that one-time costs do not count.
const WARM_UP: usize = 50;

pub async fn measure(options: &Options) -> Result<Table, String> {
    let server = Server::start(options).await?;
    let mut warm = Vec::with_capacity(WARM_UP);
    for _ in 0..WARM_UP {
        warm.push(Visitor::open(&server.address, &server.channel_token).await?);
    }
    tokio::time::sleep(SETTLE).await;
    let before = resident_kib(server.pid)?;
    let mut open = Vec::with_capacity(options.widgets);
    for _ in 0..options.widgets {
        open.push(Visitor::open(&server.address, &server.channel_token).await?);
    }
    tokio::time::sleep(SETTLE).await;
    let after = resident_kib(server.pid)?;

    let mut table = Table::new(
        "Idle widgets",
        "Resident memory of the server before and after customers opened the widget and did nothing. Bar: at most 12 KiB a \
         customer.",
        &["widgets", "before", "after", "a widget"],
    );
    table.row(&[
        options.widgets.to_string(),
        format!("{:.1} MiB", before as f64 / 1024.0),
        format!("{:.1} MiB", after as f64 / 1024.0),
        format!(
            "{:.1} KiB",
            after.saturating_sub(before) as f64 / options.widgets as f64
        ),
    ]);
    drop(open);
    drop(warm);
    server.stop().await?;
    Ok(table)
}
