//! Numbers with a unit and the words that bound them: `300块以内`, `两三百`, `300左右`,
//! `不超过五百`, `三百到五百之间`, `4.5分以上`, `2小时 - 3小时`, `半斤`, `两件`.
//!
//! One grammar serves money, ratings, durations, weights, sizes and counts:
//! `[bound] number [unit] [joint number [unit]] [half] [bound]`.

use std::ops::Range;

use super::numbers::{Number, number_at};
use super::reading::Reading;
use super::units::{Unit, unit_at};

/// A measure in a text. A missing bound is open.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Measure {
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// 左右, 大概, 两三百.
    pub about: bool,
    pub unit: Unit,
    /// The unit as it was written.
    pub unit_word: &'static str,
    pub range: Range<usize>,
}

const AT_MOST_BEFORE: &[&str] = &[
    "不超过",
    "不要超过",
    "别超过",
    "不能超过",
    "不高于",
    "不要高于",
    "低于",
    "少于",
    "小于",
    "不大于",
    "不多于",
    "最多",
    "至多",
    "最高",
    "顶多",
    "控制在",
    "不到",
    "under",
    "below",
    "less than",
    "at most",
    "up to",
    "no more than",
    "within",
];
const AT_LEAST_BEFORE: &[&str] = &[
    "不低于",
    "不少于",
    "不小于",
    "至少",
    "最少",
    "最低",
    "起码",
    "高于",
    "大于",
    "超过",
    "多于",
    "超",
    "over",
    "above",
    "more than",
    "at least",
    "from",
];
const ABOUT_BEFORE: &[&str] = &[
    "大概",
    "大约",
    "差不多",
    "约",
    "将近",
    "接近",
    "about",
    "around",
    "roughly",
];
const AT_MOST_AFTER: &[&str] = &[
    "以内",
    "以下",
    "之内",
    "之下",
    "内",
    "封顶",
    "及以下",
    "或以下",
    "往下",
    "以里",
    "一下",
    "or less",
    "max",
];
const AT_LEAST_AFTER: &[&str] = &[
    "以上",
    "及以上",
    "或以上",
    "之上",
    "往上",
    "起步",
    "打底",
    "起",
    "开外",
    "or more",
    "+",
];
const ABOUT_AFTER: &[&str] = &["左右", "上下", "来块", "前后", "出头"];
const JOINTS: &[&str] = &[",", "-", "~", "到", "至", "to", "or", "或", "和"];

/// All measures of a text, left to right, none overlapping another. Bare numbers are told as
/// [`Unit::Plain`]; whether they mean anything is for the reader to say.
pub(crate) fn measures(reading: &Reading) -> Vec<Measure> {
    let mut found = Vec::new();
    let mut place = 0;
    while place < reading.len() {
        match measure_at(reading, place) {
            Some(measure) => {
                place = measure.range.end.max(place + 1);
                found.push(measure);
            }
            None if reading.at(place).is_ascii_alphanumeric() => {
                // A code such as a1b2 or 010-123 is no number.
                place = end_of_word(reading, place);
            }
            None => place += 1,
        }
    }
    found
}

fn end_of_word(reading: &Reading, mut place: usize) -> usize {
    while reading.at(place).is_ascii_alphanumeric() {
        place += 1;
    }
    place
}

/// A number with its unit, before bounds are looked for.
struct Part {
    number: Number,
    unit: Option<(&'static str, Unit, f64)>,
    end: usize,
}

fn measure_at(reading: &Reading, place: usize) -> Option<Measure> {
    if reading.before(place).is_ascii_alphanumeric() && reading.at(place).is_ascii_digit() {
        return None;
    }
    if reading.before(place) == '第' {
        return None;
    }
    let sign = sign_at(reading, place);
    let first = part_at(reading, place + usize::from(sign.is_some()))?;
    let second = joint_after(reading, first.end).and_then(|(next, word)| {
        let part = part_at(
            reading,
            next + usize::from(sign_at(reading, next).is_some()),
        )?;
        joins(&first, &part, word, reading).then_some(part)
    });
    let (mut low, mut high) = (first.number.low, first.number.high);
    let mut about = first.number.about;
    let mut end = first.end;
    let unit = second
        .as_ref()
        .and_then(|part| part.unit)
        .or(first.unit)
        .or_else(|| sign.map(|word| (word, Unit::Money, 1.0)))
        .unwrap_or(("", Unit::Plain, 1.0));
    let (factor_low, mut factor_high) = (first.unit.map_or(unit.2, |unit| unit.2), unit.2);
    let mut closed = first.number.low != first.number.high;
    if let Some(part) = &second {
        high = part.number.high;
        about |= part.number.about;
        end = part.end;
        closed = true;
        // 三到五百: the unit of the second goes for the first as well.
        if part.number.chinese && low < 10.0 && high >= 10.0 * low {
            low *= super::numbers::leading_unit(part.number.low);
        }
    } else {
        factor_high = factor_low;
    }
    let bounds = bounds_around(reading, place, end);
    let (start, end) = (bounds.start, bounds.end);
    let (low, high) = (low * factor_low, high * factor_high);
    let (low, high) = if closed {
        (low.min(high), low.max(high))
    } else {
        (low, high)
    };
    Some(Measure {
        low: (!bounds.at_most || closed).then_some(low),
        high: (!bounds.at_least || closed).then_some(high),
        about: about || bounds.about,
        unit: unit.1,
        unit_word: unit.0,
        range: start..end,
    })
}

/// The sign of a currency before its number.
fn sign_at(reading: &Reading, place: usize) -> Option<&'static str> {
    match reading.at(place) {
        '¥' => Some("¥"),
        '$' => Some("$"),
        '€' => Some("€"),
        '£' => Some("£"),
        _ => None,
    }
}

fn part_at(reading: &Reading, place: usize) -> Option<Part> {
    let mut number = half_at(reading, place).or_else(|| number_at(reading, place))?;
    let mut end = number.end;
    let unit_place = reading.skip_space(end);
    let unit = unit_at(reading, unit_place);
    if let Some((word, _, _)) = unit {
        end = unit_place + word.chars().count();
        if reading.at(end) == '半' {
            number.low += 0.5;
            number.high += 0.5;
            end += 1;
        } else if word == "块"
            && let Some(tenths) = number_at(reading, end).filter(|next| {
                next.high < 10.0
                    && next.low == next.high
                    && reading.at(next.end) != '下'
                    && unit_at(reading, next.end).is_none_or(|u| u.0 == "毛")
            })
        {
            // 三块五: fifty cents more.
            number.low += tenths.low / 10.0;
            number.high += tenths.low / 10.0;
            end = tenths.end + usize::from(reading.at(tenths.end) == '毛');
        } else if word == "米"
            && let Some((share, after)) = share_of_metre(reading, end)
        {
            number.low += share;
            number.high += share;
            end = after;
        }
    } else if reading.at(end).is_ascii_alphanumeric() {
        return None;
    }
    Some(Part { number, unit, end })
}

/// `1米8`, `一米七五`: the digits behind are tenths and hundredths.
fn share_of_metre(reading: &Reading, place: usize) -> Option<(f64, usize)> {
    let digit = |c: char| {
        c.to_digit(10).map(f64::from).or_else(|| {
            let at = "零一二三四五六七八九"
                .chars()
                .position(|known| known == c)?;
            Some(at as f64)
        })
    };
    let tenths = digit(reading.at(place))?;
    Some(match digit(reading.at(place + 1)) {
        Some(hundredths) => (tenths / 10.0 + hundredths / 100.0, place + 2),
        None => (tenths / 10.0, place + 1),
    })
}

/// `半斤`, `半小时`, `一个半小时`, `半个月`.
fn half_at(reading: &Reading, place: usize) -> Option<Number> {
    let plain = |value: f64, end: usize| Number {
        low: value,
        high: value,
        about: false,
        end,
        chinese: true,
    };
    if reading.at(place) == '半' {
        return unit_at(reading, place + 1).map(|_| plain(0.5, place + 1));
    }
    let whole = number_at(reading, place)?;
    let counted = whole.end + usize::from(reading.at(whole.end) == '个');
    (reading.at(counted) == '半' && unit_at(reading, counted + 1).is_some())
        .then(|| plain(whole.low + 0.5, counted + 1))
}

fn joint_after(reading: &Reading, end: usize) -> Option<(usize, &'static str)> {
    let at = reading.skip_space(end);
    let (word, length) = reading.one_of(at, JOINTS)?;
    Some((reading.skip_space(at + length), word))
}

/// True when two numbers with a joint between them are one range.
fn joins(first: &Part, second: &Part, joint: &str, reading: &Reading) -> bool {
    let same = match (first.unit, second.unit) {
        (Some(a), Some(b)) => a.1 == b.1,
        _ => true,
    };
    let between = reading.has(second.end, "之间");
    if joint == "," {
        // 2、3个小时: neighbours, the unit behind the second alone.
        return first.unit.is_none()
            && second.unit.is_some()
            && first.number.low + 1.0 == second.number.low
            && first.number.low < 10.0;
    }
    let sure = matches!(joint, "-" | "~" | "到" | "至" | "to") || between;
    let grows = first.number.low <= second.number.high
        || first.unit.map(|u| u.2) < second.unit.map(|u| u.2);
    same && sure && grows
}

struct Bounds {
    at_most: bool,
    at_least: bool,
    about: bool,
    start: usize,
    end: usize,
}

/// Words around a measure that open or soften it.
fn bounds_around(reading: &Reading, start: usize, end: usize) -> Bounds {
    let mut bounds = Bounds {
        at_most: false,
        at_least: false,
        about: false,
        start,
        end,
    };
    // What stands before, from the number outwards: 大概, then 不超过.
    for _ in 0..2 {
        let mut before = bounds.start;
        while reading.before(before) == ' ' {
            before -= 1;
        }
        for skipped in ["在", "是", "为"] {
            if reading.before(before) == skipped.chars().next().unwrap_or('在')
                && reading.one_before(before, AT_MOST_BEFORE).is_none()
            {
                before -= 1;
                break;
            }
        }
        let most = reading.one_before(before, AT_MOST_BEFORE);
        let least = reading.one_before(before, AT_LEAST_BEFORE);
        let about = reading.one_before(before, ABOUT_BEFORE);
        let length = |found: Option<(&str, usize)>| found.map_or(0, |(_, length)| length);
        let longest = length(most).max(length(least)).max(length(about));
        if longest == 0 {
            break;
        }
        if length(most) == longest {
            bounds.at_most = true;
        } else if length(least) == longest {
            bounds.at_least = true;
        } else {
            bounds.about = true;
        }
        bounds.start = before - longest;
    }
    for _ in 0..2 {
        let mut after = reading.skip_space(bounds.end);
        if reading.has(after, "之间") {
            bounds.end = after + 2;
            after += 2;
        } else if reading.at(after) == '(' && reading.one_of(after + 1, AT_LEAST_AFTER).is_some() {
            after += 1;
        }
        if let Some((_, length)) = reading.one_of(after, AT_MOST_AFTER) {
            bounds.at_most = true;
            bounds.end = after + length;
        } else if let Some((_, length)) = reading.one_of(after, AT_LEAST_AFTER) {
            bounds.at_least = true;
            bounds.end = after + length;
        } else if let Some((_, length)) = reading.one_of(after, ABOUT_AFTER) {
            bounds.about = true;
            bounds.end = after + length;
        } else {
            break;
        }
    }
    bounds
}
