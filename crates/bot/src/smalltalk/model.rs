//! The section and its check.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result};
use shanying_web_kit::Section;

/// Small talk by topics.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SmallTalk {
    /// The topics.
    pub topics: Vec<Topic>,
}

/// One topic: what is said, and what the bot answers in turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Unique name, 1 to 50 characters.
    pub key: String,
    /// What customers say, 1 to 200 phrases of at most 50 characters.
    pub patterns: Vec<String>,
    /// Whether a short message that only contains a pattern is of this topic, too, when nothing
    /// of the knowledge base comes near it: `谢谢你啊，帮大忙了`.
    #[serde(default)]
    pub within: bool,
    /// Answers, 1 to 20 of at most 500 characters; they come in turn.
    pub answers: Vec<String>,
}

impl Default for SmallTalk {
    fn default() -> Self {
        // The file is ours; a test reads it.
        serde_json::from_str(include_str!("../../data/small_talk.json"))
            .unwrap_or(Self { topics: Vec::new() })
    }
}

impl Section for SmallTalk {
    const NAME: &'static str = "small_talk";

    fn check(&self) -> Result<()> {
        let fits = |text: &String, most: usize| (1..=most).contains(&text.trim().chars().count());
        let mut keys = HashSet::new();
        if self.topics.len() > 200 {
            return Err(Error::field("topics", "at most 200 topics"));
        }
        for topic in &self.topics {
            if !fits(&topic.key, 50) || !keys.insert(topic.key.as_str()) {
                return Err(Error::field("topics.key", "unique, 1 to 50 characters"));
            }
            let patterns = (1..=200).contains(&topic.patterns.len())
                && topic.patterns.iter().all(|pattern| fits(pattern, 50));
            if !patterns {
                return Err(Error::field(
                    "topics.patterns",
                    "1 to 200 of 1 to 50 characters",
                ));
            }
            let answers = (1..=20).contains(&topic.answers.len())
                && topic.answers.iter().all(|answer| fits(answer, 500));
            if !answers {
                return Err(Error::field(
                    "topics.answers",
                    "1 to 20 of 1 to 500 characters",
                ));
            }
        }
        Ok(())
    }
}
