//! Themes that are there, and new questions that join them.

use std::collections::HashMap;

use super::likeness::{Ground, Sum};
use super::{Options, Question};

/// Themes by their ids.
#[derive(Debug)]
pub struct Shelf {
    options: Options,
    ground: Ground,
    themes: Vec<(String, Sum)>,
    places: HashMap<String, usize>,
}

impl Shelf {
    /// A shelf with questions and the ids of their themes.
    #[must_use]
    pub fn new(questions: &[(String, Question)], options: Options) -> Self {
        let mut shelf = Self {
            options,
            ground: Ground::of(questions.iter().map(|(_, question)| question)),
            themes: Vec::new(),
            places: HashMap::new(),
        };
        for (theme, question) in questions {
            shelf.put(theme, question);
        }
        shelf
    }

    /// Puts a question into a theme, which is opened when it is not there.
    pub fn put(&mut self, theme: &str, question: &Question) {
        let sum = Sum::of(question, &self.ground);
        let known = self
            .places
            .get(theme)
            .and_then(|at| self.themes.get_mut(*at));
        if let Some((_, whole)) = known {
            whole.add(&sum);
            return;
        }
        self.places.insert(theme.to_owned(), self.themes.len());
        self.themes.push((theme.to_owned(), sum));
    }

    /// The theme that a question joins, and how alike it is; none when it is a new matter.
    #[must_use]
    pub fn joins(&self, question: &Question) -> Option<(&str, f32)> {
        let sum = Sum::of(question, &self.ground);
        let mut best: Option<(&str, f32)> = None;
        for (id, theme) in &self.themes {
            let likeness = sum.likeness_from(theme, self.options, self.options.alike);
            if likeness >= self.options.alike && best.is_none_or(|(_, most)| likeness > most) {
                best = Some((id, likeness));
            }
        }
        best
    }
}
