//! Times the encoder: `cargo run -p shanying-language --example speed -- models/use`.
#![expect(clippy::print_stdout, reason = "a measuring program")]

use std::path::Path;
use std::time::Instant;

use shanying_language::embed::Encoder;

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
    let mut times: Vec<f64> = Vec::new();
    for _ in 0..10 {
        for text in &sentences {
            let began = Instant::now();
            std::hint::black_box(encoder.encode(text));
            times.push(began.elapsed().as_secs_f64() * 1e3);
        }
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| {
        times
            .get((times.len() as f64 * share) as usize)
            .copied()
            .unwrap_or(0.0)
    };
    println!(
        "one sentence        p50 {:.3} ms, p99 {:.3} ms",
        at(0.5),
        at(0.99)
    );
    let began = Instant::now();
    for _ in 0..10 {
        std::hint::black_box(encoder.encode_batch(&sentences));
    }
    println!(
        "batched, one thread {:8.0} sentences/s",
        sentences.len() as f64 * 10.0 / began.elapsed().as_secs_f64()
    );
    Ok(())
}
