//! From which score on a wanted share is right.

use std::collections::HashMap;

use super::{FiledText, LabelName};

/// Texts that are kept for judging at most when no others are given.
pub(super) const JUDGES: usize = 2_000;
/// One text in so many is kept.
const PART: u64 = 5;

/// The texts to learn from and those to judge by. Without `dev` a part of the texts is kept, but
/// only where the label is known by another text or by name.
pub(super) fn keep_for_judging(
    rows: &[FiledText],
    labels: &[LabelName],
    dev: &[FiledText],
    seed: u64,
) -> (Vec<FiledText>, Vec<FiledText>) {
    if !dev.is_empty() {
        return (rows.to_vec(), dev.to_vec());
    }
    let mut known: HashMap<&str, usize> = HashMap::new();
    for label in labels {
        *known.entry(&label.id).or_default() += 1;
    }
    for label in rows.iter().flat_map(|row| &row.labels) {
        *known.entry(label).or_default() += 1;
    }
    let (mut kept, mut judges) = (Vec::new(), Vec::new());
    for (row, draw) in rows.iter().zip(draws(seed)) {
        let may_go = row
            .labels
            .iter()
            .all(|label| known.get(label.as_str()).is_some_and(|&texts| texts > 1));
        if draw % PART == 0 && may_go && judges.len() < JUDGES {
            for label in &row.labels {
                if let Some(texts) = known.get_mut(label.as_str()) {
                    *texts -= 1;
                }
            }
            judges.push(row.clone());
        } else {
            kept.push(row.clone());
        }
    }
    (kept, judges)
}

/// Numbers that look random and are the same for a seed (SplitMix64).
pub(super) fn draws(seed: u64) -> impl Iterator<Item = u64> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    })
}

/// The lowest score from which on the judged hits reach a precision with one standard error to
/// spare (half of what is wanting to 1 at most), so that it is also reached on texts that were not judged.
pub(super) fn lowest(judged: &[(f32, bool)], precision: f64) -> Option<f32> {
    let mut judged = judged.to_vec();
    judged.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut right, mut found) = (0usize, None);
    for (at, &(score, is_right)) in judged.iter().enumerate() {
        right += usize::from(is_right);
        // Hits of one score pass or fail together.
        if judged.get(at + 1).is_some_and(|next| next.0 == score) {
            continue;
        }
        let count = (at + 1) as f64;
        let error = (precision * (1.0 - precision) / count).sqrt();
        let error = error.min((1.0 - precision) / 2.0);
        if right as f64 / count >= precision + error {
            found = Some(score);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str, label: &str) -> FiledText {
        FiledText {
            text: text.into(),
            labels: vec![label.into()],
        }
    }

    #[test]
    fn the_lowest_score_that_is_right_often_enough() {
        let mut judged: Vec<(f32, bool)> = (0..90).map(|_| (0.9, true)).collect();
        judged.extend((0..10).map(|at| (0.5, at < 5)));
        judged.extend((0..100).map(|_| (0.1, false)));
        assert_eq!(lowest(&judged, 0.99), Some(0.9));
        assert_eq!(lowest(&judged, 0.9), Some(0.5));
        assert_eq!(lowest(&judged[100..], 0.9), None);
        assert_eq!(lowest(&[], 0.5), None);
    }

    #[test]
    fn judges_never_take_the_last_text_of_a_label() {
        let mut rows = vec![row("甲", "a")];
        rows.extend((0..200).map(|at| row(&format!("乙{at}"), "b")));
        let (kept, judges) = keep_for_judging(&rows, &[], &[], 1);
        assert_eq!(kept.len() + judges.len(), rows.len());
        assert!((20..60).contains(&judges.len()), "{}", judges.len());
        assert!(kept.contains(&row("甲", "a")));
        assert_eq!(keep_for_judging(&rows, &[], &[], 1).1, judges);
        let dev = [row("丙", "b")];
        assert_eq!(keep_for_judging(&rows, &[], &dev, 1).1, dev);
    }
}
