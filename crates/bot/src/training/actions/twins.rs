//! Entries that say nearly the same, and whether their answers agree.

use std::collections::HashMap;

use serde_json::json;
use shanying_kernel::{Error, Result};
use shanying_language::segment::Segmenter;
use shanying_web_kit::{Caller, Tenant, audit};

use super::name_of;
use crate::answers::Bot;
use crate::knowledge::{self, LiveEntry};
use crate::training::model::{TwinEntry, TwinPair};
use crate::training::settings::TrainingSettings;
use crate::training::{rules, store};

/// Pairs in a list.
const PAIRS_MAX: usize = 200;

/// Pairs that nobody has looked at and left: those whose answers contradict one another first, then
/// the nearest.
pub(in crate::training) async fn twins(tenant: &Tenant) -> Result<Vec<TwinPair>> {
    let floor = tenant.settings::<TrainingSettings>().await?.twin_score;
    let mut reader = tenant.db().read().await?;
    let kept = store::kept_pairs(&mut reader).await?;
    let live: HashMap<String, LiveEntry> = knowledge::live(&mut reader, None)
        .await?
        .into_iter()
        .map(|entry| (entry.id.clone(), entry))
        .collect();
    drop(reader);
    let bot = tenant.part::<Bot>()?;
    tokio::task::spawn_blocking(move || {
        let segmenter = Segmenter::default();
        let mut pairs: Vec<TwinPair> = bot
            .twins(floor)
            .into_iter()
            .filter(|twins| {
                let pair = (twins.first.entry_id.clone(), twins.second.entry_id.clone());
                !kept.contains(&pair)
            })
            .filter_map(|twins| {
                let first = live.get(&twins.first.entry_id)?;
                let second = live.get(&twins.second.entry_id)?;
                Some(TwinPair {
                    differences: rules::differences(
                        first.draft.default_answer(),
                        second.draft.default_answer(),
                        &segmenter,
                    ),
                    first: shown(first),
                    second: shown(second),
                    score: twins.score,
                    shared: twins.shared,
                })
            })
            .collect();
        // What contradicts does harm; what merely repeats does not.
        pairs.sort_by_key(|pair| pair.differences.is_empty());
        pairs.truncate(PAIRS_MAX);
        pairs
    })
    .await
    .map_err(|error| Error::internal("comparing entries failed").because(error))
}

fn shown(entry: &LiveEntry) -> TwinEntry {
    TwinEntry {
        entry_id: entry.id.clone(),
        question: entry.draft.question.clone(),
        similar: entry.draft.similar.clone(),
        answer: entry.draft.default_answer().to_owned(),
    }
}

/// An editor looked at a pair and leaves it as it is.
pub(in crate::training) async fn keep_pair(
    tenant: &Tenant,
    caller: &Caller,
    (a, b): (String, String),
) -> Result<()> {
    let (first, second) = if a < b { (a, b) } else { (b, a) };
    let by = name_of(caller);
    let line =
        audit::Entry::new(caller, "training.pair_kept", &first).detail(json!({"other": second}));
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                knowledge::require(tx, &first).await?;
                knowledge::require(tx, &second).await?;
                store::keep_pair(tx, &first, &second, &by).await?;
                audit::record(tx, line).await
            })
        })
        .await
}
