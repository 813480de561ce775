//! How a message sounds: moods and veiled demands, read by the engine's own model. It learns once a
//! process, in the background; until it has, words alone tell anger.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, OnceLock};

use parking_lot::Mutex;
use shanying_language::embed::Encoder;
use shanying_language::emotion::{Emotions, Reading};

use super::candidates::rounded;
use super::model::{Decision, Emotion, Outcome};
use super::rules::Feeling;

/// From this probability on anger brings a person.
const ANGRY_FROM: f32 = 0.6;

impl Decision {
    /// Whether the customer was angry, by the words or by the reader of emotions.
    #[must_use]
    pub fn is_angry(&self) -> bool {
        let read = self.emotion.as_ref().map_or(0.0, |emotion| emotion.angry);
        self.outcome == Outcome::Anger || read >= f64::from(ANGRY_FROM)
    }
}

/// By the encoder's id, shared by all tenants: what it learns from is part of the program.
type House = Mutex<HashMap<String, Arc<Emotions>>>;
static HOUSE: LazyLock<House> = LazyLock::new(Mutex::default);

/// Reads how messages sound.
#[derive(Clone)]
pub(crate) struct Feelings {
    encoder: Option<Arc<Encoder>>,
    emotions: Arc<OnceLock<Arc<Emotions>>>,
}

impl Feelings {
    pub(crate) fn new(encoder: Option<Arc<Encoder>>) -> Self {
        Self {
            encoder,
            emotions: Arc::default(),
        }
    }

    /// Learns unless somebody has; takes seconds of a processor.
    pub(crate) fn learn(&self) {
        let id = self.encoder.as_ref().map_or("", |encoder| encoder.id());
        self.emotions.get_or_init(|| {
            // Held while one learns, so that the next one finds it done.
            let mut house = HOUSE.lock();
            let made = || Arc::new(Emotions::standard(self.encoder.as_deref()));
            house.entry(id.to_owned()).or_insert_with(made).clone()
        });
    }

    /// What is read in a message, and what follows from it; nothing before it has learnt.
    pub(crate) fn read(&self, text: &str) -> Option<(Emotion, Feeling)> {
        let emotions = self.emotions.get()?;
        if !text.chars().any(char::is_alphanumeric) {
            return None;
        }
        let reading = emotions.read(text, self.encoder.as_deref());
        let feeling = Feeling {
            angry: reading.angry >= ANGRY_FROM,
            veiled: reading.is_veiled(),
        };
        Some((kept(text, &reading), feeling))
    }
}

fn kept(text: &str, reading: &Reading) -> Emotion {
    let words = reading.cues.iter();
    Emotion {
        sentiment: rounded(reading.sentiment),
        angry: rounded(reading.angry),
        anxious: rounded(reading.anxious),
        disappointed: rounded(reading.disappointed),
        satisfied: rounded(reading.satisfied),
        veiled: rounded(reading.veiled),
        cues: words
            .filter_map(|cue| text.get(cue.clone()).map(str::to_owned))
            .collect(),
    }
}
