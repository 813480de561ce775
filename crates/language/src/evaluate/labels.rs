//! What every task counts that gives one label to a text.

use std::collections::BTreeMap;

use crate::classify::calibration::expected_error;

/// Bins of the calibration error.
const BINS: usize = 15;
/// Confused pairs that are listed.
const PAIRS: usize = 20;

/// How well labels were given. Shares are 0..1.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct LabelReport {
    /// The likeliest label is right.
    pub accuracy: f64,
    /// Mean F1 of the labels that occur in the test texts.
    pub macro_f1: f64,
    /// Expected calibration error over fifteen bins.
    pub ece: f64,
    pub per_class: Vec<ClassReport>,
    /// The most frequent mistakes.
    pub confused: Vec<Confusion>,
}

/// One label.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct ClassReport {
    pub label: String,
    pub texts: usize,
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

/// Texts of one label that were taken for another.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Confusion {
    pub label: String,
    pub taken_for: String,
    pub texts: usize,
}

#[derive(Default)]
struct Counts {
    texts: usize,
    answered: usize,
    right: usize,
}

impl Counts {
    fn report(&self, label: &str) -> ClassReport {
        let share = |of: usize| {
            if of == 0 {
                0.0
            } else {
                self.right as f64 / of as f64
            }
        };
        let (precision, recall) = (share(self.answered), share(self.texts));
        let sum = precision + recall;
        ClassReport {
            label: label.to_owned(),
            texts: self.texts,
            precision,
            recall,
            f1: if sum > 0.0 {
                2.0 * precision * recall / sum
            } else {
                0.0
            },
        }
    }
}

impl LabelReport {
    /// Counts the right labels against those given, each with its probability.
    pub(super) fn count(gold: &[&str], answers: &[(&str, f32)]) -> Self {
        let mut counts: BTreeMap<&str, Counts> = BTreeMap::new();
        let mut confused: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let mut honest = Vec::with_capacity(gold.len());
        for (gold, (answer, probability)) in gold.iter().zip(answers) {
            let right = gold == answer;
            honest.push((*probability, right));
            counts.entry(gold).or_default().texts += 1;
            counts.entry(answer).or_default().answered += 1;
            if right {
                counts.entry(gold).or_default().right += 1;
            } else {
                *confused.entry((gold, answer)).or_default() += 1;
            }
        }
        let per_class: Vec<ClassReport> = counts
            .into_iter()
            .filter(|(_, counts)| counts.texts > 0)
            .map(|(label, counts)| counts.report(label))
            .collect();
        let mut confused: Vec<Confusion> = confused
            .into_iter()
            .map(|((label, taken_for), texts)| Confusion {
                label: label.to_owned(),
                taken_for: taken_for.to_owned(),
                texts,
            })
            .collect();
        confused.sort_by_key(|pair| std::cmp::Reverse(pair.texts));
        confused.truncate(PAIRS);
        let right = honest.iter().filter(|(_, right)| *right).count();
        Self {
            accuracy: right as f64 / gold.len().max(1) as f64,
            macro_f1: per_class.iter().map(|class| class.f1).sum::<f64>()
                / per_class.len().max(1) as f64,
            ece: expected_error(&honest, BINS),
            per_class,
            confused,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_labels_as_defined() {
        let answers = [("a", 1.0), ("b", 0.6), ("b", 0.8), ("c", 0.5)];
        let report = LabelReport::count(&["a", "a", "b", "b"], &answers);
        assert_eq!(report.accuracy, 0.5);
        let a = &report.per_class[0];
        assert_eq!((a.precision, a.recall, a.texts), (1.0, 0.5, 2));
        let b = &report.per_class[1];
        assert_eq!((b.precision, b.recall, b.f1), (0.5, 0.5, 0.5));
        assert!((report.macro_f1 - (2.0 / 3.0 + 0.5) / 2.0).abs() < 1e-9);
        assert_eq!(report.confused.len(), 2);
        assert_eq!(report.confused[0].texts, 1);
        assert!((report.ece - (0.0 + 0.6 + 0.2 + 0.5) / 4.0).abs() < 1e-6);
    }
}
