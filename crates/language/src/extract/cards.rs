//! Numbers of bank cards: 13 to 19 digits whose check sum is right.

use super::private::{Code, cue_before};
use super::reading::Reading;
use super::slot::{Found, Kind};

const CUES: &[&str] = &[
    "卡号",
    "银行卡",
    "储蓄卡",
    "借记卡",
    "信用卡",
    "账号",
    "card",
];

/// With a word of cards before it even a mistyped number is taken for one: what may be somebody's
/// card is masked all the same. Without one the check sum and the first digits must agree.
pub(super) fn bank_card(reading: &Reading, code: &Code) -> Option<Found> {
    if !code.all_digits() || !(13..=19).contains(&code.digits()) {
        return None;
    }
    let told = cue_before(reading, code.range.start, CUES);
    let score = match (is_luhn(&code.text), told, is_issued(&code.text)) {
        (true, true, _) => 0.99,
        (true, false, true) => 0.8,
        (false, true, _) => 0.5,
        _ => return None,
    };
    Some(code.found(Kind::BankCard, (0, 4), score))
}

/// ISO/IEC 7812 for banks (3 to 6), and the old 9558 of ICBC.
fn is_issued(digits: &str) -> bool {
    digits.starts_with(['3', '4', '5', '6']) || digits.starts_with("9558")
}

/// ISO/IEC 7812-1: every second digit from the right counts double, its digits summed.
fn is_luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, double) => double / 10 + double % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}
