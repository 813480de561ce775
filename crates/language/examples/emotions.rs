//! Measures the service emotions by cross-validation on the utterances that are part of the engine:
//! `cargo run --release -p shanying-language --example emotions -- [models/use]`
#![expect(clippy::print_stdout, reason = "a command for developers")]

use std::path::Path;

use shanying_language::embed::Encoder;
use shanying_language::emotion::Utterance;
use shanying_language::evaluate::emotions;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let encoder = std::env::args()
        .nth(1)
        .map(|folder| Encoder::load(Path::new(&folder)))
        .transpose()?;
    let rows = Utterance::standard();
    for encoder in [None, encoder.as_ref()]
        .into_iter()
        .take(1 + usize::from(encoder.is_some()))
    {
        let report = emotions(&rows, encoder, 5, 1);
        println!("{}", serde_json::to_string_pretty(&report)?);
    }
    Ok(())
}
