//! What is wrong with a task as it is described.
//!
//! Grave faults keep it from being published: it could never start, never end, or never be
//! answered. The others are advice. Codes are stable; clients word them.

mod flow;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use shanying_commerce::connectors::ChangeKind;
use shanying_commerce::tools::tools;
use shanying_kernel::{Error, Result};

use super::drafts;
use super::model::{Action, Carry, NodeKind, SlotKind, SlotSpec, Task};
use super::rules::{UNDER_WAY, refers};
use crate::answers::Bot;

const KEY_CHARS: usize = 40;
const SLOTS: usize = 30;
const TEXTS: usize = 200;
const TEXT_CHARS: usize = 500;
/// Fewer examples than this hardly start a task that has no cues.
const FEW: usize = 3;

/// Something that is wrong with a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = TaskFault)]
pub struct Fault {
    /// Stable code, such as `slot.no_label`.
    pub code: &'static str,
    /// Where: `key`, `name`, `triggers`, `cues`, `slots`, `action`, `nodes`, or `slots/` and `nodes/`
    /// with the key of a slot or node.
    pub at: String,
    /// What it concerns: a slot, an example, another task.
    pub about: String,
    /// It keeps the task from being published.
    pub grave: bool,
}

/// Collects faults.
#[derive(Default)]
struct Faults(Vec<Fault>);

impl Faults {
    fn grave(&mut self, wrong: bool, code: &'static str, at: &str, about: &str) {
        self.add(wrong, (code, true), at, about);
    }

    fn advice(&mut self, wrong: bool, code: &'static str, at: &str, about: &str) {
        self.add(wrong, (code, false), at, about);
    }

    fn add(&mut self, wrong: bool, (code, grave): (&'static str, bool), at: &str, about: &str) {
        if wrong {
            self.0.push(Fault {
                code,
                at: at.to_owned(),
                about: about.to_owned(),
                grave,
            });
        }
    }
}

/// What a task may name beside itself.
#[derive(Default)]
pub(super) struct Beside<'a> {
    /// The other tasks.
    pub(super) tasks: &'a [Task],
    /// Names of the skill groups.
    pub(super) groups: Vec<String>,
    /// Who has the knowledge base.
    pub(super) bot: Option<&'a Bot>,
}

impl Beside<'_> {
    fn has_task(&self, key: &str) -> bool {
        self.tasks.iter().any(|task| task.key == key)
    }

    fn has_group(&self, name: &str) -> bool {
        self.groups.iter().any(|one| one == name)
    }

    fn has_entry(&self, entry: &str) -> bool {
        self.bot.is_some_and(|bot| bot.has_entry(entry))
    }
}

/// Refuses what has a grave fault. What a task names beside itself may come and go, so that it is
/// never grave.
pub(super) fn check(task: &Task) -> Result<()> {
    match faults(task, &Beside::default())
        .into_iter()
        .find(|fault| fault.grave)
    {
        None => Ok(()),
        Some(fault) => {
            let field = fault.at.split('/').next().unwrap_or_default();
            let slot = fault.at.split('/').nth(1).unwrap_or_default();
            Err(Error::field(field, format!("{slot} {}", fault.code))
                .with("fault", fault.code)
                .with("about", fault.about))
        }
    }
}

/// All that is wrong with a task beside others, the grave first.
pub(super) fn faults(task: &Task, beside: &Beside<'_>) -> Vec<Fault> {
    let mut faults = Faults::default();
    faults.grave(!is_key(&task.key), "task.key", "key", &task.key);
    faults.grave(task.name.is_empty(), "task.no_name", "name", "");
    beginnings(task, beside.tasks, &mut faults);
    slots(task, &mut faults);
    outcome(task, beside, &mut faults);
    let mut all = faults.0;
    all.sort_by_key(|fault| !fault.grave);
    all
}

fn beginnings(task: &Task, others: &[Task], faults: &mut Faults) {
    let nothing = task.triggers.is_empty() && task.cues.is_empty();
    faults.grave(nothing, "task.never_starts", "triggers", "");
    let long = |text: &&String| text.chars().count() > TEXT_CHARS || text.contains('\0');
    let too_long = task.triggers.iter().find(long);
    faults.grave(
        too_long.is_some() || task.triggers.len() > TEXTS,
        "triggers.too_long",
        "triggers",
        "",
    );
    let few = task.cues.is_empty() && (1..FEW).contains(&task.triggers.len());
    faults.advice(few, "triggers.few", "triggers", "");
    let empty = |cue: &&super::model::Cue| {
        cue.all.is_empty() || cue.all.iter().any(Vec::is_empty) || !(0.0..=1.0).contains(&cue.sure)
    };
    let wrong = task.cues.iter().any(|cue| empty(&cue));
    faults.grave(wrong, "cues.empty", "cues", "");
    for word in task.cues.iter().flat_map(|cue| cue.all.iter().flatten()) {
        let slot = word
            .strip_prefix('{')
            .and_then(|word| word.strip_suffix('}'));
        let unknown = slot.filter(|key| task.slot(key).is_none());
        faults.grave(
            unknown.is_some(),
            "cues.unknown_slot",
            "cues",
            unknown.unwrap_or_default(),
        );
    }
    for trigger in &task.triggers {
        let other = others.iter().find(|other| {
            other.key != task.key && other.enabled && other.triggers.contains(trigger)
        });
        if let Some(other) = other {
            let about = format!("{trigger} · {}", other.name.name("zh-CN"));
            faults.advice(true, "triggers.taken", "triggers", &about);
        }
    }
}

fn slots(task: &Task, faults: &mut Faults) {
    faults.grave(
        task.slots.len() > SLOTS,
        "slots.too_many",
        "slots",
        &SLOTS.to_string(),
    );
    let mut seen = BTreeSet::new();
    for slot in &task.slots {
        let twice = !seen.insert(slot.key.as_str());
        faults.grave(twice, "slots.twice", "slots", &slot.key);
        let at = format!("slots/{}", slot.key);
        faults.grave(!is_key(&slot.key), "slot.key", &at, &slot.key);
        faults.grave(slot.label.is_empty(), "slot.no_label", &at, "");
        values(task, slot, &at, faults);
        conditions(task, slot, &at, faults);
        let unasked = slot.required && slot.ask.is_empty();
        faults.advice(unasked, "slot.no_question", &at, "");
        let unexplained = slot.required && !slot.may_skip && slot.why.is_empty();
        let private = matches!(
            slot.kind,
            SlotKind::Phone | SlotKind::Name | SlotKind::Address { .. } | SlotKind::Digits { .. }
        );
        faults.advice(unexplained && private, "slot.no_why", &at, "");
        let only_asked = matches!(slot.kind, SlotKind::Text | SlotKind::YesNo)
            || matches!(&slot.kind, SlotKind::Count { units, .. } if units.is_empty());
        let filled = slot.required || !slot.carry.is_empty() || is_set(task, &slot.key);
        faults.advice(only_asked && !filled, "slot.never_filled", &at, "");
        let page = slot.carry.contains(&Carry::Profile)
            && !matches!(slot.kind, SlotKind::Phone | SlotKind::Name);
        faults.advice(page, "slot.no_profile", &at, "");
    }
}

fn values(task: &Task, slot: &SlotSpec, at: &str, faults: &mut Faults) {
    for key in &slot.resets {
        let unknown = task.slot(key).is_none();
        faults.grave(unknown, "slot.resets_unknown", at, key);
    }
    let sells = sells(task);
    let (code, wrong) = match &slot.kind {
        SlotKind::Choice { options, .. } => (
            "slot.no_options",
            options.is_empty() || options.iter().any(|one| one.value.trim().is_empty()),
        ),
        SlotKind::Attribute { .. } => ("slot.attribute_unsold", !sells),
        SlotKind::Digits { length } => ("slot.digits", !(1..=32).contains(length)),
        SlotKind::Count {
            min: Some(min),
            max: Some(max),
            ..
        } => ("slot.range", min > max),
        SlotKind::Order { allows } => (
            "slot.allows",
            !allows.is_empty()
                && allows != UNDER_WAY
                // Compensation is no matter of the order's state.
                && ChangeKind::parse(allows).map_or(true, |kind| kind == ChangeKind::Compensate),
        ),
        _ => return,
    };
    faults.grave(wrong, code, at, "");
}

/// A condition names another slot and values that it can have; nothing waits for itself.
fn conditions(task: &Task, slot: &SlotSpec, at: &str, faults: &mut Faults) {
    for condition in &slot.when {
        let Some(other) = task.slot(&condition.slot) else {
            faults.grave(true, "slot.when_unknown", at, &condition.slot);
            continue;
        };
        let possible = |value: &String| match &other.kind {
            SlotKind::Choice { options, .. } => options.iter().any(|one| one.value == *value),
            SlotKind::YesNo => value == "yes" || value == "no",
            SlotKind::Time { .. } | SlotKind::Money => false,
            _ => true,
        };
        let never = condition.is.iter().find(|value| !possible(value));
        let wrong = never.is_some() || condition.is.is_empty();
        let about = never.map_or("", String::as_str);
        faults.grave(wrong, "slot.when_impossible", at, about);
    }
    faults.grave(waits_for_itself(task, slot), "slot.unreachable", at, "");
}

fn waits_for_itself(task: &Task, slot: &SlotSpec) -> bool {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&str> = slot.when.iter().map(|one| one.slot.as_str()).collect();
    while let Some(key) = open.pop() {
        if key == slot.key {
            return true;
        }
        if seen.insert(key)
            && let Some(other) = task.slot(key)
        {
            open.extend(other.when.iter().map(|one| one.slot.as_str()));
        }
    }
    false
}

/// Whether it shows what is sold.
fn sells(task: &Task) -> bool {
    let shows = |kind: &NodeKind| matches!(kind, NodeKind::Recommend { .. });
    matches!(task.action, Action::Recommend { .. })
        || task
            .nodes()
            .is_some_and(|all| all.iter().any(|one| shows(&one.kind)))
}

/// Whether a node of the flow sets the slot.
fn is_set(task: &Task, key: &str) -> bool {
    let sets = |kind: &NodeKind| matches!(kind, NodeKind::Set { slot, .. } if slot == key);
    task.nodes()
        .is_some_and(|all| all.iter().any(|one| sets(&one.kind)))
}

fn outcome(task: &Task, beside: &Beside<'_>, faults: &mut Faults) {
    if let Action::Flow { nodes } = &task.action {
        return flow::nodes(task, nodes, beside, faults);
    }
    let sells = sells(task);
    let asks = task.slots.iter().any(|slot| slot.required);
    faults.grave(!sells && !asks, "task.asks_nothing", "slots", "");
    let silent = !sells && task.done.is_empty();
    faults.advice(silent, "task.no_done", "action", "");
    match &task.action {
        Action::Tool { tool, arguments } => uses_tool(task, (tool, arguments), "action", faults),
        Action::Recommend { next, .. } if !next.is_empty() => {
            // Drafts are checked beside what is published; a task alone knows no others.
            let others = beside.tasks;
            let goes = others.iter().find(|other| other.key == *next);
            let takes = goes.is_none_or(|other| {
                let mut slots = other.slots.iter();
                slots.any(|slot| slot.kind == SlotKind::Product)
            });
            let missing = !others.is_empty() && goes.is_none();
            faults.grave(missing || !takes, "task.next", "action", next);
        }
        _ => {}
    }
    for slot in &task.slots {
        if let SlotKind::Listed { tool, arguments } = &slot.kind {
            let at = format!("slots/{}", slot.key);
            uses_tool(task, (tool, arguments), &at, faults);
        }
    }
}

/// A tool that there is, with all that it needs and nothing that it does not know.
fn uses_tool(
    task: &Task,
    (name, arguments): (&str, &BTreeMap<String, String>),
    at: &str,
    faults: &mut Faults,
) {
    let Some(tool) = tools().iter().find(|tool| tool.name == name) else {
        return faults.grave(true, "tool.unknown", at, name);
    };
    let known = drafts::parameters(tool);
    for parameter in known.iter().filter(|one| one.required) {
        let missing = arguments.get(&parameter.name).is_none_or(String::is_empty);
        faults.grave(missing, "tool.missing", at, &parameter.name);
    }
    for (name, template) in arguments {
        let Some(parameter) = known.iter().find(|one| one.name == *name) else {
            faults.grave(true, "tool.no_parameter", at, name);
            continue;
        };
        let Some((key, _)) = refers(template) else {
            let wrong = !parameter.values.is_empty() && !parameter.values.contains(template);
            faults.grave(wrong, "tool.no_value", at, template);
            continue;
        };
        let Some(slot) = task.slot(key) else {
            faults.grave(true, "tool.unknown_slot", at, key);
            continue;
        };
        if let SlotKind::Choice { options, .. } = &slot.kind
            && !parameter.values.is_empty()
        {
            let wrong = options.iter().find(|one| {
                let code = if one.code.is_empty() {
                    &one.value
                } else {
                    &one.code
                };
                !parameter.values.contains(code)
            });
            let about = wrong.map_or("", |one| one.value.as_str());
            let at = format!("slots/{key}");
            faults.grave(wrong.is_some(), "slot.no_code", &at, about);
        }
    }
}

/// Whether a text may name a task or a slot.
pub(super) fn is_key(key: &str) -> bool {
    (1..=KEY_CHARS).contains(&key.len())
        && key
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Beside, faults};
    use crate::dialogue::Task;

    fn task(slots: Value) -> Task {
        serde_json::from_value(json!({
            "key": "repair", "name": {"zh-CN": ["报修"]}, "triggers": ["我要报修", "修一下", "坏了"],
            "slots": slots, "action": {"type": "record"}, "done": {"zh-CN": ["好了"]},
        }))
        .unwrap()
    }

    fn codes(task: &Task) -> Vec<&'static str> {
        faults(task, &Beside::default())
            .into_iter()
            .map(|fault| fault.code)
            .collect()
    }

    fn slot(key: &str, more: Value) -> Value {
        let mut slot = json!({"key": key, "label": {"zh-CN": [key]}, "kind": {"type": "text"},
                              "required": true, "ask": {"zh-CN": ["?"]}});
        for (name, value) in more.as_object().unwrap() {
            slot[name] = value.clone();
        }
        slot
    }

    #[test]
    fn what_cannot_work_is_grave_and_what_is_weak_is_advice() {
        let kind = json!({"type": "choice", "options": [{"value": "换货"}, {"value": "退货"}]});
        let good = slot("kind", json!({"kind": kind}));
        assert!(codes(&task(json!([good]))).is_empty());
        for (more, code) in [
            (json!({"label": {}}), "slot.no_label"),
            (json!({"ask": {}}), "slot.no_question"),
            (json!({"resets": ["b"]}), "slot.resets_unknown"),
            (
                json!({"when": [{"slot": "b", "is": ["1"]}]}),
                "slot.when_unknown",
            ),
            (
                json!({"when": [{"slot": "kind", "is": ["补发"]}]}),
                "slot.when_impossible",
            ),
            (
                json!({"when": [{"slot": "kind", "is": []}]}),
                "slot.when_impossible",
            ),
            (
                json!({"kind": {"type": "digits", "length": 0}}),
                "slot.digits",
            ),
            (
                json!({"kind": {"type": "count", "min": 3, "max": 1}}),
                "slot.range",
            ),
            (
                json!({"kind": {"type": "choice", "options": []}}),
                "slot.no_options",
            ),
            (
                json!({"kind": {"type": "attribute", "attribute": "effect"}}),
                "slot.attribute_unsold",
            ),
            (json!({"required": false}), "slot.never_filled"),
            (
                json!({"kind": {"type": "phone"}, "may_skip": false}),
                "slot.no_why",
            ),
            (json!({"carry": ["profile"]}), "slot.no_profile"),
        ] {
            let found = codes(&task(json!([good, slot("a", more)])));
            assert_eq!(found, [code]);
        }
        let circle = task(json!([
            good,
            slot("a", json!({"when": [{"slot": "b", "is": ["1"]}]})),
            slot("b", json!({"when": [{"slot": "a", "is": ["1"]}]})),
        ]));
        assert_eq!(codes(&circle), ["slot.unreachable", "slot.unreachable"]);
    }

    #[test]
    fn a_tool_gets_what_it_needs_and_nothing_else() {
        let order = json!({"key": "order", "label": {"zh-CN": ["订单"]}, "kind": {"type": "order"},
                           "required": true, "ask": {"zh-CN": ["?"]}});
        let kind = json!({"type": "choice", "options": [{"value": "换货", "code": "exchange"}]});
        let kind = slot("kind", json!({"kind": kind}));
        let with = |tool: &str, arguments: Value| {
            let mut task = task(json!([order, kind]));
            task.action = serde_json::from_value(
                json!({"type": "tool", "tool": tool, "arguments": arguments}),
            )
            .unwrap();
            codes(&task)
        };
        let good = json!({"order_no": "{order}", "kind": "{kind}", "reason": "quality"});
        assert!(with("request_refund", good).is_empty());
        let none: [&str; 0] = [];
        assert_eq!(with("urge_shipment", json!({"order_no": "{order}"})), none);
        assert_eq!(with("fly", json!({})), ["tool.unknown"]);
        assert_eq!(with("urge_shipment", json!({})), ["tool.missing"]);
        for (arguments, code) in [
            (json!({"order_no": "{gone}"}), "tool.unknown_slot"),
            (
                json!({"order_no": "{order}", "x": "1"}),
                "tool.no_parameter",
            ),
        ] {
            assert_eq!(with("urge_shipment", arguments), [code]);
        }
        let wrong = json!({"order_no": "{order}", "kind": "{kind}", "reason": "mood"});
        assert_eq!(with("request_refund", wrong), ["tool.no_value"]);
        let wrong = json!({"order_no": "{order}", "kind": "exchange", "reason": "{kind}"});
        assert_eq!(with("request_refund", wrong), ["slot.no_code"]);
    }

    #[test]
    fn a_task_starts_ends_and_takes_no_other_tasks_words() {
        let kind = slot("a", json!({}));
        let mut one = task(json!([kind]));
        let mut other = one.clone();
        other.key = "other".to_owned();
        let beside = Beside {
            tasks: &[other],
            ..Beside::default()
        };
        assert_eq!(faults(&one, &beside)[0].code, "triggers.taken");
        one.triggers.truncate(1);
        one.done = super::super::Phrases::default();
        assert_eq!(codes(&one), ["triggers.few", "task.no_done"]);
        one.triggers.clear();
        one.slots.clear();
        assert_eq!(codes(&one)[..2], ["task.never_starts", "task.asks_nothing"]);
    }
}
