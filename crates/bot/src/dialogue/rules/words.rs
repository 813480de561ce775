//! Words of any talk, in both languages: any, never mind, this one. They belong to no trade; the
//! words of a trade stand in tasks and in the products.

use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;
use shanying_language::normalise::normalise_text;

static TEXT: &str = include_str!("../../../data/dialogue_words.json");

/// The lists of `data/dialogue_words.json`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    any: Vec<String>,
    unsure: Vec<String>,
    none: Vec<String>,
    cancel: Vec<String>,
    not_cancel: Vec<String>,
    yes: Vec<String>,
    no: Vec<String>,
    this_one: Vec<String>,
    cheaper: Vec<String>,
    other: Vec<String>,
    asks: Vec<String>,
    seeks: Vec<String>,
    replaces: Vec<String>,
    skip: Vec<String>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| serde_json::from_str(TEXT).unwrap_or_default());

/// What the words of a message do, beside the facts in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Acts {
    /// Anything will do.
    pub any: bool,
    /// They do not know.
    pub unsure: bool,
    /// None: no allergy.
    pub none: bool,
    /// Never mind.
    pub cancel: bool,
    /// The whole message says yes.
    pub yes: bool,
    /// The whole message says no.
    pub no: bool,
    /// This one of the things shown.
    pub this_one: bool,
    /// Something cheaper.
    pub cheaper: bool,
    /// Something else.
    pub other: bool,
    /// It asks.
    pub asks: bool,
    /// It takes something back.
    pub replaces: bool,
    /// They would rather not tell.
    pub skip: bool,
    /// The first, the second: its place from 0, or the last.
    pub ordinal: Option<Ordinal>,
}

/// Which of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ordinal {
    /// From 0.
    Place(usize),
    /// The last.
    Last,
}

/// Words of [`Lists::any`] that are also said to be kind.
const COURTEOUS: &[&str] = &["没关系", "不是问题", "都好"];

/// What a normalised text does.
pub(crate) fn acts(text: &str) -> Acts {
    let lists = &*LISTS;
    let whole = trimmed(text);
    let has = |list: &[String]| list.iter().any(|word| holds(text, word));
    let is = |list: &[String]| list.contains(&whole);
    let seeks = has(&lists.seeks);
    let asks = !seeks && (has(&lists.asks) || text.ends_with('?'));
    // 没关系，周边有什么餐馆？ is polite and leaves nothing open.
    let leaves_open = |word: &&String| !(asks && COURTEOUS.contains(&word.as_str()));
    let any = lists
        .any
        .iter()
        .filter(leaves_open)
        .any(|word| holds(text, word));
    Acts {
        any,
        unsure: has(&lists.unsure),
        none: is(&lists.none) || has(lists.none.get(3..).unwrap_or_default()),
        cancel: has(&lists.cancel) && !has(&lists.not_cancel),
        yes: is(&lists.yes),
        no: is(&lists.no),
        this_one: has(&lists.this_one),
        cheaper: has(&lists.cheaper),
        other: has(&lists.other),
        asks,
        replaces: has(&lists.replaces),
        skip: has(&lists.skip),
        ordinal: ordinal(text),
    }
}

/// Whether a part of a text lies in words that leave all open: 都可以 names no dish.
pub(super) fn leaves_open(text: &str, part: &Range<usize>) -> bool {
    LISTS.any.iter().any(|word| {
        text.match_indices(word.as_str())
            .any(|(at, word)| at <= part.start && part.end <= at + word.len())
    })
}

/// Whether a word stands in a text only to say that there is none of it: `不过敏`, `没有什么过敏的`.
pub(super) fn lacks(text: &str, word: &str) -> bool {
    const NONE: &[&str] = &["没有", "没", "不", "无", "no ", "not "];
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let before = ["什么", "任何", "啥", "会", "any "]
            .iter()
            .fold(before, |before, filler| {
                before.strip_suffix(filler).unwrap_or(before)
            });
        NONE.iter().any(|none| before.ends_with(none))
    })
}

/// Whether a part of a message asks.
pub(crate) fn asks(text: &str) -> bool {
    acts(&normalise_text(text)).asks
}

/// A word of Latin letters stands alone, a Chinese one anywhere.
fn holds(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        !word.starts_with(|c: char| c.is_ascii_alphabetic())
            || !(latin(text.get(..at).and_then(|before| before.chars().next_back()))
                || latin(
                    text.get(at + word.len()..)
                        .and_then(|rest| rest.chars().next()),
                ))
    })
}

/// Without marks and the particles at the end.
fn trimmed(text: &str) -> String {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let shorter = text.trim_end_matches(['吧', '啦', '呀', '啊', '哦', '呢', '哈', '了']);
    if shorter.is_empty() { text } else { shorter }.to_owned()
}

fn ordinal(text: &str) -> Option<Ordinal> {
    const NUMBERS: &[(char, usize)] = &[
        ('一', 0),
        ('二', 1),
        ('三', 2),
        ('四', 3),
        ('五', 4),
        ('六', 5),
        ('1', 0),
        ('2', 1),
        ('3', 2),
        ('4', 3),
        ('5', 4),
        ('6', 5),
    ];
    if ["最后一", "the last"]
        .iter()
        .any(|word| text.contains(word))
    {
        return Some(Ordinal::Last);
    }
    let english = [
        ("the first", 0),
        ("first one", 0),
        ("the second", 1),
        ("second one", 1),
        ("the third", 2),
        ("third one", 2),
    ];
    if let Some((_, place)) = english.iter().find(|(word, _)| text.contains(word)) {
        return Some(Ordinal::Place(*place));
    }
    let after = text.split('第').nth(1)?;
    let mut chars = after.chars();
    let number = chars.next()?;
    // 第二天 and 第一次 name no thing.
    if !matches!(
        chars.next(),
        Some('个' | '款' | '种' | '项' | '条' | '张' | ',' | '.' | '吧' | '呢') | None
    ) {
        return None;
    }
    NUMBERS
        .iter()
        .find(|(c, _)| *c == number)
        .map(|(_, place)| Ordinal::Place(*place))
}

/// `没有照片` `没拍`: nothing can be shown.
pub(super) fn has_no_picture(text: &str) -> bool {
    const NONE: &[&str] = &[
        "没有",
        "没拍",
        "没照",
        "不发",
        "发不了",
        "拍不了",
        "扔了",
        "no pic",
        "no photo",
        "don't have",
    ];
    NONE.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::{Ordinal, acts};

    #[test]
    fn never_mind_is_not_having_counted() {
        assert!(acts("算了,不买了").cancel);
        assert!(!acts("我算了一下,有点贵").cancel);
        assert!(acts("取消吧").cancel);
        assert!(!acts("怎么取消订单").cancel);
    }

    #[test]
    fn places_are_told_from_days() {
        assert_eq!(acts("就要第二个").ordinal, Some(Ordinal::Place(1)));
        assert_eq!(acts("第二天能到吗").ordinal, None);
        assert_eq!(acts("最后一款").ordinal, Some(Ordinal::Last));
    }

    #[test]
    fn asking_is_told_from_seeking() {
        assert!(acts("运费怎么算").asks);
        assert!(!acts("有没有补水的面膜").asks);
        assert!(acts("都行").any);
        assert!(acts("没关系").any && !acts("没关系,周边有什么餐馆?").any);
        assert!(super::lacks("没有什么过敏的", "过敏") && !super::lacks("酒精过敏", "过敏"));
        assert!(acts("好的").yes && acts("不对").no);
    }
}
