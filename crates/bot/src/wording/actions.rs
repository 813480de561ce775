//! Wording a draft: from memory, by the model, or not at all.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use parking_lot::Mutex;
use shanying_kernel::Result;
use shanying_web_kit::Tenant;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};

use super::grounding::Grounds;
use super::model::{Draft, Outcome, Tally, Worded, WordingSettings};
use super::port::{Writer, Written};
use super::{prompt, store};

/// Drafts that are worded at the same time; others wait, within their time.
const AT_ONCE: usize = 8;
/// Wordings that are remembered.
const REMEMBERED: usize = 2_000;

/// What words drafts; a part of the bot.
pub struct Wording {
    writer: OnceLock<Arc<dyn Writer>>,
    places: Semaphore,
    memory: Mutex<Memory>,
}

impl Default for Wording {
    fn default() -> Self {
        Self {
            writer: OnceLock::new(),
            places: Semaphore::new(AT_ONCE),
            memory: Mutex::default(),
        }
    }
}

/// What became of the model's part.
enum Ended {
    Good(Written),
    /// Not grounded: the fault, and what was written until it was seen.
    Bad(String, Written),
    Failed(String),
}

impl Wording {
    /// Names what writes; once, at the start.
    pub fn take(&self, writer: Arc<dyn Writer>) {
        // A second one is not wanted; the first stays.
        let _ = self.writer.set(writer);
    }

    /// What writes, for people; none without a configured model.
    #[must_use]
    pub fn writer_name(&self) -> Option<String> {
        self.writer.get().map(|writer| writer.name())
    }

    /// Whether drafts are worded at all: a model is there and it is switched on.
    pub async fn is_on(&self, tenant: &Tenant) -> Result<bool> {
        Ok(self.writer.get().is_some() && tenant.settings::<WordingSettings>().await?.enabled)
    }

    /// Other words for a draft, within the settings' time, or the draft itself. Counts what happened.
    pub async fn word(&self, tenant: &Tenant, draft: &Draft) -> Result<Worded> {
        let settings = tenant.settings::<WordingSettings>().await?;
        if !settings.enabled {
            return Ok(kept(draft, Outcome::Off));
        }
        self.try_out(tenant, draft, &settings).await
    }

    /// [`Self::word`] by settings that need not be in use, also while it is switched off.
    pub(super) async fn try_out(
        &self,
        tenant: &Tenant,
        draft: &Draft,
        settings: &WordingSettings,
    ) -> Result<Worded> {
        let Some(writer) = self.writer.get() else {
            return Ok(kept(draft, Outcome::Off));
        };
        let begun = Instant::now();
        let day = day(tenant);
        let now = tenant.clock().now_ms();
        let key = key(draft, settings, &writer.name());
        let mut tally = Tally {
            day: day.clone(),
            ..Tally::default()
        };
        let remembered = self.memory.lock().find(key, now);
        let mut worded = if let Some(text) = remembered {
            tally.used = 1;
            tally.cached = 1;
            Worded {
                text,
                ..kept(draft, Outcome::Cached)
            }
        } else if spent(tenant, &day).await? >= i64::from(settings.daily_tokens) {
            tally.over_budget = 1;
            kept(draft, Outcome::OverBudget)
        } else {
            let ended = self.write(writer, draft, settings).await;
            let worded = judged(draft, ended, &mut tally);
            if worded.outcome == Outcome::Used {
                let until = now + i64::from(settings.cache_minutes) * 60_000;
                self.memory.lock().keep(key, &worded.text, until);
            }
            worded
        };
        worded.elapsed_ms = i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX);
        tenant
            .db()
            .write(move |tx| Box::pin(async move { store::add(tx, &tally).await }))
            .await?;
        Ok(worded)
    }

    async fn write(
        &self,
        writer: &Arc<dyn Writer>,
        draft: &Draft,
        settings: &WordingSettings,
    ) -> Ended {
        let until = Instant::now() + Duration::from_millis(settings.timeout_ms.into());
        let Ok(Ok(_place)) = timeout_at(until, self.places.acquire()).await else {
            return Ended::Failed("busy".to_owned());
        };
        let grounds = Grounds::new(draft);
        let mut fault = None;
        let mut heard = |so_far: &str| {
            fault = grounds.fault_so_far(so_far);
            fault.is_none()
        };
        let written = writer.write(prompt::ask(draft, settings), &mut heard);
        let written = match timeout_at(until, written).await {
            Err(_) => return Ended::Failed("timeout".to_owned()),
            Ok(Err(error)) => {
                tracing::warn!(?error, "the language model failed");
                return Ended::Failed(error.code.to_string());
            }
            Ok(Ok(written)) => written,
        };
        let written = Written {
            text: plain(&written.text).to_owned(),
            ..written
        };
        match fault.or_else(|| grounds.fault(&written.text)) {
            None => Ended::Good(written),
            Some(fault) => Ended::Bad(format!("{}: {}", fault.code, fault.about), written),
        }
    }
}

/// The draft as it is.
fn kept(draft: &Draft, outcome: Outcome) -> Worded {
    Worded {
        text: draft.text.clone(),
        outcome,
        reason: None,
        written: String::new(),
        elapsed_ms: 0,
    }
}

fn judged(draft: &Draft, ended: Ended, tally: &mut Tally) -> Worded {
    let mut count = |written: &Written| {
        tally.prompt_tokens = i64::try_from(written.prompt_tokens).unwrap_or(i64::MAX);
        tally.completion_tokens = i64::try_from(written.completion_tokens).unwrap_or(i64::MAX);
    };
    match ended {
        Ended::Good(written) => {
            count(&written);
            tally.used = 1;
            Worded {
                text: written.text.clone(),
                written: written.text,
                ..kept(draft, Outcome::Used)
            }
        }
        Ended::Bad(reason, written) => {
            count(&written);
            tally.refused = 1;
            Worded {
                reason: Some(reason),
                written: written.text,
                ..kept(draft, Outcome::Refused)
            }
        }
        Ended::Failed(reason) => {
            tally.failed = 1;
            Worded {
                reason: Some(reason),
                ..kept(draft, Outcome::Failed)
            }
        }
    }
}

/// Models like to put what they write in quotation marks.
fn plain(text: &str) -> &str {
    let text = text.trim();
    for (open, close) in [('"', '"'), ('“', '”'), ('「', '」')] {
        let inner = text
            .strip_prefix(open)
            .and_then(|text| text.strip_suffix(close));
        if let Some(inner) = inner.filter(|inner| !inner.contains([open, close])) {
            return inner.trim();
        }
    }
    text
}

async fn spent(tenant: &Tenant, day: &str) -> Result<i64> {
    let mut reader = tenant.db().read().await?;
    Ok(store::of_day(&mut reader, day).await?.tokens())
}

/// The day of the budget, UTC.
fn day(tenant: &Tenant) -> String {
    tenant.clock().now().to_rfc3339().chars().take(10).collect()
}

/// Same words, same facts, same manner, same model; what the customer said changes nothing.
fn key(draft: &Draft, settings: &WordingSettings, writer: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&draft.text, &draft.facts, &draft.locale).hash(&mut hasher);
    (&settings.manner, writer).hash(&mut hasher);
    hasher.finish()
}

/// What was worded before.
#[derive(Default)]
struct Memory {
    words: HashMap<u64, (String, i64)>,
    order: VecDeque<u64>,
}

impl Memory {
    fn find(&self, key: u64, now_ms: i64) -> Option<String> {
        let (text, until) = self.words.get(&key)?;
        (*until > now_ms).then(|| text.clone())
    }

    fn keep(&mut self, key: u64, text: &str, until_ms: i64) {
        if self
            .words
            .insert(key, (text.to_owned(), until_ms))
            .is_none()
        {
            self.order.push_back(key);
        }
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.words.remove(&oldest);
        }
    }
}
