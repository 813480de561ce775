//! A bare TCP server that gives every line back: the limit for latency and memory of a connection.
//!
//! It runs as a process of its own, so that its memory is measured as the product's is.

use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, Command};
use tokio::task::JoinSet;

use crate::figures::{Samples, milliseconds, processor_time, resident_kib};
use crate::pace::{Pace, Worker, paced};
use crate::report::Table;

/// About the size of a question and of an answer.
const LINE: &str = "{\"t\":\"send\",\"ref\":\"1\",\"d\":{\"client_id\":\"1\",\"content\":{\"type\":\"text\",\"text\":\"how long\"}}}\n";

/// Serves until it is killed; prints its address first.
pub async fn serve() -> Result<(), String> {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    println!("{address}");
    let mut connections = JoinSet::new();
    loop {
        let (stream, _) = listener.accept().await.map_err(|error| error.to_string())?;
        connections.spawn(echo(stream));
        while connections.try_join_next().is_some() {}
    }
}

/// Reads 4 KiB at a time, as the product's sockets do.
async fn echo(stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let (reading, mut writing) = stream.into_split();
    let mut reading = BufReader::with_capacity(4096, reading);
    let mut line = String::new();
    while reading.read_line(&mut line).await? > 0 {
        writing.write_all(line.as_bytes()).await?;
        line.clear();
    }
    Ok(())
}

async fn start() -> Result<(Child, String), String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut child = Command::new(program)
        .arg("echo-server")
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| format!("echo server: {error}"))?;
    let output = child.stdout.take().ok_or("the echo server has no output")?;
    let line = BufReader::new(output).lines().next_line().await;
    let address = line
        .map_err(|error| error.to_string())?
        .ok_or("the echo server said nothing")?;
    Ok((child, address))
}

/// Latency at the same pace as the product's and memory of as many idle connections.
pub async fn measure(pace: Pace, idle: usize) -> Result<Table, String> {
    let (child, address) = start().await?;
    let pid = child.id().ok_or("the echo server has ended")?;

    let before = resident_kib(pid)?;
    let mut connections = Vec::with_capacity(idle);
    for _ in 0..idle {
        connections.push(EchoClient::connect(&address).await?);
    }
    for client in &mut connections {
        client.round_trip().await?;
    }
    let each_kib = (resident_kib(pid)?.saturating_sub(before)) as f64 / idle as f64;
    connections.truncate(pace.clients);

    let processor_began = processor_time(pid)?;
    let samples = paced(pace, connections).await?;
    let processor = processor_time(pid)?.saturating_sub(processor_began);
    let samples = Samples::new(samples);

    let mut table = Table::new(
        "Raw TCP echo",
        "A line there and back over loopback, nothing parsed, nothing stored: the floor under every latency and memory here.",
        &[
            "idle memory a connection",
            "at",
            "p50",
            "p99",
            "processor time a line",
        ],
    );
    table.row(&[
        format!("{each_kib:.1} KiB ({idle} connections)"),
        format!("{} lines/s", pace.per_second),
        milliseconds(samples.at(500)),
        milliseconds(samples.at(990)),
        format!(
            "{:.0} µs",
            processor.as_secs_f64() * 1e6 / samples.len().max(1) as f64
        ),
    ]);
    Ok(table)
}

impl Worker for EchoClient {
    async fn work(&mut self, _number: usize) -> Result<Duration, String> {
        self.round_trip().await
    }
}

struct EchoClient {
    stream: BufReader<TcpStream>,
    line: String,
}

impl EchoClient {
    async fn connect(address: &str) -> Result<Self, String> {
        let stream = TcpStream::connect(address)
            .await
            .map_err(|error| error.to_string())?;
        stream
            .set_nodelay(true)
            .map_err(|error| error.to_string())?;
        Ok(Self {
            stream: BufReader::with_capacity(1024, stream),
            line: String::new(),
        })
    }

    async fn round_trip(&mut self) -> Result<Duration, String> {
        let began = Instant::now();
        let sent = self.stream.get_mut().write_all(LINE.as_bytes()).await;
        sent.map_err(|error| error.to_string())?;
        self.line.clear();
        let read = self.stream.read_line(&mut self.line).await;
        read.map_err(|error| error.to_string())?;
        Ok(began.elapsed())
    }
}
