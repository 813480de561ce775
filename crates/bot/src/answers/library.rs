//! The published entries in memory: the entries themselves, their index, and their keys.

use std::collections::HashMap;
use std::sync::Arc;

use shanying_language::embed::{Encoder, QuantVec};
use shanying_language::index::{Index, IndexOptions, Phrasing};
use shanying_language::normalise::normalise_text;
use shanying_language::segment::stands_whole;
use shanying_web_kit::markdown::{self, Block};

use super::model::EntryRef;
use super::understanding::fingerprint;
use crate::knowledge::{AnswerChannel, Audience, EntryDraft, Handling, Importance, LiveEntry};

/// A published entry, ready to be given.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) id: String,
    pub(crate) key: Option<String>,
    pub(crate) question: String,
    pub(crate) audience: Audience,
    pub(crate) importance: Importance,
    pub(crate) handling: Handling,
    pub(crate) agent_note: String,
    pub(crate) related: Vec<String>,
    answers: Vec<(AnswerChannel, Vec<Block>)>,
    valid_from: Option<i64>,
    valid_to: Option<i64>,
    /// All phrasings normalised, the standard question first, for suggestions while typing.
    typed: Vec<String>,
    /// Keywords in their one spelling, and as they were written.
    keywords: Vec<(String, String)>,
    /// Of its phrasings, for telling whether a model was trained on them.
    pub(crate) fingerprint: u64,
}

impl Shown {
    fn new(live: LiveEntry) -> Self {
        let fingerprint = fingerprint(live.phrasings());
        let EntryDraft {
            question,
            similar,
            answers,
            keywords,
            ..
        } = live.draft;
        let typed = std::iter::once(&question)
            .chain(&similar)
            .map(|text| normalise_text(text))
            .collect();
        Self {
            id: live.id,
            key: live.key,
            question,
            audience: live.draft.audience,
            importance: live.draft.importance,
            handling: live.draft.handling,
            agent_note: live.draft.agent_note,
            related: live.draft.related,
            answers: answers
                .into_iter()
                .map(|answer| (answer.channel, markdown::parse(&answer.markdown)))
                .collect(),
            valid_from: live.draft.valid_from.map(|time| time.0),
            valid_to: live.draft.valid_to.map(|time| time.0),
            typed,
            keywords: keywords
                .into_iter()
                .map(|word| (normalise_text(&word), word))
                .collect(),
            fingerprint,
        }
    }

    /// Its keywords that stand in a text in its one spelling, as they were written.
    pub(crate) fn keywords_in(&self, normalised: &str) -> Vec<String> {
        let stands = |(spelling, _): &&(String, String)| {
            spelling.chars().any(char::is_alphanumeric) && stands_whole(normalised, spelling)
        };
        let held = self.keywords.iter().filter(stands);
        held.map(|(_, written)| written.clone()).collect()
    }

    /// Whether its time is now.
    pub(crate) fn is_current(&self, now_ms: i64) -> bool {
        self.valid_from.is_none_or(|from| from <= now_ms)
            && self.valid_to.is_none_or(|to| now_ms < to)
    }

    /// Whether someone of this audience may be given it.
    pub(crate) fn is_for(&self, audience: Audience) -> bool {
        self.audience <= audience
    }

    /// Its answer for a channel, or the default one.
    pub(crate) fn blocks(&self, channel: &str) -> &[Block] {
        let of = |code: &str| self.answers.iter().find(|(c, _)| c.code() == code);
        of(channel)
            .or_else(|| of("default"))
            .or_else(|| self.answers.first())
            .map_or(&[], |(_, blocks)| blocks)
    }

    pub(crate) fn entry_ref(&self) -> EntryRef {
        EntryRef {
            entry_id: self.id.clone(),
            question: self.question.clone(),
        }
    }

    /// Every phrasing in its one spelling, the standard question first.
    pub(crate) fn typed(&self) -> &[String] {
        &self.typed
    }

    /// How well the text that is being typed fits, smaller is better: it begins the question,
    /// stands in it, begins or stands in a similar question.
    pub(crate) fn typing_rank(&self, text: &str) -> Option<u8> {
        let rank = |phrasing: &String, begins: u8| {
            if phrasing.starts_with(text) {
                Some(begins)
            } else {
                phrasing.contains(text).then_some(begins + 1)
            }
        };
        let (question, similar) = self.typed.split_first()?;
        rank(question, 0).or_else(|| similar.iter().filter_map(|p| rank(p, 2)).min())
    }
}

/// Everything that a decision reads.
#[derive(Clone)]
pub(crate) struct Library {
    entries: HashMap<String, Arc<Shown>>,
    by_key: HashMap<String, String>,
    index: Index,
}

impl Library {
    pub(crate) fn new(encoder: Option<Arc<Encoder>>) -> Self {
        Self {
            entries: HashMap::new(),
            by_key: HashMap::new(),
            index: Index::new(encoder, IndexOptions::default()),
        }
    }

    /// Puts an entry in, or takes it out when it is published no more.
    pub(crate) fn put(&mut self, id: &str, live: Option<LiveEntry>, vectors: &[Option<QuantVec>]) {
        if let Some(key) = self.entries.remove(id).and_then(|old| old.key.clone()) {
            self.by_key.remove(&key);
        }
        let Some(live) = live else {
            self.index.remove(id);
            return;
        };
        let phrasings: Vec<Phrasing> = live.phrasings().map(Phrasing::new).collect();
        self.index.upsert_with_vectors(id, &phrasings, vectors);
        self.adopt(live);
    }

    /// Takes another index, into which the entries of this library are not put again.
    pub(crate) fn take_index(&mut self, index: Index) {
        self.index = index;
    }

    /// Fingerprints of the phrasings of all entries.
    pub(crate) fn fingerprints(&self) -> HashMap<String, u64> {
        let pair = |(id, entry): (&String, &Arc<Shown>)| (id.clone(), entry.fingerprint);
        self.entries.iter().map(pair).collect()
    }

    /// Puts an entry in whose phrasings the index has.
    pub(crate) fn adopt(&mut self, live: LiveEntry) {
        let id = live.id.clone();
        self.index.set_keywords(&id, &live.draft.keywords);
        let shown = Shown::new(live);
        if let Some(key) = &shown.key {
            self.by_key.insert(key.clone(), id.clone());
        }
        self.entries.insert(id, Arc::new(shown));
    }

    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    /// The entry of an id or key, if its time is now.
    pub(crate) fn find(&self, id_or_key: &str, now_ms: i64) -> Option<&Arc<Shown>> {
        let id = self.by_key.get(id_or_key).map_or(id_or_key, String::as_str);
        self.entries
            .get(id)
            .filter(|entry| entry.is_current(now_ms))
    }

    /// The entries whose time is now.
    pub(crate) fn current(&self, now_ms: i64) -> impl Iterator<Item = &Arc<Shown>> {
        self.entries
            .values()
            .filter(move |entry| entry.is_current(now_ms))
    }
}
