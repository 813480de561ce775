//! `import` and `export`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use indicatif::ProgressBar;
use serde_json::Value;
use shanying_kernel::{Error, Result, new_id};

use super::output::{complain, say};
use crate::config::Config;
use crate::control::{ask_once, request};

#[derive(Args)]
pub(super) struct ImportArguments {
    /// An XLSX or CSV file.
    file: PathBuf,
    /// The column of a field, such as question=标准问; guessed from the headings if none is given.
    #[arg(long, value_name = "FIELD=COLUMN", num_args = 1.., value_parser = pair)]
    mapping: Vec<(String, String)>,
    /// Publish every entry.
    #[arg(long)]
    publish: bool,
}

#[derive(Args)]
pub(super) struct ExportArguments {
    /// Where to write; the name ends with .xlsx or .csv.
    file: PathBuf,
}

fn pair(text: &str) -> std::result::Result<(String, String), String> {
    let (field, column) = text.split_once('=').ok_or("write FIELD=COLUMN")?;
    Ok((field.to_owned(), column.to_owned()))
}

/// Imports; a report with faulty rows ends the command with failure.
pub(super) async fn import(config: &Config, arguments: ImportArguments) -> Result<ExitCode> {
    let content = std::fs::read(&arguments.file).map_err(|error| {
        let name = arguments.file.display();
        Error::not_found("command.no_file", format!("{name} cannot be read")).because(error)
    })?;
    let (boundary, form) = form(&content, arguments.mapping, arguments.publish)?;
    let kind = format!("multipart/form-data; boundary={boundary}");
    let waiting = ProgressBar::new_spinner().with_message("importing");
    waiting.enable_steady_tick(Duration::from_millis(120));
    let sent = request("POST", "/api/v1/knowledge/import", &kind, form)?;
    let answer = ask_once(config, sent).await;
    waiting.finish_and_clear();
    let report = serde_json::from_slice(&answer?)?;
    Ok(tell(&report, arguments.publish))
}

/// The form of an import, and the boundary of its parts.
fn form(
    content: &[u8],
    mapping: Vec<(String, String)>,
    publish: bool,
) -> Result<(String, Vec<u8>)> {
    let boundary = new_id("part");
    let mut form = Vec::new();
    let mut field = |head: &str, value: &[u8]| {
        let head = format!("--{boundary}\r\ncontent-disposition: form-data; {head}\r\n\r\n");
        form.extend_from_slice(head.as_bytes());
        form.extend_from_slice(value);
        form.extend_from_slice(b"\r\n");
    };
    field("name=\"publish\"", publish.to_string().as_bytes());
    if !mapping.is_empty() {
        let mapping: BTreeMap<String, String> = mapping.into_iter().collect();
        field("name=\"mapping\"", &serde_json::to_vec(&mapping)?);
    }
    let file = "name=\"file\"; filename=\"import\"\r\ncontent-type: application/octet-stream";
    field(file, content);
    form.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Ok((boundary, form))
}

fn tell(report: &Value, published: bool) -> ExitCode {
    let number = |name: &str| report.get(name).and_then(Value::as_u64).unwrap_or_default();
    if report.get("ok").and_then(Value::as_bool) == Some(true) {
        let (rows, created) = (number("rows"), number("created"));
        say(&format!(
            "{rows} rows: {created} new entries, {} changed",
            number("updated")
        ));
        if !published {
            say("They are drafts: customers get them once published (--publish does it at once).");
        }
        return ExitCode::SUCCESS;
    }
    let errors = report.get("errors").and_then(Value::as_array);
    let errors = errors.map(Vec::as_slice).unwrap_or_default();
    for error in errors {
        let text = |name: &str| error.get(name).and_then(Value::as_str).unwrap_or_default();
        let row = error.get("row").and_then(Value::as_u64).unwrap_or_default();
        complain(&format!(
            "row {row}, {}: {} ({}): {}",
            text("column"),
            text("message"),
            text("code"),
            text("value")
        ));
    }
    complain(&format!("nothing was imported: {} faults", errors.len()));
    ExitCode::FAILURE
}

/// Exports every entry in use.
pub(super) async fn export(config: &Config, arguments: ExportArguments) -> Result<()> {
    let format = match arguments
        .file
        .extension()
        .and_then(|extension| extension.to_str())
    {
        Some("xlsx") => "xlsx",
        Some("csv") => "csv",
        _ => {
            return Err(Error::invalid(
                "command.unknown_format",
                "the name of the file ends with .xlsx or .csv",
            ));
        }
    };
    let path = format!("/api/v1/knowledge/export?format={format}");
    let content = ask_once(config, request("GET", &path, "text/plain", Vec::new())?).await?;
    let name = arguments.file.display();
    std::fs::write(&arguments.file, content)
        .map_err(|error| Error::unavailable(format!("{name} cannot be written")).because(error))?;
    say(&format!("written to {name}"));
    Ok(())
}
