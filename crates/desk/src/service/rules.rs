//! Office hours: open now, and when next.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use shanying_kernel::Time;

use super::model::{Holiday, Hours, ServiceSettings, minutes};

/// The tenant's zone; an unknown name counts as UTC.
pub(crate) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// The time on the wall of a zone.
pub(crate) fn local(zone: &TimeZone, now: Time) -> DateTime {
    jiff::Timestamp::from_millisecond(now.0)
        .map(|instant| instant.to_zoned(zone.clone()).datetime())
        .unwrap_or_default()
}

fn spans(settings: &ServiceSettings, date: Date) -> Vec<(i32, i32)> {
    open_spans(&settings.hours, &settings.holidays, date)
}

/// The open spans of a day, in minutes of the wall clock; no hours at all mean always open.
pub(crate) fn open_spans(hours: &[Hours], holidays: &[Holiday], date: Date) -> Vec<(i32, i32)> {
    let holiday = holidays
        .iter()
        .find(|holiday| holiday.date.parse::<Date>().is_ok_and(|day| day == date));
    if holiday.is_some_and(|holiday| !holiday.open) {
        return Vec::new();
    }
    let weekday = date.weekday().to_monday_one_offset();
    // A holiday that is worked borrows the hours of any working day.
    let applies = |days: &[i8]| days.contains(&weekday) || holiday.is_some();
    let mut spans: Vec<(i32, i32)> = hours
        .iter()
        .filter(|hours| applies(&hours.days))
        .filter_map(|hours| Some((minutes(&hours.from)?, minutes(&hours.to)?)))
        .collect();
    if hours.is_empty() {
        spans.push((0, 1440));
    }
    spans.sort_unstable();
    spans
}

/// Whether people serve at `now`, and if not, when they will next, looking ahead a fortnight.
pub(crate) fn opening(
    settings: &ServiceSettings,
    zone: &TimeZone,
    now: Time,
) -> (bool, Option<Time>) {
    let Ok(instant) = jiff::Timestamp::from_millisecond(now.0) else {
        return (true, None);
    };
    let local = instant.to_zoned(zone.clone());
    let minute = i32::from(local.hour()) * 60 + i32::from(local.minute());
    let today = local.date();
    if spans(settings, today)
        .iter()
        .any(|(from, to)| (*from..*to).contains(&minute))
    {
        return (true, None);
    }
    for ahead in 0..14_i64 {
        let Ok(date) = today.checked_add(ahead.days()) else {
            break;
        };
        let next = spans(settings, date)
            .into_iter()
            .map(|(from, _)| from)
            .find(|from| ahead > 0 || *from > minute);
        if let Some(from) = next {
            let at = date.at(0, 0, 0, 0).checked_add(i64::from(from).minutes());
            let at = at.and_then(|at| at.to_zoned(zone.clone()));
            return (
                false,
                at.ok().map(|at| Time(at.timestamp().as_millisecond())),
            );
        }
    }
    (false, None)
}

#[cfg(test)]
mod tests {
    use shanying_kernel::Time;

    use super::{opening, zone};
    use crate::service::model::{Holiday, Hours, ServiceSettings};

    fn at(text: &str) -> Time {
        Time::parse(text).expect("time")
    }

    #[test]
    fn office_hours_weekends_and_holidays() {
        let settings = ServiceSettings {
            hours: vec![
                Hours {
                    days: vec![1, 2, 3, 4, 5],
                    from: "09:00".into(),
                    to: "12:00".into(),
                },
                Hours {
                    days: vec![1, 2, 3, 4, 5],
                    from: "13:30".into(),
                    to: "18:00".into(),
                },
            ],
            holidays: vec![
                Holiday {
                    date: "2026-11-24".into(),
                    name: "店庆".into(),
                    open: false,
                },
                Holiday {
                    date: "2026-11-28".into(),
                    name: "调休".into(),
                    open: true,
                },
            ],
            ..ServiceSettings::default()
        };
        let shanghai = zone("Asia/Shanghai");
        let table = [
            ("2026-11-20T09:00:00+08:00", true, None),
            (
                "2026-11-20T12:00:00+08:00",
                false,
                Some("2026-11-20T13:30:00+08:00"),
            ),
            (
                "2026-11-20T18:00:00+08:00",
                false,
                Some("2026-11-23T09:00:00+08:00"),
            ),
            (
                "2026-11-24T10:00:00+08:00",
                false,
                Some("2026-11-25T09:00:00+08:00"),
            ),
            ("2026-11-28T10:00:00+08:00", true, None),
        ];
        for (now, open, next) in table {
            assert_eq!(
                opening(&settings, &shanghai, at(now)),
                (open, next.map(at)),
                "{now}"
            );
        }
        let always = ServiceSettings {
            hours: vec![],
            ..ServiceSettings::default()
        };
        assert!(opening(&always, &shanghai, at("2026-11-22T03:00:00+08:00")).0);
    }
}
