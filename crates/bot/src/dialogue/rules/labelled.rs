//! Lines of `label：value`, as a form says them and as people write when they tell several things at
//! once.

use std::ops::Range;

use shanying_language::normalise::normalise_text;

use super::hearing::Heard;
use super::values;
use crate::dialogue::model::{Given, SlotKind, SlotSpec, Task};

/// What a line of the message tells under the name of a slot.
fn value<'h>(slot: &SlotSpec, heard: &'h Heard) -> Option<&'h str> {
    let labels = || slot.label.zh.iter().chain(&slot.label.en);
    heard.original.lines().find_map(|line| {
        let (head, rest) = line.split_once(['：', ':'])?;
        let head = head.trim().to_lowercase();
        let named = labels().any(|label| label.to_lowercase() == head);
        Some(rest.trim()).filter(|rest| named && !rest.is_empty())
    })
}

/// A value that no recogniser finds without knowing what it is for.
pub(super) fn given(slot: &SlotSpec, heard: &Heard) -> Option<Given> {
    let told = value(slot, heard)?;
    let plain = normalise_text(told);
    let text = |value: String| Given::Text { value };
    match &slot.kind {
        SlotKind::Text => Some(text(told.to_owned())),
        SlotKind::Name => values::name(&plain, true).map(text),
        SlotKind::Address { .. } => values::address(&plain, true).map(text),
        SlotKind::Digits { length } => values::digits(&plain, *length).map(text),
        SlotKind::Order { .. } => {
            let is_number = plain.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            is_number.then(|| text(plain.to_uppercase()))
        }
        SlotKind::Count { min, max, .. } => {
            let value: i64 = plain.parse().ok()?;
            let fits = min.is_none_or(|min| value >= min) && max.is_none_or(|max| value <= max);
            fits.then_some(Given::Number { value })
        }
        SlotKind::YesNo => match plain.as_str() {
            "是" | "yes" => Some(Given::YesNo { value: true }),
            "否" | "no" => Some(Given::YesNo { value: false }),
            _ => None,
        },
        _ => None,
    }
}

/// Where free words stand that were told under a name, in bytes of the text: what is in them is no
/// fact for other slots.
pub(super) fn free_words(task: &Task, heard: &Heard) -> Vec<Range<usize>> {
    let free = task.slots.iter().filter(|slot| slot.kind == SlotKind::Text);
    free.filter_map(|slot| {
        let words = normalise_text(value(slot, heard)?);
        let from = heard.text.rfind(&words)?;
        Some(from..from + words.len())
    })
    .collect()
}
