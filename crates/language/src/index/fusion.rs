//! From likenesses to one score.
//!
//! The likeness of a query and a phrasing is a weighted mean of the cosine and of the covered
//! shares of words and characters. An entry takes its best phrasing, the mean of its best few
//! (about the square root of their number, so that neither few nor many phrasings are an
//! advantage), and the cosine with their mean. For an entry with one phrasing all three are the
//! same number, so entries of any size compare.
//!
//! How the weights were chosen, and the measurements, are in `docs/LANGUAGE.md`.

/// Parts of a phrasing's likeness; any positive numbers, only their relation counts. A weight of
/// 0 leaves that kind of search out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights {
    pub dense: f32,
    pub words: f32,
    pub characters: f32,
    /// What a full overlap of concepts adds to the likeness of an entry when none is like the query
    /// in other ways; not one of the parts that add up to 1.
    pub concepts: f32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            dense: 1.0,
            words: 0.15,
            characters: 0.3,
            concepts: 0.25,
        }
    }
}

impl Weights {
    /// The weights that add up to 1; `with_dense` is false when there are no vectors.
    pub(super) fn shares(self, with_dense: bool) -> Self {
        let dense = if with_dense { self.dense } else { 0.0 };
        let sum = (dense + self.words + self.characters).max(f32::MIN_POSITIVE);
        Self {
            dense: dense / sum,
            words: self.words / sum,
            characters: self.characters / sum,
            // Measured beside the cosine only.
            concepts: if with_dense { self.concepts } else { 0.0 },
        }
    }
}

/// Phrasings that may count beside the best.
const FEW: usize = 10;
const BEST: f32 = 0.4;
const BEST_FEW: f32 = 0.4;
const MEAN: f32 = 0.2;

/// The best few numbers that were offered, best first.
#[derive(Debug, Default)]
pub(super) struct BestFew {
    kept: [f32; FEW],
    offered: usize,
}

impl BestFew {
    pub fn offer(&mut self, value: f32) {
        let filled = self.offered.min(FEW);
        self.offered += 1;
        // Most are no better than the worst that is kept.
        if filled == FEW && self.kept.last().is_some_and(|least| value <= *least) {
            return;
        }
        let place = self
            .kept
            .iter()
            .take(filled)
            .position(|&kept| value > kept)
            .unwrap_or(filled);
        let Some(tail) = self.kept.get_mut(place..).filter(|tail| !tail.is_empty()) else {
            return;
        };
        tail.rotate_right(1);
        if let Some(first) = tail.first_mut() {
            *first = value;
        }
    }

    /// The mean of the best ⌈√n⌉ of the n numbers that were offered, of ten at most.
    pub fn mean(&self) -> f32 {
        let count = (self.offered as f32).sqrt().ceil().clamp(1.0, FEW as f32);
        self.kept.iter().take(count as usize).sum::<f32>() / count
    }

    fn best(&self) -> f32 {
        self.kept.first().copied().unwrap_or(0.0)
    }
}

/// The likeness of an entry. `toward_mean` is what its likeness would be if its best phrasing had
/// the cosine of the mean.
pub(super) fn entry_likeness(few: &BestFew, toward_mean: f32) -> f32 {
    (BEST * few.best() + BEST_FEW * few.mean() + MEAN * toward_mean).clamp(0.0, 1.0)
}

/// Turns a likeness into a confidence by a logistic curve, placed once on questions to the demo
/// shop (in and out of scope) so that 0.6 is where answering pays and 0.3 where asking pays, with
/// and without vectors. Only an equal phrasing reaches 1.
pub(super) fn confidence(likeness: f32, with_dense: bool) -> f32 {
    let (middle, slope) = if with_dense {
        (0.455, 16.0)
    } else {
        (0.295, 11.5)
    };
    (1.0 / (1.0 + (-(likeness - middle) * slope).exp())).min(0.99)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_best_few() {
        let mut few = BestFew::default();
        for value in [0.1, 0.9, 0.5, 0.7, 0.3, 0.2, 0.2, 0.2, 0.2] {
            few.offer(value);
        }
        assert_eq!(few.best(), 0.9);
        assert!((few.mean() - 0.7).abs() < 1e-6);
        for _ in 0..100 {
            few.offer(0.4);
        }
        few.offer(0.1);
        assert!((few.mean() - (0.9 + 0.7 + 0.5 + 7.0 * 0.4) / 10.0).abs() < 1e-6);
    }

    #[test]
    fn one_phrasing_counts_as_it_is() {
        let mut few = BestFew::default();
        few.offer(0.62);
        assert!((entry_likeness(&few, 0.62) - 0.62).abs() < 1e-6);
    }

    #[test]
    fn weights_and_confidence_stay_in_range() {
        for with_dense in [true, false] {
            let shares = Weights::default().shares(with_dense);
            assert!((shares.dense + shares.words + shares.characters - 1.0).abs() < 1e-6);
            assert!(confidence(0.0, with_dense) < 0.05);
            assert!(confidence(1.0, with_dense) > 0.95);
            assert!(confidence(0.7, with_dense) > confidence(0.6, with_dense));
        }
    }
}
