//! What a task comes to: things are shown and chosen, a request is kept, a person is brought.

use shanying_language::normalise::normalise_text;

use super::asking::wished;
use super::goods::Choice;
use super::words::Ordinal;
use super::{Taken, Talk, tools};
use crate::dialogue::model::{
    Action, Asked, Card, Filled, Given, Move, OptionChip, Origin, Row, SlotKind, Stage,
};

impl Talk<'_> {
    /// Does what the task is for.
    pub(super) fn act(&mut self, choice: Choice) {
        let Some(task) = self.task() else { return };
        match &task.action {
            Action::Recommend { .. } => self.recommend(choice),
            // Nobody vouches for who this is: what only looks something up is a person's.
            Action::Tool { tool, .. } if tools::reads(tool) => {
                self.turn.moves.push(Move::HandOver {
                    done: true,
                    text: Some(self.voice.must_know_you().to_owned()),
                    group: None,
                });
                self.step("task_done", &task.key);
                self.close(true);
            }
            Action::Record | Action::Tool { .. } => {
                let done = task.done.pick(self.voice.locale, self.voice.turn);
                let text = if done.is_empty() || tools::is_tool(task) {
                    self.voice.done()
                } else {
                    done
                }
                .to_owned();
                let rows = self.rows();
                self.turn.moves.push(Move::Record {
                    task: task.key.clone(),
                    name: task.name.name(self.voice.locale).to_owned(),
                    rows,
                    text,
                });
                self.step("task_done", &task.key);
                self.close(true);
                self.go_on();
            }
            Action::HandOver => {
                let done = task.done.pick(self.voice.locale, self.voice.turn);
                self.turn.moves.push(Move::HandOver {
                    done: true,
                    text: (!done.is_empty()).then(|| done.to_owned()),
                    group: None,
                });
                self.step("task_done", &task.key);
                self.close(true);
            }
            Action::Flow { .. } => self.follow(),
        }
    }

    pub(super) fn recommend(&mut self, choice: Choice) {
        let wishes = wished(&self.wishes(), self.voice.english());
        let lead = std::mem::take(&mut self.lead);
        let text = format!("{lead}{}", self.voice.recommend(&choice.cards, &wishes));
        let about: Vec<&str> = choice
            .cards
            .iter()
            .map(|card| card.product_id.as_str())
            .collect();
        self.step("recommended", &about.join(" "));
        if let Some(running) = self.active_mut() {
            running.stage = Stage::Shown;
            running.shown.clone_from(&choice.cards);
            running.asked = Some(Asked {
                slot: None,
                options: choice.cards.iter().map(|card| card.say.clone()).collect(),
            });
        }
        let words: &[&str] = if self.voice.english() {
            &["Something cheaper", "Show me others"]
        } else {
            &["便宜一点的", "换一款"]
        };
        self.turn.moves.push(Move::Cards {
            text,
            cards: choice.cards,
            options: words.iter().map(|word| OptionChip::plain(word)).collect(),
        });
    }

    /// Nothing fits: says which wish could be given up.
    pub(super) fn nothing_fits(&mut self, choice: &Choice) {
        let locale = self.voice.locale;
        let Some(task) = self.task() else { return };
        let (attributes, brings) = choice.relax.clone().unwrap_or_default();
        let labels: Vec<String> = task
            .slots
            .iter()
            .filter(|slot| match &slot.kind {
                SlotKind::Attribute { attribute, .. } => attributes.contains(attribute),
                SlotKind::Money => attributes.iter().any(|one| one == "price"),
                _ => false,
            })
            .map(|slot| slot.label.name(locale).to_owned())
            .collect();
        self.step("nothing_fits", &attributes.join(" "));
        let mut options: Vec<OptionChip> = labels
            .iter()
            .map(|label| self.voice.give_up_chip(label))
            .collect();
        options.push(self.voice.person());
        let lead = std::mem::take(&mut self.lead);
        let text = format!(
            "{lead}{}",
            self.voice.nothing(&labels.join(self.voice.and()), brings)
        );
        if let Some(running) = self.active_mut() {
            running.stage = Stage::Shown;
            running.shown.clear();
            running.asked = None;
        }
        self.turn.moves.push(Move::Options { text, options });
    }

    /// After things were shown: one is taken, something cheaper or something else is wanted, or a
    /// wish has changed.
    pub(super) fn after_shown(&mut self, taken: Taken) -> bool {
        let acts = self.heard.acts;
        if let Some(picked) = self.picked() {
            match picked {
                Some(card) => self.chosen(&card),
                None => self.which_one(),
            }
            return true;
        }
        if taken.any && !acts.cheaper {
            return false;
        }
        if acts.cheaper {
            self.cheaper();
            return true;
        }
        if acts.other {
            self.others();
            return true;
        }
        false
    }

    /// The card that was meant; `Some(None)` when it is one of them and unclear which.
    pub(super) fn picked(&self) -> Option<Option<Card>> {
        let running = self.active()?;
        let shown = &running.shown;
        if shown.is_empty() {
            return None;
        }
        let acts = self.heard.acts;
        if let Some(ordinal) = acts.ordinal {
            return Some(match ordinal {
                Ordinal::Place(place) => shown.get(place).cloned(),
                Ordinal::Last => shown.last().cloned(),
            });
        }
        if !acts.this_one {
            return None;
        }
        let named = shown
            .iter()
            .find(|card| self.heard.text.contains(&normalise_text(&card.title)));
        if let Some(card) = named {
            return Some(Some(card.clone()));
        }
        match shown.as_slice() {
            [only] => Some(Some(only.clone())),
            _ => Some(None),
        }
    }

    fn chosen(&mut self, card: &Card) {
        if self.orders(card) {
            return;
        }
        let Some(task) = self.task() else { return };
        let label = if self.voice.english() {
            "Product"
        } else {
            "商品"
        };
        let mut rows = vec![Row {
            key: "product".to_owned(),
            label: label.to_owned(),
            value: card.title.clone(),
        }];
        rows.extend(self.rows());
        self.turn.moves.push(Move::Record {
            task: task.key.clone(),
            name: task.name.name(self.voice.locale).to_owned(),
            rows,
            text: self.voice.chosen(card),
        });
        self.step("chosen", &card.product_id);
        self.close(true);
        self.go_on();
    }

    fn which_one(&mut self) {
        self.step("which_one", "");
        let shown = self
            .active()
            .map(|running| running.shown.clone())
            .unwrap_or_default();
        let options = shown
            .iter()
            .map(|card| OptionChip::saying(card.title.clone(), card.say.clone()))
            .collect();
        let text = self.voice.which_card();
        self.turn.moves.push(Move::Options { text, options });
    }

    fn cheaper(&mut self) {
        let turn = self.turn.state.turn;
        let Some((task, running)) = self.current() else {
            return;
        };
        let money = task.slots.iter().find(|slot| slot.kind == SlotKind::Money);
        let cheapest = running
            .shown
            .iter()
            .filter_map(|card| card.offer_price.or(card.price))
            .min();
        let (Some(slot), Some(cheapest)) = (money, cheapest) else {
            return self.others();
        };
        let Some(show) = self.shows() else { return };
        let before = running.slots.get(&slot.key).cloned();
        let max = Some(cheapest.saturating_sub(1));
        let lower = Filled {
            values: vec![Given::Money {
                min: None,
                max,
                about: false,
            }],
            origin: Origin::Said,
            turn,
        };
        if let Some(running) = self.active_mut() {
            running.slots.insert(slot.key.clone(), lower);
        }
        let choice = self.choose(show);
        self.step("cheaper", &slot.key);
        if choice.total > 0 {
            return self.recommend(choice);
        }
        if let Some(running) = self.active_mut() {
            match before {
                Some(filled) => running.slots.insert(slot.key.clone(), filled),
                None => running.slots.remove(&slot.key),
            };
        }
        let text = self.voice.no_cheaper();
        self.say(text);
    }

    fn others(&mut self) {
        let Some(running) = self.active() else {
            return;
        };
        let Some(show) = self.shows() else { return };
        let shown: Vec<String> = running
            .shown
            .iter()
            .map(|card| card.product_id.clone())
            .collect();
        if let Some(running) = self.active_mut() {
            running.passed.extend(shown);
        }
        let choice = self.choose(show);
        self.step("others", "");
        if choice.total > 0 {
            return self.recommend(choice);
        }
        if let Some(running) = self.active_mut() {
            running.passed.clear();
        }
        let options = vec![self.voice.person()];
        let text = self.voice.no_other();
        self.turn.moves.push(Move::Options { text, options });
    }
}
