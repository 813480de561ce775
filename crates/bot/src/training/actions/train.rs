//! A classifier of the entries: learnt in the background from what is published and from labels,
//! kept as a version, and taken by the bot in one step.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use sha2::{Digest, Sha256};
use shanying_kernel::{Error, Result, hex};
use shanying_language::classify::{Classifier, Options};
use shanying_storage::Tx;
use shanying_web_kit::{Caller, Tenant, audit};

use super::{BY_ITSELF, TRAIN_MODEL, name_of};
use crate::answers::{Bot, Model};
use crate::knowledge;
use crate::training::model::{Choice, ModelVersion, Trained};
use crate::training::settings::TrainingSettings;
use crate::training::{rules, store};

/// Between two notes of how far training is.
const NOTE: Duration = Duration::from_millis(400);

/// A text and the entry that it means.
type Sample = (String, String);

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
pub(in crate::training) async fn train(tenant: &Tenant, by: &str) -> Result<()> {
    let settings = tenant.settings::<TrainingSettings>().await?;
    let asked = by != BY_ITSELF;
    if !asked && !settings.retrain {
        return Ok(());
    }
    let mut reader = tenant.db().read().await?;
    let samples = samples(&mut reader, settings.samples_most).await?;
    let digest = digest(&samples);
    let last = store::last_digest(&mut reader).await?;
    drop(reader);
    let classes = classes(&samples);
    if classes < 2 || (!asked && last.as_deref() == Some(digest.as_str())) {
        return Ok(());
    }
    let (count, by) = (samples.len(), by.to_owned());
    let id = tenant
        .db()
        .write(move |tx| {
            Box::pin(async move { store::insert_model(tx, count, classes, &by, &digest).await })
        })
        .await?;
    let Err(error) = make(tenant, &id, samples, &settings).await else {
        return Ok(());
    };
    tracing::error!(?error, model = %id, "a model could not be trained");
    tenant
        .db()
        .write(move |tx| Box::pin(async move { store::fail_model(tx, &id).await }))
        .await
}

/// Every phrasing of what is published, and every labelled question of a published entry.
async fn samples(tx: &mut Tx, most: u32) -> Result<Vec<Sample>> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let mut samples = Vec::new();
    let live = knowledge::live(tx, None).await?;
    for (text, expected) in store::labelled(tx, most).await? {
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
    Ok(samples)
}

fn classes(samples: &[Sample]) -> usize {
    let mut ids: Vec<&str> = samples.iter().map(|(_, id)| id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.len()
}

fn digest(samples: &[Sample]) -> String {
    let mut hasher = Sha256::new();
    for (text, id) in samples {
        hasher.update(text.as_bytes());
        hasher.update([0]);
        hasher.update(id.as_bytes());
        hasher.update([0]);
    }
    hex(&hasher.finalize())
}

async fn make(
    tenant: &Tenant,
    id: &str,
    samples: Vec<Sample>,
    settings: &TrainingSettings,
) -> Result<()> {
    let bot = tenant.part::<Bot>()?;
    let begun = Instant::now();
    let (classifier, accuracy) = learn(tenant, id, &bot, samples).await?;
    let content = classifier.to_bytes();
    let hash = tenant.blobs().put(&content).await?;
    let model = Arc::new(Model {
        id: id.to_owned(),
        classifier,
    });
    let regression = regression(tenant, &bot, &model, settings.check_most).await?;
    let trained = Trained {
        hash,
        bytes: i64::try_from(content.len()).unwrap_or(i64::MAX),
        accuracy,
        regression,
        elapsed_ms: i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX),
    };
    let (id, keep) = (id.to_owned(), settings.models_kept);
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
async fn learn(
    tenant: &Tenant,
    id: &str,
    bot: &Bot,
    samples: Vec<Sample>,
) -> Result<(Classifier, f64)> {
    let encoder = bot.encoder().cloned();
    let steps = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
    let told = steps.clone();
    let mut work = tokio::task::spawn_blocking(move || {
        let progress = |done: usize, total: usize| {
            told.0.store(done, Ordering::Relaxed);
            told.1.store(total, Ordering::Relaxed);
        };
        let options = Options::default();
        let (classifier, read) =
            Classifier::train_and_read(&samples, encoder.as_deref(), &options, progress);
        let right = read
            .iter()
            .filter(|(at, reading)| {
                let best = classifier.ranked(&reading.probabilities);
                let wanted = samples.get(*at).map(|(_, label)| label.as_str());
                best.first().map(|(label, _)| *label) == wanted
            })
            .count();
        let accuracy = rules::share(right, read.len());
        (classifier, accuracy)
    });
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
                return trained
                    .map_err(|error| Error::internal("training a model broke off").because(error));
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
    let share = tokio::task::spawn_blocking(move || {
        let right = wanted
            .iter()
            .filter(|(text, entry)| {
                let ranked = model.classifier.predict(text, encoder.as_deref());
                ranked.first().is_some_and(|(label, _)| label == entry)
            })
            .count();
        rules::share(right, wanted.len())
    });
    share
        .await
        .map(Some)
        .map_err(|error| Error::internal("asking a model broke off").because(error))
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

/// The bot takes the model that is in use; at the start, and when another one was made so.
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
    let read = tokio::task::spawn_blocking(move || {
        Classifier::from_bytes(&content, Options::default().segmenter)
    });
    let classifier = read
        .await
        .map_err(|error| Error::internal("reading a model broke off").because(error))?
        .map_err(|error| Error::internal("a model cannot be read").because(error))?;
    bot.take_model(Some(Arc::new(Model { id, classifier })));
    Ok(())
}
