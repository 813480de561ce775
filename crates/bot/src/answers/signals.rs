//! What the words alone tell: a person is asked for, the customer is angry, the message is abuse.
//! The lists stand in `data/`; only the phrases that ask for a person are a setting.

use std::sync::{Arc, LazyLock};

use arc_swap::ArcSwapOption;
use shanying_language::lexicon::PhraseSet;
use shanying_language::normalise::{key_of_normalised, normalise};

/// The phrases of a list: one a line, `#` begins a comment.
pub(crate) fn lines(text: &str) -> Vec<String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

/// A list of the house. Phrases of marks alone (`!!`) are left out: normalising folds them.
fn list(text: &str) -> PhraseSet {
    PhraseSet::new(
        lines(text)
            .iter()
            .filter(|phrase| phrase.chars().any(char::is_alphanumeric)),
    )
}

static ANGER: LazyLock<PhraseSet> =
    LazyLock::new(|| list(include_str!("../../data/anger_words.txt")));
static MILD: LazyLock<PhraseSet> =
    LazyLock::new(|| list(include_str!("../../data/anger_mild_words.txt")));
static ABUSE: LazyLock<PhraseSet> =
    LazyLock::new(|| list(include_str!("../../data/abuse_words.txt")));
static MATTER: LazyLock<PhraseSet> =
    LazyLock::new(|| list(include_str!("../../data/service_matter_words.txt")));
static CALM: LazyLock<Vec<String>> =
    LazyLock::new(|| lines(include_str!("../../data/calm_answers.txt")));

/// Said before a phrase, these turn it into its opposite.
const NEGATIONS: &[&str] = &[
    "不要",
    "不用",
    "不想",
    "不需要",
    "不必",
    "无需",
    "无须",
    "没必要",
    "别",
    "别给我",
    "不要给我",
    "不要再",
    "别再",
    "先不",
    "先别",
    "不是要",
    "不是想",
    "don't",
    "dont",
    "do not",
    "no need to",
    "not",
    "without",
];
/// Words of courtesy and impatience that add nothing to a request; longer ones stand first.
const FILLERS: &[&str] = &[
    "可不可以",
    "能不能",
    "是不是",
    "麻烦",
    "可以",
    "怎么样",
    "怎么",
    "怎样",
    "如何",
    "在哪里",
    "在哪",
    "哪里",
    "请问",
    "帮忙",
    "帮我",
    "给我",
    "我要",
    "我想",
    "谢谢",
    "你好",
    "您好",
    "赶紧",
    "赶快",
    "马上",
    "立刻",
    "立即",
    "现在",
    "一下",
    "一个",
    "你们",
    "我们",
    "直接",
    "还是",
    "那就",
    "快点",
    "please",
    "want",
    "need",
    "would",
    "like",
    "with",
    "can",
    "get",
    "the",
    "you",
    "let",
    "hello",
    "now",
    "me",
    "to",
    "i",
    "a",
    "an",
    "请",
    "快",
    "能",
    "要",
    "想",
    "我",
    "你",
    "您",
    "的",
    "了",
    "吗",
    "呢",
    "吧",
    "啊",
    "呀",
    "嘛",
    "哦",
    "啦",
    "个",
    "就",
    "来",
    "有",
    "在",
    "是",
];
/// After a request these make it a question about it: `转人工要多久`.
const ABOUT: &[&str] = &[
    "多久",
    "几点",
    "什么时候",
    "收费",
    "要钱",
    "多少",
    "电话",
    "号码",
    "为什么",
    "有用",
    "态度",
    "how long",
    "how much",
    "hours",
    "phone",
    "number",
];
/// A request in so many words stands before the phrase, or the phrase begins with one.
const REQUESTS: &[&str] = &[
    "我要",
    "我想",
    "想要",
    "请",
    "帮我",
    "给我",
    "麻烦",
    "快",
    "赶紧",
    "赶快",
    "马上",
    "立刻",
    "直接",
    "让我",
    "可以",
    "能不能",
    "可不可以",
    "want",
    "need",
    "please",
    "can i",
    "let me",
];
const REQUEST_VERBS: &[char] = &['转', '接', '换', '找', '要', '叫', '切', '呼', '来'];

/// What the words tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// A person is asked for.
    pub handover: bool,
    /// Angry, by itself enough to bring a person.
    pub anger: bool,
    /// Insults.
    pub abuse: bool,
    /// A matter of service is named.
    pub matter: bool,
}

/// The lists, with the tenant's phrases compiled as they were last given.
#[derive(Default)]
pub(crate) struct Listener {
    handover: ArcSwapOption<(Vec<String>, PhraseSet)>,
}

impl Listener {
    /// Reads `text`; `handover_words` are compiled again only when they changed.
    pub(crate) fn hear(&self, text: &str, handover_words: &[String]) -> Signals {
        let abuse = ABUSE.matches(text);
        let matter = MATTER.matches(text);
        let phrases = self.phrases(handover_words);
        Signals {
            handover: asks_for_person(text, &phrases.1),
            anger: ANGER.matches(text) || (abuse && matter) || mild_signs(text) >= 2,
            abuse,
            matter,
        }
    }

    fn phrases(&self, words: &[String]) -> Arc<(Vec<String>, PhraseSet)> {
        if let Some(known) = self.handover.load_full().filter(|known| known.0 == words) {
            return known;
        }
        let fresh = Arc::new((words.to_vec(), PhraseSet::new(words)));
        self.handover.store(Some(fresh.clone()));
        fresh
    }
}

/// One of the calm answers; `turn` picks.
pub(crate) fn calm_answer(turn: usize) -> String {
    let count = CALM.len().max(1);
    CALM.get(turn % count).cloned().unwrap_or_default()
}

/// How many different weak signs of displeasure a message bears. Exclamation after exclamation is
/// one of them, read from the original because normalising folds it.
fn mild_signs(text: &str) -> usize {
    let mut phrases: Vec<String> = MILD
        .find(text)
        .into_iter()
        .map(|found| found.phrase)
        .collect();
    phrases.sort();
    phrases.dedup();
    let shouting = ["!!", "！！", "???", "？？？"]
        .iter()
        .any(|marks| text.contains(marks));
    phrases.len() + usize::from(shouting)
}

/// Whether the message is in essence a request for a person: what else it says in the same clause
/// is courtesy, or the request is put in so many words. `不要转人工` and `转人工要多久` are none.
fn asks_for_person(text: &str, phrases: &PhraseSet) -> bool {
    phrases.find(text).iter().any(|found| {
        let before = text.get(..found.range.start).unwrap_or("");
        let after = text.get(found.range.end..).unwrap_or("");
        let phrase = text.get(found.range.clone()).unwrap_or("");
        let before = fold(last_clause(before));
        let after = fold(first_clause(after));
        let verb = phrase
            .chars()
            .next()
            .is_some_and(|c| REQUEST_VERBS.contains(&c));
        if is_negated(&before) || ABOUT.iter().any(|word| after.contains(word)) {
            return false;
        }
        let asked = verb || REQUESTS.iter().any(|word| before.contains(word));
        let rest = |part: &str| substance(part);
        asked || (rest(&after) <= 2 && rest(&before) <= 2)
    })
}

fn fold(text: &str) -> String {
    normalise(text).text
}

fn is_separator(c: char) -> bool {
    matches!(
        c,
        ',' | '.' | ';' | '!' | '?' | '，' | '。' | '；' | '！' | '？' | '、' | '\n' | '…' | '~'
    )
}

fn last_clause(text: &str) -> &str {
    text.rsplit(is_separator).next().unwrap_or(text)
}

fn first_clause(text: &str) -> &str {
    text.split(is_separator).next().unwrap_or(text)
}

fn is_negated(before: &str) -> bool {
    let before = before.trim_end();
    NEGATIONS.iter().any(|word| {
        let courteous = [
            "",
            "帮我",
            "给我",
            "再",
            "想",
            "要",
            "want a",
            "want to",
            "a",
            "talk to a",
        ];
        courteous.iter().any(|filler| {
            before
                .strip_suffix(filler)
                .is_some_and(|head| head.trim_end().ends_with(word))
        })
    })
}

/// Characters that carry a meaning of their own, courtesy taken away.
fn substance(part: &str) -> usize {
    let mut rest: Vec<String> = part.split_whitespace().map(str::to_owned).collect();
    rest.retain(|word| !FILLERS.contains(&word.as_str()));
    let mut rest = key_of_normalised(&rest.join(" "));
    for filler in FILLERS.iter().filter(|word| !word.is_ascii()) {
        rest = rest.replace(filler, "");
    }
    rest.chars().filter(|c| c.is_alphanumeric()).count()
}

#[cfg(test)]
mod tests {
    use super::{Listener, Signals};
    use crate::answers::BotSettings;

    fn hear(text: &str) -> Signals {
        Listener::default().hear(text, &BotSettings::default().handover_words)
    }

    #[test]
    fn requests_for_a_person_are_told_from_talk_about_one() {
        for text in [
            "转人工",
            "轉人工！",
            "怎么转人工",
            "人工客服",
            "我要人工客服",
            "有没有人工客服啊",
            "我的订单一直没到,帮我转人工",
            "转人工客服，我要退款",
            "别用机器人了",
            "能不能找个真人客服",
            "I want to talk to a human",
        ] {
            assert!(hear(text).handover, "{text}");
        }
        for text in [
            "不要转人工",
            "先别转人工",
            "你们人工客服几点上班",
            "转人工要多久",
            "昨天的人工客服态度很差",
            "怎么退货",
            "人工费怎么算",
            "",
        ] {
            assert!(!hear(text).handover, "{text}");
        }
    }

    #[test]
    fn anger_needs_a_matter_or_strong_words() {
        for text in ["你们是骗子", "傻逼快递", "太慢了，太差了", "我要投诉你们"]
        {
            assert!(hear(text).anger, "{text}");
        }
        for text in ["怎么投诉？", "怎么退钱", "傻逼", "你好!", "什么时候发货??"]
        {
            assert!(!hear(text).anger, "{text}");
        }
        for text in ["傻逼", "垃圾东西"] {
            assert!(hear(text).abuse && !hear(text).matter, "{text}");
        }
    }
}
