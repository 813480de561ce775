//! A description in plain language to facts, with the tenant's words.

use shanying_language::describe::{Describer, Stance, Stated, StatedValue};
use shanying_language::extract::Catalogue;

use super::lexicon::{Lexicon, allergen};
use super::model::{Fact, FactValue, Origin, Polarity, attribute};
use super::shelf::Shelf;

/// The reader of descriptions that knows these words.
pub(super) fn describer(lexicon: &Lexicon, values: Catalogue) -> Describer {
    let mut labels = Vec::new();
    let mut absent = Vec::new();
    for attribute in &lexicon.attributes {
        let own = attribute
            .labels
            .iter()
            .chain([&attribute.zh, &attribute.en]);
        for label in own.filter(|label| !label.is_empty()) {
            labels.push((label.clone(), attribute.id.clone()));
        }
        for word in &attribute.values {
            for surface in &word.absent {
                absent.push((surface.clone(), word.value.clone()));
            }
        }
    }
    let taught = lexicon
        .taught
        .iter()
        .map(|taught| {
            (
                taught.phrase.clone(),
                taught.attribute.clone(),
                taught.value.clone(),
            )
        })
        .collect();
    Describer::new(labels, values, absent, taught)
}

impl Shelf {
    /// The facts that a description states, none of them confirmed. Spans are characters.
    #[must_use]
    pub fn describe(&self, description: &str) -> Vec<Fact> {
        self.describer()
            .describe(description)
            .into_iter()
            .map(|stated| self.stated(description, stated))
            .collect()
    }

    fn stated(&self, description: &str, stated: Stated) -> Fact {
        let characters = |byte: usize| {
            description
                .get(..byte)
                .map_or(0, |before| before.chars().count())
        };
        let said = description
            .get(stated.span.clone())
            .unwrap_or_default()
            .to_owned();
        let vocabulary = if stated.attribute == attribute::EXCLUDES {
            attribute::SUITS
        } else {
            &stated.attribute
        };
        let value = match stated.value {
            StatedValue::Word(word) => FactValue::Word(self.spelling(vocabulary, &word)),
            StatedValue::Money(minor) => FactValue::Money(minor),
            StatedValue::Number { min, max } => FactValue::Number { min, max },
        };
        Fact {
            value,
            polarity: match stated.stance {
                Stance::Holds => Polarity::Holds,
                Stance::Lacks => Polarity::Lacks,
                Stance::Careful => Polarity::Careful,
            },
            span: Some((characters(stated.span.start), characters(stated.span.end))),
            said,
            confidence: stated.confidence,
            confirmed: false,
            origin: if stated.listed {
                Origin::Listed
            } else {
                Origin::Described
            },
            attribute: stated.attribute,
        }
    }

    /// A known word in its one spelling; names and unknown words as they were written.
    fn spelling(&self, id: &str, word: &str) -> String {
        if let Some(substance) = allergen(word) {
            let end = word.strip_prefix(substance).unwrap_or("过敏");
            let meant = self.meanings().value(attribute::INGREDIENT, substance);
            return format!("{meant}{end}");
        }
        let meant = self.meanings().value(id, word);
        if meant == shanying_language::normalise::normalise_text(word) {
            word.to_owned()
        } else {
            meant
        }
    }
}
