//! Slips of the pen that questions are measured with: one character as its pinyin, as another
//! character of the same sound, or the whole text in another script.

use std::collections::BTreeSet;

use rand::SeedableRng;
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;

use crate::normalise::{is_han, traditional_of};
use crate::pinyin;

/// A kind of slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noise {
    /// One Chinese character as its syllable in letters: `tui货`.
    Pinyin,
    /// One Chinese character as another one of the same syllable: 推货.
    Homophone,
    /// Traditional characters: 退貨.
    Traditional,
    /// Letters, digits and marks as wide as Chinese characters: `ｉｐｈｏｎｅ`.
    FullWidth,
}

/// Makes slips; the same seed and texts, the same slips.
#[derive(Debug)]
pub struct Slips {
    random: SmallRng,
    /// Characters that people here use: a slip is seldom a rare one.
    used: BTreeSet<char>,
}

impl Slips {
    /// Texts tell which characters are in use.
    pub fn new<'a>(texts: impl Iterator<Item = &'a str>, seed: u64) -> Self {
        Self {
            random: SmallRng::seed_from_u64(seed),
            used: texts.flat_map(str::chars).filter(|c| is_han(*c)).collect(),
        }
    }

    /// The text with a slip of this kind; as it is where there is nothing to slip on.
    pub fn make(&mut self, text: &str, noise: Noise) -> String {
        match noise {
            Noise::Traditional => text.chars().map(traditional_of).collect(),
            Noise::FullWidth => text.chars().map(widened).collect(),
            Noise::Pinyin => self.one(text, |_, _, sound| sound.letters().to_owned()),
            Noise::Homophone => self.one(text, |slips, c, sound| {
                let others: Vec<char> = pinyin::characters_of(sound).filter(|o| *o != c).collect();
                let used: Vec<char> = others
                    .iter()
                    .copied()
                    .filter(|other| slips.used.contains(other))
                    .collect();
                let all = if used.is_empty() { others } else { used };
                all.choose(&mut slips.random).unwrap_or(&c).to_string()
            }),
        }
    }

    fn one(
        &mut self,
        text: &str,
        instead: impl FnOnce(&mut Self, char, pinyin::Syllable) -> String,
    ) -> String {
        let places: Vec<(usize, char, pinyin::Syllable)> = text
            .char_indices()
            .filter_map(|(at, c)| Some((at, c, pinyin::of_character(c)?)))
            .collect();
        let Some((at, c, sound)) = places.choose(&mut self.random).copied() else {
            return text.to_owned();
        };
        let (before, behind) = text.split_at(at);
        let rest = behind.strip_prefix(c).unwrap_or(behind);
        [before, &instead(self, c, sound), rest].concat()
    }
}

fn widened(c: char) -> char {
    match c {
        ' ' => '\u{3000}',
        '!'..='~' => char::from_u32(c as u32 + 0xfee0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::normalise_text;

    #[test]
    fn slips_are_of_their_kind() {
        let text = "我要退货iphone 15";
        let mut slips = Slips::new(["推荐货物"].into_iter(), 1);
        let sounds = |text: &str| -> Vec<pinyin::Syllable> {
            pinyin::sounds(text)
                .iter()
                .map(|sound| sound.syllable)
                .collect()
        };
        for noise in [Noise::Pinyin, Noise::Homophone] {
            let slip = slips.make("我要退货", noise);
            assert_ne!(slip, "我要退货");
            assert_eq!(sounds(&slip), sounds("我要退货"), "{slip}");
        }
        for noise in [Noise::Traditional, Noise::FullWidth] {
            let slip = slips.make(text, noise);
            assert_ne!(slip, text);
            assert_eq!(normalise_text(&slip), normalise_text(text));
        }
        assert_eq!(slips.make("ok", Noise::Pinyin), "ok");
        assert_eq!(slips.make("", Noise::Homophone), "");
    }
}
