//! What the bot says when asked: decisions, suggestions, help and contents of entries.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use shanying_kernel::{Time, new_id};
use shanying_language::normalise::normalise_text;
use shanying_web_kit::markdown::Block;

use super::bot::Bot;
use super::candidates::{Findings, Found, rounded, weigh};
use super::library::{Library, Shown};
use super::model::{
    Decision, Emotion, EntryRef, HelpEntry, Outcome, Question, Reply, Thresholds, Verdict,
};
use super::rules::{self, Facts};
use super::settings::BotSettings;
use super::signals;
use crate::knowledge::{Audience, Handling};

/// Hits that are weighed; the best [`KEPT`] are kept with the decision.
const WEIGHED: usize = 16;
const KEPT: usize = 5;
/// Below this score a hit is no suggestion while typing and no neighbour of a gap.
const FAINT: f32 = 0.2;

impl Bot {
    /// Whether a message sounds angry, for one that the bot is not asked: by its words, and by the
    /// reader of emotions once it has learnt. Takes milliseconds of a processor.
    #[must_use]
    pub fn is_angry(&self, text: &str) -> bool {
        let inner = &self.inner;
        inner.listener.hear(text, &[]).anger
            || inner
                .feelings
                .read(text)
                .is_some_and(|(_, feeling)| feeling.angry)
    }

    /// How a message sounds, once the reader of emotions has learnt.
    #[must_use]
    pub fn emotion(&self, text: &str) -> Option<Emotion> {
        self.inner.feelings.read(text).map(|(emotion, _)| emotion)
    }

    /// Decides what a question gets, from memory alone, in a millisecond or two.
    #[must_use]
    pub fn decide(&self, question: &Question, settings: &BotSettings, now_ms: i64) -> Verdict {
        let begun = Instant::now();
        let thresholds = Thresholds {
            direct: settings.direct_threshold,
            suggest: settings.suggest_threshold,
            tie_margin: settings.tie_margin,
            certainty: settings.certainty_threshold,
        };
        let inner = &self.inner;
        // Read before the entries are held: it does not need them.
        let read = inner.feelings.read(&question.text);
        let library = inner.library.read();
        let chosen = question
            .chosen
            .as_deref()
            .and_then(|id| library.find(id, now_ms))
            .cloned();
        let heard = inner
            .listener
            .hear(&question.text, &settings.handover_words);
        let (emotion, feeling) = read.filter(|_| chosen.is_none()).unzip();
        let Findings { found, scope } = match chosen {
            Some(_) => Findings::default(),
            None => self.look(&library, &question.text, WEIGHED, now_ms),
        };
        let talk = inner.small_talk.load();
        // `你好呀小禾` is `你好呀`.
        let said = question.text.replace(settings.name.trim(), "");
        let may_chat = settings.small_talk && chosen.is_none();
        let whole = may_chat
            .then(|| talk.matches(&said, heard.matter))
            .flatten();
        let within = (may_chat && !heard.matter)
            .then(|| talk.found_within(&said))
            .flatten();
        let hits: Vec<rules::Hit> = found
            .iter()
            .map(|one| one.weigh(question.audience))
            .collect();
        let finding = rules::decide(&Facts {
            signals: heard,
            feeling: feeling.unwrap_or_default(),
            scope,
            chosen: chosen
                .as_ref()
                .map(|entry| weigh(1.0, true, entry, question.audience)),
            hits: &hits,
            small_talk: whole.is_some(),
            chatty: within.is_some(),
            thresholds,
            hand_over_on_anger: settings.hand_over_on_anger,
            max_suggestions: settings.max_suggestions,
        });
        let subject = chosen.as_ref().or_else(|| {
            let place = finding.picks.first()?;
            found.get(*place).map(|one| &one.entry)
        });
        let reply = match finding.outcome {
            Outcome::Suggested => {
                let pick = |place: &usize| found.get(*place).map(|one| one.entry.entry_ref());
                Reply::Suggestions(finding.picks.iter().filter_map(pick).collect())
            }
            Outcome::SmallTalk => Reply::SmallTalk {
                text: whole
                    .or(within)
                    .map(|topic| topic.answer(self.next_turn()))
                    .unwrap_or_default(),
            },
            outcome => self.reply(outcome, subject, &library, question, now_ms),
        };
        let candidates = found.iter().take(KEPT);
        let decision = Decision {
            id: new_id("dec"),
            conversation_id: String::new(),
            question: question.text.clone(),
            outcome: finding.outcome,
            entry_id: match finding.outcome {
                Outcome::Direct | Outcome::ToPerson => subject.map(|entry| entry.id.clone()),
                _ => None,
            },
            candidates: candidates
                .map(|one| one.candidate(&question.text))
                .collect(),
            thresholds,
            reason: finding.reason.to_owned(),
            in_scope: scope.map(|scope| scope.probability),
            emotion,
            elapsed_us: i64::try_from(begun.elapsed().as_micros()).unwrap_or(i64::MAX),
            engine: inner.engine.clone(),
            dialogue: None,
            created_at: Time(now_ms),
        };
        Verdict { decision, reply }
    }

    fn reply(
        &self,
        outcome: Outcome,
        subject: Option<&Arc<Shown>>,
        library: &Library,
        question: &Question,
        now_ms: i64,
    ) -> Reply {
        match (outcome, subject) {
            (Outcome::Direct, Some(entry)) => Reply::Answer {
                entry_id: entry.id.clone(),
                question: entry.question.clone(),
                blocks: entry.blocks(&question.channel).to_vec(),
                related: named(library, &entry.related, question.audience, now_ms),
            },
            (Outcome::ToPerson, Some(entry)) => Reply::ToPerson {
                entry_id: entry.id.clone(),
                question: entry.question.clone(),
                agent_note: entry.agent_note.clone(),
            },
            (Outcome::HandoverWords, _) => Reply::HandoverWords,
            (Outcome::Anger, _) => Reply::Anger,
            (Outcome::Veiled, _) => Reply::Veiled,
            (Outcome::Abuse, _) => Reply::Abuse {
                text: signals::calm_answer(self.next_turn()),
            },
            _ => Reply::Unknown,
        }
    }

    fn next_turn(&self) -> usize {
        self.inner.turn.fetch_add(1, Ordering::Relaxed)
    }

    /// At most `n` questions that fit what is being typed: those that begin with it or contain it
    /// first, then the most alike.
    #[must_use]
    pub fn suggest(&self, text: &str, audience: Audience, n: usize) -> Vec<EntryRef> {
        let text = normalise_text(text);
        if !text.chars().any(char::is_alphanumeric) || n == 0 {
            return Vec::new();
        }
        let now_ms = self.inner.clock.now_ms();
        let library = self.inner.library.read();
        let mut typed: Vec<(u8, &Arc<Shown>)> = library
            .current(now_ms)
            .filter(|entry| entry.is_for(audience))
            .filter_map(|entry| entry.typing_rank(&text).map(|rank| (rank, entry)))
            .collect();
        typed.sort_by(|(a_rank, a), (b_rank, b)| {
            let length = |entry: &Shown| entry.question.len();
            (a_rank, a.importance, length(a), &a.id).cmp(&(b_rank, b.importance, length(b), &b.id))
        });
        let mut refs: Vec<EntryRef> = typed
            .into_iter()
            .take(n)
            .map(|(_, entry)| entry.entry_ref())
            .collect();
        // A single character is too little to tell a meaning from.
        if refs.len() < n && text.chars().count() > 1 {
            for Found { hit, entry, .. } in self.look(&library, &text, n * 2, now_ms).found {
                let fits = hit.score >= FAINT && entry.is_for(audience);
                if fits && refs.len() < n && refs.iter().all(|known| known.entry_id != entry.id) {
                    refs.push(entry.entry_ref());
                }
            }
        }
        refs
    }

    /// The entries of these ids or keys that someone of this audience may be given now, in order.
    #[must_use]
    pub fn refs(&self, ids_or_keys: &[String], audience: Audience) -> Vec<EntryRef> {
        let library = self.inner.library.read();
        named(&library, ids_or_keys, audience, self.inner.clock.now_ms())
    }

    /// Entries for the help inside a page, of those that everyone may read: the named ones, and
    /// with `q` those of them (or, when none are named, of all) that fit it.
    #[must_use]
    pub fn help(&self, ids_or_keys: &[String], q: Option<&str>) -> Vec<HelpEntry> {
        let now_ms = self.inner.clock.now_ms();
        let library = self.inner.library.read();
        let open = |entry: &&Arc<Shown>| {
            entry.audience == Audience::Everyone && entry.handling == Handling::Answer
        };
        let named: Vec<Arc<Shown>> = ids_or_keys
            .iter()
            .filter_map(|id| library.find(id, now_ms))
            .filter(open)
            .cloned()
            .collect();
        let asked = q.map(str::trim).filter(|q| !q.is_empty());
        let entries = match asked {
            None => named,
            Some(q) => {
                let text = normalise_text(q);
                self.look(&library, q, 50, now_ms)
                    .found
                    .into_iter()
                    .filter(|one| fits(one, &text))
                    .map(|one| one.entry)
                    .filter(|entry| open(&entry))
                    .filter(|entry| {
                        ids_or_keys.is_empty() || named.iter().any(|known| known.id == entry.id)
                    })
                    .take(20)
                    .collect()
            }
        };
        entries
            .iter()
            .map(|entry| HelpEntry {
                entry_id: entry.id.clone(),
                question: entry.question.clone(),
                blocks: entry.blocks("web").to_vec(),
            })
            .collect()
    }

    /// Question, answer and related entries, for an agent who sends an entry to a customer of this
    /// audience. An entry that goes to a person may be sent by a person; a hidden one may not.
    #[must_use]
    pub fn entry_content(
        &self,
        entry_id: &str,
        channel: &str,
        audience: Audience,
    ) -> Option<(String, Vec<Block>, Vec<EntryRef>)> {
        let now_ms = self.inner.clock.now_ms();
        let library = self.inner.library.read();
        let entry = library
            .find(entry_id, now_ms)
            .filter(|entry| entry.is_for(audience))?;
        let related = named(&library, &entry.related, audience, now_ms);
        Some((
            entry.question.clone(),
            entry.blocks(channel).to_vec(),
            related,
        ))
    }

    /// Whether there is a published entry of this id or key.
    #[must_use]
    pub(crate) fn has_entry(&self, id_or_key: &str) -> bool {
        let library = self.inner.library.read();
        library.find(id_or_key, self.inner.clock.now_ms()).is_some()
    }

    /// The entry nearest to a text and its score, whoever may see it; for the list of gaps.
    #[must_use]
    pub fn nearest(&self, text: &str) -> Option<(EntryRef, f64)> {
        let library = self.inner.library.read();
        let found = self
            .look(&library, text, 1, self.inner.clock.now_ms())
            .found;
        let Found { hit, entry, .. } = found.first()?;
        (hit.score >= FAINT).then(|| (entry.entry_ref(), f64::from(hit.score)))
    }

    /// How alike two questions are, 0 to 1, for grouping.
    #[must_use]
    pub fn similarity(&self, a: &str, b: &str) -> f32 {
        self.inner.library.read().index().similarity(a, b)
    }

    /// The agents' search, best first, whoever may see the entries.
    #[must_use]
    pub fn search(&self, text: &str, limit: usize) -> Vec<AgentHit> {
        let library = self.inner.library.read();
        let folded = normalise_text(text);
        self.look(&library, text, limit, self.inner.clock.now_ms())
            .found
            .into_iter()
            .filter(|one| fits(one, &folded))
            .map(|Found { hit, entry, .. }| AgentHit::new(&entry, rounded(hit.score)))
            .collect()
    }

    /// A published entry for agents, whoever else may see it.
    #[must_use]
    pub fn for_agents(&self, entry_id: &str) -> Option<AgentHit> {
        let library = self.inner.library.read();
        let entry = library.find(entry_id, self.inner.clock.now_ms())?;
        Some(AgentHit::new(entry, 1.0))
    }
}

/// A published entry as an agent sees it.
#[derive(Clone, Debug)]
pub struct AgentHit {
    /// Which.
    pub entry: EntryRef,
    /// Its default answer.
    pub blocks: Vec<Block>,
    /// How well it fits what was searched for, 0 to 1.
    pub score: f64,
    /// Who may be given it.
    pub audience: Audience,
    /// What the agent should know.
    pub agent_note: String,
}

impl AgentHit {
    fn new(entry: &Shown, score: f64) -> Self {
        Self {
            entry: entry.entry_ref(),
            blocks: entry.blocks("default").to_vec(),
            score,
            audience: entry.audience,
            agent_note: entry.agent_note.clone(),
        }
    }
}

/// Whether a found entry is worth showing to who typed this, in its one spelling.
fn fits(found: &Found, typed: &str) -> bool {
    found.hit.score >= FAINT || found.entry.typing_rank(typed).is_some()
}

fn named(library: &Library, ids: &[String], audience: Audience, now_ms: i64) -> Vec<EntryRef> {
    ids.iter()
        .filter_map(|id| library.find(id, now_ms))
        .filter(|entry| entry.is_for(audience))
        .map(|entry| entry.entry_ref())
        .collect()
}
