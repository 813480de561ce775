//! Decisions about filing: rows of tables, thresholds, figures.

use std::collections::BTreeMap;

use shanying_kernel::Time;

use super::model::{Confusion, Coverage, FilingFault, Outcome, Settled, Week};

/// A tree has at most so many floors.
const DEPTH_MAX: usize = 12;
const NAME_MAX: usize = 100;
const TEXT_MAX: usize = 4_000;
/// Fewer judged texts than this say nothing.
const JUDGED_LEAST: usize = 50;
const WEEK_MS: i64 = 7 * 86_400_000;
const CONFUSIONS: usize = 50;
/// Precisions that are shown.
const PERCENTS: [i64; 3] = [90, 95, 98];

/// Headings under which the text of a history stands.
const TEXT_HEADINGS: [&str; 8] = [
    "text",
    "content",
    "内容",
    "描述",
    "文本",
    "问题",
    "工单内容",
    "对话",
];

/// A row of a tree: names from the top. Either every column is a floor, or one column holds the
/// whole path, parted by `/`, `>` or `＞`.
pub(crate) fn path_of(cells: &[String]) -> Vec<String> {
    let filled: Vec<&str> = cells
        .iter()
        .map(|cell| cell.trim())
        .filter(|cell| !cell.is_empty())
        .collect();
    let parts: Vec<String> = match filled.as_slice() {
        [one] => one
            .split(['/', '>', '＞', '→'])
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect(),
        many => many.iter().map(|&cell| cell.to_owned()).collect(),
    };
    parts
}

/// What is wrong with a path, if anything.
pub(crate) fn fault_of(row: usize, path: &[String]) -> Option<FilingFault> {
    let fault = |code: &str, value: String| {
        Some(FilingFault {
            row,
            code: code.to_owned(),
            value,
        })
    };
    if path.is_empty() {
        return fault("filing.no_path", String::new());
    }
    if path.len() > DEPTH_MAX {
        return fault("filing.too_deep", path.join(" / "));
    }
    let long = path
        .iter()
        .find(|name| name.chars().count() > NAME_MAX || name.contains('\0'));
    long.and_then(|name| fault("filing.too_long", name.clone()))
}

/// Which column of a history holds the text.
pub(crate) fn text_column(columns: &[String]) -> Option<usize> {
    columns.iter().position(|heading| {
        TEXT_HEADINGS
            .iter()
            .any(|known| heading.trim().eq_ignore_ascii_case(known))
    })
}

/// A text to learn from or to file: its beginning, as one line would be read.
pub(crate) fn shortened(text: &str) -> String {
    text.replace('\0', "")
        .trim()
        .chars()
        .take(TEXT_MAX)
        .collect()
}

/// How much would be filed alone, and how much of that is right.
pub(crate) fn coverage(
    judged: &[(f32, bool)],
    threshold: impl Fn(f64) -> Option<f32>,
) -> Vec<Coverage> {
    PERCENTS
        .iter()
        .map(|&percent| {
            let from = threshold(percent as f64 / 100.0).filter(|_| judged.len() >= JUDGED_LEAST);
            let taken: Vec<bool> = judged
                .iter()
                .filter(|(score, _)| from.is_some_and(|from| *score >= from))
                .map(|(_, right)| *right)
                .collect();
            let right = taken.iter().filter(|right| **right).count();
            Coverage {
                percent,
                threshold: from.map(f64::from),
                share: share(taken.len(), judged.len()).unwrap_or(0.0),
                reached: share(right, taken.len()),
            }
        })
        .collect()
}

/// The score from which on nobody is asked; none while too little was judged.
pub(crate) fn sure_from(
    judged: usize,
    percent: i64,
    threshold: impl Fn(f64) -> Option<f32>,
) -> Option<f32> {
    let enough = judged >= JUDGED_LEAST && percent > 0;
    threshold(percent as f64 / 100.0).filter(|_| enough)
}

pub(crate) fn share(part: usize, all: usize) -> Option<f64> {
    (all > 0).then(|| part as f64 / all as f64)
}

/// What came of proposals.
pub(crate) fn outcome(settled: &[Settled], by_itself: i64) -> Outcome {
    let mut outcome = Outcome {
        by_itself,
        ..Outcome::default()
    };
    for one in settled {
        let place = one
            .proposed
            .iter()
            .position(|proposed| proposed.leaf_id == one.leaf_id);
        outcome.confirmed += 1;
        outcome.first_right += i64::from(place == Some(0));
        outcome.in_three += i64::from(place.is_some_and(|place| place < 3));
        outcome.looked_at += i64::from(one.by_itself);
        outcome.stayed += i64::from(one.by_itself && place == Some(0));
    }
    outcome
}

/// What was taken for what, most frequent first.
pub(crate) fn confusions(
    settled: &[Settled],
    path: impl Fn(&str) -> Vec<String>,
) -> Vec<Confusion> {
    let mut pairs: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for one in settled {
        if let Some(first) = one
            .proposed
            .first()
            .filter(|first| first.leaf_id != one.leaf_id)
        {
            *pairs.entry((&first.leaf_id, &one.leaf_id)).or_default() += 1;
        }
    }
    let mut found: Vec<Confusion> = pairs
        .into_iter()
        .map(|((proposed, right), count)| Confusion {
            proposed: path(proposed),
            right: path(right),
            count,
        })
        .collect();
    found.sort_by_key(|one| std::cmp::Reverse(one.count));
    found.truncate(CONFUSIONS);
    found
}

/// Week by week, the oldest first.
pub(crate) fn weeks(settled: &[Settled]) -> Vec<Week> {
    let mut weeks: BTreeMap<i64, Week> = BTreeMap::new();
    for one in settled {
        // Weeks begin on Mondays; the first of them after 1970 was the fifth of January.
        let offset = 4 * 86_400_000;
        let at = (one.confirmed_at.0 - offset).div_euclid(WEEK_MS) * WEEK_MS + offset;
        let week = weeks.entry(at).or_insert(Week {
            from: Time(at),
            confirmed: 0,
            first_right: 0,
        });
        week.confirmed += 1;
        let first = one.proposed.first();
        week.first_right += usize::from(first.is_some_and(|first| first.leaf_id == one.leaf_id));
    }
    weeks.into_values().collect()
}

#[cfg(test)]
mod tests {
    use shanying_kernel::Time;

    use super::*;
    use crate::filing::model::Proposed;

    fn words(list: &[&str]) -> Vec<String> {
        list.iter().map(|&one| one.to_owned()).collect()
    }

    #[test]
    fn rows_are_paths_in_columns_or_in_one_cell() {
        let table = [
            (
                vec!["售后", "退货", "", "质量问题"],
                vec!["售后", "退货", "质量问题"],
            ),
            (
                vec!["售后 / 退货/质量问题"],
                vec!["售后", "退货", "质量问题"],
            ),
            (vec!["售后>退货＞破损"], vec!["售后", "退货", "破损"]),
            (vec!["咨询"], vec!["咨询"]),
            (vec!["", " "], vec![]),
        ];
        for (cells, path) in table {
            assert_eq!(path_of(&words(&cells)), words(&path), "{cells:?}");
        }
        assert_eq!(
            fault_of(3, &[]).map(|fault| fault.code).as_deref(),
            Some("filing.no_path")
        );
        assert_eq!(
            fault_of(3, &words(&["a"; 13]))
                .map(|fault| fault.code)
                .as_deref(),
            Some("filing.too_deep")
        );
        assert!(fault_of(3, &words(&["甲", "乙"])).is_none());
        assert_eq!(text_column(&words(&["分类", "内容"])), Some(1));
        assert_eq!(text_column(&words(&["一级", "二级"])), None);
    }

    fn settled(first: &str, right: &str, by_itself: bool, day: i64) -> Settled {
        let proposed = |id: &str| Proposed {
            leaf_id: id.into(),
            path: vec![],
            score: 0.9,
        };
        Settled {
            proposed: vec![proposed(first), proposed("b"), proposed("c")],
            leaf_id: right.into(),
            by_itself,
            confirmed_at: Time(day * 86_400_000),
        }
    }

    #[test]
    fn figures_count_what_stayed() {
        let all = [
            settled("a", "a", true, 20_780),
            settled("a", "b", true, 20_780),
            settled("a", "b", false, 20_781),
            settled("a", "z", false, 20_787),
        ];
        let found = outcome(&all, 9);
        assert_eq!(
            (found.confirmed, found.first_right, found.in_three),
            (4, 1, 3)
        );
        assert_eq!((found.by_itself, found.looked_at, found.stayed), (9, 2, 1));
        let pairs = confusions(&all, |id| vec![id.to_owned()]);
        assert_eq!((pairs[0].count, pairs[0].right[0].as_str()), (2, "b"));
        let weeks = weeks(&all);
        assert_eq!(
            weeks
                .iter()
                .map(|week| (week.confirmed, week.first_right))
                .collect::<Vec<_>>(),
            [(3, 1), (1, 0)]
        );
        // 2026-11-23 is a Monday.
        assert_eq!(weeks[0].from.to_rfc3339(), "2026-11-23T00:00:00.000Z");
    }

    #[test]
    fn nothing_is_sure_before_enough_was_judged() {
        let threshold = |_: f64| Some(0.5);
        assert_eq!(sure_from(49, 90, threshold), None);
        assert_eq!(sure_from(50, 90, threshold), Some(0.5));
        assert_eq!(sure_from(500, 0, threshold), None);
        let judged: Vec<(f32, bool)> = (0..100)
            .map(|at| (if at < 60 { 0.9 } else { 0.2 }, at < 57))
            .collect();
        let covered = coverage(&judged, threshold);
        assert_eq!(covered[0].share, 0.6);
        assert_eq!(covered[0].reached, Some(0.95));
    }
}
