//! Why a text was filed under a label: which words spoke, and which texts.

use super::neighbours::cosine;
use super::{Profiles, Seen};

/// Words and texts that are named at most.
const NAMED: usize = 8;

/// What spoke for a label.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Explanation {
    /// Words of the text (without endings) and what each adds to the label's logit, greatest
    /// first; less than 0 speaks against.
    pub words: Vec<(String, f32)>,
    /// Training texts with the label among the nearest, by their place in training, and their
    /// likeness, 0..1.
    pub texts: Vec<(usize, f32)>,
    /// The likeness of the nearest text that a person filed under the label after training.
    pub corrected: Option<f32>,
    /// The cosine of the text's meaning with the label's.
    pub meaning: f32,
}

impl Profiles {
    /// What speaks for a label; nothing for an unknown one.
    pub fn explain(&self, text: &str, label: &str) -> Explanation {
        let Ok(label) = self
            .labels
            .binary_search_by(|known| known.as_str().cmp(label))
        else {
            return Explanation::default();
        };
        let label = label as u32;
        let (row, vector) = self.see(text);
        let seen = Seen {
            row: &row,
            vector: vector.as_ref(),
        };
        let near = self.near(&seen, None, &mut Vec::new());
        let mut texts: Vec<(usize, f32)> = near
            .into_iter()
            .map(|(text, alike)| (text as usize, alike))
            .filter(|(text, _)| {
                let own = self.texts.labels.get(*text);
                own.is_some_and(|own| own.contains(&label))
            })
            .collect();
        texts.truncate(NAMED);
        let later = self.texts.later.iter();
        Explanation {
            words: self.words_for(text, &seen, label),
            texts,
            corrected: later
                .filter(|(_, own)| own.contains(&label))
                .map(|(other, _)| cosine(other, &row))
                .max_by(f32::total_cmp),
            meaning: match (&self.meaning, seen.vector) {
                (Some(meaning), Some(vector)) => meaning.cosine(label, vector, false),
                _ => 0.0,
            },
        }
    }

    fn words_for(&self, text: &str, seen: &Seen<'_>, label: u32) -> Vec<(String, f32)> {
        let [cosine_weight, ..] = self.mix;
        let square = self.words.squares.get(label as usize).copied();
        let length = square.unwrap_or(0.0).sqrt().max(f32::MIN_POSITIVE);
        let mut words: Vec<(String, f32)> = Vec::new();
        for (word, number) in self.vocabulary.known_words(text) {
            let ties = self.words.ties(number);
            let Ok(at) = ties.binary_search_by_key(&label, |tie| tie.label) else {
                continue;
            };
            let weight = seen.row.iter().find(|entry| entry.0 == number);
            if let (Some(tie), Some(&(_, weight))) = (ties.get(at), weight)
                && words.iter().all(|(known, _)| *known != word)
            {
                words.push((
                    word,
                    weight * (cosine_weight * tie.sum / length + tie.weight),
                ));
            }
        }
        words.sort_by(|a, b| b.1.total_cmp(&a.1));
        words.truncate(NAMED);
        words
    }
}
