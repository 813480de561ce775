//! Memory of open widgets that do nothing: each is signed in and has its session behind it.

use std::time::{Duration, Instant};

use crate::Options;
use crate::figures::resident_kib;
use crate::report::Table;
use crate::server::Server;
use crate::visitor::Visitor;

/// Memory that changes by less than this within such a time has settled: what the server learns at
/// its start, and the buffers of the sign-ins, are given back.
const SETTLED_KIB: u64 = 256;
const SETTLE: Duration = Duration::from_secs(5);
const SETTLE_WITHIN: Duration = Duration::from_secs(90);
/// Long enough for what the server learns at its start.
const START: Duration = Duration::from_secs(20);
/// Widgets that are opened before the first measurement, so that one-time costs do not count; and what
/// was learnt is given back, which the allocator does as memory is asked for.
const WARM_UP: usize = 500;

pub async fn measure(options: &Options) -> Result<Table, String> {
    let server = Server::start(options).await?;
    tokio::time::sleep(START).await;
    let mut warm = Vec::with_capacity(WARM_UP);
    for _ in 0..WARM_UP {
        warm.push(Visitor::open(&server.address, &server.channel_token).await?);
    }
    let before = settled_kib(server.pid).await?;
    let mut open = Vec::with_capacity(options.widgets);
    for _ in 0..options.widgets {
        open.push(Visitor::open(&server.address, &server.channel_token).await?);
    }
    let after = settled_kib(server.pid).await?;

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

/// Resident memory once it stays the same.
async fn settled_kib(pid: u32) -> Result<u64, String> {
    let until = Instant::now() + SETTLE_WITHIN;
    let mut last = resident_kib(pid)?;
    loop {
        tokio::time::sleep(SETTLE).await;
        let now = resident_kib(pid)?;
        if now.abs_diff(last) < SETTLED_KIB || Instant::now() > until {
            return Ok(now);
        }
        last = now;
    }
}
