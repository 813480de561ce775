//! Types of the way to a person, and the section `handover` of the settings.

use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result, Time};
use shanying_web_kit::Section;

/// Longest notice, in characters.
const NOTICE_MAX: usize = 200;

/// Where a customer asks for a person.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = PersonPlace)]
pub enum Place {
    /// The head of the panel.
    Header,
    /// Above the field for writing.
    Composer,
    /// Under words of the bot that did not help.
    Reply,
    /// In words; always open.
    Words,
    /// A client that does not say where.
    Other,
}

impl Place {
    /// Places of an entry that may be seen, or not.
    pub const SEEN: [Self; 3] = [Self::Header, Self::Composer, Self::Reply];
    /// Every place.
    pub const ALL: [Self; 5] = [
        Self::Header,
        Self::Composer,
        Self::Reply,
        Self::Words,
        Self::Other,
    ];

    /// As it is stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Composer => "composer",
            Self::Reply => "reply",
            Self::Words => "words",
            Self::Other => "other",
        }
    }
}

/// When the way to a person is seen at a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PersonEntry)]
pub enum Entry {
    /// Always.
    #[default]
    Always,
    /// Once the bot has failed some times.
    AfterFailures,
}

/// What must be measured before the way may be hidden anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = HandoverLines)]
pub struct Lines {
    /// The share that the bot resolved, in percent, 50 to 100.
    pub resolution_percent: i64,
    /// Good ratings of those who came to a person, in percent, 50 to 100.
    pub satisfaction_percent: i64,
    /// Conversations of the bot that are too few to tell below this, 20 or more.
    pub least_conversations: i64,
    /// Ratings that are too few to tell below this, 5 or more.
    pub least_ratings: i64,
}

impl Default for Lines {
    fn default() -> Self {
        Self {
            resolution_percent: 70,
            satisfaction_percent: 80,
            least_conversations: 100,
            least_ratings: 20,
        }
    }
}

/// The way to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct HandoverSettings {
    /// In the head of the panel.
    pub header: Entry,
    /// Above the field for writing.
    pub composer: Entry,
    /// Under words of the bot that did not help.
    pub reply: Entry,
    /// Where it is hidden, it appears when the bot has failed so often, 1 to 3.
    pub after_failures: i64,
    /// The bot asks back at most so often before a person comes, 0 to 2: what somebody wants, or to
    /// say it otherwise.
    pub asks_at_most: i64,
    /// Whether customers are told that the company answers for what the bot says.
    pub notice: bool,
    /// In these words; empty takes general ones.
    pub notice_text: String,
    /// What must be measured before the way may be hidden anywhere.
    pub lines: Lines,
}

impl Default for HandoverSettings {
    fn default() -> Self {
        Self {
            header: Entry::Always,
            composer: Entry::Always,
            reply: Entry::Always,
            after_failures: 2,
            asks_at_most: 1,
            notice: true,
            notice_text: String::new(),
            lines: Lines::default(),
        }
    }
}

impl HandoverSettings {
    /// When the way is seen at a place; words are always open.
    pub(crate) fn entry(&self, place: Place) -> Entry {
        match place {
            Place::Header => self.header,
            Place::Composer => self.composer,
            Place::Reply => self.reply,
            Place::Words | Place::Other => Entry::Always,
        }
    }
}

impl Section for HandoverSettings {
    const NAME: &'static str = "handover";

    fn check(&self) -> Result<()> {
        let lines = &self.lines;
        let spans = [
            ("after_failures", self.after_failures, 1..=3),
            ("asks_at_most", self.asks_at_most, 0..=2),
            ("lines", lines.resolution_percent, 50..=100),
            ("lines", lines.satisfaction_percent, 50..=100),
            ("lines", lines.least_conversations, 20..=1_000_000),
            ("lines", lines.least_ratings, 5..=1_000_000),
        ];
        if let Some((name, _, span)) = spans.iter().find(|(_, value, span)| !span.contains(value)) {
            let fault = format!("{} to {}", span.start(), span.end());
            return Err(Error::field(name, fault));
        }
        if self.notice_text.chars().count() > NOTICE_MAX {
            return Err(Error::field("notice_text", "at most 200 characters"));
        }
        Ok(())
    }
}

/// A share with both its sides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = HandoverShare)]
pub struct Share {
    /// How many.
    pub numerator: i64,
    /// Of how many.
    pub denominator: i64,
}

/// What was measured. Formulas: `docs/METRICS.md`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = HandoverFigures)]
pub struct Figures {
    /// What the bot resolved, of the conversations that it served.
    pub resolution: Share,
    /// Good ratings, of those of customers who asked for a person.
    pub satisfaction: Share,
}

/// Which figure forbids to hide the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = HandoverShortfall)]
pub enum Shortfall {
    /// Too few conversations of the bot to tell.
    TooFewConversations,
    /// The bot resolved too few.
    Resolution,
    /// Too few ratings to tell.
    TooFewRatings,
    /// Too few ratings are good.
    Satisfaction,
}

/// A request for a person, with the conversation it stands in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = PersonRequest)]
pub struct Request {
    /// `cnv_…`.
    pub conversation_id: String,
    /// A number to read aloud.
    pub number: i64,
    /// Where.
    pub place: Place,
    /// How often they asked.
    pub asks: i64,
    /// When first.
    pub asked_at: Time,
    /// When they were in the queue, or with a person; null when never.
    pub reached_at: Option<Time>,
    /// Messages that they had to send between.
    pub steps: Option<i64>,
    /// Why nobody came: `closed_hours`, `no_agent`, `queue_full`; null when nothing was said.
    pub refused: Option<String>,
    /// Whether they left a message instead.
    pub left_message: bool,
}

/// How many requests were not honoured, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = PersonRefusal)]
pub struct Refusal {
    /// `closed_hours`, `no_agent`, `queue_full`; null when nothing was said.
    pub reason: Option<String>,
    /// How many.
    pub count: i64,
    /// Of them, those who left a message instead.
    pub left_message: i64,
}

/// The way to a person at one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = HandoverPlace)]
pub struct PlaceReport {
    /// Which.
    pub place: Place,
    /// Conversations in which it was seen from the beginning, of all; null for words, which are
    /// always open.
    pub visible: Option<Share>,
    /// Of the others, those in which it appeared later.
    pub appeared: i64,
    /// Requests here.
    pub requests: i64,
    /// Of them, those that led to the queue or to a person.
    pub honoured: i64,
    /// Messages between asking and the queue, the middle one.
    pub steps_p50: Option<i64>,
    /// Nine of ten had no more.
    pub steps_p90: Option<i64>,
    /// The most.
    pub steps_worst: Option<i64>,
    /// Those with most, if more than none.
    pub worst: Vec<Request>,
    /// Those that were not honoured.
    pub refusals: Vec<Refusal>,
}

/// Who came to a person how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = HandoverTransfers)]
pub struct Transfers {
    /// Conversations begun.
    pub conversations: i64,
    /// Of them, those in which the bot replied to a question.
    pub bot_served: i64,
    /// Asked for a person before any question to the bot (直接转人工).
    pub direct: i64,
    /// Asked for one afterwards (对话后转人工).
    pub after_talk: i64,
}

/// Whether the way to a person is as it should be.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct HandoverReport {
    /// From when on, by the beginning of conversations and by the first asking.
    pub from: Time,
    /// Until when.
    pub to: Time,
    /// Whether the settings, or a channel, hide the way anywhere.
    pub is_weakened: bool,
    /// What was measured in the last thirty days.
    pub figures: Figures,
    /// What must be measured before the way may be hidden.
    pub lines: Lines,
    /// What is short; while anything is, nothing may be hidden, and what is hidden is shown again.
    pub short: Vec<Shortfall>,
    /// By place.
    pub places: Vec<PlaceReport>,
    /// The last requests that were not honoured.
    pub unhonoured: Vec<Request>,
    /// Who came to a person how.
    pub transfers: Transfers,
}
