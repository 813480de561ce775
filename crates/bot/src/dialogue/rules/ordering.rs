//! From what was recommended to an order, and back: what was chosen goes on as the next task, and
//! `换个便宜点的` in the middle of it goes back to choosing, with all that was told kept.

use serde_json::Value;
use shanying_commerce::connectors::Preview;
use shanying_language::normalise::normalise_text;

use super::starting::leads_to;
use super::values::plain_money;
use super::{Taken, Talk};
use super::{listed, taking};
use crate::dialogue::model::{
    Action, Card, Filled, Given, Move, Origin, Running, SlotKind, SlotSpec, Stage, Task,
};

/// Names of products are at least so long.
const NAME_CHARS: usize = 2;

impl<'a> Talk<'a> {
    /// Goes on with the task that takes what was chosen. False when there is none.
    pub(super) fn orders(&mut self, card: &Card) -> bool {
        let Some(Action::Recommend { next, .. }) = self.task().map(|task| &task.action) else {
            return false;
        };
        // Of what the shop has no name for, it cannot take an order.
        let Some(task) = self.task_named(next).filter(|_| !card.key.is_empty()) else {
            return false;
        };
        self.step("chosen", &card.product_id);
        self.begin(task);
        self.step("ordered_from", &task.key);
        let opening = std::mem::take(&mut self.lead);
        self.lead = format!("{}{opening}", self.voice.takes(card));
        if self.world.shop.is_none() {
            self.lead.push_str(self.voice.not_signed_in());
        }
        self.put_product(task, card);
        self.take();
        self.proceed();
        true
    }

    fn task_named(&self, key: &str) -> Option<&'a Task> {
        let mut tasks = self.tasks.iter();
        tasks.find(|task| task.enabled && task.key == key)
    }

    fn put_product(&mut self, task: &Task, card: &Card) {
        let turn = self.turn.state.turn;
        let Some(slot) = product_slot(task) else {
            return;
        };
        let Some(running) = self.active_mut() else {
            return;
        };
        let filled = Filled {
            values: vec![Given::Known {
                id: card.key.clone(),
                label: card.title.clone(),
            }],
            origin: Origin::Said,
            turn,
        };
        running.slots.insert(slot.key.clone(), filled);
        for reset in &slot.resets {
            running.lists.remove(reset);
            let before = running.slots.remove(reset);
            if let Some(Given::Known { label, .. }) =
                before.as_ref().and_then(|one| one.values.first())
            {
                running.lists.insert(reset.clone(), listed::keep(label));
            }
        }
        // What it cost when it was shown, to tell a change.
        running.shown = vec![card.clone()];
        running.token = None;
        running.stage = Stage::Gathering;
    }

    /// The product that is meant when the task was begun without choosing: the one that is named, or
    /// that of the page. True when there is a new one.
    pub(super) fn names_product(&mut self) -> bool {
        let Some((task, running)) = self.current() else {
            return false;
        };
        let Some(slot) = product_slot(task) else {
            return false;
        };
        let goods = self.world.goods;
        let named = |text: &str| goods.and_then(|goods| goods.named(text));
        let told = running
            .slots
            .get(&slot.key)
            .and_then(|one| one.values.first());
        let found = match told {
            Some(Given::Known { label, .. }) => {
                named(&self.heard.text).filter(|card| card.title != *label)
            }
            _ => named(&self.heard.text)
                .or_else(|| named(&self.world.page.map(|page| page.text.clone())?)),
        };
        let Some(card) = found.filter(|card| !card.key.is_empty()) else {
            return false;
        };
        self.put_product(task, &card);
        self.step("chosen", &card.product_id);
        true
    }

    /// In the middle of an order: another of the things shown, something cheaper, another wish. True
    /// when that was the message.
    pub(super) fn reconsiders(&mut self) -> bool {
        let Some((task, running)) = self.current() else {
            return false;
        };
        let Some((before, below)) = self.chosen_from(task) else {
            return false;
        };
        let acts = self.heard.acts;
        let text = &self.heard.text;
        let offered = running
            .asked
            .as_ref()
            .is_some_and(|asked| !asked.options.is_empty());
        let about_slot = task.slots.iter().any(|slot| {
            slot.words.iter().any(|word| text.contains(word.as_str()))
                && !matches!(slot.kind, SlotKind::Product)
        });
        let named = below
            .shown
            .iter()
            .find(|card| is_named(card, text))
            .filter(|card| running.shown.iter().all(|one| one.key != card.key));
        let place = acts.ordinal.is_some() && !offered && !about_slot;
        let own = !taking::facts(task, running, self.heard).is_empty();
        let wish = !own
            && !about_slot
            && !acts.asks
            && !taking::facts(before, below, self.heard).is_empty();
        let else_ = (acts.cheaper || acts.other) && !about_slot && !own;
        if named.is_none() && !place && !wish && !else_ {
            return false;
        }
        let named = named.cloned();
        self.step("reconsidered", &task.key);
        self.remember();
        let Some(running) = self.turn.state.running.pop() else {
            return false;
        };
        if let Some(card) = named.or_else(|| place.then(|| self.picked().flatten()).flatten()) {
            self.turn.state.running.push(running);
            self.lead = self.voice.takes(&card);
            self.put_product(task, &card);
            self.take();
            self.proceed();
            return true;
        }
        let taken = self.take();
        if !self.after_shown(taken) {
            self.respond(
                false,
                Taken {
                    any: true,
                    heard: true,
                },
            );
        }
        true
    }

    /// The task that this one was chosen from, waiting right below it.
    fn chosen_from(&self, task: &Task) -> Option<(&'a Task, &Running)> {
        let running = self.turn.state.running.iter().rev().nth(1)?;
        let before = self.task_named(&running.task)?;
        (running.stage == Stage::Shown && leads_to(before, &task.key)).then_some((before, running))
    }

    /// Says so when one costs something else than what was shown; sizes have prices of their own.
    pub(super) fn tells_other_price(&mut self, preview: &Preview) {
        let Some(running) = self.active() else { return };
        let sized =
            |slot: &&SlotSpec| matches!(slot.kind, SlotKind::Listed { .. }) && slot.required;
        let several = self.task().is_some_and(|task| {
            let mut slots = task.slots.iter().filter(sized);
            slots.any(|slot| {
                running
                    .lists
                    .get(&slot.key)
                    .is_some_and(|list| list.len() > 1)
            })
        });
        let shown = running.shown.first();
        let before = shown.and_then(|card| card.offer_price.or(card.price));
        let line = preview.facts.iter().find(|fact| fact.code == "order.line");
        let now = line.and_then(|fact| fact.params.get("price").and_then(Value::as_i64));
        let (Some(before), Some(now)) = (before, now) else {
            return;
        };
        if before == now || several {
            return;
        }
        self.step("price_changed", &plain_money(now));
        let told = self.voice.other_price(before, now);
        self.lead.push_str(&told);
        // Said once.
        if let Some(running) = self.active_mut() {
            running.shown.clear();
        }
    }

    /// A coupon that cannot be used any more is no longer asked for: the best of the others is.
    pub(super) fn drop_coupon(&mut self, code: &str) {
        let Some(task) = self.task() else { return };
        let optional =
            |slot: &&SlotSpec| matches!(slot.kind, SlotKind::Listed { .. }) && !slot.required;
        if let Some(slot) = task.slots.iter().find(optional)
            && code == "coupon.not_usable"
            && let Some(running) = self.active_mut()
        {
            running.slots.remove(&slot.key);
        }
    }

    /// There are not so many: fewer, or something else.
    pub(super) fn sold_out(&mut self, code: &str, left: &str) -> bool {
        if code != "order.out_of_stock" {
            return false;
        }
        let Some(task) = self.task() else {
            return false;
        };
        let mut options = Vec::new();
        if self.chosen_from(task).is_some() {
            options.push(self.voice.another());
        }
        let text = self.voice.out_of_stock(left);
        if left != "0" {
            options.insert(0, self.voice.only(left));
        }
        options.extend([self.voice.person(), self.voice.stop()]);
        if let Some(running) = self.active_mut() {
            running.stage = Stage::Gathering;
            running.token = None;
            running.asked = None;
        }
        let lead = std::mem::take(&mut self.lead);
        let text = format!("{lead}{text}");
        self.turn.moves.push(Move::Options { text, options });
        true
    }
}

fn product_slot(task: &Task) -> Option<&SlotSpec> {
    let mut slots = task.slots.iter();
    slots.find(|slot| matches!(slot.kind, SlotKind::Product))
}

fn is_named(card: &Card, text: &str) -> bool {
    card.title.chars().count() >= NAME_CHARS && text.contains(&normalise_text(&card.title))
}
