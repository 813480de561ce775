//! Filing: which label of many does a text belong under? Thousands of knowledge entries, codes of
//! a catalogue, the categories of tickets.
//!
//! Three ways, and the labelled texts decide between them:
//! - [`matching`](Matching): a label is the phrasings that are known for it, and the text is
//!   compared with them. For short texts, and few texts a label, down to one.
//! - [`floors`](Floors): the labels are the leaves of a tree whose floors repeat; what their names
//!   mean is learnt from all leaves that share them. For trees of thousands of leaves.
//! - [`profiles`](Profiles): a label is what its texts have in common and what tells it from its
//!   rivals. For a dozen texts a label and more.
//!
//! A hit's score is the probability that it is right, as far as the texts kept for judging tell;
//! [`Filing::threshold`] is the score from which a wanted share of the first hits is right.

mod floors;
mod matching;
mod profiles;
mod threshold;
mod way;

use std::sync::Arc;

pub use floors::Floors;
pub use matching::Matching;
pub use profiles::{Explanation, Profiles};

use crate::embed::Encoder;
use way::{Judged, Lessons, Way};

/// A text with the labels that are right for it; any of them is a hit.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
pub struct FiledText {
    pub text: String,
    pub labels: Vec<String>,
}

/// A label's own name, which is one more text of it.
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
pub struct LabelName {
    pub id: String,
    pub text: String,
    /// Its place in a hierarchy, upper parts first (`00.0100` stands below `00.0`).
    #[serde(default)]
    pub code: Option<String>,
    /// Its place in a tree: names from the top to its own; empty where there is no tree.
    #[serde(default)]
    pub path: Vec<String>,
}

/// A label that was found.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Filed {
    pub label: String,
    /// 0..1, higher is surer.
    pub score: f32,
}

/// What was learnt from labelled texts.
#[derive(Debug)]
pub struct Filing {
    way: Way,
    /// The texts kept for judging.
    judged: Judged,
}

impl Filing {
    /// Learns from texts, from names of labels (may be empty), and from texts that are kept for
    /// judging (`dev`; when empty, some of the texts are kept where their label has others).
    /// `progress` is told how many texts are taken in, of all.
    pub fn train(
        rows: &[FiledText],
        labels: &[LabelName],
        dev: &[FiledText],
        encoder: Option<Arc<Encoder>>,
        seed: u64,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Self {
        let (kept, judges) = threshold::keep_for_judging(rows, labels, dev, seed);
        let lessons = Lessons {
            rows,
            kept: &kept,
            judges: &judges,
            names: labels,
            encoder,
            seed,
        };
        let (way, judged) = lessons.best(progress);
        Self { way, judged }
    }

    /// The `k` likeliest labels, best first.
    pub fn rank(&self, text: &str, k: usize) -> Vec<Filed> {
        self.way.rank(text, k)
    }

    /// The same with `fresh` texts learnt besides, from people's corrections; `known` are some of
    /// those that were learnt before, so that they are not forgotten. What was made of the fresh
    /// ones before joins what is judged by. `None` where everything must be learnt anew.
    pub fn with(&self, fresh: &[FiledText], known: &[FiledText], seed: u64) -> Option<Self> {
        let Way::Floors(floors) = &self.way else {
            return None;
        };
        let mut judged = self.way.judge(fresh);
        judged.extend_from_slice(&self.judged);
        judged.truncate(threshold::JUDGES);
        let mut floors = floors.clone();
        floors.learn(fresh, known, seed);
        let way = Way::Floors(floors);
        Some(Self { way, judged })
    }

    /// The lowest score from which at least this share of the judged first hits was right, with
    /// one standard error to spare; `None` when no score does, or nothing was judged.
    pub fn threshold(&self, precision: f64) -> Option<f32> {
        threshold::lowest(&self.judged, precision)
    }

    /// Scores of the first hits of the texts kept for judging, and whether they were right.
    pub fn judged(&self) -> &[(f32, bool)] {
        &self.judged
    }

    /// Number of labels.
    pub fn labels(&self) -> usize {
        self.way.labels()
    }

    /// Bytes held, without the encoder; an estimate.
    pub fn bytes(&self) -> usize {
        self.way.bytes()
    }
}
