//! Working time: how much of it lies between two instants, and when so much of it will have passed.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use shanying_kernel::Time;

use crate::service::rules::{open_spans, zone};
use crate::service::{Holiday, Hours};
use crate::tickets::model::Calendar;

/// A calendar that is closed for longer than this is taken to be closed for ever.
const DAYS_AHEAD: usize = 1_500;
const MINUTES_OF_DAY: i32 = 1_440;

/// A calendar ready to be counted with.
#[derive(Clone, Debug)]
pub(crate) struct WorkTime {
    hours: Vec<Hours>,
    holidays: Vec<Holiday>,
    zone: TimeZone,
}

impl WorkTime {
    /// From hours and special days in a zone.
    pub(crate) fn new(hours: &[Hours], holidays: &[Holiday], zone: TimeZone) -> Self {
        Self {
            hours: hours.to_vec(),
            holidays: holidays.to_vec(),
            zone,
        }
    }

    /// From a calendar; one without a zone keeps the company's.
    pub(crate) fn of(calendar: &Calendar, company_zone: &TimeZone) -> Self {
        let own = match calendar.time_zone.as_str() {
            "" => company_zone.clone(),
            name => zone(name),
        };
        Self::new(&calendar.hours, &calendar.holidays, own)
    }

    /// The open spans of a day as instants in milliseconds, in order and apart. On a day on which
    /// clocks are changed they are as long as the day's own hours.
    fn open_on(&self, date: Date) -> Vec<(i64, i64)> {
        let instant = |minute: i32| -> Option<i64> {
            let wall: DateTime = if minute >= MINUTES_OF_DAY {
                date.tomorrow().ok()?.at(0, 0, 0, 0)
            } else {
                let (hour, rest) = (i8::try_from(minute / 60).ok()?, minute % 60);
                date.at(hour, i8::try_from(rest).ok()?, 0, 0)
            };
            let zoned = wall.to_zoned(self.zone.clone()).ok()?;
            Some(zoned.timestamp().as_millisecond())
        };
        let mut spans: Vec<(i64, i64)> = Vec::new();
        for (from, to) in open_spans(&self.hours, &self.holidays, date) {
            let (Some(from), Some(to)) = (instant(from), instant(to)) else {
                continue;
            };
            // Hours that overlap are not counted twice.
            let from = spans.last().map_or(from, |(_, end)| from.max(*end));
            if from < to {
                spans.push((from, to));
            }
        }
        spans
    }

    fn day_of(&self, at: Time) -> Date {
        Timestamp::from_millisecond(at.0)
            .map(|instant| instant.to_zoned(self.zone.clone()).date())
            .unwrap_or_default()
    }

    /// Working milliseconds from one instant to a later one; nothing if it is not later.
    pub(crate) fn between(&self, from: Time, to: Time) -> i64 {
        let (mut day, last) = (self.day_of(from), self.day_of(to));
        let mut passed = 0;
        while day <= last {
            for (begin, end) in self.open_on(day) {
                passed += (end.min(to.0) - begin.max(from.0)).max(0);
            }
            match day.checked_add(1.day()) {
                Ok(next) => day = next,
                Err(_) => break,
            }
        }
        passed
    }

    /// When so many working milliseconds will have passed; what has none to pass is over at once,
    /// working hours or not. None when the calendar does not open for years.
    pub(crate) fn after(&self, from: Time, ms: i64) -> Option<Time> {
        if ms <= 0 {
            return Some(from);
        }
        let (mut day, mut left) = (self.day_of(from), ms);
        for _ in 0..DAYS_AHEAD {
            for (begin, end) in self.open_on(day) {
                let begin = begin.max(from.0);
                let open = (end - begin).max(0);
                if open >= left {
                    return Some(Time(begin + left));
                }
                left -= open;
            }
            day = day.checked_add(1.day()).ok()?;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use shanying_kernel::Time;

    use super::WorkTime;
    use crate::service::rules::zone;
    use crate::service::{Holiday, Hours};

    fn at(text: &str) -> Time {
        Time::parse(text).expect("a time")
    }

    fn hours(days: &[i8], from: &str, to: &str) -> Hours {
        Hours {
            days: days.to_vec(),
            from: from.into(),
            to: to.into(),
        }
    }

    fn special(date: &str, open: bool) -> Holiday {
        Holiday {
            date: date.into(),
            name: "节".into(),
            open,
        }
    }

    const MINUTE: i64 = 60_000;
    const HOUR: i64 = 60 * MINUTE;

    /// Monday to Friday with a break at noon, as most offices in China.
    fn office() -> WorkTime {
        let week = [1, 2, 3, 4, 5];
        WorkTime::new(
            &[
                hours(&week, "09:00", "12:00"),
                hours(&week, "13:30", "18:00"),
            ],
            &[
                special("2027-02-05", false),
                special("2027-02-08", false),
                special("2027-02-09", false),
                special("2027-02-10", false),
                special("2027-02-11", false),
                special("2027-02-12", false),
                // 调休: the Sunday before the Spring Festival is worked.
                special("2027-01-31", true),
                special("2027-02-14", true),
            ],
            zone("Asia/Shanghai"),
        )
    }

    #[test]
    fn working_time_passes_over_nights_breaks_holidays_and_worked_sundays() {
        let table = [
            (
                "2026-11-20T09:00:00+08:00",
                60 * MINUTE,
                "2026-11-20T10:00:00+08:00",
            ),
            // Over the break at noon.
            (
                "2026-11-20T11:30:00+08:00",
                60 * MINUTE,
                "2026-11-20T14:00:00+08:00",
            ),
            // Exactly to the end of the day, and a minute further: into Monday.
            (
                "2026-11-20T17:00:00+08:00",
                60 * MINUTE,
                "2026-11-20T18:00:00+08:00",
            ),
            (
                "2026-11-20T17:00:00+08:00",
                61 * MINUTE,
                "2026-11-23T09:01:00+08:00",
            ),
            // Begun in the night.
            (
                "2026-11-21T03:00:00+08:00",
                30 * MINUTE,
                "2026-11-23T09:30:00+08:00",
            ),
            // Over the Spring Festival: Thursday evening, then the worked Sunday.
            (
                "2027-02-04T17:30:00+08:00",
                90 * MINUTE,
                "2027-02-14T10:00:00+08:00",
            ),
            // A worked Sunday counts as a working day: Saturday night to Sunday.
            (
                "2027-01-30T23:00:00+08:00",
                8 * HOUR,
                "2027-02-01T09:30:00+08:00",
            ),
            // Nothing to pass is over at once, even at night.
            ("2026-11-21T03:00:00+08:00", 0, "2026-11-21T03:00:00+08:00"),
            // A whole working week of 7.5 hours a day.
            (
                "2026-11-16T09:00:00+08:00",
                5 * 450 * MINUTE,
                "2026-11-20T18:00:00+08:00",
            ),
        ];
        let office = office();
        for (from, ms, due) in table {
            assert_eq!(office.after(at(from), ms), Some(at(due)), "{from} + {ms}");
            assert_eq!(office.between(at(from), at(due)), ms, "{from} to {due}");
        }
        assert_eq!(
            office.between(
                at("2026-11-20T10:00:00+08:00"),
                at("2026-11-20T09:00:00+08:00")
            ),
            0
        );
    }

    #[test]
    fn days_on_which_clocks_change_are_as_long_as_they_are() {
        let always = WorkTime::new(&[], &[], zone("America/New_York"));
        // 2027-03-14 has 23 hours there, 2027-11-07 has 25.
        assert_eq!(
            always.between(
                at("2027-03-14T00:00:00-05:00"),
                at("2027-03-15T00:00:00-04:00")
            ),
            23 * HOUR
        );
        assert_eq!(
            always.between(
                at("2027-11-07T00:00:00-04:00"),
                at("2027-11-08T00:00:00-05:00")
            ),
            25 * HOUR
        );
        let nights = WorkTime::new(
            &[hours(&[7], "01:00", "04:00")],
            &[],
            zone("America/New_York"),
        );
        // The hour from two to three does not exist, or exists twice.
        assert_eq!(
            nights.between(
                at("2027-03-14T00:00:00-05:00"),
                at("2027-03-15T00:00:00-04:00")
            ),
            2 * HOUR
        );
        assert_eq!(
            nights.between(
                at("2027-11-07T00:00:00-04:00"),
                at("2027-11-08T00:00:00-05:00")
            ),
            4 * HOUR
        );
        let spring = at("2027-03-14T01:30:00-05:00");
        assert_eq!(
            nights.after(spring, HOUR),
            Some(at("2027-03-14T03:30:00-04:00"))
        );
        // Office hours keep their place on the wall: 16 hours before, 17 and 15 around the changes.
        let day = WorkTime::new(
            &[hours(&[1, 2, 3, 4, 5, 6, 7], "09:00", "17:00")],
            &[],
            zone("Europe/Berlin"),
        );
        let due = day.after(at("2027-03-27T16:00:00+01:00"), 2 * HOUR);
        assert_eq!(due, Some(at("2027-03-28T10:00:00+02:00")));
    }

    #[test]
    fn the_same_hours_in_other_zones_open_at_other_instants() {
        let week = [1, 2, 3, 4, 5, 6, 7];
        let nine = |name: &str| WorkTime::new(&[hours(&week, "09:00", "18:00")], &[], zone(name));
        for (name, due) in [
            // It is eight in the morning there.
            ("Asia/Shanghai", "2026-11-20T02:00:00Z"),
            ("Asia/Kolkata", "2026-11-20T04:30:00Z"),
            ("Europe/London", "2026-11-20T10:00:00Z"),
            // It is still the afternoon of the day before there.
            ("America/Los_Angeles", "2026-11-20T01:00:00Z"),
        ] {
            let begin = at("2026-11-20T00:00:00Z");
            assert_eq!(nine(name).after(begin, HOUR), Some(at(due)), "{name}");
        }
    }

    #[test]
    fn to_the_end_of_the_day_overlaps_and_calendars_that_never_open() {
        let shanghai = zone("Asia/Shanghai");
        let late = WorkTime::new(&[hours(&[5], "22:00", "24:00")], &[], shanghai.clone());
        let midnight = late.after(at("2026-11-20T22:00:00+08:00"), 2 * HOUR);
        assert_eq!(midnight, Some(at("2026-11-21T00:00:00+08:00")));
        let twice = WorkTime::new(
            &[hours(&[5], "09:00", "12:00"), hours(&[5], "10:00", "13:00")],
            &[],
            shanghai.clone(),
        );
        assert_eq!(
            twice.between(
                at("2026-11-20T00:00:00+08:00"),
                at("2026-11-21T00:00:00+08:00")
            ),
            4 * HOUR
        );
        let off: Vec<Holiday> = (0..300_i64)
            .map(|week| {
                let date = jiff::civil::date(2026, 11, 20) + (7 * week).days();
                special(&date.to_string(), false)
            })
            .collect();
        let never = WorkTime::new(&[hours(&[5], "09:00", "12:00")], &off, shanghai);
        assert_eq!(never.after(at("2026-11-19T00:00:00+08:00"), 1), None);
    }

    /// Over a whole year, at odd minutes: what passes until the due instant is what was promised,
    /// and not a millisecond more.
    #[test]
    fn due_instants_and_passed_time_agree_for_a_year() {
        for work in [
            office(),
            WorkTime::new(
                &[hours(&[1, 3, 7], "22:15", "24:00")],
                &[],
                zone("America/New_York"),
            ),
            WorkTime::new(
                &[],
                &[special("2027-05-01", false)],
                zone("Australia/Lord_Howe"),
            ),
        ] {
            let begin = at("2026-11-20T00:00:00Z");
            for step in 0..1_000_i64 {
                let from = Time(begin.0 + step * 8 * HOUR + step * 7 * MINUTE % (24 * HOUR));
                let promised = 1 + (step * 37 % 3_000) * MINUTE;
                let due = work.after(from, promised).expect("it opens");
                assert_eq!(work.between(from, due), promised, "{from:?}");
                assert_eq!(
                    work.between(from, Time(due.0 - 1)),
                    promised - 1,
                    "{from:?}"
                );
            }
        }
    }
}
