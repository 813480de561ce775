//! Measures themes: `cargo run -p shanying-language --example themes -- MODELS FILE… [--set alike=0.5]`;
//! files of `{"text","intent"}` in JSON lines, or `part theme text` parted by tabs. `-` for no encoder.
//! `--show` prints the themes.
#![expect(clippy::print_stdout, reason = "a measuring program")]

use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use shanying_language::cluster::{Options, Question, name, themes};
use shanying_language::embed::Encoder;
use shanying_language::evaluate::{IntentRow, theme};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let models = arguments.next().ok_or("MODELS FILE…")?;
    let encoder = match models.as_str() {
        "-" => None,
        models => Some(Arc::new(Encoder::load(Path::new(models))?)),
    };
    let mut options = Options::standard(encoder.is_some());
    let (mut files, mut show) = (Vec::new(), false);
    for argument in arguments {
        match argument.split_once('=') {
            Some(("alike", value)) => options.alike = value.parse()?,
            Some(("dense", value)) => options.dense = value.parse()?,
            Some(("apart", value)) => options.apart = value.parse()?,
            _ if argument == "--show" => show = true,
            _ => files.push(argument),
        }
    }
    for file in files {
        for (part, rows) in read(&file)? {
            if show {
                print_themes(&rows, encoder.as_ref(), options);
            }
            let report = theme(&rows, encoder.as_ref(), options);
            println!("{file} {part} {}", serde_json::to_string(&report)?);
        }
    }
    Ok(())
}

fn print_themes(rows: &[IntentRow], encoder: Option<&Arc<Encoder>>, options: Options) {
    let texts: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
    let questions = Question::read(&texts, encoder);
    for theme in themes(&questions, options) {
        let own = theme.members.iter().filter_map(|at| rows.get(*at));
        let members: Vec<String> = own
            .map(|row| format!("{}({})", row.text, row.intent))
            .collect();
        let title = texts.get(theme.representative).copied().unwrap_or_default();
        println!("「{}」 {}", name(title), members.join(" | "));
    }
}

/// Rows of one part of a file, with its name.
type Part = (String, Vec<IntentRow>);

fn read(file: &str) -> Result<Vec<Part>, Box<dyn Error>> {
    let text = std::fs::read_to_string(file)?;
    if !file.ends_with(".tsv") {
        let rows = text.lines().map(serde_json::from_str);
        return Ok(vec![("all".to_owned(), rows.collect::<Result<_, _>>()?)]);
    }
    let mut parts: Vec<(String, Vec<IntentRow>)> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [part, intent, text] = fields.as_slice() else {
            return Err(format!("three fields expected: {line}").into());
        };
        let row = IntentRow {
            text: (*text).to_owned(),
            intent: (*intent).to_owned(),
        };
        match parts.iter_mut().find(|(known, _)| known == part) {
            Some((_, rows)) => rows.push(row),
            None => parts.push(((*part).to_owned(), vec![row])),
        }
    }
    Ok(parts)
}
