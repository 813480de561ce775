//! Signs that two short texts mean the same, none of which is their length.

use std::collections::{BTreeSet, HashMap};

use crate::normalise::{is_han, normalise_text};
use crate::pinyin;
use crate::segment::{Terms, character_terms};

/// Number of signs of a pair.
pub const PAIR_SIGNS: usize = 7;

/// A text made ready for comparing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prepared {
    chars: Vec<char>,
    terms: Terms,
    sounds: BTreeSet<(pinyin::Syllable, pinyin::Syllable)>,
    numbers: BTreeSet<String>,
}

impl Prepared {
    /// Prepares a text.
    pub fn new(text: &str) -> Self {
        let text = normalise_text(text);
        let syllables: Vec<_> = pinyin::sounds(&text)
            .into_iter()
            .map(|sound| sound.syllable)
            .collect();
        // A syllable alone stands as a pair with itself, so that one-character texts have sounds.
        let pairs = syllables.windows(2).filter_map(|pair| match pair {
            [a, b] => Some((*a, *b)),
            _ => None,
        });
        let sounds = pairs
            .chain(syllables.iter().map(|&one| (one, one)))
            .collect();
        Self {
            terms: character_terms(&text),
            numbers: numbers(&text),
            sounds,
            chars: text.chars().filter(|c| c.is_alphanumeric()).collect(),
        }
    }
}

/// How rare the character n-grams of a collection are; counted on what is stored, never on what is
/// asked.
#[derive(Debug, Clone, Default)]
pub struct Rarity {
    having: HashMap<u64, u32>,
    texts: u32,
}

impl Rarity {
    /// Counts a stored text.
    pub fn count(&mut self, text: &Prepared) {
        self.texts += 1;
        for (term, _) in &text.terms {
            *self.having.entry(*term).or_default() += 1;
        }
    }

    fn of(&self, term: u64) -> f32 {
        let (texts, having) = (
            self.texts as f32,
            self.having.get(&term).copied().unwrap_or(0) as f32,
        );
        (1.0 + (texts - having + 0.5).max(0.0) / (having + 0.5)).ln()
    }
}

/// The signs of a pair, each about 0..1: rare n-grams in common of all, of the question's, of the
/// phrasing's; longest common subsequence; common sounds; numbers that differ (-1) or agree (1);
/// the same end, which in Chinese names is the head noun.
pub fn pair(question: &Prepared, phrasing: &Prepared, rarity: &Rarity) -> [f32; PAIR_SIGNS] {
    let (mut own, mut other, mut common) = (0.0, 0.0, 0.0);
    for (term, _) in &question.terms {
        let weight = rarity.of(*term);
        own += weight;
        let is_common = phrasing
            .terms
            .binary_search_by_key(term, |(other, _)| *other)
            .is_ok();
        common += if is_common { weight } else { 0.0 };
    }
    for (term, _) in &phrasing.terms {
        other += rarity.of(*term);
    }
    let share = |part: f32, whole: f32| if whole > 0.0 { part / whole } else { 0.0 };
    let sounds = question.sounds.intersection(&phrasing.sounds).count() as f32;
    let all_sounds = (question.sounds.len() + phrasing.sounds.len()) as f32 - sounds;
    let subsequence = longest_common(&question.chars, &phrasing.chars) as f32;
    [
        share(common, own + other - common),
        share(common, own),
        share(common, other),
        share(
            2.0 * subsequence,
            (question.chars.len() + phrasing.chars.len()) as f32,
        ),
        share(sounds, all_sounds),
        agreement(&question.numbers, &phrasing.numbers),
        same_end(&question.chars, &phrasing.chars),
    ]
}

fn agreement(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f32 {
    match (a.is_empty(), b.is_empty()) {
        (true, true) => 0.0,
        _ if a == b => 1.0,
        (false, false) => -1.0,
        _ => -0.3,
    }
}

fn same_end(a: &[char], b: &[char]) -> f32 {
    let same = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(a, b)| a == b);
    same.take(3).count() as f32 / 3.0
}

/// Length of the longest common subsequence.
fn longest_common(a: &[char], b: &[char]) -> usize {
    let mut row = vec![0usize; b.len() + 1];
    for x in a {
        let mut before = 0;
        let mut left = 0;
        for (y, place) in b.iter().zip(row.iter_mut().skip(1)) {
            let above = *place;
            *place = if x == y { before + 1 } else { above.max(left) };
            before = above;
            left = *place;
        }
    }
    row.last().copied().unwrap_or(0)
}

/// Runs of digits, and of Chinese numerals as digits (`三十八度五` has 38 and 5).
fn numbers(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let chars: Vec<char> = text.chars().collect();
    let kind = |c: char| match c {
        c if c.is_ascii_digit() || c == '.' => 1,
        c if is_han(c) && numeral(c).is_some() => 2,
        _ => 0,
    };
    for run in chars.chunk_by(|a, b| kind(*a) == kind(*b)) {
        match run.first().map_or(0, |c| kind(*c)) {
            1 => {
                let number: String = run.iter().collect();
                let number = number.trim_matches('.').trim_start_matches('0');
                if !number.is_empty() {
                    found.insert(number.to_owned());
                }
            }
            2 => {
                found.insert(chinese(run).to_string());
            }
            _ => {}
        }
    }
    found
}

fn numeral(c: char) -> Option<u64> {
    let value = match c {
        '零' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '百' => 100,
        '千' => 1_000,
        _ => return None,
    };
    Some(value)
}

/// The value of Chinese numerals below ten thousand; digits in a row read as such (`二零二` is 202).
fn chinese(run: &[char]) -> u64 {
    let (mut whole, mut digit, mut is_open) = (0u64, 0u64, false);
    for value in run.iter().filter_map(|&c| numeral(c)) {
        if value >= 10 {
            whole = whole.saturating_add(value.saturating_mul(if is_open { digit } else { 1 }));
            (digit, is_open) = (0, false);
        } else {
            digit = if is_open {
                digit.saturating_mul(10).saturating_add(value)
            } else {
                value
            };
            is_open = value > 0 || is_open;
        }
    }
    whole.saturating_add(digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(a: &str, b: &str) -> [f32; PAIR_SIGNS] {
        let mut rarity = Rarity::default();
        for text in ["怎么退货", "怎么开发票", "怎么改地址", "退款多久到"] {
            rarity.count(&Prepared::new(text));
        }
        pair(&Prepared::new(a), &Prepared::new(b), &rarity)
    }

    #[test]
    fn equal_texts_have_all_signs() {
        for (at, sign) in signs("2型糖尿病", "2型糖尿病").iter().enumerate() {
            assert!((sign - 1.0).abs() < 1e-6, "{at} {sign}");
        }
        assert_eq!(signs("", "退货")[0..5], [0.0; 5]);
    }

    #[test]
    fn what_is_rare_counts_more() {
        assert!(signs("我要退货", "退货")[1] > signs("怎么退货", "怎么弄")[1]);
        assert!(signs("要退货", "要推货")[4] > signs("要退货", "要收货")[4]);
    }

    #[test]
    fn numbers_agree_or_differ() {
        let table = [
            ("1型糖尿病", "2型糖尿病", -1.0),
            ("三十八度", "38度", 1.0),
            ("发烧", "低热", 0.0),
            ("烧到39度", "发热", -0.3),
        ];
        for (a, b, wanted) in table {
            assert_eq!(signs(a, b)[5], wanted, "{a} {b}");
        }
        let table = [
            ("十", 10),
            ("二十", 20),
            ("一百零五", 105),
            ("三千二百", 3200),
            ("二零二", 202),
            ("九九九九九九九九九九九九九九九九九九九九千千", u64::MAX),
        ];
        for (text, value) in table {
            assert_eq!(chinese(&text.chars().collect::<Vec<_>>()), value, "{text}");
        }
    }
}
