//! Sizes, who lives with somebody, what they use, what went wrong.

use jiff::civil::DateTime;
use shanying_language::extract::{Catalogue, Kind, Value, recognise};

use super::clauses::{Clause, Subject, has, starts, subject, whose, without_end, without_start};
use super::{Draft, fits};
use crate::memories::model::MemoryKind;

const WEARS: &[&str] = &["穿", "码数", "尺码", "鞋码", "脚", "戴", "wear"];
/// Words of an order, which says nothing of who orders.
const ORDERS: &[&str] = &[
    "要", "想", "换", "买", "拍", "发", "应该", "推荐", "还有", "下单", "试",
];
const FIT: &[&str] = &["大", "小", "紧", "松", "不合", "合适", "刚好", "短", "长"];

/// What is worn beside a top, with what it is called and its own size.
const GARMENTS: &[(&str, &str, &str)] = &[
    ("裤", "裤子", "size:trousers"),
    ("裙", "裙子", "size:skirt"),
    ("内衣", "内衣", "size:underwear"),
    ("戒指", "戒指", "size:ring"),
];

/// 我穿L码, 我脚是42码, 我身高165.
pub(super) fn sizes(clause: &Clause) -> Vec<Draft> {
    let text = clause.text.as_str();
    let mut found: Vec<Draft> = ["身高", "体重"]
        .into_iter()
        .filter_map(|word| measure(clause, word))
        .collect();
    if !has(text, WEARS) {
        return found;
    }
    for slot in recognise(text, DateTime::default(), &Catalogue::default()) {
        let (Kind::Size, Value::Text(size)) = (&slot.kind, &slot.value) else {
            continue;
        };
        let before = text.get(..slot.span.start).unwrap_or_default();
        let behind = text.get(slot.span.end..).unwrap_or_default();
        let said = text.get(slot.span.clone()).unwrap_or_default();
        let named = clause.who(before).filter(|(_, between)| {
            has(between, WEARS) && !has(between, ORDERS) && between.chars().count() <= 12
        });
        let Some((subject, _)) = named else {
            continue;
        };
        if slot.negated || clause.asks || has(behind, FIT) || clause.is_past() {
            continue;
        }
        let shoes =
            has(before, &["脚", "鞋"]) || size.parse::<f64>().is_ok_and(|number| number >= 34.0);
        let about = if shoes { "size:shoes" } else { "size" };
        let garment = GARMENTS.iter().find(|(word, _, _)| before.contains(word));
        let (worn, about) = garment.map_or(("", about), |(_, worn, about)| (*worn, *about));
        let value = if said.ends_with(['码', '号']) || said.starts_with("size") {
            format!("{worn}{}", said.to_uppercase())
        } else {
            format!("{worn}{}码", size.to_uppercase())
        };
        if let Some(whose) = whose(subject) {
            found.push(Draft {
                about,
                ..Draft::new(MemoryKind::Size, whose, &format!("{worn}{size}"), value)
            });
        }
    }
    found
}

fn measure(clause: &Clause, word: &'static str) -> Option<Draft> {
    let (before, behind) = clause.text.split_once(word)?;
    let behind = without_start(behind, &["是", "有", "大概", "差不多", "在", "只有"]);
    let figure = |c: char| c.is_ascii_digit() || c == '.';
    let digits = behind.len() - behind.trim_start_matches(figure).len();
    let (number, unit) = behind.split_at_checked(digits)?;
    let sound = number
        .parse::<f64>()
        .is_ok_and(|number| (1.0..=300.0).contains(&number));
    let unit = ["厘米", "公分", "cm", "米", "公斤", "千克", "kg", "斤"]
        .into_iter()
        .find(|one| unit.starts_with(one))
        .unwrap_or_default();
    let (subject, _) = clause.who(before)?;
    let about = if word == "身高" { "height" } else { "weight" };
    let thing = format!("{word}{number}{unit}");
    sound.then_some(Draft {
        about,
        ..Draft::new(MemoryKind::Size, whose(subject)?, &thing, thing.clone())
    })
}

/// Who may live with somebody: the one spelling with its words.
const LIVING: &[(&str, &[&str])] = &[
    ("猫", &["猫咪", "小猫", "猫", "cats", "cat"]),
    (
        "狗",
        &["狗狗", "小狗", "狗", "金毛", "泰迪", "柯基", "dogs", "dog"],
    ),
    ("兔子", &["兔子"]),
    ("仓鼠", &["仓鼠"]),
    ("宠物", &["宠物", "pets"]),
    (
        "孩子",
        &[
            "孩子",
            "小孩",
            "宝宝",
            "婴儿",
            "娃",
            "双胞胎",
            "儿子",
            "女儿",
            "children",
            "kids",
        ],
    ),
    ("老人", &["老人"]),
];
const KEEPS: &[&str] = &["养了", "养着", "养的", "养", "有", "have"];
const COUNTS: &str = "一二两三四五六七八九十几好多只条个位小大岁半刚出生满月的0123456789 ";
const AT_HOME: &[&str] = &[
    "我们家里",
    "我们家",
    "我家里",
    "我家",
    "家里",
    "家中",
    "我们",
    "我",
    "we",
    "i",
];

/// 我家有两只猫, 家里没养宠物, 我女儿3岁.
pub(super) fn household(clause: &Clause) -> Vec<Draft> {
    let mut found: Vec<Draft> = age(clause).into_iter().collect();
    let text = clause.text.as_str();
    for (name, words) in LIVING {
        let kept = words
            .iter()
            .find_map(|word| lives_there(clause, text.find(word)?, (*name, *word)));
        found.extend(kept);
    }
    found.truncate(3);
    found
}

fn lives_there(clause: &Clause, at: usize, (name, word): (&'static str, &str)) -> Option<Draft> {
    let (before, rest) = clause.text.split_at_checked(at)?;
    let behind = rest.strip_prefix(word)?;
    // The number, the verb, and who.
    let head = before.trim_end_matches(|c| COUNTS.contains(c));
    let count = before.strip_prefix(head)?.trim();
    let verb = KEEPS.iter().find(|verb| head.ends_with(**verb))?;
    let head = head.strip_suffix(verb)?;
    let denial = ["从来没有", "没有", "没", "不", "从没", "don't "]
        .iter()
        .find(|word| head.ends_with(**word));
    let head = denial.map_or(head, |word| head.strip_suffix(word).unwrap_or(head));
    let head = without_end(
        head,
        &[
            "现在", "还", "也", "都", "一共", "总共", "就", "只", "刚", "目前",
        ],
    );
    let home = AT_HOME.iter().any(|lead| head.ends_with(lead));
    let subject = match subject(head) {
        Some((subject, _)) => subject,
        None if home || (head.is_empty() && clause.inherited == Some(Subject::Writer)) => {
            Subject::Writer
        }
        None => return None,
    };
    let mine = subject == Subject::Writer && (home || head.is_empty());
    if !mine || !clause.states(behind) {
        return None;
    }
    // 没有两只猫 denies nothing that is worth knowing.
    let denied = denial.is_some();
    let value = if denied {
        format!("没有{name}")
    } else {
        format!("有{count}{word}")
    };
    let thing = if denied {
        name.to_owned()
    } else {
        format!("{count}{name}")
    };
    Some(Draft {
        about: about_home(name),
        denied,
        ..Draft::new(MemoryKind::Household, "", &thing, value)
    })
}

fn about_home(name: &str) -> &'static str {
    match name {
        "猫" => "home:cat",
        "狗" => "home:dog",
        "宠物" => "home:pet",
        _ => "",
    }
}

/// How old somebody is.
fn age(clause: &Clause) -> Option<Draft> {
    let text = clause.text.as_str();
    if !has(text, &["岁", "个月", "月龄", "year"]) {
        return None;
    }
    let slots = recognise(text, DateTime::default(), &Catalogue::default());
    let slot = slots.into_iter().find(|slot| slot.kind == Kind::Age)?;
    let (before, behind) = (text.get(..slot.span.start)?, text.get(slot.span.end..)?);
    let said = text.get(slot.span.clone())?;
    let exact = matches!(slot.value, Value::Amount { min, max, .. } if min == max);
    // 我3岁的女儿 is the daughter's age.
    let (who, between) = match subject(behind) {
        Some((kin @ Subject::Kin(_), _)) if behind.starts_with('的') => (kin, ""),
        _ => clause.who(before)?,
    };
    let fill = [
        "今年",
        "现在",
        "都",
        "已经",
        "才",
        "刚",
        "快",
        "是",
        "满",
        "也",
        "差不多",
    ];
    let plain = without_start(between, &fill).is_empty();
    let leads = behind.starts_with('的') && (!clause.asks || clause.who(before).is_some());
    let told = leads || clause.states(without_start(behind, &["多", "了", "半"]));
    let whose = whose(who)?;
    let kind = if whose.is_empty() {
        MemoryKind::Trait
    } else {
        MemoryKind::Household
    };
    (exact && plain && told && !clause.is_past()).then_some(Draft {
        about: "age",
        ..Draft::new(kind, whose, said, said.to_owned())
    })
}

const HABITS: &[&str] = &[
    "一直", "平时", "平常", "长期", "常年", "经常", "习惯", "每天", "天天", "从小", "always",
    "usually",
];
const USES: &[&str] = &[
    "使用",
    "用的都是",
    "用的是",
    "在用",
    "用",
    "吃的是",
    "喝的是",
    "开的是",
    "吃",
    "喝",
    "use",
];
const NO_OBJECT: &[&str] = &[
    "着", "得", "不", "了", "起来", "过", "完", "上", "下", "这", "那", "它", "你", "您", "于",
    "户", "法", "的", "心", "it", "this", "that", "your",
];

/// 我一直用兰蔻, 我用的是安卓手机.
pub(super) fn uses(clause: &Clause) -> Option<Draft> {
    if clause.asks || clause.is_past() {
        return None;
    }
    let text = clause.text.as_str();
    let (at, verb) = USES
        .iter()
        .filter_map(|verb| Some((text.find(verb)?, *verb)))
        .min_by_key(|(at, verb)| (*at, usize::MAX - verb.len()))?;
    let (before, object) = (text.get(..at)?, text.get(at + verb.len()..)?);
    let (subject, between) = clause.who(before)?;
    let says = verb.ends_with('是') || verb.starts_with('在') || has(between, HABITS);
    let fill = without_start(between, HABITS);
    let fill = without_start(
        fill,
        &[
            "都是", "都", "是", "在", "就", "也", "家", "现在", "目前", "'ve", "have",
        ],
    );
    let fill = without_start(fill, HABITS);
    let object = without_end(
        object,
        &[
            "的",
            "了",
            "啊",
            "呢",
            "这个牌子",
            "牌子的",
            "很久",
            "好几年",
            "好多年",
        ],
    );
    let object = object.trim();
    let fine = says && fill.is_empty() && !starts(object, NO_OBJECT) && fits(object);
    let value = if verb.ends_with('用') || verb.starts_with('用') || verb == "use" {
        object.to_owned()
    } else {
        format!("{}{object}", verb.trim_end_matches("的是"))
    };
    (fine && object.chars().count() >= 2)
        .then(|| Some(Draft::new(MemoryKind::Uses, whose(subject)?, object, value)))
        .flatten()
}

const WHEN: &[&str] = &[
    "上次",
    "上回",
    "上个月",
    "上周",
    "之前",
    "前几天",
    "昨天",
    "前天",
    "刚",
    "那次",
    "去年",
    "第一次",
    "last time",
    "the last one",
];
const GOT: &[&str] = &[
    "买", "收到", "拿", "用", "订", "发", "寄", "换", "穿", "吃", "的", "bought", "ordered", "one",
];
const DEFECTS: &[&str] = &[
    "漏水",
    "漏液",
    "漏油",
    "漏",
    "坏",
    "破",
    "碎",
    "裂",
    "发霉",
    "长霉",
    "掉色",
    "褪色",
    "变质",
    "有异味",
    "过敏",
    "起疹子",
    "红肿",
    "长痘",
    "发错",
    "少发",
    "漏发",
    "少了",
    "缺件",
    "过期",
    "脱胶",
    "开胶",
    "断了",
    "用不了",
    "不能用",
    "打不开",
    "充不进",
    "死机",
    "拉肚子",
    "太大",
    "太小",
    "不合适",
    "起球",
    "缩水",
    "掉毛",
    "生锈",
    "有划痕",
    "压扁",
    "没效果",
    "不好用",
    "leaked",
    "broke",
    "arrived damaged",
];

/// 上次买的漏水了.
pub(super) fn trouble(clause: &Clause) -> Option<Draft> {
    let text = clause.text.as_str();
    let (at, defect) = DEFECTS
        .iter()
        .filter_map(|word| Some((text.find(word)?, *word)))
        .min_by_key(|(at, word)| (*at, usize::MAX - word.len()))?;
    let (before, behind) = (text.get(..at)?, text.get(at + defect.len()..)?);
    let denied = ["没", "不", "没有", "不会", "未", "怕", "防"]
        .iter()
        .any(|word| before.ends_with(word));
    let time = WHEN.iter().any(|word| before.contains(word));
    if denied || !time || !has(before, GOT) || has(text, &["会不会", "有没有", "是否"]) {
        return None;
    }
    let who = subject(before).map_or(Subject::Writer, |(subject, _)| subject);
    // 你们上次发的漏了 is told by who bought it.
    let whose = match who {
        Subject::Other => "",
        other => whose(other)?,
    };
    let rest = without_start(behind, &["了", "掉", "的", "一个", "一瓶", "货"]);
    let asks = [
        "怎么", "能", "可以", "要", "我", "你们", "帮", "麻烦", "该", "这",
    ];
    if clause.asks && !starts(rest, &asks) {
        return None;
    }
    let end = at
        + defect.len()
        + if behind.starts_with('了') {
            '了'.len_utf8()
        } else {
            0
        };
    let value = without_start(
        text.get(..end)?,
        &["我", "你们", "其实", "因为", "但是", "就是", "而且"],
    );
    let thing = without_end(value, &["了"]);
    fits(value).then(|| Draft::new(MemoryKind::Trouble, whose, thing, value.to_owned()))
}
