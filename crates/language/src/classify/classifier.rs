//! The classifier that the rest of the server uses: trained from labelled texts within seconds.

use std::collections::{BTreeMap, BTreeSet};

use rand::SeedableRng;
use rand::rngs::SmallRng;
use rand::seq::SliceRandom;

use super::calibration::{fit_weights, probabilities};
use super::curvature::Curvature;
use super::experts::{Expert, Trained, curvature};
use super::features::{Example, FeatureOptions, Features};
use super::neighbours::Neighbourhood;
use super::parallel::parallel;
use crate::embed::Encoder;
use crate::segment::Segmenter;

/// How a classifier is trained. The defaults serve every set; what a set needs is learnt inside.
#[derive(Debug, Clone)]
pub struct Options {
    pub features: FeatureOptions,
    pub segmenter: Segmenter,
    /// The experts to train; empty means all that the features allow.
    pub experts: Vec<Expert>,
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            features: FeatureOptions::default(),
            segmenter: Segmenter::default(),
            experts: Vec::new(),
            seed: 1,
        }
    }
}

/// A trained classifier. Immutable; share it among threads.
#[derive(Debug, Clone)]
pub struct Classifier {
    pub(super) labels: Vec<String>,
    pub(super) features: Features,
    pub(super) experts: Vec<Trained>,
    pub(super) weights: Vec<f32>,
}

/// All that was seen in a text.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// One probability for each of [`Classifier::labels`].
    pub probabilities: Vec<f32>,
    /// What each voice of the experts says of each class, weighed.
    pub scores: Vec<Vec<f32>>,
    pub neighbourhood: Option<Neighbourhood>,
    pub example: Example,
}

/// A part of a decision: an n-gram of the text, or an expert that looks at the text as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The n-gram, or the expert's name.
    pub feature: String,
    /// What it added to the class's score above the mean of all classes.
    pub weight: f32,
}

impl Classifier {
    /// Trains on texts with their labels. Without an encoder it learns characters, words and
    /// sounds alone, and must then be asked without one. `progress` hears the steps done, of all.
    pub fn train<T: AsRef<str>, L: AsRef<str>>(
        rows: &[(T, L)],
        encoder: Option<&Encoder>,
        options: &Options,
        progress: impl FnMut(usize, usize),
    ) -> Self {
        Self::train_and_read(rows, encoder, options, progress).0
    }

    /// [`Self::train`], and beside the classifier what copies of it said of training texts which
    /// those copies had not learnt from (row and reading): what a rejection learns from.
    pub fn train_and_read<T: AsRef<str>, L: AsRef<str>>(
        rows: &[(T, L)],
        encoder: Option<&Encoder>,
        options: &Options,
        mut progress: impl FnMut(usize, usize),
    ) -> (Self, Vec<(usize, Reading)>) {
        let labels: Vec<String> = rows
            .iter()
            .map(|(_, label)| label.as_ref())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .map(str::to_owned)
            .collect();
        let number: BTreeMap<&str, u32> = labels.iter().map(String::as_str).zip(0..).collect();
        let mut targets: Vec<u32> = rows
            .iter()
            .filter_map(|(_, label)| number.get(label.as_ref()).copied())
            .collect();
        let mut texts: Vec<&str> = rows.iter().map(|(text, _)| text.as_ref()).collect();
        let names: Vec<(String, u32)> = names(&labels, rows.len());
        texts.extend(names.iter().map(|(name, _)| name.as_str()));
        targets.extend(names.iter().map(|(_, target)| *target));
        let (features, examples) =
            Features::learn(&texts, options.segmenter.clone(), encoder, options.features);
        let chosen = if options.experts.is_empty() {
            Expert::at_hand(&examples)
        } else {
            options.experts.clone()
        };
        let known = targets.get(..rows.len()).unwrap_or(&targets);
        let plan = Plan {
            held_out: folds(known, labels.len(), options.seed),
            examples: &examples,
            targets: &targets,
            features: &features,
            classes: labels.len(),
            curvature: curvature(&examples, &features, labels.len()),
        };
        let steps = plan.held_out.len() + 2;
        progress(1, steps);
        let mut copies: Vec<Vec<Trained>> = Vec::new();
        for copy in 0..=plan.held_out.len() {
            copies.push(plan.run(copy, &chosen, &copies));
            progress(copy + 2, steps);
        }
        let experts = copies.pop().unwrap_or_default();
        let start: Vec<f32> = chosen
            .iter()
            .flat_map(|expert| expert.voices())
            .map(|(_, weight)| *weight)
            .collect();
        let mut seen = plan.read_held_out(&copies);
        let scores: Vec<Vec<Vec<f32>>> = seen
            .iter_mut()
            .map(|(_, reading)| std::mem::take(&mut reading.scores))
            .collect();
        let known: Vec<u32> = seen
            .iter()
            .filter_map(|(row, _)| targets.get(*row).copied())
            .collect();
        let weights = fit_weights(&scores, &known, &start);
        for ((_, reading), scores) in seen.iter_mut().zip(scores) {
            reading.probabilities = probabilities(&scores, &weights);
            reading.scores = weigh(scores, &weights);
        }
        let classifier = Self {
            labels,
            features,
            experts,
            weights,
        };
        (classifier, seen)
    }

    /// The labels in the order of their numbers.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// All labels with their probabilities, the likeliest first.
    pub fn predict(&self, text: &str, encoder: Option<&Encoder>) -> Vec<(&str, f32)> {
        self.ranked(&self.read(text, encoder).probabilities)
    }

    /// Probabilities with their labels, the likeliest first.
    pub fn ranked(&self, probabilities: &[f32]) -> Vec<(&str, f32)> {
        let mut ranked: Vec<(&str, f32)> = self
            .labels
            .iter()
            .map(String::as_str)
            .zip(probabilities.iter().copied())
            .collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        ranked
    }

    /// All that is seen in a text.
    pub fn read(&self, text: &str, encoder: Option<&Encoder>) -> Reading {
        self.read_example(self.features.of(text, encoder))
    }

    /// [`Self::read`] of many texts; several times cheaper than one by one.
    pub fn read_many<T: AsRef<str>>(&self, texts: &[T], encoder: Option<&Encoder>) -> Vec<Reading> {
        let examples = self.features.of_many(texts, encoder);
        examples
            .into_iter()
            .map(|example| self.read_example(example))
            .collect()
    }

    fn read_example(&self, example: Example) -> Reading {
        let mut reading = look(&self.experts, example, self.labels.len());
        reading.probabilities = probabilities(&reading.scores, &self.weights);
        reading.scores = weigh(std::mem::take(&mut reading.scores), &self.weights);
        reading
    }

    /// What spoke for a label, the strongest first, at most `count`. Empty for an unknown label.
    pub fn explain(
        &self,
        text: &str,
        label: &str,
        encoder: Option<&Encoder>,
        count: usize,
    ) -> Vec<Reason> {
        let Ok(class) = self
            .labels
            .binary_search_by(|known| known.as_str().cmp(label))
        else {
            return Vec::new();
        };
        let reading = self.read(text, encoder);
        let mut reasons = Vec::new();
        let mut voices = self.weights.iter().zip(&reading.scores);
        for trained in &self.experts {
            for (name, _) in trained.expert().voices() {
                let Some((weight, scores)) = voices.next() else {
                    continue;
                };
                let mean = scores.iter().sum::<f32>() / scores.len().max(1) as f32;
                let mut rest = scores.get(class).map_or(0.0, |score| score - mean);
                if let Trained::Linear(model) = trained {
                    for (_, feature, column, value) in self.features.named(text) {
                        let above = model.sparse_weight(column, class) - model.mean_weight(column);
                        let weight = weight * value * above;
                        rest -= weight;
                        reasons.push(Reason { feature, weight });
                    }
                }
                // What n-grams do not explain is the text as a whole.
                reasons.push(Reason {
                    feature: (*name).to_owned(),
                    weight: rest,
                });
            }
        }
        reasons.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
        reasons.truncate(count);
        reasons
    }

    /// Bytes held, without the encoder.
    pub fn bytes(&self) -> usize {
        let labels: usize = self.labels.iter().map(|label| label.len() + 24).sum();
        labels + self.features.bytes() + self.experts.iter().map(Trained::bytes).sum::<usize>()
    }
}

/// What labels say by themselves: `card_arrival` is as good as a text "card arrival" of that class.
/// Labels with digits are numbers of something, not words. With few texts a name counts twice.
fn names(labels: &[String], rows: usize) -> Vec<(String, u32)> {
    const FEW: usize = 20;
    let copies = if rows < FEW * labels.len() { 2 } else { 1 };
    let is_name = |label: &str| {
        label.chars().any(char::is_alphabetic)
            && !label.chars().any(|c| c.is_control() || c.is_numeric())
    };
    labels
        .iter()
        .zip(0..)
        .filter(|(label, _)| is_name(label))
        .flat_map(|(label, target)| {
            let words = label.replace(|c: char| !c.is_alphanumeric(), " ");
            std::iter::repeat_n((words.trim().to_owned(), target), copies)
        })
        .collect()
}

fn weigh(mut scores: Vec<Vec<f32>>, weights: &[f32]) -> Vec<Vec<f32>> {
    for (scores, weight) in scores.iter_mut().zip(weights) {
        scores.iter_mut().for_each(|score| *score *= weight);
    }
    scores
}

fn look(experts: &[Trained], example: Example, classes: usize) -> Reading {
    let mut neighbourhood = None;
    let scores = experts
        .iter()
        .flat_map(|expert| {
            let (scores, seen) = expert.look(&example, classes);
            neighbourhood = seen.or(neighbourhood.take());
            scores
        })
        .collect();
    Reading {
        probabilities: Vec::new(),
        scores,
        neighbourhood,
        example,
    }
}

/// Which texts each copy of the experts learns from.
struct Plan<'a> {
    examples: &'a [Example],
    targets: &'a [u32],
    features: &'a Features,
    classes: usize,
    curvature: Curvature,
    /// Rows that the copy of this number does not see; the copy after the last sees all.
    held_out: Vec<Vec<usize>>,
}

impl Plan<'_> {
    /// The copy that sees all begins where the others, in `before`, ended.
    fn run(&self, copy: usize, experts: &[Expert], before: &[Vec<Trained>]) -> Vec<Trained> {
        let held_out = self.held_out.get(copy);
        let mut seen = vec![true; self.examples.len()];
        for row in held_out.into_iter().flatten() {
            if let Some(seen) = seen.get_mut(*row) {
                *seen = false;
            }
        }
        let (examples, targets): (Vec<&Example>, Vec<u32>) = self
            .examples
            .iter()
            .zip(self.targets)
            .zip(&seen)
            .filter(|(_, seen)| **seen)
            .map(|((example, target), _)| (example, *target))
            .unzip();
        let lessons = (examples.as_slice(), targets.as_slice());
        let train = |(at, expert): &(usize, &Expert)| {
            let before = before.iter().filter_map(|copy| copy.get(*at));
            let before: Vec<&Trained> = before.filter(|_| held_out.is_none()).collect();
            Trained::train(
                **expert,
                lessons,
                self.features,
                self.classes,
                &self.curvature,
                &before,
            )
        };
        let jobs: Vec<(usize, &Expert)> = experts.iter().enumerate().collect();
        parallel(&jobs, train)
    }

    /// What each copy says of the texts it has not seen.
    fn read_held_out(&self, copies: &[Vec<Trained>]) -> Vec<(usize, Reading)> {
        let jobs: Vec<(&[Trained], usize, &Example)> = copies
            .iter()
            .zip(&self.held_out)
            .flat_map(|(experts, rows)| rows.iter().map(move |row| (experts.as_slice(), *row)))
            .filter_map(|(experts, row)| Some((experts, row, self.examples.get(row)?)))
            .collect();
        let chunks: Vec<_> = jobs.chunks(64).collect();
        let read = parallel(&chunks, |jobs| {
            jobs.iter()
                .map(|(experts, row, example)| {
                    (*row, look(experts, Example::clone(example), self.classes))
                })
                .collect::<Vec<_>>()
        });
        read.into_iter().flatten().collect()
    }
}

/// Parts of the rows to hold out, the same share of each class in each; classes with one text are
/// in none. Small sets need every text to learn the weights from; large ones can spare a part.
fn folds(targets: &[u32], classes: usize, seed: u64) -> Vec<Vec<usize>> {
    let (parts, copies) = match targets.len() {
        0..=1_000 => (5, 5),
        1_001..=6_000 => (4, 2),
        _ => (7, 1),
    };
    let mut by_class = vec![Vec::new(); classes];
    for (row, target) in targets.iter().enumerate() {
        if let Some(rows) = by_class.get_mut(*target as usize) {
            rows.push(row);
        }
    }
    let mut random = SmallRng::seed_from_u64(seed);
    let mut folds = vec![Vec::new(); parts];
    let mut next = 0;
    for rows in &mut by_class {
        rows.shuffle(&mut random);
        // A class of few texts begins where the one before ended, so that the parts stay even.
        for row in rows.iter().filter(|_| rows.len() > 1) {
            if let Some(fold) = folds.get_mut(next % parts) {
                fold.push(*row);
            }
            next += 1;
        }
    }
    folds.truncate(copies);
    folds.retain(|fold| !fold.is_empty());
    folds
}
