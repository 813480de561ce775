//! Labelled rows: JSON lines, gzipped or not.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use serde::de::DeserializeOwned;
use shanying_kernel::{Error, Result};

/// Every row of a file; a faulty one is named by its line.
pub(in crate::cli) fn read<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let unreadable = |error: std::io::Error| {
        let text = format!("{} cannot be read", path.display());
        Error::not_found("command.no_file", text).because(error)
    };
    let file = File::open(path).map_err(unreadable)?;
    let zipped = path.extension().is_some_and(|extension| extension == "gz");
    let reader: Box<dyn Read> = if zipped {
        Box::new(MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let mut rows = Vec::new();
    for (number, line) in BufReader::new(reader).lines().enumerate() {
        let line = line.map_err(unreadable)?;
        if line.trim().is_empty() {
            continue;
        }
        rows.push(serde_json::from_str(&line).map_err(|error| {
            let place = format!("{}, line {}", path.display(), number + 1);
            Error::invalid("command.malformed_row", format!("{place}: {error}"))
        })?);
    }
    Ok(rows)
}

/// The rows of a file that may not be given; none without it.
pub(super) fn read_if_given<T: DeserializeOwned>(path: Option<&Path>) -> Result<Vec<T>> {
    path.map_or_else(|| Ok(Vec::new()), read)
}
