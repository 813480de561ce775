//! What tells a text in scope from one outside. Each signal is a number that is defined for every
//! reading; what cannot be known (no encoder, no outside class) is 0 for all texts alike.

use crate::classify::Reading;

/// How many signals there are.
pub(super) const SIGNALS: usize = 15;

/// The signals of a reading. `outside` is the class that was trained on texts of no class;
/// `without` a class that is taken as unknown.
pub(super) fn of(
    reading: &Reading,
    outside: Option<usize>,
    without: Option<usize>,
) -> [f64; SIGNALS] {
    let known = |class: usize| Some(class) != outside && Some(class) != without;
    let classes = reading.probabilities.len();
    let mut sum = vec![0f64; classes];
    for scores in &reading.scores {
        for (sum, score) in sum.iter_mut().zip(scores) {
            *sum += f64::from(*score);
        }
    }
    let inside: Vec<(usize, f64)> = sum
        .iter()
        .copied()
        .enumerate()
        .filter(|(class, _)| known(*class))
        .collect();
    let (answer, top, second) = leaders(&inside);
    let energy = log_sum(inside.iter().map(|(_, score)| *score));
    let entropy: f64 = inside
        .iter()
        .map(|(_, score)| score - energy)
        .map(|log| -log * log.exp())
        .sum();
    let mean = inside.iter().map(|(_, score)| score).sum::<f64>() / inside.len().max(1) as f64;
    let outside_score = outside
        .and_then(|class| sum.get(class))
        .map_or(0.0, |score| score - energy);
    let mut experts = [0f64; 5];
    let mut agreeing = 0.0;
    for (scores, slot) in reading.scores.iter().zip(&mut experts) {
        let of_expert: Vec<(usize, f64)> = scores
            .iter()
            .map(|score| f64::from(*score))
            .enumerate()
            .filter(|(class, _)| known(*class))
            .collect();
        let all = log_sum(of_expert.iter().map(|(_, score)| *score));
        *slot = scores
            .get(answer)
            .map_or(0.0, |score| f64::from(*score) - all);
        agreeing += f64::from(u8::from(leaders(&of_expert).0 == answer));
    }
    let near = near(reading, answer, known);
    [
        top - energy,
        (top - second).min(20.0),
        entropy,
        energy,
        top - mean,
        outside_score,
        agreeing / reading.scores.len().max(1) as f64,
        experts[0],
        experts[1],
        experts[2],
        experts[3],
        experts[4],
        near[0],
        near[1],
        near[2],
    ]
}

/// The nearest cosine, the mean of the near ones, and the share of them that are of the answer.
fn near(reading: &Reading, answer: usize, known: impl Fn(usize) -> bool) -> [f64; 3] {
    let Some(seen) = &reading.neighbourhood else {
        return [0.0; 3];
    };
    let near: Vec<(f64, usize)> = seen
        .nearest
        .iter()
        .map(|(cosine, class)| (f64::from(*cosine), *class as usize))
        .filter(|(_, class)| known(*class))
        .collect();
    let count = near.len().max(1) as f64;
    [
        near.first().map_or(0.0, |(cosine, _)| *cosine),
        near.iter().map(|(cosine, _)| cosine).sum::<f64>() / count,
        near.iter().filter(|(_, class)| *class == answer).count() as f64 / count,
    ]
}

/// The class with the greatest score, that score, and the second greatest.
fn leaders(scores: &[(usize, f64)]) -> (usize, f64, f64) {
    let mut best = (0, f64::NEG_INFINITY);
    let mut second = f64::NEG_INFINITY;
    for (class, score) in scores {
        if *score > best.1 {
            second = best.1;
            best = (*class, *score);
        } else {
            second = second.max(*score);
        }
    }
    if scores.is_empty() {
        return (0, 0.0, 0.0);
    }
    (
        best.0,
        best.1,
        if second.is_finite() {
            second
        } else {
            best.1 - 20.0
        },
    )
}

fn log_sum(scores: impl Iterator<Item = f64> + Clone) -> f64 {
    let top = scores.clone().fold(f64::NEG_INFINITY, f64::max);
    if top.is_finite() {
        top + scores.map(|score| (score - top).exp()).sum::<f64>().ln()
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::Neighbourhood;

    fn reading(scores: &[f32]) -> Reading {
        Reading {
            probabilities: vec![0.0; scores.len()],
            scores: vec![scores.to_vec()],
            neighbourhood: Some(Neighbourhood {
                nearest: vec![(0.9, 0), (0.7, 1)],
                ..Neighbourhood::default()
            }),
            ..Reading::default()
        }
    }

    #[test]
    fn a_class_can_be_taken_as_unknown() {
        let reading = reading(&[5.0, 1.0, 0.0]);
        let (all, without) = (of(&reading, None, None), of(&reading, None, Some(0)));
        assert!((all[1] - 4.0).abs() < 1e-6 && (without[1] - 1.0).abs() < 1e-6);
        assert!((all[12] - 0.9).abs() < 1e-6 && (without[12] - 0.7).abs() < 1e-6);
        assert!(all[0] > without[0] && all[2] < without[2]);
        let outside = of(&reading, Some(0), None);
        assert!(outside[5] > 3.0 && all[5] == 0.0);
    }

    #[test]
    fn every_reading_has_signals() {
        for scores in [&[][..], &[1.0], &[1.0, 1.0]] {
            assert!(
                of(&reading(scores), None, None)
                    .iter()
                    .all(|signal| signal.is_finite())
            );
            assert!(
                of(&reading(scores), Some(0), None)
                    .iter()
                    .all(|signal| signal.is_finite())
            );
        }
        assert!(
            of(&Reading::default(), None, None)
                .iter()
                .all(|signal| signal.is_finite())
        );
    }
}
