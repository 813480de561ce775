//! Reads a talk: which entries it is about, how it sounds, which facts were told.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::DateTime;
use shanying_bot::products::{Shelf, WishKind, WishValue, attribute};
use shanying_bot::{Audience, Bot, BotSettings, Emotion, Question};
use shanying_language::extract::{Kind, Value, recognise};

use crate::assist::memory::Memory;
use crate::assist::model::{Fact, Mood, SourceKind};
use crate::assist::rules::{self, BEFORE, NOW, TOGETHER, Talk};

/// Verdicts on alike questions that are looked at.
const LESSONS: usize = 24;
/// A feeling that is weaker is none.
const FELT: f64 = 0.4;
const FACTS_MOST: usize = 14;
/// What was sent for a question like this is a candidate even if nothing else finds it.
const TAUGHT_BASE: f64 = 0.45;

/// What reads.
pub(crate) struct Reader {
    pub bot: Arc<Bot>,
    pub memory: Arc<Memory>,
    pub settings: Arc<BotSettings>,
    pub now_ms: i64,
}

/// An entry that a talk is about.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Meant {
    pub entry_id: String,
    pub score: f64,
    /// How much of it agents taught.
    pub taught: f64,
}

/// What agents taught about questions like one: by kind and reference.
pub(crate) type Taught = HashMap<(String, String), f64>;

impl Reader {
    /// The entries that fit one text.
    fn ranking(&self, text: &str) -> Vec<(String, f64)> {
        let question = Question {
            text: text.to_owned(),
            audience: Audience::Agents,
            channel: "web".to_owned(),
            chosen: None,
        };
        let decision = self
            .bot
            .decide(&question, &self.settings, self.now_ms)
            .decision;
        let candidates = decision.candidates.into_iter();
        candidates.map(|one| (one.entry_id, one.score)).collect()
    }

    /// What agents made of suggestions for questions like this.
    pub(crate) fn taught(&self, text: &str) -> Taught {
        let mut lessons: HashMap<(String, String), Vec<(&'static str, f64)>> = HashMap::new();
        for (lesson, alike) in self.memory.lessons(text, LESSONS) {
            let verdict = match lesson.verdict.as_str() {
                "sent" => "sent",
                "edited" => "edited",
                _ => "rejected",
            };
            let key = (lesson.kind, lesson.reference);
            lessons.entry(key).or_default().push((verdict, alike));
        }
        let sum =
            |(key, list): (_, Vec<(&'static str, f64)>)| (key, rules::taught(list.into_iter()));
        lessons.into_iter().map(sum).collect()
    }

    /// The entries that a talk is about, likeliest first.
    pub(crate) fn meant(&self, talk: &Talk, taught: &Taught) -> Vec<Meant> {
        let mut rankings = vec![(NOW, self.ranking(&talk.words()))];
        if let Some(together) = talk.together() {
            rankings.push((TOGETHER, self.ranking(&together)));
        }
        for (age, before) in talk.before.iter().take(2).enumerate() {
            let weight = if age == 0 { BEFORE } else { BEFORE * BEFORE };
            rankings.push((weight, self.ranking(before)));
        }
        let mut meant: Vec<Meant> = rules::fuse(&rankings)
            .into_iter()
            .map(|(entry_id, score)| {
                let key = (SourceKind::Knowledge.code().to_owned(), entry_id);
                let taught = taught.get(&key).copied().unwrap_or(0.0);
                Meant {
                    entry_id: key.1,
                    score: (score + taught).clamp(0.0, 1.0),
                    taught,
                }
            })
            .collect();
        for ((kind, entry_id), worth) in taught {
            let known = meant.iter().any(|one| one.entry_id == *entry_id);
            if kind == SourceKind::Knowledge.code() && *worth > 0.0 && !known {
                meant.push(Meant {
                    entry_id: entry_id.clone(),
                    score: TAUGHT_BASE + worth,
                    taught: *worth,
                });
            }
        }
        meant.sort_by(|a, b| {
            let order = b.score.total_cmp(&a.score);
            order.then_with(|| a.entry_id.cmp(&b.entry_id))
        });
        meant
    }

    /// How a message sounds.
    pub(crate) fn mood(&self, text: &str) -> Option<Mood> {
        self.bot.emotion(text).map(strongest)
    }
}

fn strongest(emotion: Emotion) -> Mood {
    let shares = [
        ("angry", emotion.angry),
        ("anxious", emotion.anxious),
        ("disappointed", emotion.disappointed),
        ("satisfied", emotion.satisfied),
        ("veiled", emotion.veiled),
    ];
    let best = shares.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let (name, share) = best
        .filter(|(_, share)| *share >= FELT)
        .unwrap_or(("calm", 1.0));
    Mood {
        name: name.to_owned(),
        share,
        cues: emotion.cues,
    }
}

/// The facts that were told, each once, in their order; what identifies a person is masked.
pub(crate) fn facts(said: &[String], shelf: &Shelf, now: DateTime) -> Vec<Fact> {
    let mut found: Vec<Fact> = Vec::new();
    let mut add = |kind: &str, value: String| {
        let fact = Fact {
            kind: kind.to_owned(),
            value,
        };
        if !fact.value.is_empty() && !found.contains(&fact) {
            found.push(fact);
        }
    };
    for text in said {
        for slot in recognise(text, now, shelf.vocabulary().catalogue()) {
            if slot.corrected {
                continue;
            }
            let words = text.get(slot.span.clone()).unwrap_or_default();
            match (&slot.kind, &slot.value) {
                (Kind::Entry(kind), Value::Text(id)) if kind == "product" => {
                    add(
                        "product",
                        shelf
                            .get(id)
                            .map_or_else(String::new, |one| one.name.clone()),
                    );
                }
                (Kind::Order | Kind::Tracking, _) => add(
                    rules::fact_name(&slot.kind).unwrap_or_default(),
                    words.to_owned(),
                ),
                (_, Value::Private { masked, .. }) => add(
                    rules::fact_name(&slot.kind).unwrap_or("number"),
                    masked.clone(),
                ),
                _ => {
                    if let Some(name) = rules::fact_name(&slot.kind) {
                        add(name, words.to_owned());
                    }
                }
            }
        }
        for wish in shelf.wishes(text) {
            if let WishValue::Word(word) = wish.value
                && wish.attribute != attribute::NAME
            {
                let avoid = wish.kind == WishKind::MustNot;
                add(if avoid { "avoid" } else { "wish" }, word);
            }
        }
    }
    found.truncate(FACTS_MOST);
    found
}

/// The three entries that would be suggested first, for measuring.
#[cfg(test)]
pub(crate) fn suggested_entries(reader: &Reader, talk: &Talk) -> Vec<String> {
    let taught = reader.taught(&talk.words());
    let meant = reader.meant(talk, &taught).into_iter();
    meant.take(3).map(|one| one.entry_id).collect()
}
