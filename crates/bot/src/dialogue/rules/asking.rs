//! What is asked next, and what is said when an answer is not understood.

use super::goods::{Choice, Wishes};
use super::shop::Want;
use super::{Taken, Talk, is_needed, tools, values};
use crate::dialogue::model::{
    Action, Asked, Filled, Given, Move, OptionChip, Sense, SlotKind, SlotSpec, Stage, Weighed,
};

/// An answer that rules out less than this is not worth a question.
const WORTH: f64 = 0.02;
/// What somebody must avoid is asked for even when it would rule out little.
const HEALTH: f64 = 0.1;
/// Options under a question.
const OPTIONS: usize = 6;
/// Names of attributes in what narrows, for slots that are none.
const PRICE: &str = "price";
/// The same for what is to be avoided.
const AVOID: &str = "avoid";

impl Talk<'_> {
    /// Asks for what is missing and worth asking; with nothing missing, does what the task is for.
    pub(super) fn proceed(&mut self) {
        if self.settles_list() {
            return;
        }
        let Some((task, running)) = self.current() else {
            return;
        };
        if task.nodes().is_some() {
            return self.follow();
        }
        let confirmed = running.stage == Stage::Confirming && self.heard.acts.yes;
        let choice = match task.action {
            Action::Recommend { show, .. } => self.choose(show),
            _ => Choice::default(),
        };
        let sells = matches!(task.action, Action::Recommend { .. });
        if sells && choice.total == 0 && self.narrowed() {
            return self.nothing_fits(&choice);
        }
        let weighed = self.weigh(&choice, sells);
        let next = weighed
            .first()
            .filter(|one| one.worth >= WORTH)
            .map(|one| one.slot.clone());
        self.turn.trace.weighed = weighed;
        match next {
            Some(slot) => self.ask(&slot),
            None if tools::is_tool(task) && self.world.shop.is_some() => {
                if let Action::Tool { tool, arguments } = &task.action {
                    self.use_tool(tool, arguments);
                }
            }
            None if task.confirm && !confirmed => self.confirm(),
            None => self.act(choice),
        }
    }

    /// Whether anything was told that could leave nothing over.
    fn narrowed(&self) -> bool {
        self.active()
            .is_some_and(|running| running.slots.values().any(|filled| !filled.is_any()))
    }

    pub(super) fn choose(&self, show: usize) -> Choice {
        match self.world.goods {
            Some(goods) => goods.choose(&self.wishes(), show),
            None => Choice::default(),
        }
    }

    /// What was told, as the products understand it.
    pub(super) fn wishes(&self) -> Wishes {
        let mut wishes = Wishes::default();
        let Some((task, running)) = self.current() else {
            return wishes;
        };
        wishes.passed.clone_from(&running.passed);
        for slot in &task.slots {
            let given = running
                .slots
                .get(&slot.key)
                .map_or(&[][..], |filled| &filled.values);
            match &slot.kind {
                SlotKind::Attribute {
                    attribute, sense, ..
                } => {
                    let words: Vec<String> = given
                        .iter()
                        .filter_map(|one| match one {
                            Given::Word { value } => Some(value.clone()),
                            _ => None,
                        })
                        .collect();
                    if *sense == Sense::Avoid {
                        wishes.avoid.extend(words);
                    } else {
                        if !words.is_empty() {
                            wishes.wants.push((attribute.clone(), words));
                        }
                        for value in running.denied.get(&slot.key).into_iter().flatten() {
                            wishes.denied.push((attribute.clone(), value.clone()));
                        }
                    }
                }
                SlotKind::Money => {
                    if let Some(Given::Money { min, max, about }) = given.first() {
                        wishes.money = Some((*min, *max, *about));
                    }
                }
                _ => {}
            }
        }
        for substance in self.shunned() {
            if !wishes.avoid.contains(&substance) {
                wishes.avoid.push(substance);
            }
        }
        wishes
    }

    /// What asking for each missing slot is worth, the best first.
    fn weigh(&self, choice: &Choice, sells: bool) -> Vec<Weighed> {
        let Some((task, running)) = self.current() else {
            return Vec::new();
        };
        let narrows = |name: &str| {
            choice
                .narrows
                .iter()
                .find(|(attribute, _)| attribute == name)
                .map(|(_, share)| *share)
        };
        let mut weighed: Vec<Weighed> = task
            .slots
            .iter()
            .filter(|slot| slot.required && !running.slots.contains_key(&slot.key))
            .filter(|slot| is_needed(slot, running) && self.can_ask(slot))
            .map(|slot| {
                let share = match &slot.kind {
                    _ if !sells => 1.0,
                    SlotKind::Attribute {
                        sense: Sense::Avoid,
                        ..
                    } => narrows(AVOID).unwrap_or(0.0).max(HEALTH),
                    SlotKind::Attribute { attribute, .. } => narrows(attribute).unwrap_or(0.0),
                    SlotKind::Money => narrows(PRICE).unwrap_or(0.0),
                    _ => 1.0,
                };
                Weighed {
                    slot: slot.key.clone(),
                    worth: (share * slot.weight * 1000.0).round() / 1000.0,
                }
            })
            .collect();
        // Equal ones stay in the order of the task.
        weighed.sort_by(|a, b| b.worth.total_cmp(&a.worth));
        weighed
    }

    /// Asks for a slot.
    pub(super) fn ask(&mut self, key: &str) {
        let Some(slot) = self.task().and_then(|task| task.slot(key)) else {
            return;
        };
        if self.picks_order(slot) || self.picks_listed(slot) {
            return;
        }
        let silent = self.lead.is_empty() && self.turn.moves.is_empty();
        let lead = if silent && !self.turn.trace.facts.is_empty() {
            match self.new_values() {
                values if values.len() > 1 => self.voice.noted_all(&values),
                _ => self.voice.noted().to_owned(),
            }
        } else {
            std::mem::take(&mut self.lead)
        };
        let text = format!("{lead}{}", self.question(slot));
        self.step("asked", key);
        self.put_question(slot, text);
    }

    /// What this message told first, in words that stand by themselves.
    fn new_values(&self) -> Vec<String> {
        let Some((task, running)) = self.task().zip(self.active()) else {
            return Vec::new();
        };
        let steps = self.turn.trace.steps.iter();
        let told = steps.filter(|step| step.rule == "filled");
        let pairs = told.filter_map(|step| {
            let slot = task.slot(&step.about)?;
            Some((slot, running.slots.get(&slot.key)?))
        });
        pairs
            .filter(|(slot, filled)| stands_alone(slot, filled))
            .map(|(_, filled)| values::worded_all(filled, self.voice.locale))
            .collect()
    }

    pub(super) fn question(&self, slot: &SlotSpec) -> String {
        let asked = self
            .active()
            .and_then(|running| running.asks.get(&slot.key))
            .copied()
            .unwrap_or(0);
        let text = slot.ask.pick(self.voice.locale, u32::from(asked));
        if !text.is_empty() {
            return text.to_owned();
        }
        let label = slot.label.name(self.voice.locale);
        if self.voice.english() {
            format!("Could you tell me the {label}?")
        } else {
            format!("请告诉我{label}。")
        }
    }

    fn put_question(&mut self, slot: &SlotSpec, text: String) {
        self.put_options(slot, text, self.options(slot));
    }

    /// A question in other words, with nothing to click.
    pub(super) fn trace_question(&mut self, slot: &SlotSpec, text: String) {
        self.turn.trace.asked = Some(slot.key.clone());
        let options = Vec::new();
        self.turn.moves.push(Move::Options { text, options });
    }

    /// A question with these things to click.
    pub(super) fn put_options(&mut self, slot: &SlotSpec, text: String, options: Vec<OptionChip>) {
        let aids = self.aids(slot);
        if let Some(running) = self.active_mut() {
            running.stage = Stage::Gathering;
            running.asked = Some(Asked {
                slot: Some(slot.key.clone()),
                options: options.iter().map(|chip| chip.say.clone()).collect(),
            });
            let asks = running.asks.entry(slot.key.clone()).or_default();
            *asks = asks.saturating_add(1);
        }
        self.turn.trace.asked = Some(slot.key.clone());
        self.turn.moves.push(Move::aided(text, options, aids));
    }

    /// What may be clicked instead of typing.
    pub(super) fn options(&self, slot: &SlotSpec) -> Vec<OptionChip> {
        let mut chips: Vec<OptionChip> = match &slot.kind {
            SlotKind::Attribute {
                attribute,
                values,
                sense,
                ..
            } => {
                let listed = values.iter().filter(|one| !one.hidden);
                let shown = listed.clone().map(|one| one.value.clone());
                let mut words: Vec<String> = match self.world.goods {
                    Some(goods) if *sense == Sense::Want => goods
                        .values(&self.wishes(), attribute)
                        .into_iter()
                        .filter(|word| {
                            values.is_empty() || listed.clone().any(|one| one.value == *word)
                        })
                        .take(OPTIONS)
                        .collect(),
                    _ => Vec::new(),
                };
                if words.is_empty() {
                    words = shown.take(OPTIONS).collect();
                }
                words.iter().map(|word| OptionChip::plain(word)).collect()
            }
            SlotKind::Choice { options, .. } => options
                .iter()
                .filter(|one| !one.hidden)
                .map(|one| OptionChip::plain(&one.value))
                .collect(),
            SlotKind::YesNo => {
                let words: &[&str] = if self.voice.english() {
                    &["Yes", "No"]
                } else {
                    &["是", "否"]
                };
                words.iter().map(|word| OptionChip::plain(word)).collect()
            }
            _ => Vec::new(),
        };
        let avoids = super::guards_health(slot);
        if avoids {
            chips.insert(0, self.voice.none());
        } else if matches!(slot.kind, SlotKind::Pictures { .. }) {
            chips.push(self.voice.no_picture());
        } else if slot.may_skip {
            chips.push(self.voice.any());
        }
        chips
    }

    /// Nothing was understood: options once, then a person is offered, then one comes.
    pub(super) fn unclear(&mut self) {
        let acts = self.heard.acts;
        let Some(running) = self.active_mut() else {
            return;
        };
        running.misses = running.misses.saturating_add(1);
        let misses = running.misses;
        if self.asks_no_more(misses) {
            return self.walk();
        }
        let Some(running) = self.active() else {
            return;
        };
        let slot = running.asked.as_ref().and_then(|asked| asked.slot.clone());
        if misses >= 3 {
            self.step("to_person", "");
            self.turn.moves.push(Move::HandOver {
                done: false,
                text: None,
                group: None,
            });
            return;
        }
        let Some(slot) = slot.as_deref().and_then(|key| self.task()?.slot(key)) else {
            if misses == 1
                && self
                    .active()
                    .is_some_and(|running| running.stage == Stage::Confirming)
            {
                return self.confirm_again();
            }
            return self.offer_person("");
        };
        if misses >= 2 {
            return self.offer_person(slot.label.name(self.voice.locale));
        }
        let question = self.question(slot);
        let refuses = !slot.may_skip && (acts.skip || acts.unsure || acts.any || acts.no);
        let text = if refuses {
            let label = slot.label.name(self.voice.locale);
            let why = slot.why.pick(self.voice.locale, self.voice.turn);
            format!("{}{question}", self.voice.needed(label, why))
        } else {
            self.voice.unclear(&question)
        };
        self.step("clarified", &slot.key);
        let mut options = self.options(slot);
        options.extend(self.known_orders(slot));
        if refuses {
            options.push(self.voice.person());
            options.push(self.voice.stop());
        }
        self.turn.trace.asked = Some(slot.key.clone());
        let aids = self.aids(slot);
        self.turn.moves.push(Move::aided(text, options, aids));
    }

    fn offer_person(&mut self, label: &str) {
        self.step("offered_person", label);
        let Some((task, running)) = self.current() else {
            return;
        };
        let label = if label.is_empty() {
            task.name.name(self.voice.locale)
        } else {
            label
        };
        let skips = running
            .asked
            .as_ref()
            .and_then(|asked| task.slot(asked.slot.as_deref()?))
            .is_some_and(|slot| slot.may_skip);
        let mut options = Vec::new();
        if skips {
            options.push(self.voice.skip());
        }
        options.extend([self.voice.person(), self.voice.stop()]);
        self.turn.moves.push(Move::Options {
            text: self.voice.offer_person(label),
            options,
        });
    }

    /// A short way back after something else was talked about.
    pub(super) fn remind(&mut self) {
        let Some((task, running)) = self.current() else {
            return;
        };
        let name = task.name.name(self.voice.locale).to_owned();
        let slot = running
            .asked
            .as_ref()
            .and_then(|asked| task.slot(asked.slot.as_deref()?));
        if running.stage == Stage::Confirming {
            return self.confirm_again();
        }
        match slot.filter(|slot| !running.slots.contains_key(&slot.key)) {
            Some(slot) => {
                self.step("reminded", &slot.key);
                let text = self.way_back(&name, slot);
                self.turn.trace.asked = Some(slot.key.clone());
                if self.world.shop.is_some() && matches!(slot.kind, SlotKind::Order { .. }) {
                    self.ask_shop(Want::Orders);
                }
                let mut options = self.options(slot);
                options.extend(self.known_orders(slot));
                let aids = self.aids(slot);
                self.turn.moves.push(Move::aided(text, options, aids));
            }
            None if running.stage == Stage::Gathering => self.proceed(),
            None => {}
        }
    }

    /// Back to the open question: in so many words the first time and after several messages
    /// beside the task, else in few.
    fn way_back(&mut self, name: &str, slot: &SlotSpec) -> String {
        let question = self.question(slot);
        let label = slot.label.name(self.voice.locale);
        let voice = self.voice;
        let Some(running) = self.active_mut() else {
            return question;
        };
        running.asides = running.asides.saturating_add(1);
        if std::mem::replace(&mut running.reminded, true) && running.asides < 2 {
            return voice.briefly(label);
        }
        voice.resume(name, &question)
    }

    /// Asks whether all is right.
    pub(super) fn confirm(&mut self) {
        self.step("confirm", "");
        let lead = std::mem::take(&mut self.lead);
        let text = format!("{lead}{}", self.voice.confirm(&self.rows()));
        let aids = vec![self.summary(&lead, Vec::new())];
        let options = self.voice.confirm_chips();
        if let Some(running) = self.active_mut() {
            running.stage = Stage::Confirming;
            running.asked = None;
        }
        self.turn.moves.push(Move::aided(text, options, aids));
    }

    /// The same question once more, in the words of the shop where it is the shop's.
    fn confirm_again(&mut self) {
        match self.tool_now() {
            Some((tool, arguments)) if self.world.shop.is_some() => self.use_tool(tool, arguments),
            _ => self.confirm(),
        }
    }

    /// What a message does when things were shown or a confirmation was asked for. False leaves it
    /// to the ordinary way.
    pub(super) fn handles_stage(&mut self, taken: Taken) -> bool {
        match self.active().map(|running| running.stage) {
            Some(Stage::Confirming) => self.after_confirm(taken),
            Some(Stage::Shown) => self.after_shown(taken),
            _ => false,
        }
    }

    fn after_confirm(&mut self, taken: Taken) -> bool {
        if taken.any {
            return false;
        }
        if self.heard.acts.yes || self.says_again() {
            self.proceed();
            return true;
        }
        let (text, locale) = (self.heard.text.clone(), self.voice.locale);
        let short = text.chars().count() <= 14;
        let named = self.task().and_then(|task| {
            task.slots.iter().find(|slot| {
                let label = slot.label.name(locale).to_lowercase();
                short
                    && (text.contains(label.as_str())
                        || slot.words.iter().any(|word| text.contains(word.as_str())))
            })
        });
        if let Some(slot) = named.filter(|_| !self.heard.acts.asks) {
            if matches!(slot.kind, SlotKind::Listed { .. }) && self.offers(slot, false) {
                return true;
            }
            if let Some(running) = self.active_mut() {
                running.slots.remove(&slot.key);
                running.token = None;
            }
            self.step("what_to_change", &slot.key);
            let question = self.question(slot);
            self.put_question(slot, question);
            return true;
        }
        if self.heard.acts.no || self.heard.acts.replaces {
            self.step("what_to_change", "");
            let options = self
                .rows()
                .iter()
                .map(|row| self.voice.change_chip(&row.label))
                .collect();
            let text = self.voice.which_change();
            self.turn.moves.push(Move::Options { text, options });
            return true;
        }
        false
    }
}

/// The words of the values that were wished for, for a recommendation's first sentence.
pub(super) fn wished(wishes: &Wishes, english: bool) -> String {
    let mut parts: Vec<String> = wishes
        .wants
        .iter()
        .filter(|(attribute, _)| attribute != "category")
        .map(|(_, words)| words.join(if english { ", " } else { "、" }))
        .collect();
    if let Some((min, max, about)) = wishes.money {
        let given = Given::Money { min, max, about };
        parts.push(values::worded(&given, if english { "en" } else { "zh-CN" }));
    }
    for word in &wishes.avoid {
        parts.push(if english {
            format!("no {word}")
        } else {
            format!("避开{word}")
        });
    }
    parts.join(if english { ", " } else { "、" })
}

/// Whether a value says by itself what it is: 是, 2 and 不限 do not, nor does a thing to be avoided,
/// and free text and a number to call need not be repeated to whom they belong.
fn stands_alone(slot: &SlotSpec, filled: &Filled) -> bool {
    let avoids = matches!(
        slot.kind,
        SlotKind::Attribute {
            sense: Sense::Avoid,
            ..
        }
    );
    let bare = |one: &Given| matches!(one, Given::YesNo { .. } | Given::Number { .. });
    let free = matches!(
        slot.kind,
        SlotKind::Text | SlotKind::Address { .. } | SlotKind::Phone | SlotKind::Pictures { .. }
    );
    !avoids && !free && !filled.is_any() && !filled.values.iter().any(bare)
}
