//! Tasks that end with a tool of the shop: what it needs is put together from the slots, what it
//! would do is told, and only what the customer confirmed is done.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use shanying_commerce::connectors::{Authority, ChangeKind, Outcome, Preview};
use shanying_commerce::orders::Order;
use shanying_commerce::tools::{Risk, WriteState, tools};

use super::shop::{Told, Want};
use super::wording::Voice;
use super::{Talk, bought, told, values};
use crate::dialogue::model::{
    Action, Filled, Given, Move, OptionChip, Origin, SlotKind, SlotSpec, Stage, Task,
};

/// Orders that are offered at once.
const ORDERS: usize = 6;

impl<'a> Talk<'a> {
    /// What the shop told; none when it must be asked first, which ends the turn.
    pub(super) fn ask_shop(&mut self, want: Want) -> Option<&'a Told> {
        let shop = self.world.shop?;
        let told = shop.answer(&want);
        if told.is_none() {
            self.turn.wants = Some(want);
        }
        told
    }

    /// Everything is known: looks up, or tells what would be done, or does it.
    pub(super) fn use_tool(&mut self, tool: &str, arguments: &BTreeMap<String, String>) {
        let Some((task, running)) = self.current() else {
            return;
        };
        let given = parameters(task, &running.slots, arguments);
        // Once confirmed and unanswered, it is confirmed again under the same token: done once.
        let again = running.unanswered && self.says_again();
        let sure = running.stage == Stage::Confirming && (self.heard.acts.yes || again);
        let token = running.token.clone().filter(|_| sure);
        if reads(tool) {
            return self.look_up(tool, given);
        }
        match token {
            Some(token) => self.confirm_write(token, (tool, given)),
            None => self.preview(tool, given),
        }
    }

    fn look_up(&mut self, tool: &str, arguments: Value) {
        let order = arguments.get("order_no").and_then(Value::as_str);
        let order = order.map(str::to_owned);
        let want = Want::Read {
            tool: tool.to_owned(),
            arguments,
        };
        match self.ask_shop(want) {
            None => {}
            Some(Told::Read(value)) => {
                // The card of the parcels shows the order, too.
                if order.is_some() && self.ask_shop(Want::Orders).is_none() {
                    return;
                }
                self.step("looked_up", tool);
                let here = told::Here {
                    now: self.world.now,
                    now_ms: self.world.now_ms,
                };
                let order = order.and_then(|no| self.known_order(&no));
                let looked = told::looked_up(self.voice, tool, (value, order), here);
                let lead = std::mem::take(&mut self.lead);
                let text = format!("{lead}{}", looked.text);
                let aids = looked.aid.into_iter().collect();
                self.turn
                    .moves
                    .push(Move::aided(text, looked.options, aids));
                self.finish("done");
            }
            Some(Told::Refused { code, field }) => self.refused(code, field),
            Some(_) => self.refused("shop.failed", ""),
        }
    }

    fn preview(&mut self, tool: &str, arguments: Value) {
        let want = Want::Preview {
            tool: tool.to_owned(),
            arguments,
        };
        match self.ask_shop(want) {
            None => {}
            Some(Told::Preview { token, preview }) => {
                self.step("previewed", tool);
                self.show_preview(token.clone(), preview);
            }
            Some(Told::Refused { code, field }) => self.refused(code, field),
            Some(_) => self.refused("shop.failed", ""),
        }
    }

    fn show_preview(&mut self, token: String, preview: &Preview) {
        let buys = preview.kind == ChangeKind::CreateOrder;
        if buys {
            self.tells_other_price(preview);
        }
        let facts = preview.facts.iter();
        let mut notes: Vec<String> = facts
            .filter_map(|fact| told::fact(self.voice, fact))
            .collect();
        if let Some(amount) = &preview.amount {
            notes.push(told::amount(self.voice, preview.kind, amount));
        }
        if preview.authority == Authority::Person {
            notes.push(self.voice.needs_person().to_owned());
        }
        // Of a purchase the shop tells all that counts.
        let rows = if buys { Vec::new() } else { self.rows() };
        let lines: Vec<String> = rows
            .iter()
            .map(|row| self.voice.row(row))
            .chain(notes.iter().cloned())
            .collect();
        let lead = std::mem::take(&mut self.lead);
        // The card has the address among its rows.
        let place = told_fact(self.voice, preview, "order.goes_to").filter(|_| buys);
        notes.retain(|note| Some(note) != place.as_ref());
        let aids = vec![self.summary(&lead, notes)];
        let text = format!("{lead}{}", self.voice.confirm_lines(&lines));
        let options = self.voice.confirm_chips();
        if let Some(running) = self.active_mut() {
            running.stage = Stage::Confirming;
            running.token = Some(token);
            running.unanswered = false;
            running.asked = None;
        }
        self.step("confirm", "");
        self.turn.moves.push(Move::aided(text, options, aids));
    }

    fn confirm_write(&mut self, token: String, (tool, arguments): (&str, Value)) {
        match self.ask_shop(Want::Confirm { token }) {
            None => {}
            Some(Told::Written { state, outcome }) => {
                self.step("confirmed", tool);
                self.written(*state, outcome.as_ref());
            }
            // What was told is too old: it is told again.
            Some(Told::Refused { code, .. }) if code == "tool.expired" => {
                self.preview(tool, arguments);
            }
            // Something changed in between: why, and what it comes to now.
            Some(Told::Refused { code, field }) if bought::changes(code) => {
                self.lead = told::reason(self.voice, code, field);
                self.drop_coupon(code);
                let (tool, given) = (tool.to_owned(), self.parameters_now().unwrap_or(arguments));
                self.preview(&tool, given);
            }
            Some(Told::Refused { code, field }) => {
                if told::passes(code)
                    && let Some(running) = self.active_mut()
                {
                    running.unanswered = true;
                }
                self.refused(code, field);
            }
            Some(_) => self.refused("shop.failed", ""),
        }
    }

    /// The parameters of the task's tool as they are now.
    fn parameters_now(&self) -> Option<Value> {
        let (task, running) = self.current()?;
        match &task.action {
            Action::Tool { arguments, .. } => Some(parameters(task, &running.slots, arguments)),
            _ => None,
        }
    }

    fn written(&mut self, state: WriteState, outcome: Option<&Outcome>) {
        let Some(task) = self.task() else { return };
        let text = match (state, outcome) {
            (WriteState::Waiting, _) => self.voice.waits().to_owned(),
            (WriteState::Done, Some(outcome)) => {
                let own = task.done.pick(self.voice.locale, self.voice.turn);
                told::done(self.voice, own, outcome)
            }
            _ => return self.refused("shop.failed", ""),
        };
        let waits = state == WriteState::Waiting;
        if waits {
            self.step("waits_for_person", "");
        }
        match outcome.and_then(|outcome| bought::payment(self.voice, outcome)) {
            Some(chip) => {
                let options = vec![chip];
                self.turn.moves.push(Move::Options { text, options });
            }
            None => self.say(text),
        }
        self.finish(if waits { "waiting" } else { "done" });
    }

    fn finish(&mut self, outcome: &'static str) {
        if self.pass(outcome, false) {
            return;
        }
        let Some(task) = self.task() else { return };
        self.step("task_done", &task.key);
        self.close(true);
        self.go_on();
    }

    /// The shop says no: what is wrong is asked for again, or the reason is told with a way on.
    pub(super) fn refused(&mut self, code: &str, field: &str) {
        self.step("refused", code);
        let Some((task, running)) = self.current() else {
            return;
        };
        // The order of the talk before was only a guess: another one may do.
        let guessed = task.slots.iter().find(|slot| {
            let filled = running.slots.get(&slot.key);
            matches!(slot.kind, SlotKind::Order { .. })
                && filled.is_some_and(|filled| filled.origin == Origin::Earlier)
        });
        if let Some(slot) = guessed.filter(|_| !told::passes(code)) {
            self.gather_again(&slot.key);
            return self.ask(&slot.key);
        }
        let again = task.slots.iter().find(|slot| match slot.kind {
            SlotKind::Order { .. } => code == "not_found.order",
            _ => code == "invalid.field" && self.feeds(slot, field),
        });
        let said = again.is_some_and(|slot| {
            running
                .slots
                .get(&slot.key)
                .is_some_and(|filled| filled.origin == Origin::Said)
        });
        let reason = told::reason(self.voice, code, field);
        if let Some(slot) = again.filter(|_| said) {
            self.gather_again(&slot.key);
            self.lead = reason;
            return self.ask(&slot.key);
        }
        if self.sold_out(code, field) {
            return;
        }
        let options = vec![self.voice.person(), self.voice.stop()];
        if told::passes(code) {
            // The shop does not answer now; what was told stays, and 再试一次 goes on.
            let mut options = options;
            options.insert(0, self.voice.retry());
            self.turn.moves.push(Move::Options {
                text: reason,
                options,
            });
            return;
        }
        self.turn.moves.push(Move::Options {
            text: reason,
            options: vec![self.voice.person()],
        });
        if self.pass("refused", true) {
            return;
        }
        self.close(false);
        self.go_on();
    }

    /// Whether a parameter comes from a slot; of parts of an address any will do.
    fn feeds(&self, slot: &SlotSpec, field: &str) -> bool {
        let Some((_, arguments)) = self.tool_now() else {
            return false;
        };
        arguments.iter().any(|(name, template)| {
            let last = name.rsplit('.').next().unwrap_or_default();
            let key = template.trim_matches(['{', '}']);
            let key = key.split(['.', '|']).next().unwrap_or_default();
            key == slot.key
                && (last == field
                    || matches!(slot.kind, SlotKind::Address { .. }) && told::is_place(field))
        })
    }

    /// A slot is to be filled anew, and with it what was told of it.
    pub(super) fn gather_again(&mut self, key: &str) {
        if let Some(running) = self.active_mut() {
            running.slots.remove(key);
            running.token = None;
            running.stage = Stage::Gathering;
        }
    }

    /// Which order? One that fits is taken, several are offered. False when it is asked in words.
    pub(super) fn picks_order(&mut self, slot: &SlotSpec) -> bool {
        let SlotKind::Order { allows } = &slot.kind else {
            return false;
        };
        if self.world.shop.is_none() {
            return false;
        }
        let orders = match self.ask_shop(Want::Orders) {
            None => return true,
            Some(Told::Orders(orders)) => orders,
            Some(_) => return false,
        };
        let fitting = fitting(orders, allows);
        let named: Vec<&&Order> = fitting
            .iter()
            .filter(|order| told::is_named(order, &self.heard.text))
            .collect();
        let only = match (named.as_slice(), fitting.as_slice()) {
            ([one], _) => Some(**one),
            (_, [one]) => Some(*one),
            _ => None,
        };
        if let Some(order) = only {
            self.take_order(slot, order);
            self.proceed();
            return true;
        }
        if fitting.is_empty() {
            self.no_order(slot, orders);
            return true;
        }
        let options = self.order_chips(&fitting);
        let lead = std::mem::take(&mut self.lead);
        let text = format!("{lead}{}", self.voice.which_order());
        self.step("asked", &slot.key);
        self.put_options(slot, text, options);
        true
    }

    /// The answer to "which order?" names what the order holds. False when it does not, or more than
    /// one does.
    pub(super) fn takes_named_order(&mut self) -> bool {
        let Some((slot, allows)) = self.asked_order() else {
            return false;
        };
        let orders = match self.ask_shop(Want::Orders) {
            None => return true,
            Some(Told::Orders(orders)) => orders,
            Some(_) => return false,
        };
        let text = &self.heard.text;
        let named = fitting(orders, allows).into_iter();
        let named: Vec<&Order> = named.filter(|order| told::is_named(order, text)).collect();
        let [order] = named.as_slice() else {
            return false;
        };
        self.take_order(slot, order);
        self.proceed();
        true
    }

    /// The orders to choose from, where the shop has told them in this turn.
    pub(super) fn known_orders(&self, slot: &SlotSpec) -> Vec<OptionChip> {
        let told = self.world.shop.and_then(|shop| shop.answer(&Want::Orders));
        match (&slot.kind, told) {
            (SlotKind::Order { allows }, Some(Told::Orders(orders))) => {
                self.order_chips(&fitting(orders, allows))
            }
            _ => Vec::new(),
        }
    }

    /// The order that was asked for last, and what it must allow; none without a shop.
    fn asked_order(&self) -> Option<(&'a SlotSpec, &'a str)> {
        self.world.shop?;
        let asked = self.active()?.asked.as_ref()?.slot.as_deref()?;
        let slot = self.task()?.slot(asked)?;
        match &slot.kind {
            SlotKind::Order { allows } => Some((slot, allows)),
            _ => None,
        }
    }

    fn order_chips(&self, orders: &[&Order]) -> Vec<OptionChip> {
        let chip = |order: &&Order| {
            OptionChip::saying(told::order_label(self.voice, order), order.no.clone())
        };
        orders.iter().map(chip).collect()
    }

    fn take_order(&mut self, slot: &SlotSpec, order: &Order) {
        let turn = self.turn.state.turn;
        let about = told::order_label(self.voice, order);
        let lead = self.voice.this_order(&about);
        self.lead.push_str(&lead);
        let filled = Filled {
            values: vec![Given::Text {
                value: order.no.clone(),
            }],
            origin: Origin::Shop,
            turn,
        };
        if let Some(running) = self.active_mut() {
            running.slots.insert(slot.key.clone(), filled);
        }
        self.step("carried", &slot.key);
    }

    /// None of the orders allows it: why not, by the latest of them.
    fn no_order(&mut self, slot: &SlotSpec, orders: &[Order]) {
        let Some(task) = self.task() else { return };
        let name = task.name.name(self.voice.locale).to_owned();
        let latest = orders
            .first()
            .map(|order| told::order_label(self.voice, order));
        self.step("no_order", &slot.key);
        let lead = std::mem::take(&mut self.lead);
        let text = format!("{lead}{}", self.voice.no_order(&name, latest.as_deref()));
        let options = vec![self.voice.person(), self.voice.stop()];
        self.put_options(slot, text, options);
    }
}

fn told_fact(voice: Voice<'_>, preview: &Preview, code: &str) -> Option<String> {
    let fact = preview.facts.iter().find(|fact| fact.code == code)?;
    told::fact(voice, fact)
}

/// The latest orders that allow what is wanted.
pub(super) fn fitting<'o>(orders: &'o [Order], allows: &str) -> Vec<&'o Order> {
    let fits = |order: &&Order| told::allows(order, allows);
    orders.iter().filter(fits).take(ORDERS).collect()
}

/// Whether a tool only looks something up.
pub(super) fn reads(tool: &str) -> bool {
    tools()
        .iter()
        .any(|one| one.name == tool && one.risk == Risk::Read)
}

/// Whether a task does nothing but look something up.
pub(super) fn only_reads(task: &Task) -> bool {
    matches!(&task.action, Action::Tool { tool, .. } if reads(tool))
}

/// The slot that a parameter refers to, with the part of it; none for a value that stands for
/// itself.
pub(crate) fn refers(template: &str) -> Option<(&str, &str)> {
    let name = template.strip_prefix('{')?.strip_suffix('}')?;
    let (name, _) = name.split_once('|').unwrap_or((name, ""));
    Some(name.split_once('.').unwrap_or((name, "")))
}

/// Whether what a task does at its end is the shop's.
pub(super) fn is_tool(task: &Task) -> bool {
    matches!(task.action, Action::Tool { .. })
}

/// The parameters of a tool from what was told. `{slot}` stands for its value, `{slot.part}` for a
/// part of an address, `{slot|other}` for `other` where nothing was told, all else for itself; a
/// parameter of an open slot is left out. A dot in the
/// name leads into an object.
pub(super) fn parameters(
    task: &Task,
    slots: &BTreeMap<String, Filled>,
    arguments: &BTreeMap<String, String>,
) -> Value {
    let mut all = Map::new();
    for (name, template) in arguments {
        let Some(value) = value_of(task, slots, template) else {
            continue;
        };
        match name.split_once('.') {
            None => {
                all.insert(name.clone(), value);
            }
            Some((outer, inner)) => {
                let object = all
                    .entry(outer.to_owned())
                    .or_insert_with(|| Value::Object(Map::new()));
                if let Some(object) = object.as_object_mut() {
                    object.insert(inner.to_owned(), value);
                }
            }
        }
    }
    Value::Object(all)
}

fn value_of(task: &Task, slots: &BTreeMap<String, Filled>, template: &str) -> Option<Value> {
    let inner = template
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    let Some(name) = inner else {
        return (!template.is_empty()).then(|| Value::String(template.to_owned()));
    };
    let (name, otherwise) = name.split_once('|').unwrap_or((name, ""));
    let (key, part) = name.split_once('.').unwrap_or((name, ""));
    let slot = task.slot(key)?;
    if let (SlotKind::Pictures { .. }, Some(filled)) = (&slot.kind, slots.get(key)) {
        let ids = filled.values.iter().filter_map(|given| match given {
            Given::Known { id, .. } => Some(Value::String(id.clone())),
            _ => None,
        });
        return Some(ids.collect());
    }
    let Some(given) = slots.get(key).and_then(|filled| filled.values.first()) else {
        return (!otherwise.is_empty()).then(|| Value::String(otherwise.to_owned()));
    };
    Some(match given {
        Given::Word { value } => Value::String(code_of(slot, value)),
        Given::Known { id, .. } if part.is_empty() || part == "id" => Value::String(id.clone()),
        Given::Known { .. } => return None,
        Given::Text { value } if !part.is_empty() => Value::String(values::part_of(value, part)?),
        Given::Text { value } => Value::String(value.clone()),
        Given::Number { value } => Value::from(*value),
        Given::YesNo { value } => Value::from(*value),
        Given::Money { min, max, .. } => Value::from((*max).or(*min)?),
        Given::Time { from, .. } => Value::String((*from)?.to_string()),
    })
}

fn code_of(slot: &SlotSpec, value: &str) -> String {
    let options = match &slot.kind {
        SlotKind::Choice { options, .. } => options.as_slice(),
        _ => &[],
    };
    options
        .iter()
        .find(|one| one.value == value && !one.code.is_empty())
        .map_or_else(|| value.to_owned(), |one| one.code.clone())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::parameters;
    use crate::dialogue::model::{Filled, Given, Origin, Task};

    #[test]
    fn parameters_are_put_together_from_what_was_told() {
        let task: Task = serde_json::from_value(json!({
            "key": "t", "name": {"zh-CN": ["t"]}, "triggers": [], "action": {"type": "record"},
            "slots": [
                {"key": "order", "label": {"zh-CN": ["o"]}, "kind": {"type": "order"}},
                {"key": "kind", "label": {"zh-CN": ["k"]}, "kind": {"type": "choice",
                 "options": [{"value": "换货", "code": "exchange"}]}},
                {"key": "address", "label": {"zh-CN": ["a"]}, "kind": {"type": "address"}},
                {"key": "note", "label": {"zh-CN": ["n"]}, "kind": {"type": "text"}},
            ],
        }))
        .unwrap();
        let filled = |values: Vec<Given>| Filled {
            values,
            origin: Origin::Said,
            turn: 1,
        };
        let text = |value: &str| Given::Text {
            value: value.to_owned(),
        };
        let slots = BTreeMap::from([
            ("order".to_owned(), filled(vec![text("A1")])),
            (
                "kind".to_owned(),
                filled(vec![Given::Word {
                    value: "换货".to_owned(),
                }]),
            ),
            (
                "address".to_owned(),
                filled(vec![text("浙江省杭州市西湖区文三路90号3幢502室")]),
            ),
            ("note".to_owned(), filled(Vec::new())),
        ]);
        let arguments: BTreeMap<String, String> = [
            ("order_no", "{order}"),
            ("kind", "{kind}"),
            ("note", "{note}"),
            ("reason", "{note|no_reason}"),
            ("form", "coupon"),
            ("receiver.city", "{address.city}"),
            ("receiver.street", "{address.street}"),
        ]
        .map(|(name, template)| (name.to_owned(), template.to_owned()))
        .into();
        assert_eq!(
            parameters(&task, &slots, &arguments),
            json!({"order_no": "A1", "kind": "exchange", "form": "coupon", "reason": "no_reason",
                   "receiver": {"city": "杭州市", "street": "文三路90号3幢502室"}})
        );
    }
}
