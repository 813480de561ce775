//! Praise or complaint in reviews of any length: a model for whoever has labelled reviews; none is
//! part of the engine.
//!
//! Two experts, blended on reviews that neither had learnt from ([`calibration`]):
//!
//! - **wording**: a linear model over the n-grams of [`Features`]. Each n-gram's value is multiplied
//!   by `|ln r| + FLOOR`, where `r` is how much more often it stands in praise than in complaint
//!   (log-count ratios: Wang, Manning 2012), so that words of feeling outweigh words of matter. Each
//!   n-gram stands there twice: for itself, and for itself in reviews of like matter ([`topics`]),
//!   because `小` is bad of an apple and good of a telephone (Daumé 2007).
//! - **meaning**: small networks over the encoder's vector and layers ([`network`]).
//!
//! [`calibration`]: crate::classify::calibration

use rand::SeedableRng;
use rand::rngs::SmallRng;
use rand::seq::SliceRandom;

use super::network::Network;
use super::topics::Topics;
use super::wording;
use crate::classify::calibration::{fit_weights, probabilities};
use crate::classify::features::{Example, FeatureOptions, Features};
use crate::classify::parallel;
use crate::embed::Encoder;
use crate::segment::Segmenter;

/// What an n-gram that stands as often in praise as in complaint still counts.
const FLOOR: f32 = 0.25;
/// The weight of an n-gram among reviews of like matter, beside its weight among all.
const LIKE_MATTER: f32 = 0.5;
/// Columns for n-grams among reviews of like matter; two that meet in one share it.
const MATTER_COLUMNS: u32 = 1 << 20;
/// Networks whose scores are averaged: one alone depends on how it began.
const NETWORKS: u64 = 2;
/// One review in so many is kept back to learn the blend from.
const KEPT_BACK: usize = 8;

/// How the reviews are learnt. The defaults serve every set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReviewOptions {
    pub features: FeatureOptions,
    /// Pull of the n-grams' weights towards zero.
    pub l2: f32,
    pub seed: u64,
}

impl Default for ReviewOptions {
    fn default() -> Self {
        Self {
            features: FeatureOptions::default(),
            l2: 1e-5,
            seed: 1,
        }
    }
}

/// A trained model. Immutable; share it among threads.
#[derive(Debug, Clone)]
pub struct Reviews {
    features: Features,
    topics: Topics,
    experts: Experts,
    blend: Vec<f32>,
}

impl Reviews {
    /// Trains on reviews, each with whether it is praise. Trained with an encoder it must be asked
    /// with one, and the other way round. `progress` hears the steps done, of all.
    pub fn train<T: AsRef<str>>(
        rows: &[(T, bool)],
        encoder: Option<&Encoder>,
        options: &ReviewOptions,
        mut progress: impl FnMut(usize, usize),
    ) -> Self {
        let texts: Vec<&str> = rows.iter().map(|(text, _)| text.as_ref()).collect();
        let (features, examples) =
            Features::learn(&texts, Segmenter::default(), encoder, options.features);
        progress(1, 4);
        let topics = Topics::learn(examples.iter().map(|example| example.vector.as_slice()));
        let places: Vec<Option<u32>> = examples
            .iter()
            .map(|example| topics.of(&example.vector))
            .collect();
        let praise: Vec<bool> = rows.iter().map(|(_, praise)| *praise).collect();
        let lessons = Lessons {
            examples: &examples,
            places: &places,
            praise: &praise,
            columns: features.columns(),
            options,
        };
        progress(2, 4);
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.shuffle(&mut SmallRng::seed_from_u64(options.seed));
        let (back, learnt) = order.split_at(rows.len() / KEPT_BACK);
        let copies = [learnt, order.as_slice()];
        let mut trained = parallel(&copies, |rows| lessons.learn(rows)).into_iter();
        let (copy, experts) = (trained.next(), trained.next());
        progress(3, 4);
        let mut blend = vec![1.0; usize::from(encoder.is_some()) + 1];
        if let Some(copy) = copy.filter(|_| !back.is_empty()) {
            let seen: Vec<(Vec<Vec<f32>>, u32)> = back
                .iter()
                .filter_map(|&row| {
                    let (example, place) = (examples.get(row)?, places.get(row)?);
                    Some((copy.scores(example, *place), u32::from(*praise.get(row)?)))
                })
                .collect();
            let (scores, targets): (Vec<_>, Vec<u32>) = seen.into_iter().unzip();
            blend = fit_weights(&scores, &targets, &blend);
        }
        progress(4, 4);
        Self {
            features,
            topics,
            experts: experts.unwrap_or_default(),
            blend,
        }
    }

    /// The probability that a review is praise.
    pub fn read(&self, text: &str, encoder: Option<&Encoder>) -> f32 {
        let example = self.features.of(text, encoder);
        let scores = self
            .experts
            .scores(&example, self.topics.of(&example.vector));
        probabilities(&scores, &self.blend)
            .get(1)
            .copied()
            .unwrap_or(0.5)
    }

    /// Bytes held, without the encoder.
    pub fn bytes(&self) -> usize {
        self.features.bytes() + self.topics.bytes() + self.experts.bytes()
    }
}

/// What is learnt from.
struct Lessons<'a> {
    examples: &'a [Example],
    places: &'a [Option<u32>],
    praise: &'a [bool],
    columns: usize,
    options: &'a ReviewOptions,
}

/// What was learnt.
#[derive(Debug, Clone, Default)]
struct Experts {
    /// What the value of each n-gram is multiplied by.
    strength: Vec<f32>,
    /// For each column, what it adds to praise above what it adds to complaint.
    weights: Vec<f32>,
    networks: Vec<Network>,
}

impl Lessons<'_> {
    fn learn(&self, rows: &[usize]) -> Experts {
        let mut experts = Experts {
            strength: self.strength(rows),
            ..Experts::default()
        };
        let chosen: Vec<(&Example, Option<u32>, bool)> = rows
            .iter()
            .filter_map(|&row| {
                Some((
                    self.examples.get(row)?,
                    *self.places.get(row)?,
                    *self.praise.get(row)?,
                ))
            })
            .collect();
        let sparse: Vec<Vec<(u32, f32)>> = chosen
            .iter()
            .map(|(example, place, _)| experts.weigh(example, *place))
            .collect();
        let praise: Vec<bool> = chosen.iter().map(|(.., praise)| *praise).collect();
        let columns = self.columns + MATTER_COLUMNS as usize;
        experts.weights = wording::learn(&sparse, &praise, columns, self.options.l2);
        drop(sparse);
        let dense: Vec<Vec<f32>> = chosen.iter().map(|(example, ..)| dense(example)).collect();
        if dense.first().is_some_and(|row| !row.is_empty()) {
            let dense: Vec<&[f32]> = dense.iter().map(Vec::as_slice).collect();
            let seed = self.options.seed;
            experts.networks = (0..NETWORKS)
                .map(|at| Network::train(&dense, &praise, seed * 31 + at))
                .collect();
        }
        experts
    }

    /// `|ln r| + FLOOR` of each column, with one more of each counted on both sides.
    fn strength(&self, rows: &[usize]) -> Vec<f32> {
        let mut counts = vec![[1f32; 2]; self.columns];
        let mut sums = [self.columns as f32; 2];
        for &row in rows {
            let (Some(example), Some(praise)) = (self.examples.get(row), self.praise.get(row))
            else {
                continue;
            };
            let side = usize::from(*praise);
            for (column, _) in &example.sparse {
                if let Some(count) = counts
                    .get_mut(*column as usize)
                    .and_then(|both| both.get_mut(side))
                {
                    *count += 1.0;
                }
            }
            if let Some(sum) = sums.get_mut(side) {
                *sum += example.sparse.len() as f32;
            }
        }
        let [all_bad, all_good] = sums;
        counts
            .into_iter()
            .map(|[bad, good]| ((good / all_good) / (bad / all_bad)).ln().abs() + FLOOR)
            .collect()
    }
}

impl Experts {
    /// The columns of a review with what each counts there.
    fn weigh(&self, example: &Example, place: Option<u32>) -> Vec<(u32, f32)> {
        let mut sparse: Vec<(u32, f32)> = example
            .sparse
            .iter()
            .filter_map(|(column, value)| {
                Some((*column, value * self.strength.get(*column as usize)?))
            })
            .collect();
        let square: f32 = sparse.iter().map(|(_, value)| value * value).sum();
        let scale = 1.0 / square.max(1e-12).sqrt();
        sparse.iter_mut().for_each(|(_, value)| *value *= scale);
        if let Some(place) = place {
            let first = self.strength.len() as u32;
            let like = |(column, value): &(u32, f32)| {
                (first + meeting(*column, place), value * LIKE_MATTER)
            };
            let own: Vec<(u32, f32)> = sparse.iter().map(like).collect();
            sparse.extend(own);
        }
        sparse
    }

    /// The scores of complaint and praise of each expert.
    fn scores(&self, example: &Example, place: Option<u32>) -> Vec<Vec<f32>> {
        let wording: f32 = self
            .weigh(example, place)
            .iter()
            .map(|(column, value)| {
                value * self.weights.get(*column as usize).copied().unwrap_or(0.0)
            })
            .sum();
        let mut scores = vec![vec![0.0, wording]];
        if !self.networks.is_empty() {
            let dense = dense(example);
            let sum: f32 = self
                .networks
                .iter()
                .map(|network| network.score(&dense))
                .sum();
            scores.push(vec![0.0, sum / self.networks.len() as f32]);
        }
        scores
    }

    fn bytes(&self) -> usize {
        let networks: usize = self.networks.iter().map(Network::bytes).sum();
        4 * (self.strength.len() + self.weights.len()) + networks
    }
}

/// Where an n-gram and a kind of matter meet.
fn meeting(column: u32, place: u32) -> u32 {
    let mixed = (u64::from(column) << 8 | u64::from(place)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 40) as u32 % MATTER_COLUMNS
}

fn dense(example: &Example) -> Vec<f32> {
    example
        .vector
        .iter()
        .chain(&example.layers)
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_what_praise_is_made_of() {
        let things = ["面膜", "课程", "手机", "苹果", "老师", "快递"];
        let good = ["很好用", "非常满意", "太喜欢了", "质量不错"];
        let bad = ["太差了", "非常失望", "不好用", "质量很差"];
        let rows: Vec<(String, bool)> = things
            .iter()
            .flat_map(|thing| {
                let praise = good
                    .iter()
                    .map(move |words| (format!("{thing}{words}"), true));
                praise.chain(
                    bad.iter()
                        .map(move |words| (format!("{thing}{words}"), false)),
                )
            })
            .collect();
        let options = ReviewOptions::default();
        let mut steps = 0;
        let model = Reviews::train(&rows, None, &options, |done, _| steps = done);
        assert_eq!(steps, 4);
        for (text, praise) in [
            ("电视很好用", true),
            ("电视太差了", false),
            ("不好用", false),
        ] {
            assert_eq!(model.read(text, None) > 0.5, praise, "{text}");
        }
        let again = Reviews::train(&rows, None, &options, |_, _| {});
        assert_eq!(model.read("电视", None), again.read("电视", None));
    }

    #[test]
    fn nothing_learnt_knows_nothing() {
        let none: [(&str, bool); 0] = [];
        let model = Reviews::train(&none, None, &ReviewOptions::default(), |_, _| {});
        assert_eq!(model.read("很好", None), 0.5);
    }
}
