//! What the room remembers between messages: answers of conversations that are over, and what agents
//! made of suggestions. Both are derived from the database and lie in memory as an index each.

use std::collections::BTreeMap;
use std::sync::Arc;

use parking_lot::RwLock;
use shanying_bot::Bot;
use shanying_bus::Received;
use shanying_kernel::Result;
use shanying_language::embed::{Encoder, QuantVec};
use shanying_language::index::{Index, IndexOptions, Phrasing};
use shanying_language::segment::Segmenter;
use shanying_storage::heavy;
use shanying_web_kit::Tenant;

use super::rules::{self, Pair};
use super::store::{self, Lesson};
use crate::conversations::store as conversations;

/// Conversations that are read at the start, and answers and verdicts that are remembered at most; the
/// oldest go first.
const CONVERSATIONS: usize = 1_500;
const PAIRS: usize = 8_000;
const LESSONS: usize = 4_000;
const MESSAGES: usize = 200;
/// From this likeness on a verdict on another question counts.
const ALIKE: f32 = 0.5;
/// What the question before tells of a past answer counts less than the question itself.
const CONTEXT: f32 = 0.9;

/// What the room remembers; a part of the tenant.
#[derive(Default)]
pub struct Memory {
    cases: RwLock<Cases>,
    lessons: RwLock<Lessons>,
    /// Cuts words for comparing answers.
    pub(super) segmenter: Segmenter,
}

#[derive(Default)]
struct Cases {
    index: Option<Index>,
    /// By their messages' ids, which are in order of time.
    pairs: BTreeMap<String, Remembered>,
}

#[derive(Default)]
struct Lessons {
    index: Option<Index>,
    told: BTreeMap<String, Lesson>,
}

/// An answer of the past.
#[derive(Clone, Debug)]
pub(super) struct Remembered {
    pub conversation_id: String,
    pub pair: Pair,
}

fn index(slot: &mut Option<Index>, encoder: Option<Arc<Encoder>>) -> &mut Index {
    slot.get_or_insert_with(|| Index::new(encoder, IndexOptions::default()))
}

/// The vectors of phrasings, made before an index is held: nobody waits for them.
fn vectors(encoder: Option<&Arc<Encoder>>, phrasings: &[Phrasing]) -> Vec<Option<QuantVec>> {
    let Some(encoder) = encoder else {
        return Vec::new();
    };
    let texts: Vec<String> = phrasings
        .iter()
        .map(|one| Index::text_to_encode(&one.text))
        .collect();
    let made = encoder.encode_batch(&texts);
    made.iter()
        .map(|vector| Some(QuantVec::quantise(vector)))
        .collect()
}

impl Memory {
    /// Remembers the answers of a conversation; what is known is not read again.
    fn learn(&self, encoder: Option<&Arc<Encoder>>, conversation_id: &str, pairs: Vec<Pair>) {
        for pair in pairs {
            if self.cases.read().pairs.contains_key(&pair.message_id) {
                continue;
            }
            let mut phrasings = vec![Phrasing::new(&pair.asked)];
            if let Some(before) = &pair.before {
                phrasings.push(Phrasing {
                    text: format!("{before}，{}", pair.asked),
                    weight: CONTEXT,
                });
            }
            let vectors = vectors(encoder, &phrasings);
            let mut cases = self.cases.write();
            index(&mut cases.index, encoder.cloned()).upsert_with_vectors(
                &pair.message_id,
                &phrasings,
                &vectors,
            );
            let remembered = Remembered {
                conversation_id: conversation_id.to_owned(),
                pair: pair.clone(),
            };
            cases.pairs.insert(pair.message_id, remembered);
            if cases.pairs.len() > PAIRS
                && let Some((oldest, _)) = cases.pairs.pop_first()
                && let Some(index) = &mut cases.index
            {
                index.remove(&oldest);
            }
        }
    }

    /// Remembers a verdict.
    pub(super) fn teach(&self, encoder: Option<&Arc<Encoder>>, lesson: Lesson) {
        let phrasings = [Phrasing::new(&lesson.asked)];
        let vectors = vectors(encoder, &phrasings);
        let mut lessons = self.lessons.write();
        index(&mut lessons.index, encoder.cloned())
            .upsert_with_vectors(&lesson.id, &phrasings, &vectors);
        lessons.told.insert(lesson.id.clone(), lesson);
        if lessons.told.len() > LESSONS
            && let Some((oldest, _)) = lessons.told.pop_first()
            && let Some(index) = &mut lessons.index
        {
            index.remove(&oldest);
        }
    }

    /// Past answers to what is asked like this, but those of one conversation; the most alike first.
    pub(super) fn cases(&self, text: &str, most: usize, but: &str) -> Vec<(Remembered, f64)> {
        let cases = self.cases.read();
        let Some(index) = &cases.index else {
            return Vec::new();
        };
        let other = |id: &str| {
            let pair = cases.pairs.get(id);
            pair.is_some_and(|one| one.conversation_id != but)
        };
        let hits = index.search(text, most, other);
        hits.into_iter()
            .filter_map(|hit| {
                let one = cases.pairs.get(&hit.entry_id)?;
                Some((one.clone(), f64::from(hit.score)))
            })
            .collect()
    }

    /// Verdicts on questions like this, with how alike they are.
    pub(super) fn lessons(&self, text: &str, most: usize) -> Vec<(Lesson, f64)> {
        let lessons = self.lessons.read();
        let Some(index) = &lessons.index else {
            return Vec::new();
        };
        index
            .search(text, most, |_| true)
            .into_iter()
            .filter(|hit| hit.score >= ALIKE)
            .filter_map(|hit| {
                let lesson = lessons.told.get(&hit.entry_id)?;
                Some((lesson.clone(), f64::from(hit.score)))
            })
            .collect()
    }

    fn forget(&self, conversation_id: &str) {
        let mut cases = self.cases.write();
        let gone: Vec<String> = cases
            .pairs
            .iter()
            .filter(|(_, one)| one.conversation_id == conversation_id)
            .map(|(id, _)| id.clone())
            .collect();
        for id in gone {
            cases.pairs.remove(&id);
            if let Some(index) = &mut cases.index {
                index.remove(&id);
            }
        }
        let mut lessons = self.lessons.write();
        let gone: Vec<String> = lessons
            .told
            .values()
            .filter(|one| one.conversation_id == conversation_id)
            .map(|one| one.id.clone())
            .collect();
        for id in gone {
            lessons.told.remove(&id);
            if let Some(index) = &mut lessons.index {
                index.remove(&id);
            }
        }
    }
}

/// Conversations are gone; called after the commit that deleted them.
pub(crate) fn forget(tenant: &Tenant, conversations: &[String]) -> Result<()> {
    let memory = tenant.part::<Memory>()?;
    for id in conversations {
        memory.forget(id);
    }
    Ok(())
}

/// Remembers the answers of one conversation that is over.
async fn remember(tenant: &Tenant, conversation_id: &str) -> Result<()> {
    let mut tx = tenant.db().read().await?;
    let part = conversations::Part::After(0);
    let (messages, _) =
        conversations::messages(&mut tx, conversation_id, part, false, MESSAGES).await?;
    drop(tx);
    let pairs = rules::pairs(&messages);
    if pairs.is_empty() {
        return Ok(());
    }
    let memory = tenant.part::<Memory>()?;
    let encoder = tenant.part::<Bot>()?.encoder().cloned();
    let id = conversation_id.to_owned();
    heavy("cases", move || memory.learn(encoder.as_ref(), &id, pairs)).await
}

/// Remembers all that is there.
pub(super) async fn recall(tenant: &Tenant) -> Result<()> {
    let mut tx = tenant.db().read().await?;
    let lessons = store::lessons(&mut tx, LESSONS).await?;
    let over = conversations::served_and_over(&mut tx, CONVERSATIONS).await?;
    drop(tx);
    let memory = tenant.part::<Memory>()?;
    let encoder = tenant.part::<Bot>()?.encoder().cloned();
    heavy("lessons", move || {
        for lesson in lessons {
            memory.teach(encoder.as_ref(), lesson);
        }
    })
    .await?;
    for id in over {
        remember(tenant, &id).await?;
    }
    Ok(())
}

/// Remembers what is there, and each conversation that ends from now on.
pub(crate) fn start(tenant: &Tenant) {
    let tenant = tenant.clone();
    let mut subscription = tenant.bus().subscribe();
    tenant.tasks().clone().spawn(async move {
        if let Err(error) = recall(&tenant).await {
            tracing::error!(?error, "past answers could not be read");
        }
        loop {
            let received = tokio::select! {
                () = tenant.tasks().stopping() => return,
                received = subscription.next() => received,
            };
            let done = match received {
                None => return,
                Some(Received::Event(event)) if event.kind == "conversation.closed" => {
                    match event
                        .payload
                        .get("conversation_id")
                        .and_then(|id| id.as_str())
                    {
                        Some(id) => remember(&tenant, id).await,
                        None => Ok(()),
                    }
                }
                Some(Received::Event(_)) => Ok(()),
                Some(Received::Lagged) => recall(&tenant).await,
            };
            if let Err(error) = done {
                tracing::error!(?error, "a past answer could not be read");
            }
        }
    });
}
