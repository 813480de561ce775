//! How the tasks of a conversation stand, for the staff.

use serde::Serialize;
use shanying_kernel::Result;
use shanying_storage::Tx;
use shanying_web_kit::Tenant;

use super::actions::Book;
use super::model::{Row, SlotSpec, State};
use super::rules::{is_needed, rows};
use super::store::{self, Request};
use crate::answers::Bot;

/// A task of a conversation with all its slots, for the staff.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = DialogueProgress)]
pub struct Progress {
    /// Which task.
    pub task: String,
    /// Its name.
    pub name: String,
    /// `active`, `waiting`, `done` or `given_up`.
    pub standing: Standing,
    /// What was told.
    pub rows: Vec<Row>,
    /// Labels of what is still missing; of a flow, what it asks for now.
    pub missing: Vec<String>,
    /// Of a flow: keys of the nodes that were reached, in order.
    pub path: Vec<String>,
}

/// How a task of a conversation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DialogueStanding)]
pub enum Standing {
    /// It is talked about.
    Active,
    /// Another came between.
    Waiting,
    /// It reached its end.
    Done,
    /// The customer gave it up.
    GivenUp,
}

/// The tasks and requests of a conversation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Dialogue {
    /// The tasks, the present one first.
    pub tasks: Vec<Progress>,
    /// What was kept for the staff.
    pub requests: Vec<Request>,
}

/// Tasks and requests of a conversation, in the words of a language.
pub async fn show(tenant: &Tenant, tx: &mut Tx, id: &str, locale: &str) -> Result<Dialogue> {
    let state = store::state(tx, id).await?;
    let book = tenant.part::<Bot>()?.inner.tasks.load_full();
    Ok(Dialogue {
        tasks: progress(&book, state, locale),
        requests: store::requests(tx, id).await?,
    })
}

/// How the tasks of a talk stand, the present one first.
pub(super) fn progress(book: &Book, state: State, locale: &str) -> Vec<Progress> {
    let mut tasks = Vec::new();
    for (place, running) in state.running.iter().rev().enumerate() {
        let Some(task) = book.tasks().iter().find(|task| task.key == running.task) else {
            continue;
        };
        let asked = running
            .asked
            .as_ref()
            .and_then(|asked| asked.slot.as_deref());
        let missing = |slot: &&SlotSpec| {
            let wanted = match task.nodes() {
                Some(_) => asked == Some(slot.key.as_str()),
                None => slot.required && is_needed(slot, running),
            };
            wanted && !running.slots.contains_key(&slot.key)
        };
        tasks.push(Progress {
            task: task.key.clone(),
            name: task.name.name(locale).to_owned(),
            standing: if place == 0 {
                Standing::Active
            } else {
                Standing::Waiting
            },
            rows: rows(task, running, locale),
            missing: task
                .slots
                .iter()
                .filter(missing)
                .map(|slot| slot.label.name(locale).to_owned())
                .collect(),
            path: running.path.iter().map(|one| one.node.clone()).collect(),
        });
    }
    for over in state.finished.into_iter().rev() {
        tasks.push(Progress {
            task: over.task,
            name: over.name,
            standing: if over.reached {
                Standing::Done
            } else {
                Standing::GivenUp
            },
            rows: over.rows,
            missing: Vec::new(),
            path: over.path,
        });
    }
    tasks
}
