//! The conversations of the last days, as live ones would have left them.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use shanying_bot::{Audience, Bot};
use shanying_desk::conversations::{Content, QuestionRef, Rating, SenderKind, TransferReason};
use shanying_desk::seed::{PastConversation, PastMessage, insert_past};
use shanying_kernel::{Error, Result, Time};
use shanying_people::customers::{self, NewCustomer};
use shanying_web_kit::{Tenant, markdown};

use super::Told;
use super::data::{ConversationFile, Files, MessageFile, Speaker};
use super::days::moment;
use super::seed::{People, with_pictures};

/// A person needs this long to take a conversation and begin to write.
const ACCEPT_MS: i64 = 4_000;
/// A conversation that would not be over ended this long ago.
const LATEST_MS: i64 = 180_000;

/// Writes them all, oldest first.
pub(super) async fn write(
    tenant: &Tenant,
    files: &Files,
    people: &People,
    told: Told<'_>,
) -> Result<()> {
    let now = tenant.clock().now_ms();
    let mut begun = Vec::new();
    for file in &files.conversations {
        begun.push((begin(file, now)?, file));
    }
    begun.sort_by_key(|(at, _)| *at);
    for (done, (at, file)) in begun.iter().enumerate() {
        told("conversations", done, begun.len());
        let customer = customer(tenant, people, file, *at).await?;
        let past = Writer {
            tenant,
            files,
            people,
            begun: *at,
            customer: &customer,
        }
        .write(file)?;
        tenant
            .db()
            .write(move |tx| Box::pin(async move { insert_past(tx, past).await }))
            .await?;
    }
    Ok(())
}

/// When a conversation began, in milliseconds; never so late that it would not be over.
fn begin(file: &ConversationFile, now: i64) -> Result<i64> {
    let time = file.time.parse().map_err(|error: jiff::Error| {
        Error::internal(format!("{} is no time of a day", file.time)).because(error)
    })?;
    let lasts = file.messages.last().map_or(0, |message| message.at_s) * 1000;
    let latest = now - lasts - LATEST_MS;
    Ok(moment(file.days_ago, time, now)?.min(latest))
}

/// Id and name of the customer; anonymous ones are made.
async fn customer(
    tenant: &Tenant,
    people: &People,
    file: &ConversationFile,
    at: i64,
) -> Result<(String, String)> {
    if let Some(user_id) = &file.customer {
        return people.customers.get(user_id).cloned().ok_or_else(|| {
            Error::internal(format!(
                "the conversations name a customer {user_id} who is not there"
            ))
        });
    }
    let new = NewCustomer {
        locale: "zh-CN".to_owned(),
        first_seen: Some(Time(at)),
        ..NewCustomer::default()
    };
    let made = tenant
        .db()
        .write(move |tx| Box::pin(async move { customers::create(tx, new).await }))
        .await?;
    Ok((made.id, made.name))
}

/// Turns one conversation of the files into rows.
struct Writer<'a> {
    tenant: &'a Tenant,
    files: &'a Files,
    people: &'a People,
    begun: i64,
    customer: &'a (String, String),
}

impl Writer<'_> {
    fn write(&self, file: &ConversationFile) -> Result<PastConversation> {
        let agent = file
            .agent
            .as_ref()
            .and_then(|username| self.people.agents.get(username));
        let group = file
            .group
            .as_ref()
            .and_then(|key| self.people.groups.get(key));
        let group_name = group.map_or("", |(_, name)| name.as_str());
        let transfer = file
            .messages
            .iter()
            .find_map(|message| Some((reason(message.transfer.as_deref()?), self.at(message))));
        let first_human = file.messages.iter().find(|m| m.from == Speaker::Agent);
        let accepted_at = first_human.map(|first| {
            let asked = transfer.map_or(0, |(_, at)| at.0 + 1000);
            Time(
                (self.at(first).0 - ACCEPT_MS)
                    .max(asked)
                    .min(self.at(first).0),
            )
        });
        let mut messages = Vec::new();
        let mut unknowns = 0;
        for message in &file.messages {
            if accepted_at.is_some()
                && first_human.is_some_and(|first| std::ptr::eq(first, message))
            {
                let name = agent.map_or("", |(_, nickname)| nickname.as_str());
                let content = notice("agent.joined", &[("name", json!(name))]);
                messages.push(said(
                    SenderKind::System,
                    None,
                    content,
                    accepted_at.unwrap_or_default(),
                ));
            }
            unknowns += usize::from(message.unknown);
            let Some(content) = self.content(file, message, unknowns, group_name)? else {
                continue;
            };
            let (sender, who) = match message.from {
                Speaker::Customer => (SenderKind::Customer, Some(self.customer)),
                Speaker::Agent => (SenderKind::Agent, agent),
                Speaker::Bot => (SenderKind::Bot, None),
                Speaker::System => (SenderKind::System, None),
            };
            let mut past = said(sender, who, content, self.at(message));
            past.feedback = message
                .feedback
                .as_deref()
                .map(|feedback| feedback == "helpful");
            messages.push(past);
        }
        messages.push(self.end(file));
        let rating = file.rating.as_ref().map(|rating| Rating {
            score: rating.score,
            tags: rating.tags.clone(),
            solved: rating.solved,
            comment: rating.comment.clone(),
            at: Time(self.last(file).0 + 30_000),
        });
        Ok(PastConversation {
            channel_id: self.people.channel_id.clone(),
            customer_id: self.customer.0.clone(),
            agent_id: agent.map(|(id, _)| id.clone()),
            group_id: group.map(|(id, _)| id.clone()),
            page: file
                .page
                .as_ref()
                .map(|page| (page.url.clone(), page.title.clone())),
            transfer,
            accepted_at,
            waits: file.left_message,
            messages,
            rating,
        })
    }

    fn at(&self, message: &MessageFile) -> Time {
        Time(self.begun + message.at_s * 1000)
    }

    fn last(&self, file: &ConversationFile) -> Time {
        file.messages
            .last()
            .map_or(Time(self.begun), |message| self.at(message))
    }

    /// The last word: a message was left, or the conversation ended.
    fn end(&self, file: &ConversationFile) -> PastMessage {
        let at = Time(self.last(file).0 + 1000);
        let content = if file.left_message {
            notice("conversation.left_message", &[])
        } else {
            let by = if file.agent.is_some() {
                "agent"
            } else {
                "customer"
            };
            notice("conversation.closed", &[("by", json!(by))])
        };
        said(SenderKind::System, None, content, at)
    }

    /// What a message says; none for what other rows say already.
    fn content(
        &self,
        file: &ConversationFile,
        message: &MessageFile,
        unknowns: usize,
        group: &str,
    ) -> Result<Option<Content>> {
        if let Some(key) = &message.entry {
            return self.answer(key).map(Some);
        }
        if let Some(keys) = &message.suggest {
            let items = keys
                .iter()
                .map(|key| self.question(key))
                .collect::<Result<_>>()?;
            return Ok(Some(Content::Suggestions { items }));
        }
        if message.unknown {
            let code = if unknowns > 1 {
                "bot.unknown_again"
            } else {
                "bot.unknown"
            };
            return Ok(Some(notice(code, &[])));
        }
        if message.transfer.is_some() {
            if file.left_message {
                return Ok(None);
            }
            let place = [
                ("position", json!(1)),
                ("eta_seconds", Value::Null),
                ("group", json!(group)),
            ];
            return Ok(Some(notice("queue.joined", &place)));
        }
        if message.from == Speaker::System {
            // What the server says is a notice in the words of the client, not a text.
            let closed = notice("service.closed_hours", &[("opens_at", Value::Null)]);
            return Ok(file.left_message.then_some(closed));
        }
        Ok(message.text.clone().map(|text| Content::Text { text }))
    }

    /// The answer as the bot gives it; of an entry whose time is over, as it was written.
    fn answer(&self, key: &str) -> Result<Content> {
        let question = self.question(key)?;
        let bot = self.tenant.part::<Bot>()?;
        if let Some((question, blocks, related)) =
            bot.entry_content(&question.entry_id, "web", Audience::Agents)
        {
            let related = related
                .into_iter()
                .map(|entry| QuestionRef {
                    entry_id: entry.entry_id,
                    question: entry.question,
                })
                .collect();
            let entry_id = bot
                .refs(&[key.to_owned()], Audience::Agents)
                .pop()
                .map(|e| e.entry_id);
            return Ok(Content::Answer {
                entry_id,
                question,
                blocks,
                related,
            });
        }
        let written = self
            .files
            .knowledge
            .entries
            .iter()
            .find(|entry| entry.key == key);
        let text = written.map_or("", |entry| entry.answer.as_str());
        Ok(Content::Answer {
            entry_id: None,
            question: question.question,
            blocks: markdown::parse(&with_pictures(self.files.key, text)),
            related: Vec::new(),
        })
    }

    /// An entry by its key.
    fn question(&self, key: &str) -> Result<QuestionRef> {
        let bot = self.tenant.part::<Bot>()?;
        if let Some(entry) = bot.refs(&[key.to_owned()], Audience::Agents).pop() {
            return Ok(QuestionRef {
                entry_id: entry.entry_id,
                question: entry.question,
            });
        }
        let written = self
            .files
            .knowledge
            .entries
            .iter()
            .find(|entry| entry.key == key);
        written
            .map(|entry| QuestionRef {
                entry_id: String::new(),
                question: entry.question.clone(),
            })
            .ok_or_else(|| {
                Error::internal(format!(
                    "the conversations name an entry {key} that is not there"
                ))
            })
    }
}

fn said(
    sender: SenderKind,
    who: Option<&(String, String)>,
    content: Content,
    at: Time,
) -> PastMessage {
    PastMessage {
        sender,
        sender_id: who.map(|(id, _)| id.clone()),
        sender_name: who.map(|(_, name)| name.clone()),
        content,
        at,
        feedback: None,
    }
}

fn notice(code: &str, params: &[(&str, Value)]) -> Content {
    let params: BTreeMap<String, Value> = params
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    Content::Notice {
        code: code.to_owned(),
        params,
    }
}

fn reason(code: &str) -> TransferReason {
    match code {
        "words" => TransferReason::Words,
        "unknown" => TransferReason::Unknown,
        "dislike" => TransferReason::NotHelpful,
        "anger" => TransferReason::Anger,
        "entry" => TransferReason::Entry,
        _ => TransferReason::Button,
    }
}
