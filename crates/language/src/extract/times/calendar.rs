//! Steps on the calendar that cannot overflow: beyond the years that a date can hold there is
//! none.

use jiff::Span;
use jiff::civil::{Date, DateTime};

pub(super) fn plus_days(date: Date, days: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

pub(super) fn plus_months(date: Date, months: i64) -> Option<Date> {
    date.checked_add(Span::new().try_months(months).ok()?).ok()
}

pub(super) fn plus_minutes(time: DateTime, minutes: i64) -> Option<DateTime> {
    time.checked_add(Span::new().try_minutes(minutes).ok()?)
        .ok()
}

/// The first moment after a day.
pub(super) fn end_of(date: Date) -> Option<DateTime> {
    Some(plus_days(date, 1)?.at(0, 0, 0, 0))
}

/// Monday of the week that a day is in, some weeks on.
pub(super) fn monday(date: Date, weeks: i64) -> Option<Date> {
    let back = i64::from(date.weekday().to_monday_zero_offset());
    plus_days(date, weeks * 7 - back)
}

/// The first day of the month that a day is in, some months on.
pub(super) fn first_of_month(date: Date, months: i64) -> Option<Date> {
    plus_months(date.first_of_month(), months)
}

pub(super) fn day_of(year: i64, month: i64, day: i64) -> Option<Date> {
    let (year, month, day) = (
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    );
    Date::new(year, month, day).ok()
}
