//! Alike questions come together. Meanings are compared outside the transaction; what was taken
//! back meanwhile is left out when the places are written.

use std::collections::{BTreeSet, HashMap};

use serde_json::json;
use shanying_bot::Bot;
use shanying_kernel::{Result, new_id};
use shanying_language::cluster::{Options, Question, Shelf};
use shanying_storage::heavy;
use shanying_web_kit::Tenant;

use super::REGROUP;
use super::questions::{Made, read};
use crate::gaps::model::{GapStatus, Member, Place, Waiting};
use crate::gaps::{rules, store};

/// Signals placed at one go.
const BATCH: usize = 100;
/// Signals of a gap, and of all gaps, that a question is compared with; those of the gaps that
/// rested longest are left out.
const EACH: usize = 8;
const MEMBERS_MOST: usize = 3000;
/// New questions are looked at together with all others after this time.
const REGROUP_MS: i64 = 10 * 60 * 1000;

/// Groups all signals that wait.
pub(in crate::gaps) async fn group(tenant: &Tenant) -> Result<()> {
    loop {
        let mut reader = tenant.db().read().await?;
        let waiting = store::waiting(&mut reader, BATCH).await?;
        if waiting.is_empty() {
            return Ok(());
        }
        let statuses = [GapStatus::Open, GapStatus::Ignored];
        let members = store::members(&mut reader, &statuses, EACH, MEMBERS_MOST).await?;
        drop(reader);
        let bot = tenant.part::<Bot>()?;
        let placed = heavy("grouping", move || place(&bot, &waiting, &members)).await?;
        write(tenant, placed).await?;
    }
}

/// Where signals belong, and what of it is to be kept.
struct Placed {
    places: Vec<(String, Place)>,
    made: Made,
}

/// Finds the place of each waiting signal.
fn place(bot: &Bot, waiting: &[Waiting], members: &[Member]) -> Placed {
    let known = members
        .iter()
        .map(|one| (one.id.as_str(), one.text.as_str(), one.vector.as_ref()));
    let new = waiting
        .iter()
        .map(|one| (one.id.as_str(), one.text.as_str(), None));
    let (mut questions, made) = read(bot, known.chain(new));
    let new = questions.split_off(members.len().min(questions.len()));
    let known: Vec<(String, Question)> = members
        .iter()
        .map(|one| one.gap_id.clone())
        .zip(questions)
        .collect();
    let mut shelf = Shelf::new(&known, Options::standard(bot.encoder().is_some()));
    let mut here: HashMap<(&str, i64), Place> = HashMap::new();
    let mut places = Vec::with_capacity(waiting.len());
    for (one, question) in waiting.iter().zip(&new) {
        let repeated = one.rephrased.as_ref();
        if repeated.is_some_and(|next| !rules::is_rephrased(bot.similarity(&one.text, next))) {
            places.push((one.id.clone(), Place::Nowhere));
            continue;
        }
        // The same question with another signal stays where it is.
        let asked = (one.conversation_id.as_str(), one.seq);
        let place = one
            .known_gap
            .clone()
            .map(Place::In)
            .or_else(|| here.get(&asked).cloned())
            .unwrap_or_else(|| match shelf.joins(question) {
                Some((gap, _)) => Place::In(gap.to_owned()),
                None => Place::New(new_id("gap")),
            });
        if let Place::In(gap) | Place::New(gap) = &place {
            if !here.contains_key(&asked) && one.known_gap.is_none() {
                shelf.put(gap, question);
            }
            here.insert(asked, Place::In(gap.clone()));
        }
        places.push((one.id.clone(), place));
    }
    Placed { places, made }
}

async fn write(tenant: &Tenant, placed: Placed) -> Result<()> {
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let mut opened = BTreeSet::new();
                let mut touched = BTreeSet::new();
                for (question, place) in placed.places {
                    let gap = match place {
                        Place::Nowhere => {
                            store::drop_question(tx, &question).await?;
                            continue;
                        }
                        Place::In(gap) => {
                            // A gap that went meanwhile takes nothing: the question waits on and
                            // finds another place.
                            let here = opened.contains(&gap) || touched.contains(&gap);
                            if !here && store::hold(tx, &gap).await?.is_none() {
                                continue;
                            }
                            gap
                        }
                        Place::New(gap) => {
                            store::insert_gap(tx, &gap).await?;
                            opened.insert(gap.clone());
                            gap
                        }
                    };
                    if store::assign(tx, &question, &gap).await? {
                        touched.insert(gap);
                    }
                }
                store::keep_vectors(tx, placed.made.model, &placed.made.vectors).await?;
                for gap in opened.difference(&touched) {
                    // Its only question was taken back meanwhile: it goes again.
                    store::recount(tx, gap).await?;
                }
                for gap in &touched {
                    store::recount(tx, gap).await?;
                    let kind = if opened.contains(gap) {
                        "gap.opened"
                    } else {
                        "gap.grew"
                    };
                    tx.emit(kind, json!({"gap_id": gap})).await?;
                }
                if !touched.is_empty() {
                    let later = tx.now_ms() + REGROUP_MS;
                    tx.enqueue(REGROUP, json!({}), later, Some("all")).await?;
                }
                Ok(())
            })
        })
        .await
}
