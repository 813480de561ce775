//! Alike questions come together. Meanings are compared outside the transaction; what was taken
//! back meanwhile is left out when the places are written.

use std::collections::{BTreeSet, HashMap};

use serde_json::json;
use shanying_bot::Bot;
use shanying_kernel::{Error, Result, new_id};
use shanying_language::index::{Index, IndexOptions, Phrasing};
use shanying_web_kit::Tenant;

use crate::gaps::model::{Place, Waiting};
use crate::gaps::{rules, store};

/// Signals placed at one go.
const BATCH: usize = 100;
/// Gaps that a question is compared with; those that rested longest are left out.
const GAPS_MOST: usize = 1000;
/// Gaps that share words with a question and are compared by meaning.
const CANDIDATES: usize = 6;

/// Groups all signals that wait.
pub(in crate::gaps) async fn group(tenant: &Tenant) -> Result<()> {
    loop {
        let mut reader = tenant.db().read().await?;
        let waiting = store::waiting(&mut reader, BATCH).await?;
        if waiting.is_empty() {
            return Ok(());
        }
        let gaps = store::joinable(&mut reader, GAPS_MOST).await?;
        drop(reader);
        let bot = tenant.part::<Bot>()?;
        let placed = tokio::task::spawn_blocking(move || place(&bot, &waiting, gaps))
            .await
            .map_err(|error| Error::internal("grouping questions failed").because(error))?;
        write(tenant, placed).await?;
    }
}

/// Finds the place of each waiting signal.
fn place(bot: &Bot, waiting: &[Waiting], gaps: Vec<(String, String)>) -> Vec<(String, Place)> {
    let mut shelf = Shelf::new(gaps);
    let mut here: HashMap<(&str, i64), Place> = HashMap::new();
    let mut placed = Vec::with_capacity(waiting.len());
    for one in waiting {
        let repeated = one.rephrased.as_ref();
        if repeated.is_some_and(|next| !rules::is_rephrased(bot.similarity(&one.text, next))) {
            placed.push((one.id.clone(), Place::Nowhere));
            continue;
        }
        // The same question with another signal stays where it is.
        let question = (one.conversation_id.as_str(), one.seq);
        let known = one.known_gap.clone().map(Place::In);
        let place = known
            .or_else(|| here.get(&question).cloned())
            .unwrap_or_else(|| match shelf.alike(bot, &one.text) {
                Some(gap) => Place::In(gap),
                None => Place::New(shelf.open(&one.text)),
            });
        if let Place::In(gap) | Place::New(gap) = &place {
            here.insert(question, Place::In(gap.clone()));
        }
        placed.push((one.id.clone(), place));
    }
    placed
}

/// The gaps by their questions, in memory for one batch. Words and characters find the candidates,
/// because they cost no encoding; meaning decides among them.
struct Shelf {
    index: Index,
}

impl Shelf {
    fn new(gaps: Vec<(String, String)>) -> Self {
        let mut shelf = Self {
            index: Index::new(None, IndexOptions::default()),
        };
        for (id, question) in gaps {
            shelf.index.upsert(&id, &[Phrasing::new(question)]);
        }
        shelf
    }

    /// A new gap that later questions of the batch may join.
    fn open(&mut self, question: &str) -> String {
        let id = new_id("gap");
        self.index.upsert(&id, &[Phrasing::new(question)]);
        id
    }

    /// The gap most like the question, if one is alike.
    fn alike(&self, bot: &Bot, question: &str) -> Option<String> {
        self.index
            .search(question, CANDIDATES, |_| true)
            .into_iter()
            .map(|hit| (bot.similarity(question, &hit.best_phrasing), hit.entry_id))
            .filter(|(similarity, _)| rules::are_alike(*similarity))
            .max_by(|(a, _), (b, _)| a.total_cmp(b))
            .map(|(_, id)| id)
    }
}

async fn write(tenant: &Tenant, placed: Vec<(String, Place)>) -> Result<()> {
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mut opened = BTreeSet::new();
                let mut touched = BTreeSet::new();
                for (question, place) in placed {
                    let (gap, new) = match place {
                        Place::Nowhere => {
                            store::drop_question(tx, &question).await?;
                            continue;
                        }
                        Place::In(gap) => (gap, false),
                        Place::New(gap) => (gap, true),
                    };
                    if store::assign(tx, &question, &gap).await? {
                        if new {
                            opened.insert(gap.clone());
                        }
                        touched.insert(gap);
                    }
                }
                for gap in &opened {
                    store::insert_gap(tx, gap).await?;
                }
                for gap in touched {
                    store::recount(tx, &gap).await?;
                    let kind = if opened.contains(&gap) {
                        "gap.opened"
                    } else {
                        "gap.grew"
                    };
                    tx.emit(kind, json!({"gap_id": gap})).await?;
                }
                Ok(())
            })
        })
        .await
}
