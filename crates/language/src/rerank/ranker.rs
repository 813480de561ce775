//! Learns from judged candidates which signs speak for the right one.

/// The candidates of one text: their signs, and which of them are right.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Judged {
    pub signs: Vec<Vec<f32>>,
    pub right: Vec<bool>,
}

/// Holds the weights near 0; chosen once, the gains are flat around it.
const RIDGE: f32 = 2e-3;
const STEPS: usize = 250;
const PACE: f32 = 0.1;
/// Signs of the lead: a constant, the winner's odds, its lead over the second, its merit above the
/// mean.
const LEADS: usize = 4;

/// Weighs signs. Works for candidates with as many signs as it has learnt from.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranker {
    weights: Vec<f32>,
    lead: [f32; LEADS],
}

impl Ranker {
    /// Learns; `None` when fewer than `fewest` texts have a right candidate among others.
    pub fn train(judged: &[Judged], fewest: usize) -> Option<Self> {
        let useful: Vec<&Judged> = judged
            .iter()
            .filter(|text| text.right.contains(&true) && text.right.contains(&false))
            .collect();
        if useful.len() < fewest.max(1) {
            return None;
        }
        let size = useful.first()?.signs.first()?.len();
        let spread = spread(&useful, size);
        let mut scaled = vec![0f32; size];
        let mut adam = Adam::new(size);
        for step in 1..=STEPS {
            let weights: Vec<f32> = scaled.iter().zip(&spread).map(|(w, s)| w / s).collect();
            let mut slope: Vec<f32> = scaled.iter().map(|w| 2.0 * RIDGE * w).collect();
            for text in &useful {
                push(
                    text,
                    &weights,
                    &spread,
                    1.0 / useful.len() as f32,
                    &mut slope,
                );
            }
            adam.step(&mut scaled, &slope, step, STEPS);
        }
        let weights = scaled.iter().zip(&spread).map(|(w, s)| w / s).collect();
        let mut ranker = Self {
            weights,
            lead: [0.0, 1.0, 0.0, 0.0],
        };
        ranker.learn_lead(judged);
        Some(ranker)
    }

    /// The merit of each candidate.
    pub fn merits(&self, signs: &[Vec<f32>]) -> Vec<f32> {
        signs
            .iter()
            .map(|signs| dot(&self.weights, signs))
            .collect()
    }

    /// The probability that the candidate of most merit is right, 0..1.
    pub fn sureness(&self, merits: &[f32]) -> f32 {
        logistic(dot(&self.lead, &leads(merits)))
    }

    fn learn_lead(&mut self, judged: &[Judged]) {
        let rows: Vec<([f32; LEADS], f32)> = judged
            .iter()
            .filter_map(|text| {
                let merits = self.merits(&text.signs);
                let (best, _) = merits
                    .iter()
                    .enumerate()
                    .max_by(|a, b| a.1.total_cmp(b.1))?;
                let right = text.right.get(best).copied().unwrap_or(false);
                Some((leads(&merits), f32::from(u8::from(right))))
            })
            .collect();
        let mut lead = self.lead.to_vec();
        let mut adam = Adam::new(LEADS);
        for step in 1..=2 * STEPS {
            let mut slope: Vec<f32> = lead.iter().map(|w| 2.0 * RIDGE * w).collect();
            for (signs, right) in &rows {
                let error = (logistic(dot(&lead, signs)) - right) / rows.len() as f32;
                for (slope, sign) in slope.iter_mut().zip(signs) {
                    *slope += error * sign;
                }
            }
            adam.step(&mut lead, &slope, step, 2 * STEPS);
        }
        for (to, from) in self.lead.iter_mut().zip(lead) {
            *to = from;
        }
    }
}

/// The spread of each sign around the mean of its text's candidates; what all share is no sign.
fn spread(judged: &[&Judged], size: usize) -> Vec<f32> {
    let (mut squares, mut count) = (vec![0f64; size], 0f64);
    for text in judged {
        let mut mean = vec![0f32; size];
        for signs in &text.signs {
            for (mean, sign) in mean.iter_mut().zip(signs) {
                *mean += sign / text.signs.len() as f32;
            }
        }
        for signs in &text.signs {
            for ((square, sign), mean) in squares.iter_mut().zip(signs).zip(&mean) {
                *square += f64::from(sign - mean).powi(2);
            }
            count += 1.0;
        }
    }
    squares
        .iter()
        .map(|square| ((square / count.max(1.0)).sqrt() as f32).max(1e-3))
        .collect()
}

/// Adds the slope of `-ln P(right)` of one text.
fn push(text: &Judged, weights: &[f32], spread: &[f32], share: f32, slope: &mut [f32]) {
    let merits: Vec<f32> = text.signs.iter().map(|signs| dot(weights, signs)).collect();
    let shares = softmax(&merits);
    let right: f32 = shares
        .iter()
        .zip(&text.right)
        .filter(|(_, right)| **right)
        .map(|(share, _)| share)
        .sum();
    for ((signs, own), is_right) in text.signs.iter().zip(&shares).zip(&text.right) {
        let wanted = if *is_right {
            own / right.max(1e-9)
        } else {
            0.0
        };
        let error = (own - wanted) * share;
        for ((slope, sign), spread) in slope.iter_mut().zip(signs).zip(spread) {
            *slope += error * sign / spread;
        }
    }
}

fn leads(merits: &[f32]) -> [f32; LEADS] {
    let shares = softmax(merits);
    let (mut first, mut second, mut merit) = (0f32, 0f32, f32::NEG_INFINITY);
    for (share, own) in shares.iter().zip(merits) {
        if *share > first {
            (second, first) = (first, *share);
        } else if *share > second {
            second = *share;
        }
        merit = merit.max(*own);
    }
    let odds = (first.min(0.9999) / (1.0 - first.min(0.9999))).ln();
    let mean = merits.iter().sum::<f32>() / merits.len().max(1) as f32;
    let above = if merit.is_finite() { merit - mean } else { 0.0 };
    [1.0, odds / 3.0, first - second, above / 5.0]
}

fn softmax(merits: &[f32]) -> Vec<f32> {
    let top = merits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut shares: Vec<f32> = merits.iter().map(|merit| (merit - top).exp()).collect();
    let sum: f32 = shares.iter().sum();
    shares.iter_mut().for_each(|share| *share /= sum);
    shares
}

fn logistic(value: f32) -> f32 {
    1.0 / (1.0 + (-value).exp())
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Gradient steps that are scaled by what was seen (Kingma and Ba 2015).
struct Adam {
    mean: Vec<f32>,
    square: Vec<f32>,
}

impl Adam {
    fn new(size: usize) -> Self {
        Self {
            mean: vec![0.0; size],
            square: vec![0.0; size],
        }
    }

    /// Step `step` of `steps`; they grow shorter, so that the end does not depend on the last few.
    fn step(&mut self, values: &mut [f32], slope: &[f32], step: usize, steps: usize) {
        let pace = PACE * (1.0 - step as f32 / (steps + 1) as f32);
        let step = i32::try_from(step).unwrap_or(i32::MAX);
        let (whole, whole_square) = (1.0 - 0.9f32.powi(step), 1.0 - 0.999f32.powi(step));
        let kept = self.mean.iter_mut().zip(&mut self.square);
        for ((value, slope), (mean, square)) in values.iter_mut().zip(slope).zip(kept) {
            *mean = 0.9 * *mean + 0.1 * slope;
            *square = 0.999 * *square + 0.001 * slope * slope;
            *value -= pace * (*mean / whole) / ((*square / whole_square).sqrt() + 1e-8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Candidates whose second sign tells the right one, whose first is noise and whose third is
    /// the same for all; in every fourth text nothing tells.
    fn judged() -> Vec<Judged> {
        (0..200usize)
            .map(|text| {
                let right = text % 5;
                let noise = |at: usize| ((text * 31 + at * 17) % 10) as f32 / 10.0;
                Judged {
                    signs: (0..5)
                        .map(|at| {
                            let told = at == right && !text.is_multiple_of(4);
                            vec![noise(at), f32::from(u8::from(told)), 0.7]
                        })
                        .collect(),
                    right: (0..5).map(|at| at == right).collect(),
                }
            })
            .collect()
    }

    #[test]
    fn learns_which_sign_tells() {
        let judged = judged();
        let ranker = Ranker::train(&judged, 10).unwrap();
        let told = ranker.merits(&[vec![0.9, 0.0, 0.7], vec![0.1, 1.0, 0.7]]);
        assert!(told[1] > told[0] + 1.0, "{told:?}");
        let told = ranker.sureness(&ranker.merits(&judged[1].signs));
        let untold = ranker.sureness(&ranker.merits(&judged[4].signs));
        assert!(told > 0.8 && untold < 0.5, "{told} {untold}");
        assert_eq!(Ranker::train(&judged, 10), Some(ranker));
    }

    #[test]
    fn too_little_teaches_nothing() {
        assert_eq!(Ranker::train(&judged(), 1_000), None);
        assert_eq!(Ranker::train(&[Judged::default()], 1), None);
    }
}
