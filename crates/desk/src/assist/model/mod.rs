//! Types of what helps an agent.

mod settings;
mod wrap_up;

use serde::{Deserialize, Serialize};
use shanying_bot::products::Product;
use shanying_bot::{Audience, EntryRef};
use shanying_commerce::tools::Allowance;
use shanying_web_kit::markdown::Block;

pub(crate) use settings::AssistSettings;
pub(crate) use wrap_up::{
    Ending, FollowUpDraft, NewWrapUp, TicketDraft, WrapUp, WrapUpDraft, WrapUpRecord,
};

/// What a suggestion is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SuggestionKind)]
pub(crate) enum SourceKind {
    /// An entry of the knowledge base.
    Knowledge,
    /// What a colleague answered in a conversation that is over.
    Case,
    /// The facts of what is sold.
    Fact,
    /// Something that is sold.
    Offer,
}

impl SourceKind {
    /// As it is stored.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Knowledge => "knowledge",
            Self::Case => "case",
            Self::Fact => "fact",
            Self::Offer => "offer",
        }
    }
}

/// What an agent made of a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SuggestionVerdict)]
pub(crate) enum Verdict {
    /// Sent as it was.
    Sent,
    /// Sent in other words.
    Edited,
    /// Not what was asked.
    Rejected,
}

impl Verdict {
    /// As it is stored.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Edited => "edited",
            Self::Rejected => "rejected",
        }
    }
}

/// A reply that the agent may send.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct Suggestion {
    /// What it is made of.
    pub kind: SourceKind,
    /// Entry, message or product that it comes from; the same for the same source.
    pub reference: String,
    /// What the source is called: the question of an entry, the words of the past customer.
    pub title: String,
    /// The words to send.
    pub text: String,
    /// The same as it will look, when it is an entry.
    pub blocks: Vec<Block>,
    /// 0 to 1.
    pub score: f64,
    /// How much of the score agents taught, -1 to 1.
    pub taught: f64,
    /// Whether it may go to this customer.
    pub may_send: bool,
    /// Who may be given it.
    pub audience: Audience,
    /// What the agent should know.
    pub agent_note: String,
    /// The past conversation, of a case.
    pub conversation_id: Option<String>,
}

/// How others solved it.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct PastCase {
    /// The answer's message.
    pub message_id: String,
    /// Where.
    pub conversation_id: String,
    /// The conversation's number.
    pub number: i64,
    /// What the customer said, personal data masked.
    pub asked: String,
    /// What was answered, personal data masked.
    pub answered: String,
    /// Who answered.
    pub agent_name: Option<String>,
    /// How the customer rated the conversation, 1 to 5.
    pub rating: Option<i64>,
    /// How alike, 0 to 1.
    pub score: f64,
}

/// What the customer means.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct Intent {
    /// The entry.
    #[serde(flatten)]
    pub entry: EntryRef,
    /// 0 to 1.
    pub score: f64,
}

/// How the customer's last words sound; shares are 0 to 1.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct Mood {
    /// The strongest: `angry`, `anxious`, `disappointed`, `satisfied`, `veiled` or `calm`.
    pub name: String,
    /// How strong.
    pub share: f64,
    /// The words that speak for it.
    pub cues: Vec<String>,
}

/// A fact that was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ToldFact)]
pub(crate) struct Fact {
    /// What it is: `order`, `phone`, `money`, `time`, `quantity`, `tracking`, `product`, `wish`, `avoid`…
    pub kind: String,
    /// The value, personal data masked.
    pub value: String,
}

/// A step of a guide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = GuideStep)]
pub(crate) struct Step {
    /// What to do, or what to know.
    pub text: String,
    /// Whether the talk did it.
    pub done: bool,
    /// What was told, of a fact to know.
    pub value: String,
}

/// What to do, step by step.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct Guide {
    /// The entry or the task it comes from.
    pub reference: String,
    /// What it is called.
    pub title: String,
    /// Whether it is for agents alone.
    pub internal: bool,
    /// The steps in their order.
    pub steps: Vec<Step>,
}

/// A task that what was said speaks of, with what is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub(crate) struct OfferedTask {
    /// Its key.
    pub task: String,
    /// Its name.
    pub name: String,
    /// What was told, label and value.
    pub rows: Vec<Step>,
    /// Labels of what is missing.
    pub missing: Vec<String>,
    /// The question for the first of it.
    pub ask: Option<String>,
}

/// Something to offer now.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = AssistOffer)]
pub(crate) struct Offer {
    /// Why now: `asked` (they look for something), `pleased` (they are content and look at something).
    pub why: String,
    /// What was heard of their wishes.
    pub wishes: Vec<String>,
    /// The best first.
    pub items: Vec<OfferItem>,
}

/// Something that is sold.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = AssistOfferItem)]
pub(crate) struct OfferItem {
    /// `prd_…`.
    pub product_id: String,
    /// Its name.
    pub name: String,
    /// List price in minor units.
    pub price: Option<i64>,
    /// A lower price that holds now.
    pub offer_price: Option<i64>,
    /// The words of its description that fit.
    pub reasons: Vec<String>,
}

impl OfferItem {
    pub(crate) fn new(product: &Product, reasons: Vec<String>, now_ms: i64) -> Self {
        Self {
            product_id: product.id.clone(),
            name: product.name.clone(),
            price: product.price_minor,
            offer_price: product.offer_at(now_ms),
            reasons,
        }
    }
}

/// All that helps with the customer's last words.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Assistance {
    /// Place of the customer's last message; 0 before there is one.
    pub seq: i64,
    /// What was read: the words since somebody answered, or what is being typed.
    pub words: String,
    /// What is meant, likeliest first, at most three.
    pub intents: Vec<Intent>,
    /// How it sounds; none until the reader of emotions has learnt.
    pub mood: Option<Mood>,
    /// Facts that were told in this conversation.
    pub facts: Vec<Fact>,
    /// Replies, best first.
    pub suggestions: Vec<Suggestion>,
    /// How others solved it, the most alike first, at most three.
    pub cases: Vec<PastCase>,
    /// Steps to follow.
    pub guide: Option<Guide>,
    /// Tasks with what is known.
    pub tasks: Vec<OfferedTask>,
    /// What to offer now.
    pub offer: Option<Offer>,
    /// What the customer may still be given.
    pub allowance: Allowance,
    /// How long this took.
    pub took_ms: i64,
}

/// Something that should not go out like this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = ReplyRisk)]
pub(crate) struct Risk {
    /// Which rule: `banned`, `promise`, `compensation`, `differs`, `secret`, `number`, `leaves`, `internal`.
    pub code: String,
    /// Whether the agent must say twice that it is meant so.
    pub stops: bool,
    /// The words of the reply.
    pub said: String,
    /// What stands against it: the knowledge's words, or the amount that is left in minor units.
    pub against: String,
    /// The entry, where knowledge stands against it.
    pub entry: Option<EntryRef>,
}

/// What the assistant answers an agent.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = AssistAnswer)]
pub(crate) struct Told {
    /// `knowledge`, `fact`, `case` or `nothing`.
    pub kind: String,
    /// What the answer is about.
    pub title: String,
    /// The answer.
    pub text: String,
    /// The same as it looks, when it is an entry.
    pub blocks: Vec<Block>,
    /// The entry.
    pub entry_id: Option<String>,
    /// Whether the customer may not see it.
    pub internal: bool,
    /// What the agent should know.
    pub agent_note: String,
    /// What else may be meant.
    pub more: Vec<EntryRef>,
    /// 0 to 1.
    pub score: f64,
}
