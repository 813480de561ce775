//! Types of the wording, and the section `wording` of the settings.

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result};
use shanying_web_kit::Section;

/// What is to be said, and all that may be said with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = WordingDraft)]
pub struct Draft {
    /// The words of the template.
    pub text: String,
    /// What else is known and stands beside it: cards, options, what was told.
    #[serde(default)]
    pub facts: Vec<String>,
    /// What the customer said last; it is never a ground for anything.
    #[serde(default)]
    pub said: String,
    /// `zh-CN` or `en`.
    #[serde(default)]
    pub locale: String,
}

/// How it went.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Worded {
    /// What is said: the model's words, or the draft's.
    pub text: String,
    /// How it came about.
    pub outcome: Outcome,
    /// Why the model's words were not used: a code such as `number`, and what it concerns.
    pub reason: Option<String>,
    /// What the model wrote, as far as it came.
    pub written: String,
    /// How long it took, in milliseconds.
    pub elapsed_ms: i64,
}

/// How a draft was worded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = WordingOutcome)]
pub enum Outcome {
    /// By the model.
    Used,
    /// By the model, some time ago.
    Cached,
    /// The model's words were not grounded.
    Refused,
    /// The model was slow or failed.
    Failed,
    /// The budget of the day is spent.
    OverBudget,
    /// Nothing writes: none is configured, or it is switched off.
    Off,
}

/// What happened on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = WordingDay)]
pub struct Tally {
    /// Such as `2026-11-21`, UTC.
    pub day: String,
    /// Worded by the model.
    pub used: i64,
    /// Of those, from memory.
    pub cached: i64,
    /// Thrown away because they were not grounded.
    pub refused: i64,
    /// Slow or failed.
    pub failed: i64,
    /// Not asked for because the budget was spent.
    pub over_budget: i64,
    /// Tokens read.
    pub prompt_tokens: i64,
    /// Tokens written.
    pub completion_tokens: i64,
}

impl Tally {
    /// Tokens of the day.
    #[must_use]
    pub fn tokens(&self) -> i64 {
        self.prompt_tokens.saturating_add(self.completion_tokens)
    }
}

/// Whether and how a language model words what the bot says in tasks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct WordingSettings {
    /// Whether it does. Without a configured model nothing happens.
    pub enabled: bool,
    /// How it should sound, in a few words.
    pub manner: String,
    /// After so long the draft is said, in milliseconds: 200 to 20,000.
    pub timeout_ms: u32,
    /// Tokens of one answer, 16 to 2,000.
    pub max_tokens: u32,
    /// How freely it writes, 0 to 2.
    pub temperature: f64,
    /// Tokens of a day, read and written; 0 to 100,000,000.
    pub daily_tokens: u32,
    /// The same draft with the same facts gets the same words for so long; 0 to 10,080.
    pub cache_minutes: u32,
}

impl Default for WordingSettings {
    fn default() -> Self {
        Self {
            enabled: false,
            manner: String::new(),
            timeout_ms: 4000,
            max_tokens: 200,
            temperature: 0.3,
            daily_tokens: 500_000,
            cache_minutes: 60,
        }
    }
}

impl Section for WordingSettings {
    const NAME: &'static str = "wording";

    fn check(&self) -> Result<()> {
        if self.manner.chars().count() > 200 {
            return Err(Error::field("manner", "at most 200 characters"));
        }
        if !(0.0..=2.0).contains(&self.temperature) {
            return Err(Error::field("temperature", "a number from 0 to 2"));
        }
        for (name, value, least, most) in [
            ("timeout_ms", self.timeout_ms, 200, 20_000),
            ("max_tokens", self.max_tokens, 16, 2_000),
            ("daily_tokens", self.daily_tokens, 0, 100_000_000),
            ("cache_minutes", self.cache_minutes, 0, 10_080),
        ] {
            if !(least..=most).contains(&value) {
                return Err(Error::field(name, format!("{least} to {most}")));
            }
        }
        Ok(())
    }
}
