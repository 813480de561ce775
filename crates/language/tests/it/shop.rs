//! The default thresholds on the demo shop's knowledge, with questions of our own that are worded
//! unlike it, and questions that have nothing to do with it.

use std::sync::Arc;

use shanying_language::index::{Index, IndexOptions, Outcome, Phrasing, Thresholds, decide};

use crate::encoder::ENCODER;

fn shop(dense: bool) -> Index {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../demo/shop/knowledge.json"
    );
    let knowledge: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let encoder = dense.then(|| Arc::clone(&ENCODER));
    let mut index = Index::new(encoder, IndexOptions::default());
    for entry in knowledge["entries"].as_array().unwrap() {
        let similar = entry["similar"].as_array().unwrap();
        let phrasings: Vec<Phrasing> = std::iter::once(&entry["question"])
            .chain(similar)
            .map(|text| Phrasing::new(text.as_str().unwrap()))
            .collect();
        index.upsert(entry["key"].as_str().unwrap(), &phrasings);
    }
    index
}

/// Shares of the in-scope questions: answered right, answered wrong, right entry offered; and of
/// those out of scope: answered.
fn outcome(dense: bool) -> [f64; 4] {
    let index = shop(dense);
    let thresholds = Thresholds::default();
    let [mut right, mut wrong, mut offered, mut spoke] = [0.0; 4];
    let (mut inside, mut outside) = (0.0, 0.0);
    for line in include_str!("../fixtures/shop_questions.tsv").lines() {
        let (question, key) = line.split_once('\t').unwrap();
        let hits = index.search(question, 5, |_| true);
        let outcome = decide(&hits, &thresholds);
        if key.is_empty() {
            outside += 1.0;
            spoke += f64::from(outcome == Outcome::Direct);
            continue;
        }
        inside += 1.0;
        match outcome {
            Outcome::Direct if hits[0].entry_id == key => right += 1.0,
            Outcome::Direct => wrong += 1.0,
            Outcome::Suggest(ids) => offered += f64::from(ids.iter().any(|id| id == key)),
            Outcome::Unknown => {}
        }
    }
    assert!(inside >= 60.0 && outside >= 40.0);
    [
        right / inside,
        wrong / inside,
        offered / inside,
        spoke / outside,
    ]
}

#[test]
fn default_thresholds_answer_the_shop_and_keep_silent_otherwise() {
    let [right, wrong, offered, spoke] = outcome(true);
    assert!(right >= 0.82, "right {right}");
    assert!(
        right + offered >= 0.95,
        "right or offered {}",
        right + offered
    );
    assert!(wrong <= 0.03, "wrong {wrong}");
    assert!(spoke <= 0.05, "answered out of scope {spoke}");
}

#[test]
fn words_alone_still_serve() {
    let [right, wrong, offered, spoke] = outcome(false);
    assert!(right + offered >= 0.7, "right {right} offered {offered}");
    assert!(wrong <= 0.05, "wrong {wrong}");
    assert!(spoke <= 0.1, "answered out of scope {spoke}");
}
