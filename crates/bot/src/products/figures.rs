//! How well descriptions are read: precision and recall over hand-labelled fixtures.

use std::collections::BTreeMap;

use super::{FactValue, Lexicon, Polarity, Shelf};

/// `attribute=value` of a fixture.
struct Gold {
    attribute: String,
    value: String,
    polarity: Polarity,
}

fn gold(field: &str) -> Gold {
    let (attribute, value) = field.split_once('=').unwrap();
    let (polarity, value) = match (value.strip_prefix('!'), value.strip_prefix('~')) {
        (Some(absent), _) => (Polarity::Lacks, absent),
        (_, Some(careful)) => (Polarity::Careful, careful),
        _ => (Polarity::Holds, value),
    };
    Gold {
        attribute: attribute.to_owned(),
        value: value.to_owned(),
        polarity,
    }
}

/// Numbers must be equal. Of words one may stand in the other, if it is at least half of it:
/// where 的人 or 患者 ends is a matter of taste.
fn agrees(value: &FactValue, gold: &str) -> bool {
    let bound = |text: &str| text.parse::<f64>().ok();
    match value {
        FactValue::Money(minor) => gold
            .parse::<f64>()
            .is_ok_and(|yuan| (yuan * 100.0).round() as i64 == *minor),
        FactValue::Number { min, max } => gold
            .split_once('-')
            .is_some_and(|(low, high)| *min == bound(low) && *max == bound(high)),
        FactValue::Word(word) => {
            let plain = |text: &str| shanying_language::normalise::key(text).replace(' ', "");
            let (word, gold) = (plain(word), plain(gold));
            let (short, long) = if word.chars().count() < gold.chars().count() {
                (word, gold)
            } else {
                (gold, word)
            };
            long.contains(&short) && short.chars().count() * 2 >= long.chars().count()
        }
    }
}

/// F1 over a fixture; usage is free text and not counted.
fn measure(shelf: &Shelf, fixture: &str, show: bool) -> f64 {
    let mut counts: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    for line in fixture.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t');
        let text = fields.next().unwrap();
        let wanted: Vec<Gold> = fields.map(gold).collect();
        let mut missing: Vec<&Gold> = wanted.iter().collect();
        for fact in shelf.describe(text) {
            if fact.attribute == "usage" {
                continue;
            }
            let hit = missing.iter().position(|gold| {
                gold.attribute == fact.attribute
                    && gold.polarity == fact.polarity
                    && agrees(&fact.value, &gold.value)
            });
            let count = counts.entry(fact.attribute.clone()).or_default();
            match hit {
                Some(at) => {
                    missing.remove(at);
                    count.0 += 1;
                }
                None => {
                    count.1 += 1;
                    if show {
                        eprintln!(
                            "+ {}={:?} {:?} | {text}",
                            fact.attribute, fact.value, fact.polarity
                        );
                    }
                }
            }
        }
        for gold in missing {
            counts.entry(gold.attribute.clone()).or_default().2 += 1;
            if show {
                eprintln!(
                    "- {}={} {:?} | {text}",
                    gold.attribute, gold.value, gold.polarity
                );
            }
        }
    }
    let (mut hits, mut surplus, mut missed) = (0, 0, 0);
    for (attribute, (hit, more, less)) in &counts {
        eprintln!("{attribute}: {hit} right, {more} surplus, {less} missed");
        hits += hit;
        surplus += more;
        missed += less;
    }
    let f1 = 2.0 * hits as f64 / (2 * hits + surplus + missed) as f64;
    eprintln!(
        "precision {:.3}, recall {:.3}, F1 {f1:.3}",
        hits as f64 / (hits + surplus) as f64,
        hits as f64 / (hits + missed) as f64
    );
    f1
}

fn show() -> bool {
    std::env::var_os("SHOW").is_some()
}

#[test]
fn our_own_catalogue_is_read() {
    let lexicon = Lexicon::parse(include_str!("../../../../demo/shop/lexicon.json")).unwrap();
    let shelf = Shelf::new(lexicon, Vec::new());
    let f1 = measure(
        &shelf,
        include_str!("../../tests/fixtures/products/own.tsv"),
        show(),
    );
    assert!(f1 >= 0.92, "{f1}");
}

#[test]
fn descriptions_of_unseen_trades_are_read() {
    let shelf = Shelf::new(Lexicon::general(), Vec::new());
    let f1 = measure(
        &shelf,
        include_str!("../../tests/fixtures/products/unseen.tsv"),
        false,
    );
    assert!(f1 >= 0.80, "{f1}");
}
