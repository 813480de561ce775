//! Questions that no attribute answers, answered from the product's own words: the clause of its
//! description that speaks of what is asked, and where it stands.

use shanying_language::normalise::normalise_text;

use super::Verdict;
use super::doubts::{Doubt, units_of};

/// A clause of the description and what it says to the question.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Evidence {
    pub(super) verdict: Verdict,
    pub(super) said: String,
}

/// Said otherwise in descriptions.
const SAME: &[(&str, &str)] = &[
    ("一天", "每日"),
    ("每天", "每日"),
    ("一个星期", "每周"),
    ("一周", "每周"),
    ("一个月", "每月"),
    ("全脸都", "全脸"),
    ("往脸上", "对着脸"),
    ("洗脸", "洗"),
];

const FORBIDS: &[&str] = &[
    "不能",
    "不可",
    "不宜",
    "不得",
    "别用",
    "请别",
    "暂不",
    "禁用",
    "禁止",
    "忌用",
    "禁忌",
    "不建议",
    "不推荐",
    "避开",
    "避免",
    "不适合",
    "不适用",
    "不承保",
    "不予",
    "请勿",
    "勿",
    "除外",
    "不接待",
    "不收",
    "谢绝",
    "不要",
    "not ",
];
const CAREFUL: &[&str] = &[
    "慎",
    "先问",
    "先咨询",
    "请咨询",
    "遵医嘱",
    "少喝",
    "少吃",
    "少用",
    "提前告知",
    "医生",
    "酌情",
    "consult",
];
const ALLOWS: &[&str] = &[
    "适合", "适用", "可以", "可用", "能用", "都可", "也可", "均可", "面向", "推荐", "首选", "专为",
    "设计", "欢迎", "放心", "准备", "都能", "也能", "都赔", "友好", "suitable", "ideal", "for ",
];
/// Right before a thing they say that it is not there.
const DENIES: &[&str] = &[
    "不支持",
    "不含",
    "不带",
    "不需要",
    "不需",
    "不用",
    "不必",
    "不要求",
    "不提供",
    "不包括",
    "不包含",
    "不包",
    "不送",
    "没有",
    "不附",
    "不配",
    "不能",
    "不可",
    "免",
    "无",
    "无需",
    "0",
    "零",
    "no ",
    "not ",
    "without ",
];

/// The clause that speaks of it most; none where no clause has most of its words, or says neither
/// yes nor no.
pub(super) fn evidence(description: &str, doubt: &Doubt) -> Option<Evidence> {
    let mut best: Option<(usize, Evidence)> = None;
    let mut doubtful = false;
    let same = |text: &str| {
        SAME.iter()
            .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    };
    let doubt = &match doubt {
        Doubt::May(matter) => Doubt::May(same(matter)),
        Doubt::Has(matter) => Doubt::Has(same(matter)),
        Doubt::Can(matter) => Doubt::Can(same(matter)),
        Doubt::Amount(matter, units) => Doubt::Amount(same(matter), units.clone()),
        Doubt::Without(word) => Doubt::Without(word.clone()),
    };
    for clause in description.split(['。', '！', '？', '；', '，', ',', ';', '!', '\n']) {
        let plain = normalise_text(clause);
        let found = match doubt {
            Doubt::May(matter) => {
                shared(matter, &plain).and_then(|shared| Some((shared, may(&plain, &shared)?)))
            }
            Doubt::Has(matter) => {
                shared(matter, &plain).and_then(|shared| Some((shared, has(&plain, &shared)?)))
            }
            Doubt::Can(matter) => shared(matter, &plain).and_then(|shared| {
                let verdict = has(&plain, &shared)?;
                (verdict == Verdict::No).then_some((shared, verdict))
            }),
            Doubt::Amount(matter, units) => {
                amount(matter, units, &plain).map(|shared| (shared, Verdict::Value))
            }
            Doubt::Without(word) => left_out(word, &plain).map(|shared| (shared, Verdict::Value)),
        };
        let Some((shared, verdict)) = found else {
            continue;
        };
        // Two amounts of the same sort, and nothing in the question tells which: neither.
        let bare = matches!(doubt, Doubt::Amount(..)) && shared.found <= BARE;
        let as_good = |most: usize| shared.found == most;
        if bare && best.as_ref().is_some_and(|(most, _)| as_good(*most)) {
            doubtful = true;
        } else if best.as_ref().is_none_or(|(most, _)| shared.found > *most) {
            let said = clause.trim().to_owned();
            doubtful = false;
            best = Some((shared.found, Evidence { verdict, said }));
        }
    }
    best.filter(|_| !doubtful).map(|(_, evidence)| evidence)
}

/// A warning is passed on readily, a leave only where nearly all of what is meant stands there.
fn may(clause: &str, shared: &Shared) -> Option<Verdict> {
    const SPECIFIC: usize = 3;
    let has = |words: &[&str]| words.iter().any(|word| clause.contains(word));
    let warns = shared.is_most() || shared.longest >= SPECIFIC;
    if has(FORBIDS) {
        warns.then_some(Verdict::No)
    } else if has(CAREFUL) {
        warns.then_some(Verdict::Careful)
    } else {
        (shared.is_most() && has(ALLOWS)).then_some(Verdict::Yes)
    }
}

/// That it is not there may be passed on where a good part stands right behind the denial.
fn has(clause: &str, shared: &Shared) -> Option<Verdict> {
    const SPECIFIC: usize = 3;
    let before = clause.get(..shared.at).unwrap_or_default().trim_end();
    if DENIES.iter().any(|word| before.ends_with(word.trim_end())) {
        return (shared.is_most() || shared.longest >= SPECIFIC).then_some(Verdict::No);
    }
    shared.is_most().then_some(Verdict::Yes)
}

/// A clause that leaves something out in these words or the like.
fn left_out(word: &str, clause: &str) -> Option<Shared> {
    let kind = match word {
        "不赔" | "不保" | "不给保" | "不承保" => {
            &["不赔", "不保", "不承保", "不予", "免责"][..]
        }
        "不接" | "不收" => &["不接", "不收", "谢绝"],
        "不支持" => &["不支持"],
        _ => &["不包", "不含", "不送", "另付", "自理"],
    };
    let said = kind.iter().any(|word| clause.contains(word));
    said.then_some(Shared {
        found: 1,
        ..Shared::default()
    })
}

/// Whether a clause tells a number of one of these units.
fn counts(units: &[String], clause: &str) -> bool {
    clause.char_indices().any(|(at, c)| {
        let behind = clause.get(at + c.len_utf8()..).unwrap_or_default();
        let behind = behind.trim_start();
        is_numeral(c)
            && units.iter().any(|unit| {
                behind.strip_prefix(unit.as_str()).is_some_and(|rest| {
                    // `6L` is no number of lines: an ASCII unit ends there.
                    !unit.is_ascii()
                        || !rest.starts_with(|c: char| c.is_ascii_alphabetic() && c != 's')
                })
            })
    })
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "一二两三四五六七八九十百半".contains(c)
}

/// What a clause has that only counts in the right unit.
const BARE: usize = 1;

/// A clause that tells an amount of what is asked: a number, with a unit that was asked for or two
/// characters of the question beside it.
fn amount(matter: &str, units: &[String], clause: &str) -> Option<Shared> {
    let counted = counts(units, clause);
    match shared(matter, clause) {
        Some(shared) if counted || clause.contains(is_numeral) && shared.found >= 2 => {
            let found = shared.found + usize::from(counted);
            Some(Shared { found, ..shared })
        }
        None if counted => Some(Shared {
            found: BARE,
            ..Shared::default()
        }),
        _ => None,
    }
}

/// Whether words that were found for a question after a size answer it: not where it names a sort
/// of units (`多重`) and they are of another.
pub(super) fn is_of_unit(text: &str, words: &str) -> bool {
    let plain = normalise_text(text);
    let units: Vec<String> = units_of(&plain)
        .iter()
        .map(|unit| (*unit).to_owned())
        .collect();
    units.is_empty() || counts(&units, &normalise_text(words))
}

/// What a clause has of the words of a question.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Shared {
    /// Characters in runs of two and more, and of how many.
    found: usize,
    all: usize,
    /// Characters of the longest run.
    longest: usize,
    /// Where the first run begins in the clause.
    at: usize,
}

impl Shared {
    fn is_most(&self) -> bool {
        const ENOUGH: f64 = 0.65;
        self.found as f64 >= ENOUGH * self.all as f64
    }
}

/// The runs of two characters and more that a clause shares with a matter; none if there are none.
fn shared(matter: &str, clause: &str) -> Option<Shared> {
    let characters: Vec<(usize, char)> = matter.char_indices().collect();
    let said = |c: &(usize, char)| c.1.is_alphanumeric() && c.1 != '的';
    let mut shared = Shared {
        all: characters.iter().filter(|c| said(c)).count(),
        at: usize::MAX,
        ..Shared::default()
    };
    let mut from = 0;
    while from < characters.len() {
        let run = (from + 2..=characters.len()).rev().find_map(|to| {
            let start = characters.get(from)?.0;
            let end = characters.get(to).map_or(matter.len(), |c| c.0);
            let place = clause.find(matter.get(start..end)?)?;
            Some((to, place))
        });
        let Some((to, place)) = run else {
            from += 1;
            continue;
        };
        let run = characters
            .iter()
            .take(to)
            .skip(from)
            .filter(|c| said(c))
            .count();
        shared.found += run;
        shared.longest = shared.longest.max(run);
        shared.at = shared.at.min(place);
        from = to;
    }
    (shared.found > 0).then_some(shared)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::products::ask::doubts::doubts;

    #[test]
    fn the_clause_that_speaks_of_it_decides() {
        let told = |description: &str, question: &str| {
            let doubts = doubts(question);
            let found = doubts.iter().find_map(|doubt| evidence(description, doubt));
            found.map(|evidence| (evidence.verdict, evidence.said))
        };
        let coffee = "速溶挂耳咖啡，心悸、胃溃疡的人少喝，晚上请避免饮用。产地云南。";
        assert_eq!(
            told(coffee, "胃溃疡的人能喝吗"),
            Some((Verdict::Careful, "心悸、胃溃疡的人少喝".to_owned()))
        );
        assert_eq!(told(coffee, "高血压的人能喝吗"), None);
        let phone = "电池 6000mAh，字大声音响。不支持无线充电。支持双卡。";
        assert_eq!(
            told(phone, "有无线充电吗"),
            Some((Verdict::No, "不支持无线充电".to_owned()))
        );
        assert_eq!(
            told(phone, "支持双卡吗"),
            Some((Verdict::Yes, "支持双卡".to_owned()))
        );
        assert_eq!(told(phone, "有指纹解锁吗"), None);
        assert_eq!(
            told(phone, "能放充电板上无线充吗"),
            Some((Verdict::No, "不支持无线充电".to_owned()))
        );
        let cleaner = "尘杯 0.6L，续航 35 分钟，价格 1599 元。";
        assert_eq!(
            told(cleaner, "充满电能洗多长时间"),
            Some((Verdict::Value, "续航 35 分钟".to_owned()))
        );
        assert_eq!(told(cleaner, "机器有多重"), None);
        // Of two times neither is meant more than the other.
        assert_eq!(told("续航 35 分钟，充电 4 小时", "能洗多久"), None);
        assert_eq!(
            told("上门保洁 4 小时，不含擦外窗", "有啥活是不包的"),
            Some((Verdict::Value, "不含擦外窗".to_owned()))
        );
    }
}
