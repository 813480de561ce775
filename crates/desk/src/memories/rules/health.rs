//! What somebody must avoid, and what they are.

use jiff::civil::DateTime;
use shanying_language::extract::{Catalogue, Kind, Value, kin, recognise};

use super::clauses::{Clause, Subject, has, starts, subject, whose, without_end, without_start};
use super::{Draft, fits};
use crate::memories::model::MemoryKind;

const ALLERGY: &[&str] = &["过敏", "不耐受"];
/// Behind 过敏 they make another word of it, or speak of others.
const NO_ALLERGY_BEHIND: &[&str] = &[
    "药",
    "源",
    "原",
    "测试",
    "期",
    "险",
    "的人",
    "人群",
    "者",
    "反应",
    "性",
    "肌",
    "皮",
    "怎么办",
    "史",
    "了",
    "过",
];
const NO_ALLERGY_BEFORE: &[&str] = &[
    "怕",
    "担心",
    "引起",
    "导致",
    "防",
    "抗",
    "以免",
    "避免",
    "造成",
    "预防",
    "会不会",
    "有没有",
];
const DEGREE: &[&str] = &[
    "会",
    "都",
    "就",
    "也",
    "很",
    "特别",
    "严重",
    "非常",
    "有点",
    "有些",
    "比较",
    "轻微",
    "轻度",
    "重度",
    "极度",
    "老是",
    "总是",
    "是",
    "一直",
    "从小",
    "天生",
    "真的",
    "一吃就",
    "一用就",
    "一碰就",
    "容易",
    "动不动",
];
const DENIALS: &[&str] = &["不会", "没有", "并不", "不", "没"];
const TOUCHES: &[&str] = &[
    "接触", "吃", "喝", "用", "碰", "闻", "涂", "抹", "戴", "沾", "摸", "擦",
];
/// No substance.
const NOTHING: &[&str] = &[
    "什么", "这个", "那个", "这款", "它", "任何", "皮肤", "脸", "东西", "产品", "体质", "所有",
    "谁", "换季", "季节", "你", "我", "他", "她", "吗", "呢", "能", "不", "会", "没", "经常", "老",
    "最近", "昨天", "的",
];
const SUBSTANCE_ENDS: &[&str] = &[
    "类的东西",
    "的东西",
    "的产品",
    "类产品",
    "类食物",
    "类食品",
    "这类",
    "之类的",
    "制品",
    "成分",
    "类的",
    "类",
    "的",
];

/// Allergies of a clause: 我对花生和海鲜过敏, 我妈吃芒果会过敏, 我酒精过敏.
pub(super) fn allergies(clause: &Clause, words: &Catalogue) -> Vec<Draft> {
    let text = clause.text.as_str();
    let Some((end, (before, behind))) = ALLERGY
        .iter()
        .find_map(|end| Some((*end, text.split_once(end)?)))
    else {
        return Vec::new();
    };
    if starts(behind, NO_ALLERGY_BEHIND)
        || has(before, NO_ALLERGY_BEFORE)
        || clause.is_past()
        || !clause.states(behind)
    {
        return Vec::new();
    }
    let stem = without_end(before, DEGREE);
    let shorter = DENIALS.iter().find_map(|word| stem.strip_suffix(word));
    let denied = shorter.is_some();
    let stem = without_end(shorter.unwrap_or(stem), DEGREE);
    let Some((subject, substances)) = substances(clause, stem, behind) else {
        return Vec::new();
    };
    let Some(whose) = whose(subject) else {
        return Vec::new();
    };
    let drafts = substances
        .into_iter()
        .filter(|substance| !is_ware(substance, words))
        .map(|substance| {
            let value = match (end, denied) {
                ("不耐受", false) => format!("{substance}不耐受"),
                (_, false) => format!("对{substance}过敏"),
                (_, true) => format!("对{substance}不过敏"),
            };
            Draft {
                denied,
                ..Draft::new(MemoryKind::Allergy, whose, substance, value)
            }
        });
    drafts.collect()
}

fn substances<'a>(clause: &Clause, stem: &'a str, behind: &str) -> Option<(Subject, Vec<&'a str>)> {
    let named = stem
        .rsplit_once("对于")
        .or_else(|| stem.rsplit_once('对'))
        .filter(|(_, list)| !list.starts_with('了'));
    let (subject, list) = if let Some((head, list)) = named {
        match clause.who(head) {
            Some((subject, _)) => (subject, list),
            // Nobody is named: it is who writes, unless it speaks of people in general.
            None if behind.trim().is_empty() && !clause.asks => (Subject::Writer, list),
            None => return None,
        }
    } else {
        let stem = stem.strip_prefix("对了").unwrap_or(stem);
        // 海鲜过敏 alone answers what was asked.
        let lone = behind.trim().is_empty() && !clause.asks && stem.chars().count() <= 5;
        let (subject, list) = clause
            .who(stem)
            .or(lone.then_some((Subject::Writer, stem)))?;
        let list = without_start(list, DEGREE);
        let list = TOUCHES
            .iter()
            .find_map(|verb| list.strip_prefix(verb))
            .map_or(list, |list| without_start(list, &["了", "到", "过"]));
        (subject, list)
    };
    let substances = split(list);
    (!substances.is_empty()).then_some((subject, substances))
}

/// Whether it is a sort of goods, which nobody is allergic to as such: 用面膜过敏.
fn is_ware(word: &str, words: &Catalogue) -> bool {
    let slots = recognise(word, DateTime::default(), words);
    slots.iter().any(|slot| {
        let ware = |kind: &str| kind == "category" || kind == "product";
        slot.span.len() == word.len() && matches!(&slot.kind, Kind::Entry(kind) if ware(kind))
    })
}

/// The substances of a list that are some.
pub(super) fn split(list: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = vec![list];
    for joint in ["、", "以及", "还有", "和", "跟", "与", "及", "或者", "或"] {
        parts = parts.iter().flat_map(|part| part.split(joint)).collect();
    }
    let mut found: Vec<&str> = Vec::new();
    for part in parts {
        let part = without_start(part, &["含有", "含", "各种", "一些", "有", "都"]);
        let part = without_end(without_end(part, SUBSTANCE_ENDS), DEGREE);
        let short = (1..=8).contains(&part.chars().count());
        if short && !has(part, NOTHING) && kin(part).is_empty() && !found.contains(&part) {
            found.push(part);
        }
    }
    found
}

/// Skins, which exclude one another: the one spelling, and its words.
const SKINS: &[(&str, &[&str])] = &[
    (
        "混合性",
        &[
            "混合性皮肤",
            "混合皮",
            "混合肌",
            "混合性",
            "混油皮",
            "混干皮",
            "混油",
            "混干",
            "combination skin",
        ],
    ),
    (
        "干性",
        &[
            "干性皮肤",
            "干性肌肤",
            "大干皮",
            "干皮",
            "干性",
            "沙漠皮",
            "dry skin",
        ],
    ),
    (
        "油性",
        &[
            "油性皮肤",
            "油性肌肤",
            "大油皮",
            "大油田",
            "油皮",
            "油性",
            "oily skin",
        ],
    ),
    ("中性", &["中性皮肤", "中性肌肤", "中性皮", "normal skin"]),
];
/// Skins that others go with.
const TEMPERS: &[(&str, &[&str])] = &[
    (
        "敏感肌",
        &[
            "敏感性皮肤",
            "敏感性肌肤",
            "敏感肌肤",
            "敏感皮肤",
            "敏感肌",
            "敏感皮",
            "敏皮",
            "敏肌",
            "容易过敏",
            "过敏体质",
            "过敏性皮肤",
            "sensitive skin",
        ],
    ),
    (
        "痘痘肌",
        &[
            "痘痘肌",
            "痘痘皮",
            "痘肌",
            "痘皮",
            "容易长痘",
            "爱长痘",
            "acne-prone skin",
        ],
    ),
];
/// `皮肤比较干`: the word alone says it behind 皮肤.
const OF_SKIN: &[(&str, &str)] = &[
    ("干", "干性"),
    ("油", "油性"),
    ("敏感", "敏感肌"),
    ("中性", "中性"),
];
/// Words between who and what.
const FILLERS: &[&str] = &[
    "是属于",
    "属于",
    "算是",
    "一直是",
    "本来就是",
    "天生",
    "从小",
    "就是",
    "也是",
    "都是",
    "是",
    "的皮肤",
    "皮肤",
    "的肤质",
    "肤质",
    "的脸",
    "脸",
    "比较",
    "有点",
    "有些",
    "偏",
    "很",
    "特别",
    "超级",
    "非常",
    "现在",
    "目前",
    "也",
    "这种",
    "那种",
    "一个",
    "一名",
    "一位",
    "个",
    "典型的",
    "典型",
    "真的",
    "重度",
    "轻度",
    "还在",
    "正在",
    "在",
    "已经",
    "家",
    "我",
    "这边",
    "呢",
    "嘛",
    "'m",
    "am",
    "have",
    "has",
    "is",
    "got",
    "very",
    "really",
    "a",
    "an",
];
/// Whose health must be asked after: these need no 是.
const BARE: &[&str] = &["孕妇", "哺乳期", "备孕"];

/// What somebody is: 我是干皮, 我怀孕了, 我是学生. `words` are the values that the trade knows.
pub(super) fn traits(clause: &Clause, words: &Catalogue) -> Vec<Draft> {
    if clause.is_past() {
        return Vec::new();
    }
    let text = clause.text.as_str();
    let mut found: Vec<Draft> = Vec::new();
    for (list, about) in [(SKINS, "skin"), (TEMPERS, "")] {
        for (name, spellings) in list {
            let draft = spellings
                .iter()
                .find_map(|word| told(clause, text.find(word)?, word.len(), (*name, about)));
            found.extend(draft);
        }
    }
    // 混油皮 holds 油皮.
    if found.len() > 1 && has(text, &["混油", "混干"]) {
        found.retain(|draft| draft.thing != "油性" && draft.thing != "干性");
    }
    if found.is_empty() {
        found.extend(of_skin(clause));
    }
    // The trade's words are looked for only where somebody is spoken of.
    let named = clause.inherited.is_some() || subject(text).is_some();
    if found.is_empty() && named {
        for slot in recognise(text, DateTime::default(), words) {
            let (Kind::Entry(kind), Value::Text(value)) = (&slot.kind, &slot.value) else {
                continue;
            };
            let said = text.get(slot.span.clone()).unwrap_or_default();
            let others = !kin(said).is_empty() || value.contains('送');
            if kind == "suits" && !others && !slot.corrected {
                let length = slot.span.len();
                found.extend(told(clause, slot.span.start, length, (value.as_str(), "")));
            }
        }
    }
    found.truncate(2);
    found
}

/// A trait at a place, if the words around it say that somebody is so.
fn told(
    clause: &Clause,
    at: usize,
    length: usize,
    (name, about): (&str, &'static str),
) -> Option<Draft> {
    let text = clause.text.as_str();
    let (before, behind) = (text.get(..at)?, text.get(at + length..)?);
    let named = clause.who(before);
    let (subject, between) = named.unwrap_or((Subject::Writer, before.trim()));
    let denied = ["不是", "不算", "不属于", "并非", "没有", "没", "not"]
        .iter()
        .find(|word| between.contains(**word));
    let between = denied.map_or_else(|| between.to_owned(), |word| between.replace(word, ""));
    if !without_start(&between, FILLERS).is_empty() {
        return None;
    }
    let plain = name.ends_with(['性', '肌']) || BARE.contains(&name);
    // Nobody is named: only 皮肤很干 and 是干皮 say of whom, and only when nothing is asked.
    let says = if named.is_none() {
        !before.trim().is_empty() && without_end(behind, &["的", "了", "啊", "哦"]).is_empty()
    } else {
        plain || !between.trim().is_empty() || denied.is_some()
    };
    let lone = named.is_none() && clause.asks;
    let behind = behind.strip_prefix("皮肤").unwrap_or(behind);
    (says && !lone && clause.states(behind)).then_some(())?;
    let whose = whose(subject)?;
    let value = if denied.is_some() {
        format!("不是{name}")
    } else {
        name.to_owned()
    };
    Some(Draft {
        about: if denied.is_some() { "" } else { about },
        denied: denied.is_some(),
        ..Draft::new(MemoryKind::Trait, whose, name, value)
    })
}

/// `我皮肤比较干`.
fn of_skin(clause: &Clause) -> Option<Draft> {
    let (at, word) = ["皮肤", "肤质", "脸"]
        .iter()
        .find_map(|word| Some((clause.text.find(word)?, *word)))?;
    let rest = clause.text.get(at + word.len()..)?;
    let rest = without_start(
        rest,
        &[
            "是", "比较", "有点", "有些", "偏", "很", "特别", "非常", "超级", "一直", "都", "挺",
            "上",
        ],
    );
    let (word, name) = OF_SKIN.iter().find(|(word, _)| rest.starts_with(word))?;
    let before = clause.text.get(..at)?;
    let (subject, between) = clause.who(before)?;
    let behind = rest.strip_prefix(word)?;
    let behind = without_start(behind, &["性", "燥", "肌", "型"]);
    let stated = without_start(between, &["的", "整个"]).is_empty() && clause.states(behind);
    let about = if *name == "敏感肌" { "" } else { "skin" };
    let draft = Draft {
        about,
        ..Draft::new(MemoryKind::Trait, whose(subject)?, name, (*name).to_owned())
    };
    (stated && fits(&draft.value)).then_some(draft)
}

/// The one spelling of a skin, for what the staff writes.
pub(super) fn skin(value: &str) -> Option<(&'static str, &'static str)> {
    [(SKINS, "skin"), (TEMPERS, "")]
        .into_iter()
        .flat_map(|(list, about)| list.iter().map(move |one| (one, about)))
        .find(|((name, spellings), _)| *name == value || spellings.contains(&value))
        .map(|((name, _), about)| (*name, about))
}
