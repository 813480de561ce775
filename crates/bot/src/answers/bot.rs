//! The bot of a tenant: what is published, in memory.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use arc_swap::{ArcSwap, ArcSwapOption};
use parking_lot::RwLock;
use shanying_kernel::{Clock, Error, Result};
use shanying_language::embed::{Encoder, QuantVec};
use shanying_storage::Db;
use shanying_web_kit::settings;
use tokio::sync::Mutex;

use super::candidates::{Findings, Looking};
use super::emotions::Feelings;
use super::encoding::Encoding;
use super::library::Library;
use super::model::EntryRef;
use super::signals::Listener;
use super::snapshot::{self, Kept};
use super::understanding::{Model, fingerprint};
use super::vectors::{self, Vectors};
use crate::dialogue::Book;
use crate::knowledge::{self, LiveEntry};
use crate::products::{self, Shelf};
use crate::smalltalk::{Patterns, SmallTalk};
use crate::wording::Wording;

/// What a tenant's bot knows; a part of the tenant, shared by clones.
#[derive(Clone)]
pub struct Bot {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(super) library: RwLock<Library>,
    pub(super) listener: Listener,
    pub(super) feelings: Feelings,
    pub(super) small_talk: ArcSwap<Patterns>,
    pub(super) clock: Clock,
    /// Version of the engine and of its encoder, for decisions.
    pub(super) engine: String,
    /// Counts replies, so that one of several answers comes in turn.
    pub(super) turn: AtomicUsize,
    encoder: Option<Arc<Encoder>>,
    /// Encodes what customers ask.
    encoding: Option<Encoding>,
    /// The tenant's tasks, swapped in one step.
    pub(crate) tasks: ArcSwap<Book>,
    /// The classifier in use, swapped in one step.
    model: ArcSwapOption<Model>,
    /// What is sold, swapped in one step.
    shelf: ArcSwap<Shelf>,
    /// One refresh at a time, so that an older reading never overwrites a newer one.
    refreshing: Mutex<()>,
    /// Says a task's words more warmly, where a model is configured.
    wording: Wording,
    /// Where the index is kept between runs.
    file: Option<PathBuf>,
    /// The index is other than the file says.
    changed: AtomicBool,
}

impl Bot {
    /// Loads what is published; with an encoder also its vectors, which are made only where the
    /// database lacks them.
    pub async fn open(db: &Db, encoder: Option<Arc<Encoder>>) -> Result<Self> {
        Self::open_beside(db, encoder, None).await
    }

    /// [`Self::open`] with a file in which the index is kept between runs: only what changed since
    /// is filled anew.
    pub async fn open_beside(
        db: &Db,
        encoder: Option<Arc<Encoder>>,
        file: Option<PathBuf>,
    ) -> Result<Self> {
        let mut reader = db.read().await?;
        let small_talk: SmallTalk = settings::load(&mut reader).await?;
        let entries = knowledge::live(&mut reader, None).await?;
        let shelf = products::open(db).await?;
        let book = Book::open(&mut reader, encoder.clone(), &shelf).await?;
        drop(reader);
        let (path, own) = (file.clone(), encoder.clone());
        let kept = tokio::task::spawn_blocking(move || snapshot::read(path.as_deref()?, own));
        let kept = kept
            .await
            .map_err(|error| Error::internal("reading the index broke off").because(error))?;
        let engine = encoder.as_ref().map_or("words", |encoder| encoder.id());
        let encoding = encoder.clone().map(Encoding::start).transpose()?;
        let bot = Self {
            inner: Arc::new(Inner {
                library: RwLock::new(Library::new(encoder.clone())),
                listener: Listener::default(),
                feelings: Feelings::new(encoder.clone()),
                small_talk: ArcSwap::from_pointee(Patterns::new(&small_talk)),
                clock: db.clock().clone(),
                engine: format!("shanying {} + {engine}", env!("CARGO_PKG_VERSION")),
                turn: AtomicUsize::new(0),
                encoder,
                encoding,
                tasks: ArcSwap::from_pointee(book),
                model: ArcSwapOption::empty(),
                shelf: ArcSwap::from_pointee(shelf),
                refreshing: Mutex::new(()),
                wording: Wording::default(),
                file,
                changed: AtomicBool::new(false),
            }),
        };
        bot.fill(db, entries, kept).await?;
        Ok(bot)
    }

    /// What words the bot's sentences in tasks.
    #[must_use]
    pub fn wording(&self) -> &Wording {
        &self.inner.wording
    }

    /// Puts in what is published: from the kept index what is still as it says, the rest anew.
    async fn fill(&self, db: &Db, entries: Vec<LiveEntry>, kept: Option<Kept>) -> Result<()> {
        let mut told = HashMap::new();
        if let Some(Kept { entries, index }) = kept {
            told = entries;
            self.inner.library.write().take_index(index);
        }
        let (same, other): (Vec<LiveEntry>, Vec<LiveEntry>) = entries
            .into_iter()
            .partition(|entry| told.remove(&entry.id) == Some(fingerprint(entry.phrasings())));
        let vectors = self.vectors(db, &other).await?;
        let changed = !other.is_empty() || !told.is_empty();
        let mut library = self.inner.library.write();
        for id in told.keys() {
            library.put(id, None, &[]);
        }
        for entry in same {
            library.adopt(entry);
        }
        for entry in other {
            let own = of_entry(&entry, &vectors);
            let id = entry.id.clone();
            library.put(&id, Some(entry), &own);
        }
        drop(library);
        self.inner.changed.store(changed, Ordering::Relaxed);
        Ok(())
    }

    /// Writes the index into its file if it changed since; takes a moment.
    pub(super) fn keep_index(&self) -> Result<()> {
        let Some(file) = &self.inner.file else {
            return Ok(());
        };
        if !self.inner.changed.swap(false, Ordering::Relaxed) {
            return Ok(());
        }
        let (entries, index) = {
            let library = self.inner.library.read();
            (library.fingerprints(), library.index().to_bytes())
        };
        snapshot::write(file, &entries, &index)
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
        self.inner.changed.store(true, Ordering::Relaxed);
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
                feelings: self.inner.feelings.clone(),
                small_talk: ArcSwap::new(self.inner.small_talk.load_full()),
                clock: self.inner.clock.clone(),
                engine: self.inner.engine.clone(),
                turn: AtomicUsize::new(0),
                encoder: self.inner.encoder.clone(),
                encoding: self.inner.encoding.clone(),
                tasks: ArcSwap::new(self.inner.tasks.load_full()),
                model: ArcSwapOption::new(self.inner.model.load_full()),
                shelf: ArcSwap::new(self.inner.shelf.load_full()),
                refreshing: Mutex::new(()),
                wording: Wording::default(),
                file: None,
                changed: AtomicBool::new(false),
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
        self.take_shelf(shelf);
        Ok(())
    }

    /// Reads all products and the words of the trade again.
    pub(crate) async fn reload_products(&self, db: &Db) -> Result<()> {
        let _turn = self.inner.refreshing.lock().await;
        let shelf = products::open(db).await?;
        self.take_shelf(shelf);
        Ok(())
    }

    /// To be awaited before [`Self::decide`] for what a customer asks: the dearest part of it is
    /// done here, together with that of others who ask at the same moment.
    pub async fn prepare(&self, question: &str) {
        if let Some(encoding) = &self.inner.encoding {
            encoding.prepare(question).await;
        }
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
        let opinion = model.read(text, self.inner.encoder.as_deref());
        let library = self.inner.library.read();
        let now_ms = self.inner.clock.now_ms();
        opinion
            .beliefs
            .into_iter()
            .filter_map(|(id, probability)| {
                Some((library.find(id, now_ms)?.entry_ref(), probability))
            })
            .take(most)
            .collect()
    }

    /// Searches these entries with the classifier in use.
    pub(super) fn look(&self, library: &Library, text: &str, k: usize, now_ms: i64) -> Findings {
        let model = self.inner.model.load_full();
        let looking = Looking {
            library,
            model: model.as_deref(),
            encoder: self.inner.encoder.as_deref(),
            now_ms,
        };
        looking.search(text, k)
    }

    /// How well the best published entry fits a text by its phrasings alone, 0 to 1.
    pub(crate) fn likeness(&self, text: &str) -> f32 {
        let (library, now_ms) = (self.inner.library.read(), self.inner.clock.now_ms());
        let current = |id: &str| library.find(id, now_ms).is_some();
        let hits = library.index().search(text, 1, current);
        hits.first().map_or(0.0, |hit| hit.score)
    }

    /// Learns to read emotions, once a process; takes seconds of a processor. Until then words alone
    /// tell anger.
    pub fn learn_emotions(&self) {
        self.inner.feelings.learn();
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
