//! What is wrong with a flow: where it could end in nothing, go round for ever, or do something
//! with what there is not.

use std::collections::BTreeSet;

use super::{Beside, Faults, TEXT_CHARS, is_key, uses_tool};
use crate::dialogue::model::{About, Compare, Edge, Node, NodeKind, Phrases, SlotKind, Task, Test};

const NODES: usize = 200;

/// Faults of the nodes; each stands at `nodes/` with the node's key.
pub(super) fn nodes(task: &Task, nodes: &[Node], beside: &Beside<'_>, faults: &mut Faults) {
    let too_many = nodes.len() > NODES;
    faults.grave(too_many, "nodes.too_many", "nodes", &NODES.to_string());
    let starts = nodes.iter().filter(|node| node.kind == NodeKind::Start);
    match starts.count() {
        0 => faults.grave(true, "flow.no_start", "nodes", ""),
        1 => {}
        _ => faults.grave(true, "flow.two_starts", "nodes", ""),
    }
    let mut seen = BTreeSet::new();
    for node in nodes {
        let twice = !seen.insert(node.key.as_str());
        faults.grave(twice, "nodes.twice", "nodes", &node.key);
        let at = format!("nodes/{}", node.key);
        faults.grave(!is_key(&node.key), "node.key", &at, &node.key);
        kind(task, node, beside, faults);
        edges(task, node, nodes, faults);
    }
    ways(nodes, faults);
    never_asked(task, nodes, faults);
}

/// What a node needs to do what it is for.
fn kind(task: &Task, node: &Node, beside: &Beside<'_>, faults: &mut Faults) {
    let at = format!("nodes/{}", node.key);
    let mut words = |text: &Phrases, needed: bool| {
        faults.grave(needed && text.is_empty(), "node.no_wording", &at, "");
        let mut all = text.zh.iter().chain(&text.en);
        let long = all.any(|one| one.chars().count() > TEXT_CHARS || one.contains('\0'));
        faults.grave(long, "node.too_long", &at, &TEXT_CHARS.to_string());
        for key in named(text).filter(|key| task.slot(key).is_none() && *key != "number") {
            faults.grave(true, "node.unknown_slot", &at, key);
        }
    };
    match &node.kind {
        NodeKind::Say { text, product } => words(text, product.is_empty()),
        NodeKind::End { text } | NodeKind::Record { text } => words(text, false),
        NodeKind::HandOver { group, text } => {
            words(text, false);
            let unknown = !group.is_empty() && !beside.has_group(group);
            faults.advice(unknown, "node.unknown_group", &at, group);
        }
        NodeKind::Ask { slot, .. } | NodeKind::Set { slot, .. } => {
            let unknown = task.slot(slot).is_none();
            faults.grave(unknown, "node.unknown_slot", &at, slot);
            if let NodeKind::Set { value, .. } = &node.kind {
                let held = task
                    .slot(slot)
                    .is_some_and(|slot| can_hold(&slot.kind, value));
                faults.grave(!unknown && !held, "node.cannot_hold", &at, value);
            }
        }
        NodeKind::Tool { tool, arguments } => uses_tool(task, (tool, arguments), &at, faults),
        NodeKind::Answer { entry } => {
            faults.grave(entry.is_empty(), "node.no_entry", &at, "");
            let unknown = !entry.is_empty() && !beside.has_entry(entry);
            faults.advice(unknown, "node.unknown_entry", &at, entry);
        }
        NodeKind::Call { task: other, .. } => {
            faults.grave(other.is_empty(), "node.no_task", &at, "");
            faults.grave(*other == task.key, "node.calls_itself", &at, other);
            let unknown = !other.is_empty() && !beside.has_task(other);
            let unknown = unknown && *other != task.key;
            faults.advice(unknown, "node.unknown_task", &at, other);
        }
        NodeKind::Start | NodeKind::Confirm | NodeKind::Branch | NodeKind::Recommend { .. } => {}
    }
}

/// Slots that a text names.
fn named(text: &Phrases) -> impl Iterator<Item = &str> {
    let all = text.zh.iter().chain(&text.en);
    all.flat_map(|one| one.split('{').skip(1))
        .filter_map(|rest| rest.split_once('}').map(|(key, _)| key))
}

/// Whether a slot can be set to a text; one with other slots in it is known only in the talk.
fn can_hold(kind: &SlotKind, value: &str) -> bool {
    if value.is_empty() || value.contains('{') {
        return true;
    }
    match kind {
        SlotKind::Choice { options, .. } => options.iter().any(|one| one.value == value),
        SlotKind::YesNo => value == "yes" || value == "no",
        SlotKind::Count { .. } => value.parse::<i64>().is_ok(),
        SlotKind::Money | SlotKind::Time { .. } => false,
        _ => true,
    }
}

fn edges(task: &Task, node: &Node, nodes: &[Node], faults: &mut Faults) {
    let at = format!("nodes/{}", node.key);
    let ends = is_end(node);
    let no_way = node.edges.is_empty() && !ends && !shows(node);
    faults.grave(no_way, "node.no_way", &at, "");
    faults.advice(ends && !node.edges.is_empty(), "node.is_end", &at, "");
    let defaults = node.edges.iter().filter(|edge| edge.when.is_empty());
    let defaults = defaults.count();
    let branches = !node.edges.is_empty() && !ends;
    faults.grave(branches && defaults == 0, "node.no_default", &at, "");
    faults.grave(defaults > 1, "node.two_defaults", &at, "");
    for edge in &node.edges {
        let nowhere = nodes.iter().all(|other| other.key != edge.to);
        faults.grave(nowhere, "edge.nowhere", &at, &edge.to);
        conditions(task, node, edge, faults);
    }
}

fn conditions(task: &Task, node: &Node, edge: &Edge, faults: &mut Faults) {
    let at = format!("nodes/{}", node.key);
    for test in &edge.when {
        let about = test.values.first().map_or("", String::as_str);
        let bare = test.compare != Compare::Known && test.values.is_empty();
        let numbers = matches!(test.compare, Compare::AtLeast | Compare::AtMost);
        let number = about.trim().parse::<f64>().is_ok();
        faults.grave(bare || numbers && !number, "edge.no_value", &at, &edge.to);
        match &test.about {
            About::Slot { slot } => match task.slot(slot) {
                None => faults.grave(true, "edge.unknown_slot", &at, slot),
                Some(slot) => {
                    let never = impossible(&slot.kind, test);
                    faults.grave(never.is_some(), "edge.impossible", &at, never.unwrap_or(""));
                }
            },
            About::Outcome => {
                let known = outcomes(&node.kind);
                let never = test
                    .values
                    .iter()
                    .find(|one| !known.contains(&one.as_str()));
                let about = never.map_or("", String::as_str);
                faults.grave(never.is_some(), "edge.impossible", &at, about);
            }
            _ => {}
        }
    }
}

/// A value that a slot never has.
fn impossible<'t>(kind: &SlotKind, test: &'t Test) -> Option<&'t str> {
    if !matches!(test.compare, Compare::Is | Compare::IsNot) {
        return None;
    }
    let possible = |value: &&String| match kind {
        SlotKind::Choice { options, .. } => options.iter().any(|one| one.value == **value),
        SlotKind::YesNo => *value == "yes" || *value == "no",
        _ => true,
    };
    let never = test.values.iter().find(|value| !possible(value));
    never.map(String::as_str)
}

/// What may come of a node.
fn outcomes(kind: &NodeKind) -> &'static [&'static str] {
    match kind {
        NodeKind::Ask { .. } => &["filled", "missed"],
        NodeKind::Tool { .. } => &["done", "waiting", "refused", "unavailable"],
        NodeKind::Answer { .. } => &["done", "none"],
        NodeKind::Call { back: true, .. } => &["done", "given_up"],
        _ => &["done"],
    }
}

/// Nothing comes after these.
fn is_end(node: &Node) -> bool {
    matches!(
        node.kind,
        NodeKind::End { .. } | NodeKind::HandOver { .. } | NodeKind::Call { back: false, .. }
    )
}

fn shows(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Recommend { .. })
}

/// Nodes at which the flow waits for the customer.
fn waits(node: &Node) -> bool {
    matches!(
        node.kind,
        NodeKind::Ask { .. }
            | NodeKind::Confirm
            | NodeKind::Call { .. }
            | NodeKind::Recommend { .. }
    )
}

/// Whether every node is reached, an end is reached, and no way goes round without the customer.
fn ways(nodes: &[Node], faults: &mut Faults) {
    let find = |key: &str| nodes.iter().find(|node| node.key == key);
    let Some(start) = nodes.iter().find(|node| node.kind == NodeKind::Start) else {
        return;
    };
    let reached = from(start, &find, &|_| true);
    for node in nodes {
        let far = node.key != start.key && !reached.contains(node.key.as_str());
        let at = format!("nodes/{}", node.key);
        faults.grave(far, "node.unreachable", &at, "");
        let goes_on = |one: &Node| !waits(one) && !is_end(one);
        let round = goes_on(node) && from(node, &find, &goes_on).contains(node.key.as_str());
        faults.grave(round, "node.loop", &at, "");
    }
    let ends = |key: &&str| find(key).is_some_and(|node| is_end(node) || shows(node));
    let no_end = !reached.iter().any(ends);
    faults.grave(no_end, "flow.no_end", "nodes", "");
}

/// Keys of the nodes behind one, as far as `through` lets go on.
fn from<'n>(
    start: &'n Node,
    find: &dyn Fn(&str) -> Option<&'n Node>,
    through: &dyn Fn(&Node) -> bool,
) -> BTreeSet<&'n str> {
    let mut reached = BTreeSet::new();
    let mut open = vec![start];
    while let Some(node) = open.pop() {
        for edge in &node.edges {
            if let Some(next) = find(&edge.to)
                && reached.insert(next.key.as_str())
                && through(next)
            {
                open.push(next);
            }
        }
    }
    reached
}

/// A slot that is needed is asked for, set, or known from elsewhere.
fn never_asked(task: &Task, nodes: &[Node], faults: &mut Faults) {
    for slot in &task.slots {
        let fills = nodes.iter().any(|node| match &node.kind {
            NodeKind::Ask { slot: key, .. } | NodeKind::Set { slot: key, .. } => *key == slot.key,
            _ => false,
        });
        let unused = slot.required && !fills && slot.carry.is_empty();
        let at = format!("slots/{}", slot.key);
        faults.advice(unused, "slot.no_node", &at, "");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::{Beside, faults};
    use crate::dialogue::Task;

    fn flow() -> Value {
        json!({
            "key": "guide", "name": {"zh-CN": ["指引"]}, "triggers": ["a", "b", "c"],
            "slots": [
                {"key": "kind", "label": {"zh-CN": ["种类"]}, "required": true,
                 "kind": {"type": "choice", "options": [{"value": "换货"}, {"value": "退货"}]},
                 "ask": {"zh-CN": ["?"]}},
                {"key": "times", "label": {"zh-CN": ["次数"]}, "kind": {"type": "count"}},
            ],
            "action": {"type": "flow", "nodes": [
                {"key": "start", "kind": {"type": "start"}, "edges": [{"to": "ask"}]},
                {"key": "ask", "kind": {"type": "ask", "slot": "kind"}, "edges": [
                    {"to": "say", "when": [{"about": {"type": "slot", "slot": "kind"}, "values": ["换货"]}]},
                    {"to": "end"}]},
                {"key": "say", "kind": {"type": "say", "text": {"zh-CN": ["{kind}"]}}, "edges": [{"to": "set"}]},
                {"key": "set", "kind": {"type": "set", "slot": "times", "value": "1"}, "edges": [{"to": "end"}]},
                {"key": "end", "kind": {"type": "end"}},
            ]},
        })
    }

    fn found(flow: &Value) -> Vec<String> {
        let task: Task = serde_json::from_value(flow.clone()).unwrap();
        let mut found: Vec<String> = faults(&task, &Beside::default())
            .into_iter()
            .map(|fault| format!("{} {}", fault.code, fault.at))
            .collect();
        found.dedup();
        found
    }

    #[test]
    fn a_flow_that_can_be_walked_has_no_fault() {
        assert!(found(&flow()).is_empty(), "{:?}", found(&flow()));
    }

    /// The place of a node, what becomes of it, and the fault.
    type Case = (usize, &'static str, Value, &'static str);

    fn wrong_kinds() -> Vec<Case> {
        let say = |kind: Value, fault: &'static str| (2, "kind", kind, fault);
        vec![
            say(json!({"type": "say", "text": {}}), "node.no_wording"),
            say(
                json!({"type": "say", "text": {"zh-CN": ["{gone}"]}}),
                "node.unknown_slot",
            ),
            say(json!({"type": "ask", "slot": "gone"}), "node.unknown_slot"),
            say(
                json!({"type": "set", "slot": "times", "value": "x"}),
                "node.cannot_hold",
            ),
            say(json!({"type": "tool", "tool": "gone"}), "tool.unknown"),
            say(
                json!({"type": "tool", "tool": "track_order"}),
                "tool.missing",
            ),
            say(
                json!({"type": "answer", "entry": "gone"}),
                "node.unknown_entry",
            ),
            say(json!({"type": "answer", "entry": ""}), "node.no_entry"),
            say(
                json!({"type": "call", "task": "gone", "back": true}),
                "node.unknown_task",
            ),
            say(
                json!({"type": "call", "task": "guide", "back": true}),
                "node.calls_itself",
            ),
            (
                4,
                "kind",
                json!({"type": "hand_over", "group": "gone"}),
                "node.unknown_group",
            ),
            (0, "kind", json!({"type": "branch"}), "flow.no_start"),
            say(json!({"type": "start"}), "flow.two_starts"),
        ]
    }

    fn wrong_edges() -> Vec<Case> {
        let when = |about: Value, compare: &str, values: &[&str]| {
            let test = json!({"about": about, "compare": compare, "values": values});
            json!([{"to": "end", "when": [test]}, {"to": "set"}])
        };
        let slot = |key: &str| json!({"type": "slot", "slot": key});
        let hour = json!({"type": "hour"});
        let say = |edges: Value, fault: &'static str| (2, "edges", edges, fault);
        vec![
            say(json!([]), "node.no_way"),
            say(json!([{"to": "gone"}]), "edge.nowhere"),
            say(json!([{"to": "set"}, {"to": "end"}]), "node.two_defaults"),
            say(when(slot("gone"), "is", &["换货"]), "edge.unknown_slot"),
            say(when(slot("kind"), "is", &["补发"]), "edge.impossible"),
            say(
                when(json!({"type": "outcome"}), "is", &["missed"]),
                "edge.impossible",
            ),
            say(when(json!({"type": "level"}), "is", &[]), "edge.no_value"),
            say(when(hour, "at_most", &["x"]), "edge.no_value"),
            (4, "edges", json!([{"to": "ask"}]), "node.is_end"),
            (4, "key", json!("Ende!"), "node.key"),
            (3, "key", json!("say"), "nodes.twice"),
        ]
    }

    #[test]
    fn each_fault_is_told_at_its_node() {
        for (place, name, value, fault) in wrong_kinds().into_iter().chain(wrong_edges()) {
            let mut wrong = flow();
            let node = &mut wrong["action"]["nodes"][place];
            node[name] = value;
            let whole = ["flow.no_start", "flow.two_starts", "nodes.twice"].contains(&fault);
            let at = if whole {
                "nodes".to_owned()
            } else {
                format!("nodes/{}", node["key"].as_str().unwrap())
            };
            let found = found(&wrong);
            let told = found.contains(&format!("{fault} {at}"));
            assert!(told, "{fault}: {found:?}");
        }
    }

    #[test]
    fn ways_lead_everywhere_and_never_round_without_the_customer() {
        let mut round = flow();
        round["action"]["nodes"][3]["edges"] = json!([{"to": "say"}]);
        assert_eq!(
            found(&round),
            ["node.loop nodes/say", "node.loop nodes/set"]
        );
        // Round by a question is no fault.
        round["action"]["nodes"][3]["edges"] = json!([{"to": "ask"}]);
        assert!(found(&round).is_empty());
        let mut far = flow();
        far["action"]["nodes"][1]["edges"] = json!([{"to": "end"}]);
        let unreachable = ["node.unreachable nodes/say", "node.unreachable nodes/set"];
        assert_eq!(found(&far), unreachable);
        let mut endless = flow();
        endless["action"]["nodes"][1]["edges"] = json!([{"to": "say"}]);
        endless["action"]["nodes"][3]["edges"] = json!([{"to": "ask"}]);
        assert_eq!(
            found(&endless),
            ["node.unreachable nodes/end", "flow.no_end nodes"]
        );
        let mut open = flow();
        open["action"]["nodes"][1]["edges"]
            .as_array_mut()
            .unwrap()
            .pop();
        let open = found(&open);
        assert!(
            open.contains(&"node.no_default nodes/ask".to_owned()),
            "{open:?}"
        );
        let mut unasked = flow();
        unasked["slots"][1]["required"] = json!(true);
        unasked["slots"][1]["ask"] = json!({"zh-CN": ["?"]});
        unasked["action"]["nodes"][2]["edges"] = json!([{"to": "end"}]);
        unasked["action"]["nodes"].as_array_mut().unwrap().remove(3);
        assert_eq!(found(&unasked), ["slot.no_node slots/times"]);
    }
}
