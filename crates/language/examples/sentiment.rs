//! Measures sentiment: `cargo run --release -p shanying-language --example sentiment -- MODELS TRAIN
//! TEST` (JSON lines, unpacked).
#![expect(clippy::print_stdout, reason = "a command for developers")]

use std::path::Path;

use shanying_language::embed::Encoder;
use shanying_language::evaluate::{SentimentRow, sentiment};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [models, train, test] = arguments.as_slice() else {
        return Err("MODELS TRAIN TEST".into());
    };
    let encoder = Encoder::load(Path::new(models)).ok();
    let (train, test) = (rows(train)?, rows(test)?);
    let report = sentiment(&train, &test, encoder.as_ref(), 1, |_| {});
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(())
}

fn rows(path: &str) -> Result<Vec<SentimentRow>, Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(path)?;
    text.lines()
        .map(|line| Ok(serde_json::from_str(line)?))
        .collect()
}
