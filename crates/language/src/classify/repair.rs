//! What a text was probably meant to say, for the sentence encoder: it was trained on clean text
//! and knows nothing of `tui货` or 推货. The sparse blocks need no repair, they look at the sounds.
//!
//! A syllable in letters becomes the character of that sound that fits best between its
//! neighbours; a character whose pairs with both neighbours were never seen gives way to one of
//! the same sound whose pairs were. Fitting is counted in the training texts alone, so a text of
//! their kind comes out as it went in, and the table of n-grams that the features keep is enough.

use crate::normalise::is_han;
use crate::pinyin::{self, Sound};

/// Weights of what is known of a candidate: itself, each pair, and the three together.
const ALONE: f32 = 0.3;
const PAIR: f32 = 2.0;
const THREE: f32 = 3.0;
/// A character is only replaced by one whose pairs were seen this much: in more than one text.
const ENOUGH: f32 = 2.0;

/// The repaired text, or `None` where nothing is to be done. `seen` tells how often an n-gram
/// stands in the training texts, as `ln(1 + texts)`; 0 for never.
pub(super) fn repair(text: &str, seen: impl Fn(&str) -> f32) -> Option<String> {
    if !text.chars().any(is_han) {
        return None;
    }
    let sounds = pinyin::sounds(text);
    let mut repaired = String::with_capacity(text.len());
    let mut at = 0;
    let mut changed = false;
    for (number, sound) in sounds.iter().enumerate() {
        repaired.push_str(text.get(at..sound.range.start)?);
        at = sound.range.end;
        let written = text.get(sound.range.clone())?;
        let left = repaired.chars().next_back().filter(|c| is_han(*c));
        let right = sounds
            .get(number + 1)
            .and_then(|next| neighbour(text, sound, next));
        match best(sound, written, [left, right], &seen) {
            Some(better) => {
                repaired.push(better);
                changed = true;
            }
            None => repaired.push_str(written),
        }
    }
    repaired.push_str(text.get(at..)?);
    changed.then_some(repaired)
}

/// The character right behind a sound, where it is one.
fn neighbour(text: &str, sound: &Sound, next: &Sound) -> Option<char> {
    if next.latin || next.range.start != sound.range.end {
        return None;
    }
    text.get(next.range.clone())?.chars().next()
}

fn best(
    sound: &Sound,
    written: &str,
    [left, right]: [Option<char>; 2],
    seen: &impl Fn(&str) -> f32,
) -> Option<char> {
    let pairs = |c: char| {
        let of = |parts: &[Option<char>]| -> f32 {
            let gram: Option<String> = parts.iter().copied().collect();
            gram.map_or(0.0, |gram| seen(&gram))
        };
        let three = of(&[left, Some(c), right]);
        PAIR * (of(&[left, Some(c)]) + of(&[Some(c), right])) + THREE * three
    };
    let own = written.chars().next().filter(|_| !sound.latin);
    if own.is_some_and(|own| pairs(own) > 0.0) {
        return None;
    }
    let mut found: Option<(f32, char)> = None;
    for candidate in pinyin::characters_of(sound.syllable) {
        let alone = seen(candidate.encode_utf8(&mut [0; 4]));
        let context = pairs(candidate);
        if alone <= 0.0 || (!sound.latin && context < ENOUGH) {
            continue;
        }
        let score = ALONE * alone + context;
        if found.is_none_or(|(best, _)| score > best) {
            found = Some((score, candidate));
        }
    }
    found
        .map(|(_, candidate)| candidate)
        .filter(|c| Some(*c) != own)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Grams of these texts count as seen in three.
    fn seen(gram: &str) -> f32 {
        let texts = ["我要退货", "怎么退货款", "催一下发货", "推荐一款"];
        if texts.iter().any(|text| text.contains(gram)) {
            4f32.ln()
        } else {
            0.0
        }
    }

    #[test]
    fn writes_what_was_meant() {
        let table = [
            ("我要tui货", Some("我要退货")),
            ("我要推货", Some("我要退货")),
            ("我要退huo", Some("我要退货")),
            ("怎么tuihuo款", Some("怎么退货款")),
            ("我要退货", None),
            ("推荐一款", None),
            ("打开qq", None),
            ("tuihuo", None),
            ("refund 12", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(repair(text, seen).as_deref(), expected, "{text}");
        }
    }
}
