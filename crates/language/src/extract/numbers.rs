//! Numbers as people write them: `300`, `1,000`, `1.5万`, `2k`, `三百五`, `一千零五十`, `两三百`
//! (200 to 300), `十几` (11 to 19), `百来` (about 100), `二零二六`.
//!
//! A Chinese numeral is read as sections: digits wait for their unit (十百千), sections for 万 and
//! 亿; a last digit straight after a unit counts tenths of that unit (`一千五` = 1,500).

use super::reading::Reading;

/// A number or the span of values that its wording allows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number {
    pub low: f64,
    pub high: f64,
    /// 左右 is meant already: `百来`, `三百多`.
    pub about: bool,
    /// The place after it.
    pub end: usize,
    /// Written in Chinese numerals.
    pub chinese: bool,
}

/// The number that begins at a place. A digit or letter before it is the caller's matter.
pub(crate) fn number_at(reading: &Reading, place: usize) -> Option<Number> {
    if reading.at(place).is_ascii_digit() {
        arabic(reading, place)
    } else {
        chinese(reading, place)
    }
}

/// A number that stands in a text, whatever it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// From here …
    pub low: f64,
    /// … to here; the same unless it is a span such as `两三百`.
    pub high: f64,
    /// As it is written, normalised.
    pub words: String,
    /// The character after it, which most often tells what it counts; NUL at the end.
    pub after: char,
}

/// All numbers of a text in their order. `一` before a measure word of no weight (`一款`, `一下`) and
/// words such as `十分` count nothing and are none.
pub fn figures(text: &str) -> Vec<Figure> {
    let reading = Reading::new(text);
    let mut found = Vec::new();
    let mut place = 0;
    while place < reading.len() {
        if let Some((_, length)) = reading.one_of(place, EMPTY) {
            place += length;
            continue;
        }
        match number_at(&reading, place) {
            Some(number) if number.end > place => {
                found.push(Figure {
                    low: number.low,
                    high: number.high,
                    words: reading
                        .chars()
                        .iter()
                        .take(number.end)
                        .skip(place)
                        .collect(),
                    after: reading.at(number.end),
                });
                place = number.end;
            }
            _ => place += 1,
        }
    }
    found
}

/// Words with numerals in them that count nothing.
const EMPTY: &[&str] = &[
    "一下",
    "一些",
    "一点",
    "一款",
    "一起",
    "一样",
    "一直",
    "一个",
    "一种",
    "一位",
    "一同",
    "一般",
    "一切",
    "一旦",
    "一边",
    "一会",
    "统一",
    "万一",
    "千万",
    "十分",
    "一一",
    "一方面",
    "进一步",
    "之一",
    "一致",
    "唯一",
    "第一时间",
    "半天",
];

fn arabic(reading: &Reading, place: usize) -> Option<Number> {
    let mut digits = String::new();
    let mut end = place;
    loop {
        let c = reading.at(end);
        let groups = c == ','
            && digits.len() <= 3
            && (1..=3).all(|offset| reading.at(end + offset).is_ascii_digit())
            && !reading.at(end + 4).is_ascii_digit();
        if c.is_ascii_digit() {
            digits.push(c);
        } else if !groups {
            break;
        }
        end += 1;
    }
    if reading.at(end) == '.' && reading.at(end + 1).is_ascii_digit() {
        digits.push('.');
        end += 1;
        while reading.at(end).is_ascii_digit() {
            digits.push(reading.at(end));
            end += 1;
        }
    }
    let mut value: f64 = digits.parse().ok()?;
    let factor = match reading.at(end) {
        '百' => 1e2,
        '千' => 1e3,
        '万' => 1e4,
        '亿' => 1e8,
        'k' if !reading.at(end + 1).is_ascii_alphanumeric() => 1e3,
        'w' if !reading.at(end + 1).is_ascii_alphanumeric() => 1e4,
        _ => 1.0,
    };
    if factor > 1.0 {
        end += 1;
        value *= factor;
        // 3万5: five thousand more.
        if let Some(tenths) = reading.at(end).to_digit(10)
            && !reading.at(end + 1).is_ascii_digit()
            && reading.at(end + 1) != '.'
        {
            value += f64::from(tenths) * factor / 10.0;
            end += 1;
        }
    }
    Some(with_more(
        reading,
        Number {
            low: value,
            high: value,
            about: false,
            end,
            chinese: false,
        },
        if factor > 1.0 {
            factor
        } else {
            round_unit(value)
        },
    ))
}

/// `300多`: up to the next of its own round steps.
fn with_more(reading: &Reading, number: Number, step: f64) -> Number {
    match reading.at(number.end) {
        '多' | '几' if step >= 10.0 && number.low == number.high => Number {
            high: number.high + step,
            about: true,
            end: number.end + 1,
            ..number
        },
        '来' if step >= 10.0 && reading.at(number.end + 1) != '自' => Number {
            about: true,
            end: number.end + 1,
            ..number
        },
        _ => number,
    }
}

/// The largest power of ten that divides a whole number: 100 for 300.
fn round_unit(value: f64) -> f64 {
    let mut step = 1.0;
    while value > 0.0 && value % (step * 10.0) == 0.0 && step < 1e9 {
        step *= 10.0;
    }
    step
}

fn digit(c: char) -> Option<f64> {
    Some(match c {
        '零' | '〇' => 0.0,
        '一' | '壹' => 1.0,
        '二' | '两' | '贰' => 2.0,
        '三' | '叁' => 3.0,
        '四' | '肆' => 4.0,
        '五' | '伍' => 5.0,
        '六' | '陆' => 6.0,
        '七' | '柒' => 7.0,
        '八' | '捌' => 8.0,
        '九' | '玖' => 9.0,
        _ => return None,
    })
}

fn unit(c: char) -> Option<f64> {
    Some(match c {
        '十' | '拾' => 10.0,
        '百' | '佰' => 100.0,
        '千' | '仟' => 1000.0,
        _ => return None,
    })
}

/// The state of reading a Chinese numeral: finished sections, the running one, a waiting digit.
#[derive(Default)]
struct Sections {
    total: f64,
    section: f64,
    waiting: Option<f64>,
    last_unit: f64,
    after_zero: bool,
}

impl Sections {
    fn value(&self) -> f64 {
        let rest = match self.waiting {
            Some(digit) if self.last_unit >= 100.0 && !self.after_zero => {
                digit * self.last_unit / 10.0
            }
            Some(digit) => digit,
            None => 0.0,
        };
        self.total + self.section + rest
    }

    /// False when the character does not continue the numeral.
    fn take(&mut self, c: char) -> bool {
        if let Some(value) = digit(c) {
            if self.waiting.is_some_and(|waiting| waiting > 0.0) {
                return false;
            }
            self.after_zero = value == 0.0 || (self.after_zero && self.waiting == Some(0.0));
            self.waiting = Some(value);
        } else if let Some(factor) = unit(c) {
            if self.last_unit > 0.0 && factor >= self.last_unit && self.last_unit < 1e4 {
                return false;
            }
            let count = self.waiting.take().unwrap_or(0.0);
            self.section += if count == 0.0 { factor } else { count * factor };
            self.last_unit = factor;
            self.after_zero = false;
        } else if matches!(c, '万' | '亿') {
            let factor = if c == '万' { 1e4 } else { 1e8 };
            let section = self.section + self.waiting.take().unwrap_or(0.0);
            if section == 0.0 {
                return false;
            }
            self.total = (self.total + section) * factor;
            self.section = 0.0;
            self.last_unit = factor;
            self.after_zero = false;
        } else {
            return false;
        }
        true
    }
}

fn chinese(reading: &Reading, place: usize) -> Option<Number> {
    let plain = |low: f64, high: f64, about: bool, end: usize| Number {
        low,
        high,
        about,
        end,
        chinese: true,
    };
    if let Some(number) = vague(reading, place) {
        return Some(number);
    }
    let first = reading.at(place);
    let unit_first = matches!(first, '十' | '百' | '千' | '拾');
    if digit(first).is_none() && !unit_first {
        return None;
    }
    if let Some((value, end)) = digit_row(reading, place) {
        return Some(plain(value, value, false, end));
    }
    // 百 and 千 alone are numbers only with a unit behind (百来块); 十 always is.
    if matches!(first, '百' | '千') && !matches!(reading.at(place + 1), '来' | '把') {
        return None;
    }
    let mut sections = Sections::default();
    let mut end = place;
    while sections.take(reading.at(end)) {
        end += 1;
    }
    let mut value = sections.value();
    if reading.at(end) == '点'
        && digit(reading.at(end + 1)).is_some()
        && !sections_ended_by_clock(reading, end)
    {
        let mut share = 0.1;
        end += 1;
        while let Some(tenth) = digit(reading.at(end)) {
            value += tenth * share;
            share /= 10.0;
            end += 1;
        }
    }
    let step = if sections.waiting.is_none() {
        sections.last_unit
    } else {
        1.0
    };
    let number = plain(value, value, false, end);
    let number = if reading.at(end) == '把' && step >= 10.0 {
        plain(value, value, true, end + 1)
    } else {
        with_more(reading, number, step)
    };
    Some(number)
}

/// `八点五分` tells the time, `四点五分以上` a rating: a clock has 分 or 十 behind larger minutes
/// only when the hour is one, so a single digit with 分 stays a decimal here and the recogniser
/// of times looks first.
fn sections_ended_by_clock(reading: &Reading, point: usize) -> bool {
    unit(reading.at(point + 2)).is_some()
}

/// `二零二六`, `一三八`: three or more digits in a row are read one by one.
fn digit_row(reading: &Reading, place: usize) -> Option<(f64, usize)> {
    let mut value = 0.0;
    let mut end = place;
    while let Some(next) = digit(reading.at(end)) {
        value = value * 10.0 + next;
        end += 1;
    }
    let follows_unit = unit(reading.at(end)).is_some() || matches!(reading.at(end), '万' | '亿');
    (end - place >= 3 && end - place <= 11 && !follows_unit).then_some((value, end))
}

/// Wordings that span values: `两三百`, `十几`, `几十`, `十来`, `上百`.
fn vague(reading: &Reading, place: usize) -> Option<Number> {
    let spans = |low: f64, high: f64, end: usize| Number {
        low,
        high,
        about: true,
        end,
        chinese: true,
    };
    let scale = |mut end: usize| {
        let mut factor = 1.0;
        while let Some(next) = unit(reading.at(end)).or(match reading.at(end) {
            '万' => Some(1e4),
            '亿' => Some(1e8),
            _ => None,
        }) {
            factor *= next;
            end += 1;
        }
        (factor, end)
    };
    let (first, second) = (reading.at(place), reading.at(place + 1));
    if first == '十' && second == '几' {
        let (factor, end) = scale(place + 2);
        return Some(spans(11.0 * factor, 19.0 * factor, end));
    }
    // 十五六: 15 to 16.
    if first == '十'
        && let (Some(a), Some(b)) = (digit(second), digit(reading.at(place + 2)))
        && b == a + 1.0
    {
        let (factor, end) = scale(place + 3);
        return Some(spans((10.0 + a) * factor, (10.0 + b) * factor, end));
    }
    if matches!(first, '几' | '数') && unit(second).or((second == '万').then_some(1e4)).is_some()
    {
        let (factor, end) = scale(place + 1);
        return Some(spans(2.0 * factor, 9.0 * factor, end));
    }
    let (low, high) = (digit(first)?, digit(second)?);
    let steps = high == low + 1.0 || (low == 3.0 && high == 5.0);
    let third = reading.at(place + 2);
    if !steps || low == 0.0 || digit(third).is_some() {
        return None;
    }
    let (factor, end) = scale(place + 2);
    Some(spans(low * factor, high * factor, end))
}

/// The power of ten that a number begins with: 100 for 500.
pub(crate) fn leading_unit(value: f64) -> f64 {
    let mut step = 1.0;
    while value >= step * 10.0 {
        step *= 10.0;
    }
    step
}
