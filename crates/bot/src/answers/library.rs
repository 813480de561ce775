//! The published entries in memory: the entries themselves, their index, and their keys.

use std::collections::HashMap;
use std::sync::Arc;

use shanying_language::embed::{Encoder, QuantVec};
use shanying_language::index::{Index, IndexOptions, Phrasing};
use shanying_language::normalise::normalise_text;
use shanying_web_kit::markdown::{self, Block};

use super::keywords::Keywords;
use super::model::EntryRef;
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
}

impl Shown {
    fn new(live: LiveEntry) -> Self {
        let EntryDraft {
            question,
            similar,
            answers,
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
        }
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
    keywords: Keywords,
    index: Index,
}

impl Library {
    pub(crate) fn new(encoder: Option<Arc<Encoder>>) -> Self {
        Self {
            entries: HashMap::new(),
            by_key: HashMap::new(),
            keywords: Keywords::default(),
            index: Index::new(encoder, IndexOptions::default()),
        }
    }

    /// Puts an entry in, or takes it out when it is published no more.
    pub(crate) fn put(&mut self, id: &str, live: Option<LiveEntry>, vectors: &[Option<QuantVec>]) {
        if let Some(key) = self.entries.remove(id).and_then(|old| old.key.clone()) {
            self.by_key.remove(&key);
        }
        self.keywords.remove(id);
        let Some(live) = live else {
            self.index.remove(id);
            return;
        };
        let phrasings: Vec<Phrasing> = live.phrasings().map(Phrasing::new).collect();
        self.index.upsert_with_vectors(id, &phrasings, vectors);
        self.keywords.put(id, &live.draft.keywords);
        let shown = Shown::new(live);
        if let Some(key) = &shown.key {
            self.by_key.insert(key.clone(), id.to_owned());
        }
        self.entries.insert(id.to_owned(), Arc::new(shown));
    }

    /// Ids of the entries whose keywords stand in the text, with those keywords.
    pub(crate) fn pushed(&self, text: &str) -> HashMap<&str, Vec<&str>> {
        self.keywords.found_in(text)
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
