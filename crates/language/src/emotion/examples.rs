//! The labelled utterances: their form, and those that are part of the engine.

/// The emotions that change how a service should answer.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    Angry,
    Anxious,
    Disappointed,
    Satisfied,
    Neutral,
}

impl Mood {
    pub const ALL: [Self; 5] = [
        Self::Angry,
        Self::Anxious,
        Self::Disappointed,
        Self::Satisfied,
        Self::Neutral,
    ];

    /// The word for it in files and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Angry => "angry",
            Self::Anxious => "anxious",
            Self::Disappointed => "disappointed",
            Self::Satisfied => "satisfied",
            Self::Neutral => "neutral",
        }
    }
}

/// An utterance and what somebody heard in it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Utterance {
    pub text: String,
    /// The customer wants something and does not say what.
    pub veiled: bool,
    pub mood: Mood,
}

/// A line: text, `1` or `0` for veiled, mood; parted by tabs. `#` begins a remark.
const STANDARD: &str = include_str!("../../data/service_emotions.tsv");

impl Utterance {
    /// The utterances that are part of the engine, written for it.
    pub fn standard() -> Vec<Self> {
        STANDARD.lines().filter_map(Self::parse).collect()
    }

    fn parse(line: &str) -> Option<Self> {
        let mut parts = line.split('\t');
        let (text, veiled, mood) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self {
            text: text.to_owned(),
            veiled: veiled == "1",
            mood: Mood::ALL.into_iter().find(|known| known.name() == mood)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};

    use super::*;

    #[test]
    fn every_line_is_read_and_none_stands_twice() {
        let lines = STANDARD.lines().filter(|line| !line.starts_with('#'));
        let utterances = Utterance::standard();
        assert_eq!(utterances.len(), lines.count());
        let mut texts = HashSet::new();
        for utterance in &utterances {
            assert!(texts.insert(&utterance.text), "twice: {}", utterance.text);
            assert!(!utterance.text.trim().is_empty());
        }
    }

    #[test]
    fn no_kind_is_left_to_a_handful() {
        let mut kinds: BTreeMap<(bool, Mood), usize> = BTreeMap::new();
        for utterance in Utterance::standard() {
            *kinds.entry((utterance.veiled, utterance.mood)).or_default() += 1;
        }
        assert_eq!(
            kinds.len(),
            9,
            "a satisfied customer veils nothing: {kinds:?}"
        );
        assert!(kinds.values().all(|count| *count >= 50), "{kinds:?}");
        let veiled: usize = kinds
            .iter()
            .filter(|((veiled, _), _)| *veiled)
            .map(|(_, n)| n)
            .sum();
        assert!((600..1_000).contains(&veiled), "{veiled}");
    }
}
