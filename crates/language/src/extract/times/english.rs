//! Days in English: `next Monday`, `last week`, `this weekend`, `May 3`, `November 21st`.

use jiff::civil::Date;

use super::super::reading::Reading;
use super::calendar::{day_of, first_of_month, monday, plus_days, plus_months};
use super::days::{Days, year_days};

const ENGLISH_DAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

pub(super) fn week_at(reading: &Reading, place: usize, today: Date) -> Option<Days> {
    let (step, at) = match reading.one_of(place, &["next ", "last ", "this ", "on "]) {
        Some(("next ", length)) => (Some(1), place + length),
        Some(("last ", length)) => (Some(-1), place + length),
        Some(("this ", length)) => (Some(0), place + length),
        Some((_, length)) => (None, place + length),
        None => (None, place),
    };
    if let (Some(step), Some((word, length))) = (
        step,
        reading.one_of(at, &["week", "month", "year", "weekend"]),
    ) {
        return match word {
            "week" => {
                let first = monday(today, step)?;
                Days::of(first, plus_days(first, 7)?, at + length)
            }
            "weekend" => {
                let first = plus_days(monday(today, step)?, 5)?;
                Days::of(first, plus_days(first, 2)?, at + length)
            }
            "month" => Days::of(
                first_of_month(today, step)?,
                first_of_month(today, step + 1)?,
                at + length,
            ),
            _ => year_days(i64::from(today.year()) + step, at + length),
        };
    }
    let (word, length) = reading.one_of(at, ENGLISH_DAYS)?;
    let weekday = ENGLISH_DAYS.iter().position(|known| *known == word)? as i64;
    let mut day = plus_days(monday(today, step.unwrap_or(0))?, weekday)?;
    if step.is_none() && day < today {
        day = plus_days(day, 7)?;
    }
    Days::one(day, at + length)
}

const ENGLISH_MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// `May 3`, `November 21st`.
pub(super) fn month_at(reading: &Reading, place: usize, today: Date) -> Option<Days> {
    let (word, length) = reading.one_of(place, ENGLISH_MONTHS)?;
    let month = ENGLISH_MONTHS.iter().position(|known| *known == word)? as i64 + 1;
    if reading.before(place).is_ascii_alphanumeric() || reading.at(place + length) != ' ' {
        return None;
    }
    let mut end = place + length + 1;
    let from = end;
    while reading.at(end).is_ascii_digit() {
        end += 1;
    }
    let day: i64 = reading.text(from..end).parse().ok()?;
    let mut date = day_of(i64::from(today.year()), month, day)?;
    if i64::from(today.month()) - month > 6 {
        date = plus_months(date, 12)?;
    }
    let suffix = reading
        .one_of(end, &["st", "nd", "rd", "th"])
        .map_or(0, |(_, length)| length);
    Days::one(date, end + suffix)
}
