//! The program under measurement: started on an empty data folder, set up through its own API.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinSet;

use crate::Options;
use crate::http::Staff;
use crate::questions::Entry;
use crate::visitor::text_of;

const START_WITHIN: Duration = Duration::from_secs(30);
const LEARN_WITHIN: Duration = Duration::from_secs(300);
const STOP_WITHIN: Duration = Duration::from_secs(20);

/// A folder below `target`, on the disk that a real data folder would be on, removed at the end.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Result<Self, String> {
        let name = format!(
            "target/bench-data/{}-{:?}",
            std::process::id(),
            Instant::now()
        );
        let name: String = name
            .chars()
            .map(|c| {
                if c.is_alphanumeric() || "/-".contains(c) {
                    c
                } else {
                    '-'
                }
            })
            .collect();
        let path = std::env::current_dir()
            .map_err(|error| error.to_string())?
            .join(name);
        fs::create_dir_all(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self(path))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    fn config(&self) -> PathBuf {
        self.0.join("bench.toml")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What stays behind lies in `target`.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A running server with an administrator and one channel.
pub struct Server {
    pub address: String,
    pub pid: u32,
    pub channel_token: String,
    pub staff: Staff,
    process: Process,
    program: PathBuf,
    folder: Folder,
}

impl Server {
    /// Starts on an empty SQLite database.
    pub async fn start(options: &Options) -> Result<Self, String> {
        Self::start_on(options, None).await
    }

    /// Starts on an empty database: the PostgreSQL at `postgres`, or a SQLite file.
    pub async fn start_on(options: &Options, postgres: Option<&str>) -> Result<Self, String> {
        let folder = Folder::new()?;
        let address = free_address()?;
        let settings = settings(&address, folder.path(), postgres);
        fs::write(folder.config(), settings).map_err(|error| error.to_string())?;
        let mut process = Process::spawn(&options.program, &folder)?;
        let token = process.setup_token().await?;
        let mut staff = Staff::new(&address);
        let channel_token = set_up(&mut staff, &token).await?;
        Ok(Self {
            address,
            pid: process.pid,
            channel_token,
            staff,
            process,
            program: options.program.clone(),
            folder,
        })
    }

    /// Ends the program without any warning, as a power cut would.
    pub async fn kill(&mut self) -> Result<(), String> {
        self.staff.disconnect();
        self.process
            .child
            .kill()
            .await
            .map_err(|error| error.to_string())
    }

    /// Starts the program again on the same data; returns how long it took until it was ready.
    pub async fn start_again(&mut self) -> Result<Duration, String> {
        let began = Instant::now();
        self.process = Process::spawn(&self.program, &self.folder)?;
        self.pid = self.process.pid;
        self.process.read_on()?;
        ready(&mut self.staff).await?;
        Ok(began.elapsed())
    }

    /// Imports and publishes entries; returns the set's key of each entry id.
    pub async fn import(&mut self, entries: &[Entry]) -> Result<HashMap<String, String>, String> {
        // What the program takes for the same question as an earlier one is left out and counts as
        // never found.
        let mut entries: Vec<&Entry> = entries.iter().collect();
        let mut report = self.import_once(&entries).await?;
        let repeated = repeated_rows(&report);
        if !repeated.is_empty() {
            let mut row = 1;
            entries.retain(|_| {
                row += 1;
                !repeated.contains(&row)
            });
            report = self.import_once(&entries).await?;
        }
        if report.get("ok").and_then(Value::as_bool) != Some(true) {
            return Err(format!(
                "the import was refused: {}",
                shorten(&report.to_string())
            ));
        }
        let by_question: HashMap<&str, &str> = entries
            .iter()
            .map(|entry| (entry.question.as_str(), entry.key.as_str()))
            .collect();
        let mut keys = HashMap::new();
        let mut cursor = String::new();
        loop {
            let page = self
                .staff
                .get(&format!("/api/v1/knowledge/entries?limit=200{cursor}"))
                .await?;
            for entry in page
                .get("items")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
            {
                if let Some(key) = by_question.get(text_of(entry, "question")) {
                    keys.insert(text_of(entry, "id").to_owned(), (*key).to_owned());
                }
            }
            match text_of(&page, "next") {
                "" => return Ok(keys),
                next => cursor = format!("&cursor={next}"),
            }
        }
    }

    /// Waits until the model of what was imported is in use, as a company that serves would have it.
    pub async fn learnt(&mut self) -> Result<(), String> {
        let until = Instant::now() + LEARN_WITHIN;
        while Instant::now() < until {
            let models = self.staff.get("/api/v1/training/models").await?;
            let models = models.get("items").and_then(Value::as_array);
            let latest = models.and_then(|models| models.first());
            if latest.and_then(|model| model.get("active")) == Some(&Value::Bool(true)) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        Err(format!(
            "no model was trained within {} s",
            LEARN_WITHIN.as_secs()
        ))
    }

    async fn import_once(&mut self, entries: &[&Entry]) -> Result<Value, String> {
        let file = spreadsheet(entries).map_err(|error| error.to_string())?;
        let mapping = json!({"question": "question", "similar": "similar", "answer": "answer"});
        self.staff
            .upload(
                "/api/v1/knowledge/import",
                ("bench.csv", "text/csv", &file),
                &[("mapping", &mapping.to_string()), ("publish", "true")],
            )
            .await
    }

    /// Asks the program to end, as an operator would.
    pub async fn stop(mut self) -> Result<(), String> {
        let told = Command::new("kill")
            .arg(self.pid.to_string())
            .status()
            .await;
        told.map_err(|error| format!("kill: {error}"))?;
        match tokio::time::timeout(STOP_WITHIN, self.process.child.wait()).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err(format!(
                "the server did not end within {} s",
                STOP_WITHIN.as_secs()
            )),
        }
    }
}

/// One run of the program.
struct Process {
    child: Child,
    pid: u32,
    /// Reads what the program says, so that it never waits for us.
    output: JoinSet<()>,
}

impl Process {
    fn spawn(program: &Path, folder: &Folder) -> Result<Self, String> {
        let child = Command::new(program)
            .arg("serve")
            .arg("--config")
            .arg(folder.config())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| format!("{}: {error}", program.display()))?;
        let pid = child.id().ok_or("the server has ended")?;
        Ok(Self {
            child,
            pid,
            output: JoinSet::new(),
        })
    }

    /// The one-time link that the first start prints for the administrator.
    async fn setup_token(&mut self) -> Result<String, String> {
        let output = self.child.stdout.take().ok_or("the server has no output")?;
        let mut lines = BufReader::new(output).lines();
        loop {
            let line = tokio::time::timeout(START_WITHIN, lines.next_line()).await;
            let line = line.map_err(|_| "the server printed no link for its administrator")?;
            let line = line
                .map_err(|error| error.to_string())?
                .ok_or("the server ended at its start")?;
            if let Some((_, token)) = line.split_once("/setup#") {
                self.output
                    .spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return Ok(token.trim().to_owned());
            }
        }
    }

    fn read_on(&mut self) -> Result<(), String> {
        let output = self.child.stdout.take().ok_or("the server has no output")?;
        let mut lines = BufReader::new(output).lines();
        self.output
            .spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(())
    }
}

async fn ready(staff: &mut Staff) -> Result<(), String> {
    let began = Instant::now();
    while let Err(error) = staff.get("/readyz").await {
        if began.elapsed() > START_WITHIN {
            return Err(format!("the server is not ready: {error}"));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

/// An administrator, a channel, and a bot that keeps answering: a load test asks more than a patient customer would.
async fn set_up(staff: &mut Staff, token: &str) -> Result<String, String> {
    ready(staff).await?;
    let account = json!({
        "token": token, "username": "bench", "name": "Bench", "password": "bench-measures-2026",
    });
    staff.send("POST", "/api/v1/auth/setup", &account).await?;
    let mut bot = staff.get("/api/v1/settings/bot").await?;
    if let Some(bot) = bot.as_object_mut() {
        bot.insert("unknowns_before_handover".to_owned(), json!(100));
        bot.insert("hand_over_on_anger".to_owned(), json!(false));
    }
    staff.send("PUT", "/api/v1/settings/bot", &bot).await?;
    let channel = staff
        .send("POST", "/api/v1/channels", &json!({"name": "Bench"}))
        .await?;
    match text_of(&channel, "token") {
        "" => Err(format!("the new channel has no token: {channel}")),
        token => Ok(token.to_owned()),
    }
}

fn free_address() -> Result<String, String> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    Ok(address.to_string())
}

/// All customers come from one address here, so the limits by address are lifted; everything else is as delivered.
fn settings(address: &str, folder: &Path, postgres: Option<&str>) -> String {
    let database = postgres
        .map(|url| format!("database = {url:?}\n"))
        .unwrap_or_default();
    format!(
        "[server]\nlisten = \"{address}\"\n\n[storage]\ndata = {:?}\n{database}\n[limits]\n\
         address_per_minute = 1000000\nvisitors_per_minute = 1000000\nvisitors_burst = 1000000\naddress_burst = 1000000\ncustomer_burst = 1000000\ncustomer_per_minute = 1000000\n\n[log]\nlevel = \"warn\"\n",
        folder.join("data").display().to_string()
    )
}

fn spreadsheet(entries: &[&Entry]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["question", "similar", "answer"])?;
    for entry in entries {
        let answer = format!("{}: this is the answer.", entry.key);
        // Some rows of the public set have line ends inside; here a line is a phrasing.
        let similar: Vec<String> = entry
            .similar
            .iter()
            .map(|text| text.replace(['\n', '\r', '|'], " "))
            .collect();
        writer.write_record([&entry.question, &similar.join("\n"), &answer])?;
    }
    writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))
}

/// Rows whose question repeats an earlier one; the heading is row 1.
fn repeated_rows(report: &Value) -> Vec<u64> {
    let errors = report.get("errors").and_then(Value::as_array);
    errors
        .into_iter()
        .flatten()
        .filter(|error| text_of(error, "code") == "import.duplicate")
        .filter_map(|error| error.get("row").and_then(Value::as_u64))
        .collect()
}

fn shorten(text: &str) -> String {
    text.chars().take(600).collect()
}
