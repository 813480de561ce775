//! What the bot said and what a person answered, of a conversation that came to a person.

use shanying_web_kit::markdown::plain;

use super::talk::{says_something, without_greeting, words_of};
use crate::conversations::model::{Content, Feedback, Message, SenderKind};

/// Answers of a person that are told together.
const ANSWERS: usize = 3;

/// What the bot made of the customer's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BotSaid {
    /// It was asked nothing, or said nothing.
    Nothing,
    /// It did not know, or asked what was meant.
    Unsure,
    /// It answered.
    Answered {
        /// The entry, if it was one.
        entry_id: Option<String>,
        /// The answer.
        text: String,
        /// The customer said that it did not help, or went on about the matter.
        failed: bool,
    },
}

/// A conversation that came to a person, as far as one learns from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handled {
    /// What the customer wanted when they got to a person.
    pub question: String,
    /// Place of that message.
    pub seq: i64,
    /// What the bot made of it.
    pub bot: BotSaid,
    /// What the person answered; empty when nobody did.
    pub person: String,
    /// Who.
    pub person_name: Option<String>,
}

/// Reads what was said; none when the customer said nothing of a matter.
#[must_use]
pub fn handled(messages: &[Message]) -> Option<Handled> {
    let first_person = messages
        .iter()
        .position(|message| message.sender.kind == SenderKind::Agent);
    let (before, after) = messages.split_at(first_person.unwrap_or(messages.len()));
    let telling = |message: &&Message| {
        let words = words_of(&message.content);
        message.sender.kind == SenderKind::Customer && words.is_some_and(|it| says_something(&it))
    };
    let last = before.iter().rev().find(telling);
    let asked = last.or_else(|| after.iter().find(telling))?;
    let answers: Vec<&Message> = after
        .iter()
        .filter(|message| message.sender.kind == SenderKind::Agent)
        .filter(|message| words_of(&message.content).is_some())
        .take(ANSWERS)
        .collect();
    let words: Vec<String> = answers
        .iter()
        .filter_map(|message| words_of(&message.content))
        .map(|text| without_greeting(&text))
        .collect();
    Some(Handled {
        question: words_of(&asked.content)?,
        seq: asked.seq,
        bot: bot_said(before),
        person: words.join("\n"),
        person_name: answers.first().and_then(|one| one.sender.name.clone()),
    })
}

fn bot_said(before: &[Message]) -> BotSaid {
    let place = before.iter().rposition(|message| {
        let handing =
            matches!(&message.content, Content::Notice { code, .. } if code == "bot.handing_over");
        message.sender.kind == SenderKind::Bot && !handing
    });
    let Some(said) = place.and_then(|place| before.get(place)) else {
        return BotSaid::Nothing;
    };
    let (entry_id, text) = match &said.content {
        Content::Answer {
            entry_id, blocks, ..
        } => (entry_id.clone(), plain(blocks).trim().to_owned()),
        Content::Suggestions { .. } | Content::Notice { .. } => return BotSaid::Unsure,
        other => (None, other.as_text().unwrap_or_default()),
    };
    let rest = before.get(place.unwrap_or_default()..).unwrap_or_default();
    let again = rest.iter().any(|message| {
        let words = words_of(&message.content);
        message.sender.kind == SenderKind::Customer && words.is_some_and(|it| says_something(&it))
    });
    BotSaid::Answered {
        entry_id,
        text,
        failed: again || said.feedback == Some(Feedback::NotHelpful),
    }
}
