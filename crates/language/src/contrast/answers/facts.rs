//! Facts of an answer that can be compared without knowing the trade.

use jiff::civil::{DateTime, date};

use crate::extract::{Catalogue, Kind, Slot, Value, recognise};
use crate::segment::hash;

pub(super) const NUMERALS: &str = "一二三四五六七八九十两百千万半";

pub(super) struct Fact<'a> {
    pub words: &'a str,
    pub axis: (Kind, &'static str),
    /// Least and most; for what is no number a hash twice.
    range: (f64, f64),
}

/// Any day serves: only differences count.
fn today() -> DateTime {
    date(2026, 1, 1).at(0, 0, 0, 0)
}

pub(super) fn facts_in(text: &str) -> Vec<Fact<'_>> {
    let slots = recognise(text, today(), &Catalogue::default());
    let facts = slots.iter().filter_map(|slot| fact(text, slot));
    let facts = facts.chain(years_and_workdays(text));
    facts.chain(within_the_day(text)).collect()
}

fn fact<'a>(text: &'a str, slot: &Slot) -> Option<Fact<'a>> {
    let words = text.get(slot.span.clone())?;
    let (kind, unit, range) = match &slot.value {
        Value::Money {
            min, max, currency, ..
        } => {
            let range = bounds(min.map(|n| n as f64), max.map(|n| n as f64));
            (Kind::Money, *currency, range)
        }
        Value::Amount { min, max, unit, .. } => (slot.kind.clone(), *unit, bounds(*min, *max)),
        Value::Time { from, to } => time(words, *from, *to),
        Value::Private { text, .. } if matches!(slot.kind, Kind::Phone | Kind::Email) => {
            let number = hash(text.as_bytes()) as f64;
            (slot.kind.clone(), "", (number, number))
        }
        _ => return None,
    };
    (slot.score >= 0.5).then_some(Fact {
        words,
        axis: (kind, unit),
        range,
    })
}

/// `7 天内` is how long something takes, `16:00 前` an hour of any day, `11 月 1 日` a day.
fn time(
    words: &str,
    from: Option<DateTime>,
    to: Option<DateTime>,
) -> (Kind, &'static str, (f64, f64)) {
    let hours = |time: DateTime| {
        let since = time.duration_since(today());
        since.as_secs_f64() / 3600.0
    };
    let clock = |time: DateTime| f64::from(time.hour()) * 60.0 + f64::from(time.minute());
    let has = |marks: &[&str]| marks.iter().any(|mark| words.contains(mark));
    if has(&[":", "：", "点"]) {
        (Kind::Time, "clock", bounds(from.map(clock), to.map(clock)))
    } else if has(&["内", "后"]) {
        let far = to.or(from).map_or(0.0, hours);
        (Kind::Duration, "h", (far, far))
    } else {
        (Kind::Time, "day", bounds(from.map(hours), to.map(hours)))
    }
}

/// `三年`, `3 个工作日`: units that are read as other things in a customer's message.
fn years_and_workdays(text: &str) -> Vec<Fact<'_>> {
    // Hours of one, least and most: workdays may have days off between them.
    let units = [("年", [8760.0, 8760.0]), ("个工作日", [24.0, 24.0 * 1.5])];
    let mut found = Vec::new();
    for (word, hours) in units {
        for (at, _) in text.match_indices(word) {
            let before = text.get(..at).unwrap_or_default().trim_end();
            let is_number = |c: char| c.is_ascii_digit() || NUMERALS.contains(c);
            let start = before.trim_end_matches(is_number).len();
            let value = count(before.get(start..).unwrap_or_default());
            let Some(value) = value.filter(|value| (0.0..=30.0).contains(value)) else {
                continue;
            };
            let [least, most] = hours.map(|hours| value * hours);
            found.push(Fact {
                words: text.get(start..at + word.len()).unwrap_or_default(),
                axis: (Kind::Duration, "h"),
                range: (least, most),
            });
        }
    }
    found
}

/// `当天`, `实时`: done within a day, however long that is.
fn within_the_day(text: &str) -> Option<Fact<'_>> {
    const WORDS: [&str; 8] = [
        "当天", "当日", "实时", "即时", "立即", "立刻", "秒到", "当场",
    ];
    let word = WORDS.into_iter().find(|word| text.contains(word))?;
    let start = text.find(word)?;
    Some(Fact {
        words: text.get(start..start + word.len())?,
        axis: (Kind::Duration, "h"),
        range: (0.0, 24.0),
    })
}

/// A number in digits, or one Chinese numeral.
fn count(number: &str) -> Option<f64> {
    let mut chars = number.chars();
    match (chars.next(), chars.next()) {
        (Some('半'), None) => Some(0.5),
        (Some('两'), None) => Some(2.0),
        (Some('十'), None) => Some(10.0),
        (Some(c), None) if !c.is_ascii_digit() => {
            let place = "一二三四五六七八九".chars().position(|known| known == c)?;
            Some(place as f64 + 1.0)
        }
        _ => number.parse().ok(),
    }
}

fn bounds(low: Option<f64>, high: Option<f64>) -> (f64, f64) {
    (
        low.or(high).unwrap_or_default(),
        high.or(low).unwrap_or_default(),
    )
}

impl Fact<'_> {
    /// Whether both can be true of one thing: the same end, or one number within a range.
    pub fn agrees(&self, other: &Self) -> bool {
        // Twelve months are a year though their hours are not quite.
        let slack = if self.axis.0 == Kind::Duration {
            0.03
        } else {
            1e-9
        };
        let same = |a: f64, b: f64| (a - b).abs() <= slack * a.abs().max(b.abs());
        let within = |point: (f64, f64), range: (f64, f64)| {
            same(point.0, point.1) && range.0 <= point.0 && point.0 <= range.1
        };
        same(self.range.1, other.range.1)
            || within(self.range, other.range)
            || within(other.range, self.range)
    }
}
