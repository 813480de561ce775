//! What earlier talks told is not asked for again, and never sold against.
//!
//! It holds for whom it was told: who buys for their mother is not served by their own skin. An
//! allergy of who talks holds in any case, because nobody knows who will use it in the end.

use shanying_language::extract::kin;

use super::hearing::Heard;
use super::{Talk, guards_health, taking};
use crate::dialogue::model::{Filled, Given, Origin, Running, SlotKind, SlotSpec, Task};

/// Words of who buys for themselves after all.
const ONESELF: &[&str] = &["自己用", "给自己", "我用", "我自己", "for myself"];

/// What is remembered of one person.
#[derive(Clone, Debug, Default)]
pub struct Recollection {
    /// Of whom; empty for who talks.
    pub whose: String,
    /// Each fact as it is heard.
    pub heard: Vec<Heard>,
    /// Substances that they must avoid.
    pub avoid: Vec<String>,
}

impl Talk<'_> {
    /// For whom the message says that it is; empty for who talks, none when it does not say.
    pub(super) fn named_whom(&self) -> Option<String> {
        let text = &self.heard.text;
        if ONESELF.iter().any(|word| text.contains(word)) {
            return Some(String::new());
        }
        let named = kin(text).into_iter().next();
        named.map(|one| one.name.to_owned())
    }

    /// It is for somebody else than was thought: what was remembered of the one gives way to what is
    /// remembered of the other.
    pub(super) fn hear_whom(&mut self) {
        let Some(whom) = self.named_whom() else {
            return;
        };
        let Some(task) = self.task() else {
            return;
        };
        let turn = self.turn.state.turn;
        let Some(running) = self.turn.state.running.last_mut() else {
            return;
        };
        if running.whom == whom {
            return;
        }
        running.whom = whom;
        for slot in task.slots.iter().filter(|slot| is_attribute(slot)) {
            let remembered = running
                .slots
                .get(&slot.key)
                .is_some_and(|filled| filled.origin == Origin::Profile);
            if remembered {
                running.slots.remove(&slot.key);
            }
        }
        for slot in &task.slots {
            if self
                .active()
                .is_some_and(|running| running.slots.contains_key(&slot.key))
            {
                continue;
            }
            let found = self.remembered(task, slot);
            if let (Some((values, origin)), Some(running)) = (found, self.active_mut()) {
                let filled = Filled {
                    values,
                    origin,
                    turn,
                };
                running.slots.insert(slot.key.clone(), filled);
                self.step("carried", &slot.key);
            }
        }
    }

    /// What is remembered for a slot that a value of the products fills.
    pub(super) fn remembered(&self, task: &Task, slot: &SlotSpec) -> Option<(Vec<Given>, Origin)> {
        if !is_attribute(slot) {
            return None;
        }
        let whom = self.active().map_or("", |running| running.whom.as_str());
        let guards = guards_health(slot);
        let mut values: Vec<Given> = Vec::new();
        for of in self.world.remembered {
            let holds = if guards {
                holds_for(&of.whose, whom)
            } else {
                of.whose == whom
            };
            if !holds {
                continue;
            }
            for heard in &of.heard {
                for fact in taking::facts(task, &Running::default(), heard) {
                    if fact.slot == slot.key && !fact.denied && !values.contains(&fact.given) {
                        values.push(fact.given);
                    }
                }
            }
        }
        (!values.is_empty()).then_some((values, Origin::Profile))
    }

    /// What is never recommended, whatever the task asks.
    pub(super) fn shunned(&self) -> Vec<String> {
        let whom = self.active().map_or("", |running| running.whom.as_str());
        self.world
            .remembered
            .iter()
            .filter(|of| holds_for(&of.whose, whom))
            .flat_map(|of| of.avoid.iter().cloned())
            .collect()
    }
}

/// Words that may mean the same person.
const ALIKE: &[&[&str]] = &[&["孩子", "儿子", "女儿"], &["爸妈", "爸爸", "妈妈"]];

/// Whether what somebody must avoid is avoided when it is for `whom`: it is theirs, it may be theirs,
/// or it is that of who talks.
fn holds_for(whose: &str, whom: &str) -> bool {
    let alike = |list: &&[&str]| list.contains(&whose) && list.contains(&whom);
    whose.is_empty() || whose == whom || ALIKE.iter().any(alike)
}

fn is_attribute(slot: &SlotSpec) -> bool {
    matches!(slot.kind, SlotKind::Attribute { .. })
}
