//! Questions at a steady pace on the real path: receive, understand, retrieve among ten thousand phrasings, write both
//! messages, deliver.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::Options;
use crate::figures::{Samples, milliseconds, processor_time, resident_kib};
use crate::pace::{Worker, paced};
use crate::questions;
use crate::report::Table;
use crate::server::Server;
use crate::visitor::Visitor;

const BUSY_CLIENTS: usize = 64;
const BUSY_FOR: Duration = Duration::from_secs(10);

/// A customer who asks one question after the other and keeps both times.
struct Asker {
    visitor: Visitor,
    texts: Arc<Vec<String>>,
    /// Shared by all askers: when their questions were on disk.
    durable: std::sync::mpsc::Sender<Duration>,
}

impl Asker {
    async fn ask(&mut self, number: usize) -> Result<Duration, String> {
        let text = self
            .texts
            .get(number % self.texts.len().max(1))
            .ok_or("no questions")?;
        let asked = self.visitor.ask(text).await?;
        let _ = self.durable.send(asked.durable);
        Ok(asked.answered)
    }
}

impl Worker for Asker {
    async fn work(&mut self, number: usize) -> Result<Duration, String> {
        self.ask(number).await
    }
}

pub async fn measure(options: &Options) -> Result<Table, String> {
    let set = questions::banking(&options.data)?;
    let phrasings: usize = set
        .entries
        .iter()
        .map(|entry| entry.similar.len() + 1)
        .sum();
    let texts: Arc<Vec<String>> = Arc::new(
        set.questions
            .iter()
            .map(|question| question.text.clone())
            .collect(),
    );
    let mut server = Server::start(options).await?;
    server.import(&set.entries).await?;
    server.learnt().await?;
    let mut table = Table::new(
        "Questions on the real path",
        &format!(
            "{phrasings} indexed phrasings and the model that learnt from them, every question answered by the bot, both messages on disk before they are \
             acknowledged or delivered. At the steady pace the time counts from when a question was due. `processor time` is \
             the server's alone. Bars: p99 under 50 ms at half of 1,500 a second."
        ),
        &[
            "pace",
            "answers",
            "durable p50",
            "durable p99",
            "delivered p50",
            "delivered p99",
            "processor time an answer",
            "memory",
        ],
    );
    let pace = options.pace();
    let (durable, times) = std::sync::mpsc::channel();
    let askers = open(&server, pace.clients, &texts, &durable).await?;
    let processor = processor_time(server.pid)?;
    let delivered = paced(pace, askers).await?;
    let used = processor_time(server.pid)?.saturating_sub(processor);
    drop(durable);
    let name = format!("{} a second, {} customers", pace.per_second, pace.clients);
    row(
        &mut table,
        &name,
        &server,
        times.iter().collect(),
        delivered,
        used,
    )?;

    let (durable, times) = std::sync::mpsc::channel();
    let askers = open(&server, BUSY_CLIENTS, &texts, &durable).await?;
    drop(durable);
    let processor = processor_time(server.pid)?;
    let delivered = without_pause(askers).await?;
    let used = processor_time(server.pid)?.saturating_sub(processor);
    let rate = delivered.len() as f64 / BUSY_FOR.as_secs_f64();
    let name = format!("{BUSY_CLIENTS} customers without a pause: {rate:.0} a second");
    row(
        &mut table,
        &name,
        &server,
        times.iter().collect(),
        delivered,
        used,
    )?;
    server.stop().await?;
    Ok(table)
}

async fn open(
    server: &Server,
    clients: usize,
    texts: &Arc<Vec<String>>,
    durable: &std::sync::mpsc::Sender<Duration>,
) -> Result<Vec<Asker>, String> {
    let mut askers = Vec::with_capacity(clients);
    for _ in 0..clients {
        askers.push(Asker {
            visitor: Visitor::open(&server.address, &server.channel_token).await?,
            texts: Arc::clone(texts),
            durable: durable.clone(),
        });
    }
    Ok(askers)
}

/// Everyone asks the next question as soon as the answer is there.
async fn without_pause(askers: Vec<Asker>) -> Result<Vec<Duration>, String> {
    let until = Instant::now() + BUSY_FOR;
    let mut running = JoinSet::new();
    for (client, mut asker) in askers.into_iter().enumerate() {
        running.spawn(async move {
            let mut samples = Vec::new();
            let mut number = client;
            while Instant::now() < until {
                samples.push(asker.ask(number).await?);
                number += BUSY_CLIENTS;
            }
            Ok::<_, String>(samples)
        });
    }
    let mut all = Vec::new();
    while let Some(finished) = running.join_next().await {
        all.extend(finished.map_err(|error| error.to_string())??);
    }
    Ok(all)
}

fn row(
    table: &mut Table,
    name: &str,
    server: &Server,
    durable: Vec<Duration>,
    delivered: Vec<Duration>,
    used: Duration,
) -> Result<(), String> {
    let (durable, delivered) = (Samples::new(durable), Samples::new(delivered));
    let answers = delivered.len();
    table.row(&[
        name.to_owned(),
        answers.to_string(),
        milliseconds(durable.at(500)),
        milliseconds(durable.at(990)),
        milliseconds(delivered.at(500)),
        milliseconds(delivered.at(990)),
        format!("{:.0} µs", used.as_secs_f64() * 1e6 / answers.max(1) as f64),
        format!("{:.0} MiB", resident_kib(server.pid)? as f64 / 1024.0),
    ]);
    Ok(())
}
