//! Which task is talked about: starting, suspending, resuming, giving up.

use super::hearing::{Answer, Heard};
use super::{Talk, taking, tools};
use crate::dialogue::model::{
    Action, Carry, Filled, Finished, Given, Origin, Running, SlotKind, SlotSpec, Stage, Task,
};

/// From this likeness a task starts when nothing else is talked about.
const STARTS: f64 = 0.6;
/// From this likeness it starts in the middle of another.
const SWITCHES: f64 = 0.8;
/// Longer than this, yes and no come with something else.
const BARE: usize = 4;
/// From this likeness it starts, whatever the knowledge base says.
const CERTAIN: f64 = 0.95;

impl Talk<'_> {
    /// Starts the task that the message asks for. True when it is another than before.
    pub(super) fn start(&mut self) -> bool {
        let Some((key, sure)) = self.heard.triggers.first().cloned() else {
            return false;
        };
        let Some(task) = self
            .tasks
            .iter()
            .find(|task| task.key == key && task.enabled)
        else {
            return false;
        };
        if !outbids(sure, self.heard) {
            return false;
        }
        // Without the shop nothing is looked up: the knowledge base says where to look.
        if self.world.shop.is_none() && tools::only_reads(task) {
            return false;
        }
        let (mut busy, mut answers) = (false, false);
        if let Some((current, running)) = self.current() {
            if current.key == key {
                return false;
            }
            busy = running.stage != Stage::Shown;
            let awaited = running
                .asked
                .as_ref()
                .and_then(|asked| asked.slot.as_deref());
            answers = busy
                && taking::facts(current, running, self.heard)
                    .iter()
                    .any(|fact| Some(fact.slot.as_str()) == awaited);
        }
        // 好的 and 不知道 answer what was asked, however alike they are to a part of an example.
        if busy && is_bare(self.heard) {
            return false;
        }
        let enough = match (busy, answers) {
            (false, _) => STARTS,
            // A question in the middle is a question, however alike it is to an example.
            (true, false) if self.heard.acts.asks => CERTAIN,
            (true, false) => SWITCHES,
            (true, true) => CERTAIN,
        };
        // What was shown is chosen from, not begun anew.
        let chooses = self.current().is_some_and(|(current, running)| {
            running.stage == Stage::Shown && !running.shown.is_empty() && leads_to(current, &key)
        });
        if sure < enough || chooses || self.is_offered() || self.stays_with(task) {
            return false;
        }
        if let Some(before) = self.active().map(|running| running.task.clone()) {
            self.step("task_suspended", &before);
        }
        let waiting = self
            .turn
            .state
            .running
            .iter()
            .position(|running| running.task == key);
        match waiting {
            Some(place) => {
                let running = self.turn.state.running.remove(place);
                self.turn.state.running.push(running);
                self.step("task_resumed", &key);
            }
            None => self.begin(task),
        }
        true
    }

    /// Whether the message is one of the things that were offered to click.
    fn is_offered(&self) -> bool {
        let asked = self.active().and_then(|running| running.asked.as_ref());
        asked.is_some_and(|asked| asked.options.contains(&self.heard.original))
    }

    /// A product that is named in the middle of an order is ordered, not chosen anew.
    fn stays_with(&self, other: &Task) -> bool {
        self.task().is_some_and(|task| {
            leads_to(other, &task.key)
                && self
                    .world
                    .goods
                    .is_some_and(|goods| goods.named(&self.heard.text).is_some())
        })
    }

    /// A task comes on the table.
    pub(super) fn begin(&mut self, task: &Task) {
        let whom = self.named_whom().unwrap_or_default();
        self.turn.state.running.push(Running {
            task: task.key.clone(),
            whom,
            ..Running::default()
        });
        self.step("task_started", &task.key);
        self.carry(task);
        self.lead = task
            .opening
            .pick(self.voice.locale, self.voice.turn)
            .to_owned();
    }

    /// Fills in what is known without asking.
    fn carry(&mut self, task: &Task) {
        let turn = self.turn.state.turn;
        for slot in &task.slots {
            let found = slot
                .carry
                .iter()
                .find_map(|from| self.carried(task, slot, *from))
                .or_else(|| self.remembered(task, slot));
            if let Some((values, origin)) = found
                && let Some(running) = self.turn.state.running.last_mut()
            {
                running.slots.insert(
                    slot.key.clone(),
                    Filled {
                        values,
                        origin,
                        turn,
                    },
                );
                self.turn.trace.step("carried", &slot.key);
            }
        }
    }

    fn carried(&self, task: &Task, slot: &SlotSpec, from: Carry) -> Option<(Vec<Given>, Origin)> {
        match from {
            Carry::Earlier => {
                let filled = self.turn.state.known.get(&sort(task, slot))?;
                Some((filled.values.clone(), Origin::Earlier))
            }
            Carry::Profile => {
                let value = match slot.kind {
                    SlotKind::Phone => self.world.profile.phone.clone(),
                    SlotKind::Name => self.world.profile.name.clone(),
                    _ => None,
                }?;
                Some((vec![Given::Text { value }], Origin::Profile))
            }
            Carry::Page => {
                let page = self.world.page?;
                let facts = taking::facts(task, &Running::default(), page);
                let values: Vec<Given> = facts
                    .into_iter()
                    .filter(|fact| fact.slot == slot.key && !fact.denied)
                    .map(|fact| fact.given)
                    .take(1)
                    .collect();
                (!values.is_empty()).then_some((values, Origin::Page))
            }
        }
    }

    /// The customer gives the task up; one that waited goes on.
    pub(super) fn cancel(&mut self) {
        let Some(task) = self.task() else { return };
        let name = task.name.name(self.voice.locale).to_owned();
        self.step("task_cancelled", &task.key);
        self.close(false);
        self.say(self.voice.cancelled(&name));
        self.go_on();
    }

    /// Takes the task off the table and keeps what was told.
    pub(super) fn close(&mut self, reached: bool) {
        let rows = self.rows();
        let locale = self.voice.locale;
        self.remember();
        let Some(task) = self.task() else { return };
        let Some(running) = self.turn.state.running.pop() else {
            return;
        };
        self.turn.state.finished.push(Finished {
            task: task.key.clone(),
            name: task.name.name(locale).to_owned(),
            rows,
            reached,
            path: running.path.into_iter().map(|one| one.node).collect(),
        });
        // What it was chosen from has reached its end with it.
        let before = self.task().filter(|before| leads_to(before, &task.key));
        if reached && before.is_some() {
            self.close(true);
        }
    }

    /// Keeps what was told for other tasks of this conversation.
    pub(super) fn remember(&mut self) {
        let Some(task) = self.task() else { return };
        let Some(running) = self.turn.state.running.last() else {
            return;
        };
        for slot in &task.slots {
            if let Some(filled) = running
                .slots
                .get(&slot.key)
                .filter(|filled| !filled.is_any())
            {
                self.turn
                    .state
                    .known
                    .insert(sort(task, slot), filled.clone());
            }
        }
    }

    /// Goes on with the task that waited, if one did.
    pub(super) fn go_on(&mut self) {
        let Some((task, running)) = self.current() else {
            return;
        };
        let key = task.key.clone();
        if running.stage == Stage::Shown {
            return;
        }
        self.step("task_resumed", &key);
        self.remind();
    }
}

/// Whether a task that recommends goes on with another.
pub(super) fn leads_to(task: &Task, key: &str) -> bool {
    matches!(&task.action, Action::Recommend { next, .. } if next == key)
}

/// A word or two that say yes, no, or that anything will do.
fn is_bare(heard: &Heard) -> bool {
    let acts = heard.acts;
    let answers = acts.yes || acts.no || acts.any || acts.skip || acts.unsure;
    answers && heard.text.chars().count() <= BARE
}

/// Whether the task outbids the answer that the knowledge base has.
fn outbids(sure: f64, heard: &Heard) -> bool {
    if sure >= CERTAIN && !heard.acts.asks {
        return true;
    }
    match heard.answer {
        Answer::Given { exact: true, .. } => sure >= 1.0,
        Answer::Given { score, .. } if heard.acts.asks => sure >= CERTAIN && sure > score,
        Answer::Given { score, .. } => sure + 0.05 >= score,
        _ => !heard.acts.asks || sure >= SWITCHES,
    }
}

/// Facts of one sort go from one task to another: an attribute by its name, else by kind.
fn sort(task: &Task, slot: &SlotSpec) -> String {
    match &slot.kind {
        SlotKind::Attribute { attribute, .. } => format!("attribute/{attribute}"),
        SlotKind::Phone => "phone".to_owned(),
        SlotKind::Name => "name".to_owned(),
        SlotKind::Address { .. } => "address".to_owned(),
        SlotKind::Order { .. } => "order".to_owned(),
        _ => format!("{}/{}", task.key, slot.key),
    }
}
