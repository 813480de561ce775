//! Types of the knowledge base.

use serde::{Deserialize, Serialize};
use shanying_kernel::Time;
use shanying_web_kit::markdown::Block;

/// Who may be given an entry's answer; each is allowed what stands before it.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Any customer.
    #[default]
    Everyone,
    /// Customers whose identity is verified.
    Verified,
    /// The company's own people.
    Agents,
}

impl Audience {
    /// Its stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Verified => "verified",
            Self::Agents => "agents",
        }
    }
}

/// How much an entry matters; of equal hits the more important comes first.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Importance {
    /// First.
    High,
    /// As most.
    #[default]
    Normal,
    /// Last.
    Low,
}

impl Importance {
    /// Its stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Normal => "normal",
            Self::Low => "low",
        }
    }
}

/// What happens when an entry is the best hit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Handling {
    /// The bot gives its answer.
    #[default]
    Answer,
    /// A person takes over, with the entry attached.
    ToPerson,
}

impl Handling {
    /// Its stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::ToPerson => "to_person",
        }
    }
}

/// Where an answer is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnswerChannel {
    /// Wherever no other answer is written for.
    #[default]
    Default,
    /// The widget and the full page.
    Web,
    /// WeChat.
    Wechat,
    /// The telephone: words to be spoken.
    Phone,
}

impl AnswerChannel {
    /// Its stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Web => "web",
            Self::Wechat => "wechat",
            Self::Phone => "phone",
        }
    }
}

/// An answer for one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerText {
    /// Where it is given.
    pub channel: AnswerChannel,
    /// Its text, at most 20,000 characters.
    pub markdown: String,
}

/// Everything that an editor writes of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryDraft {
    /// Where it is filed.
    #[serde(default)]
    pub category_id: Option<String>,
    /// The standard question, 1 to 500 characters.
    pub question: String,
    /// Other ways to ask it, at most 500.
    #[serde(default)]
    pub similar: Vec<String>,
    /// Words that push the entry whenever they stand in a message, at most 20.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// The answers, at most one a channel.
    #[serde(default)]
    pub answers: Vec<AnswerText>,
    /// How much it matters.
    #[serde(default)]
    pub importance: Importance,
    /// Who may be given it.
    #[serde(default)]
    pub audience: Audience,
    /// What happens when it is the best hit.
    #[serde(default)]
    pub handling: Handling,
    /// What the agent should know, never shown to a customer.
    #[serde(default)]
    pub agent_note: String,
    /// From when it is given.
    #[serde(default)]
    pub valid_from: Option<Time>,
    /// Until when it is given.
    #[serde(default)]
    pub valid_to: Option<Time>,
    /// Identifiers of entries that are offered beside it.
    #[serde(default)]
    pub related: Vec<String>,
}

impl EntryDraft {
    /// The answer for places that have none of their own; empty when there is none.
    #[must_use]
    pub fn default_answer(&self) -> &str {
        self.answer_for("default")
    }

    /// The answer for a channel, or the default one.
    #[must_use]
    pub fn answer_for(&self, channel: &str) -> &str {
        let of = |code: &str| self.answers.iter().find(|a| a.channel.code() == code);
        of(channel)
            .or_else(|| of("default"))
            .or_else(|| self.answers.first())
            .map_or("", |answer| answer.markdown.as_str())
    }
}

/// Where an entry is in its life; scheduled and expired follow from the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntryState {
    /// Never given yet, or taken back.
    Draft,
    /// Given as it stands.
    Published,
    /// Given, and a newer draft exists.
    Changed,
    /// Published, its time is over.
    Expired,
    /// Published, its time has not come.
    Scheduled,
    /// Put away.
    Archived,
}

/// An entry in a list.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct EntrySummary {
    /// `ent_…`.
    pub id: String,
    /// External key, of imports and of the help snippet.
    pub key: Option<String>,
    /// The standard question of the draft.
    pub question: String,
    /// Where it is filed.
    pub category_id: Option<String>,
    /// Where it is in its life.
    pub state: EntryState,
    /// Who may be given it.
    pub audience: Audience,
    /// How much it matters.
    pub importance: Importance,
    /// What happens when it is the best hit.
    pub handling: Handling,
    /// How many similar questions it has.
    pub similar_count: i64,
    /// How often it was the direct answer.
    pub hits: i64,
    /// Customers who said that it helped.
    pub helpful: i64,
    /// Customers who said that it did not.
    pub not_helpful: i64,
    /// Until when it is given.
    pub valid_to: Option<Time>,
    /// Whether its time ends within the days of the reminder.
    pub expires_soon: bool,
    /// When it was changed last.
    pub updated_at: Time,
    /// Who changed it last.
    pub updated_by: String,
}

/// An entry in full.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Entry {
    /// What lists show.
    #[serde(flatten)]
    pub summary: EntrySummary,
    /// What editors work on.
    pub draft: EntryDraft,
    /// Grows with every change; a writer names the one it saw.
    pub revision: i64,
    /// The version that customers get, if any.
    pub published_version: Option<i64>,
    /// Preview of the default answer.
    pub blocks: Vec<Block>,
}

/// What was published once.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct EntryVersion {
    /// 1, 2, 3 …
    pub version: i64,
    /// As it was then.
    pub draft: EntryDraft,
    /// When.
    pub published_at: Time,
    /// By whom.
    pub published_by: String,
}

/// A node of the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Category {
    /// `cat_…`.
    pub id: String,
    /// The node above.
    pub parent_id: Option<String>,
    /// Name, unique among its siblings.
    pub name: String,
    /// Place among its siblings.
    pub sort: i64,
    /// Entries filed here itself, archived ones left out.
    pub entries: i64,
}

/// How the knowledge base stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct KnowledgeSummary {
    /// Given now (with or without a newer draft).
    pub published: i64,
    /// Never given.
    pub draft: i64,
    /// Given, with a newer draft.
    pub changed: i64,
    /// Published, their time is over.
    pub expired: i64,
    /// Their time ends within the days of the reminder.
    pub expires_soon: i64,
    /// Put away.
    pub archived: i64,
    /// Given now and never hit.
    pub never_hit: i64,
}
