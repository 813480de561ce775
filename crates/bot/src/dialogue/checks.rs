//! Whether a task can be carried out as it is described.

use std::collections::BTreeSet;

use shanying_kernel::{Error, Result};

use super::model::{Action, SlotKind, SlotSpec, Task};

const KEY_CHARS: usize = 40;
const SLOTS: usize = 30;
const TEXTS: usize = 200;
const TEXT_CHARS: usize = 500;

/// Refuses what could never start, never end, or never be answered.
pub(super) fn check(task: &Task) -> Result<()> {
    if !is_key(&task.key) {
        return Err(Error::field("key", "1 to 40 small letters, digits and _"));
    }
    if task.name.is_empty() {
        return Err(Error::field("name", "a task has a name"));
    }
    if task.triggers.is_empty() && task.cues.is_empty() {
        return Err(Error::field("triggers", "at least one example or cue"));
    }
    let long = |text: &String| text.chars().count() > TEXT_CHARS || text.contains('\0');
    if task.triggers.len() > TEXTS || task.triggers.iter().any(long) {
        return Err(Error::field(
            "triggers",
            "at most 200 examples of 500 characters",
        ));
    }
    if task.cues.iter().any(|cue| {
        cue.all.is_empty() || cue.all.iter().any(Vec::is_empty) || !(0.0..=1.0).contains(&cue.sure)
    }) {
        return Err(Error::field("cues", "groups with words, sure from 0 to 1"));
    }
    if task.slots.len() > SLOTS {
        return Err(Error::field("slots", "at most 30"));
    }
    let keys: BTreeSet<&str> = task.slots.iter().map(|slot| slot.key.as_str()).collect();
    if keys.len() != task.slots.len() || !keys.iter().all(|key| is_key(key)) {
        return Err(Error::field("slots", "keys of small letters, each once"));
    }
    let sells = matches!(task.action, Action::Recommend { .. });
    task.slots
        .iter()
        .try_for_each(|slot| check_slot(slot, &keys, sells))?;
    if !sells && !task.slots.iter().any(|slot| slot.required) {
        return Err(Error::field("slots", "something that is asked for"));
    }
    Ok(())
}

fn check_slot(slot: &SlotSpec, keys: &BTreeSet<&str>, sells: bool) -> Result<()> {
    let wrong = |detail: &str| Err(Error::field("slots", format!("{}: {detail}", slot.key)));
    if slot.label.is_empty() {
        return wrong("a slot has a label");
    }
    if !slot.resets.iter().all(|key| keys.contains(key.as_str())) {
        return wrong("resets a slot that is not there");
    }
    match &slot.kind {
        SlotKind::Choice { options, .. } if options.is_empty() => wrong("a choice has options"),
        SlotKind::Attribute { .. } if !sells => wrong("attributes belong to tasks that recommend"),
        SlotKind::Digits { length } if !(1..=32).contains(length) => wrong("1 to 32 digits"),
        SlotKind::Count {
            min: Some(min),
            max: Some(max),
        } if min > max => wrong("min exceeds max"),
        _ => Ok(()),
    }
}

fn is_key(key: &str) -> bool {
    (1..=KEY_CHARS).contains(&key.len())
        && key
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
