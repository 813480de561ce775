//! What a theme is called.

use super::likeness::Sum;
use super::{Options, Question};

/// Characters of a name that is read at a glance; a question of more stands for its theme only when
/// it is much nearer to the others.
const SHORT: usize = 14;
/// Taken off a candidate's likeness for each character beyond.
const LONG: f32 = 0.006;
/// Characters of a name.
const LONGEST: usize = 30;

/// What people say before they ask, longest first.
const OPENINGS: &[&str] = &[
    "你好",
    "您好",
    "在吗",
    "在么",
    "请问一下",
    "请问下",
    "请问",
    "想问一下",
    "想问下",
    "我想问一下",
    "我想问",
    "我想知道",
    "问一下",
    "问下",
    "那个",
    "麻烦问下",
    "麻烦",
    "客服",
    "亲",
    "哈喽",
    "hello",
    "hi",
    "你们家",
    "咱们家",
    "咱家",
    "你们",
    "excuse me",
    "please",
    "can you tell me",
    "could you tell me",
    "i want to know",
    "i would like to know",
    "i'd like to know",
    "hey",
];
/// What closes a question and says nothing.
const CLOSINGS: &[&str] = &[
    "谢谢",
    "多谢",
    "谢啦",
    "呀",
    "啊",
    "哈",
    "哦",
    "呢",
    "thanks",
    "thank you",
    "please",
];
const MARKS: &[char] = &[
    ' ', ',', '.', '!', '?', ';', ':', '~', '-', '，', '。', '！', '？', '；', '：', '、', '～',
    '…',
];

/// A question without what says nothing about the matter.
pub(super) fn without_politeness(text: &str) -> &str {
    let mut rest = text.trim_matches(MARKS);
    loop {
        let opened = OPENINGS
            .iter()
            .filter_map(|opening| {
                let (start, left) = rest.split_at_checked(opening.len())?;
                start
                    .eq_ignore_ascii_case(opening)
                    .then_some((opening, left))
            })
            .filter(|(opening, left)| {
                !opening.is_ascii() || !left.starts_with(|c: char| c.is_ascii_alphanumeric())
            })
            .map(|(_, left)| left.trim_start_matches(MARKS))
            .filter(|left| left.chars().count() >= 2)
            .min_by_key(|left| left.len());
        let closed = CLOSINGS
            .iter()
            .filter_map(|closing| rest.strip_suffix(closing))
            .map(|left| left.trim_end_matches(MARKS))
            .filter(|left| left.chars().count() >= 2)
            .min_by_key(|left| left.len());
        match opened.or(closed) {
            Some(left) => rest = left,
            None if rest.is_empty() => return text,
            None => return rest,
        }
    }
}

/// A question as the name of its theme: without politeness and marks at its ends, at most 30
/// characters.
#[must_use]
pub fn name(question: &str) -> String {
    let line = question.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = without_politeness(&line);
    let mut name: String = bare.chars().take(LONGEST).collect();
    if bare.chars().nth(LONGEST).is_some() {
        name.push('…');
    }
    name
}

/// The member nearest to all, where short ones come first; the earlier of equals.
pub(super) fn representative(
    members: &[usize],
    questions: &[Question],
    sums: &[Sum],
    whole: &Sum,
    options: Options,
) -> usize {
    let merit = |at: usize| {
        let (Some(question), Some(sum)) = (questions.get(at), sums.get(at)) else {
            return f32::NEG_INFINITY;
        };
        let length = question.text.chars().count().saturating_sub(SHORT) as f32;
        // What says something besides the matter (`你好`, a name) makes a name longer, not better.
        let bare = without_politeness(&question.text).len() as f32;
        let spare = 1.0 - bare / question.text.len().max(1) as f32;
        sum.likeness(whole, options) - LONG * length - 0.1 * spare
    };
    let mut best = (f32::NEG_INFINITY, members.first().copied().unwrap_or(0));
    for &at in members {
        let merit = merit(at);
        if merit > best.0 + 1e-5 {
            best = (merit, at);
        }
    }
    best.1
}
