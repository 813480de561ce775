//! A text in sentences and clauses, each with who is spoken of, whether it asks, and whether it is
//! meant at all.

use shanying_language::extract::kin;
use shanying_language::normalise::normalise_text;

/// Characters of a sentence that are kept as a quote.
const QUOTE: usize = 160;
/// What is said under a condition is not said.
const CONDITIONS: &[&str] = &[
    "如果", "要是", "假如", "假设", "万一", "倘若", "若是", "的话", "比如", "例如", "假使", "除非",
    "比方", "if ", "suppose", "in case",
];
/// Conditions that are none.
const POLITE: &[&str] = &[
    "如果可以的话",
    "可以的话",
    "如果方便的话",
    "方便的话",
    "没记错的话",
    "如果没记错",
    "如果可以",
    "if possible",
    "if you don't mind",
];
/// What is not sure is not told.
const UNSURE: &[&str] = &[
    "可能",
    "也许",
    "大概",
    "不确定",
    "怀疑",
    "应该是",
    "不知道",
    "说不定",
    "好像",
    "不清楚",
    "是不是",
    "算不算",
    "maybe",
    "perhaps",
    "not sure",
    "i think i might",
];
/// Whose words they are.
const REPORTED: &[&str] = &[
    "你说",
    "你们说",
    "客服说",
    "谁说",
    "网上说",
    "评论说",
    "有人说",
    "别人说",
];
/// What was, and is no more.
const FORMERLY: &[&str] = &["以前", "曾经", "小时候", "原来是", "原本", "used to"];
const ASKS: &[&str] = &[
    "是不是",
    "有没有",
    "能不能",
    "会不会",
    "可不可以",
    "要不要",
    "该不该",
    "好不好",
    "行不行",
    "什么",
    "怎么",
    "怎样",
    "咋",
    "哪",
    "谁",
    "几号",
    "几种",
    "多少",
    "为啥",
    "为何",
    "如何",
    "是否",
    "吗",
    "?",
];
const ASKS_AT_THE_END: &[&str] = &["呢", "么", "嘛", "不"];
const ASKS_IN_ENGLISH: &[&str] = &[
    "am ", "is ", "are ", "do ", "does ", "can ", "could ", "should ", "would ", "what ", "which ",
    "how ", "why ", "where ", "will ", "did ",
];
/// A question about something else that follows a statement without a comma: 我是干皮能用吗.
const THEN_ASKS: &[&str] = &[
    "能用",
    "可以用",
    "能吃",
    "可以吃",
    "能喝",
    "能买",
    "可以买",
    "适合",
    "该用",
    "该买",
    "应该用",
    "用哪",
    "选哪",
    "买哪",
    "用什么",
    "选什么",
    "买什么",
    "吃什么",
    "怎么",
    "有没有",
    "有什么",
    "推荐",
    "能不能",
    "可不可以",
    "能穿",
    "可以穿",
    "穿什么",
    "穿多大",
    "想问",
    "请问",
    "求",
    "想要",
    "想买",
    "可以",
    "能养",
    "要注意",
    "用这",
    "吃这",
    "can i",
    "what ",
    "which ",
];
/// Words behind a statement that add nothing.
const TAIL: &[&str] = &[
    "的人", "的", "啊", "呀", "哦", "喔", "哈", "呢", "了", "诶", "唉", "噢", "~",
];
/// Others whom a pronoun names.
const OTHERS: &[&str] = &[
    "你们",
    "他们",
    "她们",
    "它们",
    "别人",
    "人家",
    "大家",
    "有的人",
    "有些人",
    "你",
    "他",
    "她",
    "它",
    "您",
    "客服",
    "店家",
    "老师",
    "you",
    "he",
    "she",
    "they",
];
const ONESELF: &[&str] = &[
    "我们",
    "我自己",
    "我本人",
    "本人",
    "自己",
    "咱们",
    "俺",
    "我",
    "i",
    "my",
    "we",
];

/// Of whom a clause speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// Who writes.
    Writer,
    /// Somebody of theirs whose facts are worth knowing.
    Kin(&'static str),
    /// Somebody else.
    Other,
}

/// A part of a sentence between commas.
#[derive(Clone, Debug)]
pub(super) struct Clause {
    /// Normalised.
    pub text: String,
    /// Of whom the clause before it spoke.
    pub inherited: Option<Subject>,
    /// Whether it asks.
    pub asks: bool,
}

/// A sentence: as it was written, and its clauses that may tell something.
pub(super) struct Sentence {
    pub quote: String,
    pub clauses: Vec<Clause>,
}

/// The sentences of a text that state something.
pub(super) fn sentences(text: &str) -> Vec<Sentence> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = sentence_end(rest);
        let (own, next) = rest.split_at_checked(end).unwrap_or((rest, ""));
        rest = next;
        found.extend(sentence(own));
    }
    found
}

fn sentence_end(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let ends = match c {
            '。' | '！' | '？' | '!' | '?' | '；' | ';' | '\n' | '…' => true,
            '.' => next.is_none_or(char::is_whitespace),
            _ => false,
        };
        if ends {
            return at + c.len_utf8();
        }
    }
    text.len()
}

fn sentence(own: &str) -> Option<Sentence> {
    let quote: String = own.trim().chars().take(QUOTE).collect();
    let is_question = quote.ends_with(['?', '？']);
    let mut parts: Vec<String> = clauses(own);
    for part in &mut parts {
        for polite in POLITE {
            *part = part.replace(polite, "");
        }
    }
    parts.retain(|part| !part.is_empty());
    let last = parts.len().checked_sub(1)?;
    let mut clauses = Vec::new();
    let mut inherited = None;
    for (place, text) in parts.into_iter().enumerate() {
        if has(&text, CONDITIONS) {
            // What follows a condition follows from it.
            break;
        }
        let asks = asks(&text) || (is_question && place == last);
        let meant = !has(&text, UNSURE) && !has(&text, REPORTED);
        let now = subject(&text).map(|(subject, _)| subject).or(inherited);
        if meant {
            clauses.push(Clause {
                text,
                inherited,
                asks,
            });
        }
        inherited = now;
    }
    (!clauses.is_empty()).then_some(Sentence { quote, clauses })
}

/// The normalised parts between commas, and between words of Chinese that a space divides.
fn clauses(own: &str) -> Vec<String> {
    let mut text = String::with_capacity(own.len());
    let mut before = ' ';
    for c in own.chars() {
        // A space between Chinese words stands for a comma.
        let c = if c.is_whitespace() && !before.is_ascii() {
            '，'
        } else {
            c
        };
        text.push(c);
        before = c;
    }
    text.split(['，', ',', ':', '：'])
        .map(|part| {
            let part = normalise_text(part).replace('’', "'");
            part.trim_matches(['.', '!', ';', ' ', '~']).to_owned()
        })
        .filter(|part| !part.is_empty())
        .collect()
}

fn asks(text: &str) -> bool {
    has(text, ASKS)
        || ASKS_AT_THE_END.iter().any(|end| text.ends_with(end))
        || ASKS_IN_ENGLISH.iter().any(|start| text.starts_with(start))
}

pub(super) fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

pub(super) fn starts(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

/// Strips any of the words from the end, as often as they stand there.
pub(super) fn without_end<'a>(text: &'a str, words: &[&str]) -> &'a str {
    let mut text = text.trim();
    while let Some(shorter) = words.iter().find_map(|word| text.strip_suffix(word)) {
        text = shorter.trim();
    }
    text
}

/// Strips any of the words from the start, as often as they stand there.
pub(super) fn without_start<'a>(text: &'a str, words: &[&str]) -> &'a str {
    let mut text = text.trim();
    while let Some(shorter) = words.iter().find_map(|word| text.strip_prefix(word)) {
        text = shorter.trim();
    }
    text
}

/// The last one of whom the words speak, and what follows it.
pub(super) fn subject(text: &str) -> Option<(Subject, &str)> {
    // Where it ends, how long it is: of two that end together the longer is meant.
    let mut best: Option<(usize, usize, Subject)> = None;
    let mut take = |end: usize, length: usize, subject: Subject| {
        if best.is_none_or(|(at, long, _)| (end, length) > (at, long)) {
            best = Some((end, length, subject));
        }
    };
    for one in kin(text) {
        let subject = if one.household {
            Subject::Kin(one.name)
        } else {
            Subject::Other
        };
        take(one.span.end, one.span.len(), subject);
    }
    for (words, subject) in [(OTHERS, Subject::Other), (ONESELF, Subject::Writer)] {
        for word in words {
            for (at, _) in text.match_indices(word) {
                let end = at + word.len();
                if !word.is_ascii() || stands_alone(text, at, end) {
                    take(end, word.len(), subject);
                }
            }
        }
    }
    let (end, _, subject) = best?;
    Some((subject, text.get(end..).unwrap_or_default().trim_start()))
}

fn stands_alone(text: &str, at: usize, end: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let before = text.get(..at).and_then(|part| part.chars().next_back());
    let behind = text.get(end..).and_then(|part| part.chars().next());
    !letter(before) && !letter(behind)
}

impl Clause {
    /// Of whom the words before a fact speak and what stands between; none when nobody is named and
    /// nobody was.
    pub(super) fn who<'a>(&self, before: &'a str) -> Option<(Subject, &'a str)> {
        match subject(before) {
            Some(found) => Some(found),
            None => self.inherited.map(|subject| (subject, before.trim())),
        }
    }

    /// Whether the words behind a fact leave it a statement: there are none, or they ask about
    /// something else.
    pub(super) fn states(&self, behind: &str) -> bool {
        let rest = behind.trim();
        if starts(without_start(rest, &["的人", "的", "了", "就"]), THEN_ASKS) {
            return true;
        }
        !self.asks && without_end(rest, TAIL).is_empty()
    }

    /// Whether it speaks of what was.
    pub(super) fn is_past(&self) -> bool {
        has(&self.text, FORMERLY)
    }
}

/// Whose a fact is, as it is kept; none of others.
pub(super) fn whose(subject: Subject) -> Option<&'static str> {
    match subject {
        Subject::Writer => Some(""),
        Subject::Kin(name) => Some(name),
        Subject::Other => None,
    }
}
