//! What a talk came to: extracts of what was said, so that nothing is told that nobody said.

use jiff::civil::DateTime;
use shanying_language::extract::{Catalogue, Kind, Value, recognise};

use crate::assist::model::{AssistSettings, Ending, Fact, TicketDraft};
use crate::assist::rules::talk::without_greeting;

/// Words of something that was done or is done.
const DONE: [&str; 22] = [
    "已经",
    "已为",
    "已给",
    "给您",
    "为您",
    "补发",
    "补寄",
    "重新发",
    "退款",
    "退给",
    "登记",
    "安排",
    "约好",
    "处理",
    "通过",
    "反馈",
    "建议",
    "可以",
    "refund",
    "arranged",
    "i have",
    "i've",
];
/// Words of something that is still to come.
const COMING: [&str; 20] = [
    "再联系",
    "再问",
    "再跟您",
    "再确认",
    "回电",
    "回访",
    "联系您",
    "答复",
    "小时内",
    "工作日内",
    "明天",
    "后天",
    "下周",
    "周一",
    "周二",
    "周三",
    "周四",
    "周五",
    "call you",
    "get back",
];
/// Words with which somebody promises to come back themselves.
const RETURNS: [&str; 12] = [
    "联系您",
    "再问您",
    "跟您确认",
    "和您确认",
    "回电",
    "回访",
    "答复您",
    "给您方案",
    "书面",
    "再看",
    "call you",
    "get back",
];
const CONTENT: [&str; 16] = [
    "谢谢",
    "感谢",
    "太好了",
    "好的",
    "好嘞",
    "满意",
    "解决了",
    "拿到了",
    "下单了",
    "没了",
    "可以",
    "行",
    "ok",
    "thank",
    "great",
    "perfect",
];
const COMPLAINS: [&str; 7] = ["投诉", "12315", "举报", "曝光", "消协", "医院", "complain"];
const STEPS: usize = 3;
const PROBLEM_MOST: usize = 120;
const STEP_MOST: usize = 90;

fn has(text: &str, words: &[&str]) -> bool {
    let lower = text.to_lowercase();
    words.iter().any(|word| lower.contains(word))
}

fn cut(text: &str, most: usize) -> String {
    let text = text.trim();
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most).chain(['…']).collect()
}

/// What the customer wanted: the first words that say something, and the longest of the others.
pub(crate) fn problem(said: &[String]) -> String {
    let says = |text: &&String| super::talk::says_something(text);
    let mut telling = said.iter().filter(says);
    let Some(first) = telling.next() else {
        return String::new();
    };
    let longest = telling.max_by_key(|text| text.chars().count());
    match longest.filter(|text| text.chars().count() > 6) {
        Some(other) => cut(&format!("{first}；{other}"), PROBLEM_MOST),
        None => cut(first, PROBLEM_MOST),
    }
}

/// What was done: the agent's sentences that speak of doing, in their order.
pub(crate) fn steps_taken(agents: &[String]) -> Vec<String> {
    let mut steps: Vec<(usize, usize, String)> = Vec::new();
    for (place, text) in agents.iter().enumerate() {
        let text = without_greeting(text);
        let worth = DONE.iter().filter(|word| text.contains(*word)).count();
        let asks = text.ends_with(['？', '?']);
        if worth > 0 && !asks {
            steps.push((worth, place, cut(&text, STEP_MOST)));
        }
    }
    steps.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    steps.truncate(STEPS);
    steps.sort_by_key(|(_, place, _)| *place);
    steps.into_iter().map(|(_, _, text)| text).collect()
}

/// Something that is still to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Promise {
    /// The words.
    pub said: String,
    /// The moment that was named, in the company's local time.
    pub at: Option<DateTime>,
    /// Whether the agent promised to come back.
    pub returns: bool,
}

/// How it ended, the words that tell, and what was promised last.
pub(crate) fn ending(
    said: &[String],
    agents: &[String],
    rating: Option<i64>,
    now: DateTime,
) -> (Ending, String, Option<Promise>) {
    let promise = agents.iter().rev().find_map(|text| promised(text, now));
    let last = said.last().map(String::as_str).unwrap_or_default();
    let content = has(last, &CONTENT) && !has(last, &COMPLAINS);
    let ending = match (&promise, content, rating) {
        (_, _, Some(score)) if score <= 2 => Ending::Open,
        (Some(promise), _, _) if promise.returns => Ending::Promised,
        (_, true, _) | (_, _, Some(4..)) => Ending::Settled,
        (Some(_), _, _) => Ending::Promised,
        _ => Ending::Open,
    };
    let words = match ending {
        Ending::Promised => promise.as_ref().map_or("", |promise| promise.said.as_str()),
        Ending::Settled | Ending::Open => last,
    };
    (ending, cut(words, STEP_MOST), promise)
}

fn promised(text: &str, now: DateTime) -> Option<Promise> {
    let sentence = text
        .split_inclusive(['。', '！', '!', '\n'])
        .find(|sentence| has(sentence, &COMING) && !sentence.trim().ends_with(['？', '?']))?;
    let slots = recognise(sentence, now, &Catalogue::default());
    let at = slots.iter().find_map(|slot| match &slot.value {
        Value::Time { from, to } => to.or(*from).filter(|at| *at > now),
        _ => None,
    });
    Some(Promise {
        said: cut(sentence, STEP_MOST),
        at,
        returns: has(sentence, &RETURNS),
    })
}

/// Tags that the talk speaks for and the customer has not.
pub(crate) fn proposed_tags(
    settings: &AssistSettings,
    said: &[String],
    avoids: &[String],
    held: &[String],
) -> Vec<String> {
    let named = settings
        .tags()
        .filter(|(_, words)| said.iter().any(|text| has(text, words)))
        .map(|(tag, _)| tag.to_owned());
    let mut tags: Vec<String> = Vec::new();
    for tag in named.chain(avoids.iter().cloned()) {
        if !held.contains(&tag) && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags.truncate(5);
    tags
}

/// The ticket that the talk asks for; `types` are the types that are offered, the usual one first.
pub(crate) fn ticket(
    said: &[String],
    (ending, promise): (Ending, Option<&Promise>),
    types: &[String],
    facts: &[Fact],
    (subject, description): (String, String),
) -> TicketDraft {
    let complains = said.iter().any(|text| has(text, &COMPLAINS));
    let why = match ending {
        _ if complains => "complaint",
        Ending::Promised if promise.is_some() => "promised",
        Ending::Open => "unsolved",
        Ending::Promised | Ending::Settled => "",
    };
    let named = |key: &&String| key.contains("complaint");
    let kind = types.iter().find(named).filter(|_| complains);
    let kind = kind.or_else(|| types.first()).cloned().unwrap_or_default();
    TicketDraft {
        advised: !why.is_empty() && !kind.is_empty(),
        why: why.to_owned(),
        kind,
        subject: cut(&subject, 60),
        description,
        order_no: facts
            .iter()
            .find(|fact| fact.kind == "order")
            .map(|fact| fact.value.clone()),
    }
}

/// The name of a sort of fact; none of sorts that nobody asks for.
pub(crate) fn fact_name(kind: &Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Money => "money",
        Kind::Time => "time",
        Kind::Quantity => "quantity",
        Kind::Phone => "phone",
        Kind::Email => "email",
        Kind::IdCard => "id_card",
        Kind::BankCard => "bank_card",
        Kind::Plate => "plate",
        Kind::Order => "order",
        Kind::Tracking => "tracking",
        Kind::Age => "age",
        Kind::Size => "size",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn words(list: &[&str]) -> Vec<String> {
        list.iter().map(|&one| one.to_owned()).collect()
    }

    #[test]
    fn a_talk_is_told_in_its_own_words() {
        let said = words(&[
            "显示签收了我没收到",
            "驿站也没有",
            "我家是5号楼！！",
            "拿到了",
        ]);
        let agents = words(&[
            "您好，我是小满。我给快递打过电话了，您方便看一眼吗？",
            "那就是送错楼了。派件员现在回去取，半小时内送到您家。",
            "太好了，让您多等了。我已经在您的地址上备注“5 号楼”，以后不会再弄错。",
        ]);
        assert_eq!(problem(&said), "显示签收了我没收到；我家是5号楼！！");
        let steps = steps_taken(&agents);
        assert!(steps.iter().any(|step| step.contains("备注")), "{steps:?}");
        let now = date(2026, 11, 22).at(10, 0, 0, 0);
        let (how, told, _) = ending(&said, &agents, None, now);
        assert_eq!((how, told.as_str()), (Ending::Settled, "拿到了"));
    }

    #[test]
    fn promises_are_found_with_their_time() {
        let now = date(2026, 11, 22).at(10, 0, 0, 0);
        let said = words(&["用你们面霜进医院了", "可以"]);
        let agents = words(&["不拖。后天下午 2 点前，我亲自给您回电话，48 小时内答复您。"]);
        let (how, _, promise) = ending(&said, &agents, None, now);
        assert_eq!(how, Ending::Promised);
        let promise = promise.expect("a promise");
        assert!(promise.returns && promise.at.is_some(), "{promise:?}");
        let types = words(&["question", "complaint"]);
        let draft = ticket(
            &said,
            (how, Some(&promise)),
            &types,
            &[],
            ("主题".into(), String::new()),
        );
        assert_eq!(
            (draft.kind.as_str(), draft.why.as_str()),
            ("complaint", "complaint")
        );
    }

    #[test]
    fn tags_are_proposed_once() {
        let settings = AssistSettings::default();
        let said = words(&["我要投诉，太贵了，能便宜吗"]);
        let tags = proposed_tags(
            &settings,
            &said,
            &words(&["酒精过敏"]),
            &words(&["价格敏感"]),
        );
        assert_eq!(tags, ["投诉风险", "酒精过敏"]);
    }
}
