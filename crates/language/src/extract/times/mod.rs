//! Dates and times, relative to a clock that is handed in: `下周三下午`, `大后天`, `月底前`,
//! `明早八点半`, `双十一`, `3号到5号`, `上个月`, `半小时后`, `in 3 days`.
//!
//! A day is the stretch from its first moment to the next day's; a moment has no length. What
//! names no year, month or week is the next such day, or the last one when the clause speaks of
//! the past (`3号买的`).

mod calendar;
mod clock;
mod days;
mod english;
mod festivals;
mod spans;

use std::ops::Range;

use jiff::civil::{Date, DateTime};

use super::reading::Reading;
use super::slot::{Found, Kind, Value};
use calendar::end_of;
use clock::{Clock, clock_at};
use days::{Days, days_at};

/// All times of a text, left to right, none overlapping another.
pub(super) fn times(reading: &Reading, now: DateTime) -> Vec<Found> {
    let mut found = Vec::new();
    let mut place = 0;
    while place < reading.len() {
        let inside = reading.before(place).is_ascii_alphanumeric()
            && reading.at(place).is_ascii_alphanumeric();
        let next = if inside {
            None
        } else {
            spans::span_at(reading, place, now).or_else(|| time_at(reading, place, now))
        };
        match next {
            Some((stretch, range)) if range.end > place => {
                place = range.end;
                found.push(Found {
                    kind: Kind::Time,
                    value: Value::Time {
                        from: stretch.from,
                        to: stretch.to,
                    },
                    range,
                    score: stretch.score,
                });
            }
            _ => place += 1,
        }
    }
    found
}

/// The word for the hours `from` to `to` of one day, in Chinese or English: 6 to 12 are 上午. None
/// for hours that have no name.
#[must_use]
pub fn part_of_day(from: i64, to: i64, english: bool) -> Option<&'static str> {
    clock::part_of_day(from, to, english)
}

/// A stretch of time; half open, a missing bound is open.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Stretch {
    from: Option<DateTime>,
    to: Option<DateTime>,
    score: f64,
}

/// A day, a clock, or both, before bounds are looked for.
struct Moment {
    days: Option<Days>,
    clock: Option<Clock>,
    end: usize,
}

fn moment_at(reading: &Reading, place: usize, now: DateTime) -> Option<Moment> {
    let days = days_at(reading, place, now);
    let after_days = days.as_ref().map_or(place, |days| days.end);
    let mut next = reading.skip_space(after_days);
    if days.is_some() && matches!(reading.at(next), '的' | ',') {
        next += 1;
    }
    if days.is_some() && reading.has(next, "at ") {
        next += 3;
    }
    let clock = clock_at(reading, reading.skip_space(next), days.is_some());
    let end = match (&days, &clock) {
        (_, Some(clock)) => clock.end,
        (Some(days), None) => days.end,
        (None, None) => return None,
    };
    Some(Moment { days, clock, end })
}

impl Moment {
    fn stretch(&self, day: Option<Date>, now: DateTime, past: bool) -> Option<Stretch> {
        let Some(clock) = &self.clock else {
            let days = self.days.as_ref()?;
            return Some(Stretch {
                from: Some(days.from.at(0, 0, 0, 0)),
                to: Some(days.to.at(0, 0, 0, 0)),
                score: days.score,
            });
        };
        let named = self.days.as_ref().map(|days| days.from).or(day);
        let today = named.unwrap_or(now.date());
        let (mut from, mut to) = clock.on(today)?;
        // Eight in the morning, said at ten, is tomorrow's.
        if named.is_none() && to < now && !past {
            (from, to) = clock.on(calendar::plus_days(today, 1)?)?;
        }
        Some(Stretch {
            from: Some(from),
            to: Some(to),
            score: clock
                .score
                .min(self.days.as_ref().map_or(1.0, |days| days.score)),
        })
    }
}

const JOINTS: &[&str] = &[
    "到",
    "至",
    "-",
    "~",
    " to ",
    " - ",
    "直到",
    " until ",
    " through ",
];
const BEFORE: &[&str] = &["之前", "以前", "前", "为止"];
const AFTER: &[&str] = &["之后", "以后", "后"];
const ONWARDS: &[&str] = &["起", "开始", "以来"];
/// Words of the past in whose clause a day that names no month is the last such day.
const PAST: &[&str] = &[
    "买的",
    "下的单",
    "下单的",
    "下了单",
    "收到",
    "付的",
    "拍的",
    "到的",
    "订的",
    "买了",
    "退的",
    "发的",
    "寄的",
    "签收",
    "bought",
    "ordered",
    "received",
    "arrived",
    "paid",
];

fn time_at(reading: &Reading, place: usize, now: DateTime) -> Option<(Stretch, Range<usize>)> {
    let at = lead_in(reading, place);
    let (place, until) = at.map_or((place, None), |(start, word)| (start, Some(word)));
    let mut first = moment_at(reading, place, now)?;
    let ahead = reading.text(place..(place + 16).min(reading.len()));
    let past = PAST.iter().any(|word| ahead.contains(word));
    let again = first
        .days
        .as_ref()
        .is_some_and(|days| days.comes_again && days.from > now.date());
    if past && again {
        let last_year = calendar::plus_months(now.date(), -12)?.at(0, 0, 0, 0);
        first = moment_at(reading, place, last_year)?;
    }
    let (mut stretch, mut end) = (first.stretch(None, now, past)?, first.end);
    if let Some((both, next)) = joined(reading, &first, now, past) {
        (stretch, end) = (both, next);
    }
    let start = at.map_or(place, |(_, word)| place - word.chars().count());
    let (stretch, end) = bounded(reading, stretch, end, &first);
    let stretch = match until {
        Some("before " | "by " | "until ") => Stretch {
            to: if until == Some("before ") {
                stretch.from
            } else {
                stretch.to
            },
            from: None,
            ..stretch
        },
        Some("after ") => Stretch {
            from: stretch.to,
            to: None,
            ..stretch
        },
        Some("since ") => Stretch {
            from: stretch.from,
            to: None,
            ..stretch
        },
        _ => stretch,
    };
    (stretch.score > 0.0).then_some((stretch, start..end))
}

/// An English word before a time that opens one side of it.
fn lead_in(reading: &Reading, place: usize) -> Option<(usize, &'static str)> {
    let words = ["before ", "after ", "by ", "until ", "since "];
    let (word, length) = reading.one_of(place, &words)?;
    (!reading.before(place).is_ascii_alphanumeric()).then_some((place + length, word))
}

/// The second half of `3号到5号`, `周一到周五`, `下午三点到五点`.
fn joined(
    reading: &Reading,
    first: &Moment,
    now: DateTime,
    past: bool,
) -> Option<(Stretch, usize)> {
    let (_, length) = reading.one_of(first.end, JOINTS)?;
    let place = reading.skip_space(first.end + length);
    let first_day = first.days.as_ref().map(|days| days.from);
    // A day of the month after one with a month, a weekday after one with a week: of the same.
    let base = first_day.map_or(now, |day| day.at(0, 0, 0, 0));
    let mut second = moment_at(reading, place, base)?;
    // 周一到周五早上9点到晚上6点: days, and then hours of their own.
    if let (Some(days), Some(clock), None) = (&second.days, &second.clock, &first.clock)
        && reading.one_of(clock.end, JOINTS).is_some()
    {
        second = Moment {
            days: Some(*days),
            clock: None,
            end: days.end,
        };
    }
    if let (Some(clock), Some(begun)) = (&mut second.clock, &first.clock) {
        clock.inherit(begun);
    }
    let both = |past: bool, now: DateTime| {
        let begin = first.stretch(None, now, past)?;
        let end = second.stretch(first_day, now, past)?;
        Some(Stretch {
            from: begin.from,
            to: end.to,
            score: begin.score.max(end.score),
        })
    };
    // Both halves roll on to tomorrow together, once the second is over.
    let mut stretch = both(true, now)?;
    if first_day.is_none() && !past && stretch.to < Some(now) {
        stretch = both(true, calendar::plus_minutes(now, 24 * 60)?)?;
    }
    (stretch.from <= stretch.to).then_some((stretch, second.end))
}

/// Words behind a time that open one side of it: 之前, 以后, 起.
fn bounded(reading: &Reading, stretch: Stretch, end: usize, first: &Moment) -> (Stretch, usize) {
    let at = if reading.at(end) == '节' {
        end + 1
    } else {
        end
    };
    if let Some((_, length)) = reading.one_of(at, BEFORE) {
        let whole = first.clock.is_none() && first.days.as_ref().is_some_and(|days| days.is_end);
        let to = if whole { stretch.to } else { stretch.from };
        return (
            Stretch {
                from: None,
                to,
                ..stretch
            },
            at + length,
        );
    }
    if let Some((_, length)) = reading
        .one_of(at, AFTER)
        .filter(|_| reading.at(at + 1) != '天')
    {
        return (
            Stretch {
                from: stretch.to,
                to: None,
                ..stretch
            },
            at + length,
        );
    }
    if let Some((_, length)) = reading.one_of(at, ONWARDS) {
        return (
            Stretch {
                to: None,
                ..stretch
            },
            at + length,
        );
    }
    if let Some((_, length)) = reading.one_of(end, &["期间", "左右", "前后"]) {
        return (stretch, end + length);
    }
    (stretch, end)
}

/// A stretch of whole days.
fn whole_days(from: Date, to: Date, score: f64) -> Stretch {
    Stretch {
        from: Some(from.at(0, 0, 0, 0)),
        to: end_of(to),
        score,
    }
}
