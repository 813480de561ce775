//! What identifies a person or a parcel: telephone, e-mail, identity card, bank card, licence
//! plate, order and tracking numbers. They are told with a masked form for lists and logs.

use std::ops::Range;

use super::cards::bank_card;
use super::plates::plates;
use super::reading::Reading;
use super::slot::{Found, Kind, Value};

pub(super) fn private(reading: &Reading) -> Vec<Found> {
    let mut found = emails(reading);
    for code in codes(reading) {
        found.extend(
            id_card(&code)
                .or_else(|| phone(reading, &code))
                .or_else(|| parcel(reading, &code))
                .or_else(|| told_order(reading, &code))
                .or_else(|| bank_card(reading, &code))
                .or_else(|| long_order(&code)),
        );
    }
    found.extend(plates(reading));
    found.extend(spoken_phones(reading));
    found
}

/// A run of letters and digits, with the spaces and hyphens between its groups of digits left out.
pub(super) struct Code {
    pub range: Range<usize>,
    pub text: String,
}

impl Code {
    pub fn digits(&self) -> usize {
        self.text.chars().filter(char::is_ascii_digit).count()
    }

    pub fn all_digits(&self) -> bool {
        self.digits() == self.text.len()
    }

    pub fn found(&self, kind: Kind, keep: (usize, usize), score: f64) -> Found {
        Found {
            kind,
            value: Value::Private {
                text: self.text.to_ascii_uppercase(),
                masked: masked(&self.text.to_ascii_uppercase(), keep),
            },
            range: self.range.clone(),
            score,
        }
    }
}

/// Keeps some characters at both ends.
pub(super) fn masked(text: &str, (first, last): (usize, usize)) -> String {
    let count = text.chars().count();
    text.chars()
        .enumerate()
        .map(|(at, c)| {
            if at < first || at + last >= count {
                c
            } else {
                '*'
            }
        })
        .collect()
}

fn codes(reading: &Reading) -> Vec<Code> {
    let mut codes = Vec::new();
    let mut place = 0;
    while place < reading.len() {
        let starts = reading.at(place).is_ascii_alphanumeric() || reading.at(place) == '+';
        if !starts || reading.before(place).is_ascii_alphanumeric() {
            place += 1;
            continue;
        }
        let (mut end, mut text) = (place, String::new());
        loop {
            let c = reading.at(end);
            let joins = matches!(c, ' ' | '-')
                && end > place
                && reading.before(end).is_ascii_digit()
                && reading.at(end + 1).is_ascii_digit();
            if c.is_ascii_alphanumeric() {
                text.push(c);
            } else if !(joins || (c == '+' && end == place)) {
                break;
            }
            end += 1;
        }
        if !text.is_empty() {
            codes.push(Code {
                range: place..end,
                text,
            });
        }
        place = end.max(place + 1);
    }
    codes
}

fn phone(reading: &Reading, code: &Code) -> Option<Found> {
    if !code.all_digits() {
        return None;
    }
    let digits = code
        .text
        .strip_prefix("86")
        .filter(|rest| rest.len() == 11)
        .unwrap_or(&code.text);
    let mobile = is_mobile(digits);
    let hotline = digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800"));
    let parted = reading.text(code.range.clone()).contains('-');
    let landline = digits.starts_with('0') && (10..=12).contains(&digits.len());
    let near = cue_before(
        reading,
        code.range.start,
        &["电话", "手机", "座机", "tel", "phone", "call"],
    );
    let short = near && (7..=8).contains(&digits.len());
    let score = match (mobile || hotline, landline, short) {
        (true, ..) => 0.98,
        (_, true, _) if parted || near => 0.95,
        (_, true, _) => 0.6,
        (.., true) => 0.8,
        _ => return None,
    };
    let plain = Code {
        range: code.range.clone(),
        text: digits.to_owned(),
    };
    Some(plain.found(Kind::Phone, (3, digits.len().min(11) * 4 / 11), score))
}

fn is_mobile(digits: &str) -> bool {
    let mut chars = digits.chars();
    digits.len() == 11
        && chars.next() == Some('1')
        && chars.next().is_some_and(|c| ('3'..='9').contains(&c))
}

/// `幺三八…`: a mobile number read out.
fn spoken_phones(reading: &Reading) -> Vec<Found> {
    let digit = |c: char| "零一二三四五六七八九".chars().position(|known| known == c);
    let value = |c: char| if c == '幺' { Some(1) } else { digit(c) };
    let mut found = Vec::new();
    let mut place = 0;
    while place < reading.len() {
        let mut end = place;
        let mut text = String::new();
        while let Some(digit) = value(reading.at(end)) {
            text.extend(char::from_digit(digit as u32, 10));
            end += 1;
        }
        if is_mobile(&text) {
            let range = place..end;
            found.push(Code { range, text }.found(Kind::Phone, (3, 4), 0.9));
        }
        place = end.max(place + 1);
    }
    found
}

/// Eighteen characters with a plausible birthday. A wrong check digit lowers the score: what may
/// be somebody's card is masked all the same.
fn id_card(code: &Code) -> Option<Found> {
    let body = code.text.get(..17)?;
    let last = code.text.get(17..)?.chars().next()?;
    let shaped = code.text.len() == 18
        && body.chars().all(|c| c.is_ascii_digit())
        && (last.is_ascii_digit() || last == 'x');
    let part = |range: Range<usize>| body.get(range)?.parse::<u32>().ok();
    let (year, month, day) = (part(6..10)?, part(10..12)?, part(12..14)?);
    let born =
        (1900..=2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    if !shaped || !born || !matches!(body.chars().next(), Some('1'..='8')) {
        return None;
    }
    let score = if check_digit(body) == Some(last) {
        0.99
    } else {
        0.5
    };
    Some(code.found(Kind::IdCard, (3, 4), score))
}

/// GB 11643: weights 2^(17−i) modulo 11.
fn check_digit(body: &str) -> Option<char> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = body
        .chars()
        .zip(WEIGHTS)
        .map(|(c, weight)| c.to_digit(10).unwrap_or(0) * weight)
        .sum();
    "10x98765432".chars().nth((sum % 11) as usize)
}

/// Carriers' prefixes, and international post (two letters, nine digits, two letters).
const CARRIERS: &[(&str, usize)] = &[
    ("sf", 12),
    ("yt", 13),
    ("jd", 11),
    ("zto", 10),
    ("sto", 10),
    ("yd", 13),
    ("dpk", 10),
    ("jt", 13),
    ("ems", 10),
    ("yunda", 10),
    ("jdv", 10),
    ("1z", 16),
];

fn parcel(reading: &Reading, code: &Code) -> Option<Found> {
    let carried = CARRIERS.iter().any(|&(prefix, least)| {
        code.text.strip_prefix(prefix).is_some_and(|rest| {
            rest.len() >= least
                && rest.chars().filter(char::is_ascii_digit).count() * 10 >= rest.len() * 8
        })
    });
    let letters = code
        .text
        .chars()
        .map(|c| if c.is_ascii_digit() { '9' } else { 'a' });
    let post = letters.collect::<String>() == "aa999999999aa";
    let told = code.digits() >= 8
        && cue_before(
            reading,
            code.range.start,
            &[
                "快递",
                "运单",
                "物流",
                "面单",
                "包裹",
                "tracking",
                "parcel",
                "快递单",
                "运单号",
            ],
        );
    let score = if carried || post {
        0.95
    } else if told {
        0.9
    } else {
        return None;
    };
    Some(code.found(Kind::Tracking, (2, 4), score))
}

fn told_order(reading: &Reading, code: &Code) -> Option<Found> {
    let told = code.digits() >= 4
        && code.text.len() >= 6
        && cue_before(
            reading,
            code.range.start,
            &["订单", "单号", "单子", "order", "编号"],
        );
    told.then(|| code.found(Kind::Order, (2, 4), 0.95))
}

/// A long number without a word for it is most often an order's.
fn long_order(code: &Code) -> Option<Found> {
    let long = code.digits() >= 12 && code.text.len() <= 28;
    long.then(|| code.found(Kind::Order, (2, 4), 0.6))
}

/// True when one of the words ends within the eight characters before a place.
pub(super) fn cue_before(reading: &Reading, place: usize, words: &[&str]) -> bool {
    let before = reading.text(place.saturating_sub(10)..place);
    let near = before
        .rsplit([',', '.', '?', '!', ';'])
        .next()
        .unwrap_or_default();
    words.iter().any(|word| near.contains(word))
}

fn emails(reading: &Reading) -> Vec<Found> {
    let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%');
    let mut found = Vec::new();
    for at in reading.places("@") {
        let mut start = at;
        while name(reading.before(start)) {
            start -= 1;
        }
        let mut end = at + 1;
        while reading.at(end).is_ascii_alphanumeric() || matches!(reading.at(end), '.' | '-') {
            end += 1;
        }
        while matches!(reading.before(end), '.' | '-') {
            end -= 1;
        }
        while reading.at(start) == '.' {
            start += 1;
        }
        let text = reading.text(start..end);
        let host = text.rsplit('@').next().unwrap_or_default();
        let top = host.rsplit('.').next().unwrap_or_default();
        let dotted =
            host.contains('.') && top.len() >= 2 && top.chars().all(|c| c.is_ascii_alphabetic());
        if start < at && dotted {
            let masked = masked_email(&text);
            found.push(Found {
                kind: Kind::Email,
                value: Value::Private { text, masked },
                range: start..end,
                score: 0.99,
            });
        }
    }
    found
}

fn masked_email(text: &str) -> String {
    let (name, host) = text.split_once('@').unwrap_or((text, ""));
    format!("{}***@{host}", name.chars().next().unwrap_or('*'))
}
