//! A folder of JSON files as a catalogue: each file is an array of `[name, {attribute: value}]`,
//! where a value is a text, a number, a list of them or null.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value};
use shanying_kernel::{Error, Result};
use shanying_language::evaluate::SlotRecord;

/// Every record of every `.json` file, in the order of the files' names.
pub(in crate::cli) fn read(folder: &Path) -> Result<Vec<SlotRecord>> {
    let unreadable = |error: std::io::Error| {
        let text = format!("{} cannot be read", folder.display());
        Error::not_found("command.no_file", text).because(error)
    };
    let mut files = Vec::new();
    for file in fs::read_dir(folder).map_err(unreadable)? {
        let path = file.map_err(unreadable)?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            files.push(path);
        }
    }
    files.sort();
    let mut records = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).map_err(unreadable)?;
        let rows: Vec<(String, Map<String, Value>)> =
            serde_json::from_str(&text).map_err(|error| {
                let place = path.display();
                Error::invalid("command.malformed_row", format!("{place}: {error}"))
            })?;
        records.extend(rows.into_iter().map(|(_, fields)| record(fields)));
    }
    if records.is_empty() {
        let text = format!("{} holds no records", folder.display());
        return Err(Error::invalid("command.malformed_row", text));
    }
    Ok(records)
}

fn record(fields: Map<String, Value>) -> SlotRecord {
    fields
        .into_iter()
        .map(|(name, value)| (name, texts(value)))
        .collect()
}

fn texts(value: Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::String(text) => vec![text],
        Value::Array(values) => values.into_iter().flat_map(texts).collect(),
        other => vec![other.to_string()],
    }
}
