//! Filing by likeness: each label is an entry of an index, its texts and its name are the
//! phrasings. Where labels have texts enough, a classifier over them is one more opinion. A ranker
//! learns on judged texts how much each sign counts; without any the index's order stays.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use super::{Filed, FiledText, LabelName};
use crate::classify::{Classifier, Options};
use crate::embed::Encoder;
use crate::index::{Hit, Index, IndexOptions, Phrasing};
use crate::normalise::is_han;
use crate::rerank::{Judged, Prepared, Ranker, Rarity, pair};
use crate::understand;

/// Labels that are encoded together.
const BATCH: usize = 512;
/// Hits that are looked at a second time.
const CANDIDATES: usize = 30;
/// Labels of the classifier that are looked at although the index did not find them.
const OPINIONS: usize = 10;
/// Judged texts that a ranker needs.
const FEWEST_JUDGED: usize = 100;
/// Probabilities of the classifier below this say no more; those of labels that it does not know
/// are taken to be this high, so that a label without texts is not shut out.
const LOWEST: f32 = 0.0005;
const UNKNOWN: f32 = 0.01;
/// How much the classifier counts where no ranker was learnt.
const BELIEF: f32 = 0.15;

/// Labels with the texts that are known for them.
#[derive(Debug)]
pub struct Matching {
    index: Index,
    names: HashMap<String, Prepared>,
    rarity: Rarity,
    classifier: Option<Classifier>,
    ranker: Option<Ranker>,
    /// The classifier alone was right more often than the ranker.
    by_class: bool,
}

/// A label that may be right.
struct Candidate {
    hit: Hit,
    belief: Option<f32>,
}

impl Matching {
    /// Takes in names and texts. A label without a name that is written in Chinese is its own.
    pub fn train(
        rows: &[FiledText],
        names: &[LabelName],
        encoder: Option<Arc<Encoder>>,
        seed: u64,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Self {
        let mut own_names: BTreeMap<&str, &str> = BTreeMap::new();
        for label in rows.iter().flat_map(|row| &row.labels) {
            if label.chars().any(is_han) {
                own_names.insert(label, label);
            }
        }
        own_names.extend(names.iter().map(|n| (n.id.as_str(), n.text.as_str())));
        let mut texts: BTreeMap<&str, Vec<Phrasing>> = BTreeMap::new();
        let named = own_names.iter().map(|(label, name)| (*label, *name));
        let worded = rows.iter().flat_map(|row| {
            let labels = row.labels.iter().map(String::as_str);
            labels.map(|label| (label, row.text.as_str()))
        });
        let mut rarity = Rarity::default();
        for (label, text) in named.chain(worded) {
            rarity.count(&Prepared::new(text));
            texts.entry(label).or_default().push(Phrasing::new(text));
        }
        let classifier = classifier(rows, &own_names, encoder.as_deref(), seed);
        let mut index = Index::new(encoder, IndexOptions::default());
        let entries: Vec<(&str, &[Phrasing])> = texts
            .iter()
            .map(|(label, phrasings)| (*label, phrasings.as_slice()))
            .collect();
        let mut done = 0;
        for batch in entries.chunks(BATCH) {
            index.upsert_many(batch.iter().copied());
            done += batch.len();
            progress(done, entries.len());
        }
        let names = own_names
            .into_iter()
            .map(|(label, name)| (label.to_owned(), Prepared::new(name)))
            .collect();
        Self {
            index,
            names,
            rarity,
            classifier,
            ranker: None,
            by_class: false,
        }
    }

    /// What is to be known about texts whose labels are known, for [`Self::learn`].
    pub(super) fn judge(&self, rows: &[FiledText]) -> Vec<Judged> {
        rows.iter()
            .map(|row| {
                let candidates = self.candidates(&row.text);
                Judged {
                    signs: self.signs(&row.text, &candidates),
                    right: candidates
                        .iter()
                        .map(|candidate| row.labels.contains(&candidate.hit.entry_id))
                        .collect(),
                }
            })
            .collect()
    }

    /// Learns how much each sign counts, and says of each judged text, by what was learnt from
    /// the others, how sure the first label is and whether it is right.
    pub(super) fn learn(&mut self, judged: &[Judged]) -> Option<Vec<(f32, bool)>> {
        const PARTS: usize = 3;
        let ranker = Ranker::train(judged, FEWEST_JUDGED)?;
        let mut seen = Vec::with_capacity(judged.len());
        for part in 0..PARTS {
            let (held, others): (Vec<_>, Vec<_>) = judged
                .iter()
                .cloned()
                .enumerate()
                .partition(|(at, _)| at % PARTS == part);
            let others: Vec<Judged> = others.into_iter().map(|(_, text)| text).collect();
            let ranker = Ranker::train(&others, 1)?;
            for (_, text) in held {
                let merits = ranker.merits(&text.signs);
                let best = merits.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
                let right = best.and_then(|(at, _)| text.right.get(at)).copied();
                seen.push((ranker.sureness(&merits), right.unwrap_or(false)));
            }
        }
        self.ranker = Some(ranker);
        let by_class: Vec<(f32, bool)> = judged.iter().filter_map(first_by_class).collect();
        let right = |judged: &[(f32, bool)]| judged.iter().filter(|(_, right)| *right).count();
        self.by_class = self.classifier.is_some() && right(&by_class) > right(&seen);
        Some(if self.by_class { by_class } else { seen })
    }

    /// Takes over what was learnt with the same labels and fewer texts.
    pub(super) fn taught_by(mut self, other: &Self) -> Self {
        self.ranker.clone_from(&other.ranker);
        self.by_class = other.by_class && self.classifier.is_some();
        self
    }

    /// The `k` likeliest labels, best first.
    pub fn rank(&self, text: &str, k: usize) -> Vec<Filed> {
        let candidates = self.candidates(text);
        let (merits, first) = match &self.ranker {
            _ if self.by_class => {
                let beliefs = candidates.iter().map(|candidate| candidate.known().ln());
                let beliefs: Vec<f32> = beliefs.collect();
                let first = beliefs.iter().copied().fold(f32::NEG_INFINITY, f32::max);
                (beliefs, Some(first.exp()))
            }
            Some(ranker) => {
                let merits = ranker.merits(&self.signs(text, &candidates));
                let first = ranker.sureness(&merits);
                (merits, Some(first))
            }
            None => (candidates.iter().map(Candidate::merit).collect(), None),
        };
        let mut ranked: Vec<(f32, &Candidate)> = merits.into_iter().zip(&candidates).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        let top = ranked.first().map_or(0.0, |(merit, _)| *merit);
        ranked
            .into_iter()
            .take(k)
            .map(|(merit, candidate)| Filed {
                label: candidate.hit.entry_id.clone(),
                score: match first {
                    Some(first) => first * (merit - top).exp(),
                    None => candidate.hit.score,
                },
            })
            .collect()
    }

    fn candidates(&self, text: &str) -> Vec<Candidate> {
        let mut hits = self.index.search(text, CANDIDATES, |_| true);
        let encoder = self.index.encoder().map(Arc::as_ref);
        let opinions = self.classifier.as_ref().map(|c| c.predict(text, encoder));
        let Some(opinions) = opinions else {
            let lone = |hit| Candidate { hit, belief: None };
            return hits.into_iter().map(lone).collect();
        };
        let missed: HashSet<&str> = opinions
            .iter()
            .take(OPINIONS)
            .map(|(label, _)| *label)
            .filter(|label| hits.iter().all(|hit| hit.entry_id != *label))
            .collect();
        if !missed.is_empty() {
            hits.extend(self.index.search(text, OPINIONS, |id| missed.contains(id)));
        }
        let beliefs: HashMap<&str, f32> = opinions.into_iter().collect();
        hits.into_iter()
            .map(|hit| Candidate {
                belief: Some(beliefs.get(hit.entry_id.as_str()).copied().unwrap_or(-1.0)),
                hit,
            })
            .collect()
    }

    fn signs(&self, text: &str, candidates: &[Candidate]) -> Vec<Vec<f32>> {
        let text = Prepared::new(text);
        candidates
            .iter()
            .map(|candidate| {
                let features = &candidate.hit.features;
                let mut signs = vec![
                    features.likeness,
                    features.dense_best,
                    features.dense_mean,
                    features.bm25_words,
                    features.bm25_chars,
                    features.crowding,
                    f32::from(u8::from(features.equal)),
                ];
                let phrasing = Prepared::new(&candidate.hit.best_phrasing);
                signs.extend(pair(&text, &phrasing, &self.rarity));
                let name = self.names.get(&candidate.hit.entry_id);
                let name = name.map(|name| pair(&text, name, &self.rarity));
                signs.extend(name.unwrap_or_default());
                let known = candidate.known();
                signs.extend([known.ln(), known]);
                signs
            })
            .collect()
    }

    /// Number of labels.
    pub fn labels(&self) -> usize {
        self.index.len()
    }

    /// Bytes held, without the encoder; an estimate.
    pub fn bytes(&self) -> usize {
        const NAME: usize = 400;
        let classifier = self.classifier.as_ref().map_or(0, Classifier::bytes);
        self.index.bytes() + classifier + self.names.len() * NAME
    }
}

/// The probability of the label that the classifier puts first, and whether it is right.
fn first_by_class(judged: &Judged) -> Option<(f32, bool)> {
    let beliefs = judged.signs.iter().filter_map(|signs| signs.last());
    let first = beliefs.copied().zip(judged.right.iter().copied());
    first.max_by(|a, b| a.0.total_cmp(&b.0))
}

impl Candidate {
    /// What the classifier believes, never nothing; a label that it does not know has a little.
    fn known(&self) -> f32 {
        let belief = self.belief.unwrap_or(0.0);
        let known = if belief < 0.0 { UNKNOWN } else { belief };
        known.max(LOWEST)
    }

    fn merit(&self) -> f32 {
        let belief = self.belief.unwrap_or(0.0).max(0.0);
        let equal = f32::from(u8::from(self.hit.features.equal));
        self.hit.features.likeness + BELIEF * belief + equal
    }
}

/// A classifier over the texts, with the names of labels that have texts.
fn classifier(
    rows: &[FiledText],
    names: &BTreeMap<&str, &str>,
    encoder: Option<&Encoder>,
    seed: u64,
) -> Option<Classifier> {
    let mut examples: Vec<(&str, &str)> = rows
        .iter()
        .flat_map(|row| {
            let labels = row.labels.iter().map(String::as_str);
            labels.map(|label| (row.text.as_str(), label))
        })
        .collect();
    let labels: HashSet<&str> = examples.iter().map(|(_, label)| *label).collect();
    let known = names.iter().filter(|(label, _)| labels.contains(*label));
    examples.extend(known.map(|(label, name)| (*name, *label)));
    let options = Options {
        seed,
        ..Options::default()
    };
    understand::learn(&examples, encoder, &options, |_, _| {})
}
