//! Types of questions, replies and decisions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shanying_kernel::Time;
use shanying_web_kit::markdown::Block;

use crate::dialogue::Trace;
use crate::knowledge::Audience;

/// What a customer asks, with what the bot must know of them.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// The words.
    pub text: String,
    /// What this customer may be given.
    pub audience: Audience,
    /// Kind of the channel, such as `web`; picks the answer written for it.
    pub channel: String,
    /// The entry that the customer clicked instead of typing.
    pub chosen: Option<String>,
}

/// An entry by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct EntryRef {
    /// `ent_…`.
    pub entry_id: String,
    /// Its standard question.
    pub question: String,
}

/// An entry for the help inside a page.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct HelpEntry {
    /// `ent_…`.
    pub entry_id: String,
    /// Its standard question.
    pub question: String,
    /// Its answer.
    pub blocks: Vec<Block>,
}

/// What the desk sends or does.
#[derive(Clone, Debug)]
pub enum Reply {
    /// Give this answer.
    Answer {
        /// `ent_…`.
        entry_id: String,
        /// Its standard question.
        question: String,
        /// The answer for the channel.
        blocks: Vec<Block>,
        /// Offered beside it.
        related: Vec<EntryRef>,
    },
    /// Ask which of these was meant.
    Suggestions(Vec<EntryRef>),
    /// Say this.
    SmallTalk {
        /// The words.
        text: String,
    },
    /// Bring a person, who sees the entry; the customer never sees its answer.
    ToPerson {
        /// `ent_…`.
        entry_id: String,
        /// Its standard question.
        question: String,
        /// What the agent should know.
        agent_note: String,
    },
    /// The customer asked for a person.
    HandoverWords,
    /// The customer is angry about a matter of service: bring a person.
    Anger,
    /// The customer wants something and does not say what: ask what they would like to see done.
    Veiled,
    /// Abuse without a matter: answer calmly.
    Abuse {
        /// The calm answer.
        text: String,
    },
    /// Nothing fits.
    Unknown,
}

/// What became of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Answered.
    Direct,
    /// Asked back with suggestions.
    Suggested,
    /// Small talk.
    SmallTalk,
    /// The best hit goes to a person.
    ToPerson,
    /// Nothing fitted.
    Unknown,
    /// Asked for a person.
    HandoverWords,
    /// Angry about a matter of service.
    Anger,
    /// Abuse without a matter.
    Abuse,
    /// A task went on.
    Dialogue,
    /// A demand that was not spoken out: asked what should be done.
    Veiled,
}

impl Outcome {
    /// Its stable name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Suggested => "suggested",
            Self::SmallTalk => "small_talk",
            Self::ToPerson => "to_person",
            Self::Unknown => "unknown",
            Self::HandoverWords => "handover_words",
            Self::Anger => "anger",
            Self::Abuse => "abuse",
            Self::Dialogue => "dialogue",
            Self::Veiled => "veiled",
        }
    }
}

/// An entry that was weighed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Candidate {
    /// `ent_…`.
    pub entry_id: String,
    /// Its standard question.
    pub question: String,
    /// Of its phrasings, the one nearest to the customer's words.
    pub best_phrasing: String,
    /// 0 to 1.
    pub score: f64,
    /// What the score is made of: `bm25_words`, `bm25_chars`, `dense_best`, `dense_mean`, `crowding` (held
    /// against it), `belief` (the trained model's probability), `keywords`, `likeness`, `equal`.
    pub features: BTreeMap<String, f64>,
    /// Its keywords that stand in the customer's words.
    #[serde(default)]
    pub keywords: Vec<String>,
}

/// The thresholds that held.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Thresholds {
    /// From here the best hit is the answer.
    pub direct: f64,
    /// From here a hit is suggested.
    pub suggest: f64,
    /// A second hit that is nearer than this makes a tie.
    pub tie_margin: f64,
    /// Less sure than this of the trained model, a hit is asked about and not answered.
    #[serde(default)]
    pub certainty: f64,
}

/// How a message sounds; shares are 0 to 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Emotion {
    /// From -1, as bad as can be, to 1.
    pub sentiment: f64,
    /// Anger.
    pub angry: f64,
    /// Worry, hurry.
    pub anxious: f64,
    /// Disappointment.
    pub disappointed: f64,
    /// Satisfaction.
    pub satisfied: f64,
    /// A demand that is not spoken out.
    pub veiled: f64,
    /// The words that speak for it, as they stand in the message.
    pub cues: Vec<String>,
}

/// Why a question got its reply.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Decision {
    /// `dec_…`.
    pub id: String,
    /// The conversation; empty until it is kept, and for tests.
    pub conversation_id: String,
    /// The customer's words.
    pub question: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The entry that was given or attached.
    pub entry_id: Option<String>,
    /// The best hits, at most five.
    pub candidates: Vec<Candidate>,
    /// The thresholds that held.
    pub thresholds: Thresholds,
    /// Stable code, such as `near_tie`; see `rules.rs`.
    pub reason: String,
    /// The probability that the message belongs to any entry, by the trained gate; nothing where no
    /// model judged it.
    pub in_scope: Option<f64>,
    /// How the message sounds; nothing for a click, and until the reader of emotions has learnt.
    pub emotion: Option<Emotion>,
    /// Microseconds from question to decision.
    pub elapsed_us: i64,
    /// Version of the engine and of its encoder.
    pub engine: String,
    /// Why the talk about a task went as it did, when there was one.
    #[serde(default)]
    pub dialogue: Option<Trace>,
    /// When.
    pub created_at: Time,
}

/// A decision and what follows from it.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Why.
    pub decision: Decision,
    /// What to send or do.
    pub reply: Reply,
}

/// An entry and how often it was the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryHits {
    /// `ent_…`.
    pub entry_id: String,
    /// Its standard question.
    pub question: String,
    /// Direct answers.
    pub hits: i64,
}

/// What became of the questions of a span of time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Answered.
    pub direct: i64,
    /// Asked back with suggestions.
    pub suggested: i64,
    /// Small talk.
    pub small_talk: i64,
    /// The best hit went to a person.
    pub to_person: i64,
    /// Nothing fitted.
    pub unknown: i64,
    /// Asked for a person.
    pub handover_words: i64,
    /// Angry about a matter of service.
    pub anger: i64,
    /// Abuse without a matter.
    pub abuse: i64,
    /// A task went on.
    pub dialogue: i64,
    /// Asked what should be done.
    pub veiled: i64,
    /// The ten entries that answered most.
    pub top_entries: Vec<EntryHits>,
}

/// What one of the bot's decisions came to, for whoever judges whether it gets on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The entry that was the answer.
    pub entry_id: Option<String>,
    /// It did not know, or asked what was meant.
    pub is_lost: bool,
}
