//! Learns what tells labels from their rivals.
#![expect(
    clippy::indexing_slicing,
    reason = "the inner loops of training; every index comes from a table built beside the slice"
)]

use super::candidates::{Candidate, SIGNALS, Scratch};
use super::words::Row;
use super::{Profiles, Seen};
use crate::embed::{DIMENSIONS, QuantVec};
use crate::filing::threshold::draws;

/// Rounds over the texts: as many as show each label about so many of its texts, within bounds.
const VISITS: usize = 60;
const ROUNDS: std::ops::RangeInclusive<usize> = 3..=15;
/// The first length of a step, which falls to a twentieth in a straight line.
const STEP: f32 = 1.0;
/// Parts of a step for the mix, which many texts share, and for the biases.
const MIX_STEP: f32 = 0.002;
const BIAS_STEP: f32 = 0.1;
/// A label whose probability is off by less is not moved.
const LEAST_ERROR: f32 = 1e-3;
/// Tells how far training is, in texts of all.
pub(super) struct Course<'a> {
    progress: &'a mut dyn FnMut(usize, usize),
    texts: usize,
    rounds: usize,
    /// How often each text is touched.
    touches: usize,
    done: usize,
}

impl<'a> Course<'a> {
    /// A course for texts with their labels.
    pub fn new(
        own: &[Vec<u32>],
        labels: usize,
        encodes: bool,
        progress: &'a mut dyn FnMut(usize, usize),
    ) -> Self {
        let marks: usize = own.iter().map(Vec::len).sum();
        let rounds = (VISITS * labels / marks.max(1)).clamp(*ROUNDS.start(), *ROUNDS.end());
        Self {
            progress,
            texts: own.len(),
            rounds,
            touches: rounds + 1 + usize::from(encodes),
            done: 0,
        }
    }

    /// One text was touched.
    pub fn step(&mut self) {
        self.done += 1;
        if self.done.is_multiple_of(512) || self.done == self.texts * self.touches {
            (self.progress)(self.done / self.touches, self.texts);
        }
    }
}

/// A text with its rivals.
struct Lesson {
    text: u32,
    candidates: Vec<Candidate>,
    /// Which candidates are right.
    right: Vec<bool>,
}

/// The words of each label, with where in the table of ties each stands.
struct ByLabel {
    starts: Vec<u32>,
    /// Sorted by word.
    words: Vec<(u32, u32)>,
}

impl ByLabel {
    fn new(profiles: &Profiles) -> Self {
        let ties = &profiles.words.ties;
        let mut starts = vec![0u32; profiles.labels.len() + 1];
        for tie in ties {
            starts[tie.label as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut words = vec![(0, 0); ties.len()];
        for (word, range) in profiles.words.starts.windows(2).enumerate() {
            for at in range[0]..range[1] {
                let place = &mut next[ties[at as usize].label as usize];
                words[*place as usize] = (word as u32, at);
                *place += 1;
            }
        }
        Self { starts, words }
    }

    /// The ties of a label with the words of a row, and the words' weights in the row.
    fn find(&self, label: u32, row: &Row, found: &mut Vec<(u32, f32)>) {
        let at = label as usize;
        let mut words = &self.words[self.starts[at] as usize..self.starts[at + 1] as usize];
        for &(word, weight) in row {
            let skipped = words.partition_point(|entry| entry.0 < word);
            words = &words[skipped..];
            if let Some(&(known, tie)) = words.first()
                && known == word
            {
                found.push((tie, weight));
            }
        }
    }
}

/// Learns mix, biases, weights and directions.
pub(super) fn fit(
    profiles: &mut Profiles,
    rows: &[Row],
    vectors: &[QuantVec],
    seed: u64,
    course: &mut Course<'_>,
) {
    let mut lessons = lessons(profiles, rows, vectors, course);
    let by_label = ByLabel::new(profiles);
    let dense = if profiles.meaning.is_some() {
        profiles.labels.len() * DIMENSIONS
    } else {
        0
    };
    let mut learner = Learner {
        by_label,
        weights: vec![0.0; profiles.words.ties.len()],
        directions: vec![0.0; dense],
        bias: vec![0.0; profiles.labels.len()],
        mix: profiles.mix,
        vector: Vec::new(),
        logits: Vec::new(),
        found: Vec::new(),
        ends: Vec::new(),
    };
    let mut random = draws(seed);
    let steps = (lessons.len() * course.rounds).max(1);
    let mut step = 0;
    for _ in 0..course.rounds {
        for at in (1..lessons.len()).rev() {
            let other = random.next().unwrap_or(0) % (at as u64 + 1);
            lessons.swap(at, other as usize);
        }
        for lesson in &lessons {
            let size = STEP * (1.0 - step as f32 / steps as f32).max(0.05);
            let text = lesson.text as usize;
            learner.take(lesson, &rows[text], vectors.get(text), size);
            step += 1;
            course.step();
        }
    }
    for (tie, weight) in profiles.words.ties.iter_mut().zip(learner.weights) {
        tie.weight = weight;
    }
    if let Some(meaning) = &mut profiles.meaning {
        meaning.directions = learner
            .directions
            .chunks(DIMENSIONS)
            .map(QuantVec::quantise)
            .collect();
    }
    profiles.bias = learner.bias;
    profiles.mix = learner.mix;
}

/// Finds each text's rivals. A text none of whose labels is found has nothing to teach.
fn lessons(
    profiles: &Profiles,
    rows: &[Row],
    vectors: &[QuantVec],
    course: &mut Course<'_>,
) -> Vec<Lesson> {
    let mut scratch = Scratch::default();
    let mut lessons = Vec::with_capacity(rows.len());
    for (text, row) in rows.iter().enumerate() {
        let seen = Seen {
            row,
            vector: vectors.get(text),
        };
        let candidates = profiles.candidates(&seen, Some(text as u32), &mut scratch);
        let own = &profiles.texts.labels[text];
        let right: Vec<bool> = candidates
            .iter()
            .map(|candidate| own.contains(&candidate.label))
            .collect();
        if right.contains(&true) {
            lessons.push(Lesson {
                text: text as u32,
                candidates,
                right,
            });
        }
        course.step();
    }
    lessons
}

struct Learner {
    by_label: ByLabel,
    weights: Vec<f32>,
    directions: Vec<f32>,
    bias: Vec<f32>,
    mix: [f32; SIGNALS],
    vector: Vec<f32>,
    logits: Vec<f32>,
    /// Ties of the candidates with the text's words, and where each candidate's end.
    found: Vec<(u32, f32)>,
    ends: Vec<usize>,
}

impl Learner {
    /// One step down the cross-entropy of the right labels, which share the target evenly.
    fn take(&mut self, lesson: &Lesson, row: &Row, vector: Option<&QuantVec>, size: f32) {
        self.vector.clear();
        if let Some(vector) = vector {
            let values = vector.values.iter();
            self.vector
                .extend(values.map(|&value| f32::from(value) * vector.scale));
        }
        self.logits.clear();
        self.found.clear();
        self.ends.clear();
        for candidate in &lesson.candidates {
            let logit = self.logit(candidate, row);
            self.logits.push(logit);
            self.ends.push(self.found.len());
        }
        softmax(&mut self.logits);
        let right = lesson.right.iter().filter(|&&right| right).count() as f32;
        let mut from = 0;
        for (at, candidate) in lesson.candidates.iter().enumerate() {
            let ties = from..self.ends[at];
            from = ties.end;
            let target = if lesson.right[at] { 1.0 / right } else { 0.0 };
            let error = self.logits[at] - target;
            for (weight, signal) in self.mix.iter_mut().zip(candidate.signals) {
                *weight -= size * MIX_STEP * error * signal;
            }
            self.bias[candidate.label as usize] -= size * BIAS_STEP * error;
            if error.abs() < LEAST_ERROR {
                continue;
            }
            for &(tie, weight) in &self.found[ties] {
                self.weights[tie as usize] -= size * error * weight;
            }
            if !self.vector.is_empty() {
                let from = candidate.label as usize * DIMENSIONS;
                let direction = &mut self.directions[from..from + DIMENSIONS];
                for (to, value) in direction.iter_mut().zip(&self.vector) {
                    *to -= size * error * value;
                }
            }
        }
    }

    fn logit(&mut self, candidate: &Candidate, row: &Row) -> f32 {
        let from = self.found.len();
        self.by_label.find(candidate.label, row, &mut self.found);
        let mut logit = self.bias[candidate.label as usize];
        for &(tie, weight) in &self.found[from..] {
            logit += self.weights[tie as usize] * weight;
        }
        for (weight, signal) in self.mix.iter().zip(candidate.signals) {
            logit += weight * signal;
        }
        if !self.vector.is_empty() {
            let from = candidate.label as usize * DIMENSIONS;
            logit += product(&self.directions[from..from + DIMENSIONS], &self.vector);
        }
        logit
    }
}

/// The inner product in sixteen sums, so that additions need not wait for each other.
fn product(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0f32; 16];
    for (a, b) in a.as_chunks::<16>().0.iter().zip(b.as_chunks::<16>().0) {
        for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += a * b;
        }
    }
    sums.iter().sum()
}

pub(super) fn softmax(logits: &mut [f32]) {
    let highest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut total = 0.0;
    for logit in logits.iter_mut() {
        *logit = (*logit - highest).exp();
        total += *logit;
    }
    logits.iter_mut().for_each(|logit| *logit /= total);
}
