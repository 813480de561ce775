//! Times by their distance from now: `半小时后`, `三天前`, `两周内`, `最近一个月`, `过两天`,
//! `in 3 days`, `2 weeks ago`.

use std::ops::Range;

use jiff::civil::DateTime;

use super::super::numbers::number_at;
use super::super::reading::Reading;
use super::calendar::{plus_days, plus_minutes, plus_months};
use super::{Stretch, whole_days};

/// How far something is from now.
#[derive(Clone, Copy)]
enum Distance {
    Minutes(i64),
    Days(i64),
    Months(i64),
}

const UNITS: &[(&str, i64)] = &[
    ("分钟", 1),
    ("小时", 60),
    ("个小时", 60),
    ("个钟头", 60),
    ("钟头", 60),
    ("刻钟", 15),
    ("天", 1440),
    ("日", 1440),
    ("个工作日", 1440),
    ("周", 10080),
    ("个星期", 10080),
    ("星期", 10080),
    ("个礼拜", 10080),
    ("minutes", 1),
    ("minute", 1),
    ("mins", 1),
    ("hours", 60),
    ("hour", 60),
    ("days", 1440),
    ("day", 1440),
    ("weeks", 10080),
    ("week", 10080),
];
const MONTHS: &[(&str, i64)] = &[
    ("个月", 1),
    ("个半月", 1),
    ("年", 12),
    ("months", 1),
    ("month", 1),
    ("years", 12),
    ("year", 12),
];

/// A number with a unit of time.
fn distance_at(reading: &Reading, place: usize) -> Option<(Distance, usize)> {
    let (count, mut end) = if reading.at(place) == '半' {
        (0.5, place + 1)
    } else if matches!(reading.at(place), '几') {
        (3.0, place + 1)
    } else {
        let number = number_at(reading, place)?;
        (number.high, number.end)
    };
    let mut half = 0.0;
    if reading.has(end, "个半") {
        half = 0.5;
        end += 2;
    }
    end = reading.skip_space(end);
    let pick = |units: &[(&'static str, i64)]| {
        units
            .iter()
            .filter(|(word, _)| reading.has(end, word))
            .max_by_key(|(word, _)| word.chars().count())
            .map(|&(word, factor)| (factor, end + word.chars().count()))
    };
    if !(0.0..=10_000.0).contains(&count) {
        return None;
    }
    if let Some((factor, after)) = pick(UNITS) {
        let minutes = ((count + half) * factor as f64).round() as i64;
        // 半天 is twelve hours and no day; whole days stay days.
        let days = factor >= 1440 && minutes % 1440 == 0;
        let distance = if days {
            Distance::Days(minutes / 1440)
        } else {
            Distance::Minutes(minutes)
        };
        return Some((distance, after));
    }
    let (factor, after) = pick(MONTHS)?;
    let months = (count + half) * factor as f64;
    if months.fract() != 0.0 {
        return Some((Distance::Days((months * 30.0).round() as i64), after));
    }
    Some((Distance::Months(months as i64), after))
}

impl Distance {
    fn from(self, now: DateTime, sign: i64) -> Option<DateTime> {
        match self {
            Self::Minutes(minutes) => plus_minutes(now, sign * minutes),
            Self::Days(days) => Some(now.time().on_date(plus_days(now.date(), sign * days)?)),
            Self::Months(months) => {
                Some(now.time().on_date(plus_months(now.date(), sign * months)?))
            }
        }
    }

    /// A moment for minutes and hours, a day for what is longer.
    fn at(self, now: DateTime, sign: i64) -> Option<Stretch> {
        let moment = self.from(now, sign)?;
        match self {
            Self::Minutes(_) => Some(Stretch {
                from: Some(moment),
                to: Some(moment),
                score: 0.95,
            }),
            _ => Some(whole_days(moment.date(), moment.date(), 0.95)),
        }
    }

    fn around(self, now: DateTime, sign: i64) -> Option<Stretch> {
        let moment = self.from(now, sign)?;
        Some(Stretch {
            from: Some(now.min(moment)),
            to: Some(now.max(moment)),
            score: 0.9,
        })
    }
}

trait OnDate {
    fn on_date(self, date: jiff::civil::Date) -> DateTime;
}

impl OnDate for jiff::civil::Time {
    fn on_date(self, date: jiff::civil::Date) -> DateTime {
        date.to_datetime(self)
    }
}

pub(super) fn span_at(
    reading: &Reading,
    place: usize,
    now: DateTime,
) -> Option<(Stretch, Range<usize>)> {
    let led = [
        ("最近", -1),
        ("近", -1),
        ("过去", -1),
        ("过", 1),
        ("再过", 1),
        ("未来", 1),
        ("接下来", 1),
        ("这", -1),
        ("in ", 1),
        ("within ", 1),
        ("last ", -1),
        ("past ", -1),
    ]
    .into_iter()
    .filter(|(word, _)| reading.has(place, word))
    .max_by_key(|(word, _)| word.chars().count());
    if let Some((word, sign)) = led {
        let at = place + word.chars().count();
        let (distance, end) = distance_at(reading, at)?;
        let moment = matches!(word, "过" | "再过" | "in ");
        let stretch = if moment {
            distance.at(now, sign)?
        } else {
            distance.around(now, sign)?
        };
        let end = reading
            .one_of(end, &["之后", "以后", "后", "内", "之内", "以内"])
            .map_or(end, |(_, more)| end + more);
        return Some((stretch, place..end));
    }
    let (distance, end) = distance_at(reading, place)?;
    let next = reading.skip_space(end);
    let behind = [
        ("之后", 1, false),
        ("以后", 1, false),
        ("后", 1, false),
        ("之前", -1, false),
        ("以前", -1, false),
        ("前", -1, false),
        ("之内", 1, true),
        ("以内", 1, true),
        ("内", 1, true),
        ("里", 1, true),
        ("ago", -1, false),
        ("later", 1, false),
        ("from now", 1, false),
    ]
    .into_iter()
    .filter(|(word, ..)| reading.has(next, word))
    .max_by_key(|(word, ..)| word.chars().count());
    let (word, sign, around) = behind?;
    let stretch = if around {
        distance.around(now, sign)?
    } else {
        distance.at(now, sign)?
    };
    Some((stretch, place..next + word.chars().count()))
}
