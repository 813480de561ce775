//! Tickets of the last days: how the firm works at them, the tree under which they are filed, and some
//! tickets, played under the demo's own clock through the same actions as live ones.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use shanying_bot::knowledge::Table;
use shanying_desk::filing::{import_history, import_tree};
use shanying_desk::tickets::{
    NewTicket, Origin, PastStep, SlaSettings, TicketPatch, TicketSettings, open_past, play,
};
use shanying_kernel::{Actor, ActorKind, Clock, Error, Result};
use shanying_web_kit::settings::store_at_start;
use shanying_web_kit::{Section, Tenant};

use super::Told;
use super::data::Files;
use super::seed::{People, caller};

/// Samples of one leaf; more would make the first start longer and nothing clearer.
const SAMPLES: usize = 12;
const MINUTE_MS: i64 = 60_000;

/// `tickets.json`; groups and people are named by their keys.
#[derive(Deserialize)]
pub(super) struct TicketFile {
    settings: Value,
    sla: Value,
    tickets: Vec<OneFile>,
}

#[derive(Deserialize)]
struct OneFile {
    hours_ago: i64,
    by: String,
    customer: String,
    #[serde(rename = "type")]
    kind: String,
    subject: String,
    description: String,
    fields: BTreeMap<String, String>,
    agent: Option<String>,
    #[serde(default)]
    watchers: Vec<String>,
    steps: Vec<StepFile>,
}

#[derive(Clone, Deserialize)]
struct StepFile {
    /// From the beginning of the ticket.
    after_minutes: i64,
    by: Option<String>,
    say: Option<String>,
    #[serde(default)]
    public: bool,
    change: Option<TicketPatch>,
    answer: Option<String>,
    #[serde(default)]
    urge: bool,
}

/// Writes all of it; a company without the file has the house's own types and no ticket.
pub(super) async fn write(
    tenant: &Tenant,
    clock: &Clock,
    files: &Files,
    people: &People,
    told: Told<'_>,
) -> Result<()> {
    write_tree(tenant, files).await?;
    let Some(file) = &files.tickets else {
        return Ok(());
    };
    keep::<TicketSettings>(tenant, named(file.settings.clone(), people)).await?;
    keep::<SlaSettings>(tenant, named(file.sla.clone(), people)).await?;
    tenant.forget_settings();
    let now = clock.now_ms();
    for (done, one) in file.tickets.iter().enumerate() {
        told("tickets", done, file.tickets.len());
        let begun = now - one.hours_ago * 60 * MINUTE_MS;
        clock.advance(begun - clock.now_ms());
        let id = open(tenant, people, one).await?;
        for step in &one.steps {
            let at = begun + step.after_minutes * MINUTE_MS;
            // What would lie ahead of now has not happened yet.
            if at >= now {
                break;
            }
            clock.advance(at - clock.now_ms());
            let (ticket, step) = (id.clone(), step_of(people, step)?);
            tenant
                .db()
                .write(move |tx| Box::pin(async move { play(tx, &ticket, step).await }))
                .await?;
        }
    }
    clock.advance(now - clock.now_ms());
    Ok(())
}

async fn keep<S: Section>(tenant: &Tenant, value: Value) -> Result<()> {
    let section: S = serde_json::from_value(value)?;
    section.check()?;
    store_at_start(tenant.db(), section).await
}

/// Keys of groups become their ids.
fn named(value: Value, people: &People) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| match value.as_str() {
                Some(key) if name == "group_id" => {
                    let id = people.groups.get(key).map(|(id, _)| id.clone());
                    (name, Value::String(id.unwrap_or_default()))
                }
                _ => (name, named(value, people)),
            })
            .collect(),
        Value::Array(items) => items.into_iter().map(|item| named(item, people)).collect(),
        other => other,
    }
}

fn agent(people: &People, username: &str) -> Result<Actor> {
    let (id, name) = people.agents.get(username).cloned().ok_or_else(|| {
        Error::internal(format!(
            "the tickets name an agent {username} who is not there"
        ))
    })?;
    Ok(Actor {
        kind: ActorKind::Agent,
        id: Some(id),
        name: Some(name),
    })
}

async fn open(tenant: &Tenant, people: &People, one: &OneFile) -> Result<String> {
    let id_of = |username: &String| people.agents.get(username).map(|(id, _)| id.clone());
    let new = NewTicket {
        kind: one.kind.clone(),
        subject: one.subject.clone(),
        description: one.description.clone(),
        priority: None,
        fields: one.fields.clone(),
        origin: Origin::Staff,
        customer_id: people
            .customers
            .get(&one.customer)
            .map(|(id, _)| id.clone()),
        conversation_id: None,
        order_no: None,
        group_id: None,
        agent_id: one.agent.as_ref().and_then(id_of),
        parent_id: None,
        leaf: None,
        created_by: agent(people, &one.by)?,
    };
    let watchers: Vec<String> = one.watchers.iter().filter_map(id_of).collect();
    let actor = new.created_by.clone();
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let id = open_past(tx, new).await?;
                if !watchers.is_empty() {
                    let patch = TicketPatch {
                        watchers: Some(watchers),
                        ..TicketPatch::default()
                    };
                    let patch = Box::new(patch);
                    play(tx, &id, PastStep::Changed { actor, patch }).await?;
                }
                Ok(id)
            })
        })
        .await
}

fn step_of(people: &People, step: &StepFile) -> Result<PastStep> {
    let by = || agent(people, step.by.as_deref().unwrap_or_default());
    Ok(
        match (step.say.clone(), step.change.clone(), step.answer.clone()) {
            (Some(text), _, _) => PastStep::Said {
                actor: by()?,
                text,
                public: step.public,
            },
            (_, Some(patch), _) => PastStep::Changed {
                actor: by()?,
                patch: Box::new(patch),
            },
            (_, _, Some(text)) => PastStep::Answered { text },
            _ if step.urge => PastStep::Urged,
            _ => return Err(Error::internal("a step of a ticket does nothing")),
        },
    )
}

/// Tickets are filed under the same tree as the firm's knowledge, and its phrasings are the first
/// samples of each leaf.
async fn write_tree(tenant: &Tenant, files: &Files) -> Result<()> {
    let paths = files.knowledge.paths();
    let mut samples: BTreeMap<&Vec<String>, Vec<&String>> = BTreeMap::new();
    for entry in &files.knowledge.entries {
        if let Some(path) = entry.category.as_deref().and_then(|key| paths.get(key)) {
            let known = samples.entry(path).or_default();
            known.push(&entry.question);
            known.extend(&entry.similar);
        }
    }
    let numbered = |rows: Vec<Vec<String>>| {
        rows.into_iter()
            .enumerate()
            .map(|(at, row)| (at + 2, row))
            .collect()
    };
    let tree = Table {
        columns: vec!["一级".to_owned(), "二级".to_owned()],
        rows: numbered(samples.keys().map(|path| (*path).clone()).collect()),
    };
    import_tree(tenant, &caller(), tree).await?;
    let mut rows = Vec::new();
    for (path, texts) in &samples {
        let step = (texts.len() / SAMPLES).max(1);
        for text in texts.iter().step_by(step).take(SAMPLES) {
            let mut row = vec![(*text).clone()];
            row.extend((*path).clone());
            rows.push(row);
        }
    }
    let history = Table {
        columns: vec!["内容".to_owned(), "一级".to_owned(), "二级".to_owned()],
        rows: numbered(rows),
    };
    import_history(tenant, &caller(), history).await.map(|_| ())
}
