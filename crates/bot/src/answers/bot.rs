//! The bot of a tenant: what is published, in memory.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use arc_swap::{ArcSwap, ArcSwapOption};
use parking_lot::RwLock;
use shanying_kernel::{Clock, Result};
use shanying_language::classify::Classifier;
use shanying_language::embed::{Encoder, QuantVec};
use shanying_storage::Db;
use shanying_web_kit::settings;
use tokio::sync::Mutex;

use super::library::Library;
use super::model::EntryRef;
use super::signals::Listener;
use super::vectors::{self, Vectors};
use crate::dialogue::Book;
use crate::knowledge::{self, LiveEntry};
use crate::products::{self, Shelf};
use crate::smalltalk::{Patterns, SmallTalk};

/// What a tenant's bot knows; a part of the tenant, shared by clones.
#[derive(Clone)]
pub struct Bot {
    pub(crate) inner: Arc<Inner>,
}

/// A classifier of entries with the name of its version.
pub(crate) struct Model {
    /// `trm_…`.
    pub(crate) id: String,
    pub(crate) classifier: Classifier,
}

pub(crate) struct Inner {
    pub(super) library: RwLock<Library>,
    pub(super) listener: Listener,
    pub(super) small_talk: ArcSwap<Patterns>,
    pub(super) clock: Clock,
    /// Version of the engine and of its encoder, for decisions.
    pub(super) engine: String,
    /// Counts replies, so that one of several answers comes in turn.
    pub(super) turn: AtomicUsize,
    encoder: Option<Arc<Encoder>>,
    /// The tenant's tasks, swapped in one step.
    pub(crate) tasks: ArcSwap<Book>,
    /// The classifier in use, swapped in one step.
    model: ArcSwapOption<Model>,
    /// What is sold, swapped in one step.
    shelf: ArcSwap<Shelf>,
    /// One refresh at a time, so that an older reading never overwrites a newer one.
    refreshing: Mutex<()>,
}

impl Bot {
    /// Loads what is published; with an encoder also its vectors, which are made only where the
    /// database lacks them.
    pub async fn open(db: &Db, encoder: Option<Arc<Encoder>>) -> Result<Self> {
        let mut reader = db.read().await?;
        let small_talk: SmallTalk = settings::load(&mut reader).await?;
        let entries = knowledge::live(&mut reader, None).await?;
        let book = Book::open(&mut reader, encoder.clone(), &Shelf::default()).await?;
        drop(reader);
        let engine = encoder.as_ref().map_or("words", |encoder| encoder.id());
        let bot = Self {
            inner: Arc::new(Inner {
                library: RwLock::new(Library::new(encoder.clone())),
                listener: Listener::default(),
                small_talk: ArcSwap::from_pointee(Patterns::new(&small_talk)),
                clock: db.clock().clone(),
                engine: format!("shanying {} + {engine}", env!("CARGO_PKG_VERSION")),
                turn: AtomicUsize::new(0),
                encoder,
                tasks: ArcSwap::from_pointee(book),
                model: ArcSwapOption::empty(),
                shelf: ArcSwap::from_pointee(products::open(db).await?),
                refreshing: Mutex::new(()),
            }),
        };
        let vectors = bot.vectors(db, &entries).await?;
        for entry in entries {
            let own = of_entry(&entry, &vectors);
            let id = entry.id.clone();
            bot.inner.library.write().put(&id, Some(entry), &own);
        }
        Ok(bot)
    }

    /// Reads these entries again; when it returns, the next question sees them as they are.
    /// Called after the commit that changed them.
    pub async fn refresh(&self, db: &Db, ids: &[String]) -> Result<()> {
        // The slow part, making vectors, is done before the turn is taken.
        let entries = knowledge::live(&mut db.read().await?, Some(ids)).await?;
        self.vectors(db, &entries).await?;
        let _turn = self.inner.refreshing.lock().await;
        let entries = knowledge::live(&mut db.read().await?, Some(ids)).await?;
        let vectors = self.vectors(db, &entries).await?;
        let mut entries: HashMap<String, LiveEntry> = entries
            .into_iter()
            .map(|entry| (entry.id.clone(), entry))
            .collect();
        for id in ids {
            let entry = entries.remove(id);
            let own = entry
                .as_ref()
                .map(|entry| of_entry(entry, &vectors))
                .unwrap_or_default();
            // Locked for one entry at a time: questions pass in between.
            self.inner.library.write().put(id, entry, &own);
        }
        Ok(())
    }

    /// A bot beside this one that knows what this one knows and this entry as given here; nobody
    /// else sees it. For telling what publishing a draft would change.
    #[must_use]
    pub(crate) fn with(&self, entry: LiveEntry) -> Self {
        let mut library = self.inner.library.read().clone();
        let id = entry.id.clone();
        library.put(&id, Some(entry), &[]);
        Self {
            inner: Arc::new(Inner {
                library: RwLock::new(library),
                listener: Listener::default(),
                small_talk: ArcSwap::new(self.inner.small_talk.load_full()),
                clock: self.inner.clock.clone(),
                engine: self.inner.engine.clone(),
                turn: AtomicUsize::new(0),
                encoder: self.inner.encoder.clone(),
                tasks: ArcSwap::new(self.inner.tasks.load_full()),
                model: ArcSwapOption::new(self.inner.model.load_full()),
                shelf: ArcSwap::new(self.inner.shelf.load_full()),
                refreshing: Mutex::new(()),
            }),
        }
    }

    /// Takes another classifier, or none, from the next question on.
    pub(crate) fn take_model(&self, model: Option<Arc<Model>>) {
        self.inner.model.store(model);
    }

    /// The classifier in use.
    #[must_use]
    pub fn model_id(&self) -> Option<String> {
        self.inner
            .model
            .load()
            .as_ref()
            .map(|model| model.id.clone())
    }

    /// What is sold.
    #[must_use]
    pub fn shelf(&self) -> Arc<Shelf> {
        self.inner.shelf.load_full()
    }

    /// Sells these from the next question on, whatever the database holds.
    pub fn take_shelf(&self, shelf: Shelf) {
        let tasks = self.inner.tasks.load().with_words(&shelf);
        self.inner.shelf.store(Arc::new(shelf));
        self.inner.tasks.store(Arc::new(tasks));
    }

    /// Reads a product again; when it returns, the next question sees it as it is.
    pub(crate) async fn refresh_product(&self, db: &Db, id: &str) -> Result<()> {
        let _turn = self.inner.refreshing.lock().await;
        let product = products::live_one(db, id).await?;
        let shelf = self.shelf().with(vec![(id.to_owned(), product)]);
        self.inner.shelf.store(Arc::new(shelf));
        Ok(())
    }

    /// Reads all products and the words of the trade again.
    pub(crate) async fn reload_products(&self, db: &Db) -> Result<()> {
        let _turn = self.inner.refreshing.lock().await;
        let shelf = products::open(db).await?;
        self.inner.shelf.store(Arc::new(shelf));
        Ok(())
    }

    /// The encoder of sentences, when there is one.
    #[must_use]
    pub fn encoder(&self) -> Option<&Arc<Encoder>> {
        self.inner.encoder.as_ref()
    }

    /// What the classifier in use makes of a text: published entries with their probabilities, the
    /// likeliest first, at most `most`; nothing without a classifier.
    pub(crate) fn classify(&self, text: &str, most: usize) -> Vec<(EntryRef, f32)> {
        let Some(model) = self.inner.model.load_full() else {
            return Vec::new();
        };
        let library = self.inner.library.read();
        let now_ms = self.inner.clock.now_ms();
        model
            .classifier
            .predict(text, self.inner.encoder.as_deref())
            .into_iter()
            .filter_map(|(id, probability)| {
                Some((library.find(id, now_ms)?.entry_ref(), probability))
            })
            .take(most)
            .collect()
    }

    /// Takes other small talk from the next question on.
    pub fn set_small_talk(&self, small_talk: &SmallTalk) {
        self.inner
            .small_talk
            .store(Arc::new(Patterns::new(small_talk)));
    }

    async fn vectors(&self, db: &Db, entries: &[LiveEntry]) -> Result<Vectors> {
        let Some(encoder) = &self.inner.encoder else {
            return Ok(Vectors::new());
        };
        let phrasings = entries
            .iter()
            .flat_map(LiveEntry::phrasings)
            .map(str::to_owned);
        vectors::provide(db, encoder, phrasings.collect()).await
    }
}

fn of_entry(entry: &LiveEntry, vectors: &Vectors) -> Vec<Option<QuantVec>> {
    if vectors.is_empty() {
        return Vec::new();
    }
    entry
        .phrasings()
        .map(|phrasing| vectors.get(&vectors::hash_of(phrasing)).cloned())
        .collect()
}
