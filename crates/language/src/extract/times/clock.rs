//! Parts of the day and the clock: `下午`, `八点半`, `晚上10点`, `8:30`, `3pm`.

use jiff::civil::{Date, DateTime};

use super::super::numbers::number_at;
use super::super::reading::Reading;
use super::calendar::plus_minutes;

/// A moment or a part of a day, in minutes after midnight.
#[derive(Debug, Clone)]
pub(super) struct Clock {
    from: i64,
    to: i64,
    /// Its half of the day was told; otherwise a second time takes it from the first.
    half_told: bool,
    pub end: usize,
    pub score: f64,
}

impl Clock {
    pub fn on(&self, day: Date) -> Option<(DateTime, DateTime)> {
        let midnight = day.at(0, 0, 0, 0);
        Some((
            plus_minutes(midnight, self.from)?,
            plus_minutes(midnight, self.to)?,
        ))
    }

    /// `下午三点到五点`: the second is of the afternoon too.
    pub fn inherit(&mut self, first: &Self) {
        if !self.half_told && first.half_told && self.from < first.from && self.from <= 12 * 60 {
            self.from += 12 * 60;
            self.to += 12 * 60;
        }
    }
}

/// Parts of the day with their hours; the last number is added to a clock's hour up to twelve.
const PARTS: &[(&str, i64, i64, i64)] = &[
    ("凌晨", 0, 6, 0),
    ("清晨", 5, 8, 0),
    ("早晨", 6, 9, 0),
    ("早上", 6, 10, 0),
    ("一早", 6, 9, 0),
    ("早", 6, 10, 0),
    ("上午", 6, 12, 0),
    ("中午", 11, 14, 12),
    ("正午", 12, 12, 12),
    ("午后", 12, 18, 12),
    ("下午", 12, 18, 12),
    ("傍晚", 17, 19, 12),
    ("晚上", 18, 24, 12),
    ("晚间", 18, 24, 12),
    ("夜里", 20, 24, 12),
    ("半夜", 22, 24, 12),
    ("深夜", 22, 24, 12),
    ("晚", 18, 24, 12),
    ("夜", 18, 24, 12),
    ("in the morning", 6, 12, 0),
    ("in the afternoon", 12, 18, 12),
    ("in the evening", 18, 24, 12),
    ("morning", 6, 12, 0),
    ("afternoon", 12, 18, 12),
    ("evening", 18, 24, 12),
    ("night", 18, 24, 12),
    ("noon", 12, 12, 12),
];

/// The word for the hours `from` to `to` of one day, `6` to `12`: 上午, morning.
pub(super) fn part_of_day(from: i64, to: i64, english: bool) -> Option<&'static str> {
    PARTS
        .iter()
        .filter(|(word, start, end, _)| {
            (*start, *end) == (from, to) && word.is_ascii() == english && !word.starts_with("in ")
        })
        .map(|(word, ..)| *word)
        .max_by_key(|word| usize::from(["上午", "晚上", "下午", "evening"].contains(word)))
}

/// `with_day`: a day stands before, so that a single 早 or 晚 is a part of it.
pub(super) fn clock_at(reading: &Reading, place: usize, with_day: bool) -> Option<Clock> {
    let part = PARTS
        .iter()
        .filter(|(word, ..)| reading.has(place, word) && (with_day || word.chars().count() > 1))
        .max_by_key(|(word, ..)| word.len());
    let Some(&(word, from, to, add)) = part else {
        return hour_at(reading, place, None);
    };
    let end = place + word.chars().count();
    let next = end + usize::from(reading.at(end) == '的');
    let timed = hour_at(reading, reading.skip_space(next), Some(add));
    timed.or(Some(Clock {
        from: from * 60,
        to: to * 60,
        half_told: true,
        end,
        score: 0.9,
    }))
}

/// A time of the clock, with what the part of the day before it adds.
fn hour_at(reading: &Reading, place: usize, add: Option<i64>) -> Option<Clock> {
    let hour = number_at(reading, place)?;
    if hour.low != hour.high || hour.low.fract() != 0.0 || !(0.0..=24.0).contains(&hour.low) {
        return decimal_hour(reading, place, add);
    }
    let (minutes, end, half) = minutes_after(reading, hour.end, hour.chinese)?;
    let mut from = hour.low as i64 * 60 + minutes;
    let add = half.or(add);
    match add {
        Some(12) if from < 12 * 60 => from += 12 * 60,
        // 晚上12点 is the end of the day, 中午12点 its middle.
        Some(12) if hour.low == 12.0 && reading.before(place) != '午' && half.is_none() => {
            from += 12 * 60;
        }
        Some(0) if hour.low == 12.0 => from -= 12 * 60,
        _ => {}
    }
    Some(Clock {
        from,
        to: from,
        half_told: add.is_some() || hour.low > 12.0,
        end,
        score: 0.95,
    })
}

/// `八点五分` was read as a decimal by the numbers' grammar: take it apart again.
fn decimal_hour(reading: &Reading, place: usize, add: Option<i64>) -> Option<Clock> {
    let mut point = place;
    while point < place + 3 && reading.at(point) != '点' {
        point += 1;
    }
    let hour = whole_before(reading, place, point)?;
    if reading.at(point) != '点' {
        return None;
    }
    let (minutes, end, _) = minutes_after(reading, point, true)?;
    let shift = if add == Some(12) && hour < 12 { 12 } else { 0 };
    let from = (hour + shift) * 60 + minutes;
    Some(Clock {
        from,
        to: from,
        half_told: add.is_some(),
        end,
        score: 0.9,
    })
}

fn whole_before(reading: &Reading, place: usize, point: usize) -> Option<i64> {
    let text = reading.text(place..point);
    let alone = Reading::new(&text);
    let number = number_at(&alone, 0)?;
    (number.end == alone.len() && number.low == number.high && number.low <= 24.0)
        .then_some(number.low as i64)
}

/// Minutes behind an hour: the minutes, the end, and what am or pm adds.
fn minutes_after(
    reading: &Reading,
    end: usize,
    chinese: bool,
) -> Option<(i64, usize, Option<i64>)> {
    let two_digits = |place: usize| {
        let tens = reading.at(place).to_digit(10)?;
        let ones = reading.at(place + 1).to_digit(10)?;
        let alone = !reading.at(place + 2).is_ascii_digit();
        (tens < 6 && alone).then_some(i64::from(tens * 10 + ones))
    };
    let half = |place: usize| {
        let at = reading.skip_space(place);
        let (word, length) = reading.one_of(at, &["am", "pm", "a.m.", "p.m.", "o'clock"])?;
        let free = !reading.at(at + length).is_ascii_alphanumeric();
        let add = match word.chars().next() {
            Some('a') => Some(0),
            Some('p') => Some(12),
            _ => None,
        };
        free.then_some((at + length, add))
    };
    if reading.at(end) == ':' && !chinese {
        let minutes = two_digits(end + 1)?;
        let mut after = end + 3;
        if reading.at(after) == ':' && two_digits(after + 1).is_some() {
            after += 3;
        }
        return Some(match half(after) {
            Some((after, add)) => (minutes, after, add),
            None => (minutes, after, None),
        });
    }
    if let Some((after, add)) = half(end).filter(|_| !chinese) {
        return Some((0, after, add));
    }
    let (_, length) = reading.one_of(end, &["点钟", "点整", "点", "时"])?;
    // 三点建议 counts points, 几时 asks; neither is followed by what a clock is.
    let after = end + length;
    if let Some((word, length)) = reading.one_of(after, &["半", "一刻", "三刻"]) {
        let minutes = match word {
            "半" => 30,
            "一刻" => 15,
            _ => 45,
        };
        return Some((minutes, after + length, None));
    }
    let minutes = number_at(reading, after)
        .filter(|number| {
            number.low == number.high && number.low < 60.0 && number.low.fract() == 0.0
        })
        .filter(|number| reading.at(number.end) == '分' || number.low >= 10.0 || number.chinese);
    Some(match minutes {
        Some(number) => (
            number.low as i64,
            number.end + usize::from(reading.at(number.end) == '分'),
            None,
        ),
        None => (0, after, None),
    })
}
