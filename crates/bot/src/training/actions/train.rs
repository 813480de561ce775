//! A classifier of the entries: learnt in the background from what is published and from labels,
//! kept as a version, and taken by the bot in one step.

use std::collections::HashMap;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use sha2::{Digest, Sha256};
use shanying_kernel::{Error, Result, hex};
use shanying_language::classify::Options;
use shanying_language::reject::Guarded;
use shanying_language::understand;
use shanying_storage::{Tx, heavy};
use shanying_web_kit::{Caller, Tenant, audit, settings};

use super::{BY_ITSELF, TRAIN_MODEL, name_of};
use crate::answers::{Bot, Learnt, Model, fingerprint};
use crate::knowledge;
use crate::smalltalk::SmallTalk;
use crate::training::model::{Choice, ModelVersion, Trained};
use crate::training::settings::TrainingSettings;
use crate::training::{rules, store};

/// Between two notes of how far training is.
const NOTE: Duration = Duration::from_millis(400);

/// How models are made; goes up when the same texts would make another one.
const MAKING: &str = "guarded 1";
/// A question of the house's list that an entry fits better than this is a question of the tenant's.
const OWN_FROM: f32 = 0.6;

/// A text and the entry that it means.
type Sample = (String, String);

/// What a model learns from.
struct Lessons {
    samples: Vec<Sample>,
    /// Questions that belong to no entry: labelled ones, and small talk.
    outside: Vec<String>,
    /// Fingerprints of the entries.
    entries: HashMap<String, u64>,
}

/// Asks for a model, not before some seconds have passed; many changes make one.
pub(in crate::training) async fn order_model(tx: &mut Tx, by: &str, wait_ms: i64) -> Result<()> {
    let at = tx.now_ms() + wait_ms;
    tx.enqueue(TRAIN_MODEL, json!({"by": by}), at, Some("all"))
        .await
}

/// Asks for a model now.
pub(in crate::training) async fn train_now(tenant: &Tenant, caller: &Caller) -> Result<()> {
    let by = name_of(caller);
    tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let payload = json!({"by": by});
                let now = tx.now_ms();
                tx.enqueue(TRAIN_MODEL, payload, now, Some("now")).await
            })
        })
        .await
}

/// The job: trains unless nothing changed since the last model; a person who asks gets one anyway.
/// Where there is too little to learn from, or too much, entries are told apart by likeness alone.
pub(in crate::training) async fn train(tenant: &Tenant, by: &str) -> Result<()> {
    let limits = tenant.settings::<TrainingSettings>().await?;
    let asked = by != BY_ITSELF;
    if !asked && !limits.retrain {
        return Ok(());
    }
    let mut reader = tenant.db().read().await?;
    let lessons = lessons(&mut reader, limits.samples_most).await?;
    let digest = digest(&lessons, encoder_id(&*tenant.part::<Bot>()?));
    let last = store::last_digest(&mut reader).await?;
    drop(reader);
    let is_worth = understand::is_worth(&lessons.samples);
    if !is_worth || (!asked && last.as_deref() == Some(digest.as_str())) {
        return Ok(());
    }
    let classes = lessons.entries.len();
    let (count, by) = (lessons.samples.len(), by.to_owned());
    let id = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move { store::insert_model(tx, count, classes, &by, &digest).await })
        })
        .await?;
    let Err(error) = make(tenant, &id, lessons, &limits).await else {
        return Ok(());
    };
    tracing::error!(?error, model = %id, "a model could not be trained");
    tenant
        .db()
        .write(move |tx| Box::pin(async move { store::fail_model(tx, &id).await }))
        .await
}

/// Every phrasing of what is published, every labelled question of a published entry, and what
/// belongs to none.
async fn lessons(tx: &mut Tx, most: u32) -> Result<Lessons> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let talk: SmallTalk = settings::load(tx).await?;
    let mut outside: Vec<String> = talk
        .topics
        .into_iter()
        .flat_map(|topic| topic.patterns)
        .collect();
    let mut samples = Vec::new();
    let live = knowledge::live(tx, None).await?;
    let entries = live
        .iter()
        .map(|entry| (entry.id.clone(), fingerprint(entry.phrasings())))
        .collect();
    for (text, expected) in store::labelled(tx, most).await? {
        if matches!(expected.choice, Choice::Missing | Choice::SmallTalk) {
            outside.push(text);
            continue;
        }
        let entry = expected
            .entry_id
            .filter(|_| expected.choice == Choice::Entry);
        if let Some(entry) = entry.filter(|id| live.iter().any(|one| one.id == *id)) {
            samples.push((text, entry));
        }
    }
    for entry in &live {
        let own = entry
            .phrasings()
            .map(|text| (text.to_owned(), entry.id.clone()));
        samples.extend(own);
    }
    samples.sort();
    samples.dedup();
    samples.truncate(most);
    outside.sort();
    outside.dedup();
    Ok(Lessons {
        samples,
        outside,
        entries,
    })
}

fn encoder_id(bot: &Bot) -> &'static str {
    bot.encoder().map_or("", |encoder| encoder.id())
}

fn digest(lessons: &Lessons, encoder: &str) -> String {
    let mut hasher = Sha256::new();
    let mut take = |text: &str| {
        hasher.update(text.as_bytes());
        hasher.update([0]);
    };
    take(MAKING);
    take(encoder);
    for (text, id) in &lessons.samples {
        take(text);
        take(id);
    }
    for text in &lessons.outside {
        take(text);
    }
    hex(&hasher.finalize())
}

async fn make(
    tenant: &Tenant,
    id: &str,
    mut lessons: Lessons,
    limits: &TrainingSettings,
) -> Result<()> {
    let bot = tenant.part::<Bot>()?;
    let begun = Instant::now();
    let learnt = Learnt {
        encoder: encoder_id(&bot).to_owned(),
        entries: std::mem::take(&mut lessons.entries),
    };
    let (guarded, accuracy) = learn(tenant, id, &bot, lessons).await?;
    let model = Arc::new(Model::new(id.to_owned(), guarded, learnt));
    let content = model.to_bytes()?;
    let hash = tenant.blobs().put(&content).await?;
    let regression = regression(tenant, &bot, &model, limits.check_most).await?;
    let trained = Trained {
        hash,
        bytes: i64::try_from(content.len()).unwrap_or(i64::MAX),
        accuracy,
        regression,
        elapsed_ms: i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX),
    };
    let (id, keep) = (id.to_owned(), limits.models_kept);
    let orphans = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                store::finish_model(tx, &id, &trained).await?;
                store::activate_model(tx, &id).await?;
                tx.emit("training.model_activated", json!({"model_id": id}))
                    .await?;
                store::trim_models(tx, keep).await
            })
        })
        .await?;
    bot.take_model(Some(model));
    for hash in orphans {
        tenant.blobs().remove(&hash).await?;
    }
    Ok(())
}

/// Trains on a thread of its own and notes how far it is; the model, and the share of texts that
/// were right when they were left out of the training.
async fn learn(tenant: &Tenant, id: &str, bot: &Bot, lessons: Lessons) -> Result<(Guarded, f64)> {
    let (encoder, asked) = (bot.encoder().cloned(), bot.clone());
    let steps = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
    let told = steps.clone();
    let mut work = pin!(heavy("training", move || {
        let progress = |done: usize, total: usize| {
            told.0.store(done, Ordering::Relaxed);
            told.1.store(total, Ordering::Relaxed);
        };
        let Lessons {
            samples,
            mut outside,
            ..
        } = lessons;
        let foreign = |text: &String| asked.likeness(text) < OWN_FROM;
        outside.extend(rules::outside_questions().into_iter().filter(foreign));
        let (encoder, options) = (encoder.as_deref(), Options::default());
        understand::learn_guarded(&samples, &outside, encoder, &options, progress)
    }));
    loop {
        let now = (
            steps.0.load(Ordering::Relaxed),
            steps.1.load(Ordering::Relaxed),
        );
        let id = id.to_owned();
        tenant
            .db()
            .write(move |tx| {
                Box::pin(async move { store::set_model_progress(tx, &id, now.0, now.1).await })
            })
            .await?;
        tokio::select! {
            trained = &mut work => {
                return trained?
                    .ok_or_else(|| Error::internal("there is too little to learn from"));
            }
            () = tokio::time::sleep(NOTE) => {}
        }
    }
}

/// The share of the guarding questions whose entry the model puts first; none without any.
async fn regression(
    tenant: &Tenant,
    bot: &Bot,
    model: &Arc<Model>,
    most: u32,
) -> Result<Option<f64>> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let cases = store::guarding_cases(&mut tenant.db().read().await?, most).await?;
    let wanted: Vec<Sample> = cases
        .into_iter()
        .filter_map(|(text, expected, _)| Some((text, expected.entry_id?)))
        .collect();
    if wanted.is_empty() {
        return Ok(None);
    }
    let (encoder, model) = (bot.encoder().cloned(), model.clone());
    let share = heavy("training", move || {
        let right = wanted
            .iter()
            .filter(|(text, entry)| {
                let opinion = model.read(text, encoder.as_deref());
                let first = opinion.beliefs.first();
                first.is_some_and(|(label, _)| label == entry)
            })
            .count();
        rules::share(right, wanted.len())
    });
    share.await.map(Some)
}

/// Makes a former model the one in use.
pub(in crate::training) async fn activate(
    tenant: &Tenant,
    caller: &Caller,
    id: String,
) -> Result<ModelVersion> {
    let line = audit::Entry::new(caller, "training.model_activated", &id);
    let model = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move {
                let model = store::load_model(tx, &id).await?;
                if model.accuracy.is_none() {
                    return Err(Error::conflict(
                        "training.model_not_ready",
                        "this model is not trained",
                    ));
                }
                store::activate_model(tx, &id).await?;
                tx.emit("training.model_activated", json!({"model_id": id}))
                    .await?;
                audit::record(tx, line.detail(json!({"number": model.number}))).await?;
                store::load_model(tx, &id).await
            })
        })
        .await?;
    take_active(tenant).await?;
    Ok(model)
}

/// The bot takes the model that is in use; at the start, and when another one was made so. One that
/// another version of the engine made, or with another encoder, is left alone: the training that is
/// asked for at the start makes another.
pub(in crate::training) async fn take_active(tenant: &Tenant) -> Result<()> {
    let bot = tenant.part::<Bot>()?;
    let active = store::active_model(&mut tenant.db().read().await?).await?;
    let Some((id, hash)) = active else {
        bot.take_model(None);
        return Ok(());
    };
    if bot.model_id().as_deref() == Some(id.as_str()) {
        return Ok(());
    }
    let content = tenant.blobs().get(&hash).await?;
    let read = tokio::task::spawn_blocking(move || Model::from_bytes(id, &content));
    let read = read
        .await
        .map_err(|error| Error::internal("reading a model broke off").because(error))?;
    let model = match read {
        Ok(model) => Some(model).filter(|model| model.fits(bot.encoder().map(AsRef::as_ref))),
        Err(error) => {
            tracing::warn!(?error, "the model in use is left alone");
            None
        }
    };
    bot.take_model(model.map(Arc::new));
    Ok(())
}
