//! What the tasks would make of a talk that a person leads: nothing is said, nothing is kept.

use super::actions::Beside;
use super::model::{Action, State};
use super::progress::{Progress, Standing, progress};
use super::rules::is_needed;
use crate::answers::{Bot, BotSettings, Question};
use crate::knowledge::Audience;

/// A task that what was said speaks of.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// How far what was said fills it.
    pub progress: Progress,
    /// The question for the first thing that is missing.
    pub ask: Option<String>,
    /// Whether its end is to recommend something that is sold.
    pub sells: bool,
}

impl Bot {
    /// Lets the tasks hear what the customer said, from where the talk stood: which task it is and
    /// which of its facts are told. From memory alone; the shop is not asked.
    #[must_use]
    pub fn foresee(
        &self,
        said: &[String],
        mut state: State,
        beside: &Beside,
        settings: &BotSettings,
        now_ms: i64,
    ) -> Vec<Forecast> {
        for text in said {
            let question = Question {
                text: text.clone(),
                audience: Audience::Agents,
                channel: "web".to_owned(),
                chosen: None,
            };
            let verdict = self.decide(&question, settings, now_ms);
            if let (_, Some(talk)) = self.converse(&question, verdict, &state, beside, settings) {
                state = talk.state;
            }
        }
        let book = self.inner.tasks.load_full();
        let mut asks: Vec<(String, Option<String>, bool)> = Vec::new();
        for running in &state.running {
            let Some(task) = book.tasks().iter().find(|task| task.key == running.task) else {
                continue;
            };
            let missing = task.slots.iter().find(|slot| {
                slot.required && is_needed(slot, running) && !running.slots.contains_key(&slot.key)
            });
            let ask = missing.map(|slot| slot.ask.pick(&beside.locale, 0).to_owned());
            let sells = matches!(task.action, Action::Recommend { .. });
            asks.push((task.key.clone(), ask.filter(|text| !text.is_empty()), sells));
        }
        progress(&book, state, &beside.locale)
            .into_iter()
            .filter(|one| matches!(one.standing, Standing::Active | Standing::Waiting))
            .map(|progress| {
                let known = asks.iter().find(|(key, _, _)| *key == progress.task);
                Forecast {
                    ask: known.and_then(|(_, ask, _)| ask.clone()),
                    sells: known.is_some_and(|(_, _, sells)| *sells),
                    progress,
                }
            })
            .collect()
    }
}
