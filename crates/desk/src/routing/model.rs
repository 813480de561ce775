//! The section `routing` of the settings.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result};
use shanying_web_kit::Section;

use crate::conversations::model::TransferReason;

/// Longest head start and longest time before overflow, in seconds.
const SECONDS_MAX: i64 = 3_600;
const GRADES_MAX: usize = 20;
const RULES_MAX: usize = 50;
const WORDS_MAX: usize = 60;
/// Channels that have a cap, and the highest cap.
const CAPS_MAX: usize = 50;
const CAP_MAX: i64 = 100;

/// Among agents who are free and equally near to the customer, who comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RoutingStrategy)]
pub enum Strategy {
    /// The least saturated.
    #[default]
    LeastSaturated,
    /// The highest skill level in the group, then the least saturated.
    SkillFirst,
    /// Who has waited longest for a customer.
    RoundRobin,
}

/// What customers of a grade are due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RoutingGrade)]
pub struct GradePolicy {
    /// As it stands at the customer, such as 金卡.
    pub grade: String,
    /// They are served as if they had come so much earlier, in seconds, 0 to 3,600. Nobody who came
    /// more than this before them is overtaken, so nobody waits for ever.
    #[serde(default)]
    pub head_start_seconds: i64,
    /// A person at once where somebody serves; the bot only when nobody does.
    #[serde(default)]
    pub person_first: bool,
    /// At a peak too: they come to a person as before, and no limit of the queue turns them away.
    #[serde(default = "yes")]
    pub keeps_at_peak: bool,
}

fn yes() -> bool {
    true
}

/// How many conversations of a channel one agent has at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RoutingChannelCap)]
pub struct ChannelCap {
    /// `chn_…`.
    pub channel_id: String,
    /// 1 to 100; the agent's own cap holds beside it.
    pub at_most: i64,
}

/// Which group a conversation waits for. All that is told must hold; what is empty holds always.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = RoutingRule)]
pub struct Rule {
    /// For people.
    pub name: String,
    /// One of these channels.
    pub channels: Vec<String>,
    /// One of these grades.
    pub grades: Vec<String>,
    /// One of these tags of the customer.
    pub tags: Vec<String>,
    /// Stands in the address of the page.
    pub page: String,
    /// `zh-CN` or `en`.
    pub locale: String,
    /// One of these causes.
    pub reasons: Vec<TransferReason>,
    /// `grp_…`.
    pub group_id: String,
}

impl Rule {
    /// A rule without a condition would take everybody; that is what no rule at all is for.
    fn says_nothing(&self) -> bool {
        self.channels.is_empty()
            && self.grades.is_empty()
            && self.tags.is_empty()
            && self.page.trim().is_empty()
            && self.locale.is_empty()
            && self.reasons.is_empty()
    }
}

/// Who gets whom.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct RoutingSettings {
    /// Among agents who are free.
    pub strategy: Strategy,
    /// Everybody comes to a person at once where somebody serves, whatever their grade.
    pub person_first: bool,
    /// Channels of which an agent has only so many conversations at once; the others have no cap of
    /// their own.
    pub channel_caps: Vec<ChannelCap>,
    /// What grades are due; the others are due nothing in particular.
    pub grades: Vec<GradePolicy>,
    /// The first that holds names the group.
    pub rules: Vec<Rule>,
    /// Who has waited for a group for so long, in seconds, may be served by anybody; 0 never.
    pub overflow_after_seconds: i64,
    /// An agent who says nothing to a waiting customer for so long, in seconds, after getting them
    /// loses them to the queue and is set to 小休; 0 never.
    pub accept_within_seconds: i64,
}

impl Section for RoutingSettings {
    const NAME: &'static str = "routing";

    fn check(&self) -> Result<()> {
        let seconds = 0..=SECONDS_MAX;
        for (name, value) in [
            ("overflow_after_seconds", self.overflow_after_seconds),
            ("accept_within_seconds", self.accept_within_seconds),
        ] {
            if !seconds.contains(&value) {
                return Err(Error::field(name, "0 to 3,600"));
            }
        }
        if self.grades.len() > GRADES_MAX || self.rules.len() > RULES_MAX {
            return Err(Error::field("rules", "at most 20 grades and 50 rules"));
        }
        let mut capped = BTreeSet::new();
        let proper = |cap: &ChannelCap| (1..=CAP_MAX).contains(&cap.at_most);
        if self.channel_caps.len() > CAPS_MAX
            || !self.channel_caps.iter().all(proper)
            || !self
                .channel_caps
                .iter()
                .all(|cap| capped.insert(&cap.channel_id))
        {
            return Err(Error::field(
                "channel_caps",
                "each channel once, with 1 to 100 conversations",
            ));
        }
        let mut seen = BTreeSet::new();
        for policy in &self.grades {
            let length = policy.grade.trim().chars().count();
            if length == 0 || length > WORDS_MAX || !seen.insert(policy.grade.trim()) {
                return Err(Error::field("grades", "each grade once, with a name"));
            }
            if !seconds.contains(&policy.head_start_seconds) {
                return Err(Error::field("grades", "a head start of 0 to 3,600 seconds"));
            }
        }
        for rule in &self.rules {
            let words = rule.channels.iter().chain(&rule.grades).chain(&rule.tags);
            let long = |word: &String| word.chars().count() > WORDS_MAX;
            if rule.group_id.is_empty() || rule.says_nothing() {
                return Err(Error::field(
                    "rules",
                    "a rule needs a condition and a group",
                ));
            }
            if words.clone().any(long) || words.count() > 3 * RULES_MAX || long(&rule.page) {
                return Err(Error::field("rules", "a condition is too long"));
            }
        }
        Ok(())
    }
}
