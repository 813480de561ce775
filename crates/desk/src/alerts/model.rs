//! Types of alerts, and the section `supervision` of the settings.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use shanying_kernel::{Error, Result, Time};
use shanying_web_kit::Section;

use crate::conversations::Conversation;

/// Longest time of a setting, in seconds.
const SECONDS_MAX: i64 = 86_400;
const WORDS_MAX: usize = 200;
const WORD_CHARS: usize = 40;

/// Why somebody should look.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// An agent has not answered for too long.
    Unanswered,
    /// The customer is angry.
    Anger,
    /// A word of the list was said.
    Keyword,
    /// A customer of a grade that must not wait waits.
    VipWaiting,
    /// Many ask the same thing at once.
    Surge,
    /// The bot does not get on: it says the same again, or does not understand.
    BotStuck,
    /// More customers come than people can serve.
    Peak,
}

impl AlertKind {
    /// As it is stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unanswered => "unanswered",
            Self::Anger => "anger",
            Self::Keyword => "keyword",
            Self::VipWaiting => "vip_waiting",
            Self::Surge => "surge",
            Self::BotStuck => "bot_stuck",
            Self::Peak => "peak",
        }
    }
}

/// How soon somebody should look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Soon.
    Warning,
    /// Now.
    Alarm,
}

impl Severity {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Alarm => "alarm",
        }
    }
}

/// What became of an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlertState {
    /// Nobody has looked.
    Open,
    /// Somebody looks after it.
    Acknowledged,
    /// Somebody settled it.
    Handled,
    /// Its cause is over.
    Passed,
}

/// An alert as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct AlertRow {
    pub id: String,
    pub kind: AlertKind,
    pub severity: Severity,
    pub conversation_id: Option<String>,
    pub facts: BTreeMap<String, Json>,
    pub state: AlertState,
    pub times: i64,
    pub created_at: Time,
    pub last_at: Time,
    pub acknowledged_by: Option<String>,
    pub acknowledged_at: Option<Time>,
    pub ended_by: Option<String>,
    pub ended_at: Option<Time>,
    pub note: String,
}

/// An alert that is about to be raised.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NewAlert {
    pub kind: AlertKind,
    pub severity: Severity,
    pub subject: String,
    pub conversation_id: Option<String>,
    pub facts: BTreeMap<String, Json>,
}

/// Who did something to an alert, and when.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = AlertHand)]
pub struct Hand {
    /// `agt_…`; none when the cause was over by itself.
    pub agent_id: Option<String>,
    /// Their name.
    pub name: Option<String>,
    /// When.
    pub at: Time,
}

/// Something that somebody should look at.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Alert {
    /// `alt_…`.
    pub id: String,
    /// Why.
    pub kind: AlertKind,
    /// How soon.
    pub severity: Severity,
    /// What became of it.
    pub state: AlertState,
    /// The particulars, by kind: `seconds`, `word`, `grade`, `entry_id`, `question`, `count`, `minutes`,
    /// `repeats`, `seq`, `cause`, `waiting`, `wait_seconds`.
    #[schema(value_type = Object)]
    pub facts: BTreeMap<String, Json>,
    /// How often it was shown.
    pub times: i64,
    /// The conversation, as it is now; none for a surge and a peak.
    pub conversation: Option<Conversation>,
    /// When it was first shown.
    pub created_at: Time,
    /// When it was last shown.
    pub last_at: Time,
    /// Who looks after it.
    pub acknowledged: Option<Hand>,
    /// Who settled it, or when its cause was over.
    pub ended: Option<Hand>,
    /// What who settled it wrote.
    pub note: String,
}

/// From where on a figure is shown as a warning, and as an alarm; 0 never.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BoardThreshold)]
pub struct Threshold {
    /// Shown as a warning.
    pub warning: i64,
    /// Shown as an alarm.
    pub alarm: i64,
}

impl Threshold {
    const fn of(warning: i64, alarm: i64) -> Self {
        Self { warning, alarm }
    }
}

/// What is shown on the live board as a warning or an alarm, and what raises an alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SupervisionSettings {
    /// Customers in the queue.
    pub waiting: Threshold,
    /// Mean wait of those in the queue, in seconds.
    pub wait_average: Threshold,
    /// Longest wait of those in the queue, in seconds.
    pub wait_longest: Threshold,
    /// Conversations whose agent has not answered for `unanswered_seconds`.
    pub unanswered: Threshold,
    /// First replies of the day within the goal, in percent: fewer is worse.
    pub timely_percent: Threshold,
    /// Customers of the day who went away while they waited, in percent of those who waited.
    pub abandoned_percent: Threshold,
    /// Good ratings of the day, in percent: fewer is worse.
    pub good_percent: Threshold,
    /// An agent who has not answered for so long raises an alert; 0 never.
    pub unanswered_seconds: i64,
    /// Customers of these grades should not wait.
    pub vip_grades: Vec<String>,
    /// So long they may, in seconds.
    pub vip_wait_seconds: i64,
    /// Whether anger raises an alert, whoever serves.
    pub anger: bool,
    /// Words that raise an alert, such as 投诉 or 12315.
    pub keywords: Vec<String>,
    /// The bot that did not get on so often, one reply after the other, raises an alert; 0 never.
    pub stuck_repeats: i64,
    /// So many questions of one entry within `surge_minutes` raise an alert; 0 never.
    pub surge_count: i64,
    /// The span that a surge is counted in.
    pub surge_minutes: i64,
}

impl Default for SupervisionSettings {
    fn default() -> Self {
        let words = [
            "投诉", "12315", "消协", "工商", "曝光", "律师", "起诉", "报警",
        ];
        Self {
            waiting: Threshold::of(5, 10),
            wait_average: Threshold::of(60, 120),
            wait_longest: Threshold::of(60, 180),
            unanswered: Threshold::of(1, 3),
            timely_percent: Threshold::of(80, 60),
            abandoned_percent: Threshold::of(10, 20),
            good_percent: Threshold::of(85, 70),
            unanswered_seconds: 120,
            vip_grades: Vec::new(),
            vip_wait_seconds: 30,
            anger: true,
            keywords: words.map(str::to_owned).to_vec(),
            stuck_repeats: 3,
            surge_count: 10,
            surge_minutes: 10,
        }
    }
}

impl Section for SupervisionSettings {
    const NAME: &'static str = "supervision";

    fn check(&self) -> Result<()> {
        let risen = [
            ("waiting", self.waiting),
            ("wait_average", self.wait_average),
            ("wait_longest", self.wait_longest),
            ("unanswered", self.unanswered),
            ("abandoned_percent", self.abandoned_percent),
        ];
        let fallen = [
            ("timely_percent", self.timely_percent),
            ("good_percent", self.good_percent),
        ];
        let span = 0..=SECONDS_MAX;
        for (name, one) in risen.iter().chain(&fallen) {
            if !span.contains(&one.warning) || !span.contains(&one.alarm) {
                return Err(Error::field(name, "0 to 86,400"));
            }
        }
        let both = |one: &Threshold| one.warning > 0 && one.alarm > 0;
        let wrong = risen
            .iter()
            .find(|(_, one)| both(one) && one.alarm < one.warning)
            .or_else(|| {
                fallen
                    .iter()
                    .find(|(_, one)| both(one) && one.alarm > one.warning)
            });
        if let Some((name, _)) = wrong {
            return Err(Error::field(name, "an alarm comes after the warning"));
        }
        let spans = [
            ("unanswered_seconds", self.unanswered_seconds, 0),
            ("vip_wait_seconds", self.vip_wait_seconds, 1),
            ("stuck_repeats", self.stuck_repeats, 0),
            ("surge_count", self.surge_count, 0),
            ("surge_minutes", self.surge_minutes, 1),
        ];
        if let Some((name, ..)) = spans
            .iter()
            .find(|(_, value, least)| !(*least..=SECONDS_MAX).contains(value))
        {
            return Err(Error::field(name, "this is out of its span"));
        }
        // One sweep looks at so many minutes of decisions.
        if self.surge_minutes > 120 || self.stuck_repeats > 20 {
            return Err(Error::field(
                "surge_minutes",
                "at most 120 minutes and 20 repeats",
            ));
        }
        let words = [
            ("keywords", &self.keywords),
            ("vip_grades", &self.vip_grades),
        ];
        for (name, list) in words {
            let proper = |word: &String| {
                let length = word.trim().chars().count();
                (1..=WORD_CHARS).contains(&length)
            };
            if list.len() > WORDS_MAX || !list.iter().all(proper) {
                return Err(Error::field(
                    name,
                    "at most 200 words of 1 to 40 characters",
                ));
            }
        }
        Ok(())
    }
}
