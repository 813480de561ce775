//! Service emotions and veiled demands, by cross-validation: every utterance is read by a model
//! that has not seen it.

use rand::SeedableRng;
use rand::rngs::SmallRng;
use rand::seq::SliceRandom;

use super::labels::{ClassReport, LabelReport};
use crate::embed::Encoder;
use crate::emotion::{Emotions, Reading, Utterance};

/// What was measured. Shares are 0..1.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct EmotionReport {
    pub utterances: usize,
    /// The flag as [`Reading::is_veiled`] sets it.
    pub veiled: ClassReport,
    /// The likeliest of the five moods.
    pub moods: LabelReport,
}

/// Reads each of `folds` parts with a model trained on the others.
pub fn emotions(
    rows: &[Utterance],
    encoder: Option<&Encoder>,
    folds: usize,
    seed: u64,
) -> EmotionReport {
    let folds = folds.max(2);
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.shuffle(&mut SmallRng::seed_from_u64(seed));
    let mut seen: Vec<(&Utterance, Reading)> = Vec::with_capacity(rows.len());
    for fold in 0..folds {
        let part = |wanted: bool| {
            let numbered = order.iter().enumerate();
            let chosen = numbered.filter(move |(at, _)| (at % folds == fold) == wanted);
            chosen.filter_map(|(_, row)| rows.get(*row))
        };
        let lessons: Vec<Utterance> = part(false).cloned().collect();
        let model = Emotions::train(&lessons, &[], encoder);
        seen.extend(part(true).map(|row| (row, model.read(&row.text, encoder))));
    }
    let flag = |veiled: bool| if veiled { "veiled" } else { "plain" };
    let gold: Vec<&str> = seen.iter().map(|(row, _)| flag(row.veiled)).collect();
    let flags: Vec<(&str, f32)> = seen
        .iter()
        .map(|(_, reading)| {
            (
                flag(reading.is_veiled()),
                reading.veiled.max(1.0 - reading.veiled),
            )
        })
        .collect();
    let veiled = LabelReport::count(&gold, &flags);
    let gold: Vec<&str> = seen.iter().map(|(row, _)| row.mood.name()).collect();
    let moods: Vec<(&str, f32)> = seen
        .iter()
        .map(|(_, reading)| (reading.mood().name(), reading.of(reading.mood())))
        .collect();
    EmotionReport {
        utterances: seen.len(),
        veiled: veiled
            .per_class
            .into_iter()
            .find(|class| class.label == "veiled")
            .unwrap_or_default(),
        moods: LabelReport::count(&gold, &moods),
    }
}
