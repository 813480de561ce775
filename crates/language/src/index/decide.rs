//! What to do with the hits of a search: a pure rule over scores.

use super::Hit;

/// Where the lines are drawn. The defaults were chosen on a shop of 129 entries with some seven
/// phrasings each, for questions in and out of scope (`docs/LANGUAGE.md`).
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Thresholds {
    /// From this score on the best hit is answered, unless another is too near; 0..1.
    pub direct: f32,
    /// From this score on a hit is worth asking about ("您是想问…?"); below is unknown; 0..1.
    pub suggest: f32,
    /// A second hit whose likeness is nearer than this makes a tie, which is asked about.
    /// Likeness, because near 1 the scores of two good hits hardly differ.
    pub margin: f32,
    /// Suggestions that are shown at most.
    pub suggestions: usize,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            direct: 0.6,
            suggest: 0.3,
            margin: 0.03,
            suggestions: 3,
        }
    }
}

/// What the bot does.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Answer with the first hit.
    Direct,
    /// Ask which of these entries is meant, most likely first; never empty.
    Suggest(Vec<String>),
    /// Nothing is near enough.
    Unknown,
}

/// Decides on hits in the order of [`super::Index::search`]. A query that equals a phrasing of
/// one entry alone is always answered.
pub fn decide(hits: &[Hit], thresholds: &Thresholds) -> Outcome {
    let Some(best) = hits.first() else {
        return Outcome::Unknown;
    };
    if best.score < thresholds.suggest {
        return Outcome::Unknown;
    }
    let second = hits.get(1);
    let alone = second.is_none_or(
        |second| match (best.features.equal, second.features.equal) {
            (true, equal) => !equal,
            _ => best.features.likeness - second.features.likeness >= thresholds.margin,
        },
    );
    if alone && (best.score >= thresholds.direct || best.features.equal) {
        return Outcome::Direct;
    }
    let near = hits
        .iter()
        .take(thresholds.suggestions.max(1))
        .filter(|hit| hit.score >= thresholds.suggest)
        .map(|hit| hit.entry_id.clone());
    Outcome::Suggest(near.collect())
}

#[cfg(test)]
mod tests {
    use super::super::Features;
    use super::*;

    fn hits(scores: &[f32]) -> Vec<Hit> {
        let hit = |(at, &score): (usize, &f32)| Hit {
            entry_id: format!("e{at}"),
            score,
            features: Features {
                likeness: score,
                equal: score == 1.0,
                ..Features::default()
            },
            best_phrasing: String::new(),
            shared: Vec::new(),
        };
        scores.iter().enumerate().map(hit).collect()
    }

    #[test]
    fn draws_the_lines() {
        let suggest = |ids: &[&str]| Outcome::Suggest(ids.iter().map(|&id| id.into()).collect());
        let thresholds = Thresholds {
            direct: 0.7,
            suggest: 0.4,
            margin: 0.1,
            suggestions: 3,
        };
        let table = [
            (vec![], Outcome::Unknown),
            (vec![0.39], Outcome::Unknown),
            (vec![0.4], suggest(&["e0"])),
            (vec![0.69, 0.2], suggest(&["e0"])),
            (vec![0.7], Outcome::Direct),
            (vec![0.8, 0.65], Outcome::Direct),
            (vec![0.8, 0.75, 0.5, 0.45], suggest(&["e0", "e1", "e2"])),
            (vec![0.8, 0.75, 0.3], suggest(&["e0", "e1"])),
            (vec![1.0, 0.98], Outcome::Direct),
            (vec![1.0, 1.0, 0.5], suggest(&["e0", "e1", "e2"])),
        ];
        for (scores, outcome) in table {
            assert_eq!(decide(&hits(&scores), &thresholds), outcome, "{scores:?}");
        }
    }
}
