//! Measures which pairs of near questions are taken for the same:
//! `cargo run -p shanying-language --example pairs -- MODELS FILE` (`trade same|different a b`, parted by
//! tabs; `-` for no encoder). A pair counts as the same when the one question, put into an index with
//! the others of its trade, finds the other with at least 0.6, first without and then with contrasts.
#![expect(clippy::print_stdout, reason = "a measuring program")]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use shanying_language::contrast::Gist;
use shanying_language::embed::Encoder;
use shanying_language::index::{Index, IndexOptions, Phrasing};
use shanying_language::segment::Segmenter;

/// The training centre's own line.
const FLOOR: f32 = 0.6;
/// Rivals that the training centre looks at.
const RIVALS: usize = 3;

#[derive(Default)]
struct Counts {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Counts {
    fn count(&mut self, same: bool, found: bool) {
        self.right += usize::from(same && found);
        self.wrong += usize::from(!same && found);
        self.missed += usize::from(same && !found);
    }

    fn line(&self) -> String {
        let share = |of: usize| self.right as f64 / of.max(1) as f64;
        let (precision, recall) = (
            share(self.right + self.wrong),
            share(self.right + self.missed),
        );
        format!("precision {precision:.3} recall {recall:.3}")
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [models, file] = arguments.as_slice() else {
        return Err("MODELS FILE".into());
    };
    let encoder = match models.as_str() {
        "-" => None,
        models => Some(Arc::new(Encoder::load(Path::new(models))?)),
    };
    let text = std::fs::read_to_string(file)?;
    let mut trades: BTreeMap<&str, Vec<(bool, &str, &str)>> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [trade, kind, a, b] = fields.as_slice() else {
            return Err(format!("four fields expected: {line}").into());
        };
        trades
            .entry(trade)
            .or_default()
            .push((*kind == "same", a, b));
    }
    let segmenter = Segmenter::default();
    for (trade, pairs) in trades {
        let mut index = Index::new(encoder.clone(), IndexOptions::default());
        for question in pairs.iter().flat_map(|(_, a, b)| [a, b]) {
            index.upsert(question, &[Phrasing::new(*question)]);
        }
        let (mut before, mut after) = (Counts::default(), Counts::default());
        for (same, a, b) in pairs {
            let finds = |asked: &str, wanted: &str| {
                let hits = index.search(asked, RIVALS, |id| id != asked);
                hits.iter()
                    .any(|hit| hit.entry_id == wanted && hit.score >= FLOOR)
            };
            let near = finds(a, b) || finds(b, a);
            let gist = |text: &str| Gist::new(text, &segmenter);
            let parted = gist(a).contrast(&gist(b), encoder.as_deref());
            before.count(same, near);
            after.count(same, near && parted.is_none());
            if near && same != parted.is_none() {
                println!("  {a} / {b}: {}", if same { "parted" } else { "shown" });
            }
        }
        println!(
            "{trade}: likeness alone {}, with contrasts {}",
            before.line(),
            after.line()
        );
    }
    Ok(())
}
