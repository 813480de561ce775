//! When things of the last days happened.

use jiff::ToSpan as _;
use jiff::civil;
use shanying_kernel::{Error, Result};

use super::seed::ZONE;

/// Nobody comes before; what happened earlier is left where it is.
const MORNING: civil::Time = civil::time(8, 0, 0, 0);

fn wrong(error: jiff::Error) -> Error {
    Error::internal("a time outside the calendar").because(error)
}

fn ms(date: civil::Date, time: civil::Time) -> Result<i64> {
    let zoned = date.to_datetime(time).in_tz(ZONE).map_err(wrong)?;
    Ok(zoned.timestamp().as_millisecond())
}

/// The date so many days after `now` (before it, if negative), in the company's zone.
pub(super) fn date(days: i64, now: i64) -> Result<civil::Date> {
    let now = jiff::Timestamp::from_millisecond(now).and_then(|now| now.in_tz(ZONE));
    let today = now.map_err(wrong)?.date();
    today.checked_add(days.days()).map_err(wrong)
}

/// UTC milliseconds of a time of the day in the company's zone, so many days before `now`. Of
/// today only a part is over: its times are drawn together to lie in that part, in their order;
/// after the morning, if it is later.
pub(super) fn moment(days_ago: i64, time: civil::Time, now: i64) -> Result<i64> {
    let date = date(-days_ago, now)?;
    let at = ms(date, time)?;
    if days_ago > 0 {
        return Ok(at);
    }
    let (midnight, morning) = (ms(date, civil::Time::midnight())?, ms(date, MORNING)?);
    let from = if now > morning { morning } else { midnight };
    let end = ms(date.tomorrow().map_err(wrong)?, civil::Time::midnight())?;
    if at < from {
        return Ok(at);
    }
    Ok(from + (at - from) * (now - from) / (end - from))
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
            (0, "08:00", "2026-11-20T08:00:00+08:00"),
            (0, "12:00", "2026-11-20T09:00:00+08:00"),
            (0, "22:00", "2026-11-20T11:30:00+08:00"),
        ];
        for (days_ago, time, expected) in table {
            let at = moment(days_ago, time.parse().unwrap(), now.ms()).unwrap();
            assert_eq!(Some(Time(at)), Time::parse(expected), "{days_ago} {time}");
        }
        // Before the morning the whole day lies in what is over of it.
        let early = Time::parse("2026-11-20T06:00:00+08:00").unwrap();
        let at = moment(0, "20:00".parse().unwrap(), early.ms()).unwrap();
        assert_eq!(Some(Time(at)), Time::parse("2026-11-20T05:00:00+08:00"));
    }
}
