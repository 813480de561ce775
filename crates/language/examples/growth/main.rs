//! How search grows from 1,000 to 100,000 phrasings, beside BM25 alone and beside looking at every
//! vector: `cargo run --release -p shanying-language --example growth -- models/use DATA [SVG]`,
//! where DATA has the folders `retrieval`, `filing` and `intent` with files of rows that have a
//! `text`. Texts of `retrieval/*.queries.jsonl` are asked, all others are stored.
#![expect(clippy::print_stdout, reason = "a measuring program")]

mod plot;

use std::collections::BTreeSet;
use std::error::Error;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use shanying_language::embed::{Encoder, QuantVec};
use shanying_language::index::{Index, IndexOptions, Phrasing, Weights};
use shanying_language::normalise::normalise_text;

const SIZES: [usize; 5] = [1_000, 3_162, 10_000, 31_623, 100_000];
/// Questions that are timed, and those that the slow reference answers.
const ASKED: usize = 1_000;
const COMPARED: usize = 200;

#[derive(serde::Deserialize)]
struct Row {
    text: String,
}

/// The distinct texts of the files that are wanted, in an order that mixes the files.
fn texts(
    folders: &[&str],
    data: &Path,
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<String>, Box<dyn Error>> {
    let mut texts = BTreeSet::new();
    for folder in folders {
        for file in std::fs::read_dir(data.join(folder))? {
            let path = file?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.ends_with(".jsonl") && wanted(&name) {
                for line in std::fs::read_to_string(&path)?.lines() {
                    texts.insert(serde_json::from_str::<Row>(line)?.text);
                }
            }
        }
    }
    let mut texts: Vec<String> = texts.into_iter().collect();
    texts.sort_by_cached_key(|text| {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        hasher.finish()
    });
    Ok(texts)
}

fn resident_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = status.split(' ').nth(1).and_then(|n| n.parse().ok());
    pages.unwrap_or(0.0) * 4096.0 / 1e6
}

/// Stored texts with their vectors, so that an index can be filled several times.
struct Stored<'a> {
    ids: Vec<String>,
    texts: &'a [String],
    vectors: Vec<Vec<f32>>,
}

impl Stored<'_> {
    fn fill(&self, mut index: Index, size: usize) -> Index {
        for ((id, text), vector) in self
            .ids
            .iter()
            .zip(self.texts)
            .zip(&self.vectors)
            .take(size)
        {
            let vector = [Some(QuantVec::quantise(vector))];
            index.upsert_with_vectors(id, &[Phrasing::new(text)], &vector);
        }
        index
    }
}

/// Median and 99th percentile of a search in milliseconds.
fn times(index: &Index, queries: &[String]) -> [f64; 2] {
    for query in queries.iter().take(50) {
        index.search(query, 10, |_| true);
    }
    let mut times: Vec<f64> = queries
        .iter()
        .map(|query| {
            let began = Instant::now();
            std::hint::black_box(index.search(query, 10, |_| true));
            began.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    [0.5, 0.99].map(|share| {
        let at = (times.len() as f64 * share) as usize;
        times.get(at).copied().unwrap_or(0.0)
    })
}

fn ids(index: &Index, query: &str) -> Vec<String> {
    let hits = index.search(query, 10, |_| true);
    hits.into_iter().map(|hit| hit.entry_id).collect()
}

/// The share of the ten of `exact` that `found` has too.
fn share(found: &[String], exact: &[String]) -> f64 {
    let common = exact.iter().filter(|id| found.contains(id)).count();
    common as f64 / exact.len().max(1) as f64
}

/// How many of the ten nearest vectors (in floats, of all) are the ten nearest of the index.
fn vector_recall(encoder: &Arc<Encoder>, stored: &Stored, size: usize, queries: &[String]) -> f64 {
    let options = IndexOptions {
        weights: Weights {
            dense: 1.0,
            words: 0.0,
            characters: 0.0,
            concepts: 0.0,
        },
        ..IndexOptions::default()
    };
    let index = stored.fill(Index::new(Some(Arc::clone(encoder)), options), size);
    let mut recall = 0.0;
    for query in queries {
        let vector = encoder.encode(&normalise_text(query));
        let mut exact: Vec<(f32, &String)> = stored
            .vectors
            .iter()
            .zip(&stored.ids)
            .take(size)
            .map(|(row, id)| (row.iter().zip(&vector).map(|(a, b)| a * b).sum(), id))
            .collect();
        exact.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        let exact: Vec<String> = exact.iter().take(10).map(|(_, id)| (*id).clone()).collect();
        let mut hits = index.search(query, 30, |_| true);
        hits.sort_by(|a, b| b.features.dense_best.total_cmp(&a.features.dense_best));
        let found: Vec<String> = hits.into_iter().take(10).map(|hit| hit.entry_id).collect();
        recall += share(&found, &exact);
    }
    recall / queries.len().max(1) as f64
}

/// Time of one change, of writing to bytes and of reading them, in milliseconds; their size.
fn upkeep(index: &Index, encoder: &Arc<Encoder>) -> Result<[f64; 4], Box<dyn Error>> {
    let began = Instant::now();
    let bytes = index.to_bytes();
    let write = began.elapsed().as_secs_f64() * 1e3;
    let began = Instant::now();
    let mut index = Index::from_bytes(&bytes, Some(Arc::clone(encoder)), IndexOptions::default())?;
    let read = began.elapsed().as_secs_f64() * 1e3;
    let began = Instant::now();
    for at in 0..50 {
        index.upsert(
            "changed",
            &[Phrasing::new(format!("第{at}次修改后的退货问题怎么处理"))],
        );
    }
    let change = began.elapsed().as_secs_f64() * 1e3 / 50.0;
    Ok([change, write, read, bytes.len() as f64 / 1e6])
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [models, data, svg @ ..] = arguments.as_slice() else {
        return Err("usage: growth MODELS DATA [SVG]".into());
    };
    let encoder = Arc::new(Encoder::load(Path::new(models))?);
    let data = Path::new(data);
    let texts_ = texts(&["retrieval", "filing", "intent"], data, |name| {
        !name.contains("queries")
    })?;
    let queries = texts(&["retrieval"], data, |name| name.contains("queries"))?;
    let asked = queries.get(..ASKED).unwrap_or(&queries);
    let compared = queries.get(..COMPARED).unwrap_or(&queries);
    let most = SIZES.last().copied().unwrap_or(0).min(texts_.len());
    let texts = texts_.get(..most).unwrap_or_default();
    let normalised: Vec<String> = texts.iter().map(|text| normalise_text(text)).collect();
    let began = Instant::now();
    let vectors = encoder.encode_batch(&normalised);
    let encode_us = began.elapsed().as_secs_f64() * 1e6 / most.max(1) as f64;
    let stored = Stored {
        ids: (0..most).map(|at| format!("e{at}")).collect(),
        texts,
        vectors,
    };
    println!(
        "{most} texts stored, {} asked; encoding {encode_us:.0} µs a text",
        asked.len()
    );
    println!(
        "{:>8} | {:>7} {:>7} | {:>7} {:>7} | {:>7} {:>7} | {:>7} {:>7} | {:>7} {:>7} {:>8} | {:>8} {:>7} {:>7}",
        "entries",
        "p50",
        "p99",
        "BM25 50",
        "99",
        "all 50",
        "99",
        "fused@10",
        "vec@10",
        "fill s",
        "B each",
        "RSS MB",
        "change",
        "save ms",
        "load ms",
    );
    let mut points = Vec::new();
    for size in SIZES.map(|size| size.min(most)) {
        let began = Instant::now();
        let new = || Index::new(Some(Arc::clone(&encoder)), IndexOptions::default());
        let index = stored.fill(new(), size);
        let fill = began.elapsed().as_secs_f64() + encode_us * size as f64 / 1e6;
        let ours = times(&index, asked);
        let bytes = index.bytes() / size.max(1);
        let [change, write, read, _] = upkeep(&index, &encoder)?;
        let bm25 = Index::new(None, IndexOptions::default());
        let bm25 = times(&stored.fill(bm25, size), asked);
        let options = IndexOptions {
            exact_to: usize::MAX,
            ..IndexOptions::default()
        };
        let exact = stored.fill(Index::new(Some(Arc::clone(&encoder)), options), size);
        let all = times(&exact, compared);
        let fused: f64 = compared
            .iter()
            .map(|query| share(&ids(&index, query), &ids(&exact, query)))
            .sum();
        let vectors = vector_recall(&encoder, &stored, size, compared);
        println!(
            "{size:>8} | {:>7.2} {:>7.2} | {:>7.2} {:>7.2} | {:>7.2} {:>7.2} | {:>7.4} {vectors:>7.4} | {fill:>7.1} {bytes:>7} {:>8.0} | {change:>8.2} {write:>7.0} {read:>7.0}",
            ours[0],
            ours[1],
            bm25[0],
            bm25[1],
            all[0],
            all[1],
            fused / compared.len().max(1) as f64,
            resident_mb(),
        );
        points.push((size as f64, [ours, bm25, all]));
    }
    if let Some(path) = svg.first() {
        std::fs::write(path, plot::svg(&points))?;
        println!("plot: {path}");
    }
    Ok(())
}
