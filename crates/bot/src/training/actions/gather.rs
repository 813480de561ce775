//! From the bot's decisions to questions that may be labelled.

use std::collections::HashMap;

use shanying_kernel::Result;
use shanying_language::index::{Index, IndexOptions, Phrasing};
use shanying_language::normalise::key;
use shanying_storage::heavy;
use shanying_web_kit::Tenant;

use crate::answers::{self, Decision, Thresholds};
use crate::training::rules::{self, Shape};
use crate::training::settings::TrainingSettings;
use crate::training::store::{self, Gathered};

/// Decisions read at one go.
const BATCH: usize = 500;
/// Texts that a new question is compared with.
const COMPARED: usize = 1_000;
/// How far decisions were read.
const MARK: &str = "gathered";

/// Folds the decisions since the last time and before `before_ms` into the queue; returns how many
/// were read. Reads one row when there is nothing new.
pub async fn gather(tenant: &Tenant, before_ms: i64) -> Result<usize> {
    let mut read = 0;
    loop {
        let mut reader = tenant.db().read().await?;
        let mark = store::mark(&mut reader, MARK).await?;
        let (at, id) = mark.unwrap_or_default();
        let decisions = answers::after(&mut reader, (at, &id), before_ms, BATCH).await?;
        let Some(last) = decisions.last() else {
            return Ok(read);
        };
        let place = (last.created_at.0, last.id.clone());
        let texts = store::latest_texts(&mut reader, COMPARED).await?;
        let (gathered, shown) = fold(&decisions);
        let keys: Vec<String> = gathered.iter().map(|one| one.key.clone()).collect();
        let known = store::known(&mut reader, &keys).await?;
        drop(reader);
        read += decisions.len();
        let ready = heavy("weighing", move || weigh(gathered, &known, texts)).await?;
        let most = tenant.settings::<TrainingSettings>().await?.queue_most;
        tenant
            .db()
            .write(move |tx| {
                Box::pin(async move {
                    // Two processes may gather beside one another; the later one comes too late.
                    if store::mark(tx, MARK).await?.unwrap_or_default() != (at, id) {
                        return Ok(());
                    }
                    for one in &ready {
                        store::put(tx, one, rules::worth(&one.shape, shown)).await?;
                    }
                    store::trim(tx, usize::try_from(most).unwrap_or(usize::MAX)).await?;
                    store::set_mark(tx, MARK, place.0, &place.1).await
                })
            })
            .await?;
    }
}

/// Alike spellings once, with how often they came; and the thresholds of the last decision.
fn fold(decisions: &[Decision]) -> (Vec<Gathered>, Thresholds) {
    let mut order: Vec<Gathered> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut thresholds = Thresholds {
        direct: 1.0,
        suggest: 0.0,
        tie_margin: 0.0,
        certainty: 0.0,
    };
    for decision in decisions {
        thresholds = decision.thresholds;
        if !rules::may_teach(decision) {
            continue;
        }
        let Some(text) = rules::kept_text(&decision.question) else {
            continue;
        };
        let mut scores = decision.candidates.iter().map(|candidate| candidate.score);
        let top = scores.next().unwrap_or(0.0);
        let margin = top - scores.next().unwrap_or(0.0);
        let key = key(&text);
        let place = *places.entry(key.clone()).or_insert(order.len());
        let asked = order.get(place).map_or(0, |one| one.shape.asked) + 1;
        let one = Gathered {
            key,
            text,
            conversation_id: decision.conversation_id.clone(),
            shape: Shape {
                top,
                margin,
                novelty: 1.0,
                asked,
                outcome: decision.outcome,
            },
            at: decision.created_at.0,
        };
        match order.get_mut(place) {
            Some(known) => *known = one,
            None => order.push(one),
        }
    }
    (order, thresholds)
}

/// Adds what is known: how often it was asked before, and how much it differs from the others.
fn weigh(
    mut gathered: Vec<Gathered>,
    known: &HashMap<String, (i64, f64)>,
    texts: Vec<String>,
) -> Vec<Gathered> {
    let mut index = Index::new(None, IndexOptions::default());
    for (at, text) in texts.into_iter().enumerate() {
        index.upsert(&at.to_string(), &[Phrasing::new(text)]);
    }
    for one in &mut gathered {
        if let Some((asked, novelty)) = known.get(&one.key) {
            one.shape.asked += asked;
            one.shape.novelty = *novelty;
            continue;
        }
        let nearest = index.search(&one.text, 1, |_| true).into_iter().next();
        let alike = nearest.map_or(0.0, |hit| f64::from(hit.features.likeness));
        one.shape.novelty = 1.0 - alike.clamp(0.0, 1.0);
        index.upsert(&one.key, &[Phrasing::new(one.text.clone())]);
    }
    gathered
}
