//! A talk with a draft: the same rules, products and knowledge as a customer meets, and nothing is
//! kept or done. Where the talk stands travels with the client.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use shanying_kernel::{Error, Result};
use shanying_people::company::CompanySettings;
use shanying_web_kit::{Tenant, markdown};

use super::sample;
use crate::answers::{Bot, BotSettings, Question, Reply};
use crate::dialogue::actions::{Beside, Book};
use crate::dialogue::model::{Card, Move, OptionChip, State, Task, Trace};
use crate::dialogue::progress::{Progress, progress};
use crate::dialogue::rules::{Profile, ShopTalk};
use crate::dialogue::store;

const TEXT_CHARS: usize = 2_000;
const STATE_BYTES: usize = 256 * 1024;
/// Number of a request that is not kept.
pub(super) const NO_NUMBER: &str = "TEST0000";

/// What an editor says as a customer.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrialWords {
    /// The draft.
    task: Task,
    /// Where the talk stands: what the turn before gave, as it is.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    state: Option<serde_json::Value>,
    /// What is said.
    text: String,
    /// The customer's language.
    #[serde(default)]
    locale: String,
    /// Name and phone of a verified customer, for what is filled in from the profile.
    #[serde(default)]
    name: Option<String>,
    /// See `name`.
    #[serde(default)]
    phone: Option<String>,
    /// Grade of a verified customer, for the conditions of a flow.
    #[serde(default)]
    level: Option<String>,
}

/// Something that is said.
#[derive(Default, Serialize, utoipa::ToSchema)]
pub struct TrialSaid {
    /// The words.
    text: String,
    /// What may be clicked.
    options: Vec<OptionChip>,
    /// Things that are sold.
    cards: Vec<Card>,
    /// What would be done: `record` or `hand_over`.
    does: Option<&'static str>,
    /// It comes from the knowledge base.
    answer: bool,
}

/// A turn of a trial.
#[derive(Serialize, utoipa::ToSchema)]
pub struct TrialTurn {
    /// Where the talk stands, for the next turn.
    #[schema(value_type = Object)]
    state: State,
    /// What is said, in order.
    says: Vec<TrialSaid>,
    /// The tasks, the present one first.
    tasks: Vec<Progress>,
    /// Why; none when no task had to do with it.
    trace: Option<Trace>,
}

/// One turn.
pub(super) async fn talk(tenant: &Tenant, words: TrialWords) -> Result<TrialTurn> {
    if words.text.trim().is_empty() || words.text.chars().count() > TEXT_CHARS {
        return Err(Error::field("text", "1 to 2000 characters"));
    }
    let bot = tenant.part::<Bot>()?;
    let mut tasks = store::tasks(&mut tenant.db().read().await?).await?;
    tasks.retain(|task| task.key != words.task.key);
    // A draft that is switched off can be tried all the same.
    tasks.insert(
        0,
        Task {
            enabled: true,
            ..words.task
        },
    );
    let state = state_of(words.state)?;
    let settings = tenant.settings::<BotSettings>().await?;
    let now = tenant.clock().now();
    // As in a real talk, the shop is asked for those alone who are known.
    let shop = words.name.is_some().then(ShopTalk::default);
    let mut beside = Beside {
        now: now_at_home(tenant).await?,
        profile: Profile {
            phone: words.phone.filter(|phone| !phone.is_empty()),
            verified: words.name.is_some(),
            name: words.name.filter(|name| !name.is_empty()),
            level: words.level.filter(|level| !level.is_empty()),
            ..Profile::default()
        },
        locale: words.locale,
        shop,
        ..Beside::default()
    };
    let question = Question {
        text: words.text,
        channel: "web".to_owned(),
        ..Question::default()
    };
    let made = tokio::task::spawn_blocking(move || {
        let book = Book::new(tasks, bot.encoder().cloned(), &bot.shelf());
        let decided = bot.decide(&question, &settings, now.0);
        let (verdict, talk) = loop {
            let verdict = decided.clone();
            let (verdict, talk) =
                bot.converse_by(&book, (&question, &settings), verdict, &state, &beside);
            let want = talk.as_ref().and_then(|talk| talk.wants.clone());
            let Some(want) = want else {
                break (verdict, talk);
            };
            let told = sample::answer(&want, now);
            beside.shop.get_or_insert_default().told.push((want, told));
        };
        let mut says = Vec::new();
        let keeps = talk.as_ref().is_none_or(|talk| talk.keeps_reply);
        if keeps {
            says.extend(said_by_answers(verdict.reply));
        }
        let state = match talk {
            Some(talk) => {
                says.extend(talk.moves.into_iter().map(said));
                talk.state
            }
            None => state,
        };
        TrialTurn {
            tasks: progress(&book, state.clone(), &beside.locale),
            state,
            says,
            trace: verdict.decision.dialogue,
        }
    });
    made.await
        .map_err(|error| Error::internal("a trial broke off").because(error))
}

async fn now_at_home(tenant: &Tenant) -> Result<DateTime> {
    let company = tenant.settings::<CompanySettings>().await?;
    let zone = TimeZone::get(&company.time_zone).unwrap_or(TimeZone::UTC);
    let now = Timestamp::from_millisecond(tenant.clock().now_ms())
        .map_err(|error| Error::internal("the clock is out of range").because(error))?;
    Ok(now.to_zoned(zone).datetime())
}

fn state_of(value: Option<serde_json::Value>) -> Result<State> {
    let Some(value) = value else {
        return Ok(State::default());
    };
    let text = value.to_string();
    if text.len() > STATE_BYTES {
        return Err(Error::field("state", "too large"));
    }
    serde_json::from_str(&text)
        .map_err(|error| Error::field("state", "what the turn before gave").because(error))
}

/// What the knowledge base says, in plain words.
fn said_by_answers(reply: Reply) -> Option<TrialSaid> {
    let (text, options) = match reply {
        Reply::Answer { blocks, .. } => (markdown::plain(&blocks), Vec::new()),
        Reply::Suggestions(entries) => {
            let chips = entries
                .iter()
                .map(|entry| OptionChip::plain(&entry.question));
            (String::new(), chips.collect())
        }
        Reply::SmallTalk { text } | Reply::Abuse { text } => (text, Vec::new()),
        Reply::ToPerson { .. } | Reply::HandoverWords | Reply::Anger => {
            return Some(TrialSaid {
                does: Some("hand_over"),
                answer: true,
                ..TrialSaid::default()
            });
        }
        Reply::Veiled | Reply::Unknown => return None,
    };
    Some(TrialSaid {
        text,
        options,
        answer: true,
        ..TrialSaid::default()
    })
}

fn said(step: Move) -> TrialSaid {
    match step {
        Move::Say(text) => TrialSaid {
            text,
            ..TrialSaid::default()
        },
        Move::Options { text, options } | Move::Aided { text, options, .. } => TrialSaid {
            text,
            options,
            ..TrialSaid::default()
        },
        Move::Cards {
            text,
            cards,
            options,
        } => TrialSaid {
            text,
            options,
            cards,
            ..TrialSaid::default()
        },
        Move::Record { text, .. } => TrialSaid {
            text: text.replace("{number}", NO_NUMBER),
            does: Some("record"),
            ..TrialSaid::default()
        },
        Move::Answer { blocks, .. } => TrialSaid {
            text: markdown::plain(&blocks),
            answer: true,
            ..TrialSaid::default()
        },
        Move::HandOver { text, .. } => TrialSaid {
            text: text.unwrap_or_default(),
            does: Some("hand_over"),
            ..TrialSaid::default()
        },
    }
}
