//! The section `bot`: thresholds, hand-over and manners.

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result};
use shanying_web_kit::Section;

use super::signals::lines;

/// How the bot answers and when it hands over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BotSettings {
    /// The bot's name before customers.
    pub name: String,
    /// From this score (0 to 1) the best hit is the answer.
    pub direct_threshold: f64,
    /// From this score a hit is suggested.
    pub suggest_threshold: f64,
    /// A second hit nearer than this to the best one makes a tie.
    pub tie_margin: f64,
    /// A hit is answered directly only if the trained model is at least so sure of it (0 to 1); less
    /// sure, it is asked about. 0 lets the score alone decide; a hit from 0.85 that is 0.1 ahead of the
    /// second needs three fifths of it. Entries that no model knows yet are judged by their score.
    pub certainty_threshold: f64,
    /// Suggestions at most, 1 to 10.
    pub max_suggestions: usize,
    /// A person comes after so many unknown questions; 0 never.
    pub unknowns_before_handover: u32,
    /// A person comes after so many answers that did not help; 0 never.
    pub not_helpful_before_handover: u32,
    /// Whether anger about a matter of service brings a person.
    pub hand_over_on_anger: bool,
    /// Phrases that ask for a person.
    pub handover_words: Vec<String>,
    /// Abusive messages before the bot pauses; 0 never.
    pub abuse_limit: u32,
    /// How long it pauses.
    pub abuse_pause_seconds: u32,
    /// Whether greetings and the like are answered.
    pub small_talk: bool,
    /// A conversation with the bot ends after so long without a word.
    pub idle_close_minutes: u32,
    /// Editors are reminded so many days before an entry's time ends.
    pub expiry_reminder_days: u32,
}

impl Default for BotSettings {
    fn default() -> Self {
        Self {
            name: "小善".to_owned(),
            direct_threshold: 0.6,
            suggest_threshold: 0.2,
            tie_margin: 0.03,
            certainty_threshold: 0.7,
            max_suggestions: 3,
            unknowns_before_handover: 2,
            not_helpful_before_handover: 2,
            hand_over_on_anger: true,
            handover_words: lines(include_str!("../../data/handover_words.txt")),
            abuse_limit: 3,
            abuse_pause_seconds: 60,
            small_talk: true,
            idle_close_minutes: 30,
            expiry_reminder_days: 7,
        }
    }
}

impl Section for BotSettings {
    const NAME: &'static str = "bot";
    const RETIRED: &'static [&'static str] = &["keyword_push"];

    fn check(&self) -> Result<()> {
        let length = self.name.chars().count();
        if self.name.trim().is_empty() || length > 100 {
            return Err(Error::field("name", "1 to 100 characters"));
        }
        let within = |name: &str, value: f64| {
            if (0.0..=1.0).contains(&value) {
                Ok(())
            } else {
                Err(Error::field(name, "a number from 0 to 1"))
            }
        };
        within("direct_threshold", self.direct_threshold)?;
        within("suggest_threshold", self.suggest_threshold)?;
        within("tie_margin", self.tie_margin)?;
        within("certainty_threshold", self.certainty_threshold)?;
        if self.suggest_threshold > self.direct_threshold {
            return Err(Error::field(
                "suggest_threshold",
                "must not exceed direct_threshold",
            ));
        }
        if !(1..=10).contains(&self.max_suggestions) {
            return Err(Error::field("max_suggestions", "1 to 10"));
        }
        for (name, value, most) in [
            (
                "unknowns_before_handover",
                self.unknowns_before_handover,
                100,
            ),
            (
                "not_helpful_before_handover",
                self.not_helpful_before_handover,
                100,
            ),
            ("abuse_limit", self.abuse_limit, 100),
            ("abuse_pause_seconds", self.abuse_pause_seconds, 86_400),
            ("idle_close_minutes", self.idle_close_minutes, 10_080),
            ("expiry_reminder_days", self.expiry_reminder_days, 365),
        ] {
            if value > most {
                return Err(Error::field(name, format!("at most {most}")));
            }
        }
        let fits = |phrase: &String| (1..=50).contains(&phrase.trim().chars().count());
        if self.handover_words.len() > 1000 || !self.handover_words.iter().all(fits) {
            return Err(Error::field(
                "handover_words",
                "at most 1,000 phrases of 1 to 50 characters",
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use shanying_web_kit::Section;

    use super::BotSettings;

    #[test]
    fn defaults_hold_and_nonsense_is_refused() {
        let good = BotSettings::default();
        assert!(good.check().is_ok());
        assert!(good.handover_words.iter().any(|w| w == "转人工"));
        let spoil: [fn(&mut BotSettings); 6] = [
            |s| s.direct_threshold = f64::NAN,
            |s| s.suggest_threshold = 0.9,
            |s| s.tie_margin = -0.1,
            |s| s.max_suggestions = 0,
            |s| s.name = "  ".to_owned(),
            |s| s.handover_words.push(String::new()),
        ];
        for spoil in spoil {
            let mut bad = good.clone();
            spoil(&mut bad);
            assert!(bad.check().is_err(), "{bad:?}");
        }
    }
}
