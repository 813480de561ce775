//! Licence plates of the mainland: `京A12345`, `沪AD12345` with new energy, `粤Z1234港`.
//!
//! Source: GA 36-2018. A province, a letter of the office, five characters (six with new energy);
//! I and O are not used among them, two letters at most.

use std::ops::Range;

use super::reading::Reading;
use super::slot::{Found, Kind, Value};

/// The provinces' short names.
const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
/// Short names that are words as well; without a word of cars near the finding is less sure.
const WORDS: &str = "云黑新青川宁津";
/// What the last place may hold instead: trailers, driving schools, police, across the border.
const LAST: &str = "挂学警港澳领";
const CUES: &[&str] = &["车牌", "牌照", "牌号", "车号", "车辆", "我的车", "plate"];

pub(super) fn plates(reading: &Reading) -> Vec<Found> {
    let mut found = Vec::new();
    let mut place = 0;
    while place < reading.len() {
        match plate(reading, place) {
            Some(plate) => {
                place = plate.range.end;
                found.push(plate);
            }
            None => place += 1,
        }
    }
    found
}

fn plate(reading: &Reading, start: usize) -> Option<Found> {
    let province = reading.at(start);
    if !PROVINCES.contains(province) {
        return None;
    }
    let office = skip_mark(reading, start + 1, true);
    if !reading.at(office).is_ascii_lowercase() || reading.at(office) == 'i' {
        return None;
    }
    let body = skip_mark(reading, office + 1, false);
    let range = start..body_end(reading, body)?;
    let sure = !WORDS.contains(province) || near(reading, &range);
    let text: String = [province, reading.at(office)]
        .into_iter()
        .chain((body..range.end).map(|at| reading.at(at)))
        .collect::<String>()
        .to_uppercase();
    Some(Found {
        kind: Kind::Plate,
        value: Value::Private {
            masked: super::private::masked(&text, (2, 2)),
            text,
        },
        range,
        score: if sure { 0.95 } else { 0.6 },
    })
}

/// `京A·12345`, `京A-12345`, `京 A12345`.
fn skip_mark(reading: &Reading, place: usize, space_only: bool) -> usize {
    match reading.at(place) {
        ' ' => place + 1,
        '·' | '.' | '-' if !space_only => place + 1,
        _ => place,
    }
}

/// The end of the five or six characters, if they are a plate's and nothing hangs on behind.
fn body_end(reading: &Reading, body: usize) -> Option<usize> {
    let serial = |c: char| c.is_ascii_digit() || c.is_ascii_lowercase() && !matches!(c, 'i' | 'o');
    let mut end = body;
    while serial(reading.at(end)) && end < body + 7 {
        end += 1;
    }
    if end == body + 4 && LAST.contains(reading.at(end)) {
        end += 1;
    }
    if reading.at(end).is_ascii_alphanumeric() {
        return None;
    }
    let chars: Vec<char> = (body..end).map(|at| reading.at(at)).collect();
    let letters = chars.iter().filter(|c| c.is_ascii_lowercase()).count();
    let fits = match chars.as_slice() {
        [_, _, _, _, _] => letters <= 2,
        [first, second, rest @ ..] if rest.len() == 4 => {
            small(*first, *second, rest) || large(&chars)
        }
        _ => false,
    };
    fits.then_some(end)
}

/// Small cars with new energy: `D12345`, `FA1234`.
fn small(first: char, second: char, rest: &[char]) -> bool {
    ('a'..='k').contains(&first)
        && (second.is_ascii_digit() || second.is_ascii_lowercase())
        && rest.iter().all(char::is_ascii_digit)
}

/// Large ones: `12345D`.
fn large(chars: &[char]) -> bool {
    matches!(chars, [digits @ .., last]
        if digits.iter().all(char::is_ascii_digit) && ('a'..='k').contains(last))
}

fn near(reading: &Reading, range: &Range<usize>) -> bool {
    let around = reading.text(range.start.saturating_sub(8)..(range.end + 6).min(reading.len()));
    CUES.iter().any(|word| around.contains(word))
}
