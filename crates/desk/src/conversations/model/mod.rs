//! Types of conversations and messages.

mod visitor;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use shanying_bot::dialogue::{Aid, Card, OptionChip};
use shanying_kernel::Time;
use shanying_web_kit::files::FileInfo;
use shanying_web_kit::markdown::Block;

pub use visitor::{QueuePlace, VisitorAgent, VisitorConversation};

/// Who answers now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The bot.
    Bot,
    /// Nobody yet: the customer asked for a person and waits.
    Queue,
    /// A person.
    Agent,
    /// A message was left; somebody will answer it.
    LeftMessage,
    /// Over.
    Closed,
}

impl Owner {
    /// As it is stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Bot => "bot",
            Self::Queue => "queue",
            Self::Agent => "agent",
            Self::LeftMessage => "left_message",
            Self::Closed => "closed",
        }
    }
}

/// Why a person was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TransferReason {
    /// The customer pressed the button.
    Button,
    /// The customer asked in words.
    Words,
    /// The bot did not understand several times.
    Unknown,
    /// The bot's answers did not help.
    NotHelpful,
    /// The customer is angry about a matter of service.
    Anger,
    /// The customer wants something again and again does not say what.
    Veiled,
    /// The best answer needs a person.
    Entry,
    /// A task of the bot ends with a person.
    Task,
    /// Customers of this grade come to a person at once.
    Grade,
    /// Everybody comes to a person at once.
    Policy,
    /// An agent started it.
    Agent,
}

impl TransferReason {
    /// As it is stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Button => "button",
            Self::Words => "words",
            Self::Unknown => "unknown",
            Self::NotHelpful => "not_helpful",
            Self::Anger => "anger",
            Self::Veiled => "veiled",
            Self::Entry => "entry",
            Self::Task => "task",
            Self::Grade => "grade",
            Self::Policy => "policy",
            Self::Agent => "agent",
        }
    }
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SenderKind {
    /// The customer.
    Customer,
    /// The bot.
    Bot,
    /// A person of the company.
    Agent,
    /// The server, telling what happened.
    System,
}

impl SenderKind {
    /// As it is stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Bot => "bot",
            Self::Agent => "agent",
            Self::System => "system",
        }
    }
}

/// Who speaks, with the name as it was then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Sender {
    /// What kind.
    pub kind: SenderKind,
    /// Customer or agent.
    pub id: Option<String>,
    /// As shown to the other side.
    pub name: Option<String>,
    /// Address of a picture.
    pub avatar: Option<String>,
}

impl Sender {
    /// The bot.
    pub(crate) fn bot() -> Self {
        Self {
            kind: SenderKind::Bot,
            id: None,
            name: None,
            avatar: None,
        }
    }

    /// The server.
    pub(crate) fn system() -> Self {
        Self {
            kind: SenderKind::System,
            id: None,
            name: None,
            avatar: None,
        }
    }

    /// A customer.
    pub(crate) fn customer(id: &str, name: &str) -> Self {
        Self {
            kind: SenderKind::Customer,
            id: Some(id.to_owned()),
            name: Some(name.to_owned()),
            avatar: None,
        }
    }

    /// A person of the company, by the name that customers see.
    pub(crate) fn agent(id: &str, name: &str) -> Self {
        Self {
            kind: SenderKind::Agent,
            id: Some(id.to_owned()),
            name: Some(name.to_owned()),
            avatar: None,
        }
    }
}

/// A question that a click asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct QuestionRef {
    /// Knowledge entry.
    pub entry_id: String,
    /// Its standard question.
    pub question: String,
}

/// What a message says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Content {
    /// Plain text.
    Text {
        /// The text.
        text: String,
    },
    /// A picture.
    Image {
        /// The file.
        file: FileInfo,
    },
    /// Another file.
    File {
        /// The file.
        file: FileInfo,
    },
    /// An answer from the knowledge base.
    Answer {
        /// Which entry.
        entry_id: Option<String>,
        /// Its standard question.
        question: String,
        /// The answer.
        blocks: Vec<Block>,
        /// What else may be asked.
        related: Vec<QuestionRef>,
    },
    /// "您是想问…?"
    Suggestions {
        /// Questions to click.
        items: Vec<QuestionRef>,
    },
    /// A question of the bot with answers to click; a click says the words for the customer.
    Options {
        /// The question.
        text: String,
        /// What may be clicked; nothing when only typing answers it.
        options: Vec<OptionChip>,
        /// Cards beside the words, which say nothing that the words do not say.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        aids: Vec<Aid>,
    },
    /// Things that are sold.
    Cards {
        /// The words before them.
        text: String,
        /// The things, best first.
        cards: Vec<Card>,
        /// What may be clicked under them.
        options: Vec<OptionChip>,
    },
    /// Words of the server, worded by the client from the code.
    Notice {
        /// Stable code.
        code: String,
        /// Values for the wording.
        #[schema(value_type = Object)]
        params: BTreeMap<String, Json>,
    },
    /// For the staff alone.
    Note {
        /// The text.
        text: String,
    },
    /// A supervisor tells the agent something; for the staff alone.
    Whisper {
        /// The text.
        text: String,
    },
    /// Please rate us.
    RatingInvitation {},
    /// The customer's rating.
    Rating {
        /// 1 to 5.
        score: i64,
        /// Chosen words.
        tags: Vec<String>,
        /// Whether the matter was solved.
        solved: Option<bool>,
        /// Free text.
        comment: String,
    },
}

impl Content {
    /// A notice without values.
    pub(crate) fn notice(code: &str) -> Self {
        Self::notice_with(code, [])
    }

    /// A notice with values.
    pub(crate) fn notice_with<const N: usize>(code: &str, params: [(&str, Json); N]) -> Self {
        let params = params
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        Self::Notice {
            code: code.to_owned(),
            params,
        }
    }

    /// The code of a notice.
    pub(crate) fn notice_code(&self) -> Option<&str> {
        match self {
            Self::Notice { code, .. } => Some(code),
            _ => None,
        }
    }

    /// What it says in words alone, for text channels and previews: options and things are lines
    /// with numbers, which may be answered. None for what is no words.
    pub(crate) fn as_text(&self) -> Option<String> {
        let lines = |text: &str, items: Vec<String>| {
            let numbered = (1..)
                .zip(items)
                .map(|(number, item)| format!("\n{number}. {item}"));
            Some(numbered.fold(text.to_owned(), |all, line| all + &line))
        };
        match self {
            Self::Text { text } => Some(text.clone()),
            Self::Options { text, options, .. } => lines(
                text,
                options.iter().map(|chip| chip.label.clone()).collect(),
            ),
            Self::Cards { text, cards, .. } => {
                let line = |card: &Card| match card.offer_price.or(card.price) {
                    Some(price) => format!("{} ¥{}.{:02}", card.title, price / 100, price % 100),
                    None => card.title.clone(),
                };
                lines(text, cards.iter().map(line).collect())
            }
            _ => None,
        }
    }

    /// Whether it tells what a person decided or answered on a matter of the customer.
    pub(crate) fn is_decision(&self) -> bool {
        let tells = |code: &str| code.starts_with("approval.") || code.starts_with("ticket.");
        matches!(self, Self::Notice { code, .. } if tells(code))
    }

    /// Whether customers never see it.
    pub(crate) fn is_internal(&self) -> bool {
        match self {
            Self::Note { .. } | Self::Whisper { .. } => true,
            // What colleagues ask each other for.
            Self::Notice { code, .. } => code.starts_with("assist."),
            _ => false,
        }
    }
}

/// A message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Message {
    /// `msg_…`.
    pub id: String,
    /// Its conversation.
    pub conversation_id: String,
    /// Place in the conversation, gapless from 1.
    pub seq: i64,
    /// Who speaks.
    pub sender: Sender,
    /// What it says.
    pub content: Content,
    /// The sender's own mark, so that sending twice is once.
    pub client_id: Option<String>,
    /// When.
    pub created_at: Time,
    /// What the customer thought of the bot's answer.
    pub feedback: Option<Feedback>,
    /// Opens "why this answer?"; for the staff alone.
    pub decision_id: Option<String>,
}

/// What a customer thinks of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Feedback {
    /// 有帮助.
    Helpful,
    /// 没帮助.
    NotHelpful,
}

/// A conversation as it is stored.
#[derive(Clone, Debug)]
pub struct ConversationRow {
    pub id: String,
    pub number: i64,
    pub channel_id: String,
    pub customer_id: String,
    pub owner: Owner,
    pub agent_id: Option<String>,
    pub group_id: Option<String>,
    pub last_agent_id: Option<String>,
    pub subject: String,
    pub locale: String,
    pub page: Option<Page>,
    pub last_seq: i64,
    pub last_preview: Option<String>,
    pub last_sender: Option<SenderKind>,
    pub last_at: Time,
    pub unread: i64,
    pub agent_read_seq: i64,
    pub customer_read_seq: i64,
    pub waiting_since: Option<Time>,
    pub queued_at: Option<Time>,
    /// Place in the queue; see `routing`.
    pub queue_rank: Option<i64>,
    pub accepted_at: Option<Time>,
    pub first_reply_at: Option<Time>,
    pub asked_bot: bool,
    pub transfer_reason: Option<TransferReason>,
    pub attached_entry: Option<AttachedEntry>,
    pub unknowns: i64,
    pub not_helpfuls: i64,
    pub abuses: i64,
    pub veileds: i64,
    pub paused_until: Option<Time>,
    pub rating_invited: bool,
    pub rating: Option<Rating>,
    pub held: Option<Held>,
    /// Colleagues who help, by id.
    pub helpers: Vec<String>,
    /// Until when the agent whom it was given to must open it.
    pub confirm_by: Option<Time>,
    pub created_at: Time,
    pub closed_at: Option<Time>,
}

/// What the bot will say in a moment: it is decided and kept, and being worded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Held {
    /// What is said, in the words of the templates.
    pub contents: Vec<Content>,
    /// Why.
    pub decision_id: String,
    /// What the customer had said.
    pub said: String,
    /// What was told and may be mentioned.
    pub facts: Vec<String>,
    /// Since when.
    pub at: Time,
}

/// A page of the shop that the customer looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ShopPage)]
pub struct Page {
    /// Address.
    pub url: String,
    /// Title.
    #[serde(default)]
    pub title: String,
}

/// The entry that needed a person, for the agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AttachedEntry {
    /// Knowledge entry.
    pub entry_id: String,
    /// Its standard question.
    pub question: String,
    /// What the editor tells the agent.
    pub agent_note: String,
}

/// How a customer rated a conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Rating {
    /// 1 to 5.
    pub score: i64,
    /// Chosen words.
    pub tags: Vec<String>,
    /// Whether the matter was solved.
    pub solved: Option<bool>,
    /// Free text.
    pub comment: String,
    /// When.
    pub at: Time,
}

/// A conversation as the staff sees it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Conversation {
    /// `cnv_…`.
    pub id: String,
    /// A number to read aloud.
    pub number: i64,
    /// Who answers now.
    pub owner: Owner,
    /// Where it came in.
    pub channel: ChannelBrief,
    /// Whose it is.
    pub customer: CustomerBrief,
    /// Who serves or served last.
    pub agent_id: Option<String>,
    /// Their name.
    pub agent_name: Option<String>,
    /// Colleagues who were invited to help.
    pub helpers: Vec<Helper>,
    /// Skill group.
    pub group_id: Option<String>,
    /// Its name.
    pub group_name: Option<String>,
    /// The first question.
    pub subject: String,
    /// The last message, for lists.
    pub last_message: Option<LastMessage>,
    /// The last place.
    pub last_seq: i64,
    /// Customer messages that no agent has read.
    pub unread: i64,
    /// How far the staff has read.
    pub agent_read_seq: i64,
    /// How far the customer has read.
    pub customer_read_seq: i64,
    /// Since when the customer waits for a person.
    pub waiting_since: Option<Time>,
    /// When the golden seconds for the first reply end.
    pub first_reply_due: Option<Time>,
    /// When they asked for a person.
    pub queued_at: Option<Time>,
    /// Place in the queue, from 1.
    pub queue_position: Option<i64>,
    /// When an agent took it.
    pub accepted_at: Option<Time>,
    /// Begin.
    pub created_at: Time,
    /// End.
    pub closed_at: Option<Time>,
    /// Why a person was asked for.
    pub transfer_reason: Option<TransferReason>,
    /// The entry that needed a person.
    pub attached_entry: Option<AttachedEntry>,
    /// The customer's rating.
    pub rating: Option<Rating>,
    /// Where the customer is.
    pub page: Option<Page>,
    /// The customer's language.
    pub locale: String,
}

/// A colleague who helps in a conversation.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Helper {
    /// `agt_…`.
    pub agent_id: String,
    /// Their name.
    pub name: String,
}

/// A channel in a conversation.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ChannelBrief {
    /// `chn_…`.
    pub id: String,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: String,
}

/// A customer in a conversation.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CustomerBrief {
    /// `cus_…`.
    pub id: String,
    /// Name.
    pub name: String,
    /// Whether the shop vouched for them.
    pub verified: bool,
    /// Picture.
    pub avatar: Option<String>,
    /// Grade.
    pub level: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Whether a widget of theirs is connected now.
    pub online: bool,
}

/// The last message of a conversation.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct LastMessage {
    /// Its beginning, personal data masked; a code for what is not text.
    pub preview: String,
    /// Who spoke.
    pub sender_kind: SenderKind,
    /// When.
    pub at: Time,
}
