//! How agents are helped.

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result};
use shanying_web_kit::Section;

const WORDS_MAX: usize = 500;
const WORD_MAX: usize = 40;

/// How agents are helped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct AssistSettings {
    /// Whether what agents write is looked at before it is sent.
    pub check_before_sending: bool,
    /// Words that no agent should use; sending them takes a second confirmation.
    pub banned_words: Vec<String>,
    /// Words that promise more than anybody can keep; the agent is warned.
    pub promise_words: Vec<String>,
    /// Tags that are proposed at the end when one of their words was said: `投诉=投诉|12315`.
    pub tag_words: Vec<String>,
    /// Replies that are suggested, 1 to 6.
    pub suggestions: i64,
}

impl Default for AssistSettings {
    fn default() -> Self {
        let list = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        Self {
            check_before_sending: true,
            banned_words: list(&[
                "不关我的事",
                "不归我管",
                "你自己看",
                "随便你",
                "爱买不买",
                "听不懂吗",
                "别人都没事",
                "最有效",
                "根治",
                "包治",
                "not my problem",
            ]),
            promise_words: list(&[
                "百分之百",
                "100%",
                "绝对",
                "保证",
                "一定能",
                "肯定能",
                "永远",
                "guarantee",
            ]),
            tag_words: list(&[
                "投诉风险=投诉|12315|曝光|举报|消协",
                "过敏=过敏|红肿|起疹|刺痛",
                "催物流=卡在|不更新|还没到|没收到",
                "价格敏感=便宜|降价|差价|价保",
            ]),
            suggestions: 4,
        }
    }
}

impl AssistSettings {
    /// Tags with the words that speak for them.
    pub(crate) fn tags(&self) -> impl Iterator<Item = (&str, Vec<&str>)> {
        self.tag_words.iter().filter_map(|line| {
            let (tag, words) = line.split_once('=')?;
            let words = words.split(['|', '、', ',', '，']).map(str::trim);
            Some((
                tag.trim(),
                words.filter(|word| !word.is_empty()).collect::<Vec<_>>(),
            ))
        })
    }
}

impl Section for AssistSettings {
    const NAME: &'static str = "assist";

    fn check(&self) -> Result<()> {
        let lists = [
            ("banned_words", &self.banned_words),
            ("promise_words", &self.promise_words),
        ];
        for (field, words) in lists {
            let fits = |word: &String| {
                !word.trim().is_empty() && word.chars().count() <= WORD_MAX && !word.contains('\0')
            };
            if words.len() > WORDS_MAX || !words.iter().all(fits) {
                return Err(Error::field(field, "at most 500 words of 40 characters"));
            }
        }
        let told = self.tags().count();
        if told != self.tag_words.len() || told > 100 {
            return Err(Error::field("tag_words", "at most 100 of `tag=word|word`"));
        }
        if self
            .tags()
            .any(|(tag, words)| tag.is_empty() || tag.chars().count() > 20 || words.is_empty())
        {
            return Err(Error::field(
                "tag_words",
                "a tag of 20 characters and a word",
            ));
        }
        if !(1..=6).contains(&self.suggestions) {
            return Err(Error::field("suggestions", "1 to 6"));
        }
        Ok(())
    }
}
