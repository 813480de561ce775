//! How the customer feels, and whether the customer wants something without saying what.
//!
//! [`Emotions`] reads what customers write to a service: angry, anxious, disappointed, satisfied,
//! each as a probability, and the **veiled demand**: `算了`, `每次都这样`, `你们看着办` say nothing that
//! could be answered, but whoever writes them wants something. It is one [`Classifier`] over the
//! pairs of (veiled or plain, emotion): the probability of an emotion is the sum over both, that of
//! a veiled demand the sum over all emotions. It learns from utterances written for this project
//! (`data/service_emotions.tsv`) and from those that a tenant labels.
//!
//! `sentiment = satisfied − angry − disappointed − anxious / 2`, from −1 to 1.
//!
//! [`Reviews`] tells praise from complaint in reviews of any length; it is trained on labelled
//! reviews and ships with none.
//!
//! [`Classifier`]: crate::classify::Classifier

mod cues;
mod examples;
mod network;
mod reviews;
mod topics;
mod wording;

use std::collections::BTreeMap;
use std::ops::Range;

pub use examples::{Mood, Utterance};
pub use reviews::{ReviewOptions, Reviews};

use crate::classify::{Classifier, Options};
use crate::embed::Encoder;

/// The flag is set from here on: below a half, because in cross-validation it gains more recall than
/// it loses precision.
const VEILED_FROM: f32 = 0.4;

/// What was read in an utterance. Probabilities are in 0..1.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// From −1, as bad as can be, to 1.
    pub sentiment: f32,
    pub angry: f32,
    pub anxious: f32,
    pub disappointed: f32,
    pub satisfied: f32,
    /// The customer wants something and does not say what.
    pub veiled: f32,
    /// The words that speak for it: byte ranges of the original, in their order. Empty when
    /// nothing but a plain, neutral utterance was read.
    pub cues: Vec<Range<usize>>,
}

impl Reading {
    /// The probability of a mood; the neutral one has what the others leave.
    pub fn of(&self, mood: Mood) -> f32 {
        match mood {
            Mood::Angry => self.angry,
            Mood::Anxious => self.anxious,
            Mood::Disappointed => self.disappointed,
            Mood::Satisfied => self.satisfied,
            Mood::Neutral => 1.0 - self.angry - self.anxious - self.disappointed - self.satisfied,
        }
    }

    /// Whether to treat the demand as veiled. To ask once too often costs less than to miss one.
    pub fn is_veiled(&self) -> bool {
        self.veiled >= VEILED_FROM
    }

    /// The likeliest mood.
    pub fn mood(&self) -> Mood {
        let likelier = |a: &Mood, b: &Mood| self.of(*a).total_cmp(&self.of(*b));
        Mood::ALL
            .into_iter()
            .max_by(likelier)
            .unwrap_or(Mood::Neutral)
    }
}

/// Reads emotions. Immutable; share it among threads.
#[derive(Debug, Clone)]
pub struct Emotions {
    classifier: Classifier,
    /// What each of the classifier's labels stands for.
    meanings: Vec<(bool, Mood)>,
}

impl Emotions {
    /// Trained on the utterances that are part of the engine; takes about a second. Trained with
    /// an encoder it must be asked with one, and the other way round.
    pub fn standard(encoder: Option<&Encoder>) -> Self {
        Self::train(&Utterance::standard(), &[], encoder)
    }

    /// Trained on two lists of utterances; where both hold one text, the tenant's word counts.
    pub fn train(own: &[Utterance], tenant: &[Utterance], encoder: Option<&Encoder>) -> Self {
        let mut chosen: BTreeMap<String, &Utterance> = BTreeMap::new();
        for utterance in own.iter().chain(tenant) {
            chosen.insert(crate::normalise::key(&utterance.text), utterance);
        }
        let rows: Vec<(&str, &'static str)> = chosen
            .values()
            .map(|utterance| {
                (
                    utterance.text.as_str(),
                    label(utterance.veiled, utterance.mood),
                )
            })
            .collect();
        let classifier = Classifier::train(&rows, encoder, &Options::default(), |_, _| {});
        let meanings = classifier
            .labels()
            .iter()
            .map(|label| meaning(label))
            .collect();
        Self {
            classifier,
            meanings,
        }
    }

    /// Reads an utterance.
    pub fn read(&self, text: &str, encoder: Option<&Encoder>) -> Reading {
        let probabilities = self.classifier.read(text, encoder).probabilities;
        let sum = |counts: &dyn Fn(bool, Mood) -> bool| -> f32 {
            let parts = probabilities.iter().zip(&self.meanings);
            parts
                .filter(|(_, (veiled, mood))| counts(*veiled, *mood))
                .map(|(part, _)| part)
                .sum()
        };
        let of = |wanted: Mood| sum(&|_, mood| mood == wanted);
        let mut reading = Reading {
            sentiment: 0.0,
            angry: of(Mood::Angry),
            anxious: of(Mood::Anxious),
            disappointed: of(Mood::Disappointed),
            satisfied: of(Mood::Satisfied),
            veiled: sum(&|veiled, _| veiled),
            cues: Vec::new(),
        };
        reading.sentiment =
            (reading.satisfied - reading.angry - reading.disappointed - reading.anxious / 2.0)
                .clamp(-1.0, 1.0);
        reading.cues = self.cues(text, &probabilities);
        reading
    }

    /// Bytes held, without the encoder.
    pub fn bytes(&self) -> usize {
        self.classifier.bytes()
    }

    fn cues(&self, text: &str, probabilities: &[f32]) -> Vec<Range<usize>> {
        let likeliest = (0..probabilities.len()).max_by(|a, b| {
            let at = |at: &usize| probabilities.get(*at).copied().unwrap_or(0.0);
            at(a).total_cmp(&at(b))
        });
        match likeliest.and_then(|at| self.meanings.get(at)) {
            None | Some((false, Mood::Neutral)) => Vec::new(),
            Some((veiled, mood)) => {
                // The n-grams alone can be pointed at, and they need no encoder.
                let reasons =
                    self.classifier
                        .explain(text, label(*veiled, *mood), None, usize::MAX);
                let grams = reasons
                    .iter()
                    .map(|reason| (reason.feature.as_str(), reason.weight));
                cues::find(text, grams)
            }
        }
    }
}

fn label(veiled: bool, mood: Mood) -> &'static str {
    match (veiled, mood) {
        (true, Mood::Angry) => "veiled angry",
        (true, Mood::Anxious) => "veiled anxious",
        (true, Mood::Disappointed) => "veiled disappointed",
        (true, Mood::Satisfied) => "veiled satisfied",
        (true, Mood::Neutral) => "veiled neutral",
        (false, Mood::Angry) => "plain angry",
        (false, Mood::Anxious) => "plain anxious",
        (false, Mood::Disappointed) => "plain disappointed",
        (false, Mood::Satisfied) => "plain satisfied",
        (false, Mood::Neutral) => "plain neutral",
    }
}

fn meaning(known: &str) -> (bool, Mood) {
    let all = [true, false]
        .into_iter()
        .flat_map(|veiled| Mood::ALL.map(|mood| (veiled, mood)));
    all.into_iter()
        .find(|(veiled, mood)| label(*veiled, *mood) == known)
        .unwrap_or((false, Mood::Neutral))
}

#[cfg(test)]
mod tests;
