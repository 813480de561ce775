//! The engine in use: trained in the background, swapped in one step.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use parking_lot::RwLock;
use shanying_bot::Bot;
use shanying_bus::Received;
use shanying_kernel::{Result, Time};
use shanying_language::filing::{FiledText, Filing, LabelName};
use shanying_storage::heavy;
use shanying_web_kit::Tenant;

use super::model::{Example, FilingSettings, Proposed, Trained};
use super::{rules, store};

/// Texts that are learnt from at most, the newest first.
const TEXTS_MOST: usize = 60_000;
/// Fresh texts beyond which everything is learnt anew.
const FRESH_MOST: usize = 5_000;
/// Known texts that are learnt once more beside fresh ones, so that they are not forgotten.
const AGAIN_MOST: usize = 500;
/// The same texts make the same engine.
const SEED: u64 = 20_261_121;
/// Leaves that are proposed.
const SHOWN: usize = 3;
/// Says that there is something new to learn.
pub(super) const CHANGED: &str = "filing.changed";

struct Learnt {
    filing: Filing,
    told: Trained,
    leaves: Vec<LabelName>,
    /// The place of the newest text that was learnt.
    until: (i64, String),
}

/// The engine of a tenant; a part of it.
#[derive(Default)]
pub struct Engine {
    learnt: RwLock<Option<Arc<Learnt>>>,
    training: AtomicBool,
}

impl Engine {
    /// The likeliest leaves of a text and whether the first is sure at this precision; none before
    /// the first training.
    pub(super) fn propose(&self, text: &str, percent: i64) -> Option<(Vec<Proposed>, bool)> {
        let learnt = self.learnt.read().clone()?;
        let filed = learnt.filing.rank(text, SHOWN);
        let judged = learnt.filing.judged().len();
        let from = rules::sure_from(judged, percent, |share| learnt.filing.threshold(share));
        let first = filed.first().map_or(0.0, |first| first.score);
        let is_sure = from.is_some_and(|from| first >= from);
        let items = filed
            .into_iter()
            .map(|one| Proposed {
                leaf_id: one.label,
                path: Vec::new(),
                score: f64::from(one.score),
            })
            .collect();
        Some((items, is_sure))
    }

    /// How the engine in use was made.
    pub(super) fn told(&self) -> Trained {
        let learnt = self.learnt.read().clone();
        Trained {
            training: self.training.load(Ordering::SeqCst),
            ..learnt.map(|learnt| learnt.told.clone()).unwrap_or_default()
        }
    }
}

/// Learns from all that is known now, and takes the new engine; true if there was anything to learn.
pub async fn train(tenant: &Tenant) -> Result<bool> {
    let engine = tenant.part::<Engine>()?;
    if engine.training.swap(true, Ordering::SeqCst) {
        return Ok(false);
    }
    let learnt = learn(tenant).await;
    engine.training.store(false, Ordering::SeqCst);
    let learnt = learnt?;
    let found = learnt.is_some();
    *engine.learnt.write() = learnt.map(Arc::new);
    Ok(found)
}

async fn learn(tenant: &Tenant) -> Result<Option<Learnt>> {
    let mut tx = tenant.db().read().await?;
    let leaves = store::all(&mut tx)
        .await?
        .into_iter()
        .filter(|place| place.leaf);
    let leaves: Vec<LabelName> = leaves
        .map(|leaf| LabelName {
            text: named(&leaf.path),
            code: None,
            id: leaf.id,
            path: leaf.path,
        })
        .collect();
    let examples = store::examples(&mut tx, TEXTS_MOST).await?;
    drop(tx);
    if leaves.len() < 2 {
        return Ok(None);
    }
    let before = tenant.part::<Engine>()?.learnt.read().clone();
    let encoder = tenant.part::<Bot>()?.encoder().cloned();
    let at = Time(tenant.clock().now_ms());
    let learnt = heavy("filing", move || {
        let begun = Instant::now();
        let known: HashSet<&str> = leaves.iter().map(|name| name.id.as_str()).collect();
        let mut examples = examples;
        examples.retain(|example| known.contains(example.leaf_id.as_str()));
        let until = examples.first().map(|newest| newest.place.clone());
        let (filing, texts) = match further(before.as_deref(), &leaves, &examples) {
            Some(filing) => (filing, examples.len()),
            None => {
                let rows: Vec<FiledText> = examples.into_iter().map(filed).collect();
                let filing = Filing::train(&rows, &leaves, &[], encoder, SEED, &mut |_, _| {});
                (filing, rows.len())
            }
        };
        let judged = filing.judged();
        let right = judged.iter().filter(|(_, right)| *right).count();
        let told = Trained {
            at: Some(at),
            leaves: leaves.len(),
            texts,
            took_ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
            judged: judged.len(),
            accuracy: rules::share(right, judged.len()),
            coverage: rules::coverage(judged, |share| filing.threshold(share)),
            training: false,
        };
        Learnt {
            filing,
            told,
            leaves,
            until: until.unwrap_or_default(),
        }
    })
    .await?;
    tracing::info!(
        leaves = learnt.told.leaves,
        texts = learnt.told.texts,
        took_ms = learnt.told.took_ms,
        "filing was learnt"
    );
    Ok(Some(learnt))
}

/// The engine in use with what was told since, where the tree is the same and that is not too much.
fn further(before: Option<&Learnt>, leaves: &[LabelName], examples: &[Example]) -> Option<Filing> {
    let before = before.filter(|before| before.leaves == leaves)?;
    let fresh = examples.partition_point(|example| example.place > before.until);
    let (fresh, known) = examples.split_at_checked(fresh)?;
    if fresh.is_empty() || fresh.len() > FRESH_MOST {
        return None;
    }
    let apart = known.len().div_ceil(AGAIN_MOST.min(fresh.len())).max(1);
    let rows = |examples: &mut dyn Iterator<Item = &Example>| -> Vec<FiledText> {
        examples.cloned().map(filed).collect()
    };
    let known = rows(&mut known.iter().step_by(apart));
    before.filing.with(&rows(&mut fresh.iter()), &known, SEED)
}

fn filed(example: Example) -> FiledText {
    FiledText {
        text: example.text,
        labels: vec![example.leaf_id],
    }
}

/// What a leaf is called: its own name tells most, the floors above it what it is of.
fn named(path: &[String]) -> String {
    path.join(" ")
}

/// Learns now, and again whenever something new was told and it has been quiet for a while.
pub(crate) fn start(tenant: &Tenant) {
    let tenant = tenant.clone();
    let mut subscription = tenant.bus().subscribe();
    tenant.tasks().clone().spawn(async move {
        loop {
            if let Err(error) = train(&tenant).await {
                tracing::error!(?error, "filing could not be learnt");
            }
            loop {
                let received = tokio::select! {
                    () = tenant.tasks().stopping() => return,
                    received = subscription.next() => received,
                };
                match received {
                    None => return,
                    Some(Received::Event(event)) if event.kind != CHANGED => {}
                    Some(Received::Event(_) | Received::Lagged) => break,
                }
            }
            let wait = match tenant.settings::<FilingSettings>().await {
                Ok(settings) => u64::try_from(settings.retrain_after_seconds).unwrap_or(60),
                Err(_) => 60,
            };
            tokio::select! {
                () = tenant.tasks().stopping() => return,
                () = tokio::time::sleep(Duration::from_secs(wait)) => {}
            }
        }
    });
}
