//! Measures filing: `cargo run -p shanying-language --example filing -- MODELS TRAIN LABELS DEV TEST`,
//! `-` for a file that is not there. A number in place of TEST keeps that fifth (0–4) of TRAIN for
//! testing.
#![expect(clippy::print_stdout, reason = "a measuring program")]

use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use shanying_language::embed::Encoder;
use shanying_language::evaluate::{FilingData, filing};
use shanying_language::filing::FiledText;

fn rows<T: DeserializeOwned>(path: &str) -> Result<Vec<T>, Box<dyn Error>> {
    if path == "-" {
        return Ok(Vec::new());
    }
    let text = fs::read_to_string(path)?;
    let rows = text.lines().map(serde_json::from_str);
    Ok(rows.collect::<Result<_, _>>()?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [models, train, labels, dev, test] = arguments.as_slice() else {
        return Err("usage: filing MODELS TRAIN LABELS DEV TEST".into());
    };
    let encoder = match models.as_str() {
        "-" => None,
        models => Some(Arc::new(Encoder::load(Path::new(models))?)),
    };
    let (mut train, labels, dev) = (rows::<FiledText>(train)?, rows(labels)?, rows(dev)?);
    let test = match test.parse::<usize>() {
        Ok(fold) => {
            // Rows may come sorted by label, so neighbours go to different fifths.
            let (test, rest): (Vec<_>, Vec<_>) = train
                .into_iter()
                .enumerate()
                .partition(|(at, _)| at % 5 == fold);
            train = rest.into_iter().map(|(_, row)| row).collect();
            test.into_iter().map(|(_, row)| row).collect()
        }
        Err(_) => rows(test)?,
    };
    let data = FilingData {
        train: &train,
        labels: &labels,
        dev: &dev,
        test: &test,
    };
    let report = filing(data, encoder, 0, |_| {});
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(())
}
