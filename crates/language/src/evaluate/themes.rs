//! Themes: do questions of one intent come together, and no others?

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use super::IntentRow;
use crate::cluster::{Options, Question, themes};
use crate::embed::Encoder;

/// What was measured.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct ThemeReport {
    pub texts: usize,
    pub intents: usize,
    pub themes: usize,
    /// Themes of one question.
    pub alone: usize,
    /// Mutual information of themes and intents beyond what chance gives, 0..1.
    pub adjusted_mutual_information: f64,
    /// The share of texts whose theme is mostly of their intent.
    pub purity: f64,
    /// The share of texts whose intent is mostly in their theme.
    pub collocation: f64,
    /// Of pairs in one theme, the share of one intent; of pairs of one intent, the share in one
    /// theme.
    pub pair_precision: f64,
    pub pair_recall: f64,
    /// Reading the texts, encoding included; and grouping them.
    pub read_seconds: f64,
    pub group_seconds: f64,
}

/// Groups the texts without their intents and compares.
pub fn theme(rows: &[IntentRow], encoder: Option<&Arc<Encoder>>, options: Options) -> ThemeReport {
    let began = Instant::now();
    let texts: Vec<&str> = rows.iter().map(|row| row.text.as_str()).collect();
    let questions = Question::read(&texts, encoder);
    let read_seconds = began.elapsed().as_secs_f64();
    let began = Instant::now();
    let found = themes(&questions, options);
    let group_seconds = began.elapsed().as_secs_f64();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        let next = names.len();
        names.entry(&row.intent).or_insert(next);
    }
    let mut table: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let (mut by_theme, mut by_intent) = (vec![0.0; found.len()], vec![0.0; names.len()]);
    for (at, theme) in found.iter().enumerate() {
        for row in theme.members.iter().filter_map(|member| rows.get(*member)) {
            let intent = names.get(row.intent.as_str()).copied().unwrap_or(0);
            *table.entry((at, intent)).or_default() += 1.0;
            for (counts, place) in [(&mut by_theme, at), (&mut by_intent, intent)] {
                if let Some(count) = counts.get_mut(place) {
                    *count += 1.0;
                }
            }
        }
    }
    let texts = rows.len().max(1) as f64;
    let pairs = |count: f64| count * (count - 1.0) / 2.0;
    let both: f64 = table.values().map(|count| pairs(*count)).sum();
    let within = |counts: &[f64]| {
        counts
            .iter()
            .map(|count| pairs(*count))
            .sum::<f64>()
            .max(1.0)
    };
    ThemeReport {
        texts: rows.len(),
        intents: names.len(),
        themes: found.len(),
        alone: found
            .iter()
            .filter(|theme| theme.members.len() == 1)
            .count(),
        adjusted_mutual_information: adjusted(&table, &by_theme, &by_intent),
        purity: mostly(&table, |(theme, _)| theme) / texts,
        collocation: mostly(&table, |(_, intent)| intent) / texts,
        pair_precision: both / within(&by_theme),
        pair_recall: both / within(&by_intent),
        read_seconds,
        group_seconds,
    }
}

/// The texts that are in the largest part of their side.
fn mostly(table: &BTreeMap<(usize, usize), f64>, side: fn((usize, usize)) -> usize) -> f64 {
    let mut most: BTreeMap<usize, f64> = BTreeMap::new();
    for (cell, count) in table {
        let known = most.entry(side(*cell)).or_default();
        *known = known.max(*count);
    }
    most.values().sum()
}

/// Adjusted mutual information with the mean of the entropies (Vinh, Epps and Bailey 2010).
fn adjusted(table: &BTreeMap<(usize, usize), f64>, rows: &[f64], columns: &[f64]) -> f64 {
    let all: f64 = rows.iter().sum();
    let entropy = |counts: &[f64]| {
        let shares = counts.iter().filter(|c| **c > 0.0).map(|c| c / all);
        -shares.map(|share| share * share.ln()).sum::<f64>()
    };
    let mutual: f64 = table
        .iter()
        .filter_map(|((row, column), count)| {
            let expected = rows.get(*row)? * columns.get(*column)? / all;
            Some(count / all * (count / expected).ln())
        })
        .sum();
    let by_chance = expected(rows, columns, all);
    let mean = (entropy(rows) + entropy(columns)) / 2.0;
    if (mean - by_chance).abs() < 1e-12 {
        return 0.0;
    }
    (mutual - by_chance) / (mean - by_chance)
}

/// The mutual information that two groupings of these sizes have by chance (hypergeometric).
fn expected(rows: &[f64], columns: &[f64], all: f64) -> f64 {
    let mut logs = vec![0.0f64; all as usize + 2];
    for at in 1..logs.len() {
        let before = logs.get(at - 1).copied().unwrap_or(0.0);
        if let Some(log) = logs.get_mut(at) {
            *log = before + (at as f64).ln();
        }
    }
    let log = |of: f64| logs.get(of as usize).copied().unwrap_or(0.0);
    // Groups of one size count alike: go through sizes, not groups.
    let sizes = |counts: &[f64]| {
        let mut sizes: BTreeMap<u64, f64> = BTreeMap::new();
        for count in counts.iter().filter(|count| **count > 0.0) {
            *sizes.entry(*count as u64).or_default() += 1.0;
        }
        sizes
    };
    let columns = sizes(columns);
    let mut sum = 0.0;
    for (a, of_a) in sizes(rows) {
        for (&b, of_b) in &columns {
            let (a, b) = (a as f64, b as f64);
            let mut both = (a + b - all).max(1.0);
            while both <= a.min(b) {
                let chance = log(a) + log(b) + log(all - a) + log(all - b)
                    - log(all)
                    - log(both)
                    - log(a - both)
                    - log(b - both)
                    - log(all - a - b + both);
                let gain = both / all * (all * both / (a * b)).ln();
                sum += of_a * of_b * gain * chance.exp();
                both += 1.0;
            }
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(labels: &[(usize, usize)]) -> f64 {
        let mut table = BTreeMap::new();
        let (mut rows, mut columns) = (vec![0.0; 4], vec![0.0; 4]);
        for (row, column) in labels {
            *table.entry((*row, *column)).or_default() += 1.0;
            rows[*row] += 1.0;
            columns[*column] += 1.0;
        }
        adjusted(&table, &rows, &columns)
    }

    #[test]
    fn chance_is_taken_off() {
        let same = score(&[(0, 1), (0, 1), (1, 0), (1, 0), (2, 2), (2, 2)]);
        assert!((same - 1.0).abs() < 1e-9);
        assert!(score(&[(0, 0), (0, 1), (1, 0), (1, 1)]) <= 0.0);
        // The value that others reckon for these groupings.
        let known = score(&[(0, 0), (0, 0), (0, 1), (1, 1), (1, 2), (1, 2)]);
        assert!((known - 0.298_792_458_170_89).abs() < 1e-6, "{known}");
    }
}
