//! Days, hours and means. Pure.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use shanying_kernel::{Error, Result};

use super::model::HourFigures;

const HOUR_MS: i64 = 3_600_000;

/// The company's zone; an unknown name counts as UTC.
pub(crate) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// The day that is asked for, today unless named.
pub(crate) fn day(named: Option<&str>, zone: &TimeZone, now_ms: i64) -> Result<Date> {
    match named {
        Some(text) => text
            .parse::<Date>()
            .ok()
            .filter(|_| text.len() == 10)
            .ok_or_else(|| Error::field("date", "a day such as 2026-11-20")),
        None => {
            let now = Timestamp::from_millisecond(now_ms).unwrap_or(Timestamp::UNIX_EPOCH);
            Ok(now.to_zoned(zone.clone()).date())
        }
    }
}

/// Begin (included) and end (not included) of a local day, in UTC milliseconds. A day may have 23
/// or 25 hours.
pub(crate) fn bounds(day: Date, zone: &TimeZone) -> Result<(i64, i64)> {
    let outside = || Error::field("date", "this day lies outside the calendar");
    let begin = |day: Date| {
        let zoned = day.to_zoned(zone.clone()).map_err(|_| outside())?;
        Ok::<i64, Error>(zoned.timestamp().as_millisecond())
    };
    let next = day.tomorrow().map_err(|_| outside())?;
    Ok((begin(day)?, begin(next)?))
}

/// All 24 local hours, from counts by hours passed since the day began.
pub(super) fn hours(
    counted: &[(i64, i64, i64)],
    from_ms: i64,
    zone: &TimeZone,
) -> Vec<HourFigures> {
    let mut hours: Vec<HourFigures> = (0..24)
        .map(|hour| HourFigures {
            hour,
            ..HourFigures::default()
        })
        .collect();
    for (passed, conversations, human) in counted {
        let at = Timestamp::from_millisecond(from_ms + passed * HOUR_MS)
            .unwrap_or(Timestamp::UNIX_EPOCH);
        let local = i64::from(at.to_zoned(zone.clone()).hour());
        if let Some(hour) = hours.iter_mut().find(|hour| hour.hour == local) {
            hour.conversations += conversations;
            hour.human += human;
        }
    }
    hours
}

/// Sum ÷ count to two places; none when there is nothing to divide by.
#[expect(
    clippy::cast_precision_loss,
    reason = "sums of a day are far below 2^52"
)]
pub(super) fn mean(sum: i64, count: i64) -> Option<f64> {
    (count > 0).then(|| (sum as f64 / count as f64 * 100.0).round() / 100.0)
}

/// Mean of milliseconds, in seconds to two places.
#[expect(
    clippy::cast_precision_loss,
    reason = "sums of a day are far below 2^52"
)]
pub(crate) fn mean_seconds(sum_ms: i64, count: i64) -> Option<f64> {
    (count > 0).then(|| (sum_ms as f64 / count as f64 / 10.0).round() / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_the_companys_own() {
        let shanghai = zone("Asia/Shanghai");
        // 2026-11-19T17:00Z is already the 20th in Shanghai.
        let now = 1_795_107_600_000;
        let today = day(None, &shanghai, now).unwrap();
        assert_eq!(today.to_string(), "2026-11-20");
        assert_eq!(
            day(None, &TimeZone::UTC, now).unwrap().to_string(),
            "2026-11-19"
        );
        let (from, to) = bounds(today, &shanghai).unwrap();
        assert_eq!((from, to - from), (1_795_104_000_000, 24 * HOUR_MS));
        let table = [
            "",
            "gestern",
            "2026-13-01",
            "2026-11-20T00:00:00",
            "20261120",
            "9999-12-31",
        ];
        for wrong in table {
            let found = day(Some(wrong), &shanghai, now).and_then(|day| bounds(day, &shanghai));
            assert_eq!(found.unwrap_err().code, "invalid.field", "{wrong}");
        }
    }

    #[test]
    fn days_of_23_and_25_hours_have_24_hours() {
        let berlin = zone("Europe/Berlin");
        let short = day(Some("2026-03-29"), &berlin, 0).unwrap();
        let (from, to) = bounds(short, &berlin).unwrap();
        assert_eq!(to - from, 23 * HOUR_MS);
        let found = hours(&[(1, 4, 1), (2, 5, 2)], from, &berlin);
        assert_eq!(found.len(), 24);
        let at = |hour: usize| (found[hour].conversations, found[hour].human);
        assert_eq!((at(1), at(2), at(3)), ((4, 1), (0, 0), (5, 2)));
        let long = day(Some("2026-10-25"), &berlin, 0).unwrap();
        let (from, to) = bounds(long, &berlin).unwrap();
        assert_eq!(to - from, 25 * HOUR_MS);
        let found = hours(&[(2, 1, 0), (3, 2, 1), (24, 7, 0)], from, &berlin);
        assert_eq!((found[2].conversations, found[2].human), (3, 1));
        assert_eq!(found[23].conversations, 7);
    }

    #[test]
    fn nothing_divided_is_nothing() {
        assert_eq!(mean(0, 0), None);
        assert_eq!(mean(14, 3), Some(4.67));
        assert_eq!(mean_seconds(0, 0), None);
        assert_eq!(mean_seconds(12_346, 2), Some(6.17));
    }
}
