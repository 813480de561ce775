//! Feasts and shopping days. Those of the lunar calendar are a table of 2024 to 2032; in other
//! years they are not recognised.

use jiff::civil::{Date, Weekday};

use super::super::reading::Reading;
use super::calendar::{day_of, plus_days};
use super::days::Days;

/// Words, first day (month, day), number of days.
const FIXED: &[(&str, i64, i64, i64)] = &[
    ("元旦", 1, 1, 1),
    ("情人节", 2, 14, 1),
    ("三八", 3, 8, 1),
    ("妇女节", 3, 8, 1),
    ("女王节", 3, 8, 1),
    ("愚人节", 4, 1, 1),
    ("五一", 5, 1, 5),
    ("劳动节", 5, 1, 5),
    ("五四", 5, 4, 1),
    ("520", 5, 20, 1),
    ("六一", 6, 1, 1),
    ("儿童节", 6, 1, 1),
    ("618", 6, 18, 1),
    ("建军节", 8, 1, 1),
    ("教师节", 9, 10, 1),
    ("国庆", 10, 1, 7),
    ("十一假期", 10, 1, 7),
    ("十一黄金周", 10, 1, 7),
    ("万圣节", 10, 31, 1),
    ("双十一", 11, 11, 1),
    ("双11", 11, 11, 1),
    ("双十二", 12, 12, 1),
    ("双12", 12, 12, 1),
    ("平安夜", 12, 24, 1),
    ("圣诞", 12, 25, 1),
    ("跨年", 12, 31, 1),
    ("christmas", 12, 25, 1),
    ("new year's day", 1, 1, 1),
    ("valentine's day", 2, 14, 1),
    ("halloween", 10, 31, 1),
];

/// Month, which one, weekday.
const WEEKDAYS: &[(&str, i64, i8, Weekday, i64)] = &[
    ("母亲节", 5, 2, Weekday::Sunday, 0),
    ("父亲节", 6, 3, Weekday::Sunday, 0),
    ("感恩节", 11, 4, Weekday::Thursday, 0),
    ("黑色星期五", 11, 4, Weekday::Thursday, 1),
    ("黑五", 11, 4, Weekday::Thursday, 1),
    ("black friday", 11, 4, Weekday::Thursday, 1),
];

const FIRST_LUNAR_YEAR: i64 = 2024;
/// Spring festival, dragon boat festival, seventh evening, mid autumn; clear brightness is solar
/// but moves by a day.
const LUNAR: [[(i64, i64); 5]; 9] = [
    [(2, 10), (6, 10), (8, 10), (9, 17), (4, 4)],
    [(1, 29), (5, 31), (8, 29), (10, 6), (4, 4)],
    [(2, 17), (6, 19), (8, 19), (9, 25), (4, 5)],
    [(2, 6), (6, 9), (8, 8), (9, 15), (4, 5)],
    [(1, 26), (5, 28), (8, 26), (10, 3), (4, 4)],
    [(2, 13), (6, 16), (8, 16), (9, 22), (4, 4)],
    [(2, 3), (6, 5), (8, 5), (9, 12), (4, 5)],
    [(1, 23), (6, 24), (8, 24), (10, 1), (4, 5)],
    [(2, 11), (6, 12), (8, 12), (9, 19), (4, 4)],
];

/// Word, column of [`LUNAR`], days from it, number of days.
const MOVING: &[(&str, usize, i64, i64)] = &[
    ("春节", 0, 0, 7),
    ("大年初一", 0, 0, 1),
    ("过年", 0, 0, 7),
    ("除夕", 0, -1, 1),
    ("大年三十", 0, -1, 1),
    ("年三十", 0, -1, 1),
    ("元宵", 0, 14, 1),
    ("端午", 1, 0, 1),
    ("七夕", 2, 0, 1),
    ("中秋", 3, 0, 1),
    ("清明", 4, 0, 1),
    ("spring festival", 0, 0, 7),
    ("chinese new year", 0, 0, 7),
];

/// The feast at a place: of `year`, or the next one when that is 0.
pub(super) fn festival_at(reading: &Reading, place: usize, today: Date, year: i64) -> Option<Days> {
    let (word, length) = longest(reading, place)?;
    if word.chars().all(|c| c.is_ascii_digit()) && reading.at(place + length).is_ascii_digit() {
        return None;
    }
    let this = i64::from(today.year());
    let years = if year == 0 {
        this..=this + 1
    } else {
        year..=year
    };
    let (first, count) = years
        .filter_map(|year| in_year(word, year))
        .find(|&(first, count)| {
            year != 0 || plus_days(first, count).is_some_and(|end| end > today)
        })?;
    let end = place + length;
    let end = reading
        .one_of(end, &["小长假", "假期", "长假", "节", "期间"])
        .map_or(end, |(_, more)| end + more);
    Days::of(first, plus_days(first, count)?, end)
}

fn longest(reading: &Reading, place: usize) -> Option<(&'static str, usize)> {
    let fixed = FIXED.iter().map(|entry| entry.0);
    let weekdays = WEEKDAYS.iter().map(|entry| entry.0);
    let moving = MOVING.iter().map(|entry| entry.0);
    fixed
        .chain(weekdays)
        .chain(moving)
        .filter(|word| reading.has(place, word))
        .map(|word| (word, word.chars().count()))
        .max_by_key(|&(_, length)| length)
}

fn in_year(word: &str, year: i64) -> Option<(Date, i64)> {
    if let Some((_, month, day, count)) = FIXED.iter().find(|entry| entry.0 == word) {
        return Some((day_of(year, *month, *day)?, *count));
    }
    if let Some((_, month, nth, weekday, more)) = WEEKDAYS.iter().find(|entry| entry.0 == word) {
        let first = day_of(year, *month, 1)?;
        let day = first.nth_weekday_of_month(*nth, *weekday).ok()?;
        return Some((plus_days(day, *more)?, 1));
    }
    let (_, column, shift, count) = MOVING.iter().find(|entry| entry.0 == word)?;
    let row = LUNAR.get(usize::try_from(year - FIRST_LUNAR_YEAR).ok()?)?;
    let (month, day) = row.get(*column)?;
    Some((plus_days(day_of(year, *month, *day)?, *shift)?, *count))
}
