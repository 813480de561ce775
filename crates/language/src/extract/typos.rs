//! A second chance for names with one slip: a character of the same sound (`保时面霜`), another
//! character, one missing or one too many. Only Chinese names: in model numbers one character is
//! another product.
//!
//! Each surface is kept under what is left when one character is taken away; a stretch of text
//! with one character taken away meets it there (Garbe's symmetric deletion).

use std::collections::HashMap;
use std::ops::Range;

use crate::normalise::is_han;
use crate::pinyin::of_character;

/// Shorter names slip into other words too easily.
const SHORTEST: usize = 3;
/// From here on the slip need not sound alike: 合适的酒店 is no 舒适的酒店.
const SHORTEST_ANY: usize = 6;
const LONGEST: usize = 16;
const SAME_SOUND: f64 = 0.85;
const OTHER_SOUND: f64 = 0.65;

/// Surfaces by what is left of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typos {
    surfaces: Vec<Vec<char>>,
    /// Number of the surface and the place that was taken away; none for the whole surface.
    by_rest: HashMap<u64, Vec<(u32, Option<u8>)>>,
    lengths: Vec<usize>,
}

/// A surface that a stretch of the text is likely meant to be.
pub(crate) struct Slip {
    pub surface: usize,
    /// Characters of the text that was handed in.
    pub range: Range<usize>,
    pub score: f64,
}

/// FNV-1a over characters: thousands of stretches are looked up for one text, so none of them is
/// copied.
fn key(chars: impl Iterator<Item = char>) -> u64 {
    chars.fold(0xcbf2_9ce4_8422_2325, |state, c| {
        (state ^ u64::from(u32::from(c))).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

fn without(chars: &[char], gap: usize) -> u64 {
    let (before, behind) = chars.split_at(gap.min(chars.len()));
    key(before.iter().chain(behind.iter().skip(1)).copied())
}

impl Typos {
    pub fn new<'a>(surfaces: impl Iterator<Item = &'a str>) -> Self {
        let surfaces: Vec<Vec<char>> = surfaces.map(|surface| surface.chars().collect()).collect();
        let mut by_rest: HashMap<u64, Vec<(u32, Option<u8>)>> = HashMap::new();
        let mut lengths = Vec::new();
        for (number, chars) in surfaces.iter().enumerate() {
            let han = chars.iter().filter(|&&c| is_han(c)).count();
            if !(SHORTEST..=LONGEST).contains(&chars.len()) || han < SHORTEST {
                continue;
            }
            lengths.push(chars.len());
            let number = number as u32;
            by_rest
                .entry(key(chars.iter().copied()))
                .or_default()
                .push((number, None));
            for gap in 0..chars.len() {
                let rest = by_rest.entry(without(chars, gap)).or_default();
                rest.push((number, Some(gap as u8)));
            }
        }
        lengths.sort_unstable();
        lengths.dedup();
        Self {
            surfaces,
            by_rest,
            lengths,
        }
    }

    /// Likely slips in a text, the surer and longer first; they may overlap.
    pub fn find(&self, text: &[char]) -> Vec<Slip> {
        let mut found = Vec::new();
        let mut lengths: Vec<usize> = self
            .lengths
            .iter()
            .flat_map(|&length| [length.saturating_sub(1), length, length + 1])
            .filter(|&length| length >= SHORTEST)
            .collect();
        lengths.sort_unstable();
        lengths.dedup();
        for start in 0..text.len() {
            for &length in &lengths {
                if let Some(window) = text.get(start..start + length) {
                    self.window(window, start, &mut found);
                }
            }
        }
        found.sort_by(|a, b| {
            let key = |slip: &Slip| std::cmp::Reverse(slip.range.len());
            b.score.total_cmp(&a.score).then(key(a).cmp(&key(b)))
        });
        found
    }

    fn window(&self, window: &[char], start: usize, found: &mut Vec<Slip>) {
        if window.iter().filter(|&&c| is_han(c)).count() + 1 < SHORTEST {
            return;
        }
        let range = start..start + window.len();
        let candidates = |key: u64| {
            self.by_rest
                .get(&key)
                .map(Vec::as_slice)
                .unwrap_or_default()
        };
        let mut push = |surface: u32, score: Option<f64>| {
            found.extend(score.map(|score| Slip {
                surface: surface as usize,
                range: range.clone(),
                score,
            }));
        };
        // One character of the name is missing in the text.
        for &(surface, gap) in candidates(key(window.iter().copied())) {
            if let Some(gap) = gap {
                push(
                    surface,
                    self.missing(surface, usize::from(gap), window.len()),
                );
            }
        }
        for gap in 0..window.len() {
            for &(surface, taken) in candidates(without(window, gap)) {
                match taken {
                    Some(taken) if usize::from(taken) == gap => {
                        push(surface, self.exchanged(surface, gap, window));
                    }
                    // One too many inside the name; at its ends it is simply the next word.
                    None if gap > 0 && gap + 1 < window.len() => {
                        let long = window.len() > SHORTEST_ANY;
                        let plain = window.get(gap).copied().is_some_and(is_han);
                        push(surface, (long && plain).then_some(OTHER_SOUND));
                    }
                    _ => {}
                }
            }
        }
    }

    fn missing(&self, surface: u32, gap: usize, length: usize) -> Option<f64> {
        let chars = self.surfaces.get(surface as usize)?;
        let lost = chars.get(gap).copied()?;
        (length + 1 == chars.len() && chars.len() >= SHORTEST_ANY && is_han(lost))
            .then_some(OTHER_SOUND)
    }

    fn exchanged(&self, surface: u32, gap: usize, window: &[char]) -> Option<f64> {
        let chars = self.surfaces.get(surface as usize)?;
        let (meant, said) = (*chars.get(gap)?, *window.get(gap)?);
        if chars.len() != window.len() || meant == said || !is_han(meant) || !is_han(said) {
            return None;
        }
        let sound = of_character(meant);
        if sound.is_some() && sound == of_character(said) {
            return Some(SAME_SOUND);
        }
        (chars.len() >= SHORTEST_ANY).then_some(OTHER_SOUND)
    }
}
