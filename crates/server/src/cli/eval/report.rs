//! A report for people: a line a figure, then the tables it holds. For programs, with `--json`,
//! the object itself. Both carry the memory of the process.

use serde::Serialize;
use serde_json::{Map, Value};
use shanying_kernel::Result;

use super::super::output::say;

/// Rows of a table that are shown; the rest is in the JSON.
const ROWS: usize = 20;

/// Prints a report, with `rss_bytes` added.
pub(in crate::cli) fn print(report: &impl Serialize, json: bool) -> Result<()> {
    let mut value = serde_json::to_value(report)?;
    if let Value::Object(fields) = &mut value {
        fields.insert("rss_bytes".to_owned(), resident_bytes().into());
    }
    if json {
        say(&serde_json::to_string_pretty(&value)?);
    } else if let Value::Object(fields) = &value {
        for (name, value) in fields.iter().filter(|(_, value)| !is_table(value)) {
            say(&format!(
                "{:<32}{:>14}",
                name.replace('_', " "),
                figure(name, value)
            ));
        }
        for (name, value) in fields.iter().filter(|(_, value)| is_table(value)) {
            table(name, value);
        }
    }
    Ok(())
}

fn is_table(value: &Value) -> bool {
    matches!(value, Value::Array(_) | Value::Object(_))
}

/// Shares are shown in per cent, bytes in MB; the name tells which it is.
fn figure(name: &str, value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(number) => {
            let plain = number.as_f64().unwrap_or_default();
            if name.ends_with("_bytes") {
                format!("{:.1} MB", plain / 1e6)
            } else if name.ends_with("_seconds") {
                format!("{plain:.1} s")
            } else if name.ends_with("_ms") {
                format!("{plain:.2} ms")
            } else if number.is_f64() && !name.contains("per_second") && !name.contains("threshold")
            {
                format!("{:.2} %", plain * 100.0)
            } else if number.is_f64() {
                format!("{plain:.2}")
            } else {
                number.to_string()
            }
        }
        other => other.to_string(),
    }
}

/// An array of objects, or an object of objects, as columns.
fn table(name: &str, value: &Value) {
    let rows: Vec<(Option<&str>, &Value)> = match value {
        Value::Array(rows) => rows.iter().map(|row| (None, row)).collect(),
        Value::Object(rows) => rows
            .iter()
            .map(|(key, row)| (Some(key.as_str()), row))
            .collect(),
        _ => return,
    };
    if rows.is_empty() {
        return;
    }
    let rest = rows.len().saturating_sub(ROWS);
    say(&format!("\n{}", name.replace('_', " ")));
    for (key, row) in rows.into_iter().take(ROWS) {
        let cells = match row {
            Value::Object(fields) => cells(fields),
            other => figure("", other),
        };
        say(&format!(
            "  {}{cells}",
            key.map(|key| format!("{key:<32}")).unwrap_or_default()
        ));
    }
    if rest > 0 {
        say(&format!("  … {rest} more in the JSON"));
    }
}

fn cells(fields: &Map<String, Value>) -> String {
    fields
        .iter()
        .map(|(name, value)| match value {
            Value::String(text) => format!("{text:<32}"),
            _ => format!("{} {:<10}", name.replace('_', " "), figure(name, value)),
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Resident memory of this process; 0 where the system does not tell it.
fn resident_bytes() -> u64 {
    std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        })
        .map_or(0, |kibibytes| kibibytes * 1024)
}
