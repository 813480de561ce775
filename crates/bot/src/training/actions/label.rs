//! A person says what a question is.

use serde_json::json;
use shanying_kernel::{Error, Result};
use shanying_web_kit::{Caller, Tenant};

use super::name_of;
use super::replay::asked;
use crate::answers::{Bot, BotSettings};
use crate::knowledge;
use crate::training::model::{Choice, Expected, TrainingQuestion};
use crate::training::store::{self, Labeller};

/// Below this score an entry is no candidate for a person.
const FAINT: f64 = 0.05;

/// What a person says.
#[derive(Clone, Debug)]
pub(in crate::training) struct Labelling {
    /// None takes the label back.
    pub(in crate::training) expected: Option<Expected>,
    /// Whether the question becomes a similar question of its entry at once.
    pub(in crate::training) add_similar: bool,
}

/// Sets the label of a question, or takes it back.
pub(in crate::training) async fn label(
    tenant: &Tenant,
    caller: &Caller,
    id: &str,
    labelling: Labelling,
) -> Result<TrainingQuestion> {
    if let Some(expected) = &labelling.expected {
        sound(expected)?;
    }
    let by = Labeller {
        id: caller.actor.id.clone(),
        name: name_of(caller),
    };
    let expected = labelling.expected.clone();
    let id = id.to_owned();
    let question = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                store::load(tx, &id).await?;
                let entry = expected.as_ref().and_then(|one| one.entry_id.clone());
                if let Some(entry) = &entry {
                    knowledge::require(tx, entry).await?;
                }
                store::set_label(tx, &id, expected.as_ref(), &by).await?;
                tx.emit("training.labelled", json!({"question_id": id}))
                    .await?;
                store::load(tx, &id).await
            })
        })
        .await?;
    let entry = labelling.expected.and_then(|expected| expected.entry_id);
    if let Some(entry) = entry.filter(|_| labelling.add_similar) {
        knowledge::add_similar(tenant, caller, &entry, &question.text).await?;
    }
    let mut looked = look(tenant, vec![question]).await?;
    looked
        .pop()
        .ok_or_else(|| Error::internal("a question got lost on its way"))
}

/// An entry is named where one is meant, and nowhere else.
pub(super) fn sound(expected: &Expected) -> Result<()> {
    match (expected.choice, &expected.entry_id) {
        (Choice::Entry, None) => Err(Error::field("entry_id", "name the entry that answers it")),
        (Choice::Entry, Some(_)) | (_, None) => Ok(()),
        (_, Some(_)) => Err(Error::field(
            "entry_id",
            "only the choice entry has an entry",
        )),
    }
}

/// Tells of each question what the bot would do now.
pub(in crate::training) async fn look(
    tenant: &Tenant,
    mut questions: Vec<TrainingQuestion>,
) -> Result<Vec<TrainingQuestion>> {
    let bot = tenant.part::<Bot>()?;
    let settings = tenant.settings::<BotSettings>().await?;
    let now_ms = tenant.clock().now_ms();
    // Each question is encoded: a page of them takes too long for the threads that serve requests.
    tokio::task::spawn_blocking(move || {
        for question in &mut questions {
            let decision = bot
                .decide(&asked(&question.text), &settings, now_ms)
                .decision;
            question.now = Some(decision.outcome);
            question.candidates = decision.candidates;
            question
                .candidates
                .retain(|candidate| candidate.score >= FAINT);
        }
        questions
    })
    .await
    .map_err(|error| Error::internal("asking the bot failed").because(error))
}
