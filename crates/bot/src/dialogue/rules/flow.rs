//! Flows: a path that an editor drew, walked in the same talk as any task. What was told before its
//! question is passed over; a correction leads back to the first node that it concerns.
//!
//! Rule codes of the trace: `node` (reached, `task/node`) · `went_back` (to, `task/node`) ·
//! `no_way` `too_long` (a person comes).

use std::collections::{BTreeMap, BTreeSet};

use shanying_web_kit::markdown::Block;

use super::{Talk, edges, is_needed, tools, worded_all};
use crate::dialogue::model::{
    About, Action, Card, Edge, Filled, Given, Move, Node, NodeKind, Origin, Passed, Running,
    SlotKind, SlotSpec, Stage,
};

/// Nodes that one message may lead through; more is a loop that nobody answers.
const STEPS: usize = 60;
/// Nodes of the path that are remembered.
const PATH: usize = 300;

/// The knowledge base as a flow sees it: a port, so that the rules stay pure.
pub trait Answers {
    /// Standard question and answer of an entry, by id or key, if this customer may have it.
    fn answer(&self, entry: &str) -> Option<(String, Vec<Block>)>;
}

impl<'a> Talk<'a> {
    /// Goes on with a flow from where it stands, or from the first node that what was corrected
    /// concerns.
    pub(super) fn follow(&mut self) {
        if self.node().is_some() {
            self.go_back();
        } else {
            // It begins, or the node was taken away meanwhile: what was told is passed over.
            let nodes = self.task().and_then(|task| task.nodes());
            let start = nodes.and_then(|nodes| nodes.iter().find(|n| n.kind == NodeKind::Start));
            let Some(start) = start else {
                return self.lost("no_way");
            };
            if let Some(running) = self.active_mut() {
                running.path.clear();
                running.lap = 0;
            }
            self.enter(&start.key);
        }
        self.walk();
    }

    /// Does one node after another until one waits for the customer.
    pub(super) fn walk(&mut self) {
        while let Some(node) = self.node() {
            let steps = self.turn.trace.steps.iter();
            if steps.filter(|step| step.rule == "node").count() > STEPS {
                return self.lost("too_long");
            }
            let Some(outcome) = self.perform(node) else {
                return;
            };
            if !self.leave(node, outcome) {
                return;
            }
        }
    }

    /// The node at which the flow stands.
    fn node(&self) -> Option<&'a Node> {
        let key = &self.active()?.path.last()?.node;
        let nodes = self.task()?.nodes()?;
        nodes.iter().find(|node| node.key == *key)
    }

    /// The tool of the shop that is used now, with its parameters.
    pub(super) fn tool_now(&self) -> Option<(&'a str, &'a BTreeMap<String, String>)> {
        match &self.task()?.action {
            Action::Tool { tool, arguments } => Some((tool, arguments)),
            Action::Flow { .. } => match &self.node()?.kind {
                NodeKind::Tool { tool, arguments } => Some((tool, arguments)),
                _ => None,
            },
            _ => None,
        }
    }

    /// How many things are shown at once where things are shown.
    pub(super) fn shows(&self) -> Option<usize> {
        match &self.task()?.action {
            Action::Recommend { show, .. } => Some(*show),
            Action::Flow { .. } => match self.node()?.kind {
                NodeKind::Recommend { show } => Some(show),
                _ => None,
            },
            _ => None,
        }
    }

    /// What came of a tool leads on where a flow used it. False in any other task, and where
    /// `expected` is set and no edge is meant for it.
    pub(super) fn pass(&mut self, outcome: &'static str, expected: bool) -> bool {
        let Some(node) = self.node() else {
            return false;
        };
        if expected && !node.expects(outcome) {
            return false;
        }
        if self.leave(node, outcome) {
            self.walk();
        }
        true
    }

    /// The question was not understood so often that the flow has another way. It is taken then.
    pub(super) fn asks_no_more(&mut self, misses: u8) -> bool {
        let Some(node) = self.node() else {
            return false;
        };
        let tired = matches!(&node.kind, NodeKind::Ask { retries, .. } if misses > *retries);
        tired && node.expects("missed") && self.leave(node, "missed")
    }

    /// Does what a node is for. None where the flow waits, is over, or has gone on already.
    fn perform(&mut self, node: &'a Node) -> Option<&'static str> {
        match &node.kind {
            NodeKind::Start | NodeKind::Branch => Some("done"),
            NodeKind::Say { text, product } => {
                let text = self.filled_in(text.pick(self.voice.locale, self.voice.turn));
                let text = format!("{}{text}", std::mem::take(&mut self.lead));
                let goods = self.world.goods;
                match goods.and_then(|goods| goods.card(product)) {
                    Some(card) => self.show_card(text, card),
                    None => self.say(text),
                }
                Some("done")
            }
            NodeKind::Ask { slot, .. } => self.asks(slot),
            NodeKind::Confirm => {
                let confirming = self.active()?.stage == Stage::Confirming;
                if confirming && self.heard.acts.yes && self.corrected().is_empty() {
                    return Some("done");
                }
                self.confirm();
                None
            }
            NodeKind::Set { slot, value } => {
                self.set(slot, value);
                Some("done")
            }
            NodeKind::Tool { tool, arguments } => self.uses(node, tool, arguments),
            NodeKind::Answer { entry } => {
                let answers = self.world.answers;
                let found = answers.and_then(|answers| answers.answer(entry));
                let Some((question, blocks)) = found else {
                    return Some("none");
                };
                self.turn.moves.push(Move::Answer {
                    entry_id: entry.clone(),
                    question,
                    blocks,
                });
                Some("done")
            }
            NodeKind::Call { task, back } => self.calls(task, *back),
            NodeKind::Record { text } => {
                let task = self.task()?;
                let own = self.filled_in(text.pick(self.voice.locale, self.voice.turn));
                let own = if own.is_empty() {
                    self.voice.done().to_owned()
                } else {
                    own
                };
                let text = format!("{}{own}", std::mem::take(&mut self.lead));
                self.turn.moves.push(Move::Record {
                    task: task.key.clone(),
                    name: task.name.name(self.voice.locale).to_owned(),
                    rows: self.rows(),
                    text,
                });
                Some("done")
            }
            NodeKind::Recommend { show } => {
                let choice = self.choose(*show);
                if choice.total == 0 {
                    self.nothing_fits(&choice);
                } else {
                    self.recommend(choice);
                }
                None
            }
            NodeKind::HandOver { group, text } => {
                let text = self.filled_in(text.pick(self.voice.locale, self.voice.turn));
                self.bring_person(Some(text).filter(|text| !text.is_empty()), group);
                None
            }
            NodeKind::End { text } => {
                let text = self.filled_in(text.pick(self.voice.locale, self.voice.turn));
                let text = format!("{}{text}", std::mem::take(&mut self.lead));
                self.say(text);
                let key = self.task()?.key.clone();
                self.step("task_done", &key);
                self.close(true);
                self.go_on();
                None
            }
        }
    }

    fn asks(&mut self, key: &str) -> Option<&'static str> {
        let (task, running) = self.current()?;
        let Some(slot) = task.slot(key) else {
            return Some("missed");
        };
        if running.slots.contains_key(key) {
            return Some("filled");
        }
        if !is_needed(slot, running) {
            return Some("skipped");
        }
        self.ask(key);
        None
    }

    fn uses(
        &mut self,
        node: &Node,
        tool: &str,
        arguments: &BTreeMap<String, String>,
    ) -> Option<&'static str> {
        if self.world.shop.is_some() {
            self.use_tool(tool, arguments);
            return None;
        }
        if node.expects("unavailable") {
            return Some("unavailable");
        }
        // Nobody vouches for who this is: what there is to do is a person's.
        self.bring_person(Some(self.voice.must_know_you().to_owned()), "");
        None
    }

    fn bring_person(&mut self, text: Option<String>, group: &str) {
        self.turn.moves.push(Move::HandOver {
            done: true,
            text,
            group: Some(group.to_owned()).filter(|group| !group.is_empty()),
        });
        let Some(task) = self.task() else { return };
        self.step("task_done", &task.key);
        self.close(true);
    }

    /// Another task comes first, or takes over.
    fn calls(&mut self, key: &str, back: bool) -> Option<&'static str> {
        let waits = |running: &Running| running.task == key;
        let here = self.active()?.path.last()?;
        if back && here.outcome == CALLED {
            if let Some(place) = self.turn.state.running.iter().position(waits) {
                let other = self.turn.state.running.remove(place);
                self.turn.state.running.push(other);
                self.remind();
                return None;
            }
            let last = self.turn.state.finished.iter().rev();
            let reached = last.clone().find(|over| over.task == key)?.reached;
            return Some(if reached { "done" } else { "given_up" });
        }
        let target = self.tasks.iter().find(|task| task.key == key);
        let target = target.filter(|task| task.enabled);
        let busy = self.turn.state.running.iter().any(waits);
        let Some(target) = target.filter(|_| !busy) else {
            return Some("given_up");
        };
        let begun = self.turn.trace.steps.iter();
        let fresh = begun.clone().any(|step| step.rule == "task_started");
        if back {
            self.remember();
            if let Some(here) = self.active_mut().and_then(|r| r.path.last_mut()) {
                CALLED.clone_into(&mut here.outcome);
            }
        } else {
            self.close(true);
        }
        self.begin(target);
        // What the first message told beside is for the other task too.
        if fresh {
            self.take();
        }
        self.proceed();
        None
    }

    fn set(&mut self, key: &str, template: &str) {
        let (value, turn) = (self.filled_in(template), self.turn.state.turn);
        let Some(slot) = self.task().and_then(|task| task.slot(key)) else {
            return;
        };
        let filled = as_given(slot, &value).map(|given| Filled {
            values: vec![given],
            origin: Origin::Flow,
            turn,
        });
        let Some(running) = self.active_mut() else {
            return;
        };
        match filled {
            Some(filled) => running.slots.insert(key.to_owned(), filled),
            None => running.slots.remove(key),
        };
    }

    fn show_card(&mut self, text: String, card: Card) {
        self.turn.moves.push(Move::Cards {
            text,
            cards: vec![card],
            options: Vec::new(),
        });
    }

    /// Comes to a node. One that was reached before begins another round: it asks anew.
    fn enter(&mut self, key: &str) {
        let Some(task) = self.task() else { return };
        let node = task.nodes().into_iter().flatten().find(|n| n.key == key);
        let about = format!("{}/{key}", task.key);
        self.step("node", &about);
        let Some(running) = self.active_mut() else {
            return;
        };
        if running.path.iter().any(|passed| passed.node == key) {
            if let Some(NodeKind::Ask { slot, .. }) = node.map(|node| &node.kind) {
                running.slots.remove(slot);
                running.denied.remove(slot);
            }
            let round = running.path.iter().skip(running.lap);
            if round.clone().any(|passed| passed.node == key) {
                running.lap = running.path.len();
            }
        }
        running.path.push(Passed {
            node: key.to_owned(),
            ..Passed::default()
        });
        if running.path.len() > PATH {
            running.path.remove(0);
            running.lap = running.lap.saturating_sub(1);
        }
    }

    /// Goes on from a node by what came of it. False where there is no way on; a person comes then.
    fn leave(&mut self, node: &Node, outcome: &str) -> bool {
        let Some((_, running)) = self.current() else {
            return false;
        };
        let edge = edges::choose(node, outcome, running, self.world);
        let to = edge.map(|edge| edge.to.clone());
        let nodes = self.task().and_then(|task| task.nodes());
        let known = |key: &String| nodes.is_some_and(|all| all.iter().any(|n| n.key == *key));
        let Some(to) = to.filter(known) else {
            self.lost("no_way");
            return false;
        };
        let given = used(node, running, self.voice.locale);
        if let Some(running) = self.active_mut() {
            running.misses = 0;
            running.asked = None;
            running.stage = Stage::Gathering;
            if let Some(here) = running.path.last_mut() {
                outcome.clone_into(&mut here.outcome);
                here.to = Some(to.clone());
                here.given = given;
            }
        }
        self.enter(&to);
        true
    }

    /// A correction leads back to the first node of this round that would go on otherwise now.
    fn go_back(&mut self) {
        let corrected = self.corrected();
        let Some((task, running)) = self.current() else {
            return;
        };
        let nodes = task.nodes().unwrap_or_default();
        let passed = running.path.iter().enumerate().skip(running.lap);
        let stale = passed.filter(|(_, one)| one.to.is_some()).find(|(_, one)| {
            let node = nodes.iter().find(|node| node.key == one.node);
            node.is_some_and(|node| self.is_stale(node, one, running, &corrected))
        });
        let Some((place, about)) = stale.map(|(at, one)| (at, one.node.clone())) else {
            return;
        };
        self.step("went_back", &format!("{}/{about}", task.key));
        if let Some(running) = self.active_mut() {
            running.path.truncate(place + 1);
            if let Some(here) = running.path.last_mut() {
                *here = Passed {
                    node: about,
                    ..Passed::default()
                };
            }
            running.asked = None;
            running.token = None;
            running.stage = Stage::Gathering;
        }
    }

    fn is_stale(
        &self,
        node: &Node,
        passed: &Passed,
        running: &Running,
        corrected: &BTreeSet<String>,
    ) -> bool {
        if let NodeKind::Ask { slot, .. } = &node.kind {
            let needed = self
                .task()
                .and_then(|task| task.slot(slot))
                .is_some_and(|slot| is_needed(slot, running));
            let gone = passed.outcome == "filled" || passed.outcome == "skipped" && needed;
            if gone && !running.slots.contains_key(slot) {
                return needed;
            }
        }
        let told = |key: &String| {
            let filled = running.slots.get(key);
            filled.map(|filled| worded_all(filled, self.voice.locale))
        };
        if passed
            .given
            .iter()
            .any(|(key, value)| corrected.contains(key) && told(key).as_ref() != Some(value))
        {
            return true;
        }
        let tests = node.edges.iter().flat_map(|edge| &edge.when);
        let concerned = tests
            .map(|test| &test.about)
            .any(|about| matches!(about, About::Slot { slot } if corrected.contains(slot)));
        let now = |edge: &Edge| Some(&edge.to) != passed.to.as_ref();
        concerned && edges::choose(node, &passed.outcome, running, self.world).is_none_or(now)
    }

    /// Slots that this message told anew, also where the talk had taken the old value back.
    fn corrected(&self) -> BTreeSet<String> {
        let nodes = self.task().and_then(|task| task.nodes());
        let asked = |key: &str| {
            let asks = |node: &&Node| {
                matches!(&node.kind, NodeKind::Ask { slot, .. } if slot == key)
                    && self.active().is_some_and(|running| {
                        let mut path = running.path.iter();
                        path.any(|one| one.node == node.key && one.outcome == "filled")
                    })
            };
            nodes.into_iter().flatten().any(|node| asks(&node))
        };
        let steps = self.turn.trace.steps.iter();
        steps
            .filter(|step| match step.rule.as_str() {
                "corrected" | "denied" => true,
                "filled" => asked(&step.about),
                _ => false,
            })
            .map(|step| step.about.clone())
            .collect()
    }

    /// The flow has no way on: a person comes.
    fn lost(&mut self, why: &str) {
        self.step(why, "");
        self.turn.moves.push(Move::HandOver {
            done: false,
            text: None,
            group: None,
        });
        self.close(false);
    }

    /// Words with what was told in them.
    fn filled_in(&self, text: &str) -> String {
        let mut made = text.to_owned();
        let Some((task, running)) = self.current() else {
            return made;
        };
        for slot in &task.slots {
            let place = format!("{{{}}}", slot.key);
            if made.contains(&place) {
                let filled = running.slots.get(&slot.key).filter(|one| !one.is_any());
                let words = filled.map(|one| worded_all(one, self.voice.locale));
                made = made.replace(&place, &words.unwrap_or_default());
            }
        }
        made
    }
}

/// Outcome of a node that waits for another task.
const CALLED: &str = "called";

/// What a node did something with: that must be done anew when it changes.
fn used(node: &Node, running: &Running, locale: &str) -> BTreeMap<String, String> {
    let slots = running.slots.iter();
    let told = slots.map(|(key, filled)| (key.clone(), worded_all(filled, locale)));
    match &node.kind {
        NodeKind::Record { .. } => told.collect(),
        NodeKind::Tool { arguments, .. } => {
            let keys: Vec<&str> = arguments
                .values()
                .filter_map(|template| tools::refers(template).map(|(key, _)| key))
                .collect();
            told.filter(|(key, _)| keys.contains(&key.as_str()))
                .collect()
        }
        _ => BTreeMap::new(),
    }
}

/// A text as a value of a slot; none for nothing, and for what it cannot hold.
fn as_given(slot: &SlotSpec, value: &str) -> Option<Given> {
    if value.is_empty() {
        return None;
    }
    let text = value.to_owned();
    match &slot.kind {
        SlotKind::Choice { options, .. } => options
            .iter()
            .any(|one| one.value == value)
            .then_some(Given::Word { value: text }),
        SlotKind::Attribute { .. } => Some(Given::Word { value: text }),
        SlotKind::YesNo => Some(Given::YesNo {
            value: value == "yes",
        }),
        SlotKind::Count { .. } => value.parse().ok().map(|value| Given::Number { value }),
        SlotKind::Money | SlotKind::Time { .. } => None,
        _ => Some(Given::Text { value: text }),
    }
}
