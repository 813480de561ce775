//! What the recognisers find, phrase by phrase, and what holds for any text.

use std::fmt::Write;

use jiff::civil::DateTime;
use proptest::prelude::*;
use shanying_language::extract::{Catalogue, Kind, Slot, Value, recognise};

/// A Wednesday.
const NOW: &str = "2026-11-18T10:00";

fn catalogue() -> Catalogue {
    let mut builder = Catalogue::builder();
    for (kind, value, aliases) in [
        ("product", "保湿面霜", &["面霜", "霜"][..]),
        ("product", "氨基酸洗面奶", &["洗面奶"]),
        ("product", "iPhone 15 Pro", &["苹果15pro"]),
        ("product", "运动鞋", &["跑鞋"]),
        ("product", "连衣裙", &["裙子"]),
        ("product", "蓝牙耳机", &["耳机"]),
        ("product", "纯棉四件套", &[]),
        ("color", "红色", &["大红", "red"]),
        ("color", "蓝色", &[]),
        ("color", "黑色", &[]),
        ("ingredient", "酒精", &["乙醇"]),
        ("ingredient", "化学剂", &[]),
        ("ingredient", "香精", &[]),
        ("food", "香菜", &[]),
        ("food", "葱", &[]),
        ("food", "花生", &[]),
    ] {
        builder.add(kind, value, aliases.iter().copied());
    }
    builder.build()
}

/// `!` denied, `x` taken back, `~` about; bounds with `..` between them.
fn shown(slot: &Slot) -> String {
    let mut text = String::new();
    if slot.negated {
        text.push('!');
    }
    if slot.corrected {
        text.push('x');
    }
    let kind = match &slot.kind {
        Kind::Entry(kind) => kind.clone(),
        kind => format!("{kind:?}").to_lowercase(),
    };
    let _ = write!(text, "{kind} ");
    let bounds = |low: String, high: String| {
        if low == high {
            low
        } else {
            format!("{low}..{high}")
        }
    };
    let number = |value: Option<f64>| {
        value.map_or_else(String::new, |value| {
            ((value * 1000.0).round() / 1000.0).to_string()
        })
    };
    match &slot.value {
        Value::Money {
            min,
            max,
            currency,
            about,
        } => {
            let major = |minor: &Option<i64>| number(minor.map(|minor| minor as f64 / 100.0));
            let about = if *about { "~" } else { "" };
            let _ = write!(text, "{about}{} {currency}", bounds(major(min), major(max)));
        }
        Value::Time { from, to } => {
            let minute = |time: &Option<DateTime>| {
                time.map_or_else(String::new, |time| {
                    time.strftime("%Y-%m-%dT%H:%M").to_string()
                })
            };
            text.push_str(&bounds(minute(from), minute(to)).replace("T00:00", ""));
        }
        Value::Amount {
            min,
            max,
            unit,
            about,
        } => {
            let about = if *about { "~" } else { "" };
            let _ = write!(text, "{about}{}{unit}", bounds(number(*min), number(*max)));
        }
        Value::Deal { buy, free } => {
            let _ = write!(text, "{buy}+{free}");
        }
        other => text.push_str(other.shown().unwrap_or_default()),
    }
    text
}

#[test]
fn every_phrase_of_the_table() {
    let catalogue = catalogue();
    let now: DateTime = NOW.parse().unwrap();
    let table = include_str!("../fixtures/phrases.tsv");
    let mut wrong = String::new();
    let mut count = 0;
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let (phrase, expected) = line.split_once('\t').unwrap_or((line, ""));
        let found: Vec<String> = recognise(phrase, now, &catalogue)
            .iter()
            .filter(|slot| slot.score >= 0.5)
            .map(shown)
            .collect();
        let found = found.join(" | ");
        if found != expected {
            let _ = writeln!(wrong, "{phrase}: expected {expected}, found {found}");
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count >= 200, "only {count} phrases");
}

#[test]
fn spans_show_the_words_of_the_original() {
    let now: DateTime = NOW.parse().unwrap();
    let table = [
        ("我要３００块以內的。", "３００块以內"),
        ("想買一條連衣裙", "連衣裙"),
        ("下 周三 下午送", "下 周三 下午"),
        ("打138 1234 5678吧", "138 1234 5678"),
    ];
    for (text, words) in table {
        let spans: Vec<&str> = recognise(text, now, &catalogue())
            .iter()
            .filter_map(|slot| text.get(slot.span.clone()))
            .collect();
        assert!(spans.contains(&words), "{text}: {spans:?}");
    }
}

#[test]
fn a_wrong_check_digit_is_masked_and_less_sure() {
    let now: DateTime = NOW.parse().unwrap();
    let score = |text: &str| {
        recognise(text, now, &Catalogue::default())
            .iter()
            .find(|slot| slot.kind == Kind::IdCard)
            .map(|slot| slot.score)
    };
    let right = score("11010519491231002X").unwrap();
    let wrong = score("110105194912310021").unwrap();
    assert!(right > 0.9 && wrong < 0.6, "{right} {wrong}");
}

fn check(text: &str, now: DateTime) {
    let mut end = 0;
    let mut last = 0..0;
    for slot in recognise(text, now, &catalogue()) {
        assert!(text.get(slot.span.clone()).is_some(), "{text:?} {slot:?}");
        assert!(!slot.span.is_empty(), "{text:?} {slot:?}");
        assert!((0.0..=1.0).contains(&slot.score), "{slot:?}");
        assert!(slot.span.start >= last.start, "{text:?} {slot:?}");
        if let Value::Time {
            from: Some(from),
            to: Some(to),
        } = slot.value
        {
            assert!(from <= to, "{text:?} {from} {to}");
        }
        end = end.max(slot.span.end);
        last = slot.span;
    }
    assert!(end <= text.len());
}

fn any_moment() -> impl Strategy<Value = DateTime> {
    (-9999i16..=9999, 1i8..=12, 1i8..=28, 0i8..=23).prop_map(|(year, month, day, hour)| {
        jiff::civil::date(year, month, day).at(hour, 59, 59, 999_999_999)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_text_is_read(text in "\\PC{0,40}", now in any_moment()) { check(&text, now); }

    #[test]
    fn any_characters_are_read(
        chars in proptest::collection::vec(any::<char>(), 0..40),
        now in any_moment(),
    ) {
        check(&chars.into_iter().collect::<String>(), now);
    }

    #[test]
    fn odd_numbers_and_times_are_read(
        text in "[0-9０-９一二三两半百千万亿几多来点号日月年周个小时分天前后内上下不要超过以到至~\\-.,:：/@元块$%折码红色 \u{200b}]{0,40}",
        now in any_moment(),
    ) {
        check(&text, now);
    }
}
