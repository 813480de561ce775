//! Times the encoder, and understanding one question among 10,000 phrasings:
//! `cargo run --release -p shanying-language --example speed -- models/use`.
#![expect(clippy::print_stdout, reason = "a measuring program")]

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use shanying_language::embed::Encoder;
use shanying_language::index::{Index, IndexOptions, Phrasing};

fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: f64 = status
        .split(' ')
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(0.0);
    pages * 4096.0 / 1e6
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "models/use".to_owned());
    let before = resident();
    let began = Instant::now();
    let encoder = Encoder::load(Path::new(&folder))?;
    println!(
        "load                {:8.0} ms",
        began.elapsed().as_secs_f64() * 1e3
    );
    let sentences: Vec<&str> = include_str!("../tests/fixtures/sentences.txt")
        .lines()
        .collect();
    for text in &sentences {
        encoder.encode(text);
    }
    println!(
        "resident memory     {:8.1} MB, weights {:.1} MB",
        resident() - before,
        encoder.bytes() as f64 / 1e6
    );
    let times = times(&sentences, 10, |text| {
        std::hint::black_box(encoder.encode(text));
    });
    println!(
        "one sentence        p50 {:.3} ms, p99 {:.3} ms",
        at(&times, 0.5),
        at(&times, 0.99)
    );
    let began = Instant::now();
    for _ in 0..20 {
        std::hint::black_box(encoder.encode_batch(&sentences));
    }
    println!(
        "batched, one thread {:8.0} sentences/s",
        sentences.len() as f64 * 20.0 / began.elapsed().as_secs_f64()
    );
    understanding(encoder, &sentences);
    Ok(())
}

/// Searches 10,000 phrasings, each made of two of the sentences.
fn understanding(encoder: Encoder, sentences: &[&str]) {
    let pairs = sentences
        .iter()
        .flat_map(|a| sentences.iter().map(move |b| (a, b)));
    let entries: Vec<(String, [Phrasing; 1])> = pairs
        .step_by(4)
        .take(10_000)
        .enumerate()
        .map(|(at, (a, b))| (format!("e{at}"), [Phrasing::new(format!("{a} {b}"))]))
        .collect();
    let began = Instant::now();
    let mut index = Index::new(Some(Arc::new(encoder)), IndexOptions::default());
    index.upsert_many(
        entries
            .iter()
            .map(|(id, phrasings)| (id.as_str(), phrasings.as_slice())),
    );
    println!(
        "fill                {:8.1} s for {} phrasings, {} bytes each",
        began.elapsed().as_secs_f64(),
        index.phrasings(),
        index.bytes() / index.phrasings().max(1)
    );
    let times = times(sentences, 10, |text| {
        std::hint::black_box(index.search(text, 10, |_| true));
    });
    println!(
        "one question        p50 {:.3} ms, p99 {:.3} ms, {:.0} a second",
        at(&times, 0.5),
        at(&times, 0.99),
        times.len() as f64 * 1e3 / times.iter().sum::<f64>()
    );
}

/// Milliseconds of each run, sorted.
fn times(sentences: &[&str], rounds: usize, work: impl Fn(&str)) -> Vec<f64> {
    let mut times: Vec<f64> = Vec::new();
    for text in sentences.iter().cycle().take(sentences.len() * rounds) {
        let began = Instant::now();
        work(text);
        times.push(began.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    times
}

fn at(sorted: &[f64], share: f64) -> f64 {
    let at = (sorted.len() as f64 * share) as usize;
    sorted.get(at).copied().unwrap_or(0.0)
}
