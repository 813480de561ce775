//! What of personal data may be shown in lists and previews. Pure.

mod plates;

/// `138****5678`: the last four stay, and what stands before the four in front of them. Short
/// numbers keep less.
#[must_use]
pub fn mask_phone(phone: &str) -> String {
    let length = phone.chars().count();
    let (head, tail) = match length {
        11.. => (length - 8, 4),
        7..=10 => (2, 2),
        _ => (0, 0),
    };
    stars(phone, head, length - tail)
}

/// `w***@example.com`.
#[must_use]
pub fn mask_email(email: &str) -> String {
    let (name, domain) = email.rsplit_once('@').unwrap_or((email, ""));
    let first: String = name.chars().take(1).collect();
    if domain.is_empty() {
        format!("{first}***")
    } else {
        format!("{first}***@{domain}")
    }
}

/// Replaces the characters from `from` up to `to`.
fn stars(text: &str, from: usize, to: usize) -> String {
    text.chars()
        .enumerate()
        .map(|(index, c)| if (from..to).contains(&index) { '*' } else { c })
        .collect()
}

/// The text with mobile numbers, identity numbers, bank cards and licence plates masked, whether
/// written together or in the usual groups, in ASCII or full-width digits. Other numbers (orders,
/// prices) stay.
#[must_use]
pub fn mask_text(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let runs = runs(&chars);
    let mut rest = runs.as_slice();
    while let Some(first) = rest.first() {
        // The longest way to read runs as one number wins: a card before the phone inside it.
        let found = (1..=5.min(rest.len())).rev().find_map(|count| {
            let group = rest.get(..count)?;
            let positions: Vec<usize> = group.iter().flat_map(|run| run.start..run.end).collect();
            let shape: Vec<usize> = group.iter().map(|run| run.end - run.start).collect();
            if !joined(&chars, group) || !is_usual_grouping(&shape) {
                return None;
            }
            let digits: Vec<u32> = positions
                .iter()
                .filter_map(|i| digit(*chars.get(*i)?))
                .collect();
            let ends_in_x = first.ends_in_x && count == 1;
            let (from, to) = hidden(&digits, ends_in_x)?;
            Some((count, positions.get(from..to)?.to_vec()))
        });
        let (count, hide) = found.unwrap_or((1, Vec::new()));
        for index in hide {
            if let Some(c) = chars.get_mut(index) {
                *c = '*';
            }
        }
        rest = rest.get(count..).unwrap_or_default();
    }
    for index in plates::hidden(&chars) {
        if let Some(c) = chars.get_mut(index) {
            *c = '*';
        }
    }
    chars.into_iter().collect()
}

/// Digits that stand together, and whether an X follows them as in some identity numbers.
struct Run {
    start: usize,
    end: usize,
    ends_in_x: bool,
}

fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => c.to_digit(10),
    }
}

fn runs(chars: &[char]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (index, c) in chars.iter().enumerate() {
        if digit(*c).is_some() {
            match runs.last_mut() {
                Some(run) if run.end == index => run.end = index + 1,
                _ => runs.push(Run {
                    start: index,
                    end: index + 1,
                    ends_in_x: false,
                }),
            }
        } else if let (Some(run), true) = (runs.last_mut(), matches!(c, 'x' | 'X' | 'Ｘ')) {
            run.ends_in_x = run.end == index;
        }
    }
    runs
}

/// Whether one blank or hyphen stands between each two runs.
fn joined(chars: &[char], group: &[Run]) -> bool {
    group.windows(2).all(|pair| match pair {
        [a, b] => b.start == a.end + 1 && matches!(chars.get(a.end), Some(' ' | '-')),
        _ => false,
    })
}

fn is_usual_grouping(shape: &[usize]) -> bool {
    match shape {
        [_] | [3, 4, 4] | [2, 3, 4, 4] | [2, 11] | [6, 8, 4] | [4, 6, 5] | [4, 4, 4, 4] => true,
        [4, 4, 4, 4, last] => *last <= 3,
        _ => false,
    }
}

/// Which of the digits to hide, if they are a personal number.
fn hidden(digits: &[u32], ends_in_x: bool) -> Option<(usize, usize)> {
    match digits {
        [1, 3..=9, ..] if digits.len() == 11 => Some((3, 7)),
        [8, 6, 1, 3..=9, ..] if digits.len() == 13 => Some((5, 9)),
        _ if digits.len() == 17 && ends_in_x && has_birthday(digits) => Some((3, 14)),
        _ if digits.len() == 18 && has_birthday(digits) => Some((3, 14)),
        // Shorter cards are rare, and times in milliseconds have thirteen digits, too.
        [3..=6, ..] if (13..=15).contains(&digits.len()) && is_card(digits) => {
            Some((0, digits.len() - 4))
        }
        _ if (16..=19).contains(&digits.len()) && is_card(digits) => Some((0, digits.len() - 4)),
        _ => None,
    }
}

/// Digits 7 to 14 of an identity number are the day of birth.
fn has_birthday(digits: &[u32]) -> bool {
    let part = |from, to| {
        let digits = digits.get(from..to).unwrap_or_default();
        digits.iter().fold(0, |number, digit| number * 10 + digit)
    };
    (1900..2100).contains(&part(6, 10))
        && (1..=12).contains(&part(10, 12))
        && (1..=31).contains(&part(12, 14))
}

/// The check sum of bank cards (Luhn); order numbers rarely pass it.
fn is_card(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(index, digit)| match (index % 2, digit * 2) {
            (0, _) => *digit,
            (_, double) if double > 9 => double - 9,
            (_, double) => double,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::{mask_email, mask_phone, mask_text};

    #[test]
    fn contacts_keep_just_enough() {
        let phones = [
            ("13812345678", "138****5678"),
            ("+8613812345678", "+86138****5678"),
            ("021-12345678", "021-****5678"),
            ("12345678", "12****78"),
            ("12345", "*****"),
            ("", ""),
        ];
        for (phone, masked) in phones {
            assert_eq!(mask_phone(phone), masked);
        }
        let emails = [
            ("wangmin@example.com", "w***@example.com"),
            ("王敏@example.com", "王***@example.com"),
            ("nothing", "n***"),
        ];
        for (email, masked) in emails {
            assert_eq!(mask_email(email), masked);
        }
    }

    #[test]
    fn personal_numbers_in_text_are_masked_and_others_stay() {
        let table = [
            ("我的电话是13812345678，急", "我的电话是138****5678，急"),
            ("138 1234 5678", "138 **** 5678"),
            ("+86-138-1234-5678", "+86-138-****-5678"),
            ("8613812345678", "86138****5678"),
            ("１３８１２３４５６７８", "１３８****５６７８"),
            ("身份证11010519491231002X。", "身份证110***********002X。"),
            ("440308199901010012", "440***********0012"),
            ("卡号6222021234567894", "卡号************7894"),
            ("6222 0212 3456 7894", "**** **** **** 7894"),
            ("378282246310005", "***********0005"),
            ("3782 822463 10005", "**** ****** *0005"),
            ("1763713247006", "1763713247006"),
            ("车牌京A12345，停在门口", "车牌京A***45，停在门口"),
            ("沪AD12345 充不了电", "沪A****45 充不了电"),
            ("粵Ｂ·１２３４学", "粵Ｂ·***４学"),
            ("京a-1b2c3", "京a-***c3"),
            ("京A123456", "京A123456"),
            ("新款K30 Pro，川A1234", "新款K30 Pro，川A1234"),
            ("13812345678 13987654321", "138****5678 139****4321"),
            ("订单 202611200012345 到了吗", "订单 202611200012345 到了吗"),
            ("12345678901", "12345678901"),
            ("199.00 元，2026-11-20", "199.00 元，2026-11-20"),
            ("没有数字", "没有数字"),
            ("", ""),
        ];
        for (text, masked) in table {
            assert_eq!(mask_text(text), masked, "{text}");
        }
    }
}
