//! Which words speak for a decision. The weight of each n-gram is spread evenly over the characters
//! it covers; what stands out is pointed at.

use std::ops::Range;

use crate::normalise::normalise;

/// A character belongs to a cue when it carries this share of the heaviest character's weight.
const STANDS_OUT: f32 = 0.4;
/// More cues than this explain nothing.
const MOST: usize = 3;

/// The byte ranges of `original` that carry most of the weight of the given n-grams (of the
/// normalised text; the words of a pair are parted by a space). N-grams that speak against the
/// decision, and those that do not stand in the text, are passed over.
pub(super) fn find<'a>(
    original: &str,
    grams: impl Iterator<Item = (&'a str, f32)>,
) -> Vec<Range<usize>> {
    let text = normalise(original);
    let mut weights = vec![0f32; text.text.len()];
    for (gram, weight) in grams.filter(|(gram, weight)| *weight > 0.0 && !gram.is_empty()) {
        let joined: String = gram.chars().filter(|c| *c != ' ').collect();
        let gram = if text.text.contains(gram) {
            gram
        } else {
            joined.as_str()
        };
        let share = weight / gram.chars().count().max(1) as f32;
        for (at, _) in text.text.match_indices(gram) {
            for weight in weights.iter_mut().skip(at).take(gram.len()) {
                *weight += share;
            }
        }
    }
    let heaviest = weights.iter().copied().fold(0.0, f32::max);
    if heaviest <= 0.0 {
        return Vec::new();
    }
    let mut runs: Vec<(f32, Range<usize>)> = Vec::new();
    for (at, weight) in weights.iter().enumerate() {
        if *weight < STANDS_OUT * heaviest {
            continue;
        }
        match runs.last_mut() {
            Some((sum, run)) if run.end == at => {
                *sum += weight;
                run.end = at + 1;
            }
            _ => runs.push((*weight, at..at + 1)),
        }
    }
    runs.sort_by(|a, b| b.0.total_cmp(&a.0));
    runs.truncate(MOST);
    let mut ranges: Vec<Range<usize>> = runs
        .into_iter()
        .map(|(_, run)| text.original(run))
        .collect();
    ranges.sort_by_key(|range| range.start);
    // One character of the original may have become several: `㈱` is `(株)`.
    ranges.dedup_by(|later, before| {
        let touches = later.start < before.end;
        if touches {
            before.end = before.end.max(later.end);
        }
        touches
    });
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_into_the_original() {
        type Case = (
            &'static str,
            &'static [(&'static str, f32)],
            &'static [&'static str],
        );
        let table: [Case; 5] = [
            (
                "好吧，那就算 了！",
                &[("算了", 1.0), ("好吧", 0.1)],
                &["算 了"],
            ),
            (
                "每次都這樣",
                &[("每次 都", 1.0), ("这样", -1.0)],
                &["每次都"],
            ),
            ("退货", &[("发票", 1.0)], &[]),
            ("ＯＫ算了", &[("算了", 1.0), ("ok", 0.9)], &["ＯＫ算了"]),
            ("", &[("算了", 1.0)], &[]),
        ];
        for (text, grams, cues) in table {
            let found: Vec<&str> = find(text, grams.iter().copied())
                .into_iter()
                .filter_map(|cue| text.get(cue))
                .collect();
            assert_eq!(found, cues, "{text}");
        }
    }
}
