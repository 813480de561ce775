//! 200 paraphrases of a sales talk; the file says which half may be looked at.

use std::collections::BTreeSet;

use super::super::{Asked, Given, Running, Stage};
use super::{SHOP, Talker};

const ROWS: &str = include_str!("../../../tests/fixtures/paraphrases.tsv");

/// `slot=value` of a talk, in the spelling of the file.
fn told(talker: &Talker) -> BTreeSet<String> {
    let Some(running) = talker.state.active() else {
        return BTreeSet::new();
    };
    let mut told = BTreeSet::new();
    for (slot, filled) in &running.slots {
        if filled.is_any() {
            told.insert(format!("any={slot}"));
        }
        for value in &filled.values {
            let value = match value {
                Given::Money { min, max, .. } => {
                    let yuan = |minor: &Option<i64>| {
                        minor.map_or(String::new(), |minor| (minor / 100).to_string())
                    };
                    match (min, max) {
                        (Some(low), Some(high)) if low == high => {
                            format!("~{}", i64::midpoint(*low, *high) / 100)
                        }
                        _ => format!("{}..{}", yuan(min), yuan(max)),
                    }
                }
                other => crate::dialogue::rules::worded(other, "zh-CN"),
            };
            told.insert(format!("{slot}={value}"));
        }
    }
    for (slot, words) in &running.denied {
        assert_ne!(slot, "avoid");
        told.extend(words.iter().map(|word| format!("not={word}")));
    }
    told
}

fn wanted(cell: &str) -> BTreeSet<String> {
    cell.split(';')
        .filter_map(|part| part.split_once('='))
        .flat_map(|(slot, values)| {
            values
                .split(',')
                .map(move |value| format!("{slot}={value}"))
        })
        .collect()
}

#[derive(Default)]
struct Count {
    right: usize,
    wanted: usize,
    surplus: usize,
    rows: usize,
    whole: usize,
    /// Allergies and conditions that were not heard.
    unsafe_rows: usize,
    report: String,
}

fn measure(rows: &str) -> Count {
    let mut count = Count::default();
    for row in rows
        .lines()
        .filter(|row| !row.is_empty() && !row.starts_with('#'))
    {
        let cells: Vec<&str> = row.split('\t').collect();
        let [context, text, facts] = cells[..] else {
            panic!("a row of three cells: {row}");
        };
        let mut talker = Talker::new(SHOP);
        if context != "-" {
            let mut running = Running {
                task: "buy_skincare".to_owned(),
                stage: Stage::Gathering,
                ..Running::default()
            };
            running.asked = Some(Asked {
                slot: Some(context.to_owned()),
                options: vec![],
            });
            talker.state.running.push(running);
        }
        talker.say(text);
        let (told, wanted) = (told(&talker), wanted(facts));
        let right = told.intersection(&wanted).count();
        count.rows += 1;
        count.right += right;
        count.wanted += wanted.len();
        count.surplus += told.len() - right;
        count.whole += usize::from(told == wanted);
        let missed_care = wanted
            .difference(&told)
            .any(|fact| fact.starts_with("avoid="));
        count.unsafe_rows += usize::from(missed_care);
        if told != wanted {
            count.report += &format!("{context}\t{text}\twanted {wanted:?}\ttold {told:?}\n");
        }
    }
    count
}

#[test]
fn facts_are_taken_from_paraphrases() {
    let (seen, unseen) = ROWS.split_once("---\n").unwrap();
    let (mut right, mut wanted) = (0, 0);
    for (name, rows, show) in [("seen", seen, true), ("unseen", unseen, false)] {
        let count = measure(rows);
        println!(
            "{name}: {} of {} facts right, {} surplus, {} of {} rows whole, {} rows missed an allergy",
            count.right, count.wanted, count.surplus, count.whole, count.rows, count.unsafe_rows
        );
        if show {
            println!("{}", count.report);
        }
        right += count.right;
        wanted += count.wanted;
        assert!(count.right * 1000 >= count.wanted * 945, "{name}");
        assert_eq!(count.unsafe_rows, 0, "{name}");
    }
    assert!(right * 100 >= wanted * 97);
}
