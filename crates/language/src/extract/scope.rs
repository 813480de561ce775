//! What a person does not want: `不要含酒精的`, `对化学剂过敏`, `除了面霜都行`, `别给我推荐面霜`.
//!
//! A cue reaches over what follows it in its clause until a word that turns round (`要`, `但`), and
//! a cue behind (`…过敏`, `…不要`) over what stands before it. `有没有`, `是不是` and `要不要` ask and
//! deny nothing; a cue that runs into an adjective of degree (`不要太贵`) denies no value, because
//! there is none behind it. Before a noun with an attribute the cue denies the attribute
//! (`不要红色的裙子`).

use std::ops::Range;

use super::reading::Reading;

/// Cues that deny what follows.
const BEFORE: &[&str] = &[
    "不要",
    "不想要",
    "不想吃",
    "不想买",
    "不想用",
    "不想",
    "不喜欢",
    "不爱",
    "不吃",
    "不喝",
    "不用",
    "不需要",
    "不能吃",
    "不能用",
    "不能有",
    "不能含",
    "不能",
    "不含",
    "不带",
    "不选",
    "不考虑",
    "不买",
    "别给我",
    "别推荐",
    "别",
    "除了",
    "除去",
    "除",
    "排除",
    "去掉",
    "避开",
    "讨厌",
    "忌口",
    "忌",
    "拒绝",
    "受不了",
    "戒了",
    "不是",
    "并非",
    "不接受",
    "不可以",
    "勿",
    "免",
    "无",
    "except",
    "without",
    "don't want",
    "do not want",
    "don't like",
    "no",
    "not",
    "allergic to",
    "don't recommend",
    "but not",
    "avoid",
    "other than",
    "anything but",
];

/// Cues that deny what stands before them.
const BEHIND: &[&str] = &[
    "过敏",
    "不要",
    "除外",
    "就算了",
    "不行",
    "不考虑",
    "以外",
    "之外",
    "我不吃",
    "吃不了",
    "用不了",
    "不喜欢",
    "就不用了",
    "别放",
    "free",
];

/// Words that only look like cues: questions, degrees, compounds.
const HARMLESS: &[&str] = &[
    "有没有",
    "是不是",
    "要不要",
    "能不能",
    "可不可以",
    "会不会",
    "不是免费",
    "别的",
    "别人",
    "特别",
    "别墅",
    "区别",
    "级别",
    "类别",
    "性别",
    "分别",
    "不要超过",
    "不超过",
    "别超过",
    "不能超过",
    "不低于",
    "不少于",
    "不高于",
    "不好意思",
    "不错",
    "不客气",
    "无糖",
    "无线",
    "免费",
    "无烟",
    "除非",
    "不用谢",
    "不仅",
    "不光",
    "不但",
    "不知道",
    "不过",
    "不管",
    "要不是",
    "no more than",
    "not more than",
    "no less than",
    "无所谓",
    "删除",
    "解除",
    "除皱",
    "除湿",
    "除螨",
    "免打",
    "避免",
    "免税",
    "免邮",
    "无论",
    "忌廉",
    "no problem",
    "not only",
    "是不",
    "不是说",
];

/// Words that end the reach of a cue.
const TURNS: &[&str] = &[
    "但",
    "而是",
    "只要",
    "就要",
    "要的是",
    "我要",
    "想要",
    "给我来",
    "换成",
    "改成",
    "改为",
    "都行",
    "都可以",
    "but",
    "instead",
    "我想",
    "其他",
    "其它",
    "别的",
    "是",
];

fn ends_clause(c: char) -> bool {
    matches!(c, ',' | '.' | '?' | '!' | ';' | ':' | '\0')
}

/// True when what stands in `range` is denied.
pub(crate) fn denied(reading: &Reading, range: &Range<usize>) -> bool {
    denied_before(reading, range.start) || denied_behind(reading, range.end)
}

/// How far back a cue may stand, in characters.
const REACH: usize = 14;

fn denied_before(reading: &Reading, start: usize) -> bool {
    let mut place = start;
    let lists = |place: usize| reading.at(place) == ',' && is_list(reading, place, start);
    while place > 0 && start - place < REACH {
        if let Some((word, length)) = reading.one_before(place, TURNS) {
            let cue = reading
                .one_before(place, BEFORE)
                .map_or(0, |(_, length)| length);
            let asks = word == "是" && cue > length;
            if !asks {
                return false;
            }
        }
        if let Some((word, length)) = reading.one_before(place, BEFORE) {
            let modified = reading.before(start) == '的' && start - place >= 3;
            if modified || (word.starts_with('除') && adds(reading, place)) {
                return false;
            }
            return whole(reading, place - length, word)
                && !harmless(reading, place - length..place);
        }
        place -= 1;
        if ends_clause(reading.at(place)) && !lists(place) {
            return false;
        }
    }
    false
}

/// `除了红色还有…`: the one beside others, not without it.
fn adds(reading: &Reading, cue: usize) -> bool {
    let mut place = cue;
    while !matches!(reading.at(place), '.' | '?' | '!' | ';' | '\0') {
        if matches!(reading.at(place), '还' | '也') {
            return true;
        }
        place += 1;
    }
    false
}

/// A mark between things of one list (`不要葱、姜、蒜`) does not end the reach: what stands
/// between the mark and the thing is short and no verb.
fn is_list(reading: &Reading, mark: usize, start: usize) -> bool {
    start - mark <= 4
        && reading
            .text(mark + 1..start)
            .chars()
            .all(|c| !matches!(c, '要' | '是' | '有' | '我' | '找' | '想' | '给' | '来'))
}

fn denied_behind(reading: &Reading, end: usize) -> bool {
    let mut place = end;
    while place < reading.len() && place - end <= 4 {
        if ends_clause(reading.at(place)) {
            return false;
        }
        if let Some((word, length)) = reading.one_of(place, BEHIND) {
            let goes_on = matches!(word, "不要" | "不喜欢")
                && !matches!(
                    reading.at(place + length),
                    '\0' | '了' | ',' | '.' | '!' | '的' | '?' | ';'
                );
            return !goes_on && !harmless(reading, place..place + length);
        }
        place += 1;
    }
    false
}

fn whole(reading: &Reading, start: usize, word: &str) -> bool {
    !word.starts_with(|c: char| c.is_ascii_alphabetic())
        || !reading.before(start).is_ascii_alphanumeric()
}

/// True when the cue is a part of a longer word that denies nothing.
fn harmless(reading: &Reading, cue: Range<usize>) -> bool {
    HARMLESS.iter().any(|word| {
        let length = word.chars().count();
        (cue.end.saturating_sub(length)..=cue.start)
            .any(|place| place + length >= cue.end && reading.has(place, word))
    })
}
