//! Days and stretches of days: `明天`, `大后天`, `下周三`, `3号`, `11月21日`, `2026-11-21`,
//! `上个月`, `月底`, `国庆`.

use jiff::civil::{Date, DateTime};

use super::super::numbers::{Number, number_at};
use super::super::reading::Reading;
use super::calendar::{day_of, first_of_month, monday, plus_days, plus_months};
use super::english;
use super::festivals::festival_at;

/// A stretch of whole days, half open.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub from: Date,
    pub to: Date,
    pub end: usize,
    pub score: f64,
    /// Named as the end of something (月底), so that 前 reaches to its end.
    pub is_end: bool,
    /// The next of its sort: said of the past, it is the one before.
    pub comes_again: bool,
}

impl Days {
    pub fn one(day: Date, end: usize) -> Option<Self> {
        Self::of(day, plus_days(day, 1)?, end)
    }

    pub fn of(from: Date, to: Date, end: usize) -> Option<Self> {
        Some(Self {
            from,
            to,
            end,
            score: 0.95,
            is_end: false,
            comes_again: false,
        })
    }
}

/// Days by their distance from today.
const NEAR: &[(&str, i64)] = &[
    ("大前天", -3),
    ("前天", -2),
    ("昨天", -1),
    ("昨日", -1),
    ("昨", -1),
    ("今天", 0),
    ("今日", 0),
    ("当天", 0),
    ("今", 0),
    ("明天", 1),
    ("明日", 1),
    ("明儿", 1),
    ("明", 1),
    ("后天", 2),
    ("大后天", 3),
    ("the day after tomorrow", 2),
    ("the day before yesterday", -2),
    ("tomorrow", 1),
    ("today", 0),
    ("yesterday", -1),
    ("tonight", 0),
];

pub(super) fn days_at(reading: &Reading, place: usize, now: DateTime) -> Option<Days> {
    let today = now.date();
    near_at(reading, place, today)
        .or_else(|| week_at(reading, place, today))
        .or_else(|| full_date_at(reading, place))
        .or_else(|| year_at(reading, place, today))
        .or_else(|| {
            let days = festival_at(reading, place, today, 0)?;
            Some(Days {
                comes_again: true,
                ..days
            })
        })
        .or_else(|| month_at(reading, place, today))
        .or_else(|| english::month_at(reading, place, today))
        .or_else(|| day_number_at(reading, place, today))
}

fn near_at(reading: &Reading, place: usize, today: Date) -> Option<Days> {
    let (word, distance) = NEAR
        .iter()
        .filter(|(word, _)| reading.has(place, word))
        .max_by_key(|(word, _)| word.chars().count())?;
    let end = place + word.chars().count();
    // 今 明 昨 are days only before a part of the day (今晚, 明早).
    if word.chars().count() == 1 && !matches!(reading.at(end), '早' | '晚' | '夜') {
        return None;
    }
    // Of tonight the night is read again as a part of the day.
    let end = if *word == "tonight" { place + 2 } else { end };
    Days::one(plus_days(today, *distance)?, end)
}

fn weekday_number(c: char) -> Option<i64> {
    "一二三四五六日"
        .chars()
        .position(|known| known == c)
        .map(|at| at as i64)
        .or(match c {
            '天' => Some(6),
            '1'..='6' => Some(i64::from(c.to_digit(10)?) - 1),
            _ => None,
        })
}

/// Words before a week or month with their distance.
const STEPS: &[(&str, i64)] = &[
    ("上上个", -2),
    ("上上", -2),
    ("上个", -1),
    ("上", -1),
    ("这个", 0),
    ("本", 0),
    ("这", 0),
    ("下下个", 2),
    ("下下", 2),
    ("下个", 1),
    ("下", 1),
];
fn step_at(reading: &Reading, place: usize) -> Option<(i64, usize)> {
    STEPS
        .iter()
        .filter(|(word, _)| reading.has(place, word))
        .max_by_key(|(word, _)| word.chars().count())
        .map(|(word, step)| (*step, place + word.chars().count()))
}

fn week_at(reading: &Reading, place: usize, today: Date) -> Option<Days> {
    if let Some(days) = english::week_at(reading, place, today) {
        return Some(days);
    }
    let step = step_at(reading, place);
    let at = step.map_or(place, |(_, end)| end);
    let (word, length) = reading.one_of(at, &["周末", "周", "星期", "礼拜"])?;
    let end = at + length;
    let weeks = step.map_or(0, |(step, _)| step);
    let weekend = word == "周末" || reading.at(end) == '末';
    if weekend {
        let saturday = plus_days(monday(today, weeks)?, 5)?;
        let end = if word == "周末" { end } else { end + 1 };
        return Days::of(saturday, plus_days(saturday, 2)?, end);
    }
    if let Some(weekday) = weekday_number(reading.at(end)) {
        let mut day = plus_days(monday(today, weeks)?, weekday)?;
        if step.is_none() && day < today {
            day = plus_days(day, 7)?;
        }
        return Days::one(day, end + 1);
    }
    // A bare 周 or 星期 is no time; 下周 is.
    let (weeks, _) = step?;
    let first = monday(today, weeks)?;
    Days::of(first, plus_days(first, 7)?, end)
}

fn whole(number: &Number) -> Option<i64> {
    (number.low == number.high
        && !number.about
        && number.low.fract() == 0.0
        && number.low <= 9999.0)
        .then_some(number.low as i64)
}

/// `2026-11-21`, `2026/11/21`, `2026年11月21日`, `2026.11.21`.
fn full_date_at(reading: &Reading, place: usize) -> Option<Days> {
    let year: i64 = reading
        .text(place..(place + 4).min(reading.len()))
        .parse()
        .ok()?;
    let mark = reading.at(place + 4);
    if !(1900..=2200).contains(&year) || !matches!(mark, '-' | '/' | '.') {
        return None;
    }
    let digits = |from: usize| {
        let mut end = from;
        while reading.at(end).is_ascii_digit() && end < from + 2 {
            end += 1;
        }
        Some((reading.text(from..end).parse::<i64>().ok()?, end))
    };
    let (month, end) = digits(place + 5)?;
    if reading.at(end) != mark {
        return None;
    }
    let (day, end) = digits(end + 1)?;
    let ended = !reading.at(end).is_ascii_digit();
    ended
        .then(|| Days::one(day_of(year, month, day)?, end))
        .flatten()
}

pub(super) fn year_days(year: i64, end: usize) -> Option<Days> {
    Days::of(day_of(year, 1, 1)?, day_of(year + 1, 1, 1)?, end)
}

/// `去年国庆`, `明年3月`, `2026年11月21日`, `今年`, `年底`.
fn year_at(reading: &Reading, place: usize, today: Date) -> Option<Days> {
    let this = i64::from(today.year());
    let (year, end) = if let Some((word, length)) =
        reading.one_of(place, &["去年", "今年", "明年", "前年", "后年", "本年"])
    {
        let step = match word {
            "去年" => -1,
            "明年" => 1,
            "前年" => -2,
            "后年" => 2,
            _ => 0,
        };
        (this + step, place + length)
    } else if let Some((word, length)) = reading.one_of(place, &["年底", "年末", "年初"]) {
        let month = if word == "年初" { 1 } else { 12 };
        let first = day_of(this, month, 1)?;
        let mut days = Days::of(first, plus_months(first, 1)?, place + length)?;
        days.is_end = month == 12;
        return Some(days);
    } else {
        let number = number_at(reading, place)?;
        let year = whole(&number)?;
        let stated = (1900..=2200).contains(&year)
            || ((10..=99).contains(&year) && number_is_month(reading, number.end + 1));
        if !stated || reading.at(number.end) != '年' {
            return None;
        }
        (if year < 100 { year + 2000 } else { year }, number.end + 1)
    };
    let at = end + usize::from(reading.at(end) == '的');
    if matches!(reading.at(at), '底' | '末') {
        let first = day_of(year, 12, 1)?;
        return Days::of(first, plus_months(first, 1)?, at + 1);
    }
    let first = day_of(year, 1, 1)?;
    month_number_at(reading, at, first, true)
        .or_else(|| festival_at(reading, at, first, year))
        .or_else(|| year_days(year, end))
}

fn number_is_month(reading: &Reading, place: usize) -> bool {
    number_at(reading, place).is_some_and(|number| reading.at(number.end) == '月')
}

/// `上个月`, `下个月5号`, `本月底`, `月底`, `11月21日`, `三月份`.
fn month_at(reading: &Reading, place: usize, today: Date) -> Option<Days> {
    if let Some((_, length)) = reading.one_of(place, &["月底", "月末", "月初", "月中"]) {
        return part_of_month(reading, place + 1, today.first_of_month(), place + length);
    }
    if let Some((step, end)) = step_at(reading, place)
        && reading.at(end) == '月'
    {
        let first = first_of_month(today, step)?;
        return part_of_month(reading, end + 1, first, end + 2)
            .or_else(|| day_of_month(reading, end + 1, first))
            .or_else(|| Days::of(first, plus_months(first, 1)?, end + 1));
    }
    month_number_at(reading, place, today, false)
}

fn part_of_month(reading: &Reading, place: usize, first: Date, end: usize) -> Option<Days> {
    let next = plus_months(first, 1)?;
    let (from, to) = match reading.at(place) {
        '初' => (first, plus_days(first, 10)?),
        '中' => (plus_days(first, 10)?, plus_days(first, 20)?),
        '底' | '末' => (plus_days(first, 20)?, next),
        _ => return None,
    };
    let mut days = Days::of(from, to, end)?;
    days.is_end = to == next;
    Some(days)
}

/// The day behind a month: `下个月5号`.
fn day_of_month(reading: &Reading, place: usize, first: Date) -> Option<Days> {
    let at = place + usize::from(reading.at(place) == '的');
    let number = number_at(reading, at)?;
    let day = day_of(
        i64::from(first.year()),
        i64::from(first.month()),
        whole(&number)?,
    )?;
    matches!(reading.at(number.end), '号' | '日')
        .then(|| Days::one(day, number.end + 1))
        .flatten()
}

/// A numbered month with or without a day. Without a year it is the next one, counted from the
/// month that runs.
fn month_number_at(reading: &Reading, place: usize, today: Date, with_year: bool) -> Option<Days> {
    let number = number_at(reading, place)?;
    let month = whole(&number)?;
    if reading.at(number.end) != '月' || !(1..=12).contains(&month) {
        return None;
    }
    let mut first = day_of(i64::from(today.year()), month, 1)?;
    // In November the past June is nearer than the next one is far: half a year decides.
    let behind = i64::from(today.month()) - month;
    if !with_year && behind > 6 {
        first = plus_months(first, 12)?;
    }
    let end = number.end + 1;
    let next = reading.at(end);
    if let Some(days) = part_of_month(reading, end, first, end + 1) {
        return Some(days);
    }
    if let Some(day) = number_at(reading, end)
        && let Some(date) = whole(&day).and_then(|day| day_of(i64::from(first.year()), month, day))
    {
        let ended = matches!(reading.at(day.end), '号' | '日');
        return Days::one(date, day.end + usize::from(ended));
    }
    let end = end + usize::from(next == '份');
    Days::of(first, plus_months(first, 1)?, end)
}

/// `3号`: of this month, or of the next when it is over. `3号楼`, `3号线` and sizes are none.
fn day_number_at(reading: &Reading, place: usize, today: Date) -> Option<Days> {
    let before = reading.before(place);
    if before.is_ascii_alphanumeric() || matches!(before, '第' | '.' | '-' | '月') {
        return None;
    }
    let number = number_at(reading, place)?;
    let day = whole(&number)?;
    let other = matches!(
        reading.at(number.end + 1),
        '楼' | '线'
            | '店'
            | '馆'
            | '厅'
            | '门'
            | '色'
            | '码'
            | '机'
            | '款'
            | '院'
            | '电'
            | '床'
            | '桌'
    );
    let word = reading.at(number.end);
    // 3日 is more often three days; 号 alone tells the day.
    if !(1..=31).contains(&day) || other || word != '号' {
        return None;
    }
    let mut first = today.first_of_month();
    let mut date = None;
    for _ in 0..3 {
        date = day_of(i64::from(first.year()), i64::from(first.month()), day)
            .filter(|date| *date >= today);
        if date.is_some() {
            break;
        }
        first = plus_months(first, 1)?;
    }
    let past = super::PAST.iter().any(|word| {
        reading
            .text(number.end..(number.end + 12).min(reading.len()))
            .contains(word)
    });
    if past && date.is_some_and(|date| date > today) {
        let this = day_of(i64::from(today.year()), i64::from(today.month()), day);
        date = this.filter(|date| *date <= today).or_else(|| {
            let last = first_of_month(today, -1)?;
            day_of(i64::from(last.year()), i64::from(last.month()), day)
        });
    }
    let mut days = Days::one(date?, number.end + 1)?;
    days.score = 0.8;
    Some(days)
}
