//! What somebody likes, will not have, and how they want to be reached.

use super::clauses::{Clause, Subject, has, starts, whose, without_end, without_start};
use super::{Draft, fits};
use crate::memories::model::MemoryKind;

/// Words of liking; true of those that deny it.
const VERBS: &[(&str, bool)] = &[
    ("不太喜欢", true),
    ("不怎么喜欢", true),
    ("不是很喜欢", true),
    ("不喜欢", true),
    ("不爱吃", true),
    ("不爱喝", true),
    ("不爱用", true),
    ("不能吃", true),
    ("不能喝", true),
    ("不吃", true),
    ("不喝", true),
    ("讨厌", true),
    ("受不了", true),
    ("接受不了", true),
    ("don't like", true),
    ("do not like", true),
    ("don't eat", true),
    ("don't drink", true),
    ("hate", true),
    ("只喜欢", false),
    ("更喜欢", false),
    ("喜欢", false),
    ("偏爱", false),
    ("偏好", false),
    ("爱吃", false),
    ("爱喝", false),
    ("爱用", false),
    ("只吃", false),
    ("只喝", false),
    ("只用", false),
    ("只穿", false),
    ("prefer", false),
    ("like", false),
    ("love", false),
];
const FILLERS: &[&str] = &[
    "就", "还是", "还", "比较", "最", "特别", "很", "都", "平时", "一般", "从来", "一直", "真的",
    "也", "确实", "向来", "非常", "超级", "蛮", "挺", "本来", "现在", "really", "do", "家", "从小",
];
/// Nothing that could be liked another time.
const NO_OBJECT: &[&str] = &[
    "这", "那", "它", "你", "您", "就", "可以", "能", "了", "过", "上", "退", "怎么", "什么", "哪",
    "看", "的话", "亏", "人", "听", "说", "有人", "别人", "他", "她", "it", "this", "that", "your",
    "you", "to ", "the ",
];
const NOT_WITHIN: &[&str] = &[
    "你们",
    "您",
    "客服",
    "机器人",
    "等着",
    "退货",
    "退款",
    "服务",
    "快递",
    "吗",
];
const DEGREE: &[&str] = &[
    "太", "很", "特别", "过于", "比较", "那么", "非常", "有点", "更", "最",
];
/// Words of who asks for a thing now.
const WISHES: &[&str] = &["would like", "i'd like"];

/// 不喜欢太甜的, 我只喝无糖的, 我妈不吃辣.
pub(super) fn preference(clause: &Clause) -> Option<Draft> {
    let text = clause.text.as_str();
    if clause.asks || clause.is_past() || has(text, WISHES) {
        return None;
    }
    let (at, verb, denied) = VERBS
        .iter()
        .filter_map(|(verb, denied)| Some((text.find(verb)?, *verb, *denied)))
        .min_by_key(|(at, verb, _)| (*at, usize::MAX - verb.len()))?;
    let (before, rest) = (text.get(..at)?, text.get(at + verb.len()..)?);
    let (subject, between) = clause
        .who(before)
        .unwrap_or((Subject::Writer, before.trim()));
    let object = without_end(rest, &["了", "啊", "呢", "哦", "呀", "哈"]);
    let plain = without_end(without_start(object, DEGREE), &["的"]);
    let fine = without_start(between, FILLERS).is_empty()
        && !starts(object, NO_OBJECT)
        && !has(object, NOT_WITHIN)
        && (1..=12).contains(&plain.chars().count())
        && fits(object);
    let english = verb.is_ascii();
    let value = if english {
        format!("{verb} {object}")
    } else {
        format!("{verb}{object}")
    };
    let whose = whose(subject)?;
    fine.then(|| Draft {
        denied,
        ..Draft::new(MemoryKind::Preference, whose, plain, value)
    })
}

const NEVER: &[&str] = &[
    "别",
    "不要",
    "请勿",
    "不想",
    "不希望",
    "不方便",
    "不准",
    "don't",
    "do not",
    "never",
];
const CHANNELS: &[(&str, &str, &[&str])] = &[
    (
        "电话",
        "contact:call",
        &[
            "打电话",
            "打我电话",
            "电话联系",
            "来电",
            "接电话",
            "打给我",
            "call me",
            "phone me",
        ],
    ),
    ("短信", "contact:text", &["发短信", "短信通知", "text me"]),
    (
        "邮件",
        "contact:mail",
        &["发邮件", "发邮箱", "email me", "e-mail me"],
    ),
    (
        "推销",
        "contact:offers",
        &["推送", "发广告", "推销", "营销", "发优惠", "send me ads"],
    ),
];
const NOT_TO_ME: &[&str] = &[
    "给他",
    "给她",
    "给别人",
    "给商家",
    "给快递",
    "为什么",
    "怎么",
    "是不是",
    "什么",
];

/// 别给我打电话, 以后可以打电话.
pub(super) fn contact(clause: &Clause) -> Option<Draft> {
    let text = clause.text.as_str();
    if has(text, NOT_TO_ME) {
        return None;
    }
    let (name, about, at) = CHANNELS.iter().find_map(|(name, about, words)| {
        let at = words.iter().find_map(|word| text.find(word))?;
        Some((*name, *about, at))
    })?;
    let before = text.get(..at)?;
    let never = NEVER.iter().filter_map(|word| before.rfind(word)).max();
    let near = never.is_some_and(|place| {
        before
            .get(place..)
            .is_some_and(|between| between.chars().count() <= 10)
    });
    let lets = never.is_none() && !clause.asks && has(before, &["可以", "方便"]);
    let subject = clause.who(before).map(|(subject, _)| subject);
    let mine = !matches!(subject, Some(Subject::Kin(_)));
    if !mine || !(near || lets) {
        return None;
    }
    let value = if near {
        format!("不要{}", wish(name))
    } else {
        format!("可以{}", wish(name))
    };
    Some(Draft {
        about,
        denied: near,
        ..Draft::new(MemoryKind::Preference, "", name, value)
    })
}

fn wish(channel: &str) -> &'static str {
    match channel {
        "电话" => "打电话",
        "短信" => "发短信",
        "邮件" => "发邮件",
        _ => "推销",
    }
}
