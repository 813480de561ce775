//! How Chinese text sounds: a syllable without its tone for each character, and for pinyin that is
//! written in Latin letters (`tui货`, `zenme退huo`). Characters that sound alike share a syllable,
//! so 推货, `tui货` and 退货 meet here while their spellings do not.
//!
//! The table holds the first reading of each simplified character in pinyin-data (MIT, © mozillazg),
//! ü written v. Texts are expected in their normalised form ([`crate::normalise`]). A character has
//! one reading here, also where daily speech has two (行, 长): both sides of a comparison go through
//! the same table.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::normalise::is_han;

static SYLLABLES: &str = include_str!("syllables.txt");

/// The longest syllables: `chuang`, `shuang`, `zhuang`.
const LONGEST: usize = 6;
/// A run of letters longer than this is not pinyin that somebody typed.
const LONGEST_RUN: usize = 36;

/// The number of a toneless syllable, counted in the order of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Syllable(u16);

impl Syllable {
    /// The syllable in letters.
    pub fn letters(self) -> &'static str {
        TABLE
            .letters
            .get(usize::from(self.0))
            .copied()
            .unwrap_or("")
    }
}

/// A syllable where it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sound {
    pub syllable: Syllable,
    /// Bytes of the text that sound so.
    pub range: Range<usize>,
    /// Written in Latin letters, not as a character.
    pub latin: bool,
}

struct Table {
    letters: Vec<&'static str>,
    numbers: HashMap<&'static str, Syllable>,
    characters: HashMap<char, Syllable>,
    /// The characters of each syllable.
    of_syllables: Vec<&'static str>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table {
        letters: Vec::new(),
        numbers: HashMap::new(),
        characters: HashMap::new(),
        of_syllables: Vec::new(),
    };
    for (number, line) in SYLLABLES.lines().enumerate() {
        let (letters, characters) = line.split_once(' ').unwrap_or((line, ""));
        let syllable = Syllable(number as u16);
        table.letters.push(letters);
        table.of_syllables.push(characters);
        table.numbers.insert(letters, syllable);
        for character in characters.chars() {
            table.characters.insert(character, syllable);
        }
    }
    table
});

/// The syllable of a simplified Chinese character.
pub fn of_character(character: char) -> Option<Syllable> {
    TABLE.characters.get(&character).copied()
}

/// All simplified characters of a syllable.
pub fn characters_of(syllable: Syllable) -> impl Iterator<Item = char> {
    let characters = TABLE.of_syllables.get(usize::from(syllable.0));
    characters
        .into_iter()
        .flat_map(|characters| characters.chars())
}

/// Cuts lower-case letters into syllables that cover them all; `None` when they are no pinyin.
/// The fewest syllables win (`xian` is one), then the longer first (`fangan` is `fang an`).
pub fn cut(letters: &str) -> Option<Vec<Syllable>> {
    if letters.is_empty() || letters.len() > LONGEST_RUN || !letters.is_ascii() {
        return None;
    }
    // For each end of a part: the fewest syllables behind it, and the first of them.
    let mut best: Vec<Option<(usize, usize, Syllable)>> = vec![None; letters.len() + 1];
    for start in (0..letters.len()).rev() {
        for end in start + 1..=(start + LONGEST).min(letters.len()) {
            let Some(syllable) = letters
                .get(start..end)
                .and_then(|part| TABLE.numbers.get(part))
            else {
                continue;
            };
            let behind = match best.get(end).copied().flatten() {
                Some((count, ..)) => count,
                None if end == letters.len() => 0,
                None => continue,
            };
            let slot = best.get_mut(start)?;
            if slot.is_none_or(|(count, ..)| behind < count) {
                *slot = Some((behind + 1, end, *syllable));
            }
        }
    }
    let mut syllables = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let (_, end, syllable) = best.get(at).copied().flatten()?;
        syllables.push(syllable);
        at = end;
    }
    Some(syllables)
}

/// The syllables of a normalised text. Letters count as pinyin where the text holds a Chinese
/// character, or where every word of it can be cut: English that happens to look like pinyin
/// (`can`, `men`) stays English among other English words.
pub fn sounds(text: &str) -> Vec<Sound> {
    let mixed = text.chars().any(is_han);
    let mut sounds = Vec::new();
    for (start, run) in runs(text) {
        if run.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let Some(syllables) = cut(run) else {
                if mixed {
                    continue;
                }
                return Vec::new();
            };
            let mut at = start;
            for syllable in syllables {
                let end = at + syllable.letters().len();
                sounds.push(Sound {
                    syllable,
                    range: at..end,
                    latin: true,
                });
                at = end;
            }
        } else {
            sounds.extend(run.char_indices().filter_map(|(at, character)| {
                Some(Sound {
                    syllable: of_character(character)?,
                    range: start + at..start + at + character.len_utf8(),
                    latin: false,
                })
            }));
        }
    }
    sounds
}

/// Runs of Chinese characters and of Latin letters, with the byte where each begins.
fn runs(text: &str) -> Vec<(usize, &str)> {
    let kind = |c: char| match c {
        c if is_han(c) => 1,
        c if c.is_ascii_alphabetic() => 2,
        _ => 0,
    };
    let mut runs = Vec::new();
    let mut start = 0;
    let mut before = 0;
    for (at, c) in text.char_indices().chain([(text.len(), '\0')]) {
        let now = kind(c);
        if now != before {
            if before != 0
                && let Some(run) = text.get(start..at)
            {
                runs.push((start, run));
            }
            (start, before) = (at, now);
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn letters(text: &str) -> Vec<&'static str> {
        sounds(text)
            .iter()
            .map(|sound| sound.syllable.letters())
            .collect()
    }

    #[test]
    fn spellings_of_one_sound_meet() {
        let table = [
            ("退货", "tui huo"),
            ("推货", "tui huo"),
            ("tui货", "tui huo"),
            ("退huo", "tui huo"),
            ("tuihuo", "tui huo"),
            ("zenme tuihuo", "zen me tui huo"),
            ("shou后电话", "shou hou dian hua"),
            ("绿色", "lv se"),
            ("西安", "xi an"),
            ("xian", "xian"),
            ("fangan", "fang an"),
            ("打开uc", "da kai"),
            ("买2个app", "mai ge"),
            ("can you see the men", ""),
            ("12:30!", ""),
            ("", ""),
        ];
        for (text, expected) in table {
            assert_eq!(letters(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_pinyin_is_not_cut() {
        for word in ["vip", "refund", "x", "zh", "退", ""] {
            assert_eq!(cut(word), None, "{word}");
        }
        assert_eq!(cut(&"a".repeat(LONGEST_RUN + 1)), None);
    }

    #[test]
    fn the_table_knows_daily_characters() {
        assert_eq!(TABLE.letters.len(), 407);
        let text = "我想问一下这个东西什么时候能发货还没有收到退款多久到账怎么申请售后";
        for c in text.chars() {
            assert!(of_character(c).is_some(), "{c}");
        }
        assert_eq!(of_character('a'), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn ranges_lie_in_the_text_in_order(text in "[a-zü退货长 ,0-9é]{0,20}") {
            let mut end = 0;
            for sound in sounds(&text) {
                prop_assert!(sound.range.start >= end);
                let written = text.get(sound.range.clone());
                prop_assert!(written.is_some());
                if sound.latin {
                    prop_assert_eq!(written, Some(sound.syllable.letters()));
                }
                end = sound.range.end;
            }
        }
    }
}
