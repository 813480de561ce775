//! Filing by floors, for trees of thousands of leaves whose floors repeat: what a matter is about
//! (a washing machine) and what is the matter (it leaks) are told apart by names that stand below
//! many others, so that each is learnt from all texts of all leaves that bear it. A leaf without
//! any text of its own is found by what its names mean elsewhere.
//!
//! For each floor that says something of its own (a floor whose names follow from those below it
//! does not) two voices weigh the names: one over the whole text, one over its sentences and
//! clauses, of which the best counts ([`voice`]). How much each counts is chosen on judged texts.
//! A leaf's score is the sum of what its floors' names get, and a part of how often it was right.
//!
//! [`Floors::learn`] takes in corrections with a few steps, without training anew.

mod pieces;
mod voice;
mod words;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::profiles::{curve, log_odds, sigmoid};
use super::threshold::draws;
use super::{Filed, FiledText, LabelName};
use crate::classify::share;
use crate::embed::{DIMENSIONS, Encoder};
use pieces::Pieces;
use voice::{Room, Seen, Voice};
use words::Vocabulary;

/// A floor of more different names is not learnt; the names below and above it must do.
const NAMES_MOST: usize = 2_000;
/// Leaves a name, on average, from which on floors are worth it.
const SHARED_BY: usize = 4;
/// Names of a floor that must follow from another floor's names, of a hundred, to leave it out.
const FOLLOWS_PERCENT: usize = 85;
/// Rounds over the texts, and over corrections.
const ROUNDS: usize = 4;
const ROUNDS_LATER: usize = 3;
/// The length of a step and what its sums of squares begin with, at first and for corrections.
const AT_FIRST: (f32, f32) = (0.15, 1e-6);
const LATER: (f32, f32) = (0.1, 1e-2);
/// How often a name itself is a text of its own, a round.
const NAME_TEXTS: usize = 2;
/// Texts encoded together.
const BATCH: usize = 256;
/// Weights of voices and of the frequency that are tried.
const MIXES: [f32; 6] = [0.0, 0.25, 0.5, 0.75, 1.0, 1.5];
const PRIORS: [f32; 5] = [0.0, 0.15, 0.3, 0.5, 0.8];
/// Judged texts by which weights are chosen at most.
const JUDGES: usize = 600;

/// A tree of leaves with what was learnt about the names of its floors.
#[derive(Debug, Clone)]
pub struct Floors {
    encoder: Option<Arc<Encoder>>,
    vocabulary: Arc<Vocabulary>,
    floors: Vec<Floor>,
    leaves: Vec<Leaf>,
    places: HashMap<String, usize>,
    /// How much it counts how often a leaf was right.
    prior: f32,
    sureness: (f32, f32),
}

/// A floor of the tree.
#[derive(Debug, Clone)]
struct Floor {
    names: Vec<String>,
    whole: Voice,
    parts: Voice,
    mix: [f32; 2],
}

#[derive(Debug, Clone)]
struct Leaf {
    id: String,
    /// The name at each floor, by number.
    names: Vec<u32>,
    texts: u32,
}

/// A text ready to be weighed.
#[derive(Debug)]
struct Text {
    whole: Seen,
    parts: Vec<Seen>,
}

/// A text with the names that are right.
struct Lesson {
    text: Text,
    names: Vec<Option<u32>>,
    leaf: Option<usize>,
}

impl Floors {
    /// Which floors of a tree are to be learnt; empty when its names are not shared by enough
    /// leaves. A path's places count from the top.
    pub(super) fn plan(names: &[LabelName]) -> Vec<usize> {
        let depth = names.iter().map(|name| name.path.len()).max().unwrap_or(0);
        let at = |name: &LabelName, floor: usize| name.path.get(floor).cloned().unwrap_or_default();
        let distinct: Vec<usize> = (0..depth)
            .map(|floor| {
                names
                    .iter()
                    .map(|name| at(name, floor))
                    .collect::<BTreeSet<_>>()
                    .len()
            })
            .collect();
        let fit = |floor: &usize| {
            distinct
                .get(*floor)
                .is_some_and(|&n| (2..=NAMES_MOST).contains(&n))
        };
        let follows = |floor: usize, from: usize| {
            let mut above: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            for name in names {
                above
                    .entry(at(name, from))
                    .or_default()
                    .insert(at(name, floor));
            }
            let one = above.values().filter(|names| names.len() == 1).count();
            one * 100 >= above.len() * FOLLOWS_PERCENT
        };
        let floors: Vec<usize> = (0..depth).filter(fit).collect();
        let own: Vec<usize> = floors
            .iter()
            .copied()
            .filter(|&floor| {
                let others = floors.iter().filter(|&&other| other > floor);
                !others.clone().any(|&other| follows(floor, other))
            })
            .collect();
        let total: usize = own.iter().filter_map(|&floor| distinct.get(floor)).sum();
        let shared = own.len() > 1 && names.len() >= total * SHARED_BY;
        // Two leaves that no floor tells apart would always be taken for each other.
        let told: BTreeSet<Vec<String>> = names
            .iter()
            .map(|name| own.iter().map(|&floor| at(name, floor)).collect())
            .collect();
        if shared && told.len() * 100 >= names.len() * FOLLOWS_PERCENT {
            own
        } else {
            Vec::new()
        }
    }

    /// Learns a tree from texts of its leaves; `plan` comes from [`Self::plan`].
    pub(super) fn train(
        rows: &[FiledText],
        names: &[LabelName],
        plan: &[usize],
        encoder: Option<Arc<Encoder>>,
        seed: u64,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Self {
        let read: Vec<Pieces> = rows.iter().map(|row| Pieces::of(&row.text)).collect();
        let own_names: Vec<Pieces> = plan
            .iter()
            .flat_map(|&floor| names.iter().filter_map(move |name| name.path.get(floor)))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .map(|name| Pieces::of(name))
            .collect();
        let vocabulary = Vocabulary::learn(read.iter().chain(&own_names).chain(&own_names));
        let mut tree = Self::bare(names, plan, encoder, Arc::new(vocabulary));
        let mut lessons = Vec::with_capacity(rows.len());
        for (rows, read) in rows.chunks(BATCH).zip(read.chunks(BATCH)) {
            for (row, text) in rows.iter().zip(tree.see(read)) {
                lessons.extend(tree.lesson(row, text));
            }
            progress(lessons.len() / 2, rows.len().max(1));
        }
        for lesson in &lessons {
            tree.count(lesson.leaf);
        }
        let mut named = tree.names_as_lessons();
        lessons.append(&mut named);
        tree.fit(&lessons, ROUNDS, AT_FIRST, seed);
        progress(rows.len(), rows.len());
        tree
    }

    fn bare(
        names: &[LabelName],
        plan: &[usize],
        encoder: Option<Arc<Encoder>>,
        vocabulary: Arc<Vocabulary>,
    ) -> Self {
        let at = |name: &LabelName, floor: usize| name.path.get(floor).cloned().unwrap_or_default();
        let mut floors = Vec::new();
        for &floor in plan {
            let names: BTreeSet<String> = names.iter().map(|name| at(name, floor)).collect();
            let voice = || Voice::new(vocabulary.terms.len(), encoder.is_some(), names.len());
            floors.push(Floor {
                whole: voice(),
                parts: voice(),
                names: names.into_iter().collect(),
                mix: [1.0, 1.0],
            });
        }
        let leaves: Vec<Leaf> = names
            .iter()
            .map(|name| Leaf {
                id: name.id.clone(),
                names: plan
                    .iter()
                    .zip(&floors)
                    .map(|(&floor, known)| {
                        let place = known.names.binary_search(&at(name, floor));
                        place.unwrap_or_default() as u32
                    })
                    .collect(),
                texts: 0,
            })
            .collect();
        Self {
            encoder,
            vocabulary,
            floors,
            places: places(&leaves),
            leaves,
            prior: 0.3,
            sureness: (1.0, 0.0),
        }
    }

    /// Takes in fresh texts with their right leaves, from people's corrections, beside some that were
    /// known before; leaves that the tree has not are passed over.
    pub fn learn(&mut self, fresh: &[FiledText], known: &[FiledText], seed: u64) {
        let rows: Vec<&FiledText> = fresh.iter().chain(known).collect();
        let read: Vec<Pieces> = rows.iter().map(|row| Pieces::of(&row.text)).collect();
        let mut lessons = Vec::with_capacity(rows.len());
        for (rows, read) in rows.chunks(BATCH).zip(read.chunks(BATCH)) {
            for (row, text) in rows.iter().zip(self.see(read)) {
                lessons.extend(self.lesson(row, text));
            }
        }
        for row in fresh {
            let leaf = row.labels.iter().find_map(|label| self.places.get(label));
            self.count(leaf.copied());
        }
        self.fit(&lessons, ROUNDS_LATER, LATER, seed);
    }

    /// Chooses how much each voice counts, and learns how sure the first leaf is, by texts that
    /// were not learnt.
    pub(super) fn calibrate(&mut self, judges: &[FiledText]) {
        let some: Vec<&FiledText> = judges.iter().rev().take(JUDGES).collect();
        let read: Vec<Pieces> = some.iter().map(|row| Pieces::of(&row.text)).collect();
        let lessons: Vec<Lesson> = some
            .iter()
            .zip(self.see(&read))
            .filter_map(|(row, text)| self.lesson(row, text))
            .collect();
        for at in 0..self.floors.len() {
            self.choose_mix(at, &lessons);
        }
        self.choose_prior(&lessons);
        self.sureness = (1.0, 0.0);
        let judged: Vec<(f32, bool)> = judges
            .iter()
            .filter_map(|row| {
                let first = self.rank(&row.text, 1).into_iter().next()?;
                Some((log_odds(first.score), row.labels.contains(&first.label)))
            })
            .collect();
        self.sureness = curve(&judged);
    }

    /// The `k` likeliest leaves, best first, each with the probability that it is right.
    pub fn rank(&self, text: &str, k: usize) -> Vec<Filed> {
        let Some(text) = self.see(&[Pieces::of(text)]).pop() else {
            return Vec::new();
        };
        let scores: Vec<Vec<f32>> = self.floors.iter().map(|floor| floor.weigh(&text)).collect();
        let mut ranked = self.leaves_by(&scores, self.prior);
        let highest = ranked
            .iter()
            .map(|(_, score)| *score)
            .fold(f32::NEG_INFINITY, f32::max);
        let total: f32 = ranked
            .iter()
            .map(|(_, score)| (score - highest).exp())
            .sum();
        let better = |a: &(usize, f32), b: &(usize, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        let k = k.min(ranked.len());
        if k > 0 && k < ranked.len() {
            ranked.select_nth_unstable_by(k - 1, better);
            ranked.truncate(k);
        }
        ranked.sort_by(better);
        let (slope, offset) = self.sureness;
        ranked
            .into_iter()
            .filter_map(|(leaf, score)| {
                let share = (score - highest).exp() / total;
                Some(Filed {
                    label: self.leaves.get(leaf)?.id.clone(),
                    score: sigmoid(slope * log_odds(share) + offset),
                })
            })
            .collect()
    }

    /// Number of leaves.
    pub fn labels(&self) -> usize {
        self.leaves.len()
    }

    /// Bytes held, without the encoder; an estimate.
    pub fn bytes(&self) -> usize {
        let voices: usize = self
            .floors
            .iter()
            .map(|floor| floor.whole.bytes() + floor.parts.bytes())
            .sum();
        voices + self.vocabulary.terms.len() * 12 + self.leaves.len() * 120
    }

    /// Every leaf with its score.
    fn leaves_by(&self, scores: &[Vec<f32>], prior: f32) -> Vec<(usize, f32)> {
        self.leaves
            .iter()
            .enumerate()
            .map(|(at, leaf)| {
                let names = leaf.names.iter().zip(scores);
                let sum: f32 = names
                    .filter_map(|(&name, scores)| scores.get(name as usize))
                    .sum();
                (at, sum + prior * (leaf.texts as f32 + 0.5).ln())
            })
            .collect()
    }

    /// Pieces with their rows and vectors.
    fn see(&self, read: &[Pieces]) -> Vec<Text> {
        let flat: Vec<&str> = read
            .iter()
            .flat_map(|pieces| pieces.texts.iter().map(String::as_str))
            .collect();
        let mut vectors = match &self.encoder {
            Some(encoder) => encoder.encode_batch(&flat),
            None => vec![Vec::new(); flat.len()],
        }
        .into_iter();
        read.iter()
            .map(|pieces| {
                let parts: Vec<Seen> = pieces
                    .texts
                    .iter()
                    .map(|piece| Seen {
                        row: self.vocabulary.row(piece),
                        vector: vectors.next().unwrap_or_default(),
                    })
                    .collect();
                let sentences = parts.get(..pieces.sentences).unwrap_or(&parts);
                Text {
                    whole: Seen {
                        row: self.vocabulary.whole(pieces),
                        vector: mean(sentences),
                    },
                    parts,
                }
            })
            .collect()
    }

    fn lesson(&self, row: &FiledText, text: Text) -> Option<Lesson> {
        let leaf = row.labels.iter().find_map(|label| self.places.get(label))?;
        let names = self.leaves.get(*leaf)?.names.iter();
        Some(Lesson {
            text,
            names: names.map(|&name| Some(name)).collect(),
            leaf: Some(*leaf),
        })
    }

    fn count(&mut self, leaf: Option<usize>) {
        if let Some(leaf) = leaf.and_then(|leaf| self.leaves.get_mut(leaf)) {
            leaf.texts += 1;
        }
    }

    /// Each name is a text of its own floor.
    fn names_as_lessons(&self) -> Vec<Lesson> {
        let mut lessons = Vec::new();
        for (at, floor) in self.floors.iter().enumerate() {
            let read: Vec<Pieces> = floor.names.iter().map(|name| Pieces::of(name)).collect();
            for _ in 0..NAME_TEXTS {
                for (name, text) in self.see(&read).into_iter().enumerate() {
                    let mut names = vec![None; self.floors.len()];
                    if let Some(own) = names.get_mut(at) {
                        *own = Some(name as u32);
                    }
                    let leaf = None;
                    lessons.push(Lesson { text, names, leaf });
                }
            }
        }
        lessons
    }

    fn fit(&mut self, lessons: &[Lesson], rounds: usize, (step, first): (f32, f32), seed: u64) {
        let jobs =
            self.floors.iter_mut().enumerate().flat_map(|(at, floor)| {
                [(at, &mut floor.whole, true), (at, &mut floor.parts, false)]
            });
        let jobs: Vec<_> = jobs.collect();
        share(jobs.into_iter(), |(at, voice, whole)| {
            let mut order: Vec<usize> = (0..lessons.len()).collect();
            let mut random = draws(seed);
            let mut room = Room::default();
            let mut slopes = voice.slopes(step, first);
            for _ in 0..rounds {
                for last in (1..order.len()).rev() {
                    let other = random.next().unwrap_or(0) % (last as u64 + 1);
                    order.swap(last, other as usize);
                }
                for lesson in order.iter().filter_map(|&number| lessons.get(number)) {
                    let Some(Some(right)) = lesson.names.get(at) else {
                        continue;
                    };
                    let seen: Vec<&Seen> = if whole {
                        vec![&lesson.text.whole]
                    } else {
                        lesson.text.parts.iter().collect()
                    };
                    voice.take(&seen, *right as usize, &mut slopes, &mut room);
                }
            }
        });
    }

    fn choose_mix(&mut self, at: usize, lessons: &[Lesson]) {
        let Some(floor) = self.floors.get_mut(at) else {
            return;
        };
        let voices: Vec<([Vec<f32>; 2], usize)> = lessons
            .iter()
            .filter_map(|lesson| {
                let right = (*lesson.names.get(at)?)? as usize;
                Some((floor.voices(&lesson.text), right))
            })
            .collect();
        let mut best = (f32::INFINITY, floor.mix);
        for whole in MIXES {
            for parts in MIXES.into_iter().filter(|parts| whole + parts > 0.0) {
                let loss: f32 = voices
                    .iter()
                    .map(|(voices, right)| {
                        let scores = mixed(voices, [whole, parts]);
                        -scores.get(*right).copied().unwrap_or(0.0)
                    })
                    .sum();
                if loss < best.0 {
                    best = (loss, [whole, parts]);
                }
            }
        }
        floor.mix = best.1;
    }

    fn choose_prior(&mut self, lessons: &[Lesson]) {
        let weighed: Vec<Vec<Vec<f32>>> = lessons
            .iter()
            .map(|lesson| {
                self.floors
                    .iter()
                    .map(|floor| floor.weigh(&lesson.text))
                    .collect()
            })
            .collect();
        let mut best = (f32::INFINITY, self.prior);
        for prior in PRIORS {
            let mut loss = 0.0;
            for (lesson, scores) in lessons.iter().zip(&weighed) {
                let leaves = self.leaves_by(scores, prior);
                let mut all: Vec<f32> = leaves.iter().map(|(_, score)| *score).collect();
                log_softmax(&mut all);
                let right = lesson.leaf.and_then(|leaf| all.get(leaf));
                loss -= right.copied().unwrap_or(0.0);
            }
            if loss < best.0 {
                best = (loss, prior);
            }
        }
        self.prior = best.1;
    }
}

impl Floor {
    /// What each voice makes of a text, as logarithms of shares.
    fn voices(&self, text: &Text) -> [Vec<f32>; 2] {
        let mut room = Room::default();
        self.whole.weigh(&[&text.whole], &mut room);
        let mut whole = std::mem::take(&mut room.scores);
        let parts: Vec<&Seen> = text.parts.iter().collect();
        self.parts.weigh(&parts, &mut room);
        let mut parts = room.scores;
        log_softmax(&mut whole);
        log_softmax(&mut parts);
        [whole, parts]
    }

    fn weigh(&self, text: &Text) -> Vec<f32> {
        mixed(&self.voices(text), self.mix)
    }
}

fn mixed([whole, parts]: &[Vec<f32>; 2], mix: [f32; 2]) -> Vec<f32> {
    let both = whole.iter().zip(parts);
    let mut scores: Vec<f32> = both.map(|(a, b)| mix[0] * a + mix[1] * b).collect();
    log_softmax(&mut scores);
    scores
}

/// Takes the logarithm of the sum of exponentials off.
fn log_softmax(scores: &mut [f32]) {
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let total: f32 = scores.iter().map(|score| (score - highest).exp()).sum();
    let off = highest + total.ln();
    scores.iter_mut().for_each(|score| *score -= off);
}

fn places(leaves: &[Leaf]) -> HashMap<String, usize> {
    let numbered = leaves.iter().enumerate();
    numbered.map(|(at, leaf)| (leaf.id.clone(), at)).collect()
}

/// The mean vector of sentences, of length one; nothing without an encoder.
fn mean(sentences: &[Seen]) -> Vec<f32> {
    if sentences.iter().all(|seen| seen.vector.is_empty()) {
        return Vec::new();
    }
    let mut sum = vec![0.0; DIMENSIONS];
    for seen in sentences {
        for (sum, value) in sum.iter_mut().zip(&seen.vector) {
            *sum += value;
        }
    }
    let length = sum.iter().map(|value| value * value).sum::<f32>().sqrt();
    if length > 0.0 {
        sum.iter_mut().for_each(|value| *value /= length);
    }
    sum
}
