//! Sums and the best way through a chain of labels, in logarithms.
#![expect(
    clippy::indexing_slicing,
    reason = "numeric kernel: every index is below the length that the table was made with"
)]

use super::begins;

/// Scores of labels at each place and of moves between labels.
pub(super) struct Lattice<'a> {
    scores: &'a [Vec<f64>],
    moves: &'a [f32],
    labels: usize,
}

/// What no way may take.
const NEVER: f64 = -1e30;

/// True when a label may follow another (none: at the start).
pub(super) fn may_follow(before: Option<usize>, label: usize) -> bool {
    let inside = label > 0 && begins(label).is_none();
    !inside || before.is_some_and(|before| before == label || before + 1 == label)
}

fn log_sum(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let most = values.clone().fold(NEVER, f64::max);
    most + values.map(|value| (value - most).exp()).sum::<f64>().ln()
}

impl<'a> Lattice<'a> {
    /// `scores` holds a row for each place, all of one length; `moves` its square.
    pub fn new(scores: &'a [Vec<f64>], moves: &'a [f32]) -> Self {
        let labels = scores.first().map_or(0, Vec::len);
        debug_assert_eq!(moves.len(), labels * labels);
        Self {
            scores,
            moves,
            labels,
        }
    }

    fn step(&self, before: usize, label: usize) -> f64 {
        if may_follow(Some(before), label) {
            f64::from(self.moves[before * self.labels + label])
        } else {
            NEVER
        }
    }

    fn first(&self) -> Vec<f64> {
        (0..self.labels)
            .map(|label| {
                if may_follow(None, label) {
                    self.scores[0][label]
                } else {
                    NEVER
                }
            })
            .collect()
    }

    fn forward(&self) -> Vec<Vec<f64>> {
        let mut rows = vec![self.first()];
        for place in 1..self.scores.len() {
            let last = &rows[place - 1];
            let row = (0..self.labels)
                .map(|label| {
                    let ways =
                        (0..self.labels).map(|before| last[before] + self.step(before, label));
                    self.scores[place][label] + log_sum(ways)
                })
                .collect();
            rows.push(row);
        }
        rows
    }

    fn backward(&self) -> Vec<Vec<f64>> {
        let count = self.scores.len();
        let mut rows = vec![vec![0.0; self.labels]; count];
        for place in (0..count.saturating_sub(1)).rev() {
            for label in 0..self.labels {
                let next = &rows[place + 1];
                let ways = (0..self.labels).map(|after| {
                    self.step(label, after) + self.scores[place + 1][after] + next[after]
                });
                rows[place][label] = log_sum(ways);
            }
        }
        rows
    }

    /// The probability of each label at each place.
    pub fn marginals(&self) -> Vec<Vec<f64>> {
        if self.scores.is_empty() {
            return Vec::new();
        }
        let (forward, backward) = (self.forward(), self.backward());
        let total = log_sum(forward[forward.len() - 1].iter().copied());
        forward
            .iter()
            .zip(&backward)
            .map(|(ahead, behind)| {
                let pairs = ahead.iter().zip(behind);
                pairs.map(|(a, b)| (a + b - total).exp()).collect()
            })
            .collect()
    }

    /// Marginals, and for each pair of labels how often a move between them is expected.
    pub fn expected(&self) -> (Vec<Vec<f64>>, Vec<f64>) {
        let mut moves = vec![0.0; self.labels * self.labels];
        if self.scores.is_empty() {
            return (Vec::new(), moves);
        }
        let (forward, backward) = (self.forward(), self.backward());
        let total = log_sum(forward[forward.len() - 1].iter().copied());
        for place in 1..self.scores.len() {
            for before in 0..self.labels {
                for label in 0..self.labels {
                    let way = forward[place - 1][before]
                        + self.step(before, label)
                        + self.scores[place][label]
                        + backward[place][label]
                        - total;
                    moves[before * self.labels + label] += way.exp();
                }
            }
        }
        (self.marginals(), moves)
    }

    /// The most probable labels (Viterbi).
    pub fn best(&self) -> Vec<usize> {
        if self.scores.is_empty() {
            return Vec::new();
        }
        let mut row = self.first();
        let mut from: Vec<Vec<usize>> = Vec::new();
        for place in 1..self.scores.len() {
            let mut next = Vec::with_capacity(self.labels);
            let mut back = Vec::with_capacity(self.labels);
            for label in 0..self.labels {
                let (mut most, mut source) = (f64::NEG_INFINITY, 0);
                for (before, score) in row.iter().enumerate() {
                    let way = score + self.step(before, label);
                    if way > most {
                        (most, source) = (way, before);
                    }
                }
                next.push(most + self.scores[place][label]);
                back.push(source);
            }
            row = next;
            from.push(back);
        }
        let last = (0..self.labels).max_by(|&a, &b| row[a].total_cmp(&row[b]));
        let mut labels = vec![last.unwrap_or(0)];
        for back in from.iter().rev() {
            let label = labels[labels.len() - 1];
            labels.push(back[label]);
        }
        labels.reverse();
        labels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All ways through three places and three labels, one by one.
    #[test]
    fn sums_agree_with_counting_every_way() {
        let scores = vec![
            vec![0.3, 1.0, 0.2],
            vec![0.1, -0.5, 0.9],
            vec![0.7, 0.4, 0.6],
        ];
        let moves = [0.2, 0.1, 9.0, -0.3, 0.5, 0.8, 0.4, 0.0, 0.6];
        let lattice = Lattice::new(&scores, &moves);
        let (mut total, mut marginals, mut best) = (0.0, vec![vec![0.0; 3]; 3], (0.0, Vec::new()));
        let mut steps = vec![0.0; 9];
        for way in 0..27usize {
            let way = [way / 9, way / 3 % 3, way % 3];
            let allowed = may_follow(None, way[0])
                && may_follow(Some(way[0]), way[1])
                && may_follow(Some(way[1]), way[2]);
            if !allowed {
                continue;
            }
            let score: f64 = (0..3).map(|at| scores[at][way[at]]).sum::<f64>()
                + f64::from(moves[way[0] * 3 + way[1]])
                + f64::from(moves[way[1] * 3 + way[2]]);
            let weight = score.exp();
            total += weight;
            for at in 0..3 {
                marginals[at][way[at]] += weight;
            }
            steps[way[0] * 3 + way[1]] += weight;
            steps[way[1] * 3 + way[2]] += weight;
            if weight > best.0 {
                best = (weight, way.to_vec());
            }
        }
        let (found, found_steps) = lattice.expected();
        for at in 0..3 {
            for label in 0..3 {
                assert!((found[at][label] - marginals[at][label] / total).abs() < 1e-9);
            }
        }
        for (found, step) in found_steps.iter().zip(&steps) {
            assert!((found - step / total).abs() < 1e-9);
        }
        assert_eq!(lattice.best(), best.1);
    }
}
