//! What should not go out like this: held against the words of the house, the knowledge, the limit
//! of the customer's grade, and what must stay private.

use jiff::civil::DateTime;
use shanying_bot::EntryRef;
use shanying_language::contrast::{Matter, disagreements};
use shanying_language::extract::{Catalogue, Kind, Value, recognise};
use shanying_language::normalise::normalise_text;
use shanying_language::segment::Segmenter;

use crate::assist::model::{AssistSettings, Risk};

/// Words that give something away; what a refund pays back is no gift.
const GIVES: [&str; 13] = [
    "赔",
    "补偿",
    "红包",
    "返现",
    "送您",
    "送你",
    "送一张",
    "给您一张",
    "补您",
    "补你",
    "给您补",
    "另外给您",
    "compensat",
];
/// Words of what only its owner may know.
const SECRETS: [&str; 6] = [
    "验证码",
    "密码",
    "cvv",
    "安全码",
    "verification code",
    "password",
];
const ASKS_FOR: [&str; 12] = [
    "告诉",
    "发我",
    "发给",
    "发一下",
    "提供",
    "报一下",
    "说一下",
    "给我",
    "念",
    "tell me",
    "send me",
    "give me",
];
/// Words that lead away from where the company can see.
const LEAVES: [&str; 9] = [
    "加我微信",
    "加微信",
    "加个微信",
    "加qq",
    "私下转账",
    "私下",
    "个人账户",
    "转到我",
    "add me on",
];
const DENIES: [&str; 10] = [
    "不要",
    "别",
    "勿",
    "不会",
    "千万",
    "不用",
    "无需",
    "不需要",
    "never",
    "don't",
];
/// So many characters in a row of an internal entry are its words and no chance.
const LEAK: usize = 10;

/// An entry that bears on the matter.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    /// Which.
    pub entry: EntryRef,
    /// Its answer in plain words.
    pub answer: String,
    /// Whether customers may not see it.
    pub internal: bool,
}

/// What a reply is held against.
pub(crate) struct Ground<'a> {
    /// The words of the house.
    pub settings: &'a AssistSettings,
    /// Entries that bear on the matter.
    pub known: &'a [Known],
    /// What the customer may still be given, in minor units.
    pub left: i64,
    /// What the customer wrote.
    pub customer: &'a [String],
    /// For cutting words.
    pub segmenter: &'a Segmenter,
}

/// What should not go out like this; what stops first.
pub(crate) fn risks(said: &str, ground: &Ground<'_>) -> Vec<Risk> {
    let folded = normalise_text(said);
    let mut found = Vec::new();
    listed(
        &folded,
        &ground.settings.banned_words,
        ("banned", true),
        &mut found,
    );
    listed(
        &folded,
        &ground.settings.promise_words,
        ("promise", false),
        &mut found,
    );
    for clause in clauses(said) {
        guarded(clause, &SECRETS, Some(&ASKS_FOR), "secret", &mut found);
        guarded(clause, &LEAVES, None, "leaves", &mut found);
        gifts(clause, ground.left, &mut found);
    }
    numbers(said, ground.customer, &mut found);
    for known in ground.known {
        if known.internal {
            leaks(&folded, known, &mut found);
        } else {
            differs(said, known, ground.segmenter, &mut found);
        }
    }
    found.sort_by_key(|risk| !risk.stops);
    found.dedup_by(|a, b| a.code == b.code && a.said == b.said);
    found
}

fn risk(code: &str, stops: bool, said: &str) -> Risk {
    Risk {
        code: code.to_owned(),
        stops,
        said: said.to_owned(),
        against: String::new(),
        entry: None,
    }
}

/// Words of a list, unless they are denied just before: `不保证`.
fn listed(folded: &str, words: &[String], (code, stops): (&str, bool), found: &mut Vec<Risk>) {
    for word in words {
        let spelling = normalise_text(word);
        let stands = folded.match_indices(&spelling).any(|(at, _)| {
            let before = folded.get(..at).unwrap_or_default();
            !spelling.is_empty() && !before.ends_with(['不', '未', '没'])
        });
        if stands {
            found.push(risk(code, stops, word));
        }
    }
}

fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split(['，', ',', '。', '！', '!', '？', '?', '；', ';', '\n'])
        .map(str::trim)
        .filter(|clause| !clause.is_empty())
}

/// Words that must not be said in a clause that does not warn of them.
fn guarded(clause: &str, words: &[&str], with: Option<&[&str]>, code: &str, found: &mut Vec<Risk>) {
    let lower = clause.to_lowercase();
    let has = |list: &[&str]| list.iter().any(|word| lower.contains(word));
    if has(words) && with.is_none_or(has) && !has(&DENIES) {
        found.push(risk(code, true, clause));
    }
}

/// What is given in a clause, above what is left of the grade's limit.
fn gifts(clause: &str, left: i64, found: &mut Vec<Risk>) {
    let lower = clause.to_lowercase();
    if !GIVES.iter().any(|word| lower.contains(word)) {
        return;
    }
    let slots = recognise(clause, DateTime::default(), &Catalogue::default());
    let most = slots
        .iter()
        .filter_map(|slot| match &slot.value {
            Value::Money { min, max, .. } => max.or(*min),
            _ => None,
        })
        .max();
    if most.is_some_and(|amount| amount > left) {
        found.push(Risk {
            against: left.to_string(),
            ..risk("compensation", true, clause)
        });
    }
}

/// Numbers of a person that the customer did not write themselves.
fn numbers(said: &str, customer: &[String], found: &mut Vec<Risk>) {
    for slot in recognise(said, DateTime::default(), &Catalogue::default()) {
        let (Kind::Phone | Kind::IdCard | Kind::BankCard, Value::Private { text, masked }) =
            (&slot.kind, &slot.value)
        else {
            continue;
        };
        // A hotline is for everybody.
        let own = customer.iter().any(|words| words.contains(text.as_str()));
        let hotline = text.starts_with("400") || text.starts_with("800") || text.len() < 11;
        let public = slot.kind == Kind::Phone && hotline;
        if !own && !public {
            found.push(risk("number", false, masked));
        }
    }
}

/// What an entry for agents alone says, word for word.
fn leaks(folded: &str, known: &Known, found: &mut Vec<Risk>) {
    let answer = normalise_text(&known.answer);
    let letters: Vec<char> = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    let answer: String = answer.chars().filter(|c| c.is_alphanumeric()).collect();
    let leak = letters
        .windows(LEAK)
        .map(|run| run.iter().collect::<String>())
        .find(|run| answer.contains(run.as_str()));
    if let Some(words) = leak {
        found.push(Risk {
            entry: Some(known.entry.clone()),
            ..risk("internal", true, &words)
        });
    }
}

/// Numbers that the knowledge tells otherwise.
fn differs(said: &str, known: &Known, segmenter: &Segmenter, found: &mut Vec<Risk>) {
    let other = disagreements(&known.answer, said, segmenter)
        .into_iter()
        .find(|one| one.matter == Matter::Number);
    if let Some(other) = other {
        found.push(Risk {
            against: other.first,
            entry: Some(known.entry.clone()),
            ..risk("differs", false, &other.second)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(said: &str, known: &[Known]) -> Vec<String> {
        let settings = AssistSettings::default();
        let ground = Ground {
            settings: &settings,
            known,
            left: 2000,
            customer: &["我的电话13900001111".to_owned()],
            segmenter: &Segmenter::default(),
        };
        let found = risks(said, &ground);
        found.into_iter().map(|risk| risk.code).collect()
    }

    #[test]
    fn what_should_not_be_said_is_named() {
        let table: [(&str, &[&str]); 14] = [
            ("您好，已经为您登记，今天发出。", &[]),
            ("这款最有效，用了都说好", &["banned"]),
            ("我保证明天到", &["promise"]),
            ("这个我不保证", &[]),
            ("给您补偿50元", &["compensation"]),
            ("另外给您10元券", &[]),
            ("满199减20的券可以用", &[]),
            ("128元全额退给您", &[]),
            ("请把验证码告诉我", &["secret"]),
            ("验证码和密码千万不要发给别人", &[]),
            ("您加我微信细说", &["leaves"]),
            ("同事电话是13812345678", &["number"]),
            ("您的电话13900001111对吗", &[]),
            ("热线400-820-8820", &[]),
        ];
        for (said, wanted) in table {
            assert_eq!(codes(said, &[]), wanted, "{said}");
        }
    }

    #[test]
    fn what_contradicts_the_knowledge_or_is_internal_is_named() {
        let known = |answer: &str, internal| Known {
            entry: EntryRef {
                entry_id: "ent_1".into(),
                question: "退款多久到账".into(),
            },
            answer: answer.into(),
            internal,
        };
        let refund = [known("信用卡退款3到7个工作日到账。", false)];
        assert_eq!(codes("信用卡退款1个工作日到账", &refund), ["differs"]);
        assert_eq!(
            codes("信用卡退款3到7个工作日到账", &refund),
            Vec::<String>::new()
        );
        let secret = [known("客服自行承诺上限50元（券或积分），主管300元。", true)];
        assert_eq!(codes("我们客服自行承诺上限50元的", &secret), ["internal"]);
        assert_eq!(codes("我帮您申请一下", &secret), Vec::<String>::new());
    }
}
