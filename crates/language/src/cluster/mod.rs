//! Themes: questions without an answer, alike ones together, each theme with a name that a person
//! reads.
//!
//! - The likeness of two questions is a cosine of vectors and the rare n-grams they share, less a
//!   fixed amount where they stand on different sides ([`crate::contrast`]): 退货 does not join 换货.
//! - A theme's likeness to another is the mean over all pairs (average link). All parts of the
//!   likeness add up, so it is reckoned from the sums of two themes, without going through pairs.
//! - [`themes`] merges, nearest first, along each question's nearest neighbours, until no two themes
//!   are alike enough. [`Shelf`] keeps themes and tells which one a new question joins.
//! - The same questions in the same order make the same themes. Nothing is drawn by chance.

mod likeness;
mod linkage;
mod name;
mod near;
mod shelf;

use std::sync::Arc;

use crate::embed::{Encoder, QuantVec};
use crate::normalise::normalise_text;
use crate::segment::character_terms;

pub use name::name;
pub use shelf::Shelf;

use crate::contrast::{self, Side};
use likeness::{Ground, Sum};

/// What themes are made with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Mean likeness from which two themes are one, 0..1.
    pub alike: f32,
    /// The share of the cosine in the likeness; the rest belongs to shared n-grams.
    pub dense: f32,
    /// Taken off the likeness of two questions that stand on different sides.
    pub apart: f32,
}

impl Options {
    /// The measured values, with vectors or on n-grams alone.
    #[must_use]
    pub fn standard(with_encoder: bool) -> Self {
        if with_encoder {
            Self {
                alike: 0.27,
                dense: 0.8,
                apart: 1.0,
            }
        } else {
            Self {
                alike: 0.3,
                dense: 0.0,
                apart: 1.0,
            }
        }
    }
}

/// A question made ready for grouping.
#[derive(Debug, Clone)]
pub struct Question {
    text: String,
    vector: Option<QuantVec>,
    terms: Vec<u64>,
    sides: Vec<Side>,
}

impl Question {
    /// Reads a question; `vector` is that of [`Self::text_to_encode`].
    #[must_use]
    pub fn new(text: &str, vector: Option<QuantVec>) -> Self {
        let normalised = normalise_text(text);
        let terms = character_terms(&normalised);
        Self {
            sides: contrast::sides(&normalised),
            terms: terms.into_iter().map(|(term, _)| term).collect(),
            vector,
            text: text.to_owned(),
        }
    }

    /// Reads many questions at once.
    #[must_use]
    pub fn read<T: AsRef<str>>(texts: &[T], encoder: Option<&Arc<Encoder>>) -> Vec<Self> {
        let vectors: Vec<Option<QuantVec>> = match encoder {
            Some(encoder) => {
                let texts: Vec<String> = texts
                    .iter()
                    .map(|text| Self::text_to_encode(text.as_ref()))
                    .collect();
                let vectors = encoder.encode_batch(&texts);
                vectors
                    .iter()
                    .map(|v| Some(QuantVec::quantise(v)))
                    .collect()
            }
            None => vec![None; texts.len()],
        };
        texts
            .iter()
            .zip(vectors)
            .map(|(text, vector)| Self::new(text.as_ref(), vector))
            .collect()
    }

    /// What is given to the encoder for a question: without politeness, which has a direction of its
    /// own.
    #[must_use]
    pub fn text_to_encode(text: &str) -> String {
        name::without_politeness(&normalise_text(text)).to_owned()
    }

    /// Its words.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its vector, to be kept.
    #[must_use]
    pub fn vector(&self) -> Option<&QuantVec> {
        self.vector.as_ref()
    }
}

/// Alike questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Places in the list of questions, ascending.
    pub members: Vec<usize>,
    /// The member that stands for all.
    pub representative: usize,
}

/// All themes of the questions, the largest first, then by their first question. Every question is
/// in exactly one.
#[must_use]
pub fn themes(questions: &[Question], options: Options) -> Vec<Theme> {
    let ground = Ground::of(questions);
    let sums: Vec<Sum> = questions
        .iter()
        .map(|question| Sum::of(question, &ground))
        .collect();
    let edges = near::neighbours(&sums, options);
    let mut themes: Vec<Theme> = linkage::link(sums.clone(), &edges, options)
        .into_iter()
        .map(|(members, whole)| Theme {
            representative: name::representative(&members, questions, &sums, &whole, options),
            members,
        })
        .collect();
    themes.sort_by_key(|theme| {
        let first = theme.members.first().copied().unwrap_or(0);
        (std::cmp::Reverse(theme.members.len()), first)
    });
    themes
}

#[cfg(test)]
mod tests;
