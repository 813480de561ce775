//! Decisions that help an agent. Pure.

mod ending;
mod guide;
mod handled;
mod risks;
mod talk;

use std::collections::HashMap;

pub(super) use ending::{ending, fact_name, problem, proposed_tags, steps_taken, ticket};
pub(super) use guide::{covered, steps_of};
pub use handled::{BotSaid, Handled, handled};
pub(super) use risks::{Ground, Known, risks};
pub(super) use talk::{Pair, Talk, pairs};

/// How much the words of now count beside those together with what was said before, and what was
/// asked before: of a talk's short answers (`眼霜呢`) the earlier words say what they are about.
pub(super) const NOW: f64 = 1.0;
pub(super) const TOGETHER: f64 = 0.92;
pub(super) const BEFORE: f64 = 0.7;
/// What a second way of finding the same adds.
const AGREED: f64 = 0.12;
/// Teaching moves a score by so much at most.
const TAUGHT_MOST: f64 = 0.5;

/// Puts several rankings together: the best of an entry's weighted scores, and a little for each
/// further ranking that has it. Best first.
pub(super) fn fuse(rankings: &[(f64, Vec<(String, f64)>)]) -> Vec<(String, f64)> {
    let mut found: HashMap<&str, Vec<f64>> = HashMap::new();
    for (weight, ranking) in rankings {
        for (id, score) in ranking {
            found.entry(id).or_default().push(weight * score);
        }
    }
    let mut fused: Vec<(String, f64)> = found
        .into_iter()
        .map(|(id, scores)| {
            let best = scores.iter().copied().fold(0.0, f64::max);
            let all: f64 = scores.iter().sum();
            (id.to_owned(), (best + AGREED * (all - best)).min(1.0))
        })
        .collect();
    fused.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    fused
}

/// What verdicts on alike questions add to a score: each counts as much as its question is alike.
pub(super) fn taught(lessons: impl Iterator<Item = (&'static str, f64)>) -> f64 {
    let sum: f64 = lessons
        .map(|(verdict, alike)| {
            let worth = match verdict {
                "sent" => 0.15,
                "edited" => 0.08,
                _ => -0.3,
            };
            worth * alike
        })
        .sum();
    sum.clamp(-TAUGHT_MOST, TAUGHT_MOST)
}

#[cfg(test)]
mod tests {
    use super::{BEFORE, NOW, fuse, taught};

    #[test]
    fn what_several_ways_find_comes_first() {
        let rank = |list: &[(&str, f64)]| {
            list.iter()
                .map(|(id, score)| ((*id).to_owned(), *score))
                .collect::<Vec<_>>()
        };
        let fused = fuse(&[
            (NOW, rank(&[("a", 0.60), ("b", 0.58)])),
            (BEFORE, rank(&[("b", 0.8)])),
        ]);
        let ids: Vec<&str> = fused.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["b", "a"]);
        assert!(fused.iter().all(|(_, score)| *score <= 1.0));
    }

    #[test]
    fn teaching_moves_scores_within_bounds() {
        assert!(taught([("sent", 1.0)].into_iter()) > taught([("edited", 1.0)].into_iter()));
        assert!(taught([("rejected", 0.9)].into_iter()) < 0.0);
        assert_eq!(taught(std::iter::repeat_n(("sent", 1.0), 100)), 0.5);
        assert_eq!(taught(std::iter::empty()), 0.0);
    }
}
