//! What a question wants to know of a product, without its words of asking.

use shanying_language::normalise::normalise_text;

/// What somebody wants to know of a product, without the words of asking.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Doubt {
    /// May who is like this use it?
    May(String),
    /// Has it this, or does it need this?
    Has(String),
    /// Can it do this? Of somebody or something that the question names besides, so that only a
    /// denial answers it.
    Can(String),
    /// How much, how many, how long? The words around, and the units that would answer it.
    Amount(String, Vec<String>),
    /// What is left out or refused? The words around.
    Without(String),
}

const ENDS: &[&str] = &["?", "吗", "么", "嘛", "呢", "啊", "呀", "吧"];
const MAY: &[&str] = &[
    "能不能",
    "可不可以",
    "适不适合",
    "合不合适",
    "行不行",
    "可以",
    "适合",
    "合适",
    "能",
    "可",
    "行",
    "会不会",
];
const HAS: &[&str] = &[
    "有没有",
    "带不带",
    "支不支持",
    "支持不支持",
    "需不需要",
    "要不要",
    "用不用",
    "含不含",
    "包不包括",
    "包不包",
    "送不送",
    "能不能",
    "可不可以",
    "是否支持",
    "是否有",
    "是否",
    "支持",
    "需要",
    "包括",
    "包含",
    "附带",
    "可以",
    "提供",
    "带",
    "含",
    "送",
    "有",
    "要",
    "能",
    "会",
];
/// Words at the end of who is meant that say nothing.
const PEOPLE: &[&str] = &[
    "的人群",
    "的人",
    "的客人",
    "的顾客",
    "的用户",
    "的学员",
    "的患者",
    "的",
    "患者",
    "人群",
    "了",
];
/// Words at the beginning that say nothing.
const STARTS: &[&str] = &[
    "请问",
    "你好",
    "这个",
    "这款",
    "它",
    "那",
    "我是",
    "我有",
    "我家有",
    "我在",
    "我",
];
/// Words of a question for an amount, with the units that answer them; a question that names its
/// unit (`几片`) is answered by that one.
const AMOUNTS: &[(&str, &[&str])] = &[
    ("多久", TIMES),
    ("多长时间", TIMES),
    ("多少时间", TIMES),
    ("how long", TIMES),
    ("多重", &["g", "kg", "克", "千克", "公斤", "斤"]),
    ("多长", LENGTHS),
    ("多高", LENGTHS),
    ("多宽", LENGTHS),
    ("多厚", LENGTHS),
    (
        "多大",
        &["英寸", "寸", "平", "平方米", "平米", "㎡", "l", "升"],
    ),
    ("几次课", LESSONS),
    ("几节", LESSONS),
    ("多少课", LESSONS),
    ("几堂", LESSONS),
    ("多少", &[]),
    ("多快", &[]),
    ("几", &[]),
];
const TIMES: &[&str] = &[
    "秒", "分钟", "小时", "天", "日", "周", "星期", "个月", "月", "年", "minute", "hour", "day",
    "week", "month", "year",
];
const LENGTHS: &[&str] = &["毫米", "厘米", "米", "mm", "cm", "m"];
const LESSONS: &[&str] = &["课时", "节", "次", "讲", "堂"];
/// Words of a question for what is left out or refused, and how descriptions say it.
const WITHOUT: &[&str] = &[
    "不包",
    "不含",
    "不赔",
    "不保",
    "不给保",
    "不承保",
    "不接",
    "不收",
    "不送",
    "不支持",
];
const OPEN: &[&str] = &["什么", "哪", "啥", "谁"];
/// Twice said verbs at the beginning: they ask by themselves.
const TWICE: &[&str] = &[
    "有没有",
    "带不带",
    "支不支持",
    "支持不支持",
    "需不需要",
    "要不要",
    "用不用",
    "含不含",
    "包不包",
    "送不送",
    "能不能",
    "可不可以",
    "会不会",
    "是否",
    "是不是",
];
/// What a question is about, where it is of a form that a description may answer; the likeliest
/// reading first.
pub(super) fn doubts(text: &str) -> Vec<Doubt> {
    let plain = normalise_text(text);
    let whole = plain.trim();
    let mut asked = whole;
    while let Some(rest) = ENDS.iter().find_map(|end| asked.strip_suffix(end)) {
        asked = rest.trim_end();
    }
    let (head, tail) = asked
        .rsplit_once([',', '.', '!', ';'])
        .unwrap_or(("", asked));
    let open = OPEN.iter().any(|word| tail.contains(word));
    if let Some(word) = WITHOUT.iter().find(|word| open && tail.contains(*word)) {
        return vec![Doubt::Without((*word).to_owned())];
    }
    let amount = AMOUNTS.iter().find_map(|(word, units)| {
        let (before, behind) = tail.split_once(word)?;
        Some((before, behind, *units))
    });
    if let Some((before, behind, units)) = amount {
        let own = behind.trim_start_matches('个').chars().next();
        let units = match own {
            Some(own) if units.is_empty() => vec![own.to_string()],
            _ => units.iter().map(|unit| (*unit).to_owned()).collect(),
        };
        return vec![Doubt::Amount(format!("{before}{behind}"), units)];
    }
    let start = STARTS
        .iter()
        .find_map(|start| tail.strip_prefix(start))
        .unwrap_or(tail);
    let closed = asked.len() < whole.len() || TWICE.iter().any(|word| start.starts_with(word));
    let (shorter, whether) = match twice(tail) {
        Some(shorter) => (shorter, true),
        None => (tail, closed),
    };
    if !whether {
        return Vec::new();
    }
    whether_so(asked, head, shorter)
}

/// The readings of a question that yes or no answers.
fn whether_so(asked: &str, head: &str, tail: &str) -> Vec<Doubt> {
    let start = STARTS
        .iter()
        .find_map(|start| tail.strip_prefix(start))
        .unwrap_or(tail);
    if let Some(who) = start.strip_prefix("适合").and_then(matter) {
        return vec![Doubt::May(who)];
    }
    let place = MAY.iter().filter_map(|may| tail.rfind(may)).max();
    let who = place.and_then(|at| tail.get(..at)).unwrap_or_default();
    let mut all = Vec::new();
    if place.is_some() {
        all.extend(matter(&format!("{head}{who}")).map(Doubt::May));
    } else if tail.len() < asked.len() && head.is_empty() {
        // 签证被拒了赔不赔: all that stands before is what is meant.
        all.extend(matter(tail).map(Doubt::May));
    }
    let what = HAS.iter().find_map(|has| start.strip_prefix(has));
    // 数据能代替看医生吗: what it can do stands behind.
    let behind = place.and_then(|at| {
        let rest = tail.get(at..)?;
        MAY.iter().find_map(|may| rest.strip_prefix(may))
    });
    all.extend(what.and_then(matter).map(Doubt::Has));
    all.extend(behind.and_then(matter).map(Doubt::Can));
    all
}

/// A question that ends in 不, or says its verb twice around it, without that end.
fn twice(text: &str) -> Option<&str> {
    if let Some(rest) = text.strip_suffix('不') {
        return Some(rest);
    }
    let mut from_end = text.char_indices().rev();
    let (_, last) = from_end.next()?;
    let (_, middle) = from_end.next()?;
    let (at, first) = from_end.next()?;
    (middle == '不' && first == last && last != '行').then(|| text.get(..at))?
}

/// What is left when words that say nothing are taken off; two characters at least.
fn matter(words: &str) -> Option<String> {
    let mut words = words.trim();
    while let Some(rest) = STARTS.iter().find_map(|start| words.strip_prefix(start)) {
        words = rest;
    }
    while let Some(rest) = PEOPLE.iter().find_map(|end| words.strip_suffix(end)) {
        words = rest;
    }
    let open = ["什么", "谁", "哪", "几", "多少", "怎么", "多久"];
    (words.chars().count() >= 2 && !open.iter().any(|open| words.contains(open)))
        .then(|| words.to_owned())
}

/// The units of a question that names a sort of them: `多重` asks for grams and the like.
pub(super) fn units_of(plain: &str) -> &'static [&'static str] {
    let sort = AMOUNTS.iter().find(|(word, _)| plain.contains(word));
    sort.map_or(&[], |(_, units)| *units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_lose_their_words_of_asking() {
        let may = |who: &str| Some(Doubt::May(who.to_owned()));
        let has = |what: &str| Some(Doubt::Has(what.to_owned()));
        for (text, wanted) in [
            ("胃溃疡的人能喝吗", may("胃溃疡")),
            ("养宠物的家庭适合吗", may("养宠物的家庭")),
            ("坐轮椅的客人能住吗？", may("坐轮椅")),
            ("适合打游戏吗", may("打游戏")),
            ("有没有心率提醒", has("心率提醒")),
            ("有无线充电吗", has("无线充电")),
            ("需要编程基础吗", has("编程基础")),
            ("这款支不支持快充", has("快充")),
            ("签证被拒了赔不赔", may("签证被拒")),
            ("我在吃抗凝药，这个原浆能喝吗", may("吃抗凝药这个原浆")),
            (
                "精修多少张",
                Some(Doubt::Amount("精修张".to_owned(), vec!["张".to_owned()])),
            ),
            ("能用吗", None),
            ("什么人能用吗", None),
        ] {
            assert_eq!(doubts(text).first(), wanted.as_ref(), "{text}");
        }
    }
}
