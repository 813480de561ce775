//! Which topic a message is.

use std::collections::HashMap;

use shanying_language::normalise::key;

use super::model::SmallTalk;

/// Said around a pattern, these change nothing.
const PARTICLES: &[char] = &[
    '啊', '呀', '哦', '噢', '呢', '吧', '嘛', '啦', '哈', '哟', '诶', '欸', '了', '吗', '你', '您',
    '亲',
];

/// Characters of a message that a pattern may be a part of, and its least share of them.
const WITHIN_CHARS: usize = 12;
const WITHIN_SHARE: usize = 4;

/// A topic's answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TopicAnswers {
    answers: Vec<String>,
}

impl TopicAnswers {
    /// One of the answers; `turn` picks.
    pub(crate) fn answer(&self, turn: usize) -> String {
        let count = self.answers.len().max(1);
        self.answers.get(turn % count).cloned().unwrap_or_default()
    }
}

/// The section, ready to be matched.
#[derive(Debug, Default)]
pub(crate) struct Patterns {
    by_key: HashMap<String, usize>,
    /// Patterns that may stand within a message, longest first.
    within: Vec<(String, usize)>,
    topics: Vec<TopicAnswers>,
}

impl Patterns {
    pub(crate) fn new(section: &SmallTalk) -> Self {
        let mut patterns = Self::default();
        for (at, topic) in section.topics.iter().enumerate() {
            for pattern in &topic.patterns {
                // Of two topics with one pattern the first keeps it.
                patterns.by_key.entry(key(pattern)).or_insert(at);
                if topic.within && pattern.chars().count() > 1 {
                    patterns.within.push((key(pattern), at));
                }
            }
            patterns.topics.push(TopicAnswers {
                answers: topic.answers.clone(),
            });
        }
        patterns
            .within
            .sort_by_key(|(pattern, _)| std::cmp::Reverse(pattern.chars().count()));
        patterns
    }

    /// The topic of a short message that contains a pattern beside other words; good enough only
    /// when nothing else fits. Latin patterns must be the whole message, see [`Self::matches`].
    pub(crate) fn found_within(&self, text: &str) -> Option<TopicAnswers> {
        let text = key(text);
        let length = text.chars().count();
        if length > WITHIN_CHARS {
            return None;
        }
        let (_, at) = self.within.iter().find(|(pattern, _)| {
            !pattern.is_ascii()
                && pattern.chars().count() * WITHIN_SHARE >= length
                && text.contains(pattern.as_str())
        })?;
        self.topics.get(*at).cloned()
    }

    /// The topic of a message that is a pattern, or little more than one. A message that names a
    /// matter of service must be a pattern word for word.
    pub(crate) fn matches(&self, text: &str, names_matter: bool) -> Option<TopicAnswers> {
        let text = key(text);
        let exact = self.by_key.get(&text);
        let found = match exact {
            None if !names_matter => self
                .by_key
                .get(&bare(&text))
                .or_else(|| self.repeated(&text)),
            exact => exact,
        };
        found.and_then(|at| self.topics.get(*at)).cloned()
    }

    /// `谢谢谢谢`, `你好你好`: one pattern after another and nothing else.
    fn repeated(&self, text: &str) -> Option<&usize> {
        let chars: Vec<char> = text.chars().collect();
        if chars.len() > 40 {
            return None;
        }
        let mut first = None;
        let mut rest = chars.as_slice();
        while !rest.is_empty() {
            let (length, topic) = (1..=rest.len()).rev().find_map(|length| {
                let part: String = rest.iter().take(length).collect();
                self.by_key.get(&part).map(|topic| (length, topic))
            })?;
            first = first.or(Some(topic));
            rest = rest.get(length..).unwrap_or_default();
            while rest.first().is_some_and(|c| PARTICLES.contains(c)) {
                rest = rest.get(1..).unwrap_or_default();
            }
        }
        first
    }
}

/// The text without particles at its ends.
fn bare(text: &str) -> String {
    text.trim_matches(|c| PARTICLES.contains(&c)).to_owned()
}

#[cfg(test)]
mod tests {
    use shanying_web_kit::Section;

    use super::Patterns;
    use crate::smalltalk::SmallTalk;

    #[test]
    fn the_list_of_the_house_is_sound() {
        let section = SmallTalk::default();
        assert!(section.topics.len() >= 10);
        section.check().unwrap();
    }

    #[test]
    fn only_whole_messages_are_small_talk() {
        let patterns = Patterns::new(&SmallTalk::default());
        for text in [
            "你好",
            "您好呀！",
            "谢谢你啦",
            "你好你好",
            "好的，谢谢",
            "Hello!",
            "再见~",
            "你是机器人吗？",
        ] {
            assert!(patterns.matches(text, false).is_some(), "{text}");
        }
        for text in ["你好，怎么退货", "谢谢，发票呢", "面膜", "", "？？"] {
            assert!(patterns.matches(text, false).is_none(), "{text}");
        }
        for text in ["谢谢你啊，帮大忙了", "给我讲个笑话听听", "那先这样，拜拜啦"]
        {
            assert!(patterns.found_within(text).is_some(), "{text}");
        }
        for text in [
            "小孩可以用吗",
            "你好，有面霜吗",
            "谢谢你告诉我可是我的面霜还没有到货",
        ] {
            assert!(patterns.found_within(text).is_none(), "{text}");
        }
        let hello = patterns.matches("你好", false).unwrap();
        assert!(!hello.answer(7).is_empty());
    }
}
