//! When things of the last days happened.

use jiff::ToSpan as _;
use jiff::civil;
use shanying_kernel::{Error, Result};

use super::seed::ZONE;

const DAY_MS: i64 = 86_400_000;

/// UTC milliseconds of a time of the day in the company's zone, so many days before `now`. Of
/// today only a part is over: its times are drawn together to lie in that part, in their order.
pub(super) fn moment(days_ago: i64, time: civil::Time, now: i64) -> Result<i64> {
    let wrong = |error: jiff::Error| Error::internal("a time outside the calendar").because(error);
    let today = jiff::Timestamp::from_millisecond(now)
        .and_then(|now| now.in_tz(ZONE))
        .map_err(wrong)?
        .date();
    let at = |date: civil::Date, time: civil::Time| {
        let zoned = date.to_datetime(time).in_tz(ZONE).map_err(wrong)?;
        Ok::<i64, Error>(zoned.timestamp().as_millisecond())
    };
    if days_ago > 0 {
        return at(today.checked_sub(days_ago.days()).map_err(wrong)?, time);
    }
    let midnight = at(today, civil::Time::midnight())?;
    let passed = at(today, time)? - midnight;
    Ok(midnight + passed * (now - midnight).max(0) / DAY_MS)
}

#[cfg(test)]
mod tests {
    use shanying_kernel::Time;

    use super::moment;

    #[test]
    fn days_that_are_over_keep_their_hours_and_today_is_drawn_together() {
        let now = Time::parse("2026-11-20T12:00:00+08:00").unwrap();
        let table = [
            (1, "09:30", "2026-11-19T09:30:00+08:00"),
            (3, "23:59", "2026-11-17T23:59:00+08:00"),
            (0, "00:00", "2026-11-20T00:00:00+08:00"),
            (0, "10:00", "2026-11-20T05:00:00+08:00"),
            (0, "22:00", "2026-11-20T11:00:00+08:00"),
        ];
        for (days_ago, time, expected) in table {
            let at = moment(days_ago, time.parse().unwrap(), now.ms()).unwrap();
            assert_eq!(Some(Time(at)), Time::parse(expected), "{days_ago} {time}");
        }
    }
}
