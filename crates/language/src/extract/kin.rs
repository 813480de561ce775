//! Of whom a text speaks when it is not of who writes: `我妈`, `我家孩子`, `my son`, `朋友`.

use std::ops::Range;

/// Somebody else than who writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kin {
    /// The one spelling: 妈妈.
    pub name: &'static str,
    /// Whether they belong to the household or the family, and not to the wider world.
    pub household: bool,
    /// Where they are named, with the `我` before: bytes of the text.
    pub span: Range<usize>,
}

/// The family: the one spelling with its words. Single characters count behind `我` alone.
const FAMILY: &[(&str, &[&str])] = &[
    (
        "妈妈",
        &[
            "妈妈", "老妈", "母亲", "我妈", "咱妈", "mother", "mom", "mum",
        ],
    ),
    (
        "爸爸",
        &["爸爸", "老爸", "父亲", "我爸", "咱爸", "father", "dad"],
    ),
    ("爸妈", &["爸妈", "父母", "parents"]),
    ("婆婆", &["婆婆"]),
    ("公公", &["公公"]),
    ("岳母", &["岳母", "丈母娘"]),
    ("岳父", &["岳父", "老丈人"]),
    ("奶奶", &["奶奶", "外婆", "姥姥", "grandmother", "grandma"]),
    ("爷爷", &["爷爷", "外公", "姥爷", "grandfather", "grandpa"]),
    ("老公", &["老公", "丈夫", "我先生", "孩子他爸", "husband"]),
    (
        "老婆",
        &["老婆", "妻子", "媳妇", "我太太", "我爱人", "wife"],
    ),
    ("男朋友", &["男朋友", "男友", "boyfriend"]),
    ("女朋友", &["女朋友", "女友", "girlfriend"]),
    ("儿子", &["儿子", "son"]),
    ("女儿", &["女儿", "闺女", "daughter"]),
    (
        "孩子",
        &[
            "孩子", "小孩", "宝宝", "我娃", "娃娃", "child", "kid", "baby",
        ],
    ),
    ("弟弟", &["弟弟", "我弟"]),
    ("哥哥", &["哥哥", "我哥", "brother"]),
    ("姐姐", &["姐姐", "我姐", "sister"]),
    ("妹妹", &["妹妹", "我妹"]),
    (
        "猫",
        &[
            "我家猫",
            "我的猫",
            "我猫",
            "家里的猫",
            "猫咪",
            "主子",
            "my cat",
        ],
    ),
    (
        "狗",
        &[
            "我家狗",
            "我的狗",
            "我狗",
            "家里的狗",
            "狗狗",
            "毛孩子",
            "my dog",
        ],
    ),
];

/// The wider world.
const OTHERS: &[(&str, &[&str])] = &[
    ("朋友", &["朋友", "闺蜜", "哥们", "friend"]),
    ("同事", &["同事", "领导", "老板", "colleague", "boss"]),
    ("同学", &["同学", "室友", "舍友", "老师", "roommate"]),
    ("邻居", &["邻居", "亲戚", "neighbour", "neighbor"]),
    ("客户", &["客户", "长辈"]),
];

/// Everybody else whom a text names, from left to right.
#[must_use]
pub fn kin(text: &str) -> Vec<Kin> {
    let mut found: Vec<Kin> = Vec::new();
    for (list, household) in [(FAMILY, true), (OTHERS, false)] {
        for (name, words) in list {
            for word in *words {
                for (at, _) in text.match_indices(word) {
                    let end = at + word.len();
                    if !stands_alone(text, at, end, word) {
                        continue;
                    }
                    found.push(Kin {
                        name,
                        household,
                        span: led(text, at)..end,
                    });
                }
            }
        }
    }
    // Of words that overlap the longest is meant: 男朋友 is no 朋友.
    found.sort_by_key(|one| (one.span.start, std::cmp::Reverse(one.span.end)));
    let mut kept: Vec<Kin> = Vec::new();
    for one in found {
        let hidden = kept
            .last()
            .is_some_and(|last| one.span.start < last.span.end && one.span.end <= last.span.end);
        if !hidden {
            kept.push(one);
        }
    }
    kept
}

/// English words are words of their own.
fn stands_alone(text: &str, at: usize, end: usize, word: &str) -> bool {
    if !word.is_ascii() {
        return true;
    }
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let before = text.get(..at).and_then(|part| part.chars().next_back());
    let behind = text.get(end..).and_then(|part| part.chars().next());
    !letter(before) && !letter(behind)
}

/// Where the words begin that lead to them: `我`, `我家`, `我的`, `my`.
fn led(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let leads = ["我们家", "我家的", "我家", "我的", "咱家", "我", "my "];
    let lead = leads.iter().find(|lead| before.ends_with(**lead));
    lead.map_or(at, |lead| at - lead.len())
}

#[cfg(test)]
mod tests {
    use super::kin;

    #[test]
    fn others_are_told_from_who_writes() {
        let table = [
            ("我是干皮", ""),
            ("给我妈买的", "妈妈"),
            ("我男朋友对花生过敏", "男朋友"),
            ("我朋友是油皮", "朋友"),
            ("我家孩子3岁", "孩子"),
            ("my son is allergic to nuts", "儿子"),
            ("the person next to me", ""),
            ("我儿子和我妈都能用吗", "儿子 妈妈"),
        ];
        for (text, expected) in table {
            let names: Vec<&str> = kin(text).iter().map(|one| one.name).collect();
            assert_eq!(names.join(" "), expected, "{text}");
        }
        let one = kin("我家孩子3岁").remove(0);
        assert_eq!((one.span, one.household), (0..12, true));
    }
}
