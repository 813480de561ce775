//! A message of a customer: kept, answered by the bot or brought to the agent, in one transaction.
//!
//! The bot decides before the transaction (from memory, and where a task needs the shop, after
//! asking it) and speaks inside it: the question and its answer are one commit, so no crash leaves a
//! question that nobody answers. When another message came in between, it decides anew.

use shanying_bot::dialogue::{self, Listed, Profile, State};
use shanying_bot::{Audience, Beside, Question, Talk, Verdict};
use shanying_kernel::{Error, Result};
use shanying_people::customers;
use shanying_storage::Tx;
use shanying_web_kit::Tenant;
use shanying_web_kit::files::FileInfo;

use super::House;
use super::bot_turn::{bot_turn, hand_over, serves};
use super::say::{Said, announce, say, subject};
use super::wording;
use crate::alerts;
use crate::conversations::model::{
    Content, ConversationRow, Message, Owner, Page, Sender, TransferReason,
};
use crate::conversations::store;
use crate::handovers::{self, Opening, Place};
use crate::memories;
use crate::peaks;
use crate::routing::RoutingSettings;

/// How often a decision is made anew because another message came in between.
const ATTEMPTS: usize = 8;

/// The customer behind a socket.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    pub customer_id: String,
    pub name: String,
    pub verified: bool,
    pub channel_id: String,
    pub locale: String,
    pub page: Option<Page>,
}

impl Visitor {
    pub(crate) fn sender(&self) -> Sender {
        Sender::customer(&self.customer_id, &self.name)
    }

    pub(crate) fn audience(&self) -> Audience {
        if self.verified {
            Audience::Verified
        } else {
            Audience::Everyone
        }
    }
}

/// What the customer sent.
#[derive(Clone, Debug)]
pub(crate) enum Incoming {
    Text(String),
    Picture(FileInfo),
    File(FileInfo),
    /// A click on a question.
    Choice {
        entry_id: String,
        question: String,
    },
}

impl Incoming {
    fn content(&self) -> Content {
        match self {
            Self::Text(text) | Self::Choice { question: text, .. } => {
                Content::Text { text: text.clone() }
            }
            Self::Picture(file) => Content::Image { file: file.clone() },
            Self::File(file) => Content::File { file: file.clone() },
        }
    }

    /// A picture for a task.
    fn picture(&self) -> Option<Listed> {
        match self {
            Self::Picture(file) => Some(Listed {
                id: file.id.clone(),
                label: file.name.clone(),
            }),
            _ => None,
        }
    }

    /// What it tells of the customer; a click tells nothing.
    fn told(&self, tenant: &Tenant) -> Result<Vec<memories::Said>> {
        match self {
            Self::Text(text) => memories::read(tenant, text),
            Self::Picture(_) | Self::File(_) | Self::Choice { .. } => Ok(Vec::new()),
        }
    }

    /// What the bot is asked. It cannot read pictures and files; a picture that a task waits for
    /// is kept with it, unread.
    fn question(&self, visitor: &Visitor, takes_pictures: bool) -> Option<Question> {
        let (text, chosen) = match self {
            Self::Text(text) => (text.clone(), None),
            Self::Choice { entry_id, question } => (question.clone(), Some(entry_id.clone())),
            Self::Picture(_) if takes_pictures => (String::new(), None),
            Self::Picture(_) | Self::File(_) => return None,
        };
        Some(Question {
            text,
            audience: visitor.audience(),
            channel: "web".to_owned(),
            chosen,
        })
    }
}

/// Keeps the message, and what follows from it. Sent again under the same mark, it is the same
/// message.
pub(crate) async fn receive(
    tenant: &Tenant,
    visitor: &Visitor,
    client_id: String,
    incoming: Incoming,
) -> Result<Message> {
    check(&incoming, &client_id, tenant).await?;
    for _ in 0..ATTEMPTS {
        let kept = attempt(tenant, visitor, client_id.clone(), incoming.clone()).await?;
        if let Some(message) = kept {
            return Ok(message);
        }
    }
    // Clients send it again by themselves.
    Err(Error::unavailable("the conversation went on all the while"))
}

/// Decides by what is there, then keeps the message and the answer. None when another message came
/// in between and the talk went on: the decision was made for what is no more.
async fn attempt(
    tenant: &Tenant,
    visitor: &Visitor,
    client_id: String,
    incoming: Incoming,
) -> Result<Option<Message>> {
    let house = House::of(tenant).await?;
    let mut reader = tenant.db().read().await?;
    let open = store::open_of_customer(&mut reader, &visitor.customer_id, "").await?;
    let state = match &open {
        Some(row) => dialogue::state(&mut reader, &row.id).await?,
        None => State::default(),
    };
    let mut beside = beside(&mut reader, visitor, &house).await?;
    let person_first = match open {
        None => person_first(&mut reader, &house.routing, visitor).await?,
        Some(_) => None,
    };
    drop(reader);
    let opening = handovers::opening(tenant, &visitor.channel_id).await?;
    beside.conversation_id = open.as_ref().map(|row| row.id.clone());
    let bot_answers = open.is_none_or(|row| row.owner == Owner::Bot);
    beside.picture = incoming.picture();
    let takes_pictures = bot_answers && house.bot.takes_pictures(&state);
    let question = incoming.question(visitor, takes_pictures);
    let verdict = match &question {
        Some(question) if bot_answers => {
            house.bot.prepare(&question.text).await;
            let turn = decide(tenant, &house, question, (&state, beside)).await;
            Some((state.turn, turn))
        }
        _ => None,
    };
    let decided = verdict.as_ref().map(|(_, (verdict, _))| verdict);
    let angry = is_angry(&house, decided, question.as_ref());
    let told = incoming.told(tenant)?;
    let visitor = visitor.clone();
    let kept = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mut row = open_or_start(tx, &visitor, &opening).await?;
                if let Some(message) =
                    store::by_client_id(tx, &visitor.customer_id, &client_id).await?
                {
                    return Ok(Some((message, None)));
                }
                let asks_bot = row.owner == Owner::Bot && question.is_some();
                let turn = match verdict {
                    Some((made_after, turn)) if asks_bot => {
                        (made_after == dialogue::last_turn(tx, &row.id).await?).then_some(turn)
                    }
                    _ => None,
                };
                if asks_bot && turn.is_none() {
                    return Ok(None);
                }
                let said = Said {
                    sender: visitor.sender(),
                    content: incoming.content(),
                    client_id: Some(&client_id),
                    decision: None,
                };
                let message = say(tx, &mut row, said).await?;
                if let Some(question) = &question {
                    hear(tx, &house, &mut row, (&question.text, angry)).await?;
                }
                remember(tx, &row, &message, &told).await?;
                match row.owner {
                    Owner::Bot if comes_at_once(tx, person_first, &house).await? => {
                        let reason = person_first.unwrap_or(TransferReason::Policy);
                        hand_over(tx, &mut row, &house, reason, None).await?;
                    }
                    Owner::Bot => match turn {
                        Some(turn) => {
                            bot_turn(tx, &mut row, &house, turn).await?;
                            alerts::stuck(tx, &house.supervision, &row).await?;
                        }
                        None => {
                            let content = Content::notice("bot.unsupported_content");
                            say(tx, &mut row, Said::by_bot(content)).await?;
                        }
                    },
                    _ => {
                        row.waiting_since.get_or_insert(message.created_at);
                    }
                }
                store::save(tx, &row).await?;
                let held = row.held.take().map(|held| (row, held));
                Ok(Some((message, held)))
            })
        })
        .await?;
    Ok(kept.map(|(message, held)| {
        if let Some((row, held)) = held {
            wording::word(tenant, row, held);
        }
        message
    }))
}

/// What a question tells besides: what the conversation is about, and what somebody should look at.
async fn hear(
    tx: &mut Tx,
    house: &House,
    row: &mut ConversationRow,
    (text, angry): (&str, bool),
) -> Result<()> {
    if row.subject.is_empty() {
        row.subject = subject(text);
    }
    alerts::hear(tx, &house.supervision, row, (text, angry)).await
}

/// Keeps what the customer told of themselves, with the message that tells it.
async fn remember(
    tx: &mut Tx,
    row: &ConversationRow,
    message: &Message,
    told: &[memories::Said],
) -> Result<()> {
    let source = memories::Source {
        conversation_id: Some(row.id.clone()),
        message_id: Some(message.id.clone()),
        ticket_id: None,
    };
    memories::note(tx, &row.customer_id, told, &source).await
}

/// Whether the message sounds angry. Where people serve, the bot is not asked, but a supervisor is
/// told.
fn is_angry(house: &House, decided: Option<&Verdict>, question: Option<&Question>) -> bool {
    match (decided, question) {
        (Some(verdict), _) => verdict.decision.is_angry(),
        (None, Some(question)) => house.supervision.anger && house.bot.is_angry(&question.text),
        (None, None) => false,
    }
}

/// Why the settings bring this customer to a person at once, if they do: by their grade, which is
/// believed of verified customers alone, or everybody. At a peak the bot serves first.
async fn person_first(
    tx: &mut Tx,
    settings: &RoutingSettings,
    visitor: &Visitor,
) -> Result<Option<TransferReason>> {
    if !settings.knows_person_first() {
        return Ok(None);
    }
    let grade = if visitor.verified {
        customers::brief(tx, &visitor.customer_id).await?.level
    } else {
        None
    };
    Ok(settings.person_first(grade.as_deref(), peaks::holds(tx).await?))
}

/// Whether somebody who comes to a person first finds one.
async fn comes_at_once(tx: &mut Tx, reason: Option<TransferReason>, house: &House) -> Result<bool> {
    Ok(reason.is_some() && serves(tx, house).await?)
}

async fn decide(
    tenant: &Tenant,
    house: &House,
    question: &Question,
    (state, beside): (&State, Beside),
) -> (Verdict, Option<Talk>) {
    let settings = &house.bot_settings;
    let now = tenant.clock().now_ms();
    let verdict = house.bot.decide(question, settings, now);
    house
        .bot
        .converse_with_shop(tenant, (question, settings), verdict, state, beside)
        .await
}

/// What a talk about a task may use besides the message.
async fn beside(tx: &mut Tx, visitor: &Visitor, house: &House) -> Result<Beside> {
    let profile = if visitor.verified {
        let known = customers::load(tx, &visitor.customer_id).await?;
        Profile {
            name: Some(visitor.name.clone()).filter(|name| !name.is_empty()),
            phone: customers::own_phone(tx, &visitor.customer_id).await?,
            level: known.level,
            tags: known.tags,
            attributes: known.attributes,
            verified: true,
        }
    } else {
        Profile::default()
    };
    Ok(Beside {
        locale: visitor.locale.clone(),
        now: house.local_now,
        profile,
        page: visitor.page.as_ref().map(|page| page.title.clone()),
        customer_id: visitor.verified.then(|| visitor.customer_id.clone()),
        memories: memories::recall(tx, &visitor.customer_id).await?,
        ..Beside::default()
    })
}

async fn check(incoming: &Incoming, client_id: &str, tenant: &Tenant) -> Result<()> {
    if client_id.is_empty() || client_id.len() > 64 {
        return Err(Error::field("client_id", "a mark of 1 to 64 characters"));
    }
    let max = tenant
        .settings::<crate::service::model::ServiceSettings>()
        .await?
        .max_message_chars;
    if let Incoming::Text(text) | Incoming::Choice { question: text, .. } = incoming {
        check_text(text, max)?;
    }
    Ok(())
}

/// A text is something and not too much.
pub(crate) fn check_text(text: &str, max_chars: usize) -> Result<()> {
    if text.trim().is_empty() {
        return Err(Error::field("text", "a message says something"));
    }
    if text.contains('\0') {
        return Err(Error::invalid("invalid.nul", "text must not contain NUL"));
    }
    if text.chars().count() > max_chars {
        return Err(
            Error::invalid("invalid.too_long", "the message is too long")
                .with("field", "text")
                .with("max", max_chars),
        );
    }
    Ok(())
}

/// The customer's open conversation, held; a new one when there is none.
async fn open_or_start(
    tx: &mut Tx,
    visitor: &Visitor,
    opening: &Opening,
) -> Result<ConversationRow> {
    let lock = tx.dialect().for_update();
    if let Some(row) = store::open_of_customer(tx, &visitor.customer_id, lock).await? {
        return Ok(row);
    }
    // Holding the customer's row keeps a second message of the same moment from starting another.
    customers::hold(tx, &visitor.customer_id).await?;
    customers::touch(tx, &visitor.customer_id).await?;
    if let Some(row) = store::open_of_customer(tx, &visitor.customer_id, lock).await? {
        return Ok(row);
    }
    let row = start(tx, visitor, Owner::Bot).await?;
    handovers::begun(tx, &row.id, opening).await?;
    Ok(row)
}

/// A new conversation.
pub(crate) async fn start(tx: &mut Tx, visitor: &Visitor, owner: Owner) -> Result<ConversationRow> {
    let new = store::NewConversation {
        channel_id: &visitor.channel_id,
        customer_id: &visitor.customer_id,
        owner,
        locale: &visitor.locale,
        page: visitor.page.as_ref(),
    };
    let row = store::insert(tx, new).await?;
    customers::count_conversation(tx, &visitor.customer_id).await?;
    announce(tx, &row, "conversation.opened", None).await?;
    Ok(row)
}

/// The customer pressed 转人工: always works, whatever the bot thinks.
pub(super) async fn ask_for_person(tenant: &Tenant, visitor: &Visitor, place: Place) -> Result<()> {
    let house = House::of(tenant).await?;
    let opening = handovers::opening(tenant, &visitor.channel_id).await?;
    let visitor = visitor.clone();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mut row = open_or_start(tx, &visitor, &opening).await?;
                // Pressed twice is once.
                if row.owner == Owner::Bot {
                    handovers::asked(tx, &row, place).await?;
                    hand_over(tx, &mut row, &house, TransferReason::Button, None).await?;
                    store::save(tx, &row).await?;
                }
                Ok(())
            })
        })
        .await
}
